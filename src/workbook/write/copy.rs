//! A copy of an input with marks: the cells as they were read, plain, each where it stood.

use std::collections::BTreeMap;
use std::io::Write;

use rust_xlsxwriter::{Workbook, Worksheet};

use super::cell::{self, Context};
use super::error::WriteError;
use super::layout::EXCEL_ROWS;
use super::paper::Paper;
use super::styles::{self, Styles};
use super::{form, measure, names, page};
use crate::report::copy::{Copy, CopyRow, CopySheet};
use crate::report::sheet::{Cell, CellValue, Unit};

/// Columns are as wide as their texts, between these.
const NARROW: u32 = 9;
const WIDE: u32 = 40;
/// Rows of a sheet that are measured for it.
const MEASURED: usize = 1_000;
/// The colour of a tab with marks on its sheet.
const MARKED_TAB: u32 = 0x00C0_0000;
/// Sheets that go through a temporary file each; of more sheets all stay in memory.
const STREAMED_SHEETS: usize = 200;
/// Cells of a copy: of one that is streamed, and of one that stays in memory.
const CELLS: (u64, u64) = (16_000_000, 2_000_000);

/// Takes a row, in the order of the sheet.
pub type TakeRow<'t> = &'t mut dyn FnMut(&CopyRow) -> Result<(), WriteError>;

/// Writes the workbook of `copy` to `out`, in the xlsx format; `rows` hands over the rows of each of its sheets.
///
/// # Errors
/// Whatever Excel could not hold, see [`WriteError`]; more cells than such a copy may have; and what `rows` says.
pub fn copy<E: From<WriteError>>(
    copy: &Copy,
    rows: &mut dyn FnMut(usize, TakeRow<'_>) -> Result<(), E>,
    out: impl Write + Send,
) -> Result<(), E> {
    let mut told = None;
    let written = super::built(|| {
        let (front, list) = &copy.front;
        names::check([front.as_str()].into_iter().chain(copy.sheets.iter().map(|sheet| sheet.name.as_str())))?;
        let mut workbook = super::empty()?;
        workbook.set_zip_compression_level(1);
        workbook.set_properties(&super::properties()?);
        let styles = Styles::new();
        super::filling::register(&mut workbook, &styles);
        let mut sheet = Filling::new(workbook.add_worksheet().set_name(front)?, &styles, false);
        list.iter().try_for_each(|row| sheet.row(row))?;
        sheet.finish(&CopySheet { marked: true, ..CopySheet::default() })?;
        let streamed = copy.sheets.len() <= STREAMED_SHEETS;
        let most = if streamed { CELLS.0 } else { CELLS.1 };
        let mut left = most;
        for (at, sheet) in copy.sheets.iter().enumerate() {
            let worksheet = added(&mut workbook, streamed)?.set_name(&sheet.name)?;
            let mut filling = Filling::new(worksheet, &styles, streamed);
            let mut take = |row: &CopyRow| {
                left = left.checked_sub(row.1.len() as u64).ok_or(WriteError::CopyTooLarge { most })?;
                filling.row(row)
            };
            if let Err(error) = rows(at, &mut take) {
                told = Some(error);
                return Ok(());
            }
            filling.finish(sheet)?;
        }
        workbook.worksheet_from_index(0)?.set_active(true);
        Ok(workbook.save_to_writer(out)?)
    });
    told.map_or(Ok(()), Err)?;
    Ok(written?)
}

fn added(workbook: &mut Workbook, streamed: bool) -> Result<&mut Worksheet, WriteError> {
    Ok(if streamed { workbook.add_worksheet_with_constant_memory()? } else { workbook.add_worksheet() })
}

/// A sheet while its rows come.
struct Filling<'w> {
    paper: Paper<'w>,
    streamed: bool,
    widths: BTreeMap<u16, u32>,
    rows: usize,
    last: Option<u32>,
}

impl<'w> Filling<'w> {
    fn new(worksheet: &'w mut Worksheet, styles: &'w Styles, streamed: bool) -> Self {
        // Which row is the last nobody knows yet; looks are lent up to the end of the sheet.
        let end = u32::try_from(EXCEL_ROWS - 1).unwrap_or(u32::MAX);
        let paper = if streamed { Paper::streamed(worksheet, styles, end) } else { Paper::kept(worksheet, styles) };
        Self { paper, streamed, widths: BTreeMap::new(), rows: 0, last: None }
    }

    fn row(&mut self, (row, cells): &CopyRow) -> Result<(), WriteError> {
        let mut lines = 1;
        self.rows += 1;
        for (column, cell) in cells {
            let unit = cell.unit.unwrap_or(Unit::Text);
            if self.rows <= MEASURED {
                self.measure(*column, cell, unit, cells.len() > 1);
            }
            if let (CellValue::Text(text), Unit::Prose) = (&cell.value, unit) {
                lines = lines.max(measure::lines(text, WIDE - 3));
            }
            let context = Context { unit, total: false, wrap: unit == Unit::Prose };
            cell::write(&mut self.paper, (*row, *column), cell, context)?;
        }
        if lines > 1 {
            self.paper.worksheet.set_row_height(*row, f64::from(lines) * styles::DEFAULT_ROW_POINTS)?;
        }
        self.last = Some(*row);
        Ok(())
    }

    /// A long text that stands alone in its row, such as a title, runs over the cells beside it.
    fn measure(&mut self, column: u16, cell: &Cell, unit: Unit, beside: bool) {
        let wide = measure::value(&cell.value, unit) + 3;
        let width = self.widths.entry(column).or_insert(NARROW);
        if beside || wide <= WIDE {
            *width = wide.clamp(*width, WIDE);
        }
    }

    fn finish(self, sheet: &CopySheet) -> Result<(), WriteError> {
        let Self { paper, streamed, widths, last, .. } = self;
        let worksheet = match last {
            Some(last) if streamed => paper.finish_at(last)?,
            _ => paper.worksheet,
        };
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
}
