//! Faults, warnings and mistakes of the command line: what is said, and the exit status.

use std::process::Output;

use super::{bonus, dated, sample, stderr, text};
use crate::common;
use crate::common::fixture;

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
    assert_eq!(bonus(&["compute", text(&input), "--set", "in_target_rat=8%"]).status.code(), Some(2));
    assert_eq!(bonus(&["compute", text(&input), "-o", "/no/such/folder/r.xlsx"]).status.code(), Some(3));
}

#[test]
fn what_was_probably_meant_is_proposed() {
    let (_folder, input) = sample();
    let said = |arguments: &[&str], lang: &str| {
        let output = bonus(&[arguments, &["--lang", lang]].concat());
        assert!(!output.status.success(), "{arguments:?}");
        stderr(&output)
    };
    let input = text(&input);
    for (arguments, proposal) in [
        (&["compute", input, "--policy", "key-acount"][..], "是否指“key-account”？"),
        (&["policy", "show", "asistant"], "是否指“assistant”？"),
        (&["explain", input, "--rule", "bonuss"], "是否指“bonus”？"),
        (&["explain", input, "--manager", "M0O1"], "是否指“M001”？"),
        (&["explain", input, "--quarter", "Q7"], "本工作簿算到 Q4"),
        (&["compute", input, "--set", "目标内奖金比例=8%"], "是否指“目标内奖金比率”？"),
        // Where nothing is near there is somewhere to look.
        (&["compute", input, "--set", "x=8%"], "全部设置见 bonus policy show key-account"),
        (&["compute", input, "--set", "8%"], "应写成 名称=取值"),
        (&["compute", input, "--set", "surplus=later"], "--set surplus：应为以下之一：转入下季、当季计提"),
        (&["compute", input, "--set", "in_target_rate=7.12"], "若指 7.12%，请写 7.12% 或 0.0712"),
        (&["verify", input, "--input", "no-such-folder"], "没有 no-such-folder 这个文件或文件夹"),
    ] {
        let text = said(arguments, "zh");
        assert!(text.contains(proposal), "{arguments:?}: {text}");
        assert!(!text.contains("os error"), "{text}");
    }
    assert!(said(&["comput", input], "zh").contains("是否指“compute、"), "the nearest comes first");
}

#[test]
fn mistakes_of_the_command_line_alone_are_usage() {
    let (_folder, input) = sample();
    let both = |arguments: &[&str]| {
        let status = |output: &Output| output.status.code().unwrap();
        let compute = bonus(&[&["compute", text(&input), "--lang", "en"], arguments].concat());
        assert_eq!(status(&compute), 2, "{arguments:?}: {}", stderr(&compute));
        let check = bonus(&[&["check", text(&input), "--lang", "en"], arguments].concat());
        assert_eq!(status(&check), 2, "{arguments:?}: {}", stderr(&check));
        stderr(&compute)
    };
    let unknown = both(&["--set", "foo=1"]);
    assert!(unknown.contains("`bonus policy show key-account` lists all settings"), "{unknown}");
    assert!(both(&["--set", "in_target_rat=8%"]).contains("did you mean `in_target_rate`?"));
    assert!(both(&["--set", "surplus=abc"]).contains("--set surplus: expected one of"));
    let wrong = both(&["--set", "in_target_rate=abc"]);
    assert!(wrong.contains("--set in_target_rate: expected a number"), "{wrong}");
    assert!(wrong.contains("write a percentage such as 7.12%") && !wrong.contains("cell"), "{wrong}");
    assert!(both(&["--through", "Q9"]).contains("--through Q3"));

    let output = bonus(&["compute", text(&input), "--set", "foo=1", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["faults"][0]["found"], "foo");
    assert_eq!((&document["error"]["kind"], &document["error"]["status"]), (&"usage".into(), &2.into()));

    // With a fault of the workbook beside it, it is one of the faults.
    let output = bonus(&["check", text(&fixture("faults/two.xlsx")), "--set", "foo=1", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("3 fault(s)"));
}

#[test]
fn suspicions_are_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    let warnings = |draft: &common::draft::Draft, command: &[&str]| -> Vec<String> {
        draft.write(&input);
        let output = bonus(&[command, &[text(&input), "--format", "json", "--lang", "en"]].concat());
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let warnings = document["warnings"].as_array().unwrap().iter();
        warnings
            .map(|w| format!("{}!{} {}", w["sheet"].as_str().unwrap(), w["cell"].as_str().unwrap(), w["message"]))
            .collect()
    };
    assert_eq!(warnings(&dated("2017", ["85", "86", "85"]), &["check"]), Vec::<String>::new());
    let alike = warnings(&dated("2017", ["85", "85", "85"]), &["check"]);
    assert_eq!(alike, ["KPI评分!C2 \"3 people have the very same KPI scores in this period\""]);
    // A future date is a matter of the day: the clerk is told, the results do not change with the calendar.
    let future = warnings(&dated("2190", ["85", "86", "85"]), &["check"]);
    assert_eq!(future.len(), 3, "{future:?}");
    assert!(future[0].contains("回款!C2 \"the date lies in the future\""), "{future:?}");
    assert_eq!(warnings(&dated("2190", ["85", "86", "85"]), &["compute"]), Vec::<String>::new());
    let mut outlier = dated("2017", ["85", "86", "85"]);
    outlier.row("回款", &["M001", "P900", "2017-02-01", "800000"]);
    let outlier = warnings(&outlier, &["check"]);
    assert_eq!(outlier.len(), 1, "{outlier:?}");
    assert!(outlier[0].starts_with("回款!D5"), "{outlier:?}");
}
