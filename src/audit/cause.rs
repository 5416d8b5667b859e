//! Why a cell is not what it should be.
//!
//! Where the run itself was another one (an edited input, another policy, another program) that explains whatever it
//! can explain. What it cannot explain, and everything where the run is the same, was done to the results. A formula
//! that still stands and looks at a cell that differs follows from that cell.
//!
//! One thing no other run explains, whatever the receipt says: a formula that results in something else than it gives, be
//! it over cells that are all what they should be, be it over those that stand in the file itself. Such a cell contradicts
//! itself, and somebody wrote it; or, where the result is the one computed now, somebody wrote a cell that it looks at.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;

use super::compare::{Difference, DifferenceKind, FoundDifferences};
use super::formulas::references;
use super::proof::Proof;
use crate::book::Place;

/// Why a cell differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The results were edited.
    Edited,
    /// The results were edited, and the file itself proves it: the cell contradicts its own formula.
    Contradicts,
    /// The results were edited, and this formula proves it: its stored result was computed over another cell than stands there.
    Betrayed(Place),
    /// It was recalculated from this cell, which differs.
    Follows(Place),
    /// The input was edited after the results were computed.
    Input,
    /// The policy is of another version, or of another text.
    Policy,
    /// The program is of another version.
    Program,
}

/// What is another one than when the results were computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// The input.
    pub input: bool,
    /// The policy.
    pub policy: bool,
    /// The program.
    pub program: bool,
}

impl Changed {
    /// Whether anything is.
    #[must_use]
    pub fn any(self) -> bool {
        self.input || self.policy || self.program
    }

    /// What explains a difference in a figure, a text or a row.
    fn cause(self) -> Option<Cause> {
        let causes = [(self.input, Cause::Input), (self.policy, Cause::Policy), (self.program, Cause::Program)];
        causes.into_iter().find_map(|(changed, cause)| changed.then_some(cause))
    }
}

/// The cause of each of the differences that are kept, in their order. `names` are what the workbook's names stand for;
/// none where formulas were not compared, so that no cell can be said to contradict its own. `proof` holds the archived
/// cells that formulas look at.
#[must_use]
pub fn causes(
    found: &FoundDifferences,
    changed: Changed,
    names: Option<&[(String, String)]>,
    proof: &Proof,
) -> Vec<Cause> {
    let mut differing = Differing::of(&found.list, names.unwrap_or_default());
    // Where some were not kept, or a name stands for something else, a cell may follow from what is not known here.
    differing.complete = names.is_some()
        && found.list.len() == found.count
        && !found.list.iter().any(|one| one.kind == DifferenceKind::Name);
    found.list.iter().map(|difference| cause(difference, &differing, changed, proof)).collect()
}

fn cause(difference: &Difference, differing: &Differing, changed: Changed, proof: &Proof) -> Cause {
    match difference.kind {
        // No run writes a number where a formula belongs, and none hides anything.
        DifferenceKind::Overwritten | DifferenceKind::FormulaAdded => return Cause::Edited,
        kind if kind.is_of_arrangement() => return Cause::Edited,
        // Another policy may show a figure as something else, and another figure has another format; nothing else that only
        // looks otherwise comes from a run.
        DifferenceKind::NumberFormat if changed.policy || differing.has(&difference.place) => {}
        kind if kind.is_of_looks() => return Cause::Edited,
        _ => {}
    }
    let behind = if difference.kind == DifferenceKind::Result { differing.behind(difference) } else { None };
    let alone = difference.kind == DifferenceKind::Result && differing.complete && behind.is_none();
    if alone || proof.contradicts(difference) {
        return Cause::Contradicts;
    }
    if let Some(place) = proof
        .betrays(&difference.place)
        .filter(|_| matches!(difference.kind, DifferenceKind::Value | DifferenceKind::Text))
    {
        return Cause::Betrayed(place.clone());
    }
    match (changed.cause(), behind) {
        (Some(cause), _) => cause,
        (None, Some(place)) => Cause::Follows(place),
        (None, None) => Cause::Edited,
    }
}

/// The cells that differ, by sheet, column and row.
struct Differing<'n> {
    cells: HashMap<String, BTreeSet<(u16, u32)>>,
    /// What the workbook's names stand for.
    names: &'n [(String, String)],
    /// Whether they are all that differ.
    complete: bool,
}

