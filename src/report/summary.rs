//! The summary: a row a manager, the department, charts.

use super::address::Here;
use super::people::{cell, column, identity, row, rule_note, total};
use super::plan::{FIRST, Held, Plan, TOP, Tab, unit};
use super::sheet::{Block, Cell, Chart, ChartKind, Column, Rows, Sheet, Tone, Unit};
use crate::formula::{Scope, Value};
use crate::policy::{self, Policy, Rule};
use crate::say;
use crate::settle::RowKey;

/// The summary sheet.
pub(super) fn sheet<'p>(plan: &'p Plan<'p>, title: String, subtitle: String) -> Sheet<'p> {
    let mut blocks = vec![managers(plan)];
    if !plan.held[Scope::Department.index()].is_empty() {
        blocks.push(department(plan, Scope::Department, 0));
    }
    blocks.extend(totals(plan));
    Sheet { name: plan.sheet(Tab::Summary), title, subtitle, blocks, frozen_columns: 2, charts: charts(plan) }
}

/// A column of the summary.
enum Shown<'p> {
    Held(&'p Held<'p>),
    /// The headline of a period (from 0).
    Period(usize),
}

fn shown<'p>(plan: &'p Plan<'p>) -> Vec<Shown<'p>> {
    let mut list = Vec::new();
    let mut periods =
        (0..usize::from(super::plan::period_columns(plan.results))).map(Shown::Period).collect::<Vec<_>>();
    for held in &plan.held[Scope::Manager.index()] {
        list.push(Shown::Held(held));
        if matches!(held, Held::Rule(_)) {
            list.append(&mut periods);
        }
    }
    list.append(&mut periods);
    list
}

/// The headline of a period: its slot in the period's row.
fn headline<'p>(plan: &Plan<'p>) -> Option<&'p Rule> {
    headline_of(plan.results.policy)
}

/// The rule of the period that the summary shows for each.
pub(super) fn headline_of(policy: &Policy) -> Option<&Rule> {
    policy.rule(Scope::Period, policy.headline.as_deref()?)
}

fn managers<'p>(plan: &'p Plan<'p>) -> Block<'p> {
    let shown = shown(plan);
    let mut columns: Vec<Column> = identity(plan).into();
    for shown in &shown {
        columns.push(match shown {
            Shown::Held(held) => column(plan, Scope::Manager, held),
            Shown::Period(period) => Column {
                label: plan.sheet(Tab::Period(u8::try_from(period + 1).unwrap_or(0))),
                unit: headline(plan).map_or(Unit::Yuan, |rule| unit(rule.unit)),
                note: headline(plan).map_or_else(String::new, |rule| rule_note(plan, Scope::Period, rule)),
                ..Column::default()
            },
        });
    }
    let count = plan.results.book.managers.len();
    let rows = Rows::new(count + 1, move |index, cells| {
        if index == count {
            cells.push(Cell::text(say!(Report::Total).get(plan.lang)));
            cells.push(Cell::default());
        } else {
            let person = &plan.results.book.managers[index];
            cells.push(Cell::text(&person.id));
            cells.push(Cell::text(&person.name));
        }
        let live = cells.with_formulas();
        for (at, shown) in shown.iter().enumerate() {
            let at = u16::try_from(at + 2).unwrap_or(0);
            cells.push(if index == count { total_of(plan, shown, at) } else { cell_of(plan, shown, index, live) });
        }
    });
    Block { top: TOP, left: 0, heading: None, columns, rows, total: true }
}

fn cell_of(plan: &Plan<'_>, shown: &Shown<'_>, manager: usize, live: bool) -> Cell {
    match shown {
        Shown::Held(held) => {
            let row = row(plan, Scope::Manager, manager, 0).unwrap_or_default();
            cell(plan, held, &row, &Here::at(plan, Scope::Manager, manager, 0), live)
        }
        Shown::Period(period) => {
            let Some(slot) = headline(plan).map(|rule| rule.slot) else { return Cell::default() };
            let Some(row) = row(plan, Scope::Period, manager, *period) else { return Cell::default() };
            let column = plan.column(Scope::Period, slot).unwrap_or(0);
            let tab = Tab::Period(u8::try_from(period + 1).unwrap_or(0));
            Cell {
                value: plan.shown(row[slot]),
                formula: Some(plan.cell(tab, Plan::row_of(manager), column)),
                ..Cell::default()
            }
        }
    }
}

