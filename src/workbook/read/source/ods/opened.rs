//! An .ods that is open, and how it is read.

use std::ops::ControlFlow;

use super::super::address::{Address, COLUMNS, ROWS};
use super::super::error::{self, Measure, SourceError, too_much};
use super::super::shape::Area;
use super::super::xlsx::{Packed, PackedRows, SharedFormulas, Strings, XlsxPackage, raw};
use super::super::xml::{Ns, Xml, XmlNode, XmlSource, whole};
use super::super::{Shape, SheetInfo, SourceRow, limits};
use super::cell::{OdsCell, OdsScratch};
use super::styles::UnseenStyles;
use crate::say;

/// The part that holds all sheets.
const CONTENT: &str = "content.xml";

/// The number formats that a kind of value tells by itself.
pub(in super::super) const FORMATS: [&str; 2] = ["General", "0.00%"];

/// A spreadsheet that was read.
pub(in super::super) struct Ods {
    sheets: Vec<(SheetInfo, PackedRows)>,
}

impl Ods {
    /// Reads a package.
    pub(in super::super) fn open(mut parts: XlsxPackage) -> Result<(Self, Vec<Shape>), SourceError> {
        let most_cells = limits::cells(parts.bytes().len());
        let mut reader = OdsReader {
            xml: parts.xml(CONTENT, limits::ODS_PART)?,
            unseen: UnseenStyles::default(),
            sheets: Vec::new(),
            shapes: Vec::new(),
            most_cells,
            cells: 0,
            again: 0,
            kept: 0,
        };
        reader.document()?;
        Ok((Self { sheets: reader.sheets }, reader.shapes))
    }

    /// All sheets.
    pub(in super::super) fn sheets(&self) -> Vec<SheetInfo> {
        self.sheets.iter().map(|(info, _)| info.clone()).collect()
    }

    /// Hands over the rows of a sheet.
    pub(in super::super) fn rows(&self, sheet: usize, f: &mut dyn FnMut(&SourceRow) -> ControlFlow<()>) {
        let Some((_, rows)) = self.sheets.get(sheet) else { return };
        let (mut row, mut spare) = (SourceRow::default(), Vec::new());
        let (formulas, strings) = (SharedFormulas::new(), Strings::default());
        for (number, cells) in rows.iter() {
            raw(&mut row, (number, cells), &formulas, &strings, &mut spare);
            if !row.cells.is_empty() && f(&row).is_break() {
                return;
            }
        }
    }
}

struct OdsReader<'p, R> {
    xml: Xml<'p, R>,
    unseen: UnseenStyles,
    sheets: Vec<(SheetInfo, PackedRows)>,
    shapes: Vec<Shape>,
    most_cells: u64,
    /// Cells of all sheets, repeated ones each time; bytes of text that repeating adds, and bytes of all that is kept.
    cells: u64,
    again: u64,
    kept: usize,
}

/// A sheet while it is read.
struct OdsSheet {
    name: String,
    rows: PackedRows,
    shape: Shape,
    /// Rows and columns so far.
    row: u32,
    column: u32,
}

