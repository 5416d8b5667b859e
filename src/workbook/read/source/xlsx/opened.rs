//! An .xlsx that is open.

use std::num::NonZeroUsize;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;

use super::super::error::{SourceError, unfaithful};
use super::super::{FormatMarks, Shape, SheetInfo, limits};
use super::context::SheetContext;
use super::examine::{all, parts_around};
use super::keep::Kept;
use super::packed::SharedFormulas;
use super::parts::XlsxPackage;
use super::relations::{self, Relation, RelationType, only};
use super::strings::{self, Strings};
use super::styles::{self, XlsxStyles};
use super::{looks, workbook};
use crate::lang::Words;
use crate::looks::SheetLooks;
use crate::say;

/// A workbook that was read.
pub(in super::super) struct Xlsx {
    /// The texts, and their part; read again where they were forgotten.
    pub(super) strings: OnceLock<Strings>,
    texts: Option<String>,
    pub(super) styles: XlsxStyles,
    pub(super) from_1904: bool,
    pub(in super::super) stale: bool,
    names: Vec<(String, String)>,
    pub(super) sheets: Vec<Kept>,
    pub(super) parts: XlsxPackage,
    /// Bytes of rows that may yet be kept.
    room: AtomicUsize,
}

impl Xlsx {
    /// Reads what a package says of itself, and none of its sheets: see [`Xlsx::examine`].
    pub(in super::super) fn open(mut parts: XlsxPackage) -> Result<Self, SourceError> {
        let (target, book) = workbook::find(&mut parts)?;
        let relations = relations::of(&mut parts, &target)?;
        let texts = only(&relations, RelationType::Strings)?.map(|relation| relation.target.clone());
        let strings = strings(&mut parts, texts.as_deref())?.into();
        let styles = match only(&relations, RelationType::Styles)? {
            Some(relation) => styles::read(parts.xml(&relation.target, limits::OPENED_PART)?)?,
            None => XlsxStyles::default(),
        };
        let sheets = sheets(&book.sheets, &relations, &parts, &target)?;
        let room = AtomicUsize::new(limits::KEPT);
        let workbook::Workbook { from_1904, stale, names, .. } = book;
        Ok(Self { strings, texts, styles, from_1904, stale, names, sheets, parts, room })
    }

    /// Reads those sheets that were not read yet, as far as they are wanted; gives the shapes of these, by their places.
    pub(in super::super) fn examine(
        &mut self,
        wanted: &dyn Fn(&str) -> bool,
        threads: NonZeroUsize,
    ) -> Result<Vec<(usize, Shape)>, SourceError> {
        let strings = self.strings()?;
        let context = self.context(strings);
        let read = all(&self.sheets, wanted, &self.parts, &context, (threads, &self.room))?;
        let mut shapes = Vec::with_capacity(read.len());
        for (at, read) in read {
            let (kept, mut shape) = (&mut self.sheets[at], read.sheet.shape);
            if let Some(part) = kept.part {
                parts_around(&mut self.parts, part, &read.sheet.tables, &mut shape)?;
            }
            shapes.push((at, shape));
            (kept.rows, kept.formulas, kept.examined) = (read.rows, read.sheet.formulas, true);
        }
        Ok(shapes)
    }

    /// Gives the memory of the rows back, where it is much: whoever asks for some reads them again.
    pub(in super::super) fn forget_rows(&mut self) {
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

    /// The bytes of the file.
    pub(in super::super) fn bytes(&self) -> &[u8] {
        self.parts.bytes()
    }

    /// The texts that cells share.
    pub(super) fn strings(&self) -> Result<&Strings, SourceError> {
        if let Some(strings) = self.strings.get() {
            return Ok(strings);
        }
        let strings = strings(&mut self.parts.again().uncounted(), self.texts.as_deref())?;
        Ok(self.strings.get_or_init(|| strings))
    }

    /// What cells refer to, with these texts.
    pub(super) fn context<'c>(&'c self, strings: &'c Strings) -> SheetContext<'c> {
        let most_cells = limits::cells(self.parts.bytes().len());
        SheetContext { strings, styles: &self.styles, from_1904: self.from_1904, most_cells }
    }

    /// How the sheets look.
    pub(in super::super) fn looks(&self) -> Result<Vec<SheetLooks>, SourceError> {
        looks::read(self.parts.again().uncounted())
    }

    /// All sheets.
    pub(in super::super) fn sheets(&self) -> Vec<SheetInfo> {
        self.sheets.iter().map(|sheet| sheet.info.clone()).collect()
    }

    /// Names with what they stand for.
    pub(in super::super) fn defined_names(&self) -> &[(String, String)] {
        &self.names
    }

    /// The number formats, with what else they do to their cells.
    pub(in super::super) fn formats(&self) -> &[(String, FormatMarks)] {
        &self.styles.formats
    }
}

/// Reads the table of texts, if there is one.
fn strings(parts: &mut XlsxPackage, name: Option<&str>) -> Result<Strings, SourceError> {
    match name {
        Some(name) => strings::read(parts.xml(name, limits::STRINGS_PART)?),
        None => Ok(Strings::default()),
    }
}

/// The sheets with their parts: each part of a sheet belongs to one sheet, and each sheet has one.
fn sheets(
    listed: &[workbook::ListedSheet],
    relations: &[Relation],
    parts: &XlsxPackage,
    workbook: &str,
) -> Result<Vec<Kept>, SourceError> {
    let unfaithful = |detail: Words| unfaithful(workbook, detail);
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
