//! A copy of an input as plain data: what its cells hold, where they stand, and marks on some of them.

use super::sheet::Cell;

/// The sheets of a copy.
#[derive(Clone, Debug, Default)]
pub struct Copy {
    /// In the order of their tabs.
    pub sheets: Vec<CopySheet>,
}

/// A sheet of a copy: every cell where it stands in the original.
#[derive(Clone, Debug, Default)]
pub struct CopySheet {
    /// Its name.
    pub name: String,
    /// Whether it is hidden in the original.
    pub hidden: bool,
    /// 0-based rows and columns, ascending; a marked cell is among them, blank or not.
    pub rows: Vec<(u32, Vec<(u16, Cell)>)>,
    /// Notes: row, column, text.
    pub notes: Vec<(u32, u16, String)>,
    /// Whether anything on it is marked.
    pub marked: bool,
}
