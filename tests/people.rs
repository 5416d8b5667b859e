//! People come and go: joiners, leavers, a leave without a score, late lines of someone who has left. The files of
//! `fixtures/people` with the figures that were worked out apart from the program; the other figures by hand.

use crate::common;
use std::path::PathBuf;

use bonus::lang::Lang;
use bonus::report::{json, with_workbook};
use bonus::workbook::read::Request;
use common::draft::{Cell, Draft, Page, opened};
use common::live::{differences as differences_of, languages, soffice_is_there, strip};
use serde_json::Value;

/// What the expected figures say and the results do not; numbers as numbers.
fn differences(path: &str, expected: &Value, found: &Value, list: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), _) => {
            for (key, value) in expected {
                differences(&format!("{path}.{key}"), value, &found[key], list);
            }
        }
        (Value::Array(expected), Value::Array(items)) if expected.len() == items.len() => {
            for (at, (value, item)) in expected.iter().zip(items).enumerate() {
                differences(&format!("{path}[{at}]"), value, item, list);
            }
        }
        (Value::String(expected), Value::String(found)) => {
            let number = |text: &str| text.parse::<rust_decimal::Decimal>().ok().map(|number| number.normalize());
            if expected != found && (number(expected).is_none() || number(expected) != number(found)) {
                list.push(format!("{path}: {found}, not {expected}"));
            }
        }
        _ if expected != found => list.push(format!("{path}: {found}, not {expected}")),
        _ => {}
    }
}

fn sample(id: &str) {
    let text = std::fs::read_to_string(common::fixture(&format!("people/{id}-people.json"))).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let path = common::fixture(&format!("people/{id}-people.xlsx"));
    let found = common::results(&path, common::policy(id)).unwrap();
    let mut list = Vec::new();
    differences("managers", &expected["managers"], &found["managers"], &mut list);
    assert_eq!(list, Vec::<String>::new());
}

#[test]
fn key_account() {
    sample("key-account");
}

#[test]
fn major_sales() {
    sample("major-sales");
}

/// The sample with its changes.
fn changed(change: impl FnOnce(&mut Draft)) -> (tempfile::TempDir, PathBuf) {
    let mut draft = opened(&common::fixture("people/key-account-people.xlsx"));
    change(&mut draft);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input.xlsx");
    draft.write(&path);
    (folder, path)
}

fn quarter(json: &Value, manager: usize, quarter: usize, figure: &str) -> String {
    json["managers"][manager]["quarters"][quarter][figure].as_str().unwrap_or("null").to_owned()
}

#[test]
fn a_row_outside_the_employment_is_a_fault_and_none_is_needed_there() {
    let (_folder, path) = changed(|draft| {
        draft.row("任务", &["M002", "Q3", "0", "0", "0"]);
        draft.row("任务", &["M003", "Q2", "0", "0", "0"]);
        draft.row("任务", &["M003", "Q1", "0", "0", "0"]);
        draft.row("KPI评分", &["M005", "Q2", "80", "80", "80"]);
    });
    let found = common::findings(&path, common::policy("key-account"));
    let faults: Vec<String> = found.faults.iter().map(|fault| fault.headline(Lang::En)).collect();
    assert_eq!(
        faults,
        [
            "任务!A15  `M002 Q3`  M002 left on 2017-06-30, and Q3 is after that",
            "任务!A16  `M003 Q2`  M003 joined on 2017-07-03, and Q2 is before that",
            "任务!A17  `M003 Q1`  M003 joined on 2017-07-03, and Q1 is before that",
        ]
    );
    let warned: Vec<&str> = found.warnings.iter().map(|fault| fault.mend.en.as_str()).collect();
    assert!(warned.contains(&"nobody is employed then: delete this row"), "{warned:?}");
}

