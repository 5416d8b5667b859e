//! The only blank cell of a column that is filled in else: what stands below it may have been moved by a row.

use super::grid::ColumnKind;
use super::source::{Area, SourceRow};
use crate::book::SheetPlace;
use crate::policy::Column;

/// So many others must be filled in.
const OTHERS: u32 = 9;

/// How much of each column is filled in, of those whose blank cells mean something.
#[derive(Default)]
pub(super) struct FilledColumns {
    rows: u32,
    /// By the policy's columns: how many cells, how many blanks, the row of the first of these.
    columns: Vec<(u32, u32, u32)>,
    defaulted: Vec<usize>,
}

/// The only blank cell of a column: the column, the row, how many others are filled in.
pub(super) type Lone = (usize, u32, u32);

impl FilledColumns {
    pub(super) fn new(columns: &[Column]) -> Self {
        let defaulted = (0..columns.len()).filter(|&index| columns[index].default.is_some());
        Self { rows: 0, columns: vec![(0, 0, 0); columns.len()], defaulted: defaulted.collect() }
    }

    /// A row of data.
    pub(super) fn row(&mut self, row: &SourceRow, kinds: &[ColumnKind]) {
        if self.defaulted.is_empty() {
            return;
        }
        for (at, cell) in &row.cells {
            if let ColumnKind::Known(index, _) = ColumnKind::of(kinds, *at)
                && !super::rows::is_blank(cell)
            {
                self.columns[index].0 += 1;
            }
        }
        self.rows += 1;
        for &index in &self.defaulted {
            let (filled, blanks, first) = &mut self.columns[index];
            if self.rows - *filled > *blanks {
                *blanks += 1;
                if *blanks == 1 {
                    *first = row.number;
                }
            }
        }
    }

    /// The columns with one blank cell, which no merge made.
    pub(super) fn lone(&self, place: &SheetPlace, merges: &[Area]) -> Vec<Lone> {
        let is_merged = |at: u16| {
            let over = |area: &Area| (area.first_column..=area.last_column).contains(&at);
            merges.iter().any(|area| area.last_row > place.heading && over(area))
        };
        let of = |&index: &usize| {
            let (filled, blanks, first) = self.columns[index];
            let at = place.columns[index]?;
            (blanks == 1 && filled >= OTHERS && !is_merged(at)).then_some((index, first, filled))
        };
        self.defaulted.iter().filter_map(of).collect()
    }
}
