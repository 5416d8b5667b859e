//! The records of an .xls, gone through before calamine turns them into dense rectangles, all sheets at once.
//!
//! A few bytes can make calamine reserve or copy gigabytes: a table size that is believed, two cells in opposite
//! corners, a long text that every cell repeats, sheets that begin at the same record. All of it is refused; the remedy,
//! saving as .xlsx, is always at hand. Here are the records and what stands before the sheets.

use super::biff8_sheet::Book;
use super::error::{Measure, SourceError, detail};
use super::sst;
use super::{Shape, limits};
use crate::lang::Words;
use crate::say;

/// Records that continue one record. Excel fills each with eight kilobytes; calamine takes them off the front one by one.
const CONTINUATIONS: usize = 20_000;

/// A record with those that continue it.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) body: &'a [u8],
    pub(super) more: Vec<&'a [u8]>,
}

/// The records of a stream, as calamine takes them apart.
pub(super) struct Records<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Records<'a> {
    fn one(&mut self) -> Result<Option<(u16, &'a [u8])>, SourceError> {
        let Some((head, rest)) = self.rest.split_first_chunk::<4>() else {
            return if self.rest.is_empty() { Ok(None) } else { Err(damaged(say!(Source::RecordCutOff))) };
        };
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let body = rest.get(..length).ok_or_else(|| damaged(say!(Source::RecordCutOff)))?;
        self.rest = &rest[length..];
        Ok(Some((u16::from_le_bytes([head[0], head[1]]), body)))
    }

    /// The next record, if there is one.
    pub(super) fn next(&mut self) -> Result<Option<Record<'a>>, SourceError> {
        let Some((kind, body)) = self.one()? else {
            return Ok(None);
        };
        let mut more = Vec::new();
        while self.rest.len() > 4 && self.rest.starts_with(&[0x3C, 0]) {
            more.extend(self.one()?.map(|(_, body)| body));
            if more.len() > CONTINUATIONS {
                return Err(damaged(say!(Source::RecordContinuedTooOften)));
            }
        }
        Ok(Some(Record { kind, body, more }))
    }
}

/// Goes through the workbook stream; gives what each sheet merges and hides.
pub(super) fn check(stream: &[u8]) -> Result<Vec<Shape>, SourceError> {
    let mut book = Book::new();
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
    let begun: Vec<usize> = sheets.iter().map(|(start, _)| *start).collect();
    ended(stream, records.rest, &begun).map_err(|()| damaged(say!(Source::SomethingFollowsEndSheet)))?;
    book.begun = begun;
    sheets.iter().map(|(start, name)| book.sheet(stream, *start, name)).collect()
}

/// After an end nothing may come but the next sheet that the workbook lists, a module of macros or a chart of its own,
/// which begin likewise, or nothing at all: zeros.
pub(super) fn ended(stream: &[u8], rest: &[u8], begun: &[usize]) -> Result<(), ()> {
    let at = stream.len() - rest.len();
    if rest.iter().all(|byte| *byte == 0) || begun.contains(&at) || rest.starts_with(&[0x09, 0x08]) && !cells_in(rest) {
        return Ok(());
    }
    Err(())
}

/// Whether what begins here is a worksheet, which the workbook would have to list.
fn cells_in(rest: &[u8]) -> bool {
    u16_at(rest, 6) == 0x10
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

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

pub(super) fn damaged(what: Words) -> SourceError {
    SourceError::Damaged { detail: what }
}
