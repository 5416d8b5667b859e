//! The quick way through a formula: numbers that are small whole units of a power of ten, as amounts of money mostly are.
//!
//! It gives what the general way gives, in the same spelling, or nothing: then the general way is gone. Nothing is rounded
//! here but where a rule rounds, and an error is never told here.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::ast::Operator;
use super::code::{Code, Kind, Op, Slot, Space};
use super::eval::{Context, Item, look_up, run};
use super::number::Rounding;
use super::value::Value;

/// `units` × 10^-`scale`, at most 28.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Small {
    pub(super) units: i64,
    pub(super) scale: u32,
}

const MOST_PLACES: u32 = 28;

impl From<Small> for Decimal {
    fn from(small: Small) -> Self {
        Self::new(small.units, small.scale)
    }
}

fn power(exponent: u32) -> Option<i64> {
    10_i64.checked_pow(exponent)
}

impl Small {
    pub(super) const ZERO: Self = Self { units: 0, scale: 0 };

    pub(super) fn of(number: Decimal) -> Option<Self> {
        Some(Self { units: i64::try_from(number.mantissa()).ok()?, scale: number.scale() })
    }

    pub(super) fn of_value(value: Value) -> Option<Self> {
        match value {
            Value::Number(number) => Self::of(number),
            Value::Blank => Some(Self::ZERO),
            _ => None,
        }
    }

    fn is_one(self) -> bool {
        power(self.scale).is_some_and(|one| one == self.units)
    }

    /// Both in units of the finer one.
    fn alike(self, other: Self) -> Option<(i64, i64, u32)> {
        Some(match self.scale.cmp(&other.scale) {
            Ordering::Equal => (self.units, other.units, self.scale),
            Ordering::Less => (self.units.checked_mul(power(other.scale - self.scale)?)?, other.units, other.scale),
            Ordering::Greater => (self.units, other.units.checked_mul(power(self.scale - other.scale)?)?, self.scale),
        })
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        // Of a zero that is spelled longer than the other number, the library decides the spelling.
        let shorter = |zero: Self, other: Self| zero.units == 0 && zero.scale > other.scale;
        if shorter(self, other) || shorter(other, self) {
            return None;
        }
        let (left, right, scale) = self.alike(other)?;
        Some(Self { units: left.checked_add(right)?, scale })
    }

    fn negated(self) -> Option<Self> {
        Some(Self { units: self.units.checked_neg()?, ..self })
    }

    fn times(self, other: Self) -> Option<Self> {
        if self.is_one() {
            return Some(other);
        }
        if other.is_one() {
            return Some(self);
        }
        if self.units == 0 || other.units == 0 {
            return Some(Self::ZERO);
        }
        let scale = self.scale + other.scale;
        (scale <= MOST_PLACES).then_some(())?;
        Some(Self { units: self.units.checked_mul(other.units)?, scale })
    }

    fn compare(self, other: Self) -> Option<Ordering> {
        let (left, right, _) = self.alike(other)?;
        Some(left.cmp(&right))
    }

    fn rounded(self, places: u32, rounding: Rounding) -> Option<Self> {
        if self.scale <= places {
            return Some(self);
        }
        Some(Self { units: divided(self.units.into(), power(self.scale - places)?.into(), rounding)?, scale: places })
    }

    /// Divided, then rounded.
    fn over(self, divisor: Self, places: u32, rounding: Rounding) -> Option<Self> {
        if self.units == 0 || divisor.units == 0 {
            return None;
        }
        let (top, bottom) = if divisor.units < 0 { (self.negated()?, divisor.negated()?) } else { (self, divisor) };
        if bottom.is_one() {
            return top.rounded(places, rounding);
        }
        // n/10^a ÷ d/10^b × 10^places = n × 10^(b+places-a) ÷ d.
        let raise = |number: i64, by: u32| i128::from(number).checked_mul(10_i128.checked_pow(by)?);
        let (up, down) = (bottom.scale + places, top.scale);
        let (top, bottom) = if up >= down {
            (raise(top.units, up - down)?, i128::from(bottom.units))
        } else {
            (i128::from(top.units), raise(bottom.units, down - up)?)
        };
        Some(Self { units: divided(top, bottom, rounding)?, scale: places })
    }
}

