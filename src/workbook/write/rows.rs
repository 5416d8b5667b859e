//! The rows of a sheet, from top to bottom and each from left to right, whatever the blocks on it, in strips.
//!
//! Rows ascend and each stands once, by construction; a row without a cell is only written for its height.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use rust_xlsxwriter::utility::column_number_to_name;

use super::cell::{self, CellContext};
use super::error::{CellPlace, LayoutFault, WriteError};
use super::layout::{Layout, end_column, end_row};
use super::shared::StripFormulas;
use super::styles::{CellStyle, DEFAULT_ROW_POINTS, StyleAttributes};
use super::texts::SharedTexts;
use super::xml::{Letters, XmlRow};
use crate::report::sheet::{Cell, ReportSheet, RowCells, SheetBlock};

/// Cells of a strip: one or two megabytes.
const CELLS: u32 = 32_768;

/// The rows of a sheet.
pub(super) struct SheetRows<'a, 'r> {
    sheet: &'a ReportSheet<'r>,
    layout: &'a Layout,
    looks: &'a StyleAttributes,
    texts: &'a SharedTexts,
    /// In the order in which a row goes through them.
    blocks: Vec<&'a SheetBlock<'r>>,
    letters: Letters,
}

impl<'a, 'r> SheetRows<'a, 'r> {
    pub(super) fn new(
        sheet: &'a ReportSheet<'r>,
        layout: &'a Layout,
        looks: &'a StyleAttributes,
        texts: &'a SharedTexts,
    ) -> Self {
        let letters = Letters::new(layout.columns.max(1));
        Self { sheet, layout, looks, texts, blocks: in_order(sheet), letters }
    }

    /// The rows of each strip.
    pub(super) fn strips(&self) -> impl Iterator<Item = Range<u32>> + use<> {
        let (end, rows) = (self.layout.rows, self.rows_a_strip());
        (0..end).step_by(rows as usize).map(move |first| first..end.min(first + rows))
    }

    fn rows_a_strip(&self) -> u32 {
        (CELLS / u32::from(self.layout.columns.max(1))).max(1)
    }

    /// The cells that it reaches over.
    pub(super) fn extent(&self) -> String {
        format!("A1:{}{}", column_number_to_name(self.layout.columns.max(1) - 1), self.layout.rows)
    }

    /// The XML of some rows; `written` counts those of data.
    pub(super) fn strip(&self, rows: Range<u32>, written: &AtomicU64) -> Result<Vec<u8>, WriteError> {
        let mut xml = Vec::with_capacity(1 << 20);
        let mut making = StripMaking {
            line: XmlRow::default(),
            cells: RowCells::default(),
            formulas: StripFormulas::new(self.layout.columns, rows.start / self.rows_a_strip()),
            end: rows.end,
        };
        for row in rows {
            making.line.begin(row);
            self.title(row, &mut making.line)?;
            let mut lines = None;
            for block in &self.blocks {
                match row.checked_sub(block.top).filter(|_| row < end_row(block)) {
                    None => {}
                    Some(0) => self.heading(block, row, &mut making.line)?,
                    Some(1) => self.clauses(block, row, &mut making.line)?,
                    Some(2) => self.labels(block, row, &mut making.line)?,
                    Some(_) => {
                        lines = lines.max(Some(self.data(block, row, &mut making)?));
                        written.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
            let height = lines.and_then(|lines| self.layout.height(row, lines));
            let height = height.or_else(|| self.layout.heights.get(&row).copied());
            if height.is_some() || !making.line.is_empty() {
                making.line.end(Some(height.unwrap_or(DEFAULT_ROW_POINTS)), &mut xml);
            }
        }
        Ok(xml)
    }

    fn text(
        &self,
        line: &mut XmlRow,
        (row, column): (u32, u16),
        text: &str,
        look: CellStyle,
    ) -> Result<(), WriteError> {
        let xml = line.cell(&self.letters, column, self.looks.get(look));
        cell::text(xml, text, self.texts.number(text)).map_err(|fault| fault.at(self.place(row, column)))
    }

    fn title(&self, row: u32, line: &mut XmlRow) -> Result<(), WriteError> {
        match row {
            0 => self.text(line, (row, 0), &self.sheet.title, CellStyle::Title),
            1 if !self.sheet.subtitle.is_empty() => {
                self.text(line, (row, 0), &self.sheet.subtitle, CellStyle::Subtitle)
            }
            _ => Ok(()),
        }
    }

    fn heading(&self, block: &SheetBlock, row: u32, line: &mut XmlRow) -> Result<(), WriteError> {
        let Some(heading) = &block.heading else { return Ok(()) };
        // Over a folded column nobody would see it.
        let mut columns = block.left..end_column(block);
        let at = columns.find(|column| !self.layout.folded.contains(column)).unwrap_or(block.left);
        self.text(line, (row, at), heading, CellStyle::Heading)
    }

    fn clauses(&self, block: &SheetBlock, row: u32, line: &mut XmlRow) -> Result<(), WriteError> {
        if block.columns.iter().all(|column| column.clause.is_empty()) {
            return Ok(());
        }
        let mut columns = (block.left..).zip(&block.columns);
        columns.try_for_each(|(at, column)| self.text(line, (row, at), &column.clause, CellStyle::Clause))
    }

    fn labels(&self, block: &SheetBlock, row: u32, line: &mut XmlRow) -> Result<(), WriteError> {
        let mut columns = (block.left..).zip(&block.columns);
        columns.try_for_each(|(at, column)| self.text(line, (row, at), &column.label, CellStyle::Label))
    }

    /// Writes a row of data; gives its lines.
    fn data(&self, block: &SheetBlock, row: u32, making: &mut StripMaking) -> Result<u32, WriteError> {
        let StripMaking { line, cells, formulas, end } = making;
        let index = (row - block.first_row()) as usize;
        block.rows.fill(index, cells);
        if cells.len() > block.columns.len() {
            let place = self.place(row, block.left);
            return Err(WriteError::Layout { place, fault: LayoutFault::TooManyCells });
        }
        cells.resize_with(block.columns.len(), Cell::default);
        let total = block.total && index + 1 == block.rows.len();
        let mut lines = 1;
        for (at, (cell, column)) in (block.left..).zip(cells.iter().zip(&block.columns)) {
            let broken = self.layout.broken(at, cell, column.unit);
            lines = lines.max(broken.filter(|_| self.layout.counts(at)).unwrap_or(1));
            let context = CellContext { unit: column.unit, total, wrap: broken.is_some() };
            let xml = line.cell(&self.letters, at, self.looks.get(cell::look(cell, context)));
            let shared = |formula: &str| formulas.written(row, at, formula);
            let letters = self.letters.get(at);
            let area = || format!("{letters}{}:{letters}{end}", row + 1);
            cell::push(xml, cell, self.texts, shared, area).map_err(|fault| fault.at(self.place(row, at)))?;
        }
        Ok(lines)
    }

    fn place(&self, row: u32, column: u16) -> CellPlace {
        CellPlace { sheet: self.sheet.name.clone(), row, column }
    }
}

/// A strip while it is made.
struct StripMaking {
    line: XmlRow,
    cells: RowCells,
    formulas: StripFormulas,
    /// The row after its last.
    end: u32,
}

/// The blocks in the order in which a row goes through them.
pub(super) fn in_order<'s, 'b>(sheet: &'s ReportSheet<'b>) -> Vec<&'s SheetBlock<'b>> {
    let mut blocks: Vec<_> = sheet.blocks.iter().collect();
    blocks.sort_by_key(|block| block.left);
    blocks
}
