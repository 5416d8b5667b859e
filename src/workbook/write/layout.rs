//! Where things stand: the extent of a sheet, the widths of its columns, the heights of its
//! header rows. Measures every row of a short table and a sample of a long one.

use std::collections::{BTreeMap, BTreeSet};

use super::error::{CellPlace, LayoutFault, WriteError};
use super::measure;
use super::styles::{DEFAULT_COLUMN_PIXELS, DEFAULT_ROW_POINTS};
use super::texts::SheetTexts;
use crate::report::sheet::{Cell, CellUnit, CellValue, Print, ReportSheet, RowCells, SheetBlock, SheetColumn};

/// Rows of a sheet of Excel.
pub(super) const EXCEL_ROWS: u32 = 1_048_576;
const EXCEL_COLUMNS: usize = 16_384;
/// Rows of title and subtitle.
const TITLE_ROWS: u32 = 2;
/// Tables up to this length are measured whole, longer ones by as many rows.
const MEASURED_ROWS: usize = 2_000;
/// Height of a line of body text, in points.
const LINE_POINTS: f64 = 16.5;
/// Height of a line of a low row of several: what the type takes, and no more.
const LOW_LINE_POINTS: f64 = 14.0;
/// Height of a low row of one line.
const LOW_ROW_POINTS: f64 = 15.0;
/// A line of a label is about as long, where its words allow: a sheet of many steps must still be read
/// when its columns stand side by side on one page.
const LABEL_LINE: u32 = 9;
/// Characters that borders and indent take.
const PADDING: u32 = 3;
/// Characters that borders take beside a number; commas and points, narrower than digits, leave more.
const NUMBER_PADDING: u32 = 2;
const LABEL_PADDING: u32 = 1;
/// Excel's widest column.
const WIDEST_COLUMN: u32 = 255;
/// Excel's tallest row.
pub(super) const TALLEST_ROW: f64 = 409.0;

/// How a sheet lies on paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// Upright.
    pub portrait: bool,
    /// How many pages it takes.
    pub pages: u16,
}

/// The measures of a sheet.
pub(super) struct Layout {
    /// Row below the last one that a block uses.
    pub rows: u32,
    /// Column right of the last one that a block uses.
    pub columns: u16,
    /// Columns that are folded away: those that every block over them calls auxiliary.
    pub folded: BTreeSet<u16>,
    /// Columns of groups that stand open.
    pub grouped: BTreeSet<u16>,
    /// Widths in characters, by column of the sheet; unset ones are the default.
    pub widths: BTreeMap<u16, u32>,
    /// Heights in points of the rows that are not as high as the others.
    pub heights: BTreeMap<u32, f64>,
    /// The page of a sheet that is fitted to it.
    pub page: Page,
    /// The first row of data from which on they are low: those of a sheet that is fitted to its page, and those that are
    /// there for paper on several pages.
    low: u32,
    /// Characters that fit into a cell, by column of the sheet.
    rooms: Vec<u32>,
}

impl Layout {
    /// Measures `sheet`, whose blocks must fit and not overlap; its texts are shown to `texts`.
    pub(super) fn of(sheet: &ReportSheet, texts: &mut SheetTexts) -> Result<Self, WriteError> {
        check(sheet)?;
        let mut layout = Self {
            rows: sheet.blocks.iter().map(end_row).max().unwrap_or(TITLE_ROWS),
            columns: sheet.blocks.iter().map(end_column).max().unwrap_or(1),
            folded: &columns(sheet, |column| column.auxiliary) - &columns(sheet, |column| !column.auxiliary),
            grouped: columns(sheet, |column| column.grouped),
            widths: BTreeMap::new(),
            heights: BTreeMap::from([(0, 26.0), (1, 16.0)]),
            page: Page::default(),
            low: match sheet.print {
                Print::Fitted => 0,
                Print::From { row, one_page: false, .. } => row,
                _ => u32::MAX,
            },
            rooms: Vec::new(),
        };
        texts.see(&sheet.title);
        texts.see(&sheet.subtitle);
        for block in &sheet.blocks {
            let widths = block_widths(block, texts);
            for (column, width) in (block.left..).zip(widths) {
                let widest = layout.widths.entry(column).or_insert(width);
                *widest = width.max(*widest);
            }
        }
        layout.rooms = (0..layout.columns).map(|column| layout.widths.get(&column).map_or(1, |w| room(*w))).collect();
        for block in &sheet.blocks {
            layout.head(block);
        }
        let covered = |row: u32| sheet.blocks.iter().any(|block| (block.first_row()..end_row(block)).contains(&row));
        layout.heights.retain(|row, height| *height >= DEFAULT_ROW_POINTS || !covered(*row));
        Ok(layout)
    }

