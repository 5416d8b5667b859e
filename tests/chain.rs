//! A folder of a year as one chain: each way in which it can be broken, told by `bonus verify FOLDER` with status 4.

use crate::common;
use std::path::Path;
use std::process::Command;

use common::draft::{Cell, Draft, n, opened};
use serde_json::Value;

/// Two quarters in a folder; the second continues the first.
struct Year {
    folder: tempfile::TempDir,
}

fn text(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) | Cell::Number(text) => text,
        _ => "",
    }
}

/// Scores of 80 for all rows of a period.
fn score(draft: &mut Draft, period: &str) {
    for row in &mut draft.page("KPI scores").rows {
        if row.len() > 1 && text(&row[1]) == period {
            row.resize(6, Cell::Blank);
            row[5] = n(80);
        }
    }
}

/// Takes rows out of a sheet.
fn drop(draft: &mut Draft, sheet: &str, is: impl Fn(&[Cell]) -> bool) {
    let rows = &mut draft.page(sheet).rows;
    let before = rows.len();
    rows.retain(|row| row.is_empty() || !is(row));
    assert!(rows.len() < before, "{sheet}");
}

impl Year {
    /// Q1 of five people, paid, and Q2's input with scores and `change`.
    fn of_two(change: impl FnOnce(&mut Draft)) -> Self {
        let year = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::copy(common::fixture("year/2025-Q1.xlsx"), year.folder.path().join("q1.xlsx")).unwrap();
        year.done(&["compute", "q1.xlsx"]);
        year.done(&["next", "q1-results.xlsx", "-o", "q2.xlsx"]);
        year.edit("q2.xlsx", |draft| {
            score(draft, "Q2");
            change(draft);
        });
        year.done(&["compute", "q2.xlsx"]);
        year
    }

    fn at(&self) -> &Path {
        self.folder.path()
    }

    fn edit(&self, file: &str, change: impl FnOnce(&mut Draft)) {
        let mut draft = opened(&self.at().join(file));
        change(&mut draft);
        draft.write(&self.at().join(file));
    }

    fn done(&self, words: &[&str]) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bonus"));
        let output = command.current_dir(self.at()).args(words).args(["--lang", "en"]).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// The exit status, and the chains.
    fn verified(&self) -> (i32, Vec<Value>) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bonus"));
        let said = command.current_dir(self.at()).args(["verify", ".", "--format", "json", "--lang", "en"]);
        let said = said.output().unwrap();
        let json: Value = serde_json::from_slice(&said.stdout).unwrap();
        (said.status.code().unwrap(), json["chains"].as_array().unwrap().clone())
    }

    /// What is wrong with the only chain, of which two runs belong together.
    fn wrong(&self) -> Vec<String> {
        let (status, chains) = self.verified();
        assert_eq!((status, chains.len()), (4, 1), "{chains:#?}");
        list(&chains[0], "differences")
    }
}

