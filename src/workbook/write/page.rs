//! How a sheet meets the eye: frozen panes, foldable columns, and the printed page.

use std::collections::BTreeSet;
use std::ops::Range;

use rust_xlsxwriter::{IgnoreError, Worksheet};

use super::charts::Band;
use super::error::WriteError;
use super::layout::{self, EXCEL_ROWS, Layout, end_row};
use super::measure;
use super::styles::DEFAULT_ROW_POINTS;
use crate::report::sheet::{CellUnit, Print, Report, ReportSheet, RowCells, SheetBlock};

pub(super) const A4: u8 = 9;
/// Pixels of a half-width character of a sheet's title.
const TITLE_PIXELS: u32 = 11;
/// The same of the line under it.
const SUBTITLE_PIXELS: u32 = 7;
/// Pixels across a page.
const PAGE_PIXELS: u32 = 1_040;
/// What the margins leave of an A4 sheet on its side, in points.
const PAGE_WIDTH: f64 = 784.0;
const PAGE_HEIGHT: f64 = 508.0;
pub(super) const POINTS_PER_PIXEL: f64 = 0.75;
/// Pixels across a character of a column's width, of which there are so many at most.
const PIXELS_PER_CHARACTER: f64 = 7.0;
const WIDEST: f64 = 255.0;
/// The part of a page that holds what it should with any font.
const SURE: f64 = 0.7;
/// The same where the height of each row is known.
const SURE_OF_ROWS: f64 = 0.95;
/// What a table is made smaller to, at most, so that it stands on one page.
const SMALLEST: f64 = 0.5;
/// Margins of a sheet that is fitted to its page, at the sides and above and below, in inches.
pub(super) const FITTED_MARGINS: [f64; 2] = [0.3, 0.5];
/// Pixels of a half-width character of a block's heading.
const HEADING_PIXELS: u32 = 7;

/// Sets up view and print of `sheet`, with its charts in `bands`.
pub(super) fn set_up(
    worksheet: &mut Worksheet,
    report: &Report,
    sheet: &ReportSheet,
    layout: &Layout,
    bands: &[Band],
) -> Result<(), WriteError> {
    worksheet.set_screen_gridlines(false);
    outline(worksheet, layout)?;
    if let Some(first) = sheet.blocks.first() {
        let (row, column) = (first.first_row(), sheet.frozen_columns);
        worksheet.set_freeze_panes(row, column)?.set_selection(row, column, row, column)?;
    }
    for block in &sheet.blocks {
        quiet(worksheet, block)?;
    }
    let end_row = bands.last().map_or(layout.rows, |band| band.end + 1);
    let columns = bands.iter().map(|band| band.columns).fold(titled(sheet, layout), u16::max);
    let pixels: u32 = (0..columns).map(|column| layout.column_pixels(column)).sum();
    worksheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true)
        .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
        .set_header(format!("&L{}&R&A", escaped(&report.title)))
        .set_footer("&C&P / &N");
    match sheet.print {
        Print::Whole => {}
        Print::OnePage { portrait } => {
            if portrait {
                worksheet.set_portrait();
            }
            let columns = columns.max(headed(sheet, layout)).max(1);
            worksheet.set_print_fit_to_pages(1, 1).set_print_area(0, 0, end_row - 1, columns - 1)?;
            return Ok(());
        }
        Print::Fitted => return fitted(worksheet, sheet, layout),
        // Without an area a program prints as far as something stands or is ruled, however much that becomes.
        Print::Filled => {
            worksheet.set_screen_gridlines(true);
            if let Some(first) = sheet.blocks.first() {
                worksheet.set_repeat_rows(first.top, first.first_row() - 1)?;
            }
            return Ok(());
        }
        Print::From { row, column, one_page } => {
            return stacked(worksheet, sheet, layout, (row, column), one_page);
        }
        // A cell with nothing in it: programs pass over a page without anything. Below a full sheet there is none.
        Print::OnDemand => {
            let full = end_row + 1 >= EXCEL_ROWS;
            let (row, column) = if full { (EXCEL_ROWS - 1, layout.columns) } else { (end_row + 1, 0) };
            worksheet.set_print_area(row, column, row, column)?;
            return Ok(());
        }
    }
    worksheet.set_print_area(0, 0, end_row - 1, columns.max(1) - 1)?;
    if sheet.frozen_columns > 0 {
        worksheet.set_repeat_columns(0, sheet.frozen_columns - 1)?;
    }
    let scale = PAGE_WIDTH / (f64::from(pixels.max(1)) * POINTS_PER_PIXEL);
    let page = PAGE_HEIGHT / scale.min(1.0);
    let repeated = repeated(sheet, layout, page);
    if let (Some(first), Some(last)) = (repeated.clone().next(), repeated.clone().last()) {
        worksheet.set_repeat_rows(first, last)?;
    }
    let breaks = breaks(sheet, layout, bands, repeated, page);
    if !breaks.is_empty() {
        worksheet.set_page_breaks(&breaks)?;
    }
    Ok(())
}

