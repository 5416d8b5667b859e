//! What was really paid for the periods of the results: the rows of Paid.

use rust_decimal::Decimal;

use super::closing::{Closing, NextRow, by_period};
use super::entry::Entry;
use crate::book::Period;
use crate::formula::Scope;
use crate::policy::{ColumnRole, Sheet};
use crate::report::sheet::CellValue;
use crate::say;
use crate::settle::RowKey;

impl Closing<'_> {
    /// What was paid for the periods that are closed now: what this run computed, and for whom it came to less than nothing
    /// what the runs before it paid. From him nothing was taken: what he owes comes back with the next run.
    pub(super) fn paid(&self, sheet: &Sheet, old: &[NextRow]) -> Vec<NextRow> {
        if self.new_year {
            return Vec::new();
        }
        let (mut rows, places) = (Vec::new(), by_period(old));
        for manager in 0..self.book().managers.len() {
            // By how much this run's amounts exceed what was paid before: what it paid, but for the settlement of the year.
            let mut added = Decimal::ZERO;
            let mut paid_before = Vec::new();
            for period in self.book().through.up_to() {
                let key = RowKey::Period { person: manager, period: period.index() };
                let Some(computed) = self.results.settlement.row(key) else { continue };
                let before = places.get(&(manager, period)).map(|place| &old[*place]);
                let mut row = self.blank(sheet, manager, period);
                for (at, column) in sheet.columns.iter().enumerate() {
                    let before = before.map(|row| row.entries[at].clone()).unwrap_or_default();
                    if column.carries.is_empty() {
                        if matches!(column.role, ColumnRole::Value { .. } | ColumnRole::Name) {
                            row.entries[at] = before;
                        }
                        continue;
                    }
                    let figure = |name: &String| {
                        let rule = self.policy().rule(Scope::Period, name)?;
                        computed.get(rule.slot).as_number()
                    };
                    let amount: Decimal = column.carries.iter().filter_map(figure).sum();
                    let paid = match before.value {
                        CellValue::Number(paid) => paid,
                        // Without a row an earlier period counts as paid in full, one after leaving as not paid.
                        _ if period < self.book().through && !self.book().after_leaving(manager, period) => amount,
                        _ => Decimal::ZERO,
                    };
                    added += amount - paid;
                    paid_before.push((rows.len(), at, self.not_taken(paid, period)));
                    row.entries[at] = self.amount(amount, &before);
                }
                rows.push(row);
            }
            if added < Decimal::ZERO {
                for (row, at, entry) in paid_before {
                    let row: &mut NextRow = &mut rows[row];
                    row.entries[at] = entry;
                }
            }
        }
        rows
    }

    /// What stands paid of a period by the runs before this one.
    fn not_taken(&self, paid: Decimal, period: Period) -> Entry {
        let through = self.book().through;
        Entry::given(paid, (period == through).then(|| self.say(&say!(Form::NothingPaidBelowZero { through }))))
    }

    fn amount(&self, amount: Decimal, before: &Entry) -> Entry {
        let through = self.book().through;
        let note = match &before.value {
            CellValue::Number(old) if *old != amount => Some(self.say(&say!(Form::WasBefore { old, through }))),
            _ => None,
        };
        Entry::given(amount, note)
    }
}
