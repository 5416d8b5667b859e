//! `bonus diff`: what differs, for whom and why. Whatever is changed, and however much at once, the parts of each
//! difference sum to it.

mod edits;
mod facts;
mod recorded;

use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common;
use crate::common::case::{Case, Line};
use crate::common::fixture;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn bonus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("LANG", "C").output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Exit status and JSON; every difference is the sum of its parts.
#[track_caller]
fn diff(arguments: &[&str]) -> (i32, Json) {
    let output = bonus(&[&["diff", "--format", "json", "--lang", "en"], arguments].concat());
    told(&output)
}

/// What a run says, where it says anything.
#[track_caller]
fn told(output: &Output) -> (i32, Json) {
    let json: Result<Json, _> = serde_json::from_slice(&output.stdout);
    let json = json.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    if let Some(managers) = json["managers"].as_array() {
        for figure in managers.iter().flat_map(|manager| manager["figures"].as_array().unwrap()) {
            let number = |json: &Json| json.as_str().map_or(Decimal::ZERO, |text| text.parse().unwrap());
            let difference = number(&figure["b"]) - number(&figure["a"]);
            assert_eq!(difference, number(&figure["difference"]), "{figure:#}");
            let sum: Decimal = figure["parts"].as_array().unwrap().iter().map(|part| number(&part["moved"])).sum();
            assert_eq!(sum, difference, "{figure:#}");
        }
    }
    (output.status.code().unwrap(), json)
}

/// Two cases side by side.
struct Two {
    folder: tempfile::TempDir,
}

