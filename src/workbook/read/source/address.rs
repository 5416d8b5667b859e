//! Cell addresses as people write them.

use std::fmt;

/// Rows that a worksheet can have.
pub(super) const ROWS: u32 = 1_048_576;
/// Columns that a worksheet can have (XFD is the last).
pub(super) const COLUMNS: u32 = 16_384;

/// A cell by its 0-based row and column; shown as `B7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// 0-based row.
    pub row: u32,
    /// 0-based column.
    pub column: u32,
}

impl Address {
    /// Whether Excel has such a cell.
    pub(super) fn exists(self) -> bool {
        self.row < ROWS && self.column < COLUMNS
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = [0_u8; 8];
        let mut start = letters.len();
        let mut rest = u64::from(self.column) + 1;
        while rest > 0 {
            start -= 1;
            letters[start] = b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default();
            rest = (rest - 1) / 26;
        }
        for letter in &letters[start..] {
            write!(f, "{}", char::from(*letter))?;
        }
        write!(f, "{}", u64::from(self.row) + 1)
    }
}
