//! Formulas of results that an earlier program laid out in another way: whether each looks at what its rule looks at.
//!
//! How a program writes a rule, its roundings and guards, is its own; which figures of the row and which settings the
//! formula names is the rule's. A figure over which somebody wrote another formula is found by that, also where the
//! formula comes to the same result. Formulas of a column that look at the same are kept as one, so that memory does not
//! grow with the rows.

use std::collections::{BTreeSet, HashMap};

use super::compare::{ComparedCell, Difference, DifferenceKind, FoundDifferences, MOST};
use super::formulas::references;
use crate::book::Place;
use crate::report::StatedTable;

/// Formulas of a column that look at the same cells.
#[derive(Default)]
struct Alike {
    /// Columns of their own row, by name.
    own: BTreeSet<String>,
    /// Single cells of other sheets.
    elsewhere: BTreeSet<String>,
    /// How many there are, and the first of them.
    count: usize,
    cells: Vec<(Place, ComparedCell)>,
}

/// What the formulas of an archived workbook look at, by table and column.
#[derive(Default)]
pub(super) struct LookedAtColumns(HashMap<(usize, usize), Vec<Alike>>);

impl LookedAtColumns {
    /// Takes a formula in; `named` says what the columns of its sheet are called.
    pub(super) fn see<'n>(
        &mut self,
        at: (usize, usize),
        place: &Place,
        cell: &ComparedCell,
        named: impl Fn(u16) -> Option<&'n str>,
    ) {
        let Some(formula) = &cell.formula else { return };
        let (mut own, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
        for reference in references(formula, &[]) {
            match reference.sheet {
                None if reference.rows == (place.row..=place.row) => {
                    own.extend(reference.columns.filter_map(&named).map(str::to_owned));
                }
                Some(sheet) if reference.rows.start() == reference.rows.end() => {
                    elsewhere.extend(
                        reference
                            .columns
                            .map(|column| Place::cell(&sheet, *reference.rows.start(), column).to_string()),
                    );
                }
                _ => {}
            }
        }
        let list = self.0.entry(at).or_default();
        let known = list.iter().position(|alike| alike.own == own && alike.elsewhere == elsewhere);
        let known = known.unwrap_or_else(|| {
            list.push(Alike { own, elsewhere, ..Alike::default() });
            list.len() - 1
        });
        let alike = &mut list[known];
        alike.count += 1;
        if alike.cells.len() < MOST {
            alike.cells.push((place.clone(), cell.clone()));
        }
    }

    /// Tells every formula that looks at something else than its rule; `names` says where each setting stands.
    pub(super) fn tell(
        &self,
        tables: &[StatedTable<'_>],
        names: &HashMap<String, Place>,
        found: &mut FoundDifferences,
    ) {
        let settings: HashMap<String, &String> = names
            .iter()
            .filter(|(name, _)| name.starts_with("setting."))
            .map(|(name, place)| (place.to_string(), name))
            .collect();
        let mut columns: Vec<_> = self.0.iter().collect();
        columns.sort_unstable_by_key(|(at, _)| **at);
        for ((table, column), list) in columns {
            let Some(looks) = &tables[*table].columns[*column].looks else { continue };
            for alike in list {
                let of_settings = alike.elsewhere.iter().filter_map(|place| settings.get(place).copied());
                let at: BTreeSet<&String> = alike.own.iter().chain(of_settings).collect();
                if at.iter().copied().eq(&looks.at) {
                    continue;
                }
                for (place, cell) in &alike.cells {
                    tell(place, cell, &looks.formula, found);
                }
                found.count += alike.count - alike.cells.len();
            }
        }
    }
}

/// Tells an edited formula: instead of its result, where that differs too.
fn tell(place: &Place, cell: &ComparedCell, rule: &str, found: &mut FoundDifferences) {
    if let Some(known) = found.list.iter_mut().find(|known| known.place == *place) {
        found.without_result -= usize::from(known.kind == DifferenceKind::NoResult);
        known.kind = DifferenceKind::Formula;
        known.recomputed.formula = Some(rule.to_owned());
        return;
    }
    let recomputed = ComparedCell { formula: Some(rule.to_owned()), ..cell.clone() };
    found.add(Difference { place: place.clone(), kind: DifferenceKind::Formula, archived: cell.clone(), recomputed });
}
