//! What the cells of a sheet refer to.

use super::strings::Strings;
use super::styles::XlsxStyles;

/// What the cells of a sheet refer to.
pub(super) struct SheetContext<'c> {
    pub(super) strings: &'c Strings,
    pub(super) styles: &'c XlsxStyles,
    pub(super) from_1904: bool,
    /// Cells that the workbook may have.
    pub(super) most_cells: u64,
}
