//! Which finer rows belong to a row.

use std::fmt::Write as _;

use bonus::settle::of_the_same_figure;
use serde_json::Value as Json;

use crate::common::case::Case;
use crate::common::draft::auto;
use crate::settling::book;
use crate::settling::{extending, results, rule};

/// A1, A2 and A3 through Q4, each quarter's collections another power of two, so that every sum says what is in it.
fn three() -> Case {
    let mut case = Case::empty(4);
    for (place, id) in (0..).zip(["A1", "A2", "A3"]) {
        case.manager(id, "2级");
        for quarter in 1..=4 {
            case.quota(id, quarter, "0", "1");
            case.collected(id, quarter, &(1 << (place * 4 + u32::from(quarter) - 1)).to_string());
        }
    }
    case
}

/// A figure of each manager.
fn of_each<'j>(json: &'j Json, figure: &str) -> Vec<&'j str> {
    json["managers"].as_array().unwrap().iter().map(|manager| manager[figure].as_str().unwrap()).collect()
}

#[test]
fn a_manager_gathers_his_own_halves_and_year() {
    let mut rules = rule("manager", "halves", "SUM(half.actual)");
    rules += &rule("manager", "last_half", "LAST(half.actual)");
    rules += &rule("manager", "count", "COUNT(half.actual)").replace("\"yuan\"", "\"number\"");
    rules += &rule("manager", "first_half", "SUM(half.actual, half.half = 1)");
    rules += &rule("manager", "years", "SUM(year.actual)");
    let policy = extending(&rules);
    let json = results(&three(), &policy).unwrap();
    assert_eq!(of_each(&json, "halves"), ["15.00", "240.00", "3840.00"]);
    assert_eq!(of_each(&json, "last_half"), ["12.00", "192.00", "3072.00"]);
    assert_eq!(of_each(&json, "first_half"), ["3.00", "48.00", "768.00"]);
    assert_eq!(of_each(&json, "years"), ["15.00", "240.00", "3840.00"]);
    assert_eq!(of_each(&json, "count"), ["2", "2", "2"]);

    // A half-year of which a quarter is missing is none (KA-2.4).
    let mut case = three();
    case.without_quota("A2", 1).without_quota("A3", 4);
    case.lines.retain(|line| (line.manager.as_str(), line.quarter.as_str()) != ("A2", "Q1"));
    case.lines.retain(|line| (line.manager.as_str(), line.quarter.as_str()) != ("A3", "Q4"));
    let json = results(&case, &policy).unwrap();
    assert_eq!(of_each(&json, "halves"), ["15.00", "192.00", "768.00"]);
    assert_eq!(of_each(&json, "last_half"), ["12.00", "192.00", "768.00"]);
    assert_eq!(of_each(&json, "count"), ["2", "1", "1"]);
}

#[test]
fn the_department_gathers_all_of_everybody() {
    let mut rules = String::new();
    for (name, gathered) in [("halves", "half.actual"), ("years", "year.actual"), ("periods", "quarter.collections")] {
        rules += &rule("department", name, &format!("SUM({gathered})"));
        rules += &rule("department", &format!("last_of_{name}"), &format!("LAST({gathered})"));
        let count = rule("department", &format!("count_of_{name}"), &format!("COUNT({gathered})"));
        write!(rules, "{}", count.replace("\"yuan\"", "\"number\"")).unwrap();
    }
    let json = results(&three(), &extending(&rules)).unwrap();
    let department = &json["department"];
    let figures = |name: &str| {
        ["", "last_of_", "count_of_"].map(|kind| department[format!("{kind}{name}")].as_str().unwrap_or_default())
    };
    assert_eq!(figures("halves"), ["4095.00", "3072.00", "6"]);
    assert_eq!(figures("years"), ["4095.00", "3840.00", "3"]);
    assert_eq!(figures("periods"), ["4095.00", "2048.00", "12"]);
}

/// A rule of a credit, a half-year or a year sees the columns of its manager.
#[test]
fn every_row_of_a_manager_sees_his_columns() {
    let column = "[[sheet]]\nname = \"managers\"\nreplaces = true\ncolumns = [{ name = \"weight\", after = \"grade\", \
                  label = { zh = \"权重\", en = \"Weight\" }, unit = \"factor\", clause = \"KA-1\" }]\n";
    let mut rules = column.to_owned();
    rules += &rule("credit", "weighted", "ROUND(part * weight, 2)");
    rules += &rule("quarter", "weighted", "SUM(credit.weighted)");
    rules += &rule("half", "weighted", "ROUND(actual * weight, 2)");
    rules += &rule("year", "weighted", "ROUND(actual * weight, 2)");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.xlsx");
    let mut draft = three().draft();
    let put = |(row, weight): (usize, &str)| _ = draft.put("Managers", &format!("C{row}"), auto(weight));
    [(1, "Weight"), (2, "1"), (3, "0.5"), (4, "3")].into_iter().for_each(put);
    draft.write(&path);
    let json = crate::common::results(&path, &extending(&rules)).unwrap();
    let of_each = |row: fn(&Json) -> &Json| {
        let managers = json["managers"].as_array().unwrap();
        managers.iter().map(|manager| row(manager)["weighted"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(of_each(|manager| &manager["quarters"][0]), ["1.00", "8.00", "768.00"]);
    assert_eq!(of_each(|manager| &manager["half_years"][1]), ["12.00", "96.00", "9216.00"]);
    assert_eq!(of_each(|manager| &manager["year_end"]), ["15.00", "120.00", "11520.00"]);
}

/// The adjustments of one figure stand together, and each of them finds them all.
#[test]
fn adjustments_of_one_figure_are_found_from_each_of_them() {
    let mut case = Case::through(2);
    case.all(&["80000", "90000"]);
    for (period, figure) in
        [("Q1", "bonus"), ("Q2", "bonus"), ("Q2", "bonus"), ("Q2", "bonus"), ("Q2", "floating_wage_paid")]
    {
        case.adjusted("M001", period, figure, "1");
    }
    let book = book(&case, crate::common::policy("key-account"));
    let found: Vec<_> = (0..book.adjustments.len()).map(|index| of_the_same_figure(&book, index)).collect();
    assert_eq!(found, [0..1, 1..4, 1..4, 1..4, 4..5]);
}
