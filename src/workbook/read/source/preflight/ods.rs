//! The content of an .ods, gone through before calamine turns it into cells.
//!
//! An .ods says "this cell 16,384 times" and "this row a million times" in a few bytes, and calamine writes all of them
//! out, three times over. So the same expansion is done here with numbers only, and must stay below the caps. On the way
//! it is checked that tables and annotations are closed (calamine would wait for their end for ever), and that no
//! formula's error stands beside a stored number (old programs write `#DIV/0!` with the value 0, and calamine reads 0).
//! And formulas whose result is the empty text are noted: they have a paragraph and no value, formulas without a result
//! have neither, and calamine reads both alike.

use super::address::{COLUMNS, ROWS};
use super::cell::error_text;
use super::error::{Measure, SourceError};
use super::tags::{Tag, Tags, Text};
use super::{EmptyTexts, Hidden, limits};

/// What has been counted so far.
pub(super) struct Content<'p> {
    part: &'p str,
    tags: Tags<'p>,
    state: State,
}

#[derive(Default)]
struct State {
    sheets: usize,
    styles: u64,
    names: u64,
    /// Cells and text of all tables that are finished.
    grid: u64,
    text: u64,
    table: Option<Table>,
    empty_texts: Vec<EmptyTexts>,
    hidden: Vec<Hidden>,
}

#[derive(Default)]
struct Table {
    name: String,
    /// Cells that calamine lists before it cuts out the used rectangle.
    listed: u64,
    /// Rows between the first and the last that is not blank.
    rows: u64,
    blank_rows: u64,
    columns: Option<(u64, u64)>,
    /// Rows before the current one.
    top: u64,
    row: Row,
    cell: Option<Cell>,
    empty_texts: EmptyTexts,
    /// Columns declared so far.
    declared: u64,
    hidden: Hidden,
}

#[derive(Default)]
struct Row {
    repeats: u64,
    cells: u64,
    blank: u64,
    used: Option<(u64, u64)>,
    text: u64,
    hidden: bool,
    empty_texts: Vec<(u64, u64)>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Value {
    #[default]
    None,
    Number,
    Other,
}

#[derive(Default)]
struct Cell {
    repeats: u64,
    value: Value,
    formula: bool,
    paragraph: bool,
    text: u64,
}

impl<'p> Content<'p> {
    pub(super) fn new(part: &'p str) -> Self {
        Self { part, tags: Tags::new(part), state: State::default() }
    }

    /// Takes the next block of the part.
    pub(super) fn block(&mut self, block: &[u8]) -> Result<(), SourceError> {
        let (part, state) = (self.part, &mut self.state);
        self.tags.block(block, &mut |tag: &Tag<'_>| state.tag(part, tag))
    }

    /// At the end of the part: of each table the formulas that result in the empty text, and what it hides.
    pub(super) fn finish(self) -> Result<(Vec<EmptyTexts>, Vec<Hidden>), SourceError> {
        self.tags.finish()?;
        Ok((self.state.empty_texts, self.state.hidden))
    }
}

impl State {
    fn tag(&mut self, part: &str, tag: &Tag<'_>) -> Result<(), SourceError> {
        let too_much = |what, limit| Err(SourceError::TooMuch { part: part.to_owned(), what, limit });
        let Some(table) = &mut self.table else {
            match tag.name {
                // Calamine passes over a table without a name.
                b"table:table" if tag.opens && tag.attribute(b"table:name").is_some() => {
                    self.sheets += 1;
                    if self.sheets > limits::SHEETS {
                        return too_much(Measure::Sheets, limits::SHEETS as u64);
                    }
                    let name = tag.attribute(b"table:name").unwrap_or_default();
                    let table = Table { name: String::from_utf8_lossy(name).into_owned(), ..Table::default() };
                    if tag.closes {
                        self.empty_texts.push(table.empty_texts);
                        self.hidden.push(table.hidden);
                    } else {
                        self.table = Some(table);
                    }
                }
                b"table:table-properties" | b"style:table-properties" => self.styles += 1,
                b"table:named-range" | b"table:named-expression" => self.names += 1,
                _ => {}
            }
            if self.styles > limits::ODS_NAMES || self.names > limits::ODS_NAMES {
                return too_much(Measure::Styles, limits::ODS_NAMES);
            }
            return Ok(());
        };
        match tag.name {
            b"table:table" if tag.closes && !tag.opens => {
                self.grid += table.rectangle();
                let name = std::mem::take(&mut table.name);
                self.empty_texts.push(std::mem::take(&mut table.empty_texts));
                self.hidden.push(std::mem::take(&mut table.hidden).in_order());
                self.table = None;
                return self.within(&name);
            }
            b"table:table" => return Err(unfaithful(part, "a table inside a table")),
            b"table:table-column" if tag.opens => {
                table.column(repeats(part, tag, b"table:number-columns-repeated")?, unseen(tag));
            }
            b"table:table-row" if tag.opens => {
                table.row = Row {
                    repeats: repeats(part, tag, b"table:number-rows-repeated")?.min(u64::from(ROWS)),
                    hidden: unseen(tag),
                    ..Row::default()
                };
                if tag.closes {
                    self.text = self.text.saturating_add(table.end_row());
                }
            }
            b"table:table-row" => {
                self.text = self.text.saturating_add(table.end_row());
                if table.listed > limits::GRID_CELLS
                    || self.grid + table.rectangle() > limits::GRID_CELLS
                    || self.text > limits::GRID_TEXT
                {
                    let name = table.name.clone();
                    self.grid += table.rectangle().max(table.listed);
                    return self.within(&name);
                }
            }
            b"table:table-cell" | b"table:covered-table-cell" if tag.opens => {
                table.cell = Some(Cell::of(part, tag)?);
                if tag.closes {
                    table.end_cell();
                }
            }
            b"table:table-cell" | b"table:covered-table-cell" => {
                table.content(part, &tag.text)?;
                table.end_cell();
            }
            _ => {
                table.content(part, &tag.text)?;
                let Some(cell) = &mut table.cell else {
                    return Ok(());
                };
                cell.paragraph |= tag.name == b"text:p";
                if tag.opens && tag.name == b"text:s" {
                    cell.text = cell.text.saturating_add(repeats(part, tag, b"text:c")?);
                }
            }
        }
        Ok(())
    }

