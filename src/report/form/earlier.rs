//! A form from an earlier input, without computing it: its people, settings, tables, shares and rules, and last year's tasks,
//! for somebody to confirm.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::closing::{is_outside, to_confirm};
use super::entry::Entry;
use super::filling::{Filling, ListedPerson};
use super::next::Carried;
use crate::book::Period;
use crate::lang::{Lang, fold};
use crate::policy::{Column, ColumnRole, Policy, RowKind, Sheet};
use crate::report::sheet::CellValue;
use crate::say;

/// An earlier input.
pub struct Earlier<'a> {
    /// What stands in it.
    pub carried: Carried,
    /// Its name, for notes.
    pub file: &'a str,
    /// The year that the form is for, where the input names its own.
    pub year: Option<i16>,
}

/// The form of the year after an earlier input; the people are those of a list, where one is given, and their tasks first of
/// all what it says.
#[must_use]
pub fn next_form(policy: &Policy, earlier: Earlier<'_>, listed: Option<Vec<ListedPerson>>, lang: Lang) -> Filling {
    let Earlier { carried: Carried { settings, dated, tables, sheets, rules, .. }, file, year } = earlier;
    let anew = listed.is_some();
    let of = policy.sheets.iter().zip(&sheets).find(|(sheet, _)| sheet.row == RowKind::Manager);
    let (columns, rows) = of.map_or((&[][..], &[][..]), |(sheet, rows)| (&sheet.columns[..], &rows[..]));
    let mut people = listed.unwrap_or_else(|| {
        // Who has left stays listed: money of his may still come.
        rows.iter().map(|(_, row)| ListedPerson { person: unopened(columns, row), tasks: Vec::new() }).collect()
    });
    let id = columns.iter().position(|column| column.role == ColumnRole::Id);
    let ids: HashSet<String> = id.map(|at| rows.iter().map(|(_, row)| named(&row[at])).collect()).unwrap_or_default();
    for ListedPerson { person, .. } in &mut people {
        let known = id.and_then(|at| person.get(at)).is_some_and(|id| ids.contains(&named(id)));
        for (column, entry) in columns.iter().zip(person.iter_mut()).filter(|(_, entry)| known && entry.is_blank()) {
            let Some(opening) = &column.opens_with else { continue };
            let label = &opening.label;
            *entry = Entry::default().marked(say!(Form::ClosingNotInFile { label, file }).get(lang));
        }
    }
    let gone = outside(policy, &people, year);
    let whose = |sheet: &Sheet| {
        let (id, when) = (sheet.column(ColumnRole::Id)?, sheet.column(ColumnRole::Period)?);
        Some(move |row: &[Entry]| (named(&row[id]), Period::read(policy.period, &row[when].value.text())))
    };
    let mut filling = Filling::of_people(policy, people);
    (filling.settings, filling.dated, filling.tables, filling.rules) = (settings, dated, tables, rules);
    for (at, sheet) in policy.sheets.iter().enumerate() {
        match sheet.row {
            RowKind::Period => {
                let Some(whose) = whose(sheet) else { continue };
                filling.sheets[at].retain(|row| !gone.contains(&whose(row)));
            }
            // Whom a list leaves out has no share of it either.
            RowKind::Split if !anew => {
                filling.sheets[at] = sheets[at].iter().map(|(_, row)| row.clone()).collect();
            }
            _ => {}
        }
    }
    let note = Arc::from(say!(Form::FigureOfFile { file }).get(lang));
    for (at, sheet) in policy.sheets.iter().enumerate().filter(|(_, s)| s.anchor && s.row == RowKind::Period) {
        let Some(whose) = whose(sheet) else { continue };
        // Of several rows the first counts.
        let known: HashMap<_, _> = sheets[at].iter().rev().map(|(_, row)| (whose(row), row)).collect();
        for row in &mut filling.sheets[at] {
            let Some(old) = known.get(&whose(row)) else { continue };
            let tasks = || sheet.columns.iter().zip(*old).filter(|(column, _)| column.task);
            // A leave is nobody's task of next year.
            if tasks().next().is_some() && tasks().all(|(_, entry)| is_zero(entry)) {
                continue;
            }
            to_confirm(sheet.values(), row, old, &note);
        }
    }
    filling
}

/// Somebody's row without what his year opened with: what it closes with is in no input.
fn unopened(columns: &[Column], row: &[Entry]) -> Vec<Entry> {
    let cells = columns.iter().zip(row);
    cells.map(|(column, entry)| if column.opens_with.is_some() { Entry::default() } else { entry.clone() }).collect()
}

/// Whose periods of the year lie wholly outside the dates of employment: nobody has tasks in them.
fn outside(policy: &Policy, people: &[ListedPerson], year: Option<i16>) -> HashSet<(String, Option<Period>)> {
    let listed = policy.sheets.iter().find(|sheet| sheet.row == RowKind::Manager);
    let (Some(sheet), Some(year)) = (listed, year) else { return HashSet::new() };
    let mut found = HashSet::new();
    for ListedPerson { person, .. } in people {
        let date = |role| match &person.get(sheet.column(role)?)?.value {
            CellValue::Date(date) => Some(*date),
            _ => None,
        };
        let Some(id) = sheet.column(ColumnRole::Id).and_then(|id| person.get(id)) else { continue };
        let (joined, left) = (date(ColumnRole::Joined), date(ColumnRole::Left));
        let outside = Period::all(policy.period).filter(|period| is_outside(*period, year, joined, left));
        found.extend(outside.map(|period| (named(id), Some(period))));
    }
    found
}

fn is_zero(entry: &Entry) -> bool {
    matches!(&entry.value, CellValue::Number(number) if number.is_zero())
}

/// Whom a cell names.
fn named(entry: &Entry) -> String {
    fold(&entry.value.text())
}
