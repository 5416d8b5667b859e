//! What the file format grew for these schemes: mistakes in it are told, and what it declares is held.

use bonus::policy::load;

use crate::common::draft::opened;
use crate::common::fixture;
use crate::schemes::desk::Desk;

/// The mistakes of a built-in policy's text with a part of it replaced.
fn mistakes(text: &str, part: &str, by: &str) -> String {
    assert!(text.contains(part), "{part}");
    load("x.toml", &text.replacen(part, by, 1)).map_or_else(|error| error.to_string(), |_| String::new())
}

const CARD: &str = include_str!("../../src/policy/builtin/monthly-card.toml");
const SCORECARD: &str = include_str!("../../src/policy/builtin/account-manager-scorecard.toml");

#[test]
fn a_policy_needs_people_and_an_anchor() {
    assert!(mistakes(CARD, "anchor = true", "").contains("anchor = true"));
    assert!(mistakes(CARD, r#"row = "manager""#, r#"row = "split""#).contains(r#"row = "manager""#));
    assert!(mistakes(SCORECARD, r#"row = "period""#, r#"row = "manager""#).contains("only one sheet of this kind"));
}

#[test]
fn an_export_knows_its_columns() {
    let error = mistakes(SCORECARD, r#"{ name = "adjusted_score", label"#, r#"{ name = "adjusted_scroe", label"#);
    assert!(error.contains("`adjusted_scroe`") && error.contains("x.toml:"), "{error}");
}

#[test]
fn months_have_no_half_years() {
    let half = "[[half]]\nname = \"x\"\nclause = \"MC-2\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"number\"\nformula = \"1\"\n\n[[manager]]";
    assert!(mistakes(CARD, "[[manager]]", half).contains("half-year"));
}

#[test]
fn a_missing_month_matters_only_where_rules_look_back() {
    // Assistants' months stand alone; the service centre's counts add up over them.
    for (id, sheet, may) in [("assistant", "月度业绩", true), ("service-center", "客服部", false)] {
        let mut draft = opened(&fixture(&format!("schemes/{id}-zh.xlsx")));
        draft.without_row(sheet, 3);
        let result = crate::schemes::desk::computed(&draft, crate::common::policy(id));
        match result {
            Ok(_) => assert!(may, "{id}"),
            Err(faults) => assert!(!may && faults.contains("K01 has no row for 02"), "{id}: {faults}"),
        }
    }
}

#[test]
fn people_and_periods_may_be_written_in_many_ways() {
    for month in ["3月", "M03", "03", "三月", "3月份", "month 3"] {
        let lines = vec![vec!["甲", month, "拜访", "100%", "30", "15"]];
        let desk = Desk { lines, ..Desk::new("monthly-card", "") };
        assert_eq!(desk.period(&[])["score"], "50", "{month}");
    }
}
