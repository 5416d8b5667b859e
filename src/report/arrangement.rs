//! What stands on the summary from left to right: what is payable now or the score, the parts that sum to it, why, what each
//! period came to, the year, and how far the target was reached. What else is known of a person is folded away behind it, and what
//! is zero for everyone where it stands; that is said on the basis sheet.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::Results;
use super::groups::terms;
use super::held::{Held, is_auxiliary};
use super::score_parts::score_parts;
use super::status;
use super::summary_part::{SummaryPart, part_value, value};
use super::trail::is_nothing;
use crate::book::Period;
use crate::formula::{Code, Op, Scope, Value};
use crate::lang::Words;
use crate::policy::{Rule, Unit};

/// A column of the summary behind id and name.
#[derive(Clone)]
pub(super) enum SummaryColumn<'a> {
    /// A figure of the manager, by its place among those held; whether it stands open.
    Held { at: usize, open: bool },
    /// A part of what is payable that no figure of the manager says.
    Part(SummaryPart<'a>),
    /// One sentence why.
    Why,
    /// The headline of a period (from 0).
    Period(usize),
}

/// With more periods than these only the last few stand open: a page of twelve months is too small to be read.
const MOST_PERIODS: usize = 6;
const OPEN_PERIODS: usize = 3;
/// With more people than these none of them does: what is paid now, why, and the year so far fill a page.
const MOST_WITH_PERIODS: usize = 30;

/// The columns of the summary, and what was left out.
#[derive(Default)]
pub(super) struct Arrangement<'a> {
    pub columns: Vec<SummaryColumn<'a>>,
    /// Those that are nothing for everyone, by their places, and what they are called.
    pub nothing: BTreeMap<usize, Words>,
    /// The places of those that are folded away: these, and what stands behind the others.
    pub folded: BTreeSet<usize>,
}

impl<'a> Arrangement<'a> {
    pub(super) fn of(results: &Results<'a>, held: &[Held<'a>]) -> Self {
        let columns = match results.policy.payable() {
            Some(payable) => arranged(results, held, payable),
            None => as_held(results, held),
        };
        let nothing: BTreeMap<usize, Words> =
            (0..).zip(&columns).filter_map(|(at, shown)| Some((at, nothing(results, held, shown)?))).collect();
        let pays = results.policy.payable().is_some();
        let parted = columns.iter().any(|shown| matches!(shown, SummaryColumn::Part(_)));
        let periods = periods(results).count();
        let crowd = results.book.managers.len() > MOST_WITH_PERIODS;
        let behind = |shown: &SummaryColumn<'_>| match shown {
            SummaryColumn::Held { open, .. } if pays => !open,
            SummaryColumn::Held { at, open } => !open || is_auxiliary(results.policy, Scope::Manager, &held[*at]),
            SummaryColumn::Period(_) if (pays || parted) && crowd => true,
            SummaryColumn::Period(period) => periods > MOST_PERIODS && period + OPEN_PERIODS < periods,
            // Of a crowd a page has no room to repeat each figure in a sentence.
            SummaryColumn::Why => crowd && results.policy.headline.is_none(),
            SummaryColumn::Part(_) => false,
        };
        let folded = (0..).zip(&columns).filter(|(at, shown)| nothing.contains_key(at) || behind(shown));
        let folded = folded.map(|(at, _)| at).collect();
        Self { columns, nothing, folded }
    }

    /// What the columns hold of a manager's figures.
    pub(super) fn order<'h>(&self, held: &'h [Held<'a>]) -> impl Iterator<Item = Option<&'h Held<'a>>> {
        self.columns.iter().map(|shown| if let SummaryColumn::Held { at, .. } = shown { held.get(*at) } else { None })
    }

    /// Whether the people's table folds a column of the sheet away: those of id and name stand before all others.
    pub(super) fn is_folded(&self, column: u16) -> bool {
        column.checked_sub(2).is_some_and(|place| self.folded.contains(&usize::from(place)))
    }

    /// The first and the last column of the parts, from 0 behind id and name.
    pub(super) fn parts(&self, held: &[Held<'_>]) -> Option<(usize, usize)> {
        let is_part = |shown: &SummaryColumn<'_>| match shown {
            SummaryColumn::Part(_) => true,
            SummaryColumn::Held { at, open: true } => matches!(held[*at], Held::Rule(rule) if rule.part),
            _ => false,
        };
        Some((self.columns.iter().position(is_part)?, self.columns.iter().rposition(is_part)?))
    }
}

