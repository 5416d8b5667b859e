//! From lines to credits: what counts, when, in the pipeline or not, and to whom (KA-2.1, KA-2.5, KA-2.6).

use crate::common::case::{Case, Line};

fn line(amount: &str, deductions: [&str; 4]) -> Line {
    Line {
        quarter: "Q1".into(),
        manager: "M001".into(),
        amount: amount.into(),
        deductions: deductions.map(str::to_owned),
        ..Line::default()
    }
}

/// 80,000 − 4,000 − 3,000 − 2,000 − 1,000 = 70,000, the base. Each of the five figures moves it by its fen.
#[test]
fn ka_2_1_collections_are_net_of_the_four_deductions() {
    let run = |amount, deductions| Case::through(1).line(line(amount, deductions)).run();
    let just = ["4000", "3000", "2000", "1000"];
    run("80000", just).quarter(1, &[("collections", "70000"), ("scheduled", "70000"), ("base_met", "true")]);
    run("79999.99", just).quarter(1, &[("collections", "69999.99"), ("base_met", "false")]);
    run("80000.01", just).quarter(1, &[("collections", "70000.01"), ("base_met", "true")]);
    for (place, more, less) in
        [(0, "4000.01", "3999.99"), (1, "3000.01", "2999.99"), (2, "2000.01", "1999.99"), (3, "1000.01", "999.99")]
    {
        let mut deductions = just;
        deductions[place] = more;
        run("80000", deductions).quarter(1, &[("collections", "69999.99"), ("base_met", "false")]);
        deductions[place] = less;
        run("80000", deductions).quarter(1, &[("collections", "70000.01"), ("base_met", "true")]);
    }
}

/// A blank deduction is 0.
#[test]
fn ka_2_1_a_blank_deduction_is_nothing() {
    let case = |deductions| Case::through(1).line(line("70000", deductions)).run();
    case(["", "", "", ""]).quarter(1, &[("collections", "70000")]);
    case(["0", "", "0.01", ""]).quarter(1, &[("collections", "69999.99"), ("base_met", "false")]);
}

/// The last day of March is of Q1, the day after it of Q2.
#[test]
fn ka_2_1_assessed_by_quarter() {
    let run = |month, day| {
        let line = Line { quarter: String::new(), date: Some((2017, month, day)), ..line("70000", ["", "", "", ""]) };
        Case::through(4).line(line).run()
    };
    for (month, day, quarter) in
        [(1, 1, 1), (3, 30, 1), (3, 31, 1), (4, 1, 2), (6, 30, 2), (7, 1, 3), (9, 30, 3), (10, 1, 4), (12, 31, 4)]
    {
        let run = run(month, day);
        for q in 1..=4 {
            run.quarter(q, &[("collections", if q == quarter { "70000" } else { "0" })]);
        }
    }
}

/// A refund is a negative line: 70,000.01 − 0.01 = 70,000.
#[test]
fn ka_2_1_a_refund_counts_against_its_quarter() {
    let run = |refund| Case::through(1).all(&["70000.01"]).collected("M001", 1, refund).run();
    run("0").quarter(1, &[("collections", "70000.01"), ("base_met", "true")]);
    run("-0.01").quarter(1, &[("collections", "70000"), ("base_met", "true")]);
    run("-0.02").quarter(1, &[("collections", "69999.99"), ("base_met", "false")]);
}

/// Product and implementation alike, and a blank category is product.
#[test]
fn ka_2_1_product_and_implementation_count() {
    let run = |category: &str| {
        let mut case = Case::through(1);
        case.line(Line { category: category.into(), ..line("30000", ["", "", "", ""]) }).all(&["40000"]);
        case.run()
    };
    for category in ["", "product", "implementation", "产品", "实施"] {
        run(category).quarter(1, &[("collections", "70000"), ("scheduled", "70000"), ("accrued", "7000")]);
    }
}

