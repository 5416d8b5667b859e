//! Names that an input workbook has whatever its policy.

use crate::lang::Words;
use crate::policy::{Column, ColumnRole};
use crate::say;

/// The settings sheet.
#[must_use]
pub fn settings_sheet() -> Words {
    say!(Book::Policy)
}

/// Sheets of a template that hold no data: the guide, the examples, what a review proposes, and what is to be confirmed.
#[must_use]
pub fn guide_sheets() -> [Words; 4] {
    [say!(Book::Guide), say!(Book::Examples), say!(Book::Proposals), say!(Book::ToConfirm)]
}

/// The columns of the sheet of what is to be confirmed: sheet, cell, whose, when, the column's name, what stands there, and
/// why.
#[must_use]
pub fn to_confirm_columns() -> Vec<Column> {
    let column = |name: &str, label| Column::new(name, label, ColumnRole::Value { slot: 0 });
    vec![
        column("confirm_sheet", say!(Book::ConfirmSheet)),
        column("confirm_cell", say!(Book::ConfirmCell)),
        column("confirm_whose", say!(Book::ConfirmWhose)),
        column("confirm_when", say!(Book::ConfirmWhen)),
        column("confirm_column", say!(Book::ConfirmColumn)),
        column("confirm_value", say!(Book::ConfirmValue)),
        column("confirm_reason", say!(Book::ConfirmReason)),
    ]
}

/// What stands for the period where the settlement of the year is meant.
#[must_use]
pub fn year_end() -> Words {
    say!(Book::YearEnd)
}
