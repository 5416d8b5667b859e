//! A merge of the binary formats.

use super::Area;

/// A merge of the binary formats, whose rows begin with 0; one of a single cell is none.
pub(super) fn merge([first_row, last_row, first_column, last_column]: [u32; 4]) -> Option<Area> {
    let column = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
    let area = Area {
        first_row: first_row.saturating_add(1),
        first_column: column(first_column),
        last_row: last_row.saturating_add(1),
        last_column: column(last_column),
    };
    ((first_row, first_column) != (last_row, last_column)).then_some(area)
}
