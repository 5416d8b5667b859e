//! A formula over many rows at once: each part of it for all of them, then the next.
//!
//! What it gives for a row is what [`super::evaluate`] gives, by the same operations. A row for which a part has no value is
//! left out: it is evaluated alone then, which says what is wrong. So is each part that goes over other rows.

use part::FormulaOverRows;

use super::around::Around;
use super::code::{Code, Op};
use super::columns::Columns;
use super::item::Item;
use super::kind::Kind;
use super::value::Value;

mod part;

/// Rows of a scope and what is around them.
pub struct Block<'a> {
    /// Their figures, and nothing else.
    pub own: Columns,
    /// Those that have all figures so far, in ascending order.
    pub rows: Vec<u32>,
    /// What else they read.
    pub around: Around<'a>,
}

/// A figure that all rows of a block have.
#[derive(Clone, Copy)]
pub struct BlockFigure<'r> {
    /// Its formula.
    pub code: &'r Code,
    /// Its kind: a blank is made the zero of it.
    pub kind: Kind,
    /// Its slot.
    pub slot: usize,
    /// The slot of what goes before it where anything stands there.
    pub typed: Option<usize>,
}

impl Block<'_> {
    /// Computes a figure for all rows; gives those that have none, and leaves them out.
    pub fn compute(&mut self, figure: BlockFigure<'_>) -> Vec<u32> {
        let BlockFigure { code, kind, slot, typed } = figure;
        let is_blank = |row: u32, typed| self.own.row(row as usize).get(typed) == Value::Blank;
        let (open, given): (Vec<u32>, Vec<u32>) =
            self.rows.iter().partition(|row| typed.is_none_or(|typed| is_blank(**row, typed)));
        for (row, typed) in given.iter().filter_map(|row| Some((*row as usize, typed?))) {
            let value = self.own.row(row).get(typed);
            self.own.put(row, slot, value);
        }
        if open.is_empty() {
            return Vec::new();
        }
        let mut part = FormulaOverRows::new(&self.own, &self.around);
        let (without, mut failed) = if is_arithmetic(code) {
            let (numbers, failed) = (part.numbers(code, &open), part.failed);
            (self.own.fill(slot, &open, |at| Item::Number(numbers.at(at))), failed)
        } else {
            let (items, failed) = (part.items(code, &open), part.failed);
            let item = |at| match items.at(at) {
                Item::Other(value) => Item::of(value.or_zero_of(kind)),
                number @ Item::Number(_) => number,
            };
            (self.own.fill(slot, &open, item), failed)
        };
        failed.extend(without);
        failed.sort_unstable();
        failed.dedup();
        self.leave_out(&failed);
        failed
    }

    /// The rows for which a condition is not TRUE, or has no value.
    #[must_use]
    pub fn not_true(&self, code: &Code) -> Vec<u32> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        let mut part = FormulaOverRows::new(&self.own, &self.around);
        let truths = part.truths(code, &self.rows);
        let not = self.rows.iter().enumerate().filter(|(at, _)| !truths.at(*at)).map(|(_, row)| *row);
        let mut found: Vec<u32> = not.chain(part.failed).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn leave_out(&mut self, rows: &[u32]) {
        if !rows.is_empty() {
            self.rows.retain(|row| rows.binary_search(row).is_err());
        }
    }
}

/// Whether a part gives a number, if anything.
fn is_arithmetic(code: &Code) -> bool {
    match code.op {
        Op::Negate(_)
        | Op::Percent(_)
        | Op::Arithmetic(..)
        | Op::Min(_)
        | Op::Max(_)
        | Op::Sum(_)
        | Op::Average(_)
        | Op::Function(..)
        | Op::Round(..)
        | Op::Graduated(..) => true,
        Op::If(_, ref then, ref other) => is_arithmetic(then) && is_arithmetic(other),
        _ => false,
    }
}
