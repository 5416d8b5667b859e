//! Which value of a setting that changes over time each kind of row takes.

use serde_json::Value as Json;

use crate::common::case::Case;
use crate::settling::{extending, results, rule};

/// A setting of yuan that is 1 in January and one more from the first day of each later month, or half a month later.
fn months(in_force: &str, day: u8) -> String {
    let steps: Vec<_> = (2..=12)
        .map(|month| format!("{{ from = \"2017-{month:02}-{day:02}\", value = \"{month}\", source = \"own\" }}"))
        .collect();
    format!(
        "[[setting]]\nname = \"months\"\nclause = \"KA-1\"\nlabel = {{ zh = \"月\", en = \"months\" }}\nunit = \"yuan\"\n\
         min = \"0\"\ndefault = \"1\"\nin_force = \"{in_force}\"\ndated = [{}]\n",
        steps.join(", ")
    )
}

#[test]
fn every_coarser_row_takes_the_value_of_its_last_day() {
    let mut policy = months("period-end", 1);
    for scope in ["quarter", "half", "year", "manager", "department"] {
        policy += &rule(scope, "month", "months");
    }
    let json = results(Case::through(4).all(&["1", "2", "3", "4"]), &extending(&policy)).unwrap();
    let person = &json["managers"][0];
    let taken = |rows: &Json| rows.as_array().unwrap().iter().map(|row| row["month"].clone()).collect::<Vec<_>>();
    assert_eq!(taken(&person["quarters"]), ["3.00", "6.00", "9.00", "12.00"]);
    assert_eq!(taken(&person["half_years"]), ["6.00", "12.00"]);
    for row in [&person["year_end"], person, &json["department"]] {
        assert_eq!(row["month"], "12.00");
    }
    // Through Q3 the last day of all is that of Q3.
    let json = results(Case::through(3).all(&["1", "2", "3"]), &extending(&policy)).unwrap();
    assert_eq!(json["managers"][0]["month"], "9.00");
    assert_eq!(json["department"]["month"], "9.00");
}

/// A check of the amount against the setting.
fn check(scope: &str, column: &str) -> String {
    format!(
        "[[check]]\nname = \"own\"\nscope = \"{scope}\"\ncolumn = \"{column}\"\nclause = \"KA-1\"\n\
         formula = '{column} >= months'\nmessage = {{ zh = \"自定\", en = \"own\" }}\n\
         mend = {{ zh = \"自定\", en = \"own\" }}\n"
    )
}

/// A line without a date is a fault only where its own rules or checks, or those of its credits, would need the date.
#[test]
fn a_line_needs_a_date_only_where_it_is_asked_for() {
    let mut case = Case::through(1);
    case.collected("M001", 1, "80000");
    let within = months("line-date", 15);
    let run = |asking: &str| results(&case, &extending(&format!("{within}{asking}")));
    let json = run(&format!("{}{}", rule("quarter", "month", "months"), check("quarter", "base"))).unwrap();
    assert_eq!(json["managers"][0]["quarters"][0]["month"], "3.00");
    for asking in [rule("line", "month", "months"), rule("credit", "month", "months"), check("line", "amount")] {
        let faults = run(&asking).unwrap_err();
        let expected = "Collections!A2  `Q1`  months changes on 2017-02-15: the period alone does not tell which value \
                        this line takes";
        assert_eq!(faults, expected, "{asking}");
    }
}
