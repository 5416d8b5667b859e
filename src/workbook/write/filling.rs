//! Fills the sheets of a workbook.
//!
//! Every sheet streams through a temporary file of its own, so that a sheet of a million rows takes no more memory than
//! one of ten. The formats are in the workbook before the first cell is written: otherwise their numbers would depend on
//! the contents. Which sheets are filled elsewhere, and by whom, is the business of `pieces`.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, OnceLock};

use rust_xlsxwriter::{Workbook, Worksheet};

use super::error::WriteError;
use super::layout::{Layout, end_row};
use super::paper::Paper;
use super::styles::Styles;
use super::{charts, page, sheet};
use crate::report::sheet::{Report, Sheet};

/// Charts keep a copy of what they show only where the sheet stays in memory; from this many rows on none does.
pub(super) const LONG_SHEET: u32 = 10_000;

/// How a workbook is made.
#[derive(Clone, Debug)]
pub struct Making {
    /// How many threads make it.
    pub threads: NonZeroUsize,
    /// Counts the rows while they are written, up to [`Report::rows`].
    pub written: Arc<AtomicU64>,
}

impl Default for Making {
    /// By one thread, and nobody watches.
    fn default() -> Self {
        Self { threads: NonZeroUsize::MIN, written: Arc::default() }
    }
}

/// Where a report failed: the number of the sheet, and how.
pub(super) type Failure = (usize, WriteError);

/// A report with the measures of its sheets, each of which is measured once, by whoever needs it first.
pub(super) struct Measured<'r> {
    /// What is written.
    pub report: &'r Report<'r>,
    layouts: Vec<OnceLock<Layout>>,
}

impl<'r> Measured<'r> {
    pub(super) fn new(report: &'r Report<'r>) -> Self {
        Self { report, layouts: report.sheets.iter().map(|_| OnceLock::new()).collect() }
    }

    fn layout(&self, number: usize) -> Result<&Layout, WriteError> {
        if let Some(layout) = self.layouts[number].get() {
            return Ok(layout);
        }
        let layout = Layout::of(&self.report.sheets[number])?;
        Ok(self.layouts[number].get_or_init(|| layout))
    }
}

/// Adds the sheets of `report`. Those of `framed` have no cells: they are filled elsewhere, and framed last, when they
/// will have been measured there.
pub(super) fn fill(
    workbook: &mut Workbook,
    measured: &Measured<'_>,
    framed: &BTreeSet<usize>,
    written: &AtomicU64,
) -> Result<(), Failure> {
    let report = measured.report;
    let styles = Styles::new();
    register(workbook, &styles);
    for (number, sheet) in report.sheets.iter().enumerate() {
        added(workbook, sheet, framed.contains(&number)).map_err(|error| (number, error))?;
    }
    let mut fill = |number: usize| {
        let worksheet = workbook.worksheet_from_index(number)?;
        let layout = measured.layout(number)?;
        let filling = Filling { styles: &styles, report, sheet: &report.sheets[number], layout };
        if framed.contains(&number) { filling.frame(worksheet) } else { filling.whole(worksheet, written) }
    };
    let own = (0..report.sheets.len()).filter(|number| !framed.contains(number));
    let failures = own.chain(framed.iter().copied()).filter_map(|number| Some((number, fill(number).err()?)));
    // The first in the order of the sheets is told, not the first that was met.
    failures.min_by_key(|(number, _)| *number).map_or(Ok(()), Err)
}

/// Adds the worksheet of a sheet, in memory where its charts or nothing at all will be looked up in it.
fn added<'w>(workbook: &'w mut Workbook, sheet: &Sheet, framed: bool) -> Result<&'w mut Worksheet, WriteError> {
    let in_memory = is_kept(sheet) || framed;
    let worksheet = if in_memory { workbook.add_worksheet() } else { workbook.add_worksheet_with_constant_memory()? };
    Ok(worksheet.set_name(&sheet.name)?)
}

/// Adds the sheet `number` alone, filled, to a workbook of which nothing else is looked at.
pub(super) fn fill_one(
    workbook: &mut Workbook,
    measured: &Measured<'_>,
    number: usize,
    styles: &Styles,
    written: &AtomicU64,
) -> Result<(), WriteError> {
    let report = measured.report;
    let sheet = &report.sheets[number];
    let worksheet = added(workbook, sheet, false)?;
    let layout = measured.layout(number)?;
    Filling { styles, report, sheet, layout }.without_notes(worksheet, written)
}

/// Gives every format its number.
pub(super) fn register(workbook: &mut Workbook, styles: &Styles) {
    for format in styles.all() {
        workbook.register_format(format);
    }
}

/// A sheet on its way to a worksheet.
struct Filling<'a> {
    styles: &'a Styles,
    report: &'a Report<'a>,
    sheet: &'a Sheet<'a>,
    layout: &'a Layout,
}

impl Filling<'_> {
    /// All of it.
    fn whole(&self, worksheet: &mut Worksheet, written: &AtomicU64) -> Result<(), WriteError> {
        sheet::notes(worksheet, self.sheet)?;
        self.cells(worksheet, written)?;
        self.surroundings(worksheet)
    }

    /// All but its cells: what other parts of the package say about it.
    fn frame(&self, worksheet: &mut Worksheet) -> Result<(), WriteError> {
        sheet::notes(worksheet, self.sheet)?;
        sheet::measures(worksheet, self.layout)?;
        sheet::heights_under_notes(worksheet, self.sheet, self.layout)?;
        self.surroundings(worksheet)
    }

    /// All but the texts of its notes, which stand in another part.
    fn without_notes(&self, worksheet: &mut Worksheet, written: &AtomicU64) -> Result<(), WriteError> {
        sheet::note_in_place_of_all(worksheet, self.sheet)?;
        self.cells(worksheet, written)?;
        self.surroundings(worksheet)
    }

    fn cells(&self, worksheet: &mut Worksheet, written: &AtomicU64) -> Result<(), WriteError> {
        sheet::measures(worksheet, self.layout)?;
        let paper = if is_kept(self.sheet) {
            Paper::kept(worksheet, self.styles)
        } else {
            Paper::streamed(worksheet, self.styles, self.layout.rows.saturating_sub(1))
        };
        sheet::write(paper, self.sheet, self.layout, written)
    }

    fn surroundings(&self, worksheet: &mut Worksheet) -> Result<(), WriteError> {
        let bands = charts::insert(worksheet, self.report, self.sheet, self.layout)?;
        page::set_up(worksheet, self.report, self.sheet, self.layout, &bands)
    }
}

/// Whether a sheet stays in memory, for its charts.
pub(super) fn is_kept(sheet: &Sheet) -> bool {
    !sheet.charts.is_empty() && sheet.blocks.iter().map(end_row).max().unwrap_or(0) < LONG_SHEET
}

/// How many cells a sheet has.
pub(super) fn size(sheet: &Sheet) -> usize {
    sheet.blocks.iter().map(|block| block.rows.len() * block.columns.len()).sum()
}
