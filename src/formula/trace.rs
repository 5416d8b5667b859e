//! A formula with the numbers put in: which values it read, and which branches it did not take.
//!
//! The trace is a value, made from the same [`Code`] that was computed, so it cannot tell another story.

use super::ast::Span;
use super::code::{Code, Op};
use super::context::Context;
use super::eval::run;
use super::eval_error::EvalError;
use super::item::{Item, settle};
use super::value::Value;

/// A piece of a formula's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text as written.
    Text(String),
    /// A name or aggregate, replaced by its value.
    Value {
        /// As written.
        written: String,
        /// What it was.
        value: Value,
        /// Where it stands in the formula's text.
        at: Span,
    },
    /// A branch or condition that was not needed.
    NotTaken {
        /// As written.
        written: String,
        /// Where it stands in the formula's text.
        at: Span,
    },
}

/// A formula's trace and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The text in pieces, in the order of writing.
    pub pieces: Vec<Piece>,
    /// What it gave.
    pub result: Value,
}

/// Computes `code` and says how.
///
/// # Errors
/// As for [`super::evaluate`].
pub fn trace(code: &Code, text: &str, context: &Context<'_>) -> Result<Trace, EvalError> {
    let mut tracer = Tracer { text, context, marks: Vec::new() };
    tracer.visit(code)?;
    let result = settle(run(code, context)?, code)?;
    let mut marks = tracer.marks;
    marks.sort_by_key(|(start, ..)| *start);
    let mut pieces = Vec::new();
    let mut at = 0;
    for (start, end, piece) in marks {
        if start > at {
            pieces.push(Piece::Text(text[at..start].to_owned()));
        }
        pieces.push(piece);
        at = end;
    }
    if at < text.len() {
        pieces.push(Piece::Text(text[at..].to_owned()));
    }
    Ok(Trace { pieces, result })
}

struct Tracer<'a> {
    text: &'a str,
    context: &'a Context<'a>,
    marks: Vec<(usize, usize, Piece)>,
}

impl Tracer<'_> {
    fn written(&self, code: &Code) -> String {
        self.text.get(code.span.clone()).unwrap_or_default().to_owned()
    }

    fn not_taken(&mut self, code: &Code) {
        let piece = Piece::NotTaken { written: self.written(code), at: code.span.clone() };
        self.marks.push((code.span.start, code.span.end, piece));
    }

    fn truth(&self, code: &Code) -> Result<bool, EvalError> {
        Ok(matches!(run(code, self.context)?, Item::Other(value) if value.as_truth() == Some(true)))
    }

    fn visit(&mut self, code: &Code) -> Result<(), EvalError> {
        match &code.op {
            Op::Slot(_) | Op::Previous(_) | Op::Given(_) | Op::Aggregate { .. } | Op::Constant(Value::Text(_)) => {
                let value = match run(code, self.context)? {
                    // An unending quotient is shown as it stands: its rounding comes outside of it.
                    Item::Number(number) => match number.settled() {
                        Ok(number) => Value::Number(number),
                        Err(_) => Value::Number(
                            number
                                .rounded(12, super::number::Rounding::HalfAway)
                                .and_then(super::number::Number::settled)
                                .unwrap_or_default(),
                        ),
                    },
                    Item::Other(value) => value.or_zero_of(code.kind),
                };
                let piece = Piece::Value { written: self.written(code), value, at: code.span.clone() };
                self.marks.push((code.span.start, code.span.end, piece));
            }
            Op::If(condition, then, other) => {
                self.visit(condition)?;
                let (taken, left) = if self.truth(condition)? { (then, other) } else { (other, then) };
                self.visit(taken)?;
                self.not_taken(left);
            }
            Op::And(parts) | Op::Or(parts) => {
                // The first FALSE of an AND, the first TRUE of an OR, decides.
                let deciding = matches!(code.op, Op::Or(_));
                let mut decided = false;
                for part in parts {
                    if decided {
                        self.not_taken(part);
                    } else {
                        self.visit(part)?;
                        decided = self.truth(part)? == deciding;
                    }
                }
            }
            _ => {
                for part in code.parts() {
                    self.visit(part)?;
                }
            }
        }
        Ok(())
    }
}
