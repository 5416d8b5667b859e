//! The summary: headlines, a row a manager whose parts sum to what is payable, the department, who signs, charts.

use super::address::Here;
use super::arrangement::SummaryColumn;
use super::block::{label, titled, whose};
use super::held::{Held, unit};
use super::payable_parts::{part_of, rest};
use super::people::{cell, column, identity, note, row, rule_note, sum, total};
use super::plan::Plan;
use super::sheet::{BlockRows, Cell, CellUnit, Over, Print, ReportSheet, RowCells, SheetBlock, SheetColumn, Tone};
use super::summary_part::SummaryPart;
use super::tab::{HEADLINES, TOP, Tab};
use super::{drawn, headlines, why};
use crate::formula::Scope;
use crate::policy::{self, Rule};
use crate::say;
use crate::settle::RowKey;

/// Characters across a name where rows are low: longer ones are broken.
const NAME_WIDTH: u16 = 14;
/// With more people than these a page has no room for charts, and none stands alone on a page; rows are low.
const MOST_DRAWN: usize = 12;
/// With more people than these nobody holds a summary on paper.
const MOST_FITTED: usize = 400;

/// The summary sheet.
pub(super) fn sheet<'p>(plan: &'p Plan<'p>) -> ReportSheet<'p> {
    let mut blocks = vec![managers(plan), open(plan, headlines::headlines(plan))];
    if !plan.held[Scope::Department.index()].is_empty() {
        blocks.push(open(plan, department(plan, Scope::Department, 0)));
    }
    blocks.push(open(plan, headlines::signatures(plan)));
    let print = print(plan);
    let charts = if matches!(print, Print::OnePage { .. }) { drawn::charts(plan) } else { Vec::new() };
    let signed = headlines::signed(plan);
    let title = plan.say(&plan.results.policy.title);
    let sheet = titled(plan, plan.sheet(Tab::Summary), blocks);
    ReportSheet { title, frozen_columns: 2, charts, print, signed, ..sheet }
}

fn print(plan: &Plan<'_>) -> Print {
    let people = plan.results.book.managers.len();
    if people <= MOST_DRAWN {
        Print::OnePage { portrait: false }
    } else if people <= MOST_FITTED {
        Print::Fitted
    } else {
        Print::Whole
    }
}

/// A block over columns that the people's table folds away: it passes over them.
fn open<'p>(plan: &'p Plan<'p>, block: SheetBlock<'p>) -> SheetBlock<'p> {
    let SheetBlock { top, left, heading, columns, rows, total } = block;
    let places: Vec<u16> = plan.open_columns(left).take(columns.len()).collect();
    let left = places.first().copied().unwrap_or(left);
    let places: Vec<usize> = places.into_iter().map(|at| usize::from(at - left)).collect();
    let width = places.last().map_or(0, |last| last + 1);
    let mut wide = vec![SheetColumn { auxiliary: true, ..SheetColumn::default() }; width];
    for (at, column) in places.iter().zip(columns) {
        wide[*at] = column;
    }
    let rows = BlockRows::new(rows.len(), move |index, cells| {
        let mut own = if cells.with_formulas() { RowCells::default() } else { RowCells::of_values() };
        rows.fill(index, &mut own);
        cells.resize(width, Cell::default());
        for (at, cell) in places.iter().zip(own.iter_mut()) {
            cells[*at] = std::mem::take(cell);
        }
    });
    SheetBlock { top, left, heading, columns: wide, rows, total }
}

fn managers<'p>(plan: &'p Plan<'p>) -> SheetBlock<'p> {
    let held = &plan.held[Scope::Manager.index()];
    let attained = plan.results.policy.attainment().map(|rule| rule.slot);
    let mut columns: Vec<SheetColumn> = identity(plan).into();
    if print(plan) == Print::Fitted {
        columns[1].width = NAME_WIDTH;
    }
    for (place, shown) in plan.summary.columns.iter().enumerate() {
        let column = match shown {
            SummaryColumn::Held { at, .. } => {
                let column = column(plan, Scope::Manager, &held[*at]);
                if attained == Some(held[*at].slot()) {
                    SheetColumn { width: 12, over: Some(Over::Bars), ..column }
                } else {
                    column
                }
            }
            SummaryColumn::Part(SummaryPart::Figure { scope, held, .. }) => SheetColumn {
                clause: held.clause().to_owned(),
                unit: unit(held.unit()),
                note: note(plan, *scope, held),
                ..label(plan, &held.label())
            },
            SummaryColumn::Part(part @ SummaryPart::Rest) => label(plan, &part.label()).shown(CellUnit::Yuan, 0),
            SummaryColumn::Why => {
                let (words, width) = why::heading(plan);
                label(plan, &words).shown(CellUnit::Prose, width)
            }
            SummaryColumn::Period(period) => {
                let rule = plan.results.policy.headline_rule();
                SheetColumn {
                    unit: rule.map_or(CellUnit::Yuan, |rule| unit(rule.unit)),
                    note: rule.map_or_else(String::new, |rule| rule_note(plan, Scope::Period, rule)),
                    ..SheetColumn::of(plan.sheet(Tab::of_period(*period)))
                }
            }
        };
        columns.push(SheetColumn { auxiliary: plan.summary.folded.contains(&place), ..column });
    }
    let count = plan.results.book.managers.len();
    let has_totals = plan.has_totals(Scope::Manager);
    let rows = BlockRows::new(count + usize::from(has_totals), move |index, cells| {
        cells.extend(whose(plan, index));
        let live = cells.with_formulas();
        for (shown, at) in plan.summary.columns.iter().zip(2_u16..) {
            cells.push(if index == count { total_of(plan, shown, at) } else { cell_of(plan, shown, index, live) });
        }
    });
    SheetBlock { top: TOP + HEADLINES, columns, rows, total: has_totals, ..SheetBlock::default() }
}

