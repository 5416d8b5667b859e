//! Cells out of spreadsheet files that anyone may have sent: the only room that opens them.
//!
//! [`SourceWorkbook::open`] reads the whole file into memory (so that it cannot change under the checks), looks at its
//! magic bytes, checks its container for everything that is known to harm the parser, and opens it with calamine.
//! [`SourceWorkbook::rows`] then streams the non-empty rows of a sheet with exact values. What the cells mean is not this
//! room's business: text is not trimmed, and an error value is a [`RawCell`] like any other.
//!
//! The way through: [`found`] says what a file is; [`preflight`] checks it; [`book`] opens it; [`stream`] and [`grid`] make
//! rows; [`cell`], [`date`] and [`number`] make values; [`quiet`] turns panics into errors; [`limits`] has all caps.
//!
//! Promises, for any file: no panic gets out, memory stays under 1 GiB, and what is read is what Excel shows, or else a
//! [`SourceError`] says why not. They need `panic = "unwind"`, and `overflow-checks = true` so that a cell reference
//! which overflows in calamine is a fault and not another cell.

#![warn(clippy::pedantic)]

mod address;
mod book;
mod cell;
mod date;
mod error;
mod error_zh;
mod found;
mod grid;
mod limits;
mod number;
mod preflight;
mod quiet;
mod stream;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::ControlFlow;
use std::path::Path;

use sha2::{Digest, Sha256};

pub use address::Address;
pub use cell::RawCell;
pub use error::{Measure, SourceError};
pub use found::Found;

use book::Book;

/// A row with at least one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// 1-based, as in Excel.
    pub number: u32,
    /// 0-based columns, ascending; blank cells are left out.
    pub cells: Vec<(u16, RawCell)>,
}

/// A sheet of the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its name, as on the tab.
    pub name: String,
    /// Hidden, or very hidden.
    pub hidden: bool,
    /// It has cells; a chart sheet, for one, has none.
    pub worksheet: bool,
}

/// What may still be read of one workbook.
struct Budget {
    cells: u64,
    text: u64,
}

/// An open workbook.
pub struct SourceWorkbook {
    book: Book,
    sheets: Vec<SheetInfo>,
    sha256: String,
    budget: Budget,
}

impl fmt::Debug for SourceWorkbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceWorkbook")
            .field("sheets", &self.sheets)
            .field("sha256", &self.sha256)
            .finish_non_exhaustive()
    }
}

impl SourceWorkbook {
    /// Reads and checks a file. Its kind is what its bytes say; the name's ending does not matter.
    ///
    /// # Errors
    ///
    /// Whatever keeps the file from being a workbook that can be read safely.
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        Self::from_bytes(book::read(path)?)
    }

    /// The same for bytes that are already here.
    ///
    /// # Errors
    ///
    /// As for [`SourceWorkbook::open`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SourceError> {
        let sha256 = hex(&Sha256::digest(&bytes));
        let book = Book::open(bytes)?;
        let sheets = book.sheets();
        if sheets.len() > limits::SHEETS {
            return Err(SourceError::TooMuch {
                part: "workbook".to_owned(),
                what: Measure::Sheets,
                limit: limits::SHEETS as u64,
            });
        }
        if let Some(sheet) =
            sheets.iter().enumerate().find_map(|(i, s)| sheets[..i].iter().any(|t| t.name == s.name).then_some(s))
        {
            return Err(SourceError::SheetTwice { sheet: sheet.name.clone() });
        }
        if !sheets.iter().any(|sheet| sheet.worksheet) {
            return Err(SourceError::NoWorksheets);
        }
        Ok(Self { book, sheets, sha256, budget: Budget { cells: limits::CELLS, text: limits::TEXT } })
    }

    /// All sheets in the order of their tabs.
    #[must_use]
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// The SHA-256 of the file's bytes, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Hands the non-empty rows of a sheet to `f`, in order, until it breaks off. The row is only lent: its memory is
    /// used again for the next one. Hidden rows and columns are like any other; a merged cell has its value in its first
    /// cell only.
    ///
    /// The caps on cells and text hold for all calls on one workbook together.
    ///
    /// # Errors
    ///
    /// At the first thing that cannot be read; rows before it have been handed over by then. An index without a sheet is
    /// [`SourceError::NotAWorksheet`].
    pub fn rows(&mut self, sheet: usize, f: &mut dyn FnMut(&RawRow) -> ControlFlow<()>) -> Result<(), SourceError> {
        let info =
            self.sheets.get(sheet).ok_or_else(|| SourceError::NotAWorksheet { sheet: format!("#{}", sheet + 1) })?;
        let name = info.name.as_str();
        if !info.worksheet {
            return Err(SourceError::NotAWorksheet { sheet: name.to_owned() });
        }
        self.book.rows(sheet, name, &mut self.budget, f)
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('?');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
