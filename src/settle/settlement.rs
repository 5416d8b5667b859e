//! What the fold gives: every row of every scope.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use super::dated::Timeline;
use super::laws::LawResult;
use super::line_rows::LineRows;
use super::rows::Rows;
use crate::book::Fault;
use crate::formula::{ChildRow, PackedRows, RowBuffer, Scope, Slot, Space, Table, Value};
use crate::policy::Opening;

/// A manager's part of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The line, a place in [`crate::book::Book::lines`].
    pub line: u32,
    /// The manager, a place in [`crate::book::Book::managers`].
    pub manager: u32,
    /// The period, from 0.
    pub period: u8,
}

/// Everything that was computed.
#[derive(Clone, Debug, Default)]
pub struct Settlement {
    /// Periods of a year.
    pub periods_a_year: usize,
    /// Settings, by slot; of those that change over time the value of the last period. What is in force for a
    /// row says [`Settlement::settings_of`].
    pub settings: Vec<Value>,
    /// Settings by date.
    pub(super) timeline: Timeline,
    /// The last period that is computed, from 0.
    pub(super) last_period: usize,
    /// Tables, in the policy's order.
    pub tables: Vec<Table>,
    /// Lines, as in the book.
    pub line_rows: LineRows,
    /// Credits by period, then manager, then line.
    pub credits: Vec<Credit>,
    /// Their figures.
    pub credit_rows: PackedRows,
    /// Where the credits of a manager's period begin and end.
    pub(super) credit_ranges: Vec<Range<usize>>,
    /// Adjustments made by hand, as in the book.
    pub adjustment_rows: Rows,
    /// Where the adjustments of a manager's period, or of his year-end, begin and end.
    pub(super) adjustment_ranges: Vec<Range<usize>>,
    /// Periods: `managers × periods of a year`.
    pub(super) period_rows: Rows,
    /// Half-years: `managers × 2`.
    pub(super) half_rows: PackedRows,
    /// Years, by manager.
    pub(super) year_rows: PackedRows,
    /// Managers; there from the beginning, so that finer rows see what is settled of them.
    pub manager_rows: Rows,
    /// The department's periods.
    pub(super) department_periods: Rows,
    /// The department.
    pub department: Vec<Value>,
    /// The laws, with both sides.
    pub laws: Vec<LawResult>,
    /// Warnings of the policy's checks.
    pub warnings: Vec<Fault>,
    /// Net of all lines, and of all parts (outside units' included), for the first law.
    pub(super) parts: (Decimal, Decimal),
}

impl Settlement {
    /// Where a manager's period stands in [`Settlement::period_rows`].
    #[must_use]
    pub fn period_index(&self, manager: usize, period: usize) -> usize {
        manager * self.periods_a_year + period
    }

    /// The manager's latest period before one, as a number from 0. Between two there is none but where he has left.
    #[must_use]
    pub fn before(&self, manager: usize, period: usize) -> Option<usize> {
        (0..period).rev().find(|before| self.period_rows.get(self.period_index(manager, *before)).is_some())
    }

    /// The row of that period.
    #[must_use]
    pub fn previous(&self, manager: usize, period: usize) -> Option<&[Value]> {
        self.period_rows.get(self.period_index(manager, self.before(manager, period)?))
    }

    /// What a manager's year closes with, of that for which the next one opens: his figure, or that of his latest period;
    /// nothing where he has none.
    #[must_use]
    pub fn closing(&self, manager: usize, opening: &Opening) -> Option<Decimal> {
        let row = match opening.scope {
            Scope::Period => self.previous(manager, self.periods_a_year)?,
            _ => self.manager_row(manager),
        };
        row.get(opening.slot).copied().and_then(Value::as_number)
    }

    /// The periods (from 0) that a row of a scope is made of.
    #[must_use]
    pub fn periods_of(&self, scope: Scope, number: usize) -> Range<usize> {
        match scope {
            Scope::Line | Scope::Credit | Scope::Period | Scope::DepartmentPeriod => number..number + 1,
            Scope::Half => number * 2..number * 2 + 2,
            _ => 0..self.periods_a_year,
        }
    }

    /// The row of a manager, as far as it is settled; nothing where there is no such manager.
    #[must_use]
    pub fn manager_row(&self, manager: usize) -> &[Value] {
        self.manager_rows.get(manager).unwrap_or(&[])
    }

    /// Of how many people a scope has rows of their own: of the department one.
    #[must_use]
    pub fn people(&self, scope: Scope) -> usize {
        match scope {
            Scope::DepartmentPeriod | Scope::Department => 1,
            _ => self.manager_rows.len(),
        }
    }

    /// How many rows of a scope each of them may have: periods, half-years or one.
    #[must_use]
    pub fn numbers(&self, scope: Scope) -> usize {
        match scope {
            Scope::Period | Scope::DepartmentPeriod => self.periods_a_year,
            Scope::Half => 2,
            Scope::Year | Scope::Manager | Scope::Department => 1,
            Scope::Line | Scope::Credit | Scope::Adjustment => 0,
        }
    }

