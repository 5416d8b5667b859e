//! What an aggregate makes of the rows that it gathers, one after the other.

use rust_decimal::Decimal;

use super::code::{Code, Gather};
use super::context::Context;
use super::eval_error::{EvalError, wrong};
use super::functions::Extra;
use super::item::{Item, settle};
use super::number::Number;
use super::value::Value;

/// What an aggregate has so far.
#[derive(Clone, Debug)]
pub struct Gathered {
    gather: Gather,
    sum: Number,
    count: u64,
    last: Value,
    best: Option<Decimal>,
    /// For what asks for places: the figures, in ascending order once all are there.
    numbers: Vec<Decimal>,
}

impl Gathered {
    /// Nothing yet.
    #[must_use]
    pub fn new(gather: Gather) -> Self {
        Self { gather, sum: Number::ZERO, count: 0, last: Value::Blank, best: None, numbers: Vec::new() }
    }

    /// Takes the `value` of a row; `code` is the aggregate. A figure that does not apply is passed over, as Excel's `SUM`
    /// passes over text; for the least, the greatest and places a blank one is too.
    ///
    /// # Errors
    /// A number that has no exact value; a figure that is tainted.
    pub fn take(&mut self, item: Item, value: &Code, code: &Code) -> Result<(), EvalError> {
        match (self.gather, item) {
            (_, Item::Other(Value::Tainted)) => return Err(EvalError::Tainted),
            (Gather::Count, _) => {}
            (Gather::Last, item) => self.last = settle(item, value)?,
            (_, Item::Other(Value::NotApplicable)) => return Ok(()),
            (Gather::Sum | Gather::Average, Item::Number(number)) => {
                self.sum = self.sum.plus(number).map_err(|error| wrong(code, error))?;
            }
            (Gather::Sum | Gather::Average | Gather::Share, _) => {}
            (gather, item) => {
                let Value::Number(number) = settle(item, value)? else { return Ok(()) };
                let better = self.best.is_none_or(|best| match gather {
                    Gather::Min => number < best,
                    _ => number > best,
                });
                match gather {
                    Gather::Min | Gather::Max if better => self.best = Some(number),
                    Gather::Min | Gather::Max => {}
                    _ => self.numbers.push(number),
                }
            }
        }
        self.count += 1;
        Ok(())
    }

    /// Ends the taking.
    pub fn end(&mut self) {
        self.numbers.sort_unstable();
    }

    /// The result; `argument` is what a statistic is given beside the rows.
    ///
    /// # Errors
    /// A number that has no exact value.
    pub fn result(&self, argument: Option<Decimal>, code: &Code) -> Result<Item, EvalError> {
        Ok(match self.gather {
            Gather::Sum => Item::Number(self.sum),
            Gather::Count => Item::Number(Decimal::from(self.count).into()),
            Gather::Last => Item::of(self.last),
            Gather::Average => return mean(self.sum, self.count.into(), code),
            Gather::Min | Gather::Max => Item::Number(self.best.unwrap_or_default().into()),
            // The place of what does not apply does not apply.
            Gather::Statistic(statistic) if argument.is_some() || statistic.extra == Extra::Nothing => {
                let value = (statistic.value)(&self.numbers, argument.unwrap_or_default());
                value.map_err(|error| wrong(code, error))?.map_or(Item::Other(Value::NotApplicable), Item::Number)
            }
            Gather::Statistic(_) | Gather::Share => Item::Other(Value::NotApplicable),
        })
    }

    /// What stands in the columns of the aggregate: the result, or of a mean the sum and how many.
    ///
    /// # Errors
    /// A number that has no exact value.
    pub fn columns(&self, argument: Option<Decimal>, code: &Code) -> Result<[Value; 2], EvalError> {
        if self.gather == Gather::Average {
            let sum = self.sum.settled().map_err(|error| wrong(code, error))?;
            return Ok([Value::Number(sum), Value::Number(self.count.into())]);
        }
        Ok([settle(self.result(argument, code)?, code)?, Value::Blank])
    }
}

fn mean(sum: Number, count: Decimal, code: &Code) -> Result<Item, EvalError> {
    if count.is_zero() {
        return Ok(Item::Number(Number::ZERO));
    }
    sum.divided_by(count.into()).map(Item::Number).map_err(|error| wrong(code, error))
}

/// The value of an aggregate that stands in the row's own column already.
pub(super) fn standing(gather: Gather, column: usize, code: &Code, context: &Context<'_>) -> Result<Item, EvalError> {
    let at = |slot: usize| context.own.get(slot);
    if at(column) == Value::Tainted {
        return Err(EvalError::Tainted);
    }
    if gather == Gather::Average {
        let number = |slot: usize| at(slot).as_number().unwrap_or_default();
        return mean(number(column).into(), number(column + 1), code);
    }
    Ok(Item::of(at(column)))
}
