//! DS-3: rate and payout.

use super::{case, run};

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
