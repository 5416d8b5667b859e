//! The faults that a book has already, by place: there may be ten thousand of them, and each of a million lines and of a
//! hundred thousand people's cells asks whether one of them is its own.

use std::collections::HashSet;

use crate::book::{Book, Fault, Line, SheetPlace, Who};
use crate::policy::{Policy, RowKind};

/// Faults found before, to be asked for by place.
#[derive(Debug)]
pub(super) struct KnownFaults<'a> {
    policy: &'a Policy,
    book: &'a Book,
    sheets: HashSet<&'a str>,
    rows: HashSet<(&'a str, u32)>,
    cells: HashSet<(&'a str, u32, u16)>,
    /// Sheets of periods (by place in the policy) with a fault in a row that is nobody's: it may be anybody's.
    strays: HashSet<usize>,
}

impl<'a> KnownFaults<'a> {
    pub(super) fn new(policy: &'a Policy, book: &'a Book, faults: &'a [Fault]) -> Self {
        let places = || faults.iter().flat_map(|fault| std::iter::once(&fault.place).chain(&fault.also));
        let mut known = Self {
            policy,
            book,
            sheets: places().map(|place| place.sheet.as_str()).collect(),
            rows: places().map(|place| (place.sheet.as_str(), place.row)).collect(),
            cells: places().map(|place| (place.sheet.as_str(), place.row, place.column)).collect(),
            strays: HashSet::new(),
        };
        known.strays = (0..policy.sheets.len()).filter(|at| known.has_strays(*at)).collect();
        known
    }

    /// Where a sheet of the policy stands.
    fn place(&self, at: usize) -> Option<&'a SheetPlace> {
        self.book.sheets.get(at)?.as_ref()
    }

    /// The sheet of a kind.
    pub(super) fn sheet_of(&self, kind: RowKind) -> Option<usize> {
        self.policy.sheets.iter().position(|sheet| sheet.row == kind)
    }

    /// Whether a row of a sheet that is not among these has a fault.
    fn beside(&self, place: &SheetPlace, rows: &HashSet<u32>) -> bool {
        self.rows.iter().any(|(name, row)| *name == place.name && !rows.contains(row))
    }

    fn has_strays(&self, at: usize) -> bool {
        let Some(place) = self.place(at).filter(|_| self.policy.sheets[at].row == RowKind::Period) else {
            return false;
        };
        // A column that is missing is no row.
        let rows = self.book.periods.iter().flatten().map(|facts| facts.rows[at]).chain([place.heading]);
        self.beside(place, &rows.collect())
    }

    /// Whether a sheet of that name has a fault.
    pub(super) fn any(&self, sheet: &str) -> bool {
        self.sheets.contains(sheet)
    }

    /// Whether a sheet of the policy has one, or is not there though it is needed.
    pub(super) fn sheet(&self, at: usize) -> bool {
        self.place(at).map_or(!self.policy.sheets[at].optional, |place| self.any(&place.name))
    }

    /// Whether a line has one.
    pub(super) fn line(&self, line: &Line) -> bool {
        let place = self.sheet_of(RowKind::Line).and_then(|at| self.place(at));
        place.is_some_and(|place| self.rows.contains(&(&place.name, line.row)))
    }

    /// Whether a column of a sheet is not there though it is needed.
    pub(super) fn lacks(&self, at: usize, column: usize) -> bool {
        let (sheet, definition) = (&self.policy.sheets[at], &self.policy.sheets[at].columns[column]);
        self.place(at).map_or(!sheet.optional, |place| {
            place.columns[column].is_none() && !definition.optional && definition.default.is_none()
        })
    }

    /// Whether a cell of a sheet's row has a fault, or is not there though it is needed; the row is 0 where there is none.
    pub(super) fn unsound(&self, (at, row): (usize, u32), column: usize) -> bool {
        let place = self.place(at);
        if place.is_some() && row == 0 {
            return self.policy.sheets[at].required_each_period || self.strays.contains(&at);
        }
        let cell = place.and_then(|place| Some((place.name.as_str(), row, place.columns[column]?)));
        cell.map_or_else(|| self.lacks(at, column), |cell| self.cells.contains(&cell))
    }

    /// The periods of managers (from 0) of which a line has a fault; nothing where a line may be missing that is anybody's.
    pub(super) fn lines(&self) -> Option<HashSet<(usize, usize)>> {
        let Some(at) = self.sheet_of(RowKind::Line) else { return Some(HashSet::new()) };
        let Some(place) = self.place(at) else { return self.policy.sheets[at].optional.then(HashSet::new) };
        let (mut placed, mut periods) = (HashSet::new(), HashSet::new());
        for line in self.book.lines.iter().filter(|line| self.line(line)) {
            placed.insert(line.row);
            let one = if let Who::Manager(manager) = line.who { Some(manager) } else { None };
            let whose = one.into_iter().chain(self.book.shares_of(line).iter().filter_map(|share| share.manager));
            periods.extend(whose.map(|manager| (manager as usize, line.period.index())));
        }
        (!self.beside(place, &placed) && !self.unsound_shares()).then_some(periods)
    }

    /// Whether lines that are divided may be missing without a fault of their own: where shares could not be read, or the
    /// people who have them.
    fn unsound_shares(&self) -> bool {
        let Some(split) = self.sheet_of(RowKind::Split) else { return false };
        let people = self.book.managers.iter().map(|manager| manager.row).collect();
        let listed = self.sheet_of(RowKind::Manager).and_then(|at| self.place(at));
        self.sheet(split) || listed.is_none_or(|place| self.beside(place, &people))
    }
}
