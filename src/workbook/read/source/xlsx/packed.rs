//! The cells of a sheet in few bytes each, as they are kept between opening a workbook and handing its rows over.
//!
//! A million lines of twelve cells take about a hundred megabytes, less than their file did; a row is taken apart again
//! in a fraction of the time that reading it took.

use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::address::Address;
use super::super::cell::{RawCell, Spare};
use super::super::shape::FormatId;
use super::strings::Strings;

/// Bytes of a block: rows do not lie across its border.
const BLOCK: usize = 1 << 20;

/// A cell while it is packed.
#[derive(Debug)]
pub(in super::super) enum PackedValue<'v> {
    /// A formula whose result is the empty text.
    Blank,
    Number(Decimal),
    Shared(u32),
    Text(&'v str),
    Truth(bool),
    Date(Date),
    Time(&'v str),
    Error(&'v str),
    EmptyFormula,
    BadNumber(&'v str),
}

impl<'v> PackedValue<'v> {
    /// A date and what is like it; `called` keeps its text.
    pub(in super::super) fn dated(cell: RawCell, called: &'v mut String) -> Self {
        match cell {
            RawCell::Date(date) => Self::Date(date),
            RawCell::Time(text) => {
                *called = text;
                Self::Time(called)
            }
            RawCell::BadNumber(text) => {
                *called = text;
                Self::BadNumber(called)
            }
            RawCell::Number(number) => Self::Number(number),
            RawCell::Text(_) | RawCell::Truth(_) | RawCell::Error(_) | RawCell::EmptyFormula => Self::EmptyFormula,
        }
    }
}

/// The formula of a cell.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum CellFormula<'f> {
    Own(&'f str),
    /// That of another cell, by its number among the shared ones.
    Shared(u32),
}

const OWN: u8 = 0x10;
const SHARED: u8 = 0x20;

/// Formulas that several cells share: where each stands, and its text.
pub(in super::super) type SharedFormulas = HashMap<u32, (Address, String)>;

/// One row, packed.
#[derive(Debug, Default)]
pub(in super::super) struct Packed {
    /// 1-based; 0 for none.
    pub(in super::super) number: u32,
    pub(in super::super) cells: u32,
    bytes: Vec<u8>,
    column: u32,
}

impl Packed {
    /// Begins another row.
    pub(in super::super) fn begin(&mut self, number: u32) {
        (self.number, self.cells, self.column) = (number, 0, 0);
        self.bytes.clear();
    }

    /// Adds a cell to the right of those before.
    pub(in super::super) fn push(
        &mut self,
        column: u32,
        format: FormatId,
        value: &PackedValue<'_>,
        formula: Option<CellFormula<'_>>,
    ) {
        let kind = match value {
            PackedValue::Blank => 0,
            PackedValue::Number(number) if i64::try_from(number.mantissa()).is_ok() => 1,
            PackedValue::Number(_) => 2,
            PackedValue::Shared(_) => 3,
            PackedValue::Text(_) => 4,
            PackedValue::Truth(false) => 5,
            PackedValue::Truth(true) => 6,
            PackedValue::Date(_) => 7,
            PackedValue::Time(_) => 8,
            PackedValue::Error(_) => 9,
            PackedValue::EmptyFormula => 10,
            PackedValue::BadNumber(_) => 11,
        };
        let how = match formula {
            None => 0,
            Some(CellFormula::Own(_)) => OWN,
            Some(CellFormula::Shared(_)) => SHARED,
        };
        self.bytes.push(kind | how);
        self.varint(u64::from(column - self.column));
        self.varint(u64::from(format.0));
        self.column = column;
        self.cells += 1;
        match *value {
            PackedValue::Blank | PackedValue::Truth(_) | PackedValue::EmptyFormula => {}
            PackedValue::Number(number) => match i64::try_from(number.mantissa()) {
                Ok(mantissa) => {
                    self.varint(zigzag(mantissa));
                    self.bytes.push(u8::try_from(number.scale()).unwrap_or_default());
                }
                Err(_) => self.bytes.extend(number.serialize()),
            },
            PackedValue::Shared(index) => self.varint(index.into()),
            PackedValue::Text(text)
            | PackedValue::Time(text)
            | PackedValue::Error(text)
            | PackedValue::BadNumber(text) => self.text(text),
            PackedValue::Date(date) => {
                self.bytes.extend(date.year().to_le_bytes());
                self.bytes.extend([date.month(), date.day()].map(i8::cast_unsigned));
            }
        }
        match formula {
            None => {}
            Some(CellFormula::Own(text)) => self.text(text),
            Some(CellFormula::Shared(index)) => self.varint(index.into()),
        }
    }

    fn text(&mut self, text: &str) {
        self.varint(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn varint(&mut self, number: u64) {
        varint(&mut self.bytes, number);
    }

    /// Bytes that it takes.
    pub(in super::super) fn length(&self) -> usize {
        self.bytes.len()
    }

    /// The cells, to be taken apart.
    pub(in super::super) fn unpacked(&self) -> UnpackedCells<'_> {
        UnpackedCells { rest: &self.bytes, left: self.cells, column: 0 }
    }
}

/// The rows of a sheet.
#[derive(Debug, Default)]
pub(in super::super) struct PackedRows {
    blocks: Vec<Vec<u8>>,
    row: u32,
}

impl PackedRows {
    /// Adds a row; how many bytes it takes.
    pub(in super::super) fn push(&mut self, row: &Packed) -> usize {
        let room = |block: &Vec<u8>| block.capacity() - block.len() >= row.bytes.len() + 24;
        if !self.blocks.last().is_some_and(room) {
            // Short sheets are many.
            let first = self.blocks.is_empty();
            let size = if first { BLOCK / 64 } else { BLOCK };
            self.blocks.push(Vec::with_capacity(size.max(row.bytes.len() + 24)));
        }
        let Some(block) = self.blocks.last_mut() else { return 0 };
        let before = block.len();
        varint(block, u64::from(row.number - self.row));
        varint(block, u64::from(row.cells));
        varint(block, row.bytes.len() as u64);
        block.extend_from_slice(&row.bytes);
        self.row = row.number;
        block.len() - before
    }

    /// Whether they are worth a second thread.
    pub(in super::super) fn are_many(&self) -> bool {
        self.blocks.len() > 1
    }

    /// All rows: number and cells.
    pub(in super::super) fn iter(&self) -> impl Iterator<Item = (u32, UnpackedCells<'_>)> {
        let mut number = 0;
        self.blocks
            .iter()
            .flat_map(|block| {
                let mut rest = block.as_slice();
                std::iter::from_fn(move || {
                    (!rest.is_empty()).then(|| {
                        let (step, cells, length) = (take(&mut rest), take(&mut rest), take(&mut rest));
                        let (now, after) = rest.split_at(usize::try_from(length).unwrap_or(0));
                        rest = after;
                        (short(step), UnpackedCells { rest: now, left: short(cells), column: 0 })
                    })
                })
            })
            .map(move |(step, cells)| {
                number += step;
                (number, cells)
            })
    }
}

/// The cells of one row while they are taken apart.
#[derive(Debug)]
pub(in super::super) struct UnpackedCells<'p> {
    rest: &'p [u8],
    left: u32,
    column: u32,
}

/// A cell taken apart.
pub(in super::super) struct UnpackedCell<'p> {
    pub(in super::super) column: u16,
    pub(in super::super) format: FormatId,
    pub(in super::super) value: Option<RawCell>,
    /// Which of the shared texts its value is.
    pub(in super::super) shared: Option<u32>,
    pub(in super::super) formula: Option<CellFormula<'p>>,
}

impl<'p> UnpackedCells<'p> {
    /// The next cell.
    pub(in super::super) fn next(&mut self, strings: &Strings, spare: &mut Spare) -> Option<UnpackedCell<'p>> {
        self.left = self.left.checked_sub(1)?;
        let (&how, rest) = self.rest.split_first()?;
        self.rest = rest;
        self.column += short(take(&mut self.rest));
        let format = FormatId(u16::try_from(take(&mut self.rest)).unwrap_or_default());
        let mut shared = None;
        let value = match how & 0x0F {
            0 => None,
            1 => {
                let mantissa = unzigzag(take(&mut self.rest));
                let (&scale, rest) = self.rest.split_first()?;
                self.rest = rest;
                Some(RawCell::Number(Decimal::new(mantissa, scale.into())))
            }
            2 => {
                let (bytes, rest) = self.rest.split_first_chunk::<16>()?;
                self.rest = rest;
                Some(RawCell::Number(Decimal::deserialize(*bytes)))
            }
            3 => {
                let index = short(take(&mut self.rest));
                shared = Some(index);
                Some(RawCell::Text(own(strings.get(index).unwrap_or_default(), spare)))
            }
            4 => Some(RawCell::Text(own(self.text(), spare))),
            5 => Some(RawCell::Truth(false)),
            6 => Some(RawCell::Truth(true)),
            7 => {
                let ([low, high, month, day], rest) = self.rest.split_first_chunk::<4>()?;
                self.rest = rest;
                let year = i16::from_le_bytes([*low, *high]);
                Date::new(year, month.cast_signed(), day.cast_signed()).ok().map(RawCell::Date)
            }
            8 => Some(RawCell::Time(self.text().to_owned())),
            9 => Some(RawCell::Error(self.text().to_owned())),
            10 => Some(RawCell::EmptyFormula),
            _ => Some(RawCell::BadNumber(self.text().to_owned())),
        };
        let formula = match how & !0x0F {
            OWN => Some(CellFormula::Own(self.text())),
            SHARED => Some(CellFormula::Shared(short(take(&mut self.rest)))),
            _ => None,
        };
        Some(UnpackedCell { column: u16::try_from(self.column).unwrap_or(u16::MAX), format, value, shared, formula })
    }

    fn text(&mut self) -> &'p str {
        let length = usize::try_from(take(&mut self.rest)).unwrap_or(0);
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        str::from_utf8(text).unwrap_or_default()
    }
}

