//! What a scheme's template tells the clerk is true of that scheme, not of another.

use crate::common::draft::{Cell, Draft, opened};
use crate::schemes::desk::Desk;

/// The template of a scheme, as the program writes it.
fn template(id: &str, lang: &str) -> Draft {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("template.xlsx");
    let mut bonus = assert_cmd::Command::cargo_bin("bonus").unwrap();
    bonus.args(["template", "--policy", id, "--lang", lang, "-o"]).arg(&path).assert().success();
    opened(&path)
}

/// A cell's text, from the sheet's row and column as a clerk counts them.
fn text(draft: &mut Draft, sheet: &str, row: usize, column: usize) -> String {
    match draft.page(sheet).rows[row - 1].get(column - 1) {
        Some(Cell::Text(text)) => text.clone(),
        Some(Cell::Number(number)) => number.clone(),
        _ => String::new(),
    }
}

#[test]
fn a_period_that_is_not_assessed_has_no_row_unless_rules_look_back() {
    for (id, lang, sheet, purpose) in [
        ("assistant", "zh", "月度业绩", "每人每月一行。不考核的一期不写行"),
        ("assistant", "en", "Monthly work", "one row a person and month. a period that is not assessed has no row"),
        ("account-manager-scorecard", "zh", "季度考核", "每人每季度一行。不考核的一期不写行"),
        ("service-center", "zh", "客服部", "每人每月一行。休假写 0；各期不得间断。可不填"),
        ("monthly-card", "zh", "考核项目", "每笔一行"),
        ("loan-officers", "en", "Referrals", "one row a line. may stay empty"),
    ] {
        assert_eq!(text(&mut template(id, lang), sheet, 2, 1), purpose, "{id}");
    }
    // A row of zeros would be assessed there, or is a fault.
    let assistant = crate::schemes::assistants::desk();
    assert!(assistant.faults(&[("sales_done", "0"), ("sales_target", "0")]).contains("月度业绩!G2"));
}

#[test]
fn what_a_line_must_have_is_marked() {
    for (id, sheet, cells) in [("monthly-card", "考核项目", [1, 2]), ("loan-officers", "推荐贷款", [1, 2])] {
        let mut template = template(id, "zh");
        for column in cells {
            assert_eq!(text(&mut template, sheet, 4, column), "必填", "{id}, column {column}");
        }
    }
    // Where a project may be divided a line names nobody, and of a date and a period either will do.
    let mut commission = template("key-account", "zh");
    for heading in ["客户经理", "日期", "季度"] {
        let page = commission.page("回款");
        let column = page.rows[4].iter().position(|cell| *cell == heading.into()).unwrap();
        assert!(text(&mut commission, "回款", 4, column + 1).ends_with("可空"), "{heading}");
    }
    // And it is so.
    let card = |line: [&'static str; 6]| Desk { lines: vec![line.into()], ..Desk::new("monthly-card", "") };
    for (line, cell) in
        [(["", "3月", "拜访", "1", "30", "5"], "考核项目!A2"), (["P1", "", "拜访", "1", "30", "5"], "考核项目!B2")]
    {
        assert!(card(line).faults(&[]).contains(cell), "{}", card(line).faults(&[]));
    }
    let undated = Desk { lines: vec![vec!["", "P1", "50000"]], ..crate::schemes::loans::desk() };
    assert!(undated.faults(&[]).contains("推荐贷款!A2"), "{}", undated.faults(&[]));
}

#[test]
fn a_blank_through_period_is_the_latest_of_the_sheets_that_decide_it() {
    for (id, lang, sheet, default) in [
        ("assistant", "zh", "政策", "月度业绩的最后一期"),
        ("service-center", "zh", "政策", "客服部、呼叫中心的最后一期"),
        ("monthly-card", "en", "Policy", "the latest of Items"),
        ("key-account", "en", "Policy", "the latest of KPI scores"),
    ] {
        assert_eq!(text(&mut template(id, lang), sheet, 8, 3), default, "{id}");
    }
}

#[test]
fn only_money_is_said_to_be_paid() {
    for (id, paid) in [
        ("assistant", true),
        ("loan-officers", true),
        ("account-manager-scorecard", false),
        ("monthly-card", false),
        ("service-center", false),
    ] {
        let purpose = text(&mut template(id, "zh"), "手工调整", 2, 1);
        assert_eq!(purpose.contains("金额计入应付"), paid, "{id}: {purpose}");
        assert!(purpose.contains("写明原因和批准人") && purpose.contains("不进入后续计算"), "{id}: {purpose}");
    }
}

#[test]
fn a_table_that_the_policy_has_is_its_own_example() {
    for (lang, sheet, table, rows) in [
        ("zh", "示例", "等级", [["助理", "1800"], ["初级", "2200"]]),
        ("en", "Examples", "Referral rewards", [["0", "0"], ["10000", "30"]]),
    ] {
        let mut template = template("loan-officers", lang);
        let page = template.page(sheet);
        let heading = page.rows.iter().position(|row| row.first() == Some(&table.into())).unwrap();
        for (number, row) in (heading + 4..).zip(rows) {
            for (column, expected) in (1..).zip(row) {
                assert_eq!(text(&mut template, sheet, number, column), expected, "{table}, row {number}");
            }
        }
    }
}
