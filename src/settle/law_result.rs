//! What a law came to.

use rust_decimal::Decimal;

use crate::book::{Fault, Place};
use crate::lang::Words;
use crate::say;

/// A law over all rows that it speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct LawResult {
    /// Its name.
    pub name: String,
    /// Its clause.
    pub clause: String,
    /// What it says.
    pub label: Words,
    /// How many rows it was checked on.
    pub rows: usize,
    /// Whether it holds on each of them.
    pub holds: bool,
    /// One side, summed over the rows.
    pub left: Decimal,
    /// The other side, summed over the rows.
    pub right: Decimal,
    /// The first row on which it does not hold.
    pub broken_at: Option<String>,
}

impl LawResult {
    /// A broken law as a fault: nothing is paid on figures that contradict themselves.
    #[must_use]
    pub fn fault(&self) -> Fault {
        let at = self.broken_at.as_deref().unwrap_or_default();
        Fault::new(
            Place::default(),
            format!("{} ≠ {}", self.left, self.right),
            say!(Settle::LawBroken { label: self.label, at }),
            say!(Settle::PayNothing),
        )
    }
}
