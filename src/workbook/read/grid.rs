//! From raw rows to rows under headings: finds the heading row, matches columns, streams the data.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use super::source::{RawCell, RawRow, SourceError, SourceWorkbook};
use super::text::{fold, is_total, trimmed};
use super::unseen::Unseen;
use crate::book::{Findings, Place, SheetPlace};
use crate::formula::closest;
use crate::lang::Words;
use crate::policy::{Column, Role, Unit};
use crate::say;

/// How many rows may stand above the headings (a title, a remark).
const ROWS_ABOVE_HEADINGS: usize = 20;

/// A row of data under known headings.
pub struct Row<'a> {
    /// Row in the workbook.
    pub number: u32,
    cells: &'a [(u16, RawCell)],
    place: &'a SheetPlace,
}

impl Row<'_> {
    /// The cell under one of the policy's columns; `None` when blank or the column is missing.
    #[must_use]
    pub fn cell(&self, column: usize) -> Option<&RawCell> {
        let wanted = self.place.columns[column]?;
        let (_, cell) = self.cells.iter().find(|(at, _)| *at == wanted)?;
        match cell {
            RawCell::Text(text) if trimmed(text).is_empty() => None,
            cell => Some(cell),
        }
    }

    /// Whether the sheet has the column and this cell of it is blank.
    #[must_use]
    pub fn blank(&self, column: usize) -> bool {
        self.has(column) && self.cell(column).is_none()
    }

    /// Whether the sheet has the column. A missing column is one fault, not one a row.
    #[must_use]
    pub fn has(&self, column: usize) -> bool {
        self.place.columns[column].is_some()
    }

    /// The place of that cell.
    #[must_use]
    pub fn place(&self, column: usize) -> Place {
        Place::cell(&self.place.name, self.number, self.place.columns[column].unwrap_or(0))
    }
}

/// The headings of a sheet, matched with the policy's columns.
struct Headings {
    place: SheetPlace,
    unknown: Vec<(u16, String)>,
    twice: Vec<(u16, String)>,
    chinese: usize,
}

impl Headings {
    /// Takes a second row of headings in, such as the parts under a heading merged over several columns:
    /// all its texts are headings that were still missing, over columns that had none of the policy's.
    fn continued(&mut self, below: &Headings) -> bool {
        let found = || below.place.columns.iter().enumerate().filter_map(|(column, at)| Some((column, (*at)?)));
        let taken: Vec<u16> = self.place.columns.iter().flatten().copied().collect();
        let new = |(column, at): (usize, u16)| self.place.columns[column].is_none() && !taken.contains(&at);
        if found().next().is_none() || !below.unknown.is_empty() || !below.twice.is_empty() || !found().all(new) {
            return false;
        }
        for (column, at) in found() {
            self.place.columns[column] = Some(at);
            self.unknown.retain(|(unknown, _)| *unknown != at);
        }
        self.chinese += below.chinese;
        self.place.heading = below.place.heading;
        true
    }

    /// Whether a column has a heading, known or not.
    fn covers(&self, at: u16) -> bool {
        self.place.columns.contains(&Some(at)) || self.unknown.iter().chain(&self.twice).any(|(other, _)| *other == at)
    }
}

fn heading_text(cell: &RawCell) -> Option<&str> {
    match cell {
        RawCell::Text(text) => Some(text),
        _ => None,
    }
}

/// Spellings of the columns' headings: folded text to (column, is Chinese).
fn spellings(columns: &[Column]) -> HashMap<String, (usize, bool)> {
    let mut known = HashMap::new();
    for (index, column) in columns.iter().enumerate() {
        for also in column.also.iter().chain([&column.name]) {
            known.insert(fold(also), (index, false));
        }
        known.insert(fold(&column.label.en), (index, false));
        known.insert(fold(&column.label.zh), (index, true));
    }
    known
}

fn match_row(row: &RawRow, name: &str, columns: &[Column], known: &HashMap<String, (usize, bool)>) -> Headings {
    let mut headings = Headings {
        place: SheetPlace {
            name: name.to_owned(),
            heading: row.number,
            columns: vec![None; columns.len()],
            last_row: row.number,
        },
        unknown: Vec::new(),
        twice: Vec::new(),
        chinese: 0,
    };
    for (at, cell) in &row.cells {
        let Some(text) = heading_text(cell) else { continue };
        match known.get(&fold(text)) {
            Some(&(column, chinese)) => {
                headings.chinese += usize::from(chinese);
                let place = &mut headings.place.columns[column];
                if place.is_some() {
                    headings.twice.push((*at, text.clone_text()));
                } else {
                    *place = Some(*at);
                }
            }
            None if !trimmed(text).is_empty() => headings.unknown.push((*at, text.clone_text())),
            None => {}
        }
    }
    headings
}

