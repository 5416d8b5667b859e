//! `bonus explain`: every rule of a quarter with the numbers put in.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use clap::Args;
use serde::{Serialize, Serializer};

use super::arguments::{Format, InputArguments};
use super::failure::Failure;
use super::input::{self, Computed};
use super::output;
use super::talk::{Talk, bold, dim};
use crate::book::Period;
use crate::formula::{Scope, closest};
use crate::lang::{Lang, Words};
use crate::policy::{Policy, Rule};
use crate::report::json::PolicyRef;
use crate::report::{Answer, Answers, Audience, Explained, ExplainedRule, Explainer, PersonFigureKey};
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
    /// Only this rule, by its name in formulas or its label. May be given several times.
    #[arg(long, value_name = "NAME")]
    rule: Vec<String>,
    /// Leave out the formulas in words.
    #[arg(long)]
    brief: bool,
    /// Also show the rules that did not matter.
    #[arg(long)]
    all: bool,
    /// How to print it.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
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
        let mut asked = Vec::new();
        for name in &self.rule {
            let names = rules_called(&computed.policy, name);
            if names.is_empty() {
                let rules = computed.policy.scopes.iter().flat_map(|scope| &scope.rules);
                // Of what is as near the name goes first.
                let (names, labels) = (rules.clone().map(|rule| rule.name.as_str()), rules);
                let hint = hint(name, names.chain(labels.flat_map(|rule| rule.label.spellings())));
                return Err(Failure::usage(&say!(Cli::NoSuchRule { name, hint }), lang));
            }
            asked.extend(names);
        }
        let explainer = Explainer::new(&results, Audience::Auditor, lang);
        let managers = People { explain: self, explainer: &explainer, wanted: &wanted, only, asked: &asked };
        if self.format == Format::Json {
            return output::json(&ExplainDocument {
                policy: PolicyRef::from(&*computed.policy),
                year: computed.book.year,
                through: computed.book.through,
                managers,
            });
        }
        let answers = Answers::new(&results, Audience::Auditor, lang);
        for &manager in &wanted {
            let rows = managers.rows(manager);
            let mut text = String::new();
            if asked.is_empty() {
                let answer = answers.of(manager, &[]);
                let root = root(&computed.policy, &answer, only);
                text.push_str(&leading(&answer, &rows, root, only.is_none(), lang));
                text.push_str(&self.path(&rows, root, lang));
            } else {
                for row in rows.iter().filter(|row| !row.rules.is_empty()) {
                    let _ = write!(text, "== {} ==\n\n", row.heading);
                    row.rules.iter().for_each(|rule| rule_text(&mut text, rule));
                }
            }
            if !text.is_empty() {
                super::output::print(&text)?;
            }
        }
        Ok(())
    }

    /// The rules that made the figure, row by row; the others are folded, unless all are asked for.
    fn path(&self, rows: &[Explained], root: Option<PersonFigureKey>, lang: Lang) -> String {
        let made = root.map(|root| reached(rows, root));
        // Where the answer is nothing, so is what made it.
        let is_root = |row: &Explained, rule: &ExplainedRule| root == Some((row.of.0, row.of.1, rule.slot));
        let none = rows.iter().any(|row| row.rules.iter().any(|rule| rule.nothing && is_root(row, rule)));
        let matters = |row: &Explained, rule: &ExplainedRule| {
            let reached = |made: &HashSet<PersonFigureKey>| made.contains(&(row.of.0, row.of.1, rule.slot));
            self.all || rule.noted || made.as_ref().is_none_or(reached) && (none || !rule.nothing)
        };
        let mut text = String::new();
        let mut folded = Vec::new();
        for row in rows {
            let shown: Vec<&ExplainedRule> = row.rules.iter().filter(|rule| matters(row, rule)).collect();
            if shown.is_empty() {
                folded.push(row.name.as_str());
                continue;
            }
            let _ = write!(text, "== {} ==\n\n", row.heading);
            let count = row.rules.len() - shown.len();
            for rule in shown {
                rule_text(&mut text, rule);
            }
            if count > 0 {
                let _ = writeln!(text, "{}\n", dim(say!(Cli::ExplainFolded { count }).get(lang)));
            }
        }
        if !folded.is_empty() {
            let rows = folded.join(say!(Cli::Pause).get(lang));
            let _ = writeln!(text, "{}\n", dim(say!(Cli::ExplainFoldedRows { rows }).get(lang)));
        }
        text
    }
}

fn rule_text(text: &mut String, rule: &ExplainedRule) {
    let _ = writeln!(text, "{}  [{}]  {} = {}", rule.label, rule.clause, rule.name, rule.result);
    let _ = writeln!(text, "    = {}", rule.formula);
    if !rule.numbers.is_empty() && rule.numbers != rule.formula {
        let _ = writeln!(text, "    = {}", rule.numbers);
    }
    for line in &rule.lines {
        let _ = writeln!(text, "      {line}");
    }
    if !rule.words.is_empty() {
        let _ = writeln!(text, "    {}", rule.words);
    }
    text.push('\n');
}

/// The names of the rules that are called so: by name, or by label in any language.
fn rules_called(policy: &Policy, name: &str) -> Vec<String> {
    let wanted = fold(name);
    let is = |rule: &&Rule| fold(&rule.name) == wanted || rule.label.spellings().any(|label| fold(label) == wanted);
    policy.scopes.iter().flat_map(|scope| &scope.rules).filter(is).map(|rule| rule.name.clone()).collect()
}

