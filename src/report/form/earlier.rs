//! A form from an earlier input, without computing it: people who are still there, tables, and last year's tasks, for
//! somebody to confirm.

use super::next::Carried;
use super::{Entry, Filling};
use crate::book::Period;
use crate::lang::Lang;
use crate::policy::{Policy, Role, RowKind, Sheet};
use crate::report::sheet::CellValue;
use crate::say;

/// The form of the year after an earlier input; the people are those of a list, where one is given.
#[must_use]
pub fn next_form(
    policy: &Policy,
    carried: Carried,
    listed: Option<Vec<Vec<Entry>>>,
    file: &str,
    lang: Lang,
) -> Filling {
    let Carried { tables, sheets, .. } = carried;
    let of = |wanted: RowKind| policy.sheets.iter().zip(&sheets).find(move |(sheet, _)| sheet.row == wanted);
    let people = listed.unwrap_or_else(|| {
        let Some((sheet, rows)) = of(RowKind::Manager) else { return Vec::new() };
        let left = column(sheet, Role::Left);
        let there = |row: &&Vec<Entry>| left.is_none_or(|left| row[left].is_blank());
        rows.iter().map(|(_, row)| row).filter(there).cloned().collect()
    });
    let mut filling = Filling::of_people(policy, people);
    filling.tables = tables;
    let note = say!(Form::FigureOfFile { file });
    for (at, sheet) in policy.sheets.iter().enumerate().filter(|(_, s)| s.anchor && s.row == RowKind::Period) {
        let (Some(id), Some(when)) = (column(sheet, Role::Id), column(sheet, Role::Period)) else { continue };
        for row in &mut filling.sheets[at] {
            let period = |entry: &Entry| Period::read(policy.period, &entry.value.text());
            let whose = |other: &&Vec<Entry>| same(&other[id], &row[id]) && period(&other[when]) == period(&row[when]);
            let Some(old) = sheets[at].iter().map(|(_, row)| row).find(whose) else { continue };
            let tasks = || sheet.columns.iter().zip(old).filter(|(column, _)| column.task);
            // A leave is nobody's task of next year.
            if tasks().next().is_some() && tasks().all(|(_, entry)| is_zero(entry)) {
                continue;
            }
            for ((entry, old), column) in row.iter_mut().zip(old).zip(&sheet.columns) {
                let figure = matches!(column.role, Role::Value { .. }) && column.table.is_none();
                if figure && !old.is_blank() {
                    *entry = Entry::new(old.value.clone()).marked(note.get(lang));
                }
            }
        }
    }
    filling
}

fn column(sheet: &Sheet, role: Role) -> Option<usize> {
    sheet.columns.iter().position(|column| column.role == role)
}

fn is_zero(entry: &Entry) -> bool {
    matches!(&entry.value, CellValue::Number(number) if number.is_zero())
}

/// Whether two cells name the same person.
fn same(one: &Entry, other: &Entry) -> bool {
    let text = |entry: &Entry| entry.value.text().trim().to_lowercase();
    text(one) == text(other)
}
