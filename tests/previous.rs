//! `--previous`: what is unusual beside the run before, each with its reason; and nothing where nothing is.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;

use crate::common::case::Case;

fn bonus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("LANG", "C").output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A first quarter with results, and a second one.
struct Two {
    folder: tempfile::TempDir,
    results: PathBuf,
}

/// Two people through a quarter, 100,000 collected by each in every one.
fn case(through: u8) -> Case {
    let mut case = Case::empty(through);
    for id in ["M001", "M002"] {
        case.manager(id, "2级");
        for quarter in 1..=through {
            case.quota(id, quarter, "70000", "100000");
            case.collected(id, quarter, "100000");
        }
    }
    case
}

impl Two {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("q1.xlsx");
        case(1).draft().write(&input);
        let results = folder.path().join("q1-results.xlsx");
        let output = bonus(&["compute", text(&input), "-o", text(&results), "--lang", "en"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { folder, results }
    }

    /// The warnings of the second quarter that are about the first.
    fn warned(&self, second: &Case) -> Vec<String> {
        let input = self.folder.path().join("q2.xlsx");
        second.draft().write(&input);
        let check = |further: &[&str]| -> Vec<String> {
            let output = bonus(&[&["check", text(&input), "--format", "json", "--lang", "en"], further].concat());
            let json: Json = serde_json::from_slice(&output.stdout).unwrap();
            let warnings = json["warnings"].as_array().unwrap_or_else(|| panic!("{json:#}"));
            warnings
                .iter()
                .map(|w| format!("{}!{} {}", w["sheet"], w["cell"], w["message"].as_str().unwrap_or_default()))
                .collect()
        };
        let before = check(&[]);
        check(&["--previous", text(&self.results)]).into_iter().filter(|line| !before.contains(line)).collect()
    }
}

#[test]
fn nothing_unusual_is_said_of_a_usual_quarter() {
    assert_eq!(Two::new().warned(&case(2)), Vec::<String>::new());
}

#[test]
fn each_thing_unusual_is_said_with_its_reason() {
    let two = Two::new();
    let mut second = case(2);
    second.adjusted("M001", "Q2", "bonus", "90000");
    second.manager("M003", "1级");
    second.quota("M003", 2, "70000", "100000");
    let warned = two.warned(&second);
    assert!(warned.iter().any(|line| line.contains("is more than three times that of")), "{warned:#?}");
    assert!(
        warned.iter().any(|line| line.contains("was not there in") && line.contains("no day of joining")),
        "{warned:#?}"
    );

    let mut gone = Case::empty(2);
    gone.manager("M001", "3级");
    gone.quota("M001", 1, "70000", "120000").quota("M001", 2, "70000", "100000");
    gone.collected("M001", 1, "100000").collected("M001", 2, "100000");
    let warned = two.warned(&gone);
    let has = |words: &[&str]| warned.iter().any(|line| words.iter().all(|word| line.contains(word)));
    assert!(has(&["was there in", "no day of leaving"]), "{warned:#?}");
    assert!(has(&["Grade", "2级 → 3级", "no decision"]), "{warned:#?}");
    assert!(has(&["Target", "100,000.00 → 120,000.00", "no decision"]), "{warned:#?}");
}

/// An input that `next` made knows the run before by its hash, where its results lie beside it; the results hold nothing
/// of it, and are the same wherever they are computed.
#[test]
fn the_chain_knows_the_run_before() {
    let two = Two::new();
    let hash = crate::common::sha256(&std::fs::read(&two.results).unwrap());
    let mut second = case(2);
    second.manager("M003", "1级");
    second.quota("M003", 2, "70000", "100000");
    let mut draft = second.draft();
    draft.row("Policy", &["previous_results", &hash]);
    let computed = |folder: &Path, told: bool| {
        let (input, results) = (folder.join("q2.xlsx"), folder.join("q2-results.xlsx"));
        draft.write(&input);
        let output = bonus(&["compute", text(&input), "-o", text(&results), "--lang", "en"]);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{said}");
        assert_eq!(said.contains("no day of joining is given"), told, "{said}");
        std::fs::read(&results).unwrap()
    };
    let elsewhere = tempfile::tempdir().unwrap();
    assert_eq!(computed(two.folder.path(), true), computed(elsewhere.path(), false));
}

#[test]
fn what_is_no_results_workbook_is_refused() {
    let two = Two::new();
    let input = two.folder.path().join("q1.xlsx");
    let output = bonus(&["check", text(&input), "--previous", text(&input), "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--previous takes the results"), "{output:?}");
}
