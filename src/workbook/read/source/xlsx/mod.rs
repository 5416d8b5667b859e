//! Workbooks of Office Open XML (.xlsx, .xlsm), read strictly: each part once, in one go, by a grammar of what programs
//! write.
//!
//! The way through: [`parts`] hands out the parts of the package, [`relations`] says what they are to each other,
//! [`workbook`] lists the sheets, [`styles`] and [`strings`] are what cells refer to, [`sheet`] reads a sheet and hands its
//! [`cells`], most of which are [`plain`], on; their [`value`]s are [`packed`] and kept until somebody asks for the rows. Where they would take too much memory they are
//! read again instead.

mod area;
mod cells;
pub(super) mod looks;
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
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::error::{Measure, SourceError};
use super::found::Found;
use super::{Shape, SheetInfo, limits};

use crate::lang::Words;
use crate::say;
pub(super) use packed::{Packed, Rows, SharedFormulas, Value};
pub(super) use parts::Parts;
use relations::{Relation, Role};
pub(super) use rows::raw;
use sheet::Context;
pub(super) use strings::Strings;
use styles::Styles;

/// A workbook that was read.
pub(super) struct Xlsx {
    strings: Strings,
    styles: Styles,
    from_1904: bool,
    names: Vec<(String, String)>,
    sheets: Vec<Kept>,
    /// The file, as long as some sheet must be read again.
    parts: Option<Parts>,
}

/// A sheet that was read.
struct Kept {
    info: SheetInfo,
    /// Its part; none for a chart.
    part: Option<usize>,
    /// Its rows; `None` where there were too many to keep.
    rows: Option<Rows>,
    formulas: SharedFormulas,
}

/// What reading a sheet gave.
#[derive(Default)]
struct Read {
    rows: Option<Rows>,
    sheet: sheet::Sheet,
}

impl Xlsx {
    /// Reads a package.
    pub(super) fn open(mut parts: Parts, threads: NonZeroUsize) -> Result<(Self, Vec<Shape>), SourceError> {
        let package = relations::read(parts.xml("_rels/.rels", limits::RELATIONSHIPS_PART)?, "")?;
        let target = only(&package, Role::Workbook)?.map(|relation| relation.target.clone());
        let Some(target) = target.filter(|target| parts.has(target)) else {
            return Err(SourceError::NotASpreadsheet(Found::Zip));
        };
        let book = workbook::read(parts.xml(&target, limits::OPENED_PART)?)?;
        let beside = relations::beside(&target);
        let relations = relations::read(parts.xml(&beside, limits::RELATIONSHIPS_PART)?, &target)?;
        let strings = match only(&relations, Role::Strings)? {
            Some(relation) => strings::read(parts.xml(&relation.target, limits::STRINGS_PART)?)?,
            None => Strings::default(),
        };
        let styles = match only(&relations, Role::Styles)? {
            Some(relation) => styles::read(parts.xml(&relation.target, limits::OPENED_PART)?)?,
            None => Styles::default(),
        };
        let mut sheets = sheets(&book.sheets, &relations, &parts, &target)?;
        let context = Context { strings: &strings, styles: &styles, from_1904: book.from_1904 };
        let read = all(&sheets, &parts, &context, threads)?;
        let mut shapes = Vec::with_capacity(read.len());
        for (kept, read) in sheets.iter_mut().zip(read) {
            let mut shape = read.sheet.shape;
            if let Some(part) = kept.part {
                tables(&mut parts, part, &read.sheet.tables, &mut shape)?;
            }
            shapes.push(shape);
            (kept.rows, kept.formulas) = (read.rows, read.sheet.formulas);
        }
        let again = sheets.iter().any(|sheet| sheet.part.is_some() && sheet.rows.is_none());
        let parts = again.then_some(parts);
        let xlsx = Self { strings, styles, from_1904: book.from_1904, names: book.names, sheets, parts };
        Ok((xlsx, shapes))
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

/// The only relationship of a role, if there is one.
fn only(relations: &[Relation], role: Role) -> Result<Option<&Relation>, SourceError> {
    let mut found = relations.iter().filter(|relation| relation.role == role);
    let first = found.next();
    match found.next() {
        Some(second) => Err(SourceError::DuplicatePart { part: second.target.clone() }),
        None => Ok(first),
    }
}

/// The sheets with their parts: each part of a sheet belongs to one sheet, and each sheet has one.
fn sheets(
    listed: &[workbook::Listed],
    relations: &[Relation],
    parts: &Parts,
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
            Role::Worksheet => Some(parts.find(&relation.target)?),
            Role::OtherSheet => None,
            Role::MacroSheet => return Err(SourceError::MacroSheet { sheet: sheet.name.clone() }),
            _ => return Err(unfaithful(say!(Source::SheetWithoutPart))),
        };
        let info = SheetInfo { name: sheet.name.clone(), hidden: sheet.hidden, worksheet: part.is_some() };
        sheets.push(Kept { info, part, rows: None, formulas: SharedFormulas::new() });
    }
    let lists = |relation: &Relation| listed.iter().any(|sheet| sheet.relation == relation.id);
    let forgotten = relations.iter().any(|relation| relation.role == Role::Worksheet && !lists(relation));
    if forgotten { Err(unfaithful(say!(Source::SheetWorkbookList))) } else { Ok(sheets) }
}

/// Reads all sheets, two at a time where any is long; what is said of them is said of the first at fault.
fn all(sheets: &[Kept], parts: &Parts, context: &Context<'_>, threads: NonZeroUsize) -> Result<Vec<Read>, SourceError> {
    let mut order: Vec<(usize, usize)> =
        sheets.iter().enumerate().filter_map(|(at, sheet)| Some((at, sheet.part?))).collect();
    let long = order.iter().any(|(_, part)| parts.size(*part) > LONG);
    // The longest first, so that the last ones to end are short.
    order.sort_by_key(|(at, part)| (std::cmp::Reverse(parts.size(*part)), *at));
    let next = AtomicUsize::new(0);
    let room = AtomicUsize::new(limits::KEPT);
    let done: Mutex<Vec<(usize, Result<Read, SourceError>)>> = Mutex::new(Vec::new());
    let reader = || {
        let mut parts = parts.again();
        while let Some((at, part)) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let outcome = rows::keep(&sheets[*at].info.name, &mut parts, *part, context, &room);
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
    let mut all: Vec<Read> = Vec::new();
    all.resize_with(sheets.len(), Read::default);
    let (mut cells, mut text) = (0, 0);
    for (at, outcome) in done {
        all[at] = outcome?;
        cells += all[at].sheet.cells;
        text += all[at].sheet.text;
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
fn tables(parts: &mut Parts, sheet: usize, ids: &[String], shape: &mut Shape) -> Result<(), SourceError> {
    if ids.is_empty() {
        return Ok(());
    }
    let name = parts.name(sheet);
    let missing = || SourceError::Unfaithful { part: name.clone(), detail: say!(Source::TableWithoutPart) };
    let beside = relations::beside(&name);
    let relations = relations::read(parts.xml(&beside, limits::RELATIONSHIPS_PART)?, &name)?;
    for id in ids {
        let relation = relations.iter().find(|relation| relation.id == *id && relation.role == Role::Table);
        let target = &relation.ok_or_else(missing)?.target;
        shape.tables.push(table::read(parts.xml(target, limits::OPENED_PART)?)?);
    }
    Ok(())
}
