//! Every credited line: source cell, what it was, and a manager's part of it.

use std::sync::Arc;

use super::address::Here;
use super::block::{label, titled, whose};
use super::credit_columns::{has_projects, identity_columns, source_column};
use super::others::Withheld;
use super::parts::PartFormulas;
use super::people::{cell, column};
use super::plan::Plan;
use super::sheet::{BlockRows, Cell, ReportSheet, SheetBlock, Tone};
use super::tab::{TOP, Tab};
use super::trail::Trail;
use crate::book::Period;
use crate::formula::Scope;
use crate::policy::builtin;
use crate::say;
use crate::settle::RowKey;

/// The sheets of credits: one, or several where the row limit asks for it.
pub(super) fn sheets<'p>(plan: &'p Plan<'p>) -> Vec<ReportSheet<'p>> {
    let count = plan.results.settlement.credits.len();
    let mut ranges = plan.credit_ranges(0..count);
    if ranges.is_empty() {
        ranges.push((Tab::Credits(0), TOP, TOP));
    }
    let parts = plan.live_credits.then(|| Arc::new(PartFormulas::of(plan)));
    let a_sheet = plan.credits_a_sheet();
    let starts = (0..).step_by(a_sheet);
    // Without formulas it says so at first sight.
    let most = super::shown::whole(plan.limits.live_credits);
    let why = say!(Report::ValuesNotFormulas { most });
    let ReportSheet { mut title, subtitle, .. } = titled(plan, plan.sheet(Tab::Credits(0)), Vec::new());
    if !plan.live_credits {
        title = format!("{title} · {}", why.get(plan.lang));
    }
    let sheets = ranges.into_iter().zip(starts).map(|((tab, ..), start)| ReportSheet {
        name: plan.sheet(tab),
        title: title.clone(),
        subtitle: subtitle.clone(),
        blocks: vec![block(plan, start, count.min(start + a_sheet), parts.clone())],
        frozen_columns: 4,
        ..ReportSheet::default()
    });
    sheets.collect()
}

/// With `parts` the cells have formulas.
pub(super) fn block<'p>(
    plan: &'p Plan<'p>,
    start: usize,
    end: usize,
    parts: Option<Arc<PartFormulas>>,
) -> SheetBlock<'p> {
    let [id, name] = plan.results.policy.who();
    let first = [say!(Report::Source), plan.results.policy.period.label(), id, name];
    let project = has_projects(plan.results.policy).then(|| say!(Report::Project));
    let mut columns: Vec<_> = first.iter().chain(&project).map(|words| label(plan, words)).collect();
    for scope in [Scope::Line, Scope::Credit] {
        columns.extend(plan.held[scope.index()].iter().map(|held| column(plan, scope, held)));
    }
    let source = source_column(plan.results.policy);
    let rows = BlockRows::new(end - start, move |index, cells| {
        let parts = parts.as_deref().filter(|_| cells.with_formulas());
        row(plan, start + index, source, parts, cells);
    });
    SheetBlock { top: TOP, columns, rows, ..SheetBlock::default() }
}

/// The lines credited to one manager, as values.
pub(super) fn block_of<'p>(plan: &'p Plan<'p>, told: Trail<'_>) -> SheetBlock<'p> {
    let manager = told.manager;
    let settlement = plan.results.settlement;
    let own: Vec<usize> =
        (0..settlement.periods_a_year).flat_map(|period| settlement.credits_of(manager, period)).collect();
    let source = source_column(plan.results.policy);
    let block = block(plan, 0, 0, None);
    let identity = usize::from(identity_columns(plan.results.policy));
    // What lets someone read another's figure is not shown: of a period, or in none.
    let held = [Scope::Line, Scope::Credit].into_iter().flat_map(|scope| {
        let of = move |held| (0..settlement.periods_a_year).map(move |number| told.withholds((scope, number), held));
        plan.held[scope.index()].iter().map(move |held| of(held).collect())
    });
    let withheld: Vec<Vec<Option<Withheld>>> = std::iter::repeat_n(Vec::new(), identity).chain(held).collect();
    let named = |withheld: &[Option<Withheld>]| !withheld.contains(&Some(Withheld::Another));
    let columns = block.columns.into_iter().zip(&withheld);
    let columns = columns.filter_map(|(column, withheld)| named(withheld).then_some(column)).collect();
    let rows = BlockRows::new(own.len(), move |index, cells| {
        row(plan, own[index], source, None, cells);
        let period = usize::from(plan.results.settlement.credits[own[index]].period);
        for (cell, withheld) in cells.iter_mut().zip(&withheld) {
            if let Some(Some(withheld)) = withheld.get(period) {
                *cell = Cell::text(withheld.text(plan.lang));
            }
        }
        let mut withheld = withheld.iter();
        cells.retain(|_| withheld.next().is_none_or(|withheld| named(withheld)));
    });
    SheetBlock { columns, rows, ..block }
}

fn row(
    plan: &Plan<'_>,
    index: usize,
    source: Option<(usize, usize)>,
    parts: Option<&PartFormulas>,
    cells: &mut Vec<Cell>,
) {
    let (book, settlement) = (plan.results.book, plan.results.settlement);
    let credit = settlement.credits[index];
    let line = &book.lines[credit.line as usize];
    let place = source.map(|(sheet, column)| book.cell(sheet, column, line.row).to_string());
    cells.push(Cell::text(place.unwrap_or_default()));
    let period = Period::new(plan.results.policy.period, credit.period + 1);
    cells.push(Cell::text(period.map_or_else(String::new, |period| period.name(plan.lang))));
    cells.extend(whose(plan, credit.manager as usize));
    if has_projects(plan.results.policy) {
        cells.push(Cell::text(&book.projects[line.project as usize]));
    }
    for (scope, key) in [(Scope::Line, RowKey::Line(credit.line as usize)), (Scope::Credit, RowKey::Credit(index))] {
        let values = settlement.row(key).unwrap_or_default();
        let (manager, number) = (credit.manager as usize, usize::from(credit.period));
        let here = Here { credit: index, on: plan.credit_place(index).0, ..Here::at(plan, scope, manager, number) };
        for held in &plan.held[scope.index()] {
            let mut cell = cell(plan, held, values, &here, parts.is_some());
            if scope == Scope::Credit && matches!(held.slot(), builtin::PART | builtin::PROJECT_NET) {
                cell.formula = parts.and_then(|parts| parts.formula(plan, index, held.slot()));
                cell.tone = Tone::Plain;
            }
            cells.push(cell);
        }
    }
}
