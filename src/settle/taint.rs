//! The taint of rows: what rests on a fault is a mark in its cell (`Value::Tainted`), which whoever reads it takes over; what
//! is read of a row that may be missing, or that has a fault of its own, is as if it had the mark.

use std::collections::HashSet;

use super::row_key::RowKey;
use crate::formula::{Reach, Scope};

/// Rows that others may not count on: what is read of them is tainted, wherever a row is read from another.
#[derive(Clone, Debug, Default)]
pub(super) struct Taint {
    /// Whether the book has faults: any row may be missing, and coarser ones are not computed.
    pub(super) book: bool,
    /// Rows with a fault of their own.
    pub(super) rows: HashSet<RowKey>,
    /// The periods of managers (from 0) of which a line has a fault; nothing where one may be missing that is anybody's.
    pub(super) lines: Option<HashSet<(usize, usize)>>,
    /// Whether an adjustment may be missing.
    pub(super) adjustments: bool,
}

impl Taint {
    /// Whether the period before a row is tainted, also where there is none: it may be missing.
    pub(super) fn before(&self, key: RowKey, before: Option<RowKey>) -> bool {
        let later = matches!(key, RowKey::Period { period, .. } if period > 0);
        (self.book && later) || before.is_some_and(|before| self.rows.contains(&before))
    }

    /// Whether the rows that a person's period gathers are, as one of them may be missing.
    pub(super) fn of_gathered(&self, rows: (Scope, Reach), period: (usize, usize)) -> bool {
        self.book
            && match rows {
                (Scope::Credit, Reach::Finer) => self.lines.as_ref().is_none_or(|lines| lines.contains(&period)),
                (Scope::Adjustment, Reach::Finer) => self.adjustments,
                _ => true,
            }
    }
}
