//! The cells under the policy's headings as they were typed: for carrying them over to another workbook
//! and for showing them. What they mean is not this file's business.

use super::grid;
use super::source::{RawCell, SourceError, SourceWorkbook};
use super::text::fold;
use crate::book::{Findings, SheetPlace};
use crate::lang::Words;
use crate::policy::{Column, Policy};

/// A sheet of the policy as typed.
#[derive(Clone, Debug, Default)]
pub struct RawSheet {
    /// Where its columns are; `None` when it is missing or has no headings.
    pub place: Option<SheetPlace>,
    /// Row numbers and, for each of the policy's columns, what stands there.
    pub rows: Vec<(u32, Vec<Option<RawCell>>)>,
}

/// All sheets of the policy as typed.
#[derive(Clone, Debug, Default)]
pub struct RawBook {
    /// Tables, in the policy's order.
    pub tables: Vec<RawSheet>,
    /// Sheets, in the policy's order.
    pub sheets: Vec<RawSheet>,
}

/// Reads every sheet of `policy` as typed.
///
/// # Errors
/// A file that cannot be read.
pub fn raw(source: &mut SourceWorkbook, policy: &Policy) -> Result<RawBook, SourceError> {
    let mut book = RawBook::default();
    for table in &policy.tables {
        let sheet = if table.built_in { RawSheet::default() } else { sheet(source, &table.label, &table.columns)? };
        book.tables.push(sheet);
    }
    for declared in &policy.sheets {
        book.sheets.push(sheet(source, &declared.label, &declared.columns)?);
    }
    Ok(book)
}

/// Where the columns of a sheet are, from its first rows; `None` when it is missing or has no headings.
///
/// # Errors
/// A file that cannot be read.
pub fn headings(
    source: &mut SourceWorkbook,
    label: &Words,
    columns: &[Column],
) -> Result<Option<SheetPlace>, SourceError> {
    let Some(index) = find(source, label) else { return Ok(None) };
    super::heading::headings(source, index, columns)
}

fn find(source: &SourceWorkbook, label: &Words) -> Option<usize> {
    let wanted: Vec<String> = label.spellings().map(fold).collect();
    source.sheets().iter().position(|sheet| sheet.worksheet && wanted.contains(&fold(&sheet.name)))
}

fn sheet(source: &mut SourceWorkbook, label: &Words, columns: &[Column]) -> Result<RawSheet, SourceError> {
    let Some(index) = find(source, label) else { return Ok(RawSheet::default()) };
    under(source, index, columns)
}

/// A sheet, whatever it is called, as typed under the headings of these columns.
///
/// # Errors
/// A file that cannot be read.
pub fn under(source: &mut SourceWorkbook, index: usize, columns: &[Column]) -> Result<RawSheet, SourceError> {
    if !source.sheets().get(index).is_some_and(|sheet| sheet.worksheet) {
        return Ok(RawSheet::default());
    }
    let mut rows = Vec::new();
    // Faults are the business of reading proper.
    let mut findings = Findings::default();
    let found = grid::stream(source, index, columns, &[], &mut findings, &mut |row, _| {
        rows.push((row.number, (0..columns.len()).map(|column| row.cell(column).cloned()).collect()));
    })?;
    Ok(RawSheet { place: found.place, rows })
}
