//! Adjustments by hand, and what earlier quarters differ by from what was paid (ADJ, PAY).

use crate::common::case::{Case, Run};

/// Every quarter reaches its target exactly: bonus 10,000, floating wage 4,500, total 14,500; nothing is carried.
fn steady(through: u8) -> Case {
    let mut case = Case::through(through);
    case.all(&["100000"; 4][..usize::from(through)]);
    case
}

fn manager<'r>(run: &'r Run, field: &str) -> &'r str {
    run.0["managers"][0][field].as_str().unwrap()
}

/// What is adjusted is paid; the computed figures stay, and nothing that is computed from them moves.
#[test]
fn adj_the_through_quarter_is_paid_as_adjusted() {
    let run =
        steady(2).adjusted("M001", "Q2", "Bonus", "250.5").adjusted("M001", "Q2", "floating_wage_paid", "-0.01").run();
    run.payable("14750.49");
    run.quarter(2, &[("bonus", "10000"), ("floating_wage_paid", "4500"), ("total", "14500")]);
    run.quarter(2, &[("adjustments", "250.49"), ("adjusted_total", "14750.49"), ("adjusted_bonus", "10250.5")]);
    run.quarter(2, &[("adjusted_floating_wage", "4499.99"), ("prior_adjustment", "0")]);
    assert_eq!((manager(&run, "adjustments"), manager(&run, "year_to_date")), ("250.49", "29250.49"));
    let list = run.0["adjustments"].as_array().unwrap();
    let first = |field: &str| list[0][field].as_str().unwrap().to_owned();
    assert_eq!(list.len(), 2);
    assert_eq!((first("figure"), first("computed")), ("bonus".into(), "10000.00".into()));
    assert_eq!((first("amount"), first("adjusted")), ("250.50".into(), "10250.50".into()));
    assert_eq!((first("source"), first("reason")), ("Adjustments!D2".into(), "reason 1".into()));
    assert_eq!(first("approver"), "the director");
}

/// It is money, not collections: no later quarter, no half-year and no year-end knows of it.
#[test]
fn adj_enters_no_later_computation() {
    let plain = steady(4).run();
    let run = steady(4).adjusted("M001", "Q1", "Bonus", "99999").adjusted("M001", "Q3", "Bonus", "-5000").run();
    for quarter in 0..4 {
        let figures = |run: &Run| {
            let mut row = run.0["managers"][0]["quarters"][quarter].clone();
            row.as_object_mut().unwrap().retain(|name, _| !name.starts_with("adjust"));
            row
        };
        assert_eq!(figures(&run), figures(&plain), "Q{}", quarter + 1);
    }
    assert_eq!(run.0["managers"][0]["half_years"], plain.0["managers"][0]["half_years"]);
    assert_eq!(run.0["managers"][0]["year_end"], plain.0["managers"][0]["year_end"]);
    assert_eq!(run.0["department"], plain.0["department"]);
}

/// An earlier quarter without a Paid row counts as paid in full, its adjustments included; with one, they are compared.
#[test]
fn adj_an_earlier_quarter_is_compared_with_what_was_paid() {
    let run = |paid: Option<(&str, &str)>| {
        let mut case = steady(2);
        case.adjusted("M001", "Q1", "Bonus", "100").adjusted("M001", "Q1", "Floating wage paid", "-30");
        if let Some((bonus, floating)) = paid {
            case.paid("M001", 1, bonus, floating);
        }
        case.run()
    };
    run(None).payable("14500");
    // The adjustment came after the payment.
    let late = run(Some(("10000", "4500")));
    late.payable("14570");
    late.quarter(1, &[("prior_bonus", "100"), ("prior_floating_wage", "-30"), ("prior_adjustment", "70")]);
    assert_eq!((manager(&late, "prior_adjustment"), manager(&late, "adjustments")), ("70.00", "0.00"));
    // It was paid with the quarter.
    run(Some(("10100", "4470"))).payable("14500");
    run(Some(("10100", "4469.99"))).payable("14500.01");
}

/// The settlement's adjustment is paid when the year is settled: 3 on a true-up of nothing.
#[test]
fn adj_the_year_end() {
    let run = steady(4).adjusted("M001", "Year-end", "True-up", "3").run();
    run.payable("14503");
    run.year(&[("true_up", "0"), ("adjustments", "3"), ("adjusted_true_up", "3")]);
    run.quarter(4, &[("adjustments", "0")]);
    assert_eq!(manager(&run, "adjustments"), "3.00");
    assert_eq!(run.0["adjustments"][0]["quarter"], "year-end");
}

/// Two adjustments of one figure: each is listed, and the adjusted figure has both. The order of rows changes nothing.
#[test]
fn adj_several_of_one_figure_add_up() {
    let one = steady(1).adjusted("M001", "Q1", "Bonus", "10").adjusted("M001", "Q1", "Bonus", "-4").run();
    one.payable("14506");
    for adjustment in one.0["adjustments"].as_array().unwrap() {
        assert_eq!(adjustment["adjusted"], "10006.00");
    }
    let other = steady(1).adjusted("M001", "Q1", "Bonus", "-4").adjusted("M001", "Q1", "Bonus", "10").run();
    assert_eq!(other.0["managers"], one.0["managers"]);
}

/// By manager and figure, what earlier quarters differ by: 10,000 and 4,500 were due.
#[test]
fn pay_earlier_quarters_are_listed_by_figure() {
    let run = steady(3).paid("M001", 1, "9000", "4600").paid("M001", 2, "10000", "4500").run();
    run.payable("15400");
    assert_eq!(manager(&run, "prior_adjustment"), "900.00");
    let list: Vec<_> = run.0["prior_periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| ["quarter", "figure", "recomputed", "paid", "difference"].map(|field| row[field].as_str().unwrap()))
        .collect();
    assert_eq!(
        list,
        [
            ["Q1", "adjusted_bonus", "10000.00", "9000.00", "1000.00"],
            ["Q1", "adjusted_floating_wage", "4500.00", "4600.00", "-100.00"],
            ["Q2", "adjusted_bonus", "10000.00", "10000.00", "0.00"],
            ["Q2", "adjusted_floating_wage", "4500.00", "4500.00", "0.00"],
        ]
    );
}
