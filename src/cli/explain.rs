//! `bonus explain`: every rule of a quarter with the numbers put in.

use std::fmt::Write as _;

use clap::Args;
use serde::Serialize;

use super::failure::Failure;
use super::input::{self, Computed};
use super::talk::Talk;
use super::{Format, InputArguments, output};
use crate::book::Period;
use crate::formula::{Scope, closest};
use crate::lang::Words;
use crate::report::json::PolicyRef;
use crate::report::{Explained, ExplainedRule, Explainer, Reader};
use crate::say;
use crate::workbook::read::text::fold;

/// Explain a manager's figures rule by rule, with the numbers put in.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  bonus explain q3.xlsx --manager M002 --quarter Q2 --rule bonus")]
pub(super) struct Explain {
    #[command(flatten)]
    input: InputArguments,
    /// Only this manager, by id or name. Default: all.
    #[arg(long, value_name = "ID")]
    manager: Option<String>,
    /// Only this quarter or month, such as Q2. Default: all, the half-years and the year.
    #[arg(long, visible_alias = "month", value_name = "Q")]
    quarter: Option<String>,
    /// Only this rule, by its name in formulas. May be given several times.
    #[arg(long, value_name = "NAME")]
    rule: Vec<String>,
    /// Leave out the formulas in words.
    #[arg(long)]
    brief: bool,
    /// How to print it.
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

impl Explain {
    pub(super) fn run(&self, talk: Talk) -> Result<(), Failure> {
        let computed = input::compute(&self.input, talk)?;
        let lang = computed.lang;
        let only = match &self.quarter {
            None => None,
            Some(text) => Some(
                Period::read(computed.policy.period, text)
                    .filter(|period| *period <= computed.book.through)
                    .ok_or_else(|| {
                        let through = computed.book.through;
                        Failure::usage(&say!(Cli::NotComputed { text, through }), lang)
                    })?,
            ),
        };
        let wanted = people(self.manager.as_slice(), &computed)?;
        let results = computed.results();
        let known = |name: &String| Scope::ALL.iter().any(|&s| computed.policy.rule(s, name).is_some());
        if let Some(name) = self.rule.iter().find(|name| !known(name)) {
            let rules = computed.policy.scopes.iter().flat_map(|scope| &scope.rules);
            let hint = hint(name, rules.map(|rule| rule.name.as_str()));
            return Err(Failure::usage(&say!(Cli::NoSuchRule { name, hint }), lang));
        }
        let explainer = Explainer::new(&results, Reader::Auditor, lang);
        if self.format == Format::Json {
            return output::json(&self.document(&explainer, &wanted, only, &computed));
        }
        for manager in wanted {
            let rows = explainer.manager(manager, only).into_iter();
            let rows =
                rows.filter(|row| self.rule.is_empty() || row.rules.iter().any(|rule| self.rule.contains(&rule.name)));
            let text: String = rows.map(|row| self.text(&row)).collect();
            if !text.is_empty() {
                super::print(&text)?;
            }
        }
        Ok(())
    }

    /// All of it for programs.
    fn document<'d>(
        &self,
        explainer: &Explainer<'_>,
        wanted: &[usize],
        only: Option<Period>,
        of: &'d Computed,
    ) -> Document<'d> {
        let kept = |rule: &ExplainedRule| self.rule.is_empty() || self.rule.contains(&rule.name);
        let people = wanted.iter().map(|manager| {
            let mut rows = explainer.manager(*manager, only);
            for row in &mut rows {
                row.rules.retain(kept);
                if self.brief {
                    row.rules.iter_mut().for_each(|rule| rule.words.clear());
                }
            }
            rows.retain(|row| !row.rules.is_empty());
            let person = &of.book.managers[*manager];
            Person { id: &person.id, name: &person.name, rows }
        });
        Document {
            policy: PolicyRef::from(&*of.policy),
            year: of.book.year,
            through: of.book.through,
            managers: people.collect(),
        }
    }

    fn text(&self, row: &Explained) -> String {
        let mut text = format!("== {} ==\n\n", row.heading);
        let wanted = |name: &String| self.rule.is_empty() || self.rule.contains(name);
        for rule in row.rules.iter().filter(|rule| wanted(&rule.name)) {
            let _ = writeln!(text, "{}  [{}]  {} = {}", rule.label, rule.clause, rule.name, rule.result);
            let _ = writeln!(text, "    = {}", rule.formula);
            if !rule.numbers.is_empty() && rule.numbers != rule.formula {
                let _ = writeln!(text, "    = {}", rule.numbers);
            }
            for line in &rule.lines {
                let _ = writeln!(text, "      {line}");
            }
            if !self.brief && !rule.words.is_empty() {
                let _ = writeln!(text, "    {}", rule.words);
            }
            text.push('\n');
        }
        text
    }
}

/// The places of the managers of these ids or names; of all where nobody is named.
pub(super) fn people(names: &[String], computed: &Computed) -> Result<Vec<usize>, Failure> {
    let managers = &computed.book.managers;
    let is =
        |name: &String, at: usize| [&managers[at].id, &managers[at].name].iter().any(|own| fold(own) == fold(name));
    let all = 0..managers.len();
    if let Some(name) = names.iter().find(|name| !all.clone().any(|at| is(name, at))) {
        let person = &computed.policy.person;
        let hint = hint(name, managers.iter().flat_map(|m| [m.id.as_str(), m.name.as_str()]));
        return Err(Failure::usage(&say!(Cli::NoSuchPerson { person, name, hint }), computed.lang));
    }
    Ok(all.filter(|at| names.is_empty() || names.iter().any(|name| is(name, *at))).collect())
}

/// Rules with the numbers put in.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Document<'d> {
    /// The policy.
    policy: PolicyRef<'d>,
    /// The calendar year.
    year: i16,
    /// The last period that is computed.
    through: Period,
    /// Those who were asked for; else everybody.
    managers: Vec<Person<'d>>,
}

/// Somebody's figures explained.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Person<'d> {
    /// His id.
    id: &'d str,
    /// His name.
    name: &'d str,
    /// His periods, half-years, year and what is payable, of those that were asked for.
    rows: Vec<Explained>,
}

/// What was probably meant.
fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Words {
    closest(name, known).map_or_else(Words::default, |near| say!(Cli::OrDidYouMean { near }))
}
