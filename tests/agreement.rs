//! The engine against a second, plainly written implementation of `policy.md` that shares no code
//! with it: the samples, and hundreds of random workbooks written as real files.

use crate::{common, oracle};
use std::str::FromStr;

use oracle::{Book, CHOICES, compare, compute, faults, random_book, random_book_of_version_2, write_xlsx_freely};
use rust_decimal::Decimal;
use serde_json::Value;

/// Random workbooks a policy and version, each a file that is read like any other; `BONUS_BOOKS=5000` tries more.
fn books() -> u64 {
    std::env::var("BONUS_BOOKS")
        .map_or_else(|_| common::some(400, 60), |count| count.parse().expect("BONUS_BOOKS is a number"))
}

fn random_books_agree(id: &str, books: u64, change: fn(&mut Book, u64)) {
    books_agree(id, "1", books, random_book, change);
}

fn books_agree(id: &str, version: &str, books: u64, make: fn(&str, u64) -> Book, change: fn(&mut Book, u64)) {
    let policy = common::policy(&format!("{id}@{version}"));
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for seed in 0..books {
        let mut book = make(id, seed);
        change(&mut book, seed);
        let path = folder.path().join("book.xlsx");
        let lang = if seed % 2 == 0 { oracle::Lang::Zh } else { oracle::Lang::En };
        write_xlsx_freely(&book, &path, lang, seed).unwrap();
        match common::results(&path, policy) {
            Ok(json) => {
                let differences = compare(&compute(&book), &json);
                wrong.extend(differences.into_iter().map(|difference| format!("book {seed}: {difference}")));
            }
            Err(faults) => wrong.push(format!("book {seed}: {faults}")),
        }
    }
    let count = wrong.len();
    wrong.truncate(40);
    assert!(wrong.is_empty(), "{count} differences, among them:\n{}", wrong.join("\n"));
}

#[test]
fn key_account_agrees_on_random_books() {
    random_books_agree("key-account", books(), |_, _| {});
}

#[test]
fn major_sales_agrees_on_random_books() {
    random_books_agree("major-sales", books(), |_, _| {});
}

#[test]
fn department_sales_agrees_on_random_books() {
    random_books_agree("department-sales", books(), |_, _| {});
}

#[test]
fn version_2_of_key_account_agrees_on_random_books() {
    books_agree("key-account", "2", books(), random_book_of_version_2, |_, _| {});
}

#[test]
fn version_2_of_major_sales_agrees_on_random_books() {
    books_agree("major-sales", "2", books(), random_book_of_version_2, |_, _| {});
}

#[test]
fn version_2_of_department_sales_agrees_on_random_books() {
    books_agree("department-sales", "2", books(), random_book_of_version_2, |_, _| {});
}

