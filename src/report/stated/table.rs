//! A table of figures with its headings, wherever it stands.

use super::super::sheet::{Cell, CellUnit, CellValue, RowCells, SheetBlock, SheetColumn};
use super::looks::FormulaInputs;
use crate::formula::Scope;
use crate::lang::Words;

/// A table of figures.
pub struct StatedTable<'a> {
    /// The name of its sheet; further sheets that go on with it have a number after it.
    pub sheet: Words,
    /// What scope its figures are of, with the number of the period, where they are a manager's.
    pub of: Option<(Scope, usize)>,
    /// Its columns.
    pub columns: Vec<StatedColumn>,
    /// The columns that say whose row it is.
    pub keys: Vec<usize>,
    /// How many rows it has.
    pub rows: usize,
    /// Whether results may lack it.
    pub optional: bool,
    pub(super) fill: Box<dyn Fn(usize) -> Vec<Stated> + Sync + 'a>,
}

/// A column of figures.
#[allow(clippy::struct_excessive_bools, reason = "each is a property of its own")]
#[derive(Clone, Debug, Default)]
pub struct StatedColumn {
    /// What its heading is called.
    pub label: Words,
    /// The clauses over the heading.
    pub clause: String,
    /// The name of its rule, where it is one.
    pub name: String,
    /// Its slot, where it has one.
    pub slot: Option<usize>,
    /// Whether it may be folded away.
    pub folded: bool,
    /// Whether it may be left out where nobody has such a figure.
    pub optional: bool,
    /// Whether a total stands below it.
    pub total: bool,
    /// Whether it is words for people, which a later program may word in another way.
    pub words: bool,
    /// What the live formula of its rule looks at, where each row has one of its own.
    pub looks: Option<FormulaInputs>,
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stated {
    /// Its value.
    pub value: CellValue,
    /// Whether a formula gives it; `None` where that depends.
    pub live: Option<bool>,
    /// What the workbook calls the cell, where it has a name.
    pub name: Option<String>,
}

impl Stated {
    /// A value, and whether a formula gives it.
    pub(super) fn of(value: CellValue, live: Option<bool>) -> Self {
        let value = if value == CellValue::Text(String::new()) { CellValue::Blank } else { value };
        Self { value, live, name: None }
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::of(CellValue::Text(text.into()), Some(false))
    }
}

impl<'a> StatedTable<'a> {
    /// The cells of a row, one for each column.
    #[must_use]
    pub fn row(&self, index: usize) -> Vec<Stated> {
        (self.fill)(index)
    }

    /// This table, with columns that are words for people.
    pub(super) fn in_words(mut self, columns: &[usize]) -> Self {
        for at in columns {
            self.columns[*at].words = true;
        }
        self
    }

    /// The table that a block of a sheet is; `live` says of its cells, by their columns, whether a formula gives them.
    pub(super) fn of_block(
        sheet: Words,
        block: SheetBlock<'a>,
        keys: &[usize],
        live: impl Fn(usize, &Cell) -> Option<bool> + Sync + 'a,
    ) -> Self {
        let SheetBlock { columns, rows, total, .. } = block;
        let count = rows.len() - usize::from(total);
        let row = move |index: usize| {
            let mut cells = RowCells::default();
            rows.fill(index, &mut cells);
            cells
        };
        let totals = if total { row(count) } else { RowCells::default() };
        let column = |(at, column): (usize, SheetColumn)| StatedColumn {
            clause: column.clause,
            total: totals.get(at).is_some_and(|cell| cell.formula.is_some()),
            ..plain(Words::same(column.label))
        };
        let columns = columns.into_iter().enumerate().map(column).collect();
        let cell = move |(at, cell): (usize, &Cell)| Stated::of(meant(cell), live(at, cell));
        table(sheet, columns, keys.to_vec(), count, move |index| row(index).iter().enumerate().map(&cell).collect())
    }
}

/// What a cell says: 1 and 0 may be shown as yes and no.
fn meant(cell: &Cell) -> CellValue {
    match cell.value {
        CellValue::Number(number) if cell.unit == Some(CellUnit::Truth) => CellValue::Truth(!number.is_zero()),
        _ => cell.value.clone(),
    }
}

pub(super) fn plain(label: Words) -> StatedColumn {
    StatedColumn { label, ..StatedColumn::default() }
}

pub(super) fn table<'a>(
    sheet: Words,
    columns: Vec<StatedColumn>,
    keys: Vec<usize>,
    rows: usize,
    fill: impl Fn(usize) -> Vec<Stated> + Sync + 'a,
) -> StatedTable<'a> {
    StatedTable { sheet, of: None, columns, keys, rows, optional: false, fill: Box::new(fill) }
}
