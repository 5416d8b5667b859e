//! [`Code`] to a value, over rows of slots. Nothing here compares names, and nothing but an error allocates.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::code::{Code, Op, Slot, Space};
use super::columns::Row;
use super::context::Context;
use super::eval_error::{EvalCause, EvalError, wrong};
use super::gathered::{Gathered, standing};
use super::item::{Item, settle};
use super::number::{Number, Rounding};
use super::operations::{arithmetic, band, cell_of, compare, graduated, kept, percent, row_of};
use super::table::Table;
use super::value::Value;

/// The value of a checked formula.
///
/// # Errors
/// The first part that has no exact value, or that reads what is tainted.
pub fn evaluate(code: &Code, context: &Context<'_>) -> Result<Value, EvalError> {
    let item = run(code, context)?;
    settle(item, code)
}

fn not_applicable(code: &Code) -> EvalError {
    EvalError::at(code, EvalCause::NotApplicable)
}

/// The value of a name.
#[must_use]
pub fn look_up(slot: Slot, context: &Context<'_>) -> Value {
    match slot.space {
        Space::Of(scope) => context.above.value(scope, slot.index),
        _ => row_of_space(slot.space, context).get(slot.index),
    }
}

/// Why something that is read is no number.
#[cold]
fn no_number(item: Item, code: &Code) -> EvalError {
    if item.untainted().is_none() { EvalError::Tainted } else { not_applicable(code) }
}

/// A table, unless it is tainted.
fn table_at<'c>(table: usize, context: &Context<'c>) -> Result<&'c Table, EvalError> {
    let table = &context.tables[table];
    if table.is_tainted() { Err(EvalError::Tainted) } else { Ok(table) }
}

/// The same as an [`Item`].
fn item_at(slot: Slot, context: &Context<'_>) -> Item {
    match slot.space {
        Space::Of(scope) => Item::of(context.above.value(scope, slot.index)),
        _ => row_of_space(slot.space, context).item(slot.index),
    }
}

fn row_of_space<'c>(space: Space, context: &Context<'c>) -> Row<'c> {
    match space {
        Space::Setting => context.settings.into(),
        Space::Own => context.own,
        Space::Manager => context.manager,
        Space::Line => context.line,
        Space::Child => context.child.map_or(Row::default(), |child| child.own),
        Space::ChildLine => context.child.map_or(Row::default(), |child| child.line),
        Space::ChildManager => context.child.map_or(Row::default(), |child| child.manager),
        Space::Of(_) => Row::default(),
    }
}

/// Runs one part; the trace calls it for each part too.
///
/// # Errors
/// The first part that has no exact value, or that reads what is tainted.
pub fn run(code: &Code, context: &Context<'_>) -> Result<Item, EvalError> {
    match &code.op {
        Op::Constant(value) => Ok(Item::of(*value)),
        Op::Slot(place) => item_at(*place, context).untainted().ok_or(EvalError::Tainted),
        Op::Previous(index) => context.previous.item(*index).untainted().ok_or(EvalError::Tainted),
        Op::If(condition, then, other) => run(if truth(condition, context)? { then } else { other }, context),
        Op::Given(_) | Op::Compare(..) | Op::And(_) | Op::Or(_) | Op::Not(_) => {
            truth(code, context).map(|truth| Item::Other(Value::Truth(truth)))
        }
        Op::Negate(_)
        | Op::Function(..)
        | Op::Percent(_)
        | Op::Arithmetic(..)
        | Op::Min(_)
        | Op::Max(_)
        | Op::Sum(_)
        | Op::Average(_)
        | Op::Round(..)
        | Op::Graduated(..) => number(code, context).map(Item::Number),
        Op::Aggregate { .. } => aggregate(code, context),
        Op::Band(x, table) => band_of(code, x, *table, context),
        Op::Slab(x, table) => {
            let amount = number(x, context)?;
            match band_of(code, x, *table, context)? {
                Item::Number(rate) => amount.times(rate).map(Item::Number).map_err(|error| wrong(code, error)),
                other @ Item::Other(_) => Ok(other),
            }
        }
        Op::Lookup(text, table, column) => {
            Ok(cell_of(keyed(code, text, *table, context)?, &context.tables[*table], *column))
        }
        Op::Grade(grade, steps, table) => {
            let steps = number(steps, context)?.rounded(0, Rounding::Down).and_then(Number::settled);
            let steps = steps.map_err(|error| wrong(code, error))?;
            let Some(row) = keyed(code, grade, *table, context)? else {
                return Ok(Item::Other(Value::Blank));
            };
            let rows = context.tables[*table].rows();
            let last = rows.len().saturating_sub(1);
            let steps = i64::try_from(steps).unwrap_or(0);
            let moved = i64::try_from(row).unwrap_or(0).saturating_add(steps);
            let kept = usize::try_from(moved.max(0)).unwrap_or(0).min(last);
            Ok(Item::of(rows[kept][0]))
        }
    }
}

pub(super) fn number(code: &Code, context: &Context<'_>) -> Result<Number, EvalError> {
    number_of(code, code, context)
}

