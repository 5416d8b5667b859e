//! Rows of .xls and .ods, which calamine reads as a whole into dense rectangles.
//!
//! A rectangle begins at the first used cell, so its start is added to every address. Formulas come as a second
//! rectangle, of another size: a formula without a result may stand outside of the values.

use std::ops::ControlFlow;

use calamine::{Data, Range};

use super::address::{Address, COLUMNS};
use super::cell::{self, RawCell, Spare};
use super::error::SourceError;
use super::{Budget, RawRow};

/// Hands over the rows of a sheet.
pub(super) fn rows(
    sheet: &str,
    values: &Range<Data>,
    formulas: &Range<String>,
    errors_are_text: bool,
    budget: &mut Budget,
    f: &mut dyn FnMut(&RawRow) -> ControlFlow<()>,
) -> Result<(), SourceError> {
    let Some((first, last)) = bounds(values, formulas) else { return Ok(()) };
    let outside = || SourceError::OutsideLimits { sheet: sheet.to_owned(), after: None };
    if !last.exists() {
        return Err(outside());
    }
    let mut spare = Spare::new();
    let mut row = RawRow { number: 0, cells: Vec::new() };
    for r in first.row..=last.row {
        row.number = r + 1;
        row.cells.clear();
        for c in first.column..=last.column.min(COLUMNS - 1) {
            let value = values.get_value((r, c)).unwrap_or(&Data::Empty);
            let formula =
                matches!(value, Data::Empty) && formulas.get_value((r, c)).is_some_and(|text| !text.is_empty());
            let value = cell::borrowed(value);
            budget.cell(&value).map_err(|(what, limit)| SourceError::SheetTooLarge {
                sheet: sheet.to_owned(),
                what,
                limit,
                after: Some(Address { row: r, column: c }),
            })?;
            let cell = match cell::from_value(value, formula, &mut spare) {
                Some(RawCell::Text(text)) if errors_are_text && cell::error_text(&text) => RawCell::Error(text),
                Some(cell) => cell,
                None => continue,
            };
            row.cells.push((u16::try_from(c).map_err(|_| outside())?, cell));
        }
        if !row.cells.is_empty() && f(&row).is_break() {
            break;
        }
    }
    Ok(())
}

/// The rectangle around both.
fn bounds(values: &Range<Data>, formulas: &Range<String>) -> Option<(Address, Address)> {
    let corner = |(row, column): (u32, u32)| Address { row, column };
    let both = |v: Option<(u32, u32)>, f: Option<(u32, u32)>, pick: fn(u32, u32) -> u32| match (
        v.map(corner),
        f.map(corner),
    ) {
        (Some(v), Some(f)) => Some(Address { row: pick(v.row, f.row), column: pick(v.column, f.column) }),
        (one, other) => one.or(other),
    };
    Some((both(values.start(), formulas.start(), u32::min)?, both(values.end(), formulas.end(), u32::max)?))
}
