//! Columns and blocks as most sheets of results have them.

use super::plan::Plan;
use super::sheet::{Cell, CellUnit, SheetBlock, SheetColumn};
use super::tab::TOP;
use crate::lang::Words;

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

/// A block with words over it, at the top of its sheet.
pub(super) fn block<'p>(
    plan: &Plan<'_>,
    heading: &Words,
    columns: Vec<SheetColumn>,
    rows: Vec<Vec<Cell>>,
) -> SheetBlock<'p> {
    SheetBlock { top: TOP, ..SheetBlock::ready(Some(plan.say(heading)), columns, rows) }
}
