//! Twenty different faults in one workbook, through the program: all of them in one run, each with its cell, in both
//! languages and as JSON; the exit status is 1 and nothing is written.

use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value as Json;

use crate::common;
use crate::common::draft::{Cell, Draft, n};
use crate::faults::sound::sound;
use crate::faults::{findings, snapshot};

/// The faults, in the order of the workbook: cell, and what stands there.
const TWENTY: [(&str, &str); 20] = [
    ("政策!B5", "7.12"),
    ("超额比率!A2", "1.1"),
    ("职级!C1", ""),
    ("客户经理!C4", "9级"),
    ("任务!C2", "100000.01"),
    ("任务!D6", ""),
    ("任务!A8", "M003 Q2"),
    ("回款!E2", "M0O2"),
    ("回款!B3", "Q5"),
    ("回款!D4", "咨询"),
    ("回款!F5", "#REF!"),
    ("回款!A6", "2018-01-01"),
    ("回款!F7", "=…"),
    ("回款!B8", "Q1"),
    ("回款!E9", ""),
    ("回款!E10", "M004"),
    ("贡献!C2", "50%"),
    ("KPI评分!C4", "104"),
    ("KPI评分!A8", ""),
    ("已发放!B2", "M001 Q2"),
];

fn draft() -> Draft {
    let mut draft = sound();
    draft
        // A rate of 712 %, tiers that begin above the target, grades without their floating wage, an unknown grade.
        .put("政策", "B5", n("7.12"))
        .put("超额比率", "A2", n("1.1"))
        .without_column("职级", "C")
        .put("客户经理", "C4", "9级")
        // A base above its target, no target, a row twice.
        .put("任务", "C2", n("100000.01"))
        .put("任务", "D6", "")
        .row("任务", &["M003", "Q2", "70000", "100000"])
        // An unknown manager, quarter and category; an error value; a date of another year; no result.
        .put("回款", "E2", "M0O2")
        .put("回款", "B3", "Q5")
        .put("回款", "D4", "咨询")
        .put("回款", "F5", Cell::Formula("F99*2".into(), "#REF!".into()))
        .put("回款", "A6", Cell::Date(2018, 1, 1))
        .put("回款", "B6", "")
        .put("回款", "F7", Cell::NoResult("F2+5000".into()))
        // A date of another quarter; nobody to credit; a manager without a quota for the quarter.
        .row("回款", &["", "Q1", "P008", "产品", "M002", "1000"])
        .put("回款", "A8", Cell::Date(2017, 5, 1))
        .row("回款", &["", "Q2", "P009", "产品", "", "2000"])
        .row("客户经理", &["M004", "赵敏", "1级"])
        .row("任务", &["M004", "Q1", "70000", "100000"])
        .row("回款", &["", "Q2", "P010", "产品", "M004", "3000"])
        // Shares of 90 %; a score of 104, and one that is missing; a closed quarter that is not closed.
        .put("贡献", "C3", n("0.4"))
        .put("KPI评分", "C4", n("104"))
        .without_row("KPI评分", 7)
        .row("KPI评分", &["M004", "Q1", "80", "81", "82"])
        .put("已发放", "B2", "Q2");
    draft
}

fn fixture() -> PathBuf {
    common::fixture("faults/twenty.xlsx")
}

/// The committed workbook is the one that is made here.
#[test]
fn the_fixture_is_made_by_this_test() {
    if common::renew() {
        draft().write(&fixture());
    }
    assert!(std::fs::read(fixture()).unwrap() == draft().bytes(), "BONUS_RENEW=1 writes it again");
}

#[test]
fn all_twenty_are_found_each_in_its_cell() {
    let found: Vec<(String, String)> =
        findings(&draft()).faults.into_iter().map(|fault| (fault.place.to_string(), fault.found)).collect();
    let expected: Vec<(String, String)> =
        TWENTY.iter().map(|(place, found)| ((*place).to_owned(), (*found).to_owned())).collect();
    assert_eq!(found, expected);
}

