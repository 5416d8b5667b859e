//! What each scope can see of the others: every pair of them, plain, gathered and of peers, is tried against the table that
//! `bonus policy show --format scopes` prints.

use bonus::lang::Lang;
use bonus::report::scopes;
use serde_json::Value as Json;

use crate::common::case::Case;
use crate::settling::{extending, results, rule};

/// Three people of four quarters, each with one line a quarter.
fn three() -> Case {
    let mut case = Case::empty(4);
    for id in ["A1", "A2", "A3"] {
        case.manager(id, "2级");
        for quarter in 1..=4 {
            case.quota(id, quarter, "0", "1");
            case.collected(id, quarter, "1");
        }
    }
    case
}

/// How many rows of a scope each row of another gathers, in this book.
fn rows(of: &str, over: &str) -> u32 {
    let counts = [
        ("quarter", [1, 0, 0, 0, 0, 0]),
        ("half", [2, 2, 0, 0, 0, 0]),
        ("year", [4, 4, 2, 0, 0, 0]),
        ("manager", [4, 4, 2, 1, 0, 0]),
        ("department_quarter", [3, 3, 0, 0, 0, 0]),
        ("department", [12, 12, 6, 3, 3, 4]),
    ];
    let scopes = ["credit", "quarter", "half", "year", "manager", "department_quarter"];
    let counts = counts.iter().find(|(scope, _)| *scope == of).map_or([0; 6], |(_, counts)| *counts);
    scopes.iter().position(|scope| *scope == over).map_or(0, |at| counts[at])
}

/// The figure of the second person's last row of a scope; none where no row of it is printed.
fn figure(json: &Json, scope: &str) -> Option<String> {
    let person = &json["managers"][1];
    let row = match scope {
        "quarter" => &person["quarters"][3],
        "half" => &person["half_years"][1],
        "year" => &person["year_end"],
        "manager" => person,
        "department_quarter" => &json["department"]["quarters"][3],
        "department" => &json["department"],
        _ => return None,
    };
    Some(row["seen"].as_str().unwrap().to_owned())
}

#[test]
fn every_scope_sees_what_the_table_says() {
    let scopes_of_rules = ["line", "credit", "quarter", "half", "year", "manager", "department_quarter", "department"];
    let ones: String = scopes_of_rules.iter().map(|scope| rule(scope, "one", "1")).collect();
    let table = scopes(&extending(&ones), Lang::En);
    let names = &table[0][1..];
    assert_eq!(names.len(), scopes_of_rules.len() + 1, "{names:?}");
    let case = three();
    let load = |scope: &str, formula: &str| {
        let text = format!("{ones}{}", rule(scope, "seen", formula));
        bonus::policy::load("own.toml", &format!("{}{text}", crate::settling::HEAD))
    };
    let tried = |scope: &str, formula: &str, expected: u32| {
        let policy = load(scope, formula).unwrap_or_else(|error| panic!("{scope}: {formula}: {error}"));
        let json = results(&case, &policy).unwrap_or_else(|error| panic!("{scope}: {formula}: {error}"));
        let found = figure(&json, scope).unwrap_or_else(|| format!("{expected}.00"));
        assert_eq!(found, format!("{expected}.00"), "{scope}: {formula}");
    };
    for row in &table[1..] {
        let scope = row[0].as_str();
        for (other, sees) in names.iter().zip(&row[1..]) {
            let of_others = if other == "adjustment" { "amount" } else { "one" };
            let plain = format!("{other}.{of_others}");
            let gathered = format!("SUM({plain})");
            match sees.as_str() {
                "own" | "own, peers" => tried(scope, "one", 1),
                "read" => tried(scope, &plain, 1),
                "gather" => tried(scope, &gathered, rows(scope, other)),
                _ => {}
            }
            if sees != "read" {
                assert!(load(scope, &plain).is_err(), "{scope}: {plain}");
            }
            // The lines of what it gathers are seen through its parts of them.
            if sees != "gather" && other != "line" {
                assert!(load(scope, &gathered).is_err(), "{scope}: {gathered}");
            }
            if sees == "own, peers" {
                tried(scope, "SUM(peers.one)", 3);
            } else if other == scope {
                assert!(load(scope, "SUM(peers.one)").is_err(), "{scope}");
            }
        }
    }
}
