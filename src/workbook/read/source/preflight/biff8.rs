//! The records of an .xls, gone through before calamine turns them into dense rectangles, all sheets at once.
//!
//! A few bytes can make calamine reserve or copy gigabytes: a table size that is believed, two cells in opposite
//! corners, a long text that every cell repeats, sheets that begin at the same record. All of it is refused; the remedy,
//! saving as .xlsx, is always at hand. Here are the records and what stands before the sheets.

use super::biff8_records::{Biff8Records, ended};
use super::biff8_sheet::Biff8Book;
use super::bytes::{u16_at, u32_at, wide_text};
use super::error::{Measure, SourceError, damaged, detail, too_much};
use super::sst;
use super::{Shape, limits};
use crate::say;

/// Goes through the workbook stream; gives what each sheet merges and hides.
pub(super) fn check(stream: &[u8]) -> Result<Vec<Shape>, SourceError> {
    let mut book = Biff8Book::default();
    let mut sheets = Vec::new();
    let mut records = Biff8Records { rest: stream };
    while let Some(record) = records.next()? {
        match record.kind {
            // FilePass: encrypted.
            0x2F if u16_at(record.body, 0) != 0 => return Err(SourceError::Password),
            // BoundSheet: where a sheet begins, and its name.
            0x85 => {
                sheets.push((u32_at(record.body, 0) as usize, name(record.body)));
                book.formulas.name(3 * record.body.len());
                if sheets.len() > limits::SHEETS {
                    return Err(too_much("Workbook", Measure::Sheets, limits::SHEETS as u64));
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

/// A sheet's name, for messages only.
fn name(body: &[u8]) -> String {
    let (wide, text) = (body.get(7).is_some_and(|flags| flags & 1 == 1), body.get(8..).unwrap_or_default());
    detail(if wide { wide_text(text) } else { text.iter().map(|byte| char::from(*byte)).collect() })
}
