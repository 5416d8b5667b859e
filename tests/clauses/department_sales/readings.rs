//! what the scheduled part fills, and in which order.

use super::{case, line};
use crate::common::case::Line;

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
