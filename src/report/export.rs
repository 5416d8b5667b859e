//! Sheets of the results that serve as input elsewhere: a scorecard's scores as a commission's.

use super::Results;
use super::block::{label, titled};
use super::held::unit;
use super::plan::Plan;
use super::sheet::{BlockRows, Cell, CellValue, ReportSheet, SheetBlock};
use super::tab::TOP;
use crate::book::Period;
use crate::formula::Scope;
use crate::policy::{Export, Exported};
use crate::settle::RowKey;

/// The sheet of an export.
pub(super) fn sheet<'p>(plan: &'p Plan<'p>, export: &'p Export) -> ReportSheet<'p> {
    ReportSheet { frozen_columns: 2, ..titled(plan, plan.say(&export.label), vec![block(plan, export)]) }
}

/// A row a manager and period that was computed, each heading alone in its cell
/// so that a reader of workbooks knows it. Values without formulas: the sheet is made to be copied into
/// another workbook, where references to this one would break.
pub(super) fn block<'p>(plan: &'p Plan<'p>, export: &'p Export) -> SheetBlock<'p> {
    let book = plan.results.book;
    let at = rows(plan.results);
    let columns = export.columns.iter().map(|(words, exported)| match exported {
        Exported::Figure { unit: of, .. } => label(plan, words).shown(unit(*of), 0),
        _ => label(plan, words),
    });
    let rows = BlockRows::new(at.len(), move |index, cells| {
        let (period, manager) = at[index];
        let row = super::people::row(plan, Scope::Period, manager, period.index()).unwrap_or_default();
        cells.extend(export.columns.iter().map(|(_, exported)| match exported {
            Exported::Id => Cell::text(&book.managers[manager].id),
            Exported::Name => Cell::text(&book.managers[manager].name),
            Exported::Period => Cell::text(period.name(plan.lang)),
            // A figure that does not apply is left blank: whoever reads the sheet asks for it.
            Exported::Figure { slot, .. } => match row.get(*slot) {
                crate::formula::Value::NotApplicable => Cell::value(CellValue::Blank),
                value => Cell::value(plan.shown(value)),
            },
        }));
    });
    SheetBlock { top: TOP, columns: columns.collect(), rows, ..SheetBlock::default() }
}

/// The periods and managers that were computed.
fn rows(results: &Results<'_>) -> Vec<(Period, usize)> {
    let Results { book, settlement, .. } = results;
    let of_period = |period: Period| {
        let computed =
            move |manager: &usize| settlement.has(RowKey::Period { person: *manager, period: period.index() });
        (0..book.managers.len()).filter(computed).map(move |manager| (period, manager))
    };
    book.through.up_to().flat_map(of_period).collect()
}
