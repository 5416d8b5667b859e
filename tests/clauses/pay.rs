//! The department's task, and what is payable now (KA-1, PAY).

use crate::common::case::Case;

/// A base is at most its target.
#[test]
fn ka_1_base_and_target() {
    let run = |base| Case::through(1).quota("M001", 1, base, "100000").try_run().map(|_| ());
    assert_eq!(run("99999.99"), Ok(()));
    assert_eq!(run("100000"), Ok(()));
    let fault = run("100000.01").unwrap_err();
    assert!(fault.contains("Quotas!C2") && fault.contains("the base is above the target"), "{fault}");
}

/// The department carries 4.2 million. One fen is 1 ÷ 420,000,000 of it, 0.00000000238…
#[test]
fn ka_1_the_department_s_target() {
    let run = |amount| Case::through(1).set("department_target", "4200000").all(&[amount]).run();
    run("4199999.99").department(&[("target", "4200000"), ("attainment", "0.999999997619")]);
    run("4200000").department(&[("actual", "4200000"), ("attainment", "1")]);
    run("4200000.01").department(&[("attainment", "1.000000002381")]);
}

/// The published task table, in 10,000 yuan: managers 150, 130, 100 and 80, quarters 20/30/30/20 %, base 70 %.
#[test]
fn ka_1_the_published_table() {
    let managers = [("M1", 1_500_000), ("M2", 1_300_000), ("M3", 1_000_000), ("M4", 800_000)];
    // Without a target of its own the department has the sum of the managers' targets through the through quarter.
    for (through, department) in [(1, "920000"), (2, "2300000"), (3, "3680000"), (4, "4600000")] {
        let mut case = Case::empty(through);
        for (id, year) in managers {
            case.manager(id, "2级");
            for (quarter, percent) in (1..=through).zip([20, 30, 30, 20]) {
                let target = year / 100 * percent;
                case.quota(id, quarter, &(target / 10 * 7).to_string(), &target.to_string());
            }
        }
        let run = case.run();
        run.department(&[("target", department), ("actual", "0"), ("attainment", "0")]);
        if through == 4 {
            let years = run.0["managers"].as_array().unwrap();
            let bases: Vec<_> = years.iter().map(|m| m["year_end"]["base"].as_str().unwrap()).collect();
            assert_eq!(bases, ["1050000.00", "910000.00", "700000.00", "560000.00"]);
        }
    }
}

/// Q1: bonus 10,000 and wage 4,500; Q2 the same, 14,500. What was paid for Q1 is set off to the fen.
#[test]
fn pay_what_was_paid_for_closed_quarters_is_set_off() {
    let run = |paid: Option<(&str, &str)>| {
        let mut case = Case::through(2);
        case.all(&["100000", "100000"]);
        if let Some((bonus, floating)) = paid {
            case.paid("M001", 1, bonus, floating);
        }
        case.run()
    };
    run(None).payable("14500");
    run(Some(("10000", "4500"))).payable("14500");
    run(Some(("9999.99", "4500"))).payable("14500.01");
    run(Some(("10000.01", "4500"))).payable("14499.99");
    run(Some(("10000", "4499.99"))).payable("14500.01");
    run(Some(("0", "0"))).payable("29000");
}

/// Q1 lacks 20,000 and pays nothing; Q2 fills it: bonus 7,000, its wage 4,500 and Q1's 4,500.
#[test]
fn pay_a_released_wage_is_of_the_quarter_that_releases_it() {
    let mut case = Case::through(2);
    case.all(&["50000", "90000"]).paid("M001", 1, "0", "0");
    case.run().payable("16000");
    // Its wage was paid by mistake.
    let mut case = Case::through(2);
    case.all(&["50000", "90000"]).paid("M001", 1, "0", "4500");
    case.run().payable("11500");
}

/// Q2 releases Q1's wage: 7,000 and 4,500 + 4,500 = 9,000 were due for it, and Q3 is 14,500.
#[test]
fn pay_a_closed_quarter_that_released_a_wage() {
    let run = |floating| {
        let mut case = Case::through(3);
        case.all(&["50000", "90000", "100000"]).paid("M001", 2, "7000", floating).run()
    };
    run("8999.99").payable("14500.01");
    run("9000").payable("14500");
    run("9000.01").payable("14499.99");
}

/// At year-end the true-up is added: Q4 below base pays nothing of its own, 8,000 of the year.
#[test]
fn pay_the_true_up_is_added() {
    let run = |amount| Case::through(4).all(&["0", "170000", "100000", amount]).run();
    run("9999.99").payable("0");
    run("10000").payable("8000");
    run("10000.01").payable("8000");
}
