//! The cells of an .xls: what calamine will make of them, in numbers.
//!
//! It puts each sheet's values and formulas into two rectangles around the outermost cells, and gives every cell its own
//! copy of its text. Cells of very old formats, texts that do not exist and cells that are given twice would be passed
//! over without a word.

use super::address::Address;
use super::biff8_records::{Biff8Records, ended};
use super::bytes::{u16_at, u32_at};
use super::error::{self, Measure, SourceError};
use super::merge::merge;
use super::tokens::FormulaTotals;
use super::{Shape, limits};
use crate::lang::Words;
use crate::say;

/// Rows and columns of an .xls sheet.
const ROWS: u32 = 65_536;
const COLUMNS: u32 = 256;

/// What calamine will hold of the whole workbook.
#[derive(Default)]
pub(super) struct Biff8Book {
    pub(super) formulas: FormulaTotals,
    /// Bytes of each shared text.
    pub(super) texts: Vec<u32>,
    cells: u64,
    text: u64,
    /// Where sheets begin.
    pub(super) begun: Vec<usize>,
    /// From where to where the sheets go.
    walked: Vec<(usize, usize)>,
}

impl Biff8Book {
    /// Goes through the records of one sheet; gives what it merges and hides.
    pub(super) fn sheet(&mut self, stream: &[u8], start: usize, name: &str) -> Result<Shape, SourceError> {
        let rest = stream.get(start..).ok_or_else(|| broken(name, say!(Source::SheetMissing)))?;
        let mut records = Biff8Records { rest };
        let mut values = Biff8Sheet::default();
        let mut formulas = Biff8Sheet::default();
        let mut shape = Shape::default();
        // Calamine skips what is nested, such as charts.
        let (mut begun, mut over, mut nested) = (false, false, 0_usize);
        // Whether cells have begun, and whether a record that is none followed.
        let (mut among, mut strange) = (false, false);
        while let Some(record) = records.next()? {
            let body = record.body;
            if nested == 0 && is_cell(record.kind) {
                if strange {
                    return Err(broken(name, say!(Source::SomethingBelong)));
                }
                among = true;
            } else {
                strange |= nested == 0 && among && !beside_cells(record.kind);
            }
            match record.kind {
                0x0809 if begun => nested += 1,
                0x0809 => begun = true,
                0x0A if nested > 0 => nested -= 1,
                0x0A => {
                    over = true;
                    break;
                }
                _ if nested > 0 => {}
                0x0200 => dimensions(name, body)?,
                // Row, and columns: a bit each says that they are hidden.
                0x0208 if u16_at(body, 12) & 0x20 != 0 => {
                    let row = u32::from(u16_at(body, 0)) + 1;
                    shape.hidden.hide_rows(row, row);
                }
                0x007D if u16_at(body, 8) & 1 != 0 => {
                    shape.hidden.hide_columns(u16_at(body, 0).into(), u16_at(body, 2).into());
                }
                0x00E5 => {
                    let areas = body.get(2..).unwrap_or_default().chunks_exact(8);
                    let numbers = areas.map(|area| [0, 2, 4, 6].map(|at| u32::from(u16_at(area, at))));
                    shape.merges.extend(numbers.filter_map(merge));
                    if shape.merges.len() > limits::MERGES {
                        return Err(too_large(name, Measure::Merges, limits::MERGES as u64));
                    }
                }
                0x0203 | 0x0205 | 0x027E => values.cell(at(body)),
                // Calamine would read only the part of the text that stands before the continuation.
                0x0204 | 0x00D6 | 0x0207 if !record.more.is_empty() => {
                    return Err(broken(name, say!(Source::TextCutOff)));
                }
                0x0204 | 0x00D6 => {
                    values.cell(at(body));
                    self.text += 3 * body.len() as u64;
                }
                0x00FD => {
                    values.cell(at(body));
                    let text = self
                        .texts
                        .get(u32_at(body, 6) as usize)
                        .ok_or_else(|| broken(name, say!(Source::TextMissing)))?;
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
                    return Err(broken(name, say!(Source::CellsOldExcelVersion)));
                }
                _ => {}
            }
            if self.text > limits::GRID_TEXT {
                return Err(too_large(name, Measure::TextBytes, limits::GRID_TEXT));
            }
        }
        if !over {
            return Err(broken(name, say!(Source::SheetWithoutEnd)));
        }
        ended(stream, records.rest, &self.begun).map_err(|()| broken(name, say!(Source::SomethingFollowsEndSheet)))?;
        let end = stream.len() - records.rest.len();
        if self.walked.iter().any(|(from, to)| start < *to && *from < end) {
            return Err(broken(name, say!(Source::TwoSheetsShareTheirCells)));
        }
        self.walked.push((start, end));
        self.cells += values.rectangle() + formulas.rectangle();
        if self.cells > 2 * limits::GRID_CELLS {
            return Err(too_large(name, Measure::Cells, limits::GRID_CELLS));
        }
        values.once(name)?;
        Ok(shape.in_order())
    }
}

/// Whether a record is a cell.
fn is_cell(kind: u16) -> bool {
    matches!(kind, 0x0006 | 0x00BD | 0x00BE | 0x00D6 | 0x00FD | 0x0201 | 0x0203..=0x0205 | 0x027E)
}

/// Whether one may stand between cells: rows and their blocks, what belongs to a formula before or after it (`Uncalced` and
/// `Sub` among them), a link behind its cell, as older libraries write it, and those of later versions. Another one may be a cell that calamine would pass over without a word.
fn beside_cells(kind: u16) -> bool {
    matches!(
        kind,
        0x0021
            | 0x0036
            | 0x003C
            | 0x005E
            | 0x0091
            | 0x00BC
            | 0x00D7
            | 0x01B8
            | 0x0207
            | 0x0208
            | 0x0221
            | 0x0236
            | 0x04BC
            | 0x0800..=0x08FF
    )
}

/// The cells of one sheet.
#[derive(Default)]
struct Biff8Sheet {
    cells: Vec<(u16, u16)>,
}

impl Biff8Sheet {
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
        return Err(broken(sheet, say!(Source::SizeBeyondXlsAllows)));
    }
    Ok(())
}

fn at(body: &[u8]) -> Address {
    Address { row: u32::from(u16_at(body, 0)), column: u32::from(u16_at(body, 2)) }
}

fn too_large(sheet: &str, what: Measure, limit: u64) -> SourceError {
    error::too_large(sheet, (what, limit), None)
}

fn broken(sheet: &str, what: Words) -> SourceError {
    error::broken(sheet, None, what)
}
