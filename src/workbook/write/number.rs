//! From exact decimals to the binary floats of a spreadsheet: the only place where that happens.
//!
//! A spreadsheet shows 15 significant digits. A decimal passes when the nearest float, shown with
//! 15 digits, is the decimal rounded to 15 digits, so that nobody can see a difference; whole
//! numbers must be exact, hence at most 2^53.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

const DIGITS: u32 = 15;
const LARGEST_WHOLE: i128 = 1 << 53;

/// The float that a spreadsheet keeps for `value`; `None` when it would show something else.
pub(super) fn float(value: Decimal) -> Option<f64> {
    short(value).map_or_else(|| long(value), Some)
}

/// The fast way, for at most 15 digits: both sides are floats without loss, so that their quotient is the nearest one,
/// and every decimal of so many digits is shown again as it was.
#[expect(clippy::cast_precision_loss, reason = "below 10^15, which a float holds without loss")]
fn short(value: Decimal) -> Option<f64> {
    const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let mantissa =
        i64::try_from(value.mantissa()).ok().filter(|mantissa| mantissa.unsigned_abs() < 10_u64.pow(DIGITS))?;
    let power = POWERS.get(value.scale() as usize)?;
    // No minus sign on a zero.
    Some(if mantissa == 0 { 0.0 } else { mantissa as f64 / power })
}

fn long(value: Decimal) -> Option<f64> {
    let value = value.normalize();
    if value.is_zero() {
        return Some(0.0);
    }
    if value.scale() == 0 && value.mantissa().abs() > LARGEST_WHOLE {
        return None;
    }
    let float: f64 = value.to_string().parse().ok()?;
    let shown = shown(float)?;
    let rounded = value.round_sf_with_strategy(DIGITS, RoundingStrategy::MidpointAwayFromZero)?;
    (shown == rounded || (value.scale() == 0 && exact_whole(value, float))).then_some(float)
}

/// What a spreadsheet shows of `float`: 15 significant digits.
fn shown(float: f64) -> Option<Decimal> {
    let text = format!("{float:.14e}");
    let (digits, exponent) = text.split_once('e')?;
    // Zeros at the end would take places that a decimal does not have.
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    Decimal::from_scientific(&format!("{digits}e{exponent}")).ok()
}

/// Whether `float` is the whole number `value`, digit for digit.
fn exact_whole(value: Decimal, float: f64) -> bool {
    format!("{float:.0}") == value.to_string()
}

/// Appends the shortest exact text of `value`; nothing when a spreadsheet would show something else.
pub(super) fn push(out: &mut Vec<u8>, value: Decimal) -> Option<()> {
    match i64::try_from(value.mantissa()) {
        Ok(mantissa) if mantissa.unsigned_abs() < 10_u64.pow(DIGITS) => digits(out, mantissa, value.scale()),
        _ => {
            long(value)?;
            out.extend_from_slice(value.normalize().to_string().as_bytes());
        }
    }
    Some(())
}

/// The same of a mantissa and a scale, without the machinery of formatting.
fn digits(out: &mut Vec<u8>, mantissa: i64, mut scale: u32) {
    let mut rest = mantissa.unsigned_abs();
    while scale > 0 && rest.is_multiple_of(10) {
        // A zero has no decimals.
        (rest, scale) = (rest / 10, if rest == 0 { 0 } else { scale - 1 });
    }
    if mantissa < 0 {
        out.push(b'-');
    }
    // As many as a decimal's 28 decimals and the digit before them take, and the point.
    let mut text = [b'0'; 32];
    let mut at = text.len();
    for place in 0.. {
        if place > scale && rest == 0 {
            break;
        }
        if place == scale && scale > 0 {
            at -= 1;
            text[at] = b'.';
        }
        at -= 1;
        text[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
    }
    out.extend_from_slice(&text[at..]);
}

/// The serial number of a date; `None` before 1900-03-01, where Excel's calendar has a day too many.
pub(super) fn serial(date: Date) -> Option<u32> {
    let days = date.since(Date::constant(1899, 12, 30)).ok()?.get_days();
    u32::try_from(days).ok().filter(|days| *days > 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn money_survives_to_the_fen() {
        for value in ["0", "-0.00", "0.01", "-0.01", "12345.60", "4194304.23", "9999999999999.99"] {
            let float = float(decimal(value)).unwrap();
            assert_eq!(Decimal::from_scientific(&format!("{float:e}")).unwrap(), decimal(value));
        }
    }

    #[test]
    fn what_excel_would_change_is_refused() {
        assert_eq!(float(decimal("9007199254740992")), Some(9_007_199_254_740_992.0));
        for value in ["9007199254740993", "-9007199254740994", "79228162514264337593543950335"] {
            assert_eq!(float(decimal(value)), None, "{value}");
        }
    }

    #[test]
    fn long_fractions_pass_at_fifteen_digits() {
        for value in [
            "0.0000000000000000000000000001",
            "0.333333333333",
            "0.3333333333333333333333333333",
            "1.00000000000000049",
        ] {
            assert!(float(decimal(value)).is_some(), "{value}");
        }
    }

    #[test]
    fn texts_are_shortest() {
        for (value, expected) in [
            ("12.500", "12.5"),
            ("100", "100"),
            ("-0.00", "0"),
            ("-0.05", "-0.05"),
            ("999999999999999", "999999999999999"),
            ("0.0000000000000000000000000120", "0.000000000000000000000000012"),
            ("0.3333333333333333333333333330", "0.333333333333333333333333333"),
            ("-9007199254740992", "-9007199254740992"),
        ] {
            let mut text = Vec::new();
            assert!(push(&mut text, decimal(value)).is_some());
            assert_eq!(String::from_utf8(text).unwrap(), expected);
        }
        assert_eq!(push(&mut Vec::new(), decimal("9007199254740993")), None);
    }

    #[test]
    fn dates_are_excel_serials() {
        assert_eq!(serial(Date::constant(2025, 1, 1)), Some(45658));
        assert_eq!(serial(Date::constant(1900, 3, 1)), Some(61));
        assert_eq!(serial(Date::constant(1900, 2, 28)), None);
    }
}