/// 69,999.99 inside; the fen that is lacking may come from outside the pipeline.
#[test]
fn ka_2_5_outside_the_pipeline_is_performance() {
    let run = |outside| Case::through(1).all(&["69999.99"]).outside("M001", 1, outside).run();
    run("0").quarter(1, &[("collections", "69999.99"), ("base_met", "false"), ("floating_wage_paid", "0")]);
    // 69,999.99 ÷ 70,000 = 0.9999998571428…, 12 decimals; × 70,000 = 69,999.99000001
    run("0.01").quarter(
        1,
        &[
            ("collections", "70000"),
            ("scheduled", "69999.99"),
            ("base_met", "true"),
            ("floating_wage_paid", "4500"),
            ("ratio", "0.999999857143"),
            ("basis", "69999.99"),
        ],
    );
    // 69,999.99 ÷ 70,000.01 = 0.9999997142857…
    run("0.02").quarter(1, &[("collections", "70000.01"), ("ratio", "0.999999714286"), ("basis", "69999.99")]);
}

/// 70,000 of 100,000 are inside: ratio 0.7, and that part of the completion earns.
#[test]
fn ka_2_5_outside_the_pipeline_earns_nothing() {
    let run = |outside| Case::through(1).all(&["70000"]).outside("M001", 1, outside).run();
    // 70,000 ÷ 99,999.99 = 0.70000007000000…; × 99,999.99 = 69,999.9999999993
    run("29999.99").quarter(1, &[("ratio", "0.70000007"), ("basis", "70000"), ("surplus_scheduled", "0")]);
    run("30000").quarter(1, &[("ratio", "0.7"), ("basis", "70000"), ("accrued", "7000"), ("surplus", "0")]);
    // 70,000 ÷ 100,000.01 = 0.699999930000007; × 100,000 = 69,999.993; the fen above target: 0.00699 is 0.01
    run("30000.01").quarter(
        1,
        &[("ratio", "0.69999993"), ("basis", "69999.99"), ("surplus", "0.01"), ("surplus_scheduled", "0.01")],
    );
    let all_outside = Case::through(1).outside("M001", 1, "70000").run();
    all_outside.quarter(1, &[("base_met", "true"), ("ratio", "0"), ("accrued", "0"), ("total", "4500")]);
}

/// The ratio stays within 0 and 1 when a refund stands on one side.
#[test]
fn ka_2_5_the_ratio_is_limited() {
    // 80,000 ÷ 79,999.99 is above 1: all of it earns, and no more.
    let run = |inside, outside| Case::through(1).all(&[inside]).outside("M001", 1, outside).run();
    run("80000", "-0.01").quarter(1, &[("ratio", "1"), ("basis", "79999.99")]);
    run("80000", "0").quarter(1, &[("ratio", "1"), ("basis", "80000")]);
    // 80,000 ÷ 80,000.01 = 0.9999998750000156
    run("80000", "0.01").quarter(1, &[("ratio", "0.999999875"), ("basis", "80000")]);
    run("-0.01", "80000").quarter(1, &[("ratio", "0"), ("basis", "0"), ("base_met", "true")]);
}

/// Two managers with half of project P9 each.
fn halves(amount: &str) -> Case {
    let mut case = Case::through(1);
    case.manager("M002", "2级").quota("M002", 1, "70000", "100000");
    case.share("P9", "M002", "0.5").share("P9", "M001", "0.5");
    case.line(Line { quarter: "Q1".into(), project: "P9".into(), amount: amount.into(), ..Line::default() });
    case
}

