//! Each reading with each of its choices, and the difference that they make (R-1 … R-11; R-12 stands in `review`).

use crate::common::case::{Case, Line};

/// Between base and target: a tenth, or nothing; the wage is paid either way. From target on both accrue.
#[test]
fn r_1_between_base_and_target() {
    let accrues = |amount| Case::through(1).set("between_base_and_target", "accrues").all(&[amount]).run();
    let nothing = |amount| Case::through(1).set("between_base_and_target", "nothing").all(&[amount]).run();
    for (amount, first, second) in [
        ("69999.99", "0", "0"),
        ("70000", "7000", "0"),
        ("80000", "8000", "0"),
        ("99999.90", "9999.99", "0"),
        ("99999.99", "10000", "0"),
        ("100000", "10000", "10000"),
        ("100000.01", "10000", "10000"),
    ] {
        accrues(amount).quarter(1, &[("accrued", first)]);
        nothing(amount).quarter(1, &[("accrued", second)]);
    }
    nothing("80000").quarter(1, &[("base_met", "true"), ("basis", "0"), ("floating_wage_paid", "4500")]);
}

/// 130,000: 100,000 accrue and 30,000 are carried, or all of it accrues and nothing is carried.
#[test]
fn r_2_surplus() {
    let carried = |amount| Case::through(2).set("surplus", "carry-forward").all(&[amount, "40000"]).run();
    let now = |amount| Case::through(2).set("surplus", "accrue-now").all(&[amount, "40000"]).run();
    for (amount, first, second) in [
        ("99999.99", ["99999.99", "10000", "0"], ["99999.99", "10000", "0"]),
        ("100000", ["100000", "10000", "0"], ["100000", "10000", "0"]),
        // 10,000.001 and 10,000.005
        ("100000.01", ["100000", "10000", "0.01"], ["100000.01", "10000", "0"]),
        ("100000.05", ["100000", "10000", "0.05"], ["100000.05", "10000.01", "0"]),
        ("130000", ["100000", "10000", "30000"], ["130000", "13000", "0"]),
    ] {
        for (run, [basis, accrued, surplus]) in [(carried(amount), first), (now(amount), second)] {
            run.quarter(1, &[("basis", basis), ("accrued", accrued), ("surplus", surplus)]);
        }
    }
    // Q2's 40,000 are its base only with the 30,000.
    carried("130000").quarter(2, &[("base_met", "true"), ("accrued", "7000")]);
    now("130000").quarter(2, &[("base_met", "false"), ("accrued", "0")]);
}

/// 150,000, of which 60,000 in the pipeline: 0.4 of the 100,000 within target and of the 50,000 carried, or the 60,000
/// first.
#[test]
fn r_3_pipeline_share() {
    let run = |case: &mut Case, inside, outside| case.all(&[inside]).outside("M001", 1, outside).run();
    let pro_rata = |a, b| run(Case::through(1).set("pipeline_share", "pro-rata"), a, b);
    let first = |a, b| run(Case::through(1).set("pipeline_share", "bonus-first"), a, b);
    pro_rata("60000", "90000").quarter(1, &[("ratio", "0.4"), ("basis", "40000"), ("surplus_scheduled", "20000")]);
    first("60000", "90000").quarter(1, &[("basis", "60000"), ("surplus_scheduled", "0")]);
    pro_rata("120000", "30000").quarter(1, &[("basis", "80000"), ("surplus_scheduled", "40000")]);
    first("120000", "30000").quarter(1, &[("basis", "100000"), ("surplus_scheduled", "20000")]);
    // At the target.
    first("99999.99", "50000.01").quarter(1, &[("basis", "99999.99"), ("surplus_scheduled", "0")]);
    first("100000", "50000").quarter(1, &[("basis", "100000"), ("surplus_scheduled", "0")]);
    first("100000.01", "49999.99").quarter(1, &[("basis", "100000"), ("surplus_scheduled", "0.01")]);
}

/// The scheduled 20,000 that Q1 carries fill Q2's target with Q2's own 10,000: pool 50,000 + 50,000 is its target.
#[test]
fn r_3_pipeline_share_of_what_is_carried() {
    let run = |case: &mut Case| {
        case.collected("M001", 1, "120000").outside("M001", 1, "30000");
        case.collected("M001", 2, "10000").outside("M001", 2, "40000").run()
    };
    let first = run(Case::through(2).set("pipeline_share", "bonus-first"));
    first.quarter(2, &[("effective", "100000"), ("basis", "30000"), ("surplus_scheduled", "0")]);
    // (10,000 + 40,000) ÷ 100,000
    let pro_rata = run(Case::through(2).set("pipeline_share", "pro-rata"));
    pro_rata.quarter(2, &[("ratio", "0.5"), ("basis", "50000")]);
}

