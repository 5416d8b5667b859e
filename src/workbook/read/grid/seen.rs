//! What is told of a row that is counted: something in it is struck through, or a figure is the sum of other rows.

use super::super::rows::is_blank;
use super::super::source::{RawCell, SourceRow};
use super::super::typed::shown;
use super::{ColumnKind, Grid};
use crate::book::{Fault, Findings, Mistake, Place};
use crate::say;

impl Grid<'_> {
    /// The first cell under a known heading of which something holds, by its place in the row, its column and what it has.
    fn first<'r>(
        &self,
        row: &'r SourceRow,
        holds: impl Fn(usize, u16, &RawCell) -> bool,
    ) -> Option<(Place, u16, &'r RawCell)> {
        let mut cells = row.cells.iter().enumerate();
        let known = |at: u16| matches!(self.kind(at), ColumnKind::Known(..));
        let (_, (at, cell)) = cells.find(|(index, (at, cell))| known(*at) && holds(*index, *at, cell))?;
        Some((Place::cell(&self.name, row.number, *at), *at, cell))
    }

    /// Something in a row that is counted is struck through, or cannot be read.
    pub(super) fn look_for_struck(&self, row: &SourceRow, findings: &mut Findings) {
        if let Some((place, ..)) = self.first(row, |index, _, _| self.struck.contains(&row.format(index))) {
            findings.warn(place, "", say!(Read::StruckThrough), say!(Read::DeleteOrUnstrike));
        }
        let unreadable =
            |index: usize, _, cell: &RawCell| self.unreadable.contains(&row.format(index)) && !is_blank(cell);
        if let Some((place, _, cell)) = self.first(row, unreadable) {
            findings.warn(place, shown(cell), say!(Read::Unreadable), say!(Read::DeleteOrColour));
        }
    }

    /// A figure that a formula gave of which the file says itself that it may not hold; whether there is one.
    pub(super) fn look_for_stale(&self, row: &SourceRow, findings: &mut Findings) -> bool {
        let found = self.first(row, |_, at, _| row.formula(at).is_some());
        let is_there = found.is_some();
        if let Some((place, _, cell)) = found {
            findings.warn(place, shown(cell), say!(Read::NotCalculated), say!(Read::OpenAndSave));
        }
        is_there
    }

    /// A figure that is the sum of other rows of its column, which are counted too.
    pub(super) fn look_for_sum(&self, row: &SourceRow, findings: &mut Findings) {
        let formula = |at: u16| row.formula(at).unwrap_or_default();
        let figure = |at: u16| matches!(self.kind(at), ColumnKind::Known(_, true));
        let sum = |_, at: u16, _: &RawCell| figure(at) && is_sum_of_rows(formula(at), at, row.number);
        if let Some((place, at, cell)) = self.first(row, sum) {
            let problem = say!(Read::SumOfRows { formula: formula(at) });
            findings.warn(place, shown(cell), problem, say!(Read::DeleteIfSum));
        }
        self.look_for_borrowed(row, findings);
    }

    /// A figure of which the formula says that it may be another one: each time, where an error was met, or where another
    /// workbook is another one now.
    fn look_for_borrowed(&self, row: &SourceRow, findings: &mut Findings) {
        for (at, cell) in row.cells.iter().filter(|(at, _)| matches!(self.kind(*at), ColumnKind::Known(..))) {
            let Some(formula) = row.formula(*at) else { continue };
            let (problem, mend) = if is_other_each_time(formula) {
                (say!(Read::OtherEachTime { formula }), say!(Read::PasteValue))
            } else if is_of_another_workbook(formula) {
                (say!(Read::OfAnotherWorkbook { formula }), say!(Read::UpdateLinks))
            } else if hides_an_error(formula) && is_nothing(cell) {
                (say!(Read::HidesAnError { formula }), say!(Read::LookForTheError))
            } else {
                continue;
            };
            let warning = Fault::new(Place::cell(&self.name, row.number, *at), shown(cell), problem, mend);
            findings.add_warning(warning.known_as(Mistake::Formula));
        }
    }
}

