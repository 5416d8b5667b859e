//! The engine against a second, plainly written implementation of `policy.md` that shares no code
//! with it: the samples, and hundreds of random workbooks written as real files.

mod common;
mod oracle;

use oracle::{compare, compute, random_book, write_xlsx_freely};

/// Random workbooks a policy. Each is a file that is read like any other.
const BOOKS: u64 = 400;

fn random_books_agree(id: &str) {
    let policy = common::policy(id);
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for seed in 0..BOOKS {
        let book = random_book(id, seed);
        let path = folder.path().join("book.xlsx");
        let lang = if seed % 2 == 0 { oracle::Lang::Zh } else { oracle::Lang::En };
        write_xlsx_freely(&book, &path, lang, seed).unwrap();
        match common::results(&path, &policy) {
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
    random_books_agree("key-account");
}
