//! Columns and blocks as most sheets of results have them.

use super::declared_table::DeclaredTable;
use super::plan::Plan;
use super::sheet::{Cell, CellUnit, ReportSheet, SheetBlock, SheetColumn};
use super::tab::TOP;
use crate::lang::Words;
use crate::say;

/// A column with a heading and nothing else.
pub(super) fn label(plan: &Plan<'_>, words: &Words) -> SheetColumn {
    SheetColumn::of(words.get(plan.lang))
}

/// A column of figures, with a note on its heading.
pub(super) fn figure(plan: &Plan<'_>, unit: CellUnit, words: &Words, note: &Words) -> SheetColumn {
    SheetColumn { unit, note: plan.say(note), ..label(plan, words) }
}

/// A column with a heading, a unit and a width.
pub(super) fn column(plan: &Plan<'_>, words: &Words, unit: CellUnit, width: u16) -> SheetColumn {
    label(plan, words).shown(unit, width)
}

/// Who, and when.
pub(super) fn who(plan: &Plan<'_>) -> [SheetColumn; 3] {
    let [id, name] = plan.results.policy.who();
    [id, name, plan.results.policy.period.label()].map(|words| label(plan, &words))
}

/// The columns that say whose a row of a table is, a manager's by his place in the book, and when.
pub(super) fn identity<R>(table: &mut DeclaredTable<R>, plan: &Plan<'_>, of: impl Fn(&R) -> (usize, String)) {
    let [id, name, period] = who(plan);
    table.put(id, |one| Cell::text(&plan.results.book.managers[of(one).0].id));
    table.put(name, |one| Cell::text(&plan.results.book.managers[of(one).0].name));
    table.put(period, |one| Cell::text(of(one).1));
}

/// The line under the title of every sheet.
pub(super) fn subtitle(plan: &Plan<'_>) -> String {
    let (year, through) = (plan.results.book.year, plan.results.book.through.name(plan.lang));
    plan.say(&if plan.has_money() {
        say!(Report::Subtitle { year, through })
    } else {
        say!(Report::SubtitleWithoutMoney { year, through })
    })
}

/// A sheet with the policy's title and its own name over it.
pub(super) fn titled<'p>(plan: &Plan<'_>, name: String, blocks: Vec<SheetBlock<'p>>) -> ReportSheet<'p> {
    let title = format!("{} · {name}", plan.results.policy.title.get(plan.lang));
    ReportSheet { name, title, subtitle: subtitle(plan), blocks, ..ReportSheet::default() }
}

/// The cells that say whose a row is; behind the last person, that it is the total.
pub(super) fn whose(plan: &Plan<'_>, manager: usize) -> [Cell; 2] {
    match plan.results.book.managers.get(manager) {
        Some(person) => [Cell::text(&person.id), Cell::text(&person.name)],
        None => [Cell::text(say!(Report::Total).get(plan.lang)), Cell::default()],
    }
}

/// A block with words over it, at the top of its sheet.
pub(super) fn block<'p>(
    plan: &Plan<'_>,
    heading: &Words,
    columns: Vec<SheetColumn>,
    rows: Vec<Vec<Cell>>,
) -> SheetBlock<'p> {
    SheetBlock { top: TOP, ..SheetBlock::ready(Some(plan.say(heading)), columns, rows) }
}