/// One page or more, as its layout says; headings are repeated, and each of several pages is signed.
fn fitted(worksheet: &mut Worksheet, sheet: &ReportSheet, layout: &Layout) -> Result<(), WriteError> {
    let columns = fitted_columns(sheet, layout);
    if layout.page.portrait {
        worksheet.set_portrait();
    }
    let [left, top] = FITTED_MARGINS;
    worksheet
        .set_margins(left, left, top, top, top / 2.0, top / 2.0)
        .set_print_fit_to_pages(1, layout.page.pages)
        .set_print_area(0, 0, layout.rows.max(1) - 1, columns - 1)?;
    if layout.page.pages > 1 {
        worksheet.set_footer(format!("&L{}&R&P / &N", escaped(&sheet.signed)));
        if let Some(first) = sheet.blocks.first() {
            worksheet.set_repeat_rows(first.top, first.first_row() - 1)?;
        }
    }
    Ok(())
}

/// How many columns a sheet that is fitted to its page takes.
pub(super) fn fitted_columns(sheet: &ReportSheet, layout: &Layout) -> u16 {
    titled(sheet, layout).max(headed(sheet, layout)).max(1)
}

/// How many columns blocks and title reach over, and the line under it as far as a page is wide.
fn titled(sheet: &ReportSheet, layout: &Layout) -> u16 {
    let subtitle = (measure::text(&sheet.subtitle) * SUBTITLE_PIXELS).min(PAGE_PIXELS);
    let title = (measure::text(&sheet.title) * TITLE_PIXELS).max(subtitle);
    layout.columns.max(layout.columns_under(title))
}

/// How many columns the headings of the blocks reach over: a long one goes on beside its block.
fn headed(sheet: &ReportSheet, layout: &Layout) -> u16 {
    let reach = |block: &SheetBlock| {
        let left: u32 = (0..block.left).map(|column| layout.column_pixels(column)).sum();
        let text = block.heading.as_deref().map_or(0, measure::text) * HEADING_PIXELS;
        layout.columns_under(left + text)
    };
    sheet.blocks.iter().filter(|block| block.heading.is_some()).map(reach).max().unwrap_or(0)
}

/// The height of a block in points, each row of it measured.
fn measured(block: &SheetBlock, layout: &Layout) -> f64 {
    let head: f64 = (block.top..block.first_row()).map(|row| height(layout, row)).sum();
    let mut cells = RowCells::of_values();
    let rows = (block.first_row()..).zip(0..block.rows.len()).map(|(row, index)| {
        block.rows.fill(index, &mut cells);
        layout.height(row, layout.lines(block, &cells)).unwrap_or(DEFAULT_ROW_POINTS)
    });
    head + rows.sum::<f64>()
}

/// Prints the blocks that are there for paper, one below the other, and none over two pages that fits on one.
fn stacked(
    worksheet: &mut Worksheet,
    sheet: &ReportSheet,
    layout: &Layout,
    (row, column): (u32, u16),
    one_page: bool,
) -> Result<(), WriteError> {
    let on_paper = || sheet.blocks.iter().filter(|block| block.top >= row && block.left >= column);
    let Some(end) = on_paper().map(end_row).max() else { return Ok(()) };
    let last = on_paper().map(layout::end_column).max().unwrap_or(column + 1) - 1;
    worksheet.set_print_area(row, column, end - 1, last)?;
    if one_page {
        worksheet.set_print_fit_to_pages(1, 1);
        return Ok(());
    }
    let pixels: u32 = (column..=last).map(|column| layout.column_pixels(column)).sum();
    let across = PAGE_WIDTH / (f64::from(pixels.max(1)) * POINTS_PER_PIXEL);
    // Each with the empty row between two.
    let heights: Vec<f64> = on_paper().map(|block| measured(block, layout) + DEFAULT_ROW_POINTS).collect();
    let tallest = heights.iter().copied().fold(1.0, f64::max);
    let scale = across.min(1.0).min(PAGE_HEIGHT * SURE_OF_ROWS / tallest).max(SMALLEST);
    if scale < across.min(1.0) {
        // Of a table that is higher than a page as wide as it, the rest would have no headings: a blank column beside it
        // makes it smaller.
        let blank = PAGE_WIDTH / (scale * POINTS_PER_PIXEL) - f64::from(pixels);
        worksheet.set_column_width(last + 1, (blank / PIXELS_PER_CHARACTER).min(WIDEST))?;
        worksheet.set_print_area(row, column, end - 1, last + 1)?;
    }
    let page = PAGE_HEIGHT / scale * SURE_OF_ROWS;
    let mut breaks = Vec::new();
    let (mut filled, mut first) = (0.0, true);
    for (block, height) in on_paper().zip(heights) {
        if !first && filled + height > page {
            breaks.push(block.top);
            filled = 0.0;
        }
        filled += height;
        first = false;
    }
    if !breaks.is_empty() {
        worksheet.set_page_breaks(&breaks)?;
    }
    Ok(())
}

