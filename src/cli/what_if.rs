//! `bonus what-if`: what a setting, or another reading of the policy, would cost, and where one yuan moves much.

use std::sync::Arc;

use clap::Args;
use rust_decimal::Decimal;
use serde::Serialize;

use super::arguments::InputArguments;
use super::failure::Failure;
use super::input::{self, Work};
use super::paid::{Head, PaidArguments, no_money, paid, pay, signed};
use super::table::{aligned, headings};
use super::talk::Talk;
use super::{cliffs, readings};
use crate::lang::Lang;
use crate::report::grouped;
use crate::report::json::Money;
use crate::say;
use crate::settle::Settlement;

/// Show what other settings or readings would cost and for whom, and where one yuan moves much.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  bonus what-if q3.xlsx --set in_target_rate=8%\n  bonus what-if q3.xlsx --readings\n  \
                        bonus what-if q3.xlsx --cliffs --over 500 --manager M002"
)]
pub(super) struct WhatIf {
    #[command(flatten)]
    input: InputArguments,
    /// Try each choice of each reading of the policy: who gains and who loses.
    #[arg(long, conflicts_with = "cliffs")]
    readings: bool,
    /// Look for the nearest amounts, within a target either way, at which one yuan moves the year's pay by much.
    #[arg(long)]
    cliffs: bool,
    /// With --cliffs: how many yuan of pay are much.
    #[arg(long, value_name = "YUAN", default_value = "1000", requires = "cliffs")]
    over: Decimal,
    #[command(flatten)]
    shown: PaidArguments,
}

/// List each reading of the policy with its alternatives and what each would cost on this file.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  bonus readings q3.xlsx --lang en")]
pub(super) struct Readings {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    shown: PaidArguments,
}

/// What other settings cost, and for whom.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct WhatIfDocument<'d> {
    #[serde(flatten)]
    head: Head<'d>,
    /// Those who were asked for; else everybody.
    managers: Vec<MovedPerson<'d>>,
    /// All of them together.
    total: FigureChange,
}

/// What somebody is paid by the settings of the file, and by the others.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Moved"))]
struct MovedPerson<'d> {
    /// His id.
    id: &'d str,
    /// His name.
    name: &'d str,
    #[serde(flatten)]
    change: FigureChange,
}

/// What a figure is by the settings of the file, and by the others.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Change"))]
struct FigureChange {
    /// By the settings of the file.
    before: Money,
    /// By the others.
    after: Money,
    /// By how much that is more.
    difference: Money,
}

impl FigureChange {
    fn new(before: Decimal, after: Decimal) -> Self {
        Self { before: Money(before), after: Money(after), difference: Money(after - before) }
    }
}

impl WhatIf {
    pub(super) fn run(&self, talk: Talk) -> Result<(), Failure> {
        if self.readings {
            return readings::run(&self.input, &self.shown, talk);
        }
        if self.cliffs {
            return cliffs::run(&self.input, &self.shown, self.over, talk);
        }
        let as_it_is = InputArguments { set: Vec::new(), ..self.input.clone() };
        let work = Work::new(talk, None);
        let mut input = input::open(&as_it_is, &work)?;
        let chosen = input.choose(&as_it_is, &work)?;
        let mut with = |arguments: &InputArguments| {
            input.source.read_again();
            input.compute(&chosen, arguments, &work)
        };
        let mut before = with(&as_it_is)?;
        let lang = before.lang;
        if self.input.set.is_empty() {
            return Err(Failure::usage(&say!(Cli::NothingToChange), lang));
        }
        let policy = Arc::clone(&before.policy);
        let Some(rule) = pay(&policy) else { return Err(no_money(lang)) };
        let managers = self.shown.wanted(&before)?;
        let old = paid(rule, &before.settlement, &managers);
        // Of a large input one run at a time is enough.
        before.forget_lines();
        before.settlement = Settlement::default();
        let after = with(&self.input)?;
        let new = paid(rule, &after.settlement, &managers);
        drop(work);
        let each = managers.iter().zip(old.iter().zip(&new)).map(|(manager, (old, new))| {
            let person = &before.book.managers[*manager];
            MovedPerson { id: &person.id, name: &person.name, change: FigureChange::new(*old, *new) }
        });
        let document = WhatIfDocument {
            head: Head::new(&before, rule),
            managers: each.collect(),
            total: FigureChange::new(old.iter().sum(), new.iter().sum()),
        };
        super::output::found(self.shown.format, || &document, || document.text(lang))
    }
}

impl WhatIfDocument<'_> {
    /// The document as a table for people.
    fn text(&self, lang: Lang) -> String {
        let label = self.head.figure.label;
        let (before, after) = (say!(Cli::Before { label }), say!(Cli::After { label }));
        let columns = [say!(Cli::Id), say!(Cli::Name), before, after, say!(Cli::Difference)];
        let mut rows = vec![headings(columns, lang)];
        let row = |id: &str, name: &str, change: &FigureChange| {
            let FigureChange { before, after, difference } = change;
            vec![id.to_owned(), name.to_owned(), grouped(before.0), grouped(after.0), signed(difference.0)]
        };
        rows.extend(self.managers.iter().map(|one| row(one.id, one.name, &one.change)));
        rows.push(row(say!(Cli::Total).get(lang), "", &self.total));
        aligned(&rows)
    }
}

impl Readings {
    pub(super) fn run(&self, talk: Talk) -> Result<(), Failure> {
        readings::run(&self.input, &self.shown, talk)
    }
}