    /// Heights of the three header rows; blocks side by side take the highest.
    fn head(&mut self, block: &SheetBlock) {
        let highest = |of: fn(&SheetColumn) -> &str, room: fn(u32) -> u32| {
            let texts = (block.left..).zip(&block.columns);
            let texts = texts.filter(|(_, column)| !of(column).is_empty());
            texts.map(|(at, column)| measure::lines(of(column), room(self.widths[&at]))).max()
        };
        let label = highest(|column| &column.label, bold_room).unwrap_or(1);
        let clause = highest(|column| &column.clause, small_room);
        let heights = [
            if block.heading.is_some() { 22.0 } else { 6.0 },
            clause.map_or(3.0, |lines| f64::from(lines) * 12.0 + 3.0),
            f64::from(label) * LINE_POINTS + 6.0,
        ];
        for (row, height) in (block.top..).zip(heights) {
            let highest = self.heights.entry(row).or_insert(height);
            *highest = highest.max(height).min(TALLEST_ROW);
        }
    }

    /// Pixels across all columns of the blocks.
    pub(super) fn pixels(&self) -> u32 {
        (0..self.columns).map(|column| self.column_pixels(column)).sum()
    }

    /// Pixels across a column, as the library and Excel count them; none across a folded one.
    pub(super) fn column_pixels(&self, column: u16) -> u32 {
        if self.folded.contains(&column) {
            return 0;
        }
        let width = self.widths.get(&column);
        width.map_or(DEFAULT_COLUMN_PIXELS, |width| width * 7 + 5)
    }

    /// How many columns, from the first on, `pixels` reach over.
    pub(super) fn columns_under(&self, pixels: u32) -> u16 {
        let mut reached = 0;
        let last = (0..u16::MAX).find(|column| {
            reached += self.column_pixels(*column);
            reached >= pixels
        });
        last.map_or(u16::MAX, |column| column + 1)
    }

    /// How many lines a text takes that must be broken to fit its column; `None` where it need not be.
    pub(super) fn broken(&self, column: u16, cell: &Cell, unit: CellUnit) -> Option<u32> {
        let CellValue::Text(text) = &cell.value else { return None };
        let (room, prose) = (self.room(column), cell.unit.unwrap_or(unit) == CellUnit::Prose);
        (prose || text.contains('\n') || measure::text(text) > room).then(|| measure::lines(text, room))
    }

    fn room(&self, column: u16) -> u32 {
        self.rooms.get(usize::from(column)).copied().unwrap_or(1)
    }

    /// Makes a column as wide as that.
    pub(super) fn widen(&mut self, column: u16, width: u32) {
        self.widths.insert(column, width);
        if let Some(own) = self.rooms.get_mut(usize::from(column)) {
            *own = room(width);
        }
    }

    /// The height of a row of data of so many lines, where it differs from the default.
    pub(super) fn height(&self, row: u32, lines: u32) -> Option<f64> {
        let points = match (lines, row >= self.low) {
            (0..=1, false) => return None,
            (0..=1, true) => LOW_ROW_POINTS,
            (_, true) => f64::from(lines) * LOW_LINE_POINTS + 1.5,
            (_, false) => f64::from(lines) * LINE_POINTS + 3.0,
        };
        Some(points.min(TALLEST_ROW))
    }

    /// The lines of a row of data.
    pub(super) fn lines(&self, block: &SheetBlock, cells: &[Cell]) -> u32 {
        let placed = (block.left..).zip(cells.iter().zip(&block.columns)).filter(|(at, _)| self.counts(*at));
        placed.filter_map(|(at, (cell, column))| self.broken(at, cell, column.unit)).max().unwrap_or(1)
    }

    /// Whether the texts of a column make rows higher: where all rows are low, those of a folded one do not.
    pub(super) fn counts(&self, column: u16) -> bool {
        !(self.low == 0 && self.folded.contains(&column))
    }
}

/// The columns that a block says something of.
fn columns(sheet: &ReportSheet, says: fn(&SheetColumn) -> bool) -> BTreeSet<u16> {
    let of_block = |block: &SheetBlock| {
        let columns = (block.left..).zip(&block.columns).filter(|(_, column)| says(column));
        columns.map(|(at, _)| at).collect::<Vec<_>>()
    };
    sheet.blocks.iter().flat_map(of_block).collect()
}

