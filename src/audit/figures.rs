//! The figures whose differences are told: which they are in a policy, and what they are in a run.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::book::Book;
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{Policy, Unit};
use crate::report::FigureKey;
use crate::settle::{RowKey, Settlement};

/// What a run is made of and what it gave.
#[derive(Clone, Copy)]
pub struct AuditedRun<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The facts.
    pub book: &'a Book,
    /// What was computed.
    pub settlement: &'a Settlement,
}

/// A figure whose difference is told: a manager's headline of a period, or one of his own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// What is payable to him now: the first figure of the summary.
    Payable,
    /// What the year costs so far.
    Cost,
    /// The headline of a period, from 0.
    Period(usize),
}

/// Which figure of which manager, by id.
pub type FigureOf = (Arc<str>, Target);

/// Figures by manager and target.
pub type FiguresByTarget = BTreeMap<FigureOf, Decimal>;

/// The slot and unit of a target in a policy.
pub(super) fn slot(policy: &Policy, target: Target) -> Option<(Scope, usize, Unit, Words)> {
    let manager = &policy.scope(Scope::Manager).rules;
    let rule = match target {
        Target::Payable => manager.iter().find(|rule| rule.input.is_none() && is_number(rule.unit)),
        Target::Cost => policy.cost.as_deref().and_then(|name| policy.rule(Scope::Manager, name)),
        Target::Period(_) => policy.headline.as_deref().and_then(|name| policy.rule(Scope::Period, name)),
    }?;
    let scope = if matches!(target, Target::Period(_)) { Scope::Period } else { Scope::Manager };
    is_number(rule.unit).then(|| (scope, rule.slot, rule.unit, rule.label.clone()))
}

fn is_number(unit: Unit) -> bool {
    !matches!(unit, Unit::Text | Unit::Truth)
}

/// The targets that a policy has, with all periods of a year.
#[must_use]
pub fn targets(policy: &Policy) -> Vec<Target> {
    let periods = (0..usize::from(policy.period.count())).map(Target::Period);
    let mut all: Vec<Target> = [Target::Payable, Target::Cost].into_iter().chain(periods).collect();
    all.retain(|target| slot(policy, *target).is_some());
    if let (Some(one), Some(other)) = (slot(policy, Target::Payable), slot(policy, Target::Cost))
        && one.1 == other.1
    {
        all.retain(|target| *target != Target::Cost);
    }
    all
}

/// A target where a run has it: the scope and slot of its rule, and which of a manager's rows.
pub(super) struct PlacedTarget {
    pub target: Target,
    scope: Scope,
    number: usize,
    slot: usize,
}

/// The targets that a run has.
pub(super) fn placed(run: &AuditedRun<'_>) -> Vec<PlacedTarget> {
    let of = |target: Target| {
        let (scope, slot, ..) = slot(run.policy, target)?;
        let number = match target {
            Target::Period(number) if number > run.book.through.index() => return None,
            Target::Period(number) => number,
            Target::Payable | Target::Cost => 0,
        };
        Some(PlacedTarget { target, scope, number, slot })
    };
    targets(run.policy).into_iter().filter_map(of).collect()
}

impl PlacedTarget {
    /// The figure of the manager at a place of the run's book.
    pub(super) fn figure(&self, run: &AuditedRun<'_>, at: usize) -> Option<Decimal> {
        match run.settlement.value(RowKey::of(self.scope, at, self.number), self.slot) {
            Some(Value::Number(number)) => Some(number),
            _ => None,
        }
    }
}

/// The targets of a run's managers, each with its place in the policy.
#[must_use]
pub fn figure_keys(run: &AuditedRun<'_>) -> Vec<(FigureOf, FigureKey)> {
    let ids: Vec<Arc<str>> = run.book.managers.iter().map(|manager| Arc::from(manager.id.as_str())).collect();
    let keys = placed(run).into_iter().flat_map(|PlacedTarget { target, scope, number, slot }| {
        let managers = ids.iter().enumerate();
        managers.map(move |(at, id)| ((Arc::clone(id), target), (at, scope, number, slot)))
    });
    keys.collect()
}

/// The figures of a run.
#[must_use]
pub fn figures(run: &AuditedRun<'_>) -> FiguresByTarget {
    let (placed, mut figures) = (placed(run), FiguresByTarget::new());
    for (at, manager) in run.book.managers.iter().enumerate() {
        let id: Arc<str> = Arc::from(manager.id.as_str());
        let own = placed.iter().filter_map(|one| Some((one.target, one.figure(run, at)?)));
        figures.extend(own.map(|(target, number)| ((Arc::clone(&id), target), number)));
    }
    figures
}
