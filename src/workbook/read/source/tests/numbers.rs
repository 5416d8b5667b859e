//! `exact` against what Excel shows.

use std::str::FromStr;

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::workbook::read::source::number::{NotExact, exact, shown as as_found};

fn shown(x: f64) -> String {
    exact(x).expect("a decimal").to_string()
}

#[test]
fn what_excel_shows() {
    for (x, text) in [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (100.0, "100"),
        (-2.5, "-2.5"),
        (0.1 + 0.2, "0.3"),
        (0.1 + 0.7, "0.8"),
        (1.1 * 3.0, "3.3"),
        (4_194_304.23, "4194304.23"),
        (4_194_304.25, "4194304.25"),
        (0.07, "0.07"),
        (1e-7, "0.0000001"),
        (123_456_789_012_345.0, "123456789012345"),
        (999_999_999_999_999.0, "999999999999999"),
        (1_234_567_890_123_456.0, "1234567890123460"),
        (12_345_678_901_234.57, "12345678901234.6"),
        (1.0 / 3.0, "0.333333333333333"),
        (2.0 / 3.0, "0.666666666666667"),
        (1.0 - 0.9, "0.1"),
        (1e22, "10000000000000000000000"),
        (7.9e28, "79000000000000000000000000000"),
        (0.1 + 0.2 - 0.3, "0.0000000000000000555111512313"),
        (1e-28, "0.0000000000000000000000000001"),
        (1e-29, "0"),
        (5e-29, "0.0000000000000000000000000001"),
        (f64::MIN_POSITIVE, "0"),
        // Exact ties at the fifteenth digit: away from zero.
        (12_345_678_901.031_25, "12345678901.0313"),
        (-12_345_678_901.031_25, "-12345678901.0313"),
        (99_999_999_999_999.95, "100000000000000"),
        // No ties, but with 17 digits they look like some: 0.551952578141439498…
        (0.551_952_578_141_439_5, "0.551952578141439"),
        (3_185_805.577_703_455, "3185805.57770345"),
    ] {
        assert_eq!(shown(x), text, "{x:e}");
    }
}

#[test]
fn what_no_decimal_holds() {
    for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(exact(x), Err(NotExact::NotFinite));
    }
    for x in [8e28, -8e28, 1e300, f64::MAX] {
        assert_eq!(exact(x), Err(NotExact::TooLarge));
    }
}

/// In a message a number stands in digits where they are few, and else with its power of ten.
#[test]
fn numbers_in_messages() {
    for (x, text) in [
        (0.000_01, "0.00001"),
        (0.000_009, "9e-6"),
        (-2_958_466.0, "-2958466"),
        (999_999_999_999_999.0, "999999999999999"),
        (1e15, "1e15"),
        (-1e300, "-1e300"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
        (f64::NAN, "NaN"),
    ] {
        assert_eq!(as_found(x), text);
    }
}

/// What the general way must give: the text with 15 significant digits.
fn through_text(x: f64) -> Decimal {
    Decimal::from_scientific(&format!("{x:.14e}")).expect("a decimal")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    /// Every amount in fen up to 10^13 comes back as typed.
    #[test]
    fn every_fen(fen in -10_000_000_000_000_i64..=10_000_000_000_000) {
        let typed = Decimal::new(fen, 2);
        let stored: f64 = typed.to_string().parse().expect("a float");
        prop_assert_eq!(exact(stored), Ok(typed));
    }

    /// Every decimal of 15 digits comes back as typed.
    #[test]
    fn every_fifteen_digits(mantissa in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0_u32..=20) {
        let typed = Decimal::new(mantissa, scale);
        let stored: f64 = typed.to_string().parse().expect("a float");
        prop_assert_eq!(exact(stored), Ok(typed));
    }

    /// The fast way and the general way agree, near cents and anywhere (ties apart, which `{:.14e}` rounds to even).
    #[test]
    fn both_ways_agree(cents in -1_000_000_000_000_000_i64..=1_000_000_000_000_000, steps in -3_i64..=3) {
        let near: f64 = Decimal::new(cents, 2).to_string().parse().expect("a float");
        let bits = near.to_bits().cast_signed().wrapping_add(steps).cast_unsigned();
        let x = f64::from_bits(bits);
        prop_assume!(x.is_finite() && x.abs() > 1e-6);
        prop_assume!(!tie(x));
        prop_assert_eq!(exact(x), Ok(through_text(x)), "{}", x);
    }

    #[test]
    fn anything_finite(bits in any::<u64>()) {
        let x = f64::from_bits(bits);
        let result = exact(x);
        if x.is_finite() && (1e-10..1e28).contains(&x.abs()) && !tie(x) {
            prop_assert_eq!(result, Ok(through_text(x)));
        }
    }

    /// Arithmetic on cents leaves dust that 15 digits hide.
    #[test]
    fn sums_of_cents(cents in prop::collection::vec(-100_000_000_i64..=100_000_000, 1..20)) {
        let sum: f64 = cents.iter().map(|c| f64::from_str(&Decimal::new(*c, 2).to_string()).expect("a float")).sum();
        let right = Decimal::new(cents.iter().sum(), 2);
        let got = exact(sum).expect("a decimal");
        prop_assert!((got - right).abs() < Decimal::new(1, 6));
        if right.abs() > Decimal::from(1_000_000) {
            prop_assert_eq!(got, right);
        }
    }
}

/// Whether the exact value lies in the middle between two decimals of 15 digits.
fn tie(x: f64) -> bool {
    let text = format!("{x:.60e}");
    let digits: Vec<u8> = text.bytes().take_while(|b| *b != b'e').filter(u8::is_ascii_digit).collect();
    digits[15] == b'5' && digits[16..].iter().all(|d| *d == b'0')
}
