//! The half-year review (KA-2.4) and the tasks that it proposes.

use crate::common::case::Case;

/// Base of the half 140,000, target 200,000; grades with wages 3,000, 4,000 (his) and 5,000.
#[test]
fn ka_2_4_one_grade_down_below_base_and_up_from_target() {
    let expected = [
        ("70000", "69999.99", "demote", "1级", "0.75"),
        ("70000", "70000", "hold", "2级", "1"),
        ("70000", "70000.01", "hold", "2级", "1"),
        ("100000", "99999.99", "hold", "2级", "1"),
        ("100000", "100000", "promote", "3级", "1.25"),
        ("100000", "100000.01", "promote", "3级", "1.25"),
        // Q2 fills Q1's unmet target and completes its own.
        ("0", "200000", "promote", "3级", "1.25"),
        ("0", "199999.99", "hold", "2级", "1"),
        // All of it in Q1.
        ("200000", "0", "promote", "3级", "1.25"),
        ("139999.99", "0", "demote", "1级", "0.75"),
    ];
    for (first, second, decision, grade, factor) in expected {
        let figures = [("decision", decision), ("grade", "2级"), ("new_grade", grade), ("quota_factor", factor)];
        Case::through(2).all(&[first, second]).run().half(1, &figures);
        // The second half is judged by itself.
        let year = Case::through(4).all(&["100000", "100000", first, second]).run();
        year.half(1, &[("decision", "promote")]);
        year.half(2, &figures);
    }
}

/// The sums that are compared.
#[test]
fn ka_2_4_the_half_is_the_sum_of_its_quarters() {
    let run = Case::through(4).all(&["100000.01", "60000", "-5000", "0"]).run();
    run.half(1, &[("actual", "160000.01"), ("base", "140000"), ("target", "200000")]);
    run.half(2, &[("actual", "-5000"), ("base", "140000"), ("target", "200000"), ("decision", "demote")]);
}

/// At the ends of the table the grade stays.
#[test]
fn ka_2_4_the_lowest_and_the_highest_grade() {
    for (grade, amount, decision, factor) in [
        ("1级", "69999.99", "demote", "1"),
        ("1级", "70000", "hold", "1"),
        ("3级", "130000", "promote", "1"),
        ("3级", "129999.99", "hold", "1"),
    ] {
        let mut case = Case::empty(2);
        case.manager("M001", grade).quota("M001", 1, "70000", "100000").quota("M001", 2, "70000", "100000");
        let run = case.all(&["70000", amount]).run();
        run.half(1, &[("decision", decision), ("new_grade", grade), ("quota_factor", factor)]);
    }
}

/// The old grade is the one of the half's last quarter: 4,000 ÷ 3,000 = 1.333333333333.
#[test]
fn ka_2_4_the_grade_of_the_last_quarter() {
    let mut case = Case::through(2);
    case.quota_with("M001", 2, "70000", "100000", "", "1级").all(&["100000", "100000"]);
    case.run().half(1, &[("grade", "1级"), ("new_grade", "2级"), ("quota_factor", "1.333333333333")]);
    let mut case = Case::through(2);
    case.quota_with("M001", 1, "70000", "100000", "", "1级").all(&["100000", "100000"]);
    case.run().half(1, &[("grade", "2级"), ("new_grade", "3级"), ("quota_factor", "1.25")]);
}

/// Both rows must be there; an exempt one is left out of the sums; with none left the grade stays.
#[test]
fn ka_2_4_which_quarters_are_reviewed() {
    assert_eq!(Case::through(1).run().halves(), 0);
    assert_eq!(Case::through(3).run().halves(), 1);
    let mut late = Case::through(2);
    late.without_quota("M001", 1);
    assert_eq!(late.run().halves(), 0);
    let exempt = |amount| {
        let mut case = Case::through(2);
        case.quota("M001", 1, "0", "0").all(&["500000", amount]).run()
    };
    exempt("69999.99").half(1, &[("actual", "69999.99"), ("base", "70000"), ("decision", "demote")]);
    exempt("70000").half(1, &[("decision", "hold")]);
    exempt("99999.99").half(1, &[("decision", "hold")]);
    exempt("100000").half(1, &[("target", "100000"), ("decision", "promote")]);
    let mut both = Case::through(2);
    both.quota("M001", 1, "0", "0").quota("M001", 2, "0", "0").all(&["500000", "500000"]);
    both.run().half(1, &[("decision", "hold"), ("quota_factor", "1")]);
}

