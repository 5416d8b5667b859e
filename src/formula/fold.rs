//! A formula without what is the same for a whole sheet: `IF(quarter = 1, x, y)` on the sheet of the second quarter is `y`.
//!
//! Whoever reads a cell then reads what happens there, not what might elsewhere. What comes of constants the engine itself
//! computes. Settings and tables are never constants: they stand on a sheet, and somebody may change them there.

use rust_decimal::Decimal;

use super::ast::{Operator, Span};
use super::code::{Code, Gather, Op, Reach, Scope, Slot};

use super::columns::Row;
use super::context::{Context, NoChildren};
use super::eval::run;
use super::item::Item;
use super::kind::Kind;
use super::value::Value;

/// What is the same for all rows of a sheet, or all with the same company. A blank stands for the zero of any kind.
pub trait Constants {
    /// The value of a name, where it is.
    fn constant(&self, _: Slot) -> Option<Value> {
        None
    }
    /// Whether an input was filled in, where no cell can tell.
    fn constant_given(&self, _: Slot) -> Option<bool> {
        None
    }
    /// The value of a name in the period before, where it is the same for all.
    fn constant_before(&self, _: usize) -> Option<Value> {
        None
    }
    /// Visits each finer row that an aggregate gathers; false where they are not known one by one.
    fn each_finer(&self, _: (Scope, Reach), _: &mut dyn FnMut(&dyn Constants)) -> bool {
        false
    }
}

/// The formula with its constant parts worked out.
#[must_use]
pub fn fold(code: &Code, of: &dyn Constants) -> Code {
    let mut folded = code.clone();
    fold_in_place(&mut folded, of);
    folded
}

fn fold_in_place(code: &mut Code, of: &dyn Constants) {
    let known = match &code.op {
        Op::Slot(slot) => of.constant(*slot),
        Op::Previous(index) => of.constant_before(*index),
        Op::Given(slot) => of.constant_given(*slot).map(Value::Truth),
        Op::Aggregate { gather: gather @ (Gather::Sum | Gather::Count), over, reach, value, condition, .. } => {
            let mut nothing = true;
            let known = of.each_finer((*over, *reach), &mut |row| {
                let never = || condition.as_ref().is_some_and(|only| truth_of(&fold(only, row)) == Some(false));
                nothing &= (*gather == Gather::Sum && is_zero(&fold(value, row))) || never();
            });
            (known && nothing).then_some(Value::Blank)
        }
        _ => None,
    };
    if let Some(value) = known {
        code.op = Op::Constant(value.or_zero_of(code.kind));
        return;
    }
    match &mut code.op {
        // Its value and condition are of other rows.
        Op::Aggregate { argument, .. } => argument.iter_mut().for_each(|argument| fold_in_place(argument, of)),
        _ => code.parts_mut().into_iter().for_each(|part| fold_in_place(part, of)),
    }
    simplify(code);
}

/// The truth that a part is, whatever the row.
#[must_use]
pub(super) fn truth_of(code: &Code) -> Option<bool> {
    match code.op {
        Op::Constant(value) => value.as_truth(),
        _ => None,
    }
}

fn number_of(code: &Code) -> Option<Decimal> {
    match code.op {
        Op::Constant(Value::Number(number)) => Some(number),
        _ => None,
    }
}

/// Whether a part is 0, whatever the row.
pub(super) fn is_zero(code: &Code) -> bool {
    number_of(code).is_some_and(|number| number.is_zero())
}

fn constant(code: Code, value: Value) -> Code {
    Code { op: Op::Constant(value), ..code }
}

/// Makes a part simpler whose own parts are as simple as they can be.
fn simplify(code: &mut Code) {
    let (op, kind, span) = (std::mem::replace(&mut code.op, Op::Constant(Value::Blank)), code.kind, code.span.clone());
    *code = simpler(op, kind, span);
}

