//! Fills the sheets of a workbook, several at a time.
//!
//! Every sheet streams through a temporary file of its own, so that a sheet of a million rows takes no more memory than
//! one of ten, and no thread waits for another. The formats are in the workbook before the first cell is written:
//! otherwise their numbers would depend on which thread comes first.

use std::cmp::Reverse;
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

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

/// Adds the sheets of `report` and fills them.
pub(super) fn fill(workbook: &mut Workbook, report: &Report, making: &Making) -> Result<(), WriteError> {
    let styles = Styles::new();
    for format in styles.all() {
        workbook.register_format(format);
    }
    for sheet in &report.sheets {
        let worksheet =
            if is_kept(sheet) { workbook.add_worksheet() } else { workbook.add_worksheet_with_constant_memory()? };
        worksheet.set_name(&sheet.name)?;
    }
    // The largest first, so that none is left alone at the end.
    let mut jobs: Vec<(usize, &mut Worksheet)> = workbook.worksheets_mut().iter_mut().enumerate().collect();
    jobs.sort_by_key(|(number, _)| Reverse(size(&report.sheets[*number])));
    let jobs = Mutex::new(jobs.into_iter());
    let failures: Mutex<Vec<(usize, WriteError)>> = Mutex::new(Vec::new());
    let work = || loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some((number, worksheet)) = job else { return };
        if let Err(error) = super::built(|| self::sheet(worksheet, &styles, report, number, &making.written)) {
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
    failures.into_iter().min_by_key(|(number, _)| *number).map_or(Ok(()), |(_, error)| Err(error))
}

fn sheet(
    worksheet: &mut Worksheet,
    styles: &Styles,
    report: &Report,
    number: usize,
    written: &AtomicU64,
) -> Result<(), WriteError> {
    let sheet = &report.sheets[number];
    let layout = Layout::of(sheet)?;
    let paper = if is_kept(sheet) {
        Paper::kept(worksheet, styles)
    } else {
        Paper::streamed(worksheet, styles, layout.rows.saturating_sub(1))
    };
    sheet::write(paper, sheet, &layout, written)?;
    let bands = charts::insert(worksheet, report, sheet, &layout)?;
    page::set_up(worksheet, report, sheet, &layout, &bands)
}

fn is_kept(sheet: &Sheet) -> bool {
    !sheet.charts.is_empty() && sheet.blocks.iter().map(end_row).max().unwrap_or(0) < LONG_SHEET
}

/// How many cells a sheet has.
fn size(sheet: &Sheet) -> usize {
    sheet.blocks.iter().map(|block| block.rows.len() * block.columns.len()).sum()
}
