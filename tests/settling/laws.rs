//! Laws of each scope, and laws that do not hold: which row breaks them, and what stands on both sides. Nothing is paid
//! on those.

use bonus::policy::load;

use crate::common::case::Case;
use crate::settling::{HEAD, extending, instead, results, rule};

/// A law of the policy's.
fn law(scope: &str, left: &str, right: &str) -> String {
    format!(
        "[[law]]\nname = \"own\"\nscope = \"{scope}\"\nclause = \"KA-1\"\nlabel = {{ zh = \"自定\", en = \"own\" }}\n\
         left = '{left}'\nright = '{right}'\n"
    )
}

/// What is said of a case by a policy with such a law; empty where it holds.
fn said(case: &Case, scope: &str, left: &str, right: &str) -> String {
    results(case, &extending(&law(scope, left, right))).map_or_else(|faults| faults, |_| String::new())
}

/// Two managers through Q4, each quarter's collections another power of two.
fn two() -> Case {
    let mut case = Case::empty(4);
    for (place, id) in (0..).zip(["A1", "A2"]) {
        case.manager(id, "2级");
        for quarter in 1..=4 {
            case.quota(id, quarter, "0", "1");
            case.collected(id, quarter, &(1 << (place * 4 + u32::from(quarter) - 1)).to_string());
        }
    }
    case
}

#[test]
fn a_law_of_each_scope_sees_its_row_and_those_that_belong_to_it() {
    // What the row computed by itself is what the law computes again.
    for (scope, left, right) in [
        ("quarter", "collections", "SUM(credit.task)"),
        ("quarter", "surplus_in", "PREV(surplus)"),
        ("half", "actual", "SUM(quarter.collections)"),
        ("year", "actual", "SUM(half.actual)"),
        ("manager", "collections", "SUM(year.actual)"),
        ("department", "actual", "SUM(manager.collections)"),
    ] {
        assert_eq!(said(&two(), scope, left, right), "", "{scope}: {left} = {right}");
    }
}

#[test]
fn a_broken_law_names_the_first_row_that_breaks_it_and_the_sums_of_all() {
    // 1 + 2 + 4 + … + 128 = 255; the rows of A2 that have this figure are one off.
    for (scope, left, right, expected) in [
        ("quarter", "collections", "IF(collections > 32, collections - 1, collections)", "253` (A2 Q3: 64 ≠ 63)"),
        ("half", "actual", "IF(actual = 192, 191, actual)", "254` (A2: 192 ≠ 191)"),
        ("year", "actual", "IF(actual = 240, 239, actual)", "254` (A2: 240 ≠ 239)"),
        ("manager", "collections", "IF(collections = 240, 239, collections)", "254` (A2: 240 ≠ 239)"),
        ("department", "actual", "254", "254` (: 255 ≠ 254)"),
    ] {
        let (sum, row) = expected.split_once('`').unwrap();
        let expected = format!("`255 ≠ {sum}`  a law does not hold: own{row}");
        assert_eq!(said(&two(), scope, left, right), expected, "{scope}");
    }
}

#[test]
fn a_side_without_a_figure_breaks_a_law() {
    let right = "IF(collections = 64, NA(), collections)";
    let expected = "`191 ≠ 191`  a law does not hold: own (A2 Q3)";
    assert_eq!(said(&two(), "quarter", "collections", right), expected);
    assert_eq!(said(&two(), "quarter", right, "collections"), expected);
}

/// A figure that follows the order of the lines breaks the law of order (policy.md 5.6).
#[test]
fn a_figure_that_follows_the_order_of_the_lines_breaks_the_law_of_order() {
    let mut case = two();
    case.collected("A2", 4, "1000");
    for formula in ["LAST(credit.part)", "1 - LAST(credit.part)"] {
        let figure = rule("quarter", "follows", formula);
        assert!(results(&two(), &extending(&figure)).is_ok(), "{formula}");
        let said = results(&case, &extending(&figure)).map(|_| ()).unwrap_err();
        assert!(said.ends_with("a law does not hold: The order of rows changes no figure ()"), "{formula}: {said}");
    }
    // Both sides are what is payable. A2's last line of the last quarter is of 1,000 yuan; from last to first, of 128.
    // It is the first figure of a manager's that is money and no column of the workbook.
    let column = "[[sheet]]\nname = \"managers\"\nreplaces = true\ncolumns = [{ name = \"allowance\", after = \"grade\", \
                  label = { zh = \"补贴\", en = \"Allowance\" }, unit = \"yuan\", default = \"department_target\", \
                  clause = \"KA-1\" }]\n";
    let policy = extending(&format!("{column}{}", instead("quarter", "wage_deduction", "LAST(credit.part)")));
    let said = results(&case, &policy).map(|_| ()).unwrap_err();
    assert_eq!(said, "`8365.90 ≠ 9237.90`  a law does not hold: The order of rows changes no figure ()");
}

/// The law of order asks every scope that gathers credits.
#[test]
fn whatever_gathers_credits_is_asked_for_the_order_of_lines() {
    let mut case = two();
    case.collected("A2", 4, "1000");
    for scope in ["half", "year", "manager", "department"] {
        assert!(results(&case, &extending(&rule(scope, "all", "SUM(credit.part)"))).is_ok(), "{scope}");
        let said = results(&case, &extending(&rule(scope, "follows", "LAST(credit.part)"))).map(|_| ()).unwrap_err();
        assert!(said.ends_with("a law does not hold: The order of rows changes no figure ()"), "{scope}: {said}");
    }
    let error = |scope: &str, formula: &str| {
        let policy = load("own.toml", &format!("{HEAD}{}", rule(scope, "own", formula)));
        policy.unwrap_err().to_string()
    };
    let error = error("quarter", "SUM(credit.part, PREV(target) > 0)");
    assert!(error.contains("PREV(target)"), "{error}");
}
