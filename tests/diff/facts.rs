//! What differs in the facts, one cell or several, and the parts that each difference falls into.

use std::path::Path;

use super::{Two, base, bonus, diff, parts, text};
use crate::common;
use crate::common::case::{Case, Line};
use crate::common::draft::{Cell, auto};
use serde_json::Value as Json;

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
