//! The file's bytes, and the reader of each format over them: our own for .xlsx and .ods, calamine's for .xlsb and .xls.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;

use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb};

use super::error::{SourceError, broken, damaged};
use super::limits::{self, ReadingBudget};
use super::ods::{self, Ods};
use super::preflight::{self, CheckedFile, FormulaErrors};
use super::xlsx::{Xlsx, XlsxPackage};
use super::{FormatMarks, Shape, SheetInfo, ShownFormats, SourceRow, grid, stream};
use crate::say;
use crate::workbook::quiet::quietly;

type FileBytes = Cursor<Vec<u8>>;

/// A workbook that is open.
pub(super) enum OpenWorkbook {
    Xlsx(Box<Xlsx>),
    Xlsb(Box<Xlsb<FileBytes>>, Vec<FormulaErrors>),
    Xls(Box<Xls<FileBytes>>),
    Ods(Ods),
}

/// The bytes of a regular file of an acceptable size.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, SourceError> {
    let io = |error: io::Error| SourceError::of(error, cfg!(windows));
    let too_large = |bytes| SourceError::FileTooLarge { bytes, limit: limits::FILE };
    // Asked before opening: opening a pipe would wait for its writer.
    if !std::fs::metadata(path).map_err(io)?.is_file() {
        return Err(SourceError::NotAFile);
    }
    let file = File::open(path).map_err(io)?;
    let size = file.metadata().map_err(io)?.len();
    if size > limits::FILE {
        return Err(too_large(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    file.take(limits::FILE + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > limits::FILE {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

impl OpenWorkbook {
    /// Pre-flight, then the reader; and the shape of each sheet, but of an .xlsx: see [`OpenWorkbook::examine`].
    pub(super) fn open(bytes: Vec<u8>) -> Result<(Self, Vec<Shape>), SourceError> {
        let open = || {
            let (checked, shapes) = preflight::check(&bytes)?;
            let book = match checked {
                CheckedFile::Xlsx(names) => {
                    let book = Xlsx::open(XlsxPackage::new(bytes, names, limits::UNPACKED)?)?;
                    return Ok((Self::Xlsx(Box::new(book)), Vec::new()));
                }
                CheckedFile::Xlsb(errors) => Self::Xlsb(opened(bytes)?, errors),
                CheckedFile::Ods(names) => {
                    let (book, shapes) = Ods::open(XlsxPackage::new(bytes, names, limits::ODS_UNPACKED)?)?;
                    return Ok((Self::Ods(book), shapes));
                }
                CheckedFile::Xls => Self::Xls(opened(bytes)?),
            };
            Ok((book, shapes))
        };
        whole(open)
    }

    /// Reads the sheets that were not read yet, as far as they are wanted; gives their shapes, by their places.
    pub(super) fn examine(
        &mut self,
        wanted: &dyn Fn(&str) -> bool,
        threads: NonZeroUsize,
    ) -> Result<Vec<(usize, Shape)>, SourceError> {
        let Self::Xlsx(book) = self else { return Ok(Vec::new()) };
        whole(|| book.examine(wanted, threads))
    }

    /// Gives back what memory it can while rows may still be asked for.
    pub(super) fn forget_rows(&mut self) {
        if let Self::Xlsx(book) = self {
            book.forget_rows();
        }
    }

    /// An .xlsx, of which more can be said.
    pub(super) fn xlsx(&self) -> Option<&Xlsx> {
        if let Self::Xlsx(book) = self { Some(book) } else { None }
    }

    /// How far number formats are told.
    pub(super) fn shows(&self) -> ShownFormats {
        match self {
            Self::Xlsx(_) => ShownFormats::All,
            Self::Ods(_) => ShownFormats::Percentages,
            Self::Xlsb(..) | Self::Xls(_) => ShownFormats::None,
        }
    }

    /// All sheets.
    pub(super) fn sheets(&self) -> Vec<SheetInfo> {
        let metadata = match self {
            Self::Xlsx(book) => return book.sheets(),
            Self::Xlsb(book, _) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book) => return book.sheets(),
        };
        let info = |sheet: &calamine::Sheet| SheetInfo {
            name: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
            worksheet: sheet.typ == SheetType::WorkSheet,
        };
        metadata.iter().map(info).collect()
    }

    /// The rows of a worksheet, by its place and its name.
    pub(super) fn rows(
        &mut self,
        (sheet, name): (usize, &str),
        threads: NonZeroUsize,
        budget: &mut ReadingBudget,
        f: &mut dyn FnMut(&SourceRow) -> ControlFlow<()>,
    ) -> Result<(), SourceError> {
        match self {
            Self::Xlsx(book) => book.rows(sheet, threads, f),
            Self::Xlsb(book, errors) => {
                let mut cells = guarded(name, || book.worksheet_cells_reader(name))?;
                let errors = errors.get(sheet).map(Vec::as_slice).unwrap_or_default();
                let mut merged = stream::Merged::new(errors);
                let next = || merged.next(|| stream::of_xlsb(cells.next_cell()));
                stream::rows(name, next, budget, f)
            }
            Self::Xls(book) => {
                let both = || Ok::<_, XlsError>((book.worksheet_range(name)?, book.worksheet_formula(name)?));
                let (values, formulas) = guarded(name, both)?;
                let mut cells = grid::cells(name, &values, &formulas)?;
                stream::rows(name, || Ok(cells.next()), budget, f)
            }
            Self::Ods(book) => {
                book.rows(sheet, f);
                Ok(())
            }
        }
    }

    /// The number formats of the cells, with what else they do to them.
    pub(super) fn formats(&self) -> Vec<(String, FormatMarks)> {
        let plain = |code: &str| (code.to_owned(), FormatMarks::default());
        match self {
            Self::Xlsx(book) => book.formats().to_vec(),
            Self::Ods(_) => ods::FORMATS.map(plain).to_vec(),
            _ => vec![plain("General")],
        }
    }
}

fn opened<B: Reader<FileBytes>>(bytes: Vec<u8>) -> Result<Box<B>, SourceError> {
    B::new(Cursor::new(bytes)).map(Box::new).map_err(|_| damaged(say!(Source::RecordsBroken)))
}

/// Runs what is about the whole file; its panic is our error.
pub(super) fn whole<T>(work: impl FnOnce() -> Result<T, SourceError>) -> Result<T, SourceError> {
    quietly(work).unwrap_or(Err(SourceError::Panicked { sheet: None, after: None }))
}

/// Runs a call of calamine about one sheet; its error and its panic are ours.
fn guarded<T, E>(sheet: &str, work: impl FnOnce() -> Result<T, E>) -> Result<T, SourceError> {
    match quietly(work) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(_)) => Err(broken(sheet, None, say!(Source::RecordsBroken))),
        Err(_) => Err(SourceError::Panicked { sheet: Some(sheet.to_owned()), after: None }),
    }
}
