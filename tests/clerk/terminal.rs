//! What the terminal is told: help, errors, a workbook dropped on the program.

use super::Desk;
use assert_cmd::Command;

#[test]
fn a_workbook_dropped_on_the_program_is_computed() {
    let desk = Desk::new().with("key-account");
    desk.bonus(&["in.xlsx"]).ok();
    assert!(desk.path("in-奖金结果.xlsx").is_file());
    // Dropped again: a person is asked, and where there is none nothing is replaced.
    assert_eq!(desk.bonus(&["in.xlsx"]).status, 3);
    assert_eq!(desk.bonus(&["absent.xlsx"]).status, 3);
    let said = desk.bonus(&["chekc", "in.xlsx"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("check"), "{}", said.err);
}

#[test]
fn help_speaks_the_reader_s_language() {
    let desk = Desk::new();
    let of = |locale: &str, arguments: &[&str]| {
        let mut command = Command::cargo_bin("bonus").unwrap();
        command.env("LC_ALL", locale).env("LANG", locale).env_remove("LC_MESSAGES").env_remove("LANGUAGE");
        let output = command.current_dir(desk.0.path()).args(arguments).output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    assert!(of("zh_CN.UTF-8", &["--help"]).contains("用法： bonus [选项] <命令>"));
    assert!(of("zh_CN.UTF-8", &["chekc"]).contains("是否指“check”？"));
    assert!(of("en_US.UTF-8", &["compute", "--help"]).contains("Usage: bonus compute [OPTIONS] <INPUT>"));
    assert!(of("en_US.UTF-8", &["compute", "--help", "--lang", "zh"]).contains("计算奖金"));
    assert!(of("zh_CN.UTF-8", &["compute", "--lang", "en", "--help"]).contains("Examples:"));
}

#[test]
fn completions_and_man_pages() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let said = desk.bonus(&["completions", shell]).ok();
        assert!(said.out.contains("template") && said.out.contains("mark"), "{shell}");
    }
    desk.bonus(&["man", "pages"]).ok();
    for page in ["bonus.1", "bonus-compute.1", "bonus-policy-show.1"] {
        let text = std::fs::read_to_string(desk.path("pages").join(page)).unwrap();
        assert!(text.contains(".TH"), "{page}");
    }
}

#[test]
fn quiet_and_verbose() {
    let desk = Desk::new().with("key-account");
    let said = desk.bonus(&["compute", "in.xlsx", "-o", "a.xlsx", "--quiet"]).ok();
    assert_eq!((said.out.as_str(), said.err.as_str()), ("", ""));
    let said = desk.bonus(&["compute", "in.xlsx", "-o", "b.xlsx", "--verbose", "--lang", "en"]).ok();
    assert!(said.err.contains("policy: key-account") && said.err.contains("5 people"), "{}", said.err);
}

#[test]
fn errors_for_programs_are_json() {
    let desk = Desk::new();
    std::fs::write(desk.path("text.xlsx"), "no workbook").unwrap();
    for (arguments, kind, status) in [(["compute", "absent.xlsx"], "file", 3), (["check", "text.xlsx"], "file", 3)] {
        let said = desk.bonus(&[&arguments[..], &["--format", "json"]].concat());
        assert_eq!(said.status, status);
        let error = &said.json()["error"];
        assert_eq!((error["kind"].as_str(), error["status"].as_i64()), (Some(kind), Some(i64::from(status))));
        assert!(error["message"].as_str().is_some_and(|message| message.contains(arguments[1])), "{error}");
    }
    // A mistake of the command line too, in whatever order it was typed.
    for arguments in [["--format", "json", "--forse"], ["--forse", "--format=json", "--lang=zh"]] {
        let said = desk.bonus(&[&["compute", "a.xlsx"], &arguments[..]].concat());
        assert_eq!((said.status, said.err.as_str()), (2, ""));
        assert!(said.json()["error"]["message"].as_str().is_some_and(|message| message.contains("--forse")));
    }
}

/// Excel and `LibreOffice` put a small file beside what they have open.
#[test]
fn a_workbook_that_is_open_elsewhere_is_told_as_such() {
    let desk = Desk::new().with("key-account");
    let said = desk.bonus(&["compute", "in.xlsx", "-o", "out.xlsx", "--lang", "en"]).ok();
    assert_eq!(said.err, "", "no progress bar, no notes");
    std::fs::write(desk.path("~$in.xlsx"), "").unwrap();
    std::fs::write(desk.path(".~lock.out.xlsx#"), "").unwrap();
    let said = desk.bonus(&["compute", "in.xlsx", "-o", "out.xlsx", "--force"]);
    assert_eq!(said.status, 3, "{}", said.err);
    assert!(said.err.contains("in.xlsx 似乎正在 Excel 或其他程序中打开；尚未保存的改动没有读入"), "{}", said.err);
    assert!(said.err.contains("out.xlsx 似乎正在 Excel 或其他程序中打开；请关闭后重新运行"), "{}", said.err);
    std::fs::remove_file(desk.path(".~lock.out.xlsx#")).unwrap();
    // Programs and those who want quiet are not bothered.
    assert_eq!(desk.bonus(&["compute", "in.xlsx", "--format", "json"]).ok().err, "");
    assert_eq!(desk.bonus(&["compute", "in.xlsx", "-o", "out.xlsx", "--force", "-q"]).ok().err, "");
}
