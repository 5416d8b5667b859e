//! What is looked at before a reader sees a file: its container, and for calamine everything that is known to harm it, or
//! that it reads otherwise than Excel does.
//!
//! Nothing here reads values. A zip ([`package`]) has its names checked; of an .xlsb each part that calamine reads is
//! inflated once under the [`look`] that its use demands ([`biff12`], [`binary`]), while .xlsx and .ods are left to their
//! own readers. An .xls is walked by its sectors ([`cfb`]) and its records ([`biff8_records`], [`biff8`], [`biff8_sheet`], [`sst`]);
//! [`tokens`] weighs the formulas of the binary formats.

mod biff12;
mod biff8;
mod biff8_records;
mod biff8_sheet;
mod binary;
mod cfb;
mod look;
mod package;
mod sst;
mod tokens;

use calamine::CellErrorType;

use super::found::{Container, sniff};
use super::{Area, Shape, address, error, found, limits, xlsx, xml};

use address::Address;
use error::SourceError;

/// The formulas of a sheet that result in errors, in the order of the file.
pub(super) type FormulaErrors = Vec<(Address, CellErrorType)>;

/// A file that calamine may open.
pub(super) enum CheckedFile {
    /// With the names of its parts; nothing of it was looked at yet.
    Xlsx(Vec<String>),
    /// With the formula errors of each sheet, which calamine does not give.
    Xlsb(Vec<FormulaErrors>),
    /// The same.
    Ods(Vec<String>),
    Xls,
}

/// Checks a file; says what it is, and what each of its sheets merges and hides, in their order.
pub(super) fn check(bytes: &[u8]) -> Result<(CheckedFile, Vec<Shape>), SourceError> {
    match sniff(bytes).map_err(SourceError::NotASpreadsheet)? {
        Container::Zip => package::check(bytes),
        Container::Ole if bytes.len() as u64 > limits::XLS_FILE => {
            Err(SourceError::FileTooLarge { bytes: bytes.len() as u64, limit: limits::XLS_FILE })
        }
        Container::Ole => {
            let shapes = biff8::check(&cfb::workbook(bytes)?)?;
            Ok((CheckedFile::Xls, shapes))
        }
    }
}

/// A merge of the binary formats, whose rows begin with 0; one of a single cell is none.
fn merge([first_row, last_row, first_column, last_column]: [u32; 4]) -> Option<Area> {
    let column = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
    let area = Area {
        first_row: first_row.saturating_add(1),
        first_column: column(first_column),
        last_row: last_row.saturating_add(1),
        last_column: column(last_column),
    };
    ((first_row, first_column) != (last_row, last_column)).then_some(area)
}
