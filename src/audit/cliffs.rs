//! Where one yuan more or less moves a year's pay by much, or a refund does not lower it.
//!
//! A year's pay is piecewise linear in what is collected in a quarter, with jumps. Two amounts at which every rule of the
//! person takes the same branches ([`crate::formula::cover`]) have nothing between them: each condition compares figures
//! that are linear between the two, so that it comes out there as at both ends. An interval whose ends differ is halved,
//! down to one yuan. So a quarter takes some hundreds of settlements of one person, not a settlement for each yuan.
//!
//! What is added is a line like any other of the quarter, with the defaults of its columns and a project of its own; a
//! negative one is a refund.

mod look;

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::Serialize;

use look::{CliffSearch, Nearest, YearOutcome};

use super::circles::Circles;
use super::facts::{Facts, Index};
use super::figures::AuditedRun;
use crate::book::{Book, Line, Period, Texts, Who};
use crate::formula::{Scope, Symbols, Taken, Value, cover, evaluate};
use crate::lang::Words;
use crate::policy::{ColumnRole, Policy, RowKind, Rule, Unit};
use crate::settle::{RowKey, Settlement, settle, with_context};

/// An amount at which one yuan moves a year's pay by much.
#[derive(Clone, Debug, PartialEq)]
pub struct Cliff {
    /// The quarter or month that is collected in, from 0.
    pub period: usize,
    /// How much more is collected in it, in whole yuan; negative for a refund. The last yuan of it is the one.
    pub amount: i64,
    /// What it is.
    pub kind: CliffKind,
    /// By how much the one yuan moves the year's pay.
    pub moves: Decimal,
    /// The rules that do it, in the order of computing: those that decide otherwise, else the first whose figure jumps.
    pub rules: Vec<CliffRule>,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CliffRule {
    /// Its scope.
    pub scope: Scope,
    /// The period, or the half-year, from 0.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: Words,
    /// Its clauses.
    pub clause: String,
}

/// A threshold that is not reached yet.
#[derive(Clone, Debug, PartialEq)]
pub struct ReachableThreshold {
    /// What is reached.
    pub label: Words,
    /// Its clauses.
    pub clause: String,
    /// How much more is to be collected in the through period.
    pub missing: Decimal,
    /// By how much the year's pay is more then.
    pub pays: Decimal,
}

/// What one person's collections may tip.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonCliffs {
    /// His id.
    pub id: String,
    /// His name.
    pub name: String,
    /// The year's pay as it is.
    pub pay: Decimal,
    /// His cliffs, by period and amount.
    pub cliffs: Vec<Cliff>,
    /// What he has not reached yet.
    pub reaches: Vec<ReachableThreshold>,
    /// How many settlements it took.
    pub settlements: usize,
}

