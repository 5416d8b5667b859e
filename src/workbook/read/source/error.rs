//! What can be wrong with a file before any of its cells means anything: each fault as data.
//!
//! [`SourceError::words`] says it in every language, in one sentence that ends with the remedy; `Display` in English.
//! The file's name is left to whoever knows it.

use std::fmt;
use std::io;

use zip::result::ZipError;

use super::address::Address;
use super::found::NotAWorkbook;
use crate::lang::{Lang, Words};
use crate::say;

/// Why a workbook cannot be read.
///
/// Fields of the same name mean the same: `part` is a file inside the package, `sheet` a sheet's name, `after` the last
/// cell that was read well, `what` and `limit` what there is too much of, `detail` what is wrong there.
#[derive(Debug)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are told above, once")]
pub enum SourceError {
    /// No file has this name.
    NotFound,
    /// A folder, a device, a pipe.
    NotAFile,
    /// Another program holds it: Excel on Windows, as a rule.
    Locked,
    /// No permission to read it.
    Denied,
    /// The operating system refused.
    Io(io::Error),
    /// It was read twice, and is another file now.
    Changed,
    /// Larger than any workbook that is read.
    FileTooLarge { bytes: u64, limit: u64 },
    /// Something else than a spreadsheet, whatever its name says.
    NotASpreadsheet(NotAWorkbook),
    /// Encrypted.
    Password,
    /// The container (zip or OLE) is broken; `detail` says where.
    Damaged { detail: Words },
    /// A part occurs twice in the package, so that two programs may read two different things.
    DuplicatePart { part: String },
    /// A part that another one needs is not there.
    MissingPart { part: String },
    /// A sheet of Excel 4 macros.
    MacroSheet { sheet: String },
    /// A part with an absolute path, a drive letter or `..`.
    BadPartName { part: String },
    /// A document type declaration, which no spreadsheet has and attacks need.
    Doctype { part: String },
    /// XML in UTF-16 or another encoding that the parser would misread.
    Encoding { part: String },
    /// XML that Excel reads one way and the parser another.
    Unfaithful { part: String, detail: Words },
    /// A part or the whole package unpacks to too much, or has too many of something.
    TooMuch { part: String, what: Measure, limit: u64 },
    /// No sheet with cells.
    NoWorksheets,
    /// Two sheets with one name.
    SheetTwice { sheet: String },
    /// A chart sheet, a dialog, a macro sheet.
    NotAWorksheet { sheet: String },
    /// More cells or text than is read from one workbook.
    SheetTooLarge { sheet: String, what: Measure, limit: u64, after: Option<Address> },
    /// A cell beyond XFD1048576.
    OutsideLimits { sheet: String, after: Option<Address> },
    /// A cell that is stored as no program stores it.
    BadCell { sheet: String, cell: Address, detail: Words },
    /// One address, two cells.
    CellTwice { sheet: String, cell: Address },
    /// Cells not in the order of rows and columns that the format demands.
    OutOfOrder { sheet: String, cell: Address, after: Address },
    /// The parser gave up.
    Broken { sheet: String, after: Option<Address>, detail: Words },
    /// The parser panicked; no sheet: while opening.
    Panicked { sheet: Option<String>, after: Option<Address> },
}

