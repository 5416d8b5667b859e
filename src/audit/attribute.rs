//! Why figures differ between two runs: the way from A to B in steps, one cause at a time.
//!
//! The order is always the same: the recorded results of A against A computed again, the policy rule by rule
//! ([`versions`]), the settings and tables one by one, the input's changes one by one in the order of its sheets, and the recorded results of B. After each step
//! everything is settled again; what a figure moved by in a step is the part of that step's cause. So the parts of a
//! figure sum to its difference exactly, whatever the policy does.
//!
//! Changes that touch different managers do not meet, so the first change of every manager is one step, then the second,
//! and so on; managers who share a project count as one. A manager has at most [`ONE_BY_ONE`](super::queues::ONE_BY_ONE) steps of his own; what is
//! beyond them is one part a sheet. A step whose state no run could have (shares that do not sum to one, say) is taken
//! together with the next.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::changes::{Pair, changes};
use super::edit::{Edit, make};
use super::facts::Facts;
use super::figures::{AuditedRun, FigureOf, FiguresByTarget};
use super::queues::{Queue, grouped, queues};
use super::state::Settling;
use super::told::{Group, Told, shown};
use super::versions;
use crate::book::{Book, Given, Origin};
use crate::formula::{Symbols, Value};
use crate::lang::Words;
use crate::policy::{Policy, Unit, builtin};
use crate::say;

/// A part of a difference.
#[derive(Clone, Debug)]
pub struct DifferencePart {
    /// Its cause, which many figures may have.
    pub told: Arc<Told>,
    /// What it moved the figures by; those that it did not move are left out.
    pub moved: FiguresByTarget,
}

/// What lies between the two runs.
pub struct Between<'a> {
    /// The recorded figures of A and of B where they are known, and what a difference from the computed ones is due to.
    pub recorded: [Option<(FiguresByTarget, Group)>; 2],
    /// A's input read by B's policy, with all periods that either run reaches; or why that cannot be.
    pub a_by_b: Result<&'a Book, Words>,
    /// B's input with all those periods, where it can be read so.
    pub b_wide: Option<&'a Book>,
    /// How many people, about, are settled at a time in a state between the two, where they have nothing to do with each
    /// other: memory for them comes to that of the two runs.
    pub at_a_time: usize,
}

/// What leads from one run to the other.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    /// The parts of every difference.
    pub parts: Vec<DifferencePart>,
    /// Each setting, table and cell of the input that is another one, whether it moved a figure or not.
    pub changed: Vec<Told>,
    /// Of the figures of A and of B that they lead from and to those that are recorded; others are the computed ones.
    pub recorded: [Option<FiguresByTarget>; 2],
}

/// The parts of every difference between two runs, and all that changed in the input; the figures that they are parts of
/// are those recorded, where they are known, else those computed. These are given, and nothing else is asked of the
/// settlements: whoever has no room for them beside a third one settles again later.
#[must_use]
pub fn parts(
    a: &AuditedRun<'_>,
    b: &AuditedRun<'_>,
    (from, to): (FiguresByTarget, FiguresByTarget),
    between: &Between<'_>,
) -> Steps {
    let mut way = Way { now: from, parts: Vec::new(), changed: Vec::new() };
    let [recorded_a, recorded_b] = &between.recorded;
    if let Some((recorded, group)) = recorded_a {
        let computed = std::mem::replace(&mut way.now, recorded.clone());
        way.arrive(&recorded_told(*group, "A"), computed);
    }
    match between.a_by_b {
        Ok(book) => {
            // Before the facts of both: each state on the way has facts of its own.
            let by_policy = policies((a, b), book, &to, between.at_a_time, &mut way);
            let mut symbols = book.symbols.clone();
            let facts = Facts::of(book, &mut symbols, 0);
            let facts_b = Facts::of(between.b_wide.unwrap_or(b.book), &mut symbols, usize::MAX / 2);
            let walk = Walk { a, b, like: book, symbols: &symbols, to: facts_b, at_a_time: between.at_a_time };
            walk.walk(facts, (by_policy, to), &mut way);
        }
        Err(ref why) => {
            let told = say!(Audit::PolicyAndInput { why });
            way.arrive(&Told::of(Group::Rule, told, version(a.policy), version(b.policy)), to);
        }
    }
    if let Some((recorded, group)) = recorded_b {
        way.arrive(&recorded_told(*group, "B"), recorded.clone());
    }
    let recorded = [recorded_a, recorded_b].map(|known| known.as_ref().map(|(figures, _)| figures.clone()));
    Steps { parts: way.parts, changed: way.changed, recorded }
}

