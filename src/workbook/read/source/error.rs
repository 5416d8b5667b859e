//! What can be wrong with a file before any of its cells means anything: each fault as data.
//!
//! `Display` says it in English, [`SourceError::message_zh`] in Chinese; both in one sentence that ends with the remedy.
//! The file's name is left to whoever knows it.

use std::io;

use super::address::Address;
use super::found::Found;

/// Why a workbook cannot be read.
///
/// Fields of the same name mean the same: `part` is a file inside the package, `sheet` a sheet's name, `after` the last
/// cell that was read well, `what` and `limit` what there is too much of, `detail` the parser's own word.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are told above, once")]
pub enum SourceError {
    /// No file has this name.
    #[error("the file does not exist: check the name and the folder")]
    NotFound,
    /// A folder, a device, a pipe.
    #[error("this is not a file but a folder or a device: give the name of a spreadsheet file")]
    NotAFile,
    /// Another program holds it: Excel on Windows, as a rule.
    #[error("the file is open in another program: close it in Excel and run again")]
    Locked,
    /// No permission to read it.
    #[error("there is no permission to read the file: ask its owner for it, or copy it to a folder of your own")]
    Denied,
    /// The operating system refused.
    #[error("the file cannot be read ({0}): check that it is not open elsewhere and that you may read it")]
    Io(#[source] io::Error),
    /// Larger than any workbook that is read.
    #[error("the file has {} MiB and at most {} are read: split the workbook, or remove pictures from it", mib(*.bytes), mib(*.limit))]
    FileTooLarge { bytes: u64, limit: u64 },
    /// Something else than a spreadsheet, whatever its name says.
    #[error("this is not a spreadsheet but {}: {}", .0.english(), .0.remedy_english())]
    NotASpreadsheet(Found),
    /// Encrypted.
    #[error("the workbook is password-protected: remove the password in Excel and save it")]
    Password,
    /// The container (zip or OLE) is broken; `detail` is the parser's word for it.
    #[error("the file is damaged or cut off ({detail}): open it in Excel, let it be repaired, and save it")]
    Damaged { detail: String },
    /// A part occurs twice in the package, so that two programs may read two different things.
    #[error("the file contains {part:?} twice: open it in Excel and save it again")]
    DuplicatePart { part: String },
    /// A part that another one needs is not there.
    #[error("the file lacks its part {part:?}: open it in Excel, let it be repaired, and save it")]
    MissingPart { part: String },
    /// A sheet of Excel 4 macros.
    #[error("the sheet {sheet:?} is an Excel 4 macro sheet, which is not read: delete it in Excel and save as .xlsx")]
    MacroSheet { sheet: String },
    /// A part with an absolute path, a drive letter or `..`.
    #[error(
        "the file contains a part with the forbidden name {part:?}: do not trust this file; ask for it to be saved again from Excel"
    )]
    BadPartName { part: String },
    /// A document type declaration, which no spreadsheet has and attacks need.
    #[error(
        "the file's part {part:?} contains a DOCTYPE, which no spreadsheet program writes: do not trust this file; ask for it to be saved again from Excel"
    )]
    Doctype { part: String },
    /// XML in UTF-16 or another encoding that the parser would misread.
    #[error("the file's part {part:?} is not in UTF-8: open it in Excel and save it again")]
    Encoding { part: String },
    /// XML that Excel reads one way and the parser another.
    #[error(
        "the file's part {part:?} is written in a way that cannot be read safely ({detail}): open it in Excel and save it again as .xlsx"
    )]
    Unfaithful { part: String, detail: String },
    /// A part or the whole package unpacks to too much, or has too many of something.
    #[error("the file's part {part:?} has more than {limit} {}: delete unused rows, sheets and formats in Excel, and save it", .what.english())]
    TooMuch { part: String, what: Measure, limit: u64 },
    /// No sheet with cells.
    #[error("the workbook has no worksheets: save it again from Excel as .xlsx")]
    NoWorksheets,
    /// Two sheets with one name.
    #[error("the workbook has two sheets named {sheet:?}: rename one of them")]
    SheetTwice { sheet: String },
    /// A chart sheet, a dialog, a macro sheet.
    #[error("the sheet {sheet:?} holds a chart or macros and no cells: put the table on a worksheet")]
    NotAWorksheet { sheet: String },
    /// More cells or text than is read from one workbook.
    #[error("the sheet {sheet:?} has more than {limit} {}{}: delete unused rows and columns, or split the workbook", .what.english(), after_english(*.after))]
    SheetTooLarge { sheet: String, what: Measure, limit: u64, after: Option<Address> },
    /// A cell beyond XFD1048576.
    #[error("the sheet {sheet:?} has a cell outside Excel's limits{}: open the file in Excel and save it again", after_english(*.after))]
    OutsideLimits { sheet: String, after: Option<Address> },
    /// A cell that is stored as no program stores it.
    #[error(
        "the cell {cell} of the sheet {sheet:?} cannot be read ({detail}): type it again in Excel, and save the file"
    )]
    BadCell { sheet: String, cell: Address, detail: String },
    /// One address, two cells.
    #[error(
        "the sheet {sheet:?} gives the cell {cell} twice: open the file in Excel, check that cell, and save it again"
    )]
    CellTwice { sheet: String, cell: Address },
    /// Cells not in the order of rows and columns that the format demands.
    #[error(
        "the sheet {sheet:?} has the cell {cell} in the wrong place, after {after}: open the file in Excel and save it again"
    )]
    OutOfOrder { sheet: String, cell: Address, after: Address },
    /// The parser gave up.
    #[error("the sheet {sheet:?} cannot be read{} ({detail}): open the file in Excel, let it be repaired, and save it again", after_english(*.after))]
    Broken { sheet: String, after: Option<Address>, detail: String },
    /// The parser panicked; no sheet: while opening.
    #[error("the file is damaged in a way that the reader cannot handle{}: open it in Excel, let it be repaired, and save it as .xlsx", in_sheet_english(.sheet.as_deref(), *.after))]
    Panicked { sheet: Option<String>, after: Option<Address> },
}

