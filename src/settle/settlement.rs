//! What the fold gives: every row of every scope.

use std::ops::Range;

use rust_decimal::Decimal;

use super::dated::{OfLine, Timeline};
use super::law_result::LawResult;
use super::row_key::RowKey;
use super::taint::Taint;
use crate::book::{Book, Fault};
use crate::formula::{Above, ChildRow, Children, Columns, Context, Row, Scope, Table, Value};
use crate::policy::{Opening, Policy, builtin};

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
    /// What is in force for each line, where any setting changes.
    pub(super) of_lines: Vec<OfLine>,
    /// The last period that is computed, from 0.
    pub(super) last_period: usize,
    /// Tables, in the policy's order.
    pub tables: Vec<Table>,
    /// Credits by period, then manager, then line.
    pub credits: Vec<Credit>,
    /// Where the credits of a manager's period begin and end.
    pub(super) credit_ranges: Vec<Range<usize>>,
    /// Where the adjustments of a manager's period, or of his year-end, begin and end.
    pub(super) adjustment_ranges: Vec<Range<usize>>,
    /// The figures: a table for each scope, of periods and half-years one each.
    columns: [Vec<Columns>; Scope::COUNT],
    people: usize,
    /// The laws, with both sides.
    pub laws: Vec<LawResult>,
    /// Warnings of the policy's checks.
    pub warnings: Vec<Fault>,
    /// Rows that others may not count on: none in what is returned.
    pub(super) taint: Taint,
    /// Net of all lines, and of all parts (outside units' included), for the first law.
    pub(super) parts: (Decimal, Decimal),
}

impl Settlement {
    /// Of a book, with no row but the department's and those of the lines, and nothing in them but what was typed.
    pub(super) fn new(policy: &Policy, book: &Book) -> Self {
        let people = book.managers.len();
        let width = |scope: Scope| policy.scope(scope).width;
        let tables = |scope: Scope| {
            let rules = !policy.scope(scope).rules.is_empty();
            let (tables, rows) = match scope {
                Scope::Line => (1, book.lines.len()),
                Scope::Credit => (0, 0),
                Scope::Adjustment => (1, book.adjustments.len()),
                Scope::Period => (book.periods_a_year(), people),
                Scope::Half => (if rules { 2 } else { 0 }, people),
                Scope::Year => (usize::from(rules), people),
                Scope::Manager => (1, people),
                Scope::DepartmentPeriod => (book.periods_a_year(), 1),
                Scope::Department => (1, 1),
            };
            vec![Columns::new(rows, width(scope)); tables]
        };
        let timeline = Timeline::new(policy, book);
        let mut settlement = Self {
            periods_a_year: book.periods_a_year(),
            settings: book.settings.iter().map(|given| given.value).collect(),
            of_lines: timeline.of_lines(&book.lines),
            timeline,
            last_period: book.through.index(),
            tables: book.tables.iter().map(|facts| facts.table.clone()).collect(),
            columns: Scope::ALL.map(tables),
            people,
            ..Self::default()
        };
        settlement.settings = settlement.settings_of(RowKey::Department).to_vec();
        settlement.columns[Scope::Line.index()][0].show(&book.line_values, builtin::PERIOD + 1);
        settlement.set(RowKey::Department, &[]);
        settlement
    }

    /// The credits, by period and manager, with what stands in their rows before anything is computed.
    pub(super) fn credited(&mut self, credits: Vec<Credit>, rows: Columns) {
        self.credits = credits;
        self.columns[Scope::Credit.index()] = vec![rows];
        let mut ranges = vec![0..0; self.people * self.periods_a_year];
        let mut start = 0;
        for credits in self.credits.chunk_by(|a, b| (a.period, a.manager) == (b.period, b.manager)) {
            let first = credits[0];
            let end = start + credits.len();
            ranges[self.of_period(first.manager as usize, usize::from(first.period))] = start..end;
            start = end;
        }
        self.credit_ranges = ranges;
    }

    /// Gives back the memory of the lines and of their credits: from now on it is as if there were none.
    pub fn forget_lines(&mut self) {
        self.credits = Vec::new();
        self.credit_ranges.fill(0..0);
        self.of_lines = Vec::new();
        for scope in [Scope::Line, Scope::Credit] {
            self.columns[scope.index()] = Vec::new();
        }
    }

    /// Where a manager's period stands among those of all.
    fn of_period(&self, manager: usize, period: usize) -> usize {
        manager * self.periods_a_year + period
    }

    fn table(&self, key: RowKey) -> Option<(&Columns, usize)> {
        let (table, place) = key.place();
        Some((self.columns[key.scope().index()].get(table)?, place))
    }

