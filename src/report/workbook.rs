//! The results workbook as a report: which sheets, in which order.

use std::collections::HashSet;

use super::adjustments::Adjusted;
use super::block::{subtitle, titled, who, whose};
use super::held::Held;
use super::people::blocks;
use super::plan::{Limits, Plan};
use super::prior::Prior;
use super::sheet::{BlockRows, Cell, Print, Report, ReportSheet, SheetBlock, SheetColumn};
use super::tab::Tab;
use super::{Results, basis, checks, credits, export, listed, names, paper, summary};
use crate::book::Period;
use crate::formula::Scope;
use crate::lang::Lang;
use crate::say;
use crate::settle::RowKey;

/// Builds the results workbook and hands it to `write`; it lives only as long as that call, because its
/// rows are made when they are written.
pub fn with_workbook<T>(results: &Results<'_>, lang: Lang, write: impl FnOnce(&Report<'_>) -> T) -> T {
    with_workbook_within(results, lang, Limits::default(), write)
}

/// Builds the results workbook within other limits than Excel's, and hands it to `write` as [`with_workbook`] does.
pub fn with_workbook_within<T>(
    results: &Results<'_>,
    lang: Lang,
    limits: Limits,
    write: impl FnOnce(&Report<'_>) -> T,
) -> T {
    let plan = Plan::new(results, lang, limits);
    let policy = results.policy;
    let on_demand = |sheet| on_demand(sheet, lang);
    let reviewed = !policy.scope(Scope::Half).rules.is_empty() && results.settlement.count(Scope::Half) > 0;
    let people = |scope: Scope, numbers: std::ops::Range<usize>| {
        let tab = Tab::of(scope, numbers.start);
        let mut all: Vec<SheetBlock<'_>> = Vec::new();
        let mut on_paper = Vec::new();
        for number in numbers {
            for mut part in blocks(&plan, scope, number, all.is_empty()) {
                if scope == Scope::Half {
                    part.heading = Some(say!(Report::HalfYearOf { half: ["H1", "H2"][number] }).get(lang).to_owned());
                }
                all.push(part);
            }
            on_paper.push((scope, number));
            if scope == Scope::Period && !plan.held[Scope::DepartmentPeriod.index()].is_empty() {
                all.push(summary::department(&plan, Scope::DepartmentPeriod, number));
            }
            // A half-year is reviewed with its last quarter, and printed with it.
            if scope == Scope::Period && reviewed && number % 2 == 1 {
                on_paper.push((Scope::Half, number / 2));
            }
        }
        let sheet = ReportSheet { frozen_columns: 2, ..titled(&plan, plan.sheet(tab), Vec::new()) };
        if scope == Scope::Half {
            return on_demand(ReportSheet { blocks: all, ..sheet });
        }
        let (paper, print) = paper::stacked(&plan, tab, &on_paper, &all);
        all.extend(paper);
        let sheet = ReportSheet { blocks: all, ..sheet };
        if print == Print::OnDemand { on_demand(sheet) } else { ReportSheet { print, ..sheet } }
    };
    let mut sheets = vec![summary::sheet(&plan)];
    for period in results.book.through.up_to() {
        sheets.push(people(Scope::Period, period.index()..period.index() + 1));
    }
    if reviewed {
        let halves = usize::from(results.book.through.number()) / 2;
        sheets.push(people(Scope::Half, 0..halves.max(1)));
    }
    let settled = results.settlement.count(Scope::Year) > 0;
    if settled {
        sheets.push(people(Scope::Year, 0..1));
    }
    sheets.extend(listed::sheet::<Adjusted>(&plan));
    sheets.extend(listed::sheet::<Prior>(&plan));
    sheets.extend(policy.exports.iter().map(|export| export::sheet(&plan, export)));
    if policy.line_sheet().is_some() {
        sheets.extend(credits::sheets(&plan).into_iter().map(on_demand));
    }
    sheets.extend([basis::sheet(&plan), checks::sheet(&plan)].map(on_demand));
    let (title, subject, names) = (plan.say(&policy.title), subtitle(&plan), names::names(&plan));
    let report = Report { lang: Some(lang), title, subject, sheets, names };
    write(&report)
}

/// A sheet that is printed only for whoever asks for it, and says so.
fn on_demand(sheet: ReportSheet<'_>, lang: Lang) -> ReportSheet<'_> {
    let subtitle = say!(Report::PrintedOnDemand { subtitle: sheet.subtitle }).get(lang).to_owned();
    ReportSheet { subtitle, print: Print::OnDemand, ..sheet }
}

/// One table of all managers and periods, for CSV.
pub fn with_table<T>(results: &Results<'_>, lang: Lang, write: impl FnOnce(&SheetBlock<'_>) -> T) -> T {
    let plan = Plan::new(results, lang, Limits::default());
    // Figures only: their words are for the eye.
    let held = super::scope_columns::held(results, Scope::Period);
    let held: Vec<&Held<'_>> = held.iter().filter(|held| !matches!(held, Held::Status)).collect();
    let mut columns = Vec::from(who(&plan));
    // A program finds a column by its head: where two are called alike, the later one says its name too.
    let mut heads: HashSet<String> = columns.iter().map(|column| column.label.clone()).collect();
    columns.extend(held.iter().map(|held| {
        let mut label = held.label().get(lang).to_owned();
        if !heads.insert(label.clone()) {
            label = format!("{label} ({})", held.name());
        }
        SheetColumn::of(label).shown(super::held::unit(held.unit()), 0)
    }));
    let mut at: Vec<(usize, Period)> = Vec::new();
    for manager in 0..results.book.managers.len() {
        let there = |period: &Period| results.settlement.has(RowKey::of(Scope::Period, manager, period.index()));
        at.extend(results.book.through.up_to().filter(there).map(|period| (manager, period)));
    }
    let plan = &plan;
    let rows = BlockRows::new(at.len(), move |index, cells| {
        let (manager, period) = at[index];
        cells.extend(whose(plan, manager));
        cells.push(Cell::text(period.to_string()));
        let row = super::people::row(plan, Scope::Period, manager, period.index()).unwrap_or_default();
        cells.extend(held.iter().map(|held| Cell::value(plan.shown(row.get(held.slot())))));
    });
    write(&SheetBlock { columns, rows, ..SheetBlock::default() })
}
