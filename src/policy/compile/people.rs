//! What rules of a period are told of a manager's employment, and which later periods they may gather.

use std::collections::HashSet;

use super::super::model::{Employment, Role, Rule, Sheet};
use super::Compiler;
use super::rules::own_slots;
use crate::formula::{Code, Entry, Kind, Op, Scope, Space};
use crate::say;

impl Compiler<'_> {
    /// What rules of the period are told of a manager's employment, where a sheet has its dates.
    pub(super) fn employment(&mut self, scope: Scope, sheets: &[Sheet]) {
        let dated = sheets.iter().flat_map(|s| &s.columns).any(|c| matches!(c.role, Role::Joined | Role::Left));
        if scope != Scope::Period || !dated {
            return;
        }
        self.employed_from = Some(self.vocabulary.scope(scope).len());
        for told in Employment::ALL {
            let kind = if told.is_truth() { Kind::Truth } else { Kind::Plain };
            self.vocabulary.scope_mut(scope).push(Entry::new(told.name(), kind));
        }
    }

    /// A rule that gathers later periods must not gather what rests on such a rule: it would rest on itself.
    pub(super) fn ahead(&mut self, rules: &[Rule], scope: Scope) {
        let gathers = |rule: &Rule| !later_slots(&rule.formula.code).is_empty();
        for rule in rules.iter().filter(|rule| scope == Scope::Period && gathers(rule)) {
            let mut queue = later_slots(&rule.formula.code);
            let mut seen = HashSet::new();
            while let Some(slot) = queue.pop() {
                let Some(found) = rules.iter().find(|rule| rule.slot == slot).filter(|_| seen.insert(slot)) else {
                    continue;
                };
                if gathers(found) {
                    let (name, other) = (&rule.name, &found.name);
                    let message = say!(Policy::GathersInCircle { name, other });
                    self.problem(rule.formula.span.clone(), message);
                    return;
                }
                queue.extend(own_slots(&found.formula.code));
                found.formula.code.walk(&mut |part| {
                    if let Op::Previous(index) = part.op {
                        queue.push(index);
                    }
                });
            }
        }
    }
}

/// The slots of later periods that a formula gathers.
fn later_slots(code: &Code) -> Vec<usize> {
    let mut slots = Vec::new();
    code.walk(&mut |part| {
        if let Op::Aggregate { over: Scope::Period, .. } = part.op {
            part.walk(&mut |inner| {
                if let Op::Slot(slot) | Op::Given(slot) = &inner.op
                    && slot.space == Space::Child
                {
                    slots.push(slot.index);
                }
            });
        }
    });
    slots
}
