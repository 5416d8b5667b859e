//! A workbook that is open: what it says of itself, and its rows.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use super::book::{self, OpenWorkbook, whole};
use super::error::{Measure, SourceError, too_much, unfaithful};
use super::hidden::Hidden;
use super::limits::{self, ReadingBudget};
use super::live::LiveRow;
use super::row::{SheetInfo, SourceRow};
use super::shape::{FormatId, FormatMarks, Shape, ShownFormats};
use super::xlsx::Xlsx;
use crate::looks::SheetLooks;
use crate::say;
use crate::sha256::hex;

/// What is wanted of a workbook that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    NoMore,
    Seldom,
    Again,
}

/// The bytes of a file, which nobody has looked at.
pub struct Loaded {
    /// Where it lies, if it does.
    path: Option<PathBuf>,
    bytes: Vec<u8>,
    sha256: String,
}

impl Loaded {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// It cannot be read, is no regular file, or is too large.
    pub fn read(path: &Path) -> Result<Self, SourceError> {
        Ok(Self { path: Some(path.to_owned()), ..Self::of(book::read(path)?) })
    }

    pub(super) fn of(bytes: Vec<u8>) -> Self {
        Self { path: None, sha256: hex(Sha256::digest(&bytes)), bytes }
    }

    /// The SHA-256 of the bytes, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Checks and reads them, as [`SourceWorkbook::open`] does.
    ///
    /// # Errors
    ///
    /// As for [`SourceWorkbook::open`].
    pub fn open(self) -> Result<SourceWorkbook, SourceError> {
        SourceWorkbook::of(self, &|_| true, threads())
    }
}

fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// An open workbook.
pub struct SourceWorkbook {
    /// `None` when it is closed.
    book: Option<OpenWorkbook>,
    /// The file, if it is one.
    path: Option<PathBuf>,
    /// Whether it is closed only until it is taken up again.
    aside: bool,
    sheets: Vec<SheetInfo>,
    shapes: Vec<Shape>,
    formats: Vec<(String, FormatMarks)>,
    stale: bool,
    sha256: String,
    budget: ReadingBudget,
    wanted: Wanted,
    /// How many sheets may be read at once.
    threads: NonZeroUsize,
    /// How many rows were handed over, for whoever wants to know.
    passed: Arc<AtomicU64>,
}

impl fmt::Debug for SourceWorkbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceWorkbook")
            .field("sheets", &self.sheets)
            .field("sha256", &self.sha256)
            .finish_non_exhaustive()
    }
}

