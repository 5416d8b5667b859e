//! Names beside ids on sheets that ask for the id alone: one that is another's says that the row is another's, or the
//! name is wrong.

use std::collections::HashMap;

use super::heading::Headings;
use super::source::{RawCell, SourceRow};
use super::text::fold;
use super::typed::shown;
use super::words::NAME_HEADINGS;
use crate::book::Place;
use crate::policy::{Column, ColumnRole};

/// A name beside an id, and where the two stand together first.
#[derive(Debug)]
pub(super) struct NameBeside {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) place: Place,
    /// In how many rows.
    pub(super) count: u32,
}

/// The names of a sheet, as its rows pass.
#[derive(Default)]
pub(super) struct NamesBeside {
    /// The columns of ids and of names.
    columns: Option<(u16, u16)>,
    seen: HashMap<(String, String), (u32, u32)>,
}

impl NamesBeside {
    /// Of a sheet with these headings.
    pub(super) fn new(headings: &Headings, columns: &[Column]) -> Self {
        let person = |column: &Column| matches!(column.role, ColumnRole::Id | ColumnRole::Manager);
        let id = columns.iter().position(person).and_then(|at| headings.place.columns[at]);
        let known = columns.iter().any(|column| column.role == ColumnRole::Name);
        let name = headings.unknown.iter().find(|(_, text)| NAME_HEADINGS.contains(&fold(text).as_str()));
        let columns = id.zip(name).map(|(id, (name, _))| (id, *name)).filter(|_| !known);
        Self { columns, seen: HashMap::new() }
    }

    /// A row of data.
    pub(super) fn row(&mut self, row: &SourceRow) {
        let Some((id, name)) = self.columns else { return };
        let (Some(id), Some(RawCell::Text(name))) = (row.cell(id), row.cell(name)) else { return };
        let new = || (row.number, 0);
        self.seen.entry((shown(id), name.clone())).or_insert_with(new).1 += 1;
    }

    /// All that were seen.
    pub(super) fn all(self, sheet: &str) -> impl Iterator<Item = NameBeside> {
        let column = self.columns.map_or(0, |(_, name)| name);
        let mut all: Vec<_> = self.seen.into_iter().collect();
        all.sort_unstable_by_key(|(_, (row, _))| *row);
        all.into_iter().map(move |((id, name), (row, count))| {
            let place = Place::cell(sheet, row, column);
            NameBeside { id, name, place, count }
        })
    }
}
