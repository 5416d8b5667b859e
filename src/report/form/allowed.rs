//! A workbook to be filled in: its cells, what may be typed there, what is needed, notes.

use rust_decimal::Decimal;

use crate::report::sheet::Report;

/// A workbook to be filled in.
pub struct Form<'a> {
    /// Its sheets.
    pub report: Report<'a>,
    /// What may be typed where.
    pub allowed: Vec<Allowed>,
    /// Where a blank cell stands out, until it is filled in.
    pub needed: Vec<Needed>,
    /// Notes on single cells.
    pub notes: Vec<CellNote>,
    /// The sheet that is shown first.
    pub active: usize,
}

/// Cells of a column of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnRange {
    /// Place of the sheet in the report.
    pub sheet: usize,
    /// 0-based column.
    pub column: u16,
    /// 0-based first row.
    pub first: u32,
    /// 0-based last row.
    pub last: u32,
}

/// What may be typed into cells.
#[derive(Clone, Debug)]
pub struct Allowed {
    /// The cells.
    pub area: ColumnRange,
    /// What they may hold.
    pub kind: AllowedKind,
    /// What is said to whoever types something else.
    pub message: String,
}

impl Allowed {
    /// Whether anything else is refused; otherwise the spreadsheet only asks back, because the program reads more spellings
    /// than a list shows.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        matches!(self.kind, AllowedKind::Number { .. } | AllowedKind::Whole { .. })
    }
}

/// What a cell may hold.
#[derive(Clone, Debug)]
pub enum AllowedKind {
    /// One of these texts.
    List(Vec<String>),
    /// One of the texts of a range, given as a formula without `=`.
    ListFrom(String),
    /// A number in a range.
    Number {
        /// Least.
        min: Option<Decimal>,
        /// Greatest.
        max: Option<Decimal>,
    },
    /// A whole number in a range.
    Whole {
        /// Least.
        min: i32,
        /// Greatest.
        max: i32,
    },
    /// A date between two, given as formulas without `=`.
    Date {
        /// First.
        from: String,
        /// Last.
        to: String,
    },
}

/// Cells that stand out while a formula over the first of them is true.
#[derive(Clone, Debug)]
pub struct Needed {
    /// The cells.
    pub area: ColumnRange,
    /// The condition for the first cell, without `=`.
    pub when: String,
}

/// A note on a cell.
#[derive(Clone, Debug)]
pub struct CellNote {
    /// Place of the sheet in the report.
    pub sheet: usize,
    /// 0-based row.
    pub row: u32,
    /// 0-based column.
    pub column: u16,
    /// What it says.
    pub text: String,
}
