//! The receipt of a results workbook, of which no more is read than that takes.

use std::ops::ControlFlow;
use std::path::Path;

use crate::book::settings_sheet;
use crate::report::{Receipt, receipt_sheet};
use crate::workbook::read::source::{RawCell, SourceError, SourceWorkbook};
use crate::workbook::read::text::{fold, trimmed};

/// Rows that are looked at: the receipt stands on top, and what is far below belongs to other tables.
const ROWS: u32 = 40;

/// Opens a workbook and reads no more of it than its receipt needs; the rest is examined where it is needed.
pub(super) fn glance(path: &Path) -> Result<SourceWorkbook, SourceError> {
    let names: Vec<String> = receipt_sheet().spellings().map(fold).collect();
    SourceWorkbook::glance(path, &|name| names.contains(&fold(name)))
}

/// Opens a workbook as [`glance`] does, and reads its receipt, where there is one.
pub(super) fn glanced(path: &Path) -> Result<Glanced, SourceError> {
    let mut source = glance(path)?;
    let receipt = receipt(&mut source)?;
    Ok((source, receipt))
}

/// A workbook of which no more than the receipt was read.
pub(super) type Glanced = (SourceWorkbook, Option<Receipt>);

/// Reads the receipt of a results workbook; `None` where there is none.
pub(super) fn receipt(source: &mut SourceWorkbook) -> Result<Option<Receipt>, SourceError> {
    let words = receipt_sheet();
    let names: Vec<String> = words.spellings().map(fold).collect();
    let sheets = source.sheets();
    let Some(basis) = sheets.iter().position(|sheet| sheet.worksheet && names.contains(&fold(&sheet.name))) else {
        return Ok(None);
    };
    let mut texts: Vec<(String, String)> = Vec::new();
    source.rows(basis, &mut |row| {
        if let [(0, RawCell::Text(label)), (1, value), ..] = &row.cells[..] {
            let value = match value {
                RawCell::Text(text) => trimmed(text).to_owned(),
                RawCell::Number(number) => number.to_string(),
                _ => return ControlFlow::Continue(()),
            };
            texts.push((trimmed(label).to_owned(), value));
        }
        if row.number < ROWS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(Receipt::read(texts.iter().map(|(label, text)| (label.as_str(), text.as_str()))))
}

/// Reads the receipt of a workbook that is no input; `None` for an input, whatever else stands there.
pub(super) fn of_no_input(source: &mut SourceWorkbook) -> Result<Option<Receipt>, SourceError> {
    if is_input(source) { Ok(None) } else { receipt(source) }
}

/// Whether a workbook has a sheet of settings, as inputs have and results have not.
pub(super) fn is_input(source: &SourceWorkbook) -> bool {
    let names: Vec<String> = settings_sheet().spellings().map(fold).collect();
    source.sheets().iter().any(|sheet| names.contains(&fold(&sheet.name)))
}
