//! A table that is declared column by column: what stands over a column, beside what it shows of each row.

use super::sheet::{Cell, CellUnit, SheetBlock, SheetColumn};
use super::tab::TOP;
use crate::lang::{Lang, Words};

/// A table over rows of this kind.
pub(super) struct DeclaredTable<R> {
    lang: Lang,
    of: Vec<R>,
    columns: Vec<SheetColumn>,
    cells: Vec<Vec<Cell>>,
    total: bool,
}

impl<R> DeclaredTable<R> {
    /// A table without columns over these rows.
    pub(super) fn over(lang: Lang, rows: impl IntoIterator<Item = R>) -> Self {
        let of: Vec<R> = rows.into_iter().collect();
        let cells = of.iter().map(|_| Vec::new()).collect();
        Self { lang, of, columns: Vec::new(), cells, total: false }
    }

    /// A column: its label, the unit of its cells, its width in characters (0 for what fits), and its cell of a row.
    pub(super) fn column(&mut self, label: &Words, unit: CellUnit, width: u16, cell: impl FnMut(&R) -> Cell) {
        self.put(SheetColumn::of(label.get(self.lang)).shown(unit, width), cell);
    }

    /// A column with more over it than a label.
    pub(super) fn put(&mut self, column: SheetColumn, cell: impl FnMut(&R) -> Cell) {
        self.columns.push(column);
        self.cells.iter_mut().zip(self.of.iter().map(cell)).for_each(|(cells, cell)| cells.push(cell));
    }

    /// A column behind all others of which no row has a cell: it is for what is written by hand.
    pub(super) fn blank(&mut self, label: &Words, width: u16) {
        self.columns.push(SheetColumn::of(label.get(self.lang)).shown(CellUnit::Text, width));
    }

    /// With a row that says so where there is none.
    pub(super) fn or_none(mut self, none: &Words) -> Self {
        if self.of.is_empty() {
            self.cells.push(vec![Cell::text(none.get(self.lang))]);
        }
        self
    }

    /// With a row of totals, where there is one.
    pub(super) fn total(mut self, totals: Option<Vec<Cell>>) -> Self {
        self.total = totals.is_some();
        self.cells.extend(totals);
        self
    }

    /// Without formulas.
    pub(super) fn valued(mut self) -> Self {
        self.cells.iter_mut().flatten().for_each(|cell| cell.formula = None);
        self
    }

    /// As a block with these words over it, at the top of its sheet.
    pub(super) fn headed(self, heading: &Words) -> SheetBlock<'static> {
        SheetBlock { heading: Some(heading.get(self.lang).to_owned()), ..self.block() }
    }

    /// As a block at the top of its sheet.
    pub(super) fn block(self) -> SheetBlock<'static> {
        SheetBlock { top: TOP, total: self.total, ..SheetBlock::ready(None, self.columns, self.cells) }
    }
}
