//! A copy of an input as plain data: what its cells hold, where they stand, and marks on some of them.

use super::sheet::{CellUnit, CellValue, Tone};

/// A row of a copy: its 0-based number, and its cells by their 0-based columns, ascending.
pub type CopyRow<'c> = (u32, Vec<(u16, CopyCell<'c>)>);

/// A cell of a copy.
#[derive(Clone, Debug)]
pub struct CopyCell<'c> {
    /// What stands there.
    pub value: CopyValue<'c>,
    /// How it is shown.
    pub unit: CellUnit,
    /// Attention.
    pub tone: Tone,
}

/// What stands in a cell of a copy.
#[derive(Clone, Debug)]
pub enum CopyValue<'c> {
    /// A text of the original; and which it is, where that keeps texts once for all cells that have them.
    Text(&'c str, Option<usize>),
    /// Anything else.
    Own(CellValue),
}

/// A copy of a workbook, but for its cells, which may be too many to be in memory together.
#[derive(Clone, Debug, Default)]
pub struct Copy {
    /// What stands in front of the copied sheets: the name of a sheet, and its rows.
    pub front: (String, Vec<CopyRow<'static>>),
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
