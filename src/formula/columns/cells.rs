//! The cells of one column, a word each.

use rust_decimal::Decimal;

use super::super::item::Item;
use super::super::number::Small;
use super::super::value::{Symbol, Value};

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
const TAINTED: u64 = 6;

#[derive(Clone, Debug, Default)]
pub(super) struct ColumnCells {
    words: CellWords,
    /// Numbers that do not fit into a word.
    large: Vec<Decimal>,
}

/// The words of as many rows as there are, or of fewer: those behind are blank.
#[derive(Clone, Debug)]
enum CellWords {
    /// The same in all of them.
    Same(u64, usize),
    Each(Vec<u64>),
}

impl Default for CellWords {
    fn default() -> Self {
        Self::Same(BLANK, 0)
    }
}

impl CellWords {
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

    #[inline]
    fn put(&mut self, row: usize, rows: usize, word: u64) {
        // Mostly rows are put one after the other.
        if let Self::Each(words) = self
            && row == words.len()
            && row < words.capacity()
            && word != BLANK
        {
            words.push(word);
        } else {
            self.put_anywhere(row, rows, word);
        }
    }

    fn put_anywhere(&mut self, row: usize, rows: usize, word: u64) {
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

impl ColumnCells {
    /// Tainted in as many rows.
    pub(super) fn tainted(rows: usize) -> Self {
        Self { words: CellWords::Same(TAINTED, rows), large: Vec::new() }
    }

    /// Whether any of them is.
    pub(super) fn is_tainted(&self) -> bool {
        match &self.words {
            CellWords::Same(word, count) => *word == TAINTED && *count > 0,
            CellWords::Each(words) => words.contains(&TAINTED),
        }
    }

    pub(super) fn value(&self, row: usize) -> Value {
        let word = self.words.get(row);
        match word & TAG {
            NUMBER => Value::Number(small(word).into()),
            LARGE => Value::Number(self.large(word)),
            _ => other(word),
        }
    }

    #[inline]
    pub(super) fn item(&self, row: usize) -> Item {
        self.said(self.words.get(row))
    }

    #[inline]
    fn said(&self, word: u64) -> Item {
        match word & TAG {
            NUMBER => Item::Number(small(word).into()),
            LARGE => Item::Number(self.large(word).into()),
            _ => Item::Other(other(word)),
        }
    }

    fn large(&self, word: u64) -> Decimal {
        self.large[usize::try_from(word >> TAG_BITS).unwrap_or(0)]
    }

    /// Puts a value in the place of one of as many rows.
    pub(super) fn put(&mut self, row: usize, rows: usize, value: Value) {
        let word = match value {
            Value::Number(number) => match Small::of(number).and_then(word_of) {
                Some(word) => word,
                None => self.large_word(number),
            },
            _ => word_of_other(value),
        };
        self.words.put(row, rows, word);
    }

    fn large_word(&mut self, number: Decimal) -> u64 {
        self.large.push(number);
        (self.large.len() as u64 - 1) << TAG_BITS | LARGE
    }

    /// The word that says here what one of another column says.
    fn taken(&mut self, word: u64, other: &Self) -> u64 {
        if word & TAG == LARGE { self.large_word(other.large(word)) } else { word }
    }

    /// Puts results in the places of these of as many rows; gives those that have none: quotients without end.
    pub(super) fn fill(&mut self, (these, rows): (&[u32], usize), result: impl Fn(usize) -> Item) -> Vec<u32> {
        let mut without = Vec::new();
        for (at, &row) in these.iter().enumerate() {
            match result(at) {
                Item::Other(value) => self.put(row as usize, rows, value),
                Item::Number(number) => match number.small().and_then(word_of) {
                    Some(word) => self.words.put(row as usize, rows, word),
                    None => match number.settled() {
                        Ok(number) => self.put(row as usize, rows, Value::Number(number)),
                        Err(_) => without.push(row),
                    },
                },
            }
        }
        without
    }

    /// Puts in the places of some of as many rows what stands in another column: for each its row there.
    pub(super) fn take(&mut self, rows: usize, other: &Self, places: impl Iterator<Item = (usize, usize)>) {
        for (row, place) in places {
            let word = self.taken(other.words.get(place), other);
            self.words.put(row, rows, word);
        }
    }

    /// What stands in the cells of these rows, made into something.
    pub(super) fn each<T>(&self, rows: impl Iterator<Item = Option<usize>>, mut of: impl FnMut(Item) -> T) -> Vec<T> {
        match &self.words {
            CellWords::Each(words) => {
                rows.map(|row| of(self.said(row.and_then(|row| words.get(row)).copied().unwrap_or(BLANK)))).collect()
            }
            words @ CellWords::Same(..) => {
                rows.map(|row| of(self.said(row.map_or(BLANK, |row| words.get(row))))).collect()
            }
        }
    }

    /// What stands in all of as many rows, where it is the same.
    pub(super) fn same(&self, rows: usize) -> Option<Item> {
        match &self.words {
            CellWords::Same(_, 0) => Some(Item::default()),
            CellWords::Same(word, count) if *count >= rows => Some(self.said(*word)),
            _ => None,
        }
    }

    /// Whether what stands in all rows is kept once.
    #[cfg(test)]
    pub(super) fn is_same(&self) -> bool {
        matches!(self.words, CellWords::Same(..))
    }

    /// The cells of these rows.
    pub(super) fn of_rows(&self, rows: &[usize]) -> Self {
        let words = match &self.words {
            CellWords::Same(word, count) if *word == BLANK || rows.iter().all(|row| row < count) => {
                let mut cells = Self::default();
                let word = cells.taken(*word, self);
                return Self { words: CellWords::Same(word, rows.len()), ..cells };
            }
            words => rows.iter().map(|row| words.get(*row)),
        };
        if self.large.is_empty() {
            return Self { words: CellWords::Each(words.collect()), large: Vec::new() };
        }
        let mut cells = Self::default();
        let words = words.map(|word| cells.taken(word, self)).collect();
        Self { words: CellWords::Each(words), ..cells }
    }
}

fn small(word: u64) -> Small {
    let scale = u32::try_from(word >> TAG_BITS & SCALE).unwrap_or(0);
    Small { units: word.cast_signed() >> MANTISSA_SHIFT, scale }
}

fn word_of(Small { units, scale }: Small) -> Option<u64> {
    let fits = (-MANTISSA_LIMIT..MANTISSA_LIMIT).contains(&units);
    fits.then(|| (units << MANTISSA_SHIFT).cast_unsigned() | u64::from(scale) << TAG_BITS | NUMBER)
}

/// What a word says that is no number.
fn other(word: u64) -> Value {
    let rest = word >> TAG_BITS;
    match word & TAG {
        TRUTH => Value::Truth(rest == 1),
        TEXT => Value::Text(Symbol::of_number(u32::try_from(rest).unwrap_or(0))),
        NOT_APPLICABLE => Value::NotApplicable,
        TAINTED => Value::Tainted,
        _ => Value::Blank,
    }
}

fn word_of_other(value: Value) -> u64 {
    match value {
        Value::Truth(truth) => u64::from(truth) << TAG_BITS | TRUTH,
        Value::Text(symbol) => u64::from(symbol.number()) << TAG_BITS | TEXT,
        Value::NotApplicable => NOT_APPLICABLE,
        Value::Tainted => TAINTED,
        Value::Number(_) | Value::Blank => BLANK,
    }
}
