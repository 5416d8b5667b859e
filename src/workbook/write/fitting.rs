//! A sheet of people on paper: one page where it can be read there. Which way the page lies and how wide its sentences are
//! follows from what makes the characters largest.

use super::layout::{Layout, Page, end_row, room};
use super::measure::MeasuredText;
use super::page::{FITTED_MARGINS, POINTS_PER_PIXEL, fitted_columns};
use super::styles::DEFAULT_ROW_POINTS;
use crate::report::sheet::{CellUnit, CellValue, Print, ReportSheet, RowCells, SheetBlock};

/// A4 upright, in points.
const A4: [f64; 2] = [595.0, 842.0];
const POINTS_PER_INCH: f64 = 72.0;
/// Smaller than so much of its size nobody reads it: characters of 10 points become some of 4.
const LEAST: f64 = 0.38;
/// More pages than people.
const MOST_PAGES: u16 = 400;
/// Characters across the sentences.
const SENTENCES: std::ops::RangeInclusive<u32> = 24..=96;
/// The part of several pages that rows fill which are not divided.
const FILLED: f64 = 0.95;

/// Chooses the page of a sheet that is fitted to it, and how wide its sentences are.
pub(super) fn fit(sheet: &ReportSheet, layout: &mut Layout) {
    let Some(people) = sheet.blocks.first().filter(|_| sheet.print == Print::Fitted) else { return };
    let sentences = (people.left..).zip(&people.columns);
    let mut sentences = sentences.filter(|(at, column)| column.unit == CellUnit::Prose && !layout.folded.contains(at));
    let at = sentences.next().map(|(at, _)| at);
    let rows = FittedRow::of(people, at, layout);
    let rest = beside(sheet, layout);
    let own = at.and_then(|at| layout.widths.get(&at).copied());
    let widths: Vec<u32> = if at.is_some() { SENTENCES.collect() } else { vec![0] };
    let sizes: Vec<[f64; 2]> = widths
        .iter()
        .map(|width| {
            if let Some(at) = at {
                layout.widen(at, *width);
            }
            let across: u32 = (0..fitted_columns(sheet, layout)).map(|column| layout.column_pixels(column)).sum();
            let lines =
                |row: &FittedRow| row.others.max(row.sentence.as_ref().map_or(1, |text| text.lines(room(*width))));
            let tall: f64 = rows.iter().map(|row| layout.height(0, lines(row)).unwrap_or(DEFAULT_ROW_POINTS)).sum();
            [f64::from(across.max(1)) * POINTS_PER_PIXEL, tall + rest]
        })
        .collect();
    let head: f64 = (people.top..people.first_row()).filter_map(|row| layout.heights.get(&row)).sum();
    let (_, chosen, page) = (1..=MOST_PAGES)
        .map(|pages| best(&sizes, head, pages))
        .find(|(scale, ..)| *scale >= LEAST)
        .unwrap_or((LEAST, 0, Page { portrait: true, pages: MOST_PAGES }));
    layout.page = page;
    if let (Some(at), Some(width)) = (at, widths.get(chosen).copied().or(own)) {
        layout.widen(at, width);
    }
}

/// What makes the characters largest on so many pages: how large, which of the sizes, and the page.
fn best(sizes: &[[f64; 2]], head: f64, pages: u16) -> (f64, usize, Page) {
    let [beside, above] = FITTED_MARGINS.map(|margin| 2.0 * margin * POINTS_PER_INCH);
    let [short, long] = A4;
    let mut best = (0.0, 0, Page { portrait: false, pages });
    for (portrait, [across, down]) in [(false, [long - beside, short - above]), (true, [short - beside, long - above])]
    {
        for (at, [wide, tall]) in sizes.iter().enumerate() {
            let count = f64::from(pages);
            let down = if pages > 1 { count * down * FILLED } else { down };
            let scale = (across / wide).min(down / (tall + (count - 1.0) * head)).min(1.0);
            if scale > best.0 {
                best = (scale, at, Page { portrait, pages });
            }
        }
    }
    best
}

/// A person's row: the lines of all but the sentence, and that.
struct FittedRow {
    others: u32,
    sentence: Option<MeasuredText>,
}

impl FittedRow {
    fn of(people: &SheetBlock, sentences: Option<u16>, layout: &Layout) -> Vec<Self> {
        let mut cells = RowCells::of_values();
        let place = sentences.map(|at| usize::from(at - people.left));
        let row = |index| {
            people.rows.fill(index, &mut cells);
            let own = place.and_then(|place| cells.get_mut(place)).map(|cell| std::mem::take(&mut cell.value));
            let sentence = own
                .and_then(|value| if let CellValue::Text(text) = value { Some(MeasuredText::of(&text)) } else { None });
            Self { others: layout.lines(people, &cells), sentence }
        };
        (0..people.rows.len()).map(row).collect()
    }
}

/// The height of all but the people's rows.
fn beside(sheet: &ReportSheet, layout: &Layout) -> f64 {
    let mut heights = layout.heights.clone();
    let mut cells = RowCells::of_values();
    for block in &sheet.blocks[1..] {
        for (index, row) in (block.first_row()..end_row(block)).enumerate() {
            block.rows.fill(index, &mut cells);
            let height = layout.height(row, layout.lines(block, &cells)).unwrap_or(DEFAULT_ROW_POINTS);
            let highest = heights.entry(row).or_insert(height);
            *highest = highest.max(height);
        }
    }
    let people = sheet.blocks.first().map_or(0..0, |block| block.first_row()..end_row(block));
    let rows = (0..layout.rows).filter(|row| !people.contains(row));
    rows.map(|row| heights.get(&row).copied().unwrap_or(DEFAULT_ROW_POINTS)).sum()
}
