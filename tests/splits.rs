//! Shares by category and by quarter: which group divides a line, what a refund is divided by, where the fen go.

use crate::common;
use bonus::policy::{Policy, load};
use common::draft::{Cell, Draft, Page};
use serde_json::Value;

/// The key-account policy with both columns and ties by number.
fn policy() -> Policy {
    let text = r#"
format = 1

[policy]
id = "shares"
version = "1"
extends = "key-account"
title = { zh = "按类别和季度分配", en = "Shares by category and quarter" }

[[sheet]]
name = "splits"
replaces = true
ids_by_number = true
columns = [
  { name = "category", after = "project", label = { zh = "类别", en = "Category" }, role = "match", table = "categories" },
  { name = "quarter", after = "category", label = { zh = "季度", en = "Quarter" }, role = "period", optional = true },
]
"#;
    load("shares.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

/// Managers `ids`, each with Q1 to Q3 and score 80; lines (quarter, project, category, manager, amount) and shares
/// (project, category, quarter, manager, share).
fn book(ids: &[&str], lines: &[[&str; 5]], shares: &[[&str; 5]]) -> Draft {
    let mut draft = Draft {
        pages: vec![
            Page::new(
                "Policy",
                &[
                    &["Key", "Value"],
                    &["Policy", "key-account"],
                    &["Year", "2017"],
                    &["Through", "Q3"],
                    &["in_target_rate", "0.117"],
                ],
            ),
            Page::new("Tiers", &[&["From", "Rate"], &["1", "0.234"]]),
            Page::new("KPI coefficients", &[&["Score from", "Coefficient"], &["0", "1"]]),
            Page::new("Grades", &[&["Grade", "Monthly wage", "Monthly floating wage"], &["A", "3000", "1000"]]),
            Page::new("Managers", &[&["ID", "Grade"]]),
            Page::new("Quotas", &[&["ID", "Quarter", "Base", "Target"]]),
            Page::new("KPI scores", &[&["ID", "Quarter", "Score"]]),
            Page::new("Collections", &[&["Quarter", "Project", "Category", "Manager", "Amount"]]),
            Page::new("Splits", &[&["Project", "Category", "Quarter", "Manager", "Share"]]),
        ],
    };
    let text = |text: &str| Cell::Text(text.to_owned());
    for id in ids {
        draft.page("Managers").rows.push(vec![text(id), text("A")]);
        for quarter in ["Q1", "Q2", "Q3"] {
            let row = |cells: &[&str]| cells.iter().map(|cell| common::draft::auto(cell)).collect::<Vec<_>>();
            draft.page("Quotas").rows.push([vec![text(id)], row(&[quarter, "10", "10"])].concat());
            draft.page("KPI scores").rows.push([vec![text(id)], row(&[quarter, "80"])].concat());
        }
    }
    for [quarter, project, category, manager, amount] in lines {
        draft.row("Collections", &[quarter, project, category, manager, amount]);
    }
    for [project, category, quarter, manager, share] in shares {
        let cells =
            [project, category, quarter, manager].map(|cell| if cell.is_empty() { Cell::Blank } else { text(cell) });
        let share = [common::draft::auto(share)];
        draft.page("Splits").rows.push([cells.as_slice(), share.as_slice()].concat());
    }
    draft
}

fn run(draft: &Draft) -> Result<Value, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input.xlsx");
    draft.write(&path);
    common::results(&path, &policy())
}

/// What each manager collected in Q1, Q2 and Q3.
fn collected(json: &Value) -> Vec<Vec<String>> {
    let of = |person: &Value| {
        let quarters = person["quarters"].as_array().unwrap().iter();
        quarters.map(|quarter| quarter["collections"].as_str().unwrap().to_owned()).collect()
    };
    json["managers"].as_array().unwrap().iter().map(of).collect()
}

const SHARES: [[&str; 5]; 5] = [
    ["P", "", "", "M1", "70%"],
    ["P", "", "", "M2", "30%"],
    ["P", "", "Q3", "M1", "50%"],
    ["P", "", "Q3", "M2", "50%"],
    ["P", "implementation", "Q2", "M2", "1"],
];

#[test]
fn the_group_of_the_category_wins_then_the_latest_and_a_refund_goes_by_its_own_quarter() {
    let lines = [
        ["Q1", "P", "product", "", "100"],
        // Before the category's group is in force the others hold for it too.
        ["Q1", "P", "implementation", "", "10"],
        ["Q2", "P", "implementation", "", "1000"],
        ["Q3", "P", "implementation", "", "2000"],
        // A blank category is product.
        ["Q3", "P", "", "", "-100"],
    ];
    let json = run(&book(&["M1", "M2"], &lines, &SHARES)).unwrap();
    assert_eq!(collected(&json), [["77.00", "0.00", "-50.00"], ["33.00", "1000.00", "1950.00"]]);
}

#[test]
fn where_no_group_applies_the_line_names_its_manager_and_names_none_where_one_does() {
    let shares = [["P", "product", "Q2", "M1", "1"]];
    let lines =
        [["Q1", "P", "product", "M2", "100"], ["Q2", "P", "implementation", "M2", "10"], ["Q2", "P", "", "", "1"]];
    let json = run(&book(&["M1", "M2"], &lines, &shares)).unwrap();
    assert_eq!(collected(&json), [["0.00", "1.00", "0.00"], ["100.00", "10.00", "0.00"]]);
    let lines = [["Q1", "P", "product", "", "100"], ["Q2", "P", "product", "M2", "10"]];
    let faults = run(&book(&["M1", "M2"], &lines, &shares)).unwrap_err();
    assert_eq!(
        faults,
        "Collections!D2  there is no manager, and none of project P's shares is of this line's category and period\n\
         Collections!D3  `M2`  project P has shares, so the manager must be blank"
    );
}

#[test]
fn each_group_sums_to_one_by_itself() {
    let shares = [["P", "", "", "M1", "1"], ["P", "", "Q2", "M1", "60%"], ["P", "", "Q2", "M2", "30%"]];
    let faults = run(&book(&["M1", "M2"], &[["Q1", "P", "", "", "1"]], &shares)).unwrap_err();
    assert_eq!(faults, "Splits!E3  `60%`  the shares of project P Q2 must sum to 100 %, not 90 %");
    let shares = [["P", "", "Q2", "M1", "50%"], ["P", "", "Q2", "M1", "50%"]];
    let faults = run(&book(&["M1"], &[["Q2", "P", "", "", "1"]], &shares)).unwrap_err();
    assert_eq!(faults, "Splits!D3  `M1`  stands twice in project P Q2");
}

/// Three thirds at 15 digits sum to 0.999999999999999: within 3 × 5·10⁻¹⁶ of 1. What is further off is a fault.
#[test]
fn thirds_are_equal_parts() {
    let third = "0.333333333333333";
    let of = |third: &'static str| ["M1", "M2", "M3"].map(|id| ["P", "", "", id, third]);
    let json = run(&book(&["M1", "M2", "M3"], &[["Q1", "P", "", "", "100000.01"]], &of(third))).unwrap();
    let first: Vec<String> = collected(&json).into_iter().map(|quarters| quarters[0].clone()).collect();
    assert_eq!(first, ["33333.34", "33333.34", "33333.33"]);
    let faults = run(&book(&["M1", "M2", "M3"], &[["Q1", "P", "", "", "1"]], &of("0.33333333333333"))).unwrap_err();
    assert_eq!(
        faults,
        "Splits!E2  `33.333333333333%`  the shares of project P must sum to 100 %, not 99.999999999999 %"
    );
}

/// The odd fen goes to 9 before 10, to a number before a word, and to nobody only at last.
#[test]
fn ties_go_to_the_smaller_number() {
    let shares = [
        ["P", "", "", "10", "50%"],
        ["P", "", "", "9", "50%"],
        ["R", "", "", "外部", "50%"],
        ["R", "", "", "M1", "50%"],
    ];
    let lines = [["Q1", "P", "", "", "0.01"], ["Q2", "R", "", "", "0.01"]];
    let json = run(&book(&["10", "9", "M1"], &lines, &shares)).unwrap();
    // In the order of the ids as texts.
    assert_eq!(collected(&json), [["0.00", "0.00", "0.00"], ["0.01", "0.00", "0.00"], ["0.00", "0.01", "0.00"]]);
}

/// Without the policy's word for it the columns are not known, and ids go as texts.
#[test]
fn version_one_knows_no_groups() {
    let shares = [["P", "", "", "10", "50%"], ["P", "", "", "9", "50%"]];
    let mut draft = book(&["10", "9"], &[["Q1", "P", "", "", "0.01"]], &shares);
    draft.without_column("Splits", "C").without_column("Splits", "B");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input.xlsx");
    draft.write(&path);
    let json = common::results(&path, common::policy("key-account@1")).unwrap();
    assert_eq!(collected(&json)[0][0], "0.01");
}
