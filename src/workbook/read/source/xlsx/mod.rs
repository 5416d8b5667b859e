//! Workbooks of Office Open XML (.xlsx, .xlsm), read strictly: each part once, in one go, by a grammar of what programs
//! write.
//!
//! The way through: [`parts`] hands out the parts of the package, [`relations`] says what they are to each other,
//! [`workbook`] lists the sheets, [`styles`] and [`strings`] are what cells refer to, [`sheet`] reads a sheet and hands its
//! [`cells`], most of which are [`plain`], on; their [`value`]s are [`packed`] and kept until somebody asks for the rows. Where they would take too much memory they are
//! read again instead.

mod area;
mod cells;
mod context;
mod kind;
mod looks;
mod packed;
mod parts;
mod plain;
pub(super) mod relations;
mod rows;
mod sheet;
mod strings;
mod styles;
mod table;
mod text;
mod value;
mod workbook;

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use super::error::{Measure, SourceError};
use super::found::NotAWorkbook;
use super::{Shape, SheetInfo, limits};

use crate::lang::Words;
use crate::looks::SheetLooks;
use crate::say;
use context::SheetContext;
pub(super) use packed::{Packed, PackedRows, PackedValue, SharedFormulas};
pub(super) use parts::XlsxPackage;
use relations::{Relation, RelationType};
pub(super) use rows::raw;
pub(super) use strings::Strings;
use styles::XlsxStyles;

/// A workbook that was read.
pub(super) struct Xlsx {
    /// The texts, and their part; read again where they were forgotten.
    strings: OnceLock<Strings>,
    texts: Option<String>,
    styles: XlsxStyles,
    from_1904: bool,
    names: Vec<(String, String)>,
    sheets: Vec<Kept>,
    parts: XlsxPackage,
    /// Bytes of rows that may yet be kept.
    room: AtomicUsize,
}

/// A sheet that was read.
struct Kept {
    info: SheetInfo,
    /// Its part; none for a chart.
    part: Option<usize>,
    /// Its rows; `None` where there were too many to keep.
    rows: Option<PackedRows>,
    formulas: SharedFormulas,
    /// Whether it was read.
    examined: bool,
}

/// What reading a sheet gave.
#[derive(Default)]
struct ReadSheet {
    rows: Option<PackedRows>,
    sheet: sheet::XlsxSheet,
}

impl Xlsx {
    /// Reads what a package says of itself, and none of its sheets: see [`Xlsx::examine`].
    pub(super) fn open(mut parts: XlsxPackage) -> Result<Self, SourceError> {
        let package = relations::read(parts.xml("_rels/.rels", limits::RELATIONSHIPS_PART)?, "")?;
        let target = only(&package, RelationType::Workbook)?.map(|relation| relation.target.clone());
        let Some(target) = target.filter(|target| parts.has(target)) else {
            return Err(SourceError::NotASpreadsheet(NotAWorkbook::Zip));
        };
        let book = workbook::read(parts.xml(&target, limits::OPENED_PART)?)?;
        let beside = relations::beside(&target);
        let relations = relations::read(parts.xml(&beside, limits::RELATIONSHIPS_PART)?, &target)?;
        let texts = only(&relations, RelationType::Strings)?.map(|relation| relation.target.clone());
        let strings = strings(&mut parts, texts.as_deref())?.into();
        let styles = match only(&relations, RelationType::Styles)? {
            Some(relation) => styles::read(parts.xml(&relation.target, limits::OPENED_PART)?)?,
            None => XlsxStyles::default(),
        };
        let sheets = sheets(&book.sheets, &relations, &parts, &target)?;
        let room = AtomicUsize::new(limits::KEPT);
        Ok(Self { strings, texts, styles, from_1904: book.from_1904, names: book.names, sheets, parts, room })
    }

