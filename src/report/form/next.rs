//! The next period's input from this one's: through advanced, closed periods' amounts paid filled in, a
//! review's proposals marked and listed. Nothing that changes anyone's pay is applied.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::closing::{Closing, NextRow, Whose, by_number, by_period, is_outside, to_confirm};
use super::entry::Entry;
use super::filling::Filling;
use super::review::{propose, write_accepted};
use super::typed::TypedRows;
use crate::book::Period;
use crate::lang::Lang;
use crate::policy::{Column, ColumnRole, RowKind, Sheet};
use crate::report::Results;
use crate::report::sheet::CellValue;
use crate::say;

/// What stands in the present input.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// Values of settings, by name.
    pub settings: Vec<(String, Entry)>,
    /// Later values of settings, by name: the first day, and the value from then on.
    pub dated: Vec<(String, Vec<(Entry, Entry)>)>,
    /// Rows of each table of the policy.
    pub tables: Vec<Vec<Vec<Entry>>>,
    /// Rows of each sheet of the policy but those of lines, with their numbers in the input.
    pub sheets: Vec<Vec<(u32, Vec<Entry>)>>,
    /// Rows of each sheet of lines of the policy; of the other sheets none.
    pub lines: Vec<TypedRows>,
    /// Rules of the policy that the workbook replaces: name, formula.
    pub rules: Vec<(String, String)>,
}

/// The next period's input; what nobody has `recorded` is to be confirmed where it opens a year.
#[must_use]
pub fn next_period(results: &Results<'_>, carried: Carried, recorded: bool, lang: Lang) -> Filling {
    let policy = results.policy;
    let book = results.book;
    let after = Period::new(policy.period, book.through.number() + 1);
    let next = after.or_else(|| Period::new(policy.period, 1)).unwrap_or(book.through);
    let Carried { mut settings, dated, tables, mut sheets, lines, rules } = carried;
    let listed = policy.sheets.iter().zip(&sheets).find(|(sheet, _)| sheet.row == RowKind::Manager);
    let places = listed.map(|(_, rows)| by_number(rows)).unwrap_or_default();
    let ids = book.managers.iter().map(|person| {
        let (sheet, rows) = listed?;
        let (_, row) = &rows[*places.get(&person.row)?];
        Some(Entry::new(row[sheet.column(ColumnRole::Id)?].value.clone()))
    });
    let ids = ids.collect();
    let closing = Closing { results, lang, next, new_year: after.is_none(), recorded, ids, whose: Whose::of(book) };
    closing.advance(&mut settings);
    write_accepted(&closing, &mut sheets);
    let mut sheet_rows: Vec<Vec<NextRow>> = Vec::new();
    for (at, (sheet, own)) in policy.sheets.iter().zip(sheets).enumerate() {
        sheet_rows.push(closing.sheet(at, sheet, own));
    }
    let proposals = propose(&closing, &mut sheet_rows);
    let plain = |rows: Vec<NextRow>| rows.into_iter().map(|row| row.entries).collect();
    // A new year begins without lines.
    let lines = if closing.new_year { Vec::new() } else { lines };
    Filling { settings, dated, tables, sheets: sheet_rows.into_iter().map(plain).collect(), lines, rules, proposals }
}

