//! A list of people, as a personnel department gives it: a sheet, or comma-separated text, under the headings of the
//! policy's own sheet of people; and, in the same rows, their tasks, each under its period (`Q1基数`, `Target Q1`).

use std::path::Path;

use super::cells;
use super::elsewhere::cannot_read;
use super::failure::{Failure, FailureKind};
use super::library::file_name;
use super::talk::Talk;
use crate::book::{Findings, Period};
use crate::lang::{Lang, Words};
use crate::policy::{Column, ColumnRole, Policy, RowKind};
use crate::report::form::{Entry, ListedPerson, Task, entry_unit};
use crate::say;
use crate::workbook::read::raw::{TypedSheet, separated, under};
use crate::workbook::read::source::{RawCell, SourceWorkbook};
use crate::workbook::read::text::fold;

/// What a column of the list is: one of the sheet of people, or a task of a period (sheet, column).
enum ListColumn {
    Person,
    Task(usize, Period, usize),
}

/// Who stands on a list, and what tasks it gives them.
///
/// # Errors
/// A file that cannot be read, one without a heading for the ids, one with a row of somebody without an id, and whatever
/// could be money and is not read as what it is.
pub(super) fn listed(path: &Path, policy: &Policy, talk: Talk) -> Result<Vec<ListedPerson>, Failure> {
    let lang = talk.early();
    let (columns, of) = columns(policy);
    let id = columns.iter().position(|column| column.role == ColumnRole::Id);
    let csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let sheet = if csv { from_csv(path, &columns, lang)? } else { from_workbook(path, &columns, policy, talk)? };
    let rows = sheet.rows.into_iter().map(|(_, cells)| listed_row(&cells, &columns, &of, csv));
    tell(path, sheet.findings, talk)?;
    let filled = rows.filter(|row| !row.tasks.is_empty() || row.person.iter().any(|entry| !entry.is_blank()));
    let named = |row: &ListedPerson| id.and_then(|id| row.person.get(id)).is_some_and(|id| !id.is_blank());
    let (rows, nameless): (Vec<_>, Vec<_>) = filled.partition(named);
    let (path, heading) = (path.display(), id.map_or_else(Default::default, |id| columns[id].label.clone()));
    let words = match (rows.len(), nameless.len()) {
        (0, _) => say!(Cli::NoPeopleListed { path, heading }),
        (_, 0) => return Ok(rows),
        (_, count) => say!(Cli::PeopleWithoutId { path, heading, count }),
    };
    Err(Failure::file(&words, lang))
}

/// The columns that a list may have: those of the sheet of people, then the tasks, each once a period.
fn columns(policy: &Policy) -> (Vec<Column>, Vec<ListColumn>) {
    let people = policy.sheets.iter().find(|sheet| sheet.row == RowKind::Manager);
    let mut columns = people.map_or_else(Vec::new, |sheet| sheet.columns.clone());
    let mut of: Vec<ListColumn> = columns.iter().map(|_| ListColumn::Person).collect();
    let anchors = policy.sheets.iter().enumerate().filter(|(_, s)| s.anchor && s.row == RowKind::Period);
    for (at, sheet) in anchors {
        for (index, column) in sheet.columns.iter().enumerate().filter(|(_, column)| column.task) {
            for period in Period::all(policy.period) {
                let label = column.label.clone();
                let also = label.spellings().chain(column.also.iter().map(String::as_str));
                let also = also.flat_map(|label| {
                    period
                        .spellings()
                        .into_iter()
                        .flat_map(move |period| [format!("{period}{label}"), format!("{label}{period}")])
                });
                let name = format!("{period}_{}", column.name);
                let words = |lang| format!("{period} {}", label.get(lang));
                columns.push(Column { also: also.collect(), name, label: Words::each(words), ..column.clone() });
                of.push(ListColumn::Task(at, period, index));
            }
        }
    }
    (columns, of)
}