fn cell_of(plan: &Plan<'_>, shown: &SummaryColumn<'_>, manager: usize, live: bool) -> Cell {
    let here = Plan::row_of(manager);
    let through = plan.results.book.through.index();
    match shown {
        SummaryColumn::Held { at, .. } => {
            let held = &plan.held[Scope::Manager.index()][*at];
            let row = row(plan, Scope::Manager, manager, 0).unwrap_or_default();
            cell(plan, held, row, &Here::at(plan, Scope::Manager, manager, 0), live)
        }
        SummaryColumn::Part(part) => {
            let Some(value) = part_of(plan, manager, part) else { return Cell::default() };
            let formula = || {
                let SummaryPart::Figure { scope, held, off } = part else { return rest(plan, manager) };
                let cell = match held {
                    Held::Setting(slot, _) => Here::at(plan, *scope, manager, through).setting(*slot),
                    held => plan.cell(Tab::of(*scope, through), here, plan.column(*scope, held.slot())?),
                };
                Some(if *off { format!("-{cell}") } else { cell })
            };
            Cell::number(value).with_formula(live.then(formula).flatten())
        }
        SummaryColumn::Why => why::why(plan, manager, live),
        SummaryColumn::Period(period) => {
            let Some(slot) = plan.results.policy.headline_rule().map(|rule| rule.slot) else { return Cell::default() };
            let Some(row) = row(plan, Scope::Period, manager, *period) else { return Cell::default() };
            let column = plan.column(Scope::Period, slot).unwrap_or(0);
            let formula = live.then(|| plan.cell(Tab::of_period(*period), here, column));
            Cell::value(plan.shown(row.get(slot))).with_formula(formula)
        }
    }
}

fn total_of(plan: &Plan<'_>, shown: &SummaryColumn<'_>, at: u16) -> Cell {
    let count = plan.results.book.managers.len();
    let of_all = match shown {
        SummaryColumn::Held { at, .. } => {
            let held = &plan.held[Scope::Manager.index()][*at];
            if held.unit() != policy::Unit::Yuan {
                return Cell::default();
            }
            sum(plan, Scope::Manager, 0, held.slot())
        }
        SummaryColumn::Part(part) => (0..count).filter_map(|manager| part_of(plan, manager, part)).sum(),
        SummaryColumn::Period(period) => {
            let yuan = |rule: &&Rule| rule.unit == policy::Unit::Yuan;
            let Some(slot) = plan.results.policy.headline_rule().filter(yuan).map(|rule| rule.slot) else {
                return Cell::default();
            };
            sum(plan, Scope::Period, *period, slot)
        }
        SummaryColumn::Why => return Cell::default(),
    };
    total(of_all, at, [Plan::row_on(Tab::Summary, 0), Plan::row_on(Tab::Summary, count)])
}

/// The department's figures, or those of a period of it.
pub(super) fn department<'p>(plan: &'p Plan<'p>, scope: Scope, number: usize) -> SheetBlock<'p> {
    let held = &plan.held[scope.index()];
    let columns = held.iter().map(|held| column(plan, scope, held)).collect();
    let rows = BlockRows::new(1, move |_, cells| {
        let here = Here::at(plan, scope, 0, number);
        let row = plan.results.settlement.row(RowKey::of(scope, 0, number)).unwrap_or_default();
        cells.extend(held.iter().map(|held| {
            let cell = cell(plan, held, row, &here, true);
            if cell.tone == Tone::Plain { cell.with_tone(Tone::Strong) } else { cell }
        }));
    });
    SheetBlock {
        top: plan.department_row(Tab::of(scope, number)) - SheetBlock::HEADER_ROWS,
        left: plan.left(scope),
        heading: Some(plan.say(&say!(Report::TheDepartment))),
        columns,
        rows,
        ..SheetBlock::default()
    }
}