impl Closing<'_> {
    /// The year and the through period.
    fn advance(&self, settings: &mut Vec<(String, Entry)>) {
        let before = self.book().through;
        let mut put = |name: &str, entry: Entry| {
            settings.retain(|(given, _)| given != name);
            settings.push((name.to_owned(), entry));
        };
        let year = Decimal::from(self.book().year + i16::from(self.new_year));
        put("year", Entry::new(CellValue::Number(year)));
        let note = say!(Form::LastRunThrough { before });
        put("through", Entry { note: self.say(&note).into(), ..Entry::text(self.next.to_string()) });
        // Within a year the version stays; a new year takes what is in force on its first day.
        let version = if self.new_year { Entry::default() } else { Entry::text(&self.policy().version) };
        put("policy_version", version);
    }

    fn sheet(&self, at: usize, sheet: &Sheet, own: Vec<(u32, Vec<Entry>)>) -> Vec<NextRow> {
        let mut known: Vec<NextRow> = own
            .into_iter()
            .map(|(number, entries)| {
                let (manager, period) = match self.whose(at, sheet, number) {
                    (None, None) if sheet.row == RowKind::Period => self.said(sheet, &entries),
                    known => known,
                };
                NextRow { manager, period, entries }
            })
            .collect();
        if sheet.row == RowKind::Manager && self.new_year {
            super::openings::open(self, sheet, &mut known);
        }
        match sheet.row {
            RowKind::Adjustment if self.new_year => super::owed::rows(self, sheet),
            // Adjustments of closed periods stay: they are a part of what was paid for them.
            RowKind::Adjustment | RowKind::Manager | RowKind::Split | RowKind::Line => known,
            RowKind::Period if sheet.closed => self.paid(sheet, &known),
            RowKind::Period if sheet.anchor && self.new_year => self.next_year(at, sheet, &known),
            RowKind::Period if self.new_year && !sheet.required_each_period => Vec::new(),
            RowKind::Period => self.with_next(at, sheet, known),
        }
    }

    /// Managers who were there in the period that is closed now, and whose rows belong on the sheet: of several sheets
    /// that say who is there, such as one a department, each has its own people.
    fn present(&self, at: usize, sheet: &Sheet) -> impl Iterator<Item = usize> {
        let (book, everyone) = (self.book(), sheet.required_each_period);
        let belongs = move |manager: &usize| {
            let there = !self.leaves(*manager);
            there && book.period(*manager, book.through).is_some_and(|row| everyone || row.rows[at] > 0)
        };
        (0..book.managers.len()).filter(belongs)
    }

    /// The rows there are, and one for the next period where it is missing.
    fn with_next(&self, at: usize, sheet: &Sheet, mut rows: Vec<NextRow>) -> Vec<NextRow> {
        if self.new_year {
            rows.clear();
        }
        // What was prepared for someone who has gone since asks for nothing.
        let figures = |row: &NextRow| {
            let mut cells = row.entries.iter().zip(&sheet.columns);
            let figure = |column: &Column| matches!(column.role, ColumnRole::Value { .. }) && !column.superior;
            cells.any(|(entry, column)| figure(column) && !entry.is_blank())
        };
        let gone = |row: &NextRow| row.manager.zip(row.period).is_some_and(|(m, p)| self.book().after_leaving(m, p));
        rows.retain(|row| figures(row) || !gone(row));
        let known = by_period(&rows);
        for manager in self.present(at, sheet) {
            // Nobody scores a leave.
            if sheet.not_of_leave && !self.new_year && self.is_leave(manager, self.next) {
                continue;
            }
            if !known.contains_key(&(manager, self.next)) {
                rows.push(self.blank(sheet, manager, self.next));
            }
        }
        rows
    }

    /// Whether a manager's tasks of a period are 0.
    fn is_leave(&self, manager: usize, period: Period) -> bool {
        self.book().period(manager, period).is_some_and(|row| row.is_leave(self.policy()))
    }

    /// Whether a period of the next year has days on which a manager will be employed, as far as his dates say.
    fn employed_next_year(&self, manager: usize, period: Period) -> bool {
        let manager = &self.book().managers[manager];
        !is_outside(period, self.book().year + 1, manager.joined, manager.left)
    }

    /// A new year's tasks are not known: last year's stand there to be confirmed.
    fn next_year(&self, at: usize, sheet: &Sheet, old: &[NextRow]) -> Vec<NextRow> {
        let year = self.book().year;
        let note: Arc<str> = self.say(&say!(Form::FigureOfLastYear { year })).into();
        let (mut rows, places) = (Vec::new(), by_period(old));
        for manager in self.present(at, sheet) {
            for number in 1..=self.policy().period.count() {
                let Some(period) = Period::new(self.policy().period, number) else { continue };
                if !self.employed_next_year(manager, period) {
                    continue;
                }
                let mut row = self.blank(sheet, manager, period);
                // A leave is nobody's task of next year.
                let place = places.get(&(manager, period)).filter(|_| !self.is_leave(manager, period));
                if let Some(old) = place.map(|place| &old[*place].entries) {
                    let columns = sheet.values().filter(|(_, column, _)| !column.superior);
                    to_confirm(columns, &mut row.entries, old, &note);
                }
                rows.push(row);
            }
        }
        rows
    }
}