impl<'n> Differing<'n> {
    fn of(list: &[Difference], names: &'n [(String, String)]) -> Self {
        let mut sheets: HashMap<String, BTreeSet<(u16, u32)>> = HashMap::new();
        for Difference { place, kind, .. } in list {
            let cell = !kind.is_of_arrangement() && *kind != DifferenceKind::Name && !kind.is_of_looks();
            if cell && place.row > 0 {
                sheets.entry(place.sheet.clone()).or_default().insert((place.column, place.row));
            }
        }
        Self { cells: sheets, names, complete: false }
    }

    /// Whether what stands in a cell differs.
    fn has(&self, place: &Place) -> bool {
        self.cells.get(&place.sheet).is_some_and(|cells| cells.contains(&(place.column, place.row)))
    }

    /// A differing cell that a formula looks at.
    fn behind(&self, difference: &Difference) -> Option<Place> {
        let formula = difference.archived.formula.as_deref()?;
        references(formula, self.names).into_iter().find_map(|reference| {
            let sheet = reference.sheet.as_deref().unwrap_or(&difference.place.sheet);
            let cells = self.cells.get(sheet)?;
            let in_column = |column: u16| first(cells, column, &reference.rows);
            let (column, row) = reference.columns.clone().find_map(in_column)?;
            Some(Place::cell(sheet, row, column))
        })
    }
}

fn first(cells: &BTreeSet<(u16, u32)>, column: u16, rows: &RangeInclusive<u32>) -> Option<(u16, u32)> {
    cells.range((column, *rows.start())..=(column, *rows.end())).next().copied()
}

#[cfg(test)]
mod tests {
    use super::super::compare::ComparedCell;
    use super::*;

    fn difference(place: Place, kind: DifferenceKind, formula: Option<&str>) -> Difference {
        let archived = ComparedCell { formula: formula.map(str::to_owned), ..ComparedCell::default() };
        Difference { place, kind, archived, recomputed: ComparedCell::default() }
    }

    #[test]
    fn what_follows_from_an_edited_cell_says_from_which() {
        let mut found = FoundDifferences::default();
        found.add(difference(Place::cell("Basis", 7, 1), DifferenceKind::Value, None));
        found.add(difference(Place::cell("Q1", 5, 2), DifferenceKind::Result, Some("Basis!$B$7*2")));
        found.add(difference(Place::cell("Q1", 9, 2), DifferenceKind::Result, Some("SUM(C4:C6)")));
        found.add(difference(Place::cell("Q2", 5, 2), DifferenceKind::Result, Some("SUM(A1:B9)")));
        found.add(difference(Place::cell("Q2", 6, 2), DifferenceKind::Overwritten, None));
        let edited = [
            Cause::Edited,
            Cause::Follows(Place::cell("Basis", 7, 1)),
            Cause::Follows(Place::cell("Q1", 5, 2)),
            Cause::Contradicts,
            Cause::Edited,
        ];
        assert_eq!(causes(&found, Changed::default(), Some(&[]), &Proof::default()), edited);
        let input = causes(&found, Changed { input: true, policy: true, program: false }, Some(&[]), &Proof::default());
        assert_eq!(input[0], Cause::Input);
        assert_eq!(input[4], Cause::Edited, "no input explains a number over a formula");
        assert_eq!(
            causes(&found, Changed { program: true, ..Changed::default() }, Some(&[]), &Proof::default())[1],
            Cause::Program
        );
    }

    /// A forged receipt puts the blame on another program; the figure itself says that it is no program's.
    #[test]
    fn a_cell_that_contradicts_its_own_formula_was_edited_whatever_the_receipt_says() {
        let mut found = FoundDifferences::default();
        found.add(difference(Place::cell("Basis", 9, 1), DifferenceKind::Text, None));
        found.add(difference(Place::cell("Q1", 5, 2), DifferenceKind::Result, Some("ROUND(Q1!A5*rate,2)")));
        found.add(difference(Place::cell("Q1", 6, 2), DifferenceKind::Result, Some("C5+1")));
        let names = [("rate".to_owned(), "Basis!B7".to_owned())];
        let changed = Changed { program: true, ..Changed::default() };
        assert_eq!(
            causes(&found, changed, Some(&names), &Proof::default()),
            [Cause::Program, Cause::Contradicts, Cause::Program]
        );
        // The name's cell differs, so that the figure may follow from it.
        found.add(difference(Place::cell("Basis", 7, 1), DifferenceKind::Value, None));
        assert_eq!(causes(&found, changed, Some(&names), &Proof::default())[1], Cause::Program);
        // Not all that differs is known.
        found.count += 1;
        assert_eq!(causes(&found, changed, Some(&[]), &Proof::default())[1], Cause::Program);
    }
}
