//! The service centre: each indicator from its counts, over a month, a quarter or a year.

use bonus::policy::{ColumnRole, RowKind};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value as Json;

use crate::common::draft::{Cell, n};
use crate::schemes::desk::{Desk, computed};

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
    // Where more may be done than was due, and spent than was planned, the rate is above one.
    for (indicator, counted, over) in [
        ("visit_rate", "visits_met", "visits_due"),
        ("plan_rate", "plan_done", "plan_due"),
        ("budget_rate", "spent", "budget"),
        ("survey_rate", "surveys_done", "surveys_due"),
        ("improvement_rate", "improved", "improvements_due"),
    ] {
        assert_eq!(desk.period(&[(counted, "5"), (over, "4")])[indicator], "1.25", "{indicator}");
    }
    for (indicator, counted) in
        [("lost_accounts", "lost"), ("key_account_visits", "key_visits"), ("call_count", "calls")]
    {
        assert_eq!(desk.period(&[(counted, "0")])[indicator], "0", "{indicator}");
        assert_eq!(desk.period(&[(counted, "7")])[indicator], "7", "{indicator}");
        assert_eq!(desk.period(&[])[indicator], "n/a", "{indicator}");
    }
}

/// The results of a year of counts, each of a column and a month.
fn year(period: &'static str, count: impl Fn(&str, u32) -> Option<u32>) -> Json {
    let mut desk = Desk::new("service-center", "1月");
    desk.settings = vec![("考核周期", period)];
    let mut draft = desk.draft(&[]);
    for sheet in desk.sheets().filter(|sheet| sheet.row == RowKind::Period) {
        let page = draft.page(&sheet.label.zh);
        page.rows.truncate(1);
        page.rows.extend((1..=12).map(|month| {
            let cells = sheet.columns.iter().map(|column| match column.role {
                ColumnRole::Id => "P1".into(),
                ColumnRole::Period => format!("{month}月").into(),
                _ => count(&column.name, month).map_or(Cell::Blank, n),
            });
            cells.collect()
        }));
    }
    computed(&draft, &desk.policy).unwrap()
}

/// A figure over the months.
fn months(json: &Json, figure: &str) -> Vec<String> {
    let months = json["managers"][0]["months"].as_array().unwrap();
    months.iter().map(|month| month[figure].as_str().unwrap().to_owned()).collect()
}

/// The first month of each month's period: the first and the last of each period are its thresholds.
const PERIODS: [(&str, [u32; 12]); 3] = [
    ("月", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    ("季", [1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10]),
    ("year", [1; 12]),
];

#[test]
fn sc_p_counts_add_up_over_month_quarter_and_year() {
    for (period, begins) in PERIODS {
        let json = year(period, |_, month| Some(month));
        let expected: Vec<String> =
            (1..).zip(begins).map(|(month, from)| (from..=month).sum::<u32>().to_string()).collect();
        for figure in ["lost_accounts", "key_account_visits", "call_count"] {
            assert_eq!(months(&json, figure), expected, "{figure} by {period}");
            assert_eq!(json["managers"][0][figure], "78", "{figure} of the year, by {period}");
        }
    }
}

#[test]
fn sc_p_rates_and_means_are_of_the_whole_period() {
    let of_the_period = [
        ("customer_satisfaction", "customer_points", "customers_asked"),
        ("cooperation", "department_points", "departments_asked"),
        ("plan_rate", "plan_done", "plan_due"),
        ("budget_rate", "spent", "budget"),
        ("survey_rate", "surveys_done", "surveys_due"),
        ("improvement_rate", "improved", "improvements_due"),
        ("caller_satisfaction", "caller_points", "callers_asked"),
        ("transfer_rate", "transferred", "connected"),
    ];
    let of_the_month = [
        ("feedback_rate", "feedback_met", "feedback_due"),
        ("information_rate", "information_met", "information_due"),
        ("visit_rate", "visits_met", "visits_due"),
        ("solving_speed", "solving_time", "solved"),
        ("satisfaction_rate", "satisfied", "complaints"),
    ];
    for (period, begins) in PERIODS {
        // All of the even months and nothing of the odd ones, each out of four: what a period counts is seen
        // from its rate.
        let json = year(period, |column, month| {
            let counted = of_the_period.iter().chain(&of_the_month).any(|(_, counted, _)| *counted == column);
            Some(if counted && month % 2 == 1 { 0 } else { 4 })
        });
        for (begins, indicators) in [(begins, &of_the_period[..]), (PERIODS[0].1, &of_the_month[..])] {
            let expected: Vec<String> = (1..)
                .zip(begins)
                .map(|(month, from)| {
                    let even = (from..=month).filter(|month| month % 2 == 0).count();
                    let rate = Decimal::from(even) / Decimal::from(month - from + 1);
                    rate.round_dp_with_strategy(12, RoundingStrategy::MidpointAwayFromZero).normalize().to_string()
                })
                .collect();
            for (indicator, ..) in indicators {
                assert_eq!(months(&json, indicator), expected, "{indicator} by {period}");
            }
        }
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
