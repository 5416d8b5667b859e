//! The auditor's table: ways in which somebody might change results, inputs, receipts and seals, each really done to a
//! file; `verify` must give the status, the cell, the kind and the cause. And files that programs only saved again, of
//! which nothing may be said.

mod cells;
mod looks;
mod saved;
mod seals;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;

use crate::common::fixture;
use crate::common::tamper::tamper;

/// One manipulation: its name, what is done, the status that must come, and what must be told: `place kind cause: evidence`, notes.
pub struct Manipulation {
    pub name: &'static str,
    pub done: fn(&Scene),
    pub status: &'static str,
    pub told: &'static [&'static str],
}

/// An input and its results, untouched until somebody touches them.
pub struct Scene {
    folder: tempfile::TempDir,
    pub input: PathBuf,
    pub results: PathBuf,
}

pub fn bonus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("LANG", "C").output().unwrap()
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

impl Scene {
    /// The key-account sample and its results in English, computed once.
    pub fn new() -> Self {
        use std::sync::OnceLock;
        static RESULTS: OnceLock<Vec<u8>> = OnceLock::new();
        let folder = tempfile::tempdir().unwrap();
        let (input, results) = (folder.path().join("input.xlsx"), folder.path().join("results.xlsx"));
        std::fs::copy(fixture("samples/key-account.xlsx"), &input).unwrap();
        let bytes = RESULTS.get_or_init(|| {
            let output = bonus(&["compute", text(&input), "-o", text(&results), "--lang", "en"]);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            std::fs::read(&results).unwrap()
        });
        std::fs::write(&results, bytes).unwrap();
        Self { folder, input, results }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Changes one part of the results.
    pub fn part(&self, part: &str, change: impl Fn(&str) -> String) {
        tamper(&self.results, |name, content| Some(if name == part { change(&content) } else { content }));
    }

    /// Changes one sheet of the results: 1 is the summary, 2 to 5 are Q1 to Q4.
    pub fn sheet(&self, number: usize, change: impl Fn(&str) -> String) {
        self.part(&format!("xl/worksheets/sheet{number}.xml"), change);
    }

    /// What verify says of the results.
    pub fn verified(&self, further: &[&str]) -> (i32, Json) {
        let output = bonus(&[&["verify", "--format", "json", "--lang", "en", text(&self.results)], further].concat());
        let json = serde_json::from_slice(&output.stdout);
        let json: Json = json.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
        (output.status.code().unwrap(), json["files"][0].clone())
    }
}

/// What is told of a file: its differences, its notes, and what is said of its seals.
fn told(outcome: &Json) -> Vec<String> {
    let field = |one: &Json, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let difference = |d: &Json| {
        let place = format!("{}!{}", field(d, "sheet"), field(d, "cell"));
        format!("{place} {} {}: {}", field(d, "kind"), field(d, "cause"), field(d, "evidence"))
    };
    let list = |json: &Json| json.as_array().cloned().unwrap_or_default();
    let seals = ["problems", "notes"].into_iter().flat_map(|which| list(&outcome["seals"][which]));
    let notes = list(&outcome["notes"]).into_iter().chain(seals);
    let notes = notes.filter_map(|note| note.as_str().map(str::to_owned));
    list(&outcome["differences"]).iter().map(difference).chain(notes).collect()
}

/// Does each manipulation and holds against each other what must be told and what is; all that are missed are told at once.
fn hold(list: &[Manipulation]) {
    let mut missed = Vec::new();
    for Manipulation { name, done, status, told: expected } in list {
        let scene = Scene::new();
        done(&scene);
        let (code, outcome) = scene.verified(&[]);
        let said = told(&outcome);
        let sound = matches!(*status, "identical" | "same-cells" | "same-figures");
        let expected_code = if sound { 0 } else { 4 };
        let absent: Vec<_> =
            expected.iter().filter(|wanted| !said.iter().any(|line| line.contains(**wanted))).collect();
        if outcome["status"] != *status || (*status != "unreadable" && code != expected_code) || !absent.is_empty() {
            missed.push(format!("{name}: exit {code}, {}; not told: {absent:?}; told: {said:#?}", outcome["status"]));
        }
    }
    assert!(missed.is_empty(), "{} of {} missed:\n{}", missed.len(), list.len(), missed.join("\n"));
}
