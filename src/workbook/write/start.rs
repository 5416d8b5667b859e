//! What every workbook begins with: its look, its properties, its names, and no sheet.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::error::{CellPlace, LayoutFault, WriteError};
use super::{names, strip, styles};
use crate::report::sheet::Report;

/// Who the document's properties and notes name.
pub(super) const AUTHOR: &str = "bonus";

/// A workbook with all that is the whole report's.
pub(super) fn titled(report: &Report) -> Result<Workbook, WriteError> {
    names::check(report.sheets.iter().map(|sheet| sheet.name.as_str()))?;
    if report.sheets.is_empty() {
        let place = CellPlace { sheet: report.title.clone(), row: 0, column: 0 };
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
pub(super) fn empty() -> Result<Workbook, WriteError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(strip::DEFLATE_LEVEL);
    workbook.set_default_format(&styles::base(), styles::LINE_PIXELS, styles::DEFAULT_COLUMN_PIXELS)?;
    Ok(workbook)
}

/// The document's properties, without the time of day: same report, same bytes.
pub(super) fn properties() -> Result<DocProperties, WriteError> {
    Ok(DocProperties::new().set_author(AUTHOR).set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

fn define(workbook: &mut Workbook, name: &str, reference: &str) -> Result<(), WriteError> {
    rust_xlsxwriter::utility::check_name(name)
        .map_err(|error| WriteError::DefinedName { name: name.to_owned(), why: error.to_string() })?;
    workbook.define_name(name, &format!("={}", reference.trim_start_matches('=')))?;
    Ok(())
}