/// The periods so far.
fn periods(results: &Results<'_>) -> impl Iterator<Item = usize> {
    0..usize::from(if results.policy.headline.is_some() { results.book.through.number() } else { 0 })
}

/// Without a sum of money that is paid: the figures in the order of the policy; behind the first what it is the sum of, why,
/// and the periods. Where no figure of a period stands for all, why is told last: what each came to.
fn as_held<'a>(results: &Results<'a>, held: &[Held<'a>]) -> Vec<SummaryColumn<'a>> {
    let mut columns = Vec::new();
    let first = held.iter().find_map(|held| if let Held::Rule(rule) = held { Some(*rule) } else { None });
    let headed = results.policy.headline.is_some();
    let mut behind: Vec<SummaryColumn<'_>> = first
        .map(|first| score_parts(results, first))
        .unwrap_or_default()
        .into_iter()
        .map(SummaryColumn::Part)
        .collect();
    behind.extend(headed.then_some(SummaryColumn::Why));
    behind.extend(periods(results).map(SummaryColumn::Period));
    for (at, one) in held.iter().enumerate() {
        // Its words stand in the sentence why.
        columns.push(SummaryColumn::Held { at, open: !matches!(one, Held::Status) });
        if matches!(one, Held::Rule(_)) {
            columns.append(&mut behind);
        }
    }
    columns.append(&mut behind);
    columns.extend((!headed).then_some(SummaryColumn::Why));
    columns
}

fn arranged<'a>(results: &Results<'a>, held: &[Held<'a>], payable: &Rule) -> Vec<SummaryColumn<'a>> {
    let policy = results.policy;
    let place = |rule: &Rule| held.iter().position(|held| matches!(held, Held::Rule(own) if own.slot == rule.slot));
    let open = |at: usize| SummaryColumn::Held { at, open: true };
    let mut columns: Vec<SummaryColumn<'a>> = place(payable).map(open).into_iter().collect();
    columns.extend(parts(results, payable).into_iter().map(SummaryColumn::Part));
    let mut folded: Vec<usize> = Vec::new();
    for (at, one) in held.iter().enumerate() {
        match one {
            Held::Rule(rule) if rule.slot == payable.slot => {}
            Held::Rule(rule) if rule.part => columns.push(open(at)),
            _ => folded.push(at),
        }
    }
    columns.push(SummaryColumn::Why);
    columns.extend(periods(results).map(SummaryColumn::Period));
    let last = [policy.cost.as_deref().and_then(|cost| policy.rule(Scope::Manager, cost)), policy.attainment()];
    for at in last.into_iter().flatten().filter(|rule| !rule.part).filter_map(place) {
        if folded.contains(&at) {
            folded.retain(|one| *one != at);
            columns.push(open(at));
        }
    }
    columns.extend(folded.into_iter().map(|at| SummaryColumn::Held { at, open: false }));
    columns
}

/// What a column is called where it is nothing for everyone: such a column is left out of what is seen and printed. It
/// stays on the sheet, folded away: with another setting it may be something, and the parts must still sum.
fn nothing(results: &Results<'_>, held: &[Held<'_>], shown: &SummaryColumn<'_>) -> Option<Words> {
    let mut people = 0..results.book.managers.len();
    let is_first = |rule: &Rule| results.policy.first_figure().is_some_and(|first| first.slot == rule.slot);
    let none = |scope: Scope, number: usize, slot: usize| {
        move |manager: usize| value(results, scope, manager, number, slot).is_none_or(is_nothing)
    };
    match shown {
        SummaryColumn::Part(part) => {
            let zero = |manager: usize| part_value(results, manager, part).is_none_or(|value| value.is_zero());
            (!matches!(part, SummaryPart::Rest) && people.all(zero)).then(|| part.label())
        }
        SummaryColumn::Held { at, open: true } => {
            let zero = match &held[*at] {
                // A score stands where everyone has none as well.
                Held::Rule(rule) if rule.part || results.policy.payable().is_none() && !is_first(rule) => {
                    people.all(none(Scope::Manager, 0, rule.slot))
                }
                Held::Status => !people.any(|manager| status::says(results, manager)),
                _ => false,
            };
            zero.then(|| held[*at].label())
        }
        SummaryColumn::Period(period) => {
            let rule = results.policy.headline_rule()?;
            let zero = people.all(none(Scope::Period, *period, rule.slot));
            Period::at(results.policy.period, *period).filter(|_| zero).map(Period::words)
        }
        SummaryColumn::Held { .. } | SummaryColumn::Why => None,
    }
}

/// The parts that, with the manager's own, sum to what is payable for everyone.
fn parts<'a>(results: &Results<'a>, payable: &Rule) -> Vec<SummaryPart<'a>> {
    let policy = results.policy;
    let Some(headline) = policy.headline_rule() else { return Vec::new() };
    let single = vec![SummaryPart::Figure { scope: Scope::Period, held: Held::Rule(headline), off: false }];
    let is_paid = |part: &SummaryPart<'_>| match part {
        SummaryPart::Figure { held: Held::Setting(_, setting), .. } => setting.unit == Unit::Yuan,
        part => part.rule().is_some(),
    };
    let several = terms(&headline.formula.code).and_then(|terms| {
        let part = |(slot, off)| SummaryPart::of_term(policy, slot, off).filter(is_paid);
        terms.into_iter().map(part).collect()
    });
    let mut parts: Vec<SummaryPart<'a>> = several.unwrap_or(single);
    let own: Vec<usize> =
        policy.scope(Scope::Manager).rules.iter().filter(|rule| rule.part).map(|rule| rule.slot).collect();
    let rest = |parts: &[SummaryPart<'_>], manager: usize| -> Decimal {
        let number = |slot: usize| number(value(results, Scope::Manager, manager, 0, slot));
        let said: Decimal = parts.iter().filter_map(|part| part_value(results, manager, part)).sum();
        number(payable.slot) - said - own.iter().map(|slot| number(*slot)).sum::<Decimal>()
    };
    let has_year = results.settlement.count(Scope::Year) > 0;
    let people = 0..results.book.managers.len();
    let complete = |parts: &[SummaryPart<'_>]| people.clone().all(|manager| rest(parts, manager).is_zero());
    // Earlier versions of a policy do not say the settlement apart.
    if !policy.scope(Scope::Manager).rules.iter().any(|rule| rule.part && gathers_year(rule)) {
        let year = |rule| SummaryPart::Figure { scope: Scope::Year, held: Held::Rule(rule), off: false };
        parts.extend(policy.true_up().filter(|_| has_year).map(year));
    }
    if !complete(&parts) {
        parts.push(SummaryPart::Rest);
    }
    parts
}

fn number(value: Option<Value>) -> Decimal {
    value.and_then(Value::as_number).unwrap_or_default()
}

/// Whether a figure of the manager is one of the year-end alone.
pub(super) fn gathers_year(rule: &Rule) -> bool {
    let gathered = |part: &Code| if let Op::Aggregate { over, .. } = part.op { Some(over) } else { None };
    let mut gathered = rule.formula.code.each().filter_map(gathered).peekable();
    gathered.peek().is_some() && gathered.all(|over| over == Scope::Year)
}
