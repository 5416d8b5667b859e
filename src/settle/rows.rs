//! Rows of slots, kept in one piece.

use crate::formula::Value;

/// Rows of one scope; a row may be absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    width: usize,
    values: Vec<Value>,
    present: Vec<bool>,
}

impl Rows {
    /// `count` absent rows of `width` slots.
    #[must_use]
    pub fn new(count: usize, width: usize) -> Self {
        Self { width, values: vec![Value::Blank; count * width], present: vec![false; count] }
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

    /// The slots of a row, `None` when it is absent.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&[Value]> {
        self.present.get(index)?.then(|| &self.values[index * self.width..(index + 1) * self.width])
    }

    /// Puts one slot of a row in its place.
    pub(super) fn put(&mut self, index: usize, slot: usize, value: Value) {
        self.values[index * self.width + slot] = value;
    }

    /// Puts a row in its place.
    pub fn set(&mut self, index: usize, row: &[Value]) {
        self.values[index * self.width..(index + 1) * self.width].copy_from_slice(row);
        self.present[index] = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_rows_count() {
        assert!(Rows::new(0, 2).is_empty());
        let mut rows = Rows::new(2, 1);
        assert!(!rows.is_empty() && rows.len() == 2);
        rows.set(1, &[Value::Truth(true)]);
        assert_eq!((rows.get(0), rows.get(1), rows.get(2)), (None, Some(&[Value::Truth(true)][..]), None));
    }
}
