//! DS-3a to DS-3d: what is missed, filled up, carried on, and the floating wage.

use super::{case, line, run};

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
