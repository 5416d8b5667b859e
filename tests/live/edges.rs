//! Rows on which binary floats go wrong: exact halves and their neighbours, sums that must be nothing,
//! scores on the start of a band.

use crate::common::draft::{Cell, Draft, Page, n};
use crate::oracle::Dice;

/// A number of `digits` decimals.
fn decimal(units: i128, digits: usize) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let text = format!("{:0>width$}", units.unsigned_abs(), width = digits + 1);
    let (whole, fraction) = text.split_at(text.len() - digits);
    format!("{sign}{whole}.{fraction}")
}

/// The inverse of `value` modulo `modulus`, which have no common factor.
fn inverse(value: i128, modulus: i128) -> i128 {
    let (mut a, mut b, mut x, mut y) = (value % modulus, modulus, 1, 0);
    while b != 0 {
        let quotient = a / b;
        (a, b) = (b, a - quotient * b);
        (x, y) = (y, x - quotient * y);
    }
    x.rem_euclid(modulus)
}

/// A rate of `digits` decimals that shares no factor with 10, in units of its last decimal.
fn odd_rate(dice: &mut Dice, digits: u32) -> i128 {
    loop {
        let rate = i128::from(dice.between(1, 10_i64.pow(digits)));
        if rate % 2 != 0 && rate % 5 != 0 {
            return rate;
        }
    }
}

/// Fen that times the rate end `off` units of the last decimal beside half a fen.
fn beside_half(dice: &mut Dice, rate: i128, digits: u32, off: i128) -> i128 {
    let unit = 10_i128.pow(digits);
    let fen = (unit / 2 + off).rem_euclid(unit) * inverse(rate, unit) % unit;
    fen + if digits < 6 { unit * i128::from(dice.between(0, 9_000)) } else { 0 }
}

/// A workbook of the edges policy with as many people.
pub fn workbook(people: usize, seed: u64) -> Draft {
    let mut dice = Dice::new(seed);
    let mut names = Page::new("People", &[&["ID", "Name"]]);
    let heads = ["ID", "Quarter", "One", "Two", "Three", "Rate", "Long rate", "Score one", "Score two"];
    let mut figures = Page::new("Figures", &[&heads]);
    for person in 0..people {
        let id = format!("P{person:05}");
        names.rows.push(vec![Cell::Text(id.clone()), Cell::Text(format!("Person {person}"))]);
        let mut row = vec![Cell::Text(id), Cell::Text("Q1".into())];
        row.extend(figures_of(&mut dice).map(n));
        figures.rows.push(row);
    }
    let policy = Page::new("Policy", &[&["Key", "Value"], &["Policy", "edges"], &["Year", "2025"], &["Through", "Q1"]]);
    Draft { pages: vec![policy, names, figures] }
}

fn figures_of(dice: &mut Dice) -> [String; 7] {
    let digits = dice.pick(&[2_u32, 3, 4, 4, 5]);
    let rate = odd_rate(dice, digits);
    let long_rate = odd_rate(dice, 12);
    let off = i128::from(dice.pick(&[0, 0, 1, -1, 2]));
    let mut one = if dice.chance(50) {
        beside_half(dice, rate, digits, off)
    } else if dice.chance(60) {
        // Up to 10^12 fen: a product with more digits than a float has.
        beside_half(dice, long_rate, 12, off)
    } else {
        i128::from(dice.between(1, 900_000_000))
    };
    if dice.chance(20) {
        one = -one;
    }
    // Whole units of the product, where rounding down and up turns.
    let two = match dice.between(1, 3) {
        1 => 10_i128.pow(digits) * i128::from(dice.between(1, 900)),
        2 => {
            (inverse(rate, 10_i128.pow(digits)) + 10_i128.pow(digits) * i128::from(dice.between(0, 900))) * off.signum()
        }
        _ => i128::from(dice.between(-50, 90_000_000)),
    };
    let three = match dice.between(1, 4) {
        1 => one + two,
        2 => one + two + i128::from(dice.pick(&[1, -1])),
        // 70 % of it is the sum of the others, or a fen beside.
        3 => (one + two) * 10 / 7 + i128::from(dice.pick(&[0, 1])),
        _ => i128::from(dice.between(1, 90_000_000)),
    };
    // Scores whose weighted sum is the start of a band, in hundredths of a tenth: 7a + 3b = 1000 × start.
    let start = i128::from(dice.pick(&[600, 701, 803, 907]));
    let first = start + 3 * i128::from(dice.between(-30, 30));
    let second = (10 * start - 7 * first) / 3 + i128::from(dice.pick(&[0, 0, 1, -1]));
    let digits = usize::try_from(digits).unwrap();
    [
        decimal(one, 2),
        decimal(two, 2),
        decimal(three, 2),
        decimal(rate, digits),
        decimal(long_rate, 12),
        decimal(first, 1),
        decimal(second, 1),
    ]
}
