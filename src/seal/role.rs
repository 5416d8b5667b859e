//! Who seals.

use serde::Serialize;

use crate::lang::Words;
use crate::say;

/// What somebody is to the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Role {
    /// He made them.
    Maker,
    /// He checked them.
    Reviewer,
    /// He approved them.
    Approver,
}

impl Role {
    /// All of them, in the order of the work.
    pub const ALL: [Self; 3] = [Self::Maker, Self::Reviewer, Self::Approver];

    /// Its name in the file, on the command line and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Maker => "maker",
            Self::Reviewer => "reviewer",
            Self::Approver => "approver",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Maker => say!(Seal::Maker),
            Self::Reviewer => say!(Seal::Reviewer),
            Self::Approver => say!(Seal::Approver),
        }
    }
}
