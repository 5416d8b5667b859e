//! Version 2 of the major-sales policy where it parts from version 1.

use crate::common::case::{Case, Line};

fn second(through: u8) -> Case {
    let mut case = Case::of("major-sales", through);
    case.version("2").set("small_deal_rate", "0.0356");
    case
}

/// What M001 collected on projects in a quarter.
fn deals(case: &mut Case, quarter: u8, amounts: &[(&str, &str)]) {
    for (project, amount) in amounts {
        case.line(Line {
            quarter: format!("Q{quarter}"),
            project: (*project).to_owned(),
            manager: "M001".to_owned(),
            amount: (*amount).to_owned(),
            ..Line::default()
        });
    }
}

/// Four quarters of small deals alone, 3.56 % of 100,000 each: the settlement leaves them there. One fen above the limit
/// makes a deal large: half of the quarter is, and all of it is at 7.12 %.
#[test]
fn ms_3_2_the_settlement_keeps_the_small_rate() {
    let run = |size, other| {
        let mut case = second(4);
        for quarter in 1..=4 {
            deals(&mut case, quarter, &[("A", size), ("B", other)]);
        }
        case.run()
    };
    let run_at = run("50000", "50000");
    run_at.quarter(1, &[("small_deal_basis", "100000"), ("accrued", "3560")]);
    run_at.year(&[("accrual_within_target", "14240"), ("accrued_in_quarters", "14240"), ("difference", "0")]);
    run("49999.99", "50000").quarter(1, &[("accrued", "3560")]);
    let above = run("50000.01", "49999.99");
    above.quarter(1, &[("small_deal_basis", "0"), ("accrued", "7120")]);
    above.year(&[("accrual_within_target", "28480"), ("difference", "0")]);
}

/// The rates look net of tax; 1.17 takes them as of what includes it.
#[test]
fn r_17_the_tax_divisor() {
    let run = |divisor| Case::of("major-sales", 1).version("2").set("tax_divisor", divisor).all(&["100000"]).run();
    run("1").quarter(1, &[("accrued", "7120")]);
    run("1.17").quarter(1, &[("accrued", "6085.47")]);
}

/// Project A: 30,000 in Q2, of 75,000. By the year it is large once Q1 had more than 20,000 of it, and 40 % of the quarter.
#[test]
fn r_18_deals_counted_by_the_year() {
    let run = |by, first| {
        let mut case = second(2);
        case.set("deals_counted_by", by);
        deals(&mut case, 1, &[("A", first), ("B", "80000")]);
        deals(&mut case, 2, &[("A", "30000"), ("C", "45000")]);
        case.run()
    };
    for (first, by_year) in [("19999.99", "2670"), ("20000", "2670"), ("20000.01", "5340")] {
        run("quarter", first).quarter(2, &[("accrued", "2670")]);
        run("year", first).quarter(2, &[("accrued", by_year)]);
    }
}

/// 200,000, of which 80,000 in large deals are 40 %. Below, each part accrues at its own rate.
#[test]
fn r_19_the_basis_divides_by_deal_size() {
    let run = |large, rest, rate: Option<&str>| {
        let mut case = second(1);
        if let Some(rate) = rate {
            case.set("large_deal_rate", rate);
        }
        deals(&mut case, 1, &[("A", large), ("B", "40000"), ("C", "40000"), ("D", rest)]);
        case.run()
    };
    // 140,000 × 3.56 % + 60,000 × 7.12 % or 8 %
    run("70000", "50000", None).quarter(1, &[("small_deal_basis", "130000"), ("accrued", "9612")]);
    run("70000", "50000", Some("0.08")).quarter(1, &[("small_deal_basis", "130000"), ("accrued", "10228")]);
    run("79999.99", "40000.01", None).quarter(1, &[("small_deal_basis", "120000.01"), ("accrued", "9968")]);
    run("80000", "40000", None).quarter(1, &[("small_deal_basis", "0"), ("accrued", "14240")]);
    run("80000", "40000", Some("0.08")).quarter(1, &[("accrued", "14240")]);
    run("80000.01", "39999.99", None).quarter(1, &[("small_deal_basis", "0"), ("accrued", "14240")]);
}

/// A quarter that lives on a carried surplus and collected nothing: all of it is of small deals.
#[test]
fn r_19_without_collections_all_is_small() {
    let run = |amount| {
        let mut case = second(2);
        case.set("surplus", "carry-forward");
        deals(&mut case, 1, &[("A", "300000")]);
        deals(&mut case, 2, &[("B", amount)]);
        case.run()
    };
    for amount in ["-0.01", "0.01"] {
        run(amount).quarter(2, &[("basis", "100000"), ("small_deal_basis", "100000"), ("accrued", "3560")]);
    }
}

/// Each sibling states its own rule: the key-account setting is a fault there.
#[test]
fn ms_2_2_has_no_setting_between_base_and_target() {
    let faults = Case::of("major-sales", 1).version("2").set("between_base_and_target", "accrues").try_run().err();
    assert!(faults.is_some_and(|faults| faults.contains("the policy has no such setting")));
}
