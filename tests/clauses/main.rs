//! Each clause of the key-account policy and each own clause of its siblings, at its threshold, one fen (or the smallest step that shows) below it and one
//! above, and each reading with each of its choices. The expected figures are worked out by hand from policy.md, in the
//! comment above them; `common::case` says which rates make that easy.
//!
//! A test's name begins with its clause: `ka_2_2a_…` is of KA-2.2a, `r_10_…` of reading R-10.

use crate::common;
mod adjustments;
mod bonus_clauses;
mod crediting;
mod department_sales;
mod department_sales_2;
mod major_sales;
mod major_sales_2;
mod pay;
mod quarter;
mod readings;
mod readings_2;
mod review;
mod year;

use std::collections::BTreeSet;

/// The files of the tests, as text.
const FILES: &[(&str, &str)] = &[
    ("adjustments", include_str!("adjustments.rs")),
    ("bonus_clauses", include_str!("bonus_clauses.rs")),
    ("crediting", include_str!("crediting.rs")),
    ("department_sales", include_str!("department_sales/mod.rs")),
    ("department_sales/bonus", include_str!("department_sales/bonus.rs")),
    ("department_sales/carried", include_str!("department_sales/carried.rs")),
    ("department_sales/crediting", include_str!("department_sales/crediting.rs")),
    ("department_sales/readings", include_str!("department_sales/readings.rs")),
    ("department_sales_2", include_str!("department_sales_2.rs")),
    ("major_sales", include_str!("major_sales.rs")),
    ("major_sales_2", include_str!("major_sales_2.rs")),
    ("pay", include_str!("pay.rs")),
    ("quarter", include_str!("quarter.rs")),
    ("readings", include_str!("readings.rs")),
    ("readings_2", include_str!("readings_2.rs")),
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

/// The clauses and readings of a policy.
fn ids(policy: &str) -> BTreeSet<String> {
    let versions = bonus::policy::versions(policy).into_iter();
    versions.flat_map(|version| ids_of(common::policy(&format!("{policy}@{}", version.version)))).collect()
}

fn ids_of(policy: &bonus::policy::Policy) -> BTreeSet<String> {
    let mut ids: BTreeSet<String> = policy.clauses.iter().map(|clause| clause.id.clone()).collect();
    ids.extend(policy.readings.iter().map(|reading| reading.id.clone()));
    ids.extend(policy.settings.iter().filter_map(|setting| setting.reading.clone()));
    ids
}

/// The clauses of all three policies; what a sibling takes over as it stands is there once. A test is of the longest
/// that its name begins with: `ms_3_1_…` is of MS-3.1 and not of MS-3.
#[test]
fn every_clause_has_a_test_and_every_test_a_clause() {
    let ids: BTreeSet<String> = ["key-account", "major-sales", "department-sales"].into_iter().flat_map(ids).collect();
    let mut tested = BTreeSet::new();
    let mut astray = Vec::new();
    for test in tests() {
        let of = ids.iter().filter(|id| test.starts_with(&prefix(id))).max_by_key(|id| id.len());
        match of {
            Some(id) => _ = tested.insert(id.clone()),
            None => astray.push(test),
        }
    }
    // Who joins and leaves is tried in tests/people.rs.
    let elsewhere = include_str!("../people.rs");
    let people = [("R-29", "exempt_without_score"), ("R-30", "partial_quarter"), ("R-31", "after_leaving_factor")];
    tested.extend(people.iter().filter(|(_, name)| elsewhere.contains(name)).map(|(id, _)| (*id).to_owned()));
    let without: Vec<_> = ids.difference(&tested).collect();
    assert!(without.is_empty(), "clauses without a test: {without:?}");
    assert!(astray.is_empty(), "tests of no clause of the policies: {astray:?}");
}

/// A test of a sibling's clause stands in that sibling's file, where its cases are of that policy.
#[test]
fn a_siblings_clauses_are_tested_in_its_file() {
    let inherited = ids("key-account");
    for (policy, file) in [("major-sales", "major_sales"), ("department-sales", "department_sales")] {
        let own = FILES.iter().filter(|(name, _)| {
            name.split('/').next().map(|name| name.strip_suffix("_2").unwrap_or(name)) == Some(file)
        });
        let text: String = own.map(|(_, text)| *text).collect();
        assert!(text.contains(&format!("Case::of(\"{policy}\"")), "{file} has no case of {policy}");
        for id in ids(policy).difference(&inherited) {
            assert!(text.contains(&format!("fn {}", prefix(id))), "{id} is not tested in {file}.rs");
        }
    }
}

#[test]
fn the_clauses_are_those_of_policy_md() {
    let policies = ["key-account@1", "key-account@2"].map(common::policy);
    let ids = policies.each_ref().map(|p| p.clauses.iter().map(|clause| clause.id.as_str()).collect::<Vec<_>>());
    let expected = [
        "KA-1", "KA-2.1", "KA-2.2a", "KA-2.2b", "KA-2.2c", "KA-2.3", "KA-2.4", "KA-2.5", "KA-2.6", "KA-3.1", "KA-3.2",
        "KA-3.3", "PAY", "ADJ",
    ];
    assert_eq!(ids, [expected; 2]);
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

/// The same of version 2 of the three policies.
const READINGS_2: &[(&str, &str, &[&str])] = &[
    ("R-1", "between_base_and_target", &["accrues", "nothing"]),
    ("R-2", "surplus", &["carry-forward", "accrue-now", "accrue-now-carry-completion"]),
    ("R-3", "pipeline_share", &["bonus-first", "pro-rata"]),
    ("R-4", "year_end_factor", &["mean", "last", "one", "whole-year"]),
    ("R-5", "annual_base_missed", &["keep-earned", "keep", "recover", "settle"]),
    ("R-6", "promotion_looks_back", &["half", "year"]),
    ("R-7", "withheld_at_year_end", &["paid", "lapses"]),
    ("R-9", "other_income", &["excluded", "counts"]),
    ("R-10", "promotion_needs", &["half-target", "half-and-quarter-target"]),
    ("R-15", "made_up_bonus", &["year-end", "when-filled"]),
    ("R-16", "half_year_completion", &["collections", "with-carried-balance"]),
    ("R-17", "tax_divisor", &["1", "1.17"]),
    ("R-18", "deals_counted_by", &["quarter", "year"]),
    ("R-19", "large_deal_rate", &[]),
    ("R-20", "year_end", &["settle", "over-target-only"]),
    ("R-21", "cap_tested", &["after-make-up", "before"]),
    ("R-22", "quarter_cap", &["300000", "100000"]),
    ("R-23", "newcomer_quarter", &["accrues", "nothing"]),
];

/// Every reading of the table is in one of the policies, with all of its choices and the first of them by default.
#[test]
fn version_2_has_every_reading_with_every_choice() {
    let policies = ["key-account@2", "major-sales@2", "department-sales@2"].map(common::policy);
    for (id, name, choices) in READINGS_2 {
        let settings = policies.iter().flat_map(|policy| policy.settings.iter().map(move |setting| (policy, setting)));
        let found = settings.into_iter().find(|(_, setting)| setting.reading.as_deref() == Some(id));
        let (policy, setting) = found.unwrap_or_else(|| panic!("no policy has {id}"));
        assert_eq!(setting.name, *name, "{id}");
        let (mut has, mut wanted) = (setting.choices.clone(), choices.to_vec());
        has.sort();
        wanted.sort_unstable();
        assert_eq!(has, wanted, "{id}");
        let default = match setting.default {
            Some(bonus::formula::Value::Text(symbol)) => policy.symbols.text(symbol).to_owned(),
            Some(bonus::formula::Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        assert_eq!(default, choices.first().copied().unwrap_or_default(), "{id}");
    }
}

#[test]
fn every_choice_of_every_reading_is_tested() {
    let policy = common::policy("key-account@1");
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
