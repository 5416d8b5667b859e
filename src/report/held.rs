//! What the names of a policy stand for, which the columns of its sheets hold.

use super::sheet;
use crate::formula::{Hierarchy, Scope};
use crate::lang::Words;
use crate::policy::{Employment, Input, Policy, Rule, Setting, Unit, builtin};
use crate::say;

/// What a name of the policy stands for, and so what a column holds.
#[derive(Clone)]
pub(super) enum Held<'a> {
    /// An input.
    Input(Input<'a>),
    /// A rule.
    Rule(&'a Rule),
    /// A setting, with its slot.
    Setting(usize, &'a Setting),
    /// The words of all figures of the row that need attention: no name, but a column.
    Status,
    /// A name that every policy has.
    BuiltIn { slot: usize, label: Words, unit: Unit, note: Words },
}

impl<'a> Held<'a> {
    /// What a name of a scope stands for; nothing for one that every policy has.
    pub(super) fn at(policy: &'a Policy, scope: Scope, slot: usize) -> Option<Self> {
        policy.rule_at(scope, slot).map(Self::Rule).or_else(|| policy.input(scope, slot).map(Self::Input))
    }

    /// The setting of a slot.
    pub(super) fn setting(policy: &'a Policy, slot: usize) -> Option<Self> {
        Some(Self::Setting(slot, policy.settings.get(slot)?))
    }

    /// The slot whose value is shown.
    pub(super) fn slot(&self) -> usize {
        match self {
            Self::Input(input) => input.used,
            Self::Rule(rule) => rule.slot,
            Self::Setting(slot, _) | Self::BuiltIn { slot, .. } => *slot,
            Self::Status => usize::MAX,
        }
    }

    pub(super) fn unit(&self) -> Unit {
        match self {
            Self::Input(input) => input.column.unit,
            Self::Rule(rule) => rule.unit,
            Self::Setting(_, setting) => setting.unit,
            Self::BuiltIn { unit, .. } => *unit,
            Self::Status => Unit::Text,
        }
    }

    /// Its clauses.
    pub(super) fn clause(&self) -> &'a str {
        match self {
            Self::Input(input) => &input.column.clause,
            Self::Rule(rule) => &rule.clause,
            Self::Setting(_, setting) => &setting.clause,
            Self::BuiltIn { .. } | Self::Status => "",
        }
    }

    /// The unit that its cells are shown in: of rules in line, of inputs as they were typed.
    pub(super) fn cell_unit(&self) -> sheet::CellUnit {
        if let Self::Rule(rule) = self { figure_unit(rule.unit) } else { unit(self.unit()) }
    }

    /// What formulas call it; nothing where none can.
    pub(super) fn name(&self) -> &'a str {
        match self {
            Self::Input(input) => &input.column.name,
            Self::Rule(rule) => &rule.name,
            Self::Setting(_, setting) => &setting.name,
            Self::BuiltIn { .. } | Self::Status => "",
        }
    }

    pub(super) fn label(&self) -> Words {
        match self {
            Self::Input(input) => input.column.label.clone(),
            Self::Rule(rule) => rule.label.clone(),
            Self::Setting(_, setting) => setting.label.clone(),
            Self::BuiltIn { label, .. } => label.clone(),
            Self::Status => say!(Report::Status),
        }
    }
}

/// Whether what a column holds is a step on the way, which is folded away.
pub(super) fn is_auxiliary(policy: &Policy, scope: Scope, held: &Held<'_>) -> bool {
    match held {
        Held::Rule(rule) => rule.auxiliary,
        Held::Input(input) => input.column.auxiliary,
        // A half-year's are the tasks that its proposals scale; places in the hierarchy are there for formulas.
        Held::BuiltIn { slot, .. } => {
            scope == Scope::Half || policy.vocabulary.hierarchy.is_some_and(|of| of.scope == scope && *slot >= of.first)
        }
        Held::Setting(..) | Held::Status => false,
    }
}

pub(super) fn width(held: &[Held<'_>]) -> u16 {
    u16::try_from(held.len()).unwrap_or(u16::MAX)
}

/// The unit of a figure that was computed: shares and factors stand in line, with as many decimals in each row.
fn figure_unit(unit: Unit) -> sheet::CellUnit {
    match unit {
        Unit::Percent => sheet::CellUnit::Percent,
        Unit::Factor => sheet::CellUnit::Factor,
        other => self::unit(other),
    }
}

/// The unit of the policy as the report shows it.
#[must_use]
pub fn unit(unit: Unit) -> sheet::CellUnit {
    match unit {
        Unit::Yuan => sheet::CellUnit::Yuan,
        Unit::Percent => sheet::CellUnit::ExactPercent,
        Unit::Factor => sheet::CellUnit::ExactFactor,
        Unit::Number => sheet::CellUnit::Number,
        Unit::Truth => sheet::CellUnit::Truth,
        Unit::Text => sheet::CellUnit::Text,
    }
}

/// The names of a scope that every policy has and that a column may hold, whether this run has any use for them or not.
pub(super) fn built_in<'a>(policy: &Policy, scope: Scope) -> Vec<Held<'a>> {
    let held = |slot, label, unit, note| Held::BuiltIn { slot, label, unit, note };
    let mut list = match scope {
        Scope::Credit => {
            let mut list = vec![
                held(builtin::SHARE, say!(Report::Share), Unit::Percent, say!(Report::ShareNote)),
                held(builtin::PART, say!(Report::PartOfNet), Unit::Yuan, say!(Report::PartOfNetNote)),
                held(builtin::PROJECT_NET, say!(Report::ProjectNet), Unit::Yuan, say!(Report::ProjectNetNote)),
            ];
            // A deal may be counted by the year.
            list.extend(policy.on_demand(scope, "project_net_to_date").map(|slot| {
                held(slot, say!(Report::ProjectNetToDate), Unit::Yuan, say!(Report::ProjectNetToDateNote))
            }));
            list
        }
        Scope::Period => {
            let told = Employment::ALL.into_iter().zip(policy.employment.into_iter().flat_map(|first| first..));
            let unit = |told: Employment| if told.is_truth() { Unit::Truth } else { Unit::Number };
            told.map(|(told, slot)| held(slot, told.label(), unit(told), Words::default())).collect()
        }
        _ => Vec::new(),
    };
    let hierarchy = policy.vocabulary.hierarchy.filter(|hierarchy| hierarchy.scope == scope);
    let labels: [(Words, Words); Hierarchy::NAMES.len()] = [
        (say!(Report::HierarchyPlace), say!(Report::HierarchyPlaceNote)),
        (say!(Report::HierarchyLast), say!(Report::HierarchyLastNote)),
        (say!(Report::HierarchySuperior), say!(Report::HierarchySuperiorNote)),
    ];
    let slots = hierarchy.into_iter().flat_map(|hierarchy| hierarchy.first..);
    list.extend(slots.zip(labels).map(|(slot, (label, note))| held(slot, label, Unit::Number, note)));
    list
}
