//! Two runs side by side: per manager what changed, each difference with its parts, and all other figures that changed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::attribute::{Between, Steps, parts};
use super::figures::{AuditedRun, FigureOf, FiguresByTarget, Target, slot, targets};
use super::told::{Group, Told, shown};
use crate::book::Period;
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{PeriodKind, Policy, Unit};
use crate::report::scope_name;
use crate::say;
use crate::settle::RowKey;

/// What differs between two runs.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// By id; those without any difference are left out.
    pub people: Vec<PersonDifference>,
    /// How many managers there are on both sides together.
    pub compared: usize,
    /// How many of them have differences, shown or not.
    pub different: usize,
    /// Each setting, table and cell of the input that is another one.
    pub changed: Vec<ChangedInput>,
}

/// Something of the input that is another one in B.
#[derive(Clone, Debug)]
pub struct ChangedInput {
    /// What, and where.
    pub told: Told,
    /// Whether it is a part of a difference by itself.
    pub moved: bool,
}

/// What differs for a manager.
#[derive(Clone, Debug)]
pub struct PersonDifference {
    /// His id.
    pub id: String,
    /// His name, as B has it where he is in B.
    pub name: String,
    /// Whether he is in A and in B.
    pub sides: (bool, bool),
    /// What is payable, what the year costs, the headline of each period, where one of them changed.
    pub figures: Vec<FigureDifference>,
    /// The other figures that changed.
    pub changed: Vec<OtherFigure>,
}

/// A difference and its parts, which sum to it.
#[derive(Clone, Debug)]
pub struct FigureDifference {
    /// Which figure.
    pub target: Target,
    /// What it is called.
    pub label: Arc<Words>,
    /// Its unit.
    pub unit: Unit,
    /// In A and in B; none where the run does not have it.
    pub sides: (Option<Decimal>, Option<Decimal>),
    /// Why: each cause with what it moved the figure by.
    pub parts: Vec<(Arc<Told>, Decimal)>,
}

/// A figure that changed, without its parts.
#[derive(Clone, Debug)]
pub struct OtherFigure {
    /// Of which scope its rule is.
    pub scope: Scope,
    /// The period or half-year, in words; empty for others.
    pub of: String,
    /// The rule's name.
    pub name: Arc<str>,
    /// Its label.
    pub label: Arc<Words>,
    /// In A and in B, as people read them.
    pub sides: (String, String),
}

impl FigureDifference {
    /// By how much B is above A; what a run does not have counts as nothing.
    #[must_use]
    pub fn difference(&self) -> Decimal {
        self.sides.1.unwrap_or_default() - self.sides.0.unwrap_or_default()
    }
}

impl Comparison {
    /// Compares two runs.
    #[must_use]
    pub fn of(a: &AuditedRun<'_>, b: &AuditedRun<'_>, between: &Between<'_>) -> Self {
        Self::of_parts(a, b, parts(a, b, between))
    }

    /// Compares two runs of which the parts of every difference are known: nothing is asked of their lines.
    #[must_use]
    pub fn of_parts(a: &AuditedRun<'_>, b: &AuditedRun<'_>, steps: Steps) -> Self {
        let Steps { parts, changed: input, sides } = steps;
        let effects: HashSet<&Told> = parts.iter().map(|part| &*part.told).collect();
        let input = input.into_iter().map(|told| ChangedInput { moved: effects.contains(&told), told }).collect();
        let mut moved: MovedFigures<'_> = HashMap::new();
        for part in &parts {
            for (key, by) in &part.moved {
                moved.entry(key).or_default().push((&part.told, *by));
            }
        }
        let ids = |run: &AuditedRun<'_>| run.book.managers.iter().map(|m| m.id.clone()).collect::<Vec<_>>();
        let (ids_a, ids_b) = (places(&ids(a)), places(&ids(b)));
        let all: BTreeSet<&String> = ids_a.keys().chain(ids_b.keys()).collect();
        let compared = all.len();
        let all_targets: BTreeSet<Target> = targets(a.policy).into_iter().chain(targets(b.policy)).collect();
        let of = |target: Target| {
            let (_, _, unit, label) = slot(b.policy, target).or_else(|| slot(a.policy, target))?;
            Some((target, unit, Arc::new(label)))
        };
        let all_targets: Vec<_> = all_targets.into_iter().filter_map(of).collect();
        let both = in_both(a.policy, b.policy);
        let mut people = Vec::new();
        for id in all {
            let at = (ids_a.get(id).copied(), ids_b.get(id).copied());
            let figures = all_targets.iter().filter_map(|of| figure(id, of, &sides, &moved));
            let person = PersonDifference {
                id: id.clone(),
                name: match at {
                    (_, Some(at)) => b.book.managers[at].name.clone(),
                    (Some(at), None) => a.book.managers[at].name.clone(),
                    (None, None) => String::new(),
                },
                sides: (at.0.is_some(), at.1.is_some()),
                figures: figures.collect(),
                changed: match at {
                    (Some(one), Some(other)) => changed((a, one), (b, other), &both),
                    _ => Vec::new(),
                },
            };
            if !person.figures.is_empty() || !person.changed.is_empty() || person.sides != (true, true) {
                people.push(person);
            }
        }
        Self { different: people.len(), people, compared, changed: input }
    }

