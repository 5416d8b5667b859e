//! A table of figures, column by column: eight bytes a cell.
//!
//! A decimal of up to 16 digits goes into one word with its scale, and so do truths and texts; the rare longer number
//! stands in a list of its own. What is read back is what was put in. A column in which nothing stands, or the same from
//! the first row on, takes no memory.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::value::{Symbol, Value};

const TAG_BITS: u32 = 3;
const SCALE_BITS: u32 = 5;
const MANTISSA_SHIFT: u32 = TAG_BITS + SCALE_BITS;
/// Numbers with a mantissa of less than this size fit beside tag and scale.
const MANTISSA_LIMIT: i64 = 1 << (63 - MANTISSA_SHIFT);
const TAG: u64 = (1 << TAG_BITS) - 1;
const SCALE: u64 = (1 << SCALE_BITS) - 1;

const BLANK: u64 = 0;
const NUMBER: u64 = 1;
const TRUTH: u64 = 2;
const TEXT: u64 = 3;
const NOT_APPLICABLE: u64 = 4;
const LARGE: u64 = 5;

/// Rows of as many values; a row may be absent.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    columns: Vec<Column>,
    present: Vec<bool>,
}

#[derive(Clone, Debug)]
enum Column {
    Own(Cells),
    /// A column of another table, which has as many rows.
    Of(Arc<Columns>, usize),
}

#[derive(Clone, Debug, Default)]
struct Cells {
    words: Words,
    /// Numbers that do not fit into a word.
    large: Vec<Decimal>,
}

/// The words of as many rows as there are, or of fewer: those behind are blank.
#[derive(Clone, Debug)]
enum Words {
    /// The same in all of them.
    Same(u64, usize),
    Each(Vec<u64>),
}

impl Default for Words {
    fn default() -> Self {
        Self::Same(BLANK, 0)
    }
}

impl Words {
    fn get(&self, row: usize) -> u64 {
        match self {
            Self::Same(word, count) => {
                if row < *count {
                    *word
                } else {
                    BLANK
                }
            }
            Self::Each(words) => words.get(row).copied().unwrap_or(BLANK),
        }
    }

    fn put(&mut self, row: usize, rows: usize, word: u64) {
        if self.get(row) == word {
            return;
        }
        if let Self::Same(same, count) = self {
            if row == *count && (*count == 0 || *same == word) {
                (*same, *count) = (word, row + 1);
                return;
            }
            *self = Self::Each(vec![*same; *count]);
        }
        let Self::Each(words) = self else { return };
        if let Some(standing) = words.get_mut(row) {
            *standing = word;
            return;
        }
        // Whoever appends grows as a list does; whoever fills in knows how many there will be.
        if row + 1 < rows {
            words.reserve_exact(rows - words.len());
        }
        words.resize(row, BLANK);
        words.push(word);
    }
}

impl Cells {
    fn value(&self, row: usize) -> Value {
        let word = self.words.get(row);
        let rest = word >> TAG_BITS;
        match word & TAG {
            NUMBER => {
                let scale = u32::try_from(rest & SCALE).unwrap_or(0);
                Value::Number(Decimal::new(word.cast_signed() >> MANTISSA_SHIFT, scale))
            }
            TRUTH => Value::Truth(rest == 1),
            TEXT => Value::Text(Symbol::of_number(u32::try_from(rest).unwrap_or(0))),
            NOT_APPLICABLE => Value::NotApplicable,
            LARGE => Value::Number(self.large[usize::try_from(rest).unwrap_or(0)]),
            _ => Value::Blank,
        }
    }

