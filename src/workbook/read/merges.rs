//! Merged cells: only the first of them has a value. Where a text or date stands for all the rows that it covers, it is
//! carried down to them, and told; elsewhere a merge is a fault.

use super::grid::Cells;
use super::rows::is_blank;
use super::source::{Area, RawCell, RawRow};
use super::typed::shown;
use crate::book::{Findings, Place, SheetPlace};
use crate::policy::{Column, Role, Unit};
use crate::words;

/// The merges of a sheet that cover cells of known columns below its headings.
#[derive(Default)]
pub(super) struct Merges(Vec<Merge>);

struct Merge {
    area: Area,
    /// The policy's columns that it covers, and where those stand.
    known: Vec<(usize, u16)>,
    /// Whether its value is carried to the rows that it covers.
    carries: bool,
    value: Option<RawCell>,
    /// The first data row that it covers, and how many there are.
    rows: Option<(u32, u32)>,
    /// A cell under it that holds something else, which nobody sees.
    under: Option<(u32, u16, String)>,
}

/// Whether a value may stand for several rows: quarter, date, project, category, person, grade, yes or no.
fn carries(column: &Column) -> bool {
    match column.role {
        Role::Value { .. } => column.unit == Unit::Truth || column.unit == Unit::Text && column.table.is_some(),
        Role::Share | Role::Figure => false,
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
            let new = Merge { area: *area, known, carries, value: None, rows: None, under: None };
            (!new.known.is_empty()).then_some(new)
        });
        Self(merges.collect())
    }

    /// Keeps what the first cells of merges hold, on whatever row they stand.
    pub(super) fn begin(&mut self, row: &RawRow) {
        for merge in self.0.iter_mut().filter(|merge| merge.area.first_row == row.number) {
            let first = row.cells.iter().find(|(at, _)| *at == merge.area.first_column);
            merge.value = first.map(|(_, cell)| cell.clone()).filter(|cell| !is_blank(cell));
        }
    }

    /// A row of data with what merges carry to it; `None` where they carry nothing.
    pub(super) fn carry(&mut self, row: &RawRow) -> Option<Cells> {
        let mut carried: Option<Cells> = None;
        for merge in self.0.iter_mut().filter(|m| (m.area.first_row..=m.area.last_row).contains(&row.number)) {
            let rows = merge.rows.get_or_insert((row.number, 0));
            rows.1 += 1;
            for (at, cell) in &row.cells {
                let inside = merge.area.contains(row.number, *at) && !merge.area.begins_at(row.number, *at);
                if inside && !is_blank(cell) && merge.under.is_none() && merge.value.as_ref() != Some(cell) {
                    merge.under = Some((row.number, *at, shown(cell)));
                }
            }
            if let (true, Some(value), true) = (merge.carries, &merge.value, row.number > merge.area.first_row) {
                let cells = carried.get_or_insert_with(|| row.cells.clone());
                let at = merge.area.first_column;
                match cells.binary_search_by_key(&at, |(at, _)| *at) {
                    Ok(index) => cells[index].1 = value.clone(),
                    Err(index) => cells.insert(index, (at, value.clone())),
                }
            }
        }
        carried
    }

    /// Tells of those that carried something, and of those that may not.
    pub(super) fn report(self, sheet: &str, columns: &[Column], findings: &mut Findings) {
        for merge in self.0 {
            let Merge { area, known, carries, value, rows: Some((first, rows)), under } = merge else { continue };
            let place = Place::cell(sheet, area.first_row, area.first_column);
            let found = value.as_ref().map(shown).unwrap_or_default();
            let apart = words!("取消合并，逐格填写", "unmerge the cells and fill in each of them");
            if let Some((row, column, text)) = under {
                findings.fault(
                    Place::cell(sheet, row, column),
                    text,
                    words!(
                        "在合并单元格 {area} 之下，看不见",
                        "it stands under the merged cells {area}, where nobody sees it"
                    ),
                    apart,
                );
            } else if value.is_none() {
                // Blank cells that are merged are blank.
            } else if known.len() > 1 {
                findings.fault(
                    place,
                    found,
                    words!(
                        "合并单元格 {area} 跨了几列，只有第一列有值",
                        "the merged cells {area} reach over several columns, and only the first has a value"
                    ),
                    apart,
                );
            } else if rows > 1 && carries {
                let last = area.last_row;
                findings.warn(
                    place,
                    found,
                    words!(
                        "合并单元格 {area}：所填内容用于第 {first} 到 {last} 行",
                        "the merged cells {area}: what stands there holds for rows {first} to {last}"
                    ),
                    words!(
                        "请核对；不对则取消合并，逐格填写",
                        "check it; else unmerge the cells and fill in each of them"
                    ),
                );
            } else if rows > 1 {
                let label = super::heading::label(&columns[known[0].0]);
                findings.fault(
                    place,
                    found,
                    words!(
                        "合并单元格 {area} 占了 {rows} 行“{label}”，不知每行是多少",
                        "the merged cells {area} cover {rows} rows of `{label}`: what each of them has is not known"
                    ),
                    apart,
                );
            }
        }
    }
}
