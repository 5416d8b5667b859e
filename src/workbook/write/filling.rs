//! Fills the sheets of a workbook, several at a time.
//!
//! Every sheet streams through a temporary file of its own, so that a sheet of a million rows takes no more memory than
//! one of ten, and no thread waits for another. The formats are in the workbook before the first cell is written:
//! otherwise their numbers would depend on which thread comes first. A long sheet is also packed by the thread that
//! filled it (`pieces`); the workbook itself has only its frame.

use std::cmp::Reverse;
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rust_xlsxwriter::{Workbook, Worksheet};

use super::error::WriteError;
use super::layout::{Layout, end_row};
use super::paper::Paper;
use super::pieces::Piece;
use super::styles::Styles;
use super::{charts, page, pieces, sheet};
use crate::report::sheet::{Report, Sheet};

/// Charts keep a copy of what they show only where the sheet stays in memory; from this many rows on none does.
pub(super) const LONG_SHEET: u32 = 10_000;
/// From this many cells on a sheet is packed by itself. Below it, what a package of its own adds (styles, theme) would
/// take as long as the packing.
pub(super) const PACKED_CELLS: usize = 2_500;

/// How a workbook is made.
#[derive(Clone, Debug)]
pub struct Making {
    /// How many threads fill the sheets.
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

/// Adds the sheets of `report` and fills them; those of `packed` cells or more are returned in pieces.
pub(super) fn fill(
    workbook: &mut Workbook,
    report: &Report,
    making: &Making,
    packed: usize,
) -> Result<Vec<Piece>, WriteError> {
    let styles = Styles::new();
    register(workbook, &styles);
    for sheet in &report.sheets {
        let in_memory = is_kept(sheet) || size(sheet) >= packed;
        let worksheet =
            if in_memory { workbook.add_worksheet() } else { workbook.add_worksheet_with_constant_memory()? };
        worksheet.set_name(&sheet.name)?;
    }
    // The largest first, so that none is left alone at the end.
    let mut jobs: Vec<(usize, &mut Worksheet)> = workbook.worksheets_mut().iter_mut().enumerate().collect();
    jobs.sort_by_key(|(number, _)| Reverse(size(&report.sheets[*number])));
    let jobs = Mutex::new(jobs.into_iter());
    let made: Mutex<Vec<Piece>> = Mutex::new(Vec::new());
    let failures: Mutex<Vec<(usize, WriteError)>> = Mutex::new(Vec::new());
    let job = |number: usize, worksheet: &mut Worksheet| {
        let sheet = &report.sheets[number];
        let filling = Filling { styles: &styles, report, sheet, layout: &Layout::of(sheet)? };
        if is_kept(sheet) || size(sheet) < packed {
            return filling.whole(worksheet, &making.written);
        }
        filling.frame(worksheet)?;
        let piece = pieces::pack(number, |worksheet| filling.whole(worksheet, &making.written), &filling)?;
        made.lock().unwrap_or_else(PoisonError::into_inner).push(piece);
        Ok(())
    };
    let work = || loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some((number, worksheet)) = next else { return };
        if let Err(error) = super::built(|| job(number, worksheet)) {
            failures.lock().unwrap_or_else(PoisonError::into_inner).push((number, error));
        }
    };
    thread::scope(|scope| {
        for _ in 1..making.threads.get().min(report.sheets.len()) {
            scope.spawn(work);
        }
        work();
    });
    // The first in the order of the sheets, whoever met it.
    let failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    let first = failures.into_iter().min_by_key(|(number, _)| *number);
    first.map_or_else(|| Ok(made.into_inner().unwrap_or_else(PoisonError::into_inner)), |(_, error)| Err(error))
}

/// Gives every format its number.
pub(super) fn register(workbook: &mut Workbook, styles: &Styles) {
    for format in styles.all() {
        workbook.register_format(format);
    }
}

/// A sheet on its way to a worksheet.
pub(super) struct Filling<'a> {
    pub styles: &'a Styles,
    pub report: &'a Report<'a>,
    pub sheet: &'a Sheet<'a>,
    layout: &'a Layout,
}

impl Filling<'_> {
    /// All of it.
    fn whole(&self, worksheet: &mut Worksheet, written: &AtomicU64) -> Result<(), WriteError> {
        sheet::columns_and_notes(worksheet, self.sheet, self.layout)?;
        let paper = if is_kept(self.sheet) {
            Paper::kept(&mut *worksheet, self.styles)
        } else {
            Paper::streamed(&mut *worksheet, self.styles, self.layout.rows.saturating_sub(1))
        };
        sheet::write(paper, self.sheet, self.layout, written)?;
        self.surroundings(worksheet)
    }

    /// All but its cells: what other parts of the package say about it.
    fn frame(&self, worksheet: &mut Worksheet) -> Result<(), WriteError> {
        sheet::columns_and_notes(worksheet, self.sheet, self.layout)?;
        self.surroundings(worksheet)
    }

    fn surroundings(&self, worksheet: &mut Worksheet) -> Result<(), WriteError> {
        let bands = charts::insert(worksheet, self.report, self.sheet, self.layout)?;
        page::set_up(worksheet, self.report, self.sheet, self.layout, &bands)
    }
}

fn is_kept(sheet: &Sheet) -> bool {
    !sheet.charts.is_empty() && sheet.blocks.iter().map(end_row).max().unwrap_or(0) < LONG_SHEET
}

/// How many cells a sheet has.
fn size(sheet: &Sheet) -> usize {
    sheet.blocks.iter().map(|block| block.rows.len() * block.columns.len()).sum()
}