/// Whether a formula calls one of these functions.
fn calls(formula: &str, functions: &[&str]) -> bool {
    let upper = formula.to_ascii_uppercase();
    functions.iter().any(|name| {
        let before = |at: usize| upper[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        upper.match_indices(name).any(|(at, _)| upper[at + name.len()..].starts_with('(') && !before(at))
    })
}

/// Whether a formula gives something else in place of an error.
fn hides_an_error(formula: &str) -> bool {
    calls(formula, &["IFERROR", "IFNA", "ISERROR", "ISERR", "ISNA"])
}

fn is_nothing(cell: &RawCell) -> bool {
    matches!(cell, RawCell::Number(number) if number.is_zero()) || is_blank(cell)
}

/// Whether a formula names a cell of another workbook: `[1]Q1!A1`, `'C:\[q1.xlsx]Q1'!A1`, `'file:///q1.ods'#$Q1.A1`. The
/// columns of a table, `Lines[Amount]`, have no sheet behind them.
fn is_of_another_workbook(formula: &str) -> bool {
    let sheet = |rest: &str| {
        let name = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | ' ' | '-' | '\'')));
        name.is_some_and(|end| end > 0 && rest[end..].starts_with('!'))
    };
    formula.match_indices(']').any(|(at, _)| sheet(&formula[at + 1..])) || formula.contains("'#$")
}

/// Whether a formula gives another value each day, or each time.
fn is_other_each_time(formula: &str) -> bool {
    calls(formula, &["TODAY", "NOW", "RAND", "RANDBETWEEN"])
}

/// Whether a formula is `SUM` over rows of its own column (0-based), of which `row` is none: `SUM(E2:E9)`, `SUM(E2,E5:E9)`.
fn is_sum_of_rows(formula: &str, column: u16, row: u32) -> bool {
    let formula = formula.trim_start_matches(['=', '+', ' ']).trim_end();
    let sum = formula.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("SUM("));
    let Some(inner) = formula.get(4..).and_then(|rest| rest.strip_suffix(')')).filter(|_| sum) else { return false };
    let letters = crate::book::column_letters(column);
    let cell = |text: &str| -> Option<u32> {
        let bare = text.trim().replace('$', "").to_ascii_uppercase();
        bare.strip_prefix(letters.as_str())?.parse().ok()
    };
    let mut rows = 0;
    for part in inner.split(',') {
        let (from, to) = part.split_once(':').unwrap_or((part, part));
        let (Some(from), Some(to)) = (cell(from), cell(to)) else { return false };
        if to < from || (from..=to).contains(&row) {
            return false;
        }
        rows += to - from + 1;
    }
    rows > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_each_day() {
        for formula in ["TODAY()", "=today()+1", "ROUND(RAND()*5,2)", "RANDBETWEEN(1,9)", "IF(A1>NOW(),1,2)"] {
            assert!(is_other_each_time(formula), "{formula}");
        }
        for formula in ["SUM(E2:E9)", "GRAND(1)", "B2*2", "\"RAND\"", "_RAND(1)"] {
            assert!(!is_other_each_time(formula), "{formula}");
        }
    }

    #[test]
    fn formulas_that_hide_an_error() {
        for formula in ["IFERROR(VLOOKUP(A2,B:C,2,0),0)", "=ifna(X1,0)", "IF(ISERROR(B2),0,B2)", "_xlfn.IFNA(B2,0)"] {
            assert!(hides_an_error(formula), "{formula}");
        }
        for formula in ["VLOOKUP(A2,B:C,2,0)", "MYIFERROR(1)", "IFERROR", "\"IFERROR\""] {
            assert!(!hides_an_error(formula), "{formula}");
        }
    }

    #[test]
    fn formulas_of_other_workbooks() {
        for formula in
            ["[1]Q1!A1", "[1]回款!$E$2*2", "'C:\\x\\[q 1.xlsx]Q 1'!A1", "'file:///home/q1.ods'#$Q1.A1", "'[2]a-b'!A1"]
        {
            assert!(is_of_another_workbook(formula), "{formula}");
        }
        for formula in
            ["Q1!A1", "Lines[Amount]", "Lines[[#This Row],[Amount]]*Q1!A1", "'Q 1'!A1", "SUM(Lines[Amount])", "\"]\""]
        {
            assert!(!is_of_another_workbook(formula), "{formula}");
        }
    }

    #[test]
    fn sums_of_other_rows() {
        for formula in ["SUM(E2:E9)", "=sum( $E$2:$E$9 )", "+SUM(E2,E5:E9)", "SUM(E2,E3)", "SUM(E12:E14)"] {
            assert!(is_sum_of_rows(formula, 4, 10), "{formula}");
        }
        for formula in [
            "SUM(F2:F9)",
            "SUM(E2)",
            "SUM(E2:E10)",
            "SUM(F10:I10)",
            "SUM(E2:E9)*2",
            "E2+E3",
            "SUM()",
            "SUM(E2:F9)",
            "SUM(E9:E2)",
        ] {
            assert!(!is_sum_of_rows(formula, 4, 10), "{formula}");
        }
    }
}