impl<R: XmlSource> OdsReader<'_, R> {
    fn document(&mut self) -> Result<(), SourceError> {
        let mut spreadsheets = 0;
        loop {
            match self.xml.next_element()? {
                XmlNode::Start => {}
                XmlNode::End => continue,
                XmlNode::Eof => break,
            }
            match (self.xml.depth(), self.xml.ns(), self.xml.local()) {
                (1, Ns::Office, b"document-content") | (2, Ns::Office, b"body") => {}
                (3, Ns::Office, b"spreadsheet") => spreadsheets += 1,
                (2, Ns::Office, b"automatic-styles") => self.unseen.read(&mut self.xml)?,
                (4, Ns::Table, b"table") => self.table()?,
                // A copy of what it was linked to.
                (4, Ns::Table, b"dde-links") => self.xml.skip()?,
                (2 | 4, ..) => self.pass_over()?,
                _ => return Err(self.xml.unknown()),
            }
        }
        if spreadsheets == 1 { Ok(()) } else { Err(self.xml.unfaithful(say!(Source::ElementStandsTwice))) }
    }

    fn table(&mut self) -> Result<(), SourceError> {
        let Some(name) = self.xml.attribute(Ns::Table, b"name") else {
            return Err(self.xml.unfaithful(say!(Source::SheetWithoutName)));
        };
        let style = self.xml.attribute(Ns::Table, b"style-name");
        let hidden = style.is_some_and(|style| self.unseen.has(&style));
        let mut sheet = OdsSheet { name, rows: PackedRows::default(), shape: Shape::default(), row: 0, column: 0 };
        if self.sheets.len() >= limits::SHEETS {
            return Err(too_much(CONTENT, Measure::Sheets, limits::SHEETS as u64));
        }
        self.inside(&mut sheet, false)?;
        self.sheets.push((SheetInfo { name: sheet.name, hidden, worksheet: true }, sheet.rows));
        self.shapes.push(sheet.shape.in_order());
        Ok(())
    }

    /// The rows and columns of a table, or of a group of them, up to its end.
    fn inside(&mut self, sheet: &mut OdsSheet, group: bool) -> Result<(), SourceError> {
        while let XmlNode::Start = self.xml.next_element()? {
            match (self.xml.ns(), self.xml.local()) {
                (Ns::Table, b"table-row") => self.row(sheet)?,
                (Ns::Table, b"table-column") => self.column(sheet)?,
                (
                    Ns::Table,
                    b"table-rows"
                    | b"table-row-group"
                    | b"table-header-rows"
                    | b"table-columns"
                    | b"table-column-group"
                    | b"table-header-columns",
                ) => self.inside(sheet, true)?,
                (Ns::Table, b"table" | b"table-cell" | b"covered-table-cell") => return Err(self.xml.unknown()),
                (Ns::Table | Ns::Office | Ns::Text, _) if group => return Err(self.xml.unknown()),
                (Ns::Table, b"shapes") => self.xml.skip()?,
                _ => self.pass_over()?,
            }
        }
        Ok(())
    }

    /// Passes over an element that holds no rows, of whatever namespace.
    fn pass_over(&mut self) -> Result<(), SourceError> {
        let (depth, mut begun) = (self.xml.depth(), true);
        while self.xml.depth() >= depth {
            if begun && self.xml.local().ends_with(b"table-row") {
                return Err(self.xml.unknown());
            }
            begun = self.xml.next()? == XmlNode::Start;
        }
        Ok(())
    }

    fn column(&mut self, sheet: &mut OdsSheet) -> Result<(), SourceError> {
        let repeats = self.repeats(b"number-columns-repeated")?;
        let from = sheet.column;
        sheet.column = from.saturating_add(repeats).min(COLUMNS);
        if self.is_unseen() && from < sheet.column {
            sheet.shape.hidden.hide_columns(from, sheet.column - 1);
        }
        self.xml.nothing_in_it()
    }

    /// Whether the row or column that has begun is not shown: hidden (`collapse`), left out by a filter, or of no size.
    fn is_unseen(&self) -> bool {
        let flat = || self.xml.attribute(Ns::Table, b"style-name").is_some_and(|style| self.unseen.has(&style));
        matches!(self.xml.attribute(Ns::Table, b"visibility").as_deref(), Some("collapse" | "filter")) || flat()
    }

    /// How often something is repeated; once, if nothing is said.
    fn repeats(&self, attribute: &[u8]) -> Result<u32, SourceError> {
        let Some(value) = self.xml.attribute(Ns::Table, attribute) else { return Ok(1) };
        let number = whole(value.as_bytes()).filter(|number| *number > 0);
        number.ok_or_else(|| self.xml.unfaithful(say!(Source::RepetitionNoNumber)))
    }

    fn row(&mut self, sheet: &mut OdsSheet) -> Result<(), SourceError> {
        let repeats = self.repeats(b"number-rows-repeated")?;
        let hidden = self.is_unseen();
        let first = sheet.row + 1;
        sheet.row = sheet.row.saturating_add(repeats);
        if hidden {
            sheet.shape.hidden.hide_rows(first, sheet.row.min(ROWS));
        }
        let mut row = Packed::default();
        row.begin(first);
        let (mut column, mut scratch) = (0_u32, OdsScratch::default());
        while let XmlNode::Start = self.xml.next_element()? {
            if self.xml.ns() != Ns::Table || !matches!(self.xml.local(), b"table-cell" | b"covered-table-cell") {
                return Err(self.xml.unknown());
            }
            let times = self.repeats(b"number-columns-repeated")?;
            self.merge(sheet, first, column)?;
            let cell = OdsCell::read(&mut self.xml, &mut scratch)?;
            let end = column.saturating_add(times);
            if !scratch.note.is_empty() && sheet.shape.notes.len() < limits::NOTES {
                let at = u16::try_from(column).unwrap_or(u16::MAX);
                sheet.shape.notes.push((first, at, std::mem::take(&mut scratch.note)));
            }
            if let Some((value, format)) = cell.value(&mut scratch).map_err(|detail| SourceError::BadCell {
                sheet: sheet.name.clone(),
                cell: Address { row: first - 1, column },
                detail,
            })? {
                if end > COLUMNS || sheet.row > ROWS {
                    return Err(SourceError::OutsideLimits { sheet: sheet.name.clone(), after: None });
                }
                self.count(sheet, u64::from(times) * u64::from(repeats), value.length())?;
                for at in column..end {
                    row.push(at, format, &value, None);
                }
                fits(sheet, self.kept + row.length())?;
            }
            column = end.min(COLUMNS);
        }
        if row.cells > 0 {
            for number in first..=sheet.row {
                row.number = number;
                self.kept += sheet.rows.push(&row);
                fits(sheet, self.kept)?;
            }
        }
        Ok(())
    }

    /// Counts cells of one text.
    fn count(&mut self, sheet: &OdsSheet, cells: u64, text: usize) -> Result<(), SourceError> {
        self.cells = self.cells.saturating_add(cells);
        self.again = self.again.saturating_add((cells - 1).saturating_mul(text as u64));
        if self.cells > self.most_cells {
            return Err(too_large(sheet, Measure::Cells, self.most_cells));
        }
        if self.again > limits::GRID_TEXT {
            return Err(too_large(sheet, Measure::TextBytes, limits::GRID_TEXT));
        }
        Ok(())
    }

    /// Notes the merge that the cell begins.
    fn merge(&mut self, sheet: &mut OdsSheet, row: u32, column: u32) -> Result<(), SourceError> {
        let span =
            |key: &[u8]| self.xml.attribute(Ns::Table, key).and_then(|value| whole(value.as_bytes())).unwrap_or(1);
        let (columns, rows) = (span(b"number-columns-spanned"), span(b"number-rows-spanned"));
        if columns <= 1 && rows <= 1 {
            return Ok(());
        }
        let last = |from: u32, count: u32, most: u32| from.saturating_add(count.max(1) - 1).min(most);
        let short = |column: u32| u16::try_from(column).unwrap_or(u16::MAX);
        sheet.shape.merges.push(Area {
            first_row: row,
            first_column: short(column),
            last_row: last(row, rows, ROWS),
            last_column: short(last(column, columns, COLUMNS - 1)),
        });
        if sheet.shape.merges.len() > limits::MERGES {
            return Err(too_large(sheet, Measure::Merges, limits::MERGES as u64));
        }
        Ok(())
    }
}

/// Whether so many bytes of rows may be kept.
fn fits(sheet: &OdsSheet, bytes: usize) -> Result<(), SourceError> {
    if bytes > limits::KEPT { Err(too_large(sheet, Measure::Bytes, limits::KEPT as u64)) } else { Ok(()) }
}

fn too_large(sheet: &OdsSheet, what: Measure, limit: u64) -> SourceError {
    error::too_large(&sheet.name, (what, limit), None)
}
