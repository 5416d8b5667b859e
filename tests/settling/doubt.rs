//! What is said of a book that has a fault: of figures that rest on it nothing, for they may be wrong for this reason
//! alone; of all others everything. Each policy has a check of its own that fails when what it rests on is left blank.

use bonus::lang::Lang;
use bonus::policy::{Policy, load};

use crate::common::case::Case;
use crate::common::draft::{Draft, Page};
use crate::settling::{extending, instead};

/// A check in whose cells `formula` must hold.
fn check(scope: &str, column: &str, formula: &str) -> String {
    format!(
        "[[check]]\nname = \"{column}-{scope}\"\nscope = \"{scope}\"\ncolumn = \"{column}\"\nclause = \"KA-1\"\n\
         formula = '{formula}'\nmessage = {{ zh = \"自定\", en = \"own\" }}\nmend = {{ zh = \"自定\", en = \"own\" }}\n"
    )
}

/// What is found in a draft by the key-account policy with `changes`, each as `Sheet!Cell  problem`.
fn found(draft: &Draft, changes: &str) -> Vec<String> {
    found_by(&extending(changes), draft)
}

/// The same by any policy.
fn found_by(policy: &Policy, draft: &Draft) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.xlsx");
    draft.write(&path);
    let faults = crate::common::of_each_cell(&crate::common::findings(&path, policy).faults);
    faults.iter().map(|fault| format!("{}  {}", fault.place, fault.problem.get(Lang::En))).collect()
}

/// M001 through Q2, base met in both quarters.
fn case() -> Case {
    let mut case = Case::through(2);
    case.all(&["80000", "90000"]);
    case
}

/// A row that rests on the one before says nothing once that has a fault.
#[test]
fn after_a_row_with_a_fault_nothing_is_said_of_what_looks_back() {
    let looks_back = check("quarter", "target", "OR(quarter = 1, PREV(target) = 100000)");
    assert_eq!(found(&case().draft(), &looks_back), [""; 0]);
    let mut case = case();
    case.quota("M001", 1, "70000", "100001");
    // The row of Q1 stands below that of Q2 now.
    let both = format!("{}{looks_back}", check("quarter", "base", "target <> 100001"));
    assert_eq!(found(&case.draft(), &looks_back), ["Quotas!D2  own"]);
    assert_eq!(found(&case.draft(), &both), ["Quotas!C3  own"]);
}

/// A rule without a value, and all that rests on it, has no figure to be checked.
#[test]
fn of_what_rests_on_a_figure_that_cannot_be_had_nothing_is_said() {
    let mut case = case();
    case.scores("M001", 2, &["50"]).table("KPI coefficients", &[&["Score from", "Coefficient"], &["60", "1"]]);
    let on_it = check("quarter", "base", "kpi_coefficient = 1");
    let through_another = check("quarter", "target", "payout_factor = 1");
    let beside_it = check("quarter", "floating_wage", "accrued <> 9000");
    let found = found(&case.draft(), &format!("{on_it}{through_another}{beside_it}"));
    let below = "KPI scores!F3  M001 Q2 KPI coefficient: 50 is below the first band of the table KPI coefficients";
    assert_eq!(found, ["Quotas!E3  own", below]);
}

/// Of a book with faults the rows before a row may be wrong too.
#[test]
fn a_line_with_a_fault_leaves_the_quarters_after_its_own_in_doubt() {
    let looks_back = check("quarter", "target", "OR(quarter = 1, PREV(collections) = 80000)");
    let by_itself = check("quarter", "base", "OR(quarter = 1, collections < 90000)");
    let policy = format!("{looks_back}{by_itself}");
    let mut draft = case().draft();
    assert_eq!(found(&draft, &policy), ["Quotas!C3  own"]);
    draft.put("Collections", "F2", "abc");
    let found = found(&draft, &policy);
    assert!(found.len() == 1 && found[0].starts_with("Collections!F2  "), "{found:?}");
}

/// A setting that is missing: whatever rests on it, or gathers lines that may, is in doubt.
#[test]
fn without_a_setting_nothing_is_said_of_what_rests_on_it() {
    let mut case = case();
    case.set("in_target_rate", "");
    let draft = case.draft();
    let missing = "Policy!B5  ";
    for check in [check("quarter", "base", "in_target_rate > 0"), check("line", "amount", "in_target_rate > 0")] {
        let found = found(&draft, &check);
        assert!(found.len() == 1 && found[0].starts_with(missing), "{check}: {found:?}");
    }
    let gathers = format!(
        "{}{}",
        instead("line", "net", "ROUND(amount * in_target_rate, 2)"),
        check("quarter", "base", "SUM(credit.task) > 0")
    );
    let found_gathering = found(&draft, &gathers);
    assert!(found_gathering.len() == 1 && found_gathering[0].starts_with(missing), "{found_gathering:?}");
    // What does not rest on it is told as ever.
    let found = found(&draft, &check("quarter", "base", "base <> 70000"));
    assert!(found[0].starts_with(missing) && found[1..] == ["Quotas!C2  own", "Quotas!C3  own"], "{found:?}");
}

