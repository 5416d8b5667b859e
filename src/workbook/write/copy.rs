//! A copy of an input with marks: the cells as they were read, plain, each where it stood.

use std::collections::BTreeMap;
use std::io::Write;

use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::utility::column_number_to_name;

use super::cell::{self, CellContext};
use super::error::{CellPlace, WriteError};
use super::frame;
use super::package::{self, PartWriter};
use super::shared::Written;
use super::strip::{Packer, Strip};
use super::styles::{self, StyleAttributes};
use super::texts::SharedTexts;
use super::xml::{Letters, XmlRow};
use super::{form, layout, measure, names, page, start};
use crate::report::copy::{Copy, CopyRow, CopySheet};
use crate::report::sheet::{Cell, CellUnit, CellValue};

/// Columns of a sheet of Excel.
const COLUMNS: u16 = 16_384;
/// Columns are as wide as their texts, between these.
const NARROW: u32 = 9;
const WIDE: u32 = 40;
/// Rows of a sheet that are measured for it.
const MEASURED: usize = 1_000;
/// The colour of a tab with marks on its sheet.
const MARKED_TAB: u32 = 0x00C0_0000;
/// Cells of a copy, which are packed in memory until all are read.
const CELLS: u64 = 16_000_000;
/// How hard it is packed: little, because nobody keeps it.
const LEVEL: u8 = 1;
/// Bytes of a strip.
const STRIP: usize = 1 << 20;

/// Takes a row, in the order of the sheet.
pub type TakeRow<'t> = &'t mut dyn FnMut(&CopyRow) -> Result<(), WriteError>;

/// Writes the workbook of `copy` to `out`, in the xlsx format; `rows` hands over the rows of each of its sheets.
///
/// # Errors
/// Whatever Excel could not hold, see [`WriteError`]; more cells than such a copy may have; and what `rows` says.
pub fn copy<E: From<WriteError>>(
    copy: &Copy,
    rows: &mut dyn FnMut(usize, TakeRow<'_>) -> Result<(), E>,
    out: impl Write,
) -> Result<(), E> {
    let (front, list) = &copy.front;
    names::check([front.as_str()].into_iter().chain(copy.sheets.iter().map(|sheet| sheet.name.as_str())))?;
    let mut workbook = start::empty()?;
    workbook.set_zip_compression_level(LEVEL);
    workbook.set_properties(&start::properties()?);
    workbook.add_worksheet().set_active(true);
    let looks = frame::looks(&mut workbook, None)?;
    let letters = Letters::new(COLUMNS);
    let mut sheet = CopiedSheet::new(&looks, &letters, front);
    list.iter().try_for_each(|row| sheet.row(row))?;
    let mut copied = vec![sheet];
    let mut left = CELLS;
    for (at, sheet) in copy.sheets.iter().enumerate() {
        let mut filling = CopiedSheet::new(&looks, &letters, &sheet.name);
        rows(at, &mut |row| {
            left = left.checked_sub(row.1.len() as u64).ok_or(WriteError::CopyTooLarge { most: CELLS })?;
            filling.row(row)
        })?;
        copied.push(filling);
    }
    copied.iter_mut().for_each(CopiedSheet::pack);
    for _ in &copy.sheets {
        workbook.add_worksheet();
    }
    let first = CopySheet { name: front.clone(), marked: true, ..CopySheet::default() };
    let sheets = std::iter::once(&first).chain(&copy.sheets).zip(&copied);
    for (worksheet, (sheet, filling)) in workbook.worksheets_mut().iter_mut().zip(sheets) {
        set_up(worksheet, sheet, &filling.widths)?;
    }
    let package = frame::packed(workbook, &looks)?;
    Ok(package::write(package, &SharedTexts::default(), &mut Copied(copied), out)?)
}

/// The rows of all sheets, as they were read.
struct Copied<'a>(Vec<CopiedSheet<'a>>);

