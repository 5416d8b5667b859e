//! The laws with both sides, the warnings, and the rows that each law was checked on.

use super::block::{column, titled};
use super::declared_table::DeclaredTable;
use super::law_rows::{LawRow, cells, law_rows, over, verdict};
use super::plan::Plan;
use super::sheet::{BlockRows, Cell, CellUnit, ReportSheet, SheetBlock, SheetColumn, Tone};
use super::tab::{TOP, Tab};
use crate::lang::Words;
use crate::say;
use crate::settle::{LawResult, ORDER, ROLL_UP};

/// The checks sheet.
pub(super) fn sheet<'p>(plan: &'p Plan<'p>) -> ReportSheet<'p> {
    // Where the credited lines hold values there are so many rows that these do too.
    let mut rows = if plan.live_credits { law_rows(plan) } else { Vec::new() };
    let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    let below = |top: u32, rows: usize| top + SheetBlock::HEADER_ROWS + count(rows) + 1;
    let laws_end = below(TOP, plan.results.settlement.laws.len());
    // Results of an input of which nothing was passed over look as they always did.
    let told = SheetBlock::stacked([warnings(plan), passed_over(plan)], laws_end);
    let rows_top = told.last().map_or(laws_end, SheetBlock::below);
    if below(rows_top, rows.len()) > plan.limits.sheet_rows {
        rows.clear();
    }
    let mut blocks = vec![laws(plan, &rows, rows_top + SheetBlock::HEADER_ROWS)];
    blocks.extend(told);
    if !rows.is_empty() {
        blocks.push(details(plan, rows, rows_top));
    }
    titled(plan, plan.sheet(Tab::Checks), blocks)
}

/// A row a law: how many rows it was checked on, both sides summed, the verdict.
pub(super) fn laws<'p>(plan: &'p Plan<'p>, rows: &[LawRow], first: u32) -> SheetBlock<'p> {
    let formulas = |number: usize| {
        let own = (0_u32..).zip(rows).filter(|(_, row)| row.law == number).map(|(at, _)| first + at);
        own.clone().min().zip(own.max()).map(|range| over(plan, number, range))
    };
    let laws = plan.results.settlement.laws.iter().enumerate();
    let laws =
        laws.map(|(number, law)| (law, formulas(number).map_or([None, None, None], |formulas| formulas.map(Some))));
    let by_program = say!(Report::CheckedProgramRecalculated);
    let label = |law: &LawResult| {
        let by_program = if [ORDER, ROLL_UP].contains(&law.name.as_str()) { by_program.get(plan.lang) } else { "" };
        Cell::text(format!("{}{by_program}", law.label.get(plan.lang)))
    };
    let noted = |label: Words, unit: CellUnit, width: u16, note: Words| SheetColumn {
        note: note.get(plan.lang).to_owned(),
        ..SheetColumn::of(label.get(plan.lang)).shown(unit, width)
    };
    let tone = |law: &LawResult| if law.holds { Tone::Good } else { Tone::Alert };
    let said = |law: &LawResult| Cell::value(verdict(plan, law.holds).0).with_tone(tone(law));
    let mut table = DeclaredTable::over(plan.lang, laws);
    table.column(&say!(Report::Law), CellUnit::Prose, 64, |(law, _)| label(law));
    table.column(&say!(Report::Clause), CellUnit::Text, 14, |(law, _)| Cell::text(&law.clause));
    table.column(&say!(Report::RowsChecked), CellUnit::Number, 16, |(law, _)| Cell::number(law.rows.into()));
    let left = noted(say!(Report::LeftSummed), CellUnit::Yuan, 18, say!(Report::SideSummed));
    table.put(left, |(law, [left, ..])| Cell::number(law.left).with_formula(left.clone()));
    let right = noted(say!(Report::RightSummed), CellUnit::Yuan, 18, say!(Report::SideSummed));
    table.put(right, |(law, [_, right, _])| Cell::number(law.right).with_formula(right.clone()));
    let verdict = noted(say!(Report::Verdict), CellUnit::Text, 12, say!(Report::HoldsWhenEqual));
    table.put(verdict, |(law, [.., verdict])| said(law).with_formula(verdict.clone()));
    table.headed(&say!(Report::WhatMustHold))
}

/// The rows of the laws, one below the other.
pub(super) fn details<'p>(plan: &'p Plan<'p>, rows: Vec<LawRow>, top: u32) -> SheetBlock<'p> {
    let first = top + SheetBlock::HEADER_ROWS;
    let fill = BlockRows::new(rows.len(), move |index, row| {
        let at = first + u32::try_from(index).unwrap_or(0);
        cells(plan, &rows[index], at, row);
    });
    let columns = vec![
        column(plan, &say!(Report::Law), CellUnit::Text, 64),
        column(plan, &say!(Report::Clause), CellUnit::Text, 14),
        column(plan, &say!(Report::Row), CellUnit::Text, 16),
        column(plan, &say!(Report::Left), CellUnit::Yuan, 18),
        column(plan, &say!(Report::Right), CellUnit::Yuan, 18),
        column(plan, &say!(Report::Verdict), CellUnit::Text, 12),
    ];
    let heading = Some(plan.say(&say!(Report::RowByRow)));
    SheetBlock { top, heading, columns, rows: fill, ..SheetBlock::default() }
}

fn warnings(plan: &Plan<'_>) -> SheetBlock<'static> {
    let mut table = DeclaredTable::over(plan.lang, plan.results.warnings());
    table.column(&say!(Report::Warning), CellUnit::Prose, 64, |fault| Cell::text(fault.problem.get(plan.lang)));
    table.column(&say!(Report::Sheet), CellUnit::Text, 14, |fault| Cell::text(&fault.place.sheet));
    table.column(&say!(Report::Cell), CellUnit::Text, 16, |fault| Cell::text(fault.place.address()));
    table.column(&say!(Report::WhatStandsThere), CellUnit::Text, 18, |fault| Cell::text(&fault.found));
    table.column(&say!(Report::Remedy), CellUnit::Text, 18, |fault| Cell::text(fault.mend.get(plan.lang)));
    table.or_none(&say!(Report::NoWarnings)).headed(&say!(Report::Warnings))
}

/// The cells of the input that were passed over.
fn passed_over(plan: &Plan<'_>) -> SheetBlock<'static> {
    let account = &plan.results.book.account;
    let mut table = DeclaredTable::over(plan.lang, &account.passed_over);
    table.column(&say!(Report::WhyPassedOver), CellUnit::Prose, 64, |passed| Cell::text(passed.why.get(plan.lang)));
    table.column(&say!(Report::Sheet), CellUnit::Text, 14, |passed| Cell::text(&passed.place.sheet));
    table.column(&say!(Report::Cells), CellUnit::Text, 16, |passed| Cell::text(passed.cells()));
    table.column(&say!(Report::HeadingPassedOver), CellUnit::Text, 18, |passed| Cell::text(&passed.heading));
    table.column(&say!(Report::HowMany), CellUnit::Number, 18, |passed| Cell::number(passed.count.into()));
    table.headed(&say!(Report::CellsPassedOver { read: account.read, passed: account.passed() }))
}
