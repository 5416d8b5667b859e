//! Which parts of a formula may be a blank cell.

use std::collections::HashSet;

use super::Results;
use crate::formula::{Code, Op, Scope, Slot, Space, Value};
use crate::policy::Policy;
use crate::settle::RowKey;

/// Where cells of this run are blank: inputs without a default that somebody left blank, and rows of half-years and years
/// that somebody's period does not have.
#[derive(Default)]
pub(super) struct Blanks {
    inputs: HashSet<(Scope, usize)>,
    rows: HashSet<Scope>,
}

impl Blanks {
    pub(super) fn of(results: &Results<'_>) -> Self {
        let Results { policy, settlement, .. } = results;
        let mut blanks = Self::default();
        for scope in Scope::ALL {
            let optional = policy.inputs(scope).filter(|input| input.column.optional && input.used == input.typed);
            let is_blank =
                |slot: usize| settlement.keys(scope).any(|key| settlement.value(key, slot) == Some(Value::Blank));
            let left = optional.map(|input| input.typed).filter(|slot| is_blank(*slot));
            blanks.inputs.extend(left.map(|slot| (scope, slot)));
        }
        for key in settlement.keys(Scope::Period) {
            if let RowKey::Period { person, period } = key {
                let above = [RowKey::Half { person, half: period / 2 }, RowKey::Year { person }];
                blanks.rows.extend(above.into_iter().filter(|key| !settlement.has(*key)).map(RowKey::scope));
            }
        }
        blanks
    }

    /// Whether a part of a formula of a scope may be a blank cell, or refer to one. `inside` is the scope of the rows that
    /// it gathers. A setting and a cell of a table count wherever they may be left blank: people change them in results.
    pub(super) fn says(&self, policy: &Policy, code: &Code, scope: Scope, inside: Scope) -> bool {
        let of = |scope: Scope, slot: usize| self.inputs.contains(&(scope, slot));
        match &code.op {
            Op::Slot(Slot { space: Space::Setting, index }) => {
                policy.settings.get(*index).is_some_and(|one| one.optional)
            }
            Op::Slot(Slot { space: Space::Of(above), .. }) if self.rows.contains(above) => true,
            Op::Slot(Slot { space, index }) => space.scope(scope, Some(inside)).is_some_and(|scope| of(scope, *index)),
            Op::Previous(index) => of(Scope::Period, *index),
            Op::If(_, then, other) => [then, other].into_iter().any(|part| self.says(policy, part, scope, inside)),
            Op::Lookup(_, table, column) => {
                policy.tables[*table].columns.get(*column).is_some_and(|column| column.optional)
            }
            _ => false,
        }
    }
}
