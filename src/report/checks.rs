//! The laws with both sides, the warnings, and the rows that each law was checked on.

use super::block::{block, column, titled};
use super::law_rows::{LawRow, cells, law_rows, over, verdict};
use super::plan::Plan;
use super::sheet::{BlockRows, Cell, CellUnit, ReportSheet, SheetBlock, SheetColumn, Tone};
use super::tab::{TOP, Tab};
use crate::lang::Words;
use crate::say;
use crate::settle::{ORDER, ROLL_UP};

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
    let each = plan.results.settlement.laws.iter().enumerate().map(|(number, law)| {
        let tone = if law.holds { Tone::Good } else { Tone::Alert };
        let own = (0_u32..).zip(rows).filter(|(_, row)| row.law == number).map(|(at, _)| first + at);
        let formulas = own.clone().min().zip(own.max()).map(|range| over(plan, number, range));
        let [left, right, verdict_formula] = formulas.map_or([None, None, None], |formulas| formulas.map(Some));
        let by_program = say!(Report::CheckedProgramRecalculated);
        let by_program = if [ORDER, ROLL_UP].contains(&law.name.as_str()) { by_program.get(plan.lang) } else { "" };
        vec![
            Cell::text(format!("{}{by_program}", law.label.get(plan.lang))),
            Cell::text(&law.clause),
            Cell::number(law.rows.into()),
            Cell::number(law.left).with_formula(left),
            Cell::number(law.right).with_formula(right),
            Cell::value(verdict(plan, law.holds).0).with_formula(verdict_formula).with_tone(tone),
        ]
    });
    let sides = say!(Report::SideSummed);
    let verdict = say!(Report::HoldsWhenEqual);
    let noted = |column: SheetColumn, note: &Words| SheetColumn { note: note.get(plan.lang).to_owned(), ..column };
    let columns = vec![
        column(plan, &say!(Report::Law), CellUnit::Prose, 64),
        column(plan, &say!(Report::Clause), CellUnit::Text, 14),
        column(plan, &say!(Report::RowsChecked), CellUnit::Number, 16),
        noted(column(plan, &say!(Report::LeftSummed), CellUnit::Yuan, 18), &sides),
        noted(column(plan, &say!(Report::RightSummed), CellUnit::Yuan, 18), &sides),
        noted(column(plan, &say!(Report::Verdict), CellUnit::Text, 12), &verdict),
    ];
    block(plan, &say!(Report::WhatMustHold), columns, each.collect())
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
    SheetBlock { top, rows: fill, ..block(plan, &say!(Report::RowByRow), columns, Vec::new()) }
}

fn warnings<'p>(plan: &Plan<'p>) -> SheetBlock<'p> {
    let lang = plan.lang;
    let mut rows: Vec<Vec<Cell>> = plan
        .results
        .warnings()
        .map(|fault| {
            vec![
                Cell::text(fault.problem.get(lang)),
                Cell::text(&fault.place.sheet),
                Cell::text(fault.place.address()),
                Cell::text(&fault.found),
                Cell::text(fault.mend.get(lang)),
            ]
        })
        .collect();
    if rows.is_empty() {
        rows.push(vec![Cell::text(say!(Report::NoWarnings).get(lang))]);
    }
    let columns = vec![
        column(plan, &say!(Report::Warning), CellUnit::Prose, 64),
        column(plan, &say!(Report::Sheet), CellUnit::Text, 14),
        column(plan, &say!(Report::Cell), CellUnit::Text, 16),
        column(plan, &say!(Report::WhatStandsThere), CellUnit::Text, 18),
        column(plan, &say!(Report::Remedy), CellUnit::Text, 18),
    ];
    block(plan, &say!(Report::Warnings), columns, rows)
}

/// The cells of the input that were passed over.
fn passed_over<'p>(plan: &Plan<'p>) -> SheetBlock<'p> {
    let lang = plan.lang;
    let account = &plan.results.book.account;
    let rows = account.passed_over.iter().map(|passed| {
        vec![
            Cell::text(passed.why.get(lang)),
            Cell::text(&passed.place.sheet),
            Cell::text(passed.cells()),
            Cell::text(&passed.heading),
            Cell::number(passed.count.into()),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let (read, passed) = (account.read, account.passed());
    let columns = vec![
        column(plan, &say!(Report::WhyPassedOver), CellUnit::Prose, 64),
        column(plan, &say!(Report::Sheet), CellUnit::Text, 14),
        column(plan, &say!(Report::Cells), CellUnit::Text, 16),
        column(plan, &say!(Report::HeadingPassedOver), CellUnit::Text, 18),
        column(plan, &say!(Report::HowMany), CellUnit::Number, 18),
    ];
    block(plan, &say!(Report::CellsPassedOver { read, passed }), columns, rows)
}
