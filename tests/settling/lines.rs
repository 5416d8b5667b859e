//! Lines that cannot be divided among people.

use std::sync::Arc;

use bonus::book::{Line, Share, Who};
use bonus::formula::Columns;
use bonus::lang::Lang;
use bonus::settle::settle;

use crate::common::case::{self, Case};
use crate::settling::book;
use crate::settling::{extending, findings, instead};

/// M001 and M002 share the project P1, of which one line came in.
fn shared(amount: &str) -> Case {
    let mut case = Case::through(1);
    case.manager("M002", "2级").quota("M002", 1, "70000", "100000");
    case.share("P1", "M001", "0.5").share("P1", "M002", "0.5");
    case.line(case::Line { quarter: "Q1".to_owned(), amount: amount.to_owned(), ..case::Line::default() });
    case
}

/// KA-2.6: parts are whole fen, which those of a net with fractions of a fen could not be.
#[test]
fn a_net_with_fractions_of_a_fen_cannot_be_divided() {
    let policy = extending(&instead("line", "net", "amount * 50.5%"));
    let headlines = |amount: &str| -> Vec<String> {
        findings(&shared(amount), &policy).faults.iter().map(|fault| fault.headline(Lang::En)).collect()
    };
    let expected = "Collections!A2  `50.50505`  the net is not in whole fen and cannot be split";
    assert_eq!(headlines("100.01"), [expected]);
    assert!(headlines("100").is_empty());
}

/// The parts of all lines are kept in memory, two million at most.
#[test]
fn two_million_parts_are_the_most() {
    let policy = crate::common::policy("key-account");
    let mut book = book(&shared("100"), policy);
    let share = book.shares[0].shares[0];
    book.shares[0].shares = vec![Share { share: "0.0005".parse().unwrap(), ..share }; 2000];
    let values = book.values_of(0);
    let mut line_values = Columns::new(0, book.line_width);
    // 1,000 × 2,000 are two million: the line after those, which is M001's alone, is one part too much.
    let shared = book.lines[0].clone();
    book.lines = (2..1003).map(|row| Line { row, ..shared.clone() }).collect();
    book.lines[1000].who = Who::Manager(0);
    for _ in 0..book.lines.len() {
        line_values.push(&values);
    }
    book.line_values = Arc::new(line_values);
    let faults = settle(policy, &book).unwrap_err();
    let faults: Vec<_> = faults.iter().map(|fault| fault.headline(Lang::En)).collect();
    assert_eq!(faults, ["Collections!A1002  split by shares, the lines have more than 2000000 parts"]);
}
