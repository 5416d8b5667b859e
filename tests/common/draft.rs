//! A workbook being drafted, cell by cell, and written as a real .xlsx file.
//!
//! Everything that a clerk can type can be put into a cell, and what no program types but files hold: an error value, a
//! formula that was saved without its result, a number that is none. The same draft always gives the same bytes.

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use bonus::workbook::read::source::{RawCell, SourceRow, SourceWorkbook};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet};

/// What is put into a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Text, as typed.
    Text(String),
    /// A number, by its decimal text.
    Number(String),
    /// TRUE or FALSE.
    Truth(bool),
    /// A day in a cell that is formatted as one.
    Date(i16, u8, u8),
    /// A formula and its saved result, which may be an error value such as `#REF!`.
    Formula(String, String),
    /// A formula and its saved result, in a file that asks to be calculated before it is believed.
    Stale(String, String),
    /// A formula that was saved without its result.
    NoResult(String),
    /// A number as the file has it, such as `NaN`.
    Raw(String),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

/// A number by its decimal text.
pub fn n(number: impl std::fmt::Display) -> Cell {
    Cell::Number(number.to_string())
}

/// Text that may be a number: `"12.5"` is a number here, `"abc"` a text, `""` nothing.
pub fn auto(text: &str) -> Cell {
    if text.parse::<f64>().is_ok() { n(text) } else { text.into() }
}

/// In place of a number format: what stands in the cell is struck through.
pub const STRUCK: &str = "struck through";

/// In place of a number format: white type on no ground.
pub const WHITE: &str = "white type";

/// In place of a number format: type of one point.
pub const TINY: &str = "tiny type";

/// In place of a number format: grey type on the same grey.
pub const GREY: &str = "grey type";

/// One sheet.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its name.
    pub name: String,
    /// Its rows, from the first.
    pub rows: Vec<Vec<Cell>>,
    /// Rows (1-based) that are hidden.
    pub hidden_rows: Vec<u32>,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Merged cells: first row and column, last row and column, all from 0. Only the first cell keeps its value.
    pub merges: Vec<(u32, u16, u32, u16)>,
    /// Number formats of cells, by row and column from 0.
    pub formats: Vec<(u32, u16, String)>,
    /// What is printed above every page.
    pub header: String,
    /// Notes at cells, by row and column from 0.
    pub notes: Vec<(u32, u16, String)>,
}

impl Page {
    /// A sheet of these rows; see [`auto`].
    pub fn new(name: &str, rows: &[&[&str]]) -> Self {
        let rows = rows.iter().map(|row| row.iter().map(|text| auto(text)).collect()).collect();
        Self { name: name.to_owned(), rows, ..Self::default() }
    }
}

/// A workbook.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Its sheets.
    pub pages: Vec<Page>,
}

/// `B7` as (row 1-based, column 0-based).
fn address(cell: &str) -> (usize, usize) {
    let letters = cell.bytes().take_while(u8::is_ascii_uppercase).count();
    let column = cell[..letters].bytes().fold(0, |sum, b| sum * 26 + usize::from(b - b'A') + 1);
    (cell[letters..].parse().unwrap_or_else(|_| panic!("no address: {cell}")), column - 1)
}

impl Draft {
    /// The sheet of that name.
    pub fn page(&mut self, sheet: &str) -> &mut Page {
        self.pages.iter_mut().find(|page| page.name == sheet).unwrap_or_else(|| panic!("no sheet {sheet}"))
    }

