//! Cells out of spreadsheet files that anyone may have sent: the only room that opens them.
//!
//! [`SourceWorkbook::open`] reads the whole file into memory (so that it cannot change under the checks), looks at its
//! magic bytes, and opens it: an .xlsx with a strict reader of our own ([`xlsx`], over [`xml`]), which reads all of it at
//! once; the others with calamine, after a look for everything that is known to harm it.
//! [`SourceWorkbook::rows`] then streams the non-empty rows of a sheet with exact values. What the cells mean is not this
//! room's business: text is not trimmed, and an error value is a [`RawCell`] like any other.
//!
//! The way through: [`found`] says what a file is; [`preflight`] checks it; [`book`] opens it; [`stream`] and [`grid`] make
//! rows of what calamine reads; [`shape`] and [`hidden`] say what a sheet tells besides; [`cell`], [`date`] and [`number`] make values; `quiet`, next
//! door, turns panics into errors; [`limits`] has all caps.
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
mod found;
mod grid;
mod hidden;
mod limits;
mod live;
mod number;
mod ods;
mod preflight;
mod received;
mod row;
mod shape;
mod source_workbook;
mod stream;
#[cfg(test)]
mod tests;
mod xlsx;
mod xml;

pub use address::Address;
pub use cell::RawCell;
pub use error::{Measure, SourceError};
pub use found::NotAWorkbook;
pub use hidden::Hidden;
pub use live::{LiveCell, LiveRow};
pub use row::{SheetInfo, SourceRow, TextId};
pub use shape::{Area, FormatId, FormatMarks, Shape, ShownFormats};
pub use source_workbook::{Loaded, SourceWorkbook};
