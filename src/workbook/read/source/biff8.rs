//! The records of an .xls, gone through before calamine turns them into dense rectangles, all sheets at once.
//!
//! A few bytes can make calamine reserve or copy gigabytes: a table size that is believed, two cells in opposite
//! corners, a long text that every cell repeats, sheets that begin at the same record. And a text index without a text,
//! a cell that is given twice and the cells of very old formats are passed over without a word. All of it is refused
//! here; the remedy, saving as .xlsx, is always at hand.

use super::address::Address;
use super::error::{Measure, SourceError, detail};
use super::limits;
use super::sst;
use super::tokens::Formulas;

/// Records that continue one record. Excel fills each with eight kilobytes; calamine takes them off the front one by one.
const CONTINUATIONS: usize = 20_000;
/// Rows and columns of an .xls sheet.
const ROWS: u32 = 65_536;
const COLUMNS: u32 = 256;

/// A record with those that continue it.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) body: &'a [u8],
    pub(super) more: Vec<&'a [u8]>,
}

/// The records of a stream, as calamine takes them apart.
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    fn one(&mut self) -> Result<Option<(u16, &'a [u8])>, SourceError> {
        let Some((head, rest)) = self.rest.split_first_chunk::<4>() else {
            return if self.rest.is_empty() { Ok(None) } else { Err(damaged("a record is cut off")) };
        };
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let body = rest.get(..length).ok_or_else(|| damaged("a record is cut off"))?;
        self.rest = &rest[length..];
        Ok(Some((u16::from_le_bytes([head[0], head[1]]), body)))
    }

    fn next(&mut self) -> Result<Option<Record<'a>>, SourceError> {
        let Some((kind, body)) = self.one()? else { return Ok(None) };
        let mut more = Vec::new();
        while self.rest.len() > 4 && self.rest.starts_with(&[0x3C, 0]) {
            more.extend(self.one()?.map(|(_, body)| body));
            if more.len() > CONTINUATIONS {
                return Err(damaged("a record is continued too often"));
            }
        }
        Ok(Some(Record { kind, body, more }))
    }
}

/// Goes through the workbook stream.
pub(super) fn check(stream: &[u8]) -> Result<(), SourceError> {
    let mut book = Book { formulas: Formulas::new(), texts: Vec::new(), cells: 0, text: 0, walked: Vec::new() };
    let mut sheets = Vec::new();
    let mut records = Records { rest: stream };
    while let Some(record) = records.next()? {
        match record.kind {
            // FilePass: encrypted.
            0x2F if u16_at(record.body, 0) != 0 => return Err(SourceError::Password),
            // BoundSheet: where a sheet begins, and its name.
            0x85 => {
                sheets.push((u32_at(record.body, 0) as usize, name(record.body)));
                book.formulas.name(3 * record.body.len());
                if sheets.len() > limits::SHEETS {
                    return Err(SourceError::TooMuch {
                        part: "Workbook".to_owned(),
                        what: Measure::Sheets,
                        limit: limits::SHEETS as u64,
                    });
                }
            }
            // Lbl: a name.
            0x18 => book.formulas.name(3 * usize::from(record.body.get(3).copied().unwrap_or(0))),
            0xFC => book.texts = sst::lengths(&record)?,
            0x0A => break,
            _ => {}
        }
    }
    for (start, name) in sheets {
        book.sheet(stream, start, &name)?;
    }
    Ok(())
}

/// What calamine will hold of the whole workbook.
struct Book {
    formulas: Formulas,
    /// Bytes of each shared text.
    texts: Vec<u32>,
    cells: u64,
    text: u64,
    /// From where to where the sheets go.
    walked: Vec<(usize, usize)>,
}

