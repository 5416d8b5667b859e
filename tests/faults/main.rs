//! What is wrong with a workbook is said: each kind of fault by itself, twenty at once through the program, and next to
//! them what only looks wrong and is read.
//!
//! The messages stand in `fixtures/faults/*.txt`, to be read and judged; `BONUS_RENEW=1 cargo test faults::`
//! writes them again.

use crate::common;
mod beside;
mod each;
mod forms;
mod gallery;
mod sound;
mod twenty;

use std::path::Path;

use bonus::book::Findings;
use bonus::policy::Policy;
use common::draft::Draft;

fn policy() -> &'static Policy {
    common::policy("key-account")
}

/// What is found in a draft.
fn findings(draft: &Draft) -> Findings {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input.xlsx");
    draft.write(&path);
    common::findings(&path, policy())
}

/// The results of a draft.
fn results(draft: &Draft) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input.xlsx");
    draft.write(&path);
    common::results(&path, policy()).unwrap_or_else(|faults| panic!("faults:\n{faults}"))
}

/// `text` is what the snapshot says.
#[track_caller]
fn snapshot(name: &str, text: &str) {
    let path = common::fixture(&format!("faults/{name}"));
    if common::renew() {
        std::fs::write(&path, text).unwrap();
    }
    let expected = read(&path).replace("\r\n", "\n");
    let differs = |(a, b): (&str, &str)| a != b;
    if let Some(line) = expected.lines().zip(text.lines()).position(differs) {
        let (expected, got) = (expected.lines().nth(line), text.lines().nth(line));
        panic!("{name}:{}:\nexpected {expected:?}\n     got {got:?}", line + 1);
    }
    assert_eq!(expected.lines().count(), text.lines().count(), "{name}: another number of lines");
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
