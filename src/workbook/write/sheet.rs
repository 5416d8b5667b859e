//! Writes a worksheet from top to bottom, each row from left to right, whatever the blocks on it:
//! the way that the library's low-memory mode needs. Also the notes on the labels.

use std::sync::atomic::{AtomicU64, Ordering};

use rust_xlsxwriter::{Note, Worksheet};

use super::cell::{self, Context};
use super::error::{LayoutFault, Place, WriteError};
use super::layout::{Layout, end_column, end_row};
use super::paper::{Ink, Paper};
use super::styles::{DEFAULT_ROW_POINTS, FONT, Look};
use super::{AUTHOR, layout, measure};
use crate::report::sheet::{Block, Cell, RowCells, Sheet};

/// Sets the widths of the columns and the heights of the head.
pub(super) fn measures(worksheet: &mut Worksheet, layout: &Layout) -> Result<(), WriteError> {
    // An empty text is the result "", not the number 0.
    worksheet.set_formula_result_default("");
    worksheet.set_default_row_height(DEFAULT_ROW_POINTS);
    for (&column, &width) in &layout.widths {
        worksheet.set_column_width(column, width)?;
    }
    for (&row, &height) in &layout.heights {
        worksheet.set_row_height(row, height)?;
    }
    Ok(())
}

/// Writes title and blocks of `sheet`; `written` counts the rows of data.
pub(super) fn write(
    mut paper: Paper<'_>,
    sheet: &Sheet,
    layout: &Layout,
    written: &AtomicU64,
) -> Result<(), WriteError> {
    paper.put(0, 0, Ink::Text(&sheet.title), Look::Title)?;
    if !sheet.subtitle.is_empty() {
        paper.put(1, 0, Ink::Text(&sheet.subtitle), Look::Subtitle)?;
    }

    let mut blocks: Vec<&Block> = sheet.blocks.iter().collect();
    blocks.sort_by_key(|block| block.left);
    let mut cells = RowCells::default();
    for row in 0..layout.rows {
        for block in &blocks {
            if (block.top..end_row(block)).contains(&row) {
                let mut writer = Writer { paper: &mut paper, layout, block, cells: &mut cells };
                writer.row(row)?;
                if row >= block.first_row() {
                    written.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }
    paper.finish()
}

/// A block on its way to the worksheet.
struct Writer<'a, 'b, 'p> {
    paper: &'a mut Paper<'p>,
    layout: &'a Layout,
    block: &'a Block<'b>,
    cells: &'a mut RowCells,
}

impl Writer<'_, '_, '_> {
    fn row(&mut self, row: u32) -> Result<(), WriteError> {
        match row - self.block.top {
            0 => self.heading(row),
            1 => self.clauses(row),
            2 => self.labels(row),
            _ => self.data(row),
        }
    }

    fn heading(&mut self, row: u32) -> Result<(), WriteError> {
        if let Some(heading) = &self.block.heading {
            // Over a folded column nobody would see it.
            let columns = self.block.left..end_column(self.block);
            let at = columns.clone().find(|column| !self.layout.folded.contains(column)).unwrap_or(columns.start);
            self.paper.put(row, at, Ink::Text(heading), Look::Heading)?;
        }
        Ok(())
    }

    fn clauses(&mut self, row: u32) -> Result<(), WriteError> {
        if self.block.columns.iter().all(|column| column.clause.is_empty()) {
            return Ok(());
        }
        for (at, column) in (self.block.left..).zip(&self.block.columns) {
            self.paper.put(row, at, Ink::Text(&column.clause), Look::Clause)?;
        }
        Ok(())
    }

    fn labels(&mut self, row: u32) -> Result<(), WriteError> {
        for (at, column) in (self.block.left..).zip(&self.block.columns) {
            self.paper.put(row, at, Ink::Text(&column.label), Look::Label)?;
        }
        Ok(())
    }

    fn data(&mut self, row: u32) -> Result<(), WriteError> {
        let block = self.block;
        let index = (row - block.first_row()) as usize;
        block.rows.fill(index, self.cells);
        if self.cells.len() > block.columns.len() {
            let place = Place { sheet: self.paper.worksheet.name(), row, column: block.left };
            return Err(WriteError::Layout { place, fault: LayoutFault::TooManyCells });
        }
        self.cells.resize_with(block.columns.len(), Cell::default);
        let total = block.total && index + 1 == block.rows.len();
        let mut lines = 1;
        for (at, (cell, column)) in (block.left..).zip(self.cells.iter().zip(&block.columns)) {
            let wrap = self.layout.wraps(at, cell, column.unit);
            if wrap {
                lines = lines.max(self.layout.lines(at, cell));
            }
            let context = Context { unit: column.unit, total, wrap };
            cell::write(self.paper, (row, at), cell, context)?;
        }
        if let Some(height) = layout::height(lines) {
            self.paper.worksheet.set_row_height(row, height)?;
        }
        Ok(())
    }
}

/// Notes on the labels, hidden until pointed at.
pub(super) fn notes(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    const WIDTH: u32 = 300;
    const CHARACTERS: u32 = 42;
    worksheet.set_default_note_author(AUTHOR);
    for (row, at, text) in notes_of(sheet) {
        let lines = measure::lines(text, CHARACTERS).min(40);
        let note = Note::new(text)
            .add_author_prefix(false)
            .set_font_name(FONT)
            .set_font_size(9)
            .set_width(WIDTH)
            .set_height(lines * 17 + 16);
        worksheet.insert_note(row, at, &note)?;
    }
    Ok(())
}

/// One empty note where there are any: the sheet itself only names the part that they are in.
pub(super) fn note_in_place_of_all(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    if let Some((row, at, _)) = notes_of(sheet).next() {
        worksheet.insert_note(row, at, &Note::new(""))?;
    }
    Ok(())
}

/// The notes with their cells.
fn notes_of<'s>(sheet: &'s Sheet<'_>) -> impl Iterator<Item = (u32, u16, &'s str)> {
    sheet.blocks.iter().flat_map(|block| {
        let columns = (block.left..).zip(&block.columns).filter(|(_, column)| !column.note.is_empty());
        columns.map(|(at, column)| (block.top + 2, at, column.note.as_str()))
    })
}