#[test]
fn a_last_day_before_the_first_is_a_fault() {
    let (_folder, path) = changed(|draft| {
        draft.put("客户经理", "D2", Cell::Date(2017, 3, 1)).put("客户经理", "E2", Cell::Date(2017, 2, 28));
    });
    let faults = common::results(&path, common::policy("key-account")).unwrap_err();
    assert!(faults.starts_with("客户经理!E2  `2017-02-28`  is before the first day, 2017-03-01"), "{faults}");
}

#[test]
fn a_line_without_a_row_speaks_of_leaving() {
    let (_folder, path) = changed(|draft| {
        draft.put("客户经理", "E6", Cell::Blank);
    });
    let found = common::findings(&path, common::policy("key-account"));
    assert_eq!(found.faults.len(), 1);
    assert_eq!(
        found.faults[0].mend.en,
        "add M005 Q2 to the 任务 sheet; if M005 had left by then, add no row but fill in Left on the Managers sheet"
            .replace("任务", "Quotas")
    );
}

/// The refund of a sale that earned nothing takes nothing: M005's Q1 was below base. And no more than was accrued is
/// taken from M002, whose two quarters accrued 6,085.47 each.
#[test]
fn after_leaving_no_more_is_taken_than_was_accrued() {
    let (_folder, path) = changed(|draft| {
        draft.put("回款", "E5", Cell::Number("-250000".into()));
    });
    let json = common::results(&path, common::policy("key-account")).unwrap();
    assert_eq!(quarter(&json, 4, 1, "accrued"), "0.00");
    assert_eq!(quarter(&json, 1, 2, "basis"), "-250000.00");
    assert_eq!(quarter(&json, 1, 2, "accrued"), "-12170.94");
    // And nothing is left of what was accrued: the late 5,000 of Q4 still accrue.
    assert_eq!(quarter(&json, 1, 3, "accrued"), "304.27");
    // 200,000 / 1.17 × 7.12 % are the 12,170.94 to the fen; 0.20 more or less move one fen, and no more is taken.
    for (refund, accrued) in [("-199999.80", "-12170.93"), ("-200000", "-12170.94"), ("-200000.20", "-12170.94")] {
        let (_folder, path) = changed(|draft| {
            draft.put("回款", "E5", Cell::Number(refund.into()));
        });
        let json = common::results(&path, common::policy("key-account")).unwrap();
        assert_eq!(quarter(&json, 1, 2, "accrued"), accrued, "{refund}");
    }
}

#[test]
fn the_factors_without_a_score_are_readings() {
    let path = common::fixture("people/key-account-people.xlsx");
    let run = |name: &str, value: &str| {
        let request = Request { set: vec![(name.to_owned(), value.to_owned())], ..Request::default() };
        common::with_results_of(&path, common::policy("key-account"), &request, |r| json(r, Lang::En)).unwrap()
    };
    // M002 left with 75 (0.8): 0.8 + 0.2 × 0.8.
    assert_eq!(quarter(&run("after_leaving_factor", "last"), 1, 2, "payout_factor"), "0.96");
    assert_eq!(quarter(&run("after_leaving_factor", "one"), 1, 2, "payout_factor"), "1");
    // M004's leave in Q2, after 70 (0.8) in Q1.
    assert_eq!(quarter(&run("exempt_without_score", "one"), 3, 1, "kpi_coefficient"), "1");
    assert_eq!(quarter(&run("exempt_without_score", "last"), 3, 1, "kpi_coefficient"), "0.8");
}