fn recorded_told(group: Group, side: &str) -> Told {
    let what = say!(Audit::RecordedAgainstRecomputed { side });
    Told::of(group, what, "", "")
}

fn version(policy: &Policy) -> String {
    let hash: String = policy.hash.chars().take(8).collect();
    format!("{} {} ({hash}…)", policy.id, policy.version)
}

/// The way so far.
struct Way {
    now: FiguresByTarget,
    parts: Vec<DifferencePart>,
    changed: Vec<Told>,
}

impl Way {
    /// Arrives at other figures, all for one cause.
    fn arrive(&mut self, told: &Told, next: FiguresByTarget) {
        self.arrive_each(next, |_| told.clone());
    }

    /// Arrives at other figures; the cause depends on the manager.
    fn arrive_each(&mut self, next: FiguresByTarget, told: impl Fn(&str) -> Told) {
        let keys: BTreeSet<FigureOf> = self.now.keys().chain(next.keys()).cloned().collect();
        let mut by_cause: Vec<DifferencePart> = Vec::new();
        for key in keys {
            let number = |figures: &FiguresByTarget| figures.get(&key).copied().unwrap_or_default();
            let moved = number(&next) - number(&self.now);
            if moved.is_zero() {
                continue;
            }
            let told = told(&key.0);
            // Figures of one manager stand together, and so do all where the cause is everyone's.
            match by_cause.last_mut().filter(|part| *part.told == told) {
                Some(part) => drop(part.moved.insert(key, moved)),
                None => {
                    by_cause
                        .push(DifferencePart { told: Arc::new(told), moved: FiguresByTarget::from([(key, moved)]) });
                }
            }
        }
        self.parts.append(&mut by_cause);
        self.now = next;
    }
}

/// The policy's text, rule by rule; `book` is A's input read by B's policy, and `end` are B's figures. Where its last state
/// could not be settled, what is left of it.
fn policies(
    (a, b): (&AuditedRun<'_>, &AuditedRun<'_>),
    book: &Book,
    end: &FiguresByTarget,
    at_a_time: usize,
    way: &mut Way,
) -> Option<Told> {
    if a.policy.hash == b.policy.hash {
        return None;
    }
    let settling = Settling { policy: b.policy, like: book, symbols: &book.symbols, at_a_time };
    // What B was computed from need not be settled once more.
    let is_b = std::ptr::eq(book, b.book) && a.book.through == b.book.through;
    let end = is_b.then_some(end);
    let settled = versions::steps(a, b, (&settling, end), &mut |told, figures| way.arrive(told, figures));
    (!settled).then(|| Told::of(Group::Rule, say!(Audit::Policy), version(a.policy), version(b.policy)))
}

/// The walk from A's facts to B's, by B's policy.
struct Walk<'a> {
    a: &'a AuditedRun<'a>,
    b: &'a AuditedRun<'a>,
    /// A book of B's policy.
    like: &'a Book,
    symbols: &'a Symbols,
    to: Facts<'a>,
    at_a_time: usize,
}

