//! The sheets of the results workbook, and the rows in which what they hold begins.

use super::sheet::Block;
use crate::formula::Scope;

/// Row of the heading of the first block of every sheet (0-based).
pub(super) const TOP: u32 = 2;
/// Rows that the headlines take above the table of the summary.
pub(super) const HEADLINES: u32 = Block::HEADER_ROWS + 2;
/// First row of data of every sheet of managers, so that a manager has the same row on all of them; on the summary that
/// is so many rows further down as the headlines take.
pub(super) const FIRST: u32 = TOP + Block::HEADER_ROWS;
/// Rows of the block about the run, on the basis sheet.
pub(super) const RUN_ROWS: u32 = 14;

/// The sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Summary,
    Period(u8),
    Half,
    Year,
    /// The credited lines; 0 for their first sheet.
    Credits(u32),
    /// Adjustments made by hand.
    Adjustments,
    /// What earlier periods differ by from what was paid.
    Prior,
    Basis,
    Checks,
}

impl Tab {
    /// The sheet of a scope; of a period the one with this number, from 0.
    pub(super) fn of(scope: Scope, number: usize) -> Self {
        match scope {
            Scope::Period => Self::Period(u8::try_from(number + 1).unwrap_or(0)),
            Scope::Half => Self::Half,
            Scope::Year => Self::Year,
            _ => Self::Summary,
        }
    }
}
