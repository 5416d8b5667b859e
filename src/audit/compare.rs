//! Two workbooks side by side, cell by cell: the archived one and the one that is computed now.
//!
//! Rows come as streams, so that memory is a row of each; only differences are kept, and of those at most
//! [`MOST`], the others counted.

use std::iter::Peekable;

use rust_decimal::Decimal;
use serde::Serialize;

use super::formulas::plain;
use crate::book::Place;
use crate::report::sheet::CellValue;

/// Differences of one workbook that are kept; further ones are counted.
pub const MOST: usize = 10_000;

/// A cell as it stands in a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparedCell {
    /// 0-based column.
    pub column: u16,
    /// What it shows.
    pub value: CellValue,
    /// Its formula, without the leading `=`.
    pub formula: Option<String>,
}

/// A row that has at least one cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparedRow {
    /// 1-based number.
    pub number: u32,
    /// The cells, from left to right.
    pub cells: Vec<ComparedCell>,
}

/// What differs at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Kind"))]
pub enum DifferenceKind {
    /// A number, date or truth.
    Value,
    /// A text.
    Text,
    /// The formula stands; its stored result is another.
    Result,
    /// The formula stands; no result is stored, because a program that does not calculate saved the file.
    NoResult,
    /// A value stands where a formula was.
    #[serde(rename = "formula-overwritten")]
    Overwritten,
    /// Another formula.
    Formula,
    /// A formula stands where a value was.
    FormulaAdded,
    /// A cell that should not be there.
    CellAdded,
    /// A cell that is not there.
    CellRemoved,
    /// A row that should not be there.
    RowAdded,
    /// A row that is not there.
    RowRemoved,
    /// A column that is not there.
    ColumnRemoved,
    /// Hidden rows.
    RowsHidden,
    /// Hidden columns.
    ColumnsHidden,
    /// A hidden sheet.
    SheetHidden,
    /// A sheet that should not be there.
    SheetAdded,
    /// A sheet that is not there.
    SheetRemoved,
    /// The sheets are in another order.
    SheetOrder,
    /// A name that the workbook defines stands for something else, is new or is gone.
    #[serde(rename = "defined-name")]
    Name,
    /// A figure is written by another number format.
    NumberFormat,
    /// Type in the colour of its ground.
    FontLikeFill,
    /// Type too small to be read.
    FontSize,
    /// What stands in the cell is repeated until the cell is full.
    Repeated,
    /// A merged cell covers it.
    MergedOver,
    /// A row without height.
    RowHeight,
    /// A column without width.
    ColumnWidth,
    /// Looks that depend on a condition.
    ConditionalFormat,
    /// A picture that was not there.
    Picture,
    /// A shape, text box or control that was not there.
    Shape,
    /// A chart that was not there, or covers figures.
    Chart,
    /// A note that was not there, says something else or stands open.
    Note,
    /// An Excel table that was not there.
    Table,
    /// Zeros are not shown.
    ZerosHidden,
    /// What lies before frozen panes and cannot be scrolled to.
    OutOfView,
}

/// A difference between the archived workbook and the one computed now.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where; a whole row has column 0, a whole sheet row 0.
    pub place: Place,
    /// What differs.
    pub kind: DifferenceKind,
    /// What is archived; for what is no cell, in words.
    pub archived: ComparedCell,
    /// What is computed now.
    pub recomputed: ComparedCell,
}

/// The differences found so far.
#[derive(Clone, Debug, Default)]
pub struct FoundDifferences {
    /// The first [`MOST`] of them; results that only follow from others give way to what somebody did.
    pub list: Vec<Difference>,
    /// How many there are.
    pub count: usize,
    /// How many of them are untouched formulas without a stored result.
    pub without_result: usize,
    /// How many of them are of looks alone.
    pub of_looks: usize,
    /// How many of those kept give way.
    giving_way: usize,
}

impl DifferenceKind {
    /// Whether the cell still has its formula, and only what it results in is another or is gone.
    pub(super) fn is_of_untouched_formula(self) -> bool {
        matches!(self, Self::Result | Self::NoResult)
    }