/// Through the year: 400,000 in the pipeline and 200,000 outside, target 400,000.
#[test]
fn r_3_pipeline_share_of_the_year() {
    let run = |case: &mut Case| case.all(&["100000", "100000", "100000", "100000"]).outside("M001", 4, "200000").run();
    // Ratio 0.666666666667: 266,666.67 within accrue 26,666.67; above it 200,000 × 0.2 × ratio = 26,666.67.
    // Q4: 100,000 of 300,000, ratio 0.333333333333, basis 33,333.33, accrued 3,333.33.
    run(Case::through(4).set("pipeline_share", "pro-rata")).year(&[
        ("ratio", "0.666666666667"),
        ("accrual_within_target", "26666.67"),
        ("accrual_over_target", "26666.67"),
        ("accrued_in_quarters", "33333.33"),
        ("difference", "20000.01"),
    ]);
    // The 400,000 fill the target, and nothing is above it.
    run(Case::through(4).set("pipeline_share", "bonus-first")).year(&[
        ("accrual_within_target", "40000"),
        ("accrual_over_target", "0"),
        ("accrued_in_quarters", "40000"),
        ("difference", "0"),
    ]);
}

/// A difference of 8,000 and the factors 0.8, 0.9, 1 and 1.04: their mean is 0.935.
#[test]
fn r_4_year_end_factor() {
    let run = |case: &mut Case| {
        for (quarter, score) in [(1, "0"), (2, "60"), (3, "80"), (4, "90")] {
            case.scores("M001", quarter, &[score]);
        }
        case.all(&["0", "170000", "100000", "10000"]).run()
    };
    let figures = |run: crate::common::case::Run, factor, true_up| {
        run.year(&[("difference", "8000"), ("payout_factor", factor), ("true_up", true_up)]);
    };
    figures(run(Case::through(4).set("year_end_factor", "mean")), "0.935", "7480");
    figures(run(Case::through(4).set("year_end_factor", "last")), "1.04", "8320");
    figures(run(Case::through(4).set("year_end_factor", "one")), "1", "8000");
}

/// Quarters accrued 10,000 + 10,000 + 8,000 = 28,000. With a fen less than its base the year accrues nothing: that is
/// left alone, or all of it is recovered.
#[test]
fn r_5_annual_base_missed() {
    let keep =
        |amount| Case::through(4).set("annual_base_missed", "keep").all(&["100000", "100000", amount, "0"]).run();
    let recover =
        |amount| Case::through(4).set("annual_base_missed", "recover").all(&["100000", "100000", amount, "0"]).run();
    keep("79999.99").year(&[("actual", "279999.99"), ("accrual", "0"), ("difference", "0"), ("true_up", "0")]);
    recover("79999.99").year(&[("accrual", "0"), ("difference", "-28000"), ("true_up", "-28000")]);
    for amount in ["80000", "80000.01"] {
        keep(amount).year(&[("accrual", "28000"), ("difference", "0")]);
        recover(amount).year(&[("accrual", "28000"), ("difference", "0")]);
    }
}

/// The first half reached 150,000 of 200,000. The second alone needs 200,000; with the first 250,000.
#[test]
fn r_6_promotion_looks_back() {
    let half =
        |amount| Case::through(4).set("promotion_looks_back", "half").all(&["75000", "75000", "100000", amount]).run();
    let year =
        |amount| Case::through(4).set("promotion_looks_back", "year").all(&["75000", "75000", "100000", amount]).run();
    for (amount, first, second) in [
        ("99999.99", "hold", "hold"),
        ("100000", "promote", "hold"),
        ("100000.01", "promote", "hold"),
        ("149999.99", "promote", "hold"),
        ("150000", "promote", "promote"),
        ("150000.01", "promote", "promote"),
    ] {
        half(amount).half(2, &[("decision", first)]);
        year(amount).half(2, &[("decision", second)]);
        // In the first half there is nothing more to look back on.
        half(amount).half(1, &[("decision", "hold")]);
        year(amount).half(1, &[("decision", "hold")]);
    }
}

/// Q4 collects nothing and withholds 4,500. The year reached its base of 280,000, or lacks a fen.
#[test]
fn r_7_withheld_at_year_end() {
    let lapses =
        |amount| Case::through(4).set("withheld_at_year_end", "lapses").all(&["100000", "100000", amount, "0"]).run();
    let paid =
        |amount| Case::through(4).set("withheld_at_year_end", "paid").all(&["100000", "100000", amount, "0"]).run();
    for amount in ["79999.99", "80000", "80000.01"] {
        lapses(amount).quarter(4, &[("floating_wage_withheld", "4500"), ("floating_wage_released", "0")]);
        lapses(amount).year(&[("floating_wage_lapsed", "4500")]);
    }
    paid("79999.99").quarter(4, &[("floating_wage_released", "0"), ("total", "0")]);
    paid("79999.99").year(&[("floating_wage_lapsed", "4500")]);
    for amount in ["80000", "80000.01"] {
        paid(amount)
            .quarter(4, &[("floating_wage_withheld", "4500"), ("floating_wage_released", "4500"), ("total", "4500")]);
        paid(amount).year(&[("floating_wage_lapsed", "0")]);
        paid(amount).payable("4500");
    }
}

