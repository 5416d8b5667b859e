//! Where the taint is from the beginning: a book with faults lacks what could not be read. Whoever reads the mark has it in
//! his own cell, so that it comes as far as what is really read.

use std::collections::HashSet;

use super::fold::Fold;
use super::known::KnownFaults;
use super::taint::Taint;
use crate::book::{Fault, Origin};
use crate::formula::{Scope, Table, Value};
use crate::policy::{ColumnRole, Employment, Policy, RowKind, builtin};

impl<'a> Fold<'a> {
    /// Begins with the faults that a book has: what they make uncertain for all rows.
    pub(super) fn taint(&mut self, faults: &'a [Fault]) {
        let (policy, book, result) = (self.policy, self.book, &mut self.result);
        let known = KnownFaults::new(policy, book, faults);
        let adjustments = known.sheet_of(RowKind::Adjustment).is_some_and(|at| known.sheet(at));
        result.taint = Taint { book: true, rows: HashSet::new(), lines: known.lines(), adjustments };
        // Which of the values by date is in force depends on the year.
        let no_year = book.settings[builtin::YEAR].value == Value::Blank;
        let eras = result.timeline.eras.iter_mut().map(|era| &mut era.settings);
        for settings in eras.chain(&mut result.timeline.ends).chain([&mut result.settings]) {
            for ((value, given), setting) in settings.iter_mut().zip(&book.settings).zip(&policy.settings) {
                let by_date = no_year && given.history(setting).is_some();
                if given.at_fault || by_date || (*value == Value::Blank && !setting.optional) {
                    *value = Value::Tainted;
                }
            }
        }
        for (table, facts) in result.tables.iter_mut().zip(&book.tables) {
            let unsound = matches!(&facts.origin, Origin::Workbook(place) if known.any(&place.sheet));
            if unsound || facts.table.rows().is_empty() {
                *table = Table::tainted();
            }
        }
        if let Some(at) = known.sheet_of(RowKind::Line) {
            let lacking = values_of(policy, at).filter(|(column, _)| known.lacks(at, *column));
            lacking.for_each(|(_, slot)| result.taint_column(Scope::Line, slot));
        }
        self.ranks.taint();
        self.known = Some(known);
    }

    /// Taints what was typed into a person's row, or his period's, where its cell has a fault or is missing though it is
    /// needed; `row_of` is the row in each sheet.
    pub(super) fn taint_typed(&self, kind: RowKind, row_of: impl Fn(usize) -> u32, row: &mut [Value]) {
        let Some(known) = &self.known else { return };
        for at in (0..self.policy.sheets.len()).filter(|at| self.policy.sheets[*at].row == kind) {
            let unsound = values_of(self.policy, at).filter(|(column, _)| known.unsound((at, row_of(at)), *column));
            unsound.for_each(|(_, slot)| row[slot] = Value::Tainted);
        }
    }

    /// Taints what a period is told of its manager's employment, where a date of it has a fault or nobody knows the year.
    pub(super) fn taint_employment(&self, manager: usize, first: usize, row: &mut [Value]) {
        let Some((known, at)) = self.known.as_ref().and_then(|known| Some((known, known.sheet_of(RowKind::Manager)?)))
        else {
            return;
        };
        let is_date = |column: &usize| {
            matches!(self.policy.sheets[at].columns[*column].role, ColumnRole::Joined | ColumnRole::Left)
        };
        let mut dates = (0..self.policy.sheets[at].columns.len()).filter(is_date);
        if self.result.settings[builtin::YEAR] == Value::Tainted
            || dates.any(|column| known.unsound((at, self.book.managers[manager].row), column))
        {
            row[first..first + Employment::ALL.len()].fill(Value::Tainted);
        }
    }

    /// Whether a period of somebody may be missing, or one of its cells be wrong.
    pub(super) fn periods_are_tainted(&self) -> bool {
        let is_period = |at: &usize| self.policy.sheets[*at].row == RowKind::Period;
        let faulty =
            |known: &KnownFaults<'_>| (0..self.policy.sheets.len()).filter(is_period).any(|at| known.sheet(at));
        self.known.as_ref().is_some_and(faulty)
    }
}

/// The value columns of a sheet, with the slots of what was typed.
fn values_of(policy: &Policy, sheet: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
    policy.sheets[sheet].columns.iter().enumerate().filter_map(|(at, column)| match column.role {
        ColumnRole::Value { slot } => Some((at, slot)),
        _ => None,
    })
}
