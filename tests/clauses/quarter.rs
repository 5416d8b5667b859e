//! The quarter: below base, to target, above it, and the floating wage (KA-2.2a, KA-2.2b, KA-2.3).

use crate::common::case::Case;

/// Base 70,000: a fen below it nothing accrues and the fen is owed; from base on a tenth accrues.
#[test]
fn ka_2_2a_a_quarter_below_base_accrues_nothing() {
    let run = |amount| Case::through(1).collected("M001", 1, amount).run();
    run("69999.99").quarter(
        1,
        &[
            ("effective", "69999.99"),
            ("base_met", "false"),
            ("shortfall", "0.01"),
            ("basis", "0"),
            ("accrued", "0"),
            ("bonus", "0"),
            ("closing_balance", "-0.01"),
        ],
    );
    // 70,000 × 11.7 % ÷ 1.17 = 7,000
    run("70000").quarter(1, &[("base_met", "true"), ("shortfall", "0"), ("basis", "70000"), ("accrued", "7000")]);
    // 7,000.001 is 7,000.00
    run("70000.01").quarter(1, &[("base_met", "true"), ("basis", "70000.01"), ("accrued", "7000")]);
}

/// Q1 lacks 70,000 − 50,000 = 20,000. What Q2 collects fills that first.
#[test]
fn ka_2_2a_the_next_quarter_fills_the_shortfall_first() {
    let run = |amount| Case::through(2).all(&["50000", amount]).run();
    // 20,000 − 19,999.99 = 0.01 is left of Q1; Q2 has nothing of its own and lacks 70,000.
    run("19999.99").quarter(
        2,
        &[
            ("opening_balance", "-20000"),
            ("made_up", "19999.99"),
            ("effective", "0"),
            ("shortfall", "70000"),
            ("closing_balance", "-70000.01"),
        ],
    );
    run("20000").quarter(2, &[("made_up", "20000"), ("effective", "0"), ("closing_balance", "-70000")]);
    run("20000.01").quarter(
        2,
        &[("made_up", "20000"), ("effective", "0.01"), ("shortfall", "69999.99"), ("closing_balance", "-69999.99")],
    );
}

/// Only the rest is Q2's own completion: 90,000 − 20,000 = 70,000 is its base.
#[test]
fn ka_2_2a_only_the_rest_is_measured_against_the_base() {
    let run = |amount| Case::through(2).all(&["50000", amount]).run();
    run("89999.99").quarter(2, &[("effective", "69999.99"), ("base_met", "false"), ("accrued", "0")]);
    run("90000").quarter(2, &[("effective", "70000"), ("base_met", "true"), ("accrued", "7000")]);
    run("90000.01").quarter(2, &[("effective", "70000.01"), ("base_met", "true"), ("basis", "70000.01")]);
}

/// Q1 lacks 10,000 and Q2, which collects nothing, 70,000. Q3 fills Q1's first.
#[test]
fn ka_2_2a_the_oldest_shortfall_comes_first() {
    let run = |amount| Case::through(3).all(&["60000", "0", amount]).run();
    run("9999.99").quarter(
        3,
        // −0.01 − 70,000 and Q3's own 70,000
        &[("left_q1", "0.01"), ("left_q2", "70000"), ("left_q3", "70000"), ("closing_balance", "-140000.01")],
    );
    run("10000")
        .quarter(3, &[("left_q1", "0"), ("left_q2", "70000"), ("made_up", "10000"), ("closing_balance", "-140000")]);
    run("10000.01").quarter(
        3,
        &[("left_q1", "0"), ("left_q2", "69999.99"), ("made_up", "10000.01"), ("closing_balance", "-139999.99")],
    );
}