/// 1 ÷ 3 and 2 ÷ 3 to 12 decimals; the mean of 0.8, 0.9 and 0.9 is 0.8666…
#[test]
fn r_8_quotients_have_twelve_decimals() {
    let run = |inside, outside| Case::through(1).all(&[inside]).outside("M001", 1, outside).run();
    run("30000", "60000").quarter(1, &[("ratio", "0.333333333333"), ("basis", "30000")]);
    run("60000", "30000").quarter(1, &[("ratio", "0.666666666667"), ("basis", "60000")]);
    let mut case = Case::through(4);
    case.without_quota("M001", 1);
    for (quarter, score) in [(2, "0"), (3, "60"), (4, "60")] {
        case.scores("M001", quarter, &[score]);
    }
    // Base 210,000: Q2 lacks it, Q3 fills it and reaches 100,000, Q4 reaches 40,000: 21,000 − 10,000 = 11,000;
    // × 0.866666666667 = 9,533.333333337
    case.collected("M001", 3, "170000").collected("M001", 4, "40000");
    case.run().year(&[("payout_factor", "0.866666666667"), ("difference", "11000"), ("true_up", "9533.33")]);
}

fn other(case: &mut Case, category: &str, product: &str, amount: &str) -> crate::common::case::Run {
    case.all(&[product]);
    case.line(Line {
        quarter: "Q1".into(),
        category: category.into(),
        manager: "M001".into(),
        amount: amount.into(),
        ..Line::default()
    });
    case.run()
}

/// Other income counts for nothing, with a warning; or as any other.
#[test]
fn r_9_other_income() {
    for category in ["service", "supplies", "training", "maintenance", "add-on", "data-conversion"] {
        let excluded =
            |product, amount| other(Case::through(1).set("other_income", "excluded"), category, product, amount);
        let counts = |product, amount| other(Case::through(1).set("other_income", "counts"), category, product, amount);
        for amount in ["0.01", "0.02"] {
            let run = excluded("69999.99", amount);
            run.quarter(
                1,
                &[("collections", "69999.99"), ("scheduled", "69999.99"), ("flat_accrual", "0"), ("base_met", "false")],
            );
            assert!(run.warnings().contains(&"Collections!D3".to_owned()), "{category}: {:?}", run.warnings());
        }
        let run = counts("69999.98", "0.01");
        run.quarter(1, &[("collections", "69999.99"), ("scheduled", "69999.99"), ("base_met", "false")]);
        assert!(!run.warnings().contains(&"Collections!D3".to_owned()), "{category}: {:?}", run.warnings());
        counts("69999.99", "0.01").quarter(1, &[("collections", "70000"), ("accrued", "7000")]);
        counts("69999.99", "0.02").quarter(1, &[("collections", "70000.01"), ("base_met", "true")]);
    }
}

/// With the surplus carried the two mostly coincide; with R-2 `accrue-now` Q1's 150,000 leave Q2 alone. Together the
/// half's target of 200,000 is reached in each of these.
#[test]
fn r_10_promotion_needs() {
    let run = |case: &mut Case, amount| case.set("surplus", "accrue-now").all(&["150000", amount]).run();
    let half = |amount| run(Case::through(2).set("promotion_needs", "half-target"), amount);
    let both = |amount| run(Case::through(2).set("promotion_needs", "half-and-quarter-target"), amount);
    for (amount, decision) in [("99999.99", "hold"), ("100000", "promote"), ("100000.01", "promote")] {
        half(amount).half(1, &[("decision", "promote")]);
        both(amount).half(1, &[("decision", decision)]);
    }
}

/// With the surplus carried: Q1 and Q2 owe 140,000, which Q3 and Q4 fill; Q4 has nothing of its own.
#[test]
fn r_10_promotion_needs_when_earlier_quarters_are_filled() {
    let amounts = ["0", "0", "100000", "100000"];
    let mut half = Case::through(4);
    half.set("promotion_needs", "half-target").all(&amounts);
    half.run().half(2, &[("actual", "200000"), ("decision", "promote")]);
    let mut both = Case::through(4);
    both.set("promotion_needs", "half-and-quarter-target").all(&amounts);
    both.run().half(2, &[("actual", "200000"), ("decision", "hold")]);
}

/// 'Next quarter' is each later quarter: Q1 lacks 10,000, Q2 nothing collected, Q3 fills it.
#[test]
fn r_11_each_later_quarter_fills() {
    let run = |amount| Case::through(4).all(&["60000", "0", "0", amount]).run();
    // Q1 lacks 10,000, Q2 and Q3 70,000 each: 150,000 in Q4 fill all three, 220,000 meet its base too.
    run("149999.99").quarter(4, &[("made_up", "149999.99"), ("left_q3", "0.01"), ("floating_wage_released", "9000")]);
    run("150000").quarter(4, &[("made_up", "150000"), ("left_q3", "0"), ("floating_wage_released", "13500")]);
    run("150000").quarter(4, &[("left_q4", "70000"), ("closing_balance", "-70000")]);
    run("150000.01").quarter(4, &[("made_up", "150000"), ("effective", "0.01"), ("base_met", "false")]);
    run("219999.99").quarter(4, &[("effective", "69999.99"), ("base_met", "false")]);
    run("220000").quarter(4, &[("effective", "70000"), ("base_met", "true"), ("floating_wage_paid", "4500")]);
}