    /// Puts something into a cell such as `B7`.
    pub fn put(&mut self, sheet: &str, cell: &str, value: impl Into<Cell>) -> &mut Self {
        let (row, column) = address(cell);
        let rows = &mut self.page(sheet).rows;
        if rows.len() < row {
            rows.resize(row, Vec::new());
        }
        let cells = &mut rows[row - 1];
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Blank);
        }
        cells[column] = value.into();
        self
    }

    /// Adds a row below the last; see [`auto`].
    pub fn row(&mut self, sheet: &str, cells: &[&str]) -> &mut Self {
        let row = cells.iter().map(|text| auto(text)).collect();
        self.page(sheet).rows.push(row);
        self
    }

    /// Takes a row (1-based) out; those below move up.
    pub fn without_row(&mut self, sheet: &str, row: usize) -> &mut Self {
        self.page(sheet).rows.remove(row - 1);
        self
    }

    /// Takes a column (`C`) out; those after it move to the left.
    pub fn without_column(&mut self, sheet: &str, column: &str) -> &mut Self {
        let (_, column) = address(&format!("{column}1"));
        for row in &mut self.page(sheet).rows {
            if column < row.len() {
                row.remove(column);
            }
        }
        self
    }

    /// Takes a sheet out.
    pub fn without(&mut self, sheet: &str) -> &mut Self {
        self.page(sheet);
        self.pages.retain(|page| page.name != sheet);
        self
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        let created = ExcelDateTime::from_ymd(2017, 1, 1).unwrap();
        book.set_properties(&DocProperties::new().set_creation_datetime(&created));
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let mut raw = Vec::new();
        for page in &self.pages {
            let sheet = book.add_worksheet();
            sheet.set_name(&page.name).unwrap();
            sheet.set_hidden(page.hidden);
            for (top, left, bottom, right) in &page.merges {
                sheet.merge_range(*top, *left, *bottom, *right, "", &Format::new()).unwrap();
            }
            let covered = |row: u32, column: u16| {
                let over = |m: &&(u32, u16, u32, u16)| (m.0..=m.2).contains(&row) && (m.1..=m.3).contains(&column);
                page.merges.iter().find(over).is_some_and(|merge| (merge.0, merge.1) != (row, column))
            };
            for (row, cells) in (0..).zip(&page.rows) {
                for (column, cell) in (0..).zip(cells).filter(|(column, _)| !covered(row, *column)) {
                    put(sheet, row, column, cell, &date, &mut raw);
                }
            }
            for (row, column, code) in &page.formats {
                let format = if code == STRUCK {
                    Format::new().set_font_strikethrough()
                } else if code == WHITE {
                    Format::new().set_font_color(rust_xlsxwriter::Color::White)
                } else if code == TINY {
                    Format::new().set_font_size(1)
                } else if code == GREY {
                    Format::new().set_font_color(0x00BF_BFBF).set_background_color(0x00BF_BFBF)
                } else {
                    Format::new().set_num_format(code)
                };
                sheet.set_cell_format(*row, *column, &format).unwrap();
            }
            for (row, column, text) in &page.notes {
                sheet.insert_note(*row, *column, &rust_xlsxwriter::Note::new(text)).unwrap();
            }
            if !page.header.is_empty() {
                sheet.set_header(&page.header);
            }
            for row in &page.hidden_rows {
                sheet.set_row_hidden(row - 1).unwrap();
            }
        }
        let bytes = book.save_to_buffer().unwrap();
        let some = |kind: fn(&Cell) -> bool| self.pages.iter().flat_map(|page| &page.rows).flatten().any(kind);
        let stale = some(|cell| matches!(cell, Cell::Stale(..)));
        let formulas = some(|cell| matches!(cell, Cell::Formula(..)));
        if raw.is_empty() && (stale || !formulas) { bytes } else { patched(&bytes, &raw, stale) }
    }

    /// Writes the file.
    pub fn write(&self, path: &Path) {
        std::fs::write(path, self.bytes()).unwrap();
    }
}

/// Stands in the file until [`patched`] replaces it.
fn sentinel(index: usize) -> String {
    format!("98765432{index:03}")
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, date: &Format, raw: &mut Vec<Option<String>>) {
    let written = match cell {
        Cell::Blank => return,
        Cell::Text(text) => sheet.write_string(row, column, text),
        // A spreadsheet has no other numbers than floats.
        Cell::Number(number) => sheet.write_number(row, column, number.parse::<f64>().unwrap()),
        Cell::Truth(truth) => sheet.write_boolean(row, column, *truth),
        Cell::Date(year, month, day) => {
            let value = ExcelDateTime::from_ymd(u16::try_from(*year).unwrap(), *month, *day).unwrap();
            sheet.write_datetime_with_format(row, column, &value, date)
        }
        Cell::Formula(formula, result) | Cell::Stale(formula, result) => {
            sheet.write_formula(row, column, Formula::new(formula).set_result(result))
        }
        Cell::NoResult(formula) => {
            raw.push(None);
            let result = sentinel(raw.len());
            sheet.write_formula(row, column, Formula::new(formula).set_result(result))
        }
        Cell::Raw(number) => {
            raw.push(Some(number.clone()));
            sheet.write_number(row, column, sentinel(raw.len()).parse::<f64>().unwrap())
        }
    };
    written.unwrap();
}

/// The file with its stand-ins replaced, and as a program saves it that has calculated, unless it is `stale`.
fn patched(bytes: &[u8], raw: &[Option<String>], stale: bool) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name.starts_with("xl/worksheets/") {
            let mut text = String::from_utf8(content).unwrap();
            for (number, replacement) in (1..).zip(raw) {
                let value = format!("<v>{}</v>", sentinel(number));
                let new = replacement.as_ref().map_or(String::new(), |raw| format!("<v>{raw}</v>"));
                text = text.replace(&value, &new);
            }
            content = text.into_bytes();
        }
        if name == "xl/workbook.xml" && !stale {
            content = String::from_utf8(content).unwrap().replace(" fullCalcOnLoad=\"1\"", "").into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        out.start_file(name, options).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A file as a draft, to be changed.
pub fn opened(path: &Path) -> Draft {
    let mut source = SourceWorkbook::open(path).unwrap();
    let mut draft = Draft::default();
    for index in 0..source.sheets().len() {
        let mut page = Page { name: source.sheets()[index].name.clone(), ..Page::default() };
        let rows = &mut page.rows;
        let put = &mut |row: &SourceRow| {
            rows.resize(row.number as usize, Vec::new());
            let cells = rows.last_mut().unwrap();
            for (column, cell) in &row.cells {
                cells.resize(usize::from(*column) + 1, Cell::Blank);
                cells[usize::from(*column)] = match cell {
                    RawCell::Text(text) => text.as_str().into(),
                    RawCell::Number(number) => n(number),
                    RawCell::Truth(truth) => Cell::Truth(*truth),
                    RawCell::Date(date) => {
                        Cell::Date(date.year(), date.month().try_into().unwrap(), date.day().try_into().unwrap())
                    }
                    other => panic!("{other:?}"),
                };
            }
            std::ops::ControlFlow::Continue(())
        };
        source.rows(index, put).unwrap();
        draft.pages.push(page);
    }
    draft
}
