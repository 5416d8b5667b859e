//! What a year closes with opens the next: a column of the managers' sheet that `opens_with` a figure is filled in by `next`,
//! and `verify FOLDER` holds the one against the other. By the rolling draw, of which advances are still to be taken back.
//!
//! October earns 150,000 × 3 % = 4,500 and advances 500; November 100,000, 3,000, 2,000; December 200,000, 6,000, of which 1,000
//! above the draw take back October's 500 and 500 of November's. 1,500 of November are left. January earns 300,000 × 3 % =
//! 9,000: 4,000 above the draw, so that all 1,500 are taken back and 7,500 paid; without them it would be 9,000. The second
//! person has nothing left, and January's 100,000 are paid the draw, 5,000; the third comes in January, 180,000, 5,400.

use crate::common;
use std::path::Path;
use std::process::{Command, Output};

use common::draft::{Cell, Draft, n, opened};
use serde_json::Value;

const OPENING: [&str; 3] =
    ["Left of last year's last month", "Left of the month before it", "Left of two months before it"];

struct Years(tempfile::TempDir);

impl Years {
    /// 2024 through December, with what is left of it.
    fn new() -> Self {
        let years = Self(tempfile::tempdir().unwrap());
        std::fs::copy(common::fixture("policies/rolling-draw.toml"), years.at().join("rolling-draw.toml")).unwrap();
        let mut draft = opened(&common::fixture("policies/rolling-draw.xlsx"));
        draft.page("政策").rows[3][1] = n(12);
        draft.page("人员").rows.truncate(1);
        draft.row("人员", &["R1", "A"]).row("人员", &["R2", "B"]);
        draft.page("销售额").rows.truncate(1);
        for (month, [first, second]) in [("10", [150_000, 200_000]), ("11", [100_000, 200_000]), ("12", [200_000; 2])] {
            for (id, sales) in [("R1", first), ("R2", second)] {
                draft.page("销售额").rows.push(vec![id.into(), month.into(), n(sales)]);
            }
        }
        draft.write(&years.at().join("2024-12.xlsx"));
        years
    }

    fn at(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bonus"));
        command.current_dir(self.at()).args(words).args(["--lang", "en"]).output().unwrap()
    }

    fn done(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, file: &str) -> Value {
        let text = self.done(&["compute", file, "--policy", "rolling-draw.toml", "--format", "json"]);
        serde_json::from_str(&text).unwrap()
    }

    fn compute(&self, file: &str) {
        self.done(&["compute", file, "--policy", "rolling-draw.toml", "--force"]);
    }

    fn next(&self, from: &str, to: &str) {
        self.done(&["next", from, "--policy", "rolling-draw.toml", "-o", to, "--force"]);
    }

    fn edit(&self, file: &str, change: impl FnOnce(&mut Draft)) {
        let mut draft = opened(&self.at().join(file));
        change(&mut draft);
        draft.write(&self.at().join(file));
    }

    /// January, with sales and somebody who is new.
    fn january(&self, file: &str) {
        self.edit(file, |draft| {
            draft.row("People", &["R3", "C"]);
            for row in &mut draft.page("Sales").rows {
                row.truncate(3);
            }
            draft.page("Sales").rows.retain(|row| row.first().is_none_or(|id| !["R1", "R2"].contains(&text(id))));
            for (id, sales) in [("R1", 300_000), ("R2", 100_000), ("R3", 180_000)] {
                draft.page("Sales").rows.push(vec![id.into(), "01".into(), n(sales)]);
            }
        });
    }

    /// The exit status of the folder, and what is wrong with its only chain.
    fn verified(&self) -> (Option<i32>, Vec<String>) {
        let output = self.run(&["verify", ".", "--policy", "rolling-draw.toml", "--format", "json"]);
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        let chains = json["chains"].as_array().unwrap();
        assert_eq!(chains.len(), 1, "{json:#}");
        let wrong = chains[0]["differences"].as_array().unwrap().iter();
        (output.status.code(), wrong.map(|words| words.as_str().unwrap().to_owned()).collect())
    }
}

fn text(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) | Cell::Number(text) => text,
        _ => "",
    }
}

/// The opening figures of each person.
fn openings(draft: &mut Draft) -> Vec<Vec<Cell>> {
    let rows = &draft.page("People").rows;
    let heading = rows.iter().position(|row| row.iter().any(|cell| text(cell) == OPENING[0])).unwrap();
    let at = rows[heading].iter().position(|cell| text(cell) == OPENING[0]).unwrap();
    let people = rows[heading + 1..].iter().filter(|row| row.first().is_some_and(|id| text(id).starts_with('R')));
    people.map(|row| row.iter().skip(at).take(3).cloned().collect()).collect()
}

fn payments(json: &Value) -> Vec<&str> {
    json["managers"].as_array().unwrap().iter().map(|person| person["payable"].as_str().unwrap()).collect()
}

