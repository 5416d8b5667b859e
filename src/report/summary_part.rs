//! The parts of what is payable that the summary shows beside the manager's own figures.

use rust_decimal::Decimal;

use super::Results;
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{Input, Rule, Setting};
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

impl SummaryPart<'_> {
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
    match part {
        SummaryPart::Term { rule, off } => {
            let value = value(results, Scope::Period, manager, results.book.through.index(), rule.slot)?.as_number()?;
            Some(if off { -value } else { value })
        }
        SummaryPart::Setting { slot, off, .. } => {
            let key = RowKey::Period { person: manager, period: results.book.through.index() };
            let value =
                results.settlement.has(key).then(|| results.settlement.settings_of(key))?.get(slot)?.as_number()?;
            Some(if off { -value } else { value })
        }
        SummaryPart::Typed { input, off } => {
            let through = results.book.through.index();
            let value = value(results, Scope::Period, manager, through, input.used)?.as_number()?;
            Some(if off { -value } else { value })
        }
        SummaryPart::Year(rule) => value(results, Scope::Year, manager, 0, rule.slot)?.as_number(),
        SummaryPart::Rest => None,
    }
}

pub(super) fn value(results: &Results<'_>, scope: Scope, manager: usize, number: usize, slot: usize) -> Option<Value> {
    results.settlement.value(RowKey::of(scope, manager, number), slot)
}