    /// Reads those sheets that were not read yet, as far as they are wanted; gives the shapes of these, by their places.
    pub(super) fn examine(
        &mut self,
        wanted: &dyn Fn(&str) -> bool,
        threads: NonZeroUsize,
    ) -> Result<Vec<(usize, Shape)>, SourceError> {
        let strings = self.strings()?;
        let context = SheetContext { strings, styles: &self.styles, from_1904: self.from_1904 };
        let read = all(&self.sheets, wanted, &self.parts, &context, (threads, &self.room))?;
        let mut shapes = Vec::with_capacity(read.len());
        for (at, read) in read {
            let (kept, mut shape) = (&mut self.sheets[at], read.sheet.shape);
            if let Some(part) = kept.part {
                tables(&mut self.parts, part, &read.sheet.tables, &mut shape)?;
            }
            shapes.push((at, shape));
            (kept.rows, kept.formulas, kept.examined) = (read.rows, read.sheet.formulas, true);
        }
        Ok(shapes)
    }

    /// Gives the memory of the rows back, where it is much: whoever asks for some reads them again.
    pub(super) fn forget_rows(&mut self) {
        if limits::KEPT - *self.room.get_mut() < limits::FEW {
            return;
        }
        for sheet in &mut self.sheets {
            (sheet.rows, sheet.formulas) = (None, SharedFormulas::new());
        }
        // A sheet that nobody has read yet needs them.
        if self.sheets.iter().all(|sheet| sheet.examined || sheet.part.is_none()) {
            self.strings.take();
        }
    }

    /// The texts that cells share.
    fn strings(&self) -> Result<&Strings, SourceError> {
        if let Some(strings) = self.strings.get() {
            return Ok(strings);
        }
        let strings = strings(&mut self.parts.again().uncounted(), self.texts.as_deref())?;
        Ok(self.strings.get_or_init(|| strings))
    }

    /// How the sheets look.
    pub(super) fn looks(&self) -> Result<Vec<SheetLooks>, SourceError> {
        looks::read(self.parts.again().uncounted())
    }

    /// All sheets.
    pub(super) fn sheets(&self) -> Vec<SheetInfo> {
        self.sheets.iter().map(|sheet| sheet.info.clone()).collect()
    }

    /// Names with what they stand for.
    pub(super) fn defined_names(&self) -> &[(String, String)] {
        &self.names
    }

    /// Of each number format whether its cells are yellow.
    pub(super) fn yellow(&self) -> Vec<bool> {
        self.styles.yellow.clone()
    }

    /// The number formats.
    pub(super) fn formats(&self) -> Vec<String> {
        self.styles.formats.clone()
    }
}

/// Reads the table of texts, if there is one.
fn strings(parts: &mut XlsxPackage, name: Option<&str>) -> Result<Strings, SourceError> {
    match name {
        Some(name) => strings::read(parts.xml(name, limits::STRINGS_PART)?),
        None => Ok(Strings::default()),
    }
}

/// The only relationship of a role, if there is one.
fn only(relations: &[Relation], role: RelationType) -> Result<Option<&Relation>, SourceError> {
    let mut found = relations.iter().filter(|relation| relation.role == role);
    let first = found.next();
    match found.next() {
        Some(second) => Err(SourceError::DuplicatePart { part: second.target.clone() }),
        None => Ok(first),
    }
}

