//! Which finer rows belong to a row.

use std::ops::Range;

use super::settlement::Settlement;
use crate::formula::{ChildRow, Children, EvalError, PackedRows, RowBuffer, Scope, Slot, Value};

type Visit<'v> = &'v mut dyn FnMut(ChildRow<'_>) -> Result<(), EvalError>;

/// What belongs to one manager, narrowed to some of his periods.
pub struct ManagerFamily<'a> {
    settlement: &'a Settlement,
    manager: usize,
    periods: Range<usize>,
    /// Whether the row is a period, whose finer periods are the later ones.
    of_period: bool,
    backwards: bool,
}

impl<'a> ManagerFamily<'a> {
    /// What belongs to a manager in these periods (from 0), as far as it is settled.
    #[must_use]
    pub fn new(settlement: &'a Settlement, manager: usize, periods: Range<usize>) -> Self {
        Self { settlement, manager, periods, of_period: false, backwards: false }
    }

    /// What belongs to a manager's period (from 0), and the periods after it.
    #[must_use]
    pub fn of_period(settlement: &'a Settlement, manager: usize, period: usize) -> Self {
        Self { of_period: true, ..Self::new(settlement, manager, period..period + 1) }
    }

    /// The same with the credits from last to first.
    #[must_use]
    pub(super) fn backwards(self) -> Self {
        Self { backwards: true, ..self }
    }

    fn each_credit(&self, visit: &mut dyn FnMut(usize) -> Result<(), EvalError>) -> Result<(), EvalError> {
        let mut credits = self.periods.clone().flat_map(|period| self.settlement.credits_of(self.manager, period));
        if self.backwards { credits.rev().try_for_each(visit) } else { credits.try_for_each(visit) }
    }
}

/// What belongs to the department: everything.
pub struct DepartmentFamily<'a> {
    /// The settlement so far.
    pub settlement: &'a Settlement,
}

impl Children for ManagerFamily<'_> {
    fn each(&self, scope: Scope, visit: Visit<'_>) -> Result<(), EvalError> {
        let s = self.settlement;
        match scope {
            Scope::Credit => {
                let mut buffers = Default::default();
                self.each_credit(&mut |credit| visit(s.child(credit, &mut buffers)))?;
            }
            Scope::Adjustment => {
                for index in s.adjustments_of(self.manager, self.periods.clone()) {
                    visit(ChildRow { own: s.adjustment_rows.get(index).unwrap_or(&[]), line: &[] })?;
                }
            }
            Scope::Period => {
                let later = self.periods.end..s.periods_a_year;
                for period in if self.of_period { later } else { self.periods.clone() } {
                    if let Some(own) = s.period_rows.get(s.period_index(self.manager, period)) {
                        visit(ChildRow { own, line: &[] })?;
                    }
                }
            }
            Scope::Half => {
                for half in 0..2 {
                    let mut buffer = RowBuffer::default();
                    if s.half_rows.has(self.manager * 2 + half) {
                        visit(ChildRow { own: s.half_rows.read(self.manager * 2 + half, &mut buffer), line: &[] })?;
                    }
                }
            }
            Scope::Year => {
                let mut buffer = RowBuffer::default();
                if s.year_rows.has(self.manager) {
                    visit(ChildRow { own: s.year_rows.read(self.manager, &mut buffer), line: &[] })?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn each_value(
        &self,
        scope: Scope,
        slot: Slot,
        visit: &mut dyn FnMut(Value) -> Result<(), EvalError>,
    ) -> Result<(), EvalError> {
        if scope == Scope::Credit {
            return self.each_credit(&mut |credit| visit(self.settlement.child_value(credit, slot)));
        }
        self.each(scope, &mut |child| visit(child.own.get(slot.index).copied().unwrap_or_default()))
    }
}

impl Children for DepartmentFamily<'_> {
    fn each(&self, scope: Scope, visit: Visit<'_>) -> Result<(), EvalError> {
        let s = self.settlement;
        let mut packed = |rows: &PackedRows| {
            let mut buffer = RowBuffer::default();
            (0..rows.len()).filter(|index| rows.has(*index)).try_for_each(|index| {
                let own = rows.read(index, &mut buffer);
                visit(ChildRow { own, line: &[] })
            })
        };
        let rows = match scope {
            Scope::Half => return packed(&s.half_rows),
            Scope::Year => return packed(&s.year_rows),
            Scope::Period => &s.period_rows,
            Scope::Manager => &s.manager_rows,
            _ => return Ok(()),
        };
        for own in (0..rows.len()).filter_map(|index| rows.get(index)) {
            visit(ChildRow { own, line: &[] })?;
        }
        Ok(())
    }
}
