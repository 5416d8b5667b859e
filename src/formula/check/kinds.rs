//! Kinds of figures: which go together, and where a quotient must be rounded.

use std::ops::Range;

use crate::formula::ast::Operator;
use crate::formula::code::{Code, Gather, Op};
use crate::formula::kind::Kind;
use crate::formula::value::Value;
use crate::say;

/// Whether a value of kind `found` may stand where `wanted` is asked for.
#[must_use]
pub fn fits(found: Kind, wanted: Kind) -> bool {
    use Kind::{Literal, NotApplicable, Plain, Yuan};
    found == wanted
        || found == NotApplicable
        || matches!((found, wanted), (Literal, Yuan | Plain) | (Yuan | Plain, Literal))
}

/// Words for a kind, as in "a truth".
#[must_use]
pub fn kind_words(kind: Kind) -> crate::lang::Words {
    match kind {
        Kind::Yuan => say!(Formula::Money),
        Kind::Plain => say!(Formula::PlainNumber),
        Kind::Literal => say!(Formula::Number),
        Kind::Truth => say!(Formula::TruthValue),
        Kind::Text => say!(Formula::Text),
        Kind::NotApplicable => say!(Formula::NotApplicable),
    }
}

/// The place of a division whose unending result would leave the formula.
pub(super) fn unrounded(code: &Code) -> Option<Range<usize>> {
    match &code.op {
        // Rounded, compared, or taken from a table: no unending quotient gets out.
        Op::Round(..)
        | Op::Compare(..)
        | Op::And(_)
        | Op::Or(_)
        | Op::Not(_)
        | Op::Band(..)
        | Op::Lookup(..)
        | Op::Grade(..)
        | Op::Graduated(..) => None,
        Op::Arithmetic(Operator::Divide, top, bottom) => {
            unrounded(top).or_else(|| (!ends(bottom)).then(|| code.span.clone()))
        }
        Op::Average(_) | Op::Aggregate { gather: Gather::Average, .. } => Some(code.span.clone()),
        // Its value ends, whatever it is given.
        Op::Function(function, parts) if (function.places)(&vec![None; parts.len()]).is_some() => None,
        Op::If(_, then, other) => unrounded(then).or_else(|| unrounded(other)),
        Op::Aggregate { argument, value, .. } => unrounded(value).or_else(|| argument.as_deref().and_then(unrounded)),
        _ => code.parts().find_map(unrounded),
    }
}

/// The same of what is gathered from peers: it stands in a column of its own before anything rounds it.
pub(super) fn unrounded_of_peers(code: &Code) -> Option<Range<usize>> {
    code.each().find_map(|part| match &part.op {
        Op::Aggregate { reach, argument, value, .. } if reach.is_across() => {
            [Some(value), argument.as_ref()].into_iter().flatten().find_map(|part| unrounded(part))
        }
        _ => None,
    })
}

/// Whether dividing by this literal always ends: its only prime factors are 2 and 5.
fn ends(divisor: &Code) -> bool {
    let Op::Constant(Value::Number(number)) = divisor.op else { return false };
    let mut rest = number.normalize().mantissa().unsigned_abs();
    if rest == 0 {
        return false;
    }
    for factor in [2, 5] {
        while rest % factor == 0 {
            rest /= factor;
        }
    }
    rest == 1
}

/// The kind of a product.
pub(super) fn product(left: Kind, right: Kind) -> Kind {
    match (left, right) {
        (Kind::Yuan, _) | (_, Kind::Yuan) => Kind::Yuan,
        (Kind::Literal, _) | (_, Kind::Literal) => Kind::Literal,
        _ => Kind::Plain,
    }
}
