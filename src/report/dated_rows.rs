//! Where settings that change over time stand on the basis sheet.

use super::Results;
use super::sheet::SheetBlock;
use crate::policy::{Dated, Setting};
use crate::settle::histories;

/// Where the dated settings stand on the basis sheet (0-based rows).
#[derive(Default)]
pub(super) struct DatedRows {
    /// The settings in order, with the row of the first value of each.
    pub settings: Vec<DatedRow>,
    pub history_top: u32,
    pub taken_top: u32,
    /// The first row below both blocks.
    pub end: u32,
}

/// A setting that changes over time: the rows of its first value and of the values that periods took.
pub(super) struct DatedRow {
    pub slot: usize,
    pub history: u32,
    pub taken: u32,
    /// Whether its history counts: nobody gave a value of his own.
    pub counts: bool,
}

/// The history that is shown of a setting: the one that counts, else the policy's.
pub(super) fn shown<'r>(results: &'r Results<'_>, slot: usize, setting: &'r Setting) -> Option<&'r Dated> {
    results.book.settings[slot].dated.as_ref().or(setting.dated.as_ref())
}

impl DatedRows {
    /// Their rows, from `top` on; none when no setting is dated.
    pub(super) fn new(results: &Results<'_>, top: u32) -> Self {
        let counting: Vec<usize> = histories(results.policy, results.book).map(|(slot, _)| slot).collect();
        let mut rows = Self { history_top: top, end: top, ..Self::default() };
        let mut next = top + SheetBlock::HEADER_ROWS;
        for (slot, setting) in results.policy.settings.iter().enumerate() {
            let Some(dated) = shown(results, slot, setting) else { continue };
            rows.settings.push(DatedRow { slot, history: next, taken: 0, counts: counting.contains(&slot) });
            next += u32::try_from(dated.steps.len()).unwrap_or(0) + 1;
        }
        if rows.settings.is_empty() {
            return rows;
        }
        rows.taken_top = next + 1;
        next = rows.taken_top + SheetBlock::HEADER_ROWS;
        for row in &mut rows.settings {
            row.taken = next;
            next += 1;
        }
        rows.end = next + 1;
        rows
    }

    /// Whether a setting has a history that counts.
    pub(super) fn counts(&self, slot: usize) -> bool {
        self.counting(slot).is_some()
    }

    pub(super) fn counting(&self, slot: usize) -> Option<&DatedRow> {
        self.settings.iter().find(|row| row.slot == slot && row.counts)
    }
}