/// Tasks of the following half × 1.25, of next year's first half this year's stand in.
#[test]
fn r_12_tasks_change_in_the_proportion_of_the_wage() {
    let mut case = Case::through(4);
    case.quota("M001", 3, "70000.01", "100000.02").quota("M001", 4, "70000.02", "100000.05");
    let run = case.all(&["100000", "100000", "70000", "69999.99"]).run();
    // 87,500.0125, 125,000.025, 87,500.025 and 125,000.0625
    run.half(
        1,
        &[
            ("decision", "promote"),
            ("proposed_base_1", "87500.01"),
            ("proposed_target_1", "125000.03"),
            ("proposed_base_2", "87500.03"),
            ("proposed_target_2", "125000.06"),
        ],
    );
    // × 0.75 of Q1 and Q2
    run.half(
        2,
        &[
            ("decision", "demote"),
            ("proposed_base_1", "52500"),
            ("proposed_target_1", "75000"),
            ("proposed_base_2", "52500"),
            ("proposed_target_2", "75000"),
        ],
    );
}

/// Version 2, after the first half: Q3 and Q4 × 1.25, an exempt one stays 0; the wage is three times the 2,000 of the new
/// grade.
#[test]
fn r_12_the_second_half_follows_the_first() {
    let run = |second: &str| {
        let mut case = Case::through(4);
        case.version("2").quota("M001", 3, "70000.01", "100000.02").quota("M001", 4, "0", "0");
        case.all(&["100000", second, "70000", "0"]).run()
    };
    run("100000").half(
        1,
        &[
            ("decision", "promote"),
            ("proposed_base_1", "87500.01"),
            ("proposed_target_1", "125000.03"),
            ("proposed_floating_wage_1", "6000"),
            ("proposed_base_2", "0"),
            ("proposed_target_2", "0"),
            ("proposed_floating_wage_2", "6000"),
        ],
    );
    let held = [("decision", "hold"), ("proposed_base_1", "70000.01"), ("proposed_floating_wage_1", "4500")];
    run("99999.99").half(1, &held);
}

/// Version 2, after the second half: next year's four rows are this year's × the wage of the new grade (5,000) ÷ that of
/// the grade which each row had: 3,000 in Q1, 4,000 in the others. The one that had the new grade's wage stays.
#[test]
fn r_12_next_year_follows_the_second_half() {
    let mut case = Case::through(4);
    case.version("2").quota_with("M001", 1, "70000", "100000", "", "1级");
    case.quota("M001", 2, "70000.01", "100000.02").quota("M001", 3, "0", "0");
    let run = case.all(&["100000", "100000", "0", "100000"]).run();
    run.half(
        2,
        &[
            ("decision", "promote"),
            ("proposed_base_1", "116666.67"),
            ("proposed_target_1", "166666.67"),
            ("proposed_floating_wage_1", "6000"),
            ("proposed_base_2", "87500.01"),
            ("proposed_target_2", "125000.03"),
            ("proposed_base_3", "0"),
            ("proposed_target_3", "0"),
            ("proposed_base_4", "87500"),
            ("proposed_target_4", "125000"),
            ("proposed_floating_wage_4", "6000"),
        ],
    );
    // Held at 2级: the row that had 1级 grows by a third, the others stay.
    let mut case = Case::through(4);
    case.version("2").quota_with("M001", 1, "70000", "100000", "", "1级");
    case.all(&["100000", "100000", "70000", "100000"]).run().half(
        2,
        &[
            ("decision", "hold"),
            ("proposed_base_1", "93333.33"),
            ("proposed_target_1", "133333.33"),
            ("proposed_floating_wage_1", "4500"),
            ("proposed_base_2", "70000"),
        ],
    );
}
