//! From the binary number that a spreadsheet stores to the decimal that Excel shows.
//!
//! The only place where an `f64` becomes a [`Decimal`]. Excel shows at most 15 significant digits, and every decimal of
//! at most 15 digits has its own nearest double, so cutting the double to 15 digits gives back what was typed, and cuts
//! off the dust that formulas leave (0.30000000000000004 is 0.3).
//!
//! Limits: a magnitude of 7.9 × 10^28 or more does not fit a `Decimal` and is an error; digits beyond the 28th decimal
//! place are rounded away (5.55e-17 keeps 12 of its digits, 1e-40 is 0).

use std::io::Write;

use rust_decimal::Decimal;

/// Significant digits that Excel keeps.
const DIGITS: usize = 15;
/// Decimal places that a [`Decimal`] can have.
const MAX_SCALE: i32 = 28;
/// 10^15: whole numbers below it have at most 15 digits, and doubles hold them exactly.
const FIFTEEN_DIGITS: f64 = 1e15;

/// Why a stored number has no exact decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotExact {
    /// NaN or infinity (1e999 in the file reads as infinity).
    NotFinite,
    /// At or beyond 7.9 × 10^28.
    TooLarge,
}

/// The decimal that Excel shows for `x` at full precision: 15 significant digits, ties away from zero, no trailing zeros.
pub(super) fn exact(x: f64) -> Result<Decimal, NotExact> {
    if !x.is_finite() {
        return Err(NotExact::NotFinite);
    }
    Ok(match of_cents(x) {
        Some(decimal) => decimal,
        None => of_digits(x)?,
    })
}

/// The text of a number that [`exact`] refuses, for a message.
pub(super) fn shown(x: f64) -> String {
    if (1e-5..FIFTEEN_DIGITS).contains(&x.abs()) || !x.is_finite() { x.to_string() } else { format!("{x:e}") }
}

/// The fast way: a whole number of hundredths of at most 15 digits. If the quotient, correctly rounded, is `x` again,
/// then `x` is the double nearest to that decimal, and no other decimal of 15 digits has it.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "below 10^15 both ways are exact")]
#[expect(clippy::float_cmp, reason = "equality is the point")]
fn of_cents(x: f64) -> Option<Decimal> {
    let hundredfold = x * 100.0;
    if hundredfold.abs() >= FIFTEEN_DIGITS - 1.0 {
        return None;
    }
    // Rounded by the conversion, several times faster than `round`; the comparison is what proves it.
    let cents = (hundredfold + 0.5_f64.copysign(x)) as i64;
    if cents as f64 / 100.0 != x {
        return None;
    }
    Some(if cents % 100 == 0 {
        Decimal::new(cents / 100, 0)
    } else if cents % 10 == 0 {
        Decimal::new(cents / 10, 1)
    } else {
        Decimal::new(cents, 2)
    })
}

/// The general way: through the digits of the number in scientific notation.
fn of_digits(x: f64) -> Result<Decimal, NotExact> {
    // 17 digits tell on which side of a tie nearly every number lies; only 15 digits and then "50" needs all of them.
    let (mut digits, exponent) = scientific(x, 17);
    if &digits[DIGITS..] == b"50" {
        digits = scientific(x, 60).0;
    }
    let up = digits[DIGITS] >= b'5';
    let mantissa = digits[..DIGITS].iter().fold(0_i64, |m, d| m * 10 + i64::from(d - b'0')) + i64::from(up);
    let magnitude = scaled(mantissa, exponent - 14)?;
    Ok(if x.is_sign_negative() { -magnitude } else { magnitude })
}

/// The first `count` significant digits of `x`, correctly rounded, and the power of ten of the first.
fn scientific(x: f64, count: usize) -> (Vec<u8>, i32) {
    let mut text = Vec::with_capacity(count + 8);
    write!(text, "{:.*e}", count - 1, x.abs()).expect("a vector takes any text");
    let e = text.iter().rposition(|b| *b == b'e').expect("scientific notation has an e");
    let exponent = str::from_utf8(&text[e + 1..]).ok().and_then(|s| s.parse().ok()).expect("its exponent is a number");
    text.truncate(e);
    text.retain(u8::is_ascii_digit);
    (text, exponent)
}

/// `mantissa × 10^exponent`, for a mantissa of at most 16 digits that is not negative.
fn scaled(mut mantissa: i64, mut exponent: i32) -> Result<Decimal, NotExact> {
    if mantissa == 0 {
        return Ok(Decimal::ZERO);
    }
    while mantissa % 10 == 0 {
        mantissa /= 10;
        exponent += 1;
    }
    if exponent > 0 {
        let power = u32::try_from(exponent).ok().and_then(|e| 10_i128.checked_pow(e)).ok_or(NotExact::TooLarge)?;
        let whole = i128::from(mantissa).checked_mul(power).ok_or(NotExact::TooLarge)?;
        return Decimal::try_from_i128_with_scale(whole, 0).map_err(|_| NotExact::TooLarge);
    }
    while exponent < -MAX_SCALE && mantissa != 0 {
        // Only the last division may round; a 15-digit mantissa loses at most its tail here.
        let last = exponent == -MAX_SCALE - 1;
        mantissa = if last { (mantissa + 5) / 10 } else { mantissa / 10 };
        exponent += 1;
    }
    let scale = u32::try_from(-exponent.max(-MAX_SCALE)).map_err(|_| NotExact::TooLarge)?;
    Ok(Decimal::new(mantissa, scale).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The general way gives the same, so that only this tells whether the fast one is still taken.
    #[test]
    fn amounts_take_the_fast_way() {
        for (x, text) in
            [(0.0, "0"), (1.29, "1.29"), (-1.29, "-1.29"), (360_000.0, "360000"), (4_194_304.2, "4194304.2")]
        {
            assert_eq!(of_cents(x).map(|decimal| decimal.to_string()).as_deref(), Some(text));
        }
        for x in [0.125, 9_999_999_999_999.99, 1e13, -1e13, f64::MAX] {
            assert_eq!(of_cents(x), None, "{x}");
        }
    }
}