/// Row below the last one of a block.
pub(super) fn end_row(block: &SheetBlock) -> u32 {
    block.first_row() + u32::try_from(block.rows.len()).unwrap_or(u32::MAX)
}

/// Column right of the last one of a block.
pub(super) fn end_column(block: &SheetBlock) -> u16 {
    block.left + u16::try_from(block.columns.len()).unwrap_or(u16::MAX)
}

fn check(sheet: &ReportSheet) -> Result<(), WriteError> {
    let fail = |block: &SheetBlock, fault| {
        let place = CellPlace { sheet: sheet.name.clone(), row: block.top, column: block.left };
        Err(WriteError::Layout { place, fault })
    };
    for (index, block) in sheet.blocks.iter().enumerate() {
        let rows = u64::from(block.top) + u64::from(SheetBlock::HEADER_ROWS) + block.rows.len() as u64;
        let columns = usize::from(block.left) + block.columns.len();
        if rows > u64::from(EXCEL_ROWS) || columns > EXCEL_COLUMNS {
            return fail(block, LayoutFault::OffSheet);
        }
        if block.top < TITLE_ROWS {
            return fail(block, LayoutFault::OverTitle);
        }
        let meets = |other: &SheetBlock| {
            block.top < end_row(other)
                && other.top < end_row(block)
                && block.left < end_column(other)
                && other.left < end_column(block)
        };
        if sheet.blocks[..index].iter().any(meets) {
            return fail(block, LayoutFault::Overlap);
        }
    }
    Ok(())
}

/// Widths of a block's columns, before other blocks above or below have their say.
fn block_widths(block: &SheetBlock, seen: &mut SheetTexts) -> Vec<u32> {
    let mut numbers = vec![0; block.columns.len()];
    let mut texts = vec![0; block.columns.len()];
    block.columns.iter().flat_map(|column| [&column.clause, &column.label]).for_each(|text| seen.see(text));
    let mut row = RowCells::of_values();
    let count = block.rows.len();
    let step = count.div_ceil(MEASURED_ROWS).max(1);
    for index in (0..count).step_by(step).chain(count.checked_sub(1)) {
        block.rows.fill(index, &mut row);
        for (at, (cell, column)) in row.iter().zip(&block.columns).enumerate() {
            let width = measure::value(&cell.value, cell.unit.unwrap_or(column.unit));
            let widest = match &cell.value {
                CellValue::Text(text) => {
                    seen.see(text);
                    &mut texts[at]
                }
                _ => &mut numbers[at],
            };
            *widest = width.max(*widest);
        }
    }
    // Rows that were not measured may have figures of one digit and one comma more.
    let slack = if step > 1 { 2 } else { 0 };
    let widths = block.columns.iter().zip(numbers).zip(texts);
    widths.map(|((column, number), text)| fit(column, number + slack, text)).collect()
}

fn fit(column: &SheetColumn, number: u32, text: u32) -> u32 {
    let (least, most) = match column.unit {
        CellUnit::Text | CellUnit::Code => (6, 36),
        CellUnit::Prose => (24, 60),
        CellUnit::Yuan => (9, 20),
        CellUnit::Percent | CellUnit::ExactPercent => (7, 20),
        CellUnit::Factor | CellUnit::ExactFactor | CellUnit::Truth | CellUnit::Number => (6, 20),
        CellUnit::Date => (11, 20),
    };
    let line = measure::text(&column.label).min(LABEL_LINE);
    let label = bold(line.max(measure::longest_word(&column.label)));
    let wanted = match column.width {
        0 => (label + LABEL_PADDING).max(text.clamp(least, most) + PADDING),
        width => u32::from(width),
    };
    // A number must fit, in bold too, whatever was wanted.
    let number = if number == 0 { 0 } else { bold(number) + NUMBER_PADDING };
    wanted.max(number).min(WIDEST_COLUMN)
}

/// Bold type is about a twelfth wider.
fn bold(characters: u32) -> u32 {
    (characters * 13).div_ceil(12)
}

/// Characters that fit into a column of `width`: body text, labels, and clauses.
pub(super) fn room(width: u32) -> u32 {
    width.saturating_sub(PADDING).max(1)
}

fn bold_room(width: u32) -> u32 {
    (width.saturating_sub(1) * 12 / 13).max(1)
}

fn small_room(width: u32) -> u32 {
    (width.saturating_sub(1) * 10 / 8).max(1)
}
