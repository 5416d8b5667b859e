//! A sheet whose rows are kept, as long as there is room for them.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::error::SourceError;
use super::super::{SheetInfo, limits};
use super::context::SheetContext;
use super::packed::{PackedRows, SharedFormulas};
use super::parts::XlsxPackage;
use super::sheet::{self, Take, XlsxSheet};
use crate::workbook::quiet::quietly;

/// A sheet that was read.
pub(super) struct Kept {
    pub(super) info: SheetInfo,
    /// Its part; none for a chart.
    pub(super) part: Option<usize>,
    /// Its rows; `None` where there were too many to keep.
    pub(super) rows: Option<PackedRows>,
    pub(super) formulas: SharedFormulas,
    /// Whether it was read.
    pub(super) examined: bool,
}

/// What reading a sheet gave.
#[derive(Default)]
pub(super) struct ReadSheet {
    pub(super) rows: Option<PackedRows>,
    pub(super) sheet: XlsxSheet,
}

/// Reads a sheet and keeps its rows, if there is room for them.
pub(super) fn keep(
    name: &str,
    parts: &mut XlsxPackage,
    part: usize,
    context: &SheetContext<'_>,
    room: &AtomicUsize,
) -> Result<ReadSheet, SourceError> {
    let mut rows = Some(PackedRows::default());
    let mut taken = 0;
    let sheet = read(name, parts, part, context, &mut |row, _| {
        if let Some(kept) = &mut rows {
            let bytes = kept.push(row);
            taken += bytes;
            let left = room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes));
            if left.is_err() {
                rows = None;
                room.fetch_add(taken - bytes, Ordering::Relaxed);
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(ReadSheet { rows, sheet })
}

/// Reads a sheet, whose rows `take` gets.
pub(super) fn read(
    name: &str,
    parts: &mut XlsxPackage,
    part: usize,
    context: &SheetContext<'_>,
    take: Take<'_>,
) -> Result<XlsxSheet, SourceError> {
    let of = parts.name(part);
    let outcome = quietly(|| sheet::read(name, parts.xml(&of, limits::TOTAL_MOST)?, context, take));
    outcome.unwrap_or_else(|_| Err(SourceError::Panicked { sheet: Some(name.to_owned()), after: None }))
}