    fn put(&mut self, row: usize, rows: usize, value: Value) {
        let word = match value {
            Value::Blank => BLANK,
            Value::Number(number) => match i64::try_from(number.mantissa()) {
                Ok(mantissa) if (-MANTISSA_LIMIT..MANTISSA_LIMIT).contains(&mantissa) => {
                    (mantissa << MANTISSA_SHIFT).cast_unsigned() | u64::from(number.scale()) << TAG_BITS | NUMBER
                }
                _ => {
                    self.large.push(number);
                    (self.large.len() as u64 - 1) << TAG_BITS | LARGE
                }
            },
            Value::Truth(truth) => u64::from(truth) << TAG_BITS | TRUTH,
            Value::Text(symbol) => u64::from(symbol.number()) << TAG_BITS | TEXT,
            Value::NotApplicable => NOT_APPLICABLE,
        };
        self.words.put(row, rows, word);
    }
}

impl Columns {
    /// `count` absent rows of `width` values.
    #[must_use]
    pub fn new(count: usize, width: usize) -> Self {
        Self { columns: vec![Column::Own(Cells::default()); width], present: vec![false; count] }
    }

    /// How many rows there are, absent ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.present.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.present.is_empty()
    }

    /// How many values a row has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// Appends a row of as many values.
    ///
    /// # Panics
    /// When it has another number of values.
    pub fn push(&mut self, row: &[Value]) {
        assert_eq!(row.len(), self.width());
        self.present.push(false);
        self.set(self.len() - 1, row);
    }

    /// Puts a row in its place; what it does not reach stays.
    pub fn set(&mut self, row: usize, values: &[Value]) {
        self.add(row);
        for (slot, value) in values.iter().enumerate() {
            self.put(row, slot, *value);
        }
    }

    /// Says that there is a row, of blanks until something is put into it.
    pub fn add(&mut self, row: usize) {
        self.present[row] = true;
    }

    /// Puts one value of a row in its place; one of another table's columns stays as it is.
    pub fn put(&mut self, row: usize, slot: usize, value: Value) {
        let rows = self.present.len();
        if let Column::Own(cells) = &mut self.columns[slot] {
            cells.put(row, rows, value);
        }
    }

    /// Shows the columns of another table, which has as many rows, from the slot `first` on.
    pub fn show(&mut self, other: &Arc<Self>, first: usize) {
        for (column, slot) in self.columns.iter_mut().skip(first).zip(0..other.width()) {
            *column = Column::Of(Arc::clone(other), slot);
        }
    }

    /// Whether there is a row.
    #[must_use]
    pub fn has(&self, row: usize) -> bool {
        self.present.get(row).is_some_and(|present| *present)
    }

    /// A row; of nothing but blanks where it is absent.
    #[must_use]
    pub fn row(&self, row: usize) -> Row<'_> {
        if self.has(row) { Row::At(self, row) } else { Row::default() }
    }

    /// The values of a row, `None` when it is absent.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Vec<Value>> {
        self.has(row)
            .then(|| (0..self.width()).map(|slot| self.cells(slot).map_or(Value::Blank, |c| c.value(row))).collect())
    }

    /// One value of a row, `None` when the row is absent or has no such slot.
    #[must_use]
    pub fn value(&self, row: usize, slot: usize) -> Option<Value> {
        if self.has(row) { Some(self.cells(slot)?.value(row)) } else { None }
    }

    fn cells(&self, slot: usize) -> Option<&Cells> {
        match self.columns.get(slot)? {
            Column::Own(cells) => Some(cells),
            Column::Of(other, slot) => other.cells(*slot),
        }
    }
}

/// A row that a formula reads.
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    /// Values in a list; there are no more.
    Values(&'a [Value]),
    /// A row of a table.
    At(&'a Columns, usize),
}

impl Default for Row<'_> {
    fn default() -> Self {
        Self::Values(&[])
    }
}

impl<'a> From<&'a [Value]> for Row<'a> {
    fn from(values: &'a [Value]) -> Self {
        Self::Values(values)
    }
}

impl<'a> From<&'a Vec<Value>> for Row<'a> {
    fn from(values: &'a Vec<Value>) -> Self {
        Self::Values(values)
    }
}

