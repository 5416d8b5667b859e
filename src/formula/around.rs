//! What the rows of a block read beside themselves.

use super::code::Scope;
use super::columns::{Columns, Row};
use super::context::Context;
use super::table::Table;
use super::value::Value;

/// What the rows of a block read beside themselves.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// Tables.
    pub tables: &'a [Table],
    /// Settings in force.
    pub settings: Settings<'a>,
    /// Their managers.
    pub manager: Beside<'a>,
    /// Of credits their lines.
    pub line: Beside<'a>,
    /// The managers' previous periods.
    pub previous: Beside<'a>,
    /// Of rows that are made of one person's periods, those in their order.
    pub periods: &'a [Beside<'a>],
    /// Whether there are no rows of a scope at all.
    pub lacks: &'a (dyn Fn(Scope) -> bool + 'a),
    /// Calls with all that one of them can see, of whose own row this is.
    pub alone: &'a Alone<'a>,
}

/// Shows one row of a block as its formulas see it.
pub type Alone<'a> = dyn Fn(usize, Row<'_>, &mut dyn FnMut(&Context<'_>)) + 'a;

/// Settings in force for the rows of a block.
#[derive(Clone, Copy)]
pub enum Settings<'a> {
    /// The same for all.
    Same(&'a [Value]),
    /// Each its own.
    Each(&'a [&'a [Value]]),
}

/// A row of another table for each row of a block.
#[derive(Clone, Copy, Default)]
pub struct Beside<'a> {
    pub(super) rows: Option<(&'a Columns, &'a [Option<usize>])>,
}

impl<'a> Beside<'a> {
    /// Rows of a table: of each row of the block the place, if it has one.
    #[must_use]
    pub fn new(table: &'a Columns, places: &'a [Option<usize>]) -> Self {
        Self { rows: Some((table, places)) }
    }

    /// Whether a row has one.
    pub(super) fn has(self, row: u32) -> bool {
        self.rows.is_some_and(|(_, places)| places[row as usize].is_some())
    }
}