fn simpler(op: Op, kind: Kind, span: Span) -> Code {
    let again = |op: Op| Code { op, kind, span: span.clone() };
    let code = match op {
        Op::If(condition, then, other) => match truth_of(&condition) {
            Some(true) => return *then,
            Some(false) => return *other,
            None if matches!(then.op, Op::Constant(_)) && then.op == other.op => return *then,
            None => again(Op::If(condition, then, other)),
        },
        Op::And(parts) => return junction(parts, true, again),
        Op::Or(parts) => return junction(parts, false, again),
        Op::Arithmetic(Operator::Add, a, b) if is_zero(&a) => return *b,
        Op::Arithmetic(Operator::Add | Operator::Subtract, a, b) if is_zero(&b) => return *a,
        Op::Arithmetic(Operator::Multiply, a, b) if number_of(&a) == Some(Decimal::ONE) => return *b,
        Op::Arithmetic(Operator::Multiply | Operator::Divide, a, b) if number_of(&b) == Some(Decimal::ONE) => {
            return *a;
        }
        Op::Sum(mut parts) if parts.len() > 1 && parts.iter().any(is_zero) => {
            parts.retain(|part| !is_zero(part));
            again(Op::Sum(parts))
        }
        op => again(op),
    };
    if matches!(&code.op, Op::Sum(parts) if parts.is_empty()) {
        return constant(code, Value::Number(Decimal::ZERO));
    }
    let computed = match code.op {
        // Their tables are no constants.
        Op::Band(..) | Op::Slab(..) | Op::Graduated(..) | Op::Lookup(..) | Op::Grade(..) | Op::Aggregate { .. } => None,
        _ if code.parts().next().is_some() && code.parts().all(|part| matches!(part.op, Op::Constant(_))) => {
            value_of(&code)
        }
        _ => None,
    };
    let is_number = matches!(code.kind, Kind::Yuan | Kind::Plain | Kind::Literal);
    // What is neither below nor above zero.
    let zero = || (is_number && bounds(&code) == (true, true)).then_some(Value::Number(Decimal::ZERO));
    match computed.or_else(zero) {
        Some(value) => constant(code, value),
        None => code,
    }
}

/// Truths of which all count but those that change nothing: `AND` without what is TRUE, `OR` without what is FALSE.
fn junction(mut parts: Vec<Code>, neutral: bool, again: impl Fn(Op) -> Code) -> Code {
    let decided = parts.iter().any(|part| truth_of(part) == Some(!neutral));
    parts.retain(|part| truth_of(part) != Some(neutral));
    match (decided, parts.len()) {
        (true, _) => again(Op::Constant(Value::Truth(!neutral))),
        (false, 0) => again(Op::Constant(Value::Truth(neutral))),
        (false, 1) => parts.remove(0),
        (false, _) => again(if neutral { Op::And(parts) } else { Op::Or(parts) }),
    }
}

/// What the engine makes of constants; nothing for what has no end or no value.
fn value_of(code: &Code) -> Option<Value> {
    let context = Context {
        settings: &[],
        tables: &[],
        own: Row::Values(&[]),
        manager: Row::Values(&[]),
        line: Row::Values(&[]),
        above: &(),
        previous: Row::Values(&[]),
        children: &NoChildren,
        child: None,
    };
    match run(code, &context).ok()? {
        Item::Number(number) => Some(Value::Number(number.settled().ok()?)),
        Item::Other(value) => Some(value),
    }
}

/// Whether a number is never below zero, and whether it is never above.
fn bounds(code: &Code) -> (bool, bool) {
    let all = |parts: &[Code]| parts.iter().map(bounds).fold((true, true), |all, one| (all.0 && one.0, all.1 && one.1));
    let any =
        |parts: &[Code]| parts.iter().map(bounds).fold((false, false), |any, one| (any.0 || one.0, any.1 || one.1));
    let swapped = |(least, most): (bool, bool)| (most, least);
    let both = |a: (bool, bool), b: (bool, bool)| (a.0 && b.0, a.1 && b.1);
    match &code.op {
        Op::Constant(Value::Number(number)) => (*number >= Decimal::ZERO, *number <= Decimal::ZERO),
        Op::Negate(x) => swapped(bounds(x)),
        Op::Percent(x) | Op::Round(_, x, _) => bounds(x),
        Op::Arithmetic(Operator::Add, a, b) | Op::If(_, a, b) => both(bounds(a), bounds(b)),
        Op::Arithmetic(Operator::Subtract, a, b) => both(bounds(a), swapped(bounds(b))),
        Op::Sum(parts) => all(parts),
        Op::Max(parts) => (any(parts).0, all(parts).1),
        Op::Min(parts) => (all(parts).0, any(parts).1),
        _ => (false, false),
    }
}