    /// Whether rows, columns or sheets are hidden or moved, which no run does.
    pub(super) fn is_of_arrangement(self) -> bool {
        matches!(self, Self::RowsHidden | Self::ColumnsHidden | Self::SheetHidden | Self::SheetOrder)
    }

    /// Whether the cells are what they were, and only how they look is not.
    #[must_use]
    pub fn is_of_looks(self) -> bool {
        matches!(
            self,
            Self::NumberFormat
                | Self::FontLikeFill
                | Self::FontSize
                | Self::Repeated
                | Self::MergedOver
                | Self::RowHeight
                | Self::ColumnWidth
                | Self::ConditionalFormat
                | Self::Picture
                | Self::Shape
                | Self::Chart
                | Self::Note
                | Self::Table
                | Self::ZerosHidden
                | Self::OutOfView
        )
    }
}

impl FoundDifferences {
    /// Adds a difference.
    pub fn add(&mut self, difference: Difference) {
        self.count += 1;
        self.without_result += usize::from(difference.kind == DifferenceKind::NoResult);
        self.of_looks += usize::from(difference.kind.is_of_looks());
        let gives_way = difference.kind.is_of_untouched_formula();
        if self.list.len() < MOST {
            self.giving_way += usize::from(gives_way);
            self.list.push(difference);
        } else if !gives_way
            && self.giving_way > 0
            && let Some(at) = self.list.iter().rposition(|kept| kept.kind.is_of_untouched_formula())
        {
            self.giving_way -= 1;
            self.list.remove(at);
            self.list.push(difference);
        }
    }

    /// How many there are that are told one by one: not the untouched formulas without a stored result.
    #[must_use]
    pub fn told(&self) -> usize {
        self.count - self.without_result
    }

    /// Whether anything that the cells say differs. An untouched formula without a stored result says what it ever said.
    #[must_use]
    pub fn in_cells(&self) -> bool {
        self.count > self.without_result + self.of_looks
    }

    /// Puts what somebody did to the cells before what was done to their looks, and both before the results of untouched
    /// formulas that differ.
    pub fn tell_edits_first(&mut self) {
        self.list.sort_by_key(|difference| match difference.kind {
            DifferenceKind::NoResult => 3,
            DifferenceKind::Result => 2,
            kind => u8::from(kind.is_of_looks()),
        });
    }

    /// Adds a difference between two cells, of which one may not be there.
    pub(super) fn add_cells(
        &mut self,
        place: Place,
        kind: DifferenceKind,
        archived: Option<&ComparedCell>,
        recomputed: Option<&ComparedCell>,
    ) {
        let [archived, recomputed] = [archived, recomputed].map(|cell| cell.cloned().unwrap_or_default());
        self.add(Difference { place, kind, archived, recomputed });
    }

    /// Adds a difference that is about no cell, with what is there and what should be in words.
    pub fn add_words(&mut self, place: Place, kind: DifferenceKind, archived: &str, recomputed: &str) {
        let text = |text: &str| match text {
            "" => ComparedCell::default(),
            text => ComparedCell { value: CellValue::Text(text.to_owned()), ..ComparedCell::default() },
        };
        self.add(Difference { place, kind, archived: text(archived), recomputed: text(recomputed) });
    }
}

/// Compares the rows of a sheet, each side from top to bottom.
pub fn rows(
    sheet: &str,
    archived: impl Iterator<Item = ComparedRow>,
    recomputed: impl Iterator<Item = ComparedRow>,
    found: &mut FoundDifferences,
) {
    let (mut archived, mut recomputed) = (archived.peekable(), recomputed.peekable());
    loop {
        match (number(&mut archived), number(&mut recomputed)) {
            (None, None) => return,
            (Some(one), Some(other)) if one == other => {
                let (Some(one), Some(other)) = (archived.next(), recomputed.next()) else { return };
                cells(sheet, &one, &other, found);
            }
            (Some(one), other) if other.is_none_or(|other| one < other) => {
                let Some(row) = archived.next() else { return };
                let place = Place::cell(sheet, row.number, 0);
                found.add_cells(place, DifferenceKind::RowAdded, row.cells.first(), None);
            }
            _ => {
                let Some(row) = recomputed.next() else { return };
                let place = Place::cell(sheet, row.number, 0);
                found.add_cells(place, DifferenceKind::RowRemoved, None, row.cells.first());
            }
        }
    }
}

