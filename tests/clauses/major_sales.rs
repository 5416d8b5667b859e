//! The own clauses of the major-sales policy: base 70,000, target 100,000, 1.424 % below base, 7.12 % from base on,
//! nothing divided by tax; 70,000 × 7.12 % = 4,984, 70,000 × 1.424 % = 996.80.

use crate::common::case::{Case, Line};

fn case(through: u8) -> Case {
    Case::of("major-sales", through)
}

fn line(category: &str, amount: &str) -> Line {
    Line {
        quarter: "Q1".into(),
        manager: "M001".into(),
        category: category.into(),
        amount: amount.into(),
        ..Line::default()
    }
}

/// Each amount is a deal of its own.
fn deals(case: &mut Case, quarter: u8, amounts: &[&str]) {
    for (nth, amount) in amounts.iter().enumerate() {
        case.line(Line { quarter: format!("Q{quarter}"), project: format!("D{nth}"), ..line("", amount) });
    }
}

/// The department's task is the sum of its people's quarters, and a base is at most its target.
#[test]
fn ms_1_the_task_is_divided_among_people_and_quarters() {
    let mut two = case(2);
    two.manager("M002", "").quota("M002", 1, "70000", "200000").collected("M002", 1, "50000").all(&["60000", "20000"]);
    // 100,000 + 100,000 + 200,000; 130,000 ÷ 400,000
    two.run().department(&[("actual", "130000"), ("target", "400000"), ("attainment", "0.325")]);
    let with_base = |base| {
        let mut case = case(1);
        case.quota("M001", 1, base, "100000");
        case.try_run()
    };
    assert!(with_base("99999.99").is_ok());
    assert!(with_base("100000").is_ok());
    assert!(with_base("100000.01").is_err());
}

/// 80,000 less the four deductions is the base, to the fen; the last day of the quarter counts in it, the next does not.
#[test]
fn ms_2_1_net_product_and_implementation_by_quarter() {
    let run = |category, travel: &str| {
        let mut case = case(1);
        let deductions = ["4000", "3000", "2000", travel].map(str::to_owned);
        case.line(Line { deductions, ..line(category, "80000") });
        case.run()
    };
    for category in ["product", "implementation", "产品", "实施"] {
        run(category, "1000.01").quarter(1, &[("collections", "69999.99"), ("base_met", "false")]);
        run(category, "1000").quarter(1, &[("collections", "70000"), ("base_met", "true"), ("accrued", "4984")]);
        run(category, "999.99").quarter(1, &[("collections", "70000.01"), ("base_met", "true")]);
    }
    let on = |month, day| {
        let mut case = case(2);
        case.line(Line { quarter: String::new(), date: Some((2017, month, day)), ..line("", "70000") });
        case.run()
    };
    on(3, 31).quarter(1, &[("collections", "70000"), ("base_met", "true")]);
    on(4, 1).quarter(1, &[("collections", "0"), ("base_met", "false")]);
}

/// 69,999.99 × 1.424 % = 996.7998…; 70,000 × 7.12 % = 4,984. The shortfall is owed although its quarter accrued.
#[test]
fn ms_2_2_below_base_accrues_at_the_low_rate() {
    let run = |amount| case(1).all(&[amount]).run();
    run("69999.99").quarter(
        1,
        &[
            ("base_met", "false"),
            ("shortfall", "0.01"),
            ("basis", "69999.99"),
            ("accrued", "996.8"),
            ("bonus", "996.8"),
            ("closing_balance", "-0.01"),
        ],
    );
    run("70000").quarter(1, &[("base_met", "true"), ("shortfall", "0"), ("basis", "70000"), ("accrued", "4984")]);
    run("70000.01").quarter(1, &[("base_met", "true"), ("basis", "70000.01"), ("accrued", "4984")]); // 4,984.0007…
    // A net refund accrues nothing and is owed on top of the base: 70,000 + 0.01.
    run("0.01").quarter(1, &[("basis", "0.01"), ("accrued", "0"), ("shortfall", "69999.99")]);
    run("0").quarter(1, &[("basis", "0"), ("accrued", "0"), ("shortfall", "70000")]);
    run("-0.01").quarter(1, &[("basis", "0"), ("accrued", "0"), ("shortfall", "70000.01")]);
}

