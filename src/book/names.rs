//! Names that an input workbook has whatever its policy.

use crate::lang::Words;
use crate::words;

/// The settings sheet.
#[must_use]
pub fn settings_sheet() -> Words {
    words!("政策", "Policy")
}

/// Sheets of a template that hold no data: the guide, the examples, and what a review proposes.
#[must_use]
pub fn guide_sheets() -> [Words; 3] {
    [words!("说明", "Guide"), words!("示例", "Examples"), words!("拟议", "Proposals")]
}

/// What stands for the period where the settlement of the year is meant.
#[must_use]
pub fn year_end() -> Words {
    words!("年终", "Year-end")
}
