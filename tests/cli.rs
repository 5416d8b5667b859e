//! The program as its users run it: files, exit statuses, what is printed.

mod answers;
mod mistakes;
mod policies;

use std::path::Path;
use std::process::{Command, Output};

use crate::common;
use crate::common::case::Case;
use crate::common::fixture;

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