impl package::RowSource for Copied<'_> {
    fn extent(&self, sheet: usize) -> String {
        let CopiedSheet { columns, next, .. } = &self.0[sheet];
        format!("A1:{}{}", column_number_to_name(columns.saturating_sub(1)), (*next).max(1))
    }

    fn put<W: Write>(&mut self, sheet: usize, part: &mut PartWriter<'_, W>) -> Result<(), WriteError> {
        self.0[sheet].strips.drain(..).try_for_each(|strip| part.put(&strip))
    }
}

/// All about a sheet but its rows.
fn set_up(worksheet: &mut Worksheet, sheet: &CopySheet, widths: &BTreeMap<u16, u32>) -> Result<(), WriteError> {
    worksheet.set_name(&sheet.name)?;
    worksheet.set_paper_size(page::A4).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&L&A&C&P / &N");
    for (column, width) in widths {
        worksheet.set_column_width(*column, *width)?;
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

/// A sheet while its rows come.
struct CopiedSheet<'a> {
    looks: &'a StyleAttributes,
    letters: &'a Letters,
    name: &'a str,
    widths: BTreeMap<u16, u32>,
    rows: usize,
    /// The row after the last one, and the column after the rightmost.
    next: u32,
    columns: u16,
    line: XmlRow,
    xml: Vec<u8>,
    packer: Packer,
    strips: Vec<Strip>,
}

impl<'a> CopiedSheet<'a> {
    fn new(looks: &'a StyleAttributes, letters: &'a Letters, name: &'a str) -> Self {
        Self {
            looks,
            letters,
            name,
            widths: BTreeMap::new(),
            rows: 0,
            next: 0,
            columns: 0,
            line: XmlRow::default(),
            xml: Vec::new(),
            packer: Packer::of_level(LEVEL),
            strips: Vec::new(),
        }
    }

    fn row(&mut self, (row, cells): &CopyRow) -> Result<(), WriteError> {
        assert!(*row >= self.next, "rows ascend");
        let mut lines = 1;
        self.rows += 1;
        self.line.begin(*row);
        for (column, cell) in cells {
            let unit = cell.unit.unwrap_or(CellUnit::Text);
            if self.rows <= MEASURED {
                self.measure(*column, cell, unit, cells.len() > 1);
            }
            if let (CellValue::Text(text), CellUnit::Prose) = (&cell.value, unit) {
                lines = lines.max(measure::lines(text, WIDE - 3));
            }
            let context = CellContext { unit, total: false, wrap: unit == CellUnit::Prose };
            let xml = self.line.cell(self.letters, *column, self.looks.get(cell::look(cell, context)));
            let place = || CellPlace { sheet: self.name.to_owned(), row: *row, column: *column };
            cell::push(xml, cell, &SharedTexts::default(), |_| Written::Alone, String::new)
                .map_err(|fault| fault.at(place()))?;
            self.columns = self.columns.max(*column + 1);
        }
        let height = (lines > 1).then(|| f64::from(lines) * styles::DEFAULT_ROW_POINTS);
        self.line.end(height.map(|height| height.min(layout::TALLEST_ROW)), &mut self.xml);
        self.next = *row + 1;
        if self.xml.len() >= STRIP {
            self.pack();
        }
        Ok(())
    }

    /// Packs what was written since the last time.
    fn pack(&mut self) {
        if !self.xml.is_empty() {
            self.strips.push(self.packer.strip(&self.xml, false));
            self.xml.clear();
        }
    }

    /// A long text that stands alone in its row, such as a title, runs over the cells beside it.
    fn measure(&mut self, column: u16, cell: &Cell, unit: CellUnit, beside: bool) {
        let wide = measure::value(&cell.value, unit) + 3;
        let width = self.widths.entry(column).or_insert(NARROW);
        if beside || wide <= WIDE {
            *width = wide.clamp(*width, WIDE);
        }
    }
}
