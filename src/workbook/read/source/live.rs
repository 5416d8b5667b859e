//! A row with the text of its formulas: for holding two workbooks side by side.

use super::cell::RawCell;

/// A cell with its formula. At least one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveCell {
    /// 0-based.
    pub column: u16,
    /// What stands there, or what its formula resulted in; a formula that resulted in the empty text has nothing.
    pub value: Option<RawCell>,
    /// The formula, without the leading `=`.
    pub formula: Option<String>,
}

/// A row with at least one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveRow {
    /// 1-based, as in Excel.
    pub number: u32,
    /// The cells, from left to right.
    pub cells: Vec<LiveCell>,
}
