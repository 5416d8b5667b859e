//! `bonus diff`: what differs, for whom and why. Whatever is changed, and however much at once, the parts of each
//! difference sum to it.

use crate::common;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bonus::audit::{AuditedRun, Between, Comparison};
use bonus::report::Results;
use bonus::workbook::read::Request;
use common::case::{Case, Line};
use common::draft::{Cell, auto};
use common::{fixture, policy, with_results, with_results_of};
use proptest::prelude::*;
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

/// A cell that was changed is told, even where nothing that is paid moved.
#[test]
fn a_changed_cell_that_moves_nothing_is_told() {
    let mut other = base();
    // The same coefficient: the score alone is another one.
    other.scores("M001", 1, &["85"]);
    let two = Two::new(&base(), &other);
    let (status, json) = two.diff();
    assert_eq!(status, 4, "{json:#}");
    let changed = json["input"].as_array().unwrap();
    assert!(!changed.is_empty(), "{json:#}");
    for one in changed {
        assert_eq!((&one["moved"], &one["group"]), (&false.into(), &"input".into()), "{one:#}");
        assert!(!one["at_b"].is_null() || !one["at_a"].is_null(), "{one:#}");
    }
    for (lang, words) in [("en", "changed in the input too"), ("zh", "输入中另有改动")] {
        let output = bonus(&["diff", text(&two.path("a.xlsx")), text(&two.path("b.xlsx")), "--lang", lang]);
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(printed.contains(words) && printed.contains("80 → 85"), "{printed}");
    }
}

/// Whatever was changed is told with its cell and with what it was, also where no figure rests on it.
#[test]
fn each_changed_cell_is_told_with_its_cell() {
    let draft = || {
        let mut case = base();
        case.version("2");
        case.table("KPI coefficients", &[&["Score from", "Coefficient"], &["0", "0"], &["80", "1"]]);
        case.adjusted("M001", "Q2", "Bonus", "100");
        let mut draft = case.draft();
        let people = draft.pages.iter_mut().find(|page| page.name == "Managers").unwrap();
        for (row, name) in people.rows.iter_mut().zip(["Name", "Anna", "Bea"]) {
            row.push(name.into());
        }
        let lines = draft.pages.iter_mut().find(|page| page.name == "Collections").unwrap();
        let documents = (1..).map(|number| Cell::from(format!("SK-{number}")));
        for (row, number) in lines.rows.iter_mut().zip(std::iter::once("Document".into()).chain(documents)) {
            row.push(number);
        }
        draft
    };
    let folder = tempfile::tempdir().unwrap();
    let [a, b] = ["a.xlsx", "b.xlsx"].map(|name| folder.path().join(name));
    draft().write(&a);
    let date = Cell::Date(2017, 1, 5);
    for (page, column, cell, place, from, to) in [
        ("Managers", 2, "Ann".into(), "Managers!C2", "Anna", "Ann"),
        ("KPI coefficients", 1, auto("0.1"), "KPI coefficients!B2", "0 0", "0 0.1"),
        ("Collections", 0, date, "Collections!A2", "", "2017-01-05"),
        ("Collections", 11, "SK-9".into(), "Collections!L2", "SK-1", "SK-9"),
        ("Adjustments", 4, "as agreed".into(), "Adjustments!E2", "reason 1", "as agreed"),
    ] {
        let mut changed = draft();
        let sheet = changed.pages.iter_mut().find(|sheet| sheet.name == page).unwrap();
        sheet.rows[1][column] = cell;
        changed.write(&b);
        let (status, json) = diff(&[text(&a), text(&b)]);
        assert_eq!(status, 4, "{page}: {json:#}");
        let told = json["input"].as_array().unwrap();
        assert_eq!((told.len(), &told[0]["moved"]), (1, &false.into()), "{page}: {json:#}");
        let at = &told[0]["at_b"];
        assert_eq!(format!("{}!{}", at["sheet"].as_str().unwrap(), at["cell"].as_str().unwrap()), place, "{json:#}");
        assert_eq!((told[0]["from"].as_str(), told[0]["to"].as_str()), (Some(from), Some(to)), "{json:#}");
    }
}