/// A whole quotient; the divisor is above 0.
fn divided(top: i128, bottom: i128, rounding: Rounding) -> Option<i64> {
    let (quotient, rest) = match (i64::try_from(top), i64::try_from(bottom)) {
        // In one instruction.
        (Ok(top), Ok(bottom)) => (i128::from(top / bottom), i128::from(top % bottom)),
        _ => (top / bottom, top % bottom),
    };
    let away = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest != 0,
        Rounding::HalfAway => rest.unsigned_abs() >= bottom.unsigned_abs().div_ceil(2),
    };
    let whole = if away { quotient + if top < 0 { -1 } else { 1 } } else { quotient };
    i64::try_from(whole).ok()
}

/// The value of a formula, as it can be stored.
pub(super) fn evaluated(code: &Code, context: &Context<'_>) -> Option<Value> {
    // Nothing less nothing is nothing.
    let settled = |value: Value| match value {
        Value::Number(number) if number.is_zero() => Value::Number(Decimal::ZERO),
        _ => value,
    };
    match (&code.op, code.kind) {
        // What may be blank stays so.
        (Op::Slot(place), _) => Some(settled(look_up(*place, context))),
        (Op::Previous(index), _) => Some(settled(context.previous.get(*index))),
        (Op::If(condition, then, other), _) => {
            evaluated(if truth(condition, context)? { then } else { other }, context)
        }
        (Op::Constant(_) | Op::Aggregate { .. } | Op::Band(..), _) | (_, Kind::Text | Kind::NotApplicable) => None,
        (_, Kind::Truth) => truth(code, context).map(Value::Truth),
        _ => Some(settled(Value::Number(number(code, context)?.into()))),
    }
}

fn slot(slot: Slot, context: &Context<'_>) -> Option<Small> {
    let row = match slot.space {
        Space::Own => context.own,
        Space::Manager => context.manager,
        Space::Line => context.line,
        Space::Child => context.child?.own,
        Space::ChildLine => context.child?.line,
        Space::ChildManager => context.child?.manager,
        Space::Setting | Space::Of(_) => return Small::of_value(look_up(slot, context)),
    };
    row.small(slot.index)
}

pub(super) fn number(code: &Code, context: &Context<'_>) -> Option<Small> {
    match &code.op {
        Op::Slot(place) => slot(*place, context),
        Op::Constant(value) => Small::of_value(*value),
        Op::Previous(index) => context.previous.small(*index),
        Op::If(condition, then, other) => number(if truth(condition, context)? { then } else { other }, context),
        Op::Negate(x) => number(x, context)?.negated(),
        Op::Percent(x) => number(x, context)?.times(Small { units: 1, scale: 2 }),
        Op::Arithmetic(Operator::Add, left, right) => number(left, context)?.plus(number(right, context)?),
        Op::Arithmetic(Operator::Subtract, left, right) => {
            number(left, context)?.plus(number(right, context)?.negated()?)
        }
        Op::Arithmetic(Operator::Multiply, left, right) => number(left, context)?.times(number(right, context)?),
        Op::Min(parts) => extreme(parts, context, Ordering::Less),
        Op::Max(parts) => extreme(parts, context, Ordering::Greater),
        Op::Sum(parts) => {
            let (first, rest) = parts.split_first()?;
            rest.iter().try_fold(number(first, context)?, |sum, part| number(part, context)?.plus(sum))
        }
        Op::Round(rounding, x, places) => {
            let places = u32::try_from(*places).ok().filter(|places| *places <= MOST_PLACES)?;
            match &x.op {
                Op::Arithmetic(Operator::Divide, left, right) => {
                    number(left, context)?.over(number(right, context)?, places, *rounding)
                }
                _ => number(x, context)?.rounded(places, *rounding),
            }
        }
        Op::Band(x, table) => {
            let rows = &context.tables[*table];
            let row = rows.band(number(x, context)?.into())?;
            Small::of_value(rows.rows()[row].get(1).copied()?)
        }
        Op::Aggregate { .. } => match run(code, context).ok()? {
            Item::Number(number) => Small::of(number.plain()?),
            Item::Other(value) => Small::of_value(value),
        },
        // What is rarer, and every quotient that nothing rounds.
        _ => None,
    }
}

