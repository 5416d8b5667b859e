//! Exact arithmetic: decimals, and quotients that are kept as two decimals until they are rounded.
//!
//! No step loses a digit. A quotient such as `basis * rate / 1.17` is not expanded; `ROUND` divides
//! the two exact sides as integers, so the fen is the true one even where 28 digits of an expanded
//! quotient would land on the wrong side of a half. A figure that would need more than 28 digits is
//! an error, never a silent rounding.

use std::cmp::Ordering;

use rust_decimal::Decimal;
pub(super) use small::Small;

mod small;

/// A number on its way through a formula.
#[derive(Clone, Copy, Debug)]
pub struct Number(NumberForm);

#[derive(Clone, Copy, Debug)]
enum NumberForm {
    /// Most numbers are.
    Small(Small),
    /// What is no small number.
    Plain(Decimal),
    /// Two sides; the lower is above 0 and not 1.
    Quotient(Decimal, Decimal),
}

/// Why a number cannot be had exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Division by zero.
    #[error("division by zero")]
    DivisionByZero,
    /// The unit of a graduated table is below zero: its steps would go downwards.
    #[error("a unit below zero")]
    UnitBelowZero,
    /// More than 28 digits.
    #[error("needs more than 28 digits")]
    TooManyDigits,
    /// A quotient without end that nothing rounds.
    #[error("a quotient that is not rounded")]
    Unrounded,
}

/// Which way a rounding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest, halves away from zero: Excel's `ROUND`.
    HalfAway,
    /// Towards zero: `ROUNDDOWN`.
    Down,
    /// Away from zero: `ROUNDUP`.
    Up,
}

type NumberResult = Result<Number, NumberError>;

impl From<Decimal> for Number {
    #[inline]
    fn from(value: Decimal) -> Self {
        Self(Small::of(value).map_or(NumberForm::Plain(value), NumberForm::Small))
    }
}

impl From<Small> for Number {
    #[inline]
    fn from(small: Small) -> Self {
        Self(NumberForm::Small(small))
    }
}

impl Default for Number {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Number {
    /// Zero.
    pub const ZERO: Self = Self(NumberForm::Small(Small::ZERO));

    /// Of two sides, the lower above 0.
    fn of(numerator: Decimal, denominator: Decimal) -> Self {
        if is_one(denominator) { numerator.into() } else { Self(NumberForm::Quotient(numerator, denominator)) }
    }

    /// The two sides of a quotient, or the number over 1.
    fn sides(self) -> (Decimal, Decimal) {
        match self.0 {
            NumberForm::Small(small) => (small.into(), Decimal::ONE),
            NumberForm::Plain(value) => (value, Decimal::ONE),
            NumberForm::Quotient(numerator, denominator) => (numerator, denominator),
        }
    }

    /// The decimal that it is, where it is no quotient.
    fn plain(self) -> Option<Decimal> {
        match self.0 {
            NumberForm::Small(small) => Some(small.into()),
            NumberForm::Plain(value) => Some(value),
            NumberForm::Quotient(..) => None,
        }
    }

    /// The small number that it is; nothing less nothing is nothing, without places.
    #[inline]
    pub(super) fn small(self) -> Option<Small> {
        match self.0 {
            NumberForm::Small(Small { units: 0, .. }) => Some(Small::ZERO),
            NumberForm::Small(small) => Some(small),
            _ => None,
        }
    }

    fn with_numerator(self, change: impl FnOnce(Decimal) -> Decimal) -> Self {
        match self.0 {
            NumberForm::Small(small) => change(small.into()).into(),
            NumberForm::Plain(value) => change(value).into(),
            NumberForm::Quotient(numerator, denominator) => Self(NumberForm::Quotient(change(numerator), denominator)),
        }
    }

    /// What comes of two small numbers, where it is one.
    #[inline]
    fn both_small<T>(self, other: Self, of: impl FnOnce(Small, Small) -> Option<T>) -> Option<T> {
        match (self.0, other.0) {
            (NumberForm::Small(left), NumberForm::Small(right)) => of(left, right),
            _ => None,
        }
    }

