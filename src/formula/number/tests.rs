//! Exact numbers at their edges.

use std::str::FromStr;

use super::*;

fn number(text: &str) -> Number {
    Decimal::from_str_exact(text).unwrap().into()
}

fn rounded(number: Number, places: i32, rounding: Rounding) -> String {
    number.rounded(places, rounding).unwrap().settled().unwrap().normalize().to_string()
}

#[test]
fn a_half_rounds_away_from_zero_on_both_sides() {
    for (text, expected) in [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.015", "0.02"), ("0.004999", "0")] {
        assert_eq!(rounded(number(text), 2, Rounding::HalfAway), expected, "{text}");
    }
}

#[test]
fn a_quotient_is_rounded_from_its_two_sides() {
    let third = number("2").divided_by(number("3")).unwrap();
    assert_eq!(rounded(third, 12, Rounding::HalfAway), "0.666666666667");
    assert_eq!(third.times(number("3")).unwrap().settled().unwrap(), Decimal::TWO);
    assert_eq!(third.settled(), Err(NumberError::Unrounded));
    for zero in [number("0.00").negated(), number("0.00").divided_by(number("3")).unwrap()] {
        assert_eq!(zero.settled().unwrap().to_string(), "0");
    }
    let eighth = number("1").divided_by(number("8")).unwrap();
    assert_eq!(eighth.settled().unwrap(), Decimal::from_str("0.125").unwrap());
}

/// Small numbers are reckoned as all numbers are, in the same spelling, wherever they are reckoned at all.
#[test]
fn small_numbers_are_reckoned_as_all_numbers_are() {
    let texts = "0 0.00 0.0000 1 1.0 1.00 -1 -1.000 100 0.1 2.50 -2.5 0.001 0.0712 1.17 12345678.91 -99999999999999.99 \
        0.005 -0.015 33333.335 0.666666666667 7 9223372036854775807 -9223372036854775808 92233720368547758.07 \
        -0.0000000000000000000000000001 0.0000000000";
    let all: Vec<Small> =
        texts.split_whitespace().map(|text| Small::of(Decimal::from_str_exact(text).unwrap()).unwrap()).collect();
    // The same as a decimal, to be reckoned the general way.
    let general = |small: Small| Number(NumberForm::Plain(small.into()));
    let mut said = 0;
    let mut same = |quick: Option<Small>, slow: NumberResult, what: &str| {
        let Some(quick) = quick else { return };
        said += 1;
        let slow = slow.unwrap().plain().unwrap_or_else(|| panic!("{what}"));
        assert_eq!((Decimal::from(quick), quick.scale), (slow, slow.scale()), "{what}");
    };
    for &left in &all {
        assert_eq!(is_one(left.into()), Decimal::from(left) == Decimal::ONE, "{left:?}");
        for &right in &all {
            let (l, r) = (general(left), general(right));
            same(left.plus(right), l.plus(r), &format!("{left:?} + {right:?}"));
            same(left.times(right), l.times(r), &format!("{left:?} * {right:?}"));
            same(right.negated(), Ok(r.negated()), &format!("-{right:?}"));
            if let Some(ordering) = left.compare(right) {
                assert_eq!(ordering, Decimal::from(left).cmp(&right.into()), "{left:?} {right:?}");
            }
            let sides = (right.units != 0).then(|| left.over(right)).flatten();
            if let Some((top, bottom)) = sides {
                let (n, d) = l.divided_by(r).unwrap().sides();
                if !is_one(bottom.into()) {
                    assert_eq!((Decimal::from(top), Decimal::from(bottom)), (n, d), "{left:?} / {right:?}");
                    assert_eq!((top.scale, bottom.scale), (n.scale(), d.scale()), "{left:?} / {right:?}");
                }
            }
            for rounding in [Rounding::HalfAway, Rounding::Down, Rounding::Up] {
                for places in [0, 1, 2, 4, 12] {
                    let shown = i32::try_from(places).unwrap();
                    let what = format!("{left:?} / {right:?} to {places}, {rounding:?}");
                    if let Some((top, bottom)) = sides.filter(|(_, bottom)| !is_one((*bottom).into())) {
                        let slow = l.divided_by(r).and_then(|number| number.rounded_any(shown, rounding));
                        same(top.rounded_over(bottom, places, rounding), slow, &what);
                    }
                    if left.scale > places {
                        same(left.rounded(places, rounding), l.rounded_any(shown, rounding), &what);
                    }
                }
            }
        }
    }
    assert!(said > 8_000, "{said}");
}

#[test]
fn down_and_up_go_by_size_not_by_sign() {
    assert_eq!(rounded(number("-1.21"), 1, Rounding::Down), "-1.2");
    assert_eq!(rounded(number("-1.21"), 1, Rounding::Up), "-1.3");
    assert_eq!(rounded(number("1250"), -2, Rounding::HalfAway), "1300");
}

#[test]
fn what_does_not_fit_is_an_error() {
    let big = number("7922816251426433759354395033.5");
    assert_eq!(big.times(number("1.1")).unwrap_err(), NumberError::TooManyDigits);
    assert_eq!(big.plus(number("0.01")).unwrap_err(), NumberError::TooManyDigits);
    assert_eq!(number("1").divided_by(Number::ZERO).unwrap_err(), NumberError::DivisionByZero);
}

