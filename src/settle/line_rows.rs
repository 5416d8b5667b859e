//! The figures of the lines, without a second copy of what was typed: that stays in the book, and a row is put together
//! when it is read.

use std::sync::Arc;

use crate::formula::{PackedRows, RowBuffer, Value};
use crate::policy::builtin;

/// First of the slots of what was typed.
const FIRST: usize = builtin::PERIOD + 1;

/// Rows of the scope of lines.
#[derive(Clone, Debug, Default)]
pub struct LineRows {
    typed: Arc<PackedRows>,
    /// The period, then the rules.
    computed: PackedRows,
}

impl LineRows {
    /// As many absent rows as there are lines, of `width` slots.
    pub(super) fn new(typed: &Arc<PackedRows>, width: usize) -> Self {
        let computed = PackedRows::new(typed.len(), width.saturating_sub(typed.width()));
        Self { typed: Arc::clone(typed), computed }
    }

    /// Puts a row in its place; what was typed must stand in it as in the book.
    pub(super) fn set(&mut self, index: usize, row: &[Value]) {
        let rules = FIRST + self.typed.width();
        let slots = row[..FIRST].iter().chain(&row[rules..]);
        self.computed.set_each(index, slots.copied());
    }

    /// One slot of a row, `None` when the row is absent.
    #[must_use]
    pub fn value(&self, index: usize, slot: usize) -> Option<Value> {
        let own = self.computed.value(index, 0)?;
        match slot.checked_sub(FIRST) {
            None => Some(own),
            Some(typed) if typed < self.typed.width() => self.typed.value(index, typed),
            Some(_) => self.computed.value(index, slot - self.typed.width()),
        }
    }

    /// The slots of a row in the reader's memory; none when the row is absent.
    pub fn read<'b>(&self, index: usize, buffer: &'b mut RowBuffer) -> &'b [Value] {
        if !self.computed.has(index) {
            return &[];
        }
        let typed = self.typed.width();
        let row = buffer.of(self.computed.width() + typed);
        let (before, rest) = row.split_at_mut(FIRST);
        let (inputs, rules) = rest.split_at_mut(typed);
        self.typed.copy(index, 0, inputs);
        self.computed.copy(index, 0, before);
        self.computed.copy(index, FIRST, rules);
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_put_together_as_it_was() {
        let number = |number: i64| Value::Number(number.into());
        let mut typed = PackedRows::new(0, 2);
        typed.push(&[number(10), Value::Blank]);
        typed.push(&[Value::Truth(true), number(20)]);
        let mut rows = LineRows::new(&Arc::new(typed), 5);
        let row = [number(3), Value::Truth(true), number(20), number(7), number(8)];
        rows.set(1, &row);
        let mut buffer = RowBuffer::default();
        assert_eq!(rows.read(1, &mut buffer), row);
        assert!(rows.read(0, &mut buffer).is_empty() && rows.value(0, 1).is_none());
        for (slot, value) in row.iter().enumerate() {
            assert_eq!(rows.value(1, slot), Some(*value), "{slot}");
        }
        assert_eq!(rows.value(1, 5), None);
    }
}
