//! Two open workbooks compared: their sheets, what these hide, their cells as they stream past, and their names.

use std::collections::HashSet;
use std::ops::ControlFlow::{Break, Continue};
use std::sync::mpsc::sync_channel;
use std::thread::{Scope, ScopedJoinHandle};

use super::cells;
use crate::audit::{
    self, ByFigure, Changed, ComparedCell, ComparedRow, DifferenceKind, FoundDifferences, OnFigure, Proof, rows,
};
use crate::book::{Place, column_letters};
use crate::formula::CellItem;
use crate::looks::SheetLooks;
use crate::workbook::read::source::{Hidden, LiveRow, RawCell, SourceError, SourceRow, SourceWorkbook};

/// Rows that one reader may be ahead of the other.
const AHEAD: usize = 256;

/// How the sheets of two workbooks look.
pub(super) struct WorkbookLooks {
    pub archived: Vec<SheetLooks>,
    pub recomputed: Vec<SheetLooks>,
}

/// Compares two workbooks: their sheets, what these hide, their cells, their names and their looks.
pub(super) fn compare(
    archived: &mut SourceWorkbook,
    recomputed: &mut SourceWorkbook,
    looks: &WorkbookLooks,
    found: &mut FoundDifferences,
) -> Result<(), SourceError> {
    let names = |source: &SourceWorkbook| source.sheets().iter().map(|s| s.name.clone()).collect::<Vec<_>>();
    let (there, expected) = (names(archived), names(recomputed));
    for name in there.iter().filter(|name| !expected.contains(name)) {
        found.add_words(Place::sheet(name), DifferenceKind::SheetAdded, name, "");
    }
    let common = |list: &[String], other: &[String]| {
        list.iter().filter(|name| other.contains(name)).cloned().collect::<Vec<_>>()
    };
    let (one, other) = (common(&there, &expected), common(&expected, &there));
    if one != other {
        found.add_words(Place::default(), DifferenceKind::SheetOrder, &one.join(", "), &other.join(", "));
    }
    for (at, name) in expected.iter().enumerate() {
        let Some(index) = there.iter().position(|other| other == name) else {
            found.add_words(Place::sheet(name), DifferenceKind::SheetRemoved, "", name);
            continue;
        };
        if archived.sheets()[index].hidden && !recomputed.sheets()[at].hidden {
            found.add_words(Place::sheet(name), DifferenceKind::SheetHidden, name, "");
        }
        let (one, other) = (archived.hidden(index), recomputed.hidden(at));
        let may = (|row| other.has_row(row), |column| other.has_column(column));
        hidden(name, (one, of(&looks.archived, name)), may, found);
        if archived.sheets()[index].worksheet && recomputed.sheets()[at].worksheet {
            side_by_side(name, (archived, index), (recomputed, at), found)?;
        }
    }
    defined_names(archived, recomputed, found);
    for sheet in &looks.archived {
        if let Some(other) = of(&looks.recomputed, &sheet.name) {
            audit::looks(sheet, other, found);
        }
    }
    Ok(())
}

/// Compares a workbook of another layout with the figures of its run: its sheets, what these hide, their figures, its
/// names. `on_figure` sees each figure that stands there.
pub(super) fn figures(
    archived: &mut SourceWorkbook,
    by_figure: &mut ByFigure<'_>,
    looks: &[SheetLooks],
    found: &mut FoundDifferences,
    on_figure: OnFigure<'_>,
) -> Result<(), SourceError> {
    let sheets: Vec<_> = archived.sheets().iter().map(|sheet| (sheet.name.clone(), sheet.hidden)).collect();
    for (index, (name, is_hidden)) in sheets.iter().enumerate() {
        if !by_figure.knows(name) {
            found.add_words(Place::sheet(name), DifferenceKind::SheetAdded, name, "");
            continue;
        }
        if *is_hidden {
            found.add_words(Place::sheet(name), DifferenceKind::SheetHidden, name, "");
        }
        if !archived.sheets()[index].worksheet {
            continue;
        }
        let shown = std::thread::scope(|scope| {
            let (rows, reader) = streamed(scope, archived, index);
            let shown = by_figure.sheet(name, rows, found, on_figure);
            ended(reader, name).map(|()| shown)
        })?;
        let may = (|_| false, |column| !shown.contains(&column));
        hidden(name, (archived.hidden(index), of(looks, name)), may, found);
    }
    let names: Vec<String> = sheets.into_iter().map(|(name, _)| name).collect();
    by_figure.rest(&names, found);
    by_figure.names(&own_names(archived), found);
    Ok(())
}

/// The archived cells that the formulas of differing results look at, and, where another run might explain what differs,
/// those by which formulas tell that none does. What cannot be read proves nothing.
pub(super) fn proof(
    archived: &mut SourceWorkbook,
    found: &FoundDifferences,
    names: &[(String, String)],
    changed: Changed,
) -> Proof {
    let mut proof = Proof::wanted(found, names);
    if changed.any() && found.list.len() == found.count {
        proof.suspect(found);
        let differing: HashSet<&Place> = found.list.iter().map(|difference| &difference.place).collect();
        for index in
            (0..archived.sheets().len()).filter(|index| archived.sheets()[*index].worksheet).collect::<Vec<_>>()
        {
            let sheet = archived.sheets()[index].name.clone();
            let read = archived.live_rows(index, &mut |row| {
                proof.witness(&sheet, &plain(row), |place| differing.contains(place));
                Continue(())
            });
            if read.is_err() {
                return Proof::default();
            }
        }
    }
    for sheet in proof.sheets().cloned().collect::<Vec<_>>() {
        let Some(index) = archived.sheets().iter().position(|one| one.name == sheet && one.worksheet) else { continue };
        let read = archived.rows(index, &mut |row| {
            for (column, cell) in &row.cells {
                let item = match cell {
                    RawCell::Number(number) => Some(CellItem::Number(*number)),
                    RawCell::Text(text) => Some(CellItem::Text(text.clone())),
                    RawCell::Truth(truth) => Some(CellItem::Truth(*truth)),
                    _ => None,
                };
                proof.put(&sheet, row.number, u32::from(*column) + 1, item);
            }
            Continue(())
        });
        if read.is_err() {
            return Proof::default();
        }
    }
    proof
}