impl SourceError {
    /// The sentence, in every language.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::NotFound => say!(Source::NotFound),
            Self::NotAFile => say!(Source::NotAFile),
            Self::Locked => say!(Source::Locked),
            Self::Denied => say!(Source::Denied),
            Self::Io(error) => say!(Source::Io { error }),
            Self::Changed => say!(Source::Changed),
            Self::FileTooLarge { bytes, limit } => {
                say!(Source::FileTooLarge { mebibytes: mib(*bytes), most: mib(*limit) })
            }
            Self::NotASpreadsheet(found) => {
                say!(Source::NotASpreadsheet { found: found.words(), remedy: found.remedy() })
            }
            Self::Password => say!(Source::Password),
            Self::Damaged { detail } => say!(Source::Damaged { detail }),
            Self::DuplicatePart { part } => say!(Source::DuplicatePart { part: part.escape_debug() }),
            Self::MissingPart { part } => say!(Source::MissingPart { part: part.escape_debug() }),
            Self::MacroSheet { sheet } => say!(Source::MacroSheet { sheet: sheet.escape_debug() }),
            Self::BadPartName { part } => say!(Source::BadPartName { part: part.escape_debug() }),
            Self::Doctype { part } => say!(Source::Doctype { part: part.escape_debug() }),
            Self::Encoding { part } => say!(Source::Encoding { part: part.escape_debug() }),
            Self::Unfaithful { part, detail } => say!(Source::Unfaithful { part: part.escape_debug(), detail }),
            Self::TooMuch { part, limit, what } => {
                say!(Source::TooMuch { part: part.escape_debug(), limit, what: what.words() })
            }
            Self::NoWorksheets => say!(Source::NoWorksheets),
            Self::SheetTwice { sheet } => say!(Source::SheetTwice { sheet: sheet.escape_debug() }),
            Self::NotAWorksheet { sheet } => say!(Source::NotAWorksheet { sheet: sheet.escape_debug() }),
            Self::SheetTooLarge { sheet, limit, what, after } => say!(Source::SheetTooLarge {
                sheet: sheet.escape_debug(),
                limit,
                what: what.words(),
                after: after_words(*after)
            }),
            Self::OutsideLimits { sheet, after } => {
                say!(Source::OutsideLimits { sheet: sheet.escape_debug(), after: after_words(*after) })
            }
            Self::BadCell { cell, sheet, detail } => {
                say!(Source::BadCell { cell, sheet: sheet.escape_debug(), detail })
            }
            Self::CellTwice { sheet, cell } => say!(Source::CellTwice { sheet: sheet.escape_debug(), cell }),
            Self::OutOfOrder { sheet, cell, after } => {
                say!(Source::OutOfOrder { sheet: sheet.escape_debug(), cell, after })
            }
            Self::Broken { sheet, after, detail } => {
                say!(Source::Broken { sheet: sheet.escape_debug(), after: after_words(*after), detail })
            }
            Self::Panicked { sheet, after } => {
                let place = sheet
                    .as_ref()
                    .map(|sheet| say!(Source::InSheet { sheet: sheet.escape_debug(), after: after_words(*after) }));
                say!(Source::Panicked { place: place.unwrap_or_default() })
            }
        }
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
    /// Tags, attributes and texts that are taken one by one.
    Steps,
}

impl Measure {
    fn words(self) -> Words {
        match self {
            Self::Bytes => say!(Source::MeasureBytes),
            Self::Parts => say!(Source::MeasureParts),
            Self::BytesInARow => say!(Source::MeasureBytesInARow),
            Self::Texts => say!(Source::MeasureTexts),
            Self::Styles => say!(Source::MeasureStyles),
            Self::Sheets => say!(Source::MeasureSheets),
            Self::Cells => say!(Source::MeasureCells),
            Self::TextBytes => say!(Source::MeasureTextBytes),
            Self::FormulaBytes => say!(Source::MeasureFormulaBytes),
            Self::Merges => say!(Source::MeasureMerges),
            Self::Formulas => say!(Source::MeasureFormulas),
            Self::Steps => say!(Source::MeasureSteps),
        }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words().get(Lang::default()))
    }
}

impl std::error::Error for SourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::Io(error) = self { Some(error) } else { None }
    }
}

fn after_words(after: Option<Address>) -> Words {
    after.map_or_else(Words::default, |cell| say!(Source::After { cell }))
}

/// Whole mebibytes, rounded up.
pub(super) fn mib(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}

/// The file is broken so.
pub(super) fn damaged(detail: Words) -> SourceError {
    SourceError::Damaged { detail }
}

/// A part of it is.
pub(super) fn damaged_in(part: &str, what: &Words) -> SourceError {
    damaged(say!(Source::InPart { part: detail(part), what }))
}

/// A part is not what programs write.
pub(super) fn unfaithful(part: &str, detail: Words) -> SourceError {
    SourceError::Unfaithful { part: part.to_owned(), detail }
}

/// A part has too much of something.
pub(super) fn too_much(part: &str, what: Measure, limit: u64) -> SourceError {
    SourceError::TooMuch { part: part.to_owned(), what, limit }
}

/// A sheet has, behind a cell.
pub(super) fn too_large(sheet: &str, (what, limit): (Measure, u64), after: Option<Address>) -> SourceError {
    SourceError::SheetTooLarge { sheet: sheet.to_owned(), what, limit, after }
}

/// Something in a sheet is broken, behind a cell.
pub(super) fn broken(sheet: &str, after: Option<Address>, detail: Words) -> SourceError {
    SourceError::Broken { sheet: sheet.to_owned(), after, detail }
}

/// What the zip crate's `error` means.
pub(super) fn of_zip(error: &ZipError) -> SourceError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => SourceError::Password,
        ZipError::UnsupportedArchive(_) => damaged(say!(Source::PartPackedUnusualWay)),
        _ => damaged(say!(Source::ZipContainerBroken)),
    }
}

/// A text of the file, or a parser's message, made fit for one line: short, and without control characters.
pub(super) fn detail(message: impl std::fmt::Display) -> String {
    const LONGEST: usize = 120;
    let text = message.to_string();
    let line: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().to_owned()
}
