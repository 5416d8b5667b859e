//! A copy of an input with marks: the cells as they were read, plain, each where it stood.

use std::collections::BTreeMap;
use std::io::Write;
use std::panic::resume_unwind;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::utility::column_number_to_name;

use super::cell::{self, CellFault};
use super::error::{CellPlace, WriteError};
use super::frame;
use super::package::{self, PartWriter};
use super::strip::{Packer, Strip};
use super::styles::{self, CellStyle, StyleAttributes, ValueShape};
use super::texts::CopiedTexts;
use super::xml::{Letters, XmlRow};
use super::{form, layout, measure, names, page, start};
use crate::report::copy::{Copy, CopyCell, CopyRow, CopySheet, CopyValue};
use crate::report::sheet::{CellUnit, CellValue};

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
/// Bytes of a strip, and strips that may wait to be packed.
const STRIP: usize = 1 << 20;
const AHEAD: usize = 2;

/// Takes a row, in the order of the sheet.
pub type TakeRow<'t> = &'t mut dyn FnMut(&CopyRow<'_>) -> Result<(), WriteError>;

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
    let (give, stretches) = mpsc::sync_channel(AHEAD);
    let (copied, texts, strips) = thread::scope(|scope| {
        let packer = scope.spawn(|| packed(stretches));
        let mut making = CopyMaking::new(&looks, give);
        making.sheet(front, |take| list.iter().try_for_each(take))?;
        let mut left = CELLS;
        for (at, sheet) in copy.sheets.iter().enumerate() {
            making.sheet(&sheet.name, |take| {
                rows(at, &mut |row| {
                    left = left.checked_sub(row.1.len() as u64).ok_or(WriteError::CopyTooLarge { most: CELLS })?;
                    take(row)
                })
            })?;
        }
        let CopyMaking { sheets, texts, give, .. } = making;
        // Nothing more comes.
        drop(give);
        Ok::<_, E>((sheets, texts, packer.join().unwrap_or_else(|panic| resume_unwind(panic))))
    })?;
    for _ in &copy.sheets {
        workbook.add_worksheet();
    }
    let first = CopySheet { name: front.clone(), marked: true, ..CopySheet::default() };
    let sheets = std::iter::once(&first).chain(&copy.sheets).zip(&copied);
    for (worksheet, (sheet, filling)) in workbook.worksheets_mut().iter_mut().zip(sheets) {
        set_up(worksheet, sheet, &filling.widths)?;
    }
    let package = frame::packed(workbook, &looks)?;
    Ok(package::write(package, &texts.part(), &mut Copied { sheets: copied, strips }, out)?)
}

/// The rows of all sheets, as they were read, packed.
struct Copied {
    sheets: Vec<CopiedSheet>,
    strips: Vec<(usize, Strip)>,
}

impl package::RowSource for Copied {
    fn extent(&self, sheet: usize) -> String {
        let CopiedSheet { columns, next, .. } = &self.sheets[sheet];
        format!("A1:{}{}", column_number_to_name(columns.saturating_sub(1)), (*next).max(1))
    }

    fn put<W: Write>(&mut self, sheet: usize, part: &mut PartWriter<'_, W>) -> Result<(), WriteError> {
        let mut own = self.strips.iter().filter(|(of, _)| *of == sheet);
        own.try_for_each(|(_, strip)| part.put(strip))
    }
}

/// Packs stretches of the rows of sheets while further ones are written.
fn packed(stretches: Receiver<(usize, Vec<u8>)>) -> Vec<(usize, Strip)> {
    let mut packer = Packer::of_level(LEVEL);
    stretches.into_iter().map(|(sheet, xml)| (sheet, packer.strip(&xml, false))).collect()
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

/// A sheet as far as its rows have come.
#[derive(Default)]
struct CopiedSheet {
    widths: BTreeMap<u16, u32>,
    rows: usize,
    /// The row after the last one, and the column after the rightmost.
    next: u32,
    columns: u16,
}

/// A copy while it is made.
struct CopyMaking<'a> {
    looks: &'a StyleAttributes,
    letters: Letters,
    texts: CopiedTexts,
    sheets: Vec<CopiedSheet>,
    line: XmlRow,
    xml: Vec<u8>,
    /// Takes stretches of the rows of a sheet.
    give: SyncSender<(usize, Vec<u8>)>,
}