fn total_of(plan: &Plan<'_>, shown: &Shown<'_>, at: u16) -> Cell {
    let count = plan.results.book.managers.len();
    let number = |value: Option<Value>| match value {
        Some(Value::Number(number)) => number,
        _ => rust_decimal::Decimal::ZERO,
    };
    let sum = match shown {
        Shown::Held(held) if held.unit() == crate::policy::Unit::Yuan => (0..count)
            .map(|m| number(row(plan, Scope::Manager, m, 0).and_then(|row| row.get(held.slot()).copied())))
            .sum(),
        Shown::Period(period) => {
            let yuan = |rule: &&Rule| rule.unit == policy::Unit::Yuan;
            let Some(slot) = headline(plan).filter(yuan).map(|rule| rule.slot) else { return Cell::default() };
            (0..count)
                .map(|m| number(row(plan, Scope::Period, m, *period).and_then(|row| row.get(slot).copied())))
                .sum()
        }
        Shown::Held(_) => return Cell::default(),
    };
    total(sum, at, count)
}

/// What is to be paid and what is to be recovered, apart: one person's money pays nobody else's debt.
fn totals<'p>(plan: &'p Plan<'p>) -> Option<Block<'p>> {
    let results = plan.results;
    let payable = results.policy.payable()?;
    let column = plan.column(Scope::Manager, payable.slot)?;
    let last = Plan::row_of(results.book.managers.len().saturating_sub(1));
    let range = plan.range(Tab::Summary, FIRST, last, column);
    let [pay, recover] = super::to_pay_and_recover(results)?;
    let line = |label: crate::lang::Words, sum, sign: &str| {
        let formula = Some(format!("ROUND(SUMIF({range},\"{sign}0\"),2)"));
        let sum = Cell { value: super::sheet::CellValue::Number(sum), formula, tone: Tone::Strong, ..Cell::default() };
        vec![Cell::text(label.get(plan.lang)), sum.with_unit(Unit::Yuan)]
    };
    let rows = vec![line(say!(Report::TotalToPay), pay, ">"), line(say!(Report::TotalToRecover), recover, "<")];
    let column =
        |label: &crate::lang::Words, unit| Column { label: label.get(plan.lang).to_owned(), unit, ..Column::default() };
    Some(Block {
        top: plan.department_row() + 2,
        left: 0,
        heading: Some(say!(Report::PayAndRecover).get(plan.lang).to_owned()),
        columns: vec![column(&say!(Report::Item), Unit::Text), column(&payable.label, Unit::Yuan)],
        rows: Rows::ready(rows),
        total: false,
    })
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
        top: plan.department_row() - Block::HEADER_ROWS,
        left: 0,
        heading: Some(say!(Report::TheDepartment).get(plan.lang).to_owned()),
        columns,
        rows,
        total: false,
    }
}

/// Attainment against base and target by manager, pay by period, the department against its target:
/// each where the policy has the figures.
fn charts(plan: &Plan<'_>) -> Vec<Chart> {
    let count = plan.results.book.managers.len();
    if count == 0 {
        return Vec::new();
    }
    let last = FIRST + plan.managers() - 1;
    let range = |column: u16| plan.range(Tab::Summary, FIRST, last, column);
    let policy = plan.results.policy;
    let of = |scope: Scope, slot: usize| {
        let rule = policy.scope(scope).rules.iter().find(|rule| rule.slot == slot)?;
        Some((rule.label.get(plan.lang).to_owned(), plan.column(scope, slot)?))
    };
    let declared = |scope: Scope| policy.charts.iter().filter(move |chart| chart.scope == scope);
    let mut charts = Vec::new();
    for chart in declared(Scope::Manager) {
        let series = chart.figures.iter().filter_map(|slot| of(Scope::Manager, *slot));
        charts.push(Chart {
            title: chart.title.get(plan.lang).to_owned(),
            kind: ChartKind::Columns,
            categories: range(1),
            series: series.map(|(label, column)| (label, range(column))).collect(),
            points: count,
        });
    }
    let first_period = shown(plan).iter().position(|shown| matches!(shown, Shown::Period(_)));
    if let (Some(first), Some(policy::Unit::Yuan)) = (first_period, headline(plan).map(|rule| rule.unit)) {
        let periods = usize::from(super::plan::period_columns(plan.results));
        let series = (0..periods).map(|period| {
            let column = u16::try_from(first + period + 2).unwrap_or(0);
            (plan.sheet(Tab::Period(u8::try_from(period + 1).unwrap_or(0))), range(column))
        });
        charts.push(Chart {
            title: say!(Report::PayPeriod).get(plan.lang).to_owned(),
            kind: ChartKind::Stacked,
            categories: range(1),
            series: series.collect(),
            points: count,
        });
    }
    for chart in declared(Scope::Department) {
        let figures: Vec<_> = chart.figures.iter().filter_map(|slot| of(Scope::Department, *slot)).collect();
        let row = plan.department_row();
        let cell = |row: u32, column: u16| plan.range(Tab::Summary, row, row, column);
        charts.push(Chart {
            title: chart.title.get(plan.lang).to_owned(),
            kind: ChartKind::Bars,
            categories: cell(row - Block::HEADER_ROWS, 0),
            series: figures.into_iter().map(|(label, column)| (label, cell(row, column))).collect(),
            points: 1,
        });
    }
    charts
}
