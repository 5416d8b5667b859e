//! What was really paid for the periods of the results: the rows of Paid.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::closing::{Closing, NextRow, by_period};
use super::entry::Entry;
use crate::book::Period;
use crate::formula::{Row, Scope};
use crate::policy::{Column, ColumnRole, Sheet};
use crate::report::sheet::{CellValue, Tone};
use crate::say;
use crate::settle::RowKey;

impl Closing<'_> {
    /// What was paid for the periods that are closed now: what this run computed.
    pub(super) fn paid(&self, sheet: &Sheet, old: &[NextRow]) -> Vec<NextRow> {
        if self.new_year {
            return Vec::new();
        }
        let (mut rows, places) = (Vec::new(), by_period(old));
        for manager in 0..self.book().managers.len() {
            let of = |period: Period| places.get(&(manager, period)).map(|place| &old[*place]);
            let owes = self.added(sheet, of, manager) < Decimal::ZERO;
            for period in self.book().through.up_to() {
                let key = RowKey::Period { person: manager, period: period.index() };
                let Some(computed) = self.results.settlement.row(key) else { continue };
                let before = of(period);
                let mut row = self.blank(sheet, manager, period);
                for (at, column) in sheet.columns.iter().enumerate() {
                    let before = before.map(|row| row.entries[at].clone()).unwrap_or_default();
                    if column.carries.is_empty() {
                        if matches!(column.role, ColumnRole::Value { .. } | ColumnRole::Name) {
                            row.entries[at] = before;
                        }
                        continue;
                    }
                    row.entries[at] = if owes {
                        self.not_taken(column, computed, &before, manager, period)
                    } else {
                        self.amount(&column.carries, computed, &before)
                    };
                }
                rows.push(row);
            }
        }
        rows
    }

    /// By how much this run's amounts exceed what was paid before: what it paid, but for the settlement of the year.
    fn added<'r>(&self, sheet: &Sheet, old: impl Fn(Period) -> Option<&'r NextRow>, manager: usize) -> Decimal {
        let mut sum = Decimal::ZERO;
        for period in self.book().through.up_to() {
            let key = RowKey::Period { person: manager, period: period.index() };
            let Some(computed) = self.results.settlement.row(key) else { continue };
            let before = old(period);
            for (at, column) in sheet.columns.iter().enumerate().filter(|(_, column)| !column.carries.is_empty()) {
                let before = before.map(|row| row.entries[at].clone()).unwrap_or_default();
                sum += self.figures(&column.carries, computed)
                    - self.paid_before(column, computed, &before, manager, period);
            }
        }
        sum
    }

    /// What was paid of a period by the runs before this one.
    pub(super) fn paid_before(
        &self,
        column: &Column,
        computed: Row<'_>,
        before: &Entry,
        manager: usize,
        period: Period,
    ) -> Decimal {
        match before.value {
            CellValue::Number(paid) => paid,
            // Without a row an earlier period counts as paid in full, one after leaving as not paid.
            _ if period < self.book().through && !self.book().after_leaving(manager, period) => {
                self.figures(&column.carries, computed)
            }
            _ => Decimal::ZERO,
        }
    }

    /// What stands paid of a period where the run came to less than nothing: nothing was paid or taken, and what is owed
    /// comes back with the next run.
    pub(super) fn not_taken(
        &self,
        column: &Column,
        computed: Row<'_>,
        before: &Entry,
        manager: usize,
        period: Period,
    ) -> Entry {
        let paid = self.paid_before(column, computed, before, manager, period);
        let through = self.book().through;
        let note: Arc<str> = self.say(&say!(Form::NothingPaidBelowZero { through })).into();
        let entry = Entry { tone: Tone::Input, ..Entry::new(CellValue::Number(paid)) };
        if period == through { Entry { note, ..entry } } else { entry }
    }

    pub(super) fn figures(&self, rules: &[String], computed: Row<'_>) -> Decimal {
        let figure = |name: &String| {
            let rule = self.policy().rule(Scope::Period, name)?;
            computed.get(rule.slot).as_number()
        };
        rules.iter().filter_map(figure).sum()
    }

    pub(super) fn amount(&self, rules: &[String], computed: Row<'_>, before: &Entry) -> Entry {
        let amount = self.figures(rules, computed);
        let entry = Entry { tone: Tone::Input, ..Entry::new(CellValue::Number(amount)) };
        match &before.value {
            CellValue::Number(old) if *old != amount => {
                let through = self.book().through;
                Entry { note: self.say(&say!(Form::WasBefore { old, through })).into(), ..entry }
            }
            _ => entry,
        }
    }
}