/// What is above the target accrues at once and is not carried: 120,000 × 7.12 % = 8,544.
#[test]
fn ms_2_2_above_target_accrues_too() {
    let run = |amounts: &[&str]| case(2).all(amounts).run();
    run(&["99999.99"]).quarter(1, &[("basis", "99999.99"), ("surplus", "0"), ("accrued", "7120")]); // 7,119.9992…
    run(&["100000"]).quarter(1, &[("basis", "100000"), ("surplus", "0"), ("accrued", "7120")]);
    run(&["100000.01"]).quarter(1, &[("basis", "100000.01"), ("surplus", "0"), ("accrued", "7120")]);
    // 100,000.08 × 7.12 % = 7,120.005696
    run(&["100000.08"]).quarter(1, &[("accrued", "7120.01")]);
    let run = run(&["120000", "69999.99"]);
    run.quarter(1, &[("accrued", "8544"), ("surplus", "0"), ("closing_balance", "0")]);
    run.quarter(2, &[("opening_balance", "0"), ("effective", "69999.99"), ("base_met", "false"), ("accrued", "996.8")]);
}

/// Q1 collects 50,000, accrues 712 and lacks 20,000, which Q2 fills first; only the rest is Q2's own.
#[test]
fn ms_2_2_the_next_quarter_fills_the_shortfall_first() {
    let run = |amount| case(2).all(&["50000", amount]).run();
    run("0").quarter(1, &[("shortfall", "20000"), ("accrued", "712")]);
    run("19999.99").quarter(2, &[("made_up", "19999.99"), ("effective", "0"), ("left_q1", "0.01"), ("accrued", "0")]);
    run("20000").quarter(2, &[("made_up", "20000"), ("effective", "0"), ("left_q1", "0"), ("accrued", "0")]);
    // 0.01 × 1.424 % is nothing; 70,000.36 − 20,000 = 50,000.36 × 1.424 % = 712.005…
    run("20000.01").quarter(2, &[("effective", "0.01"), ("basis", "0.01"), ("accrued", "0")]);
    run("70000.36").quarter(2, &[("effective", "50000.36"), ("accrued", "712.01")]);
    run("89999.99").quarter(2, &[("effective", "69999.99"), ("base_met", "false"), ("accrued", "996.8")]);
    run("90000").quarter(2, &[("effective", "70000"), ("base_met", "true"), ("accrued", "4984")]);
    run("90000.01").quarter(2, &[("effective", "70000.01"), ("base_met", "true"), ("basis", "70000.01")]);
}

/// The annual base is 280,000. Q1 collects nothing, so the quarters accrue 3 × 4,984 = 14,952, the year 19,936.
#[test]
fn ms_2_2_year_end_settles_on_the_actual_completion() {
    let run = |amounts: &[&str]| case(4).all(amounts).run();
    let of = |amount| run(&["0", "140000", "70000", amount]);
    // The last quarter is below base: 2 × 4,984 + 996.80; 279,999.99 × 1.424 % = 3,987.1998…; not recovered.
    of("69999.99").year(&[
        ("base_met", "false"),
        ("accrued_in_quarters", "10964.8"),
        ("accrual", "3987.2"),
        ("difference", "0"),
    ]);
    of("70000").year(&[
        ("base_met", "true"),
        ("accrued_in_quarters", "14952"),
        ("accrual", "19936"),
        ("difference", "4984"),
        ("true_up", "4984"),
    ]);
    of("70000.01").year(&[("actual", "280000.01"), ("base_met", "true"), ("difference", "4984")]);
    // 3,987.20 − 10,964.80
    let mut recovered = case(4);
    recovered.set("annual_base_missed", "recover").all(&["0", "140000", "70000", "69999.99"]);
    recovered.run().year(&[("difference", "-6977.6")]);
    // Q2 only fills Q1: the quarters accrue nothing, the year 70,000 × 1.424 %.
    run(&["0", "70000"]).year(&[("accrued_in_quarters", "0"), ("accrual", "996.8"), ("true_up", "996.8")]);
}