/// A net refund: the shortfall exceeds the base, and fills nothing.
#[test]
fn ka_2_2a_a_net_refund_is_owed_too() {
    let first = |amount| Case::through(1).collected("M001", 1, amount).run();
    first("-0.01").quarter(1, &[("effective", "-0.01"), ("shortfall", "70000.01"), ("ratio", "0")]);
    first("0").quarter(1, &[("effective", "0"), ("shortfall", "70000")]);
    first("0.01").quarter(1, &[("effective", "0.01"), ("shortfall", "69999.99")]);
    // After Q1 lacks 20,000:
    let second = |amount| Case::through(2).all(&["50000", amount]).run();
    second("-0.01").quarter(2, &[("made_up", "0"), ("effective", "-0.01"), ("closing_balance", "-90000.01")]);
    second("0").quarter(2, &[("made_up", "0"), ("effective", "0"), ("closing_balance", "-90000")]);
    second("0.01").quarter(2, &[("made_up", "0.01"), ("effective", "0"), ("closing_balance", "-89999.99")]);
}

/// Base 0 and target 0 is exempt: all of it accrues, 12,345.60 ÷ 10 = 1,234.56. One fen of target, and it is not:
/// only that fen is within target, 0.001 is 0.00.
#[test]
fn ka_2_2a_base_and_target_of_nothing_are_exempt() {
    let run = |base, target| Case::through(1).quota("M001", 1, base, target).all(&["12345.60"]).run();
    run("0", "0").quarter(
        1,
        &[
            ("exempt", "true"),
            ("base_met", "true"),
            ("effective", "12345.60"),
            ("basis", "12345.60"),
            ("accrued", "1234.56"),
            ("surplus", "0"),
            ("floating_wage_paid", "4500"),
        ],
    );
    for base in ["0", "0.01"] {
        run(base, "0.01")
            .quarter(1, &[("exempt", "false"), ("basis", "0.01"), ("accrued", "0"), ("surplus", "12345.59")]);
    }
}

/// Q1 lacks 10,000; the exempt Q2 fills nothing of it; Q3 collects 80,000 and fills it, 70,000 are its own.
#[test]
fn ka_2_2a_shortfalls_pass_through_an_exempt_quarter() {
    let run = |amount| Case::through(3).quota("M001", 2, "0", "0").all(&["60000", "50000", amount]).run();
    let just = run("80000");
    just.quarter(
        2,
        &[
            ("opening_balance", "-10000"),
            ("made_up", "0"),
            ("basis", "50000"),
            ("closing_balance", "-10000"),
            ("floating_wage_released", "0"),
        ],
    );
    just.quarter(3, &[("opening_balance", "-10000"), ("made_up", "10000"), ("base_met", "true"), ("accrued", "7000")]);
    run("79999.99").quarter(3, &[("made_up", "10000"), ("base_met", "false"), ("shortfall", "0.01")]);
    run("80000.01").quarter(3, &[("made_up", "10000"), ("base_met", "true"), ("basis", "70000.01")]);
}

/// Target 100,000: a tenth of the completion accrues up to it, and what is above it is carried.
#[test]
fn ka_2_2b_above_target_the_target_accrues() {
    let run = |amount| Case::through(1).collected("M001", 1, amount).run();
    // 9,999.999 is 10,000.00
    run("99999.99").quarter(1, &[("basis", "99999.99"), ("accrued", "10000"), ("surplus", "0")]);
    run("100000").quarter(1, &[("basis", "100000"), ("accrued", "10000"), ("surplus", "0")]);
    run("100000.01")
        .quarter(1, &[("basis", "100000"), ("accrued", "10000"), ("surplus", "0.01"), ("closing_balance", "0.01")]);
}

