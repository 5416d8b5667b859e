//! The summary: headlines, a row a manager whose parts sum to what is payable, the department, who signs, charts.

use rust_decimal::Decimal;

use super::address::Here;
use super::arrangement::Shown;
use super::held::{Held, unit};
use super::payable_parts::{part_of, rest};
use super::people::{cell, column, has_totals, identity, row, rule_note, total};
use super::plan::Plan;
use super::sheet::{Block, Cell, CellValue, Column, Over, Print, RowCells, Rows, Sheet, Tone, Unit};
use super::summary_part::Part;
use super::tab::{HEADLINES, TOP, Tab};
use super::{drawn, headlines, why};
use crate::formula::{Scope, Value};
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
pub(super) fn sheet<'p>(plan: &'p Plan<'p>, title: String, subtitle: String) -> Sheet<'p> {
    let mut blocks = vec![managers(plan), open(plan, headlines::block(plan))];
    if !plan.held[Scope::Department.index()].is_empty() {
        blocks.push(open(plan, department(plan, Scope::Department, 0)));
    }
    blocks.push(open(plan, headlines::signatures(plan)));
    let print = print(plan);
    let charts = if matches!(print, Print::OnePage { .. }) { drawn::charts(plan) } else { Vec::new() };
    let signed = headlines::signed(plan);
    Sheet { name: plan.sheet(Tab::Summary), title, subtitle, blocks, frozen_columns: 2, charts, print, signed }
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
fn open<'p>(plan: &'p Plan<'p>, block: Block<'p>) -> Block<'p> {
    let Block { top, left, heading, columns, rows, total } = block;
    let places: Vec<u16> = plan.open_columns(left).take(columns.len()).collect();
    let left = places.first().copied().unwrap_or(left);
    let places: Vec<usize> = places.into_iter().map(|at| usize::from(at - left)).collect();
    let width = places.last().map_or(0, |last| last + 1);
    let mut wide = vec![Column { auxiliary: true, ..Column::default() }; width];
    for (at, column) in places.iter().zip(columns) {
        wide[*at] = column;
    }
    let rows = Rows::new(rows.len(), move |index, cells| {
        let mut own = if cells.with_formulas() { RowCells::default() } else { RowCells::of_values() };
        rows.fill(index, &mut own);
        cells.resize(width, Cell::default());
        for (at, cell) in places.iter().zip(own.iter()) {
            cells[*at] = cell.clone();
        }
    });
    Block { top, left, heading, columns: wide, rows, total }
}

fn managers<'p>(plan: &'p Plan<'p>) -> Block<'p> {
    let held = &plan.held[Scope::Manager.index()];
    let attained = plan.results.policy.attainment().map(|rule| rule.slot);
    let mut columns: Vec<Column> = identity(plan).into();
    if print(plan) == Print::Fitted {
        columns[1].width = NAME_WIDTH;
    }
    let headed = |rule: &Rule, scope: Scope, label: crate::lang::Words| Column {
        clause: rule.clause.clone(),
        label: label.get(plan.lang).to_owned(),
        unit: unit(rule.unit),
        note: rule_note(plan, scope, rule),
        ..Column::default()
    };
    for (place, shown) in plan.summary.columns.iter().enumerate() {
        let column = match shown {
            Shown::Held { at, .. } => {
                let column = column(plan, Scope::Manager, &held[*at]);
                if attained == Some(held[*at].slot()) {
                    Column { width: 12, over: Some(Over::Bars), ..column }
                } else {
                    column
                }
            }
            Shown::Part(Part::Term { rule, .. }) => headed(rule, Scope::Period, rule.label.clone()),
            Shown::Part(Part::Year(rule)) => headed(rule, Scope::Year, rule.label.clone()),
            Shown::Part(Part::Setting { setting, .. }) => Column {
                clause: setting.clause.clone(),
                label: setting.label.get(plan.lang).to_owned(),
                unit: unit(setting.unit),
                ..Column::default()
            },
            Shown::Part(Part::Typed { input, .. }) => column(plan, Scope::Period, &Held::Input(*input)),
            Shown::Part(Part::Rest) => {
                Column { label: Part::Rest.label().get(plan.lang).to_owned(), unit: Unit::Yuan, ..Column::default() }
            }
            Shown::Why => {
                let (label, width) = why::heading(plan);
                Column { label: label.get(plan.lang).to_owned(), unit: Unit::Prose, width, ..Column::default() }
            }
            Shown::Period(period) => {
                let rule = plan.results.policy.headline_rule();
                Column {
                    label: plan.sheet(Tab::Period(u8::try_from(period + 1).unwrap_or(0))),
                    unit: rule.map_or(Unit::Yuan, |rule| unit(rule.unit)),
                    note: rule.map_or_else(String::new, |rule| rule_note(plan, Scope::Period, rule)),
                    ..Column::default()
                }
            }
        };
        columns.push(Column { auxiliary: plan.summary.folded.contains(&place), ..column });
    }
    let count = plan.results.book.managers.len();
    let has_totals = has_totals(plan, Scope::Manager);
    let rows = Rows::new(count + usize::from(has_totals), move |index, cells| {
        if index == count {
            cells.push(Cell::text(say!(Report::Total).get(plan.lang)));
            cells.push(Cell::default());
        } else {
            let person = &plan.results.book.managers[index];
            cells.push(Cell::text(&person.id));
            cells.push(Cell::text(&person.name));
        }
        let live = cells.with_formulas();
        for (shown, at) in plan.summary.columns.iter().zip(2_u16..) {
            cells.push(if index == count { total_of(plan, shown, at) } else { cell_of(plan, shown, index, live) });
        }
    });
    Block { top: TOP + HEADLINES, left: 0, heading: None, columns, rows, total: has_totals }
}

