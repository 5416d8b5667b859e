//! The own clauses of the department-sales policy: base 70,000, target 100,000, 4 % within the target, 5 % above it;
//! 70,000 × 4 % = 2,800. Tax is taken off each line (DS-2.1); everywhere else the divisor is 1, so that what is written
//! is what is credited. The floating wage of the grade is 3 × 1,500 = 4,500.

use crate::common::case::{Case, Line};

fn case(through: u8) -> Case {
    let mut case = Case::of("department-sales", through);
    case.set("tax_divisor", "1");
    case
}

/// Some quarters' product collections.
fn run(amounts: &[&str]) -> crate::common::case::Run {
    case(4).all(amounts).run()
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

/// Half of 100,000.01 is 50,000.005, half away from zero 50,000.01; one that is entered stands.
#[test]
fn ds_1_a_blank_base_is_half_the_target_to_the_fen() {
    let run = |base, target, amount| {
        let mut case = case(1);
        case.quota("M001", 1, base, target).all(&[amount]);
        case.run()
    };
    run("", "100000", "49999.99").quarter(1, &[("base", "50000"), ("base_met", "false"), ("shortfall", "0.01")]);
    run("", "100000", "50000").quarter(1, &[("base", "50000"), ("base_met", "true"), ("accrued", "2000")]);
    run("", "100000.01", "50000").quarter(1, &[("base", "50000.01"), ("base_met", "false")]);
    run("", "100000.01", "50000.01").quarter(1, &[("base", "50000.01"), ("base_met", "true")]);
    run("", "99999.99", "49999.99").quarter(1, &[("base", "50000"), ("base_met", "false")]); // 49,999.995
    run("50000", "100000.01", "50000").quarter(1, &[("base", "50000"), ("base_met", "true")]);
}

/// A newcomer's quarter of no task: all of it accrues, nothing is deducted; a target of 0.02 has a base of 0.01.
#[test]
fn ds_1_a_newcomers_first_quarter_carries_no_task() {
    let run = |base, target, amount| {
        let mut case = case(1);
        case.quota("M001", 1, base, target).all(&[amount]);
        case.run()
    };
    for base in ["0", ""] {
        run(base, "0", "0").quarter(
            1,
            &[
                ("exempt", "true"),
                ("base_met", "true"),
                ("wage_deduction", "0"),
                ("floating_wage_paid", "4500"),
                ("total", "4500"),
            ],
        );
        // 400,000 × 4 %: neither a target nor the cap divides it.
        run(base, "0", "400000").quarter(1, &[("basis", "400000"), ("accrued", "16000"), ("surplus", "0")]);
    }
    run("", "0.02", "0").quarter(
        1,
        &[("exempt", "false"), ("base", "0.01"), ("base_met", "false"), ("wage_deduction", "600"), ("total", "-600")],
    );
    // The ledger passes through it: Q1 lacks 20,000, which Q2's 90,000 do not fill, and Q3 owes.
    let mut through = case(3);
    through.quota("M001", 2, "0", "0").all(&["50000", "90000", "90000"]);
    let through = through.run();
    through.quarter(2, &[("made_up", "0"), ("left_q1", "20000"), ("basis", "90000"), ("accrued", "3600")]);
    through.quarter(3, &[("made_up", "20000"), ("left_q1", "0")]);
}

/// 81,900 ÷ 1.17 = 70,000, a fen less is 69,999.991…, a fen more 70,000.008…; nothing is divided later.
#[test]
fn ds_2_1_tax_is_taken_when_a_line_is_credited() {
    let run = |amounts: &[&str], travel: &str| {
        let mut case = Case::of("department-sales", 1);
        for amount in amounts {
            let deductions = [String::new(), String::new(), String::new(), travel.into()];
            case.line(Line { deductions, ..line("", amount) });
        }
        case.run()
    };
    run(&["81899.99"], "").quarter(1, &[("collections", "69999.99"), ("base_met", "false"), ("accrued", "0")]);
    run(&["81900"], "").quarter(1, &[("collections", "70000"), ("base_met", "true"), ("accrued", "2800")]);
    run(&["81900.01"], "").quarter(1, &[("collections", "70000.01"), ("basis", "70000.01"), ("accrued", "2800")]);
    // The deductions come off first: (82,000 − 100) ÷ 1.17.
    run(&["82000"], "100.01").quarter(1, &[("collections", "69999.99")]);
    run(&["82000"], "100").quarter(1, &[("collections", "70000")]);
    // Each line to the fen: six times 0.01 ÷ 1.17 = 0.0085…, that is 0.01; 0.06 at once is 0.051….
    run(&["0.01", "0.01", "0.01", "0.01", "0.01", "0.01"], "").quarter(1, &[("collections", "0.06")]);
    run(&["0.06"], "").quarter(1, &[("collections", "0.05")]);
}

/// Implementation fills the task and earns 6 % apart: of 70,000 the 60,000 of product are 60/70, 60,000 × 4 % = 2,400.
#[test]
fn ds_2_2_implementation_earns_six_percent() {
    let run = |category, amount| {
        let mut case = case(1);
        case.all(&["60000"]).line(line(category, amount));
        case.run()
    };
    for category in ["implementation", "实施"] {
        // 9,999.99 × 6 % = 599.9994
        run(category, "9999.99").quarter(
            1,
            &[("collections", "69999.99"), ("base_met", "false"), ("accrued", "0"), ("flat_accrual", "600")],
        );
        run(category, "10000").quarter(
            1,
            &[
                ("collections", "70000"),
                ("scheduled", "60000"),
                ("base_met", "true"),
                ("basis", "60000"),
                ("accrued", "2400"),
                ("flat_accrual", "600"),
                ("bonus", "3000"),
            ],
        );
        run(category, "10000.01").quarter(1, &[("collections", "70000.01"), ("flat_accrual", "600")]);
        // 0.08 × 6 % = 0.0048, 0.09 × 6 % = 0.0054, 0.25 × 6 % = 0.015
        for (amount, flat) in [("0.08", "0"), ("0.09", "0.01"), ("0.24", "0.01"), ("0.25", "0.02")] {
            run(category, amount).quarter(1, &[("flat_accrual", flat)]);
        }
    }
    // Of the net income: 11,700 ÷ 1.17 × 6 %
    let mut taxed = Case::of("department-sales", 1);
    taxed.line(line("implementation", "11700"));
    taxed.run().quarter(1, &[("collections", "10000"), ("flat_accrual", "600")]);
}

/// Allocated implementation earns as product does: 70,000 × 4 %, and nothing apart.
#[test]
fn ds_2_2_allocated_implementation_earns_at_the_software_rate() {
    for category in ["allocated-implementation", "划拨实施"] {
        let run = |amount| {
            let mut case = case(1);
            case.all(&["60000"]).line(line(category, amount));
            case.run()
        };
        run("9999.99").quarter(1, &[("scheduled", "69999.99"), ("base_met", "false"), ("flat_accrual", "0")]);
        run("10000")
            .quarter(1, &[("scheduled", "70000"), ("accrued", "2800"), ("flat_accrual", "0"), ("bonus", "2800")]);
        run("10000.01").quarter(1, &[("scheduled", "70000.01"), ("basis", "70000.01"), ("flat_accrual", "0")]);
    }
}

/// Maintenance and training earn 6 % and fill no task, so they are paid below base too.
#[test]
fn ds_2_2_maintenance_and_training_are_no_part_of_the_task() {
    for category in ["maintenance", "training", "维护", "培训"] {
        for (amount, flat) in [("0.08", "0"), ("0.09", "0.01"), ("10000", "600")] {
            let mut case = case(1);
            case.all(&["69999.99"]).line(line(category, amount));
            case.run().quarter(
                1,
                &[
                    ("collections", "69999.99"),
                    ("scheduled", "69999.99"),
                    ("base_met", "false"),
                    ("flat_accrual", flat),
                    ("bonus", flat),
                ],
            );
        }
    }
}

/// 50,000 outside the CRM are nothing at all, implementation and maintenance outside it neither.
#[test]
fn ds_2_3_outside_the_crm_neither_task_nor_bonus() {
    let run = |amount| case(1).all(&[amount]).outside("M001", 1, "50000").run();
    run("69999.99").quarter(1, &[("collections", "69999.99"), ("base_met", "false"), ("ratio", "1")]);
    run("70000").quarter(1, &[("collections", "70000"), ("base_met", "true"), ("accrued", "2800")]);
    run("70000.01").quarter(1, &[("collections", "70000.01"), ("basis", "70000.01")]);
    for category in ["implementation", "maintenance", "training"] {
        for (in_pipeline, flat) in [(true, "600"), (false, "0")] {
            let mut case = case(1);
            case.line(Line { in_pipeline, ..line(category, "10000") });
            case.run().quarter(1, &[("flat_accrual", flat), ("bonus", flat)]);
        }
    }
}

/// 140,000 × 50 %, 30 %, 20 %; the split is of the net of tax: 163,800 ÷ 1.17 = 140,000.
#[test]
fn ds_2_4_a_large_project_is_divided_by_contribution() {
    let run = |divisor, amount, last: &str| {
        let mut case = case(1);
        case.set("tax_divisor", divisor);
        for id in ["M002", "M003"] {
            case.manager(id, "2级").quota(id, 1, "0", "100000");
        }
        case.line(Line { manager: String::new(), ..line("", amount) });
        case.share("P1", "M001", "0.5").share("P1", "M002", "0.3").share("P1", "M003", last);
        case.try_run()
    };
    for (divisor, amount) in [("1", "140000"), ("1.17", "163800")] {
        let exact = run(divisor, amount, "0.2").unwrap_or_else(|faults| panic!("{faults}"));
        exact.quarter(1, &[("collections", "70000"), ("accrued", "2800")]);
        exact.quarter_of("M002", 1, &[("collections", "42000"), ("accrued", "1680")]);
        exact.quarter_of("M003", 1, &[("collections", "28000"), ("accrued", "1120")]);
    }
    // 69,999.99 + 41,999.994 + 27,999.996: the third has the larger remainder.
    let less = run("1", "139999.98", "0.2").unwrap_or_else(|faults| panic!("{faults}"));
    less.quarter(1, &[("collections", "69999.99"), ("base_met", "false")]);
    less.quarter_of("M002", 1, &[("collections", "41999.99")]);
    less.quarter_of("M003", 1, &[("collections", "28000")]);
    for last in ["0.1999", "0.2001"] {
        assert!(run("1", "140000", last).is_err(), "{last}");
    }
}

/// The gross profit that is entered counts as product does.
#[test]
fn ds_2_5_secondary_development_counts() {
    for category in ["secondary-development", "二次开发"] {
        let run = |amount| {
            let mut case = case(1);
            case.all(&["60000"]).line(line(category, amount));
            case.run()
        };
        run("9999.99").quarter(1, &[("collections", "69999.99"), ("base_met", "false")]);
        run("10000")
            .quarter(1, &[("collections", "70000"), ("scheduled", "70000"), ("accrued", "2800"), ("bonus", "2800")]);
        run("10000.01").quarter(1, &[("collections", "70000.01"), ("base_met", "true"), ("basis", "70000.01")]);
    }
}

/// 80 % + 20 % × 0, 0.5, 1 and 1.2, of 2,800; 4 % of 0.12 above 70,000 is 0.0048, of 0.13 0.0052.
#[test]
fn ds_3_rate_and_payout() {
    for (score, factor, bonus) in [
        ("59.99", "0.8", "2240"),
        ("60", "0.9", "2520"),
        ("79.99", "0.9", "2520"),
        ("80", "1", "2800"),
        ("80.01", "1", "2800"),
        ("89.99", "1", "2800"),
        ("90", "1.04", "2912"),
        ("90.01", "1.04", "2912"),
    ] {
        let run = case(1).all(&["70000"]).scores("M001", 1, &[score]).run();
        run.quarter(1, &[("accrued", "2800"), ("payout_factor", factor), ("bonus", bonus), ("total", bonus)]);
    }
    run(&["70000.12"]).quarter(1, &[("accrued", "2800")]);
    run(&["70000.13"]).quarter(1, &[("accrued", "2800.01")]);
}

/// The year: 400,000 × 4 % = 16,000 within, 5 % of what is above: 0.09 is 0.0045, 0.10 is 0.005.
#[test]
fn ds_3_above_the_annual_target() {
    let of = |amount| run(&["100000", "100000", "100000", amount]);
    of("99999.99").year(&[("accrual_within_target", "16000"), ("accrual_over_target", "0")]); // 15,999.9996
    of("99999.87").year(&[("accrual_within_target", "15999.99"), ("accrual_over_target", "0")]); // 15,999.9948
    of("100000").year(&[("accrual_within_target", "16000"), ("accrual_over_target", "0"), ("difference", "0")]);
    of("100000.09").year(&[("accrual_over_target", "0")]);
    of("100000.1").year(&[("accrual_over_target", "0.01"), ("difference", "0.01")]);
    of("200000").year(&[("accrual_over_target", "5000"), ("accrued_in_quarters", "16000"), ("true_up", "5000")]);
}

/// A quarter below its base accrues nothing and loses 600 yuan.
#[test]
fn ds_3a_a_missed_base_costs_six_hundred() {
    run(&["69999.99"]).quarter(
        1,
        &[
            ("base_met", "false"),
            ("shortfall", "0.01"),
            ("accrued", "0"),
            ("floating_wage_paid", "0"),
            ("wage_deduction", "600"),
            ("total", "-600"),
            ("closing_balance", "-0.01"),
        ],
    );
    run(&["70000"]).quarter(
        1,
        &[("base_met", "true"), ("shortfall", "0"), ("accrued", "2800"), ("wage_deduction", "0"), ("total", "2800")],
    );
    run(&["70000.01"]).quarter(1, &[("base_met", "true"), ("basis", "70000.01"), ("wage_deduction", "0")]);
    for deduction in ["0", "599.99", "600.01"] {
        let run = case(1).set("missed_base_deduction", deduction).all(&["69999.99"]).run();
        run.quarter(1, &[("wage_deduction", deduction)]);
    }
}

/// Q1 lacks 20,000. Q2 keeps its own 70,000 first and fills Q1 with what is above.
#[test]
fn ds_3a_the_present_base_comes_first() {
    let of = |amount| run(&["50000", amount]);
    of("69999.99").quarter(
        2,
        &[
            ("made_up", "0"),
            ("effective", "69999.99"),
            ("base_met", "false"),
            ("wage_deduction", "600"),
            ("closing_balance", "-20000.01"),
        ],
    );
    of("70000").quarter(2, &[("made_up", "0"), ("base_met", "true"), ("left_q1", "20000"), ("accrued", "2800")]);
    of("70000.01").quarter(2, &[("made_up", "0.01"), ("effective", "70000"), ("left_q1", "19999.99")]);
    of("89999.99").quarter(2, &[("made_up", "19999.99"), ("effective", "70000"), ("left_q1", "0.01")]);
    of("90000").quarter(2, &[("made_up", "20000"), ("effective", "70000"), ("left_q1", "0"), ("closing_balance", "0")]);
    of("90000.01").quarter(2, &[("made_up", "20000"), ("effective", "70000.01"), ("left_q1", "0")]);
}

/// Q1 lacks 10,000, Q2 70,000: the 10,000 that Q3 has above its base fill Q1's.
#[test]
fn ds_3a_the_oldest_shortfall_comes_first() {
    let of = |amount| run(&["60000", "0", amount]);
    of("79999.99").quarter(3, &[("left_q1", "0.01"), ("left_q2", "70000")]);
    of("80000").quarter(3, &[("left_q1", "0"), ("left_q2", "70000")]);
    of("80000.01").quarter(3, &[("left_q1", "0"), ("left_q2", "69999.99")]);
    of("149999.99").quarter(3, &[("left_q1", "0"), ("left_q2", "0.01")]);
    of("150000").quarter(3, &[("left_q2", "0"), ("effective", "70000")]);
}

/// Q1's 50,000 and the 20,000 that fill it are paid back when nothing is left of it: (70,000 + 70,000) × 4 %.
#[test]
fn ds_3b_a_filled_shortfall_is_paid_back() {
    let of = |amount| run(&["50000", amount]);
    of("89999.99").quarter(2, &[("paid_back", "0"), ("basis", "70000"), ("accrued", "2800")]);
    of("90000").quarter(2, &[("paid_back", "70000"), ("basis", "140000"), ("accrued", "5600"), ("bonus", "5600")]);
    of("90000.01").quarter(2, &[("paid_back", "70000"), ("basis", "140000.01"), ("accrued", "5600")]);
    // In two steps: Q2 and Q3 fill 10,000 each; it is paid once.
    let steps = |amount| run(&["50000", "80000", amount, "80000"]);
    steps("79999.99").quarter(3, &[("paid_back", "0")]);
    steps("79999.99").quarter(4, &[("paid_back", "70000")]);
    let filled = steps("80000");
    filled.quarter(2, &[("paid_back", "0"), ("left_q1", "10000")]);
    filled.quarter(3, &[("paid_back", "70000"), ("accrued", "5600")]);
    filled.quarter(4, &[("paid_back", "0"), ("accrued", "3200")]);
    // Two at once: Q1 gathered 60,000 + 10,000, Q2 0 + 70,000.
    run(&["60000", "0", "149999.99"]).quarter(3, &[("paid_back", "70000")]);
    run(&["60000", "0", "150000"]).quarter(3, &[("paid_back", "140000"), ("accrued", "8400")]);
}

/// Only the scheduled part is gathered. Half of Q1's 50,000 is implementation: 25,000 + 20,000.
#[test]
fn ds_3b_what_is_paid_back_is_the_scheduled_part() {
    let run = |product, amount| {
        let mut case = case(2);
        case.all(&[product, amount]).line(line("implementation", "25000"));
        case.run()
    };
    run("25000", "89999.99").quarter(2, &[("paid_back", "0")]);
    run("25000", "90000").quarter(2, &[("paid_back", "45000"), ("basis", "115000"), ("accrued", "4600")]);
    // Q1 at 25,000.01: the fen is gathered in Q1 instead of filled by Q2.
    run("25000.01", "89999.99").quarter(2, &[("paid_back", "45000"), ("made_up", "19999.99")]);
    // Q1 gathers nothing after a net refund: it lacks 70,000.01, all filled by Q2.
    let mut refund = case(2);
    refund.all(&["-0.01", "140000.01"]);
    refund.run().quarter(2, &[("paid_back", "70000.01"), ("effective", "70000")]);
}

/// From base to target all of it accrues; above, the excess is carried.
#[test]
fn ds_3c_what_exceeds_the_target_is_carried() {
    run(&["99999.99"]).quarter(1, &[("basis", "99999.99"), ("surplus", "0"), ("accrued", "4000")]); // 3,999.9996
    run(&["100000"]).quarter(1, &[("basis", "100000"), ("surplus", "0"), ("accrued", "4000")]);
    run(&["100000.01"]).quarter(1, &[("basis", "100000"), ("surplus", "0.01"), ("accrued", "4000")]);
    run(&["100000.01", "69999.98"]).quarter(2, &[("pool", "69999.99"), ("base_met", "false")]);
    run(&["100000.01", "69999.99"]).quarter(2, &[("pool", "70000"), ("base_met", "true"), ("accrued", "2800")]);
}

/// At 300,000 the 200,000 above the target are carried; a fen more, they accrue at 5 % and the fen is carried.
#[test]
fn ds_3c_the_cap_of_three_hundred_thousand() {
    run(&["299999.99"])
        .quarter(1, &[("over_completion", "0"), ("surplus", "199999.99"), ("basis", "100000"), ("accrued", "4000")]);
    run(&["300000"])
        .quarter(1, &[("over_completion", "0"), ("surplus", "200000"), ("basis", "100000"), ("accrued", "4000")]);
    run(&["300000.01"]).quarter(
        1,
        &[
            ("over_completion", "200000"),
            ("surplus", "0.01"),
            ("within_basis", "100000"),
            ("over_basis", "200000"),
            ("basis", "300000"),
            ("accrued", "14000"),
            ("closing_balance", "0.01"),
        ],
    );
    // It is the completion that passes it: Q1 lacks 20,000, which Q2's 320,000.01 fill first.
    run(&["50000", "320000"]).quarter(2, &[("effective", "300000"), ("over_basis", "0"), ("surplus", "200000")]);
    run(&["50000", "320000.01"]).quarter(2, &[("over_basis", "200000"), ("surplus", "0.01"), ("paid_back", "70000")]);
    // Another cap.
    let capped = |amount| case(1).set("quarter_cap", "150000").all(&[amount]).run();
    capped("150000").quarter(1, &[("over_basis", "0"), ("surplus", "50000"), ("accrued", "4000")]);
    capped("150000.01").quarter(1, &[("over_basis", "50000"), ("surplus", "0.01"), ("accrued", "6500")]);
}

/// A target of 400,000 is itself the cap: 400,000 × 4 % = 16,000 and nothing at 5 %.
#[test]
fn ds_3c_a_higher_target_is_the_cap() {
    let run = |target, amount| {
        let mut case = case(1);
        case.quota("M001", 1, "70000", target).all(&[amount]);
        case.run()
    };
    run("400000", "300000.01").quarter(1, &[("basis", "300000.01"), ("over_basis", "0"), ("accrued", "12000")]);
    run("400000", "399999.99").quarter(1, &[("basis", "399999.99"), ("over_basis", "0"), ("surplus", "0")]);
    run("400000", "400000").quarter(1, &[("basis", "400000"), ("surplus", "0"), ("accrued", "16000")]);
    run("400000", "400000.01").quarter(1, &[("basis", "400000"), ("over_basis", "0"), ("surplus", "0.01")]);
    // A fen on either side of 300,000; the fen from target to cap accrues at 5 %, 0.0005.
    run("299999.99", "300000.01").quarter(1, &[("cap", "300000"), ("over_basis", "0.01"), ("surplus", "0.01")]);
    run("300000", "300000.01").quarter(1, &[("cap", "300000"), ("over_basis", "0"), ("surplus", "0.01")]);
    run("300000.01", "300000.01").quarter(1, &[("cap", "300000.01"), ("over_basis", "0"), ("surplus", "0")]);
}

/// Only the target pays it; what is not paid lapses at once and is not paid later.
#[test]
fn ds_3d_the_floating_wage_needs_the_target() {
    run(&["99999.99"]).quarter(
        1,
        &[
            ("floating_wage_paid", "0"),
            ("floating_wage_withheld", "4500"),
            ("floating_wage_lapsed", "4500"),
            ("total", "4000"),
        ],
    );
    run(&["100000"]).quarter(1, &[("floating_wage_paid", "4500"), ("floating_wage_lapsed", "0"), ("total", "8500")]);
    run(&["100000.01"]).quarter(1, &[("floating_wage_paid", "4500"), ("total", "8500")]);
    let later = run(&["99999.99", "150000", "0", "100000"]);
    later.quarter(2, &[("floating_wage_paid", "4500"), ("floating_wage_released", "0")]);
    // Of Q1 and Q3
    later.year(&[("floating_wage_lapsed", "9000")]);
}

/// It is the pool that reaches it: with a surplus carried in, and before a make-up that leaves less than the target.
#[test]
fn ds_3d_the_pool_reaches_the_target() {
    for (first, second, paid) in [
        ("120000", "79999.99", "0"),
        ("120000", "80000", "4500"),
        ("120000", "80000.01", "4500"),
        ("50000", "99999.99", "0"),
        ("50000", "100000", "4500"),
        ("50000", "100000.01", "4500"),
    ] {
        run(&[first, second]).quarter(2, &[("floating_wage_paid", paid), ("floating_wage_released", "0")]);
    }
    run(&["50000", "100000"]).quarter(2, &[("effective", "80000"), ("made_up", "20000")]);
}

/// Where scheduled collections come first they fill the target's 70,000 of Q2 before the 20,000 that Q1 lacks.
#[test]
fn r_14_the_scheduled_part_fills_the_target_then_the_shortfall() {
    let run = |product, other| {
        let mut case = case(2);
        case.set("pipeline_share", "bonus-first").all(&["50000", product]);
        case.line(Line { quarter: "Q2".into(), ..line("implementation", other) });
        case.run()
    };
    // Q1 gathered its 50,000.
    run("69999.99", "20000.01").quarter(2, &[("within_basis", "69999.99"), ("paid_back", "50000")]);
    run("70000", "20000").quarter(2, &[("within_basis", "70000"), ("paid_back", "50000"), ("accrued", "4800")]);
    run("70000.01", "19999.99").quarter(2, &[("within_basis", "70000"), ("paid_back", "50000.01")]);
    run("90000", "0").quarter(2, &[("within_basis", "70000"), ("paid_back", "70000")]);
}

/// Then what accrues above the target, from 100,000 to 300,000, and last what is carried.
#[test]
fn r_14_then_what_is_above_the_target_and_last_what_is_carried() {
    let run = |product, other| {
        let mut case = case(1);
        case.set("pipeline_share", "bonus-first").all(&[product]).line(line("implementation", other));
        case.run()
    };
    let figures = |product, other, within, over, carried| {
        run(product, other).quarter(
            1,
            &[("within_basis", within), ("over_basis", over), ("surplus", "100000"), ("surplus_scheduled", carried)],
        );
    };
    figures("99999.99", "300000.01", "99999.99", "0", "0");
    figures("100000", "300000", "100000", "0", "0");
    figures("100000.01", "299999.99", "100000", "0.01", "0");
    figures("299999.99", "100000.01", "100000", "199999.99", "0");
    figures("300000", "100000", "100000", "200000", "0");
    figures("300000.01", "99999.99", "100000", "200000", "0.01");
}
