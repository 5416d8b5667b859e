//! Where one yuan more or less moves a year's pay by much, or a refund does not lower it.
//!
//! A year's pay is piecewise linear in what is collected in a quarter, with jumps. Two amounts at which every rule of the
//! person takes the same branches ([`crate::formula::cover`]) have nothing between them: each condition compares figures
//! that are linear between the two, so that it comes out there as at both ends. An interval whose ends differ is halved,
//! down to one yuan. So a quarter takes some hundreds of settlements of one person, not a settlement for each yuan.

mod look;
mod years;

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::Serialize;

use look::{CliffSearch, Nearest, RuleOutcome, YearOutcome};
use years::{AddedLines, ChangedYears};

use super::circles::Circles;
use super::facts::{Facts, Index};
use super::figures::AuditedRun;
use crate::book::{Manager, Period};
use crate::formula::{Scope, Symbols, Value, evaluate};
use crate::policy::{ColumnRole, Policy, RowKind, Rule, Threshold, Unit};
use crate::settle::{Dependents, RowKey, with_context};

/// An amount at which one yuan moves a year's pay by much.
#[derive(Debug)]
pub struct Cliff<'p> {
    /// The quarter or month that is collected in, from 0.
    pub period: usize,
    /// How much more is collected in it, in whole yuan; negative for a refund. The last yuan of it is the one.
    pub amount: i64,
    /// What it is.
    pub kind: CliffKind,
    /// By how much the one yuan moves the year's pay.
    pub moves: Decimal,
    /// The rules that do it, in the order of computing: those that decide otherwise, else the first whose figure jumps.
    pub rules: Vec<CliffRule<'p>>,
    /// By how much the same yuan moves it a period earlier and a period later; none where there is no such period.
    pub elsewhere: [Option<Decimal>; 2],
}

/// What a [`Cliff`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum CliffKind {
    /// One yuan moves pay by more than the stated sum.
    Jump,
    /// From here on a refund no longer lowers pay.
    RefundStops,
    /// From here on a refund raises pay.
    RefundRaises,
}

/// A rule whose branches or value change at a cliff.
#[derive(Debug)]
pub struct CliffRule<'p> {
    /// Which.
    pub rule: &'p Rule,
    /// Its scope.
    pub scope: Scope,
    /// The period, or the half-year, from 0.
    pub number: usize,
}

/// A threshold that is not reached yet.
#[derive(Debug)]
pub struct ReachableThreshold<'p> {
    /// What is reached.
    pub threshold: &'p Threshold,
    /// How much more is to be collected in the through period.
    pub missing: Decimal,
    /// By how much the year's pay is more then.
    pub pays: Decimal,
}

/// What one person's collections may tip.
#[derive(Debug)]
pub struct PersonCliffs<'p> {
    /// Whose.
    pub person: &'p Manager,
    /// The year's pay as it is.
    pub pay: Decimal,
    /// His cliffs, by period and amount.
    pub cliffs: Vec<Cliff<'p>>,
    /// What he has not reached yet.
    pub reaches: Vec<ReachableThreshold<'p>>,
}

/// Looks for cliffs in a run.
pub struct Cliffs<'a> {
    run: AuditedRun<'a>,
    added: AddedLines<'a>,
    over: Decimal,
    symbols: Symbols,
    facts: Facts<'a>,
    index: Index,
    circles: Circles,
}

/// What a line has when its amount alone is typed, and the place of the amount; none where a policy has no such lines.
fn typed(policy: &Policy) -> Option<(Vec<Value>, usize)> {
    let sheet = policy.sheets.iter().find(|sheet| sheet.row == RowKind::Line)?;
    let columns: Vec<_> =
        sheet.columns.iter().filter(|column| matches!(column.role, ColumnRole::Value { .. })).collect();
    let amount = columns.iter().position(|column| column.unit == Unit::Yuan)?;
    Some((columns.iter().map(|column| column.default.unwrap_or_default()).collect(), amount))
}

