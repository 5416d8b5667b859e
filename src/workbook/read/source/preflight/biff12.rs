//! The records of an .xlsb, gone through before calamine does.
//!
//! Calamine reads the common cell records and passes over the others without a word: a formula whose result is an error
//! (`BrtFmlaError`) reads as blank, and so do rich text cells and the short records. Here such errors are collected, so
//! that the rows can give them, and the rest is refused. A record that is too short would be read with bytes of the one
//! before it, so lengths are checked too.

use calamine::CellErrorType;

use super::address::{Address, ROWS};
use super::bytes::u32_at;
use super::checked::FormulaErrors;
use super::error::{Measure, SourceError, damaged_in, too_much, unfaithful};
use super::merge::merge;
use super::{Shape, limits};
use crate::lang::Words;
use crate::say;

/// Bytes of a record's body that are looked at.
const HEAD: usize = 1024;

/// Takes records apart, a block at a time.
pub(super) struct Biff12Records {
    /// Header of the next record, as far as it is here.
    header: Vec<u8>,
    /// Type, length, and how much of the body is still to come.
    current: Option<(u16, usize, usize)>,
    head: Vec<u8>,
    /// Bytes of a body that are kept.
    most: usize,
}

impl Biff12Records {
    pub(super) fn new() -> Self {
        Self { header: Vec::new(), current: None, head: Vec::new(), most: HEAD }
    }

    /// Hands over the type and the whole body of each record of a part that is at hand.
    pub(super) fn each(
        part: (&str, &[u8]),
        f: &mut impl FnMut(u16, &[u8]) -> Result<(), SourceError>,
    ) -> Result<(), SourceError> {
        let mut records = Self { most: usize::MAX, ..Self::new() };
        records.block(part.1, &mut |kind, _, body| f(kind, body))?;
        records.finish(part.0)
    }

    /// Takes the next block; hands over type, length and beginning of the records that end in it.
    pub(super) fn block(
        &mut self,
        mut block: &[u8],
        f: &mut impl FnMut(u16, usize, &[u8]) -> Result<(), SourceError>,
    ) -> Result<(), SourceError> {
        loop {
            if let Some((kind, length, left)) = self.current {
                let take = left.min(block.len());
                let keep = take.min(self.most - self.head.len());
                self.head.extend_from_slice(&block[..keep]);
                block = &block[take..];
                if take < left {
                    self.current = Some((kind, length, left - take));
                    return Ok(());
                }
                f(kind, length, &self.head)?;
                self.current = None;
            }
            let Some((byte, rest)) = block.split_first() else {
                return Ok(());
            };
            block = rest;
            self.header.push(*byte);
            if let Some((kind, length)) = header(&self.header) {
                self.header.clear();
                self.head.clear();
                self.current = Some((kind, length, length));
            }
        }
    }

    /// At the end of the part: no record may be cut off.
    pub(super) fn finish(&self, part: &str) -> Result<(), SourceError> {
        if self.header.is_empty() && self.current.is_none() {
            return Ok(());
        }
        Err(damaged_in(part, &say!(Source::RecordCutOff)))
    }
}

/// Type and length, once the header is complete: one or two bytes, then one to four, seven bits each.
fn header(bytes: &[u8]) -> Option<(u16, usize)> {
    let (&first, rest) = bytes.split_first()?;
    let (kind, rest) = if first & 0x80 == 0 {
        (u16::from(first), rest)
    } else {
        let (&second, rest) = rest.split_first()?;
        (u16::from(first & 0x7F) + (u16::from(second & 0x7F) << 7), rest)
    };
    let complete = rest.len() == 4 || rest.last().is_some_and(|b| b & 0x80 == 0);
    complete.then(|| (kind, rest.iter().rev().fold(0, |n, b| n << 7 | usize::from(b & 0x7F))))
}

/// The cells of a worksheet part.
pub(super) struct Biff12Cells<'p> {
    part: &'p str,
    records: Biff12Records,
    row: u32,
    errors: FormulaErrors,
    shape: Shape,
    stage: Biff12Stage,
}

/// How far a worksheet part is gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Biff12Stage {
    Before,
    Sheet,
    Data,
    Behind,
    Over,
}

/// `BrtBeginSheet`, `BrtEndSheet`, `BrtBeginSheetData`, `BrtEndSheetData`.
const BEGIN: u16 = 0x81;
const END: u16 = 0x82;
const DATA: u16 = 0x91;
const DATA_END: u16 = 0x92;

impl Biff12Stage {
    /// The next stage after a record; cells stand in the data only, and nothing after the end.
    fn after(self, kind: u16) -> Result<Self, Words> {
        match (self, kind) {
            (Self::Before, BEGIN) => Ok(Self::Sheet),
            (Self::Sheet, DATA) => Ok(Self::Data),
            (Self::Data, DATA_END) => Ok(Self::Behind),
            (Self::Behind, END) => Ok(Self::Over),
            (Self::Before | Self::Over, _) | (_, BEGIN | END | DATA | DATA_END) => {
                Err(say!(Source::SomethingFollowsEndSheet))
            }
            (Self::Sheet | Self::Behind, 0x00..=0x12 | 0x3E) => Err(say!(Source::CellOutsideCells)),
            (Self::Data, kind) if !among_cells(kind) => Err(say!(Source::SomethingBelong)),
            (stage, _) => Ok(stage),
        }
    }
}

