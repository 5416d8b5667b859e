//! The steps of a run one by one, on the book of size S: `cargo bench`.
//!
//! For the whole program beside what its libraries need by themselves see `benches/measure`.

#[path = "common/book.rs"]
mod book;

use std::num::NonZeroUsize;

use bonus::book::Book;
use bonus::formula::Scope;
use bonus::lang::Lang;
use bonus::policy::{self, Policy};
use bonus::report::{CommandLineInput, Results, with_workbook};
use bonus::settle::{RowKey, Settlement, settle, with_context};
use bonus::workbook::read::{Preface, Request, SourceWorkbook, read};
use bonus::workbook::write::{Making, xlsx_into};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

fn key_account() -> Policy {
    policy::built_in("key-account").unwrap().unwrap()
}

fn input() -> Vec<u8> {
    input_of("S")
}

fn input_of(size: &str) -> Vec<u8> {
    book::book(book::size(size).unwrap()).unwrap()
}

fn facts(policy: &Policy, input: Vec<u8>) -> Book {
    let mut source = SourceWorkbook::from_bytes(input).unwrap();
    let preface = Preface::read(&mut source).unwrap();
    read(&mut source, &preface, policy, &Request::default()).unwrap().0
}

/// How many rules the settlement evaluates for periods and what follows from them.
fn evaluations(policy: &Policy, settlement: &Settlement) -> usize {
    Scope::ALL.map(|scope| settlement.count(scope) * policy.scope(scope).rules.len()).iter().sum()
}

#[divan::bench]
fn load_the_policy() -> Policy {
    key_account()
}

#[divan::bench]
fn read_the_input(bencher: Bencher) {
    let policy = key_account();
    bencher.with_inputs(input).bench_values(|input| facts(&policy, input));
}

/// Rules a second: on one core by `taskset -c 0 cargo bench -- settle_the_book`.
#[divan::bench(args = ["S", "M"])]
fn settle_the_book(bencher: Bencher, size: &str) {
    let policy = key_account();
    let book = facts(&policy, input_of(size));
    let settlement = settle(&policy, &book).unwrap();
    let count = ItemsCount::new(evaluations(&policy, &settlement));
    bencher.counter(count).bench(|| settle(black_box(&policy), black_box(&book)).unwrap());
}

#[divan::bench]
fn evaluate_the_rules_of_a_quarter(bencher: Bencher) {
    let policy = key_account();
    let book = facts(&policy, input());
    let settlement = settle(&policy, &book).unwrap();
    let rules = &policy.scope(Scope::Period).rules;
    bencher.counter(ItemsCount::new(rules.len())).bench(|| {
        with_context(&settlement, RowKey::Period { person: 7, period: 2 }, |context| {
            for rule in rules {
                let _ = black_box(bonus::formula::evaluate(black_box(&rule.formula.code), context));
            }
        })
    });
}

#[divan::bench(args = [1, 2])]
fn write_the_results(bencher: Bencher, threads: usize) {
    let policy = key_account();
    let book = facts(&policy, input());
    let settlement = settle(&policy, &book).unwrap();
    let (input_file, input_sha256) = ("S.xlsx".to_owned(), String::new());
    let given = CommandLineInput::default();
    let results = Results { policy: &policy, book: &book, settlement: &settlement, input_file, input_sha256, given };
    let making = Making { threads: NonZeroUsize::new(threads).unwrap(), ..Making::default() };
    bencher.bench(|| {
        with_workbook(&results, Lang::En, |report| xlsx_into(report, &making, std::io::sink()).unwrap());
    });
}