/// Half of an odd fen goes to the smaller id; a refund splits like its opposite.
#[test]
fn ka_2_6_a_project_is_divided_by_contribution() {
    for (amount, first, second) in [
        ("100", "50", "50"),
        ("100.01", "50.01", "50"),
        ("100.02", "50.01", "50.01"),
        ("-33.34", "-16.67", "-16.67"),
        ("-33.35", "-16.68", "-16.67"),
        ("-33.36", "-16.68", "-16.68"),
        ("0.01", "0.01", "0"),
        ("-0.01", "-0.01", "0"),
    ] {
        let run = halves(amount).run();
        run.quarter_of("M001", 1, &[("collections", first), ("scheduled", first)]);
        run.quarter_of("M002", 1, &[("collections", second), ("scheduled", second)]);
    }
}

/// 140,000 give each his base; with a fen less 69,999.995 each, and the fen goes to M001.
#[test]
fn ka_2_6_each_is_measured_by_his_part() {
    let figures = |amount, first: [&str; 3], second: [&str; 3]| {
        let run = halves(amount).run();
        for (id, [collections, met, accrued]) in [("M001", first), ("M002", second)] {
            run.quarter_of(id, 1, &[("collections", collections), ("base_met", met), ("accrued", accrued)]);
        }
    };
    figures("139999.99", ["70000", "true", "7000"], ["69999.99", "false", "0"]);
    figures("140000", ["70000", "true", "7000"], ["70000", "true", "7000"]);
    figures("140000.01", ["70000.01", "true", "7000"], ["70000", "true", "7000"]);
}

/// 33.33 %, 33.33 %, 33.34 %: one fen to the third (0.003334 is the largest rest), the next to the first.
#[test]
fn ka_2_6_the_largest_remainder_takes_the_fen() {
    for (amount, parts) in
        [("0.01", ["0", "0", "0.01"]), ("0.02", ["0.01", "0", "0.01"]), ("0.03", ["0.01", "0.01", "0.01"])]
    {
        let mut case = Case::empty(1);
        for (id, share) in [("A", "0.3333"), ("B", "0.3333"), ("C", "0.3334")] {
            case.manager(id, "2级").quota(id, 1, "0.01", "0.01").share("P9", id, share);
        }
        case.line(Line { quarter: "Q1".into(), project: "P9".into(), amount: amount.into(), ..Line::default() });
        let run = case.run();
        for (id, part) in ["A", "B", "C"].into_iter().zip(parts) {
            run.quarter_of(id, 1, &[("collections", part)]);
        }
    }
}

/// Exactly 100 %.
#[test]
fn ka_2_6_the_shares_are_the_whole() {
    let run = |second| {
        let mut case = Case::through(1);
        case.manager("M002", "2级").quota("M002", 1, "70000", "100000");
        case.share("P9", "M001", "0.5").share("P9", "M002", second);
        case.try_run().map(|_| ())
    };
    assert_eq!(run("0.5"), Ok(()));
    assert!(run("0.4999").unwrap_err().contains("must sum to 100 %, not 99.99 %"), "{run:?}", run = run("0.4999"));
    assert!(run("0.5001").unwrap_err().contains("must sum to 100 %, not 100.01 %"), "{run:?}", run = run("0.5001"));
}

/// 70 % to M001 and 30 % to an outside unit, which is credited to nobody: 100,000 give him his base.
#[test]
fn ka_2_6_an_outside_unit_takes_its_share_away() {
    let run = |amount: &str| {
        let mut case = Case::through(1);
        case.share("P9", "M001", "70%").share("P9", "外部", "30%");
        case.line(Line { quarter: "Q1".into(), project: "P9".into(), amount: amount.into(), ..Line::default() });
        case.run()
    };
    // 69,999.993 and 29,999.997: the fen that is left goes to the larger rest, the outside unit's.
    run("99999.99").quarter(1, &[("collections", "69999.99"), ("base_met", "false")]);
    run("100000").quarter(1, &[("collections", "70000"), ("base_met", "true")]);
    run("100000").department(&[("actual", "70000")]);
    // 70,000.007 and 30,000.003
    run("100000.01").quarter(1, &[("collections", "70000.01"), ("base_met", "true")]);
}
