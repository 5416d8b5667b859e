//! Whether the period of a policy is a quarter or a month.

use crate::lang::Words;
use crate::say;

/// The period of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum PeriodKind {
    /// Q1 … Q4.
    Quarter,
    /// 01 … 12.
    Month,
}

impl PeriodKind {
    /// How many periods a year has.
    #[must_use]
    pub const fn count(self) -> u8 {
        match self {
            Self::Quarter => 4,
            Self::Month => 12,
        }
    }

    /// What people call one of its periods.
    #[must_use]
    pub fn label(self) -> Words {
        match self {
            Self::Quarter => say!(Policy::Quarter),
            Self::Month => say!(Policy::Month),
        }
    }

    /// The name of the scope in policy files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::Month => "month",
        }
    }
}