/// Looks for cliffs in a run.
pub struct Cliffs<'a> {
    run: AuditedRun<'a>,
    /// The rule of managers that is a year's pay.
    pay: &'a Rule,
    /// The place of the amount among the values of a line, and the other values of a new one.
    amount: usize,
    values: Vec<Value>,
    over: Decimal,
    symbols: Symbols,
    facts: Facts<'a>,
    index: Index,
    circles: Circles,
    /// The book without what one person's is made anew of: it is copied for each.
    like: Book,
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
        let circles = Circles::of(run.policy, &[&facts], std::iter::empty());
        let like = Book {
            managers: Vec::new(),
            periods: Vec::new(),
            projects: Texts::default(),
            documents: Texts::default(),
            lines: Vec::new(),
            line_values: Arc::default(),
            adjustments: Vec::new(),
            proposals: Vec::new(),
            shares: Vec::new(),
            warnings: Vec::new(),
            ..run.book.clone()
        };
        Some(Self { run, pay, amount, values, over, symbols, facts, index, circles, like })
    }

    /// How many people's years are settled once more to settle each one's: with his those of all who have to do with him.
    #[must_use]
    pub fn people_settled(&self) -> usize {
        self.run.book.managers.len() + self.circles.together()
    }

    /// What a manager, a place in the book, has not reached yet, and what reaching it pays.
    #[must_use]
    pub fn reaches(&self, manager: usize) -> Vec<ReachableThreshold> {
        let one = self.one(manager);
        let pay = one.at(&[]).map_or(Decimal::ZERO, |point| point.pay);
        one.reaches(pay)
    }

    fn one(&self, manager: usize) -> ChangedPerson<'_> {
        let person = &self.run.book.managers[manager];
        let part = self.index.part(&self.circles.of_person(&person.id));
        let book = self.facts.book(&self.like, &self.symbols, Some(&part));
        let at = book.managers.iter().position(|other| other.id == person.id).unwrap_or(0);
        ChangedPerson { cliffs: self, book, manager: at, known: RefCell::default() }
    }

    /// The cliffs of a manager, a place in the book.
    #[must_use]
    pub fn of(&self, manager: usize) -> PersonCliffs {
        let person = &self.run.book.managers[manager];
        let one = self.one(manager);
        let at = one.manager;
        let periods: Vec<Period> =
            self.run.book.through.up_to().filter(|period| one.book.period(at, *period).is_some()).collect();
        let mut cliffs = Vec::new();
        for period in &periods {
            cliffs.extend(one.of_period(*period, &periods));
        }
        let pay = one.at(&[]).map_or(Decimal::ZERO, |point| point.pay);
        let reaches = one.reaches(pay);
        let settlements = one.known.borrow().len();
        PersonCliffs { id: person.id.clone(), name: person.name.clone(), pay, cliffs, reaches, settlements }
    }
}

/// What is worked out already, by the amounts more in each period.
type KnownPoints = HashMap<Vec<(u8, i64)>, Option<Arc<YearOutcome>>>;

/// A person whose collections are changed.
struct ChangedPerson<'a> {
    cliffs: &'a Cliffs<'a>,
    /// The facts of him and of all who have to do with him.
    book: Book,
    manager: usize,
    known: RefCell<KnownPoints>,
}