/// The sheets with their parts: each part of a sheet belongs to one sheet, and each sheet has one.
fn sheets(
    listed: &[workbook::ListedSheet],
    relations: &[Relation],
    parts: &XlsxPackage,
    workbook: &str,
) -> Result<Vec<Kept>, SourceError> {
    let unfaithful = |detail: Words| SourceError::Unfaithful { part: workbook.to_owned(), detail };
    let mut used: Vec<&str> = Vec::new();
    let mut sheets = Vec::with_capacity(listed.len());
    for sheet in listed {
        let relation = relations.iter().find(|relation| relation.id == sheet.relation);
        let relation = relation.ok_or_else(|| unfaithful(say!(Source::SheetWithoutPart)))?;
        if used.contains(&relation.target.as_str()) {
            return Err(unfaithful(say!(Source::TwoSheetsShareTheirCells)));
        }
        used.push(&relation.target);
        let part = match relation.role {
            RelationType::Worksheet => Some(parts.find(&relation.target)?),
            RelationType::OtherSheet => None,
            RelationType::MacroSheet => return Err(SourceError::MacroSheet { sheet: sheet.name.clone() }),
            _ => return Err(unfaithful(say!(Source::SheetWithoutPart))),
        };
        let info = SheetInfo { name: sheet.name.clone(), hidden: sheet.hidden, worksheet: part.is_some() };
        sheets.push(Kept { info, part, rows: None, formulas: SharedFormulas::new(), examined: false });
    }
    let lists = |relation: &Relation| listed.iter().any(|sheet| sheet.relation == relation.id);
    let forgotten = relations.iter().any(|relation| relation.role == RelationType::Worksheet && !lists(relation));
    if forgotten { Err(unfaithful(say!(Source::SheetWorkbookList))) } else { Ok(sheets) }
}

/// Reads the sheets that are wanted and were not read, two at a time where any is long; what is said of them is said of the
/// first at fault.
fn all(
    sheets: &[Kept],
    wanted: &dyn Fn(&str) -> bool,
    parts: &XlsxPackage,
    context: &SheetContext<'_>,
    (threads, room): (NonZeroUsize, &AtomicUsize),
) -> Result<Vec<(usize, ReadSheet)>, SourceError> {
    let unread = sheets.iter().enumerate().filter(|(_, sheet)| !sheet.examined && wanted(&sheet.info.name));
    let mut order: Vec<(usize, usize)> = unread.filter_map(|(at, sheet)| Some((at, sheet.part?))).collect();
    let long = order.iter().any(|(_, part)| parts.size(*part) > LONG);
    // The longest first, so that the last ones to end are short.
    order.sort_by_key(|(at, part)| (std::cmp::Reverse(parts.size(*part)), *at));
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<ReadSheet, SourceError>)>> = Mutex::new(Vec::new());
    let reader = || {
        let mut parts = parts.again();
        while let Some((at, part)) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let outcome = rows::keep(&sheets[*at].info.name, &mut parts, *part, context, room);
            if let Ok(mut done) = done.lock() {
                done.push((*at, outcome));
            }
        }
    };
    std::thread::scope(|scope| {
        if long && order.len() > 1 && threads > NonZeroUsize::MIN {
            scope.spawn(reader);
        }
        reader();
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    let mut all: Vec<(usize, ReadSheet)> = Vec::with_capacity(done.len());
    let (mut cells, mut text) = (0, 0);
    for (at, outcome) in done {
        let read = outcome?;
        cells += read.sheet.cells;
        text += read.sheet.text;
        all.push((at, read));
        let too_large = |what, limit| {
            Err(SourceError::SheetTooLarge { sheet: sheets[at].info.name.clone(), what, limit, after: None })
        };
        if cells > limits::CELLS {
            return too_large(Measure::Cells, limits::CELLS);
        }
        if text > limits::TEXT {
            return too_large(Measure::TextBytes, limits::TEXT);
        }
    }
    Ok(all)
}

/// Bytes of a part that is worth a second thread.
const LONG: u64 = 1 << 20;

/// Reads the tables of a sheet into its shape.
fn tables(parts: &mut XlsxPackage, sheet: usize, ids: &[String], shape: &mut Shape) -> Result<(), SourceError> {
    if ids.is_empty() {
        return Ok(());
    }
    let name = parts.name(sheet);
    let missing = || SourceError::Unfaithful { part: name.clone(), detail: say!(Source::TableWithoutPart) };
    let beside = relations::beside(&name);
    let relations = relations::read(parts.xml(&beside, limits::RELATIONSHIPS_PART)?, &name)?;
    for id in ids {
        let relation = relations.iter().find(|relation| relation.id == *id && relation.role == RelationType::Table);
        let target = &relation.ok_or_else(missing)?.target;
        shape.tables.push(table::read(parts.xml(target, limits::OPENED_PART)?)?);
    }
    Ok(())
}
