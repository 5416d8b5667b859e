//! The rows of a sheet of lines as they were typed, packed: a large input has a million of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::entry::Entry;
use crate::book::Texts;
use crate::report::sheet::CellValue;

/// Rows of a sheet, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypedRows {
    /// Their numbers in the input, ascending.
    numbers: Vec<u32>,
    /// Their cells, as many of each as there are columns.
    cells: Vec<FormCell>,
    /// The numbers that take more than their few bytes.
    large: Vec<Decimal>,
    texts: Texts,
    /// Why a cell is to be looked at, by row and column.
    marks: BTreeMap<(usize, usize), Arc<str>>,
}

/// A cell, in eight bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum FormCell {
    Blank,
    /// So many units, and how many decimals they have.
    Number(i32, u8),
    /// Its place among the large ones.
    Large(u32),
    /// Its number among the texts.
    Text(u32),
    Truth(bool),
    Date(Date),
}

impl TypedRows {
    /// Appends a row with its number in the input, which is above those before it, and a value for each column.
    pub fn push(&mut self, number: u32, values: impl Iterator<Item = CellValue>) {
        self.numbers.push(number);
        let above = self.cells.len().checked_div(self.len() - 1).map(|width| self.cells.len() - width);
        for (column, value) in values.enumerate() {
            let cell = match value {
                CellValue::Blank => FormCell::Blank,
                CellValue::Number(number) => self.number(number),
                CellValue::Truth(truth) => FormCell::Truth(truth),
                CellValue::Date(date) => FormCell::Date(date),
                // Much of what is typed is what stands above it.
                CellValue::Text(text) if self.text(above.map(|above| above + column)) == Some(text.as_str()) => {
                    self.cells[above.unwrap_or(0) + column]
                }
                CellValue::Text(text) => FormCell::Text(self.texts.push(&text)),
            };
            self.cells.push(cell);
        }
    }

    fn number(&mut self, number: Decimal) -> FormCell {
        let (units, scale) = (i32::try_from(number.mantissa()), u8::try_from(number.scale()));
        match (units, scale) {
            (Ok(units), Ok(scale)) if units != 0 || !number.is_sign_negative() => FormCell::Number(units, scale),
            _ => {
                self.large.push(number);
                FormCell::Large(u32::try_from(self.large.len() - 1).unwrap_or(u32::MAX))
            }
        }
    }

    /// The text of a cell, if it has one.
    fn text(&self, cell: Option<usize>) -> Option<&str> {
        match self.cells.get(cell?)? {
            FormCell::Text(number) => self.texts.get(*number as usize),
            _ => None,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The place of the row with a number in the input.
    #[must_use]
    pub fn place(&self, number: u32) -> Option<usize> {
        self.numbers.binary_search(&number).ok()
    }

    /// Marks a cell, to be looked at for a reason.
    pub fn mark(&mut self, row: usize, column: usize, note: impl Into<Arc<str>>) {
        self.marks.insert((row, column), note.into());
    }

    /// The rows with marked cells, ascending.
    pub(super) fn marked(&self) -> impl Iterator<Item = usize> {
        let mut last = None;
        self.marks.keys().map(|(row, _)| *row).filter(move |row| last.replace(*row) != Some(*row))
    }

    /// A row; none behind the last.
    pub(super) fn row(&self, row: usize) -> Option<Vec<Entry>> {
        let width = self.cells.len().checked_div(self.len())?;
        let cells = self.cells.get(row * width..(row + 1) * width)?;
        let entries = cells.iter().enumerate().map(|(column, cell)| {
            let entry = Entry::new(match *cell {
                FormCell::Blank => CellValue::Blank,
                FormCell::Number(units, scale) => CellValue::Number(Decimal::new(units.into(), scale.into())),
                FormCell::Large(at) => CellValue::Number(self.large[at as usize]),
                FormCell::Text(number) => CellValue::Text(self.texts[number as usize].to_owned()),
                FormCell::Truth(truth) => CellValue::Truth(truth),
                FormCell::Date(date) => CellValue::Date(date),
            });
            match self.marks.get(&(row, column)) {
                Some(note) => entry.marked(Arc::clone(note)),
                None => entry,
            }
        });
        Some(entries.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_comes_back_with_its_marks() {
        let date = jiff::civil::date(2025, 3, 31);
        let number = |text: &str| CellValue::Number(text.parse().unwrap());
        let rows = [
            vec![CellValue::Text("项目".to_owned()), CellValue::Number("1.50".parse().unwrap()), CellValue::Blank],
            vec![CellValue::Text("项目".to_owned()), CellValue::Truth(true), CellValue::Date(date)],
            // The last that fits into its eight bytes, the first that does not, and one with many decimals.
            ["-21474836.48", "21474836.48", "0.12345678901234567890123"].map(number).to_vec(),
        ];
        let mut typed = TypedRows::default();
        assert!(typed.is_empty() && typed.row(0).is_none());
        for (number, row) in [4, 9, 10].into_iter().zip(&rows) {
            typed.push(number, row.iter().cloned());
        }
        typed.mark(1, 2, "why");
        let expected = rows.map(|row| row.into_iter().map(Entry::new).collect::<Vec<_>>());
        assert_eq!(typed.row(0).as_ref(), Some(&expected[0]));
        let marked = Entry::new(CellValue::Date(date)).marked("why");
        assert_eq!(typed.row(1).unwrap(), [expected[1][0].clone(), expected[1][1].clone(), marked]);
        assert_eq!(typed.row(2).as_ref(), Some(&expected[2]));
        assert_eq!((typed.texts.len(), typed.large.len(), size_of::<FormCell>()), (1, 2, 8));
        assert_eq!((typed.row(3), typed.place(9), typed.place(5)), (None, Some(1), None));
        assert_eq!(typed.marked().collect::<Vec<_>>(), [1]);
    }
}