impl ChangedPerson<'_> {
    fn policy(&self) -> &Policy {
        self.cliffs.run.policy
    }

    /// The year with these amounts more, each in a period (its number from 1); none where that cannot be computed.
    fn at(&self, more: &[(Period, i64)]) -> Option<Arc<YearOutcome>> {
        let key: Vec<(u8, i64)> = more.iter().map(|(period, amount)| (period.number(), *amount)).collect();
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let point = self.settled(more).map(|settlement| Arc::new(self.point(&settlement)));
        self.known.borrow_mut().insert(key, point.clone());
        point
    }

    fn settled(&self, more: &[(Period, i64)]) -> Option<Settlement> {
        let mut book = self.book.clone();
        let mut values = (*book.line_values).clone();
        for (period, amount) in more {
            let mut row = self.cliffs.values.clone();
            row[self.cliffs.amount] = Value::Number((*amount).into());
            values.push(&row);
            let project = book.projects.push("");
            let who = Who::Manager(u32::try_from(self.manager).ok()?);
            book.lines.push(Line { row: 0, period: *period, date: None, project, who, document: 0 });
        }
        book.line_values = Arc::new(values);
        settle(self.policy(), &book).ok()
    }

    fn point(&self, settlement: &Settlement) -> YearOutcome {
        let mut rules = Vec::new();
        let own = self.book.lines.len();
        for (credit, of) in settlement.credits.iter().enumerate().filter(|(_, of)| of.line as usize >= own) {
            for key in [RowKey::Line(of.line as usize), RowKey::Credit(credit)] {
                let scope = key.scope();
                for (at, rule) in self.policy().scope(scope).rules.iter().enumerate() {
                    let look = |context: &crate::formula::Context<'_>| branches(rule, context);
                    let taken = with_context(settlement, key, look).unwrap_or_default();
                    let value = settlement.value(key, rule.slot);
                    rules.push((scope, usize::from(of.period), at, taken, value.unwrap_or_default()));
                }
            }
        }
        let counts =
            [(Scope::Period, self.book.through.index() + 1), (Scope::Half, 2), (Scope::Year, 1), (Scope::Manager, 1)];
        for (scope, count) in counts {
            let of = self.policy().scope(scope);
            for number in 0..count {
                with_context(settlement, RowKey::of(scope, self.manager, number), |context| {
                    for at in &of.order {
                        let rule = &of.rules[*at];
                        let value = context.own.get(rule.slot);
                        rules.push((scope, number, *at, branches(rule, context), value));
                    }
                });
            }
        }
        let pay = settlement.number(RowKey::Manager { person: self.manager }, self.cliffs.pay.slot);
        YearOutcome { pay: pay.unwrap_or_default(), rules }
    }

    /// The nearest cliffs of a period, either way.
    fn of_period(&self, period: Period, periods: &[Period]) -> Vec<Cliff> {
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
    fn cliff(&self, period: Period, sign: i64, at: i64, kind: CliffKind, periods: &[Period]) -> Cliff {
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
    fn rules(&self, one: &YearOutcome, other: &YearOutcome) -> Vec<CliffRule> {
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
            let Rule { name, label, clause, .. } = &self.policy().scope(*scope).rules[*at];
            let (name, label, clause) = (name.clone(), label.clone(), clause.clone());
            CliffRule { scope: *scope, number: *number, name, label, clause }
        };
        found.into_iter().map(rule).collect()
    }

    /// How far is looked, in whole yuan: a quarter's target, the greatest of its tasks; where it has none (a leave, money
    /// after leaving) the greatest of the year.
    fn target(&self, period: Period) -> i64 {
        let of = |period: Period| self.own_target(period);
        Some(of(period)).filter(|own| *own > 0).or_else(|| self.book.through.up_to().map(of).max()).unwrap_or(0)
    }

    fn own_target(&self, period: Period) -> i64 {
        let index = self.manager * self.book.periods_a_year() + period.index();
        let Some(Some(row)) = self.book.periods.get(index) else { return 0 };
        let inputs: Vec<usize> = self.policy().inputs(Scope::Period).map(|input| input.typed).collect();
        let tasks = self.policy().tasks().filter_map(|(_, slot)| inputs.iter().position(|typed| *typed == slot));
        let amounts = tasks.filter_map(|at| row.values.get(at)?.as_number()?.trunc().to_i64());
        amounts.max().unwrap_or(0)
    }

    /// The thresholds that are not reached in the through period, and what reaching each pays.
    fn reaches(&self, pay: Decimal) -> Vec<ReachableThreshold> {
        let through = self.book.through;
        let Some(settlement) = self.settled(&[]) else { return Vec::new() };
        if self.book.period(self.manager, through).is_none() {
            return Vec::new();
        }
        let reach = |threshold: &crate::policy::Threshold| {
            let key = RowKey::of(threshold.scope, self.manager, through.index());
            let missing = with_context(&settlement, key, |context| {
                evaluate(&threshold.missing.code, context).ok()?.as_number()
            })??;
            let amount = missing.ceil().to_i64().filter(|amount| *amount > 0)?;
            let pays = self.at(&[(through, amount)])?.pay - pay;
            Some(ReachableThreshold { label: threshold.label.clone(), clause: threshold.clause.clone(), missing, pays })
        };
        self.policy().thresholds.iter().filter_map(reach).collect()
    }
}

/// What a rule came to: its scope, number and place, the hash of the branches it took, its value.
type RuleOutcome = (Scope, usize, usize, u64, Value);

/// A hash of the branches that a rule takes.
fn branches(rule: &Rule, context: &crate::formula::Context<'_>) -> u64 {
    let mut taken = Taken::new();
    // What was computed takes its branches without an error; what was typed is no rule.
    let _ = cover(&rule.formula.code, context, &mut taken);
    let mut hasher = DefaultHasher::new();
    for (point, times) in &taken {
        (point, times).hash(&mut hasher);
    }
    hasher.finish()
}
