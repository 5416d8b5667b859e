//! `bonus what-if` and `bonus readings`: what a setting, or another reading of the policy, would cost.

use clap::Args;
use rust_decimal::Decimal;

use super::InputArguments;
use super::failure::Failure;
use super::input::{self, Chosen, Computed, Input, Work};
use super::progress::Progress;
use super::table::aligned;
use super::talk::Talk;
use super::timings::Timings;
use crate::formula::{Scope, Value};
use crate::lang::Lang;
use crate::report::{grouped, number_text};
use crate::say;

/// Show what other settings would cost, by manager and in total, before and after.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  bonus what-if q3.xlsx --set in_target_rate=8%")]
pub(super) struct WhatIf {
    #[command(flatten)]
    input: InputArguments,
}

/// List each reading of the policy with its alternatives and what each would cost on this file.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  bonus readings q3.xlsx --lang en")]
pub(super) struct Readings {
    #[command(flatten)]
    input: InputArguments,
}

/// An input that is computed several times, each with other settings.
struct Tried {
    input: Input,
    chosen: Chosen,
}

impl Tried {
    fn open(arguments: &InputArguments, work: &Work<'_>) -> Result<Self, Failure> {
        let mut input = input::open(arguments, work)?;
        let chosen = input.choose(arguments, work)?;
        Ok(Self { input, chosen })
    }

    fn with(&mut self, arguments: &InputArguments, work: &Work<'_>) -> Result<Computed, Failure> {
        self.input.source.read_again();
        self.input.compute(&self.chosen, arguments, work, &mut Timings::default())
    }
}

/// What each manager is paid: what the policy says the year costs, else his first money figure.
fn paid(computed: &Computed) -> Option<(String, Vec<Decimal>)> {
    let rules = &computed.policy.scope(Scope::Manager).rules;
    let money = |rule: &&crate::policy::Rule| rule.unit == crate::policy::Unit::Yuan && rule.input.is_none();
    let declared = computed.policy.cost.as_deref().and_then(|name| computed.policy.rule(Scope::Manager, name));
    let rule = declared.or_else(|| rules.iter().find(money))?;
    let rows = &computed.settlement.manager_rows;
    let figures = (0..computed.book.managers.len()).map(|manager| match rows.get(manager).map(|row| row[rule.slot]) {
        Some(Value::Number(number)) => number,
        _ => Decimal::ZERO,
    });
    Some((rule.label.get(computed.lang).to_owned(), figures.collect()))
}

fn signed(number: Decimal) -> String {
    if number > Decimal::ZERO { format!("+{}", grouped(number)) } else { grouped(number) }
}

fn no_money(lang: Lang) -> Failure {
    Failure::Usage(say!(Cli::NoMoney).get(lang).to_owned())
}

impl WhatIf {
    pub(super) fn run(&self, talk: Talk) -> Result<(), Failure> {
        let before_arguments = InputArguments { set: Vec::new(), ..self.input.clone() };
        let progress = Progress::new(talk);
        let mut tried = Tried::open(&before_arguments, &Work::new(talk, &progress))?;
        let before = tried.with(&before_arguments, &Work::new(talk, &progress))?;
        let after = tried.with(&self.input, &Work::new(talk, &progress))?;
        drop(progress);
        let lang = before.lang;
        if self.input.set.is_empty() {
            let message = say!(Cli::NothingToChange);
            return Err(Failure::Usage(message.get(lang).to_owned()));
        }
        let (Some((label, old)), Some((_, new))) = (paid(&before), paid(&after)) else { return Err(no_money(lang)) };
        let say = |words: crate::lang::Words| words.get(lang).to_owned();
        let mut rows = vec![vec![
            say(say!(Cli::Id)),
            say(say!(Cli::Name)),
            say(say!(Cli::Before { label })),
            say(say!(Cli::After { label })),
            say(say!(Cli::Difference)),
        ]];
        for ((manager, old), new) in before.book.managers.iter().zip(&old).zip(&new) {
            let figures = [grouped(*old), grouped(*new), signed(*new - *old)];
            rows.push([vec![manager.id.clone(), manager.name.clone()], figures.into()].concat());
        }
        let (old, new): (Decimal, Decimal) = (old.iter().sum(), new.iter().sum());
        let figures = [grouped(old), grouped(new), signed(new - old)];
        rows.push([vec![say(say!(Cli::Total)), String::new()], figures.into()].concat());
        super::print(&aligned(&rows))
    }
}

impl Readings {
    pub(super) fn run(&self, talk: Talk) -> Result<(), Failure> {
        let progress = Progress::new(talk);
        let mut tried = Tried::open(&self.input, &Work::new(talk, &progress))?;
        let base = tried.with(&self.input, &Work::new(talk, &progress))?;
        drop(progress);
        let lang = base.lang;
        let Some((label, figures)) = paid(&base) else { return Err(no_money(lang)) };
        let total: Decimal = figures.iter().sum();
        let say = |words: crate::lang::Words| words.get(lang).to_owned();
        let progress = Progress::new(talk);
        let readings = base.policy.settings.iter().filter(|setting| setting.reading.is_some());
        let others = readings.map(|setting| setting.choices.len().saturating_sub(1) as u64).sum();
        progress.step(&say!(Cli::TryingEach), &say!(Cli::Readings), Some(others), lang);
        let mut rows = vec![vec![
            say(say!(Cli::ReadingOfPolicy)),
            say(say!(Cli::Setting)),
            say(say!(Cli::Choice)),
            label,
            say(say!(Cli::DifferenceToNow)),
        ]];
        let mut figures_to_try = false;
        for (slot, setting) in base.policy.settings.iter().enumerate() {
            let Some(reading) = &setting.reading else { continue };
            let name = format!("{} `{}`", setting.label.get(lang), setting.name);
            let current = match base.book.settings[slot].value {
                Value::Text(symbol) => base.book.symbols.text(symbol).to_owned(),
                // A figure has no list of others to try.
                Value::Number(number) => {
                    let shown = number_text(number, setting.unit);
                    let now = say(say!(Cli::InForce { shown }));
                    rows.push(vec![reading.clone(), name, now, grouped(total), String::new()]);
                    figures_to_try = true;
                    continue;
                }
                _ => String::new(),
            };
            for choice in &setting.choices {
                let name = name.clone();
                let shown = base.policy.choice(choice, lang);
                if *choice == current {
                    let now = say(say!(Cli::InForce { shown }));
                    rows.push(vec![reading.clone(), name, now, grouped(total), String::new()]);
                    continue;
                }
                let mut arguments = self.input.clone();
                arguments.set.push(format!("{}={choice}", setting.name));
                let other = tried.with(&arguments, &Work::new(talk, &Progress::unseen()))?;
                progress.advance();
                let sum: Decimal = paid(&other).map(|(_, figures)| figures.iter().sum()).unwrap_or_default();
                rows.push(vec![reading.clone(), name, shown, grouped(sum), signed(sum - total)]);
            }
        }
        drop(progress);
        if rows.len() == 1 {
            let none = say!(Cli::NoReadings);
            return super::print(&format!("{}\n", say(none)));
        }
        let mut text = aligned(&rows);
        if figures_to_try {
            let how = say!(Cli::ReadingIsFigure);
            text.push_str(&say(how));
            text.push('\n');
        }
        super::print(&text)
    }
}
