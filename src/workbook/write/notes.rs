//! The notes on the labels, and what they lie over.

use rust_xlsxwriter::{Note, Worksheet};

use super::error::WriteError;
use super::layout::{Layout, end_row};
use super::measure;
use super::rows::in_order;
use super::start::AUTHOR;
use super::styles::{FONT, LINE_PIXELS};
use crate::report::sheet::{ReportSheet, RowCells};

/// Lines of the longest note that is shown whole, and their height in pixels.
const NOTE_LINES: u32 = 40;
const NOTE_LINE_PIXELS: u32 = 17;
/// Rows that such a note may lie over, each a line high or higher.
const ROWS_UNDER_A_NOTE: u32 = NOTE_LINES * NOTE_LINE_PIXELS / LINE_PIXELS + 3;

/// Notes on the labels, hidden until pointed at.
pub(super) fn insert(worksheet: &mut Worksheet, sheet: &ReportSheet) -> Result<(), WriteError> {
    worksheet.set_default_note_author(AUTHOR);
    for (row, at, text) in notes_of(sheet) {
        worksheet.insert_note(row, at, &note(text, 300, 42, NOTE_LINES))?;
    }
    Ok(())
}

/// A note, hidden until pointed at, of so many pixels and characters a line, and as high as its text up to so many lines.
pub(super) fn note(text: &str, width: u32, characters: u32, most: u32) -> Note {
    Note::new(text)
        .add_author_prefix(false)
        .set_font_name(FONT)
        .set_font_size(9)
        .set_width(width)
        .set_height(measure::lines(text, characters).min(most) * NOTE_LINE_PIXELS + 16)
}

/// The notes with their cells.
fn notes_of<'s>(sheet: &'s ReportSheet<'_>) -> impl Iterator<Item = (u32, u16, &'s str)> {
    sheet.blocks.iter().flat_map(|block| {
        let columns = (block.left..).zip(&block.columns).filter(|(_, column)| !column.note.is_empty());
        columns.map(|(at, column)| (block.top + 2, at, column.note.as_str()))
    })
}

/// Sets the heights of the rows of data that notes lie over: where a note ends is counted in rows.
pub(super) fn heights_under(worksheet: &mut Worksheet, sheet: &ReportSheet, layout: &Layout) -> Result<(), WriteError> {
    let Some(last) = notes_of(sheet).map(|(row, ..)| row + ROWS_UNDER_A_NOTE).max() else { return Ok(()) };
    let mut cells = RowCells::of_values();
    for block in in_order(sheet) {
        for row in block.first_row()..end_row(block).min(last) {
            block.rows.fill((row - block.first_row()) as usize, &mut cells);
            if let Some(height) = layout.height(row, layout.lines(block, &cells)) {
                worksheet.set_row_height(row, height)?;
            }
        }
    }
    Ok(())
}
