//! Whom people report to: each cell names one of them, by id or by name.

use super::Reader;
use super::people::{Managers, Named};
use super::periods::Periods;
use super::source::RawCell;
use crate::book::Place;
use crate::formula::{Symbols, Value};
use crate::policy::{Role, RowKind, builtin};

impl Reader<'_> {
    /// Puts the id of the superior in the place of what was typed; who is unknown is a fault.
    pub(super) fn superiors(&mut self, managers: &mut Managers, periods: &mut Periods) {
        let Some((at, column)) = self.policy.reports_to() else { return };
        let Role::Value { slot } = self.policy.sheets[at].columns[column].role else { return };
        let Some(place) = self.places[at].clone() else { return };
        let cell = |row: u32| Place::cell(&place.name, row, place.columns[column].unwrap_or(0));
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
    }

    fn superior(&mut self, managers: &Managers, typed: Value, place: &Place, column: usize, at: usize) -> Value {
        let Value::Text(symbol) = typed else { return Value::Blank };
        if symbol == Symbols::EMPTY {
            return Value::Blank;
        }
        let cell = RawCell::Text(self.symbols.text(symbol).to_owned());
        let label = &self.policy.sheets[at].columns[column].label;
        match managers.named(&cell, label, place, false, self.policy, &mut self.findings) {
            Named::Manager(index) => Value::Text(self.symbols.intern(&managers.list[index].id)),
            Named::Outside | Named::Unknown => Value::Blank,
        }
    }
}