/// A sheet that is needed and missing leaves its columns in doubt; one that may be left out is as good as blank.
#[test]
fn without_a_sheet_its_columns_are_in_doubt_only_where_it_is_needed() {
    let mut draft = case().draft();
    draft.without("KPI scores");
    let needed = found(&draft, &check("quarter", "score", "score > 0"));
    assert!(needed.len() == 1 && needed[0].starts_with("KPI scores!A1  "), "{needed:?}");
    let optional = found(&draft, &check("quarter", "base", "GIVEN(paid_bonus)"));
    assert!(optional[2].starts_with("KPI scores!A1  "), "{optional:?}");
    assert_eq!(optional[..2], ["Quotas!C2  own", "Quotas!C3  own"]);
}

/// The same of a column.
#[test]
fn without_a_column_its_cells_are_in_doubt_only_where_it_is_needed() {
    let mut draft = case().draft();
    draft.put("Managers", "B2", "9级");
    let grade = "Managers!B2  unknown grade";
    let without = |column: &str, formula: &str| {
        let mut draft = draft.clone();
        draft.without_column("Quotas", column);
        found(&draft, &check("quarter", "base", formula))
    };
    // The grade of a quarter may be left out; the target may not.
    assert_eq!(without("F", "GIVEN(quarter_grade)"), [grade, "Quotas!C2  own", "Quotas!C3  own"]);
    let target = without("D", "target > 0");
    assert!(target[0] == grade && target[1].starts_with("Quotas!F1  ") && target.len() == 2, "{target:?}");
    // The floating wage is by default that of the grade, which is at fault here.
    assert_eq!(without("E", "floating_wage > 0"), [grade]);
}

/// Where lines are not divided, what gathers them is in doubt only when they are: by a setting, here.
#[test]
fn without_a_setting_nothing_is_said_of_what_gathers_lines_that_rest_on_it() {
    let text = std::fs::read_to_string(crate::common::fixture("policies/office.toml")).unwrap();
    let asked = text.replacen("default = \"70%\"", "", 1).replacen(
        "formula = 'amount'",
        "formula = 'ROUND(amount * fixed_share, 2)'",
        1,
    );
    let policy = load(
        "office.toml",
        &format!("{asked}{}", check("quarter", "target", "SUM(credit.sales) > 100").replace("KA-1", "OP-1")),
    )
    .unwrap();
    let mut draft = Draft {
        pages: vec![
            Page::new("Policy", &[&["Key", "Value"], &["Year", "2017"], &["Through", "Q1"], &["Fixed share", ""]]),
            Page::new("People", &[&["ID", "Name"], &["A", "Ann"], &["B", "Bob"]]),
            Page::new(
                "Targets",
                &[&["ID", "Quarter", "Target", "KPI score"], &["A", "Q1", "100", "80"], &["B", "Q1", "100", "80"]],
            ),
            Page::new("Sales", &[&["Quarter", "Person", "Amount"], &["Q1", "A", "1000"], &["Q1", "B", "1000"]]),
        ],
    };
    let missing = "Policy!B4  Fixed share (OP-5) is missing, and the policy's text does not give it";
    assert_eq!(found_by(&policy, &draft), [missing]);
    // Nor of what gathers the lines of a sheet that is missing.
    draft.put("Policy", "B4", "0.7");
    let mut without = draft.clone();
    let found = found_by(&policy, without.without("Sales"));
    assert!(found.len() == 1 && found[0].starts_with("Sales!A1  the sheet"), "{found:?}");
    assert_eq!(found_by(&policy, &draft), [""; 0]);
    draft.put("Policy", "B4", "0.1");
    assert_eq!(found_by(&policy, &draft), ["Targets!C2  own", "Targets!C3  own"]);
    // Of a line with a fault only its own person's quarter is in doubt.
    draft.put("Sales", "C2", "abc");
    assert_eq!(found_by(&policy, &draft), ["Targets!C3  own", "Sales!C2  expected a number"]);
    // The others' lines count as ever.
    draft.put("Policy", "B4", "0.7");
    assert_eq!(found_by(&policy, &draft), ["Sales!C2  expected a number"]);
}
