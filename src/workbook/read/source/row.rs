//! A row as it was read, and what is known of a sheet.

use super::{FormatId, RawCell};

/// A text that a workbook keeps once for all cells that have it: in one workbook the same text has the same id, as a rule,
/// and the same id is the same text, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextId(pub(super) u32);

impl TextId {
    /// Its place among the texts of its workbook.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A row with at least one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceRow {
    /// 1-based, as in Excel.
    pub number: u32,
    /// 0-based columns, ascending; blank cells are left out.
    pub cells: Vec<(u16, RawCell)>,
    /// The number format of each cell; empty where the file does not tell.
    pub(super) formats: Vec<FormatId>,
    /// Which text of those that the file keeps once stands in each cell; empty where the file does not tell.
    pub(super) texts: Vec<Option<TextId>>,
    /// The texts of the formulas, by column.
    pub(super) formulas: Vec<(u16, String)>,
}

impl SourceRow {
    /// The cell in a column (0-based), if something stands there.
    #[must_use]
    pub fn cell(&self, column: u16) -> Option<&RawCell> {
        self.cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell)
    }

    /// The number format of the cell at an index of [`SourceRow::cells`]; the general one where nothing is known.
    #[must_use]
    pub fn format(&self, index: usize) -> FormatId {
        self.formats.get(index).copied().unwrap_or_default()
    }

    /// Which text of those that the file keeps once stands in the cell at an index of [`SourceRow::cells`].
    #[must_use]
    pub fn text(&self, index: usize) -> Option<TextId> {
        self.texts.get(index).copied().flatten()
    }

    /// Whether the file tells formulas of the row.
    #[must_use]
    pub fn has_formulas(&self) -> bool {
        !self.formulas.is_empty()
    }

    /// The formula in a column (0-based), without the leading `=`, if one stands there and the file tells it. One that
    /// is shared by several cells is as it stands in the first of them.
    #[must_use]
    pub fn formula(&self, column: u16) -> Option<&str> {
        self.formulas.iter().find(|(at, _)| *at == column).map(|(_, text)| text.as_str())
    }
}

/// A sheet of the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its name, as on the tab.
    pub name: String,
    /// Hidden, or very hidden.
    pub hidden: bool,
    /// It has cells; a chart sheet, for one, has none.
    pub worksheet: bool,
}
