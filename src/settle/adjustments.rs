//! Adjustments made by hand, as rows that rules gather. They are typed, never computed, so that no rule can feed
//! one into another figure but by naming it.

use std::ops::Range;

use super::fold::Fold;
use super::found::RowMistake;
use super::row_key::RowKey;
use super::settlement::Settlement;
use crate::book::{Adjustment, Book, Fault};
use crate::formula::{Scope, Value};
use crate::policy::{Policy, builtin};
use crate::say;

impl Fold<'_> {
    pub(super) fn adjustments(&mut self) {
        let width = self.policy.scope(Scope::Adjustment).width;
        let adjustments = &self.book.adjustments;
        let result = &mut self.result;
        let places = result.periods_a_year + 1;
        result.adjustment_ranges = vec![0..0; self.book.managers.len() * places];
        let mut row = vec![Value::Blank; width];
        for (index, adjustment) in adjustments.iter().enumerate() {
            row[builtin::FIGURE] = Value::Text(adjustment.figure);
            row[builtin::FIGURE + 1..=adjustment.values.len()].copy_from_slice(&adjustment.values);
            result.set(RowKey::Adjustment(index), &row);
            let range = &mut result.adjustment_ranges[adjustment.manager * places + place(adjustment, places - 1)];
            *range = if range.start == range.end { index..index + 1 } else { range.start..index + 1 };
        }
    }

    /// What is adjusted must be there: a year that is not settled, or a figure that does not apply, has nothing to
    /// add to.
    pub(super) fn adjusted(&mut self) {
        for (index, adjustment) in self.book.adjustments.iter().enumerate() {
            let value = computed(self.policy, &self.result, adjustment);
            if matches!(value, Some(Value::Number(_))) {
                continue;
            }
            let place = self.policy.adjustment_sheet().map(|(sheet, declared)| {
                let column =
                    declared.columns.iter().position(|column| column.role == crate::policy::ColumnRole::Figure);
                self.book.cell(sheet, column.unwrap_or(0), adjustment.row)
            });
            let label = self.policy.figure(adjustment.figure).map(|figure| figure.label.clone()).unwrap_or_default();
            let id = &self.book.managers[adjustment.manager].id;
            let problem = if value.is_none() {
                say!(Settle::NoYearToAdjust { id, label })
            } else {
                say!(Settle::FigureNotApplicable { label, id })
            };
            let found = self.book.symbols.text(adjustment.figure);
            let mend = say!(Settle::DeleteOrCorrect);
            let fault = Fault::new(place.unwrap_or_default(), found, problem, mend);
            self.fault(RowKey::Adjustment(index), RowMistake::Facts, fault);
        }
    }
}

/// The place of an adjustment's period among a manager's periods; the year-end is the last.
fn place(adjustment: &Adjustment, year_end: usize) -> usize {
    adjustment.period.map_or(year_end, crate::book::Period::index)
}

/// The value that an adjustment is made to, as it was computed; `None` when its row does not exist.
#[must_use]
pub fn computed(policy: &Policy, settlement: &Settlement, adjustment: &Adjustment) -> Option<Value> {
    let figure = policy.figure(adjustment.figure)?;
    let person = adjustment.manager;
    let key = match adjustment.period {
        Some(period) => RowKey::Period { person, period: period.index() },
        None => RowKey::Year { person },
    };
    settlement.value(key, figure.slot)
}

/// The adjustments of the same figure of the same row as the one at `index`, itself among them: they stand together.
#[must_use]
pub fn of_the_same_figure(book: &Book, index: usize) -> Range<usize> {
    let key = |at: &Adjustment| (at.manager, at.period, at.figure);
    let wanted = key(&book.adjustments[index]);
    let same = |at: &&Adjustment| key(at) == wanted;
    let before = book.adjustments[..index].iter().rev().take_while(same).count();
    let after = book.adjustments[index..].iter().take_while(same).count();
    index - before..index + after
}

impl Settlement {
    /// The adjustments of a manager's periods (from 0); with all periods of a year those of the year-end too.
    #[must_use]
    pub fn adjustments_of(&self, manager: usize, periods: Range<usize>) -> Range<usize> {
        let places = self.periods_a_year + 1;
        let end = if periods.start == 0 && periods.end == self.periods_a_year { places } else { periods.end };
        let ranges = self.adjustment_ranges.get(manager * places + periods.start..manager * places + end);
        let mut found = ranges.unwrap_or_default().iter().filter(|range| !range.is_empty());
        let Some(first) = found.next() else { return 0..0 };
        first.start..found.next_back().unwrap_or(first).end
    }
}
