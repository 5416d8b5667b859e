//! The file-writing room: a [`Report`] becomes the bytes of a workbook, a [`Block`] the bytes of a
//! CSV, and bytes become a file. The only room that knows `rust_xlsxwriter`, and the only way from
//! `Decimal` to `f64` (`number`).
//!
//! Same report, same bytes, in every process: no clock, no random number, one thread. Nothing is
//! computed here; a cell shows the value it comes with, and a formula goes with its value as the
//! cached result. What Excel would change, cut or repair is refused with a [`WriteError`].
//!
//! Rooms: `sheet` writes one worksheet from top to bottom, with `styles` (looks), `measure` and
//! `layout` (widths and heights), `page` (panes, outline, print) and `charts` (with
//! `reference`); `cell` writes a single cell; `names` checks what sheets may be called.
//!
//! [`Report`]: crate::report::sheet::Report
//! [`Block`]: crate::report::sheet::Block

mod cell;
mod charts;
mod copy;
mod csv;
mod error;
mod file;
mod file_error;
mod form;
mod layout;
mod measure;
mod names;
mod number;
mod page;
mod pages;
mod reference;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

pub use self::copy::copy;
pub use self::csv::csv;
pub use self::error::{FormulaFault, LayoutFault, NameFault, Place, WriteError};
pub use self::file::replace;
pub use self::file_error::{FileError, FileFault};
pub use self::form::form;
use self::layout::Layout;
pub use self::pages::{pages_can_be_made, pdf};
use self::styles::Styles;
use crate::report::sheet::{Report, Sheet};

/// Who the document's properties and notes name.
const AUTHOR: &str = "bonus";
/// Sheets from this many rows on go through a temporary file instead of memory.
const LONG_SHEET: u32 = 10_000;
/// Of the zip: 30 % faster than the usual 6 for a tenth more bytes.
const DEFLATE_LEVEL: u8 = 3;

/// The workbook of `report`, in the xlsx format.
///
/// # Errors
/// Whatever Excel could not hold exactly or would repair; see [`WriteError`].
pub fn xlsx(report: &Report) -> Result<Vec<u8>, WriteError> {
    Ok(workbook(report)?.save_to_buffer()?)
}

fn workbook(report: &Report) -> Result<Workbook, WriteError> {
    names::check(report.sheets.iter().map(|sheet| sheet.name.as_str()))?;
    if report.sheets.is_empty() {
        let place = Place { sheet: report.title.clone(), row: 0, column: 0 };
        return Err(WriteError::Layout { place, fault: LayoutFault::NoSheet });
    }

    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(DEFLATE_LEVEL);
    workbook.set_default_format(&styles::base(), styles::LINE_PIXELS, styles::DEFAULT_COLUMN_PIXELS)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&report.title)
            .set_subject(&report.subject)
            .set_author(AUTHOR)
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    for (name, reference) in &report.names {
        define(&mut workbook, name, reference)?;
    }
    let mut styles = Styles::default();
    for sheet in &report.sheets {
        add(&mut workbook, &mut styles, report, sheet)?;
    }
    Ok(workbook)
}

fn add(workbook: &mut Workbook, styles: &mut Styles, report: &Report, sheet: &Sheet) -> Result<(), WriteError> {
    let layout = Layout::of(sheet)?;
    let worksheet =
        if layout.rows >= LONG_SHEET { workbook.add_worksheet_with_low_memory()? } else { workbook.add_worksheet() };
    worksheet.set_name(&sheet.name)?;
    sheet::write(worksheet, styles, sheet, &layout)?;
    let bands = charts::insert(worksheet, report, sheet, &layout)?;
    page::set_up(worksheet, report, sheet, &layout, &bands)
}

fn define(workbook: &mut Workbook, name: &str, reference: &str) -> Result<(), WriteError> {
    rust_xlsxwriter::utility::check_name(name)
        .map_err(|error| WriteError::DefinedName { name: name.to_owned(), why: error.to_string() })?;
    workbook.define_name(name, &format!("={}", reference.trim_start_matches('=')))?;
    Ok(())
}