#[test]
fn the_same_facts_in_another_order_do_not_differ() {
    let mut other = Case::through(2);
    other.manager("M002", "2级");
    for quarter in [2, 1] {
        other.quota("M002", quarter, "70000", "100000");
        other.collected("M002", quarter, "90000").collected("M001", quarter, "90000");
    }
    let two = Two::new(&base(), &other);
    let (status, json) = two.diff();
    assert_eq!((status, json["managers"].as_array().unwrap().len()), (0, 0), "{json:#}");
    let printed = bonus(&["diff", text(&two.path("a.xlsx")), text(&two.path("b.xlsx")), "--lang", "en"]);
    assert!(String::from_utf8(printed.stdout).unwrap().contains("no figure differs"));
}

#[test]
fn a_changed_line() {
    let mut b = Case::through(2);
    b.manager("M002", "2级");
    for quarter in [1, 2] {
        b.quota("M002", quarter, "70000", "100000");
        let amount = if quarter == 2 { "95000" } else { "90000" };
        b.collected("M001", quarter, amount).collected("M002", quarter, "90000");
    }
    let two = Two::new(&base(), &b);
    assert_eq!(two.payable(), ["input Collections!F4 Q2 P1 Amount 500.00"]);
    let (_, json) = two.diff();
    assert_eq!(json["managers"].as_array().unwrap().len(), 1, "only M001 is told: {json:#}");
    assert_eq!(parts(&json, "M001", "period", "Q2"), ["input Collections!F4 Q2 P1 Amount 500.00"]);
    let changed = json["managers"][0]["changed"].as_array().unwrap();
    let accrued = changed.iter().find(|c| c["name"] == "accrued" && c["of"] == "Q2").unwrap();
    assert_eq!((accrued["a"].as_str(), accrued["b"].as_str()), (Some("9,000.00"), Some("9,500.00")));
}

#[test]
fn lines_that_come_and_go() {
    let mut b = base();
    b.line(Line {
        project: "P9".into(),
        quarter: "Q2".into(),
        manager: "M001".into(),
        amount: "4000".into(),
        ..Line::default()
    });
    assert_eq!(Two::new(&base(), &b).payable(), ["input Collections!F6 line added, Q2 P9 Amount 400.00"]);
    assert_eq!(Two::new(&b, &base()).payable(), ["input Collections!F6 line removed, Q2 P9 Amount -400.00"]);
}

#[test]
fn a_quota_a_score_and_a_setting() {
    let mut quota = base();
    quota.quota("M001", 2, "70000", "80000");
    assert_eq!(Two::new(&base(), &quota).payable(), ["input Quotas!D5 Q2 Target -1000.00"]);
    let mut score = base();
    score.scores("M001", 2, &["95"]);
    let found = Two::new(&base(), &score).payable();
    assert_eq!(found, ["input KPI scores!F5 Q2 Score 360.00"]);
    let mut setting = base();
    setting.set("in_target_rate", "0.234");
    assert_eq!(Two::new(&base(), &setting).payable(), ["setting Policy!B5 In-target rate 9000.00"]);
    let mut table = base();
    table.table("KPI coefficients", &[&["Score from", "Coefficient"], &["0", "0"], &["80", "1.5"]]);
    assert_eq!(Two::new(&base(), &table).payable(), ["setting KPI coefficients!A3 KPI coefficients 900.00"]);
}

#[test]
fn several_at_once_are_told_apart() {
    let mut b = base();
    b.set("in_target_rate", "0.234").quota("M001", 2, "70000", "80000").scores("M001", 2, &["95"]);
    b.collected("M001", 2, "-5000").collected("M002", 1, "1000");
    let two = Two::new(&base(), &b);
    let found = two.payable();
    let groups: Vec<_> = found.iter().map(|part| part.split(' ').next().unwrap()).collect();
    assert_eq!(groups, ["setting", "input", "input"], "{found:?}");
    assert!(found[1].starts_with("input Quotas!") && found[2].starts_with("input KPI scores!"), "{found:?}");
    // The refund takes nothing: above the target it only carries less.
    let (_, json) = two.diff();
    assert_eq!(parts(&json, "M002", "period", "Q1").len(), 2, "{json:#}");
}