impl SourceWorkbook {
    /// Reads and checks a file. Its kind is what its bytes say; the name's ending does not matter.
    ///
    /// # Errors
    ///
    /// Whatever keeps the file from being a workbook that can be read safely.
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        Self::glance(path, &|_| true)
    }

    /// Reads a file and, of an .xlsx, only the sheets whose names are wanted. [`SourceWorkbook::examine`] reads the others;
    /// before that their rows can be read, and nothing is known of their shapes.
    ///
    /// # Errors
    ///
    /// As for [`SourceWorkbook::open`].
    pub fn glance(path: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<Self, SourceError> {
        Self::of(Loaded::read(path)?, wanted, threads())
    }

    /// Reads what was not read yet.
    ///
    /// # Errors
    ///
    /// As for [`SourceWorkbook::open`].
    pub fn examine(&mut self) -> Result<(), SourceError> {
        self.examine_those(&|_| true)
    }

    fn examine_those(&mut self, wanted: &dyn Fn(&str) -> bool) -> Result<(), SourceError> {
        let Some(book) = &mut self.book else { return Ok(()) };
        for (sheet, shape) in book.examine(wanted, self.threads)? {
            self.shapes[sheet] = shape;
        }
        Ok(())
    }

    /// The same for bytes that are already here.
    ///
    /// # Errors
    ///
    /// As for [`SourceWorkbook::open`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SourceError> {
        Self::of(Loaded::of(bytes), &|_| true, NonZeroUsize::MIN)
    }

    pub(super) fn of(file: Loaded, wanted: &dyn Fn(&str) -> bool, threads: NonZeroUsize) -> Result<Self, SourceError> {
        let Loaded { path, bytes, sha256 } = file;
        let (book, mut shapes) = OpenWorkbook::open(bytes)?;
        let sheets = book.sheets();
        if sheets.len() > limits::SHEETS {
            return Err(too_much("workbook", Measure::Sheets, limits::SHEETS as u64));
        }
        if let Some(sheet) =
            sheets.iter().enumerate().find_map(|(i, s)| sheets[..i].iter().any(|t| t.name == s.name).then_some(s))
        {
            return Err(SourceError::SheetTwice { sheet: sheet.name.clone() });
        }
        if !sheets.iter().any(|sheet| sheet.worksheet) {
            return Err(SourceError::NoWorksheets);
        }
        shapes.resize_with(sheets.len(), Shape::default);
        let mut source = Self {
            formats: book.formats(),
            stale: book.xlsx().is_some_and(|book| book.stale),
            book: Some(book),
            path,
            aside: false,
            sheets,
            shapes,
            sha256,
            budget: ReadingBudget { cells: limits::CELLS, text: limits::TEXT },
            wanted: Wanted::NoMore,
            threads,
            passed: Arc::default(),
        };
        source.examine_those(wanted)?;
        Ok(source)
    }

    /// How the worksheets look, read once more from what is in memory; nothing but an .xlsx tells it.
    ///
    /// # Errors
    ///
    /// As for [`SourceWorkbook::open`].
    pub(crate) fn looks(&self) -> Result<Vec<SheetLooks>, SourceError> {
        self.xlsx().map_or(Ok(Vec::new()), |book| whole(|| book.looks()))
    }

    /// The .xlsx that it is, if it is one: of those more can be said.
    fn xlsx(&self) -> Option<&Xlsx> {
        self.book.as_ref()?.xlsx()
    }

    /// All sheets in the order of their tabs.
    #[must_use]
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// What a sheet says about its cells; nothing for an index without a sheet.
    #[must_use]
    pub fn shape(&self, sheet: usize) -> &Shape {
        static NOTHING: std::sync::LazyLock<Shape> = std::sync::LazyLock::new(Shape::default);
        self.shapes.get(sheet).unwrap_or(&NOTHING)
    }

    /// What a sheet hides; nothing for an index without a sheet.
    #[must_use]
    pub fn hidden(&self, sheet: usize) -> &Hidden {
        &self.shape(sheet).hidden
    }

    /// How far the file's format tells the number formats of its cells.
    #[must_use]
    pub fn shows(&self) -> ShownFormats {
        self.book.as_ref().map_or(ShownFormats::None, OpenWorkbook::shows)
    }

    /// A number format as Excel writes it, such as `0.00%`; `General` where the file says nothing.
    #[must_use]
    pub fn number_format(&self, format: FormatId) -> &str {
        self.formats.get(usize::from(format.0)).map_or("General", |(code, _)| code)
    }

    /// The formats of which something holds besides; only an .xlsx tells.
    #[must_use]
    pub fn marked(&self, which: impl Fn(FormatMarks) -> bool) -> Vec<FormatId> {
        (0..).zip(&self.formats).filter(|(_, (_, marks))| which(*marks)).map(|(id, _)| FormatId(id)).collect()
    }

    /// Whether the file says that the results of its formulas may not hold: that they are to be calculated when it is
    /// opened, as programs ask who write them without calculating. Only an .xlsx tells.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// Whether the file is an .xlsx (or .xlsm), whose formulas can be read.
    #[must_use]
    pub fn is_xlsx(&self) -> bool {
        self.aside || self.xlsx().is_some()
    }

    /// The bytes of an .xlsx, from its file while it is laid aside.
    pub(crate) fn contents(&self) -> io::Result<Box<dyn Read + '_>> {
        match &self.path {
            Some(path) if self.aside => Ok(Box::new(File::open(path)?)),
            _ => Ok(Box::new(self.xlsx().map_or(&[][..], Xlsx::bytes))),
        }
    }

    /// Gives the memory of a large .xlsx back until it is taken up again: meanwhile nothing but its contents can be had.
    pub(crate) fn lay_aside(&mut self) {
        let large = |book: &mut OpenWorkbook| book.xlsx().is_some_and(|book| book.bytes().len() > limits::ASIDE);
        if self.path.is_some() {
            self.aside |= self.book.take_if(large).is_some();
        }
    }

    /// Takes up again what was laid aside, as it was glanced at.
    ///
    /// # Errors
    ///
    /// As for [`SourceWorkbook::open`]; the file is another one now.
    pub(crate) fn take_up(&mut self) -> Result<(), SourceError> {
        if let Some(path) = self.path.as_ref().filter(|_| self.aside) {
            let again = Self::glance(path, &|_| false)?;
            if again.sha256 != self.sha256 {
                return Err(SourceError::Changed);
            }
            *self = again;
        }
        Ok(())
    }

    /// Names that the workbook defines, with what they stand for; only those of an .xlsx are known.
    #[must_use]
    pub fn defined_names(&self) -> &[(String, String)] {
        self.xlsx().map_or(&[], Xlsx::defined_names)
    }

    /// As [`SourceWorkbook::rows`], with the text of the formulas; only of an .xlsx.
    ///
    /// # Errors
    ///
    /// As for [`SourceWorkbook::rows`]; and whatever is no .xlsx.
    pub fn live_rows(
        &mut self,
        sheet: usize,
        f: &mut dyn FnMut(LiveRow) -> ControlFlow<()>,
    ) -> Result<(), SourceError> {
        let info = self.sheets.get(sheet).filter(|info| info.worksheet);
        let name = info.map(|info| info.name.as_str());
        match (name, self.book.as_ref()) {
            (Some(name), Some(book)) => {
                let book = book.xlsx().ok_or_else(|| unfaithful(name, say!(Source::FromXlsxOnly)))?;
                book.live_rows(sheet, f)
            }
            _ => Err(SourceError::NotAWorksheet { sheet: format!("#{}", sheet + 1) }),
        }
    }

    /// The SHA-256 of the file's bytes, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Hands the non-empty rows of a sheet to `f`, in order, until it breaks off. The row is only lent: its memory is
    /// used again for the next one. Hidden rows and columns are like any other ([`SourceWorkbook::hidden`] tells them); a
    /// merged cell has its value in its first cell only.
    ///
    /// The caps on cells and text hold for all calls on one workbook together.
    ///
    /// # Errors
    ///
    /// At the first thing that cannot be read; rows before it have been handed over by then. An index without a sheet is
    /// [`SourceError::NotAWorksheet`].
    pub fn rows(&mut self, sheet: usize, f: &mut dyn FnMut(&SourceRow) -> ControlFlow<()>) -> Result<(), SourceError> {
        let info =
            self.sheets.get(sheet).ok_or_else(|| SourceError::NotAWorksheet { sheet: format!("#{}", sheet + 1) })?;
        let name = info.name.as_str();
        let Some(book) = self.book.as_mut().filter(|_| info.worksheet) else {
            return Err(SourceError::NotAWorksheet { sheet: name.to_owned() });
        };
        let passed = &self.passed;
        let mut counted = |row: &SourceRow| {
            passed.fetch_add(1, Ordering::Relaxed);
            f(row)
        };
        book.rows((sheet, name), self.threads, &mut self.budget, &mut counted)
    }

    /// Gives the memory of the file's contents back, as far as nobody wants them again. Its names and the hash stay.
    pub fn close(&mut self) {
        match (self.wanted, &mut self.book) {
            (Wanted::NoMore, book) => *book = None,
            (Wanted::Seldom, Some(book)) => book.forget_rows(),
            _ => {}
        }
    }

    /// From now on the contents stay, and what may be read of them is counted anew: for whoever reads the workbook once
    /// more.
    pub fn read_again(&mut self) {
        self.read(Wanted::Again);
    }

    /// The same for whoever reads at most a few rows once more: they are unpacked anew, and take no memory until then.
    pub fn read_seldom(&mut self) {
        self.read(Wanted::Seldom);
    }

    /// It is read once from now on, and closed then.
    pub fn read_once(&mut self) {
        self.read(Wanted::NoMore);
    }

    /// Closes it for good: nobody reads it once more.
    pub fn read_no_more(&mut self) {
        self.read(Wanted::NoMore);
        self.close();
    }

    fn read(&mut self, wanted: Wanted) {
        self.wanted = wanted;
        self.budget = ReadingBudget { cells: limits::CELLS, text: limits::TEXT };
    }

    /// Every row that is handed over from now on is counted by `counter` too, while it is read.
    pub fn count_rows(&mut self, counter: Arc<AtomicU64>) {
        self.passed = counter;
    }
}
