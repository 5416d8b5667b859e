//! What became of each cell of an input: read, a heading, known to hold no data, or passed over. Nothing is passed over
//! without a word.

use super::place::{Place, column_letters};
use crate::lang::Words;
use crate::say;

/// The account of an input, or of one of its sheets: every cell that holds something is counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Cells that were read as what they are, faults among them.
    pub read: u64,
    /// Headings, and the titles above them.
    pub headings: u64,
    /// Cells that are known to hold no data: totals, remarks, signatures, repeated headings, guides.
    pub no_data: u64,
    /// What was passed over, in the order of the sheets.
    pub passed_over: Vec<PassedOver>,
}

/// Cells that nobody asked for: a column, or a whole sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// The first of the cells.
    pub place: Place,
    /// Row (1-based) and column (0-based) of the last one.
    pub last: (u32, u16),
    /// How many of them hold something.
    pub count: u64,
    /// The heading over them; of a sheet what stands in its first row.
    pub heading: String,
    /// Why they were passed over.
    pub why: Words,
}

impl PassedOver {
    /// The cells, such as `K2:K41`.
    #[must_use]
    pub fn cells(&self) -> String {
        let first = self.place.address();
        let (row, column) = self.last;
        let last = format!("{}{row}", column_letters(column));
        if first == last { first } else { format!("{first}:{last}") }
    }

    /// Whether a cell lies among them.
    #[must_use]
    pub fn covers(&self, row: u32, column: u16) -> bool {
        (self.place.row..=self.last.0).contains(&row) && (self.place.column..=self.last.1).contains(&column)
    }

    /// One line about them: where, the heading, how many, why.
    #[must_use]
    pub fn told(&self) -> Words {
        let (sheet, cells, count, heading) = (&self.place.sheet, self.cells(), grouped(self.count), &self.heading);
        let why = &self.why;
        if heading.is_empty() {
            return say!(Book::PassedCells { sheet, cells, count, why });
        }
        say!(Book::PassedCellsUnder { sheet, cells, heading, count, why })
    }
}

impl Account {
    /// How many cells were passed over.
    #[must_use]
    pub fn passed(&self) -> u64 {
        self.passed_over.iter().map(|passed| passed.count).sum()
    }

    /// How many cells hold something.
    #[must_use]
    pub fn cells(&self) -> u64 {
        self.read + self.headings + self.no_data + self.passed()
    }

    /// Adds the account of another sheet.
    pub fn absorb(&mut self, other: Self) {
        self.read += other.read;
        self.headings += other.headings;
        self.no_data += other.no_data;
        self.passed_over.extend(other.passed_over);
    }

    /// One line for every run: `read 1,284 cells, passed over 12`.
    #[must_use]
    pub fn told(&self) -> Words {
        let [read, passed, no_data] = [self.read, self.passed(), self.no_data].map(grouped);
        let told = say!(Book::CellsRead { read, passed });
        let rest = if self.no_data > 0 { say!(Book::NoData { no_data }) } else { Words::default() };
        Words::joined(&[told, rest], &Words::default())
    }
}

/// A count with commas between thousands.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_add_up_and_are_told() {
        let column = PassedOver {
            place: Place::cell("回款", 2, 10),
            last: (41, 10),
            count: 40,
            heading: "备注".to_owned(),
            why: say!(Book::NoSuchColumn),
        };
        let mut account = Account { read: 1_284, headings: 30, no_data: 2, passed_over: vec![column.clone()] };
        account.absorb(Account { read: 1, headings: 1, no_data: 1, passed_over: Vec::new() });
        assert_eq!((account.passed(), account.cells()), (40, 1_359));
        assert!(account.told().en.starts_with("read 1,285 cells, passed over 40"), "{}", account.told().en);
        assert_eq!(column.told().en, "回款!K2:K41 `备注` (40): the policy has no such column");
        assert!(column.covers(2, 10) && column.covers(41, 10) && !column.covers(42, 10) && !column.covers(2, 9));
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