impl<'a> Cliffs<'a> {
    /// Looks in this run for cliffs over a sum; none where the policy has no lines with amounts.
    #[must_use]
    pub fn new(run: AuditedRun<'a>, pay: &'a Rule, over: Decimal) -> Option<Self> {
        let (values, amount) = typed(run.policy)?;
        let mut symbols = run.book.symbols.clone();
        let facts = Facts::of(run.book, &mut symbols, 0);
        let index = Index::of(&facts);
        let circles = Circles::of_figures(run.policy, &facts);
        let added = AddedLines { policy: run.policy, pay, dependents: Dependents::of(run.policy), amount, values };
        Some(Self { run, added, over, symbols, facts, index, circles })
    }

    /// How many people's years are settled once more to settle each one's: with his those of all who have to do with him.
    #[must_use]
    pub fn people_settled(&self) -> usize {
        self.run.book.managers.len() + self.circles.together()
    }

    /// What a manager, a place in the book, has not reached yet, and what reaching it pays.
    #[must_use]
    pub fn reaches(&self, manager: usize) -> Vec<ReachableThreshold<'a>> {
        let one = self.one(manager);
        let pay = one.at(&[]).map_or(Decimal::ZERO, |point| point.pay);
        one.reaches(pay)
    }

    fn one(&self, manager: usize) -> ChangedPerson<'_, 'a> {
        let person = &self.run.book.managers[manager];
        let part = self.index.part(&self.circles.of_person(&person.id));
        let book = self.facts.book(self.run.book, &self.symbols, Some(&part));
        let at = book.managers.iter().position(|other| other.id == person.id).unwrap_or(0);
        ChangedPerson { cliffs: self, years: ChangedYears::new(&self.added, book, at) }
    }

    /// The cliffs of a manager, a place in the book.
    #[must_use]
    pub fn of(&self, manager: usize) -> PersonCliffs<'a> {
        let person = &self.run.book.managers[manager];
        let one = self.one(manager);
        let (book, at) = (&one.years.book, one.years.manager);
        let periods: Vec<Period> = book.through.up_to().filter(|period| book.period(at, *period).is_some()).collect();
        let mut cliffs = Vec::new();
        for period in &periods {
            cliffs.extend(one.of_period(*period, &periods));
        }
        let pay = one.at(&[]).map_or(Decimal::ZERO, |point| point.pay);
        let reaches = one.reaches(pay);
        PersonCliffs { person, pay, cliffs, reaches }
    }
}

/// A person whose collections are changed.
struct ChangedPerson<'c, 'a> {
    cliffs: &'c Cliffs<'a>,
    years: ChangedYears<'c>,
}