impl<'a> Walk<'a> {
    /// From A's facts on; B's figures stand at the end.
    fn walk(mut self, from: Facts<'a>, (by_policy, end): (Option<Told>, FiguresByTarget), way: &mut Way) {
        let changes = changes(&Pair { policy: self.b.policy, symbols: self.symbols, a: &from, b: &self.to });
        let told: Vec<Told> = changes.iter().map(|change| change.told.clone()).collect();
        let queues = queues(self.b.policy, &from, &self.to, changes);
        // What B's facts say otherwise the changes have: of a large input one copy must be enough.
        (self.to.people, self.to.lines) = Default::default();
        let mut state = from;
        state.through = self.a.book.through;
        state.settings[builtin::THROUGH].value = Value::Number(state.through.number().into());
        // Causes of steps that could not be settled yet; what is left of them at the end has the rest.
        let mut waiting = Vec::new();
        if let Some(told) = by_policy {
            self.arrive(&state, told, &mut waiting, way);
        }
        self.settings(&mut state, &mut waiting, way);
        way.changed.extend(told);
        self.input(&queues, &mut state, &mut waiting, way);
        if waiting.is_empty() {
            let rest = say!(Audit::RestOfTheInput);
            waiting.push(Told::of(Group::Input, rest, "", ""));
        }
        way.arrive(&Told::together(&waiting), end);
    }