/// 50,000 outside the pipeline are nothing at all, service outside it neither.
#[test]
fn ms_2_4_outside_the_pipeline_neither_performance_nor_bonus() {
    let run = |amount| case(1).all(&[amount]).outside("M001", 1, "50000").run();
    run("69999.99")
        .quarter(1, &[("collections", "69999.99"), ("scheduled", "69999.99"), ("base_met", "false"), ("ratio", "1")]);
    run("70000").quarter(1, &[("collections", "70000"), ("base_met", "true"), ("accrued", "4984")]);
    run("70000.01").quarter(1, &[("collections", "70000.01"), ("basis", "70000.01")]);
    let service = |in_pipeline| {
        let mut case = case(1);
        case.line(Line { in_pipeline, ..line("service", "10000") });
        case.run()
    };
    service(true).quarter(1, &[("flat_accrual", "500"), ("bonus", "500")]);
    service(false).quarter(1, &[("flat_accrual", "0"), ("bonus", "0")]);
}

/// 70 % of 100,000 is the base. 99,999.99 is 69,999.993 + 29,999.997: the fen goes to the larger remainder.
#[test]
fn ms_2_5_joint_sales_seventy_thirty() {
    let run = |amount, other: &str| {
        let mut case = case(1);
        case.manager("M002", "").quota("M002", 1, "30000", "100000");
        case.line(Line { manager: String::new(), ..line("", amount) });
        case.share("P1", "M001", "0.7").share("P1", other, "0.3");
        case.run()
    };
    for (amount, collecting, met, joining, joining_met) in [
        ("99999.98", "69999.99", "false", "29999.99", "false"), // 69,999.986 + 29,999.994
        ("99999.99", "69999.99", "false", "30000", "true"),
        ("100000", "70000", "true", "30000", "true"),
        ("100000.01", "70000.01", "true", "30000", "true"), // 70,000.007 + 30,000.003
    ] {
        let inside = run(amount, "M002");
        inside.quarter(1, &[("collections", collecting), ("base_met", met)]);
        inside.quarter_of("M002", 1, &[("collections", joining), ("base_met", joining_met)]);
        for outside in ["external", "外部"] {
            let run = run(amount, outside);
            run.quarter(1, &[("collections", collecting), ("base_met", met)]);
            run.quarter_of("M002", 1, &[("collections", "0")]);
            run.department(&[("actual", collecting)]);
        }
    }
}

/// Three contribute: 140,000 × 50 %, 30 %, 20 %. Shares sum to exactly 1.
#[test]
fn ms_2_6_a_large_project_is_divided_by_contribution() {
    let run = |amount, last: &str| {
        let mut case = case(1);
        for id in ["M002", "M003"] {
            case.manager(id, "").quota(id, 1, "0", "100000");
        }
        case.line(Line { manager: String::new(), ..line("", amount) });
        case.share("P1", "M001", "0.5").share("P1", "M002", "0.3").share("P1", "M003", last);
        case.try_run()
    };
    let exact = run("140000", "0.2").unwrap_or_else(|faults| panic!("{faults}"));
    exact.quarter(1, &[("collections", "70000"), ("accrued", "4984")]);
    exact.quarter_of("M002", 1, &[("collections", "42000"), ("accrued", "2990.4")]);
    exact.quarter_of("M003", 1, &[("collections", "28000"), ("accrued", "1993.6")]);
    // 69,999.99 + 41,999.994 + 27,999.996: the third has the larger remainder.
    let less = run("139999.98", "0.2").unwrap_or_else(|faults| panic!("{faults}"));
    less.quarter(1, &[("collections", "69999.99"), ("base_met", "false")]);
    less.quarter_of("M002", 1, &[("collections", "41999.99")]);
    less.quarter_of("M003", 1, &[("collections", "28000")]);
    for last in ["0.1999", "0.2001"] {
        assert!(run("140000", last).is_err(), "{last}");
    }
}