/// Runs the program on a copy of the fixture in a folder of its own; the folder holds nothing else afterwards.
fn run(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("twenty.xlsx");
    std::fs::copy(fixture(), &input).unwrap();
    let before = std::fs::read(&input).unwrap();
    let results = folder.path().join("results.xlsx");
    let mut command = Command::cargo_bin("bonus").unwrap();
    command.current_dir(folder.path()).arg("compute").arg("twenty.xlsx").args(arguments);
    let output = command.output().unwrap();
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["twenty.xlsx"], "{arguments:?} wrote something");
    assert!(std::fs::read(&input).unwrap() == before, "{arguments:?} changed the input");
    assert!(!results.exists());
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
    output
}

#[test]
fn the_program_tells_them_all_and_writes_nothing() {
    for (lang, name) in [("zh", "twenty.zh.txt"), ("en", "twenty.en.txt")] {
        let output = run(&["--lang", lang]);
        assert!(output.stdout.is_empty(), "{output:?}");
        let text = String::from_utf8(output.stderr).unwrap();
        for (place, _) in TWENTY {
            assert!(text.contains(&format!("{place} ")), "{lang}: {place} is not in\n{text}");
        }
        snapshot(name, &text);
    }
}

#[test]
fn nothing_is_written_in_any_format_or_place() {
    run(&[]);
    run(&["-o", "results.xlsx"]);
    run(&["-o", "results.xlsx", "--force"]);
    run(&["--format", "csv", "-o", "results.csv"]);
    run(&["--format", "json", "-o", "results.json"]);
}

/// With an existing results file: it stays as it was, even with `--force`.
#[test]
fn existing_results_stay_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let results = folder.path().join("results.xlsx");
    std::fs::write(&results, "earlier results").unwrap();
    let mut command = Command::cargo_bin("bonus").unwrap();
    command.arg("compute").arg(fixture()).arg("-o").arg(&results).arg("--force");
    assert_eq!(command.output().unwrap().status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&results).unwrap(), "earlier results");
}

#[test]
fn as_json() {
    for lang in ["zh", "en"] {
        let output = run(&["--format", "json", "--lang", lang]);
        let json: Json = serde_json::from_slice(&output.stdout).unwrap();
        let faults = json["faults"].as_array().unwrap();
        let places: Vec<String> = faults
            .iter()
            .map(|f| format!("{}!{}", f["sheet"].as_str().unwrap(), f["cell"].as_str().unwrap()))
            .collect();
        assert_eq!(places, TWENTY.map(|(place, _)| place.to_owned()));
        for (fault, (place, found)) in faults.iter().zip(TWENTY) {
            assert_eq!(fault["found"], found, "{place}");
            for text in ["message", "remedy"] {
                let text = fault[text].as_str().unwrap();
                let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert!(!text.is_empty() && (lang == "en" || chinese), "{place}: {text}");
            }
        }
    }
}

/// Mended one by one, they disappear one by one: each fault is of its own cell.
#[test]
fn each_mended_fault_leaves_the_others() {
    type Mend = fn(&mut Draft) -> &mut Draft;
    let mended: [(&str, Mend); 6] = [
        ("政策!B5", |d| d.put("政策", "B5", n("0.0712"))),
        ("任务!C2", |d| d.put("任务", "C2", n("100000"))),
        ("回款!E2", |d| d.put("回款", "E2", "M002")),
        ("回款!F5", |d| d.put("回款", "F5", n("2"))),
        ("贡献!C2", |d| d.put("贡献", "C3", n("0.5"))),
        ("已发放!B2", |d| d.put("已发放", "B2", "Q1")),
    ];
    for (place, mend) in mended {
        let mut draft = draft();
        mend(&mut draft);
        let found: Vec<String> = findings(&draft).faults.iter().map(|fault| fault.place.to_string()).collect();
        let expected: Vec<&str> = TWENTY.iter().map(|(p, _)| *p).filter(|p| *p != place).collect();
        assert_eq!(found, expected, "{place} mended");
    }
}
