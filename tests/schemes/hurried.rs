//! What a hurried hand types in the other schemes is told, and nothing is told of what is right.

use bonus::policy::Sheet;

use crate::common::draft::auto;
use crate::schemes::desk::{Desk, computed};
use crate::schemes::{assistants, loans, scorecard};

/// A row of the same person, with the period that it is of: (column's name, value).
type Later<'a> = (&'static str, &'a [(&'static str, &'static str)]);

/// Where a sheet has a column.
fn column_of(sheet: &Sheet, name: &str) -> Option<usize> {
    sheet.columns.iter().position(|column| column.name == name)
}

/// The cells of which a run warns, with some cells of the row changed, and another period's row below.
fn told(desk: &Desk, changes: &[(&str, &str)], later: Option<Later>) -> Vec<String> {
    let mut draft = desk.draft(changes);
    if let Some((period, other)) = later {
        let first = other[0].0;
        let sheet = desk.policy.sheets.iter().find(|sheet| sheet.anchor && column_of(sheet, first).is_some());
        let sheet = sheet.expect("an anchor with the column");
        let page = draft.pages.iter_mut().find(|page| page.name == sheet.label.zh).expect("its page");
        let mut row = page.rows[1].clone();
        row[1] = period.into();
        for (name, value) in other {
            row[column_of(sheet, name).expect("a column")] = auto(value);
        }
        page.rows.push(row);
    }
    let json = computed(&draft, &desk.policy).unwrap_or_else(|faults| panic!("{changes:?}: {faults}"));
    let warnings = json["warnings"].as_array().expect("warnings");
    let cells = warnings.iter().map(|told| format!("{}!{}", told["sheet"], told["cell"]).replace('"', ""));
    cells.collect()
}

/// Nothing is told where `right` is changed, and that cell where `wrong` is.
fn one(desk: &Desk, cell: &str, right: &[(&str, &str)], wrong: &[(&str, &str)]) {
    assert_eq!(told(desk, right, None), <[String; 0]>::default(), "{right:?}");
    assert_eq!(told(desk, wrong, None), [cell], "{wrong:?}");
}

#[test]
fn months_of_service_go_on() {
    let (assistants, officers) = (assistants::desk(), loans::desk());
    for (desk, period, cell, right, wrong) in [
        (&assistants, "4月", "月度业绩!E3", ["15", "16"], ["14", "17", "1"]),
        (&officers, "7月", "月度业绩!C3", ["21", "22"], ["20", "23", "8"]),
    ] {
        let later = |months| told(desk, &[], Some((period, &[("service_months", months)])));
        for months in right {
            assert_eq!(later(months), <[String; 0]>::default(), "{months}");
        }
        for months in wrong {
            assert_eq!(later(months), [cell], "{months}");
        }
    }
}

#[test]
fn loan_officers() {
    let desk = loans::desk();
    for (column, cell) in [("overdue", "月度业绩!H2"), ("mean_overdue", "月度业绩!I2")] {
        one(&desk, cell, &[(column, "0.1")], &[(column, "0.8")]);
    }
    let later =
        |handled: &'static str| told(&desk, &[], Some(("7月", &[("service_months", "21"), ("handled", handled)])));
    assert_eq!(later("45"), <[String; 0]>::default());
    assert_eq!(later("3"), ["月度业绩!F3"], "the month's instead of all");
}

#[test]
fn assistants() {
    let desk = assistants::desk();
    one(&desk, "月度业绩!D2", &[("days", "15")], &[("days", "14.5")]);
    one(&desk, "月度业绩!F2", &[("sales_done", "1000")], &[("sales_done", "9")]);
    one(&desk, "月度业绩!F2", &[("sales_done", "1000000")], &[("sales_target", "10")]);
    one(&desk, "月度业绩!H2", &[("buckets", "0")], &[("machines", "1000"), ("buckets", "120")]);
}

#[test]
fn scorecards() {
    let desk = scorecard::desk();
    one(&desk, "季度考核!C2", &[("plan_completion", "3")], &[("plan_completion", "9.5")]);
    one(&desk, "季度考核!C2", &[("plan_completion", "0")], &[("plan_completion", "0.0095")]);
    let later = |before: &'static str| told(&desk, &[], Some(("二季度", &[("standards_before", before)])));
    assert_eq!(later("0.82"), <[String; 0]>::default());
    assert_eq!(later("0.8"), ["季度考核!E3"]);
}

#[test]
fn monthly_cards() {
    for (actual, is_told) in [("0", false), ("3", false), ("3000", false), ("2.9", true), ("300000", true)] {
        let lines = vec![vec!["P1", "10月", "拜访", "1", "300", actual]];
        let desk = Desk { lines, ..Desk::new("monthly-card", "10月") };
        let expected = if is_told { vec!["考核项目!F2"] } else { vec![] };
        assert_eq!(told(&desk, &[], None), expected, "{actual} of 300");
    }
}

#[test]
fn service_centres() {
    let desk = Desk::new("service-center", "2月");
    one(&desk, "客服部!G2", &[("visits_met", "40"), ("visits_due", "4")], &[("visits_met", "41"), ("visits_due", "4")]);
    one(&desk, "客服部!I2", &[("solving_time", "9"), ("solved", "4")], &[("solving_time", "9")]);
    one(&desk, "客服部!I2", &[("solving_time", "0"), ("solved", "0")], &[("solved", "4")]);
    let satisfied = |count| [("solving_time", "9"), ("solved", "4"), ("satisfied", count), ("complaints", "6")];
    one(&desk, "客服部!K2", &satisfied("4"), &satisfied("5"));
    one(&desk, "客服部!O2", &[("customer_points", "20"), ("customers_asked", "20")], &[("customer_points", "86.3")]);
    let departments = |points| [("department_points", points), ("departments_asked", "8")];
    one(&desk, "客服部!Q2", &departments("8"), &departments("4.5"));
    let callers = |points| [("caller_points", points), ("callers_asked", "8")];
    one(&desk, "呼叫中心!K2", &callers("8"), &callers("4.5"));
    for (done, due, cell) in [("plan_done", "plan_due", "C"), ("spent", "budget", "E")] {
        let cell = format!("呼叫中心!{cell}2");
        one(&desk, &cell, &[(done, "3"), (due, "300")], &[(done, "2.9"), (due, "300")]);
        one(&desk, &cell, &[(done, "3000"), (due, "300")], &[(done, "3000.1"), (due, "300")]);
        one(&desk, &cell, &[(done, "0")], &[(done, "3")]);
    }
    for (done, due, cell) in [("surveys_done", "surveys_due", "G"), ("improved", "improvements_due", "I")] {
        one(&desk, &format!("呼叫中心!{cell}2"), &[(done, "40"), (due, "4")], &[(done, "40"), (due, "3")]);
    }
    let calls = |calls| [("connected", "9"), ("calls", calls)];
    one(&desk, "呼叫中心!N2", &calls("9"), &calls("8"));
    // A year's budget that stands in its first month.
    let mut year = Desk::new("service-center", "1月");
    year.settings = vec![("考核周期", "年")];
    let later =
        |spent| told(&year, &[("budget", "900"), ("spent", "70")], Some(("2月", &[("budget", "0"), ("spent", spent)])));
    assert_eq!(later("80"), <[String; 0]>::default());
    assert_eq!(later("8000000"), ["呼叫中心!E3"]);
}
