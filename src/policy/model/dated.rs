//! Settings that change over time: a value before the first date, and later ones, each with its source.

use jiff::civil::Date;

use crate::formula::Value;
use crate::lang::Words;
use crate::say;

/// The history of a setting after its default.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated {
    /// Which date decides.
    pub in_force: InForce,
    /// The values, in the order of their dates.
    pub steps: Vec<DatedValue>,
}

/// A value from a date on.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedValue {
    /// The first day on which it is in force.
    pub from: Date,
    /// The value.
    pub value: Value,
    /// Who says so.
    pub source: Words,
}

/// Which date decides which value is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InForce {
    /// For the rules of a line and its credits the line's own date; for others the last day of the period.
    LineDate,
    /// The last day of the period, for lines too.
    PeriodEnd,
}

impl InForce {
    /// As a person reads it.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::LineDate => say!(Policy::LineDate),
            Self::PeriodEnd => say!(Policy::PeriodEnd),
        }
    }
}

impl Dated {
    /// The place among the steps of the value in force on a day; `None` before the first.
    #[must_use]
    pub fn step_on(&self, day: Date) -> Option<usize> {
        self.steps.iter().rposition(|step| step.from <= day)
    }

    /// The value in force on a day; `None` before the first date.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<Value> {
        self.step_on(day).map(|step| self.steps[step].value)
    }
}
