//! Each clause of the key-account policy, at its threshold, one fen (or the smallest step that shows) below it and one
//! above, and each reading with each of its choices. The expected figures are worked out by hand from policy.md, in the
//! comment above them; `common::case` says which rates make that easy.
//!
//! A test's name begins with its clause: `ka_2_2a_…` is of KA-2.2a, `r_10_…` of reading R-10.

#[path = "../common/mod.rs"]
mod common;

mod bonus_clauses;
mod crediting;
mod pay;
mod quarter;
mod readings;
mod review;
mod year;

use std::collections::BTreeSet;

/// The files of the tests, as text.
const FILES: &[(&str, &str)] = &[
    ("bonus_clauses", include_str!("bonus_clauses.rs")),
    ("crediting", include_str!("crediting.rs")),
    ("pay", include_str!("pay.rs")),
    ("quarter", include_str!("quarter.rs")),
    ("readings", include_str!("readings.rs")),
    ("review", include_str!("review.rs")),
    ("year", include_str!("year.rs")),
];

/// The names of all tests of the clauses.
fn tests() -> Vec<String> {
    let mut names = Vec::new();
    for (_, text) in FILES {
        let mut lines = text.lines().map(str::trim);
        while let Some(line) = lines.next() {
            if line == "#[test]" {
                let name = lines.next().and_then(|line| line.strip_prefix("fn ")?.split('(').next());
                names.push(name.expect("a test's name follows its attribute").to_owned());
            }
        }
    }
    names
}

/// `KA-2.2a` as tests' names begin: `ka_2_2a_`.
fn prefix(id: &str) -> String {
    format!("{}_", id.to_lowercase().replace(['-', '.'], "_"))
}

#[test]
fn every_clause_has_a_test_and_every_test_a_clause() {
    let policy = common::policy("key-account");
    let mut ids: BTreeSet<String> = policy.clauses.iter().map(|clause| clause.id.clone()).collect();
    ids.extend(policy.readings.iter().map(|reading| reading.id.clone()));
    ids.extend(policy.settings.iter().filter_map(|setting| setting.reading.clone()));
    let tests = tests();
    let without: Vec<_> = ids.iter().filter(|id| !tests.iter().any(|test| test.starts_with(&prefix(id)))).collect();
    assert!(without.is_empty(), "clauses without a test: {without:?}");
    let astray: Vec<_> = tests.iter().filter(|test| !ids.iter().any(|id| test.starts_with(&prefix(id)))).collect();
    assert!(astray.is_empty(), "tests of no clause of the policy: {astray:?}");
}

#[test]
fn the_clauses_are_those_of_policy_md() {
    let policy = common::policy("key-account");
    let ids: Vec<&str> = policy.clauses.iter().map(|clause| clause.id.as_str()).collect();
    let expected = [
        "KA-1", "KA-2.1", "KA-2.2a", "KA-2.2b", "KA-2.2c", "KA-2.3", "KA-2.4", "KA-2.5", "KA-2.6", "KA-3.1", "KA-3.2",
        "KA-3.3", "PAY",
    ];
    assert_eq!(ids, expected);
}

/// The table of readings of policy.md, the default first.
const READINGS: &[(&str, &str, &[&str])] = &[
    ("R-1", "between_base_and_target", &["accrues", "nothing"]),
    ("R-2", "surplus", &["carry-forward", "accrue-now"]),
    ("R-3", "pipeline_share", &["pro-rata", "bonus-first"]),
    ("R-4", "year_end_factor", &["mean", "last", "one"]),
    ("R-5", "annual_base_missed", &["keep", "recover"]),
    ("R-6", "promotion_looks_back", &["half", "year"]),
    ("R-7", "withheld_at_year_end", &["lapses", "paid"]),
    ("R-9", "other_income", &["excluded", "counts"]),
    ("R-10", "promotion_needs", &["half-target", "half-and-quarter-target"]),
];

#[test]
fn every_choice_of_every_reading_is_tested() {
    let policy = common::policy("key-account");
    let text = FILES.iter().find(|(name, _)| *name == "readings").map(|(_, text)| *text).unwrap_or_default();
    let settings: Vec<_> = policy.settings.iter().filter(|setting| setting.reading.is_some()).collect();
    assert_eq!(settings.len(), READINGS.len());
    for setting in settings {
        let reading = setting.reading.as_deref().unwrap_or_default();
        let (_, name, choices) =
            READINGS.iter().find(|(id, ..)| *id == reading).unwrap_or_else(|| panic!("{reading} is not in the table"));
        assert_eq!(setting.name, *name, "{reading}");
        assert_eq!(setting.choices, *choices, "{reading}");
        let default = match setting.default {
            Some(bonus::formula::Value::Text(symbol)) => policy.symbols.text(symbol),
            other => panic!("{reading}: {other:?}"),
        };
        assert_eq!(default, choices[0], "{reading}");
        for choice in *choices {
            let set = format!("set(\"{name}\", \"{choice}\")");
            assert!(text.contains(&set), "no test of {reading} sets {set}");
        }
    }
}