fn of<'l>(looks: &'l [SheetLooks], name: &str) -> Option<&'l SheetLooks> {
    looks.iter().find(|sheet| sheet.name == name)
}

/// What a sheet hides beside the rows and columns that it may hide. Rows without height and columns without width are told by
/// how they look.
fn hidden(
    name: &str,
    (hidden, looks): (&Hidden, Option<&SheetLooks>),
    (row_may, column_may): (impl Fn(u32) -> bool, impl Fn(u16) -> bool),
    found: &mut FoundDifferences,
) {
    let row = |row: u32| row_may(row) || looks.is_some_and(|looks| looks.is_flat(row));
    for run in hidden.rows().filter(|run| run.clone().any(|number| !row(number))) {
        let shown = format!("{}–{}", run.start(), run.end());
        found.add_words(Place::cell(name, *run.start(), 0), DifferenceKind::RowsHidden, &shown, "");
    }
    let short = |column: u32| u16::try_from(column).unwrap_or(u16::MAX);
    let column = |column: u16| column_may(column) || looks.is_some_and(|looks| looks.is_thin(column));
    for run in hidden.columns().filter(|run| run.clone().any(|number| !column(short(number)))) {
        let [first, last] = [*run.start(), *run.end()].map(|column| column_letters(short(column)));
        let place = Place::cell(name, 1, short(*run.start()));
        found.add_words(place, DifferenceKind::ColumnsHidden, &format!("{first}–{last}"), "");
    }
}

/// Streams a sheet of both and compares the rows as they come.
fn side_by_side(
    name: &str,
    (archived, one): (&mut SourceWorkbook, usize),
    (recomputed, other): (&mut SourceWorkbook, usize),
    found: &mut FoundDifferences,
) -> Result<(), SourceError> {
    std::thread::scope(|scope| {
        let (ones, first) = streamed(scope, archived, one);
        let (others, second) = streamed(scope, recomputed, other);
        rows(name, ones, others, found);
        ended(first, name)?;
        ended(second, name)
    })
}

/// Whoever reads rows for another.
type RowReader<'s> = ScopedJoinHandle<'s, Result<(), SourceError>>;

/// The rows of a sheet while a thread reads them; another format does not tell formulas.
fn streamed<'s>(
    scope: &'s Scope<'s, '_>,
    source: &'s mut SourceWorkbook,
    sheet: usize,
) -> (impl Iterator<Item = ComparedRow>, RowReader<'s>) {
    let (rows, from) = sync_channel::<ComparedRow>(AHEAD);
    let read = move |row| if rows.send(row).is_ok() { Continue(()) } else { Break(()) };
    let reader = scope.spawn(move || {
        if source.is_xlsx() {
            return source.live_rows(sheet, &mut |row| read(plain(row)));
        }
        source.rows(sheet, &mut |row| read(without_formulas(row)))
    });
    (from.into_iter(), reader)
}

/// What came of reading a sheet.
fn ended(reader: RowReader<'_>, sheet: &str) -> Result<(), SourceError> {
    let damaged = || SourceError::Panicked { sheet: Some(sheet.to_owned()), after: None };
    reader.join().unwrap_or_else(|_| Err(damaged()))
}

/// A row as it is compared.
fn plain(row: LiveRow) -> ComparedRow {
    let cells = row.cells.into_iter().map(|cell| ComparedCell {
        column: cell.column,
        value: cell.value.as_ref().map(cells::as_found).unwrap_or_default(),
        formula: cell.formula,
    });
    ComparedRow { number: row.number, cells: cells.collect() }
}

/// A row of another format, which does not tell formulas.
fn without_formulas(row: &SourceRow) -> ComparedRow {
    let cell =
        |(column, cell): &(u16, RawCell)| ComparedCell { column: *column, value: cells::as_found(cell), formula: None };
    ComparedRow { number: row.number, cells: row.cells.iter().map(cell).collect() }
}

/// Names that people and formulas use; those of the print areas are each program's own.
fn defined_names(archived: &SourceWorkbook, recomputed: &SourceWorkbook, found: &mut FoundDifferences) {
    let (one, other) = (own_names(archived), own_names(recomputed));
    let of = |list: &[(String, String)], name: &str| {
        list.iter().find(|(known, _)| known == name).map(|(_, of)| of.clone()).unwrap_or_default()
    };
    let mut names: Vec<&String> = one.iter().chain(&other).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    for name in names.into_iter().filter(|name| of(&one, name) != of(&other, name)) {
        found.add_words(Place::sheet(name), DifferenceKind::Name, &of(&one, name), &of(&other, name));
    }
}

fn own_names(source: &SourceWorkbook) -> Vec<(String, String)> {
    let names = source.defined_names().iter().filter(|(name, _)| !name.starts_with("_xlnm"));
    names.map(|(name, of)| (name.clone(), of.replace(['$', '\''], ""))).collect()
}
