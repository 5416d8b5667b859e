//! The file-writing room: a [`Report`] becomes the bytes of a workbook, a [`Block`] the bytes of a
//! CSV, and bytes become a file. The only room that knows `rust_xlsxwriter`, and the only way from
//! `Decimal` to `f64` (`number`).
//!
//! Same report, same bytes, in every process and on any number of threads: no clock, no random number,
//! formats in a fixed order, and each sheet filled by one thread. Nothing is computed here; a cell shows the value it comes with, and a formula goes with its value as the
//! cached result. What Excel would change, cut or repair is refused with a [`WriteError`].
//!
//! A workbook is calculated when it is opened (`fullCalcOnLoad`), one of a million lines too: what its reader sees is then
//! his own program's figure, not a stored one that somebody may have edited; and Excel calculates a file of an older engine
//! in any case, and the library names the one of 2007. It is a small part of opening: `LibreOffice` reads the 18,941
//! formulas of size S in 1.44 s of processor time with their results and in 1.46 s without, so that it must calculate; size L
//! has 15 million, in files of gigabytes. Where a file is only shown (Protected View, previews), the stored results are.
//!
//! Rooms: `pieces` shares the sheets out, `filling` fills them; `sheet` writes one from top to bottom onto its `paper`, with `styles` (looks), `measure` and
//! `layout` (widths and heights), `page` (panes, outline, print) and `charts` (with
//! `reference`); `cell` writes a single cell; `names` checks what sheets may be called; `file` and `draft`
//! put bytes in place of a file.
//!
//! [`Report`]: crate::report::sheet::Report
//! [`Block`]: crate::report::sheet::Block

mod cell;
mod charts;
mod copy;
mod csv;
mod draft;
mod error;
mod file;
mod file_error;
mod filling;
mod form;
mod layout;
mod measure;
mod names;
mod number;
mod page;
mod pages;
mod paper;
mod pieces;
mod reference;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::atomic::AtomicU64;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

pub use self::copy::{TakeRow, copy};
pub use self::csv::csv;
pub use self::error::{FormulaFault, LayoutFault, NameFault, Place, WriteError};
pub use self::file::{Draft, folder, replace, replace_beside, replace_with, sweep};
pub use self::file_error::{FileError, FileFault};
pub use self::filling::Making;
use self::filling::{Failure, Measured};
pub use self::form::form;
pub use self::pages::{pages_can_be_made, pdf};
use self::pieces::Cut;
use crate::report::sheet::Report;
use crate::workbook::quiet::quietly;

/// Who the document's properties and notes name.
const AUTHOR: &str = "bonus";
/// Of the zip: 30 % faster than the usual 6 for a tenth more bytes.
const DEFLATE_LEVEL: u8 = 3;

/// The workbook of `report`, in the xlsx format, made by one thread.
///
/// # Errors
/// Whatever Excel could not hold exactly or would repair; see [`WriteError`].
pub fn xlsx(report: &Report) -> Result<Vec<u8>, WriteError> {
    let mut bytes = Vec::new();
    xlsx_into(report, &Making::default(), &mut bytes)?;
    Ok(bytes)
}

/// The same, written to `out` as it is made; the bytes are the same for any number of threads.
///
/// # Errors
/// As for [`xlsx`]; and what `out` says.
pub fn xlsx_into(report: &Report, making: &Making, out: impl Write + Send) -> Result<(), WriteError> {
    pieces::write(Cut::USUAL, report, making, out)
}

/// Builds a workbook. The library panics when its temporary file cannot be written; that is an error here.
fn built<T>(work: impl FnOnce() -> Result<T, WriteError>) -> Result<T, WriteError> {
    quietly(work).unwrap_or_else(|_| Err(WriteError::no_room()))
}

/// The workbook of a report; the sheets of `framed` have no cells.
fn workbook(measured: &Measured<'_>, framed: &BTreeSet<usize>, written: &AtomicU64) -> Result<Workbook, Failure> {
    let mut workbook = titled(measured.report).map_err(|error| (0, error))?;
    filling::fill(&mut workbook, measured, framed, written)?;
    Ok(workbook)
}

/// A workbook with all that is the whole report's.
fn titled(report: &Report) -> Result<Workbook, WriteError> {
    names::check(report.sheets.iter().map(|sheet| sheet.name.as_str()))?;
    if report.sheets.is_empty() {
        let place = Place { sheet: report.title.clone(), row: 0, column: 0 };
        return Err(WriteError::Layout { place, fault: LayoutFault::NoSheet });
    }
    let mut workbook = empty()?;
    workbook.set_properties(&properties()?.set_title(&report.title).set_subject(&report.subject));
    for (name, reference) in &report.names {
        define(&mut workbook, name, reference)?;
    }
    Ok(workbook)
}

/// A workbook without sheets.
fn empty() -> Result<Workbook, WriteError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(DEFLATE_LEVEL);
    workbook.set_default_format(&styles::base(), styles::LINE_PIXELS, styles::DEFAULT_COLUMN_PIXELS)?;
    Ok(workbook)
}

/// The document's properties, without the time of day: same report, same bytes.
fn properties() -> Result<DocProperties, WriteError> {
    Ok(DocProperties::new().set_author(AUTHOR).set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

fn define(workbook: &mut Workbook, name: &str, reference: &str) -> Result<(), WriteError> {
    rust_xlsxwriter::utility::check_name(name)
        .map_err(|error| WriteError::DefinedName { name: name.to_owned(), why: error.to_string() })?;
    workbook.define_name(name, &format!("={}", reference.trim_start_matches('=')))?;
    Ok(())
}