impl<'a> ChangedPerson<'_, 'a> {
    fn policy(&self) -> &'a Policy {
        self.cliffs.run.policy
    }

    fn at(&self, more: &[(Period, i64)]) -> Option<Arc<YearOutcome>> {
        self.years.at(more)
    }

    /// The nearest cliffs of a period, either way.
    fn of_period(&self, period: Period, periods: &[Period]) -> Vec<Cliff<'a>> {
        let mut found = Vec::new();
        let reach = self.target(period);
        for sign in [-1, 1] {
            let at = |amount: i64| self.at(&[(period, sign * amount)]);
            let over = self.cliffs.over;
            let mut look = CliffSearch { at: &at, over, sign, found: Nearest::default(), still: None, lowest: None };
            if reach > 0 {
                look.walk(0..reach);
            }
            let Nearest { jump, stops, raises } = look.found;
            for (kind, at) in
                [(CliffKind::Jump, jump), (CliffKind::RefundStops, stops), (CliffKind::RefundRaises, raises)]
            {
                // A jump that is a raise is told once, as what is worse.
                if let Some(at) = at.filter(|at| kind != CliffKind::Jump || raises != Some(*at)) {
                    found.push(self.cliff(period, sign, at, kind, periods));
                }
            }
        }
        found.sort_by_key(|cliff| cliff.amount);
        found
    }

    /// The cliff at the yuan after `at` more (or less).
    fn cliff(&self, period: Period, sign: i64, at: i64, kind: CliffKind, periods: &[Period]) -> Cliff<'a> {
        let (before, amount) = (sign * at, sign * (at + 1));
        let (one, other) = (self.at(&[(period, before)]), self.at(&[(period, amount)]));
        let pay = |point: &Option<Arc<YearOutcome>>| point.as_ref().map_or(Decimal::ZERO, |point| point.pay);
        let elsewhere = [-1, 1].map(|by: i64| {
            let number = i64::from(period.number()) + by;
            let other = periods.iter().find(|other| i64::from(other.number()) == number)?;
            Some(self.at(&[(period, before), (*other, sign)])?.pay - pay(&one))
        });
        let rules = one.as_deref().zip(other.as_deref()).map(|(one, other)| self.rules(one, other));
        let (rules, moves) = (rules.unwrap_or_default(), pay(&other) - pay(&one));
        Cliff { period: period.index(), amount, kind, moves, rules, elsewhere }
    }

    /// The rules that decide otherwise; where none does, the first whose figure jumps, else the first that takes
    /// another way.
    fn rules(&self, one: &YearOutcome, other: &YearOutcome) -> Vec<CliffRule<'a>> {
        let pairs = || one.rules.iter().zip(&other.rules).filter(|(one, other)| one.4 != other.4);
        let turns = |(one, other): &(&RuleOutcome, &RuleOutcome)| one.3 != other.3;
        let number = |value: Value| if let Value::Number(number) = value { Some(number) } else { None };
        let decides =
            |(one, other): &(&RuleOutcome, &RuleOutcome)| number(one.4).is_none() && number(other.4).is_none();
        let jumps = |(one, other): &(&RuleOutcome, &RuleOutcome)| {
            number(one.4).zip(number(other.4)).is_some_and(|(one, other)| (one - other).abs() > Decimal::TWO)
        };
        let mut found: Vec<(&RuleOutcome, &RuleOutcome)> =
            pairs().filter(|pair| decides(pair) && turns(pair)).collect();
        if found.is_empty() {
            let first = pairs().find(|pair| jumps(pair) && turns(pair)).or_else(|| pairs().find(turns));
            found.extend(first);
        }
        let rule = |((scope, number, at, ..), _): (&RuleOutcome, &RuleOutcome)| {
            let rule = &self.policy().scope(*scope).rules[*at];
            CliffRule { rule, scope: *scope, number: *number }
        };
        found.into_iter().map(rule).collect()
    }

    /// How far is looked, in whole yuan: a quarter's target, the greatest of its tasks; where it has none (a leave, money
    /// after leaving) the greatest of the year.
    fn target(&self, period: Period) -> i64 {
        let of = |period: Period| self.own_target(period);
        Some(of(period)).filter(|own| *own > 0).or_else(|| self.years.book.through.up_to().map(of).max()).unwrap_or(0)
    }

    fn own_target(&self, period: Period) -> i64 {
        let index = self.years.manager * self.years.book.periods_a_year() + period.index();
        let Some(Some(row)) = self.years.book.periods.get(index) else { return 0 };
        let inputs: Vec<usize> = self.policy().inputs(Scope::Period).map(|input| input.typed).collect();
        let tasks = self.policy().tasks().filter_map(|(_, slot)| inputs.iter().position(|typed| *typed == slot));
        let amounts = tasks.filter_map(|at| row.values.get(at)?.as_number()?.trunc().to_i64());
        amounts.max().unwrap_or(0)
    }

    /// The thresholds that are not reached in the through period, and what reaching each pays.
    fn reaches(&self, pay: Decimal) -> Vec<ReachableThreshold<'a>> {
        let through = self.years.book.through;
        let Some(settlement) = self.years.settled(&[]) else { return Vec::new() };
        if self.years.book.period(self.years.manager, through).is_none() {
            return Vec::new();
        }
        let reach = |threshold: &'a Threshold| {
            let key = RowKey::of(threshold.scope, self.years.manager, through.index());
            let missing = with_context(&settlement, key, |context| {
                evaluate(&threshold.missing.code, context).ok()?.as_number()
            })??;
            let amount = missing.ceil().to_i64().filter(|amount| *amount > 0)?;
            let pays = self.at(&[(through, amount)])?.pay - pay;
            Some(ReachableThreshold { threshold, missing, pays })
        };
        self.policy().thresholds.iter().filter_map(reach).collect()
    }
}
