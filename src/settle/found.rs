//! What was found of rows. A finding is known again by what it is about, never by its text.

use std::collections::HashSet;

use super::row_key::RowKey;
use crate::book::{Fault, Place};

/// What of a row is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum RowMistake {
    /// The rule with this slot has no value.
    Rule(usize),
    /// What is gathered into this slot has none.
    Gathered(usize),
    /// The policy cannot say whether there is such a row.
    Existence,
    /// A check of the policy, by its place there: of a cell it says the same in whichever row.
    Check(usize),
    /// Who reports to whom.
    Superior,
    /// What stands there without a formula: a line's date, its net, its parts, an adjustment.
    Facts,
}

/// A fault, or else a warning, of a row.
pub(super) struct RowFinding {
    pub key: RowKey,
    pub mistake: RowMistake,
    pub is_fault: bool,
    pub finding: Fault,
}

impl RowFinding {
    pub(super) fn about(&self) -> (RowMistake, Option<RowKey>, Place) {
        let row = if let RowMistake::Check(_) = self.mistake { None } else { Some(self.key) };
        (self.mistake, row, self.finding.place.clone())
    }
}

/// Why a book cannot be settled.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RowFaults {
    /// The faults, in the order of their rows; or the broken laws.
    pub faults: Vec<Fault>,
    pub(super) told: HashSet<(RowMistake, Option<RowKey>, Place)>,
}
