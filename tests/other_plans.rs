//! Plans that nobody here had seen, each a policy file and nothing else (`fixtures/policies`): every threshold at, below
//! and above, with figures worked out by hand; and files with a mistake that no figure would show.

use crate::common;
use bonus::policy::{Policy, load};
use serde_json::Value;

fn text(name: &str) -> String {
    std::fs::read_to_string(common::fixture(&format!("policies/{name}.toml"))).unwrap()
}

fn plan(name: &str) -> Policy {
    load(name, &text(name)).unwrap_or_else(|error| panic!("{error}"))
}

fn results(plan_name: &str, workbook: &str) -> Result<Value, String> {
    common::results(&common::fixture(&format!("policies/{workbook}.xlsx")), &plan(plan_name))
}

fn person<'j>(json: &'j Value, id: &str) -> &'j Value {
    json["managers"].as_array().unwrap().iter().find(|person| person["id"] == id).unwrap()
}

/// A field of each of a person's quarters.
fn quarters<'j>(json: &'j Value, id: &str, field: &str) -> Vec<&'j str> {
    let quarters = person(json, id)["quarters"].as_array().unwrap().iter();
    quarters.map(|quarter| quarter[field].as_str().unwrap()).collect()
}

fn met(json: &Value, id: &str) -> Vec<bool> {
    let quarters = person(json, id)["quarters"].as_array().unwrap().iter();
    quarters.map(|quarter| quarter["target_met"].as_bool().unwrap()).collect()
}

#[test]
fn office_the_whole_year_is_at_the_rate_of_its_slab() {
    let json = results("office", "office").unwrap();
    // Person, what the quarters accrued (80,000 each at the rate reached), the year's accrual, 94 % of
    // the difference.
    let expected = [
        ("400-below", "9600.00", "12000.00", "2256.00"),
        ("400-at", "10800.00", "18000.00", "6768.00"),
        ("400-above", "10800.00", "18004.50", "6772.23"),
        ("500-below", "10800.00", "22500.00", "10998.00"),
        ("500-at", "11200.00", "25000.00", "12972.00"),
        ("500-above", "11200.00", "25005.00", "12976.70"),
        ("600-below", "12400.00", "30000.00", "16544.00"),
        ("600-at", "12800.00", "33000.00", "18988.00"),
        ("600-above", "12800.00", "33005.50", "18993.17"),
        ("800-below", "14800.00", "44000.00", "27448.00"),
        ("800-at", "15200.00", "48000.00", "30832.00"),
        ("800-above", "15200.00", "48006.00", "30837.64"),
        ("1000-below", "15600.00", "60000.00", "41736.00"),
        ("1000-at", "16000.00", "65000.00", "46060.00"),
        ("1000-above", "16000.00", "65006.50", "46066.11"),
    ];
    for (id, accrued, accrual, true_up) in expected {
        let year = &person(&json, id)["year_end"];
        assert_eq!(year["accrued_in_quarters"], accrued, "{id}");
        assert_eq!(year["accrual"], accrual, "{id}");
        assert_eq!(year["true_up"], true_up, "{id}");
    }
    assert_eq!(person(&json, "400-below")["payable"], "4512.00");
    assert_eq!(quarters(&json, "800-at", "rate"), ["0.03", "0.045", "0.055", "0.06"]);
}

#[test]
fn office_below_the_target_nothing_accrues_and_the_shortfall_is_filled_first() {
    let json = results("office", "office").unwrap();
    assert_eq!(met(&json, "short"), [false, false, true, true]);
    assert_eq!(quarters(&json, "short", "made_up"), ["0.00", "0.01", "0.01", "0.00"]);
    assert_eq!(quarters(&json, "short", "owed"), ["0.01", "0.01", "0.00", "0.00"]);
    assert_eq!(quarters(&json, "short", "effective"), ["99999.99", "99999.99", "150000.01", "100000.00"]);
    assert_eq!(quarters(&json, "short", "surplus"), ["0.00", "0.00", "50000.01", "0.00"]);
    assert_eq!(quarters(&json, "short", "accrued"), ["0.00", "0.00", "3000.00", "4500.00"]);
    // The year is at its target to the fen.
    assert_eq!(person(&json, "short")["year_end"]["accrual"], "18000.00");
    assert_eq!(person(&json, "short")["payable"], "15000.00");

    // The year misses its target by a fen: nothing is settled, nothing taken back.
    assert_eq!(met(&json, "missed"), [true, false, false, false]);
    assert_eq!(quarters(&json, "missed", "owed"), ["0.00", "30000.00", "30000.00", "0.01"]);
    assert_eq!(quarters(&json, "missed", "total"), ["2599.50", "0.00", "0.00", "0.00"]);
    assert_eq!(person(&json, "missed")["year_end"]["difference"], "0.00");

    // A refund adds to the shortfall; who left in mid-year is settled on the quarters that he has.
    assert_eq!(quarters(&json, "refund", "owed"), ["105000.00", "0.00"]);
    assert_eq!(quarters(&json, "refund", "total"), ["0.00", "2100.00"]);
    assert_eq!(person(&json, "refund")["payable"], "2100.00");
}

#[test]
fn accelerator_only_what_is_above_120_per_cent_is_accelerated() {
    let json = results("accelerator", "accelerator").unwrap();
    assert_eq!(quarters(&json, "accelerator", "attainment"), ["1.199998", "1.2", "1.200002", "1"]);
    assert_eq!(quarters(&json, "accelerator", "total"), ["5999.99", "6000.00", "6000.02", "5000.00"]);
}

