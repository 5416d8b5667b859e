//! Which figures may not apply: their cells say "n/a" then, a text that formulas must not calculate with.

use std::collections::HashSet;

use crate::formula::{Code, Gather, Op, Scope, Slot, Value};
use crate::policy::Policy;

/// The figures that may not apply, by scope and slot.
pub(super) struct MayNotApply(HashSet<(Scope, usize)>);

impl MayNotApply {
    pub(super) fn of(policy: &Policy) -> Self {
        let mut known = Self(HashSet::new());
        loop {
            let rules =
                Scope::ALL.into_iter().flat_map(|scope| policy.scope(scope).rules.iter().map(move |r| (scope, r)));
            let more = rules.filter(|(scope, rule)| known.says(&rule.formula.code, *scope, *scope));
            let more: HashSet<(Scope, usize)> = more.map(|(scope, rule)| (scope, rule.slot)).collect();
            if more.len() == known.0.len() {
                return known;
            }
            known.0 = more;
        }
    }

    /// Whether the value of a formula of a scope may not apply; `inside` is the scope of the rows that it gathers.
    pub(super) fn says(&self, code: &Code, scope: Scope, inside: Scope) -> bool {
        match &code.op {
            Op::Constant(value) => *value == Value::NotApplicable,
            Op::Previous(slot) => self.0.contains(&(Scope::Period, *slot)),
            Op::Slot(Slot { space, index }) => {
                space.scope(scope, Some(inside)).is_some_and(|of| self.0.contains(&(of, *index)))
            }
            Op::If(_, then, other) => self.says(then, scope, inside) || self.says(other, scope, inside),
            Op::Aggregate { gather: Gather::Statistic(statistic), argument, .. } => {
                statistic.may_lack() || argument.as_ref().is_some_and(|given| self.says(given, scope, inside))
            }
            Op::Aggregate { gather: Gather::Last, over, value, .. } => self.says(value, scope, *over),
            _ => false,
        }
    }
}
