//! A table of figures, column by column: eight bytes a cell.
//!
//! A decimal of up to 16 digits goes into one word with its scale, and so do truths and texts; the rare longer number
//! stands in a list of its own. What is read back is what was put in. A column in which nothing stands, or the same from
//! the first row on, takes no memory.

use std::sync::Arc;

use cells::ColumnCells;

use super::item::Item;
use super::value::Value;

mod cells;

/// Rows of as many values; a row may be absent.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    columns: Vec<ValueColumn>,
    present: Vec<bool>,
}

#[derive(Clone, Debug)]
enum ValueColumn {
    Own(ColumnCells),
    /// A column of another table, which has as many rows.
    Of(Arc<Columns>, usize),
}

impl Columns {
    /// `count` absent rows of `width` values.
    #[must_use]
    pub fn new(count: usize, width: usize) -> Self {
        Self { columns: vec![ValueColumn::Own(ColumnCells::default()); width], present: vec![false; count] }
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
        if let ValueColumn::Own(cells) = &mut self.columns[slot] {
            cells.put(row, rows, value);
        }
    }

    /// Taints a column in all rows, also one of another table.
    pub fn taint(&mut self, slot: usize) {
        self.columns[slot] = ValueColumn::Own(ColumnCells::tainted(self.len()));
    }

    /// Whether any cell is tainted.
    #[must_use]
    pub fn is_tainted(&self) -> bool {
        let own = |column: &ValueColumn| matches!(column, ValueColumn::Own(cells) if cells.is_tainted());
        self.columns.iter().any(own)
    }

    /// Puts results in the places of these rows, which ascend; gives those that have none: quotients without end.
    pub(super) fn fill(&mut self, slot: usize, rows: &[u32], result: impl Fn(usize) -> Item) -> Vec<u32> {
        let count = self.present.len();
        match &mut self.columns[slot] {
            ValueColumn::Own(cells) => cells.fill((rows, count), result),
            ValueColumn::Of(..) => Vec::new(),
        }
    }

    /// Puts in the places of these rows what stands in the same column of another table: for each row its place there.
    pub fn take(&mut self, slot: usize, other: &Self, rows: impl Iterator<Item = (usize, usize)>) {
        let count = self.present.len();
        if let (ValueColumn::Own(cells), Some(other)) = (&mut self.columns[slot], other.cells(slot)) {
            cells.take(count, other, rows);
        }
    }

    /// A table of these rows of it, which are all there.
    #[must_use]
    pub fn of_rows(&self, rows: &[usize]) -> Self {
        let columns = (0..self.width())
            .map(|slot| ValueColumn::Own(self.cells(slot).map(|c| c.of_rows(rows)).unwrap_or_default()));
        Self { columns: columns.collect(), present: vec![true; rows.len()] }
    }

    /// One cell of each of these rows, made into something; of none a blank.
    pub(super) fn each<T>(
        &self,
        slot: usize,
        rows: impl Iterator<Item = Option<usize>>,
        mut of: impl FnMut(Item) -> T,
    ) -> Vec<T> {
        match self.cells(slot) {
            Some(cells) => cells.each(rows, of),
            None => rows.map(|_| of(Item::default())).collect(),
        }
    }

    /// What stands in a column, where it is the same in all rows.
    pub(super) fn same(&self, slot: usize) -> Option<Item> {
        self.cells(slot).map_or(Some(Item::default()), |cells| cells.same(self.len()))
    }

    /// Shows the columns of another table, which has as many rows, from the slot `first` on.
    pub fn show(&mut self, other: &Arc<Self>, first: usize) {
        for (column, slot) in self.columns.iter_mut().skip(first).zip(0..other.width()) {
            *column = ValueColumn::Of(Arc::clone(other), slot);
        }
    }

    /// Takes a copy of a column that is another table's, so that values can be put into it.
    pub fn own(&mut self, slot: usize) {
        if let Some(cells) = self.cells(slot).cloned() {
            self.columns[slot] = ValueColumn::Own(cells);
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

    /// Whether all values are the same, down to the decimals of numbers.
    pub(crate) fn is_the_same(&self, other: &Self) -> bool {
        let same = |one: Value, other: Value| match (one, other) {
            (Value::Number(one), Value::Number(other)) => one.serialize() == other.serialize(),
            (one, other) => one == other,
        };
        let column = |slot: usize| match (self.cells(slot), other.cells(slot)) {
            (Some(one), Some(other)) => (0..self.len()).all(|row| same(one.value(row), other.value(row))),
            _ => false,
        };
        self.present == other.present && self.width() == other.width() && (0..self.width()).all(column)
    }

    fn cells(&self, slot: usize) -> Option<&ColumnCells> {
        match self.columns.get(slot)? {
            ValueColumn::Own(cells) => Some(cells),
            ValueColumn::Of(other, slot) => other.cells(*slot),
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
    /// A row of which nothing is certain: all of it is tainted.
    Tainted,
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
            Self::Tainted => Value::Tainted,
        }
    }

    /// The same as an [`Item`].
    #[inline]
    #[must_use]
    pub fn item(self, slot: usize) -> Item {
        match self {
            Self::Values(values) => values.get(slot).copied().map_or(Item::default(), Item::of),
            Self::At(columns, row) => columns.cells(slot).map_or(Item::default(), |cells| cells.item(row)),
            Self::Tainted => Item::Other(Value::Tainted),
        }
    }
}

#[cfg(test)]
mod tests;
