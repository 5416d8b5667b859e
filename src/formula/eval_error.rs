//! Why a formula has no value.

use rust_decimal::Decimal;

use super::ast::Span;
use super::code::Code;
use super::number::NumberError;

/// Why a formula has no value for a row. Behind a pointer, so that the many results without one stay small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvalError {
    /// It reads what rests on a faulty input, and nothing is said of it.
    Tainted,
    /// Something is wrong.
    Wrong(Box<Wrong>),
}

/// What an [`EvalError`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The part of the formula.
    pub span: Span,
    /// What went wrong.
    pub cause: EvalCause,
}

impl EvalError {
    /// An error at a part of a formula.
    #[must_use]
    pub fn at(code: &Code, cause: EvalCause) -> Self {
        Self::Wrong(Box::new(Wrong { span: code.span.clone(), cause }))
    }

    /// What went wrong, if anything.
    #[must_use]
    pub fn cause(&self) -> Option<EvalCause> {
        match self {
            Self::Tainted => None,
            Self::Wrong(wrong) => Some(wrong.cause),
        }
    }
}

/// What went wrong in a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvalCause {
    /// Arithmetic has no exact result.
    Number(NumberError),
    /// A figure lies below the first band of a table.
    BelowFirstBand {
        /// The table.
        table: usize,
        /// The figure.
        amount: Decimal,
    },
    /// A text is not in a table.
    NotInTable {
        /// The table.
        table: usize,
    },
    /// A result that does not apply was calculated with.
    NotApplicable,
    /// A pool that cannot be divided by its weights.
    CannotShare {
        /// The pool.
        pool: Decimal,
    },
}

/// Arithmetic without an exact result, at a part of a formula.
pub(super) fn wrong(code: &Code, error: NumberError) -> EvalError {
    EvalError::at(code, EvalCause::Number(error))
}
