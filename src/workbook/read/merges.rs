//! Merged cells: only the first of them has a value. Where a text or date stands for all the rows that it covers, it is
//! carried down to them, and told; elsewhere a merge is a fault.

use super::grid_row::GridCells;
use super::rows::is_blank;
use super::source::{Area, RawCell, SourceRow};
use super::typed::shown;
use crate::book::{Fault, Findings, Place, SheetPlace};
use crate::policy::{Column, ColumnRole, Unit};
use crate::say;

/// Cells of a merge that a fault names.
const COVERED: usize = 1_000;

/// The merges of a sheet that cover cells of known columns below its headings. Rows come in ascending order: only those
/// that reach the present row are looked at.
#[derive(Default)]
pub(super) struct Merges {
    /// By their first rows.
    all: Vec<Merge>,
    /// How many have begun.
    begun: usize,
    /// Those that have begun and may not have ended.
    open: Vec<usize>,
}

#[derive(Default)]
struct Merge {
    area: Area,
    /// The policy's columns that it covers, and where those stand.
    known: Vec<(usize, u16)>,
    /// Whether its value is carried to the rows that it covers.
    carries: bool,
    value: Option<RawCell>,
    /// How many rows of data it covers.
    rows: u32,
    /// Whether one of them was given its value.
    gave: bool,
    /// A cell under it that holds something else, which nobody sees.
    under: Option<(u32, u16, String)>,
    /// The cells of known columns in rows of data that it leaves without a value of their own.
    covered: Vec<(u32, u16)>,
}

/// Whether a value may stand for several rows: quarter, date, project, category, person, grade, yes or no.
fn carries(column: &Column) -> bool {
    match column.role {
        ColumnRole::Value { .. } => column.unit == Unit::Truth || column.unit == Unit::Text && column.table.is_some(),
        ColumnRole::Share | ColumnRole::Figure => false,
        _ => true,
    }
}

impl Merges {
    /// Those of `areas` that matter.
    pub(super) fn new(areas: &[Area], place: &SheetPlace, columns: &[Column]) -> Self {
        let below = areas.iter().filter(|area| area.last_row > place.heading);
        let merges = below.filter_map(|area| {
            let covered = |at: u16| (area.first_column..=area.last_column).contains(&at);
            let known = place.columns.iter().enumerate().filter_map(|(index, at)| Some((index, (*at)?)));
            let known: Vec<_> = known.filter(|(_, at)| covered(*at)).collect();
            let carries = matches!(known[..], [(index, at)] if at == area.first_column && carries(&columns[index]));
            let new = Merge { area: *area, known, carries, ..Merge::default() };
            (!new.known.is_empty()).then_some(new)
        });
        let mut all: Vec<Merge> = merges.collect();
        all.sort_by_key(|merge| merge.area.first_row);
        Self { all, ..Self::default() }
    }

    /// Keeps what the first cells of merges hold, on whatever row they stand.
    pub(super) fn begin(&mut self, row: &SourceRow) {
        let Self { all, begun, open } = self;
        open.retain(|at| all[*at].area.last_row >= row.number);
        while let Some(merge) = all.get_mut(*begun).filter(|merge| merge.area.first_row <= row.number) {
            open.push(*begun);
            *begun += 1;
            if merge.area.first_row < row.number {
                // Its first row is blank.
                continue;
            }
            merge.value = row.cell(merge.area.first_column).filter(|cell| !is_blank(cell)).cloned();
        }
    }

    /// A row of data with what merges carry to it, `None` where they carry nothing; and the columns in which they may
    /// not, which are blank for no other reason.
    pub(super) fn carry(&mut self, row: &SourceRow) -> (Option<GridCells>, Vec<u16>) {
        let (mut carried, mut covered): (Option<GridCells>, Vec<u16>) = (None, Vec::new());
        for &at in &self.open {
            let merge = &mut self.all[at];
            if merge.area.last_row < row.number {
                continue;
            }
            merge.rows += 1;
            for (at, cell) in &row.cells {
                let inside = merge.area.contains(row.number, *at) && !merge.area.begins_at(row.number, *at);
                if inside && !is_blank(cell) && merge.under.is_none() && merge.value.as_ref() != Some(cell) {
                    merge.under = Some((row.number, *at, shown(cell)));
                }
            }
            if !merge.carries && merge.value.is_some() {
                let columns = merge.known.iter().map(|(_, at)| *at);
                let hidden: Vec<u16> = columns.filter(|at| !merge.area.begins_at(row.number, *at)).collect();
                let room = COVERED.saturating_sub(merge.covered.len());
                merge.covered.extend(hidden.iter().map(|at| (row.number, *at)).take(room));
                covered.extend(hidden);
            }
            if let (true, Some(value), true) = (merge.carries, &merge.value, row.number > merge.area.first_row) {
                merge.gave = true;
                let cells = carried.get_or_insert_with(|| row.cells.clone());
                let at = merge.area.first_column;
                match cells.binary_search_by_key(&at, |(at, _)| *at) {
                    Ok(index) => cells[index].1 = value.clone(),
                    Err(index) => cells.insert(index, (at, value.clone())),
                }
            }
        }
        (carried, covered)
    }

    /// Tells of those that carried something, and of those that may not.
    pub(super) fn report(self, sheet: &str, columns: &[Column], findings: &mut Findings) {
        for merge in self.all {
            let Merge { area, known, value, rows, gave, under, covered, .. } = merge;
            let (first, last) = (area.first_row, area.last_row);
            let hides = !covered.is_empty();
            let sideways = area.last_column > area.first_column;
            let place = Place::cell(sheet, area.first_row, area.first_column);
            let found = value.as_ref().map(shown).unwrap_or_default();
            let apart = say!(Read::UnmergeAndFill);
            let also = covered.into_iter().map(|(row, column)| Place::cell(sheet, row, column));
            let merged =
                |problem, mend| Fault { also: also.collect(), ..Fault::new(place.clone(), &found, problem, mend) };
            if let Some((row, column, text)) = under {
                findings.fault(Place::cell(sheet, row, column), text, say!(Read::UnderMergedCells { area }), apart);
            } else if value.is_none() {
                // Blank cells that are merged are blank.
            } else if known.len() > 1 && rows > 0 || hides && sideways {
                // Of a column that is not known the value may stand over one that is.
                findings.add(merged(say!(Read::MergedAcrossColumns { area }), apart));
            } else if gave {
                findings.warn(
                    place,
                    found,
                    say!(Read::MergedOverRows { area, first, last }),
                    say!(Read::CheckOrUnmerge),
                );
            } else if hides {
                let label = super::heading::label(&columns[known[0].0]);
                findings.add(merged(say!(Read::MergedFigures { area, rows, label }), apart));
            }
        }
    }
}
