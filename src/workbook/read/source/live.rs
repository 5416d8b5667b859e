//! Rows of an .xlsx with the text of their formulas: for holding two workbooks side by side.
//!
//! The guards are those of [`stream`](super::stream): cells in order and once, within the caps, and a panic of the
//! parser is an error. Formulas that a program shares among cells are spelled out for each of them.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use calamine::XlsxCellReader;

use super::address::Address;
use super::cell::{self, RawCell, Spare};
use super::error::{SourceError, detail};
use super::{Budget, stream};
use crate::workbook::quiet::quietly;

/// A cell with its formula. At least one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveCell {
    /// 0-based.
    pub column: u16,
    /// What stands there, or what its formula resulted in; a formula that resulted in the empty text has nothing.
    pub value: Option<RawCell>,
    /// The formula, without the leading `=`.
    pub formula: Option<String>,
}

/// A row with at least one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveRow {
    /// 1-based, as in Excel.
    pub number: u32,
    /// The cells, from left to right.
    pub cells: Vec<LiveCell>,
}

/// Hands over the rows of a sheet.
pub(super) fn rows<RS: Read + Seek>(
    sheet: &str,
    cells: &mut XlsxCellReader<'_, RS>,
    budget: &mut Budget,
    f: &mut dyn FnMut(LiveRow) -> ControlFlow<()>,
) -> Result<(), SourceError> {
    let mut last = None;
    let mut row = LiveRow { number: 0, cells: Vec::new() };
    let mut spare = Spare::new();
    loop {
        let next = quietly(|| cells.next_cell_with_formula().map_err(detail));
        let panicked = |_| SourceError::Panicked { sheet: Some(sheet.to_owned()), after: last };
        let broken = |detail| SourceError::Broken { sheet: sheet.to_owned(), after: last, detail };
        let Some(next) = next.map_err(panicked)?.map_err(broken)? else { break };
        let at = Address { row: next.pos.0, column: next.pos.1 };
        stream::place(sheet, at, last)?;
        budget.cell(&next.value).map_err(|(what, limit)| SourceError::SheetTooLarge {
            sheet: sheet.to_owned(),
            what,
            limit,
            after: last,
        })?;
        last = Some(at);
        let formula = next.formula.filter(|formula| !formula.is_empty());
        let value = cell::from_value(next.value, formula.is_some(), &mut spare);
        if value.is_none() && formula.is_none() {
            continue;
        }
        if row.number != at.row + 1 {
            let before = std::mem::replace(&mut row, LiveRow { number: at.row + 1, cells: Vec::new() });
            if !before.cells.is_empty() && f(before).is_break() {
                return Ok(());
            }
        }
        row.cells.push(LiveCell { column: u16::try_from(at.column).unwrap_or(u16::MAX), value, formula });
    }
    if !row.cells.is_empty() {
        let _ = f(row);
    }
    Ok(())
}
