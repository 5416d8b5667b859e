//! A row of data under known headings, and what stands in a column of its sheet.

use super::rows::is_blank;
use super::source::{RawCell, SourceRow, TextId};
use super::text;
use super::typed::shown;
use super::yellow::Yellow;
use crate::book::{Place, SheetPlace};
use crate::policy::Column;

/// The cells of a row.
pub(super) type GridCells = Vec<(u16, RawCell)>;

/// A row of data under known headings.
pub struct GridRow<'a> {
    /// Row in the workbook.
    pub number: u32,
    pub(super) cells: &'a [(u16, RawCell)],
    pub(super) place: &'a SheetPlace,
    /// Where the cell of each of the policy's columns stands.
    pub(super) at: &'a [Place],
    /// Columns in which it is part of a merge that is a fault.
    pub(super) merged: &'a [u16],
    /// By columns of the sheet, as far as they have headings: where the cell stands among the cells, counted from 1; 0
    /// for none.
    pub(super) standing: &'a [u16],
    pub(super) kinds: &'a [ColumnKind],
    /// The row as it was read, where nothing was carried into it.
    pub(super) raw: Option<&'a SourceRow>,
}

impl GridRow<'_> {
    /// The cell under one of the policy's columns; `None` when blank or the column is missing.
    #[must_use]
    pub fn cell(&self, column: usize) -> Option<&RawCell> {
        match &self.cells[self.index(column)?].1 {
            RawCell::Text(text) if text::is_blank(text) => None,
            cell => Some(cell),
        }
    }

    /// Which text of those that the file keeps once stands there.
    pub(super) fn text(&self, column: usize) -> Option<TextId> {
        self.raw?.text(self.index(column)?)
    }

    /// Where the cell under one of the policy's columns stands among the cells.
    fn index(&self, column: usize) -> Option<usize> {
        let at = self.place.columns[column]?;
        usize::from(*self.standing.get(usize::from(at))?).checked_sub(1)
    }

    /// Whether the sheet has the column and this cell of it is blank.
    #[must_use]
    pub fn blank(&self, column: usize) -> bool {
        self.has(column) && self.cell(column).is_none()
    }

    /// Whether the row has the column. A missing column is one fault, not one a row, and so is a merge over several.
    #[must_use]
    pub fn has(&self, column: usize) -> bool {
        self.place.columns[column].is_some_and(|at| !self.merged.contains(&at))
    }

    /// The place of that cell.
    #[must_use]
    pub fn place(&self, column: usize) -> Place {
        self.at(column).clone()
    }

    /// The same, lent: nearly all cells are sound, and nobody asks where they stand.
    #[must_use]
    pub fn at(&self, column: usize) -> &Place {
        &self.at[column]
    }

    /// What stands in that cell, for messages.
    pub(super) fn shown(&self, column: usize) -> String {
        self.cell(column).map(shown).unwrap_or_default()
    }

    /// A cell as one that is to be confirmed, were its ground yellow.
    pub(super) fn as_yellow(&self, column: usize, columns: &[Column]) -> Option<Yellow> {
        let cell = self.cell(column)?;
        Some(Yellow::new(self.place(column), self.cells, self.place, columns, (column, cell)))
    }

    /// The cells that stand under no column of the policy.
    pub(super) fn others(&self) -> impl Iterator<Item = &(u16, RawCell)> {
        let beyond = |(at, _): &&(u16, RawCell)| !matches!(ColumnKind::of(self.kinds, *at), ColumnKind::Known(..));
        // In nearly all sheets there are none.
        self.cells.iter().filter(beyond).filter(|(_, cell)| !is_blank(cell))
    }
}

/// What stands in a column of the sheet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnKind {
    /// No heading.
    Headless,
    /// A heading that the policy does not know.
    Strange,
    /// One of the policy's columns, by its index; whether it holds figures.
    Known(usize, bool),
}

impl ColumnKind {
    /// That of a column.
    pub(super) fn of(kinds: &[Self], at: u16) -> Self {
        kinds.get(usize::from(at)).copied().unwrap_or(Self::Headless)
    }
}