fn own(text: &str, spare: &mut Spare) -> String {
    let mut own = spare.pop().unwrap_or_default();
    own.push_str(text);
    own
}

fn varint(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    to.push((number & 0x7F) as u8);
}

fn take(from: &mut &[u8]) -> u64 {
    let (mut number, mut shift) = (0, 0);
    while let Some((&byte, rest)) = from.split_first() {
        *from = rest;
        number |= u64::from(byte & 0x7F) << shift;
        shift += 7;
        if byte < 0x80 || shift > 63 {
            break;
        }
    }
    number
}

fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn zigzag(number: i64) -> u64 {
    (number << 1 ^ number >> 63).cast_unsigned()
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_again() {
        let date = Date::constant(2025, 3, 31);
        let wide = Decimal::from_str_exact("79228162514264337593543950335").unwrap();
        let values = [
            (PackedValue::Number(Decimal::new(-12345, 2)), Some(RawCell::Number(Decimal::new(-12345, 2)))),
            (PackedValue::Number(Decimal::new(i64::MIN, 28)), Some(RawCell::Number(Decimal::new(i64::MIN, 28)))),
            (PackedValue::Number(wide), Some(RawCell::Number(wide))),
            (PackedValue::Text("文"), Some(RawCell::Text("文".into()))),
            (PackedValue::Truth(true), Some(RawCell::Truth(true))),
            (PackedValue::Truth(false), Some(RawCell::Truth(false))),
            (PackedValue::Date(date), Some(RawCell::Date(date))),
            (PackedValue::Time("08:30:00"), Some(RawCell::Time("08:30:00".into()))),
            (PackedValue::Error("#REF!"), Some(RawCell::Error("#REF!".into()))),
            (PackedValue::EmptyFormula, Some(RawCell::EmptyFormula)),
            (PackedValue::BadNumber("NaN"), Some(RawCell::BadNumber("NaN".into()))),
            (PackedValue::Blank, None),
        ];
        let mut rows = PackedRows::default();
        let mut row = Packed::default();
        for number in [1, 2, 500, 1_048_576] {
            row.begin(number);
            for (column, (value, _)) in (0..).step_by(1_489).zip(&values) {
                let formula = match column % 3 {
                    0 => None,
                    1 => Some(CellFormula::Own("A1+1")),
                    _ => Some(CellFormula::Shared(300)),
                };
                row.push(column, FormatId(u16::try_from(column).unwrap()), value, formula);
            }
            rows.push(&row);
        }
        let (strings, mut spare) = (Strings::default(), Spare::new());
        let mut numbers = Vec::new();
        for (number, mut cells) in rows.iter() {
            numbers.push(number);
            for (column, (_, expected)) in (0..).step_by(1_489).zip(&values) {
                let cell = cells.next(&strings, &mut spare).expect("a cell");
                assert_eq!((cell.column, cell.format, &cell.value), (column, FormatId(column), expected));
                match (column % 3, cell.formula) {
                    (0, None) | (1, Some(CellFormula::Own("A1+1"))) | (2, Some(CellFormula::Shared(300))) => {}
                    (_, other) => panic!("{other:?}"),
                }
            }
            assert!(cells.next(&strings, &mut spare).is_none());
        }
        assert_eq!(numbers, [1, 2, 500, 1_048_576]);
    }
}