/// 2.5 % of an add-on, half of the 5 % of service: 0.19 × 2.5 % = 0.00475, 0.20 × 2.5 % = 0.005.
#[test]
fn ms_2_7_add_ons_earn_half_and_data_conversion_nothing() {
    let run = |category, amount| {
        let mut case = case(1);
        case.all(&["69999.99"]).line(line(category, amount));
        case.run()
    };
    for category in ["add-on", "增购"] {
        for (amount, flat) in [("0.19", "0"), ("0.2", "0.01"), ("0.21", "0.01"), ("10000", "250")] {
            run(category, amount).quarter(
                1,
                &[
                    ("collections", "69999.99"),
                    ("scheduled", "69999.99"),
                    ("flat_accrual", flat),
                    ("base_met", "false"),
                ],
            );
        }
    }
    run("service", "10000").quarter(1, &[("flat_accrual", "500")]);
    for category in ["data-conversion", "数据转换"] {
        // 996.80 of the product alone
        run(category, "10000").quarter(
            1,
            &[("collections", "69999.99"), ("flat_accrual", "0"), ("base_met", "false"), ("bonus", "996.8")],
        );
    }
}

/// 70 % + 30 % × 0, 0.5, 1 and 1.2, of 4,984; each at its score, a hundredth below and above.
#[test]
fn ms_3_the_payout_is_seventy_thirty() {
    for (score, factor, bonus) in [
        ("0", "0.7", "3488.8"),
        ("59.99", "0.7", "3488.8"),
        ("60", "0.85", "4236.4"),
        ("60.01", "0.85", "4236.4"),
        ("79.99", "0.85", "4236.4"),
        ("80", "1", "4984"),
        ("80.01", "1", "4984"),
        ("89.99", "1", "4984"),
        ("90", "1.06", "5283.04"),
        ("90.01", "1.06", "5283.04"),
    ] {
        let run = case(1).all(&["70000"]).scores("M001", 1, &[score]).run();
        run.quarter(1, &[("accrued", "4984"), ("payout_factor", factor), ("bonus", bonus), ("total", bonus)]);
    }
}

/// Whatever stands in the column, no floating wage is paid or kept, nothing is deducted, and no half-year is reviewed.
#[test]
fn ms_3_no_floating_wage_no_deduction_no_review() {
    let run = |amount| {
        let mut case = case(2);
        case.quota_with("M001", 1, "70000", "100000", "4500", "").all(&[amount, "0"]);
        case.run()
    };
    run("69999.99").quarter(1, &[("bonus", "996.8"), ("total", "996.8"), ("wage_deduction", "0")]);
    run("70000").quarter(1, &[("bonus", "4984"), ("total", "4984"), ("wage_deduction", "0")]);
    run("70000.01").quarter(1, &[("bonus", "4984"), ("total", "4984"), ("wage_deduction", "0")]);
    assert_eq!(run("70000").halves(), 0);
}

/// Above the annual target of 400,000 a slice earns 9.968 %: 0.05 is 0.004984, 0.06 is 0.0059808.
#[test]
fn ms_3_1_above_the_annual_target() {
    let run = |amount| case(4).all(&["100000", "100000", "100000", amount]).run();
    run("99999.99").year(&[("accrual_within_target", "28480"), ("accrual_over_target", "0")]); // 28,479.9992…
    run("99999.92").year(&[("accrual_within_target", "28479.99"), ("accrual_over_target", "0")]); // 28,479.9943…
    run("100000").year(&[("accrual_within_target", "28480"), ("accrual_over_target", "0"), ("difference", "0")]);
    run("100000.05").year(&[("accrual_within_target", "28480"), ("accrual_over_target", "0")]);
    run("100000.06").year(&[("accrual_within_target", "28480"), ("accrual_over_target", "0.01")]);
    // 100,000 × 9.968 %; the quarters accrued 500,000 × 7.12 % = 35,600.
    run("200000").year(&[
        ("accrual_within_target", "28480"),
        ("accrual_over_target", "9968"),
        ("accrued_in_quarters", "35600"),
        ("difference", "2848"),
        ("true_up", "2848"),
    ]);
}

