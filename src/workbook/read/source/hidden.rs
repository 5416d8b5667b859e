//! What a sheet hides: rows and columns that are there and count, but that nobody sees.
//!
//! A filter hides rows in the same way. Hiding is for the eye and changes no value; whoever reads the cells decides
//! what to say about it.

use std::ops::RangeInclusive;

/// The hidden rows and columns of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    rows: Runs,
    columns: Runs,
}

/// Runs of numbers, ascending and apart once they are in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Runs(Vec<(u32, u32)>);

impl Runs {
    fn add(&mut self, from: u32, to: u32) {
        match self.0.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(from) => *last = to.max(from),
            _ if from <= to => self.0.push((from, to)),
            _ => {}
        }
    }

    /// Sorts the runs and joins those that touch.
    fn in_order(&mut self) {
        self.0.sort_unstable();
        self.0.dedup_by(|next, before| {
            let touch = next.0 <= before.1.saturating_add(1);
            if touch {
                before.1 = before.1.max(next.1);
            }
            touch
        });
    }

    fn has(&self, number: u32) -> bool {
        let after = self.0.partition_point(|(from, _)| *from <= number);
        after.checked_sub(1).is_some_and(|at| number <= self.0[at].1)
    }
}

impl Hidden {
    /// The hidden rows, 1-based as in Excel, in runs.
    pub fn rows(&self) -> impl Iterator<Item = RangeInclusive<u32>> + '_ {
        self.rows.0.iter().map(|(from, to)| *from..=*to)
    }

    /// The hidden columns, 0-based, in runs.
    pub fn columns(&self) -> impl Iterator<Item = RangeInclusive<u32>> + '_ {
        self.columns.0.iter().map(|(from, to)| *from..=*to)
    }

    /// Whether a row (1-based) is hidden.
    #[must_use]
    pub fn has_row(&self, number: u32) -> bool {
        self.rows.has(number)
    }

    /// Whether a column (0-based) is hidden.
    #[must_use]
    pub fn has_column(&self, column: u16) -> bool {
        self.columns.has(column.into())
    }

    /// Hides rows, 1-based.
    pub(super) fn hide_rows(&mut self, from: u32, to: u32) {
        self.rows.add(from, to);
    }

    /// Hides columns, 0-based.
    pub(super) fn hide_columns(&mut self, from: u32, to: u32) {
        self.columns.add(from, to);
    }

    /// Puts everything in order, once all is known.
    pub(super) fn in_order(mut self) -> Self {
        self.rows.in_order();
        self.columns.in_order();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_joined_and_found() {
        let mut hidden = Hidden::default();
        for (from, to) in [(9, 9), (2, 3), (4, 4), (12, 11), (7, 7)] {
            hidden.hide_rows(from, to);
        }
        hidden.hide_columns(2, 300);
        let hidden = hidden.in_order();
        assert_eq!(hidden.rows().collect::<Vec<_>>(), [2..=4, 7..=7, 9..=9]);
        let rows: Vec<u32> = (1..=12).filter(|row| hidden.has_row(*row)).collect();
        assert_eq!(rows, [2, 3, 4, 7, 9]);
        assert!(!hidden.has_column(1) && hidden.has_column(2) && hidden.has_column(300) && !hidden.has_column(301));
    }
}
