//! How people lay out a sheet.

use super::{Desk, quarter, small};
use crate::common;
use crate::common::draft::{Draft, Page};
use crate::common::{findings, policy, results};

fn accrued(draft: &Draft) -> Result<String, String> {
    let desk = Desk::new();
    draft.write(&desk.path("in.xlsx"));
    let document = results(&desk.path("in.xlsx"), policy("key-account"))?;
    Ok(quarter(&document, 0, 0)["collections"].as_str().unwrap().to_owned())
}

#[test]
fn two_rows_of_headings_with_merged_cells_are_understood() {
    let mut draft = small();
    let page = Page::new(
        "KPI评分",
        &[
            &["一季度评分表"],
            &["工号", "季度", "评分"],
            &["", "", "部门经理", "销售管理", "销售总监"],
            &["M001", "Q1", "90", "80", "70"],
        ],
    );
    *draft.page("KPI评分") = page;
    assert_eq!(accrued(&draft).as_deref(), Ok("200000.00"));
}

#[test]
fn a_misspelt_heading_that_may_be_missing_is_no_silence() {
    let mut draft = small();
    draft.put("回款", "E1", "合作伙伴分力").put("回款", "E2", "50000");
    let faults = accrued(&draft).unwrap_err();
    assert!(faults.contains("did you mean `合作伙伴分利 / Partner share`?"), "{faults}");
    let mut draft = small();
    draft.page("回款").rows[1].push("".into());
    draft.page("回款").rows[1].push(common::draft::n(7));
    let desk = Desk::new();
    draft.write(&desk.path("in.xlsx"));
    // Figures under no heading may be those of a column of money that is missing.
    let faults = findings(&desk.path("in.xlsx"), policy("key-account")).faults;
    let of = |fault: &bonus::book::Fault| (fault.place.to_string(), fault.problem.en.clone());
    let expected = "this column has figures and no heading, and `合作伙伴分利 / Partner share` is missing";
    assert_eq!(faults.iter().map(of).collect::<Vec<_>>(), [("回款!F2".to_owned(), expected.to_owned())]);
}

#[test]
fn misspelt_sheets_are_found_again() {
    let mut draft = small();
    draft.page("KPI评分").name = "KPI评份".to_owned();
    let faults = {
        let desk = Desk::new();
        draft.write(&desk.path("in.xlsx"));
        findings(&desk.path("in.xlsx"), policy("key-account")).faults
    };
    assert!(faults.iter().any(|fault| fault.mend.en.contains("if KPI评份 is the one")), "{faults:?}");
    let mut draft = small();
    draft.pages.push(Page::new("项目贡献度", &[&["项目", "客户经理", "贡献度"], &["P1", "M001", "1"]]));
    let desk = Desk::new();
    draft.write(&desk.path("in.xlsx"));
    let warnings = findings(&desk.path("in.xlsx"), policy("key-account")).warnings;
    assert!(warnings.iter().any(|warning| warning.mend.zh.contains("请改名为“贡献”")), "{warnings:?}");
    // Without the settings sheet nobody knows the policy: what was found is listed.
    draft.without("政策");
    draft.write(&desk.path("none.xlsx"));
    let said = desk.bonus(&["compute", "none.xlsx", "--lang", "en"]);
    assert!(said.err.contains("Policy is missing") && said.err.contains("KPI评分"), "{}", said.err);
}

#[test]
fn prepared_rows_without_scores_are_as_good_as_missing() {
    let mut draft = small();
    draft.put("KPI评分", "C3", "");
    assert_eq!(accrued(&draft).as_deref(), Ok("200000.00"));
    draft.put("政策", "B4", "");
    assert_eq!(accrued(&draft).as_deref(), Ok("200000.00"), "the latest with scores is the first");
    draft.put("政策", "B4", "Q2");
    let faults = accrued(&draft).unwrap_err();
    assert!(faults.contains("KPI评分!C3") && faults.contains("M001 for Q2 are blank"), "{faults}");
}

#[test]
fn a_date_s_serial_number_is_told_as_such() {
    let mut draft = small();
    draft.put("回款", "A1", "日期").put("回款", "A2", common::draft::n(42_799));
    let faults = accrued(&draft).unwrap_err();
    assert!(faults.contains("looks like a date's serial number"), "{faults}");
}
