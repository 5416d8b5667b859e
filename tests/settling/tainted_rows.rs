//! Rows that may be missing, or that have a fault of their own: what is read of them from another row is tainted.

use bonus::policy::load;

use crate::common::case::Case;
use crate::settling::taint::{case, check, found, found_by, told};
use crate::settling::{HEAD, instead, rule};

/// Of several people, who are computed together, only he whose quarter has a fault is passed over in the next.
#[test]
fn a_quarter_with_a_fault_is_one_persons() {
    let mut case = Case::through(2);
    case.manager("M002", "2级").manager("M003", "2级");
    for id in ["M002", "M003"] {
        case.quota(id, 1, "70000", if id == "M002" { "100001" } else { "100000" }).quota(id, 2, "70000", "100000");
    }
    let changes = format!(
        "{}{}{}",
        check("quarter", "base", "target <> 100001"),
        rule("quarter", "before", "PREV(base)"),
        check("quarter", "target", "OR(quarter = 1, before = 1)"),
    );
    assert_eq!(found(&case.draft(), &changes), ["Quotas!D3  own", "Quotas!D7  own", "Quotas!C4  own"]);
}

/// Coarser rows, and what gathers finer ones, are not computed of a book with faults.
#[test]
fn of_what_is_not_computed_nothing_is_said() {
    let above = |formula: &str| check("quarter", "base", formula);
    let yearly = format!("{}{}", rule("manager", "of_year", "SUM(quarter.target)"), above("manager.of_year = 1"));
    let department = format!(
        "{}{}",
        rule("department_quarter", "of_all", "SUM(quarter.target)"),
        above("department_quarter.of_all = 1")
    );
    let mut draft = case().draft();
    for changes in [&yearly, &department] {
        let found = found(&draft, changes);
        assert!(!found.is_empty() && found.iter().all(|fault| fault.ends_with("  own")), "{changes}: {found:?}");
    }
    draft.put("Managers", "B2", "9级");
    for changes in [&yearly, &department] {
        assert!(!told(&draft, changes), "{changes}");
    }
}

/// A row of what was paid that cannot be read may be of any quarter.
#[test]
fn a_row_that_is_nobodys_may_be_anybodys() {
    let mut case = case();
    case.paid("M001", 1, "100", "100");
    let mut draft = case.draft();
    let is_paid = |wanted: &str| check("quarter", "base", &format!("OR(quarter = {wanted}, GIVEN(paid_bonus))"));
    assert_eq!(found(&draft, &is_paid("1")), ["Quotas!C3  own"]);
    draft.row("Paid", &["M001", "Q9", "100", "100"]);
    let found = found(&draft, &is_paid("1"));
    assert!(found.len() == 1 && found[0].starts_with("Paid!B3  "), "{found:?}");
}

/// Days of employment, of whom nobody knows when he joined.
#[test]
fn without_a_first_day_nothing_is_said_of_the_days() {
    let mut case = case();
    case.version("2").joined("M001", "2016-01-01");
    let days = format!(
        "{}{}",
        rule("quarter", "of_days", "days_employed").replace("yuan", "number"),
        check("quarter", "base", "of_days = 1")
    );
    let policy = HEAD.replace("key-account", "key-account@2");
    let policy = load("own.toml", &format!("{policy}{days}")).unwrap_or_else(|error| panic!("{error}"));
    let mut draft = case.draft();
    assert_eq!(found_by(&policy, &draft), ["Quotas!C2  own", "Quotas!C3  own"]);
    draft.put("Managers", "C2", "soon");
    let found = found_by(&policy, &draft);
    assert!(found.len() == 1 && found[0].starts_with("Managers!C2  "), "{found:?}");
}

/// A part of a line that has no net is none of 0.
#[test]
fn of_the_parts_of_a_line_without_a_net_nothing_is_said() {
    let changes = format!(
        "{}{}",
        instead("line", "net", "amount * ROUND(1 / (amount - amount), 2)"),
        check("credit", "amount", "part <> 0"),
    );
    let mut shared = case();
    shared.lines[0].manager.clear();
    shared.manager("M002", "2级").quota("M002", 1, "70000", "100000").quota("M002", 2, "70000", "100000");
    shared.share("P1", "M001", "0.5").share("P1", "M002", "0.5");
    shared.lines[1].manager.clear();
    for case in [case(), shared] {
        let found = found(&case.draft(), &changes);
        assert!(found.len() == 2 && found.iter().all(|fault| fault.contains("cannot be computed")), "{found:?}");
    }
}

/// Where nobody can say whether there is a row, nothing is gathered from it.
#[test]
fn a_row_of_which_nobody_knows_whether_it_is_there_counts_nowhere() {
    let changes = format!(
        "{}{}{}",
        "[half_year]\nwhen = \"ROUND(1 / (COUNT(quarter.base) - 2), 2) > 0\"\n",
        rule("year", "halves", "COUNT(half.counted)").replace("yuan", "number"),
        check("year", "base", "halves = 2"),
    );
    let mut case = Case::through(4);
    case.all(&["80000", "90000", "80000", "90000"]);
    let found = found(&case.draft(), &changes);
    assert!(!found.is_empty() && found.iter().all(|fault| fault.contains("division by zero")), "{found:?}");
}