impl Row<'_> {
    /// One value; blank where there is none.
    #[must_use]
    pub fn get(self, slot: usize) -> Value {
        match self {
            Self::Values(values) => values.get(slot).copied().unwrap_or_default(),
            Self::At(columns, row) => columns.cells(slot).map_or(Value::Blank, |cells| cells.value(row)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Symbols;

    fn number(text: &str) -> Value {
        Value::Number(Decimal::from_str_exact(text).unwrap())
    }

    #[test]
    fn every_value_comes_back_as_it_went() {
        let mut symbols = Symbols::default();
        let row = [
            Value::Blank,
            number("0"),
            number("-1234567.80"),
            number("36028797018963967"),
            number("-36028797018963968"),
            number("36028797018963968"),
            number("0.0000000000000000000000000001"),
            number("-79228162514264337593543950335"),
            Value::Truth(false),
            Value::Truth(true),
            Value::Text(symbols.intern("产品")),
            Value::NotApplicable,
        ];
        let mut rows = Columns::new(2, row.len());
        rows.set(1, &row);
        rows.push(&row);
        assert_eq!((rows.get(0), rows.get(3), rows.len(), rows.is_empty()), (None, None, 3, false));
        for at in [1, 2] {
            assert_eq!(rows.get(at).as_deref(), Some(&row[..]));
            for (slot, value) in row.iter().enumerate() {
                assert_eq!((rows.value(at, slot), rows.row(at).get(slot)), (Some(*value), *value));
                if let (Some(Value::Number(read)), Value::Number(put)) = (rows.value(at, slot), value) {
                    assert_eq!(read.scale(), put.scale(), "{put}");
                }
            }
        }
        assert_eq!((rows.row(0).get(1), rows.value(0, 1), rows.value(1, row.len())), (Value::Blank, None, None));
    }

    #[test]
    fn what_is_the_same_from_the_first_row_on_is_kept_once() {
        let (one, two) = (number("1"), number("2"));
        let same = |rows: &Columns| matches!(&rows.columns[0], Column::Own(Cells { words: Words::Same(..), .. }));
        // Every place for another value or for none.
        for at in 0..4 {
            for other in [two, Value::Blank] {
                let (mut filled, mut pushed) = (Columns::new(4, 1), Columns::new(0, 1));
                let value = |row: usize| if row == at { other } else { one };
                (0..4).for_each(|row| filled.set(row, &[value(row)]));
                (0..4).for_each(|row| pushed.push(&[value(row)]));
                for rows in [&filled, &pushed] {
                    assert_eq!(
                        (0..4).map(|row| rows.value(row, 0).unwrap()).collect::<Vec<_>>(),
                        [0, 1, 2, 3].map(value)
                    );
                    assert_eq!(same(rows), at == 3 && other == Value::Blank);
                }
                filled.put(at, 0, one);
                assert!((0..4).all(|row| filled.value(row, 0) == Some(one)));
            }
        }
        let mut rows = Columns::new(3, 1);
        (0..3).for_each(|row| rows.set(row, &[one]));
        assert!(same(&rows) && rows.get(2) == Some(vec![one]));
        rows.put(1, 0, two);
        assert_eq!([0, 1, 2].map(|row| rows.value(row, 0)), [Some(one), Some(two), Some(one)]);
    }

    #[test]
    fn a_table_shows_another_s_columns() {
        let mut typed = Columns::new(0, 2);
        typed.push(&[number("10"), Value::Blank]);
        typed.push(&[Value::Truth(true), number("20")]);
        let mut rows = Columns::new(2, 4);
        rows.show(&Arc::new(typed), 1);
        let row = [number("3"), Value::Truth(true), number("20"), number("7")];
        rows.set(1, &row);
        assert_eq!((rows.get(0), rows.get(1).as_deref()), (None, Some(&row[..])));
        rows.add(0);
        assert_eq!(rows.get(0).unwrap(), [Value::Blank, number("10"), Value::Blank, Value::Blank]);
    }
}
