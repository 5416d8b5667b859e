//! What counts as a difference of two cells, and how many are kept.

use super::*;

fn number(text: &str) -> CellValue {
    CellValue::Number(text.parse().unwrap())
}

fn cell(column: u16, value: CellValue, formula: Option<&str>) -> ComparedCell {
    ComparedCell { column, value, formula: formula.map(str::to_owned) }
}

fn compare(archived: Vec<ComparedRow>, recomputed: Vec<ComparedRow>) -> Vec<(String, DifferenceKind)> {
    let mut found = FoundDifferences::default();
    rows("S", archived.into_iter(), recomputed.into_iter(), &mut found);
    assert_eq!(found.count, found.list.len());
    found.list.iter().map(|difference| (difference.place.address(), difference.kind)).collect()
}

#[test]
fn each_kind_of_difference() {
    let text = |text: &str| CellValue::Text(text.to_owned());
    let row = |number: u32, cells: Vec<ComparedCell>| ComparedRow { number, cells };
    let archived = vec![
        row(1, vec![cell(0, number("1"), None), cell(1, text("b"), None), cell(2, number("5"), Some("A1+4"))]),
        row(2, vec![cell(0, number("7"), None), cell(3, number("8"), Some("A1+5"))]),
        row(3, vec![cell(0, number("9"), None)]),
        row(
            5,
            vec![cell(0, number("1.50"), Some("1+0.5")), cell(1, number("2"), Some("A5")), cell(2, text("x"), None)],
        ),
    ];
    let recomputed = vec![
        row(1, vec![cell(0, number("2"), None), cell(1, text("c"), None), cell(2, number("6"), Some("A1+4"))]),
        row(2, vec![cell(0, number("7"), Some("3+4")), cell(3, number("8"), Some("A1+6"))]),
        row(4, vec![cell(0, number("9"), None)]),
        row(5, vec![cell(0, number("1.5"), Some("1 + 0.5")), cell(1, number("2"), None), cell(4, text("x"), None)]),
    ];
    let expected = [
        ("A1", DifferenceKind::Value),
        ("B1", DifferenceKind::Text),
        ("C1", DifferenceKind::Result),
        ("A2", DifferenceKind::Overwritten),
        ("D2", DifferenceKind::Formula),
        ("A3", DifferenceKind::RowAdded),
        ("A4", DifferenceKind::RowRemoved),
        ("B5", DifferenceKind::FormulaAdded),
        ("C5", DifferenceKind::CellAdded),
        ("E5", DifferenceKind::CellRemoved),
    ];
    let expected: Vec<_> = expected.into_iter().map(|(at, kind)| (at.to_owned(), kind)).collect();
    assert_eq!(compare(archived, recomputed), expected);
}

#[test]
fn results_of_other_programs_may_be_off_in_the_last_digit_and_never_by_a_fen() {
    let same = |one: &str, other: &str| same_result(&number(one), &number(other));
    assert!(same("0.333333333333334", "0.333333333333333") && same("1234.56", "1234.560"));
    assert!(same("0", "0.00") && !same("0", "0.01") && !same("0.01", "0"));
    assert!(!same("1234.57", "1234.56") && !same("99999999999.99", "99999999999.98"));
    assert!(!same("1234567890123.01", "1234567890123.02"));
    assert!(!same("0.33333333333", "0.333333333333333") && !same("0.1235", "0.1234"));
    assert!(same_result(&number("1"), &CellValue::Truth(true)) && same_result(&number("0"), &CellValue::Truth(false)));
    assert!(!same_result(&number("2"), &CellValue::Truth(true)) && !same_result(&CellValue::Truth(true), &number("1")));
    assert!(same_result(&CellValue::Blank, &CellValue::Blank));
}

#[test]
fn a_truth_may_be_saved_as_a_formula() {
    let formula = |text: &str, value: bool| cell(0, CellValue::Number(u8::from(value).into()), Some(text));
    let truth = |value: bool| cell(0, CellValue::Truth(value), None);
    assert_eq!(kind(Some(&formula("TRUE()", true)), Some(&truth(true))), None);
    assert_eq!(kind(Some(&formula("FALSE()", false)), Some(&truth(true))), Some(DifferenceKind::FormulaAdded));
}

#[test]
fn differences_beyond_the_bound_are_counted() {
    let mut found = FoundDifferences::default();
    let row = |number: u32| ComparedRow { number, cells: vec![cell(0, number_of(number), None)] };
    let count = u32::try_from(MOST).unwrap() + 5;
    rows("S", (1..=count).map(row), std::iter::empty(), &mut found);
    assert_eq!((found.count, found.list.len()), (MOST + 5, MOST));
}

#[test]
fn what_somebody_did_is_kept_and_told_before_what_follows_from_it() {
    let mut found = FoundDifferences::default();
    let row =
        |number: u32, value: u32, formula| ComparedRow { number, cells: vec![cell(0, number_of(value), formula)] };
    let count = u32::try_from(MOST).unwrap() + 5;
    let recomputed = (1..=count).map(|number| row(number, 1, Some("A1")));
    let archived = (1..count).map(|number| row(number, 2, Some("A1"))).chain([row(count, 2, None)]);
    rows("S", archived, recomputed, &mut found);
    found.tell_edits_first();
    assert_eq!((found.count, found.list.len()), (MOST + 5, MOST));
    assert_eq!((found.list[0].place.row, found.list[0].kind), (count, DifferenceKind::Overwritten));
    assert!(found.list[1..].iter().all(|difference| difference.kind == DifferenceKind::Result));
}

fn number_of(number: u32) -> CellValue {
    CellValue::Number(number.into())
}