fn cell_of(plan: &Plan<'_>, shown: &Shown<'_>, manager: usize, live: bool) -> Cell {
    let here = Plan::row_of(manager);
    let of_rule = |tab: Tab, scope: Scope, rule: &Rule, sign: &str| {
        plan.column(scope, rule.slot).map(|column| format!("{sign}{}", plan.cell(tab, here, column)))
    };
    match shown {
        Shown::Held { at, .. } => {
            let held = &plan.held[Scope::Manager.index()][*at];
            let row = row(plan, Scope::Manager, manager, 0).unwrap_or_default();
            cell(plan, held, &row, &Here::at(plan, Scope::Manager, manager, 0), live)
        }
        Shown::Part(part) => {
            let Some(value) = part_of(plan, manager, *part) else { return Cell::default() };
            let formula = match part {
                Part::Term { rule, off } => {
                    let tab = Tab::Period(plan.results.book.through.number());
                    of_rule(tab, Scope::Period, rule, if *off { "-" } else { "" })
                }
                Part::Setting { slot, off, .. } => {
                    let through = plan.results.book.through.index();
                    let setting = Here::at(plan, Scope::Period, manager, through).setting(*slot);
                    Some(format!("{}{setting}", if *off { "-" } else { "" }))
                }
                Part::Typed { input, off } => plan.column(Scope::Period, input.used).map(|column| {
                    let tab = Tab::Period(plan.results.book.through.number());
                    format!("{}{}", if *off { "-" } else { "" }, plan.cell(tab, here, column))
                }),
                Part::Year(rule) => of_rule(Tab::Year, Scope::Year, rule, ""),
                Part::Rest => rest(plan, manager),
            };
            Cell { value: CellValue::Number(value), formula, ..Cell::default() }
        }
        Shown::Why => why::why(plan, manager),
        Shown::Period(period) => {
            let Some(slot) = plan.results.policy.headline_rule().map(|rule| rule.slot) else { return Cell::default() };
            let Some(row) = row(plan, Scope::Period, manager, *period) else { return Cell::default() };
            let column = plan.column(Scope::Period, slot).unwrap_or(0);
            let tab = Tab::Period(u8::try_from(period + 1).unwrap_or(0));
            Cell { value: plan.shown(row[slot]), formula: Some(plan.cell(tab, here, column)), ..Cell::default() }
        }
    }
}

fn total_of(plan: &Plan<'_>, shown: &Shown<'_>, at: u16) -> Cell {
    let count = plan.results.book.managers.len();
    let number = |value: Option<Value>| match value {
        Some(Value::Number(number)) => number,
        _ => Decimal::ZERO,
    };
    let sum = match shown {
        Shown::Held { at, .. } => {
            let held = &plan.held[Scope::Manager.index()][*at];
            if held.unit() != policy::Unit::Yuan {
                return Cell::default();
            }
            (0..count)
                .map(|m| number(row(plan, Scope::Manager, m, 0).and_then(|row| row.get(held.slot()).copied())))
                .sum()
        }
        Shown::Part(part) => (0..count).filter_map(|manager| part_of(plan, manager, *part)).sum(),
        Shown::Period(period) => {
            let yuan = |rule: &&Rule| rule.unit == policy::Unit::Yuan;
            let Some(slot) = plan.results.policy.headline_rule().filter(yuan).map(|rule| rule.slot) else {
                return Cell::default();
            };
            (0..count)
                .map(|m| number(row(plan, Scope::Period, m, *period).and_then(|row| row.get(slot).copied())))
                .sum()
        }
        Shown::Why => return Cell::default(),
    };
    total(sum, at, [Plan::row_on(Tab::Summary, 0), Plan::row_on(Tab::Summary, count)])
}

/// The department's figures, or those of a period of it.
pub(super) fn department<'p>(plan: &'p Plan<'p>, scope: Scope, number: usize) -> Block<'p> {
    let held = &plan.held[scope.index()];
    let columns = held.iter().map(|held| column(plan, scope, held)).collect();
    let rows = Rows::new(1, move |_, cells| {
        let here = Here::at(plan, scope, 0, number);
        let row = plan.results.settlement.values(RowKey::of(scope, 0, number)).unwrap_or_default();
        cells.extend(held.iter().map(|held| {
            let cell = cell(plan, held, &row, &here, true);
            if cell.tone == Tone::Plain { cell.with_tone(Tone::Strong) } else { cell }
        }));
    });
    Block {
        top: plan.department_row(if scope == Scope::Department {
            Tab::Summary
        } else {
            Tab::of(Scope::Period, number)
        }) - Block::HEADER_ROWS,
        left: plan.left(scope),
        heading: Some(say!(Report::TheDepartment).get(plan.lang).to_owned()),
        columns,
        rows,
        total: false,
    }
}
