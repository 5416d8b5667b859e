//! What is asked of results: why, what if, what a choice or a version moves.

use super::{bonus, sample, stderr, text};
use crate::common;

#[test]
fn explain_shows_numbers_and_branches_not_taken() {
    let (_folder, input) = sample();
    let output = bonus(&["explain", text(&input), "--manager", "经理2", "--quarter", "Q1", "--lang", "en"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains("Shortfall  [KA-2.2a]  shortfall = 82,000.00"), "{printed}");
    assert!(printed.contains("= IF(FALSE, [not taken: 0], 182,000.00 - 100,000.00)"), "{printed}");
    assert!(printed.contains("if Base met then 0, else Base − Effective"), "{printed}");
    // What is gathered from lines names each line's cell: E19 is half of 100.01, the odd fen with M001.
    let output = bonus(&["explain", text(&input), "--manager", "M001", "--quarter", "Q2", "--rule", "collections"]);
    let lines = String::from_utf8(output.stdout).unwrap();
    assert!(lines.contains("回款!E3  P002  500,000.00") && lines.contains("回款!E19  P021  50.01"), "{lines}");
    // A label will do for a rule, in either language.
    for rule in ["回款", "Collections"] {
        let again = bonus(&["explain", text(&input), "--manager", "M001", "--quarter", "Q2", "--rule", rule]);
        assert_eq!(String::from_utf8(again.stdout).unwrap(), lines, "{rule}");
    }
    let output = bonus(&["explain", text(&input), "--manager", "M002", "--all"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    for heading in ["Q1", "Q4", "H1", "H2", "2017 年终"] {
        assert!(printed.contains(&format!("M002 经理2 · {heading}")), "{heading} is missing");
    }
    assert_eq!(bonus(&["explain", text(&input), "--manager", "nobody"]).status.code(), Some(2));
    // Without --all the answer leads, and what did not make it is folded and counted.
    let output = bonus(&["explain", text(&input), "--manager", "M002", "--lang", "en"]);
    let folded = String::from_utf8(output.stdout).unwrap();
    assert!(folded.starts_with("M002 经理2\nPayable now "), "{folded}");
    assert!(folded.contains("Accrued bonus  [KA-3.1]") && folded.contains("further rules did not matter"), "{folded}");
    assert!(folded.contains("(H1, H2 did not matter here; --all shows them)"), "{folded}");
    assert!(folded.lines().count() * 2 < printed.lines().count(), "{folded}");
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
    assert!(printed.lines().any(|line| line.contains("R-9") && line.contains("+246.15  1: +246.15")), "{printed}");
    for reading in ["R-1", "R-2", "R-3", "R-4", "R-5", "R-6", "R-7", "R-9", "R-10"] {
        assert!(printed.contains(reading), "{reading} is missing");
    }
    assert_eq!(bonus(&["what-if", text(&input)]).status.code(), Some(2));
    // A reading that is a figure has no list of others: what is in force, and how to try another.
    let readings = |file: &str, policy: &str| {
        let output = bonus(&["readings", text(&common::fixture(file)), "--policy", policy, "--lang", "en"]);
        String::from_utf8(output.stdout).unwrap()
    };
    let printed = readings("schemes/assistant-en.xlsx", "assistant");
    assert!(printed.lines().any(|line| line.contains("AS-R1") && line.contains("2 (in force)")), "{printed}");
    assert!(printed.contains("what-if --set"), "{printed}");
    let printed = readings("schemes/loan-officers-en.xlsx", "loan-officers@1");
    assert_eq!(printed.trim(), "no reading of this policy is decided by a setting");
}

/// Who gains and who loses by each choice, for people and for programs; the earlier name of the command is an alias.
#[test]
fn readings_say_who_gains_and_who_loses() {
    let (_folder, input) = sample();
    let json = |more: &[&str]| -> serde_json::Value {
        let output = bonus(&[&["what-if", text(&input), "--readings", "--format", "json"], more].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let all = json(&[]);
    let readings = all["readings"].as_array().unwrap();
    let counts = readings.iter().find(|one| one["setting"] == "other_income" && one["choice"] == "counts").unwrap();
    assert_eq!(counts["gain"], serde_json::json!({ "people": 1, "sum": "246.15" }), "{counts:#}");
    assert_eq!(counts["lose"], serde_json::json!({ "people": 0, "sum": "0.00" }), "{counts:#}");
    assert_eq!(counts["largest"][0]["id"], "M005", "{counts:#}");
    for one in readings {
        let number = |json: &serde_json::Value| json.as_str().unwrap().parse::<rust_decimal::Decimal>().unwrap();
        let (gain, lose) = (number(&one["gain"]["sum"]), number(&one["lose"]["sum"]));
        assert_eq!(gain + lose, number(&one["difference"]), "{one:#}");
    }
    let one = json(&["--manager", "M001"]);
    let counts = one["readings"].as_array().unwrap().iter().find(|one| one["choice"] == "counts").unwrap().clone();
    assert_eq!(counts["gain"]["people"], 0, "{counts:#}");
    let alias = bonus(&["readings", text(&input), "--format", "json"]);
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&alias.stdout).unwrap(), all);
    assert_eq!(bonus(&["what-if", text(&input), "--readings", "--manager", "nobody"]).status.code(), Some(2));
    let zh = bonus(&["what-if", text(&input), "--readings", "--lang", "zh"]);
    assert!(String::from_utf8(zh.stdout).unwrap().contains("1 人 +246.15"));
}

/// What a version changed is said in words, in both languages; on an input, for whom; for programs too.
#[test]
fn two_versions_of_a_policy_are_compared_in_words() {
    let (_folder, input) = sample();
    let run = |more: &[&str]| {
        let output = bonus(&[&["diff", "key-account@1", "key-account@2"], more].concat());
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (status, en) = run(&["--lang", "en"]);
    assert_eq!(status, Some(4));
    for says in ["`exempt_without_score` R-29", "choices one / last", "Accrued bonus `accrued` KA-3.1  changed"] {
        assert!(en.contains(says), "{says} in\n{en}");
    }
    assert!(run(&["--lang", "zh"]).1.contains("计提奖金 `accrued` KA-3.1  改动"));
    let (_, on) = run(&["--lang", "en", "--on", text(&input)]);
    assert!(on.starts_with(&en) && on.contains(", version 1, 2017") && on.contains(", version 2, 2017"), "{on}");
    let (_, json) = run(&["--format", "json", "--on", text(&input)]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["a"]["version"], &json["b"]["version"]), (&"1".into(), &"2".into()));
    let changes = json["changes"].as_array().unwrap();
    let new = changes.iter().find(|one| one["name"] == "exempt_without_score").unwrap();
    assert!(new["a"].is_null() && new["part"] == "setting", "{new:#}");
    assert!(json["on"]["managers"].is_array(), "{json:#}");
    let same = bonus(&["diff", "major-sales@1", "major-sales@1", "--lang", "en"]);
    assert_eq!(same.status.code(), Some(0));
    assert_eq!(bonus(&["diff", "key-account@9", "key-account@1"]).status.code(), Some(2));
    assert_eq!(bonus(&["diff", text(&input), text(&input), "--on", text(&input)]).status.code(), Some(2));
}

/// What one yuan may tip, for people and for programs.
#[test]
fn cliffs_name_the_amount_and_the_rule() {
    let (_folder, input) = sample();
    let run = |more: &[&str]| {
        let output = bonus(&[&["what-if", text(&input), "--cliffs", "--manager", "M004"], more].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&run(&["--format", "json", "--lang", "en"])).unwrap();
    let [person] = &json["managers"].as_array().unwrap()[..] else { panic!("{json:#}") };
    let cliffs = person["cliffs"].as_array().unwrap();
    let jump = cliffs.iter().find(|one| one["period"] == "Q1" && one["amount"] == 62_000).unwrap();
    assert_eq!((&jump["kind"], &jump["rules"][0]["name"]), (&"jump".into(), &"base_met".into()), "{jump:#}");
    assert!(jump["earlier"].is_null() && jump["later"].is_string(), "{jump:#}");
    assert!(cliffs.iter().any(|one| one["kind"] == "refund-stops"), "{person:#}");
    let base = person["thresholds"].as_array().unwrap().iter().find(|one| one["label"] == "the annual base");
    assert!(base.is_some_and(|base| base["pays"].is_string()), "{person:#}");
    // Of the first quarter alone, which is found sooner.
    let first = |more: &[&str]| run(&[&["--through", "Q1"], more].concat());
    assert!(first(&["--lang", "en"]).contains("Q1      62,000.00 more"));
    assert!(first(&["--lang", "zh"]).contains("多收 62,000.00"));
    assert!(!first(&["--over", "100000", "--lang", "en"]).contains("Q1      62,000.00 more"));
}
