//! The cells under the headings of columns as they were typed: for carrying them over to another workbook
//! and for showing them. What they mean is not this file's business.

use super::called::worksheets;
use super::source::{RawCell, SourceError, SourceRow, SourceWorkbook};
use super::{grid, heading};
use crate::book::{Findings, PassedOver, Place, SheetPlace};
use crate::lang::Words;
use crate::policy::Column;
use crate::say;

/// A sheet as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedSheet {
    /// Where its columns are; `None` when it is missing or has no headings.
    pub place: Option<SheetPlace>,
    /// Row numbers and, for each of the policy's columns, what stands there.
    pub rows: Vec<(u32, Vec<Option<RawCell>>)>,
    /// What is wrong or doubtful there, and what was passed over.
    pub findings: Findings,
}

/// What stands under each of the columns in a row.
pub type Under<'r> = dyn Iterator<Item = Option<&'r RawCell>> + 'r;

/// Hands over the rows of the sheet that is called `label`, with their numbers, and what stands under each of its columns;
/// none where it is missing or has no headings.
///
/// # Errors
/// A file that cannot be read.
pub fn rows(
    source: &mut SourceWorkbook,
    label: &Words,
    columns: &[Column],
    visit: &mut dyn FnMut(u32, &mut Under<'_>),
) -> Result<(), SourceError> {
    let Some(&index) = worksheets(source, label).first() else { return Ok(()) };
    grid::stream(source, index, columns, &[], &mut Findings::default(), &mut |row, _| {
        visit(row.number, &mut (0..columns.len()).map(|column| row.cell(column)));
    })?;
    Ok(())
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
    let Some(&index) = worksheets(source, label).first() else { return Ok(None) };
    grid::headings(source, index, columns)
}

/// A sheet, whatever it is called, as typed under the headings of these columns.
///
/// # Errors
/// A file that cannot be read.
pub fn under(source: &mut SourceWorkbook, index: usize, columns: &[Column]) -> Result<TypedSheet, SourceError> {
    if !source.sheets().get(index).is_some_and(|sheet| sheet.worksheet) {
        return Ok(TypedSheet::default());
    }
    let mut rows = Vec::new();
    let mut findings = Findings::default();
    let found = grid::stream(source, index, columns, &[], &mut findings, &mut |row, _| {
        rows.push((row.number, (0..columns.len()).map(|column| row.cell(column).cloned()).collect()));
    })?;
    *findings.account = found.account;
    Ok(TypedSheet { place: found.place, rows, findings })
}

/// Comma-separated text as typed under the headings of these columns, which stand in its first row that has one; `name`
/// is what its cells are told under.
///
/// # Errors
/// Why it is no such text.
pub fn separated(text: &str, name: &str, columns: &[Column]) -> Result<TypedSheet, String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let known = heading::spellings(columns);
    let (mut place, mut rows, mut findings) = (None::<SheetPlace>, Vec::new(), Findings::default());
    for (number, record) in (1..).zip(reader.records()) {
        let record = record.map_err(|error| error.to_string())?;
        let cells = (0..).zip(record.iter()).filter(|(_, text)| !text.trim().is_empty());
        let mut row = SourceRow::default();
        row.number = number;
        row.cells = cells.map(|(at, text)| (at, RawCell::Text(text.trim().to_owned()))).collect();
        if let Some(place) = &place {
            rows.push((number, place.columns.iter().map(|at| row.cell((*at)?).cloned()).collect()));
            continue;
        }
        let headings = heading::match_row(&row, name, columns, &known);
        if headings.matched() == 0 {
            continue;
        }
        let told = heading::report(&headings, columns, &[], &[], &mut findings);
        let strange = headings.unknown.iter().filter(|(at, _)| !told.contains(at));
        findings.account.passed_over.extend(strange.map(|(at, heading)| PassedOver {
            place: Place::cell(name, number, *at),
            last: (number, *at),
            count: 1,
            heading: heading.clone(),
            why: say!(Read::NoSuchColumn),
        }));
        place = Some(headings.place);
    }
    Ok(TypedSheet { place, rows, findings })
}