/// Within the task the whole is at one rate: a fen of collections is worth 4,984 − 996.80 at the base.
#[test]
fn ms_3_1_one_rate_for_the_whole() {
    // 280,000 × 7.12 % = 19,936 and 279,999.99 × 1.424 % = 3,987.1998…
    let run = |amount| case(4).all(&["70000", "70000", "70000", amount]).run();
    run("69999.99").year(&[("accrual_within_target", "3987.2"), ("accrual", "3987.2")]);
    run("70000").year(&[("accrual_within_target", "19936"), ("accrual", "19936")]);
    run("70000.01").year(&[("accrual_within_target", "19936"), ("accrual", "19936")]); // 19,936.0007…
    // The in-target rate is undivided; at a divisor of 1.17 it would be 4,259.83.
    run("70000").quarter(4, &[("accrued", "4984")]);
}

/// While no small-deal rate is given seven deals of 10,000 meet the base at the full rate; at 3.56 % they earn half.
#[test]
fn ms_3_2_off_while_the_rate_is_not_given() {
    let run = |rate: Option<&str>, first| {
        let mut case = case(1);
        if let Some(rate) = rate {
            case.set("small_deal_rate", rate);
        }
        deals(&mut case, 1, &[first, "10000", "10000", "10000", "10000", "10000", "10000"]);
        case.run()
    };
    run(None, "10000")
        .quarter(1, &[("by_deal_size", "false"), ("large_deals", "0"), ("small_deal_basis", "0"), ("accrued", "4984")]);
    // 70,000 × 3.56 %
    run(Some("0.0356"), "10000")
        .quarter(1, &[("by_deal_size", "true"), ("small_deal_basis", "70000"), ("accrued", "2492")]);
    // A rate of 0 is given too.
    run(Some("0"), "10000").quarter(1, &[("by_deal_size", "true"), ("accrued", "0")]);
    // Below base the rule does not reach: 69,999.99 at 1.424 %.
    run(Some("0.0356"), "9999.99").quarter(1, &[("by_deal_size", "false"), ("accrued", "996.8")]);
    run(Some("0.0356"), "10000.01").quarter(1, &[("by_deal_size", "true"), ("small_deal_basis", "70000.01")]);
}

/// A deal of 50,000 is not large, one of 50,000.01 is; it is then far more than 40 % of 70,000.01.
#[test]
fn ms_3_2_large_is_above_fifty_thousand() {
    let run = |first: Line| {
        let mut case = case(1);
        case.set("small_deal_rate", "0.0356").line(first);
        deals(&mut case, 1, &["15000", "15000"]);
        case.run()
    };
    let of = |amount| run(line("", amount));
    of("49999.99").quarter(1, &[("large_deals", "0"), ("by_deal_size", "true")]);
    // 80,000 × 3.56 %
    of("50000").quarter(1, &[("large_deals", "0"), ("by_deal_size", "true"), ("accrued", "2848")]);
    // 80,000.01 × 7.12 % = 5,696.0007…
    of("50000.01").quarter(1, &[("large_deals", "50000.01"), ("by_deal_size", "false"), ("accrued", "5696")]);
    // It is the net that is measured.
    let net = |travel: &str| {
        run(Line { deductions: [String::new(), String::new(), String::new(), travel.into()], ..line("", "60000") })
    };
    net("9999.99").quarter(1, &[("large_deals", "50000.01")]);
    net("10000").quarter(1, &[("large_deals", "0")]);
}

/// A deal is all that its project brings in the quarter, before the split: 50,000 of 100,000 are of a large deal, and
/// so are 25,000 + 25,000.01; what another quarter brought does not count.
#[test]
fn ms_3_2_a_deal_is_its_project_in_the_quarter() {
    let lines = |lines: &[(u8, &str)]| {
        let mut case = case(2);
        case.set("small_deal_rate", "0.0356");
        for &(quarter, amount) in lines {
            case.line(Line { quarter: format!("Q{quarter}"), ..line("", amount) });
        }
        case.run()
    };
    lines(&[(1, "25000"), (1, "25000.01")]).quarter(1, &[("large_deals", "50000.01")]);
    lines(&[(1, "25000"), (1, "25000")]).quarter(1, &[("large_deals", "0")]);
    lines(&[(1, "25000"), (2, "25000.01")]).quarter(1, &[("large_deals", "0")]);
    let split = |amount| {
        let mut case = case(1);
        case.set("small_deal_rate", "0.0356").manager("M002", "").quota("M002", 1, "0", "100000");
        case.line(Line { manager: String::new(), ..line("", amount) });
        case.share("P1", "M001", "0.5").share("P1", "M002", "0.5");
        case.run()
    };
    split("50000").quarter(1, &[("large_deals", "0")]);
    split("50000.02").quarter(1, &[("large_deals", "25000.01")]);
    split("100000").quarter(1, &[("large_deals", "50000")]);
}

