//! Why a cell is not what it should be.
//!
//! Where the run itself was another one (an edited input, another policy, another program) that explains whatever it
//! can explain. What it cannot explain, and everything where the run is the same, was done to the results. A formula
//! that still stands and looks at a cell that differs follows from that cell.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;

use super::compare::{Difference, Found, Kind};
use super::formulas::references;
use crate::book::Place;

/// Why a cell differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The results were edited.
    Edited,
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
    /// What explains a difference in a figure, a text or a row.
    fn cause(self) -> Option<Cause> {
        let causes = [(self.input, Cause::Input), (self.policy, Cause::Policy), (self.program, Cause::Program)];
        causes.into_iter().find_map(|(changed, cause)| changed.then_some(cause))
    }
}

/// The cause of each of the differences that are kept, in their order.
#[must_use]
pub fn causes(found: &Found, changed: Changed) -> Vec<Cause> {
    let differing = Differing::of(&found.list);
    found.list.iter().map(|difference| cause(difference, &differing, changed)).collect()
}

fn cause(difference: &Difference, differing: &Differing, changed: Changed) -> Cause {
    match difference.kind {
        // No run writes a number where a formula belongs, and none hides anything.
        Kind::Overwritten
        | Kind::FormulaAdded
        | Kind::RowsHidden
        | Kind::ColumnsHidden
        | Kind::SheetHidden
        | Kind::SheetOrder => return Cause::Edited,
        _ => {}
    }
    if let Some(cause) = changed.cause() {
        return cause;
    }
    if difference.kind == Kind::Result
        && let Some(place) = differing.behind(difference)
    {
        return Cause::Follows(place);
    }
    Cause::Edited
}

/// The cells that differ, by sheet, column and row.
struct Differing(HashMap<String, BTreeSet<(u16, u32)>>);

impl Differing {
    fn of(list: &[Difference]) -> Self {
        let mut sheets: HashMap<String, BTreeSet<(u16, u32)>> = HashMap::new();
        for Difference { place, kind, .. } in list {
            let cell = !matches!(
                kind,
                Kind::RowsHidden | Kind::ColumnsHidden | Kind::SheetHidden | Kind::SheetOrder | Kind::Name
            );
            if cell && place.row > 0 {
                sheets.entry(place.sheet.clone()).or_default().insert((place.column, place.row));
            }
        }
        Self(sheets)
    }

    /// A differing cell that a formula looks at.
    fn behind(&self, difference: &Difference) -> Option<Place> {
        let formula = difference.archived.formula.as_deref()?;
        references(formula).into_iter().find_map(|reference| {
            let sheet = reference.sheet.as_deref().unwrap_or(&difference.place.sheet);
            let cells = self.0.get(sheet)?;
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
    use super::super::compare::Cell;
    use super::*;

    fn difference(place: Place, kind: Kind, formula: Option<&str>) -> Difference {
        let archived = Cell { formula: formula.map(str::to_owned), ..Cell::default() };
        Difference { place, kind, archived, recomputed: Cell::default() }
    }

    #[test]
    fn what_follows_from_an_edited_cell_says_from_which() {
        let mut found = Found::default();
        found.add(difference(Place::cell("Basis", 7, 1), Kind::Value, None));
        found.add(difference(Place::cell("Q1", 5, 2), Kind::Result, Some("Basis!$B$7*2")));
        found.add(difference(Place::cell("Q1", 9, 2), Kind::Result, Some("SUM(C4:C6)")));
        found.add(difference(Place::cell("Q2", 5, 2), Kind::Result, Some("SUM(A1:B9)")));
        found.add(difference(Place::cell("Q2", 6, 2), Kind::Overwritten, None));
        let edited = [
            Cause::Edited,
            Cause::Follows(Place::cell("Basis", 7, 1)),
            Cause::Follows(Place::cell("Q1", 5, 2)),
            Cause::Edited,
            Cause::Edited,
        ];
        assert_eq!(causes(&found, Changed::default()), edited);
        let input = causes(&found, Changed { input: true, policy: true, program: false });
        assert_eq!(input[0], Cause::Input);
        assert_eq!(input[4], Cause::Edited, "no input explains a number over a formula");
        assert_eq!(causes(&found, Changed { program: true, ..Changed::default() })[1], Cause::Program);
    }
}
