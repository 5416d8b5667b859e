//! From the basis to the bonus: rate and tax, KPI score, coefficient and payout factor (KA-3.1, KA-3.2, KA-3.3).

use crate::common::case::Case;

/// A tenth of the basis: half a fen rounds away from zero.
#[test]
fn ka_3_1_the_accrual_is_rounded_half_away_from_zero() {
    let run = |amount| Case::through(1).all(&[amount]).run();
    run("70000.04").quarter(1, &[("accrued", "7000")]); // 7,000.004
    run("70000.05").quarter(1, &[("accrued", "7000.01")]); // 7,000.005
    run("70000.06").quarter(1, &[("accrued", "7000.01")]); // 7,000.006
    run("70000.14").quarter(1, &[("accrued", "7000.01")]); // 7,000.014
    run("70000.15").quarter(1, &[("accrued", "7000.02")]); // 7,000.015, which banker's rounding would keep at .02 too
    run("70000.25").quarter(1, &[("accrued", "7000.03")]); // 7,000.025, which banker's rounding would take to .02
}

/// 70,000 × 7.12 % ÷ 1.17 = 4,984 ÷ 1.17 = 4,259.8290…; a rate of 0 and of 100 % are possible, beyond them nothing.
#[test]
fn ka_3_1_rate_and_tax_divisor() {
    let run = |rate, divisor| {
        Case::through(1).set("in_target_rate", rate).set("tax_divisor", divisor).all(&["70000"]).try_run()
    };
    let accrued = |rate, divisor, figure| match run(rate, divisor) {
        Ok(run) => run.quarter(1, &[("accrued", figure)]),
        Err(faults) => panic!("{faults}"),
    };
    accrued("0.0712", "1.17", "4259.83");
    accrued("0.0712", "1", "4984");
    accrued("0.117", "1.0001", "8189.18"); // 8,190 ÷ 1.0001 = 8,189.181…
    accrued("0", "1.17", "0");
    accrued("1", "1.17", "59829.06"); // 59,829.0598…
    for (rate, divisor) in [("-0.0001", "1.17"), ("1.0001", "1.17"), ("0.117", "0.9999"), ("0.117", "2.0001")] {
        assert!(run(rate, divisor).is_err(), "{rate} ÷ {divisor}");
    }
}

/// 80 % + 20 % × coefficient: 0.8, 0.9, 1, 1.04 of 7,000.
#[test]
fn ka_3_2_the_bonus_is_the_accrual_times_the_factor() {
    for (score, factor, bonus) in [
        ("0", "0.8", "5600"),
        ("59.99", "0.8", "5600"),
        ("60", "0.9", "6300"),
        ("60.01", "0.9", "6300"),
        ("79.99", "0.9", "6300"),
        ("80", "1", "7000"),
        ("80.01", "1", "7000"),
        ("89.99", "1", "7000"),
        ("90", "1.04", "7280"),
        ("90.01", "1.04", "7280"),
    ] {
        let run = Case::through(1).all(&["70000"]).scores("M001", 1, &[score]).run();
        run.quarter(1, &[("accrued", "7000"), ("payout_factor", factor), ("bonus", bonus)]);
    }
}

/// At factor 0.9: 10,000.05 × 0.9 = 9,000.045 is the half fen.
#[test]
fn ka_3_2_the_bonus_is_rounded_half_away_from_zero() {
    let run = |amount| {
        let mut case = Case::through(1);
        case.quota("M001", 1, "70000", "200000").all(&[amount]).scores("M001", 1, &["60"]);
        case.run()
    };
    run("100000.40").quarter(1, &[("accrued", "10000.04"), ("bonus", "9000.04")]); // 9,000.036
    run("100000.50").quarter(1, &[("accrued", "10000.05"), ("bonus", "9000.05")]); // 9,000.045
    run("100000.60").quarter(1, &[("accrued", "10000.06"), ("bonus", "9000.05")]); // 9,000.054
}