/// Q1 has 30,000 above target; with them Q2 needs 40,000 for its base of 70,000 and 70,000 for its target.
#[test]
fn ka_2_2b_the_surplus_counts_in_the_next_quarter() {
    let run = |amount| Case::through(2).all(&["130000", amount]).run();
    run("39999.99").quarter(
        2,
        &[("opening_balance", "30000"), ("effective", "69999.99"), ("base_met", "false"), ("closing_balance", "-0.01")],
    );
    run("40000").quarter(2, &[("effective", "70000"), ("base_met", "true"), ("accrued", "7000")]);
    run("40000.01").quarter(2, &[("effective", "70000.01"), ("base_met", "true"), ("basis", "70000.01")]);
    run("69999.99").quarter(2, &[("basis", "99999.99"), ("surplus", "0")]);
    run("70000").quarter(2, &[("basis", "100000"), ("surplus", "0")]);
    run("70000.01").quarter(2, &[("basis", "100000"), ("surplus", "0.01")]);
}

/// A surplus of 70,000 alone meets the next base.
#[test]
fn ka_2_2b_a_surplus_alone_may_meet_the_base() {
    let run = |amount| Case::through(2).all(&[amount, "0"]).run();
    run("169999.99").quarter(2, &[("collections", "0"), ("effective", "69999.99"), ("base_met", "false")]);
    run("170000").quarter(2, &[("collections", "0"), ("effective", "70000"), ("accrued", "7000")]);
    run("170000.01").quarter(2, &[("effective", "70000.01"), ("base_met", "true")]);
}

/// Grade 2: 3 × 1,500 = 4,500. Withheld a fen below base, else paid; bonus 7,000 + 4,500 = 11,500.
#[test]
fn ka_2_3_the_floating_wage_is_paid_from_base_on() {
    let run = |amount| Case::through(1).collected("M001", 1, amount).run();
    run("69999.99").quarter(
        1,
        &[("floating_wage_paid", "0"), ("floating_wage_withheld", "4500"), ("total", "0"), ("wage_deduction", "0")],
    );
    for amount in ["70000", "70000.01"] {
        run(amount).quarter(1, &[("floating_wage_paid", "4500"), ("floating_wage_withheld", "0"), ("total", "11500")]);
    }
}

/// Q1 lacks 20,000. The quarter that fills the last fen of it pays Q1's wage, though it withholds its own.
#[test]
fn ka_2_3_a_withheld_wage_is_paid_when_the_shortfall_is_made_up() {
    let run = |amount| Case::through(2).all(&["50000", amount]).run();
    run("19999.99").quarter(2, &[("floating_wage_released", "0"), ("floating_wage_withheld", "4500"), ("total", "0")]);
    for amount in ["20000", "20000.01"] {
        run(amount)
            .quarter(2, &[("floating_wage_released", "4500"), ("floating_wage_withheld", "4500"), ("total", "4500")]);
    }
}

/// Q1 lacks 10,000 and Q2 70,000: 80,000 in Q3 fill both and release 4,500 + 4,500; a fen less releases only Q1's.
#[test]
fn ka_2_3_one_quarter_may_release_several_wages() {
    let run = |amount| Case::through(3).all(&["60000", "0", amount]).run();
    run("79999.99").quarter(3, &[("floating_wage_released", "4500"), ("floating_wage_held", "9000")]);
    run("80000").quarter(3, &[("floating_wage_released", "9000"), ("floating_wage_held", "4500")]);
    run("80000.01").quarter(3, &[("floating_wage_released", "9000"), ("floating_wage_held", "4500")]);
}

/// The row's own figure, to the fen; else 3 × the monthly one of the row's grade; else of the manager's.
#[test]
fn ka_2_3_whose_floating_wage() {
    for (floating, grade, paid) in [
        ("", "", "4500"),
        ("", "3级", "6000"),
        ("", "1级", "3000"),
        ("4499.99", "", "4499.99"),
        ("4500.01", "3级", "4500.01"),
        ("0", "", "0"),
    ] {
        let mut case = Case::through(1);
        case.quota_with("M001", 1, "70000", "100000", floating, grade).all(&["70000"]);
        case.run().quarter(1, &[("floating_wage_paid", paid), ("floating_wage", paid)]);
    }
}
