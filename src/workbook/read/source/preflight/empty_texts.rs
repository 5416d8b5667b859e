//! Where formulas of an .ods table result in the empty text.

use super::address::Address;

/// Runs of cells, in the order of the table: rows from and to, columns from and to, the ends excluded.
#[derive(Debug, Default, Clone)]
pub(in super::super) struct EmptyTexts {
    runs: Vec<[u32; 4]>,
}

impl EmptyTexts {
    /// Adds the cells of a row that stands there so many times; rows come from top to bottom, columns from the left.
    pub(super) fn add(&mut self, (top, bottom): (u64, u64), columns: &[(u64, u64)]) {
        let short = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let run = |(from, to): &(u64, u64)| [short(top), short(bottom), short(*from), short(*to)];
        self.runs.extend(columns.iter().map(run));
    }

    /// Whether the formula in this cell results in the empty text.
    pub(in super::super) fn contain(&self, cell: Address) -> bool {
        let before = |[top, bottom, _, to]: &[u32; 4]| *bottom <= cell.row || *top <= cell.row && *to <= cell.column;
        let run = self.runs.get(self.runs.partition_point(before));
        run.is_some_and(|[top, _, from, _]| *top <= cell.row && *from <= cell.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_found() {
        let mut texts = EmptyTexts::default();
        texts.add((2, 3), &[(1, 2), (5, 7)]);
        texts.add((3, 3), &[]);
        texts.add((4, 6), &[(0, 1), (5, 6)]);
        let inside = [(2, 1), (2, 5), (2, 6), (4, 0), (5, 0), (4, 5), (5, 5)];
        for row in 0..8 {
            for column in 0..8 {
                assert_eq!(texts.contain(Address { row, column }), inside.contains(&(row, column)), "{row} {column}");
            }
        }
    }
}