/// The figure that an explanation is about: the person's first, or the headline of the period asked for.
fn root(policy: &Policy, answer: &Answer, only: Option<Period>) -> Option<PersonFigureKey> {
    match only {
        None => answer.figure.as_ref().map(|figure| figure.step),
        Some(period) => Some((Scope::Period, period.index(), policy.headline_rule()?.slot)),
    }
}

/// Everything that a figure rests on, itself included.
fn reached(rows: &[Explained], root: PersonFigureKey) -> HashSet<PersonFigureKey> {
    let rules = rows.iter().flat_map(|row| row.rules.iter().map(|rule| ((row.of.0, row.of.1, rule.slot), rule)));
    let rules: HashMap<PersonFigureKey, &ExplainedRule> = rules.collect();
    let (mut reached, mut open) = (HashSet::from([root]), vec![root]);
    while let Some(step) = open.pop() {
        let Some(rule) = rules.get(&step) else { continue };
        open.extend(rule.uses.iter().filter_map(|used| used.step).filter(|step| reached.insert(*step)));
    }
    reached
}

/// The answer in a sentence: the figure and what it is the sum of, and why.
fn leading(answer: &Answer, rows: &[Explained], root: Option<PersonFigureKey>, whole: bool, lang: Lang) -> String {
    let mut text = format!("{}\n", bold(&format!("{} {}", answer.id, answer.name)));
    if let (true, Some(figure)) = (whole, &answer.figure) {
        let (label, shown) = (&figure.label, &figure.shown);
        text.push_str(say!(Cli::ExplainAnswer { label, shown }).get(lang));
        if answer.parts.len() > 1 {
            let parts = answer.parts.iter().map(|part| format!("{} {}", part.label, part.shown));
            let parts = parts.collect::<Vec<_>>().join(" + ").replace("+ -", "- ");
            text.push_str(say!(Cli::ExplainParts { parts }).get(lang));
        }
        text.push('\n');
        answer.why.iter().for_each(|sentence| text.extend([sentence.as_str(), "\n"]));
    } else if let Some(rule) = root.and_then(|(scope, number, slot)| {
        rows.iter().find(|row| row.of == (scope, number))?.rules.iter().find(|rule| rule.slot == slot)
    }) {
        let (label, shown) = (&rule.label, &rule.result);
        let said = rule.uses.iter().filter(|used| used.counts && used.step.is_some());
        let said = said.map(|used| format!("{} {}", used.label, used.shown)).collect::<Vec<_>>();
        text.push_str(say!(Cli::ExplainAnswer { label, shown }).get(lang));
        if !said.is_empty() {
            let parts = said.join(say!(Answer::Between).get(lang));
            text.push_str(say!(Cli::ExplainRests { parts }).get(lang));
        }
        text.push('\n');
    }
    text.push('\n');
    text
}

/// The places of the managers of these ids or names; of all where nobody is named.
pub(super) fn people(names: &[String], computed: &Computed) -> Result<Vec<usize>, Failure> {
    let managers = &computed.book.managers;
    let is = |name: &String, at: usize| is_called(name, &managers[at].id, &managers[at].name);
    let all = 0..managers.len();
    if let Some(name) = names.iter().find(|name| !all.clone().any(|at| is(name, at))) {
        let person = &computed.policy.person;
        let hint = hint(name, managers.iter().flat_map(|m| [m.id.as_str(), m.name.as_str()]));
        return Err(Failure::usage(&say!(Cli::NoSuchPerson { person, name, hint }), computed.lang));
    }
    Ok(all.filter(|at| names.is_empty() || names.iter().any(|name| is(name, *at))).collect())
}

/// Whether somebody of this id and name is meant.
pub(super) fn is_called(wanted: &str, id: &str, name: &str) -> bool {
    [id, name].into_iter().any(|own| fold(own) == fold(wanted))
}

/// Rules with the numbers put in.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ExplainDocument<'d> {
    /// The policy.
    policy: PolicyRef<'d>,
    /// The calendar year.
    year: i16,
    /// The last period that is computed.
    through: Period,
    /// Those who were asked for; else everybody.
    #[cfg_attr(test, schemars(with = "Vec<Person<'d>>"))]
    managers: People<'d>,
}

/// Each is explained only while he is written: together they take many times what their figures do.
struct People<'d> {
    explain: &'d Explain,
    explainer: &'d Explainer<'d>,
    wanted: &'d [usize],
    only: Option<Period>,
    asked: &'d [String],
}

impl Serialize for People<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.wanted.iter().map(|manager| self.of(*manager)))
    }
}

impl<'d> People<'d> {
    fn of(&self, manager: usize) -> Person<'d> {
        let mut rows = self.rows(manager);
        rows.retain(|row| !row.rules.is_empty());
        let person = &self.explainer.book().managers[manager];
        Person { id: &person.id, name: &person.name, rows }
    }

    /// His rows with the rules that were asked for.
    fn rows(&self, manager: usize) -> Vec<Explained> {
        let mut rows = self.explainer.manager(manager, self.only);
        for row in &mut rows {
            row.rules.retain(|rule| self.asked.is_empty() || self.asked.contains(&rule.name));
            if self.explain.brief {
                row.rules.iter_mut().for_each(|rule| rule.words.clear());
            }
        }
        rows
    }
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
