//! What the formula of a rule looks at of its own row and among the settings: what a live formula of it names too,
//! however a program writes the rest.

use std::collections::BTreeSet;

use crate::formula::{Scope, Space};
use crate::policy::{Policy, Rule};

/// A rule's formula, and the figures of its own row and the settings (`setting.x`) that it looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormulaInputs {
    /// The formula.
    pub formula: String,
    /// Names of columns of its table, and of settings.
    pub at: BTreeSet<String>,
}

impl FormulaInputs {
    /// What a rule of a scope looks at: not at rows of the previous period, nor at tables.
    pub(super) fn of(policy: &Policy, scope: Scope, rule: &Rule) -> Self {
        let at = rule.formula.code.names().filter_map(|slot| match slot.space {
            Space::Setting => Some(format!("setting.{}", policy.settings[slot.index].name)),
            Space::Own => {
                let input = policy.input(scope, slot.index).map(|input| &input.column.name);
                input.or_else(|| policy.rule_at(scope, slot.index).map(|rule| &rule.name)).cloned()
            }
            _ => None,
        });
        Self { formula: rule.formula.text.clone(), at: at.collect() }
    }
}
