//! Settings that change over time (`fixtures/policies/dated-vat*.toml`): VAT divisor 1.17, from 2018-05-01 1.16,
//! from 2019-04-01 1.13. Figures worked out by hand: the day before, the day itself, the day after.

use crate::common;
use bonus::policy::{Policy, load};
use bonus::report::with_workbook;
use common::live::{differences, languages, soffice_is_there, strip};
use serde_json::Value;

fn text(name: &str) -> String {
    std::fs::read_to_string(common::fixture(&format!("policies/{name}.toml"))).unwrap()
}

fn plan(name: &str) -> Policy {
    load(name, &text(name)).unwrap_or_else(|error| panic!("{error}"))
}

fn results(policy: &str, workbook: &str) -> Result<Value, String> {
    common::results(&common::fixture(&format!("policies/{workbook}.xlsx")), &plan(policy))
}

fn person<'j>(json: &'j Value, id: &str) -> &'j Value {
    json["managers"].as_array().unwrap().iter().find(|person| person["id"] == id).unwrap()
}

/// A field of each of a person's quarters.
fn quarters<'j>(json: &'j Value, id: &str, field: &str) -> Vec<&'j str> {
    person(json, id)["quarters"].as_array().unwrap().iter().map(|quarter| quarter[field].as_str().unwrap()).collect()
}

#[test]
fn taken_at_crediting_each_line_has_the_rate_of_its_own_day() {
    let json = results("dated-vat", "dated-vat-2018").unwrap();
    // Q1: 117,000 ÷ 1.17. Q2: 04-30 117,000 ÷ 1.17, 05-01 116,000 ÷ 1.16, 05-02 1,160 ÷ 1.16, and half of the
    // shared project's 100,000 (04-30) and 100,000 (05-01).
    assert_eq!(quarters(&json, "V1", "collections"), ["100000.00", "301000.00"]);
    // 4 % of it.
    assert_eq!(quarters(&json, "V1", "accrued"), ["4000.00", "12040.00"]);
    // Q1: 58,500 ÷ 1.17 without a date. Q2: his half of the shared project, less the refund of 1,160 ÷ 1.16.
    assert_eq!(quarters(&json, "V2", "collections"), ["50000.00", "99000.00"]);
    assert_eq!(quarters(&json, "V2", "accrued"), ["2000.00", "3960.00"]);
}

#[test]
fn taken_at_crediting_a_change_between_quarters_needs_no_date() {
    let json = results("dated-vat", "dated-vat-2019").unwrap();
    // 03-31 116,000 ÷ 1.16; 04-01 113,000 ÷ 1.13 and 04-02 1,130 ÷ 1.13.
    assert_eq!(quarters(&json, "V1", "collections"), ["100000.00", "101000.00"]);
    // By the quarter alone: 58,000 ÷ 1.16 and 56,500 ÷ 1.13.
    assert_eq!(quarters(&json, "V2", "collections"), ["50000.00", "50000.00"]);
}

#[test]
fn a_line_without_a_date_in_the_quarter_of_a_change_is_a_fault() {
    let policy = plan("dated-vat");
    let found = common::findings(&common::fixture("policies/dated-vat-no-date.xlsx"), &policy);
    assert_eq!(found.faults.len(), 1);
    let fault = &found.faults[0];
    assert_eq!((fault.place.sheet.as_str(), fault.place.address().as_str()), ("回款", "A10"));
    assert!(fault.problem.en.contains("2018-05-01") && fault.mend.en == "give a date", "{fault:?}");
}

#[test]
fn a_value_of_the_workbook_stands_for_the_whole_history() {
    // Every line ÷ 1.1, and no date is asked for: 117,000 → 106,363.64.
    let json = results("dated-vat", "dated-vat-own").unwrap();
    assert_eq!(quarters(&json, "V1", "collections")[0], "106363.64");
    // The quarter's 116,000 × 5 % ÷ 1.17, by the setting's name.
    let json = results("dated-vat-accrual", "dated-vat-accrual-own").unwrap();
    assert_eq!(quarters(&json, "V1", "accrued"), ["5000.00", "4957.26", "4957.26", "4957.26"]);
}

