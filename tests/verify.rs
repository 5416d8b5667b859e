//! `bonus verify`: results that are what they were are identical, however they were made; and each way of tampering,
//! really done to a file, is found and called by its name.

mod cells;
mod untouched;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::fixture;
use crate::common::tamper::{row, tamper, without_sheet};
use serde_json::Value as Json;

fn bonus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("LANG", "C").output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// An archive: a folder of inputs and results.
struct Archive(tempfile::TempDir);

impl Archive {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Puts an input there, under another name.
    fn put(&self, from: &Path, name: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::copy(from, &path).unwrap();
        path
    }

    /// Computes an input; gives the results.
    fn compute(&self, input: &Path, name: &str, further: &[&str]) -> PathBuf {
        let path = self.path(name);
        let output = bonus(&[&["compute", text(input), "-o", text(&path)], further].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        path
    }

    /// The key-account sample and its results in English.
    fn sample() -> (Self, PathBuf, PathBuf) {
        let archive = Self::new();
        let input = archive.put(&fixture("samples/key-account.xlsx"), "input.xlsx");
        let results = archive.compute(&input, "results.xlsx", &["--lang", "en"]);
        (archive, input, results)
    }
}

/// Exit status and JSON of a verification.
fn verify(arguments: &[&str]) -> (i32, Json) {
    let output = bonus(&[&["verify", "--format", "json", "--lang", "en"], arguments].concat());
    let json = serde_json::from_slice(&output.stdout);
    let json = json.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), json)
}

/// The outcome of the only file.
#[track_caller]
fn outcome(results: &Path, status: i32) -> Json {
    let (found, json) = verify(&[text(results)]);
    assert_eq!(found, status, "{json:#}");
    assert_eq!(json["files"].as_array().unwrap().len(), 1, "{json:#}");
    json["files"][0].clone()
}

/// The differences of the only file, each as `place kind cause`.
#[track_caller]
fn differences(results: &Path) -> Vec<String> {
    let outcome = outcome(results, 4);
    assert_eq!(outcome["status"], "differs", "{outcome:#}");
    let list = outcome["differences"].as_array().unwrap();
    assert_eq!(outcome["different"], list.len(), "all are listed");
    let field = |difference: &Json, name: &str| difference[name].as_str().unwrap().to_owned();
    let line =
        |d: &Json| format!("{}!{} {} {}", field(d, "sheet"), field(d, "cell"), field(d, "kind"), field(d, "cause"));
    list.iter().map(line).collect()
}

/// Changes one sheet of English results through Q4: 1 is the summary, 2 to 5 are Q1 to Q4.
fn tamper_sheet(path: &Path, number: usize, mut change: impl FnMut(&str) -> String) {
    let part = format!("xl/worksheets/sheet{number}.xml");
    tamper(path, |name, content| Some(if name == part { change(&content) } else { content }));
}

/// The first cell of a row, from column C on, that holds a number by a formula.
fn live_number(sheet: &str, number: u32) -> String {
    let row = row(sheet, number);
    let mut cells = row.split("<c r=\"").skip(3);
    let live = cells.find(|cell| cell.contains("<f>") && !cell.contains(" t=\"")).expect("a live number");
    live[..live.find('"').unwrap()].to_owned()
}

#[test]
fn hidden_rows_columns_and_sheets() {
    let (_archive, _input, results) = Archive::sample();
    tamper(&results, |name, content| {
        Some(match name {
            "xl/worksheets/sheet2.xml" => content.replace("<row r=\"7\"", "<row r=\"7\" hidden=\"1\""),
            "xl/worksheets/sheet3.xml" => {
                let from = content.find("<cols>").expect("columns") + 6;
                let end = from + content[from..].find("/>").unwrap();
                format!("{} hidden=\"1\"{}", &content[..end], &content[end..])
            }
            "xl/workbook.xml" => content.replacen("<sheet name=\"Q3\"", "<sheet name=\"Q3\" state=\"veryHidden\"", 1),
            _ => content,
        })
    });
    let found = differences(&results);
    assert_eq!(found[0], "Q1!A7 rows-hidden results-edited");
    assert!(found[1].starts_with("Q2!") && found[1].ends_with("columns-hidden results-edited"), "{found:?}");
    assert_eq!(found[2], "Q3! sheet-hidden results-edited");
    assert_eq!(found.len(), 3);
}

#[test]
fn a_removed_sheet_and_another_order() {
    let (_archive, _input, results) = Archive::sample();
    tamper(&results, |name, content| {
        Some(match name {
            "xl/workbook.xml" => {
                let start = content.find("<sheet name=\"Q2\"").unwrap();
                let end = start + content[start..].find("/>").unwrap() + 2;
                let sheet = content[start..end].to_owned();
                let without = content.replace(&sheet, "");
                without.replace("</sheets>", &format!("{sheet}</sheets>"))
            }
            _ => content,
        })
    });
    assert_eq!(differences(&results), ["! sheet-order results-edited"]);
    tamper(&results, |name, content| without_sheet(name, content, "Q2", 3));
    let found = differences(&results);
    assert!(found.contains(&"Q2! sheet-removed results-edited".to_owned()), "{found:?}");
}