/// 60,000 are 40 % of 150,000: then all of it is at 7.12 %, 10,680. A fen more of small deals and they are at 3.56 %:
/// 60,000 × 7.12 % + 90,000.01 × 3.56 % = 4,272 + 3,204.0003….
#[test]
fn ms_3_2_forty_percent() {
    let run = |large, small| {
        let mut case = case(1);
        case.set("small_deal_rate", "0.0356");
        deals(&mut case, 1, &[large, "45000", small]);
        case.run()
    };
    run("60000", "44999.99").quarter(1, &[("by_deal_size", "false"), ("basis", "149999.99"), ("accrued", "10680")]);
    run("60000", "45000").quarter(
        1,
        &[("by_deal_size", "false"), ("large_deals", "60000"), ("small_deal_basis", "0"), ("accrued", "10680")],
    );
    run("60000", "45000.01").quarter(
        1,
        &[("by_deal_size", "true"), ("small_deal_basis", "90000.01"), ("basis", "150000.01"), ("accrued", "7476")],
    );
    // The same from the other side: 59,999.99 of 149,999.99 are less than 59,999.996, 60,000.01 more than 60,000.004.
    run("59999.99", "45000").quarter(1, &[("by_deal_size", "true"), ("small_deal_basis", "90000")]);
    run("60000.01", "45000").quarter(1, &[("by_deal_size", "false"), ("small_deal_basis", "0")]);
}

/// Service, training and supplies: 0.09 × 5 % = 0.0045, 0.10 × 5 % = 0.005. They fill no task and are paid below base.
#[test]
fn ms_3_3_service_training_and_supplies_earn_five_percent() {
    for category in ["service", "training", "supplies", "服务", "培训", "配套用品"] {
        for (amount, flat) in [("0.09", "0"), ("0.1", "0.01"), ("0.11", "0.01"), ("10000", "500")] {
            let mut case = case(1);
            case.all(&["69999.99"]).line(line(category, amount));
            case.run().quarter(
                1,
                &[("collections", "69999.99"), ("base_met", "false"), ("accrued", "996.8"), ("flat_accrual", flat)],
            );
        }
        // (996.80 + 500) × 0.85
        let mut case = case(1);
        case.all(&["69999.99"]).line(line(category, "10000")).scores("M001", 1, &["60"]);
        case.run().quarter(1, &[("bonus", "1272.28")]);
    }
}

/// Q1 lacks 20,000, so the basis of Q2 is that much less than its collections of 150,000.01, in the same proportion:
/// 130,000.01 × 60,000 ÷ 150,000.01 = 52,000.0005…, the rest 78,000.01; 52,000 × 7.12 % + 78,000.01 × 3.56 % =
/// 3,702.40 + 2,776.8003….
#[test]
fn r_13_the_basis_is_divided_as_the_collections_are() {
    let run = |small| {
        let mut case = case(2);
        case.set("small_deal_rate", "0.0356").all(&["50000"]);
        deals(&mut case, 2, &["60000", "45000", small]);
        case.run()
    };
    run("45000").quarter(2, &[("basis", "130000"), ("small_deal_basis", "0"), ("accrued", "9256")]);
    run("45000.01").quarter(2, &[("basis", "130000.01"), ("small_deal_basis", "78000.01"), ("accrued", "6479.2")]);
    // Each to the fen: 60,000 × 130,000.15 ÷ 150,000.15 = 52,000.008: 52,000.01 × 7.12 % = 3,702.400712 and
    // 78,000.14 × 3.56 % = 2,776.804984, .40 and .80; together before rounding they would be 6,479.21.
    run("45000.15").quarter(2, &[("basis", "130000.15"), ("small_deal_basis", "78000.14"), ("accrued", "6479.2")]);
}
