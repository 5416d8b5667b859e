//! DS-1 and DS-2: the base, and what of a line is credited.

use super::{case, line};
use crate::common::case::{Case, Line};

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
