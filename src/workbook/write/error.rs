//! What can go wrong while a file is written, each as one sentence with its remedy.
//!
//! [`WriteError::words`] is every language, `Display` English. Faults of the contents name the sheet and the cell; for those of the target see `file_error`. Nothing here decides an exit status.

use std::fmt;

use rust_decimal::Decimal;
use rust_xlsxwriter::XlsxError;
use rust_xlsxwriter::utility::row_col_to_cell;

use super::file_error::FileError;
use crate::lang::{Lang, Words};
pub use crate::report::NameFault;
use crate::say;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.words().get(Lang::default()))]
pub enum WriteError {
    /// A sheet name that Excel refuses or repairs.
    SheetName {
        /// The name.
        name: String,
        /// The rule that it breaks.
        fault: NameFault,
    },
    /// The name of a key figure that Excel refuses.
    DefinedName {
        /// The name.
        name: String,
        /// The reason.
        why: String,
    },
    /// A number that Excel cannot hold without changing it.
    Number {
        /// Where it stands.
        place: CellPlace,
        /// The number.
        value: Decimal,
    },
    /// A date before Excel's calendar begins.
    Date {
        /// Where it stands.
        place: CellPlace,
        /// The date.
        date: jiff::civil::Date,
    },
    /// A text beyond Excel's limit.
    TextTooLong {
        /// Where it stands.
        place: CellPlace,
        /// Its length as Excel counts it.
        length: usize,
    },
    /// A formula that Excel would refuse to load.
    Formula {
        /// Where it stands.
        place: CellPlace,
        /// What is too long.
        fault: FormulaFault,
    },
    /// A table that does not fit on a sheet, or not beside the others.
    Layout {
        /// The table's first cell.
        place: CellPlace,
        /// What is wrong.
        fault: LayoutFault,
    },
    /// The library that makes the workbook refused.
    Library(#[from] XlsxError),
    /// A copy with marks would have more cells than such a copy may have.
    CopyTooLarge {
        /// How many it may have.
        most: u64,
    },
    /// A CSV could not be made.
    Csv(#[from] csv::Error),
    /// The target could not be written.
    File(#[from] FileError),
}

/// A cell of a sheet, for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellPlace {
    /// The sheet.
    pub sheet: String,
    /// 0-based row.
    pub row: u32,
    /// 0-based column.
    pub column: u16,
}

impl fmt::Display for CellPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}!{}", self.sheet, row_col_to_cell(self.row, self.column))
    }
}

/// What of a formula is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaFault {
    /// More than 8,192 characters.
    Length,
    /// A text in quotes of more than 255 characters.
    Literal,
}

/// What is wrong with the place of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutFault {
    /// It begins on the rows of the sheet's title.
    OverTitle,
    /// It shares cells with another table.
    Overlap,
    /// It ends below the last row or right of the last column of Excel.
    OffSheet,
    /// A row has more cells than the table has columns.
    TooManyCells,
    /// The workbook has no sheet.
    NoSheet,
}

fn name_words(fault: NameFault) -> Words {
    match fault {
        NameFault::Blank => say!(Write::NameBlank),
        NameFault::TooLong => say!(Write::NameTooLong),
        NameFault::Character => say!(Write::NameCharacter),
        NameFault::Apostrophe => say!(Write::NameApostrophe),
        NameFault::Reserved => say!(Write::NameReserved),
        NameFault::Repeated => say!(Write::NameRepeated),
    }
}

impl FormulaFault {
    fn words(self) -> Words {
        match self {
            Self::Length => say!(Write::FormulaTooLong),
            Self::Literal => say!(Write::LiteralTooLong),
        }
    }
}

impl LayoutFault {
    fn words(self) -> Words {
        match self {
            Self::OverTitle => say!(Write::OverTitle),
            Self::Overlap => say!(Write::TablesOverlap),
            Self::OffSheet => say!(Write::OffSheet),
            Self::TooManyCells => say!(Write::TooManyCells),
            Self::NoSheet => say!(Write::NoSheet),
        }
    }
}

impl WriteError {
    /// A draft could not be written; which file it was to become is told by who writes it.
    #[must_use]
    pub fn of_draft(error: std::io::Error) -> Self {
        Self::Library(XlsxError::IoError(error))
    }

    /// The sentence, in every language.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::SheetName { name, fault } => say!(Write::SheetName { name, fault: name_words(*fault) }),
            Self::DefinedName { name, why } => say!(Write::DefinedName { name, why }),
            Self::Number { place, value } => say!(Write::NumberTooLong { place, value }),
            Self::Date { place, date } => say!(Write::DateTooEarly { place, date }),
            Self::TextTooLong { place, length } => say!(Write::TextTooLong { place, length }),
            Self::Formula { place, fault } => say!(Write::FormulaRefused { place, fault: fault.words() }),
            Self::Layout { place, fault } => say!(Write::LayoutWrong { place, fault: fault.words() }),
            Self::Library(error) => say!(Write::NotBuilt { error }),
            Self::CopyTooLarge { most } => say!(Write::CopyTooLarge { most }),
            Self::Csv(error) => say!(Write::CsvNotBuilt { error }),
            Self::File(error) => error.words(),
        }
    }
}