fn list(chain: &Value, name: &str) -> Vec<String> {
    chain[name].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

fn joined(chain: &Value) -> Vec<&str> {
    chain["runs"].as_array().unwrap().iter().map(|run| run["joined"].as_str().unwrap()).collect()
}

#[test]
fn somebody_who_vanished() {
    let year = Year::of_two(|draft| {
        for sheet in ["Managers", "Quotas", "KPI scores", "Paid"] {
            drop(draft, sheet, |row| text(&row[0]) == "10024");
        }
        drop(draft, "Collections", |row| row.iter().any(|cell| text(cell) == "10024"));
    });
    let wrong = year.wrong();
    assert_eq!(wrong, ["10024 is there in Q1 and not in Q2"]);
}

#[test]
fn a_paid_row_that_is_not_there() {
    let year = Year::of_two(|draft| drop(draft, "Paid", |row| text(&row[0]) == "10023"));
    assert_eq!(year.wrong(), ["10023 was paid 12853.81 + 6000.00 for Q1, and the input of Q2 has no row of it"]);
}

/// A late line is no fault: the balance of then and of now are told.
#[test]
fn a_balance_that_late_lines_moved_is_a_note() {
    let year = Year::of_two(|draft| {
        let row = draft.page("Collections").rows.iter_mut().find(|row| row.iter().any(|cell| text(cell) == "P2503"));
        let amount = row.unwrap().iter_mut().find(|cell| text(cell) == "90000").unwrap();
        *amount = n(100_000);
    });
    let (status, chains) = year.verified();
    assert_eq!((status, list(&chains[0], "differences").len()), (0, 0));
    let notes = list(&chains[0], "notes");
    assert!(notes.len() == 1 && notes[0].contains("-92000.00 and is -82000.00 in Q2"), "{notes:?}");
}

/// An input that says nothing of the one before it is presumed to follow it, and its money is held against it all the same.
#[test]
fn a_presumed_run_is_held_against_the_one_before_too() {
    let year = Year::of_two(|draft| {
        drop(draft, "Policy", |row| ["Previous results", "Previous input"].contains(&text(&row[0])));
    });
    let (status, chains) = year.verified();
    assert_eq!((status, joined(&chains[0])), (0, vec!["first", "presumed"]));
    year.edit("q2.xlsx", |draft| {
        let mut rows = draft.page("Paid").rows.iter_mut();
        let row = rows.find(|row| row.first() == Some(&n(10021))).unwrap();
        row[2] = n("18115.02");
    });
    year.done(&["compute", "q2.xlsx", "--force"]);
    let wrong = year.wrong();
    assert!(wrong.len() == 1 && wrong[0].contains("the input of Q2 says 18115.02"), "{wrong:?}");
}

/// `next` of an input that nobody had computed names that input; whoever computes it later has the run before.
#[test]
fn an_input_made_from_an_input_continues_its_run_by_hash() {
    let year = Year { folder: tempfile::tempdir().unwrap() };
    std::fs::copy(common::fixture("year/2025-Q1.xlsx"), year.at().join("q1.xlsx")).unwrap();
    year.done(&["next", "q1.xlsx", "-o", "q2.xlsx"]);
    year.edit("q2.xlsx", |draft| score(draft, "Q2"));
    year.done(&["compute", "q1.xlsx"]);
    year.done(&["compute", "q2.xlsx"]);
    let (status, chains) = year.verified();
    assert_eq!((status, chains.len(), joined(&chains[0])), (0, 1, vec!["first", "by-hash"]));
}

/// Two second quarters of one first: two chains, each told, of which only the wrong one is wrong.
#[test]
fn a_second_run_on_the_same_results_is_a_chain_of_its_own() {
    let year = Year::of_two(|_| {});
    std::fs::copy(year.at().join("q2.xlsx"), year.at().join("q2b.xlsx")).unwrap();
    year.edit("q2b.xlsx", |draft| drop(draft, "Paid", |row| text(&row[0]) == "10025"));
    year.done(&["compute", "q2b.xlsx"]);
    let (status, chains) = year.verified();
    assert_eq!((status, chains.len()), (4, 2));
    let wrong: Vec<usize> = chains.iter().map(|chain| list(chain, "differences").len()).collect();
    assert_eq!(wrong, [0, 1]);
}

/// −5,000.00 is owed when the year ends: whether the next year's input leaves the row out or has another amount.
#[test]
fn what_is_owed_and_does_not_open_the_next_year() {
    for (amount, told) in [(None, true), (Some("-4999.99"), true), (Some("-5000"), false)] {
        let year = Year { folder: tempfile::tempdir().unwrap() };
        std::fs::copy(common::fixture("year/negative-at-year-end.xlsx"), year.at().join("q4.xlsx")).unwrap();
        year.done(&["compute", "q4.xlsx"]);
        year.done(&["next", "q4-results.xlsx", "-o", "new.xlsx"]);
        year.edit("new.xlsx", |draft| {
            score(draft, "Q1");
            // Nobody had a task in that quarter of last year.
            draft.put("Quotas", "C10", n(70_000)).put("Quotas", "D10", n(100_000));
            match amount {
                None => drop(draft, "Adjustments", |row| row.iter().any(|cell| text(cell) == "-5000")),
                Some(amount) => {
                    let rows = &mut draft.page("Adjustments").rows;
                    let row = rows.iter_mut().find(|row| row.iter().any(|cell| text(cell) == "-5000")).unwrap();
                    row.resize(6, Cell::Blank);
                    (row[3], row[5]) = (n(amount), "the director".into());
                }
            }
        });
        year.done(&["compute", "new.xlsx"]);
        if told {
            let wrong = year.wrong();
            assert!(wrong.len() == 1 && wrong[0].contains("owed -5000.00 when the year ended"), "{wrong:?}");
        } else {
            let (status, chains) = year.verified();
            assert_eq!((status, joined(&chains[0])), (0, vec!["first", "by-hash"]), "{chains:#?}");
        }
    }
}