    /// Whether anything does.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.different > 0 || !self.changed.is_empty()
    }

    /// Shows these managers only.
    pub fn only(&mut self, wanted: impl Fn(&str, &str) -> bool) {
        self.people.retain(|person| wanted(&person.id, &person.name));
    }
}

/// What each figure was moved by, and why.
type MovedFigures<'p> = HashMap<&'p FigureOf, Vec<(&'p Arc<Told>, Decimal)>>;

fn places(ids: &[String]) -> BTreeMap<String, usize> {
    ids.iter().cloned().enumerate().map(|(at, id)| (id, at)).collect()
}

/// A figure of a manager, if it differs.
fn figure(
    id: &str,
    (target, unit, label): &(Target, Unit, Arc<Words>),
    sides: &(FiguresByTarget, FiguresByTarget),
    moved: &MovedFigures<'_>,
) -> Option<FigureDifference> {
    let key = (Arc::from(id), *target);
    let sides = (sides.0.get(&key).copied(), sides.1.get(&key).copied());
    let mut list: Vec<(Arc<Told>, Decimal)> = Vec::new();
    for (told, by) in moved.get(&key).into_iter().flatten() {
        match list.iter_mut().find(|(known, _)| known == *told) {
            Some((_, sum)) => *sum += by,
            None => list.push((Arc::clone(told), *by)),
        }
    }
    list.retain(|(_, moved)| !moved.is_zero());
    let same = sides.0.unwrap_or_default() == sides.1.unwrap_or_default();
    if same && list.is_empty() {
        return None;
    }
    Some(FigureDifference { target: *target, label: Arc::clone(label), unit: *unit, sides, parts: list })
}

/// A rule that two policies have under one name, with its slots in both.
struct InBoth {
    slots: (usize, usize),
    unit: Unit,
    name: Arc<str>,
    label: Arc<Words>,
}

/// The rules of people that both policies have, by scope.
fn in_both(a: &Policy, b: &Policy) -> [(Scope, Vec<InBoth>); 4] {
    [Scope::Manager, Scope::Period, Scope::Half, Scope::Year].map(|scope| {
        let rules = b.scope(scope).rules.iter().filter(|rule| rule.input.is_none()).filter_map(|rule| {
            let slots = (a.rule(scope, &rule.name)?.slot, rule.slot);
            let (name, label) = (Arc::from(rule.name.as_str()), Arc::new(rule.label.clone()));
            Some(InBoth { slots, unit: rule.unit, name, label })
        });
        (scope, rules.collect())
    })
}

/// The figures of a manager that both runs have under one name and that differ.
fn changed(
    a: (&AuditedRun<'_>, usize),
    b: (&AuditedRun<'_>, usize),
    both: &[(Scope, Vec<InBoth>)],
) -> Vec<OtherFigure> {
    let mut list = Vec::new();
    let periods = usize::from(b.0.policy.period.count());
    let rows = |(run, at): (&AuditedRun<'_>, usize), scope: Scope, number: usize| {
        let later = scope == Scope::Period && number > run.book.through.index();
        if later { None } else { run.settlement.values(RowKey::of(scope, at, number)) }
    };
    for (scope, rules) in both {
        let count = match scope {
            Scope::Period => periods,
            Scope::Half => 2,
            _ => 1,
        };
        for number in 0..count {
            let (Some(one), Some(other)) = (rows(a, *scope, number), rows(b, *scope, number)) else { continue };
            for InBoth { slots, unit, name, label } in rules {
                let text = |run: &AuditedRun<'_>, row: &[Value], slot: usize| {
                    shown(&run.book.symbols, row.get(slot).copied().unwrap_or_default(), *unit)
                };
                let sides = (text(a.0, &one, slots.0), text(b.0, &other, slots.1));
                if sides.0 != sides.1 {
                    let (name, label) = (Arc::clone(name), Arc::clone(label));
                    list.push(OtherFigure { scope: *scope, of: of(b.0.policy, *scope, number), name, label, sides });
                }
            }
        }
    }
    list
}

/// Which row of its scope it is.
fn of(policy: &Policy, scope: Scope, number: usize) -> String {
    match scope {
        Scope::Period => period(policy.period, number),
        Scope::Half => format!("H{}", number + 1),
        _ => String::new(),
    }
}

fn period(kind: PeriodKind, number: usize) -> String {
    let period = u8::try_from(number + 1).ok().and_then(|number| Period::new(kind, number));
    period.map_or_else(String::new, |period| period.to_string())
}

impl Target {
    /// Of which period it is; empty for a figure of the manager himself.
    #[must_use]
    pub fn period(self, kind: PeriodKind) -> String {
        match self {
            Self::Period(number) => period(kind, number),
            Self::Payable | Self::Cost => String::new(),
        }
    }
}

impl OtherFigure {
    /// The row it stands in, in words.
    #[must_use]
    pub fn row(&self, policy: &Policy) -> Words {
        match self.scope {
            Scope::Period | Scope::Half => Words::same(self.of.clone()),
            Scope::Manager => say!(Audit::Summary),
            scope => scope_name(scope, policy),
        }
    }
}

/// The order in which causes are applied, for people.
#[must_use]
pub fn order() -> Words {
    Words::joined(&Group::ALL.map(Group::words), &Words::same(" → "))
}
