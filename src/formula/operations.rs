//! What each operation makes of the values of its parts, whether of one row or of many.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::ast::Operator;
use super::item::Item;
use super::number::{Number, NumberError};
use super::table::Table;
use super::value::{Symbol, Symbols, Value};

/// A hundredth.
pub(super) fn percent(number: Number) -> Result<Number, NumberError> {
    number.times(Decimal::new(1, 2).into())
}

/// `+ - * /`
#[inline]
pub(super) fn arithmetic(operator: Operator, left: Number, right: Number) -> Result<Number, NumberError> {
    match operator {
        Operator::Add => left.plus(right),
        Operator::Subtract => left.minus(right),
        Operator::Multiply => left.times(right),
        _ => left.divided_by(right),
    }
}

/// The one of two numbers that a `MIN` (`keep` is `Less`) or `MAX` keeps.
#[inline]
pub(super) fn kept(keep: Ordering, best: Number, next: Number) -> Result<Number, NumberError> {
    Ok(if next.compare(best)? == keep { next } else { best })
}

/// Whether a comparison holds of numbers that stand so to each other.
#[inline]
pub(super) fn holds(operator: Operator, ordering: Ordering) -> bool {
    match operator {
        Operator::Equal => ordering == Ordering::Equal,
        Operator::NotEqual => ordering != Ordering::Equal,
        Operator::Less => ordering == Ordering::Less,
        Operator::LessOrEqual => ordering != Ordering::Greater,
        Operator::Greater => ordering == Ordering::Greater,
        _ => ordering != Ordering::Less,
    }
}

/// Whether a comparison holds.
pub(super) fn compare(operator: Operator, left: Item, right: Item) -> Result<bool, NumberError> {
    let as_number = |item: Item| match item {
        Item::Number(number) => Some(number),
        Item::Other(Value::Blank) => Some(Number::ZERO),
        Item::Other(_) => None,
    };
    if let (Some(left), Some(right)) = (as_number(left), as_number(right)) {
        return left.compare(right).map(|ordering| holds(operator, ordering));
    }
    // What does not apply is neither below nor above anything.
    if !matches!(operator, Operator::Equal | Operator::NotEqual) {
        return Ok(false);
    }
    let same = match (left, right) {
        (Item::Other(left), Item::Other(right)) => plain(left, right) == plain(right, left),
        _ => false,
    };
    Ok(if operator == Operator::NotEqual { !same } else { same })
}

/// A blank beside a text is "", beside a truth FALSE, as in Excel.
fn plain(value: Value, beside: Value) -> Value {
    match (value, beside) {
        (Value::Blank, Value::Text(_)) => Value::Text(Symbols::EMPTY),
        (Value::Blank, Value::Truth(_)) => Value::Truth(false),
        _ => value,
    }
}

/// The row of a text in a table, of a blank none.
///
/// # Errors
/// A text that is not in it.
pub(super) fn row_of(text: Item, table: &Table) -> Result<Option<usize>, Symbol> {
    match text {
        Item::Other(Value::Text(key)) if key != Symbols::EMPTY => table.row_of(key).map(Some).ok_or(key),
        _ => Ok(None),
    }
}

/// A cell of a row that [`row_of`] found.
pub(super) fn cell_of(row: Option<usize>, table: &Table, column: usize) -> Item {
    Item::of(row.and_then(|row| table.rows()[row].get(column).copied()).unwrap_or_default())
}

/// The value of the highest band that starts at or below an amount, if any does.
pub(super) fn band(amount: Decimal, table: &Table) -> Option<Item> {
    Some(Item::of(table.rows()[table.band(amount)?].get(1).copied().unwrap_or_default()))
}

/// Σ over the steps of what of `amount` lies within the step, times the step's rate.
pub(super) fn graduated(amount: Number, unit: Number, table: &Table) -> Result<Number, NumberError> {
    let mut sum = Number::ZERO;
    match unit.compare(Number::ZERO)? {
        Ordering::Less => return Err(NumberError::UnitBelowZero),
        Ordering::Equal => return Ok(sum),
        Ordering::Greater => {}
    }
    for (start, next, rate) in table.steps() {
        let start = unit.times(start.into())?;
        let mut end = amount;
        if let Some(next) = next {
            let next = unit.times(next.into())?;
            if next.compare(end)? == Ordering::Less {
                end = next;
            }
        }
        let slice = end.minus(start)?;
        if slice.compare(Number::ZERO)? == Ordering::Greater {
            sum = sum.plus(slice.times(rate.into())?)?;
        }
    }
    Ok(sum)
}
