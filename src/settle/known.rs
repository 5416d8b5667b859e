//! The faults that a book has already, by place: there may be ten thousand of them, and each of a million lines and of a
//! hundred thousand people's cells asks whether one of them is its own.

use std::collections::HashSet;

use crate::book::{Book, Fault, Period, Who};
use crate::policy::{Policy, RowKind};

/// Faults found before, to be asked for by place.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    rows: HashSet<(&'a str, u32)>,
    cells: HashSet<(&'a str, u32, u16)>,
    /// Managers and their periods (from 0) of which a line has a fault.
    periods: HashSet<(usize, usize)>,
    /// A line with a fault is not in the book: it may be anybody's, of any period.
    stray: bool,
}

impl<'a> Known<'a> {
    pub(super) fn new(policy: &Policy, book: &Book, faults: &'a [Fault]) -> Self {
        let mut known = Self::default();
        for fault in faults {
            for place in std::iter::once(&fault.place).chain(&fault.also) {
                known.rows.insert((&place.sheet, place.row));
                known.cells.insert((&place.sheet, place.row, place.column));
            }
        }
        let lines = policy.sheets.iter().position(|sheet| sheet.row == RowKind::Line);
        let Some(sheet) = lines.and_then(|at| book.sheets.get(at)?.as_ref()) else { return known };
        let mut placed = HashSet::new();
        for line in book.lines.iter().filter(|line| known.rows.contains(&(sheet.name.as_str(), line.row))) {
            placed.insert(line.row);
            if let Who::Manager(manager) = line.who {
                known.periods.insert((manager as usize, line.period.index()));
            }
        }
        known.stray = known.rows.iter().any(|(name, row)| *name == sheet.name && !placed.contains(row));
        known
    }

    /// Whether a row of a sheet has a fault.
    pub(super) fn row(&self, sheet: &str, row: u32) -> bool {
        self.rows.contains(&(sheet, row))
    }

    /// Whether a cell has one.
    pub(super) fn cell(&self, sheet: &str, row: u32, column: u16) -> bool {
        self.cells.contains(&(sheet, row, column))
    }

    /// Whether one of the lines that a manager has alone in a period has one, or may be his but for its fault.
    pub(super) fn line_of(&self, manager: usize, period: Period) -> bool {
        self.stray || self.periods.contains(&(manager, period.index()))
    }
}