    /// The sum.
    #[inline]
    pub fn plus(self, other: Self) -> NumberResult {
        self.both_small(other, Small::plus).map_or_else(|| self.plus_any(other), |sum| Ok(sum.into()))
    }

    fn plus_any(self, other: Self) -> NumberResult {
        if let (Some(left), Some(right)) = (self.plain(), other.plain()) {
            return Ok(add(left, right)?.into());
        }
        let ((n, d), (other_n, other_d)) = (self.sides(), other.sides());
        if d == other_d {
            return Ok(Self::of(add(n, other_n)?, d));
        }
        Ok(Self::of(add(multiply(n, other_d)?, multiply(other_n, d)?)?, multiply(d, other_d)?))
    }

    /// The difference.
    #[inline]
    pub fn minus(self, other: Self) -> NumberResult {
        self.plus(other.negated())
    }

    /// The opposite.
    #[inline]
    #[must_use]
    pub fn negated(self) -> Self {
        let small = if let NumberForm::Small(small) = self.0 { small.negated() } else { None };
        small.map_or_else(|| self.with_numerator(|numerator| -numerator), Into::into)
    }

    /// The absolute value.
    #[must_use]
    pub fn abs(self) -> Self {
        self.with_numerator(|numerator| numerator.abs())
    }

    /// The product.
    #[inline]
    pub fn times(self, other: Self) -> NumberResult {
        self.both_small(other, Small::times).map_or_else(|| self.times_any(other), |product| Ok(product.into()))
    }

    fn times_any(self, other: Self) -> NumberResult {
        if let (Some(left), Some(right)) = (self.plain(), other.plain()) {
            return Ok(multiply(left, right)?.into());
        }
        let ((n, d), (other_n, other_d)) = (self.sides(), other.sides());
        Ok(Self::of(multiply(n, other_n)?, multiply(d, other_d)?))
    }

    /// The quotient, exact: a plain decimal where the division ends, else the two sides.
    pub fn divided_by(self, other: Self) -> NumberResult {
        let ((n, d), (other_n, other_d)) = (self.sides(), other.sides());
        if other_n.is_zero() {
            return Err(NumberError::DivisionByZero);
        }
        if let Some((numerator, denominator)) = self.both_small(other, Small::over) {
            return Ok(Self::of(numerator.into(), denominator.into()));
        }
        let (numerator, denominator) = (multiply(n, other_d)?, multiply(d, other_n)?);
        Ok(if denominator.is_sign_negative() {
            Self::of(-numerator, -denominator)
        } else {
            Self::of(numerator, denominator)
        })
    }

    /// Which of two numbers is the greater.
    #[inline]
    pub fn compare(self, other: Self) -> Result<Ordering, NumberError> {
        self.both_small(other, Small::compare).map_or_else(|| self.compare_any(other), Ok)
    }

    fn compare_any(self, other: Self) -> Result<Ordering, NumberError> {
        if let (Some(left), Some(right)) = (self.plain(), other.plain()) {
            return Ok(left.cmp(&right));
        }
        let ((n, d), (other_n, other_d)) = (self.sides(), other.sides());
        if d == other_d {
            return Ok(n.cmp(&other_n));
        }
        Ok(multiply(n, other_d)?.cmp(&multiply(other_n, d)?))
    }

    /// Rounded to `places` decimals (0…12; negative places count digits before the point).
    #[inline]
    pub fn rounded(self, places: i32, rounding: Rounding) -> NumberResult {
        let quickly =
            u32::try_from(places).ok().filter(|places| *places <= Decimal::MAX_SCALE).and_then(|places| match self.0 {
                NumberForm::Small(small) if small.scale <= places => Some(small),
                NumberForm::Small(small) => small.rounded(places, rounding),
                NumberForm::Quotient(n, d) => Small::of(n)?.rounded_over(Small::of(d)?, places, rounding),
                NumberForm::Plain(_) => None,
            });
        quickly.map_or_else(|| self.rounded_any(places, rounding), |rounded| Ok(rounded.into()))
    }

