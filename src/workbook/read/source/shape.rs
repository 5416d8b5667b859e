//! What a sheet says about its cells besides their values: merges, totals of tables, what is hidden, number formats.
//!
//! Known as soon as the workbook is open, before any row is handed over. What a format does not tell is empty here, and
//! [`ShownFormats`] says so of number formats.

use std::fmt;

use super::Hidden;
use super::address::Address;

/// A rectangle of cells, its ends included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Area {
    /// 1-based, as in Excel.
    pub first_row: u32,
    /// 0-based.
    pub first_column: u16,
    /// 1-based, as in Excel.
    pub last_row: u32,
    /// 0-based.
    pub last_column: u16,
}

impl Area {
    /// Whether a cell (row 1-based, column 0-based) lies in it.
    #[must_use]
    pub fn contains(&self, row: u32, column: u16) -> bool {
        (self.first_row..=self.last_row).contains(&row) && (self.first_column..=self.last_column).contains(&column)
    }

    /// Whether a cell is its first one, which has the value of a merge.
    #[must_use]
    pub fn begins_at(&self, row: u32, column: u16) -> bool {
        (self.first_row, self.first_column) == (row, column)
    }
}

/// As Excel writes it: `B2:D7`.
impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let corner = |row: u32, column: u16| Address { row: row.saturating_sub(1), column: column.into() };
        let (first, last) = (corner(self.first_row, self.first_column), corner(self.last_row, self.last_column));
        if first == last { write!(f, "{first}") } else { write!(f, "{first}:{last}") }
    }
}

/// What a sheet says about its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape {
    /// Merged cells, by their first row; they do not overlap. Cells under a merge are handed over like any others.
    pub merges: Vec<Area>,
    /// The rows of totals of its tables (Excel's Insert > Table).
    pub totals: Vec<Area>,
    /// Rows and columns that nobody sees, a filter's too.
    pub hidden: Hidden,
    /// Notes at cells: row (1-based), column (0-based) and text.
    pub notes: Vec<(u32, u16, String)>,
    /// What is printed above and below every page, with the codes of Excel's (`&L`, `&P`).
    pub print_lines: Vec<String>,
}

impl Shape {
    /// Puts its merges and what it hides in order, once all is known.
    pub(super) fn in_order(mut self) -> Self {
        self.merges.sort_unstable();
        Self { hidden: self.hidden.in_order(), ..self }
    }
}

/// A number format, for [`SourceWorkbook::number_format`](super::SourceWorkbook::number_format).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormatId(pub(super) u16);

/// What a number format does to its cells besides; nothing where the file does not tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct FormatMarks {
    /// They have the yellow ground of what nobody has confirmed.
    pub yellow: bool,
    /// What stands in them is struck through.
    pub struck: bool,
    /// Nothing in them can be read: tiny type, or type of the colour of its ground.
    pub unreadable: bool,
}

/// How far a file's format tells the number formats of its cells (as far as it is read); where it does not, nobody can say
/// which there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownFormats {
    /// All of them.
    All,
    /// Which are percentages.
    Percentages,
    /// None.
    None,
}