#[test]
fn shares_move_what_each_of_them_gets() {
    let shared = |one: &str, other: &str| {
        let mut case = base();
        case.line(Line { project: "P7".into(), quarter: "Q2".into(), amount: "10000".into(), ..Line::default() });
        case.share("P7", "M001", one).share("P7", "M002", other);
        case
    };
    let two = Two::new(&shared("0.5", "0.5"), &shared("0.3", "0.7"));
    assert_eq!(two.payable(), ["input Splits!C2 shares of project P7 -200.00"]);
    let (_, json) = two.diff();
    assert_eq!(parts(&json, "M002", "payable", ""), ["input Splits!C2 shares of project P7 200.00"]);
}

#[test]
fn an_adjustment_by_hand() {
    let write = |folder: &Path, name: &str, amount: Option<&str>| {
        let mut draft = base().draft();
        let heading = ["ID", "Quarter", "Figure", "Amount", "Reason", "Approver"];
        if let Some(amount) = amount {
            let row = ["M001", "Q2", "Bonus", amount, "agreed", "Director"];
            draft.pages.push(common::draft::Page::new("Adjustments", &[&heading, &row]));
        }
        let path = folder.join(name);
        draft.write(&path);
        path
    };
    let folder = tempfile::tempdir().unwrap();
    let [none, one, two] = [("none.xlsx", None), ("one.xlsx", Some("100")), ("two.xlsx", Some("250.5"))]
        .map(|(name, amount)| write(folder.path(), name, amount));
    let payable = |a: &Path, b: &Path| parts(&diff(&[text(a), text(b)]).1, "M001", "payable", "");
    assert_eq!(payable(&none, &one), ["input Adjustments!D2 adjustment added, Q2 Bonus 100.00"]);
    assert_eq!(payable(&one, &two), ["input Adjustments!D2 adjustment, Q2 Bonus 150.50"]);
    assert_eq!(payable(&two, &none), ["input Adjustments!D2 adjustment removed, Q2 Bonus -250.50"]);
}

#[test]
fn managers_on_one_side_only() {
    let mut b = base();
    b.manager("M003", "1级");
    b.quota("M003", 2, "70000", "100000").collected("M003", 2, "80000");
    let (status, json) = Two::new(&base(), &b).diff();
    assert_eq!(status, 4);
    let manager = &json["managers"][0];
    assert_eq!((&manager["id"], &manager["in"]), (&"M003".into(), &"b".into()));
    assert_eq!(parts(&json, "M003", "payable", "").len(), 1, "{json:#}");
    let (_, json) = Two::new(&b, &base()).diff();
    assert_eq!(json["managers"][0]["in"], "a");
    assert_eq!(json["managers"][0]["figures"][0]["b"], Json::Null);
}