    fn rounded_any(self, places: i32, rounding: Rounding) -> NumberResult {
        if let Some(value) = self.plain()
            && places >= 0
            && value.scale() <= places.unsigned_abs()
        {
            return Ok(self);
        }
        let (top, bottom) = self.in_units(places).ok_or(NumberError::TooManyDigits)?;
        let whole = whole(top, bottom, rounding);
        let (whole, places) = if places < 0 {
            let unit = power(-places).ok_or(NumberError::TooManyDigits)?;
            (whole.checked_mul(unit).ok_or(NumberError::TooManyDigits)?, 0)
        } else {
            (whole, places.unsigned_abs())
        };
        Decimal::try_from_i128_with_scale(whole, places).map(Into::into).map_err(|_| NumberError::TooManyDigits)
    }

    /// Two integers whose quotient is the number in units of 10^-places:
    /// n/10^a ÷ d/10^b × 10^places = n × 10^(b-a+places) ÷ d.
    fn in_units(self, places: i32) -> Option<(i128, i128)> {
        let (numerator, denominator) = self.sides();
        let (numerator, denominator) = (numerator.normalize(), denominator.normalize());
        let shift = scale(denominator) - scale(numerator) + places;
        let (top, bottom) = (numerator.mantissa(), denominator.mantissa());
        if shift >= 0 {
            Some((top.checked_mul(power(shift)?)?, bottom))
        } else {
            Some((top, bottom.checked_mul(power(-shift)?)?))
        }
    }

    /// What to add, in a program that computes with some 15 digits, so that rounding to `places` goes the
    /// way of the exact value, such as `+1E-9`; `None` where it goes that way anyhow, or where so many
    /// digits leave no room for an addend.
    ///
    /// With the first digit of the value at 10^e, such a program knows it to 10^(e-14). Nearer than that
    /// to where the rounding turns, the addend of 10^(e-13) leads back to the side of the exact value.
    /// Rounding down and up looks at 12 digits only in `LibreOffice`, hence 10^(e-11) and 10^(e-10).
    #[must_use]
    pub fn doubt(self, places: i32, rounding: Rounding) -> Option<String> {
        let (top, bottom) = self.in_units(places)?;
        if top == 0 {
            return None;
        }
        let (units, rest, bottom) = {
            let (size, bottom) = (top.unsigned_abs(), bottom.unsigned_abs());
            (size / bottom, size % bottom, bottom)
        };
        // Digits of the value before the unit that it is rounded to.
        let digits = units.checked_ilog10().map_or(0, |log| i32::try_from(log).unwrap_or(0) + 1);
        let precision = if rounding == Rounding::HalfAway { 15 } else { 12 };
        let known = precision - digits;
        if known < 2 {
            return None;
        }
        let scale = u128::try_from(power(known)?).ok()?;
        let within = |distance: u128| distance.checked_mul(scale).is_some_and(|scaled| scaled <= bottom);
        let away = match rounding {
            Rounding::HalfAway => {
                let twice = rest.checked_mul(2)?;
                within(twice.abs_diff(bottom).div_ceil(2)).then_some(twice >= bottom)?
            }
            // On a whole unit, or just above it, or just below the next.
            Rounding::Down if within(rest) => true,
            Rounding::Up if within(rest) => rest != 0,
            _ if within(bottom - rest) => false,
            _ => return None,
        };
        let sign = if away == (top > 0) { '+' } else { '-' };
        Some(format!("{sign}1E{}", digits - places + 1 - precision))
    }

