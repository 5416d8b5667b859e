//! What a file proves against itself: a stored result that its own formula does not give over the cells that stand in
//! the same file.
//!
//! Where that result differs from the one computed now, it was edited. Where it does not, it was computed over other cells
//! than stand there: what differs of those was edited.
//!
//! That needs no input, no policy and no receipt, so none of these can be forged to explain it.

use std::collections::{BTreeMap, HashMap};

use super::compare::{ComparedCell, ComparedRow, Difference, DifferenceKind, FoundDifferences, same_result};
use super::formulas::references;
use crate::book::Place;
use crate::formula::{CellItem, Cells, recalculate};
use crate::report::sheet::CellValue;

/// Cells that are looked at; formulas that would need more prove nothing.
const MOST_CELLS: usize = 400_000;

/// Formulas that are asked about one cell; most that look at it show its change, and not each does.
const WITNESSES: usize = 8;

/// The archived cells that the formulas of differing results look at, and those that tell of differing cells.
#[derive(Debug, Default)]
pub struct Proof {
    /// What was typed and differs, by sheet, column and row, with formulas that look at it and do not differ.
    suspects: HashMap<String, BTreeMap<(u16, u32), Vec<Difference>>>,
    /// By sheet, then row (1-based) and column (1-based); `None` where it is no value that can be computed with.
    cells: HashMap<String, HashMap<(u32, u32), Option<CellItem>>>,
    names: Vec<(String, String)>,
    /// How many more may be looked at.
    left: usize,
}

impl Proof {
    /// What has to be read for these differences; blank until it is [put](Self::put).
    #[must_use]
    pub fn wanted(found: &FoundDifferences, names: &[(String, String)]) -> Self {
        let mut proof = Self { names: names.to_vec(), left: MOST_CELLS, ..Self::default() };
        for difference in found.list.iter().filter(|difference| difference.kind == DifferenceKind::Result) {
            proof.want(difference);
        }
        proof
    }

    /// Wants the cells that a formula looks at.
    fn want(&mut self, difference: &Difference) {
        let Some(formula) = &difference.archived.formula else { return };
        for reference in references(formula, &self.names) {
            let size = reference.rows.clone().count().saturating_mul(reference.columns.len());
            self.left = self.left.saturating_sub(size);
            if self.left == 0 {
                return;
            }
            let sheet = reference.sheet.unwrap_or_else(|| difference.place.sheet.clone());
            let columns = reference.columns.map(|column| u32::from(column) + 1);
            let cells = reference.rows.flat_map(|row| columns.clone().map(move |column| (row, column)));
            self.cells.entry(sheet).or_default().extend(cells.map(|cell| (cell, Some(CellItem::Blank))));
        }
    }

    /// Suspects what was typed and differs; [`witness`](Self::witness) finds what tells of it.
    pub fn suspect(&mut self, found: &FoundDifferences) {
        let typed =
            |one: &&Difference| matches!(one.kind, DifferenceKind::Value | DifferenceKind::Text) && one.place.row > 0;
        for Difference { place, .. } in found.list.iter().filter(typed) {
            self.suspects.entry(place.sheet.clone()).or_default().insert((place.column, place.row), Vec::new());
        }
    }

    /// Takes in the formulas of an archived row that look at suspects and do not differ; `differs` says which do.
    pub fn witness(&mut self, sheet: &str, row: &ComparedRow, differs: impl Fn(&Place) -> bool) {
        for cell in row.cells.iter().filter(|cell| cell.formula.is_some()) {
            let place = Place::cell(sheet, row.number, cell.column);
            let (archived, recomputed) = (cell.clone(), ComparedCell::default());
            let witness = Difference { place, kind: DifferenceKind::Result, archived, recomputed };
            let mut tells = false;
            for reference in references(cell.formula.as_deref().unwrap_or_default(), &self.names) {
                let Some(suspects) = self.suspects.get_mut(reference.sheet.as_deref().unwrap_or(sheet)) else {
                    continue;
                };
                let ends = ((*reference.columns.start(), 0), (*reference.columns.end(), u32::MAX));
                let looked_at =
                    suspects.range_mut(ends.0..=ends.1).filter(|((_, row), _)| reference.rows.contains(row));
                let asked = |(_, witnesses): &(_, &mut Vec<_>)| witnesses.len() < WITNESSES && !differs(&witness.place);
                for (_, witnesses) in looked_at.filter(asked) {
                    witnesses.push(witness.clone());
                    tells = true;
                }
            }
            if tells {
                self.want(&witness);
            }
        }
    }

    /// A formula whose stored result is what it gives over a cell as it is computed now, and not over the cell that stands
    /// there.
    pub(super) fn betrays(&self, place: &Place) -> Option<&Place> {
        let witnesses = self.suspects.get(&place.sheet)?.get(&(place.column, place.row))?;
        witnesses.iter().find(|witness| self.contradicts(witness)).map(|witness| &witness.place)
    }

    /// The sheets that have to be read.
    pub fn sheets(&self) -> impl Iterator<Item = &String> {
        self.cells.keys()
    }

    /// What stands in a cell of a sheet, 1-based; what nobody wants is passed over.
    pub fn put(&mut self, sheet: &str, row: u32, column: u32, item: Option<CellItem>) {
        if let Some(cell) = self.cells.get_mut(sheet).and_then(|cells| cells.get_mut(&(row, column))) {
            *cell = item;
        }
    }

    /// Whether the stored result of a formula is not what it gives over the cells of the same file.
    #[must_use]
    pub(super) fn contradicts(&self, difference: &Difference) -> bool {
        let (DifferenceKind::Result, Some(formula)) = (difference.kind, &difference.archived.formula) else {
            return false;
        };
        let given = recalculate(formula, &difference.place.sheet, self).map(|item| match item {
            CellItem::Blank => CellValue::Number(0.into()),
            CellItem::Number(number) => CellValue::Number(number),
            CellItem::Text(text) => CellValue::Text(text),
            CellItem::Truth(truth) => CellValue::Truth(truth),
        });
        given.is_some_and(|given| !same_result(&difference.archived.value, &given))
    }
}

impl Cells for Proof {
    fn cell(&self, sheet: &str, row: u32, column: u32) -> Option<CellItem> {
        self.cells.get(sheet)?.get(&(row, column)).cloned().flatten()
    }

    fn name(&self, name: &str) -> Option<&str> {
        let known = |(known, _): &&(String, String)| known.to_lowercase() == name.to_lowercase();
        self.names.iter().find(known).map(|(_, of)| of.as_str())
    }
}
