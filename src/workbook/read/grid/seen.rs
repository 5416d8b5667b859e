//! What is told of a row that is counted: something in it is struck through, or a figure is the sum of other rows.

use super::super::rows::is_blank;
use super::super::source::SourceRow;
use super::super::typed::shown;
use super::{ColumnKind, Grid};
use crate::book::{Findings, Place};
use crate::say;

impl Grid<'_> {
    /// Something in a row that is counted is struck through, or cannot be read.
    pub(super) fn look_for_struck(&self, row: &SourceRow, findings: &mut Findings) {
        let struck = |index: usize, at: u16| {
            matches!(self.kind(at), ColumnKind::Known(..)) && self.struck.contains(&row.format(index))
        };
        if let Some((_, (at, _))) = row.cells.iter().enumerate().find(|(index, (at, _))| struck(*index, *at)) {
            let place = Place::cell(&self.name, row.number, *at);
            findings.warn(place, "", say!(Read::StruckThrough), say!(Read::DeleteOrUnstrike));
        }
        let unreadable = |index: usize, at: u16| {
            matches!(self.kind(at), ColumnKind::Known(..)) && self.unreadable.contains(&row.format(index))
        };
        let mut cells = row.cells.iter().enumerate();
        if let Some((_, (at, cell))) = cells.find(|(index, (at, cell))| unreadable(*index, *at) && !is_blank(cell)) {
            let place = Place::cell(&self.name, row.number, *at);
            findings.warn(place, shown(cell), say!(Read::Unreadable), say!(Read::DeleteOrColour));
        }
    }

    /// A figure that a formula gave of which the file says itself that it may not hold; whether there is one.
    pub(super) fn look_for_stale(&self, row: &SourceRow, findings: &mut Findings) -> bool {
        let given = |(at, _): &&(u16, _)| matches!(self.kind(*at), ColumnKind::Known(..)) && row.formula(*at).is_some();
        let found = row.cells.iter().find(given);
        if let Some((at, cell)) = found {
            let place = Place::cell(&self.name, row.number, *at);
            findings.warn(place, shown(cell), say!(Read::NotCalculated), say!(Read::OpenAndSave));
        }
        found.is_some()
    }

    /// A figure that is the sum of other rows of its column, which are counted too.
    pub(super) fn look_for_sum(&self, row: &SourceRow, findings: &mut Findings) {
        let sum = |(at, _): &&(u16, _)| {
            matches!(self.kind(*at), ColumnKind::Known(_, true))
                && row.formula(*at).is_some_and(|formula| is_sum_of_rows(formula, *at, row.number))
        };
        if let Some((at, cell)) = row.cells.iter().find(sum) {
            let formula = row.formula(*at).unwrap_or_default();
            let place = Place::cell(&self.name, row.number, *at);
            findings.warn(place, shown(cell), say!(Read::SumOfRows { formula }), say!(Read::DeleteIfSum));
        }
        let other = |(at, _): &&(u16, _)| {
            matches!(self.kind(*at), ColumnKind::Known(..)) && row.formula(*at).is_some_and(is_other_each_time)
        };
        if let Some((at, cell)) = row.cells.iter().find(other) {
            let formula = row.formula(*at).unwrap_or_default();
            let place = Place::cell(&self.name, row.number, *at);
            findings.warn(place, shown(cell), say!(Read::OtherEachTime { formula }), say!(Read::PasteValue));
        }
    }
}

/// Whether a formula gives another value each day, or each time.
fn is_other_each_time(formula: &str) -> bool {
    let upper = formula.to_ascii_uppercase();
    ["TODAY(", "NOW(", "RAND(", "RANDBETWEEN("].iter().any(|name| {
        upper.match_indices(name).any(|(at, _)| !upper[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
    })
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
