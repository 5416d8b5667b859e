//! Exact numbers for the oracle: fractions, so that nothing is lost. What does not fit into 128 bits stops the test.
//!
//! The engine uses another kind of number on purpose. Two kinds that agree on every figure are a stronger
//! witness than one kind used twice.

use num_rational::Ratio;
use num_traits::{CheckedMul, Signed, Zero};

/// An exact number (policy.md: "Money is exact decimal yuan", scores, coefficients and factors are exact).
pub type Exact = Ratio<i128>;

/// A whole number as an exact one.
pub fn whole(n: i64) -> Exact {
    Exact::from_integer(n.into())
}

/// Money from fen to yuan; the book keeps money in fen.
pub fn yuan(fen: i64) -> Exact {
    Exact::new(fen.into(), 100)
}

/// Reads a plain decimal ("-12.50"). `None` when the text is anything else.
pub fn parse(text: &str) -> Option<Exact> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{before}{after}");
    if before.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = Exact::new(all.parse().ok()?, power_of_ten(after.len()));
    Some(if negative { -number } else { number })
}

/// As [`parse`], for texts that this module wrote itself; anything else is a mistake in the test data.
pub fn exact(text: &str) -> Exact {
    parse(text).unwrap_or_else(|| panic!("not a decimal: {text:?}"))
}

/// Rounds to `places` decimals, half away from zero (policy.md, introduction, and R-8 with 12 places).
pub fn round_to(number: &Exact, places: usize) -> Exact {
    let scale = power_of_ten(places);
    let half = Exact::new(1, 2);
    // The absolute value is rounded down after adding a half, so that -0.5 becomes -1 and not 0.
    let steps = (number.abs() * Exact::from_integer(scale) + half).floor().to_integer();
    let rounded = Exact::new(steps, scale);
    if number.is_negative() { -rounded } else { rounded }
}

/// Rounds to the fen (policy.md, introduction).
pub fn fen(number: &Exact) -> Exact {
    round_to(number, 2)
}

/// Money as a whole count of fen; the number must already be rounded to the fen.
pub fn in_fen(number: &Exact) -> i64 {
    let count = number * whole(100);
    assert!(count.is_integer(), "not whole fen: {number}");
    i64::try_from(count.to_integer()).expect("money fits into i64 fen")
}

/// The shortest decimal text of a number; a fraction without an end (1/3) is written as a fraction.
pub fn text(number: &Exact) -> String {
    for places in 0..=38 {
        let Some(scaled) = number.checked_mul(&Exact::from_integer(power_of_ten(places))) else { break };
        if !scaled.is_integer() {
            continue;
        }
        let sign = if number.is_negative() { "-" } else { "" };
        let digits = format!("{:0>width$}", scaled.to_integer().abs().to_string(), width = places + 1);
        let (before, after) = digits.split_at(digits.len() - places);
        let point = if places == 0 { "" } else { "." };
        return format!("{sign}{before}{point}{after}");
    }
    number.to_string()
}

/// The smaller of two numbers.
pub fn least(a: &Exact, b: &Exact) -> Exact {
    if a <= b { *a } else { *b }
}

/// The number, or zero where it is negative.
pub fn not_negative(number: &Exact) -> Exact {
    if number.is_negative() { zero() } else { *number }
}

/// Zero.
pub fn zero() -> Exact {
    Exact::zero()
}

fn power_of_ten(places: usize) -> i128 {
    let exponent = u32::try_from(places).expect("a small number of decimals");
    10_i128.pow(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_away_from_zero() {
        for (number, rounded) in
            [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0"), ("-0.0049", "0"), ("2.675", "2.68"), ("-7", "-7")]
        {
            assert_eq!(text(&fen(&exact(number))), text(&exact(rounded)), "{number}");
        }
        assert_eq!(text(&round_to(&Exact::new(2, 3), 12)), "0.666666666667");
    }

    #[test]
    fn texts_are_read_and_written_back() {
        for number in ["0", "0.01", "-0.05", "-12.5", "1234567890123456789.123456789012"] {
            assert_eq!(text(&exact(number)), number);
        }
        for wrong in ["", "-", ".5", "1e3", "1,000", "1.2.3", "--1", "１"] {
            assert!(parse(wrong).is_none(), "{wrong:?}");
        }
        assert_eq!(text(&Exact::new(1, 3)), "1/3");
    }

    #[test]
    fn fen_go_to_yuan_and_back() {
        assert_eq!(text(&yuan(-12345)), "-123.45");
        assert_eq!(in_fen(&yuan(-12345)), -12345);
    }
}