#[test]
fn a_quotient_compares_exactly() {
    let third = number("1").divided_by(number("3")).unwrap();
    assert_eq!(third.compare(number("0.3333333333333333333333333333")).unwrap(), Ordering::Greater);
    let negative = number("1").divided_by(number("-3")).unwrap();
    assert_eq!(negative.compare(number("0")).unwrap(), Ordering::Less);
    assert_eq!(negative.compare(number("-1")).unwrap(), Ordering::Greater);
    let half = number("1").divided_by(number("2")).unwrap();
    assert_eq!(third.compare(half).unwrap(), Ordering::Less);
    let two_thirds = number("2").divided_by(number("3")).unwrap();
    assert_eq!(third.compare(two_thirds).unwrap(), Ordering::Less);
}

#[test]
fn quotients_add_and_keep_their_sign() {
    let over = |top: &str, bottom: &str| number(top).divided_by(number(bottom)).unwrap();
    let round = |outcome: NumberResult| rounded(outcome.unwrap(), 4, Rounding::HalfAway);
    assert_eq!(round(over("1", "3").plus(number("1"))), "1.3333");
    assert_eq!(round(number("1").plus(over("1", "3"))), "1.3333");
    assert_eq!(round(over("1", "3").plus(over("1", "3"))), "0.6667");
    assert_eq!(round(over("1", "3").minus(over("1", "7"))), "0.1905");
    assert_eq!(round(Ok(over("2", "-3"))), "-0.6667");
    assert_eq!(round(Ok(over("-2", "-3"))), "0.6667");
    assert_eq!(round(over("2", "-3").times(over("1", "-3"))), "0.2222");
    assert_eq!(round(over("1", "3").divided_by(over("-2", "7"))), "-1.1667");
    assert_eq!(number("0.00").times(number("0.0000000000000000000000000001")).unwrap().settled(), Ok(Decimal::ZERO));
}

/// What a program of 15 digits needs to be told, case by case, from what the doc comment says.
#[test]
fn a_doubt_leads_to_the_side_of_the_exact_value() {
    use Rounding::{Down, HalfAway, Up};
    for (text, places, rounding, expected) in [
        // On a half, just below one, and at the edge of what 15 digits tell.
        ("1.005", 2, HalfAway, "+1E-13"),
        ("-1.005", 2, HalfAway, "-1E-13"),
        ("1.0049999999999999", 2, HalfAway, "-1E-13"),
        ("-1.0049999999999999", 2, HalfAway, "+1E-13"),
        ("1.0050000000000001", 2, HalfAway, "+1E-13"),
        ("1.00499999999999", 2, HalfAway, "-1E-13"),
        ("1.00499999999998", 2, HalfAway, ""),
        ("1.00500000000001", 2, HalfAway, "+1E-13"),
        ("1.00500000000002", 2, HalfAway, ""),
        ("1.00499", 2, HalfAway, ""),
        ("1.01", 2, HalfAway, ""),
        ("0.005", 2, HalfAway, "+1E-16"),
        ("0", 2, HalfAway, ""),
        ("1250", -2, HalfAway, "+1E-10"),
        // So many digits that no addend is small enough.
        ("1234567890123.5", 0, HalfAway, "+1E-1"),
        ("12345678901234.5", 0, HalfAway, ""),
        // On a whole unit, just above one, just below the next, and in between.
        ("1.99", 2, Down, "+1E-10"),
        ("-1.99", 2, Down, "-1E-10"),
        ("1.9900000000001", 2, Down, "+1E-10"),
        ("1.9999999999999", 2, Down, "-1E-10"),
        ("1.995", 2, Down, ""),
        ("1.9950000000001", 2, Down, ""),
        ("1.99", 2, Up, "-1E-10"),
        ("-1.99", 2, Up, "+1E-10"),
        ("1.9900000000001", 2, Up, "+1E-10"),
        ("1.9999999999999", 2, Up, "-1E-10"),
        ("1.995", 2, Up, ""),
    ] {
        let found = number(text).doubt(places, rounding).unwrap_or_default();
        assert_eq!(found, expected, "{text} to {places}, {rounding:?}");
    }
    let seventh = number("7.035").divided_by(number("7")).unwrap();
    assert_eq!(seventh.doubt(2, HalfAway).as_deref(), Some("+1E-13"));
    assert_eq!(number("2").divided_by(number("3")).unwrap().doubt(2, HalfAway), None);
}

#[test]
fn powers_bound_a_plain_number_and_its_digits() {
    for (text, limit, twice, expected) in [
        ("1.17", 1, 3, true),
        ("-1.17", 1, 3, true),
        ("1.17", 0, 3, false),
        ("1.17", 1, 2, false),
        ("9.9", 1, 3, true),
        ("10", 1, 3, false),
        ("11", 1, 3, false),
        ("4", 1, 1, true),
        ("5", 1, 1, false),
        ("6", 1, 1, false),
        ("1.17", -1, 3, false),
        ("1.17", 1, -1, false),
    ] {
        assert_eq!(number(text).is_below_power(limit, twice), expected, "{text} {limit} {twice}");
    }
    assert!(!number("1").divided_by(number("3")).unwrap().is_below_power(5, 5));
}