    /// A row of a scope, in the memory of the caller where it is kept packed.
    pub(super) fn read<'s>(
        &'s self,
        scope: Scope,
        manager: usize,
        number: usize,
        buffer: &'s mut RowBuffer,
    ) -> Option<&'s [Value]> {
        let packed = |rows: &'s PackedRows, index: usize| rows.has(index).then_some((rows, index));
        let (rows, index) = match scope {
            Scope::Period => return self.period_rows.get(self.period_index(manager, number)),
            Scope::Manager => return self.manager_rows.get(manager),
            Scope::DepartmentPeriod => return self.department_periods.get(number),
            Scope::Department => return Some(&self.department),
            Scope::Half => packed(&self.half_rows, manager * 2 + number)?,
            Scope::Year => packed(&self.year_rows, manager)?,
            Scope::Line | Scope::Credit | Scope::Adjustment => return None,
        };
        Some(rows.read(index, buffer))
    }

    /// A row of a scope: whose it is (anything for the department), and of which period or half-year, from 0.
    #[must_use]
    pub fn row(&self, scope: Scope, manager: usize, number: usize) -> Option<Cow<'_, [Value]>> {
        match scope {
            Scope::Half => self.half_rows.get(manager * 2 + number).map(Cow::Owned),
            Scope::Year => self.year_rows.get(manager).map(Cow::Owned),
            Scope::Period => self.period_rows.get(self.period_index(manager, number)).map(Cow::Borrowed),
            Scope::Manager => self.manager_rows.get(manager).map(Cow::Borrowed),
            Scope::DepartmentPeriod => self.department_periods.get(number).map(Cow::Borrowed),
            Scope::Department => Some(Cow::Borrowed(&self.department)),
            Scope::Line | Scope::Credit | Scope::Adjustment => None,
        }
    }

    /// The row of a manager's period, from 0.
    #[must_use]
    pub fn period_row(&self, manager: usize, period: usize) -> Option<&[Value]> {
        self.period_rows.get(self.period_index(manager, period))
    }

    /// The row of a manager's half-year, 0 or 1.
    #[must_use]
    pub fn half_row(&self, manager: usize, half: usize) -> Option<Vec<Value>> {
        self.half_rows.get(manager * 2 + half)
    }

    /// The row of a manager's year.
    #[must_use]
    pub fn year_row(&self, manager: usize) -> Option<Vec<Value>> {
        self.year_rows.get(manager)
    }

    /// How many rows of a scope from the period up there are.
    #[must_use]
    pub fn count(&self, scope: Scope) -> usize {
        let of = |manager: usize| (0..self.numbers(scope)).filter(|number| self.has(scope, manager, *number)).count();
        (0..self.people(scope)).map(of).sum()
    }

    /// Whether there is such a row.
    #[must_use]
    pub fn has(&self, scope: Scope, manager: usize, number: usize) -> bool {
        match scope {
            Scope::Half => self.half_rows.has(manager * 2 + number),
            Scope::Year => self.year_rows.has(manager),
            _ => self.row(scope, manager, number).is_some(),
        }
    }

    /// Puts a figure into a row that is there.
    pub(super) fn put(&mut self, (scope, manager, number): (Scope, usize, usize), slot: usize, value: Value) {
        match scope {
            Scope::Half => self.half_rows.put(manager * 2 + number, slot, value),
            Scope::Year => self.year_rows.put(manager, slot, value),
            Scope::Period => self.period_rows.put(manager * self.periods_a_year + number, slot, value),
            _ => self.manager_rows.put(manager, slot, value),
        }
    }

    /// A figure of a row of a scope; none where there is no such row.
    #[must_use]
    pub fn value(&self, scope: Scope, manager: usize, number: usize, slot: usize) -> Option<Value> {
        match scope {
            Scope::Half => self.half_rows.value(manager * 2 + number, slot),
            Scope::Year => self.year_rows.value(manager, slot),
            _ => self.read(scope, manager, number, &mut RowBuffer::default())?.get(slot).copied(),
        }
    }

    /// A credit as its manager's rows see it, in the memory of the caller.
    #[must_use]
    pub fn child<'b>(&'b self, credit: usize, [own, line]: &'b mut [RowBuffer; 2]) -> ChildRow<'b> {
        let number = self.credits[credit].line as usize;
        let manager = self.manager_row(self.credits[credit].manager as usize);
        ChildRow { own: self.credit_rows.read(credit, own), line: self.line_rows.read(number, line), manager }
    }

    /// One slot of the same row.
    pub(super) fn child_value(&self, credit: usize, slot: Slot) -> Value {
        let value = match slot.space {
            Space::ChildLine => self.line_rows.value(self.credits[credit].line as usize, slot.index),
            _ => self.credit_rows.value(credit, slot.index),
        };
        value.unwrap_or_default()
    }

    /// The credits of a period (from 0), of all managers.
    #[must_use]
    pub fn credits_of_period(&self, period: usize) -> Range<usize> {
        let before = |end: usize| self.credits.partition_point(|credit| usize::from(credit.period) < end);
        before(period)..before(period + 1)
    }

    /// The credits of a manager's period.
    #[must_use]
    pub fn credits_of(&self, manager: usize, period: usize) -> Range<usize> {
        self.credit_ranges.get(self.period_index(manager, period)).cloned().unwrap_or(0..0)
    }
}
