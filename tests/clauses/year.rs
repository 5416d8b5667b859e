//! The year: the settlement, and the tiers above the annual target (KA-2.2c, KA-3.1).

use crate::common::case::Case;

/// Base of the year 280,000. Q1 collects nothing; Q2's 170,000 fill its 70,000 and reach 100,000; Q3 reaches 100,000:
/// 20,000 are accrued. Q4 brings the year to its base and is itself below base.
#[test]
fn ka_2_2c_the_year_is_settled_on_its_collections() {
    let run = |amount| Case::through(4).all(&["0", "170000", "100000", amount]).run();
    // Below the annual base the year accrues nothing, and nothing is recovered.
    run("9999.99").year(&[
        ("actual", "279999.99"),
        ("base", "280000"),
        ("target", "400000"),
        ("accrual", "0"),
        ("accrued_in_quarters", "20000"),
        ("difference", "0"),
        ("true_up", "0"),
    ]);
    // 28,000 − 20,000
    run("10000").year(&[("accrual_within_target", "28000"), ("difference", "8000"), ("true_up", "8000")]);
    run("10000.01").year(&[("accrual_within_target", "28000"), ("difference", "8000"), ("true_up", "8000")]);
    // The smallest step that shows: 28,000.005
    run("10000.05").year(&[("accrual_within_target", "28000.01"), ("true_up", "8000.01")]);
}

/// Target of the year 400,000: a tenth within it, a fifth above it.
#[test]
fn ka_2_2c_the_annual_target() {
    let run = |amount| Case::through(4).all(&["100000", "100000", "100000", amount]).run();
    // 39,999.999 is 40,000.00, and Q4 accrued 9,999.999, 10,000.00
    run("99999.99").year(&[("accrual_within_target", "40000"), ("accrual_over_target", "0"), ("difference", "0")]);
    run("99999.90").year(&[("accrual_within_target", "39999.99"), ("accrued_in_quarters", "39999.99")]);
    run("100000").year(&[("accrual_within_target", "40000"), ("accrual_over_target", "0"), ("difference", "0")]);
    // 0.01 × 0.2 = 0.002 is nothing yet; 0.03 × 0.2 = 0.006 is a fen.
    run("100000.01").year(&[("accrual_within_target", "40000"), ("accrual_over_target", "0"), ("true_up", "0")]);
    run("100000.03").year(&[("accrual_over_target", "0.01"), ("difference", "0.01"), ("true_up", "0.01")]);
}

/// Quarters accrued 30,000; Q4's refund takes the year to 290,000, which accrue 29,000: 1,000 are recovered.
#[test]
fn ka_2_2c_what_the_quarters_accrued_too_much_is_recovered() {
    let run = |amount| Case::through(4).all(&["100000", "100000", "100000", amount]).run();
    run("-10000").year(&[("accrual", "29000"), ("difference", "-1000"), ("true_up", "-1000")]);
    // To the fen: 28,999.995 rounds to 29,000.00, 28,999.994 to 28,999.99
    run("-10000.05").year(&[("accrual", "29000"), ("true_up", "-1000")]);
    run("-10000.06").year(&[("accrual", "28999.99"), ("true_up", "-1000.01")]);
    run("-10000").payable("-1000");
}

/// The difference is paid at the mean of the quarters' factors: (0.8 + 0.9 + 1 + 1.04) ÷ 4 = 0.935.
#[test]
fn ka_2_2c_the_difference_is_paid_at_the_factor() {
    let mut case = Case::through(4);
    case.all(&["0", "170000", "100000", "10000"]);
    for (quarter, score) in [(1, "0"), (2, "60"), (3, "80"), (4, "90")] {
        case.scores("M001", quarter, &[score]);
    }
    // 8,000 × 0.935
    case.run().year(&[("difference", "8000"), ("payout_factor", "0.935"), ("true_up", "7480")]);
}

/// Only with Q4, and only over the quarters that he has and that are not exempt.
#[test]
fn ka_2_2c_over_which_quarters() {
    assert!(!Case::through(3).all(&["100000", "100000", "100000"]).run().settled());
    // Joined in Q3: base 140,000, target 200,000; 230,000 are 20,000 + 30,000 × 0.2 = 26,000; accrued 10,000 + 10,000.
    let mut late = Case::through(4);
    late.without_quota("M001", 1).without_quota("M001", 2);
    late.collected("M001", 3, "100000").collected("M001", 4, "130000");
    late.run().year(&[("base", "140000"), ("target", "200000"), ("accrual", "26000"), ("true_up", "6000")]);
    // Q1 exempt: its 50,000 and the 5,000 that they accrued stay outside.
    let mut exempt = Case::through(4);
    exempt.quota("M001", 1, "0", "0").all(&["50000", "100000", "100000", "100000"]);
    exempt.run().year(&[
        ("actual", "300000"),
        ("base", "210000"),
        ("target", "300000"),
        ("accrual", "30000"),
        ("accrued_in_quarters", "30000"),
    ]);
    let mut all_exempt = Case::through(4);
    for quarter in 1..=4 {
        all_exempt.quota("M001", quarter, "0", "0");
    }
    assert!(!all_exempt.run().settled());
}

/// The second tier starts at 1.5 × 400,000 = 600,000: a fifth of the 200,000 below it, three tenths above.
#[test]
fn ka_3_1_each_slice_has_its_own_rate() {
    let run = |amount| Case::through(4).all(&["100000", "100000", "100000", amount]).run();
    run("299999.95").year(&[("actual", "599999.95"), ("accrual_over_target", "39999.99")]);
    // 39,999.998, 40,000 and 40,000.003
    run("299999.99").year(&[("accrual_over_target", "40000")]);
    run("300000").year(&[("actual", "600000"), ("accrual_over_target", "40000")]);
    run("300000.01").year(&[("accrual_over_target", "40000")]);
    // 40,000 + 0.05 × 0.3 = 40,000.015; at a fifth it would be 40,000.01
    run("300000.05").year(&[("actual", "600000.05"), ("accrual_over_target", "40000.02")]);
    // 40,000 + 100,000 × 0.3
    run("400000").year(&[("accrual_over_target", "70000"), ("accrual", "110000")]);
}

/// Half of what was collected is outside the pipeline: half of everything accrues. 700,000: 400,000 × 0.5 ÷ 10 within,
/// (40,000 + 30,000) × 0.5 above.
#[test]
fn ka_3_1_the_tiers_accrue_at_the_ratio() {
    let mut case = Case::through(4);
    case.all(&["50000", "50000", "50000", "200000"]);
    for (quarter, amount) in [(1, "50000"), (2, "50000"), (3, "50000"), (4, "200000")] {
        case.outside("M001", quarter, amount);
    }
    case.run().year(&[
        ("actual", "700000"),
        ("scheduled", "350000"),
        ("ratio", "0.5"),
        ("accrual_within_target", "20000"),
        ("accrual_over_target", "35000"),
    ]);
}
