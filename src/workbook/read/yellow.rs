//! A cell on the yellow ground of what nobody has confirmed ([`unconfirmed`](super::unconfirmed)).

use super::source::RawCell;
use super::text::{fold, trimmed};
use super::typed;
use crate::book::{Place, SheetPlace};
use crate::policy::{Column, ColumnRole};

/// A cell on yellow ground.
#[derive(Clone, Debug)]
pub struct Yellow {
    /// The cell.
    pub place: Place,
    /// Whose and when, and the heading: what tells it from all others wherever its row is moved.
    pub(super) key: YellowKey,
    pub(super) value: String,
}

/// Sheet, whose, when, heading, as texts are compared.
pub(super) type YellowKey = [String; 4];

impl Yellow {
    pub(super) fn new(
        place: Place,
        cells: &[(u16, RawCell)],
        headings: &SheetPlace,
        columns: &[Column],
        (column, cell): (usize, &RawCell),
    ) -> Self {
        let under = |wanted: &dyn Fn(&Column) -> bool| {
            let index = columns.iter().position(wanted)?;
            let at = headings.columns[index]?;
            cells.iter().find(|(other, _)| *other == at).map(|(_, cell)| shown(cell))
        };
        // A table and the settings have their key in the first column.
        let first = || cells.first().map(|(_, cell)| shown(cell));
        let whose = under(&|column| matches!(column.role, ColumnRole::Id | ColumnRole::Manager))
            .or_else(first)
            .unwrap_or_default();
        let when = under(&|column| column.role == ColumnRole::Period).unwrap_or_default();
        let key = [fold(&place.sheet), fold(&whose), fold(&when), fold(&columns[column].name)];
        Self { place, key, value: shown(cell) }
    }
}

/// A cell's value as the list has it.
pub(super) fn shown(cell: &RawCell) -> String {
    match cell {
        RawCell::Number(number) => number.normalize().to_string(),
        RawCell::Text(text) => trimmed(text).to_owned(),
        other => typed::shown(other),
    }
}
