//! A worksheet part: its cells, row by row, and its shape. What may stand in it is what programs write, and nothing else.

mod around;

use std::ops::ControlFlow;

use super::super::super::words::IN_WORKSHEET;
use super::super::address::{Address, COLUMNS, ROWS};
use super::super::error::{Measure, SourceError};
use super::super::shape::Shape;
use super::super::xml::{Ns, Xml, XmlNode, XmlSource, whole};
use super::cells::{SheetCells, alike};
use super::context::SheetContext;
use super::kind::XlsxCellType;
use super::packed::{Packed, SharedFormulas};
use super::value::{Has, XlsxScratch};
use super::walk::InRoot;
use super::{area, plain, text};
use crate::lang::Words;
use crate::say;

/// What was found in a sheet besides its rows.
#[derive(Debug, Default)]
pub(super) struct XlsxSheet {
    pub(super) shape: Shape,
    /// Ids of the relationships to its tables.
    pub(super) tables: Vec<String>,
    pub(super) formulas: SharedFormulas,
    /// Cells, blank formatted ones included.
    pub(super) cells: u64,
    /// Bytes of their texts, each time that they stand there.
    pub(super) text: u64,
}

/// Takes a row, or says that no more are wanted.
pub(super) type Take<'t> = &'t mut dyn FnMut(&Packed, &SharedFormulas) -> ControlFlow<()>;

/// Reads the part of the sheet of this name.
pub(super) fn read<R: XmlSource>(
    name: &str,
    xml: Xml<'_, R>,
    context: &SheetContext<'_>,
    take: Take<'_>,
) -> Result<XlsxSheet, SourceError> {
    let mut reader = XlsxSheetReader {
        xml,
        sheet: XlsxSheet::default(),
        cells: SheetCells::new(name, context),
        numbered: None,
        zero_height: false,
        zero_width: false,
        columns: 0,
        scratch: XlsxScratch::default(),
    };
    reader.worksheet(take)?;
    let XlsxSheetReader { mut sheet, cells, .. } = reader;
    (sheet.cells, sheet.text, sheet.formulas) = (cells.count, cells.text, cells.formulas);
    sheet.shape = sheet.shape.in_order();
    Ok(sheet)
}

struct XlsxSheetReader<'r, R> {
    xml: Xml<'r, R>,
    sheet: XlsxSheet,
    cells: SheetCells<'r>,
    /// Whether rows say where they are: all do, or none does.
    numbered: Option<bool>,
    /// Rows that say nothing are hidden.
    zero_height: bool,
    /// Columns that say nothing are hidden.
    zero_width: bool,
    /// Up to here something is said of columns.
    columns: u32,
    scratch: XlsxScratch,
}

