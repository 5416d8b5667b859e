//! What is said of a book that has a fault: of figures that rest on it nothing, for they may be wrong for this reason
//! alone; of all others everything. Each policy has a check of its own that fails when what it rests on is left blank.
//! How a formula reads what is tainted is tried in `src/formula/tests/taint.rs`.

use bonus::lang::Lang;
use bonus::policy::{Policy, load};

use crate::common::case::Case;
use crate::common::draft::{Draft, Page};
use crate::settling::{extending, instead, rule};

/// A check in whose cells `formula` must hold.
pub fn check(scope: &str, column: &str, formula: &str) -> String {
    format!(
        "[[check]]\nname = \"{column}-{scope}\"\nscope = \"{scope}\"\ncolumn = \"{column}\"\nclause = \"KA-1\"\n\
         formula = '{formula}'\nmessage = {{ zh = \"自定\", en = \"own\" }}\nmend = {{ zh = \"自定\", en = \"own\" }}\n"
    )
}

/// What is found in a draft by the key-account policy with `changes`, each as `Sheet!Cell  problem`.
pub fn found(draft: &Draft, changes: &str) -> Vec<String> {
    found_by(&extending(changes), draft)
}

/// The same by any policy.
pub fn found_by(policy: &Policy, draft: &Draft) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.xlsx");
    draft.write(&path);
    let faults = crate::common::of_each_cell(&crate::common::findings(&path, policy).faults);
    faults.iter().map(|fault| format!("{}  {}", fault.place, fault.problem.get(Lang::En))).collect()
}

/// M001 through Q2, base met in both quarters.
pub fn case() -> Case {
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
    // It is one of Q1: what Q2 has of its own is told as ever.
    let found = found(&draft, &policy);
    assert!(found.len() == 2 && found[1].starts_with("Collections!F2  "), "{found:?}");
    assert_eq!(found[0], "Quotas!C3  own");
}