/// Books of version 2 are valid, and each choice of each reading moves some of them: one that nobody computes would be
/// seen.
type Kind = (&'static str, fn(&Book) -> bool);

fn every_choice_moves_some_books(policy: &str) {
    let books: Vec<Book> = (0..120).map(|seed| random_book_of_version_2(policy, seed)).collect();
    for (seed, book) in books.iter().enumerate() {
        let faults = faults(book);
        assert!(faults.is_empty(), "{policy} {seed}: {faults:?}");
    }
    assert!(books[7] == random_book_of_version_2(policy, 7), "the same seed gives the same book");
    // People who come and go, and shares of every kind, are in them.
    let late = |book: &Book| {
        let figures = compute(book);
        let rows = figures.managers.iter().flat_map(|manager| manager.quarters.iter().map(move |row| (manager, row)));
        rows.filter(|(manager, row)| book.has_left(&manager.id, row.quarter)).count()
    };
    let kinds: [Kind; 6] = [
        ("joiners", |book| book.managers.iter().any(|manager| manager.joined.is_some())),
        ("leavers", |book| book.managers.iter().any(|manager| manager.left.is_some())),
        ("shares by category", |book| book.splits.iter().any(|split| split.category.is_some())),
        ("shares by quarter", |book| book.splits.iter().any(|split| split.quarter.is_some())),
        ("thirds", |book| book.splits.iter().any(|split| split.share == "0.333333333333333")),
        ("quarters without a score", |book| {
            book.quotas.iter().any(|quota| {
                let scored = |score: &oracle::Score| (&score.manager, score.quarter) == (&quota.manager, quota.quarter);
                quota.quarter <= book.through() && !book.scores.iter().any(scored)
            })
        }),
    ];
    for (kind, is) in kinds {
        let count = books.iter().filter(|book| is(book)).count();
        assert!(count > 5, "{policy}: {count} books with {kind}");
    }
    let count: usize = books.iter().map(late).sum();
    assert!(count > 5, "{policy}: {count} quarters after leaving");
    for (name, choices, _) in CHOICES.into_iter().filter(|(.., policies)| policies.contains(&policy)) {
        for choice in &choices[1..] {
            let moved = books.iter().filter(|book| {
                let mut book = (*book).clone();
                book.settings.retain(|(key, _)| key != name);
                let figures = compute(&book);
                book.settings.push((name.to_owned(), (*choice).to_owned()));
                compute(&book) != figures
            });
            let count = moved.take(2).count();
            assert!(count == 2, "{policy}: {name} = {choice} moves {count} books");
        }
    }
}

#[test]
fn every_choice_of_key_account_moves_some_books() {
    every_choice_moves_some_books("key-account");
}

#[test]
fn every_choice_of_major_sales_moves_some_books() {
    every_choice_moves_some_books("major-sales");
}

#[test]
fn every_choice_of_department_sales_moves_some_books() {
    every_choice_moves_some_books("department-sales");
}

/// The readings that a sibling takes over from the key-account policy, in every combination.
fn every_reading(book: &mut Book, seed: u64) {
    const READINGS: [(&str, [&str; 2]); 3] = [
        ("between_base_and_target", ["accrues", "nothing"]),
        ("surplus", ["carry-forward", "accrue-now"]),
        ("pipeline_share", ["pro-rata", "bonus-first"]),
    ];
    for (place, (name, choices)) in READINGS.iter().enumerate() {
        book.settings.retain(|(key, _)| key != name);
        let choice = choices[usize::try_from(seed >> place & 1).unwrap()];
        book.settings.push(((*name).to_owned(), choice.to_owned()));
    }
}

#[test]
fn major_sales_agrees_under_every_reading() {
    random_books_agree("major-sales", books() / 2, every_reading);
}

#[test]
fn department_sales_agrees_under_every_reading() {
    random_books_agree("department-sales", books() / 2, every_reading);
}

/// Every field of `expected` in `found`; texts that are numbers are compared as numbers, managers by id.
fn holds(expected: &Value, found: &Value, path: &str, wrong: &mut Vec<String>) {
    match expected {
        Value::Object(fields) => {
            for (name, value) in fields {
                holds(value, &found[name], &format!("{path}.{name}"), wrong);
            }
        }
        Value::Array(items) => {
            let list = found.as_array().map_or(&[][..], Vec::as_slice);
            if list.len() != items.len() {
                wrong.push(format!("{path}: expected {} rows, got {}", items.len(), list.len()));
            }
            for (place, item) in items.iter().enumerate() {
                let same = list.iter().find(|found| !item["id"].is_null() && found["id"] == item["id"]);
                let path = format!("{path}[{}]", item["id"].as_str().map_or(place.to_string(), str::to_owned));
                holds(item, same.unwrap_or(&found[place]), &path, wrong);
            }
        }
        expected => {
            let number = |value: &Value| value.as_str().and_then(|text| Decimal::from_str(text).ok());
            let same = match (number(expected), number(found)) {
                (Some(expected), Some(found)) => expected == found,
                _ => expected == found,
            };
            if !same {
                wrong.push(format!("{path}: expected {expected}, got {found}"));
            }
        }
    }
}

fn sample_agrees(id: &str) {
    let found =
        common::results(&common::fixture(&format!("samples/{id}.xlsx")), common::policy(&format!("{id}@1"))).unwrap();
    let expected = common::fixture(&format!("samples/{id}.version-1.expected.json"));
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(expected).unwrap()).unwrap();
    let mut wrong = Vec::new();
    holds(&expected, &found, id, &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for check in found["checks"].as_array().unwrap() {
        assert_eq!(check["holds"], true, "{check}");
    }
}

#[test]
fn the_key_account_sample_agrees() {
    sample_agrees("key-account");
}

#[test]
fn the_major_sales_sample_agrees() {
    sample_agrees("major-sales");
}

#[test]
fn the_department_sales_sample_agrees() {
    sample_agrees("department-sales");
}
