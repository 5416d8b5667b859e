//! Seals: who says what of which results. A text file beside the results, to which lines are only ever added; each seal
//! names the bytes that it is about, hashes the seal before it, and is signed with an SSH key, or says that it is not.
//!
//! [`text`] writes and reads the file, [`check`] says whether its chain holds and what of it still holds of the results,
//! [`signature`] signs and checks. The room is pure: whoever uses it reads the files and tells the day.
//!
//! What a seal proves: with a key, that whoever held the key on signing said so of exactly these bytes, and that no seal
//! before it was changed, taken out or put in since. Without one it proves nothing, and says so. The last seals of a file
//! can always be cut off: hence the SHA-256 on paper, beside the signatures.

mod check;
mod signature;
mod text;

pub use check::{Checked, SealsDocument, checked};
pub use signature::{KeyFault, signed};
pub use text::{BadSeals, FileHash, SealLine, Seals};

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