fn number(rows: &mut Peekable<impl Iterator<Item = ComparedRow>>) -> Option<u32> {
    rows.peek().map(|row| row.number)
}

fn cells(sheet: &str, archived: &ComparedRow, recomputed: &ComparedRow, found: &mut FoundDifferences) {
    let (mut ones, mut others) = (archived.cells.iter().peekable(), recomputed.cells.iter().peekable());
    loop {
        let columns = (ones.peek().map(|cell| cell.column), others.peek().map(|cell| cell.column));
        let (one, other) = match columns {
            (None, None) => return,
            (Some(a), Some(b)) if a == b => (ones.next(), others.next()),
            (Some(a), b) if b.is_none_or(|b| a < b) => (ones.next(), None),
            _ => (None, others.next()),
        };
        let Some(kind) = kind(one, other) else { continue };
        let column = one.or(other).map_or(0, |cell| cell.column);
        found.add_cells(Place::cell(sheet, archived.number, column), kind, one, other);
    }
}

/// What differs between two cells, of which at least one is there.
fn kind(archived: Option<&ComparedCell>, recomputed: Option<&ComparedCell>) -> Option<DifferenceKind> {
    let (one, other) = match (archived, recomputed) {
        (Some(one), Some(other)) => (one, other),
        (Some(_), None) => return Some(DifferenceKind::CellAdded),
        _ => return Some(DifferenceKind::CellRemoved),
    };
    match (&one.formula, &other.formula) {
        (Some(a), Some(b)) if a == b || plain(a) == plain(b) => {
            let same = same_result(&one.value, &other.value);
            let kind = if one.value == CellValue::Blank { DifferenceKind::NoResult } else { DifferenceKind::Result };
            (!same).then_some(kind)
        }
        (Some(_), Some(_)) => Some(DifferenceKind::Formula),
        (None, Some(_)) => Some(DifferenceKind::Overwritten),
        (Some(formula), None) if is_truth(formula, &other.value) => None,
        (Some(_), None) => Some(DifferenceKind::FormulaAdded),
        (None, None) if one.value == other.value => None,
        (None, None) => {
            let text = matches!(one.value, CellValue::Text(_)) || matches!(other.value, CellValue::Text(_));
            Some(if text { DifferenceKind::Text } else { DifferenceKind::Value })
        }
    }
}

/// Whether a formula only says a truth: `TRUE()` is how `LibreOffice` saves it.
pub(super) fn is_truth(formula: &str, value: &CellValue) -> bool {
    matches!(value, CellValue::Truth(_)) && plain(formula) == value.text()
}

/// Whether a formula's stored result is the one computed here. Another program computes in binary floats: its result
/// may be off in the fifteenth significant digit, never by half a fen.
pub(super) fn same_result(archived: &CellValue, recomputed: &CellValue) -> bool {
    match (archived, recomputed) {
        (CellValue::Number(one), CellValue::Number(other)) => {
            let off = (one - other).abs();
            let half_a_fen = Decimal::new(5, 3);
            off.is_zero() || off < half_a_fen && off <= last_digit(*other) * Decimal::from(4)
        }
        // LibreOffice stores the truth that a formula results in as 1 or 0.
        (CellValue::Number(number), CellValue::Truth(truth)) => *number == Decimal::from(u8::from(*truth)),
        (one, other) => one == other,
    }
}

/// One in the fifteenth significant digit of a number.
fn last_digit(number: Decimal) -> Decimal {
    let number = number.normalize().abs();
    let digits = number.mantissa().to_string().len();
    // The mantissa's digits, less those after the point, stand before it; below one that is negative.
    let before = i64::try_from(digits).unwrap_or(0) - i64::from(number.scale());
    match u32::try_from(15 - before) {
        Ok(scale) if scale <= Decimal::MAX_SCALE => Decimal::new(1, scale),
        Ok(_) => Decimal::new(1, Decimal::MAX_SCALE),
        Err(_) => Decimal::ONE,
    }
}

#[cfg(test)]
mod tests;
