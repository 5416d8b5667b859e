//! Whom people report to: each cell names one of them, by id or by name.

use super::Reader;
use super::known_periods::KnownPeriods;
use super::people::Managers;
use super::source::RawCell;
use crate::book::{Period, PeriodRow, Place};
use crate::formula::{Symbols, Value};
use crate::policy::{ColumnRole, RowKind, builtin};
use crate::say;

impl Reader<'_> {
    /// Puts the id of the superior in the place of what was typed; who is unknown is a fault.
    pub(super) fn superiors(&mut self, managers: &mut Managers, periods: &mut KnownPeriods) {
        let Some((at, column)) = self.policy.reports_to() else { return };
        let ColumnRole::Value { slot } = self.policy.sheets[at].columns[column].role else { return };
        let Some(place) = self.places[at].clone() else { return };
        let cell = |row: u32| place.cell(column, row);
        if self.policy.sheets[at].row == RowKind::Manager {
            for manager in 0..managers.list.len() {
                let (typed, row) = (managers.list[manager].values[slot], managers.list[manager].row);
                managers.list[manager].values[slot] = self.superior(managers, typed, &cell(row), column, at);
            }
            return;
        }
        let slot = slot - builtin::PERIOD - 1;
        for row in periods.rows.iter_mut().flatten().filter(|row| row.rows[at] > 0) {
            row.values[slot] = self.superior(managers, row.values[slot], &cell(row.rows[at]), column, at);
        }
        self.nobody_reports(periods, (at, slot), &cell);
    }

    /// A period in which nobody has a superior though there were some in the one before: they were forgotten, mostly.
    fn nobody_reports(&mut self, periods: &KnownPeriods, (at, slot): (usize, usize), cell: &dyn Fn(u32) -> Place) {
        let mut before: Option<(Period, usize)> = None;
        for number in 0..periods.a_year {
            let rows: Vec<&PeriodRow> = periods.in_period(number).filter(|row| row.rows[at] > 0).collect();
            let Some(period) = Period::at(self.policy.period, number) else {
                return;
            };
            let count = rows.iter().filter(|row| row.values[slot] != Value::Blank).count();
            if let (0, Some((earlier, count)), Some(row)) = (count, before, rows.iter().map(|row| row.rows[at]).min()) {
                let problem = say!(Read::NobodyReports { period, count, earlier });
                self.findings.warn(cell(row), "", problem, say!(Read::FillInSuperiors));
            }
            before = (count > 0).then_some((period, count));
        }
    }

    fn superior(&mut self, managers: &Managers, typed: Value, place: &Place, column: usize, at: usize) -> Value {
        let Value::Text(symbol) = typed else { return Value::Blank };
        if symbol == Symbols::EMPTY {
            return Value::Blank;
        }
        let cell = RawCell::Text(self.texts.symbols.text(symbol).to_owned());
        let label = &self.policy.sheets[at].columns[column].label;
        let named = managers.named(&cell, label, place, self.policy, &mut self.findings);
        named.map_or(Value::Blank, |index| Value::Text(self.texts.symbols.intern(&managers.list[index].id)))
    }
}
