//! Figures of people's periods in a list: a sheet over all people, and one person's part of it on his statement.

use super::Results;
use super::block::titled;
use super::plan::Plan;
use super::sheet::{Cell, ReportSheet, SheetBlock, SheetColumn};
use super::tab::{TOP, Tab};

/// What is listed, a row each.
pub(super) trait Listed: Sized {
    /// The sheet.
    const TAB: Tab;
    /// Columns that stay in view: up to the figure's name.
    const FROZEN: u16;

    /// What there is to list, in the order of the book: of a manager, a place in it, without a look at the others, who may
    /// be very many; or of all.
    fn list(results: &Results<'_>, manager: Option<usize>) -> Vec<Self>;

    /// The headings.
    fn columns(plan: &Plan<'_>) -> Vec<SheetColumn>;

    /// The row.
    fn row(&self, plan: &Plan<'_>) -> Vec<Cell>;

    /// The row of totals, for a list that has one.
    fn total(_list: &[Self], _plan: &Plan<'_>) -> Option<Vec<Cell>> {
        None
    }
}

/// The sheet; none where there is nothing to list.
pub(super) fn sheet<'p, L: Listed>(plan: &'p Plan<'p>) -> Option<ReportSheet<'p>> {
    let list = L::list(plan.results, None);
    if list.is_empty() {
        return None;
    }
    let mut rows: Vec<_> = list.iter().map(|one| one.row(plan)).collect();
    let total = L::total(&list, plan);
    let has_total = total.is_some();
    rows.extend(total);
    let blocks = vec![SheetBlock { total: has_total, ..block::<L>(plan, rows) }];
    Some(ReportSheet { frozen_columns: L::FROZEN, ..titled(plan, plan.sheet(L::TAB), blocks) })
}

/// The part of one manager, as values.
pub(super) fn block_of<L: Listed>(plan: &Plan<'_>, manager: usize) -> SheetBlock<'static> {
    let own = L::list(plan.results, Some(manager));
    let value = |cell: Cell| Cell { formula: None, ..cell };
    let rows = own.iter().map(|one| one.row(plan).into_iter().map(value).collect()).collect();
    SheetBlock { heading: Some(plan.sheet(L::TAB)), ..block::<L>(plan, rows) }
}

fn block<L: Listed>(plan: &Plan<'_>, rows: Vec<Vec<Cell>>) -> SheetBlock<'static> {
    SheetBlock { top: TOP, ..SheetBlock::ready(None, L::columns(plan), rows) }
}
