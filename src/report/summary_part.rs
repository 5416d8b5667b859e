//! The parts of what is payable that the summary shows beside the manager's own figures.

use rust_decimal::Decimal;

use super::Results;
use crate::formula::{Scope, Slot, Space, Value};
use crate::lang::Words;
use crate::policy::{Input, Policy, Rule, Setting};
use crate::say;
use crate::settle::RowKey;

/// A part of what is payable now.
#[derive(Clone, Copy)]
pub(super) enum SummaryPart<'a> {
    /// A term of the through period's headline; whether it is taken off.
    Term { rule: &'a Rule, off: bool },
    /// A setting that the through period's headline adds, by its slot; whether it is taken off.
    Setting { setting: &'a Setting, slot: usize, off: bool },
    /// What was typed for the through period, where the headline adds it; whether it is taken off.
    Typed { input: Input<'a>, off: bool },
    /// A figure of the year-end.
    Year(&'a Rule),
    /// What is left.
    Rest,
}

impl<'a> SummaryPart<'a> {
    /// What a term of the through period's figure is, by its slot.
    pub(super) fn of_term(policy: &'a Policy, slot: Slot, off: bool) -> Option<Self> {
        if slot.space == Space::Setting {
            return Some(Self::Setting { setting: policy.settings.get(slot.index)?, slot: slot.index, off });
        }
        let term = policy.rule_at(Scope::Period, slot.index).map(|rule| Self::Term { rule, off });
        let typed = || policy.inputs(Scope::Period).find(|input| input.used == slot.index);
        term.or_else(|| Some(Self::Typed { input: typed()?, off }))
    }

    /// Whether it is taken off.
    pub(super) fn is_off(&self) -> bool {
        matches!(self, Self::Term { off: true, .. } | Self::Setting { off: true, .. } | Self::Typed { off: true, .. })
    }

    pub(super) fn label(&self) -> Words {
        match self {
            Self::Term { rule, .. } | Self::Year(rule) => rule.label.clone(),
            Self::Setting { setting, .. } => setting.label.clone(),
            Self::Typed { input, .. } => input.column.label.clone(),
            Self::Rest => say!(Report::OtherParts),
        }
    }
}

/// A part of what is payable to a manager; of the rest nothing is known here but that there may be some.
pub(super) fn part_value(results: &Results<'_>, manager: usize, part: SummaryPart<'_>) -> Option<Decimal> {
    let period = results.book.through.index();
    let value = match part {
        SummaryPart::Term { rule, .. } => value(results, Scope::Period, manager, period, rule.slot),
        SummaryPart::Setting { slot, .. } => {
            let key = RowKey::Period { person: manager, period };
            results.settlement.has(key).then(|| results.settlement.settings_of(key))?.get(slot).copied()
        }
        SummaryPart::Typed { input, .. } => value(results, Scope::Period, manager, period, input.used),
        SummaryPart::Year(rule) => value(results, Scope::Year, manager, 0, rule.slot),
        SummaryPart::Rest => None,
    };
    let value = value?.as_number()?;
    Some(if part.is_off() { -value } else { value })
}

pub(super) fn value(results: &Results<'_>, scope: Scope, manager: usize, number: usize, slot: usize) -> Option<Value> {
    results.settlement.value(RowKey::of(scope, manager, number), slot)
}
