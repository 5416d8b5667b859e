//! Cells of .xls, which calamine reads as a whole into dense rectangles.
//!
//! A rectangle begins at the first used cell, so its start is added to every address. Formulas come as a second
//! rectangle, of another size: a formula without a result may stand outside of the values.

use calamine::{Data, DataRef, Range};

use super::address::Address;
use super::error::SourceError;
use super::received;
use super::stream::Passing;

/// The cells of a sheet, blank ones included.
pub(super) fn cells<'r>(
    sheet: &str,
    values: &'r Range<Data>,
    formulas: &'r Range<String>,
) -> Result<impl Iterator<Item = Passing<'r>>, SourceError> {
    let bounds = bounds(values, formulas);
    if bounds.is_some_and(|(_, last)| !last.exists()) {
        return Err(SourceError::OutsideLimits { sheet: sheet.to_owned(), after: None });
    }
    let all = bounds.into_iter().flat_map(|(first, last)| {
        let row = move |row| (first.column..=last.column).map(move |column| Address { row, column });
        (first.row..=last.row).flat_map(row)
    });
    Ok(all.map(|at| {
        let place = (at.row, at.column);
        let value = values.get_value(place).map_or(DataRef::Empty, received::borrowed);
        let formula = value == DataRef::Empty && formulas.get_value(place).is_some_and(|text| !text.is_empty());
        (at, value, formula)
    }))
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
