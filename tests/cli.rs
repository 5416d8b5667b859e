//! The program as its users run it: files, exit statuses, what is printed.

use crate::common;
use std::path::Path;
use std::process::{Command, Output};

use common::case::Case;
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
fn long_sheets_are_the_same_by_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("input.xlsx");
    // More cells than go into one piece, and more lines than are read before another thread reads ahead.
    let mut case = Case::empty(4);
    for id in (1..=60).map(|number| format!("M{number:03}")) {
        case.manager(&id, "2级");
        for quarter in 1..=4 {
            case.quota(&id, quarter, "70000", "100000");
            for amount in 1..=6 {
                case.collected(&id, quarter, &format!("{amount}0000.0{amount}"));
            }
        }
    }
    case.draft().write(&input);
    let results = ["1", "2", "5"].map(|threads| {
        let target = folder.path().join(format!("{threads}.xlsx"));
        let output = bonus(&["compute", text(&input), "-o", text(&target), "--threads", threads]);
        assert!(output.status.success(), "{}", stderr(&output));
        std::fs::read(target).unwrap()
    });
    assert!(results[0] == results[1] && results[1] == results[2]);
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
fn what_results_do_not_say_is_told_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("input.xlsx");
    dated("2190", ["80", "80", "80"]).put("政策", "B4", "").write(&input);
    for (lang, future, through) in [
        ("en", "the date lies in the future", "Through is blank: computed through Q1"),
        ("zh", "日期在今天之后", "没有写明截至的周期"),
    ] {
        for format in ["json", "csv"] {
            let output = bonus(&["compute", text(&input), "--format", format, "--lang", lang]);
            let (told, results) = (stderr(&output), String::from_utf8_lossy(&output.stdout).into_owned());
            assert!(output.status.success(), "{told}");
            assert!(told.contains(future) && told.contains(through), "{told}");
            assert!(!results.contains(future) && !results.contains(through), "{results}");
            let quiet = bonus(&["compute", text(&input), "--format", format, "--lang", lang, "--quiet"]);
            assert_eq!(stderr(&quiet), "");
        }
        let printed = bonus(&["compute", text(&input), "--lang", lang]);
        assert!(String::from_utf8_lossy(&printed.stdout).contains(through));
        assert!(stderr(&bonus(&["check", text(&input), "--lang", lang])).contains(through));
    }
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
    // Mistakes of every sort are found in one run: a wrong key, a rule to replace that is not there, a clause and a
    // name that do not exist; but not that the rule which could not be read is missing.
    let several = "format = 1\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"major-sales\"\nperiod = \"quarter\"\n\
        title = { zh = \"x\", en = \"x\" }\n[[quarter]]\nname = \"extra\"\nformulla = '1'\n[[quarter]]\nname = \"more\"\n\
        clause = \"MS-9.9\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\nformula = 'extra + bassis'\n\
        [[quarter]]\nname = \"bonsu\"\nreplaces = true\nformula = '1'\n";
    std::fs::write(&file, several).unwrap();
    let mistakes = stderr(&bonus(&["policy", "check", text(&file), "--lang", "en"]));
    for mistake in ["formulla", "`bonsu` is to be replaced", "no clause `MS-9.9`", "did you mean `basis`?"] {
        assert!(mistakes.contains(mistake), "{mistake} in\n{mistakes}");
    }
    assert!(!mistakes.contains("called `extra`"), "{mistakes}");
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