impl<'a> CopyMaking<'a> {
    fn new(looks: &'a StyleAttributes, give: SyncSender<(usize, Vec<u8>)>) -> Self {
        Self {
            looks,
            letters: Letters::default(),
            texts: CopiedTexts::default(),
            sheets: Vec::new(),
            line: XmlRow::default(),
            xml: Vec::new(),
            give,
        }
    }

    /// Adds the sheet of that name, whose rows `rows` hands over.
    fn sheet<E: From<WriteError>>(
        &mut self,
        name: &str,
        rows: impl FnOnce(TakeRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut sheet = CopiedSheet::default();
        let place = |row: u32, column: u16| CellPlace { sheet: name.to_owned(), row, column };
        rows(&mut |row| self.row(row, &mut sheet).map_err(|(column, fault)| fault.at(place(row.0, column))))?;
        self.pack();
        self.sheets.push(sheet);
        Ok(())
    }

    /// Writes a row; else the column that Excel could not hold, and why.
    fn row(&mut self, (row, cells): &CopyRow<'_>, sheet: &mut CopiedSheet) -> Result<(), (u16, CellFault)> {
        assert!(*row >= sheet.next, "rows ascend");
        let mut lines = 1;
        sheet.rows += 1;
        sheet.columns = cells.last().map_or(0, |(column, _)| *column + 1).max(sheet.columns);
        self.letters.reach(sheet.columns);
        self.line.begin(*row);
        for (column, CopyCell { value, unit, tone }) in cells {
            let shape = match value {
                CopyValue::Text(..) => ValueShape::Unit(*unit),
                CopyValue::Own(value) => cell::shape(value, *unit),
            };
            if sheet.rows <= MEASURED {
                sheet.measure(*column, value, *unit, cells.len() > 1);
            }
            let style = self.looks.get(CellStyle::Body { shape, tone: *tone, total: false });
            let xml = self.line.cell(&self.letters, *column, style);
            let written = match value {
                CopyValue::Text(text, place) => {
                    cell::text(xml, text, place.map(|place| self.texts.number(place, text)))
                }
                CopyValue::Own(value) => cell::value(xml, value, |_| None),
            };
            written.map_err(|fault| (*column, fault))?;
            if let (CopyValue::Own(CellValue::Text(text)), CellUnit::Prose) = (value, unit) {
                lines = lines.max(measure::lines(text, WIDE - 3));
            }
        }
        let height = (lines > 1).then(|| f64::from(lines) * styles::DEFAULT_ROW_POINTS);
        self.line.end(height.map(|height| height.min(layout::TALLEST_ROW)), &mut self.xml);
        sheet.next = *row + 1;
        if self.xml.len() >= STRIP {
            self.pack();
        }
        Ok(())
    }

    /// Has packed what was written since the last time.
    fn pack(&mut self) {
        if !self.xml.is_empty() {
            let xml = std::mem::replace(&mut self.xml, Vec::with_capacity(STRIP + STRIP / 8));
            // Where nobody packs any more, that has panicked, and takes the run with it.
            let _ = self.give.send((self.sheets.len(), xml));
        }
    }
}

impl CopiedSheet {
    /// A long text that stands alone in its row, such as a title, runs over the cells beside it.
    fn measure(&mut self, column: u16, value: &CopyValue<'_>, unit: CellUnit, beside: bool) {
        let wide = match value {
            CopyValue::Text(text, _) => measure::text(text),
            CopyValue::Own(value) => measure::value(value, unit),
        } + 3;
        let width = self.widths.entry(column).or_insert(NARROW);
        if beside || wide <= WIDE {
            *width = wide.clamp(*width, WIDE);
        }
    }
}