    /// Whether the tables so far, the last of this name, are not too large.
    fn within(&self, sheet: &str) -> Result<(), SourceError> {
        let too_large =
            |what, limit| Err(SourceError::SheetTooLarge { sheet: sheet.to_owned(), what, limit, after: None });
        if self.grid > limits::GRID_CELLS {
            return too_large(Measure::Cells, limits::GRID_CELLS);
        }
        if self.text > limits::GRID_TEXT { too_large(Measure::TextBytes, limits::GRID_TEXT) } else { Ok(()) }
    }
}

impl Table {
    /// Cells of the used rectangle so far.
    fn rectangle(&self) -> u64 {
        self.columns.map_or(0, |(first, last)| self.rows * (last + 1 - first))
    }

    /// Text inside a cell.
    fn content(&mut self, part: &str, text: &Text) -> Result<(), SourceError> {
        let Some(cell) = &mut self.cell else {
            return Ok(());
        };
        cell.text = cell.text.saturating_add(text.len);
        let error = str::from_utf8(text.head()).is_ok_and(|head| error_text(head.trim()));
        if error && cell.value == Value::Number && cell.formula {
            return Err(unfaithful(part, "a formula's error stored as a number"));
        }
        Ok(())
    }

    /// Columns of the same kind beside each other.
    fn column(&mut self, repeats: u64, hidden: bool) {
        let from = self.declared;
        self.declared = (from + repeats).min(u64::from(COLUMNS));
        if hidden && from < self.declared {
            self.hidden.hide_columns(short(from), short(self.declared - 1));
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let row = &mut self.row;
        // Blank cells are written out when another cell follows them.
        row.cells = (row.cells + row.blank).min(u64::from(COLUMNS));
        row.blank = 0;
        let repeats = cell.repeats.min(u64::from(COLUMNS) - row.cells);
        if cell.formula && cell.value == Value::None && cell.paragraph {
            row.empty_texts.push((row.cells, row.cells + repeats));
        }
        if cell.value != Value::None || cell.formula {
            if repeats > 0 {
                let first = row.used.map_or(row.cells, |(first, _)| first);
                row.used = Some((first, row.cells + repeats - 1));
            }
            row.cells += repeats;
            row.text = row.text.saturating_add(cell.text.saturating_mul(repeats));
        } else {
            row.blank = repeats;
        }
    }

    /// Ends a row, and says how much text it holds with its repetitions.
    fn end_row(&mut self) -> u64 {
        let row = std::mem::take(&mut self.row);
        self.listed += row.cells;
        let rows = (self.top, self.top + row.repeats);
        self.top = rows.1;
        if row.hidden {
            self.hidden.hide_rows(short(rows.0 + 1), short(rows.1));
        }
        self.empty_texts.add(rows, &row.empty_texts);
        let Some((first, last)) = row.used else {
            self.blank_rows += if self.rows > 0 { row.repeats } else { 0 };
            return 0;
        };
        let (from, to) = self.columns.unwrap_or((first, last));
        self.columns = Some((from.min(first), to.max(last)));
        self.rows += self.blank_rows + row.repeats;
        self.blank_rows = 0;
        row.text.saturating_mul(row.repeats)
    }
}

impl Cell {
    fn of(part: &str, tag: &Tag<'_>) -> Result<Self, SourceError> {
        let mut cell = Self { repeats: repeats(part, tag, b"table:number-columns-repeated")?, ..Self::default() };
        tag.each_attribute(|key, value| {
            if key == b"office:value" {
                cell.value = Value::Number;
            } else if key.starts_with(b"office:") && cell.value == Value::None {
                cell.value = Value::Other;
            }
            cell.formula |= key == b"table:formula" && !value.is_empty();
            cell.text += value.len() as u64;
        });
        Ok(cell)
    }
}

fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Whether a row or column is not shown: hidden (`collapse`), or left out by a filter.
fn unseen(tag: &Tag<'_>) -> bool {
    matches!(tag.attribute(b"table:visibility"), Some(b"collapse" | b"filter"))
}

/// How often something is repeated; once, if nothing is said.
fn repeats(part: &str, tag: &Tag<'_>, attribute: &[u8]) -> Result<u64, SourceError> {
    let Some(value) = tag.attribute(attribute) else {
        return Ok(1);
    };
    let number = str::from_utf8(value).ok().and_then(|text| text.parse::<u64>().ok());
    number.filter(|n| *n <= 1 << 32).ok_or_else(|| unfaithful(part, "a repetition that is no number"))
}

fn unfaithful(part: &str, detail: &str) -> SourceError {
    SourceError::Unfaithful { part: part.to_owned(), detail: detail.to_owned() }
}
