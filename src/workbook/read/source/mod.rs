//! Cells out of spreadsheet files that anyone may have sent: the only room that opens them.
//!
//! [`SourceWorkbook::open`] reads the whole file into memory (so that it cannot change under the checks), looks at its
//! magic bytes, checks its container for everything that is known to harm the parser, and opens it with calamine.
//! [`SourceWorkbook::rows`] then streams the non-empty rows of a sheet with exact values. What the cells mean is not this
//! room's business: text is not trimmed, and an error value is a [`RawCell`] like any other.
//!
//! The way through: [`found`] says what a file is; [`package`] (zip) inflates every part once; [`stream`] and [`grid`]
//! make rows; [`cell`], [`date`] and [`number`] make values; [`quiet`] turns panics into errors; [`limits`] has all caps.
//!
//! Promises, for any file: no panic gets out, memory stays under 1 GiB, and what is read is what Excel shows, or else a
//! [`SourceError`] says why not. They need `panic = "unwind"`, and `overflow-checks = true` so that a cell reference
//! which overflows in calamine is a fault and not another cell.

#![warn(clippy::pedantic)]

mod address;
mod biff12;
mod biff8;
mod binary;
mod cell;
mod census;
mod cfb;
mod date;
mod error;
mod error_zh;
mod found;
mod grid;
mod limits;
mod look;
mod markup;
mod number;
mod ods;
mod package;
mod quiet;
mod sst;
mod stream;
mod tags;
#[cfg(test)]
mod tests;
mod tokens;

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;

use calamine::{Ods, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx};
use sha2::{Digest, Sha256};

pub use address::Address;
pub use cell::RawCell;
pub use error::{Measure, SourceError};
pub use found::Found;

use biff12::FormulaErrors;
use found::Container;
use package::Checked;
use quiet::quietly;

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

type Bytes = Cursor<Vec<u8>>;

enum Book {
    Xlsx(Box<Xlsx<Bytes>>),
    Xlsb(Box<Xlsb<Bytes>>, Vec<FormulaErrors>),
    Xls(Box<Xls<Bytes>>),
    Ods(Box<Ods<Bytes>>),
}

/// An open workbook.
pub struct SourceWorkbook {
    book: Book,
    sheets: Vec<SheetInfo>,
    sha256: String,
    budget: Budget,
}

impl SourceWorkbook {
    /// Reads and checks a file. Its kind is what its bytes say; the name's ending does not matter.
    ///
    /// # Errors
    ///
    /// Whatever keeps the file from being a workbook that can be read safely.
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        Self::from_bytes(read(path)?)
    }

    /// The same for bytes that are already here.
    ///
    /// # Errors
    ///
    /// As for [`SourceWorkbook::open`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SourceError> {
        let sha256 = hex(&Sha256::digest(&bytes));
        let book = match quietly(|| open(bytes)) {
            Ok(result) => result?,
            Err(_) => return Err(SourceError::Panicked { sheet: None, after: None }),
        };
        let sheets = sheets(&book);
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
    /// used again for the next one.
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
        let budget = &mut self.budget;
        match &mut self.book {
            Book::Xlsx(book) => {
                let mut cells = guarded(name, || book.worksheet_cells_reader(name))?;
                stream::rows(name, || stream::of_xlsx(&mut cells), budget, f)
            }
            Book::Xlsb(book, errors) => {
                let mut cells = guarded(name, || book.worksheet_cells_reader(name))?;
                let errors = errors.get(sheet).map(Vec::as_slice).unwrap_or_default();
                let mut merged = stream::Merged::new(errors);
                stream::rows(name, || merged.next(|| stream::of_xlsb(cells.next_cell())), budget, f)
            }
            Book::Xls(book) => {
                let (values, formulas) = guarded(name, || {
                    Ok::<_, calamine::XlsError>((book.worksheet_range(name)?, book.worksheet_formula(name)?))
                })?;
                grid::rows(name, &values, &formulas, false, budget, f)
            }
            Book::Ods(book) => {
                let (values, formulas) = guarded(name, || {
                    Ok::<_, calamine::OdsError>((book.worksheet_range(name)?, book.worksheet_formula(name)?))
                })?;
                grid::rows(name, &values, &formulas, true, budget, f)
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('?');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes of a regular file of an acceptable size.
fn read(path: &Path) -> Result<Vec<u8>, SourceError> {
    let io = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => SourceError::NotFound,
        _ => SourceError::Io(error),
    };
    let too_large = |bytes| SourceError::FileTooLarge { bytes, limit: limits::FILE };
    // Asked before opening: opening a pipe would wait for its writer.
    if !std::fs::metadata(path).map_err(io)?.is_file() {
        return Err(SourceError::NotAFile);
    }
    let file = File::open(path).map_err(io)?;
    let size = file.metadata().map_err(io)?.len();
    if size > limits::FILE {
        return Err(too_large(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    file.take(limits::FILE + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > limits::FILE {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

/// Pre-flight, then calamine.
fn open(bytes: Vec<u8>) -> Result<Book, SourceError> {
    fn opened<B: Reader<Bytes>>(bytes: Vec<u8>) -> Result<Box<B>, SourceError>
    where
        B::Error: std::fmt::Display,
    {
        B::new(Cursor::new(bytes)).map(Box::new).map_err(|e| SourceError::Damaged { detail: error::detail(e) })
    }
    match found::sniff(&bytes).map_err(SourceError::NotASpreadsheet)? {
        Container::Ole => {
            if bytes.len() as u64 > limits::XLS_FILE {
                return Err(SourceError::FileTooLarge { bytes: bytes.len() as u64, limit: limits::XLS_FILE });
            }
            biff8::check(&cfb::workbook(&bytes)?)?;
            opened(bytes).map(Book::Xls)
        }
        Container::Zip => match package::check(&bytes)? {
            Checked::Xlsx => opened(bytes).map(Book::Xlsx),
            Checked::Xlsb(errors) => Ok(Book::Xlsb(opened(bytes)?, errors)),
            Checked::Ods => opened(bytes).map(Book::Ods),
        },
    }
}

fn sheets(book: &Book) -> Vec<SheetInfo> {
    let metadata = match book {
        Book::Xlsx(book) => book.sheets_metadata(),
        Book::Xlsb(book, _) => book.sheets_metadata(),
        Book::Xls(book) => book.sheets_metadata(),
        Book::Ods(book) => book.sheets_metadata(),
    };
    let info = |sheet: &calamine::Sheet| SheetInfo {
        name: sheet.name.clone(),
        hidden: sheet.visible != SheetVisible::Visible,
        worksheet: sheet.typ == SheetType::WorkSheet,
    };
    metadata.iter().map(info).collect()
}

/// Runs a call of calamine about one sheet; its error and its panic are ours.
fn guarded<T, E: std::fmt::Display>(sheet: &str, work: impl FnOnce() -> Result<T, E>) -> Result<T, SourceError> {
    match quietly(work) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => {
            Err(SourceError::Broken { sheet: sheet.to_owned(), after: None, detail: error::detail(error) })
        }
        Err(_) => Err(SourceError::Panicked { sheet: Some(sheet.to_owned()), after: None }),
    }
}