impl Book {
    fn sheet(&mut self, stream: &[u8], start: usize, name: &str) -> Result<(), SourceError> {
        let rest = stream.get(start..).ok_or_else(|| broken(name, "the sheet is missing"))?;
        let mut records = Records { rest };
        let mut values = Sheet::default();
        let mut formulas = Sheet::default();
        // Calamine skips what is nested, such as charts.
        let (mut begun, mut nested) = (false, 0_usize);
        while let Some(record) = records.next()? {
            let body = record.body;
            match record.kind {
                0x0809 if begun => nested += 1,
                0x0809 => begun = true,
                0x0A if nested > 0 => nested -= 1,
                0x0A => break,
                _ if nested > 0 => {}
                0x0200 => dimensions(name, body)?,
                0x0203 | 0x0205 | 0x027E => values.cell(at(body)),
                0x0204 | 0x00D6 => {
                    values.cell(at(body));
                    self.text += 3 * body.len() as u64;
                }
                0x00FD => {
                    values.cell(at(body));
                    let text =
                        self.texts.get(u32_at(body, 6) as usize).ok_or_else(|| broken(name, "a text is missing"))?;
                    self.text += u64::from(*text);
                }
                0x00BD => {
                    let Address { row, column } = at(body);
                    for i in 0..body.len().saturating_sub(6) / 6 {
                        values.cell(Address { row, column: column + u32::try_from(i).unwrap_or(u32::MAX) });
                    }
                }
                // The result of the formula before, if it is a text.
                0x0207 => self.text += 3 * body.len() as u64,
                0x0006 => {
                    values.cell(at(body));
                    formulas.cell(at(body));
                    self.formulas.add(body.get(22..).unwrap_or_default())?;
                }
                0x0002..=0x0005 | 0x0206 | 0x0406 => {
                    return Err(broken(name, "cells of an old Excel version; save it as .xlsx"));
                }
                _ => {}
            }
            if self.text > limits::GRID_TEXT {
                return Err(too_large(name, Measure::TextBytes, limits::GRID_TEXT));
            }
        }
        let end = stream.len() - records.rest.len();
        if self.walked.iter().any(|(from, to)| start < *to && *from < end) {
            return Err(broken(name, "two sheets share their cells"));
        }
        self.walked.push((start, end));
        self.cells += values.rectangle() + formulas.rectangle();
        if self.cells > 2 * limits::GRID_CELLS {
            return Err(too_large(name, Measure::Cells, limits::GRID_CELLS));
        }
        values.once(name)
    }
}

/// The cells of one sheet.
#[derive(Default)]
struct Sheet {
    cells: Vec<(u16, u16)>,
}

impl Sheet {
    fn cell(&mut self, at: Address) {
        self.cells.push((u16::try_from(at.row).unwrap_or(u16::MAX), u16::try_from(at.column).unwrap_or(u16::MAX)));
    }

    /// Cells of the rectangle around all of them.
    fn rectangle(&self) -> u64 {
        let side = |of: fn(&(u16, u16)) -> u16| {
            let ends = self.cells.iter().map(of).min().zip(self.cells.iter().map(of).max());
            ends.map_or(0, |(first, last)| u64::from(last - first) + 1)
        };
        side(|cell| cell.0) * side(|cell| cell.1)
    }

    /// No cell may be given twice.
    fn once(mut self, sheet: &str) -> Result<(), SourceError> {
        self.cells.sort_unstable();
        match self.cells.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => {
                let cell = Address { row: u32::from(pair[0].0), column: u32::from(pair[0].1) };
                Err(SourceError::CellTwice { sheet: sheet.to_owned(), cell })
            }
            None => Ok(()),
        }
    }
}

/// The declared size of a sheet, for which calamine makes room at once.
fn dimensions(sheet: &str, body: &[u8]) -> Result<(), SourceError> {
    let (first, end, from, to) = match body.len() {
        10 => (u32::from(u16_at(body, 0)), u32::from(u16_at(body, 2)), u16_at(body, 4), u16_at(body, 6)),
        14 | 16 => (u32_at(body, 0), u32_at(body, 4), u16_at(body, 8), u16_at(body, 10)),
        _ => return Ok(()),
    };
    let empty = end == 0 || to == 0;
    if end > ROWS || u32::from(to) > COLUMNS || !empty && (first >= end || from > 0xFF) || first > ROWS {
        return Err(broken(sheet, "its size is beyond what .xls allows"));
    }
    Ok(())
}

fn at(body: &[u8]) -> Address {
    Address { row: u32::from(u16_at(body, 0)), column: u32::from(u16_at(body, 2)) }
}

/// A sheet's name, for messages only.
fn name(body: &[u8]) -> String {
    let (wide, text) = (body.get(7).is_some_and(|flags| flags & 1 == 1), body.get(8..).unwrap_or_default());
    if wide {
        let units: Vec<u16> = text.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
        return detail(String::from_utf16_lossy(&units));
    }
    detail(text.iter().map(|byte| char::from(*byte)).collect::<String>())
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

fn too_large(sheet: &str, what: Measure, limit: u64) -> SourceError {
    SourceError::SheetTooLarge { sheet: sheet.to_owned(), what, limit, after: None }
}

fn broken(sheet: &str, what: &str) -> SourceError {
    SourceError::Broken { sheet: sheet.to_owned(), after: None, detail: what.to_owned() }
}

pub(super) fn damaged(what: &str) -> SourceError {
    SourceError::Damaged { detail: what.to_owned() }
}