/// A small sound workbook of a year; each quarter's collection has a date in it.
fn dated(year: &str, scores: [&str; 3]) -> common::draft::Draft {
    use common::draft::{Draft, Page};
    let people = ["M001", "M002", "M003"];
    let rows = |tail: &dyn Fn(usize) -> Vec<String>| -> Vec<Vec<common::draft::Cell>> {
        (0..3)
            .map(|i| std::iter::once(people[i].to_owned()).chain(tail(i)).map(|t| common::draft::auto(&t)).collect())
            .collect()
    };
    let page = |name: &str, headings: &[&str], tail: &dyn Fn(usize) -> Vec<String>| {
        let mut page = Page::new(name, &[headings]);
        page.rows.extend(rows(tail));
        page
    };
    let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let policy =
        [["参数", "取值"], ["政策", "key-account"], ["年度", year], ["截至季度", "Q1"], ["目标内奖金比率", "7.12%"]];
    let policy: Vec<&[&str]> = policy.iter().map(<[&str; 2]>::as_slice).collect();
    Draft {
        pages: vec![
            Page::new("政策", &policy),
            Page::new("超额比率", &[&["起点(年度目标倍数)", "奖金比率"], &["1", "0.0854"]]),
            Page::new("KPI系数", &[&["起始得分", "系数"], &["0", "0"], &["80", "1"]]),
            Page::new("职级", &[&["职级", "月工资", "月浮动工资"], &["1级", "3000", "1500"]]),
            page("客户经理", &["工号", "姓名", "职级"], &|i| own(&[["张伟", "王芳", "李娜"][i], "1级"])),
            page("任务", &["工号", "季度", "基数", "目标"], &|_| own(&["Q1", "70000", "100000"])),
            page("回款", &["客户经理", "项目", "日期", "回款金额"], &|i| {
                vec![format!("P{i}00"), format!("{year}-03-05"), "80000".into()]
            }),
            page("KPI评分", &["工号", "季度", "得分"], &|i| own(&["Q1", scores[i]])),
        ],
    }
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

/// A sheet of rules in the workbook replaces single formulas of the policy, whichever policy it is computed by; what
/// is wrong with one is a fault at its cell.
#[test]
fn a_workbook_may_replace_rules() {
    use common::draft::Page;
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    let with_rules = |rules: &[&[&str]]| {
        let mut draft = dated("2017", ["85", "86", "85"]);
        let rows = [&[["名称", "公式"].as_slice()], rules].concat();
        draft.pages.push(Page::new("规则", &rows));
        draft.write(&input);
        let output = bonus(&["compute", text(&input), "--format", "json", "--lang", "en"]);
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    // 80,000 × 7.12 % ÷ 1.17 = 4,868.376…; by the workbook's own rule 80,000 × 10 %; a label will do as a name.
    let quarter = |document: &serde_json::Value, name: &str| document["managers"][0]["quarters"][0][name].clone();
    let plain = with_rules(&[]);
    assert_eq!(quarter(&plain, "accrued"), "4868.38");
    let replaced = with_rules(&[&["accrued", "ROUND(basis * 10%, 2)"], &["当季合计", "bonus"]]);
    assert_eq!(quarter(&replaced, "accrued"), "8000.00");
    assert_eq!(quarter(&replaced, "total"), quarter(&replaced, "bonus"));
    // The results name the rules that they were computed by.
    assert_ne!(replaced["policy"]["sha256"], plain["policy"]["sha256"]);
    let faulty = with_rules(&[&["acrued", "1"], &["base_met", "TRUE"]]);
    let cells: Vec<&str> = faulty["faults"].as_array().unwrap().iter().map(|f| f["cell"].as_str().unwrap()).collect();
    assert_eq!(cells, ["B2", "B3"], "{faulty:#}");
    let faulty = with_rules(&[&["accrued", "ROUND(bassis, 2)"], &["bonus", "base + 1%"], &["total", "\"x\""]]);
    let cells: Vec<&str> = faulty["faults"].as_array().unwrap().iter().map(|f| f["cell"].as_str().unwrap()).collect();
    assert_eq!(cells, ["B2", "B3", "B4"], "{faulty:#}");
}

/// The command line comes before the workbook, the workbook before the policy; the Basis sheet says which it was.
#[test]
fn precedence_is_command_line_workbook_policy() {
    use bonus::workbook::read::source::{RawCell, SourceWorkbook};
    let folder = tempfile::tempdir().unwrap();
    let (input, target) = (folder.path().join("in.xlsx"), folder.path().join("r.xlsx"));
    let mut draft = dated("2017", ["85", "86", "85"]);
    draft.row("政策", &["固定份额", "75%"]).row("政策", &["variable_share", "25%"]);
    draft.write(&input);
    let set = ["--set", "variable_share=30%", "-o", text(&target), "--lang", "en"];
    assert!(bonus(&[&["compute", text(&input)], set.as_slice()].concat()).status.success());
    let mut source = SourceWorkbook::open(&target).unwrap();
    let basis = source.sheets().iter().position(|sheet| sheet.name == "Basis").unwrap();
    let mut origins = std::collections::BTreeMap::new();
    let mut note = |row: &bonus::workbook::read::source::SourceRow| {
        let cell = |wanted: u16| row.cells.iter().find(|(at, _)| *at == wanted).map(|(_, cell)| cell);
        if let (Some(RawCell::Number(value)), Some(RawCell::Text(origin)), Some(RawCell::Text(name))) =
            (cell(1), cell(3), cell(4))
        {
            origins.insert(name.clone(), format!("{} {origin}", value.normalize()));
        }
        std::ops::ControlFlow::Continue(())
    };
    source.rows(basis, &mut note).unwrap();
    assert_eq!(origins["fixed_share"], "0.75 workbook 政策!B6");
    assert_eq!(origins["variable_share"], "0.3 command line");
    assert_eq!(origins["tax_divisor"], "1.17 policy");
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/key-account.xlsx");
    let written = |threads: &str| {
        let target = folder.path().join(format!("{threads}.xlsx"));
        let output =
            bonus(&["compute", text(&input), "-o", text(&target), "--threads", threads, "--timings", "--lang", "en"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let told = stderr(&output);
        for step in ["open", "read", "credit", "settle", "check", "write"] {
            assert!(told.lines().any(|line| line.starts_with(step) && line.contains(" a second")), "{step}: {told}");
        }
        std::fs::read(target).unwrap()
    };
    let one = written("1");
    assert!(one == written("2") && one == written("5"), "the bytes depend on the number of threads");
    let output = bonus(&["compute", text(&input), "--threads", "0"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
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