#[test]
fn the_only_one_who_changes_leaves_while_others_share_a_project() {
    let mut b = base();
    b.share("P9", "M001", "50%").share("P9", "M002", "50%");
    b.line(Line { project: "P9".to_owned(), quarter: "Q2".to_owned(), amount: "1000".to_owned(), ..Line::default() });
    let mut a = b.clone();
    a.manager("M003", "1级").quota("M003", 2, "70000", "100000").collected("M003", 2, "80000");
    let (status, json) = Two::new(&a, &b).diff();
    let managers = json["managers"].as_array().unwrap();
    assert_eq!((status, managers.len(), &managers[0]["id"]), (4, 1, &"M003".into()), "{json:#}");
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

#[test]
fn recorded_figures_that_are_not_the_computed_ones() {
    let two = Two::new(&base(), &base());
    let results = two.path("results.xlsx");
    assert!(bonus(&["compute", text(&two.path("a.xlsx")), "-o", text(&results), "--lang", "en"]).status.success());
    let (status, _) = diff(&[text(&results), text(&two.path("b.xlsx"))]);
    assert_eq!(status, 0);
    // M001's payable, on the summary.
    tamper(&results, |name, content| {
        if name != "xl/worksheets/sheet1.xml" {
            return content;
        }
        let cell = content.find("<c r=\"C11\"").expect("the payable");
        let start = cell + content[cell..].find("<v>").unwrap() + 3;
        let end = start + content[start..].find("</v>").unwrap();
        let payable: Decimal = content[start..end].parse().unwrap();
        format!("{}{}{}", &content[..start], payable + Decimal::ONE, &content[end..])
    });
    let (status, json) = diff(&[text(&results), text(&two.path("b.xlsx"))]);
    assert_eq!(status, 4, "{json:#}");
    let expected = "A: recorded figures against recomputed ones";
    assert_eq!(parts(&json, "M001", "payable", ""), [format!("results - {expected} -1.00")]);
    // The same from another version of the program.
    let this = format!("bonus {}", env!("CARGO_PKG_VERSION"));
    tamper(
        &results,
        |name, content| {
            if name.starts_with("xl/worksheets/") { content.replace(&this, "bonus 0.0.1") } else { content }
        },
    );
    let (_, json) = diff(&[text(&results), text(&two.path("b.xlsx"))]);
    assert_eq!(parts(&json, "M001", "payable", ""), [format!("program - {expected} -1.00")]);
    // As B it stands last.
    let (_, json) = diff(&[text(&two.path("b.xlsx")), text(&results)]);
    assert_eq!(parts(&json, "M001", "payable", ""), ["program - B: recorded figures against recomputed ones 1.00"]);
}

#[test]
fn results_whose_input_is_gone_or_edited_say_so() {
    let mut other = base();
    other.collected("M001", 2, "5");
    let two = Two::new(&base(), &other);
    let results = two.path("results.xlsx");
    assert!(bonus(&["compute", text(&two.path("a.xlsx")), "-o", text(&results), "--lang", "en"]).status.success());
    let told = || {
        let output = bonus(&["diff", text(&results), text(&two.path("b.xlsx")), "--lang", "en"]);
        assert_eq!(output.status.code(), Some(3));
        String::from_utf8(output.stderr).unwrap()
    };
    std::fs::copy(two.path("b.xlsx"), two.path("a.xlsx")).unwrap();
    assert!(told().contains("its input a.xlsx was edited since"), "{}", told());
    std::fs::remove_file(two.path("a.xlsx")).unwrap();
    assert!(told().contains("the input is not found"), "{}", told());
    assert_eq!(bonus(&["diff", "nowhere.xlsx", text(&results)]).status.code(), Some(3));
}

#[test]
fn the_side_with_faults_is_named() {
    let mut other = base();
    other.collected("M009", 2, "5");
    let two = Two::new(&base(), &other);
    let (a, b) = (two.path("a.xlsx"), two.path("b.xlsx"));
    let output = bonus(&["diff", text(&a), text(&b), "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with(text(&b)));
    let (status, json) = diff(&[text(&a), text(&b)]);
    assert_eq!((status, json["file"].as_str()), (1, b.to_str()), "{json:#}");
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

/// Where people are many, those who have nothing to do with each other are settled some at a time.
#[test]
fn some_people_at_a_time_come_to_what_all_come_to() {
    let policies = ["key-account", "department-sales", "major-sales"].map(|id| [policy(id); 2]);
    let versions = ["department-sales@1", "department-sales@2"].map(policy);
    for policies in policies.into_iter().chain([versions]) {
        let id = &policies[0].id;
        let path = fixture(&format!("samples/{id}.xlsx"));
        let earlier = Request { through: Some("Q2".to_owned()), ..Request::default() };
        let look = |a: &Results<'_>, b: &Results<'_>| {
            let [a, b] =
                [a, b].map(|side| AuditedRun { policy: side.policy, book: side.book, settlement: side.settlement });
            let input = if std::ptr::eq(a.policy, b.policy) { a.book } else { b.book };
            let compared = |at_a_time: usize| {
                let between =
                    Between { recorded_a: None, recorded_b: None, a_by_b: Ok(input), b_wide: None, at_a_time };
                let comparison = Comparison::of(&a, &b, &between);
                (
                    comparison.different,
                    format!("{:?} {:?}", comparison.people().collect::<Vec<_>>(), comparison.changed),
                )
            };
            let all = compared(usize::MAX);
            assert!(all.0 > 0, "{id}");
            for few in [1, 2] {
                assert_eq!(compared(few), all, "{id}");
            }
        };
        let [of_a, of_b] = policies;
        let by_b = if std::ptr::eq(of_a, of_b) { earlier } else { Request::default() };
        with_results(&path, of_a, |a| with_results_of(&path, of_b, &by_b, |b| look(a, b)).unwrap()).unwrap();
    }
}

/// Each built-in policy: some number of an input is changed, and the difference has its parts.
#[test]
fn every_policy() {
    for id in bonus::policy::built_in_ids() {
        let inputs = [format!("samples/{id}.xlsx"), format!("schemes/{id}-en.xlsx")];
        let input = inputs.iter().map(|name| fixture(name)).find(|path| path.exists()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("other.xlsx");
        let mut found = 0;
        let numbers = raise(&input, &other, usize::MAX);
        for number in 0..numbers.min(200) {
            raise(&input, &other, number);
            let output = bonus(&["diff", text(&input), text(&other), "--format", "json"]);
            if output.status.code() == Some(4) {
                let (_, json) = told(&output);
                let managers = json["managers"].as_array().unwrap();
                let parts = managers.iter().flat_map(|m| m["figures"].as_array().unwrap());
                found += usize::from(parts.flat_map(|f| f["parts"].as_array().unwrap()).next().is_some());
            }
            if found == common::some(3, 1) {
                break;
            }
        }
        assert!(found > 0, "{id}: no number moved a figure");
    }
}

/// Makes the `wanted`th number of the sheets after the first larger by one; gives how many numbers were seen up to there.
fn raise(input: &Path, output: &Path, wanted: usize) -> usize {
    std::fs::copy(input, output).unwrap();
    let seen = std::cell::Cell::new(0);
    tamper(output, |name, content| {
        if !name.starts_with("xl/worksheets/sheet") || name.ends_with("sheet1.xml") {
            return content;
        }
        let mut at = 0;
        while let Some(start) = content[at..].find("<v>").map(|start| at + start + 3) {
            let end = start + content[start..].find("</v>").unwrap();
            let tag = &content[content[..start].rfind("<c ").unwrap()..start];
            let number: Option<Decimal> = content[start..end].parse().ok();
            if let (false, Some(number)) = (tag.contains("t=\"s\"") || tag.contains("t=\"b\""), number)
                && seen.replace(seen.get() + 1) == wanted
            {
                return format!("{}{}{}", &content[..start], number + Decimal::ONE, &content[end..]);
            }
            at = end;
        }
        content
    });
    seen.get()
}

/// An edit of a case.
#[derive(Clone, Debug)]
enum Edit {
    Collect(usize, u8, i32, u8),
    Quota(usize, u8, u32, u32),
    Score(usize, u8, u8),
    Setting(u8),
    Manager(usize),
    Share(u8, u8),
    Through(u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (0..3_usize, 1..=4_u8, -30_000..120_000_i32, 0..3_u8).prop_map(|(m, q, a, p)| Edit::Collect(m, q, a, p)),
        2 => (0..3_usize, 1..=4_u8, 0..90_000_u32, 0..60_000_u32).prop_map(|(m, q, b, t)| Edit::Quota(m, q, b, t)),
        2 => (0..3_usize, 1..=4_u8, 0..=100_u8).prop_map(|(m, q, s)| Edit::Score(m, q, s)),
        1 => (1..40_u8).prop_map(Edit::Setting),
        1 => (3..5_usize).prop_map(Edit::Manager),
        1 => (0..3_u8, 1..100_u8).prop_map(|(p, s)| Edit::Share(p, s)),
        1 => (2..=4_u8).prop_map(Edit::Through),
    ]
}

/// A case with these edits made to it, in their order.
fn edited(edits: &[Edit]) -> Case {
    let through = edits.iter().rev().find_map(|edit| if let Edit::Through(q) = edit { Some(*q) } else { None });
    let mut case = Case::empty(through.unwrap_or(4));
    let id = |number: usize| format!("M00{}", number + 1);
    for number in 0..3 {
        case.manager(&id(number), "2级");
        for quarter in 1..=4 {
            case.quota(&id(number), quarter, "70000", "100000");
        }
    }
    let mut shares = [(0_u8, 0_u8); 3];
    for edit in edits {
        match edit {
            Edit::Collect(manager, quarter, amount, project) => {
                case.line(Line {
                    project: format!("P{project}"),
                    quarter: format!("Q{quarter}"),
                    manager: id(*manager),
                    amount: amount.to_string(),
                    ..Line::default()
                });
            }
            Edit::Quota(manager, quarter, base, more) => {
                case.quota(&id(*manager), *quarter, &base.to_string(), &(base + more).to_string());
            }
            Edit::Score(manager, quarter, score) => {
                case.scores(&id(*manager), *quarter, &[&score.to_string()]);
            }
            Edit::Setting(rate) => {
                case.set("in_target_rate", &format!("0.{rate:02}"));
            }
            Edit::Manager(number) => {
                let id = id(*number);
                if case.clone().draft().pages.iter().all(|page| !format!("{page:?}").contains(&id)) {
                    case.manager(&id, "1级").quota(&id, 2, "50000", "60000").collected(&id, 2, "55000");
                }
            }
            Edit::Share(project, share) => shares[usize::from(*project)] = (*share, 100 - share),
            Edit::Through(_) => {}
        }
    }
    for (project, (one, other)) in shares.into_iter().enumerate() {
        if one > 0 {
            let project = format!("S{project}");
            case.line(Line {
                project: project.clone(),
                quarter: "Q2".into(),
                amount: "33333.33".into(),
                ..Line::default()
            });
            case.share(&project, "M001", &format!("0.{one:02}")).share(&project, "M002", &format!("0.{other:02}"));
        }
    }
    case
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Random edits on both sides: parts always sum to the difference (see `diff`), and the way back has the
    /// opposite differences.
    #[test]
    fn parts_sum_up_whatever_was_edited(
        common in prop::collection::vec(edit(), 2..8),
        only_a in prop::collection::vec(edit(), 0..6),
        only_b in prop::collection::vec(edit(), 0..6),
    ) {
        let (a, b) = (edited(&[&common[..], &only_a].concat()), edited(&[&common[..], &only_b].concat()));
        let two = Two::new(&a, &b);
        let (status, json) = two.diff();
        prop_assert!(status == 0 || status == 4, "{json:#}");
        let back = diff(&[text(&two.path("b.xlsx")), text(&two.path("a.xlsx"))]).1;
        let totals = |json: &Json| {
            let managers = json["managers"].as_array().unwrap().iter();
            let figures = managers.flat_map(|m| m["figures"].as_array().unwrap().iter().map(|f| {
                let difference: Decimal = f["difference"].as_str().unwrap().parse().unwrap();
                (m["id"].to_string() + &f["figure"].to_string() + &f["period"].to_string(), difference)
            }));
            figures.filter(|(_, difference)| !difference.is_zero()).collect::<std::collections::BTreeMap<_, _>>()
        };
        let negated: std::collections::BTreeMap<_, _> = totals(&back).into_iter().map(|(key, number)| (key, -number)).collect();
        prop_assert_eq!(totals(&json), negated);
        // Nothing is left over that no cause explains.
        prop_assert!(!json.to_string().contains("the rest of the input's changes"), "{json:#}");
    }
}