/// The header rows to repeat: those of the first tables on every page, if they are the most of the sheet and go over
/// a page; or those of the last table on the pages after its first one. (No page before repeats them.) Otherwise other
/// tables, or charts, would stand under a foreign header.
fn repeated(sheet: &ReportSheet, layout: &Layout, page: f64) -> Range<u32> {
    let Some(first) = sheet.blocks.first() else { return 0..0 };
    let (leading, below): (Vec<_>, Vec<_>) = sheet.blocks.iter().partition(|block| block.top == first.top);
    let count = |blocks: &[&SheetBlock]| blocks.iter().map(|block| block.rows.len()).sum::<usize>();
    let end = leading.iter().map(|block| end_row(block)).max().unwrap_or(0);
    let one_page = (0..end).map(|row| height(layout, row)).sum::<f64>() <= page;
    let followed = !below.is_empty() || !sheet.charts.is_empty();
    if count(&below) * 3 <= count(&leading) && !(one_page && followed) {
        return first.top..first.first_row();
    }
    match sheet.blocks.iter().max_by_key(|block| block.top) {
        Some(last) if last.top > first.top && sheet.charts.is_empty() => last.top..last.first_row(),
        _ => 0..0,
    }
}

/// The height of a row, as far as it is known without its contents.
fn height(layout: &Layout, row: u32) -> f64 {
    layout.heights.get(&row).copied().unwrap_or(DEFAULT_ROW_POINTS)
}

/// Page breaks that keep lower tables and charts whole.
///
/// How much fits on a page depends on the fonts of the machine, so there is a wide margin: whatever
/// is not sure to stand on a page begins a new one.
fn breaks(sheet: &ReportSheet, layout: &Layout, bands: &[Band], repeated: Range<u32>, page: f64) -> Vec<u32> {
    let tall = |rows: Range<u32>| rows.map(|row| height(layout, row)).sum::<f64>();
    let first = sheet.blocks.first().map_or(0, |block| block.top);
    let head = if repeated.start == first { tall(repeated) } else { 0.0 };
    let lower = sheet.blocks.iter().filter(|block| block.top > first);
    let mut whole: Vec<Range<u32>> = lower.map(|block| block.top..end_row(block)).collect();
    whole.extend(bands.iter().map(|band| band.top..band.end));
    whole.sort_by_key(|rows| (rows.start, rows.end));

    let mut breaks = Vec::new();
    let (mut top, mut room) = (0, page * SURE);
    for rows in whole {
        if tall(top..rows.end) > room && rows.start > top {
            breaks.push(rows.start);
            (top, room) = (rows.start, (page * SURE).max(PAGE_HEIGHT) - head);
        }
    }
    breaks
}

/// Groups columns as the report says, and folds the auxiliary ones away; a click on the outline shows them.
fn outline(worksheet: &mut Worksheet, layout: &Layout) -> Result<(), WriteError> {
    let runs = |columns: &BTreeSet<u16>| {
        let columns: Vec<u16> = columns.iter().copied().filter(|at| *at < layout.columns).collect();
        let runs = columns.chunk_by(|one, next| one + 1 == *next);
        runs.map(|run| (run[0], run[run.len() - 1])).collect::<Vec<_>>()
    };
    for (first, last) in runs(&layout.grouped) {
        worksheet.group_columns(first, last)?;
    }
    for (first, last) in runs(&layout.folded) {
        worksheet.group_columns_collapsed(first, last)?;
    }
    Ok(())
}

/// No green corners: ids are text on purpose, and a formula may differ from the one above it.
/// The library takes one rule a cell.
fn quiet(worksheet: &mut Worksheet, block: &SheetBlock) -> Result<(), WriteError> {
    if block.rows.is_empty() {
        return Ok(());
    }
    let (first, last) = (block.first_row(), end_row(block) - 1);
    for (at, column) in (block.left..).zip(&block.columns) {
        let error = match column.unit {
            CellUnit::Text | CellUnit::Prose | CellUnit::Code => IgnoreError::NumberStoredAsText,
            _ => IgnoreError::FormulaDiffers,
        };
        worksheet.ignore_error_range(first, at, last, at, error)?;
    }
    Ok(())
}

/// A text in a page header; `&` begins a code there, and Excel takes 255 characters in all.
fn escaped(title: &str) -> String {
    title.replace('&', "&&").chars().filter(|char| !char.is_control()).take(100).collect()
}
