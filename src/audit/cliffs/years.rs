//! A person's year with other amounts collected in it. What is added is a line like any other of the period, with the
//! defaults of its columns and a project of its own; a negative one is a refund.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::look::{RuleOutcome, YearOutcome};
use crate::book::{Book, Line, Period, Who};
use crate::formula::{Context, Scope, Value, cover};
use crate::policy::{Policy, Rule};
use crate::settle::{Dependents, Resettling, RowKey, Settlement, Unsettled, settle, with_context};

/// What is changed, of whomever.
pub(super) struct AddedLines<'a> {
    pub(super) policy: &'a Policy,
    /// The rule of managers that is a year's pay.
    pub(super) pay: &'a Rule,
    /// What is computed again; nothing where it is all.
    pub(super) dependents: Option<Dependents<'a>>,
    /// The place of the amount among the values of a line, and the other values of a new one.
    pub(super) amount: usize,
    pub(super) values: Vec<Value>,
}

/// Years by the amounts more in each period.
type KnownYears = HashMap<Vec<(Period, i64)>, Option<Arc<YearOutcome>>>;

/// The years of a person whose collections are changed.
pub(super) struct ChangedYears<'a> {
    added: &'a AddedLines<'a>,
    /// The facts of him and of all who have to do with him.
    pub(super) book: Book,
    pub(super) manager: usize,
    /// What is worked out already, by the amounts more in each period.
    known: RefCell<KnownYears>,
    /// The latest year with lines in the same periods.
    kept: RefCell<HashMap<Vec<Period>, KeptYear<'a>>>,
}

/// A year that is settled, and what its rules came to, each at its place.
struct KeptYear<'a> {
    resettling: Resettling<'a>,
    outcome: Arc<YearOutcome>,
    places: HashMap<(Scope, usize, usize), usize>,
}

impl<'a> ChangedYears<'a> {
    pub(super) fn new(added: &'a AddedLines<'a>, book: Book, manager: usize) -> Self {
        Self { added, book, manager, known: RefCell::default(), kept: RefCell::default() }
    }

    /// The year with these amounts more, each in a period; none where that cannot be computed.
    pub(super) fn at(&self, more: &[(Period, i64)]) -> Option<Arc<YearOutcome>> {
        if let Some(known) = self.known.borrow().get(more) {
            return known.clone();
        }
        let outcome = match self.again(more) {
            Ok(outcome) => Some(outcome),
            Err(Unsettled::Faulty) => None,
            Err(Unsettled::OtherRows) => self.anew(more),
        };
        self.known.borrow_mut().insert(more.to_vec(), outcome.clone());
        outcome
    }

    /// From a year with lines in the same periods.
    fn again(&self, more: &[(Period, i64)]) -> Result<Arc<YearOutcome>, Unsettled> {
        let mut kept = self.kept.borrow_mut();
        let year = kept.get_mut(&periods(more)).ok_or(Unsettled::OtherRows)?;
        let KeptYear { resettling, outcome, places } = year;
        let amounts: Vec<Value> = more.iter().map(|(_, amount)| Value::Number((*amount).into())).collect();
        let mut rules = outcome.rules.clone();
        resettling.with(&amounts, &mut |(scope, number, at), rule, context, value| {
            if let Some(place) = places.get(&(scope, number, at)) {
                rules[*place] = (scope, number, at, branches(rule, context), value);
            }
        })?;
        *outcome = Arc::new(YearOutcome { pay: self.pay(resettling.settlement()), rules });
        Ok(Arc::clone(outcome))
    }

    /// By a settlement of its own, which is kept.
    fn anew(&self, more: &[(Period, i64)]) -> Option<Arc<YearOutcome>> {
        let settlement = self.settled(more)?;
        let outcome = Arc::new(self.outcome(&settlement));
        if let Some(dependents) = &self.added.dependents {
            let own = self.book.adjustments.clone();
            let of = (self.manager, self.book.lines.len(), self.added.amount);
            let resettling = Resettling::new(dependents, own, settlement, of);
            let rules = outcome.rules.iter().enumerate();
            let places = rules.map(|(place, (scope, number, at, ..))| ((*scope, *number, *at), place)).collect();
            let year = KeptYear { resettling, outcome: Arc::clone(&outcome), places };
            self.kept.borrow_mut().insert(periods(more), year);
        }
        Some(outcome)
    }

    pub(super) fn settled(&self, more: &[(Period, i64)]) -> Option<Settlement> {
        let mut book = self.book.clone();
        let mut values = (*book.line_values).clone();
        for (period, amount) in more {
            let mut row = self.added.values.clone();
            row[self.added.amount] = Value::Number((*amount).into());
            values.push(&row);
            let project = book.projects.push("");
            let who = Who::Manager(u32::try_from(self.manager).ok()?);
            book.lines.push(Line { row: 0, period: *period, date: None, project, who, document: 0 });
        }
        book.line_values = Arc::new(values);
        settle(self.added.policy, &book).ok()
    }

    fn pay(&self, settlement: &Settlement) -> Decimal {
        let key = RowKey::Manager { person: self.manager };
        settlement.number(key, self.added.pay.slot).unwrap_or_default()
    }

    fn outcome(&self, settlement: &Settlement) -> YearOutcome {
        let policy = self.added.policy;
        let mut rules: Vec<RuleOutcome> = Vec::new();
        let own = self.book.lines.len();
        for (credit, of) in settlement.credits.iter().enumerate().filter(|(_, of)| of.line as usize >= own) {
            for key in [RowKey::Line(of.line as usize), RowKey::Credit(credit)] {
                let scope = key.scope();
                for (at, rule) in policy.scope(scope).rules.iter().enumerate() {
                    let taken = with_context(settlement, key, |context| branches(rule, context)).unwrap_or_default();
                    let value = settlement.value(key, rule.slot);
                    rules.push((scope, usize::from(of.period), at, taken, value.unwrap_or_default()));
                }
            }
        }
        let counts =
            [(Scope::Period, self.book.through.index() + 1), (Scope::Half, 2), (Scope::Year, 1), (Scope::Manager, 1)];
        for (scope, count) in counts {
            let of = policy.scope(scope);
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
        YearOutcome { pay: self.pay(settlement), rules }
    }
}

fn periods(more: &[(Period, i64)]) -> Vec<Period> {
    more.iter().map(|(period, _)| *period).collect()
}

/// A hash of the branches that a rule takes, whichever comes first.
fn branches(rule: &Rule, context: &Context<'_>) -> u64 {
    let mut taken = 0_u64;
    // What was computed takes its branches without an error; what was typed is no rule.
    let _ = cover(&rule.formula.code, context, &mut |point| {
        let mut hasher = DefaultHasher::new();
        point.hash(&mut hasher);
        taken = taken.wrapping_add(hasher.finish());
    });
    taken
}