/// Shares of 70 % and 30 %, coefficient 0.5: 0.85 × 7,000 = 5,950. The factor reaches the bonus only: not the wage.
#[test]
fn ka_3_2_the_shares_are_settings() {
    let mut case = Case::through(1);
    case.set("fixed_share", "0.7").set("variable_share", "0.3").all(&["70000"]).scores("M001", 1, &["60"]);
    case.run().quarter(
        1,
        &[("payout_factor", "0.85"), ("bonus", "5950"), ("floating_wage_paid", "4500"), ("total", "10450")],
    );
}

/// 50 %, 20 %, 30 %: a hundredth of a point with each assessor, at the band that starts at 80.
#[test]
fn ka_3_3_the_score_weighs_three_assessors() {
    for (points, score, coefficient) in [
        (["80", "80", "80"], "80", "1"),
        (["79.99", "80", "80"], "79.995", "0.5"),
        (["80.01", "80", "80"], "80.005", "1"),
        (["80", "79.99", "80"], "79.998", "0.5"),
        (["80", "80.01", "80"], "80.002", "1"),
        (["80", "80", "79.99"], "79.997", "0.5"),
        (["80", "80", "80.01"], "80.003", "1"),
        // 46.25 + 19.1 + 26.55
        (["92.5", "95.5", "88.5"], "91.9", "1.2"),
        (["100", "0", "0"], "50", "0"),
        (["0", "100", "0"], "20", "0"),
        (["0", "0", "100"], "30", "0"),
    ] {
        let run = Case::through(1).all(&["70000"]).scores("M001", 1, &points).run();
        run.quarter(1, &[("kpi_score", score), ("kpi_coefficient", coefficient)]);
    }
}

/// A single score goes before the weights; the coefficient is of the highest band that starts at or below it.
#[test]
fn ka_3_3_the_table_turns_the_score_into_the_coefficient() {
    for (score, coefficient) in [
        ("0", "0"),
        ("59.99", "0"),
        ("60", "0.5"),
        ("60.01", "0.5"),
        ("79.99", "0.5"),
        ("80", "1"),
        ("80.01", "1"),
        ("89.99", "1"),
        ("90", "1.2"),
        ("90.01", "1.2"),
        ("100", "1.2"),
    ] {
        let run = Case::through(1).all(&["70000"]).scores("M001", 1, &[score]).run();
        run.quarter(1, &[("kpi_score", score), ("kpi_coefficient", coefficient)]);
    }
}

/// Points are from 0 to 100.
#[test]
fn ka_3_3_points_have_a_range() {
    let run = |points: &[&str]| Case::through(1).scores("M001", 1, points).try_run().map(|_| ());
    for score in ["0", "0.01", "99.99", "100"] {
        assert_eq!(run(&[score]), Ok(()), "{score}");
        assert_eq!(run(&["80", score, "80"]), Ok(()), "{score}");
    }
    for score in ["-0.01", "100.01"] {
        assert!(run(&[score]).unwrap_err().contains("a number from 0 to 100"), "{score}");
        assert!(run(&["80", score, "80"]).unwrap_err().contains("a number from 0 to 100"), "{score}");
    }
}

/// A score below the lowest band has no coefficient.
#[test]
fn ka_3_3_a_score_below_the_lowest_band_is_a_fault() {
    let run = |score| {
        let mut case = Case::through(1);
        case.table("KPI coefficients", &[&["Score from", "Coefficient"], &["50", "0.5"], &["80", "1"]]);
        case.scores("M001", 1, &[score]).try_run()
    };
    let fault = run("49.99").err().unwrap_or_default();
    assert!(fault.contains("49.99") && fault.contains("below the first band"), "{fault}");
    for score in ["50", "50.01"] {
        run(score).unwrap_or_else(|faults| panic!("{faults}")).quarter(1, &[("kpi_coefficient", "0.5")]);
    }
}