impl Two {
    fn new(a: &Case, b: &Case) -> Self {
        let folder = tempfile::tempdir().unwrap();
        a.draft().write(&folder.path().join("a.xlsx"));
        b.draft().write(&folder.path().join("b.xlsx"));
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    #[track_caller]
    fn diff(&self) -> (i32, Json) {
        diff(&[text(&self.path("a.xlsx")), text(&self.path("b.xlsx"))])
    }

    /// The parts of M001's payable, each as `group place cause moved`.
    #[track_caller]
    fn payable(&self) -> Vec<String> {
        let (status, json) = self.diff();
        assert_eq!(status, 4, "{json:#}");
        parts(&json, "M001", "payable", "")
    }
}

/// The parts of a figure.
#[track_caller]
fn parts(json: &Json, id: &str, figure: &str, period: &str) -> Vec<String> {
    let managers = json["managers"].as_array().unwrap();
    let manager = managers.iter().find(|m| m["id"] == id).unwrap_or_else(|| panic!("no {id} in {json:#}"));
    let figures = manager["figures"].as_array().unwrap();
    let found = figures.iter().find(|f| f["figure"] == figure && f["period"] == period);
    let found = found.unwrap_or_else(|| panic!("no {figure} {period} in {manager:#}"));
    let part = |part: &Json| {
        let at = if part["at_b"].is_null() { &part["at_a"] } else { &part["at_b"] };
        let at = match (at["sheet"].as_str(), at["cell"].as_str()) {
            (Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
            _ => "-".to_owned(),
        };
        let field = |name: &str| part[name].as_str().unwrap();
        format!("{} {at} {} {}", field("group"), field("cause"), field("moved"))
    };
    found["parts"].as_array().unwrap().iter().map(part).collect()
}

/// M001 and M002, each with 100,000 collected in both quarters: he meets his target, and 10,000 accrue.
fn base() -> Case {
    let mut case = Case::through(2);
    case.manager("M002", "2级");
    for quarter in [1, 2] {
        case.quota("M002", quarter, "70000", "100000");
        case.collected("M001", quarter, "90000").collected("M002", quarter, "90000");
    }
    case
}

#[test]
fn another_through_quarter_is_a_setting() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("input.xlsx");
    std::fs::copy(fixture("samples/key-account.xlsx"), &input).unwrap();
    let results = |name: &str, through: &str| {
        let path = folder.path().join(name);
        let output =
            bonus(&["compute", text(&input), "--through", through, "--set", "in_target_rate=5%", "-o", text(&path)]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        path
    };
    let (q2, q3) = (results("q2.xlsx", "Q2"), results("q3.xlsx", "Q3"));
    let (status, json) = diff(&[text(&q2), text(&q3)]);
    assert_eq!(status, 4);
    assert_eq!(parts(&json, "M001", "period", "Q3"), ["setting - Through 27800.00"]);
    // Back again, and a setting given on the command line, which the receipt has kept.
    assert_eq!(diff(&[text(&q3), text(&q2)]).0, 4);
    let (status, json) = diff(&[text(&q3), text(&input)]);
    assert_eq!(status, 4);
    let parts = self::parts(&json, "M001", "period", "Q2");
    assert!(parts.iter().any(|part| part.contains("In-target rate")), "{parts:?}");
}

#[test]
fn another_text_of_the_policy_is_a_rule() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("input.xlsx");
    base().draft().write(&input);
    let policy = |name: &str, most: &str| {
        let path = folder.path().join(name);
        let text = format!(
            "format = 1\n[policy]\nid = \"ours\"\nversion = \"{most}\"\nextends = \"key-account@2\"\n\
             title = {{ zh = \"本公司\", en = \"Ours\" }}\nperiod = \"quarter\"\n\
             [[quarter]]\nname = \"bonus\"\nreplaces = true\n\
             formula = 'ROUND(MIN(accrued + flat_accrual, {most}) * payout_factor, 2)'\n"
        );
        std::fs::write(&path, text).unwrap();
        path
    };
    let (one, other) = (policy("one.toml", "5000"), policy("two.toml", "6000"));
    let results = |name: &str, policy: &Path| {
        let path = folder.path().join(name);
        assert!(bonus(&["compute", text(&input), "--policy", text(policy), "-o", text(&path)]).status.success());
        path
    };
    let (a, b) = (results("a.xlsx", &one), results("b.xlsx", &other));
    let (status, json) = diff(&[text(&a), text(&b)]);
    assert_eq!(status, 4);
    assert_eq!(parts(&json, "M001", "payable", ""), ["rule - rule, quarter: Bonus (KA-3.2) 1000.00"]);
    // The same of inputs, by policies given; against the built-in one too.
    let (_, json) = diff(&[text(&input), text(&input), "--policy-a", text(&one), "--policy-b", text(&other)]);
    assert_eq!(parts(&json, "M001", "payable", ""), ["rule - rule, quarter: Bonus (KA-3.2) 1000.00"]);
    let (_, json) = diff(&[text(&a), text(&input)]);
    assert_eq!(parts(&json, "M001", "payable", ""), ["rule - rule, quarter: Bonus (KA-3.2) 4000.00"]);
    // An input names its policy; the file is found among those given, and asked for when none is.
    let mut draft = common::draft::opened(&input);
    let key = "key-account".into();
    *draft.pages[0].rows.iter_mut().flatten().find(|cell| **cell == key).unwrap() = "Ours".into();
    // It has a version of its own.
    draft.pages[0].rows.retain(|row| row[0] != "Policy version".into());
    let named = folder.path().join("named.xlsx");
    draft.write(&named);
    let (status, json) = diff(&[text(&named), text(&input), "--policy", text(&one)]);
    assert_eq!(
        (status, parts(&json, "M001", "payable", "")),
        (4, vec!["rule - rule, quarter: Bonus (KA-3.2) 4000.00".to_owned()])
    );
    let missing = bonus(&["diff", text(&named), text(&input), "--lang", "en"]);
    let said = String::from_utf8_lossy(&missing.stderr).into_owned();
    assert_eq!(missing.status.code(), Some(1));
    assert!(said.contains("given with --policy"), "{said}");
    // A policy that reads another kind of input: told as one, and still summing up.
    let other = fixture("schemes/loan-officers-en.xlsx");
    let (status, json) = diff(&[text(&input), text(&other)]);
    assert_eq!(status, 4);
    assert!(!json["managers"].as_array().unwrap().is_empty());
}

/// Changes parts of a workbook.
fn tamper(path: &Path, change: impl Fn(&str, String) -> String) {
    let mut archive = ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        writer.start_file(&name, SimpleFileOptions::default()).unwrap();
        writer.write_all(change(&name, content).as_bytes()).unwrap();
    }
    std::fs::write(path, writer.finish().unwrap().into_inner()).unwrap();
}

/// More changes of one manager than are told one by one: none is dropped.
#[test]
fn many_changes_of_one_manager_are_grouped() {
    let lines = |amount: u32| {
        let mut case = Case::through(1);
        for number in 0..90 {
            case.line(Line {
                project: format!("P{number}"),
                quarter: "Q1".into(),
                manager: "M001".into(),
                amount: (amount + number).to_string(),
                ..Line::default()
            });
        }
        case
    };
    let two = Two::new(&lines(800), &lines(900));
    let found = two.payable();
    assert!(found.len() > 50 && found.len() <= 62, "{} parts", found.len());
    assert!(found.iter().any(|part| part.contains("further changes on Collections")), "{found:?}");
}