/// Without its receipt a file cannot be verified; in a folder it is not passed over in silence.
#[test]
fn a_removed_receipt_is_told() {
    let (archive, _input, results) = Archive::sample();
    tamper(&results, |name, content| {
        Some(if name == "xl/workbook.xml" { content.replace("name=\"Basis\"", "name=\"Other\"") } else { content })
    });
    for operand in [text(&results), text(archive.0.path())] {
        let (status, json) = verify(&[operand]);
        assert_eq!(status, 3, "{json:#}");
        assert_eq!(json["files"][0]["status"], "unreadable");
        assert!(json["files"][0]["notes"][0].as_str().unwrap().contains("Basis"), "{json:#}");
    }
}

#[test]
fn an_edited_input() {
    let (_archive, input, results) = Archive::sample();
    let before = std::fs::read(&input).unwrap();
    // A cell that counts: the first manager's first target.
    tamper(&input, |_, content| Some(content.replace("<v>300000</v>", "<v>310000</v>")));
    let outcome = outcome(&results, 4);
    assert_eq!(outcome["status"], "differs");
    assert!(outcome["notes"][0].as_str().unwrap().contains("edited since"), "{outcome:#}");
    let differences = outcome["differences"].as_array().unwrap();
    let place = |d: &Json| format!("{}!{}", d["sheet"].as_str().unwrap(), d["cell"].as_str().unwrap());
    let target = differences.iter().find(|d| place(d) == "Q1!E6").expect("the target");
    assert_eq!((&target["cause"], &target["archived"]["value"]), (&"input-edited".into(), &"300000".into()));
    // The bytes of then, wherever they lie and whatever they are called, settle it.
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(elsewhere.path().join("2017/backup")).unwrap();
    std::fs::write(elsewhere.path().join("2017/backup/old.xlsx"), before).unwrap();
    let (status, json) = verify(&[text(&results), "--input", text(elsewhere.path())]);
    assert_eq!((status, &json["files"][0]["status"]), (0, &"identical".into()));
}

/// A file that is named with --input is meant: the true one beside the results is told and not used.
#[test]
fn the_input_that_is_named_is_the_one_that_is_meant() {
    let (archive, input, results) = Archive::sample();
    let other = archive.put(&input, "in2.xlsx");
    tamper(&other, |_, content| Some(content.replace("<v>300000</v>", "<v>310000</v>")));
    let (status, json) = verify(&[text(&results), "--input", text(&other)]);
    let outcome = &json["files"][0];
    assert_eq!((status, &outcome["status"]), (4, &"differs".into()), "{outcome:#}");
    assert!(outcome["input"].as_str().unwrap().ends_with("in2.xlsx"), "{outcome:#}");
    let note = outcome["notes"][1].as_str().unwrap();
    assert!(note.contains(text(&input)) && note.contains("was not used"), "{note}");
    // Several: the one with the recorded bytes is among them; or none is.
    let (status, json) = verify(&[text(&results), "--input", text(&other), "--input", text(&input)]);
    assert_eq!((status, &json["files"][0]["status"]), (0, &"identical".into()), "{json:#}");
    let third = archive.put(&other, "in3.xlsx");
    let (status, json) = verify(&[text(&results), "--input", text(&other), "--input", text(&third)]);
    assert_eq!((status, &json["files"][0]["status"]), (4, &"not-verified".into()), "{json:#}");
    assert!(json["files"][0]["notes"][0].as_str().unwrap().contains(text(&input)), "{json:#}");
}

#[test]
fn a_missing_input_and_one_with_faults() {
    let (_archive, input, results) = Archive::sample();
    let faulty = std::fs::read(fixture("faults/two.xlsx")).unwrap();
    std::fs::write(&input, faulty).unwrap();
    let outcome = outcome(&results, 4);
    assert_eq!(outcome["status"], "not-verified");
    assert!(outcome["notes"][0].as_str().unwrap().contains("2 fault(s) now"), "{outcome:#}");
    std::fs::remove_file(&input).unwrap();
    let outcome = self::outcome(&results, 4);
    assert_eq!(outcome["status"], "not-verified");
    assert!(outcome["notes"][0].as_str().unwrap().contains("the input is not found"), "{outcome:#}");
}

#[test]
fn what_is_no_results_workbook_is_told() {
    let archive = Archive::new();
    let input = archive.put(&fixture("samples/key-account.xlsx"), "input.xlsx");
    let (status, json) = verify(&[text(&input)]);
    assert_eq!((status, &json["files"][0]["status"]), (3, &"unreadable".into()));
    assert_eq!(verify(&[text(&archive.path("nowhere.xlsx"))]).0, 3);
    assert_eq!(bonus(&["verify"]).status.code(), Some(2));
    let missing = bonus(&["verify", text(&input), "--input", "/no/such/folder"]);
    assert_eq!(missing.status.code(), Some(3));
    // A folder without any results says so.
    let (status, json) = verify(&[text(archive.0.path())]);
    assert_eq!((status, &json["summary"]["files"]), (3, &0.into()));
}