trait CloneText {
    fn clone_text(&self) -> String;
}

impl CloneText for str {
    fn clone_text(&self) -> String {
        trimmed(self).to_owned()
    }
}

/// What was found of a sheet.
pub struct Found {
    /// Where its columns are; `None` when no headings were found.
    pub place: Option<SheetPlace>,
    /// Whether the headings are mostly Chinese.
    pub chinese: bool,
    /// Columns that the policy does not know.
    pub unknown: Vec<Place>,
}

/// Streams the data rows of a sheet. Missing required headings and headings given twice are faults;
/// the rows are streamed all the same, so that their own faults are found too.
///
/// # Errors
/// What keeps the file from being read.
pub fn stream(
    source: &mut SourceWorkbook,
    sheet: usize,
    columns: &[Column],
    required: &[usize],
    findings: &mut Findings,
    visit: &mut dyn FnMut(&Row<'_>, &mut Findings),
) -> Result<Found, SourceError> {
    let name = source.sheets()[sheet].name.clone();
    let known = spellings(columns);
    let has_figures = columns.iter().any(|column| matches!(column.role, Role::Value { .. } | Role::Share));
    let enough = columns.len().min(2);
    let mut headings: Option<Headings> = None;
    let mut above: Vec<RawRow> = Vec::new();
    let mut last_row = 0;
    // Columns in which something stands below the headings although they have none.
    let mut headless: BTreeMap<u16, u32> = BTreeMap::new();
    let mut unseen = Unseen::new(source.hidden(sheet));
    source.rows(sheet, &mut |row| {
        last_row = row.number;
        if let Some(headings) = &mut headings {
            if row.number == headings.place.heading + 1 && headings.continued(&match_row(row, &name, columns, &known)) {
                return ControlFlow::Continue(());
            }
            if nothing_known(row, &headings.place) {
                return ControlFlow::Continue(());
            }
            // Remarks beside a table are nobody's figures.
            for (at, _) in row.cells.iter().filter(|(at, cell)| !headings.covers(*at) && heading_text(cell).is_none()) {
                headless.entry(*at).or_insert(row.number);
            }
            // Settings and rules may well be called `total`; only tables of figures are totalled.
            if has_figures && let Some((at, found)) = total(row, &headings.place, columns) {
                findings.warn(
                    Place::cell(&name, row.number, at),
                    found,
                    say!(Read::TotalsNotRead),
                    say!(Read::NothingToDo),
                );
                return ControlFlow::Continue(());
            }
            unseen.counted(row.number);
            visit(&Row { number: row.number, cells: &row.cells, place: &headings.place }, findings);
            return ControlFlow::Continue(());
        }
        let candidate = match_row(row, &name, columns, &known);
        if candidate.place.columns.iter().flatten().count() >= enough {
            headings = Some(candidate);
        } else {
            above.push(row.clone());
            if above.len() >= ROWS_ABOVE_HEADINGS {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    })?;
    let Some(mut headings) = headings else {
        no_headings(&name, columns, required, &above, findings);
        return Ok(Found { place: None, chinese: false, unknown: Vec::new() });
    };
    headings.place.last_row = last_row;
    unseen.warn(&headings.place, columns, findings);
    report(&headings, columns, required, findings);
    for (at, row) in headless {
        findings.warn(Place::cell(&name, row, at), "", say!(Read::NoHeading), say!(Read::WriteHeading));
    }
    let unknown = headings.unknown.iter().map(|(at, _)| Place::cell(&name, headings.place.heading, *at)).collect();
    let matched = headings.place.columns.iter().flatten().count();
    Ok(Found { chinese: headings.chinese * 2 > matched, place: Some(headings.place), unknown })
}

/// Where the columns of a sheet are: its headings alone, without what stands below them.
///
/// # Errors
/// What keeps the file from being read.
pub fn headings(
    source: &mut SourceWorkbook,
    sheet: usize,
    columns: &[Column],
) -> Result<Option<SheetPlace>, SourceError> {
    let name = source.sheets()[sheet].name.clone();
    let known = spellings(columns);
    let mut headings: Option<Headings> = None;
    let mut above = 0;
    source.rows(sheet, &mut |row| {
        let candidate = match_row(row, &name, columns, &known);
        if let Some(headings) = &mut headings {
            if row.number == headings.place.heading + 1 {
                headings.continued(&candidate);
            }
            return ControlFlow::Break(());
        }
        if candidate.place.columns.iter().flatten().count() >= columns.len().min(2) {
            headings = Some(candidate);
            return ControlFlow::Continue(());
        }
        above += 1;
        if above >= ROWS_ABOVE_HEADINGS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(headings.map(|headings| headings.place))
}

fn is_blank(cell: &RawCell) -> bool {
    heading_text(cell).is_some_and(|text| trimmed(text).is_empty())
}

/// Whether nothing stands under the headings: a remark beside the table, or blanks.
fn nothing_known(row: &RawRow, place: &SheetPlace) -> bool {
    row.cells.iter().all(|(at, cell)| is_blank(cell) || !place.columns.contains(&Some(*at)))
}

/// The cell and text that mark a row as a total: the first one says so, and only figures stand beside it. With a
/// manager, a period or a project it is a row like any other, whatever the project is called.
fn total<'r>(row: &'r RawRow, place: &SheetPlace, columns: &[Column]) -> Option<(u16, &'r str)> {
    let mut cells = row.cells.iter().filter(|(_, cell)| !is_blank(cell));
    let (first, text) = cells.next().and_then(|(at, cell)| Some((*at, heading_text(cell)?)))?;
    let figure = |at: u16| {
        let column = place.columns.iter().position(|column| *column == Some(at)).map(|index| &columns[index]);
        column.is_none_or(|c| match c.role {
            Role::Value { .. } => c.unit != Unit::Text,
            Role::Share => true,
            _ => false,
        })
    };
    (is_total(text) && cells.all(|(at, _)| figure(*at))).then_some((first, text))
}

/// A heading in both languages.
pub(super) fn label(column: &Column) -> String {
    format!("{} / {}", column.label.zh, column.label.en)
}

fn no_headings(name: &str, columns: &[Column], required: &[usize], above: &[RawRow], findings: &mut Findings) {
    let wanted: Vec<Words> = required.iter().map(|&i| Words::same(label(&columns[i]))).collect();
    let wanted = Words::list(&wanted);
    let found = above
        .first()
        .map(|row| row.cells.iter().filter_map(|(_, c)| heading_text(c)).map(trimmed).collect::<Vec<_>>().join(" | "))
        .unwrap_or_default();
    findings.fault(
        Place::cell(name, above.first().map_or(1, |row| row.number), 0),
        found,
        say!(Read::NoHeadingRow { wanted }),
        say!(Read::WriteHeadings),
    );
}

/// A column that may be missing, and a strange heading that is nearly its own: were it left alone, its
/// figures would count for nothing without a word.
fn misspelt(headings: &Headings, columns: &[Column], required: &[usize], findings: &mut Findings) {
    let absent =
        columns.iter().enumerate().filter(|(i, _)| headings.place.columns[*i].is_none() && !required.contains(i));
    for (_, column) in absent {
        for (at, text) in &headings.unknown {
            // Of two characters half would be wrong: that is another word.
            let spelt = [&column.label.zh, &column.label.en].into_iter().filter(|label| label.chars().count() > 2);
            let near = spelt
                .map(|label| fold(label))
                .find(|label| closest(label, [fold(text).as_str()].into_iter()).is_some());
            if text.chars().count() > 2 && near.is_some() {
                let wanted = label(column);
                findings.fault(
                    Place::cell(&headings.place.name, headings.place.heading, *at),
                    text,
                    say!(Read::HeadingNear { wanted }),
                    say!(Read::ChangeOrRename),
                );
            }
        }
    }
}

fn report(headings: &Headings, columns: &[Column], required: &[usize], findings: &mut Findings) {
    let row = headings.place.heading;
    let sheet = &headings.place.name;
    for (at, text) in &headings.twice {
        findings.fault(Place::cell(sheet, row, *at), text, say!(Read::HeadingTwice), say!(Read::DeleteOrRename));
    }
    let free = headings.place.columns.iter().flatten().chain(headings.unknown.iter().map(|(at, _)| at)).max();
    let free = free.map_or(0, |last| last + 1);
    misspelt(headings, columns, required, findings);
    for &index in required {
        if headings.place.columns[index].is_some() {
            continue;
        }
        let column = &columns[index];
        let wanted = label(column);
        // A heading that is nearly this one is probably it, misspelt: point there.
        let near = closest(&fold(&column.label.zh), headings.unknown.iter().map(|(_, t)| t.as_str()))
            .or_else(|| closest(&column.label.en, headings.unknown.iter().map(|(_, t)| t.as_str())));
        let at = near.and_then(|near| headings.unknown.iter().find(|(_, t)| t == near));
        let (place, found, mend) = match at {
            Some((at, text)) => (Place::cell(sheet, row, *at), text.clone(), say!(Read::ChangeHeading { wanted })),
            None => (Place::cell(sheet, row, free), String::new(), say!(Read::AddColumn { wanted })),
        };
        let problem: Words = say!(Read::ColumnMissing { wanted });
        findings.fault(place, found, problem, mend);
    }
}