pub(super) fn truth(code: &Code, context: &Context<'_>) -> Option<bool> {
    match &code.op {
        Op::Compare(operator, left, right) => {
            let is_number = |side: &Code| !matches!(side.kind, Kind::Truth | Kind::Text | Kind::NotApplicable);
            if !is_number(left) || !is_number(right) {
                return None;
            }
            let ordering = number(left, context)?.compare(number(right, context)?)?;
            Some(match operator {
                Operator::Equal => ordering == Ordering::Equal,
                Operator::NotEqual => ordering != Ordering::Equal,
                Operator::Less => ordering == Ordering::Less,
                Operator::LessOrEqual => ordering != Ordering::Greater,
                Operator::Greater => ordering == Ordering::Greater,
                _ => ordering != Ordering::Less,
            })
        }
        Op::Given(place) => Some(look_up(*place, context) != Value::Blank),
        Op::And(parts) => {
            for part in parts {
                if !truth(part, context)? {
                    return Some(false);
                }
            }
            Some(true)
        }
        Op::Or(parts) => {
            for part in parts {
                if truth(part, context)? {
                    return Some(true);
                }
            }
            Some(false)
        }
        Op::Not(x) => truth(x, context).map(|truth| !truth),
        Op::Slot(place) => look_up(*place, context).as_truth(),
        Op::If(condition, then, other) => truth(if truth(condition, context)? { then } else { other }, context),
        _ => None,
    }
}

fn extreme(parts: &[Code], context: &Context<'_>, keep: Ordering) -> Option<Small> {
    let (first, rest) = parts.split_first()?;
    rest.iter().try_fold(number(first, context)?, |best, part| {
        let next = number(part, context)?;
        Some(if next.compare(best)? == keep { next } else { best })
    })
}

#[cfg(test)]
mod tests {
    use super::super::number::Number;
    use super::*;

    /// The quick way says what the general way says, in the same spelling, wherever it says anything.
    #[test]
    fn small_numbers_are_reckoned_as_all_numbers_are() {
        let texts = [
            "0",
            "0.00",
            "0.0000",
            "1",
            "1.0",
            "1.00",
            "-1",
            "-1.000",
            "100",
            "0.1",
            "2.50",
            "-2.5",
            "0.001",
            "0.0712",
            "1.17",
            "12345678.91",
            "-99999999999999.99",
            "0.005",
            "-0.015",
            "33333.335",
            "0.666666666667",
            "7",
            "9223372036854775807",
            "-0.0000000000000000000000000001",
            "92233720368547758.07",
        ];
        let all: Vec<Small> =
            texts.iter().map(|text| Small::of(Decimal::from_str_exact(text).unwrap()).unwrap()).collect();
        let general = |small: Small| Number::from(Decimal::from(small));
        let mut said = 0;
        let mut same = |quick: Option<Small>, slow: Option<Decimal>, what: &dyn Fn() -> String| {
            let Some(quick) = quick else { return };
            said += 1;
            let slow = slow.unwrap_or_else(|| panic!("{}", what()));
            assert_eq!((Decimal::from(quick), quick.scale), (slow, slow.scale()), "{}", what());
        };
        for &left in &all {
            for &right in &all {
                let (l, r) = (general(left), general(right));
                let plain = |number: Number| number.plain();
                same(left.plus(right), l.plus(r).ok().and_then(plain), &|| format!("{left:?} + {right:?}"));
                let minus = right.negated().and_then(|right| left.plus(right));
                same(minus, l.minus(r).ok().and_then(plain), &|| format!("{left:?} - {right:?}"));
                same(left.times(right), l.times(r).ok().and_then(plain), &|| format!("{left:?} * {right:?}"));
                if let Some(ordering) = left.compare(right) {
                    assert_eq!(ordering, l.compare(r).unwrap(), "{left:?} {right:?}");
                }
                for rounding in [Rounding::HalfAway, Rounding::Down, Rounding::Up] {
                    for places in [0, 1, 2, 4, 12] {
                        let shown = i32::try_from(places).unwrap();
                        let quotient = l.divided_by(r).and_then(|n| n.rounded(shown, rounding)).ok().and_then(plain);
                        same(left.over(right, places, rounding), quotient, &|| {
                            format!("{left:?} / {right:?} to {places}, {rounding:?}")
                        });
                        let round = l.rounded(shown, rounding).ok().and_then(plain);
                        same(left.rounded(places, rounding), round, &|| format!("{left:?} to {places}, {rounding:?}"));
                    }
                }
            }
        }
        assert!(said > 10_000, "{said}");
    }
}
