//! Names that an input workbook has whatever its policy.

use crate::lang::Words;
use crate::say;

/// The settings sheet.
#[must_use]
pub fn settings_sheet() -> Words {
    say!(Book::Policy)
}

/// Sheets of a template that hold no data: the guide, the examples, and what a review proposes.
#[must_use]
pub fn guide_sheets() -> [Words; 3] {
    [say!(Book::Guide), say!(Book::Examples), say!(Book::Proposals)]
}

/// What stands for the period where the settlement of the year is meant.
#[must_use]
pub fn year_end() -> Words {
    say!(Book::YearEnd)
}
