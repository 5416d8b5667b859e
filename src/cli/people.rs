//! A list of people, as a personnel department gives it: a sheet, or comma-separated text, under the headings of the
//! policy's own sheet of people.

use std::path::Path;

use anyhow::anyhow;

use super::cells;
use super::failure::Failure;
use super::input::cannot_read;
use super::talk::Talk;
use crate::policy::{Column, Policy, Role, RowKind};
use crate::report::form::{Entry, entry_unit};
use crate::say;
use crate::workbook::read::raw::{RawSheet, separated, under};
use crate::workbook::read::source::{RawCell, SourceWorkbook};
use crate::workbook::read::text::fold;

/// The rows of the sheet of people that a list gives.
///
/// # Errors
/// A file that cannot be read, one without a heading for the ids, or one with a row of somebody without an id.
pub(super) fn listed(path: &Path, policy: &Policy, talk: Talk) -> Result<Vec<Vec<Entry>>, Failure> {
    let lang = talk.early();
    let sheet = policy.sheets.iter().find(|sheet| sheet.row == RowKind::Manager);
    let columns = sheet.map_or(&[][..], |sheet| &sheet.columns);
    let id = columns.iter().position(|column| column.role == Role::Id);
    let csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let found = if csv { from_csv(path, columns, talk)? } else { from_workbook(path, columns, talk)? };
    let filled = found.into_iter().filter(|row| row.iter().any(|entry| !entry.is_blank()));
    let named = |row: &Vec<Entry>| id.and_then(|id| row.get(id)).is_some_and(|id| !id.is_blank());
    let (rows, nameless): (Vec<_>, Vec<_>) = filled.partition(named);
    let (path, heading) = (path.display(), id.map_or_else(Default::default, |id| columns[id].label.clone()));
    let words = match (rows.len(), nameless.len()) {
        (0, _) => say!(Cli::NoPeopleListed { path, heading }),
        (_, 0) => return Ok(rows),
        (_, count) => say!(Cli::PeopleWithoutId { path, heading, count }),
    };
    Err(Failure::File(anyhow!(words.get(lang).to_owned())))
}

/// From the first sheet that has the headings.
fn from_workbook(path: &Path, columns: &[Column], talk: Talk) -> Result<Vec<Vec<Entry>>, Failure> {
    let failed = |error| cannot_read(path, &error, talk.asked);
    let mut source = SourceWorkbook::open(path).map_err(failed)?;
    source.read_again();
    for index in 0..source.sheets().len() {
        let RawSheet { place, rows } = under(&mut source, index, columns).map_err(failed)?;
        let named = |place: &crate::book::SheetPlace| {
            columns.iter().zip(&place.columns).any(|(column, at)| column.role == Role::Id && at.is_some())
        };
        if place.as_ref().is_some_and(named) {
            let entry = |(cell, column): (&Option<RawCell>, &Column)| {
                cell.as_ref().map_or_else(Entry::default, |cell| Entry::new(cells::figure(cell, entry_unit(column))))
            };
            return Ok(rows.iter().map(|(_, cells)| cells.iter().zip(columns).map(entry).collect()).collect());
        }
    }
    Ok(Vec::new())
}

/// From text with commas between; an id that is all digits is a number, as a spreadsheet would have it, unless it begins
/// with 0.
fn from_csv(path: &Path, columns: &[Column], talk: Talk) -> Result<Vec<Vec<Entry>>, Failure> {
    let lang = talk.early();
    let shown = path.display();
    let failed = |why: String| Failure::File(anyhow!("{shown}: {why}"));
    let bytes = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
    // Excel saves Chinese text in an encoding of its own unless it is told UTF-8.
    let text = String::from_utf8(bytes).map_err(|_| failed(say!(Cli::NotUtf8).get(lang).to_owned()))?;
    let records = separated(text.trim_start_matches('\u{FEFF}')).map_err(failed)?;
    let mut places: Option<Vec<Option<usize>>> = None;
    let mut rows = Vec::new();
    for record in records {
        let Some(places) = &places else {
            let at = |column: &Column| {
                let spelt: Vec<String> =
                    column.label.spellings().chain(column.also.iter().map(String::as_str)).map(fold).collect();
                record.iter().position(|text| spelt.contains(&fold(text)))
            };
            let found: Vec<Option<usize>> = columns.iter().map(at).collect();
            if found.iter().any(Option::is_some) {
                let of_none = |(at, text): &(usize, &String)| !text.trim().is_empty() && !found.contains(&Some(*at));
                let dropped: Vec<&str> =
                    record.iter().enumerate().filter(of_none).map(|(_, text)| text.trim()).collect();
                if !dropped.is_empty() {
                    let dropped = dropped.join(", ");
                    talk.warn(&say!(Cli::NotCarriedOver { dropped }), lang);
                }
                places = Some(found);
            }
            continue;
        };
        let cells = columns.iter().zip(places).map(|(column, at)| {
            let text = at.and_then(|at| record.get(at)).map_or("", |text| text.trim());
            let digits = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0') && text.len() < 15;
            let cell = match text.parse() {
                Ok(number) if column.role == Role::Id && digits => RawCell::Number(number),
                _ if text.is_empty() => return Entry::default(),
                _ => RawCell::Text(text.to_owned()),
            };
            Entry::new(cells::figure(&cell, entry_unit(column)))
        });
        rows.push(cells.collect());
    }
    Ok(rows)
}
