//! The service centre: each indicator from its counts, over a month, a quarter or a year.

use crate::desk::{Desk, computed};

#[test]
fn sc_1_to_sc_16_and_denominators_of_nothing() {
    let desk = Desk::new("service-center", "2月");
    // (clause, indicator, counted, over, expected of 3 and 4)
    let indicators = [
        ("feedback_rate", "feedback_met", "feedback_due"),
        ("information_rate", "information_met", "information_due"),
        ("visit_rate", "visits_met", "visits_due"),
        ("solving_speed", "solving_time", "solved"),
        ("satisfaction_rate", "satisfied", "complaints"),
        ("customer_satisfaction", "customer_points", "customers_asked"),
        ("cooperation", "department_points", "departments_asked"),
        ("plan_rate", "plan_done", "plan_due"),
        ("budget_rate", "spent", "budget"),
        ("survey_rate", "surveys_done", "surveys_due"),
        ("improvement_rate", "improved", "improvements_due"),
        ("caller_satisfaction", "caller_points", "callers_asked"),
        ("transfer_rate", "transferred", "connected"),
    ];
    for (indicator, counted, over) in indicators {
        assert_eq!(desk.period(&[(counted, "3"), (over, "4")])[indicator], "0.75", "{indicator}");
        assert_eq!(desk.period(&[(counted, "1"), (over, "3")])[indicator], "0.333333333333", "{indicator}");
        assert_eq!(desk.period(&[(counted, "4"), (over, "4")])[indicator], "1", "{indicator}");
        assert_eq!(desk.period(&[(counted, "0"), (over, "4")])[indicator], "0", "{indicator}");
        assert_eq!(desk.period(&[(counted, "0"), (over, "0")])[indicator], "n/a", "{indicator}");
        assert_eq!(desk.period(&[])[indicator], "n/a", "{indicator}");
    }
    for (indicator, counted) in
        [("lost_accounts", "lost"), ("key_account_visits", "key_visits"), ("call_count", "calls")]
    {
        assert_eq!(desk.period(&[(counted, "0")])[indicator], "0", "{indicator}");
        assert_eq!(desk.period(&[(counted, "7")])[indicator], "7", "{indicator}");
        assert_eq!(desk.period(&[])[indicator], "n/a", "{indicator}");
    }
}

#[test]
fn sc_p_month_quarter_and_year() {
    let mut desk = Desk::new("service-center", "1月");
    for (period, expected) in [
        ("月", ["1", "2", "3", "4", "5", "6"]),
        ("季", ["1", "3", "6", "4", "9", "15"]),
        ("year", ["1", "3", "6", "10", "15", "21"]),
    ] {
        desk.settings = vec![("考核周期", period)];
        let mut draft = desk.draft(&[("calls", "1")]);
        let page = draft.page("呼叫中心");
        for month in 2..=6 {
            let mut row = page.rows[1].clone();
            row[1] = format!("{month}月").into();
            *row.last_mut().unwrap() = month.to_string().parse::<u8>().map(crate::common::draft::n).unwrap();
            page.rows.push(row);
        }
        let json = computed(&draft, &desk.policy).unwrap();
        let months = json["managers"][0]["months"].as_array().unwrap();
        let calls: Vec<_> = months.iter().map(|month| month["call_count"].as_str().unwrap()).collect();
        assert_eq!(calls, expected, "{period}");
        // The first five are of the month, whatever the period.
        assert_eq!(json["managers"][0]["call_count"], "21");
    }
}

#[test]
fn more_than_all_is_a_fault() {
    let desk = Desk::new("service-center", "2月");
    for (part, all) in [
        ("feedback_met", "feedback_due"),
        ("information_met", "information_due"),
        ("satisfied", "complaints"),
        ("transferred", "connected"),
    ] {
        let faults = desk.faults(&[(part, "5"), (all, "4")]);
        assert!(faults.contains("are more than"), "{part}: {faults}");
        desk.period(&[(part, "4"), (all, "4")]);
    }
}
