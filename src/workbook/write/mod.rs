//! The file-writing room: a [`Report`] becomes the bytes of a workbook, a [`Block`] the bytes of a
//! CSV, and bytes become a file. The only room that knows `rust_xlsxwriter`, and the only way from
//! `Decimal` to `f64` (`number`).
//!
//! Same report, same bytes, in every process and on any number of threads: no clock, no random number,
//! formats in a fixed order, and strips whose bounds the report fixes. Nothing is computed here; a cell shows the value it comes with, and a formula goes with its value as the
//! cached result. What Excel would change, cut or repair is refused with a [`WriteError`].
//!
//! A workbook is calculated when it is opened (`fullCalcOnLoad`), one of a million lines too: what its reader sees is then
//! his own program's figure, not a stored one that somebody may have edited; and Excel calculates a file of an older engine
//! in any case, and the library names the one of 2007. It is a small part of opening: `LibreOffice` reads the 18,941
//! formulas of size S in 1.44 s of processor time with their results and in 1.46 s without, so that it must calculate; size L
//! has 15 million, in files of gigabytes. Where a file is only shown (Protected View, previews), the stored results are.
//!
//! The library makes everything but the rows: its package has sheets without any (`frame`, with `notes`, `page`: panes,
//! outline, print, and `charts` with `reference`; `layout` and `measure`: widths and heights; `styles`: looks). The rows are
//! ours, for speed: `rows` writes those of a sheet (`cell`, `xml`, `texts`, `shared`), in strips that several threads make and pack
//! (`strip`), and `package` puts them into the library's sheets. `form` and `copy` are other workbooks of the same kind;
//! `names` checks what sheets may be called; `file` and `draft` put bytes in place of a file.
//!
//! [`Report`]: crate::report::sheet::Report
//! [`Block`]: crate::report::sheet::Block

mod cell;
mod charts;
mod copy;
mod csv;
mod draft;
mod error;
mod file;
mod file_error;
mod fitting;
mod form;
mod frame;
mod layout;
mod measure;
mod names;
mod notes;
mod number;
mod package;
mod page;
mod pages;
mod reference;
mod rows;
mod shared;
mod strip;
mod styles;
#[cfg(test)]
mod tests;
mod texts;
mod xml;

use std::io::Write;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

pub use self::copy::{TakeRow, copy};
pub use self::csv::csv;
pub(crate) use self::draft::remove_own as remove_own_drafts;
pub use self::error::{CellPlace, FormulaFault, LayoutFault, NameFault, WriteError};
pub use self::file::{Draft, folder, replace, replace_beside, replace_with, sweep};
pub use self::file_error::{FileError, FileFault};
pub use self::form::form;
use self::layout::Layout;
use self::package::PartWriter;
pub use self::pages::{pages_can_be_made, pdf};
use self::rows::SheetRows;
use self::strip::Strip;
use self::texts::SharedTexts;
use crate::report::sheet::Report;

/// Who the document's properties and notes name.
const AUTHOR: &str = "bonus";

/// How a workbook is made.
#[derive(Clone, Debug)]
pub struct Making {
    /// How many threads make it.
    pub threads: NonZeroUsize,
    /// Counts the rows while they are written, up to [`Report::rows`].
    pub written: Arc<AtomicU64>,
}

impl Default for Making {
    /// By one thread, and nobody watches.
    fn default() -> Self {
        Self { threads: NonZeroUsize::MIN, written: Arc::default() }
    }
}

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
fn filled(
    report: &Report,
    making: &Making,
    finish: impl FnOnce(&mut Workbook) -> Result<(), WriteError>,
    out: impl Write,
) -> Result<(), WriteError> {
    let mut workbook = titled(report)?;
    let mut texts = SharedTexts::default();
    let mut layouts = report.sheets.iter().map(|sheet| Layout::of(sheet, &mut texts)).collect::<Result<Vec<_>, _>>()?;
    report.sheets.iter().zip(&mut layouts).for_each(|(sheet, layout)| fitting::fit(sheet, layout));
    for (sheet, layout) in report.sheets.iter().zip(&layouts) {
        frame::add(&mut workbook, report, sheet, layout)?;
    }
    finish(&mut workbook)?;
    let frame = frame::packed(workbook, report.lang)?;
    let sheets = report.sheets.iter().zip(&layouts);
    let sheets: Vec<_> = sheets.map(|(sheet, layout)| SheetRows::new(sheet, layout, &frame.looks, &texts)).collect();
    let all: Vec<(usize, Range<u32>)> =
        (0..).zip(&sheets).flat_map(|(number, sheet)| sheet.strips().map(move |rows| (number, rows))).collect();
    let make = |packer: &mut strip::Packer, at: usize| {
        let (sheet, rows) = &all[at];
        let xml = sheets[*sheet].strip(rows.clone(), &making.written)?;
        Ok(packer.strip(&xml, false))
    };
    strip::in_order(making.threads, all.len(), make, |made| {
        package::write(frame.package, &texts, &mut Strips { sheets: &sheets, all: &all, next: 0, made }, out)
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

/// A workbook with all that is the whole report's.
fn titled(report: &Report) -> Result<Workbook, WriteError> {
    names::check(report.sheets.iter().map(|sheet| sheet.name.as_str()))?;
    if report.sheets.is_empty() {
        let place = CellPlace { sheet: report.title.clone(), row: 0, column: 0 };
        return Err(WriteError::Layout { place, fault: LayoutFault::NoSheet });
    }
    let mut workbook = empty()?;
    workbook.set_properties(&properties()?.set_title(&report.title).set_subject(&report.subject));
    for (name, reference) in &report.names {
        define(&mut workbook, name, reference)?;
    }
    Ok(workbook)
}

/// A workbook without sheets.
fn empty() -> Result<Workbook, WriteError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(strip::DEFLATE_LEVEL);
    workbook.set_default_format(&styles::base(), styles::LINE_PIXELS, styles::DEFAULT_COLUMN_PIXELS)?;
    Ok(workbook)
}

/// The document's properties, without the time of day: same report, same bytes.
fn properties() -> Result<DocProperties, WriteError> {
    Ok(DocProperties::new().set_author(AUTHOR).set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

fn define(workbook: &mut Workbook, name: &str, reference: &str) -> Result<(), WriteError> {
    rust_xlsxwriter::utility::check_name(name)
        .map_err(|error| WriteError::DefinedName { name: name.to_owned(), why: error.to_string() })?;
    workbook.define_name(name, &format!("={}", reference.trim_start_matches('=')))?;
    Ok(())
}
