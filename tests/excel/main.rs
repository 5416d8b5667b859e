//! Excel opens what we write, without a word. Nobody here has Excel, so three others look at every kind of file: the
//! validator of the Open XML SDK, rules of our own for what Excel asks beyond the schemas (`rules`, each tried on a file that
//! breaks it), and `HyperFormula`, which computes every formula a second time.
//!
//! The validator and `HyperFormula` come from npm: `npm ci --prefix tests/excel/node`. One run of the validator takes a
//! second, so each file is seen by one version of Office, in turn; `BONUS_EXCEL=all` has each seen by all seven.

mod broken;
mod files;
mod package;
mod rules;
mod second;

use std::path::Path;

use files::{Desk, Made};
use package::{Package, Parts};

use crate::common::{self, node};

fn read(made: &Made) -> Package {
    Package::open(&std::fs::read(&made.path).unwrap())
}

fn none(mut found: Vec<String>, what: &str) {
    let count = found.len();
    found.truncate(30);
    assert!(found.is_empty(), "{count} {what}, among them:\n{}", found.join("\n"));
}

/// The rules of our own, and a second engine's values.
fn look(desk: &Desk) {
    let mut found = Vec::new();
    let mut workbooks = Vec::new();
    for made in desk.made() {
        let package = read(made);
        found.extend(rules::findings(&package).into_iter().map(|what| format!("{}: {what}", made.name)));
        workbooks.extend(second::cells(&made.name, &Parts::of(&package)));
    }
    none(found, "rules are broken");
    if node::is_there() {
        let (compared, wrong) = second::recomputed(&workbooks);
        assert!(compared > 1_000, "only {compared} formulas");
        none(wrong, "formulas have another value");
    }
}

/// Whether each file is to be seen by every version of Office.
fn everything() -> bool {
    std::env::var_os("BONUS_EXCEL").is_some_and(|what| what == "all")
}

/// What the validator finds: as every version of Office for those that stand first, as one of them in turn for the others.
fn validate(desk: &Desk, thorough: usize) {
    if !node::is_there() {
        return;
    }
    let all = everything();
    let mut files: Vec<(&Path, &str)> = Vec::new();
    for (number, made) in desk.made().iter().enumerate() {
        if all || number < thorough {
            files.extend(second::VERSIONS.map(|version| (made.path.as_path(), version)));
        } else {
            files.push((&made.path, second::VERSIONS[number % second::VERSIONS.len()]));
        }
    }
    none(second::validated(&files), "findings of the validator");
}

/// In both languages.
#[test]
fn every_kind_of_file_of_every_policy() {
    let desk = files::of_every_kind();
    look(&desk);
    validate(&desk, 0);
}

/// Archived years and random books, which `tests/live.rs` has `LibreOffice` compute a part of.
#[test]
fn years_and_random_books() {
    look(&files::years_and_random_books());
}

/// What other programs made, too.
#[test]
fn workbooks_of_the_repository() {
    let files = files::of_the_repository(everything());
    assert!(files.len() > 3, "{files:?}");
    if node::is_there() {
        none(
            second::validated(&files.iter().map(|path| (path.as_path(), "Microsoft365")).collect::<Vec<_>>()),
            "findings of the validator",
        );
    }
}

#[test]
fn large_books_and_books_with_everything() {
    let desk = files::special();
    look(&desk);
    // Outside CI as one version of Office: all of them see the files of every kind, in turn.
    validate(&desk, common::some(1, 0));
}
