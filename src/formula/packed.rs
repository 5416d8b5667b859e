//! Rows of values that there are a million of: eight bytes a value instead of twenty.
//!
//! A decimal of up to 16 digits goes into one word with its scale, and so do truths and texts; the rare longer number
//! stands in a list of its own. What is read back is what was put in.

use rust_decimal::Decimal;

use super::value::{Symbol, Value};

const TAG_BITS: u32 = 3;
const SCALE_BITS: u32 = 5;
const MANTISSA_SHIFT: u32 = TAG_BITS + SCALE_BITS;
/// Numbers with a mantissa of less than this size fit beside tag and scale.
const MANTISSA_LIMIT: i64 = 1 << (63 - MANTISSA_SHIFT);

const BLANK: u64 = 0;
const NUMBER: u64 = 1;
const TRUTH: u64 = 2;
const TEXT: u64 = 3;
const NOT_APPLICABLE: u64 = 4;
const LARGE: u64 = 5;

/// Rows of as many values; a row may be absent.
#[derive(Clone, Debug, Default)]
pub struct PackedRows {
    width: usize,
    words: Vec<u64>,
    /// Numbers that do not fit into a word.
    large: Vec<Decimal>,
    present: Vec<bool>,
}

impl PackedRows {
    /// `count` absent rows of `width` values.
    #[must_use]
    pub fn new(count: usize, width: usize) -> Self {
        Self { width, words: vec![BLANK; count * width], large: Vec::new(), present: vec![false; count] }
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
        self.width
    }

    /// Appends a row of `width` values.
    ///
    /// # Panics
    /// When it has another number of values.
    pub fn push(&mut self, row: &[Value]) {
        assert_eq!(row.len(), self.width);
        for value in row {
            let word = self.pack(*value);
            self.words.push(word);
        }
        self.present.push(true);
    }

    /// Puts a row in its place.
    pub fn set(&mut self, index: usize, row: &[Value]) {
        self.set_each(index, row.iter().copied());
    }

    /// The same with values that stand in several places.
    pub fn set_each(&mut self, index: usize, values: impl Iterator<Item = Value>) {
        for (slot, value) in values.take(self.width).enumerate() {
            self.words[index * self.width + slot] = self.pack(value);
        }
        self.present[index] = true;
    }

    /// Puts one value of a row in its place.
    pub fn put(&mut self, index: usize, slot: usize, value: Value) {
        self.words[index * self.width + slot] = self.pack(value);
    }

    /// Whether there is a row.
    #[must_use]
    pub fn has(&self, index: usize) -> bool {
        self.present.get(index).is_some_and(|present| *present)
    }

    /// Copies as many values of a row as fit into `values`, from the slot `first` on; the row must be there.
    pub fn copy(&self, index: usize, first: usize, values: &mut [Value]) {
        for (value, word) in values.iter_mut().zip(&self.words_of(index)[first..]) {
            *value = self.unpack(*word);
        }
    }

    /// The values of a row, `None` when it is absent.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Vec<Value>> {
        self.present.get(index)?.then(|| self.words_of(index).iter().map(|word| self.unpack(*word)).collect())
    }

    /// One value of a row, `None` when the row is absent.
    #[must_use]
    pub fn value(&self, index: usize, slot: usize) -> Option<Value> {
        self.present.get(index)?.then(|| self.words_of(index).get(slot).map(|word| self.unpack(*word))).flatten()
    }

    /// The values of a row in the reader's memory; none when the row is absent.
    pub fn read<'b>(&self, index: usize, buffer: &'b mut RowBuffer) -> &'b [Value] {
        if !self.has(index) {
            return &[];
        }
        let row = buffer.of(self.width);
        self.copy(index, 0, row);
        row
    }

    fn words_of(&self, index: usize) -> &[u64] {
        &self.words[index * self.width..(index + 1) * self.width]
    }

    fn pack(&mut self, value: Value) -> u64 {
        match value {
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
        }
    }

    fn unpack(&self, word: u64) -> Value {
        let rest = word >> TAG_BITS;
        match word & ((1 << TAG_BITS) - 1) {
            NUMBER => {
                let scale = u32::try_from(rest & ((1 << SCALE_BITS) - 1)).unwrap_or(0);
                Value::Number(Decimal::new(word.cast_signed() >> MANTISSA_SHIFT, scale))
            }
            TRUTH => Value::Truth(rest == 1),
            TEXT => Value::Text(Symbol::of_number(u32::try_from(rest).unwrap_or(0))),
            NOT_APPLICABLE => Value::NotApplicable,
            LARGE => Value::Number(self.large[usize::try_from(rest).unwrap_or(0)]),
            _ => Value::Blank,
        }
    }
}

/// Memory for a row that is read, used again for the next one: no allocation for rows of a usual width.
#[derive(Debug)]
pub struct RowBuffer {
    short: [Value; Self::SHORT],
    long: Vec<Value>,
}

impl Default for RowBuffer {
    fn default() -> Self {
        Self { short: [Value::Blank; Self::SHORT], long: Vec::new() }
    }
}

impl RowBuffer {
    const SHORT: usize = 24;

    /// Memory for `width` values, whatever stands in it.
    pub fn of(&mut self, width: usize) -> &mut [Value] {
        if width <= Self::SHORT {
            return &mut self.short[..width];
        }
        self.long.resize(width, Value::Blank);
        &mut self.long
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Symbols;

    #[test]
    fn every_value_comes_back_as_it_went() {
        let mut symbols = Symbols::default();
        let number = |text: &str| Value::Number(Decimal::from_str_exact(text).unwrap());
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
        let mut rows = PackedRows::new(2, row.len());
        rows.set(1, &row);
        rows.push(&row);
        assert_eq!((rows.get(0), rows.get(3), rows.len()), (None, None, 3));
        let mut buffer = RowBuffer::default();
        for index in [1, 2] {
            assert_eq!(rows.get(index).as_deref(), Some(&row[..]));
            assert_eq!(rows.read(index, &mut buffer), row);
            for (slot, value) in row.iter().enumerate() {
                assert_eq!(rows.value(index, slot), Some(*value));
                if let (Some(Value::Number(read)), Value::Number(put)) = (rows.value(index, slot), value) {
                    assert_eq!(read.scale(), put.scale(), "{put}");
                }
            }
        }
        assert!(rows.read(0, &mut buffer).is_empty());
        assert_eq!(rows.value(1, row.len()), None);
    }

    #[test]
    fn a_wide_row_is_read_too() {
        let row = vec![Value::Number(Decimal::new(5, 1)); RowBuffer::SHORT + 1];
        let mut rows = PackedRows::new(0, row.len());
        rows.push(&row);
        assert_eq!(rows.read(0, &mut RowBuffer::default()), row);
    }
}