/// A line that may be anybody's, of any quarter, leaves all of them in doubt; so do shares that cannot be read.
#[test]
fn a_line_that_is_nobodys_leaves_all_lines_in_doubt() {
    let by_itself = check("quarter", "base", "collections > 100000");
    let (mut line, mut shares, mut people) = (case(), case(), case());
    assert!(told_beside(&case().draft(), &by_itself, 0));
    line.collected("M009", 2, "1000");
    shares.share("P7", "M001", "0.5");
    people.manager("", "2级");
    for case in [line, shares, people] {
        assert!(!told(&case.draft(), &by_itself), "{case:?}");
    }
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

/// Whether a check that fails for M001 is told of both of his quarters, of a case with a fault elsewhere: an unknown grade.
pub fn told(draft: &Draft, changes: &str) -> bool {
    told_beside(draft, changes, 1)
}

/// The same of a case with so many faults elsewhere.
fn told_beside(draft: &Draft, changes: &str, others: usize) -> bool {
    let found = found(draft, changes);
    let own = found.iter().filter(|fault| fault.ends_with("  own")).count();
    assert!(own == 0 || own == 2, "{changes}: {found:?}");
    assert_eq!(found.len(), own + others, "{changes}: {found:?}");
    own == 2
}

/// Only the period before is not looked at, not one that is sound though it has a fault before it; and whatever was made of
/// the fault is not either.
#[test]
fn a_fault_goes_as_far_through_the_periods_as_it_is_read() {
    let mut case = Case::through(4);
    case.quota("M001", 1, "70000", "100001");
    let changes = format!(
        "{}{}{}{}",
        check("quarter", "base", "target <> 100001"),
        rule("quarter", "before", "PREV(target)"),
        check("quarter", "target", "OR(quarter = 1, PREV(target) = 1)"),
        check("quarter", "floating_wage", "OR(quarter < 3, PREV(before) = 1)"),
    );
    // Of Q2 nothing is said: the row of Q1, the last one, has a fault; of Q4 neither, for Q3 has one.
    assert_eq!(found(&case.draft(), &changes), ["Quotas!D3  own", "Quotas!C5  own"]);
}

/// A setting of which nothing is known, in a formula that need not read it.
#[test]
fn what_is_not_read_silences_nothing() {
    let mut case = case();
    case.set("in_target_rate", "");
    let draft = case.draft();
    for (formula, is_told) in [
        ("base <> 70000", true),
        ("IF(base > 0, base <> 70000, in_target_rate > 0)", true),
        ("IF(base > 0, in_target_rate > 1, TRUE)", false),
        ("IF(in_target_rate > 0, base <> 70000, base <> 70000)", false),
        ("AND(base <> 70000, in_target_rate > 0)", true),
        ("AND(base = 70000, in_target_rate > 1)", false),
        ("AND(in_target_rate > 0, base <> 70000)", false),
        ("NOT(OR(base = 70000, in_target_rate > 0))", true),
        ("OR(base <> 70000, in_target_rate > 1)", false),
        // Through rules of the period and of its lines.
        ("accrued <> accrued", false),
        ("collections <> collections", true),
    ] {
        assert_eq!(told(&draft, &check("quarter", "base", formula)), is_told, "{formula}");
    }
}

/// A setting that has a fault though it may be left out, or that stands twice.
#[test]
fn a_setting_with_a_fault_has_no_value() {
    let optional = "[[setting]]\nname = \"cap\"\nclause = \"KA-1\"\nlabel = { zh = \"上限\", en = \"Cap\" }\n\
                    unit = \"yuan\"\noptional = true\n";
    let policy = |formula: &str| format!("{optional}{}", check("quarter", "base", formula));
    let reads = policy("OR(GIVEN(cap), cap > 0)");
    let mut draft = case().draft();
    assert_eq!(found(&draft, &reads), ["Quotas!C2  own", "Quotas!C3  own"]);
    draft.row("Policy", &["Cap", "much"]);
    assert!(!told(&draft, &reads) && told(&draft, &policy("base <> 70000")));
    let mut twice = case();
    twice.set("in_target_rate", "0.117");
    let mut twice = twice.draft();
    twice.row("Policy", &["In-target rate", "0.2"]);
    assert!(!told(&twice, &check("quarter", "base", "in_target_rate <> 0.117")));
}

#[test]
fn of_a_table_with_a_fault_nothing_is_said() {
    let mut case = case();
    case.table("KPI coefficients", &[&["Score from", "Coefficient"], &["0", "1"], &["80", "abc"]]);
    let draft = case.draft();
    assert!(!told(&draft, &check("quarter", "base", "BAND(80, kpi_coefficients) > 1")));
    assert!(!told(&draft, &check("quarter", "base", "kpi_coefficient > 1")));
    assert!(told(&draft, &check("quarter", "base", "IF(base > 0, base <> 70000, BAND(80, kpi_coefficients) > 1)")));
}

/// Of peers one may be missing; so may one of the lines of a project, or of the quarters of a year.
#[test]
fn of_rows_that_may_be_missing_nothing_is_gathered() {
    let ranked =
        format!("{}{}", rule("quarter", "of_all", "SUM(peers.target)"), check("quarter", "base", "of_all = 1"));
    let project = check("credit", "amount", "project_net = 1");
    let year = format!("{}{}", rule("quarter", "of_year", "year_target"), check("quarter", "base", "of_year = 1"));
    let mut draft = case().draft();
    // Where people meet nothing more is computed once one has a fault.
    for (changes, faults) in [(&ranked, 1), (&project, 2), (&year, 2)] {
        assert_eq!(found(&draft, changes).len(), faults, "{changes}");
    }
    draft.put("Managers", "B2", "9级");
    assert!(!told(&draft, &ranked) && told(&draft, &year));
    let mut quota = case().draft();
    quota.put("Quotas", "D2", "abc");
    assert!(!told(&quota, &year));
    let mut later = case().draft();
    later.row("Quotas", &["M001", "Q9", "70000", "100000"]);
    assert!(!told(&later, &year));
    // Of a project only the quarter of which a line has a fault; of all, where nobody knows of which it is.
    let mut line = case().draft();
    line.row("Collections", &["", "Q2", "P1", "", "M001", "abc"]);
    let found = found(&line, &project);
    assert!(found.len() == 2 && found[0] == "Collections!F2  own", "{found:?}");
    line.put("Collections", "B4", "Q9");
    assert!(!told_beside(&line, &project, 2));
}

/// Of what could not be divided among all nothing more is said than that.
#[test]
fn what_rests_on_a_pool_that_cannot_be_divided_has_no_fault_of_its_own() {
    let changes = format!(
        "{}{}{}",
        rule("quarter", "weight", "base - base"),
        rule("quarter", "own_part", "SHARE(1000, weight, peers.weight)"),
        rule("quarter", "rests", "ROUND(1000 / own_part, 2)"),
    );
    let found = found(&case().draft(), &changes);
    assert!(found.len() == 1 && found[0].contains("own_part"), "{found:?}");
}

/// A column of lines that is needed and missing.
#[test]
fn of_a_column_of_lines_that_is_missing_nothing_is_said() {
    let mut draft = case().draft();
    draft.without_column("Collections", "F");
    assert!(!told(&draft, &check("line", "amount", "amount > 0")));
    assert!(told(&draft, &check("line", "amount", "quarter = 9")));
}

/// What a check has told of a cell is told once, whatever stands in it when all else is looked through.
#[test]
fn what_is_told_is_told_once() {
    let of_a_default = check("quarter", "floating_wage", "base <> 70000");
    assert_eq!(found(&case().draft(), &of_a_default), ["Quotas!E2  own", "Quotas!E3  own"]);
}
