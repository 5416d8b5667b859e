//! Random valid books, made to hit the edges of the policies (policy.md) within the rules of workbook.md.
//!
//! The people are in `random_people.rs`, the collections in `random_lines.rs`. Books stay inside what workbook.md promises to accept: a fault in one of
//! them is a fault of the program or of this generator, never an intended one.

use super::book::{Book, Grade};
use super::dice::Dice;
use super::{random_lines, random_people};

/// The readings that a random book may choose otherwise (policy.md, the table of readings).
///
/// The siblings take part only in those that make sense for them without doubt.
pub const READINGS: [(&str, &[&str], &[&str]); 9] = [
    ("between_base_and_target", &["accrues", "nothing"], &["key-account"]),
    ("surplus", &["carry-forward", "accrue-now"], &["key-account", "major-sales"]),
    ("pipeline_share", &["pro-rata", "bonus-first"], &["key-account"]),
    ("year_end_factor", &["mean", "last", "one"], &["key-account", "major-sales", "department-sales"]),
    ("annual_base_missed", &["keep", "recover"], &["key-account", "major-sales", "department-sales"]),
    ("promotion_looks_back", &["half", "year"], &["key-account"]),
    ("withheld_at_year_end", &["lapses", "paid"], &["key-account"]),
    ("other_income", &["excluded", "counts"], &["key-account"]),
    ("promotion_needs", &["half-target", "half-and-quarter-target"], &["key-account"]),
];

/// A valid book of a policy; the same seed always gives the same book.
pub fn random_book(policy: &str, seed: u64) -> Book {
    random_book_of(policy, seed, None)
}

/// A valid book of a policy with that many managers; without a number, with one to six.
pub fn random_book_of(policy: &str, seed: u64, managers: Option<usize>) -> Book {
    // The policy is part of the seed, so that the three policies do not see the same throws.
    let mut dice = Dice::new(seed ^ policy.bytes().fold(0, |sum, b| (sum << 5) ^ (sum >> 59) ^ u64::from(b)));
    let through = dice.pick(&[1, 2, 2, 3, 3, 4, 4, 4, 4, 4]);
    let mut book = Book {
        policy: policy.to_owned(),
        year: i32::try_from(dice.between(2010, 2024)).expect("a year"),
        through: Some(through),
        ..Book::default()
    };
    settings(&mut book, &mut dice);
    tables(&mut book, &mut dice);
    random_people::managers(&mut book, &mut dice, managers);
    random_people::scores(&mut book, &mut dice);
    random_lines::add(&mut book, &mut dice);
    random_people::paid(&mut book, &mut dice);
    // A blank through quarter is the latest one with KPI scores.
    let latest = book.scores.iter().map(|score| score.quarter).max();
    if latest == Some(through) && dice.chance(10) {
        book.through = None;
    }
    book
}

fn settings(book: &mut Book, dice: &mut Dice) {
    let mut set = |name: &str, value: String| book.settings.push((name.to_owned(), value));
    let key_account = book.policy == "key-account";
    // The key-account policy prints no rate, so its book must give one (policy.md, below KA-3.3).
    if key_account || dice.chance(10) {
        set("in_target_rate", dice.pick(&["0.0712", "0.05", "0.0833", "0.06125"]).to_owned());
    }
    if key_account && dice.chance(20) {
        set("tax_divisor", dice.pick(&["1.16", "1.13", "1", "1.06"]).to_owned());
    }
    if dice.chance(30) {
        set("department_target", (dice.between(1, 420) * 10_000).to_string());
    }
    if book.policy == "major-sales" && dice.chance(45) {
        set("small_deal_rate", dice.pick(&["0.0356", "0.01424", "0.05", "0.02345"]).to_owned());
    }
    // Half of the books keep every default, so that the defaults are tried most.
    if dice.chance(50) {
        for (name, choices, policies) in READINGS {
            if policies.contains(&book.policy.as_str()) && dice.chance(50) {
                set(name, dice.pick(choices).to_owned());
            }
        }
    }
}

fn tables(book: &mut Book, dice: &mut Dice) {
    let pairs = |rows: &[(&str, &str)]| -> Vec<(String, String)> {
        rows.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    };
    if book.policy == "key-account" {
        let all = [("1", "0.0854"), ("1.2", "0.09968"), ("1.5", "0.12"), ("1.73", "0.15")];
        book.tiers = pairs(&all[..=dice.place(all.len())]);
    }
    book.bands = match dice.between(1, 4) {
        1 => pairs(&[("0", "1")]),
        2 => pairs(&[("30", "0.33"), ("75.5", "0.875"), ("92.25", "1.5")]),
        _ => pairs(&[("0", "0"), ("60", "0.6"), ("70", "0.8"), ("80", "1"), ("90", "1.2")]),
    };
    let (mut wage, mut floating) = (dice.between(20, 35) * 10_000, dice.between(8, 15) * 10_000);
    for number in 1..=dice.between(1, 5) {
        book.grades.push(Grade { name: format!("{number}级"), wage, floating });
        wage += dice.between(1, 10) * 10_000 + dice.pick(&[0, 0, 0, 3333]);
        floating += dice.between(0, 5) * 10_000 + dice.pick(&[0, 0, 0, 1]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::valid::faults;
    use super::random_book;

    const POLICIES: [&str; 3] = ["key-account", "major-sales", "department-sales"];

    #[test]
    fn random_books_are_valid_and_repeatable() {
        for policy in POLICIES {
            for seed in 0..150 {
                let book = random_book(policy, seed);
                let faults = faults(&book);
                assert!(faults.is_empty(), "{policy} {seed}: {faults:?}");
                assert!(book == random_book(policy, seed), "{policy} {seed}");
            }
        }
    }
}