/// Whether a record may stand among the cells: rows and cells, alternatives (`BrtACBegin` and its like), what is of the cell
/// before or after (`BrtCellMeta`, `BrtShrFmla` and their like), and those of later versions. Another one may be a cell that
/// calamine would pass over without a word.
fn among_cells(kind: u16) -> bool {
    matches!(kind, 0x00..=0x12 | 0x3E | 0x23..=0x26 | 0x31 | 0x32 | 0x1AA..=0x1AC | 0x400..=0x1FFF)
}

impl<'p> Biff12Cells<'p> {
    pub(super) fn new(part: &'p str) -> Self {
        let (errors, shape) = (Vec::new(), Shape::default());
        Self { part, records: Biff12Records::new(), row: 0, errors, shape, stage: Biff12Stage::Before }
    }

    /// Takes the next block of the part.
    pub(super) fn block(&mut self, block: &[u8]) -> Result<(), SourceError> {
        let Self { part, records, row, errors, shape, stage } = self;
        records.block(block, &mut |kind, length, head| {
            *stage = stage.after(kind).map_err(|detail| unfaithful(part, detail))?;
            of_sheet(shape, kind, head);
            if shape.merges.len() > limits::MERGES {
                return Err(too_much(part, Measure::Merges, limits::MERGES as u64));
            }
            record(part, row, errors, kind, length, head)
        })
    }

    /// At the end of the part: its formula errors, and what it merges and hides.
    pub(super) fn finish(self) -> Result<(FormulaErrors, Shape), SourceError> {
        self.records.finish(self.part)?;
        if self.stage != Biff12Stage::Over {
            return Err(damaged_in(self.part, &say!(Source::SheetWithoutEnd)));
        }
        Ok((self.errors, self.shape.in_order()))
    }
}

/// `BrtRowHdr` and `BrtColInfo`: a bit each says that they are hidden; `BrtMergeCell`.
fn of_sheet(shape: &mut Shape, kind: u16, head: &[u8]) {
    let hidden = &mut shape.hidden;
    let flag = |at: usize, bit: u8| head.get(at).is_some_and(|flags| flags & bit != 0);
    match kind {
        0x00 if flag(11, 0x10) => {
            let row = u32_at(head, 0).saturating_add(1);
            hidden.hide_rows(row, row);
        }
        0xB0 => shape.merges.extend(merge([0, 4, 8, 12].map(|at| u32_at(head, at)))),
        0x3C if flag(16, 0x01) => hidden.hide_columns(u32_at(head, 0), u32_at(head, 4)),
        _ => {}
    }
}

fn record(
    part: &str,
    row: &mut u32,
    errors: &mut FormulaErrors,
    kind: u16,
    length: usize,
    head: &[u8],
) -> Result<(), SourceError> {
    let unfaithful = |detail: Words| Err(unfaithful(part, detail));
    // The fixed ones are as long as they are, so that none passes for another one.
    let (least, fixed) = match kind {
        0x00 => (4, false),
        0x01 => (8, true),
        0x03 | 0x04 => (9, true),
        0x0A | 0x0B => (9, false),
        0x02 | 0x07 => (12, true),
        0x06 | 0x08 => (12, false),
        0x05 => (16, true),
        0x09 => (16, false),
        0x0C..=0x12 | 0x3E => return unfaithful(say!(Source::KindCellXlsbSeldom)),
        _ => return Ok(()),
    };
    if length < least {
        return unfaithful(say!(Source::CellRecordTooShort));
    }
    if fixed && length > least {
        return unfaithful(say!(Source::SomethingBelong));
    }
    if kind == 0 {
        *row = u32_at(head, 0);
        return if *row < ROWS { Ok(()) } else { unfaithful(say!(Source::RowBeyondExcelSLimits)) };
    }
    // A text in a formula's cell is followed by the formula.
    let text = 12 + 2 * u32_at(head, 8) as usize;
    if kind == 0x06 && length != text || kind == 0x08 && length < text {
        return unfaithful(say!(Source::TextCutOff));
    }
    if kind == 0x0B {
        if errors.len() as u64 >= limits::FORMULA_ERRORS {
            return Err(too_much(part, Measure::Cells, limits::FORMULA_ERRORS));
        }
        let Some(error) = error(head[8]) else {
            return unfaithful(say!(Source::UnknownErrorValue));
        };
        errors.push((Address { row: *row, column: u32_at(head, 0) }, error));
    }
    Ok(())
}

/// The error value of a code.
fn error(code: u8) -> Option<CellErrorType> {
    Some(match code {
        0x00 => CellErrorType::Null,
        0x07 => CellErrorType::Div0,
        0x0F => CellErrorType::Value,
        0x17 => CellErrorType::Ref,
        0x1D => CellErrorType::Name,
        0x24 => CellErrorType::Num,
        0x2A => CellErrorType::NA,
        0x2B => CellErrorType::GettingData,
        _ => return None,
    })
}

/// A record of the table of texts, of which there may be so many.
pub(super) fn text(part: &str, count: &mut u64, (kind, length, head): (u16, usize, &[u8])) -> Result<(), SourceError> {
    if kind != 0x13 {
        return Ok(());
    }
    *count += 1;
    if *count > limits::STRINGS {
        return Err(too_much(part, Measure::Texts, limits::STRINGS));
    }
    // Pieces and readings follow the text where the first byte says so.
    let (text, more) = (5 + 2 * u32_at(head, 1) as usize, head.first().is_some_and(|flags| flags & 3 != 0));
    if length < text || length > text && !more { Err(unfaithful(part, say!(Source::TextCutOff))) } else { Ok(()) }
}