#[test]
fn taken_at_accrual_the_quarter_has_the_rate_of_its_last_day() {
    let json = results("dated-vat-accrual", "dated-vat-accrual-2018").unwrap();
    // Q1 117,000 × 5 % ÷ 1.17; Q2 (58,000 on 04-30 and 58,000 on 05-01) × 5 % ÷ 1.16.
    assert_eq!(quarters(&json, "V1", "collections"), ["117000.00", "116000.00", "116000.00", "116000.00"]);
    assert_eq!(quarters(&json, "V1", "accrued"), ["5000.00", "5000.00", "5000.00", "5000.00"]);
    // The year at the rate of its last day: 465,000 × 5 % ÷ 1.16 = 20,043.10, of which 20,000 is accrued.
    let year = &person(&json, "V1")["year_end"];
    assert_eq!((&year["accrual_within_target"], &year["true_up"]), (&"20043.10".into(), &"43.10".into()));
    // 150,000 × 5 % ÷ 1.17 = 6,410.26 and ÷ 1.16 = 6,465.52.
    assert_eq!(quarters(&json, "V2", "accrued"), ["6410.26", "6465.52", "6465.52", "6465.52"]);

    let json = results("dated-vat-accrual", "dated-vat-accrual-2019").unwrap();
    // 03-31 116,000 × 5 % ÷ 1.16; 04-01 113,000 × 5 % ÷ 1.13.
    assert_eq!(quarters(&json, "V1", "accrued"), ["5000.00", "5000.00"]);
    assert_eq!(quarters(&json, "V2", "accrued"), ["6465.52", "6637.17"]);
}

#[test]
fn the_command_line_stands_for_the_whole_history() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_bonus"))
        .args(["compute", "--format", "json", "--lang", "en", "--set", "tax_divisor=1.25", "--policy"])
        .arg(common::fixture("policies/dated-vat.toml"))
        .arg(common::fixture("policies/dated-vat-no-date.xlsx"))
        .output()
        .unwrap();
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    // 117,000 ÷ 1.25.
    assert_eq!(quarters(&json, "V1", "collections")[0], "93600.00");
}

#[test]
fn a_history_with_mistakes_is_refused() {
    let refused = [
        ("2019-04-01", "2018-04-01", "the dates must rise"),
        ("2018-05-01", "2018-05-32", "is not a date"),
        ("\"1.16\"", "\"1,16\"", "is not a value of this setting"),
        ("\"1.16\"", "\"0.16\"", "is not a value of this setting"),
        ("\"line-date\"", "\"today\"", "`line-date` or `period-end`"),
        ("in_force = \"line-date\"\n", "", "in_force is missing"),
    ];
    for (old, new, words) in refused {
        let text = text("dated-vat");
        assert!(text.contains(old), "{old}");
        let error = load("dated.toml", &text.replacen(old, new, 1)).unwrap_err().to_string();
        assert!(error.contains(words) && error.contains("dated.toml:"), "{new}: {error}");
    }
}

#[test]
fn every_formula_points_at_the_value_in_force() {
    if !soffice_is_there() {
        return;
    }
    let books = [
        ("dated-vat", "dated-vat-2018"),
        ("dated-vat", "dated-vat-2019"),
        ("dated-vat", "dated-vat-own"),
        ("dated-vat-accrual", "dated-vat-accrual-2018"),
        ("dated-vat-accrual", "dated-vat-accrual-own"),
    ];
    let mut workbooks = Vec::new();
    for (policy, workbook) in books {
        for lang in languages(workbooks.len()) {
            let path = common::fixture(&format!("policies/{workbook}.xlsx"));
            let name = format!("{workbook} {lang:?}");
            let stripped = common::with_results(&path, &plan(policy), |results| {
                with_workbook(results, *lang, |report| strip(name.clone(), report))
            });
            workbooks.push(stripped.unwrap());
        }
    }
    let wrong = differences(&workbooks);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
