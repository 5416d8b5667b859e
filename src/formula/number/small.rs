//! Small whole numbers of units of a power of ten, as amounts of money mostly are: reckoned in one machine word.
//!
//! What comes of them is what the library makes of the same decimals, in the same spelling, or nothing where it does not
//! fit: then the library is asked. Nothing is rounded here but where a rule rounds.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::Rounding;

/// `units` × 10^-`scale`, the scale at most 28.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formula) struct Small {
    pub(in crate::formula) units: i64,
    pub(in crate::formula) scale: u32,
}

/// The powers of ten that fit.
const POWERS: [i64; 19] = {
    let mut powers = [1; 19];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

fn power(exponent: u32) -> Option<i64> {
    POWERS.get(exponent as usize).copied()
}

impl From<Small> for Decimal {
    fn from(small: Small) -> Self {
        Self::new(small.units, small.scale)
    }
}

impl Small {
    pub(super) const ZERO: Self = Self { units: 0, scale: 0 };
    const ONE: Self = Self { units: 1, scale: 0 };

    #[inline]
    pub(in crate::formula) fn of(number: Decimal) -> Option<Self> {
        Some(Self { units: i64::try_from(number.mantissa()).ok()?, scale: number.scale() })
    }

    #[inline]
    fn is_one(self) -> bool {
        power(self.scale) == Some(self.units)
    }

    /// Both in units of the finer one.
    #[inline]
    fn alike(self, other: Self) -> Option<(i64, i64, u32)> {
        Some(match self.scale.cmp(&other.scale) {
            Ordering::Equal => (self.units, other.units, self.scale),
            Ordering::Less => (self.units.checked_mul(power(other.scale - self.scale)?)?, other.units, other.scale),
            Ordering::Greater => (self.units, other.units.checked_mul(power(self.scale - other.scale)?)?, self.scale),
        })
    }

    #[inline]
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        // Of a zero that is spelled longer than the other number, the library decides the spelling.
        let decided = |zero: Self, other: Self| zero.units == 0 && zero.scale > other.scale;
        if decided(self, other) || decided(other, self) {
            return None;
        }
        let (left, right, scale) = self.alike(other)?;
        Some(Self { units: left.checked_add(right)?, scale })
    }

    #[inline]
    pub(super) fn negated(self) -> Option<Self> {
        Some(Self { units: self.units.checked_neg()?, ..self })
    }

    #[inline]
    pub(super) fn times(self, other: Self) -> Option<Self> {
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
        (scale <= Decimal::MAX_SCALE).then_some(())?;
        Some(Self { units: self.units.checked_mul(other.units)?, scale })
    }

    #[inline]
    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        let (left, right, _) = self.alike(other)?;
        Some(left.cmp(&right))
    }

    /// The two sides of a quotient, the lower above 0; the divisor is not 0. A one is spelled as shortly as can be.
    #[inline]
    pub(super) fn over(self, divisor: Self) -> Option<(Self, Self)> {
        let top = if self.is_one() { Self::ONE } else { self };
        if divisor.units < 0 { Some((top.negated()?, divisor.negated()?)) } else { Some((top, divisor)) }
    }

    /// Divided by a number above 0, and rounded.
    #[inline]
    pub(super) fn rounded_over(self, divisor: Self, places: u32, rounding: Rounding) -> Option<Self> {
        // n/10^a ÷ d/10^b × 10^places = n × 10^(b+places-a) ÷ d.
        let raise = |number: i64, by: u32| i128::from(number).checked_mul(power(by)?.into());
        let (up, down) = (divisor.scale + places, self.scale);
        let (top, bottom) = if up >= down {
            (raise(self.units, up - down)?, i128::from(divisor.units))
        } else {
            (i128::from(self.units), raise(divisor.units, down - up)?)
        };
        Some(Self { units: divided(top, bottom, rounding)?, scale: places })
    }

    /// Rounded to fewer places than it has.
    #[inline]
    pub(super) fn rounded(self, places: u32, rounding: Rounding) -> Option<Self> {
        let unit = power(self.scale.checked_sub(places)?)?;
        Some(Self { units: divided(self.units.into(), unit.into(), rounding)?, scale: places })
    }
}

/// A whole quotient; the divisor is above 0.
#[inline]
fn divided(top: i128, bottom: i128, rounding: Rounding) -> Option<i64> {
    if let (Ok(top), Ok(bottom)) = (i64::try_from(top), i64::try_from(bottom)) {
        // In one instruction. Half of the divisor, rounded up, cannot overflow.
        let (quotient, rest) = (top / bottom, top % bottom);
        let away = match rounding {
            Rounding::Down => false,
            Rounding::Up => rest != 0,
            Rounding::HalfAway => rest.unsigned_abs() >= bottom.unsigned_abs().div_ceil(2),
        };
        return if away { quotient.checked_add(if top < 0 { -1 } else { 1 }) } else { Some(quotient) };
    }
    i64::try_from(super::whole(top, bottom, rounding)).ok()
}
