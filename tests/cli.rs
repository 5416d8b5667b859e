//! The program as its users run it: files, exit statuses, what is printed.

mod common;

use std::path::Path;
use std::process::{Command, Output};

use common::fixture;

fn bonus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("LANG", "C").output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A copy of the key-account sample in a folder of its own.
fn sample() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("q3 收款.xlsx");
    std::fs::copy(fixture("samples/key-account.xlsx"), &input).unwrap();
    (folder, input)
}

#[test]
fn results_stand_beside_the_input_in_its_language() {
    let (folder, input) = sample();
    let output = bonus(&["compute", text(&input)]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(folder.path().join("q3 收款-奖金结果.xlsx").is_file());
    let output = bonus(&["compute", text(&input), "--lang", "en"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(folder.path().join("q3 收款-results.xlsx").is_file());
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains("66,317.74"), "{printed}");
    assert!(printed.contains("1 warning(s)"), "{printed}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (folder, input) = sample();
    let [one, two] = ["one.xlsx", "two.xlsx"].map(|name| folder.path().join(name));
    for target in [&one, &two] {
        assert!(bonus(&["compute", text(&input), "-o", text(target)]).status.success());
    }
    assert!(std::fs::read(one).unwrap() == std::fs::read(two).unwrap());
}

#[test]
fn an_existing_file_is_kept_unless_forced() {
    let (folder, input) = sample();
    let target = folder.path().join("r.xlsx");
    std::fs::write(&target, "mine").unwrap();
    let output = bonus(&["compute", text(&input), "-o", text(&target)]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("--force"), "{}", stderr(&output));
    assert_eq!(std::fs::read(&target).unwrap(), b"mine");
    assert!(bonus(&["compute", text(&input), "-o", text(&target), "--force"]).status.success());
    assert_ne!(std::fs::read(&target).unwrap(), b"mine");
    // Nothing else is left in the folder: no temporary file, no half-written one.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn the_input_is_never_written_over() {
    let (_folder, input) = sample();
    let before = std::fs::read(&input).unwrap();
    let output = bonus(&["compute", text(&input), "-o", text(&input), "--force"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(std::fs::read(&input).unwrap(), before);
}

#[test]
fn faults_write_nothing_and_say_where() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("r.xlsx");
    let faulty = fixture("faults/two.xlsx");
    let output = bonus(&["compute", text(&faulty), "-o", text(&target), "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!target.exists());
    assert!(stderr(&output).contains("任务!C2") && stderr(&output).contains("回款!D6"), "{}", stderr(&output));
    let output = bonus(&["compute", text(&faulty), "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["faults"].as_array().unwrap().len(), 2);
    assert_eq!(document["faults"][0]["cell"], "C2");
}

#[test]
fn exit_statuses_tell_usage_from_files() {
    assert_eq!(bonus(&["frobnicate"]).status.code(), Some(2));
    assert_eq!(bonus(&["compute", "nowhere.xlsx"]).status.code(), Some(3));
    let (_folder, input) = sample();
    assert_eq!(bonus(&["compute", text(&input), "--policy", "no-such"]).status.code(), Some(2));
    assert_eq!(bonus(&["compute", text(&input), "--set", "in_target_rate"]).status.code(), Some(2));
    assert_eq!(bonus(&["compute", text(&input), "--set", "in_target_rat=8%"]).status.code(), Some(1));
    assert_eq!(bonus(&["compute", text(&input), "-o", "/no/such/folder/r.xlsx"]).status.code(), Some(3));
}

#[test]
fn json_and_csv_go_to_standard_output() {
    let (folder, input) = sample();
    let output = bonus(&["compute", text(&input), "--format", "json", "--through", "Q3"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["through"], "Q3");
    assert_eq!(document["managers"][0]["year_end"], serde_json::Value::Null);
    assert_eq!(document["managers"][0]["quarters"].as_array().unwrap().len(), 3);
    let output = bonus(&["compute", text(&input), "--format", "csv", "--lang", "en"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    // A byte order mark, so that Excel on a Chinese Windows reads it right; 19 quarters and a heading.
    assert!(printed.starts_with("\u{feff}ID,Name,Quarter,Base,Target"), "{printed}");
    assert_eq!(printed.lines().count(), 20);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was written");
}

#[test]
fn a_setting_of_the_command_line_comes_first() {
    let (_folder, input) = sample();
    let accrued = |set: &[&str]| {
        let output = bonus(&[&["compute", text(&input), "--format", "json"], set].concat());
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        document["managers"][0]["quarters"][0]["accrued"].as_str().unwrap().to_owned()
    };
    assert_eq!(accrued(&[]), "18256.41");
    // 300,000 × 8 % ÷ 1.17 = 20,512.820…
    assert_eq!(accrued(&["--set", "in_target_rate=8%"]), "20512.82");
    assert_eq!(accrued(&["--set", "目标内奖金比率=8%"]), "20512.82");
}

#[test]
fn explain_shows_numbers_and_branches_not_taken() {
    let (_folder, input) = sample();
    let output = bonus(&["explain", text(&input), "--manager", "经理2", "--quarter", "Q1", "--lang", "en"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains("Shortfall  [KA-2.2a]  shortfall = 82,000.00"), "{printed}");
    assert!(printed.contains("= IF(FALSE, [not taken: 0], 182,000.00 - 100,000.00)"), "{printed}");
    assert!(printed.contains("if Base met then 0, else Base − Effective"), "{printed}");
    let output = bonus(&["explain", text(&input), "--manager", "M002"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    for heading in ["Q1", "Q4", "H1", "H2", "2017 年终"] {
        assert!(printed.contains(&format!("M002 经理2 · {heading}")), "{heading} is missing");
    }
    assert_eq!(bonus(&["explain", text(&input), "--manager", "nobody"]).status.code(), Some(2));
}

#[test]
fn policies_are_listed_shown_checked_and_started() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.toml");
    assert!(bonus(&["policy", "new", text(&file), "--from", "major-sales"]).status.success());
    assert!(bonus(&["policy", "check", text(&file)]).status.success());
    let mut starter = std::fs::read_to_string(&file).unwrap();
    starter.push_str("\n[[quarter]]\nname = \"accrued\"\nreplaces = true\nformula = 'ROUND(bassis * 2, 2)'\n");
    std::fs::write(&file, starter).unwrap();
    let output = bonus(&["policy", "check", text(&file), "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("did you mean `basis`?"), "{}", stderr(&output));
    assert!(stderr(&output).contains("ours.toml:"), "{}", stderr(&output));
    let listed = String::from_utf8(bonus(&["policy", "list"]).stdout).unwrap();
    for id in bonus::policy::built_in_ids() {
        assert!(listed.contains(id), "{id}");
        for lang in ["zh", "en"] {
            assert!(bonus(&["policy", "show", id, "--lang", lang]).status.success());
        }
    }
}

#[test]
fn what_if_and_readings_show_the_cost() {
    let (_folder, input) = sample();
    let output = bonus(&["what-if", text(&input), "--set", "in_target_rate=8%", "--lang", "en"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains("400,697.98           429,146.80  +28,448.82"), "{printed}");
    let output = bonus(&["readings", text(&input), "--lang", "en"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    // R-9 counts: 2,400.00 of training more at Q4 and at the year's end.
    assert!(printed.lines().any(|line| line.contains("R-9") && line.ends_with("+246.15")), "{printed}");
    for reading in ["R-1", "R-2", "R-3", "R-4", "R-5", "R-6", "R-7", "R-9", "R-10"] {
        assert!(printed.contains(reading), "{reading} is missing");
    }
    assert_eq!(bonus(&["what-if", text(&input)]).status.code(), Some(2));
}
