//! The run whose figures are stated.

use super::super::Results;
use super::super::sheet::CellValue;
use super::super::tab::Tab;
use super::table::{StatedColumn, plain};
use crate::formula::{Row, Scope, Value};
use crate::lang::{Lang, Words};
use crate::settle::RowKey;

/// A run and the language of its results.
#[derive(Clone, Copy)]
pub(super) struct StatedRun<'a> {
    pub(super) results: &'a Results<'a>,
    pub(super) lang: Lang,
}

impl<'a> StatedRun<'a> {
    pub(super) fn sheet(self, tab: Tab) -> Words {
        tab.name(self.results.policy)
    }

    pub(super) fn shown(self, value: Value) -> CellValue {
        self.results.cell_value(value, self.lang)
    }

    pub(super) fn who(self) -> [StatedColumn; 2] {
        self.results.policy.who().map(plain)
    }

    /// The row of a manager in a scope.
    pub(super) fn row(self, scope: Scope, manager: usize, number: usize) -> Option<Row<'a>> {
        self.results.settlement.row(RowKey::of(scope, manager, number))
    }
}