#[test]
fn accelerator_a_quarter_pays_no_more_than_the_cap_and_no_less_than_the_floor() {
    let json = results("accelerator", "accelerator").unwrap();
    assert_eq!(quarters(&json, "cap", "commission"), ["8999.99", "9000.00", "9000.02", "72000.00"]);
    assert_eq!(quarters(&json, "cap", "total"), ["8999.99", "9000.00", "9000.00", "9000.00"]);
    assert_eq!(quarters(&json, "floor", "commission"), ["999.95", "1000.00", "1000.05", "0.00"]);
    assert_eq!(quarters(&json, "floor", "total"), ["1000.00", "1000.00", "1000.05", "1000.00"]);
    // A plan without a settlement or a review has neither.
    assert!(person(&json, "cap").get("year_end").is_none());
    assert!(person(&json, "cap").get("half_years").is_none());
}

#[test]
fn accelerator_the_other_reading_accelerates_all_and_no_cap_is_no_cap() {
    let json = results("accelerator", "accelerator-all").unwrap();
    assert_eq!(json["through"], "Q4");
    assert_eq!(quarters(&json, "all", "total"), ["5999.99", "9000.00", "9000.02", "75000.00"]);
}

#[test]
fn a_cap_below_the_floor_is_a_fault() {
    let policy = load("accelerator", &text("accelerator").replace("default = \"1000\"", "default = \"9500\"")).unwrap();
    let faults = common::results(&common::fixture("policies/accelerator.xlsx"), &policy).unwrap_err();
    assert!(faults.contains("the floor is above the cap"), "{faults}");
}

#[test]
fn a_table_of_the_workbook_with_a_gap_or_overlap_is_refused() {
    let refused = [
        ("office-gap", "a gap"),
        ("office-overlap", "they overlap"),
        ("office-first", "the first step must start at 0"),
        ("office-closed", "nothing is said above it"),
        ("office-twice", "two steps start at the same figure"),
    ];
    for (workbook, words) in refused {
        let faults = results("office", workbook).unwrap_err();
        assert!(faults.contains(words) && faults.lines().count() == 1, "{workbook}: {faults}");
    }
}

#[test]
fn a_table_of_the_policy_with_a_gap_or_overlap_is_refused() {
    let refused = [
        (r#"["500000", "5%", "600000"]"#, r#"["500000", "5%", "599999.99"]"#, "a gap"),
        (r#"["500000", "5%", "600000"]"#, r#"["500000", "5%", "600001"]"#, "they overlap"),
        (r#"["0", "3%", "400000"]"#, r#"["1", "3%", "400000"]"#, "the first step must start at 0"),
        (r#"["1000000", "6.5%"]"#, r#"["1000000", "6.5%", "2000000"]"#, "nothing is said above it"),
        (r#"["1000000", "6.5%"]"#, r#"["800000", "6.5%"]"#, "the starts must rise"),
        (r#"until = "to""#, r#"until = "rate""#, "must be the third column"),
    ];
    for (old, new, words) in refused {
        let text = text("office");
        assert!(text.contains(old), "{old}");
        let error = load("office.toml", &text.replace(old, new)).unwrap_err().to_string();
        assert!(error.contains(words) && error.contains("office.toml:"), "{new}: {error}");
    }
}

/// The cap of a quarter is half of the year's target variable: a column of the person with a default, or a rule of his.
#[test]
fn a_quarter_reads_what_is_worked_out_of_its_person() {
    for plan in ["manager-default", "quarter-sees-manager-rule"] {
        let json = results(plan, plan).unwrap();
        // 10 % of 1,000,000 when blank, 90,000 as typed.
        assert_eq!(quarters(&json, "A", "cap"), ["50000.00"; 4], "{plan}");
        assert_eq!(quarters(&json, "B", "cap"), ["45000.00"; 4], "{plan}");
        // 300,000 at half the rate of 10 %; Q3 has earned 95,000 less 30,000 paid, and is capped.
        assert_eq!(quarters(&json, "A", "payment"), ["15000.00", "15000.00", "50000.00", "50000.00"], "{plan}");
        assert_eq!(person(&json, "D")["year_to_date"], "117500.00", "{plan}");
        // Settings that were left blank are settings, however long their labels are.
        let warnings = json["warnings"].as_array().unwrap();
        assert!(warnings.iter().all(|warning| warning["sheet"] != "Policy"), "{warnings:?}");
    }
}

#[test]
fn files_with_a_mistake_that_no_figure_would_show_are_refused() {
    let expected = [
        ("loop", "loop.toml:104:11", "manager.mloop → quarter.probe → manager.mloop"),
        ("misspelt-key", "misspelt-key.toml:112:22", "`bookng` is not a choice of kind (booking, loss)"),
        (
            "two-columns-of-one-role",
            "two-columns-of-one-role.toml:44:63",
            "has a column with the role `manager` already",
        ),
        ("two-dates", "two-dates.toml:44:64", "has a column with the role `date` already"),
    ];
    for (name, place, message) in expected {
        let text = text(&format!("mistaken/{name}"));
        let error = load(&format!("{name}.toml"), &text).expect_err("a mistake");
        assert_eq!(error.problems.len(), 1, "{error}");
        let shown = error.to_string();
        assert!(shown.contains(place) && shown.contains(message), "{shown}");
    }
    // Without the circle the same file is sound.
    let sound = text("mistaken/loop").replace("SUM(quarter.probe)", "SUM(quarter.pcol)");
    assert!(load("loop.toml", &sound.replace("mloop + 1", "five + 1")).is_ok());
}