impl SourceError {
    /// In every language.
    #[must_use]
    pub fn words(&self) -> crate::lang::Words {
        crate::lang::Words::new(self.message_zh(), self.to_string())
    }

    /// What the system's `error` means; `windows` says whose numbers it has.
    pub(super) fn of(error: io::Error, windows: bool) -> Self {
        // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION have no kind of their own.
        if windows && matches!(error.raw_os_error(), Some(32 | 33)) {
            return Self::Locked;
        }
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NotFound,
            io::ErrorKind::ResourceBusy => Self::Locked,
            io::ErrorKind::PermissionDenied => Self::Denied,
            _ => Self::Io(error),
        }
    }
}

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Measure {
    /// Bytes after unpacking.
    Bytes,
    /// Parts of the package.
    Parts,
    /// Bytes between two tags.
    BytesInARow,
    /// Different texts.
    Texts,
    /// Cell formats, fonts, fills.
    Styles,
    /// Sheets.
    Sheets,
    /// Cells, blank formatted ones included.
    Cells,
    /// Bytes of text.
    TextBytes,
    /// Bytes of formulas.
    FormulaBytes,
    /// Merged cells.
    Merges,
    /// Formulas that cells share.
    Formulas,
}

impl Measure {
    fn english(self) -> &'static str {
        match self {
            Self::Bytes => "bytes when unpacked",
            Self::Parts => "parts",
            Self::BytesInARow => "bytes in one piece",
            Self::Texts => "different texts",
            Self::Styles => "cell styles",
            Self::Sheets => "sheets",
            Self::Cells => "cells",
            Self::TextBytes => "bytes of text",
            Self::FormulaBytes => "bytes of formulas",
            Self::Merges => "merged cells",
            Self::Formulas => "shared formulas",
        }
    }
}

fn after_english(after: Option<Address>) -> String {
    after.map_or_else(String::new, |cell| format!(" after {cell}"))
}

fn in_sheet_english(sheet: Option<&str>, after: Option<Address>) -> String {
    sheet.map_or_else(String::new, |sheet| format!(" in the sheet {sheet:?}{}", after_english(after)))
}

/// Whole mebibytes, rounded up.
pub(super) fn mib(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}

/// A parser's message made fit for one line: short, and without control characters.
pub(super) fn detail(message: impl std::fmt::Display) -> String {
    const LONGEST: usize = 120;
    let text = message.to_string();
    let line: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().to_owned()
}
