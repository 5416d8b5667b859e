//! Rows of .xls, which calamine reads as a whole into dense rectangles.
//!
//! A rectangle begins at the first used cell, so its start is added to every address. Formulas come as a second
//! rectangle, of another size: a formula without a result may stand outside of the values.

use std::ops::ControlFlow;

use calamine::{Data, DataRef, Range};

use super::SourceRow;
use super::address::Address;
use super::cell::Spare;
use super::error::SourceError;
use super::limits::ReadingBudget;
use super::received;

/// Hands over the rows of a sheet.
pub(super) fn rows(
    sheet: &str,
    values: &Range<Data>,
    formulas: &Range<String>,
    budget: &mut ReadingBudget,
    f: &mut dyn FnMut(&SourceRow) -> ControlFlow<()>,
) -> Result<(), SourceError> {
    let Some((first, last)) = bounds(values, formulas) else {
        return Ok(());
    };
    if !last.exists() {
        return Err(SourceError::OutsideLimits { sheet: sheet.to_owned(), after: None });
    }
    let mut spare = Spare::new();
    let mut row = SourceRow::default();
    for r in first.row..=last.row {
        row.number = r + 1;
        row.cells.clear();
        for c in first.column..=last.column {
            let at = Address { row: r, column: c };
            let value = values.get_value((r, c)).unwrap_or(&Data::Empty);
            let formula = || formulas.get_value((r, c)).map_or("", String::as_str);
            let value = received::borrowed(value);
            budget.cell(&value).map_err(|(what, limit)| SourceError::SheetTooLarge {
                sheet: sheet.to_owned(),
                what,
                limit,
                after: Some(at),
            })?;
            let empty_formula = value == DataRef::Empty && !formula().is_empty();
            let Some(cell) = received::from_value(value, empty_formula, &mut spare) else { continue };
            row.cells.push((u16::try_from(c).unwrap_or(u16::MAX), cell));
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