impl<R: XmlSource> XlsxSheetReader<'_, R> {
    /// Reads all of it, or as much as is wanted.
    fn worksheet(&mut self, take: Take<'_>) -> Result<(), SourceError> {
        let mut elements = InRoot::new("worksheet", IN_WORKSHEET, "conditionalFormatting");
        while let Some(name) = elements.next(&mut self.xml)? {
            match name {
                "sheetFormatPr" => {
                    let flat = self.xml.raw(b"defaultRowHeight").is_some_and(|height| nothing(height, FLAT));
                    self.zero_width = self.xml.raw(b"defaultColWidth").is_some_and(|width| nothing(width, 0.07));
                    self.zero_height = flat || self.xml.truth(b"zeroHeight")?.unwrap_or(false);
                    self.xml.skip()?;
                }
                "cols" => self.columns()?,
                "sheetData" => {
                    if self.rows(take)?.is_break() {
                        return Ok(());
                    }
                }
                "mergeCells" => self.merges()?,
                "tableParts" => self.tables()?,
                "headerFooter" => self.print_lines()?,
                _ => self.xml.skip()?,
            }
        }
        self.hide_columns_up_to(COLUMNS);
        let cells = elements.had("sheetData");
        if cells { Ok(()) } else { Err(self.xml.unfaithful(say!(Source::SheetWithoutCells))) }
    }

    fn rows(&mut self, take: Take<'_>) -> Result<ControlFlow<()>, SourceError> {
        let (mut before, mut had_cells) = (0, false);
        loop {
            while let Some(number) = self.plain_row(before)? {
                (before, had_cells) = (number, true);
                if self.cells.row.cells > 0 && take(&self.cells.row, &self.cells.formulas).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            if self.xml.next_element()? != XmlNode::Start {
                break;
            }
            if !self.xml.is(Ns::Main, b"row") {
                return Err(self.xml.unknown());
            }
            let number = self.row(before)?;
            self.cells.row.begin(number);
            let mut filled = false;
            loop {
                filled |= self.plain_cells()?;
                if self.xml.next_element()? != XmlNode::Start {
                    break;
                }
                if !self.xml.is(Ns::Main, b"c") {
                    return Err(self.xml.unknown());
                }
                filled = true;
                self.cell()?;
            }
            // Results of version 0.1.0 have a row once more where only its height stands; in two halves it is no row.
            if number == before && filled && had_cells {
                let cell = Address { row: number - 1, column: 0 };
                return Err(SourceError::CellTwice { sheet: self.cells.name.to_owned(), cell });
            }
            had_cells = filled || number == before && had_cells;
            before = number;
            if self.cells.row.cells > 0 && take(&self.cells.row, &self.cells.formulas).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        if self.zero_height && before < ROWS {
            self.sheet.shape.hidden.hide_rows(before + 1, ROWS);
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Takes a row as nearly all are written, with its cells, if one comes next and is higher than the one before; its
    /// number. Where it is another one, nothing of it has been taken.
    fn plain_row(&mut self, before: u32) -> Result<Option<u32>, SourceError> {
        let ahead = self.xml.ahead(Ns::Main);
        let Some((number, mut rest)) = plain::row(ahead) else { return Ok(None) };
        let empty = rest.starts_with(plain::ROW_END);
        if self.zero_height || number <= before || number > ROWS || empty || self.numbered == Some(false) {
            return Ok(None);
        }
        let mark = self.cells.mark();
        self.cells.row.begin(number);
        while let Some(cell) = plain::cell(rest) {
            rest = &rest[cell.length..];
            plain_cell(&mut self.cells, &mut self.scratch, &cell)?;
        }
        let Some(after) = rest.strip_prefix(plain::ROW_END) else {
            self.cells.back(mark);
            return Ok(None);
        };
        let length = ahead.len() - after.len();
        self.numbered = Some(true);
        self.xml.take(length);
        Ok(Some(number))
    }

    /// The number of the row that has begun, after another one; notes whether it is hidden.
    fn row(&mut self, before: u32) -> Result<u32, SourceError> {
        let (mut number, mut hidden, mut height) = (None, false, None);
        let xml = &self.xml;
        for (ns, key, value) in xml.attributes() {
            match (ns, key) {
                (Ns::None, b"r") => number = Some(row_number(value).ok_or_else(|| self.bad(say!(Source::NumberRow)))?),
                (Ns::None, b"hidden") => hidden = xml.truth(b"hidden")?.unwrap_or(false),
                (Ns::None, b"ht") => height = Some(nothing(value, FLAT)),
                (
                    Ns::None,
                    b"spans" | b"s" | b"customFormat" | b"customHeight" | b"outlineLevel" | b"collapsed" | b"thickTop"
                    | b"thickBot" | b"ph",
                ) => {}
                (Ns::None, _) => return Err(self.bad(say!(Source::AttributeBelong))),
                _ => {}
            }
        }
        if !alike(&mut self.numbered, number.is_some()) {
            return Err(self.bad(say!(Source::PlaceToldAmongOthers)));
        }
        let number = number.unwrap_or(before + 1);
        if number > ROWS {
            return Err(SourceError::OutsideLimits { sheet: self.cells.name.to_owned(), after: self.cells.last });
        }
        if number < before || number == 0 {
            let at = |row: u32| Address { row: row - 1, column: 0 };
            let sheet = self.cells.name.to_owned();
            let after = self.cells.last.unwrap_or(at(before));
            return Err(SourceError::OutOfOrder { sheet, cell: at(number.max(1)), after });
        }
        let shape = &mut self.sheet.shape;
        if self.zero_height && number > before + 1 {
            shape.hidden.hide_rows(before + 1, number - 1);
        }
        if hidden || height.unwrap_or(self.zero_height) {
            shape.hidden.hide_rows(number, number);
        }
        Ok(number)
    }

    /// Takes cells as nearly all are written, as many as there are; whether there was one. What they mean is the same as
    /// of any other, only the way to it is shorter.
    fn plain_cells(&mut self) -> Result<bool, SourceError> {
        let mut any = false;
        while let Some(cell) = plain::cell(self.xml.ahead(Ns::Main)) {
            any = true;
            plain_cell(&mut self.cells, &mut self.scratch, &cell)?;
            let length = cell.length;
            self.xml.take(length);
        }
        Ok(any)
    }

    /// The cell that has begun.
    fn cell(&mut self) -> Result<(), SourceError> {
        let (mut at, mut style, mut kind) = (None, 0, XlsxCellType::Number);
        for (ns, key, value) in self.xml.attributes() {
            match (ns, key) {
                (Ns::None, b"r") => at = Some(area::address(value).ok_or_else(|| self.outside(value))?),
                (Ns::None, b"s") => style = whole(value).ok_or_else(|| self.bad(say!(Source::StyleNoNumber)))?,
                (Ns::None, b"t") => {
                    kind = XlsxCellType::of(value).ok_or_else(|| self.bad(say!(Source::UnknownKindCell)))?;
                }
                (Ns::None, b"cm" | b"vm" | b"ph") => {}
                (Ns::None, _) => return Err(self.bad(say!(Source::AttributeBelong))),
                _ => {}
            }
        }
        let place = self.cells.place(at, style)?;
        let at = place.at;
        let scratch = &mut self.scratch;
        scratch.clear();
        let mut has = Has { value: false, text: false, formula: false };
        let mut shared = None;
        while let XmlNode::Start = self.xml.next_element()? {
            let xml = &mut self.xml;
            match (xml.ns(), xml.local()) {
                (Ns::Main, b"v") if !has.value => {
                    xml.only(&[])?;
                    has.value = true;
                    scratch.value.push_str(xml.text_of()?);
                }
                (Ns::Main, b"f") if !has.formula => {
                    has.formula = true;
                    shared = formula(xml, &mut scratch.formula)?;
                }
                (Ns::Main, b"is") if !has.text => {
                    xml.only(&[])?;
                    has.text = true;
                    text::rich(xml, &mut scratch.text)?;
                }
                (Ns::Main, b"extLst") => xml.skip()?,
                _ => return Err(self.cells.broken(at, say!(Source::SomethingBelong))),
            }
        }
        let XlsxScratch { value, text, formula, called } = scratch;
        let formula = has.formula.then_some((formula.as_str(), shared));
        self.cells.put(place, (kind, has), (value, text), formula, called)
    }

    /// An address that no cell has.
    fn outside(&self, value: &[u8]) -> SourceError {
        let letters = value.iter().take_while(|b| b.is_ascii_uppercase()).count();
        let plain = letters > 0 && value[letters..].first().is_some_and(|b| (b'1'..=b'9').contains(b));
        if plain && value[letters..].iter().all(u8::is_ascii_digit) {
            return SourceError::OutsideLimits { sheet: self.cells.name.to_owned(), after: self.cells.last };
        }
        self.bad(say!(Source::AddressNone))
    }

    fn bad(&self, detail: Words) -> SourceError {
        self.cells.bad(detail)
    }

    fn too_large(&self, what: Measure, limit: u64) -> SourceError {
        self.cells.too_large(what, limit)
    }
}

/// Puts a cell as nearly all are written to those of its row.
fn plain_cell(
    cells: &mut SheetCells<'_>,
    scratch: &mut XlsxScratch,
    cell: &plain::PlainCell<'_>,
) -> Result<(), SourceError> {
    let place = cells.place(Some(cell.at), cell.style)?;
    let has = Has { value: cell.value.is_some(), text: false, formula: false };
    scratch.called.clear();
    cells.put(place, (cell.kind, has), (cell.value.unwrap_or_default(), ""), None, &mut scratch.called)
}

/// Reads the `f` that has begun; its text is added to `to`. Its number, where several cells share it.
fn formula<R: XmlSource>(xml: &mut Xml<'_, R>, to: &mut String) -> Result<Option<u32>, SourceError> {
    let mut shared = false;
    let mut index = None;
    for (ns, key, value) in xml.attributes() {
        match (ns, key) {
            (Ns::None, b"t") => match value {
                b"shared" => shared = true,
                b"normal" | b"array" | b"dataTable" => {}
                _ => return Err(xml.unfaithful(say!(Source::AttributeStrangeValue))),
            },
            (Ns::None, b"si") => {
                index = Some(whole(value).ok_or_else(|| xml.unfaithful(say!(Source::AttributeStrangeValue)))?);
            }
            (Ns::None, b"aca" | b"ref" | b"dt2D" | b"dtr" | b"del1" | b"del2" | b"r1" | b"r2" | b"ca" | b"bx") => {}
            (Ns::None, _) => return Err(xml.unfaithful(say!(Source::AttributeBelong))),
            _ => {}
        }
    }
    let text = xml.text_of()?;
    to.push_str(text);
    Ok(index.filter(|_| shared))
}

fn row_number(value: &[u8]) -> Option<u32> {
    whole(value).filter(|number| *number > 0 && value[0] != b'0')
}

/// A row of fewer points shows nothing of what is in it.
const FLAT: f64 = 3.0;
/// So does a column of so small a part of a digit.
const NARROW: f64 = 0.3;

/// Whether a height or width is nothing that anybody sees.
fn nothing(value: &[u8], least: f64) -> bool {
    let size = str::from_utf8(value).ok().and_then(|text| text.trim().parse::<f64>().ok());
    size.is_some_and(|size| size < least)
}
