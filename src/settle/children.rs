//! Which rows belong to a row: finer ones that it gathers, and coarser ones that it is part of.

use std::ops::Range;

use super::row_key::RowKey;
use super::settlement::Settlement;
use crate::formula::{Above, ChildRow, Children, EvalError, Item, Reach, Scope, Slot, Space, Value};

type Visit<'v> = &'v mut dyn FnMut(ChildRow<'_>) -> Result<(), EvalError>;

/// What belongs to a row, as far as it is settled.
#[derive(Clone, Copy)]
pub struct Family<'a> {
    settlement: &'a Settlement,
    scope: Scope,
    person: usize,
    number: usize,
    backwards: bool,
}

impl<'a> Family<'a> {
    /// What belongs to a row; nothing to a line or an adjustment.
    #[must_use]
    pub fn new(settlement: &'a Settlement, key: RowKey) -> Self {
        let (person, number) = match key {
            RowKey::Credit(at) => {
                let credit = settlement.credits[at];
                (credit.manager as usize, usize::from(credit.period))
            }
            RowKey::Period { person, period: number } | RowKey::Half { person, half: number } => (person, number),
            RowKey::Year { person } | RowKey::Manager { person } => (person, 0),
            RowKey::DepartmentPeriod { period } => (0, period),
            RowKey::Line(_) | RowKey::Adjustment(_) | RowKey::Department => (0, 0),
        };
        Self { settlement, scope: key.scope(), person, number, backwards: false }
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
    fn people(&self) -> Range<usize> {
        match self.scope {
            Scope::DepartmentPeriod | Scope::Department => 0..self.settlement.people(Scope::Manager),
            _ => self.person..self.person + 1,
        }
    }

    fn each_credit(&self, visit: &mut dyn FnMut(usize) -> Result<(), EvalError>) -> Result<(), EvalError> {
        if matches!(self.scope, Scope::Department | Scope::Period) {
            let mut all = match self.scope {
                Scope::Period => self.settlement.credits_of(self.person, self.number),
                _ => 0..self.settlement.credits.len(),
            };
            return if self.backwards { all.rev().try_for_each(visit) } else { all.try_for_each(visit) };
        }
        let of = |period: usize| self.people().flat_map(move |person| self.settlement.credits_of(person, period));
        let mut credits = self.periods().flat_map(of);
        if self.backwards { credits.rev().try_for_each(visit) } else { credits.try_for_each(visit) }
    }

    /// Whether a person is one of those whom the row gathers from.
    fn reaches(&self, reach: Reach, person: usize) -> bool {
        let Some(hierarchy) = reach.hierarchy() else { return true };
        let places = |person: usize| {
            let key = RowKey::of(hierarchy.scope, person, self.number);
            [0, 1, 2].map(|offset| self.settlement.number(key, hierarchy.first + offset).unwrap_or_default())
        };
        let ([place, last, _], [of_peer, _, superior]) = (places(self.person), places(person));
        if matches!(reach, Reach::Team(_)) { superior == place } else { of_peer > place && of_peer <= last }
    }

    /// Visits rows of a person that are there.
    fn each_of(
        &self,
        person: usize,
        over: Scope,
        mut numbers: Range<usize>,
        visit: Visit<'_>,
    ) -> Result<(), EvalError> {
        numbers.try_for_each(|number| {
            let key = RowKey::of(over, person, number);
            if self.settlement.taint.rows.contains(&key) {
                return Err(EvalError::Tainted);
            }
            self.settlement.child(key).map_or(Ok(()), &mut *visit)
        })
    }

    /// Whether the rows that it gathers are all there.
    fn certain(&self, rows: (Scope, Reach)) -> Result<(), EvalError> {
        let tainted = self.settlement.taint.of_gathered(rows, (self.person, self.number));
        if tainted { Err(EvalError::Tainted) } else { Ok(()) }
    }
}

impl Children for Family<'_> {
    fn each(&self, (over, reach): (Scope, Reach), visit: Visit<'_>) -> Result<(), EvalError> {
        let s = self.settlement;
        self.certain((over, reach))?;
        match (over, reach) {
            (_, reach) if reach.is_across() => {
                let number = self.number;
                let mut within = (0..s.people(Scope::Manager)).filter(|person| self.reaches(reach, *person));
                within.try_for_each(|person| self.each_of(person, self.scope, number..number + 1, visit))
            }
            (_, Reach::Later) => self.each_of(self.person, over, self.number + 1..s.periods_a_year, visit),
            (Scope::Credit, _) => self.each_credit(&mut |at| s.child(RowKey::Credit(at)).map_or(Ok(()), &mut *visit)),
            (Scope::Adjustment, _) => {
                let manager = s.row(RowKey::Manager { person: self.person }).unwrap_or_default();
                s.adjustments_of(self.person, self.periods()).try_for_each(|at| {
                    let own = s.row(RowKey::Adjustment(at)).unwrap_or_default();
                    visit(ChildRow { own, line: crate::formula::Row::default(), manager })
                })
            }
            _ => {
                let numbers = match over {
                    Scope::Period => self.periods(),
                    _ => 0..s.numbers(over),
                };
                if over == Scope::DepartmentPeriod {
                    return self.each_of(0, over, numbers, visit);
                }
                self.people().try_for_each(|person| self.each_of(person, over, numbers.clone(), visit))
            }
        }
    }

    fn each_value(
        &self,
        rows: (Scope, Reach),
        slot: Slot,
        visit: &mut dyn FnMut(Item) -> Result<(), EvalError>,
    ) -> Result<(), EvalError> {
        if rows == (Scope::Credit, Reach::Finer) {
            self.certain(rows)?;
            let s = self.settlement;
            let of_line = slot.space == Space::ChildLine;
            let table = s.table_of(if of_line { RowKey::Line(0) } else { RowKey::Credit(0) });
            let Some(table) = table else { return Ok(()) };
            return self.each_credit(&mut |at| {
                visit(table.row(if of_line { s.credits[at].line as usize } else { at }).item(slot.index))
            });
        }
        self.each(rows, &mut |child| visit(child.own.item(slot.index)))
    }
}

impl Above for Family<'_> {
    fn value(&self, scope: Scope, slot: usize) -> Value {
        let number = match (self.scope, scope) {
            (Scope::Credit | Scope::Period, Scope::Half) => self.number / 2,
            _ => self.number,
        };
        let key = RowKey::of(scope, self.person, number);
        let taint = &self.settlement.taint;
        let tainted = taint.book || taint.rows.contains(&key);
        if tainted { Value::Tainted } else { self.settlement.value(key, slot).unwrap_or_default() }
    }
}
