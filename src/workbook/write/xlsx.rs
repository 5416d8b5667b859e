//! A report as the bytes of an .xlsx: the frame by the library, the rows by us.

use std::io::Write;
use std::ops::Range;

use rust_xlsxwriter::Workbook;

use super::error::WriteError;
use super::layout::Layout;
use super::making::Making;
use super::package::{self, PartWriter};
use super::rows::SheetRows;
use super::start::titled;
use super::strip::{self, Strip};
use super::texts::{SharedTexts, SheetTexts};
use super::{fitting, frame};
use crate::report::sheet::Report;
use crate::workbook::threads::each;

/// The workbook of `report`, in the xlsx format, made by one thread.
///
/// # Errors
/// Whatever Excel could not hold exactly or would repair; see [`WriteError`].
pub fn xlsx(report: &Report) -> Result<Vec<u8>, WriteError> {
    let mut bytes = Vec::new();
    xlsx_into(report, &Making::default(), &mut bytes)?;
    Ok(bytes)
}

/// The same, written to `out` as it is made; the bytes are the same for any number of threads.
///
/// # Errors
/// As for [`xlsx`]; and what `out` says.
pub fn xlsx_into(report: &Report, making: &Making, out: impl Write) -> Result<(), WriteError> {
    filled(report, making, |_| Ok(()), out)
}

/// The workbook of `report`; `finish` does what else it needs to the library's, which has all sheets.
pub(super) fn filled(
    report: &Report,
    making: &Making,
    finish: impl FnOnce(&mut Workbook) -> Result<(), WriteError>,
    out: impl Write,
) -> Result<(), WriteError> {
    let mut workbook = titled(report)?;
    for _ in &report.sheets {
        workbook.add_worksheet();
    }
    let looks = frame::looks(&mut workbook, report.lang)?;
    let places = report.sheets.iter().zip(workbook.worksheets_mut()).collect();
    let measured = each(making.threads, places, |(sheet, worksheet)| {
        let mut texts = SheetTexts::default();
        let mut layout = Layout::of(sheet, &mut texts)?;
        fitting::fit(sheet, &mut layout);
        frame::set_up(worksheet, report, sheet, &layout)?;
        Ok::<_, WriteError>((layout, texts))
    });
    let (layouts, texts): (Vec<_>, Vec<_>) = measured.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
    let texts = SharedTexts::of(texts);
    finish(&mut workbook)?;
    let sheets = report.sheets.iter().zip(&layouts);
    let sheets: Vec<_> = sheets.map(|(sheet, layout)| SheetRows::new(sheet, layout, &looks, &texts)).collect();
    let all: Vec<(usize, Range<u32>)> =
        (0..).zip(&sheets).flat_map(|(number, sheet)| sheet.strips().map(move |rows| (number, rows))).collect();
    let small = all.len() <= sheets.len();
    let level = if small { strip::SMALL_BOOK_LEVEL } else { strip::DEFLATE_LEVEL };
    workbook.set_zip_compression_level(level);
    let make = |packer: &mut strip::Packer, at: usize| {
        let (sheet, rows) = &all[at];
        let xml = sheets[*sheet].strip(rows.clone(), &making.written)?;
        Ok(packer.strip(&xml, false))
    };
    strip::in_order(making.threads, level, all.len(), make, |made| {
        // While the first strips are made.
        let frame = frame::packed(workbook, &looks)?;
        package::write(frame, &texts.part(), &mut Strips { sheets: &sheets, all: &all, next: 0, made }, out)
    })
}

/// The strips of all sheets, in their order.
struct Strips<'a, 'r> {
    sheets: &'a [SheetRows<'a, 'r>],
    all: &'a [(usize, Range<u32>)],
    next: usize,
    made: &'a mut dyn Iterator<Item = Result<Strip, WriteError>>,
}

impl package::RowSource for Strips<'_, '_> {
    fn extent(&self, sheet: usize) -> String {
        self.sheets[sheet].extent()
    }

    fn put<W: Write>(&mut self, sheet: usize, part: &mut PartWriter<'_, W>) -> Result<(), WriteError> {
        while self.all.get(self.next).is_some_and(|(of, _)| *of == sheet) {
            self.next += 1;
            // None is missing: a thread that ends early takes the whole run with it.
            if let Some(strip) = self.made.next() {
                part.put(&strip?)?;
            }
        }
        Ok(())
    }
}
