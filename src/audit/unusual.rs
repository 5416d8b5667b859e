//! What is unusual beside the run before: figures that jump, people who came or went, grades and tasks that changed and
//! nobody decided it. Suspicions only: they stop nothing, and each says why it was raised.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::changes::column;
use super::facts::{Facts, PersonFacts};
use super::told::shown;
use crate::book::{Fault, Period, Place};
use crate::formula::{Scope, Symbols, Value};
use crate::lang::Words;
use crate::policy::{Column, ColumnRole, Policy, RowKind, Unit, builtin};
use crate::report::{Results, number_text};
use crate::say;
use crate::settle::RowKey;

/// A payable of more than so many times the last one is told.
const TIMES: i64 = 3;

/// What is unusual in a run beside the one before.
#[must_use]
pub fn unusual(before: &Results<'_>, now: &Results<'_>) -> Vec<Fault> {
    let mut symbols = now.book.symbols.clone();
    let facts = [before, now].map(|results| Facts::of(results.book, &mut symbols, 0));
    let beside = BeforeAndNow { before, now, symbols: &symbols, facts: &facts, then: words_of(before) };
    let mut list = beside.jumps();
    beside.people(&mut list);
    if before.policy.id == now.policy.id {
        beside.grades_and_tasks(&mut list);
    }
    list
}

/// A run as it is called: `2025 Q1`.
fn words_of(results: &Results<'_>) -> Words {
    let (year, through) = (results.book.year, results.book.through.words());
    say!(Audit::RunOf { year, through })
}

struct BeforeAndNow<'r> {
    before: &'r Results<'r>,
    now: &'r Results<'r>,
    symbols: &'r Symbols,
    facts: &'r [Facts<'r>; 2],
    then: Words,
}

fn money(amount: Decimal) -> String {
    number_text(amount, Unit::Yuan)
}