    fn settling(&self) -> Settling<'_> {
        Settling { policy: self.b.policy, like: self.like, symbols: self.symbols, at_a_time: self.at_a_time }
    }

    /// Everyone arrives at the figures of a state, or the cause waits for one that a run can have.
    fn arrive(&self, state: &Facts<'_>, told: Told, waiting: &mut Vec<Told>, way: &mut Way) {
        waiting.push(told);
        if let Some(next) = self.settling().all(state) {
            way.arrive(&Told::together(waiting), next);
            waiting.clear();
        }
    }

    /// A setting's value, with its later ones.
    fn by_date(&self, given: &Given, unit: Unit) -> String {
        let steps = given.dated.iter().flat_map(|dated| &dated.steps);
        let later = steps.map(|step| format!("{} {}", step.from, shown(self.symbols, step.value, unit)));
        std::iter::once(shown(self.symbols, given.value, unit)).chain(later).collect::<Vec<_>>().join(", ")
    }

    /// Settings and tables, one by one.
    fn settings(&self, state: &mut Facts<'a>, waiting: &mut Vec<Told>, way: &mut Way) {
        let policy = self.b.policy;
        for (at, setting) in policy.settings.iter().enumerate() {
            let (from, to) = (&state.settings[at], &self.to.settings[at]);
            let place = |origin: &Origin| match origin {
                Origin::Workbook(place) => place.clone(),
                _ => crate::book::Place::default(),
            };
            let (from_shown, to_shown) = match at {
                builtin::THROUGH => (state.through.to_string(), self.b.book.through.to_string()),
                builtin::YEAR => (state.year.to_string(), self.b.book.year.to_string()),
                _ => (self.by_date(from, setting.unit), self.by_date(to, setting.unit)),
            };
            let changed = if at <= builtin::YEAR {
                from_shown != to_shown
            } else {
                // A setting of the policy may have a history that a given value does not have.
                from.value != to.value
                    || from.dated != to.dated
                    || (from.origin == Origin::Policy) != (to.origin == Origin::Policy)
            };
            if !changed {
                continue;
            }
            let what = given(&setting.label, &from.origin, &to.origin);
            let places = (place(&from.origin), place(&to.origin));
            let told = Told { places, ..Told::of(Group::Setting, what, from_shown, to_shown) };
            match at {
                builtin::THROUGH => state.through = self.b.book.through,
                builtin::YEAR => state.year = self.b.book.year,
                _ => {}
            }
            state.settings[at] = if at <= builtin::YEAR { self.b.book.settings[at].clone() } else { to.clone() };
            way.changed.push(told.clone());
            self.arrive(state, told, waiting, way);
        }
        for (at, table) in policy.tables.iter().enumerate() {
            let (from, to) = (state.tables[at].table.rows(), self.to.tables[at].table.rows());
            if from == to {
                continue;
            }
            let row = |row: &Vec<Value>| {
                let cells = row.iter().zip(&table.columns).map(|(value, c)| shown(self.symbols, *value, c.unit));
                cells.collect::<Vec<_>>().join(" ")
            };
            let other = |rows: &[Vec<Value>], others: &[Vec<Value>]| {
                rows.iter().filter(|row| !others.contains(row)).map(row).collect::<Vec<_>>().join("; ")
            };
            let mut told = Told::of(Group::Setting, table.label.clone(), other(from, to), other(to, from));
            // The first cell that differs: the rows say the rest.
            let row = (0..from.len().max(to.len())).find(|row| from.get(*row) != to.get(*row)).unwrap_or(0);
            let column = (0..table.columns.len()).find(|column| {
                let cell = |rows: &[Vec<Value>]| rows.get(row).and_then(|row| row.get(*column)).copied();
                cell(from) != cell(to)
            });
            let place = |facts: &Facts<'_>| {
                let cells = &facts.tables[at].cells;
                cells.get(row).and_then(|row| row.get(column.unwrap_or(0))).cloned().unwrap_or_default()
            };
            told.places = (place(state), place(&self.to));
            state.tables[at] = self.to.tables[at].clone();
            way.changed.push(told.clone());
            self.arrive(state, told, waiting, way);
        }
    }

    /// The input's changes.
    fn input(&self, queues: &[Queue<'a>], state: &mut Facts<'a>, before: &mut Vec<Told>, way: &mut Way) {
        let touched: BTreeSet<String> = queues.iter().flat_map(|queue| queue.managers.iter().cloned()).collect();
        if touched.is_empty() {
            return;
        }
        // Whoever else waits for a state that can be settled: then all are settled, not only those touched.
        let only = before.is_empty().then_some(&touched);
        let others: FiguresByTarget =
            way.now.iter().filter(|((id, _), _)| !touched.contains(&**id)).map(|(k, v)| (k.clone(), *v)).collect();
        let steps = queues.iter().map(|queue| queue.steps.len()).max().unwrap_or(0);
        let queue_of: HashMap<&str, usize> = (queues.iter().enumerate())
            .flat_map(|(at, queue)| queue.managers.iter().map(move |id| (id.as_str(), at)))
            .collect();
        // For each queue what was done since the last state that could be settled.
        let mut waiting: Vec<Vec<&Told>> = vec![Vec::new(); queues.len()];
        for step in 0..steps {
            let mut edits: Vec<&Edit<'_>> = Vec::new();
            for (queue, waiting) in queues.iter().zip(&mut waiting) {
                for change in queue.steps.get(step).into_iter().flatten() {
                    edits.push(&change.edit);
                    waiting.push(&change.told);
                }
            }
            make(&edits, state);
            let settled = match only {
                Some(only) => self.settling().only(state, only),
                None => self.settling().all(state),
            };
            let Some(mut next) = settled else { continue };
            if only.is_some() {
                next.extend(others.iter().map(|(key, number)| (key.clone(), *number)));
            }
            way.arrive_each(next, |id| {
                let own = queue_of.get(id).map(|at| grouped(&waiting[*at], self.b.policy));
                let list = own.unwrap_or_default();
                let list: Vec<&Told> = before.iter().chain(&list).collect();
                if list.is_empty() {
                    Told::of(Group::Input, say!(Audit::ChangesOthers), "", "")
                } else {
                    Told::together(&list)
                }
            });
            waiting.iter_mut().for_each(Vec::clear);
            before.clear();
        }
        before.extend(waiting.into_iter().flatten().cloned());
    }
}

/// What a setting is called, and on which side the command line gave it.
fn given(label: &Words, a: &Origin, b: &Origin) -> Words {
    let sides = match (a == &Origin::CommandLine, b == &Origin::CommandLine) {
        (false, false) => return label.clone(),
        (true, false) => "A",
        (false, true) => "B",
        (true, true) => "A, B",
    };
    say!(Audit::ByCommandLine { label, sides })
}
