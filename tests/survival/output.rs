//! A standard output that is full, closed, or that nobody reads.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{compute, program, said, sample, shell};
use crate::common;

/// Every command that prints, with what it needs.
fn printing(input: &Path, folder: &Path) -> Vec<Command> {
    // Other results of the same input would be in the way of `next`.
    let (other, made) = (folder.join("other.xlsx"), folder.join("elsewhere/made.xlsx"));
    fs::create_dir_all(folder.join("elsewhere")).unwrap();
    fs::copy(input, &other).unwrap();
    let results = folder.join("in-results.xlsx");
    if !results.exists() {
        assert!(compute(input, &results).output().unwrap().status.success());
    }
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let (input, other, results, next) = (text(input), text(&other), text(&results), text(&folder.join("next.xlsx")));
    let (made, policy, pages) = (text(&made), text(&folder.join("p.toml")), text(&folder.join("man")));
    [
        &["--help"][..],
        &["--version"],
        &["compute", "--help"],
        &["compute", &input, "-o", &made, "--force"],
        &["compute", &input, "--format", "json"],
        &["compute", &input, "--format", "csv"],
        &["check", &input],
        &["check", &input, "--format", "json"],
        &["explain", &input, "--manager", "M001"],
        &["next", &input, "-o", &next, "--force"],
        &["template", "-o", &next, "--force"],
        &["diff", &input, &other],
        &["diff", &input, &other, "--format", "json"],
        &["diff", "key-account@1", "key-account@2"],
        &["verify", &results],
        &["verify", &results, "--format", "json"],
        &["what-if", &input, "--set", "in_target_rate=8%"],
        &["what-if", &input, "--readings", "--format", "json"],
        &["what-if", &input, "--cliffs", "--manager", "M001", "--through", "Q1"],
        &["policy", "list"],
        &["policy", "show", "key-account"],
        &["policy", "coverage", &input],
        &["policy", "new", &policy, "--force"],
        &["policy", "check", &policy],
        &["completions", "bash"],
        &["man", &pages],
    ]
    .into_iter()
    .map(|arguments| {
        let mut command = program();
        command.args(arguments);
        command
    })
    .collect()
}

/// What is lost on its way is told, with status 3, by every command and in both languages.
#[test]
fn a_full_or_closed_standard_output_is_a_sentence() {
    let (folder, input) = sample();
    let full = Path::new("/dev/full").exists();
    if !full {
        eprintln!("left out: this system has no /dev/full");
    }
    let languages = [("en", "standard output could not be written"), ("zh", "无法写到标准输出")];
    for (number, command) in printing(&input, folder.path()).into_iter().enumerate() {
        // Outside CI in one of them, in turn.
        for (lang, words) in languages.into_iter().skip(common::some(0, number % 2)).take(common::some(2, 1)) {
            let lost = |before: &str| {
                let mut lost = shell(before, &command);
                let output = lost.args(["--lang", lang]).output().unwrap();
                let arguments: Vec<_> = command.get_args().collect();
                assert_eq!(output.status.code(), Some(3), "{before} {arguments:?}: {}", said(&output));
                assert!(said(&output).contains(words), "{before} {arguments:?}: {}", said(&output));
                assert!(!said(&output).contains("os error"), "{}", said(&output));
                assert!(output.stdout.is_empty() && !said(&output).contains("panicked"), "{}", said(&output));
            };
            // And closed or full, in turn.
            let ways = [Some("exec >&-"), full.then_some("exec >/dev/full")];
            let ways = ways.into_iter().skip(common::some(0, number / 2 % 2)).take(common::some(2, 1));
            ways.flatten().for_each(lost);
        }
    }
    // Faults as JSON, too.
    let broken = folder.path().join("broken.xlsx");
    fs::write(&broken, "no workbook").unwrap();
    let mut check = program();
    check.arg("check").arg(&broken).args(["--format", "json"]);
    assert_eq!(shell("exec >&-", &check).output().unwrap().status.code(), Some(3));
}

/// A reader that goes away early has what it wanted, and who throws the output away knows it.
#[test]
fn nobody_who_listens_is_no_failure() {
    let (folder, input) = sample();
    let ways = [None, Some("exec >/dev/null"), Some("exec 1<>/dev/null")];
    for (number, mut command) in printing(&input, folder.path()).into_iter().enumerate() {
        let arguments = format!("{:?}", command.get_args().collect::<Vec<_>>());
        // Outside CI in one way, in turn.
        for before in ways.into_iter().skip(common::some(0, number % 3)).take(common::some(3, 1)) {
            let output = if let Some(before) = before {
                shell(before, &command).output().unwrap()
            } else {
                let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
                drop(child.stdout.take());
                child.wait_with_output().unwrap()
            };
            assert!(matches!(output.status.code(), Some(0 | 4)), "{before:?} {arguments}: {}", said(&output));
        }
    }
}
