//! What a period's rules are told of a manager's employment.

use super::policy::Policy;
use crate::lang::Words;
use crate::say;

/// What a period's rules are told of a manager's employment, where the policy has its dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Employment {
    /// How many days the period has.
    #[default]
    Days,
    /// How many of them he was employed, the first and the last included.
    DaysEmployed,
    /// Whether the period begins after his last day.
    AfterLeaving,
    /// Whether his first day lies in the year.
    JoinedThisYear,
}

impl Employment {
    /// All of them, in the order of their slots.
    pub const ALL: [Self; 4] = [Self::Days, Self::DaysEmployed, Self::AfterLeaving, Self::JoinedThisYear];

    /// The one in a slot of the period.
    #[must_use]
    pub fn of(policy: &Policy, slot: usize) -> Option<Self> {
        Self::ALL.get(slot.checked_sub(policy.employment?)?).copied()
    }

    /// Name in formulas.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::DaysEmployed => "days_employed",
            Self::AfterLeaving => "after_leaving",
            Self::JoinedThisYear => "joined_this_year",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn label(self) -> Words {
        match self {
            Self::Days => say!(Policy::DaysOfPeriod),
            Self::DaysEmployed => say!(Policy::DaysEmployed),
            Self::AfterLeaving => say!(Policy::AfterLeaving),
            Self::JoinedThisYear => say!(Policy::JoinedThisYear),
        }
    }

    /// Whether it is a truth, and not a number.
    #[must_use]
    pub fn is_truth(self) -> bool {
        matches!(self, Self::AfterLeaving | Self::JoinedThisYear)
    }
}
