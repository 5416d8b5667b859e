//! Compares the oracle's figures with the program's JSON, field by field (workbook.md, "JSON").

use super::exact::{Exact, exact, parse, text};
use super::figures::{Figures, ManagerFigures, Value};
use serde_json::Value as Json;

/// Every difference as "path: expected …, got …". Empty when the program agrees with the oracle.
///
/// Every field of workbook.md must be there. A law of section 5 that does not hold is a difference too.
pub fn compare(expected: &Figures, json: &Json) -> Vec<String> {
    let mut found = Differences { list: Vec::new(), absent_is_fine: false };
    found.all(expected, json);
    found.list
}

/// As [`compare`], for JSON that leaves fields out, as the samples' expected figures do.
pub fn compare_present(expected: &Figures, json: &Json) -> Vec<String> {
    let mut found = Differences { list: Vec::new(), absent_is_fine: true };
    found.all(expected, json);
    found.list
}

struct Differences {
    list: Vec<String>,
    absent_is_fine: bool,
}

impl Differences {
    fn note(&mut self, path: &str, expected: &str, got: &str) {
        self.list.push(format!("{path}: expected {expected}, got {got}"));
    }

    fn all(&mut self, expected: &Figures, json: &Json) {
        self.word("policy.id", &expected.policy, &json["policy"]["id"]);
        self.word("through", &format!("Q{}", expected.through), &json["through"]);
        let year = &json["year"];
        if !(year.is_null() && self.absent_is_fine) && year.to_string().trim_matches('"') != expected.year.to_string() {
            self.note("year", &expected.year.to_string(), &year.to_string());
        }
        self.managers(&expected.managers, &json["managers"]);
        let department = &json["department"];
        self.number("department.actual", &expected.department.actual, &department["actual"]);
        self.number("department.target", &expected.department.target, &department["target"]);
        match &expected.department.attainment {
            Some(attainment) => self.number("department.attainment", attainment, &department["attainment"]),
            // A quotient by zero has no value; policy.md does not say how to show that, so null and zero both pass.
            None if department["attainment"].is_null() => {}
            None => self.number("department.attainment", &exact("0"), &department["attainment"]),
        }
        if let Some((target, attainment)) = &expected.department.to_date {
            self.number("department.target_to_date", target, &department["target_to_date"]);
            let attainment = (*attainment).unwrap_or_else(|| exact("0"));
            self.number("department.attainment_to_date", &attainment, &department["attainment_to_date"]);
        }
        for check in json["checks"].as_array().into_iter().flatten() {
            if check["holds"] != Json::Bool(true) {
                self.note("checks", "every law holds", &check.to_string());
            }
        }
    }

    fn managers(&mut self, expected: &[ManagerFigures], json: &Json) {
        let got: &[Json] = json.as_array().map_or(&[], Vec::as_slice);
        for extra in got.iter().filter(|got| !expected.iter().any(|m| got["id"] == m.id.as_str())) {
            self.note("managers", "nothing", &extra["id"].to_string());
        }
        for manager in expected {
            let path = format!("managers[{}]", manager.id);
            let mut same = got.iter().filter(|got| got["id"] == manager.id.as_str());
            match (same.next(), same.next()) {
                (Some(one), None) => self.manager(&path, manager, one),
                (None, _) => self.note(&path, "the manager", "nothing"),
                (Some(_), Some(_)) => self.note(&path, "the manager once", "several times"),
            }
        }
    }

    fn manager(&mut self, path: &str, expected: &ManagerFigures, json: &Json) {
        self.fields(path, &expected.fields(), json);
        let quarters: Vec<_> = expected.quarters.iter().map(super::figures::QuarterFigures::fields).collect();
        self.rows(&format!("{path}.quarters"), &quarters, &json["quarters"]);
        match &expected.half_years {
            Some(halves) => {
                let halves: Vec<_> = halves.iter().map(super::figures::HalfYear::fields).collect();
                self.rows(&format!("{path}.half_years"), &halves, &json["half_years"]);
            }
            None if json["half_years"].is_null() => {}
            None => self.note(&format!("{path}.half_years"), "nothing", &json["half_years"].to_string()),
        }
        let path = format!("{path}.year_end");
        match (&expected.year_end, json.get("year_end")) {
            (None, Some(Json::Null)) => {}
            (None, None) if self.absent_is_fine => {}
            (Some(year), Some(got)) if got.is_object() => self.fields(&path, &year.fields(), got),
            (year, got) => {
                let expected = if year.is_some() { "a settlement" } else { "null" };
                self.note(&path, expected, &got.map_or("nothing".to_owned(), Json::to_string));
            }
        }
    }

    fn rows(&mut self, path: &str, expected: &[Vec<(&'static str, Value)>], json: &Json) {
        let Some(got) = json.as_array() else {
            self.note(path, "a list", &json.to_string());
            return;
        };
        if got.len() != expected.len() {
            self.note(path, &format!("{} rows", expected.len()), &format!("{} rows", got.len()));
        }
        for (place, (expected, got)) in expected.iter().zip(got).enumerate() {
            self.fields(&format!("{path}[{place}]"), expected, got);
        }
    }

    fn fields(&mut self, path: &str, expected: &[(&'static str, Value)], json: &Json) {
        for (name, value) in expected {
            let path = format!("{path}.{name}");
            match value {
                Value::Number(number) => self.number(&path, number, &json[*name]),
                Value::Word(word) => self.word(&path, word, &json[*name]),
                Value::Nothing if json[*name].is_null() => {}
                Value::Nothing => self.note(&path, "null", &json[*name].to_string()),
                Value::Flag(flag) => {
                    let got = &json[*name];
                    if *got != Json::Bool(*flag) && !(got.is_null() && self.absent_is_fine) {
                        self.note(&path, &flag.to_string(), &got.to_string());
                    }
                }
            }
        }
    }

    /// Numbers are strings of exact decimals in the JSON and are compared as numbers, "1.50" as "1.5".
    fn number(&mut self, path: &str, expected: &Exact, json: &Json) {
        if json.is_null() && self.absent_is_fine {
            return;
        }
        if json.as_str().and_then(parse).as_ref() != Some(expected) {
            self.note(path, &text(expected), &json.to_string());
        }
    }

    fn word(&mut self, path: &str, expected: &str, json: &Json) {
        if json.is_null() && self.absent_is_fine {
            return;
        }
        if json.as_str() != Some(expected) {
            self.note(path, expected, &json.to_string());
        }
    }
}
