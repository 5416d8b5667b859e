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

/// The targets of a run's managers, each with its place in the policy.
#[must_use]
pub fn figure_keys(run: &AuditedRun<'_>) -> Vec<(FigureOf, FigureKey)> {
    let ids: Vec<Arc<str>> = run.book.managers.iter().map(|manager| Arc::from(manager.id.as_str())).collect();
    let mut keys = Vec::new();
    for target in targets(run.policy) {
        let Some((scope, slot, ..)) = slot(run.policy, target) else { continue };
        let number = match target {
            Target::Period(number) if number > run.book.through.index() => continue,
            Target::Period(number) => number,
            Target::Payable | Target::Cost => 0,
        };
        let managers = ids.iter().enumerate();
        keys.extend(managers.map(|(at, id)| ((Arc::clone(id), target), (at, scope, number, slot))));
    }
    keys
}

/// The figures of a run.
#[must_use]
pub fn figures(run: &AuditedRun<'_>) -> FiguresByTarget {
    let mut figures = FiguresByTarget::new();
    let settlement = run.settlement;
    for (key, (at, scope, number, slot)) in figure_keys(run) {
        if let Some(Value::Number(number)) = settlement.value(RowKey::of(scope, at, number), slot) {
            figures.insert(key, number);
        }
    }
    figures
}
