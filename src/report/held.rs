//! What the columns of each scope's sheet hold, in their order.

use super::labels::hierarchy_labels;
use super::{Results, sheet, status};
use crate::formula::{Scope, Space};
use crate::lang::Words;
use crate::policy::{Employment, Following, Input, Policy, Rule, Unit, builtin};
use crate::say;

/// What a column of a scope's sheet holds.
#[derive(Clone)]
pub(super) enum Held<'a> {
    /// An input.
    Input(Input<'a>),
    /// A rule.
    Rule(&'a Rule),
    /// The words of all figures of the row that need attention.
    Status,
    /// A name that every policy has.
    BuiltIn { slot: usize, label: Words, unit: Unit, note: Words },
}

impl Held<'_> {
    /// The slot whose value is shown.
    pub(super) fn slot(&self) -> usize {
        match self {
            Self::Input(input) => input.used,
            Self::Rule(rule) => rule.slot,
            Self::BuiltIn { slot, .. } => *slot,
            Self::Status => usize::MAX,
        }
    }

    pub(super) fn unit(&self) -> Unit {
        match self {
            Self::Input(input) => input.column.unit,
            Self::Rule(rule) => rule.unit,
            Self::BuiltIn { unit, .. } => *unit,
            Self::Status => Unit::Text,
        }
    }

    /// Its clauses.
    pub(super) fn clause(&self) -> &str {
        match self {
            Self::Input(input) => &input.column.clause,
            Self::Rule(rule) => &rule.clause,
            Self::BuiltIn { .. } | Self::Status => "",
        }
    }

    /// The unit that its cells are shown in: of rules in line, of inputs as they were typed.
    pub(super) fn cell_unit(&self) -> sheet::CellUnit {
        if let Self::Rule(rule) = self { figure_unit(rule.unit) } else { unit(self.unit()) }
    }

    /// What formulas call it; nothing where none can.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Input(input) => &input.column.name,
            Self::Rule(rule) => &rule.name,
            Self::BuiltIn { .. } | Self::Status => "",
        }
    }

    pub(super) fn label(&self) -> Words {
        match self {
            Self::Input(input) => input.column.label.clone(),
            Self::Rule(rule) => rule.label.clone(),
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
        Held::Status => false,
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

/// What the sheet of a scope shows, in order: inputs of the anchoring sheet first, other inputs before
/// the first rule that reads them, rules in the order of the policy.
pub(super) fn held<'a>(results: &'a Results<'a>, scope: Scope) -> Vec<Held<'a>> {
    let policy = results.policy;
    // The tasks that a half-year's proposals scale stand behind its own figures.
    let (mut list, given) = match scope {
        Scope::Half => (Vec::new(), built_in(results, scope)),
        _ => (built_in(results, scope), Vec::new()),
    };
    if status::stands_on(policy, scope) {
        list.insert(0, Held::Status);
    }
    let mut inputs: Vec<Input<'a>> = policy.inputs(scope).collect();
    let (early, mut late): (Vec<_>, Vec<_>) =
        inputs.drain(..).partition(|input| scope != Scope::Period || input.sheet.anchor);
    list.extend(early.into_iter().map(Held::Input));
    for rule in policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none()) {
        let own = rule.formula.code.names().filter(|slot| slot.space == Space::Own);
        let used: Vec<usize> = own.map(|slot| slot.index).collect();
        let (now, later): (Vec<_>, Vec<_>) =
            late.into_iter().partition(|input| used.contains(&input.used) || used.contains(&input.typed));
        late = later;
        list.extend(now.into_iter().map(Held::Input));
        list.push(Held::Rule(rule));
    }
    list.extend(late.into_iter().map(Held::Input));
    list.extend(given);
    list
}

fn built_in<'a>(results: &Results<'_>, scope: Scope) -> Vec<Held<'a>> {
    let mut list = of_scope(results, scope);
    let hierarchy = results.policy.vocabulary.hierarchy.filter(|hierarchy| hierarchy.scope == scope);
    let slots = hierarchy.into_iter().flat_map(|hierarchy| hierarchy.first..);
    let held = |(slot, (label, note))| Held::BuiltIn { slot, label, unit: Unit::Number, note };
    list.extend(slots.zip(hierarchy_labels()).map(held));
    list
}

fn of_scope<'a>(results: &Results<'_>, scope: Scope) -> Vec<Held<'a>> {
    let held = |slot, label, unit, note| Held::BuiltIn { slot, label, unit, note };
    match scope {
        // Where nothing is divided, a part of a line is no figure.
        Scope::Credit if !results.policy.divides() => Vec::new(),
        Scope::Credit => {
            let mut list = vec![
                held(builtin::SHARE, say!(Report::Share), Unit::Percent, say!(Report::ShareNote)),
                held(builtin::PART, say!(Report::PartOfNet), Unit::Yuan, say!(Report::PartOfNetNote)),
                held(builtin::PROJECT_NET, say!(Report::ProjectNet), Unit::Yuan, say!(Report::ProjectNetNote)),
            ];
            // A deal may be counted by the year.
            list.extend(results.policy.on_demand(scope, "project_net_to_date").map(|slot| {
                held(slot, say!(Report::ProjectNetToDate), Unit::Yuan, say!(Report::ProjectNetToDateNote))
            }));
            list
        }
        Scope::Period => {
            let first = results.policy.employment.filter(|_| {
                results.book.managers.iter().any(|manager| manager.joined.is_some() || manager.left.is_some())
            });
            let told = Employment::ALL.into_iter().zip(first.into_iter().flat_map(|first| first..));
            let unit = |told: Employment| if told.is_truth() { Unit::Truth } else { Unit::Number };
            told.map(|(told, slot)| held(slot, told.label(), unit(told), Words::default())).collect()
        }
        Scope::Half => {
            let held = |following: &Following<'_>| {
                let (n, label) = (following.n, following.column.label.clone());
                let (label, note) = (say!(Report::FollowingQuarter { n, label }), say!(Report::FollowingQuarterNote));
                held(following.slot, label, following.column.unit, note)
            };
            results.policy.following().iter().map(held).collect()
        }
        _ => Vec::new(),
    }
}
