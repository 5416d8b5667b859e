//! Where a figure without a value, or a check that fails, is reported: at the cell that it comes from, with what stands
//! there.

use bonus::lang::Lang;

use crate::common::case::{Case, Line};
use crate::settling::{extending, findings, rule};

/// Steps that begin at 100 yuan: what is below them has no band.
const STEPS: &str = "[[table]]\nname = \"own_steps\"\nclause = \"KA-1\"\nlabel = { zh = \"档\", en = \"own steps\" }\n\
                     use = \"steps\"\nfirst = \"100\"\nbuilt_in = true\ncolumns = [\n\
                     { name = \"from\", label = { zh = \"起\", en = \"From\" }, unit = \"yuan\" },\n\
                     { name = \"to\", label = { zh = \"值\", en = \"Value\" }, unit = \"yuan\" },\n]\n\
                     rows = [{ values = [\"100\", \"1\"] }]\n";

fn check(scope: &str, column: &str, formula: &str) -> String {
    format!(
        "[[check]]\nname = \"own\"\nscope = \"{scope}\"\ncolumn = \"{column}\"\nclause = \"KA-1\"\n\
         formula = '{formula}'\nmessage = {{ zh = \"自定\", en = \"own\" }}\nmend = {{ zh = \"自定\", en = \"own\" }}\n"
    )
}

fn headlines(case: &Case, policy: &str) -> Vec<String> {
    let faults = crate::common::of_each_cell(&findings(case, &extending(policy)).faults);
    faults.iter().map(|fault| fault.headline(Lang::En)).collect()
}

/// A1 and A2 through Q2, all of whose targets differ.
fn two() -> Case {
    let mut case = Case::empty(2);
    for (id, targets) in [("A1", ["101", "102"]), ("A2", ["103", "104"])] {
        case.manager(id, "2级");
        for (quarter, target) in (1..).zip(targets) {
            case.quota(id, quarter, "0", target).collected(id, quarter, "200");
        }
    }
    case
}

#[test]
fn a_figure_without_a_value_is_reported_at_what_was_typed() {
    let below = "is below the first band of the table own steps";
    let line = format!("{STEPS}{}", rule("line", "own", "BAND(amount, own_steps)"));
    let mut case = two();
    case.collected("A2", 1, "50");
    assert_eq!(headlines(&case, &line), [format!("Collections!F6  `50`  Q1 own: 50 {below}")]);
    let quarter = format!("{STEPS}{}", rule("quarter", "own", "BAND(target, own_steps)"));
    let mut case = two();
    case.quota("A2", 2, "0", "60");
    assert_eq!(headlines(&case, &quarter), [format!("Quotas!D5  `60`  A2 Q2 own: 60 {below}")]);
    let mut case = two();
    case.quota("A1", 2, "0", "70");
    assert_eq!(headlines(&case, &quarter), [format!("Quotas!D5  `70`  A1 Q2 own: 70 {below}")]);
}

#[test]
fn a_check_of_what_has_no_row_is_reported_at_the_manager() {
    let expected = ["Managers!A2  own", "Managers!A3  own"];
    let mut found = headlines(&two(), &check("quarter", "paid_bonus", "GIVEN(paid_bonus)"));
    found.dedup();
    assert_eq!(found, expected);
}

#[test]
fn a_check_shows_what_stands_in_the_cell() {
    let mut case = two();
    case.line(Line {
        quarter: "Q1".to_owned(),
        manager: "A1".to_owned(),
        amount: "1".to_owned(),
        in_pipeline: false,
        ..Line::default()
    });
    assert_eq!(headlines(&case, &check("line", "in_pipeline", "in_pipeline")), ["Collections!K6  `FALSE`  own"]);
    assert_eq!(headlines(&case, &check("line", "amount", "amount > 1")), ["Collections!F6  `1`  own"]);
}

/// Shares that sum to another sum than the policy's are told, however great they are.
#[test]
fn shares_that_sum_to_something_else() {
    let share = |name: &str, default: &str| {
        format!(
            "[[setting]]\nname = \"{name}\"\nclause = \"KA-1\"\nlabel = {{ zh = \"{name}\", en = \"{name}\" }}\n\
             unit = \"number\"\ndefault = \"{default}\"\n"
        )
    };
    let formula = "IF(base < 0, ROUND(one * target + other * target, 2), 0)";
    let policy =
        extending(&format!("{}{}{}", share("one", "0.4"), share("other", "0.6"), rule("quarter", "of", formula)));
    for (values, told) in [
        (["0.5", "0.6"], Some("one, other sum to 110 %")),
        (["0.5", "0.5"], None),
        (["7900000000000000000000000000"; 2], Some("one, other sum to 1580000000000000000000000000000 %")),
    ] {
        let mut case = two();
        case.set("one", values[0]).set("other", values[1]);
        let warnings = findings(&case, &policy).warnings;
        let found = warnings.iter().find(|warning| warning.problem.get(Lang::En).contains("sum to"));
        let found = found.map(|found| found.problem.get(Lang::En));
        assert_eq!(found.is_some(), told.is_some(), "{found:?}");
        assert!(found.zip(told).is_none_or(|(found, told)| found.starts_with(told)), "{found:?}");
    }
}