/// M002 leaves on 31 May: 61 of the 91 days of Q2. M003 joins on 2 October: 91 of the 92 days of Q4.
#[test]
fn a_partial_quarter_counts_by_its_days_where_the_policy_says_so() {
    let (_folder, path) = changed(|draft| {
        draft.put("客户经理", "E3", Cell::Date(2017, 5, 31)).put("客户经理", "D4", Cell::Date(2017, 10, 2));
        // M003's row of Q3 and his score of it.
        draft.without_row("任务", 8).without_row("KPI评分", 8);
        draft.page("回款").rows.retain(|row| row[1] != "A006".into());
    });
    let request = Request { set: vec![("partial_quarter".into(), "by-days".into())], ..Request::default() };
    let json = common::with_results_of(&path, common::policy("key-account"), &request, |r| json(r, Lang::En)).unwrap();
    let figures = |manager, number| ["base", "target", "floating_wage"].map(|f| quarter(&json, manager, number, f));
    assert_eq!(figures(1, 0), ["70000.00", "100000.00", "6000.00"]);
    assert_eq!(figures(1, 1), ["46923.08", "67032.97", "4021.98"]);
    assert_eq!(figures(2, 0), ["69239.13", "98913.04", "5934.78"]);
    let as_given = common::results(&path, common::policy("key-account")).unwrap();
    assert_eq!(quarter(&as_given, 1, 1, "base"), "70000.00");
}

/// Q1 100,000 and Q2 45,000 of a base of 70,000 each, then he left: Q2 withholds 6,000, and the year, 145,000, is above
/// its base of 140,000. So the year's end pays them, once; a refund of 6,000 in Q3 takes that away.
#[test]
fn a_withheld_wage_is_paid_at_the_end_of_the_year_to_who_has_left() {
    let book = |paid: bool, refund: bool| {
        let mut draft = opened(&common::fixture("people/key-account-people.xlsx"));
        for sheet in ["客户经理", "任务", "KPI评分"] {
            draft.page(sheet).rows.retain(|row| row[0] == "工号".into() || row[0] == "M002".into());
        }
        draft.page("回款").rows.truncate(1);
        draft.without("贡献");
        draft.row("回款", &["Q1", "A", "产品", "M002", "100000"]).row("回款", &["Q2", "A", "产品", "M002", "45000"]);
        if refund {
            draft.row("回款", &["Q3", "A", "产品", "M002", "-6000"]);
        }
        if paid {
            let mut page = Page::new("已发放", &[&["工号", "季度", "奖金", "浮动工资"]]);
            page.rows.push(["M002", "Q1", "5598.63", "6000"].map(common::draft::auto).into());
            page.rows.push(["M002", "Q2", "0", "0"].map(common::draft::auto).into());
            draft.pages.push(page);
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("input.xlsx");
        draft.write(&path);
        let request = Request { set: vec![("withheld_at_year_end".into(), "paid".into())], ..Request::default() };
        common::with_results_of(&path, common::policy("key-account"), &request, |r| json(r, Lang::En)).unwrap()
    };
    for paid in [false, true] {
        let json = book(paid, false);
        assert_eq!(quarter(&json, 0, 1, "floating_wage_released"), "6000.00");
        let person = &json["managers"][0];
        let true_up: rust_decimal::Decimal = person["year_end"]["true_up"].as_str().unwrap().parse().unwrap();
        let payable: rust_decimal::Decimal = person["payable"].as_str().unwrap().parse().unwrap();
        assert_eq!(payable, true_up + rust_decimal::Decimal::from(6000), "{paid}");
        let refunded = book(paid, true);
        assert_eq!(quarter(&refunded, 0, 1, "floating_wage_released"), "0.00");
    }
}

/// Every formula of the sample's results gives the engine's figure, in both languages.
#[test]
fn formulas_are_live() {
    if !soffice_is_there() {
        return;
    }
    let mut workbooks = Vec::new();
    for id in ["key-account", "major-sales"] {
        let path = common::fixture(&format!("people/{id}-people.xlsx"));
        for lang in languages(workbooks.len()) {
            let name = format!("{id} {lang:?}");
            let stripped = common::with_results(&path, common::policy(id), |results| {
                with_workbook(results, *lang, |report| strip(name, report))
            });
            workbooks.push(stripped.unwrap());
        }
    }
    let wrong = differences_of(&workbooks);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