/// The number that `code` is; where it is none, `whole` is at fault. Arithmetic goes from number to number without being
/// any other value in between, which takes half the time.
fn number_of(whole: &Code, code: &Code, context: &Context<'_>) -> Result<Number, EvalError> {
    let of_item = |item: Item| item.as_number().ok_or_else(|| no_number(item, whole));
    let outcome = match &code.op {
        Op::Slot(place) => return of_item(item_at(*place, context)),
        Op::Constant(value) => return of_item(Item::of(*value)),
        Op::If(condition, then, other) => {
            return number_of(whole, if truth(condition, context)? { then } else { other }, context);
        }
        Op::Negate(x) => return Ok(number(x, context)?.negated()),
        Op::Function(function, parts) => {
            let numbers: Result<Vec<Number>, EvalError> = parts.iter().map(|part| number(part, context)).collect();
            (function.value)(&numbers?)
        }
        Op::Min(parts) => return extreme(code, parts, context, Ordering::Less),
        Op::Max(parts) => return extreme(code, parts, context, Ordering::Greater),
        Op::Percent(x) => percent(number(x, context)?),
        Op::Arithmetic(operator, left, right) => arithmetic(*operator, number(left, context)?, number(right, context)?),
        Op::Sum(parts) => return Ok(total(parts, context)?.unwrap_or(Number::ZERO)),
        Op::Average(parts) => {
            let sum = total(parts, context)?.unwrap_or(Number::ZERO);
            sum.divided_by(Decimal::from(parts.len()).into())
        }
        Op::Round(rounding, x, places) => number(x, context)?.rounded(*places, *rounding),
        Op::Graduated(amount, unit, table) => {
            graduated(number(amount, context)?, number(unit, context)?, table_at(*table, context)?)
        }
        _ => return of_item(run(code, context)?),
    };
    outcome.map_err(|error| wrong(code, error))
}

fn truth(code: &Code, context: &Context<'_>) -> Result<bool, EvalError> {
    match &code.op {
        Op::Given(place) => match look_up(*place, context) {
            Value::Tainted => Err(EvalError::Tainted),
            value => Ok(value != Value::Blank),
        },
        Op::Compare(operator, left, right) => {
            let holds = compare(*operator, run(left, context)?, run(right, context)?);
            holds.map_err(|error| wrong(code, error))
        }
        Op::And(parts) => {
            for part in parts {
                if !truth(part, context)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Op::Or(parts) => {
            for part in parts {
                if truth(part, context)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Op::Not(x) => Ok(!truth(x, context)?),
        _ => run(code, context)?.as_truth().ok_or_else(|| not_applicable(code)),
    }
}

/// The row of a text in a table; `None` for a blank.
fn keyed(code: &Code, text: &Code, table: usize, context: &Context<'_>) -> Result<Option<usize>, EvalError> {
    row_of(run(text, context)?, table_at(table, context)?)
        .map_err(|_| EvalError::at(code, EvalCause::NotInTable { table }))
}

fn band_of(code: &Code, x: &Code, table: usize, context: &Context<'_>) -> Result<Item, EvalError> {
    let amount = number(x, context)?.settled().map_err(|error| wrong(code, error))?;
    band(amount, table_at(table, context)?)
        .ok_or_else(|| EvalError::at(code, EvalCause::BelowFirstBand { table, amount }))
}

fn extreme(code: &Code, parts: &[Code], context: &Context<'_>, keep: Ordering) -> Result<Number, EvalError> {
    let mut best = number(&parts[0], context)?;
    for part in &parts[1..] {
        best = kept(keep, best, number(part, context)?).map_err(|error| wrong(code, error))?;
    }
    Ok(best)
}

fn total(parts: &[Code], context: &Context<'_>) -> Result<Option<Number>, EvalError> {
    let mut sum = None;
    for part in parts {
        let next = number(part, context)?;
        sum = Some(match sum {
            None => next,
            Some(sum) => next.plus(sum).map_err(|error| wrong(part, error))?,
        });
    }
    Ok(sum)
}

fn aggregate(code: &Code, context: &Context<'_>) -> Result<Item, EvalError> {
    let Op::Aggregate { gather, over, reach, value, condition, column, .. } = &code.op else {
        return Ok(Item::Other(Value::Blank));
    };
    if let Some(column) = column {
        return standing(*gather, *column, code, context);
    }
    let mut gathered = Gathered::new(*gather);
    match (condition.as_deref(), &value.op) {
        // Mostly it is a plain figure of every row.
        (None, Op::Slot(slot)) if matches!(slot.space, Space::Child | Space::ChildLine) => {
            context.children.each_value((*over, *reach), *slot, &mut |found| gathered.take(found, value, code))
        }
        (condition, _) => context.children.each((*over, *reach), &mut |child| {
            let inner = Context { child: Some(child), ..*context };
            if let Some(condition) = condition
                && !truth(condition, &inner)?
            {
                return Ok(());
            }
            gathered.take(run(value, &inner)?, value, code)
        }),
    }?;
    gathered.end();
    gathered.result(argument(code, context)?, code)
}

/// The argument of an aggregate for a row: what a statistic is given beside the rows, the pool of `SHARE`; nothing where
/// it does not apply.
///
/// # Errors
/// A number that has no exact value.
pub fn argument(code: &Code, context: &Context<'_>) -> Result<Option<Decimal>, EvalError> {
    let Op::Aggregate { argument: Some(argument), .. } = &code.op else { return Ok(None) };
    let number = match number(argument, context) {
        Err(error) if error.cause() == Some(EvalCause::NotApplicable) => return Ok(None),
        other => other?,
    };
    number.settled().map(Some).map_err(|error| wrong(argument, error))
}
