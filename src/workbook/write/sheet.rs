//! Writes a worksheet from top to bottom, each row from left to right, whatever the blocks on it:
//! the way that the library's low-memory mode needs. Also the notes on the labels.

use rust_xlsxwriter::{Note, Worksheet};

use super::cell::{self, Context};
use super::error::{LayoutFault, Place, WriteError};
use super::layout::{Layout, end_row};
use super::styles::{DEFAULT_ROW_POINTS, FONT, Look, Styles};
use super::{AUTHOR, measure};
use crate::report::sheet::{Block, Cell, Sheet};

/// Writes title, blocks and notes of `sheet`.
pub(super) fn write(
    worksheet: &mut Worksheet,
    styles: &mut Styles,
    sheet: &Sheet,
    layout: &Layout,
) -> Result<(), WriteError> {
    // An empty text is the result "", not the number 0.
    worksheet.set_formula_result_default("");
    worksheet.set_default_row_height(DEFAULT_ROW_POINTS).set_default_note_author(AUTHOR);
    for (&column, &width) in &layout.widths {
        worksheet.set_column_width(column, width)?;
    }
    for (&row, &height) in &layout.heights {
        worksheet.set_row_height(row, height)?;
    }
    worksheet.write_string_with_format(0, 0, &sheet.title, styles.get(Look::Title))?;
    if !sheet.subtitle.is_empty() {
        worksheet.write_string_with_format(1, 0, &sheet.subtitle, styles.get(Look::Subtitle))?;
    }

    let mut blocks: Vec<&Block> = sheet.blocks.iter().collect();
    blocks.sort_by_key(|block| block.left);
    let mut cells = Vec::new();
    for row in 0..layout.rows {
        for block in &blocks {
            if (block.top..end_row(block)).contains(&row) {
                let mut writer = Writer { worksheet, styles, layout, block, cells: &mut cells };
                writer.row(row)?;
            }
        }
    }
    for block in &sheet.blocks {
        notes(worksheet, block)?;
    }
    Ok(())
}

/// A block on its way to the worksheet.
struct Writer<'a, 'b> {
    worksheet: &'a mut Worksheet,
    styles: &'a mut Styles,
    layout: &'a Layout,
    block: &'a Block<'b>,
    cells: &'a mut Vec<Cell>,
}

impl Writer<'_, '_> {
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
            let format = self.styles.get(Look::Heading);
            self.worksheet.write_string_with_format(row, self.block.left, heading, format)?;
        }
        Ok(())
    }

    fn clauses(&mut self, row: u32) -> Result<(), WriteError> {
        if self.block.columns.iter().all(|column| column.clause.is_empty()) {
            return Ok(());
        }
        let format = self.styles.get(Look::Clause);
        for (at, column) in (self.block.left..).zip(&self.block.columns) {
            self.worksheet.write_string_with_format(row, at, &column.clause, format)?;
        }
        Ok(())
    }

    fn labels(&mut self, row: u32) -> Result<(), WriteError> {
        let format = self.styles.get(Look::Label);
        for (at, column) in (self.block.left..).zip(&self.block.columns) {
            self.worksheet.write_string_with_format(row, at, &column.label, format)?;
        }
        Ok(())
    }

    fn data(&mut self, row: u32) -> Result<(), WriteError> {
        let block = self.block;
        let index = (row - block.first_row()) as usize;
        block.rows.fill(index, self.cells);
        if self.cells.len() > block.columns.len() {
            let place = Place { sheet: self.worksheet.name(), row, column: block.left };
            return Err(WriteError::Layout { place, fault: LayoutFault::TooManyCells });
        }
        self.cells.resize_with(block.columns.len(), Cell::default);
        if let Some(height) = self.layout.height(block.left, self.cells, &block.columns) {
            self.worksheet.set_row_height(row, height)?;
        }
        let total = block.total && index + 1 == block.rows.len();
        for (at, (cell, column)) in (block.left..).zip(self.cells.iter().zip(&block.columns)) {
            let wrap = self.layout.wraps(at, cell, column.unit);
            let context = Context { unit: column.unit, total, wrap };
            cell::write(self.worksheet, self.styles, (row, at), cell, context)?;
        }
        Ok(())
    }
}

/// Notes on the labels, hidden until pointed at.
fn notes(worksheet: &mut Worksheet, block: &Block) -> Result<(), WriteError> {
    const WIDTH: u32 = 300;
    const CHARACTERS: u32 = 42;
    for (at, column) in (block.left..).zip(&block.columns) {
        if column.note.is_empty() {
            continue;
        }
        let lines = measure::lines(&column.note, CHARACTERS).min(40);
        let note = Note::new(&column.note)
            .add_author_prefix(false)
            .set_font_name(FONT)
            .set_font_size(9)
            .set_width(WIDTH)
            .set_height(lines * 17 + 16);
        worksheet.insert_note(block.top + 2, at, &note)?;
    }
    Ok(())
}
