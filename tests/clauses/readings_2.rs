//! Version 2 of the key-account policy where it parts from version 1: its readings, each at its threshold, one fen below
//! and one above, and the worked figures of policy.md.

use crate::common::case::Case;

fn second(through: u8) -> Case {
    let mut case = Case::through(through);
    case.version("2");
    case
}

/// 4.2 million a year; 0 means the targets of all of the year's rows, also those not computed yet.
#[test]
fn ka_1_the_department_is_shown_against_the_year_and_to_date() {
    let to_date = [("target_to_date", "100000"), ("attainment_to_date", "1")];
    let run = second(1).quota("M001", 2, "70000", "100000").all(&["100000"]).run();
    run.department(&[("actual", "100000"), ("target", "4200000"), ("attainment", "0.02380952381")]);
    run.department(&to_date);
    let run = second(1).set("department_target", "0").quota("M001", 2, "70000", "100000").all(&["100000"]).run();
    run.department(&[("target", "200000"), ("attainment", "0.5")]);
    run.department(&to_date);
}

/// 130,000 accrue now; the 30,000 above the target still help the next quarter to its base, and earn nothing there.
#[test]
fn r_2_the_completion_alone_is_carried() {
    let run = |amount| {
        let mut case = second(2);
        case.set("surplus", "accrue-now-carry-completion").all(&["130000", amount]).run()
    };
    let first = [("basis", "130000"), ("accrued", "13000"), ("surplus", "30000"), ("surplus_scheduled", "0")];
    run("40000").quarter(1, &first);
    run("39999.99").quarter(2, &[("base_met", "false"), ("accrued", "0")]);
    run("40000").quarter(2, &[("base_met", "true"), ("basis", "40000"), ("accrued", "4000")]);
    run("40000.05").quarter(2, &[("base_met", "true"), ("basis", "40000.05"), ("accrued", "4000.01")]);
}

/// What is outside the pipeline counts toward the base and takes no scheduled yuan's place.
#[test]
fn r_3_scheduled_yuan_count_first_by_default() {
    let run = |inside, outside| second(1).all(&[inside]).outside("M001", 1, outside).run();
    run("60000", "9999.99").quarter(1, &[("base_met", "false"), ("accrued", "0")]);
    run("60000", "10000").quarter(1, &[("base_met", "true"), ("basis", "60000"), ("accrued", "6000")]);
    run("60000", "90000").quarter(1, &[("basis", "60000"), ("surplus", "50000"), ("surplus_scheduled", "0")]);
    run("120000", "30000").quarter(1, &[("basis", "100000"), ("surplus_scheduled", "20000")]);
}

/// Q2 has the factor 0.9. 37,000 × 0.975 = 36,075 against 10,000 + 6,300 + 10,000 + 10,000.
#[test]
fn r_4_the_whole_year_at_the_mean_factor() {
    let run = |choice| {
        let mut case = second(4);
        case.set("year_end_factor", choice).scores("M001", 2, &["60"]);
        case.all(&["100000", "70000", "100000", "100000"]).run()
    };
    run("whole-year").year(&[("difference", "0"), ("payout_factor", "0.975"), ("true_up", "-225")]);
    for choice in ["mean", "last", "one"] {
        run(choice).year(&[("difference", "0"), ("true_up", "0")]);
    }
}

/// 20,000 are accrued on 200,000; the annual base is missed. A tenth of what was collected is earned.
#[test]
fn r_5_what_was_collected_keeps_its_bonus() {
    for (last, kept, settled) in [("-0.10", "-0.01", "-0.01"), ("0", "0", "0"), ("0.10", "0", "0.01")] {
        for (choice, difference) in [("keep-earned", kept), ("keep", "0"), ("recover", "-20000"), ("settle", settled)] {
            let mut case = second(4);
            case.set("annual_base_missed", choice).all(&["100000", "100000", "0", last]);
            case.run().year(&[("accrued_in_quarters", "20000"), ("difference", difference)]);
        }
    }
}

/// 20,000 are accrued; the annual base of 280,000, a fen below and a fen above. 8,000 of the 280,000 are not accrued yet.
#[test]
fn r_5_at_the_annual_base() {
    let missed = [("keep-earned", "0"), ("keep", "0"), ("recover", "-20000"), ("settle", "8000")];
    for (choice, below) in missed {
        for (last, difference) in [("19999.99", below), ("20000", "8000"), ("20000.01", "8000")] {
            let mut case = second(4);
            case.set("annual_base_missed", choice).all(&["100000", "100000", "60000", last]);
            case.run().year(&[("accrued_in_quarters", "20000"), ("difference", difference)]);
        }
    }
}

