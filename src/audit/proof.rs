//! What a file proves against itself: a stored result that its own formula does not give over the cells that stand in
//! the same file.
//!
//! That needs no input, no policy and no receipt, so none of these can be forged to explain it.

use std::collections::HashMap;

use super::compare::{Difference, Found, Kind, same_result};
use super::formulas::references;
use crate::formula::{CellItem, Cells, recalculate};
use crate::report::sheet::CellValue;

/// Cells that are looked at; formulas that would need more prove nothing.
const MOST_CELLS: usize = 400_000;

/// The archived cells that the formulas of differing results look at.
#[derive(Debug, Default)]
pub struct Proof {
    /// By sheet, then row (1-based) and column (1-based); `None` where it is no value that can be computed with.
    cells: HashMap<String, HashMap<(u32, u32), Option<CellItem>>>,
    names: Vec<(String, String)>,
}

impl Proof {
    /// What has to be read for these differences; blank until it is [put](Self::put).
    #[must_use]
    pub fn wanted(found: &Found, names: &[(String, String)]) -> Self {
        let mut proof = Self { names: names.to_vec(), ..Self::default() };
        let mut left = MOST_CELLS;
        for difference in found.list.iter().filter(|difference| difference.kind == Kind::Result) {
            let Some(formula) = &difference.archived.formula else { continue };
            for reference in references(formula, names) {
                let size = reference.rows.clone().count().saturating_mul(reference.columns.len());
                let Some(rest) = left.checked_sub(size) else { return proof };
                left = rest;
                let sheet = reference.sheet.unwrap_or_else(|| difference.place.sheet.clone());
                let cells = proof.cells.entry(sheet).or_default();
                let columns = reference.columns.map(|column| u32::from(column) + 1);
                cells.extend(
                    reference
                        .rows
                        .flat_map(|row| columns.clone().map(move |column| ((row, column), Some(CellItem::Blank)))),
                );
            }
        }
        proof
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
        let (Kind::Result, Some(formula)) = (difference.kind, &difference.archived.formula) else { return false };
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
