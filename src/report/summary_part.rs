//! The parts of what is payable that the summary shows beside the manager's own figures.

use rust_decimal::Decimal;

use super::Results;
use super::held::Held;
use crate::formula::{Scope, Slot, Space, Value};
use crate::lang::Words;
use crate::policy::{Policy, Rule};
use crate::say;
use crate::settle::RowKey;

/// A part of what is payable now.
#[derive(Clone)]
pub(super) enum SummaryPart<'a> {
    /// A figure of the through period or of the year-end, or a setting that the through period's headline adds; whether it
    /// is taken off.
    Figure { scope: Scope, held: Held<'a>, off: bool },
    /// What is left.
    Rest,
}

impl<'a> SummaryPart<'a> {
    /// What a term of the through period's figure is, by its slot.
    pub(super) fn of_term(policy: &'a Policy, slot: Slot, off: bool) -> Option<Self> {
        let scope = Scope::Period;
        let held = match slot.space {
            Space::Setting => Held::setting(policy, slot.index),
            _ => Held::at(policy, scope, slot.index),
        };
        Some(Self::Figure { scope, held: held?, off })
    }

    /// The rule that gives it.
    pub(super) fn rule(&self) -> Option<&'a Rule> {
        if let Self::Figure { held: Held::Rule(rule), .. } = self { Some(rule) } else { None }
    }

    pub(super) fn label(&self) -> Words {
        match self {
            Self::Figure { held, .. } => held.label(),
            Self::Rest => say!(Report::OtherParts),
        }
    }
}

/// A part of what is payable to a manager; of the rest nothing is known here but that there may be some.
pub(super) fn part_value(results: &Results<'_>, manager: usize, part: &SummaryPart<'_>) -> Option<Decimal> {
    let SummaryPart::Figure { scope, held, off } = part else { return None };
    let number = if *scope == Scope::Period { results.book.through.index() } else { 0 };
    let key = RowKey::of(*scope, manager, number);
    let value = match held {
        Held::Setting(slot, _) => {
            *results.settlement.has(key).then(|| results.settlement.settings_of(key))?.get(*slot)?
        }
        held => results.settlement.value(key, held.slot())?,
    };
    let value = value.as_number()?;
    Some(if *off { -value } else { value })
}

pub(super) fn value(results: &Results<'_>, scope: Scope, manager: usize, number: usize, slot: usize) -> Option<Value> {
    results.settlement.value(RowKey::of(scope, manager, number), slot)
}
