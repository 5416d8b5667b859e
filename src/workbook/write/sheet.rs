//! Writes a worksheet from top to bottom, each row from left to right, whatever the blocks on it:
//! the way that the library's low-memory mode needs. Also the notes on the labels.

use std::sync::atomic::{AtomicU64, Ordering};

use rust_xlsxwriter::{Note, Worksheet};

use super::cell::{self, Context};
use super::error::{LayoutFault, Place, WriteError};
use super::layout::{Layout, end_column, end_row};
use super::paper::{Ink, Paper};
use super::styles::{DEFAULT_ROW_POINTS, FONT, LINE_PIXELS, Look};
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

    let blocks = in_order(sheet);
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
            let broken = self.layout.broken(at, cell, column.unit);
            lines = lines.max(broken.unwrap_or(1));
            let context = Context { unit: column.unit, total, wrap: broken.is_some() };
            cell::write(self.paper, (row, at), cell, context)?;
        }
        if self.paper.is_end(row) { Ok(()) } else { set_height(self.paper.worksheet, row, lines) }
    }
}

/// Sets the height of a row of data of so many lines.
fn set_height(worksheet: &mut Worksheet, row: u32, lines: u32) -> Result<(), WriteError> {
    if let Some(height) = layout::height(lines) {
        worksheet.set_row_height(row, height)?;
    }
    Ok(())
}

/// Sets the heights of the rows of data that notes lie over: where a note ends is counted in rows. For a sheet whose
/// cells are not written.
pub(super) fn heights_under_notes(worksheet: &mut Worksheet, sheet: &Sheet, layout: &Layout) -> Result<(), WriteError> {
    let Some(last) = notes_of(sheet).map(|(row, ..)| row + ROWS_UNDER_A_NOTE).max() else { return Ok(()) };
    let mut cells = RowCells::of_values();
    for block in in_order(sheet) {
        for row in block.first_row()..end_row(block).min(last) {
            block.rows.fill((row - block.first_row()) as usize, &mut cells);
            let placed = (block.left..).zip(cells.iter().zip(&block.columns));
            let lines = placed.filter_map(|(at, (cell, column))| layout.broken(at, cell, column.unit)).max();
            set_height(worksheet, row, lines.unwrap_or(1))?;
        }
    }
    Ok(())
}

/// The blocks in the order in which a row goes through them.
fn in_order<'s, 'b>(sheet: &'s Sheet<'b>) -> Vec<&'s Block<'b>> {
    let mut blocks: Vec<_> = sheet.blocks.iter().collect();
    blocks.sort_by_key(|block| block.left);
    blocks
}

/// Lines of the longest note that is shown whole, and their height in pixels.
const NOTE_LINES: u32 = 40;
const NOTE_LINE_PIXELS: u32 = 17;
/// Rows that such a note may lie over, each a line high or higher.
const ROWS_UNDER_A_NOTE: u32 = NOTE_LINES * NOTE_LINE_PIXELS / LINE_PIXELS + 3;

/// Notes on the labels, hidden until pointed at.
pub(super) fn notes(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    const WIDTH: u32 = 300;
    const CHARACTERS: u32 = 42;
    worksheet.set_default_note_author(AUTHOR);
    for (row, at, text) in notes_of(sheet) {
        let lines = measure::lines(text, CHARACTERS).min(NOTE_LINES);
        let note = Note::new(text)
            .add_author_prefix(false)
            .set_font_name(FONT)
            .set_font_size(9)
            .set_width(WIDTH)
            .set_height(lines * NOTE_LINE_PIXELS + 16);
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
pub(super) fn notes_of<'s>(sheet: &'s Sheet<'_>) -> impl Iterator<Item = (u32, u16, &'s str)> {
    sheet.blocks.iter().flat_map(|block| {
        let columns = (block.left..).zip(&block.columns).filter(|(_, column)| !column.note.is_empty());
        columns.map(|(at, column)| (block.top + 2, at, column.note.as_str()))
    })
}