    /// A row, as far as it is settled; `None` where there is none.
    #[must_use]
    pub fn row(&self, key: RowKey) -> Option<Row<'_>> {
        let (columns, place) = self.table(key)?;
        columns.has(place).then(|| columns.row(place))
    }

    /// Whether there is such a row.
    #[must_use]
    pub fn has(&self, key: RowKey) -> bool {
        self.table(key).is_some_and(|(columns, place)| columns.has(place))
    }

    /// A figure of a row; `None` where there is no such row.
    #[must_use]
    pub fn value(&self, key: RowKey, slot: usize) -> Option<Value> {
        let (columns, place) = self.table(key)?;
        columns.value(place, slot)
    }

    /// The same as a number; a blank is 0.
    #[must_use]
    pub fn number(&self, key: RowKey, slot: usize) -> Option<Decimal> {
        self.value(key, slot)?.as_number()
    }

    /// Puts a figure into a row that is there.
    pub(super) fn put(&mut self, key: RowKey, slot: usize, value: Value) {
        let (table, place) = key.place();
        self.columns[key.scope().index()][table].put(place, slot, value);
    }

    /// Says that there is a row, and puts figures into its first slots.
    pub(super) fn set(&mut self, key: RowKey, row: &[Value]) {
        let (table, place) = key.place();
        self.columns[key.scope().index()][table].set(place, row);
    }

    /// The rows of a scope that are there: person by person.
    pub fn keys(&self, scope: Scope) -> impl Iterator<Item = RowKey> + '_ {
        let (people, numbers) = match scope {
            Scope::Line | Scope::Credit | Scope::Adjustment => {
                (1, self.columns[scope.index()].first().map_or(0, Columns::len))
            }
            _ => (self.people(scope), self.numbers(scope)),
        };
        let all = (0..people).flat_map(move |person| (0..numbers).map(move |n| RowKey::of(scope, person, n)));
        all.filter(|key| self.has(*key))
    }

    /// How many rows of a scope from the period up there are.
    #[must_use]
    pub fn count(&self, scope: Scope) -> usize {
        if matches!(scope, Scope::Line | Scope::Credit | Scope::Adjustment) { 0 } else { self.keys(scope).count() }
    }

    /// The manager's latest period before one, as a number from 0. Between two there is none but where he has left.
    #[must_use]
    pub fn before(&self, person: usize, period: usize) -> Option<usize> {
        (0..period).rev().find(|period| self.has(RowKey::Period { person, period: *period }))
    }

    /// What a manager's year closes with, of that for which the next one opens: his figure, or that of his latest period;
    /// nothing where he has none.
    #[must_use]
    pub fn closing(&self, person: usize, opening: &Opening) -> Option<Decimal> {
        let key = match opening.scope {
            Scope::Period => RowKey::Period { person, period: self.before(person, self.periods_a_year)? },
            _ => RowKey::Manager { person },
        };
        self.number(key, opening.slot)
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

    /// Of how many people a scope has rows of their own: of the department one.
    #[must_use]
    pub fn people(&self, scope: Scope) -> usize {
        match scope {
            Scope::DepartmentPeriod | Scope::Department => 1,
            _ => self.people,
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

    /// The rows that a row's formulas see beside its own: its manager's, a credit's line, and the manager's period before.
    pub(super) fn beside(&self, key: RowKey) -> [Option<RowKey>; 3] {
        match key {
            RowKey::Credit(at) => {
                let Credit { manager, line, .. } = self.credits[at];
                [Some(RowKey::Manager { person: manager as usize }), Some(RowKey::Line(line as usize)), None]
            }
            RowKey::Period { person, period } => {
                let before = self.before(person, period).map(|period| RowKey::Period { person, period });
                [Some(RowKey::Manager { person }), None, before]
            }
            RowKey::Half { person, .. } | RowKey::Year { person } => [Some(RowKey::Manager { person }), None, None],
            _ => [None; 3],
        }
    }

    /// The table in which a row stands.
    pub(super) fn table_of(&self, key: RowKey) -> Option<&Columns> {
        Some(self.table(key)?.0)
    }

    /// Takes a copy of a column that is the book's, so that figures can be put into it.
    pub(super) fn own_column(&mut self, scope: Scope, slot: usize) {
        self.columns[scope.index()].iter_mut().for_each(|table| table.own(slot));
    }

    /// Taints a column of a scope in all rows.
    pub(super) fn taint_column(&mut self, scope: Scope, slot: usize) {
        self.columns[scope.index()].iter_mut().for_each(|table| table.taint(slot));
    }

    /// Whether anything is tainted.
    pub(super) fn is_tainted(&self) -> bool {
        self.taint.book || !self.taint.rows.is_empty() || self.columns.iter().flatten().any(Columns::is_tainted)
    }

    /// Puts into rows of one table what stands for them in the same slot of another: for each its place there.
    pub(super) fn take(&mut self, slot: usize, other: &Columns, mut rows: impl Iterator<Item = (RowKey, usize)>) {
        let Some((first, row)) = rows.next() else { return };
        let (table, place) = first.place();
        let places = std::iter::once((place, row)).chain(rows.map(|(key, row)| (key.place().1, row)));
        self.columns[first.scope().index()][table].take(slot, other, places);
    }

    /// Whether there are no rows of a scope at all.
    pub(super) fn lacks(&self, scope: Scope) -> bool {
        self.columns[scope.index()].iter().all(Columns::is_empty)
    }

    /// All that the formulas of a row can see; `family` is the same row's.
    pub(super) fn context<'c>(&'c self, key: RowKey, family: &'c (impl Above + Children)) -> Context<'c> {
        let row = |key: RowKey| self.row(key).unwrap_or_default();
        let beside = self.beside(key);
        let [manager, line, mut previous] = beside.map(|key| key.map_or(Row::default(), row));
        if self.taint.before(key, beside[2]) {
            previous = Row::Tainted;
        }
        Context {
            settings: self.settings_of(key),
            tables: &self.tables,
            own: row(key),
            manager,
            line,
            above: family,
            previous,
            children: family,
            child: None,
        }
    }

    /// A row as rows that gather it see it.
    #[must_use]
    pub fn child(&self, key: RowKey) -> Option<ChildRow<'_>> {
        let own = self.row(key)?;
        let (person, line) = match key {
            RowKey::Credit(at) => {
                let credit = self.credits[at];
                (Some(credit.manager as usize), self.row(RowKey::Line(credit.line as usize)).unwrap_or_default())
            }
            key => (key.person(), Row::default()),
        };
        let manager = person.and_then(|person| self.row(RowKey::Manager { person })).unwrap_or_default();
        Some(ChildRow { own, line, manager })
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
        self.credit_ranges.get(self.of_period(manager, period)).cloned().unwrap_or(0..0)
    }
}
