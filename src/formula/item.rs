//! A value on its way through a formula.

use super::code::Code;
use super::eval_error::{EvalError, wrong};
use super::number::Number;
use super::value::Value;

/// A value on its way: numbers may still be quotients.
#[derive(Clone, Copy, Debug)]
pub enum Item {
    /// A number.
    Number(Number),
    /// Anything else.
    Other(Value),
}

impl Default for Item {
    fn default() -> Self {
        Self::Other(Value::Blank)
    }
}

impl Item {
    #[inline]
    pub(super) fn of(value: Value) -> Self {
        match value {
            Value::Number(number) => Self::Number(number.into()),
            other => Self::Other(other),
        }
    }

    /// Itself, unless it is tainted.
    #[inline]
    pub(super) fn untainted(self) -> Option<Self> {
        if matches!(self, Self::Other(Value::Tainted)) { None } else { Some(self) }
    }

    /// The number that it is, of a blank 0.
    #[inline]
    pub(super) fn as_number(self) -> Option<Number> {
        match self {
            Self::Number(number) => Some(number),
            Self::Other(Value::Blank) => Some(Number::ZERO),
            Self::Other(_) => None,
        }
    }

    /// The truth that it is, of a blank FALSE.
    pub(super) fn as_truth(self) -> Option<bool> {
        match self {
            Self::Other(value) => value.as_truth(),
            Self::Number(_) => None,
        }
    }
}

/// An [`Item`] as a value that can be stored.
///
/// # Errors
/// A quotient without end.
pub fn settle(item: Item, code: &Code) -> Result<Value, EvalError> {
    Ok(match item {
        Item::Number(number) => Value::Number(number.settled().map_err(|e| wrong(code, e))?),
        Item::Other(value) => value,
    })
}