fn listed_row(cells: &[Option<RawCell>], columns: &[Column], of: &[ListColumn], csv: bool) -> ListedPerson {
    let mut row = ListedPerson::default();
    for ((cell, column), of) in cells.iter().zip(columns).zip(of) {
        let entry = cell.as_ref().map_or_else(Entry::default, |cell| {
            let typed = if csv { as_typed(cell, column) } else { cell.clone() };
            Entry::new(cells::figure(&typed, entry_unit(column)))
        });
        match *of {
            ListColumn::Person => row.person.push(entry),
            ListColumn::Task(sheet, period, column) if !entry.is_blank() => {
                row.tasks.push(Task { sheet, period, column, entry });
            }
            ListColumn::Task(..) => {}
        }
    }
    row
}

/// An id that is all digits is a number, as a spreadsheet would have it, unless it begins with 0.
fn as_typed(cell: &RawCell, column: &Column) -> RawCell {
    match cell {
        RawCell::Text(text)
            if column.role == ColumnRole::Id
                && text.bytes().all(|b| b.is_ascii_digit())
                && !text.starts_with('0')
                && text.len() < 15 =>
        {
            text.parse().map_or_else(|_| cell.clone(), RawCell::Number)
        }
        cell => cell.clone(),
    }
}

/// From the sheet that is called as the policy's, else from the first that has the headings.
fn from_workbook(path: &Path, columns: &[Column], policy: &Policy, talk: Talk) -> Result<TypedSheet, Failure> {
    let failed = cannot_read(path, talk.early());
    let mut source = SourceWorkbook::open(path).map_err(failed)?;
    source.read_again();
    let headed = |sheet: &TypedSheet| {
        let id = columns.iter().position(|column| column.role == ColumnRole::Id);
        id.zip(sheet.place.as_ref()).is_some_and(|(id, place)| place.columns[id].is_some())
    };
    let people = policy.sheets.iter().find(|sheet| sheet.row == RowKind::Manager);
    let own: Vec<String> = people.iter().flat_map(|sheet| sheet.label.spellings()).map(fold).collect();
    let names: Vec<String> = source.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let mut found: Option<TypedSheet> = None;
    let mut others = Vec::new();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|index| !own.contains(&fold(&names[*index])));
    for index in order {
        let sheet = under(&mut source, index, columns).map_err(failed)?;
        if found.is_none() && headed(&sheet) {
            found = Some(sheet);
        } else if !sheet.rows.is_empty() || !sheet.findings.account.passed_over.is_empty() {
            others.push(names[index].clone());
        }
    }
    if found.is_some() && !others.is_empty() {
        not_taken(path, &others.join(", "), talk);
    }
    Ok(found.unwrap_or_default())
}

fn from_csv(path: &Path, columns: &[Column], lang: Lang) -> Result<TypedSheet, Failure> {
    let shown = path.display();
    let failed = |why: String| Failure::said(FailureKind::File, format!("{shown}: {why}"));
    let bytes = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
    // Excel saves Chinese text in an encoding of its own unless it is told UTF-8.
    let text = String::from_utf8(bytes).map_err(|_| failed(say!(Cli::NotUtf8).get(lang).to_owned()))?;
    separated(text.trim_start_matches('\u{FEFF}'), &file_name(path), columns).map_err(failed)
}

/// Nothing of a list is passed over in silence: what could be money stops, the rest is told.
fn tell(path: &Path, mut findings: Findings, talk: Talk) -> Result<(), Failure> {
    let lang = talk.early();
    if !findings.faults.is_empty() {
        findings.warnings.clear();
        return Err(Failure::faults(findings, lang));
    }
    for warning in &findings.warnings {
        talk.warn(&warning.headlines(), lang);
    }
    let passed = findings.account.passed_over.iter();
    let passed: Vec<String> = passed.map(|over| format!("{} {}", over.cells(), over.heading)).collect();
    if !passed.is_empty() {
        not_taken(path, &passed.join(", "), talk);
    }
    Ok(())
}

fn not_taken(path: &Path, dropped: &str, talk: Talk) {
    talk.warn(&say!(Cli::NotTakenFromList { path: path.display(), dropped }), talk.early());
}
