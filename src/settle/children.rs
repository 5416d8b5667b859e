//! Which rows belong to a row: finer ones that it gathers, and coarser ones that it is part of.

use std::ops::Range;

use super::settlement::Settlement;
use crate::formula::{Above, ChildRow, Children, EvalError, Reach, RowBuffer, Scope, Slot, Value};

type Visit<'v> = &'v mut dyn FnMut(ChildRow<'_>) -> Result<(), EvalError>;

/// What belongs to a row, as far as it is settled.
#[derive(Clone, Copy)]
pub struct Family<'a> {
    settlement: &'a Settlement,
    scope: Scope,
    manager: usize,
    number: usize,
    backwards: bool,
}

impl<'a> Family<'a> {
    /// What belongs to a row of a scope: whose it is (a place in the book; anything for the department), and of which
    /// period or half-year, from 0.
    #[must_use]
    pub fn new(settlement: &'a Settlement, scope: Scope, manager: usize, number: usize) -> Self {
        Self { settlement, scope, manager, number, backwards: false }
    }

    /// The same with the credits from last to first.
    #[must_use]
    pub(super) fn backwards(self) -> Self {
        Self { backwards: true, ..self }
    }

    /// The periods that the row is made of.
    fn periods(&self) -> Range<usize> {
        self.settlement.periods_of(self.scope, self.number)
    }

    /// Whose rows belong to it.
    fn managers(&self) -> Range<usize> {
        match self.scope {
            Scope::DepartmentPeriod | Scope::Department => 0..self.settlement.manager_rows.len(),
            _ => self.manager..self.manager + 1,
        }
    }

    fn each_credit(&self, visit: &mut dyn FnMut(usize) -> Result<(), EvalError>) -> Result<(), EvalError> {
        if self.scope == Scope::Department {
            let mut all = 0..self.settlement.credits.len();
            return if self.backwards { all.rev().try_for_each(visit) } else { all.try_for_each(visit) };
        }
        let of = |period: usize| {
            let managers = self.managers();
            managers.flat_map(move |manager| self.settlement.credits_of(manager, period))
        };
        let mut credits = self.periods().flat_map(of);
        if self.backwards { credits.rev().try_for_each(visit) } else { credits.try_for_each(visit) }
    }

    /// Whether a person is one of those whom the row gathers from.
    fn reaches(&self, reach: Reach, person: usize) -> bool {
        let Some(hierarchy) = reach.hierarchy() else { return true };
        let places = |manager: usize| {
            let at =
                |offset: usize| self.settlement.value(hierarchy.scope, manager, self.number, hierarchy.first + offset);
            [0, 1, 2].map(|offset| at(offset).and_then(Value::as_number).unwrap_or_default())
        };
        let ([place, last, _], [of_peer, _, superior]) = (places(self.manager), places(person));
        if matches!(reach, Reach::Team(_)) { superior == place } else { of_peer > place && of_peer <= last }
    }

    /// The rows of a manager in a scope, as numbers.
    fn each_of(&self, manager: usize, over: Scope, numbers: Range<usize>, visit: Visit<'_>) -> Result<(), EvalError> {
        let s = self.settlement;
        let of = s.manager_row(manager);
        let mut buffer = RowBuffer::default();
        for number in numbers {
            if let Some(own) = s.read(over, manager, number, &mut buffer) {
                visit(ChildRow { own, line: &[], manager: of })?;
            }
        }
        Ok(())
    }
}

impl Children for Family<'_> {
    fn each(&self, (over, reach): (Scope, Reach), visit: Visit<'_>) -> Result<(), EvalError> {
        let s = self.settlement;
        match (over, reach) {
            (_, reach) if reach.is_across() => {
                let number = self.number;
                let mut within = (0..s.manager_rows.len()).filter(|person| self.reaches(reach, *person));
                within.try_for_each(|m| self.each_of(m, self.scope, number..number + 1, visit))
            }
            (_, Reach::Later) => self.each_of(self.manager, over, self.number + 1..s.periods_a_year, visit),
            (Scope::Credit, _) => {
                let mut buffers = Default::default();
                self.each_credit(&mut |credit| visit(s.child(credit, &mut buffers)))
            }
            (Scope::Adjustment, _) => s.adjustments_of(self.manager, self.periods()).try_for_each(|index| {
                let own = s.adjustment_rows.get(index).unwrap_or(&[]);
                visit(ChildRow { own, line: &[], manager: s.manager_row(self.manager) })
            }),
            _ => {
                let numbers = match over {
                    Scope::Period => self.periods(),
                    _ => 0..s.numbers(over),
                };
                if over == Scope::DepartmentPeriod {
                    return self.each_of(0, over, numbers, visit);
                }
                self.managers().try_for_each(|manager| self.each_of(manager, over, numbers.clone(), visit))
            }
        }
    }

    fn each_value(
        &self,
        rows: (Scope, Reach),
        slot: Slot,
        visit: &mut dyn FnMut(Value) -> Result<(), EvalError>,
    ) -> Result<(), EvalError> {
        if rows == (Scope::Credit, Reach::Finer) {
            return self.each_credit(&mut |credit| visit(self.settlement.child_value(credit, slot)));
        }
        self.each(rows, &mut |child| visit(child.own.get(slot.index).copied().unwrap_or_default()))
    }
}

impl Above for Family<'_> {
    fn value(&self, scope: Scope, slot: usize) -> Value {
        let number = match (self.scope, scope) {
            (Scope::Credit | Scope::Period, Scope::Half) => self.number / 2,
            _ => self.number,
        };
        self.settlement.value(scope, self.manager, number, slot).unwrap_or_default()
    }
}
