//! What was really paid for the periods of the results: the rows of Paid.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::closing::{Closing, NextRow, by_period};
use super::entry::Entry;
use crate::book::Period;
use crate::formula::Scope;
use crate::policy::{ColumnRole, RowKind, Sheet};
use crate::report::Results;
use crate::report::sheet::CellValue;
use crate::say;
use crate::settle::RowKey;

/// What an input says was paid, by manager and period: the figures of the sheets of closed periods.
#[must_use]
pub fn paid_rows(results: &Results<'_>) -> Vec<(usize, Period, Vec<Decimal>)> {
    let (policy, book) = (results.policy, results.book);
    let mut found = Vec::new();
    for (at, sheet) in policy.sheets.iter().enumerate().filter(|(_, s)| s.closed && s.row == RowKind::Period) {
        for manager in 0..book.managers.len() {
            for period in book.through.up_to() {
                let Some(row) = book.period(manager, period).filter(|row| row.rows[at] > 0) else { continue };
                let figures = sheet.values().filter(|(_, column, _)| !column.carries.is_empty());
                // A blank one keeps its place.
                let figures = figures.map(|(.., at)| row.values[at].as_number().unwrap_or_default());
                found.push((manager, period, figures.collect()));
            }
        }
    }
    found
}

/// What the next input will say was paid, by manager and period.
#[must_use]
pub fn paid_by_now(results: &Results<'_>) -> Vec<(usize, Period, Vec<Decimal>)> {
    if results.book.through.number() == results.policy.period.count() {
        return Vec::new();
    }
    // Of several rows the first counts.
    let rows = paid_rows(results).into_iter().rev();
    let before: HashMap<_, _> = rows.map(|(manager, period, figures)| ((manager, period), figures)).collect();
    let sheets = results.policy.sheets.iter().filter(|sheet| sheet.closed && sheet.row == RowKind::Period);
    let closed = sheets.flat_map(|sheet| {
        closed_periods(results, sheet, |at, nth| before.get(&at).and_then(|figures| figures.get(nth)).copied())
    });
    let paid = closed.map(|ClosedPeriod { manager, period, taken, figures }| {
        (manager, period, figures.into_iter().map(|[now, paid]| if taken { now } else { paid }).collect())
    });
    paid.collect()
}

/// A period of a manager that is closed now.
struct ClosedPeriod {
    manager: usize,
    period: Period,
    /// Whether what this run computed was paid.
    taken: bool,
    /// What each figure that is carried comes to now, and what was paid of it before.
    figures: Vec<[Decimal; 2]>,
}

/// What was paid for the periods that are closed now: what this run computed, and for whom it came to less than nothing
/// what the runs before it paid. From him nothing was taken: what he owes comes back with the next run. `before` says what
/// stood there of a manager's period for each of the carried figures.
fn closed_periods(
    results: &Results<'_>,
    sheet: &Sheet,
    before: impl Fn((usize, Period), usize) -> Option<Decimal>,
) -> Vec<ClosedPeriod> {
    let Results { policy, book, settlement, .. } = results;
    let mut all = Vec::new();
    for manager in 0..book.managers.len() {
        let mut own = Vec::new();
        for period in book.through.up_to() {
            let key = RowKey::Period { person: manager, period: period.index() };
            let Some(computed) = settlement.row(key) else { continue };
            let figure = |name: &String| computed.get(policy.rule(Scope::Period, name)?.slot).as_number();
            let carried = sheet.columns.iter().filter(|column| !column.carries.is_empty()).enumerate();
            let figures = carried.map(|(nth, column)| {
                let now: Decimal = column.carries.iter().filter_map(figure).sum();
                // Without a row an earlier period counts as paid in full, one after leaving as not paid.
                let full = period < book.through && !book.after_leaving(manager, period);
                [now, before((manager, period), nth).unwrap_or(if full { now } else { Decimal::ZERO })]
            });
            own.push(ClosedPeriod { manager, period, taken: true, figures: figures.collect() });
        }
        // By how much this run's amounts exceed what was paid before: what it paid, but for the settlement of the year.
        let added: Decimal = own.iter().flat_map(|one| &one.figures).map(|[now, paid]| now - paid).sum();
        all.extend(own.into_iter().map(|one| ClosedPeriod { taken: added >= Decimal::ZERO, ..one }));
    }
    all
}

impl Closing<'_> {
    /// The rows of what was paid for the periods that are closed now.
    pub(super) fn paid(&self, sheet: &Sheet, old: &[NextRow]) -> Vec<NextRow> {
        if self.new_year {
            return Vec::new();
        }
        let (places, through) = (by_period(old), self.book().through);
        let carried: Vec<usize> =
            (0..sheet.columns.len()).filter(|at| !sheet.columns[*at].carries.is_empty()).collect();
        let before = |at: (usize, Period)| places.get(&at).map(|place| &old[*place].entries);
        let paid_before = |at: (usize, Period), nth: usize| match before(at)?[carried[nth]].value {
            CellValue::Number(paid) => Some(paid),
            _ => None,
        };
        let row = |ClosedPeriod { manager, period, taken, figures }: ClosedPeriod| {
            let mut row = self.blank(sheet, manager, period);
            for (at, column) in sheet.columns.iter().enumerate().filter(|(_, column)| column.carries.is_empty()) {
                if matches!(column.role, ColumnRole::Value { .. } | ColumnRole::Name) {
                    row.entries[at] = before((manager, period)).map(|entries| entries[at].clone()).unwrap_or_default();
                }
            }
            for (nth, [now, paid]) in figures.into_iter().enumerate() {
                let old = paid_before((manager, period), nth).filter(|old| taken && *old != now);
                let untaken = (!taken && period == through).then(|| say!(Form::NothingPaidBelowZero { through }));
                let note = old.map(|old| say!(Form::WasBefore { old, through })).or(untaken);
                row.entries[carried[nth]] =
                    Entry::given(if taken { now } else { paid }, note.map(|note| self.say(&note)));
            }
            row
        };
        closed_periods(self.results, sheet, paid_before).into_iter().map(row).collect()
    }
}
