//! How many decimals a figure can have: what decides whether a binary float can stand for it.

use super::ast::Operator;
use super::code::{Code, Gather, Op, Scope, Slot};
use super::value::Value;

/// The decimals of what formulas name; `None` where there is no bound.
pub trait Decimals {
    /// Of a name; inside an aggregate, `inside` is the scope of the finer row.
    fn slot(&self, slot: Slot, inside: Option<Scope>) -> Option<u32>;
    /// Of a name of the previous period.
    fn previous(&self, index: usize) -> Option<u32>;
    /// Of a table's column.
    fn column(&self, table: usize, column: usize) -> Option<u32>;
}

/// At most how many decimals the value of `code` has; `None` where there is no bound, as for quotients.
#[must_use]
pub fn places(code: &Code, of: &dyn Decimals, inside: Option<Scope>) -> Option<u32> {
    let part = |part: &Code| places(part, of, inside);
    let most = |parts: &[&Code]| parts.iter().try_fold(0, |most: u32, code| Some(most.max(part(code)?)));
    match &code.op {
        Op::Constant(Value::Number(number)) => Some(number.normalize().scale()),
        Op::Constant(_)
        | Op::Given(_)
        | Op::Compare(..)
        | Op::And(_)
        | Op::Or(_)
        | Op::Not(_)
        | Op::Grade(..)
        | Op::Aggregate { gather: Gather::Count, .. } => Some(0),
        Op::Aggregate { gather: Gather::Share, .. } => Some(2),
        Op::Slot(slot) => of.slot(*slot, inside),
        Op::Previous(index) => of.previous(*index),
        Op::Negate(x) => part(x),
        Op::Function(function, parts) => (function.places)(&parts.iter().map(part).collect::<Vec<_>>()),
        Op::Percent(x) => Some(part(x)? + 2),
        Op::Arithmetic(Operator::Multiply, a, b) => Some(part(a)? + part(b)?),
        Op::Arithmetic(Operator::Divide, ..) | Op::Average(_) | Op::Aggregate { gather: Gather::Average, .. } => None,
        Op::Arithmetic(_, a, b) | Op::If(_, a, b) => most(&[a, b]),
        Op::Min(parts) | Op::Max(parts) | Op::Sum(parts) => most(&parts.iter().collect::<Vec<_>>()),
        Op::Round(_, x, to) => {
            let to = u32::try_from(*to).unwrap_or(0);
            Some(part(x).map_or(to, |own| own.min(to)))
        }
        Op::Aggregate { gather: Gather::Statistic(statistic), over, value, .. } => {
            (statistic.places)(places(value, of, Some(*over)))
        }
        Op::Aggregate { over, value, .. } => places(value, of, Some(*over)),
        Op::Band(_, table) => of.column(*table, 1),
        Op::Slab(x, table) => Some(part(x)? + of.column(*table, 1)?),
        Op::Graduated(amount, unit, table) => {
            let starts = part(unit)? + of.column(*table, 0)?;
            Some(part(amount)?.max(starts) + of.column(*table, 1)?)
        }
        Op::Lookup(_, table, column) => of.column(*table, *column),
    }
}
