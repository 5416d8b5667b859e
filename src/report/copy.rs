//! A copy of an input as plain data: what its cells hold, where they stand, and marks on some of them.

use super::sheet::Cell;

/// A row of a copy: its 0-based number, and its cells by their 0-based columns, ascending.
pub type CopyRow = (u32, Vec<(u16, Cell)>);

/// A copy of a workbook, but for its cells, which may be too many to be in memory together.
#[derive(Clone, Debug, Default)]
pub struct Copy {
    /// What stands in front of the copied sheets: the name of a sheet, and its rows.
    pub front: (String, Vec<CopyRow>),
    /// The copied sheets in the order of their tabs.
    pub sheets: Vec<CopySheet>,
}

/// A sheet of a copy.
#[derive(Clone, Debug, Default)]
pub struct CopySheet {
    /// Its name.
    pub name: String,
    /// Whether it is hidden in the original.
    pub hidden: bool,
    /// Notes: 0-based row and column, text.
    pub notes: Vec<(u32, u16, String)>,
    /// Whether anything on it is marked.
    pub marked: bool,
}
