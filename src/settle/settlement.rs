//! What the fold gives: every row of every scope.

use std::ops::Range;

use rust_decimal::Decimal;

use super::dated::Timeline;
use super::laws::LawResult;
use super::line_rows::LineRows;
use super::rows::Rows;
use crate::book::{Book, Fault};
use crate::formula::{ChildRow, PackedRows, RowBuffer, Slot, Space, Table, Value};

/// A manager's part of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The line, a place in [`Book::lines`].
    pub line: u32,
    /// The manager, a place in [`Book::managers`].
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
    pub period_rows: Rows,
    /// Half-years: `managers × 2`.
    pub half_rows: PackedRows,
    /// Years, by manager.
    pub year_rows: PackedRows,
    /// What a manager's finer rows see of him, where that is more than what was typed: his rules that gather nothing.
    pub(super) heads: Rows,
    /// Managers.
    pub manager_rows: Rows,
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

    /// What the finer rows of a manager see of him; nothing where there is no such manager.
    pub(super) fn head<'s>(&'s self, book: &'s Book, manager: usize) -> &'s [Value] {
        let typed = || book.managers.get(manager).map_or(&[][..], |person| &person.values);
        self.heads.get(manager).unwrap_or_else(typed)
    }

    /// A credit as its manager's rows see it, in the memory of the caller.
    #[must_use]
    pub fn child<'b>(&self, credit: usize, [own, line]: &'b mut [RowBuffer; 2]) -> ChildRow<'b> {
        let number = self.credits[credit].line as usize;
        ChildRow { own: self.credit_rows.read(credit, own), line: self.line_rows.read(number, line) }
    }

    /// One slot of the same row.
    pub(super) fn child_value(&self, credit: usize, slot: Slot) -> Value {
        let value = match slot.space {
            Space::ChildLine => self.line_rows.value(self.credits[credit].line as usize, slot.index),
            _ => self.credit_rows.value(credit, slot.index),
        };
        value.unwrap_or_default()
    }

    /// The credits of a manager's period.
    #[must_use]
    pub fn credits_of(&self, manager: usize, period: usize) -> Range<usize> {
        self.credit_ranges.get(self.period_index(manager, period)).cloned().unwrap_or(0..0)
    }
}