    /// Whether a plain number t/10^b is below 10^`power`, and 2t below 10^`twice`.
    #[must_use]
    pub fn is_below_power(self, limit: i32, twice: i32) -> bool {
        let Some(number) = self.plain() else { return false };
        let number = number.normalize();
        let below = |value: i128, limit: i32| power(limit).is_some_and(|limit| value < limit);
        let size = number.mantissa().checked_abs().and_then(|size| Some((size, size.checked_mul(2)?)));
        let scaled = size.and_then(|(size, twice)| Some((size, twice, power(scale(number))?)));
        scaled.is_some_and(|(size, double, unit)| {
            power(limit).and_then(|limit| limit.checked_mul(unit)).is_some_and(|limit| size < limit)
                && below(double, twice)
        })
    }

    /// The plain decimal: the number itself, or a quotient whose division ends.
    ///
    /// # Errors
    /// [`NumberError::Unrounded`] for a quotient without end.
    pub fn settled(self) -> Result<Decimal, NumberError> {
        let (numerator, denominator) = match self.0 {
            NumberForm::Small(small) if small.units != 0 => return Ok(small.into()),
            // Nothing less nothing is nothing: no minus sign on a zero.
            NumberForm::Small(_) => return Ok(Decimal::ZERO),
            NumberForm::Plain(value) | NumberForm::Quotient(value, _) if value.is_zero() => return Ok(Decimal::ZERO),
            NumberForm::Plain(value) => return Ok(value),
            NumberForm::Quotient(numerator, denominator) => (numerator, denominator),
        };
        let quotient = numerator.checked_div(denominator).ok_or(NumberError::TooManyDigits)?;
        match multiply(quotient.normalize(), denominator) {
            Ok(product) if product == numerator => Ok(quotient.normalize()),
            _ => Err(NumberError::Unrounded),
        }
    }
}

fn scale(value: Decimal) -> i32 {
    i32::try_from(value.scale()).unwrap_or(i32::MAX)
}

fn power(exponent: i32) -> Option<i128> {
    10_i128.checked_pow(u32::try_from(exponent).ok()?)
}

/// Whether it is 1, in any spelling: its digits are those of a power of ten.
fn is_one(value: Decimal) -> bool {
    const ONES: [i128; 29] = {
        let mut ones = [1; 29];
        let mut scale = 1;
        while scale < ones.len() {
            ones[scale] = ones[scale - 1] * 10;
            scale += 1;
        }
        ones
    };
    ONES.get(value.scale() as usize).is_some_and(|one| value.mantissa() == *one)
}

/// A whole quotient; the divisor is not 0.
fn whole(top: i128, bottom: i128, rounding: Rounding) -> i128 {
    let (quotient, rest) = (top / bottom, top % bottom);
    let away = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest != 0,
        // |rest| × 2 ≥ bottom, written so that it cannot overflow.
        Rounding::HalfAway => rest.unsigned_abs() >= bottom.unsigned_abs().div_ceil(2),
    };
    if away { quotient + if top < 0 { -1 } else { 1 } } else { quotient }
}

/// Exact sum: the library rounds a sum that does not fit; that shows in its scale.
fn add(left: Decimal, right: Decimal) -> Result<Decimal, NumberError> {
    let exact = |l: Decimal, r: Decimal| l.checked_add(r).filter(|sum| sum.scale() >= l.scale().max(r.scale()));
    exact(left, right).or_else(|| exact(left.normalize(), right.normalize())).ok_or(NumberError::TooManyDigits)
}

/// Exact product: the library rounds a product that does not fit; that shows in its scale.
fn multiply(left: Decimal, right: Decimal) -> Result<Decimal, NumberError> {
    if is_one(left) {
        return Ok(right);
    }
    if is_one(right) {
        return Ok(left);
    }
    if left.is_zero() || right.is_zero() {
        return Ok(Decimal::ZERO);
    }
    let exact = |l: Decimal, r: Decimal| l.checked_mul(r).filter(|product| product.scale() == l.scale() + r.scale());
    exact(left, right).or_else(|| exact(left.normalize(), right.normalize())).ok_or(NumberError::TooManyDigits)
}

#[cfg(test)]
mod tests;
