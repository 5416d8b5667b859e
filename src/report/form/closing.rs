//! The present run, seen from the next period: whose rows the input has, and what a new row begins with.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::entry::Entry;
use crate::book::{Book, Period};
use crate::formula::Value;
use crate::lang::{Lang, Words, fold};
use crate::policy::{Column, ColumnRole, Policy, RowKind, Sheet, builtin};
use crate::report::Results;
use crate::report::sheet::{CellValue, Tone};

/// A row of the next input, and whose it is where that matters.
pub(super) struct NextRow {
    pub manager: Option<usize>,
    pub period: Option<Period>,
    pub entries: Vec<Entry>,
}

/// The present run, seen from the next period.
pub(super) struct Closing<'a> {
    pub results: &'a Results<'a>,
    pub lang: Lang,
    /// The period that comes next, in the same year or the first of the next.
    pub next: Period,
    /// Whether a new year begins.
    pub new_year: bool,
    /// Whether somebody has recorded the results.
    pub recorded: bool,
    /// The managers' ids as they were typed, numbers as numbers.
    pub ids: Vec<Option<Entry>>,
    pub whose: Whose,
}

/// Whose the rows of the input are.
pub(super) struct Whose {
    /// Managers by the row of the sheet of managers, and by id.
    people: HashMap<u32, usize>,
    ids: HashMap<String, usize>,
    /// Places of [`Book::periods`], by sheet and row.
    periods: HashMap<(usize, u32), usize>,
}

impl Whose {
    /// Of several rows the first counts.
    pub(super) fn of(book: &Book) -> Self {
        let people = || book.managers.iter().enumerate().rev();
        let rows = book.periods.iter().enumerate().rev().filter_map(|(at, row)| Some((at, row.as_ref()?)));
        let periods =
            rows.flat_map(|(at, row)| row.rows.iter().enumerate().map(move |(sheet, row)| ((sheet, *row), at)));
        Self {
            people: people().map(|(at, manager)| (manager.row, at)).collect(),
            ids: people().map(|(at, manager)| (fold(&manager.id), at)).collect(),
            periods: periods.collect(),
        }
    }
}

/// Rows by whose and when they are; of several the first.
pub(super) fn by_period(rows: &[NextRow]) -> HashMap<(usize, Period), usize> {
    let key = |row: &NextRow| row.manager.zip(row.period);
    rows.iter().enumerate().rev().filter_map(|(at, row)| Some((key(row)?, at))).collect()
}

/// Whether a period of a year lies wholly outside the dates of employment.
pub(super) fn is_outside(period: Period, year: i16, joined: Option<Date>, left: Option<Date>) -> bool {
    let gone = left.zip(period.first_day(year)).is_some_and(|(left, first)| left < first);
    gone || joined.zip(period.last_day(year)).is_some_and(|(joined, last)| joined > last)
}

/// Fills figures of last year into the blank cells of a row, for somebody to confirm. What was chosen from a table for one
/// period, such as a grade, ends with the year.
pub(super) fn to_confirm<'s>(
    columns: impl Iterator<Item = (usize, &'s Column, usize)>,
    row: &mut [Entry],
    old: &[Entry],
    note: &Arc<str>,
) {
    for (at, ..) in columns.filter(|(_, column, _)| column.table.is_none()) {
        if row[at].is_blank() && !old[at].is_blank() {
            row[at] = Entry::new(old[at].value.clone()).marked(Arc::clone(note));
        }
    }
}

/// Places of rows by their numbers in the input.
#[must_use]
pub fn by_number(rows: &[(u32, Vec<Entry>)]) -> HashMap<u32, usize> {
    rows.iter().enumerate().map(|(at, (number, _))| (*number, at)).collect()
}

impl Closing<'_> {
    pub(super) fn policy(&self) -> &Policy {
        self.results.policy
    }

    pub(super) fn book(&self) -> &Book {
        self.results.book
    }

    pub(super) fn say(&self, words: &Words) -> String {
        words.get(self.lang).to_owned()
    }

    /// Whose row a row of the input is.
    pub(super) fn whose(&self, at: usize, sheet: &Sheet, number: u32) -> (Option<usize>, Option<Period>) {
        let book = self.book();
        match sheet.row {
            RowKind::Manager => (self.whose.people.get(&number).copied(), None),
            RowKind::Period => {
                let a_year = book.periods_a_year();
                let found = self.whose.periods.get(&(at, number)).copied();
                let period = |index: usize| {
                    u8::try_from(index % a_year + 1).ok().and_then(|n| Period::new(self.policy().period, n))
                };
                match book.prepared.get(&(at, number)) {
                    Some(&(manager, period)) => (Some(manager), Some(period)),
                    None => (found.map(|index| index / a_year), found.and_then(period)),
                }
            }
            _ => (None, None),
        }
    }

    /// Whose row it is by what stands there: one of somebody who is not there then is in no book.
    pub(super) fn said(&self, sheet: &Sheet, entries: &[Entry]) -> (Option<usize>, Option<Period>) {
        let under = |role: ColumnRole| entries.get(sheet.column(role)?).map(|entry| entry.value.text());
        let id = under(ColumnRole::Id).unwrap_or_default();
        let manager = self.whose.ids.get(&fold(&id)).copied();
        (manager, under(ColumnRole::Period).and_then(|text| Period::read(self.policy().period, &text)))
    }

    /// A manager's id as it was typed.
    pub(super) fn id(&self, manager: usize) -> Entry {
        let typed = self.ids.get(manager).cloned().flatten();
        typed.unwrap_or_else(|| Entry::text(&self.book().managers[manager].id))
    }

    /// A row with nothing but whose it is.
    pub(super) fn blank(&self, sheet: &Sheet, manager: usize, period: Period) -> NextRow {
        let book = self.book();
        let entries = sheet.columns.iter().map(|column| match column.role {
            ColumnRole::Id | ColumnRole::Manager => self.id(manager),
            ColumnRole::Period => Entry::text(period.to_string()),
            // Whom someone reports to stays so until somebody says otherwise.
            ColumnRole::Value { slot } if column.superior => {
                let now = book.period(manager, book.through).map(|row| row.values[slot - builtin::PERIOD - 1]);
                Entry { tone: Tone::Input, ..Entry::new(self.cell(now.unwrap_or_default())) }
            }
            _ => Entry::default(),
        });
        NextRow { manager: Some(manager), period: Some(period), entries: entries.collect() }
    }

    /// A value as a cell holds it, in the language of the next input.
    pub(super) fn cell(&self, value: Value) -> CellValue {
        match value {
            Value::Number(number) => CellValue::Number(number.normalize()),
            Value::NotApplicable => CellValue::Blank,
            value => self.results.cell_value(value, self.lang),
        }
    }

    /// Whether a manager is gone when the next period begins: who leaves with the last day of this one has none after it.
    pub(super) fn leaves(&self, manager: usize) -> bool {
        self.book().gone_after(manager, self.book().through)
    }
}
