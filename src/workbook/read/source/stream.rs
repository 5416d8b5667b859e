//! Rows of .xlsb and .xls, assembled while their cells stream past.
//!
//! Memory is one row, whatever the sheet's size. A cell out of order is a fault: Excel itself refuses such a file, and
//! nothing else would notice a cell that is given twice.

use std::ops::ControlFlow;

use calamine::{Cell, CellErrorType, DataRef, XlsbError};

use super::SourceRow;
use super::address::Address;
use super::cell::{RawCell, Spare};
use super::error::{Measure, SourceError, broken, too_large};
use super::limits::{self, ReadingBudget};
use super::received;
use crate::lang::Words;
use crate::say;
use crate::workbook::quiet::quietly;

/// A cell as it streams past: where, what, and whether a formula stands there.
pub(super) type Passing<'a> = (Address, DataRef<'a>, bool);

/// The next cell of an .xlsb, from calamine's `next_cell` (the reader's type has no public name). A formula record there
/// always carries its result, so nothing need be known about formulas.
pub(super) fn of_xlsb(cell: Result<Option<Cell<DataRef<'_>>>, XlsbError>) -> Result<Option<Passing<'_>>, Words> {
    Ok(cell.map_err(|_| say!(Source::RecordsBroken))?.map(|cell| {
        let (row, column) = cell.get_position();
        (Address { row, column }, cell.get_value().clone(), false)
    }))
}

/// The cells of an .xlsb sheet with the formula errors that calamine leaves out, in the order of the sheet.
pub(super) struct Merged<'a> {
    errors: std::slice::Iter<'a, (Address, CellErrorType)>,
    error: Option<&'a (Address, CellErrorType)>,
    cell: Option<Passing<'a>>,
    ended: bool,
}

impl<'a> Merged<'a> {
    pub(super) fn new(errors: &'a [(Address, CellErrorType)]) -> Self {
        let mut errors = errors.iter();
        Self { error: errors.next(), errors, cell: None, ended: false }
    }

    /// The next of both.
    pub(super) fn next(
        &mut self,
        mut cells: impl FnMut() -> Result<Option<Passing<'a>>, Words>,
    ) -> Result<Option<Passing<'a>>, Words> {
        let Some((at, error)) = self.error else {
            return if self.cell.is_some() || self.ended { Ok(self.cell.take()) } else { cells() };
        };
        if self.cell.is_none() && !self.ended {
            self.cell = cells()?;
            self.ended = self.cell.is_none();
        }
        if self.cell.as_ref().is_some_and(|(cell, ..)| cell <= at) {
            return Ok(self.cell.take());
        }
        self.error = self.errors.next();
        Ok(Some((*at, DataRef::Error(error.clone()), false)))
    }
}

/// Hands over the rows of a sheet, whose cells `next` gives, until `f` breaks off.
pub(super) fn rows<'a>(
    sheet: &str,
    mut next: impl FnMut() -> Result<Option<Passing<'a>>, Words>,
    budget: &mut ReadingBudget,
    f: &mut dyn FnMut(&SourceRow) -> ControlFlow<()>,
) -> Result<(), SourceError> {
    let mut maker = Maker { sheet, last: None, row: SourceRow::default(), waiting: None, spare: Spare::new() };
    loop {
        let filled = quietly(|| maker.fill(&mut next, budget));
        let panicked = |_| SourceError::Panicked { sheet: Some(sheet.to_owned()), after: maker.last };
        let done = filled.map_err(panicked)??;
        if !maker.row.cells.is_empty() && f(&maker.row).is_break() || done {
            return Ok(());
        }
    }
}

struct Maker<'s> {
    sheet: &'s str,
    /// The last cell that was read well.
    last: Option<Address>,
    row: SourceRow,
    /// The first cell of the row after.
    waiting: Option<(Address, RawCell)>,
    spare: Spare,
}

impl Maker<'_> {
    /// Fills `row` with the next row; true at the end of the sheet.
    fn fill<'a>(
        &mut self,
        next: &mut impl FnMut() -> Result<Option<Passing<'a>>, Words>,
        budget: &mut ReadingBudget,
    ) -> Result<bool, SourceError> {
        for (_, cell) in self.row.cells.drain(..) {
            if let RawCell::Text(mut text) = cell {
                text.clear();
                self.spare.push(text);
            }
        }
        if let Some((at, cell)) = self.waiting.take() {
            self.put(at, cell);
        }
        loop {
            let next = next().map_err(|detail| broken(self.sheet, self.last, detail))?;
            let Some((at, value, formula)) = next else { return Ok(true) };
            place(self.sheet, at, self.last)?;
            budget.cell(&value).map_err(|limit| too_large(self.sheet, limit, self.last))?;
            self.last = Some(at);
            let Some(cell) = received::from_value(value, formula, &mut self.spare) else {
                continue;
            };
            if !self.row.cells.is_empty() && self.row.number != at.row + 1 {
                self.waiting = Some((at, cell));
                return Ok(false);
            }
            self.put(at, cell);
        }
    }

    fn put(&mut self, at: Address, cell: RawCell) {
        self.row.number = at.row + 1;
        self.row.cells.push((u16::try_from(at.column).unwrap_or(u16::MAX), cell));
    }
}

/// Whether a cell may stand at this address, after the last one.
fn place(sheet: &str, at: Address, last: Option<Address>) -> Result<(), SourceError> {
    let sheet = || sheet.to_owned();
    if !at.exists() {
        return Err(SourceError::OutsideLimits { sheet: sheet(), after: last });
    }
    match last {
        Some(last) if last == at => Err(SourceError::CellTwice { sheet: sheet(), cell: at }),
        Some(last) if last > at => Err(SourceError::OutOfOrder { sheet: sheet(), cell: at, after: last }),
        _ => Ok(()),
    }
}

impl ReadingBudget {
    /// Takes one cell off what may still be read.
    pub(super) fn cell(&mut self, value: &DataRef<'_>) -> Result<(), (Measure, u64)> {
        let text = match value {
            DataRef::SharedString(text) => text.len(),
            DataRef::String(text) => text.len(),
            _ => 0,
        };
        self.cells = self.cells.checked_sub(1).ok_or((Measure::Cells, limits::CELLS))?;
        self.text = self.text.checked_sub(text as u64).ok_or((Measure::TextBytes, limits::TEXT))?;
        Ok(())
    }
}
