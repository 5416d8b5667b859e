//! The figures that `other-schemes.md` works out by hand, through the committed workbooks.

use serde_json::Value as Json;

use bonus::workbook::read::Request;

use crate::common::{fixture, policy, results, with_results_of};

/// The results of a scheme's workbook in each language.
fn both(id: &str) -> [Json; 2] {
    let policy = policy(id);
    ["zh", "en"].map(|lang| {
        let path = fixture(&format!("schemes/{id}-{lang}.xlsx"));
        results(&path, policy).unwrap_or_else(|faults| panic!("{id} {lang}: {faults}"))
    })
}

/// A figure of a person, by id.
fn person<'j>(json: &'j Json, id: &str) -> &'j Json {
    json["managers"].as_array().unwrap().iter().find(|person| person["id"] == id).unwrap()
}

/// A period of a person.
fn period<'j>(json: &'j Json, id: &str, kind: &str, name: &str) -> &'j Json {
    let list = person(json, id)[format!("{kind}s")].as_array().unwrap();
    list.iter().find(|period| period[kind] == name).unwrap()
}

#[test]
fn assistants() {
    for json in both("assistant") {
        for (id, pay) in [("Z01", "3524.00"), ("Z02", "2860.00"), ("Z03", "1515.00"), ("Z04", "3486.00")] {
            assert_eq!(period(&json, id, "month", "03")["pay"], pay, "{id}");
            assert_eq!(person(&json, id)["payable"], pay, "{id}");
        }
        assert_eq!(json["department"]["payable"], "11385.00");
    }
}

/// A scheme's workbook by a version, with a setting of the command line where its name is not blank.
fn by(version: &str, set: (&str, &str)) -> Json {
    let id = bonus::policy::parted(version).0;
    let set =
        [set].iter().filter(|(name, _)| !name.is_empty()).map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let request = Request { set, ..Request::default() };
    let json = |results: &bonus::report::Results<'_>| bonus::report::json(results, bonus::lang::Lang::En);
    with_results_of(&fixture(&format!("schemes/{id}-en.xlsx")), policy(version), &request, json).unwrap()
}

/// 10 short of 100 machines, 10 above 1,000 buckets: not offset, and the 10 buckets are 20 yuan, or nothing.
#[test]
fn assistants_are_paid_by_the_piece_when_the_standard_is_missed() {
    for (version, set, pay) in [
        ("assistant@2", ("piece_pay_when_missed", "paid"), "1515.00"),
        ("assistant@2", ("piece_pay_when_missed", "nothing"), "1495.00"),
        ("assistant@1", ("", ""), "1495.00"),
    ] {
        assert_eq!(period(&by(version, set), "Z03", "month", "03")["pay"], pay, "{version} {set:?}");
    }
}

/// 4 loans at 30, 30, 40 and 40 yuan, or all of them at the 40 of their step.
#[test]
fn loan_officers_count_by_slices_or_as_a_whole() {
    for (version, set, pay) in [
        ("loan-officers@2", ("loan_count_steps", "graduated"), "140.00"),
        ("loan-officers@2", ("loan_count_steps", "slab"), "160.00"),
        ("loan-officers@1", ("", ""), "140.00"),
    ] {
        assert_eq!(period(&by(version, set), "L01", "month", "06")["loan_pay"], pay, "{version} {set:?}");
    }
}

/// an item may exceed its weight where the company says so; every score is what it was, or more.
#[test]
fn monthly_cards_may_exceed_their_weights() {
    let score = |json: &Json| {
        let months = json["managers"].as_array().unwrap().iter().flat_map(|m| m["months"].as_array().unwrap());
        months
            .map(|month| month["score"].as_str().unwrap().parse::<rust_decimal::Decimal>().unwrap())
            .collect::<Vec<_>>()
    };
    let [first, capped, open] = [
        by("monthly-card@1", ("", "")),
        by("monthly-card@2", ("capped_at_weight", "TRUE")),
        by("monthly-card@2", ("capped_at_weight", "FALSE")),
    ];
    assert_eq!(score(&first), score(&capped));
    let pairs: Vec<_> = score(&capped).into_iter().zip(score(&open)).collect();
    assert!(pairs.iter().all(|(capped, open)| capped <= open) && pairs.iter().any(|(capped, open)| capped < open));
}

#[test]
fn loan_officers() {
    for json in both("loan-officers") {
        let june = period(&json, "L01", "month", "06");
        assert_eq!(june["grade"], "junior");
        let figures = ["base_pay", "referral_pay", "loan_count", "loan_pay", "pay"];
        assert_eq!(figures.map(|name| june[name].as_str().unwrap()), ["2200.00", "180.00", "4", "140.00", "2520.00"]);
        // A person who only recommends has no grade, no base pay, and is still paid.
        let referrer = period(&json, "L05", "month", "06");
        assert_eq!((&referrer["grade"], &referrer["pay"]), (&"n/a".into(), &"150.00".into()));
    }
}

#[test]
fn scorecard() {
    for json in both("account-manager-scorecard") {
        let quarter = period(&json, "C01", "quarter", "Q1");
        for (figure, points) in [
            ("plan_score", "24"),
            ("standards_score", "16.5"),
            ("customers_score", "8"),
            ("rules_score", "2.5"),
            ("team_score", "5"),
            ("ability_score", "14"),
            ("attendance_score", "1"),
            ("conduct_score", "2"),
            ("responsibility", "4"),
            ("score", "77"),
        ] {
            assert_eq!(quarter[figure], points, "{figure}");
        }
        assert_eq!(period(&json, "C02", "quarter", "Q1")["plan_score"], "16");
    }
}

#[test]
fn monthly_card() {
    for json in both("monthly-card") {
        // 40 + 25 × 24/30 + 20 (at most in full) + 15 × 2/3
        assert_eq!(period(&json, "S01", "month", "10")["score"], "90");
        assert_eq!(period(&json, "S02", "month", "10")["score"], "12.5");
        assert_eq!(period(&json, "S01", "month", "11")["score"], "100");
    }
}

#[test]
fn service_centre() {
    for json in both("service-center") {
        // The quarter to March: three months' counts.
        let march = period(&json, "K01", "month", "03");
        assert_eq!(march["feedback_rate"], "0.916666666667");
        assert_eq!(march["visit_rate"], "n/a");
        assert_eq!(march["lost_accounts"], "3");
        assert_eq!(march["key_account_visits"], "36");
        assert_eq!(march["customer_satisfaction"], "86.3");
        assert_eq!(march["plan_rate"], "n/a");
        let calls = period(&json, "K02", "month", "03");
        assert_eq!(calls["plan_rate"], "1");
        assert_eq!(calls["budget_rate"], "0.966700000000".trim_end_matches('0'));
        assert_eq!(calls["transfer_rate"], "0.13");
        assert_eq!(calls["call_count"], "1553");
        // A new quarter begins in April.
        assert_eq!(period(&json, "K02", "month", "04")["plan_rate"], "0.5");
        assert_eq!(period(&json, "K02", "month", "04")["survey_rate"], "n/a");
        assert_eq!(period(&json, "K01", "month", "04")["lost_accounts"], "1");
    }
}
