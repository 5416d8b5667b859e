//! Sheets that are read before anybody asks for them.

use std::ops::ControlFlow;

use super::super::{Budget, RawRow, SourceError, SourceWorkbook, limits};
use super::make::xlsx;
use super::open;

/// So many rows of two cells.
fn sheet(rows: u64) -> Vec<u8> {
    let row = |n| format!(r#"<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="str"><v>word</v></c></row>"#);
    xlsx(&(1..=rows).map(row).collect::<String>())
}

/// What the first sheet has to say, and what is left of the budget then.
fn asked(source: &mut SourceWorkbook) -> (Vec<RawRow>, Result<(), SourceError>, (u64, u64)) {
    let mut rows = Vec::new();
    let outcome = source.rows(0, &mut |row| {
        rows.push(row.clone());
        ControlFlow::Continue(())
    });
    (rows, outcome, (source.budget.cells, source.budget.text))
}

#[test]
fn a_sheet_that_was_taken_is_the_same_each_time_it_is_asked_for() {
    let bytes = sheet(30);
    let (mut plain, mut taken) = (open(&bytes).unwrap(), open(&bytes).unwrap());
    taken.take_short_sheets();
    assert!(taken.taken.contains_key(&0));
    for _ in 0..2 {
        let (asked, plain) = (asked(&mut taken), asked(&mut plain));
        assert_eq!(asked.0.len(), 30);
        assert_eq!((asked.0, asked.2), (plain.0, plain.2));
    }
}

#[test]
fn whoever_has_enough_of_it_gets_no_more() {
    let mut source = open(&sheet(30)).unwrap();
    source.take_short_sheets();
    let mut count = 0;
    let outcome = source.rows(0, &mut |_| {
        count += 1;
        if count < 7 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    assert_eq!((count, outcome.is_ok()), (7, true));
}

#[test]
fn a_long_sheet_is_left_to_whoever_asks() {
    let rows = limits::TAKEN_CELLS / 2;
    for (rows, taken) in [(rows, true), (rows + 1, false)] {
        let mut source = open(&sheet(rows)).unwrap();
        source.take_short_sheets();
        assert_eq!(source.taken.contains_key(&0), taken, "{rows} rows");
        assert_eq!(asked(&mut source).0.len() as u64, rows);
    }
}

#[test]
fn what_cannot_be_read_is_told_to_whoever_asks() {
    let bytes =
        xlsx(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>3</v></c></row>"#);
    let (mut plain, mut early) = (open(&bytes).unwrap(), open(&bytes).unwrap());
    early.take_short_sheets();
    let (plain, early) = (asked(&mut plain), asked(&mut early));
    assert_eq!(early.0, plain.0);
    assert_eq!(early.1.unwrap_err().to_string(), plain.1.unwrap_err().to_string());
}

#[test]
fn a_sheet_beyond_the_budget_is_refused_though_it_was_taken() {
    for budget in [Budget { cells: 59, text: limits::TEXT }, Budget { cells: limits::CELLS, text: 119 }] {
        let bytes = sheet(30);
        let (mut plain, mut taken) = (open(&bytes).unwrap(), open(&bytes).unwrap());
        (plain.budget, taken.budget) = (budget, budget);
        taken.take_short_sheets();
        let (plain, taken) = (asked(&mut plain), asked(&mut taken));
        assert_eq!((taken.0.len(), taken.0), (plain.0.len(), plain.0));
        assert_eq!(taken.1.unwrap_err().to_string(), plain.1.unwrap_err().to_string());
    }
}