#[test]
fn what_is_left_of_a_year_is_taken_back_in_the_next() {
    let years = Years::new();
    assert_eq!(payments(&years.json("2024-12.xlsx")), ["5000.00", "6000.00"]);
    years.compute("2024-12.xlsx");
    years.next("2024-12-results.xlsx", "2025-01.xlsx");
    let mut draft = opened(&years.at().join("2025-01.xlsx"));
    assert_eq!(openings(&mut draft), [[n(0), n(1500), n(0)], [n(0), n(0), n(0)]]);
    // What was recorded is nothing to confirm.
    let to_confirm = draft.pages.iter().find(|page| page.name == "To confirm");
    let listed = to_confirm.iter().flat_map(|page| page.rows.iter().flatten());
    assert!(!listed.into_iter().any(|cell| text(cell).starts_with("opening")));
    years.january("2025-01.xlsx");
    assert_eq!(payments(&years.json("2025-01.xlsx")), ["7500.00", "5000.00", "5400.00"]);
    years.compute("2025-01.xlsx");
    assert_eq!(years.verified(), (Some(0), Vec::new()));
    // Within the year the opening stays what it is.
    years.next("2025-01-results.xlsx", "2025-02.xlsx");
    let mut draft = opened(&years.at().join("2025-02.xlsx"));
    assert_eq!(openings(&mut draft)[0], [n(0), n(1500), n(0)]);
    for (id, amount) in [("R1", 200_000), ("R2", 300_000), ("R3", 100_000)] {
        years.edit("2025-02.xlsx", |draft| {
            let row = draft.page("Sales").rows.iter_mut();
            let row =
                row.into_iter().find(|row| row.len() > 1 && text(&row[0]) == id && text(&row[1]) == "02").unwrap();
            row.resize(3, Cell::Blank);
            row[2] = n(amount);
        });
    }
    // R1 6,000 and nothing owed; R2 9,000 less the 2,000 that January advanced; R3 3,000, raised to the draw.
    assert_eq!(payments(&years.json("2025-02.xlsx")), ["6000.00", "7000.00", "5000.00"]);
    years.compute("2025-02.xlsx");
    assert_eq!(years.verified(), (Some(0), Vec::new()));
}

/// Whoever changes an opening, leaves it out, gives one to somebody new or takes a person off with something to be taken back
/// is told; so is whoever has another one later in the year.
#[test]
fn an_opening_that_is_not_what_the_year_closed_with_breaks_the_chain() {
    type Change = fn(&mut Draft);
    fn put(draft: &mut Draft, id: &str, value: Cell) {
        let heading = |row: &Vec<Cell>| row.iter().position(|cell| text(cell) == OPENING[1]);
        let rows = &mut draft.page("People").rows;
        let at = rows.iter().find_map(heading).unwrap();
        let row = rows.iter_mut().find(|row| row.first().is_some_and(|cell| text(cell) == id)).unwrap();
        row.resize(row.len().max(at + 1), Cell::Blank);
        row[at] = value;
    }
    let closes = "closes month 12 with 1500.00 for Left of the month before it, and the input of month 01 opens with";
    let cases: [(Change, String); 4] = [
        (|draft| put(draft, "R1", n(1400)), format!("R1 {closes} 1400.00")),
        (|draft| put(draft, "R1", Cell::Blank), format!("R1 {closes} 0.00")),
        (|draft| put(draft, "R3", n(100)), format!("R3 {} 100.00", closes.replace("1500.00", "0.00"))),
        (
            |draft| {
                for sheet in ["People", "Sales"] {
                    draft.page(sheet).rows.retain(|row| row.first().is_none_or(|cell| text(cell) != "R1"));
                }
            },
            "R1 is there in month 12 and not in month 01".to_owned(),
        ),
    ];
    let years = Years::new();
    years.compute("2024-12.xlsx");
    for (change, said) in cases {
        years.next("2024-12-results.xlsx", "2025-01.xlsx");
        years.january("2025-01.xlsx");
        years.edit("2025-01.xlsx", change);
        years.compute("2025-01.xlsx");
        assert_eq!(years.verified(), (Some(4), vec![said]));
    }
    years.next("2024-12-results.xlsx", "2025-01.xlsx");
    years.january("2025-01.xlsx");
    years.compute("2025-01.xlsx");
    years.next("2025-01-results.xlsx", "2025-02.xlsx");
    years.edit("2025-02.xlsx", |draft| {
        put(draft, "R1", n(1400));
        for row in draft.page("Sales").rows.iter_mut().filter(|row| row.len() > 1 && text(&row[1]) == "02") {
            row.resize(3, Cell::Blank);
            row[2] = n(200_000);
        }
    });
    years.compute("2025-02.xlsx");
    let said =
        "Left of the month before it of R1 is 1500.00 in month 01 and 1400.00 in month 02: a year has one opening";
    assert_eq!(years.verified(), (Some(4), vec![said.to_owned()]));
}

/// What nobody recorded is to be confirmed; and an input alone, without its results, has no closing figure.
#[test]
fn what_was_not_recorded_is_yellow() {
    let years = Years::new();
    years.next("2024-12.xlsx", "2025-01.xlsx");
    years.done(&["template", "--policy", "rolling-draw.toml", "--from", "2025-01.xlsx", "-o", "2026.xlsx"]);
    std::fs::write(years.at().join("staff.csv"), "ID,Name\nR1,A\nR2,B\nR9,N\n").unwrap();
    let listed = ["template", "--policy", "rolling-draw.toml", "--from", "2025-01.xlsx", "--people", "staff.csv"];
    years.done(&[&listed[..], &["-o", "listed.xlsx"]].concat());
    for (file, value) in [("2025-01.xlsx", "1500"), ("2026.xlsx", ""), ("listed.xlsx", "")] {
        let mut draft = opened(&years.at().join(file));
        let found: Vec<String> = openings(&mut draft)[0].iter().map(|cell| text(cell).to_owned()).collect();
        assert_eq!(found.get(1).map_or("", String::as_str), value, "{file}: {found:?}");
        let listed = draft.page("To confirm").rows.iter();
        let listed = listed.filter(|row| row.iter().any(|cell| text(cell) == OPENING[1])).count();
        assert_eq!(listed, 2, "{file}");
    }
}