impl BeforeAndNow<'_> {
    /// Where a person stands in the input: his id's cell.
    fn place(&self, row: u32) -> Place {
        let sheets = self.now.policy.sheets.iter().zip(&self.now.book.sheets);
        let people: Vec<_> = sheets.filter(|(sheet, _)| sheet.row == RowKind::Manager).collect();
        match people.iter().find(|(sheet, _)| sheet.anchor).or(people.first()) {
            Some((_, Some(place))) if row > 0 => {
                Place::cell(&place.name, row, place.columns.iter().flatten().copied().next().unwrap_or(0))
            }
            Some((_, Some(place))) => Place::sheet(&place.name),
            _ => Place::default(),
        }
    }

    /// What is payable now, where it is more than three times what it was, with what it is made of.
    fn jumps(&self) -> Vec<Fault> {
        let (Some(then), Some(rule)) = (self.before.policy.payable(), self.now.policy.payable()) else {
            return Vec::new();
        };
        let number = |results: &Results<'_>, manager: usize, slot: usize| {
            results.settlement.number(RowKey::Manager { person: manager }, slot)
        };
        let mut list = Vec::new();
        for (at, manager) in self.now.book.managers.iter().enumerate() {
            let Some(was) = self.before.book.managers.iter().position(|one| one.id == manager.id) else { continue };
            let figures = (number(self.before, was, then.slot), number(self.now, at, rule.slot));
            let (Some(from), Some(to)) = figures else { continue };
            if to <= Decimal::ZERO || to <= from.max(Decimal::ZERO) * Decimal::from(TIMES) {
                continue;
            }
            let (why, id) = (self.parts(was, at), &manager.id);
            let (from, to, then) = (money(from), money(to), &self.then);
            let problem = say!(Audit::PayableJumps { name: manager.name, to, from, then, why });
            list.push(Fault::new(self.place(manager.row), id, problem, say!(Audit::SeeExplain { id })));
        }
        list
    }

    /// The two parts that grew most, of those that the period's headline is made of, as its formula says.
    fn parts(&self, was: usize, is: usize) -> Words {
        let policy = self.now.policy;
        let headline = policy.headline.as_deref().and_then(|name| policy.rule(Scope::Period, name));
        let text = headline.map_or("", |rule| rule.formula.text.as_str());
        let named: BTreeSet<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
        let number = |results: &Results<'_>, manager: usize, slot: usize| {
            let key = RowKey::Period { person: manager, period: results.book.through.index() };
            results.settlement.number(key, slot)
        };
        let rules = policy.scope(Scope::Period).rules.iter();
        let mut grown: Vec<(Decimal, Words)> = rules
            .filter(|rule| rule.unit == Unit::Yuan && named.contains(rule.name.as_str()))
            .filter_map(|rule| {
                let then = self.before.policy.rule(Scope::Period, &rule.name)?;
                let from = number(self.before, was, then.slot).unwrap_or_default();
                let to = number(self.now, is, rule.slot)?;
                let words = say!(Audit::GrewFromTo { label: rule.label, from: money(from), to: money(to) });
                (to > from).then_some((to - from, words))
            })
            .collect();
        grown.sort_by_key(|(by, _)| std::cmp::Reverse(*by));
        let most: Vec<Words> = grown.into_iter().take(2).map(|(_, words)| words).collect();
        if most.is_empty() { say!(Audit::NotOfThisPeriod) } else { Words::joined(&most, &say!(Audit::BetweenCauses)) }
    }

    /// People who are new, and people who are gone.
    fn people(&self, list: &mut Vec<Fault>) {
        let [old, new] = self.facts;
        let then = &self.then;
        for (id, person) in new.people.iter().filter(|(id, _)| !old.people.contains_key(*id)) {
            let why = match person.manager.joined {
                Some(date) => say!(Audit::JoinedOn { date }),
                None => say!(Audit::NoDayOfJoining),
            };
            let problem = say!(Audit::NewSince { name: person.manager.name, then, why });
            list.push(Fault::new(self.place(person.manager.row), id, problem, say!(Audit::ConfirmNew)));
        }
        for (id, person) in old.people.iter().filter(|(id, _)| !new.people.contains_key(*id)) {
            let why = match person.manager.left {
                Some(date) => say!(Audit::LeftOn { date }),
                None => say!(Audit::NoDayOfLeaving),
            };
            let problem = say!(Audit::GoneSince { name: person.manager.name, then, why });
            list.push(Fault::new(self.place(0), id, problem, say!(Audit::ConfirmGone)));
        }
    }

    /// Grades and tasks that are others than they were, where no review's proposal was accepted.
    fn grades_and_tasks(&self, list: &mut Vec<Fault>) {
        let policy = self.now.policy;
        let [old, new] = self.facts;
        let grades = policy.grades();
        let decided: BTreeSet<&str> = self
            .now
            .book
            .proposals
            .iter()
            .filter(|one| one.accepted == Some(true))
            .map(|one| self.now.book.managers[one.manager].id.as_str())
            .collect();
        for (id, person) in new.people.iter().filter(|(id, _)| !decided.contains(id.as_str())) {
            let Some(was) = old.people.get(id) else { continue };
            if let Some((_, slot)) = grades {
                self.changed(
                    (id, person),
                    (RowKind::Manager, slot),
                    (was.manager.values.as_slice(), person.manager.values.as_slice(), &[person.manager.row]),
                    None,
                    list,
                );
            }
            if self.before.book.year != self.now.book.year {
                continue;
            }
            for (number, row) in person.periods.iter().enumerate() {
                let (Some(row), Some(Some(before))) = (row, was.periods.get(number)) else { continue };
                let period = self.now.book.through.up_to().find(|period| period.index() == number);
                let tasks = columns(policy)
                    .filter(|(column, slot)| column.task || grades.is_some_and(|(of_period, _)| of_period == *slot));
                for (_, slot) in tasks {
                    let pair = (before.values.as_slice(), row.values.as_slice(), row.rows.as_slice());
                    self.changed((id, person), (RowKind::Period, slot), pair, period, list);
                }
            }
        }
    }

    fn changed(
        &self,
        (id, person): (&str, &PersonFacts<'_>),
        (kind, slot): (RowKind, usize),
        (was, is, rows): (&[Value], &[Value], &[u32]),
        period: Option<Period>,
        list: &mut Vec<Fault>,
    ) {
        // What a period has by itself stands before what was typed.
        let at = if kind == RowKind::Period { slot.checked_sub(builtin::PERIOD + 1) } else { Some(slot) };
        let (Some(from), Some(to)) = (at.and_then(|at| was.get(at)), at.and_then(|at| is.get(at))) else { return };
        let Some((sheet, column, declared)) = column(self.now.policy, kind, slot) else { return };
        // What was not typed yet was not changed.
        if from == to || matches!(from, Value::Blank | Value::NotApplicable) {
            return;
        }
        let row = if kind == RowKind::Period { rows.get(sheet) } else { rows.first() };
        let place = self.now.book.cell(sheet, column, row.copied().unwrap_or(0));
        let text = |value: &Value| shown(self.symbols, *value, declared.unit);
        let of = period.map_or_else(Words::default, |period| say!(Audit::OfPeriod { period: period.words() }));
        let (from, to, name, then, label) = (text(from), text(to), &person.manager.name, &self.then, &declared.label);
        let problem = say!(Audit::ChangedUndecided { id, name, of, label, from, to, then });
        list.push(Fault::new(place, &to, problem, say!(Audit::DecideOrRestore)));
    }
}

/// The columns of a person's periods that hold values, each with its slot.
fn columns(policy: &Policy) -> impl Iterator<Item = (&Column, usize)> {
    let sheets = policy.sheets.iter().filter(|sheet| sheet.row == RowKind::Period);
    sheets.flat_map(|sheet| &sheet.columns).filter_map(|column| match column.role {
        ColumnRole::Value { slot } => Some((column, slot)),
        _ => None,
    })
}
