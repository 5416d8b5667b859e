//! A copy of an input with marks: the cells as they were read, plain, each where it stood.

use std::collections::BTreeMap;

use rust_xlsxwriter::Workbook;

use super::cell::{self, Context};
use super::error::WriteError;
use super::paper::Paper;
use super::styles::{self, Styles};
use super::{form, measure, names, page};
use crate::report::copy::{Copy, CopySheet};
use crate::report::sheet::{CellValue, Unit};

/// Columns are as wide as their texts, between these.
const NARROW: u32 = 9;
const WIDE: u32 = 40;
/// The colour of a tab with marks on its sheet.
const MARKED_TAB: u32 = 0x00C0_0000;

/// The workbook of `copy`, in the xlsx format.
///
/// # Errors
/// Whatever Excel could not hold; see [`WriteError`].
pub fn copy(copy: &Copy) -> Result<Vec<u8>, WriteError> {
    super::built(|| bytes(copy))
}

fn bytes(copy: &Copy) -> Result<Vec<u8>, WriteError> {
    names::check(copy.sheets.iter().map(|sheet| sheet.name.as_str()))?;
    let mut workbook = Workbook::new();
    workbook.set_default_format(&styles::base(), styles::LINE_PIXELS, styles::DEFAULT_COLUMN_PIXELS)?;
    workbook.set_properties(&super::properties()?);
    let styles = Styles::new();
    for sheet in &copy.sheets {
        add(&mut workbook, &styles, sheet)?;
    }
    if let Some(first) = copy.sheets.iter().position(|sheet| sheet.marked) {
        workbook.worksheet_from_index(first)?.set_active(true);
    }
    Ok(workbook.save_to_buffer()?)
}

fn add(workbook: &mut Workbook, styles: &Styles, sheet: &CopySheet) -> Result<(), WriteError> {
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(&sheet.name)?;
    let mut paper = Paper::kept(worksheet, styles);
    let mut widths: BTreeMap<u16, u32> = BTreeMap::new();
    for (row, cells) in &sheet.rows {
        let mut lines = 1;
        for (column, cell) in cells {
            let unit = cell.unit.unwrap_or(Unit::Text);
            let wide = measure::value(&cell.value, unit) + 3;
            let width = widths.entry(*column).or_insert(NARROW);
            // A long text that stands alone in its row, such as a title, runs over the cells beside it.
            if cells.len() > 1 || wide <= WIDE {
                *width = wide.clamp(*width, WIDE);
            }
            if let (CellValue::Text(text), Unit::Prose) = (&cell.value, unit) {
                lines = lines.max(measure::lines(text, WIDE - 3));
            }
            let context = Context { unit, total: false, wrap: unit == Unit::Prose };
            cell::write(&mut paper, (*row, *column), cell, context)?;
        }
        if lines > 1 {
            paper.worksheet.set_row_height(*row, f64::from(lines) * styles::DEFAULT_ROW_POINTS)?;
        }
    }
    worksheet.set_paper_size(page::A4).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&L&A&C&P / &N");
    for (column, width) in widths {
        worksheet.set_column_width(column, width)?;
    }
    for (row, column, text) in &sheet.notes {
        worksheet.insert_note(*row, *column, &form::note(text))?;
    }
    if sheet.marked {
        worksheet.set_tab_color(MARKED_TAB);
    } else if sheet.hidden {
        worksheet.set_hidden(true);
    }
    Ok(())
}
