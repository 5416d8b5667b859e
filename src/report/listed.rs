//! Figures of people's periods in a list: a sheet over all people, and one person's part of it on his statement.

use super::Results;
use super::block::titled;
use super::declared_table::DeclaredTable;
use super::plan::Plan;
use super::sheet::{Cell, ReportSheet, SheetBlock};
use super::tab::Tab;

/// What is listed, a row each.
pub(super) trait Listed: Sized {
    /// The sheet.
    const TAB: Tab;
    /// Columns that stay in view: up to the figure's name.
    const FROZEN: u16;

    /// What there is to list, in the order of the book: of a manager, a place in it, without a look at the others, who may
    /// be very many; or of all.
    fn list(results: &Results<'_>, manager: Option<usize>) -> Vec<Self>;

    /// The table of a list, and its row of totals where it has one.
    fn table(list: Vec<Self>, plan: &Plan<'_>) -> (DeclaredTable<Self>, Option<Vec<Cell>>);
}

/// The sheet; none where there is nothing to list.
pub(super) fn sheet<'p, L: Listed>(plan: &'p Plan<'p>) -> Option<ReportSheet<'p>> {
    let list = L::list(plan.results, None);
    if list.is_empty() {
        return None;
    }
    let (table, totals) = L::table(list, plan);
    let blocks = vec![table.total(totals).block()];
    Some(ReportSheet { frozen_columns: L::FROZEN, ..titled(plan, plan.sheet(L::TAB), blocks) })
}

/// The part of one manager, as values.
pub(super) fn block_of<L: Listed>(plan: &Plan<'_>, manager: usize) -> SheetBlock<'static> {
    let (table, _) = L::table(L::list(plan.results, Some(manager)), plan);
    SheetBlock { heading: Some(plan.sheet(L::TAB)), ..table.valued().block() }
}
