//! Version 2 of the department-sales policy where it parts from version 1. Amounts are net of tax here: the divisor is 1.

use crate::common::case::{Case, Line};

fn second(through: u8, base: &str, target: &str) -> Case {
    let mut case = Case::of("department-sales", through);
    case.version("2").set("tax_divisor", "1");
    for quarter in 1..=through {
        case.quota("M001", quarter, base, target);
    }
    case
}

/// The worked figure of policy.md, and a first quarter of nothing with a fen either side.
#[test]
fn ds_3b_a_filled_quarter_pays_its_base_and_no_more() {
    let run = |first| second(2, "100000", "200000").all(&[first, "240000"]).run();
    run("-20000").quarter(2, &[("made_up", "120000"), ("basis", "220000"), ("accrued", "8800")]);
    run("-0.01").quarter(2, &[("basis", "239999.99")]);
    run("0").quarter(2, &[("basis", "240000"), ("accrued", "9600")]);
    run("0.01").quarter(2, &[("basis", "240000.01")]);
}

/// The worked figure of policy.md, and its year at the annual target of 400,000.
#[test]
fn r_20_what_was_paid_over_target_is_accrued_once() {
    let run = |choice, last| {
        let mut case = second(4, "50000", "100000");
        case.set("year_end", choice).all(&["350000", "20000", "20000", last]).run()
    };
    run("settle", "5000").quarter(1, &[("accrued", "14000"), ("surplus", "50000")]);
    run("settle", "5000").year(&[
        ("accrual_within_target", "7800"),
        ("accrual_over_target", "10000"),
        ("accrued_in_quarters", "16800"),
        ("difference", "1000"),
    ]);
    // 199,999.99, 200,000 and, above the annual target, once more 200,000 within it
    for (last, within) in [("9990", "7999.6"), ("9999.99", "8000"), ("10000", "8000"), ("10000.01", "8000")] {
        run("settle", last).year(&[("accrual_within_target", within), ("accrual_over_target", "10000")]);
    }
    // 300,000 above the annual target: 250,000 of it hold what the quarter was paid at 5 %.
    run("settle", "310000").year(&[("accrual_within_target", "16000"), ("accrual_over_target", "15000")]);
    let only = [("accrual_within_target", "6800"), ("accrual_over_target", "10000"), ("difference", "0")];
    run("over-target-only", "5000").year(&only);
}

/// Q1 is 50,000 short of its base; Q2's pool passes 300,000, its completion after the make-up does not.
#[test]
fn r_21_the_cap_before_or_after_the_make_up() {
    let run = |tested, amount| {
        let mut case = second(2, "100000", "200000");
        case.set("cap_tested", tested).all(&["50000", amount]).run()
    };
    for (amount, over, surplus) in [
        ("299999.99", "0", "49999.99"),
        ("300000", "0", "50000"),
        ("300000.01", "50000.01", "0"),
        ("340000", "90000", "0"),
    ] {
        run("before", amount).quarter(2, &[("over_completion", over), ("surplus", surplus)]);
    }
    run("before", "340000").quarter(2, &[("accrued", "16500")]);
    let after = [("over_completion", "0"), ("surplus", "90000"), ("accrued", "12000")];
    run("after-make-up", "340000").quarter(2, &after);
    run("after-make-up", "350000").quarter(2, &[("over_completion", "0"), ("surplus", "100000")]);
    run("after-make-up", "350000.01").quarter(2, &[("over_completion", "100000"), ("surplus", "0.01")]);
}

/// The source's text says 300,000, its formula 100,000.
#[test]
fn r_22_the_quarter_cap() {
    let run = |cap, amount| second(1, "40000", "80000").set("quarter_cap", cap).all(&[amount]).run();
    run("300000", "120000").quarter(1, &[("accrued", "3200"), ("surplus", "40000")]);
    run("100000", "120000").quarter(1, &[("accrued", "4200"), ("surplus", "20000")]);
    run("100000", "99999.99").quarter(1, &[("accrued", "3200"), ("surplus", "19999.99")]);
    run("100000", "100000").quarter(1, &[("accrued", "3200"), ("surplus", "20000")]);
    run("100000", "100000.01").quarter(1, &[("accrued", "4200"), ("surplus", "0.01")]);
}

/// 10,000 at 4 % and a training of 1,000 at 6 % in the quarter without a task of who joined in this year: the product
/// accrues 400 or nothing, the training its 60 under either choice. The quarter with a task accrues as any.
#[test]
fn r_23_a_newcomer_s_quarter_accrues_or_not() {
    let run = |choice, joined| {
        let mut case = second(2, "0", "0");
        case.set("newcomer_quarter", choice).joined("M001", joined);
        case.quota("M001", 2, "50000", "100000").all(&["10000", "60000"]);
        case.line(Line {
            quarter: "Q1".into(),
            manager: "M001".into(),
            category: "training".into(),
            amount: "1000".into(),
            ..Line::default()
        });
        case.run()
    };
    let accrues = [("basis", "10000"), ("accrued", "400"), ("flat_accrual", "60"), ("bonus", "460")];
    let nothing = [("basis", "0"), ("accrued", "0"), ("flat_accrual", "60"), ("bonus", "60")];
    run("accrues", "2017-01-01").quarter(1, &accrues);
    run("nothing", "2017-01-01").quarter(1, &nothing);
    run("nothing", "2017-03-31").quarter(1, &nothing);
    // The day before he would be no newcomer of this year.
    run("nothing", "2016-12-31").quarter(1, &accrues);
    for choice in ["accrues", "nothing"] {
        run(choice, "2017-01-01").quarter(2, &[("basis", "60000"), ("accrued", "2400")]);
    }
}

/// Who joined in this year and has no task in it: all his exempt quarters are meant. After the first quarter with a task
/// an exempt one is a leave.
#[test]
fn r_23_until_the_first_quarter_with_a_task() {
    let run = |second_task: bool| {
        let mut case = second(3, "0", "0");
        case.set("newcomer_quarter", "nothing").joined("M001", "2017-01-09");
        if second_task {
            case.quota("M001", 2, "50000", "100000");
        }
        case.all(&["10000", "60000", "10000"]).run()
    };
    let (nothing, accrues) = ([("basis", "0"), ("accrued", "0")], [("basis", "10000"), ("accrued", "400")]);
    run(false).quarter(1, &nothing);
    run(false).quarter(3, &nothing);
    run(true).quarter(1, &nothing);
    run(true).quarter(3, &accrues);
}

/// Nobody says when he joined: the exempt quarter is a leave, which accrues under either choice.
#[test]
fn r_23_a_leave_always_accrues() {
    for choice in ["accrues", "nothing"] {
        let mut case = second(2, "0", "0");
        case.set("newcomer_quarter", choice).quota("M001", 2, "50000", "100000").all(&["10000", "0"]);
        case.run().quarter(1, &[("exempt", "true"), ("basis", "10000"), ("accrued", "400")]);
    }
}
