//! Handing the rows of a sheet over: kept ones, or those that are read again.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc;

use calamine::expand_shared_formula;

use super::super::address::Address;
use super::super::cell::{RawCell, Spare};
use super::super::error::SourceError;
use super::super::{LiveCell, LiveRow, SourceRow, TextId};
use super::keep::read;
use super::opened::Xlsx;
use super::packed::{CellFormula, PackedRows, SharedFormulas, UnpackedCells};
use super::strings::Strings;

/// Rows that are taken apart together, and how many times so many ahead.
const BATCH: usize = 256;
const BATCHES: usize = 4;

impl Xlsx {
    /// Hands over the rows of a sheet; of a long one, where there are several threads, taken apart ahead by another.
    pub(in super::super) fn rows(
        &self,
        sheet: usize,
        threads: NonZeroUsize,
        f: &mut dyn FnMut(&SourceRow) -> ControlFlow<()>,
    ) -> Result<(), SourceError> {
        if threads > NonZeroUsize::MIN
            && let Some(kept) = self.sheets.get(sheet)
            && let Some(rows) = kept.rows.as_ref().filter(|rows| rows.are_many())
        {
            Self::ahead((rows, &kept.formulas), self.strings()?, f);
            return Ok(());
        }
        let mut row = SourceRow::default();
        let (mut spare, strings) = (Spare::new(), self.strings()?);
        self.each(sheet, &mut |number, cells, formulas| {
            raw(&mut row, (number, cells), formulas, strings, &mut spare);
            if row.cells.is_empty() { ControlFlow::Continue(()) } else { f(&row) }
        })
    }

    fn ahead(
        (rows, formulas): (&PackedRows, &SharedFormulas),
        strings: &Strings,
        f: &mut dyn FnMut(&SourceRow) -> ControlFlow<()>,
    ) {
        let (full, batches) = mpsc::sync_channel::<Vec<SourceRow>>(BATCHES);
        let (used, again) = mpsc::channel::<Vec<SourceRow>>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let (mut packed, mut spare) = (rows.iter(), Spare::new());
                loop {
                    let mut batch = again.try_recv().unwrap_or_else(|_| vec![SourceRow::default(); BATCH]);
                    let mut count = 0;
                    for (row, packed) in batch.iter_mut().zip(&mut packed) {
                        raw(row, packed, formulas, strings, &mut spare);
                        count += 1;
                    }
                    batch.truncate(count);
                    // Nobody takes it when the one who asked broke off.
                    if count == 0 || full.send(batch).is_err() {
                        return;
                    }
                }
            });
            for batch in batches {
                if batch.iter().filter(|row| !row.cells.is_empty()).any(|row| f(row).is_break()) {
                    return;
                }
                // At the end there is nobody to use it again.
                let _ = used.send(batch);
            }
        });
    }

    /// Hands over the rows of a sheet with their formulas; those that cells share are spelled out for each.
    pub(in super::super) fn live_rows(
        &self,
        sheet: usize,
        f: &mut dyn FnMut(LiveRow) -> ControlFlow<()>,
    ) -> Result<(), SourceError> {
        let (mut spare, strings) = (Spare::new(), self.strings()?);
        self.each(sheet, &mut |number, mut cells, formulas| {
            let mut row = LiveRow { number, cells: Vec::new() };
            while let Some(cell) = cells.next(strings, &mut spare) {
                let at = Address { row: number - 1, column: cell.column.into() };
                let formula = match cell.formula {
                    Some(CellFormula::Own(text)) => Some(text.to_owned()),
                    Some(CellFormula::Shared(index)) => formulas.get(&index).map(|(from, text)| {
                        let (from, to) = ((from.row, from.column), (at.row, at.column));
                        expand_shared_formula(text, from, to).unwrap_or_else(|_| text.clone())
                    }),
                    None => None,
                };
                let formula = formula.filter(|text| !text.is_empty());
                if cell.value.is_some() || formula.is_some() {
                    row.cells.push(LiveCell { column: cell.column, value: cell.value, formula });
                }
            }
            if row.cells.is_empty() { ControlFlow::Continue(()) } else { f(row) }
        })
    }

    /// Each row of a sheet, packed.
    fn each(
        &self,
        sheet: usize,
        f: &mut dyn FnMut(u32, UnpackedCells<'_>, &SharedFormulas) -> ControlFlow<()>,
    ) -> Result<(), SourceError> {
        let Some(kept) = self.sheets.get(sheet) else { return Ok(()) };
        if let Some(rows) = &kept.rows {
            for (number, cells) in rows.iter() {
                if f(number, cells, &kept.formulas).is_break() {
                    break;
                }
            }
            return Ok(());
        }
        let Some(part) = kept.part else { return Ok(()) };
        let context = self.context(self.strings()?);
        let mut parts = self.parts.again().uncounted();
        let mut again =
            |row: &super::packed::Packed, formulas: &SharedFormulas| f(row.number, row.unpacked(), formulas);
        read(&kept.info.name, &mut parts, part, &context, &mut again).map(|_| ())
    }
}

/// Takes a row apart into `row`, whose memory is used again.
pub(in super::super) fn raw(
    row: &mut SourceRow,
    (number, mut cells): (u32, UnpackedCells<'_>),
    formulas: &SharedFormulas,
    strings: &Strings,
    spare: &mut Spare,
) {
    for (_, cell) in row.cells.drain(..) {
        if let RawCell::Text(mut text) = cell {
            text.clear();
            spare.push(text);
        }
    }
    row.formats.clear();
    row.texts.clear();
    row.formulas.clear();
    row.number = number;
    while let Some(cell) = cells.next(strings, spare) {
        let Some(value) = cell.value else { continue };
        row.cells.push((cell.column, value));
        row.formats.push(cell.format);
        row.texts.push(cell.shared.map(TextId));
        match cell.formula {
            Some(CellFormula::Own(text)) => row.formulas.push((cell.column, text.to_owned())),
            Some(CellFormula::Shared(index)) => {
                let text = formulas.get(&index).map(|(_, text)| text.clone()).unwrap_or_default();
                row.formulas.push((cell.column, text));
            }
            None => {}
        }
    }
}
