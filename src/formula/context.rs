//! All that a formula can see.

use super::code::{Reach, Scope, Slot, Space};
use super::columns::Row;
use super::eval_error::EvalError;
use super::item::Item;
use super::table::Table;
use super::value::Value;

/// A finer row that belongs to the row at hand.
#[derive(Clone, Copy)]
pub struct ChildRow<'a> {
    /// Itself.
    pub own: Row<'a>,
    /// For a credit: its line.
    pub line: Row<'a>,
    /// Its manager's.
    pub manager: Row<'a>,
}

/// The rows of coarser scopes that the row at hand belongs to.
pub trait Above {
    /// A figure of one of them; blank where there is no such row.
    fn value(&self, scope: Scope, slot: usize) -> Value;
}

impl Above for () {
    fn value(&self, _: Scope, _: usize) -> Value {
        Value::Blank
    }
}

/// The finer rows that belong to the row at hand.
pub trait Children {
    /// Calls `visit` with each of the rows of a scope in order, until it fails.
    ///
    /// # Errors
    /// What `visit` returns.
    fn each(
        &self,
        rows: (Scope, Reach),
        visit: &mut dyn FnMut(ChildRow<'_>) -> Result<(), EvalError>,
    ) -> Result<(), EvalError>;

    /// Calls `visit` with one slot of each of those rows.
    ///
    /// # Errors
    /// What `visit` returns.
    fn each_value(
        &self,
        rows: (Scope, Reach),
        slot: Slot,
        visit: &mut dyn FnMut(Item) -> Result<(), EvalError>,
    ) -> Result<(), EvalError> {
        self.each(rows, &mut |child| {
            let row = if slot.space == Space::ChildLine { child.line } else { child.own };
            visit(row.item(slot.index))
        })
    }
}

/// No finer rows.
pub struct NoChildren;

impl Children for NoChildren {
    fn each(
        &self,
        _: (Scope, Reach),
        _: &mut dyn FnMut(ChildRow<'_>) -> Result<(), EvalError>,
    ) -> Result<(), EvalError> {
        Ok(())
    }
}

/// All that a formula can see.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Settings in force.
    pub settings: &'a [Value],
    /// Tables.
    pub tables: &'a [Table],
    /// The row of the rule.
    pub own: Row<'a>,
    /// The manager's row.
    pub manager: Row<'a>,
    /// A credit's line.
    pub line: Row<'a>,
    /// The rows of coarser scopes that it belongs to.
    pub above: &'a dyn Above,
    /// The manager's previous period, blank when there is none.
    pub previous: Row<'a>,
    /// The finer rows.
    pub children: &'a dyn Children,
    /// The row that an aggregate is at.
    pub child: Option<ChildRow<'a>>,
}