/// The worked figure of policy.md.
#[test]
fn r_5_a_sale_that_is_refunded_takes_its_bonus_back() {
    let run = |choice| {
        let mut case = second(4);
        case.set("in_target_rate", "0.0712").set("annual_base_missed", choice);
        case.all(&["400000", "0", "0", "-399000"]).run()
    };
    let figures = [("accrued_in_quarters", "18256.41"), ("earned", "60.85"), ("difference", "-18195.56")];
    run("keep-earned").year(&figures);
    run("keep").year(&[("difference", "0")]);
}

/// Q4 is below its base and withholds 4,500; the year's base is 280,000.
#[test]
fn r_7_who_met_the_annual_base_is_paid_the_withheld_wage() {
    let run = |choice, last| {
        let mut case = second(4);
        case.set("withheld_at_year_end", choice).all(&["100000", "100000", "100000", last]).run()
    };
    for (last, released) in [("-20000.01", "0"), ("-20000", "4500"), ("-19999.99", "4500"), ("45000", "4500")] {
        let withheld = ("floating_wage_withheld", "4500");
        run("paid", last).quarter(4, &[withheld, ("floating_wage_released", released)]);
        run("lapses", last).quarter(4, &[withheld, ("floating_wage_released", "0")]);
    }
}

/// His last quarter with a row is Q3, of the through quarter Q4: the wage reaches payable once, by the Paid row of Q3 or
/// without one directly. 24,500 are earned and 20,000 accrued: 4,500 more are the true-up.
#[test]
fn r_7_in_the_last_quarter_that_has_a_row() {
    let case = |last| {
        let mut case = second(4);
        case.without_quota("M001", 4).manager("M002", "2级");
        for quarter in 1..=4 {
            case.quota("M002", quarter, "70000", "100000");
        }
        case.all(&["100000", "100000", last]);
        case
    };
    let run = case("45000").run();
    run.quarter(3, &[("floating_wage_released", "4500"), ("total", "4500")]);
    run.payable("9000");
    case("45000").paid("M001", 3, "0", "0").run().payable("9000");
    case("45000").paid("M001", 3, "0", "4500").run().payable("4500");
    case("9999.99").run().quarter(3, &[("floating_wage_released", "0")]);
    case("10000").run().quarter(3, &[("floating_wage_released", "4500")]);
}

/// Q2 is 30,000 short, which Q3 fills first; Q4 is exempt, so that Q3 is the half's last quarter assessed.
#[test]
fn r_10_the_last_quarter_that_is_not_exempt() {
    let run = |needs, third| {
        let mut case = second(4);
        case.set("promotion_needs", needs).quota("M001", 4, "0", "0").all(&["100000", "40000", third]).run()
    };
    for (third, decision) in [("129999.99", "hold"), ("130000", "promote"), ("130000.01", "promote")] {
        run("half-and-quarter-target", third).half(2, &[("decision", decision)]);
        run("half-target", third).half(2, &[("decision", "promote")]);
    }
}

/// Q1's 50,000 are 20,000 short: what fills them pays the quarter back with its filling, or at year-end.
#[test]
fn r_15_a_filled_shortfall_accrues() {
    let run = |choice, second_quarter| {
        let mut case = second(2);
        case.set("made_up_bonus", choice).all(&["50000", second_quarter]).run()
    };
    for (amount, basis, filled) in [
        ("19999.99", "0", "0"),
        ("20000", "0", "70000"),
        ("20000.01", "0", "70000"),
        // 70,000 of its own, and 50,000 + 20,000
        ("90000", "70000", "140000"),
    ] {
        run("year-end", amount).quarter(2, &[("basis", basis)]);
        run("when-filled", amount).quarter(2, &[("basis", filled)]);
    }
    // What fills it from outside the pipeline earns nothing.
    let mut case = second(2);
    case.set("made_up_bonus", "when-filled").all(&["50000"]).outside("M001", 2, "20000");
    case.run().quarter(2, &[("base_met", "false"), ("basis", "50000"), ("accrued", "5000")]);
    // A net refund counts against what fills it: 70,000 of its own and −10,000 + 80,000.
    let mut case = second(2);
    case.set("made_up_bonus", "when-filled").all(&["-10000", "150000"]);
    case.run().quarter(2, &[("made_up", "80000"), ("basis", "140000"), ("accrued", "14000")]);
}

/// Q2 carries 50,000 into the second half, whose base is 140,000 and target 200,000.
#[test]
fn r_16_the_carried_balance_counts() {
    let run = |choice, last| {
        let mut case = second(4);
        case.set("half_year_completion", choice).all(&["100000", "150000", "80000", last]).run()
    };
    for (last, decision) in [
        ("9999.99", "demote"),
        ("10000", "hold"),
        ("10000.01", "hold"),
        ("69999.99", "hold"),
        ("70000", "promote"),
        ("70000.01", "promote"),
    ] {
        run("with-carried-balance", last).half(2, &[("decision", decision)]);
    }
    run("collections", "10000").half(2, &[("decision", "demote")]);
    run("collections", "70000").half(2, &[("actual", "150000"), ("decision", "hold")]);
}
