//! Policies in which people meet (`fixtures/policies`): ranks, pools and teams, with figures worked out by hand; who is
//! told what of others, and why one's figure moved when another's did.

use crate::common;
use std::path::Path;
use std::process::Command;

use bonus::policy::{Policy, load};
use calamine::{Reader as _, Xlsx, open_workbook};
use common::fixture;
use rust_decimal::Decimal;
use serde_json::Value as Json;

fn text(name: &str) -> String {
    std::fs::read_to_string(fixture(&format!("policies/{name}.toml"))).unwrap()
}

fn plan(name: &str, text: &str) -> Policy {
    load(name, text).unwrap_or_else(|error| panic!("{error}"))
}

fn results(plan_name: &str, workbook: &str) -> Json {
    let path = fixture(&format!("policies/{workbook}.xlsx"));
    common::results(&path, &plan(plan_name, &text(plan_name))).unwrap()
}

/// A field of each person, in the order of the workbook.
fn people<'j>(json: &'j Json, field: &str) -> Vec<&'j str> {
    json["managers"].as_array().unwrap().iter().map(|person| person[field].as_str().unwrap()).collect()
}

/// A field of everybody who has the period, from 1.
fn period<'j>(json: &'j Json, number: usize, field: &str) -> Vec<&'j str> {
    let found = json["managers"].as_array().unwrap().iter().filter_map(|person| {
        let periods = person["months"].as_array().or(person["quarters"].as_array()).unwrap();
        let name = [format!("{number:02}"), format!("Q{number}")];
        let of = |row: &&Json| name.iter().any(|name| row["month"] == **name || row["quarter"] == **name);
        periods.iter().find(of)?[field].as_str()
    });
    found.collect()
}

#[test]
fn three_prizes_a_month_are_divided_where_people_tie() {
    let json = results("contest", "contest");
    // 90,000; 70,000 three times; 40,000; 10,000: the second to the fourth prize, 500 + 300 + 0, is divided by three.
    assert_eq!(period(&json, 1, "place"), ["1", "2", "2", "2", "5", "6"]);
    assert_eq!(period(&json, 1, "prize"), ["1000.00", "266.67", "266.67", "266.66", "0.00", "0.00"]);
    assert_eq!(period(&json, 1, "penalty"), ["0.00", "0.00", "0.00", "0.00", "0.00", "200.00"]);
    // 50,000, 60,000 and 55,000 win; three are last and divide 200 yuan.
    assert_eq!(period(&json, 2, "prize"), ["300.00", "1000.00", "500.00", "0.00", "0.00", "0.00"]);
    assert_eq!(period(&json, 2, "penalty"), ["0.00", "0.00", "0.00", "66.67", "66.67", "66.66"]);
    // Four people, two of them first: 1,000 + 500 in halves, 300 to the third, no penalty.
    assert_eq!(period(&json, 3, "prize"), ["750.00", "750.00", "300.00", "0.00"]);
    assert_eq!(period(&json, 3, "penalty"), ["0.00"; 4]);
    assert_eq!(people(&json, "payable"), ["750.00", "750.00", "0.00", "0.00", "300.00", "0.00"]);
    assert_eq!(people(&json, "year_to_date"), ["2050.00", "2016.67", "766.67", "199.99", "233.33", "-266.66"]);
    assert_eq!(people(&json, "best"), ["1", "1", "2", "2", "3", "4"]);
    assert_eq!(people(&json, "best_month"), ["90000.00", "70000.00", "70000.00", "70000.00", "40000.00", "20000.00"]);
    assert_eq!(period(&json, 2, "behind"), ["0.00", "0.00", "0.00", "30000.00", "30000.00", "30000.00"]);
}

#[test]
fn a_lead_is_paid_by_his_team_and_a_pool_to_its_last_fen() {
    let json = results("team", "team");
    // 130,000 + 120,000.50 at 2 %, 110,000 at 2 %; the northern region's 250,000.50 at 0.5 % is 1,250.0025.
    assert_eq!(period(&json, 1, "of_team"), ["0.00", "250000.50", "110000.00", "0.00", "0.00", "0.00"]);
    assert_eq!(period(&json, 1, "of_all_below"), ["250000.50", "250000.50", "110000.00", "0.00", "0.00", "0.00"]);
    assert_eq!(period(&json, 1, "people_below"), ["3", "2", "1", "0", "0", "0"]);
    assert_eq!(period(&json, 1, "lead_bonus"), ["0.00", "5000.01", "2200.00", "0.00", "0.00", "0.00"]);
    assert_eq!(period(&json, 1, "director_bonus"), ["1250.00", "0.00", "0.00", "0.00", "0.00", "0.00"]);
    // In the second quarter P2 reports to L2, and L2 to D1: 100,000 and 90,000 + 100,000 at 2 %, 290,000 at 0.5 %.
    assert_eq!(period(&json, 2, "of_team"), ["0.00", "100000.00", "190000.00", "0.00", "0.00", "0.00"]);
    assert_eq!(period(&json, 2, "lead_bonus"), ["0.00", "2000.00", "3800.00", "0.00", "0.00", "0.00"]);
    assert_eq!(period(&json, 2, "director_bonus"), ["1450.00", "0.00", "0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(period(&json, 2, "people_below"), ["5", "1", "2", "0", "0", "0"]);
    // 50,000 by 30,000, 20,000.50 and 10,000: 24,999.7917, 16,666.9444 and 8,333.2639; the fen goes to the second.
    assert_eq!(period(&json, 1, "pool_share"), ["0.00", "0.00", "0.00", "24999.79", "16666.95", "8333.26"]);
    assert_eq!(json["department"]["pool_paid"], "50000.00");
    // The department's quarters have figures of their own, which its people's quarters read.
    let of_department = |field: &str| {
        let quarters = json["department"]["quarters"].as_array().unwrap().iter();
        quarters.map(|quarter| quarter[field].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of_department("quarter"), ["Q1", "Q2"]);
    assert_eq!(of_department("collections"), ["360000.50", "290000.00"]);
    assert_eq!(of_department("excess"), ["60000.50", "0.00"]);
    assert_eq!(of_department("over_target"), ["3", "0"]);
    assert_eq!(of_department("best"), ["130000.00", "100000.00"]);
    assert_eq!(json["department"]["best_quarter"], "360000.50");
    // In the second quarter nobody collected more than his target.
    assert_eq!(period(&json, 2, "pool_share"), ["0.00"; 6]);
    assert_eq!(people(&json, "year_to_date"), ["2700.00", "7000.01", "6000.00", "24999.79", "16666.95", "8333.26"]);
    assert_eq!(people(&json, "place"), ["6", "4", "5", "1", "2", "3"]);
    assert_eq!(period(&json, 1, "place_in_team"), ["1", "3", "2", "1", "2", "1"]);
    assert_eq!(
        period(&json, 1, "best_of_team"),
        ["0.00", "130000.00", "110000.00", "130000.00", "130000.00", "110000.00"]
    );
    assert_eq!(period(&json, 1, "team_mean"), ["0.00", "83333.50", "55000.00", "83333.50", "83333.50", "55000.00"]);
}

#[test]
fn an_advance_is_taken_back_for_three_months_and_then_forgiven() {
    let json = results("rolling-draw", "rolling-draw");
    let of = |field: &str| (1..=6).map(|month| period(&json, month, field)[0].to_owned()).collect::<Vec<_>>();
    assert_eq!(of("earned"), ["3000.00", "6000.00", "1500.00", "3000.00", "9000.00", "7500.00"]);
    assert_eq!(of("advance"), ["2000.00", "0.00", "3500.00", "2000.00", "0.00", "0.00"]);
    // Of January's 2,000 February takes 1,000; April forgives the rest. May takes March's 3,500 first.
    assert_eq!(of("taken_back"), ["0.00", "1000.00", "0.00", "0.00", "4000.00", "1500.00"]);
    assert_eq!(of("forgiven"), ["0.00", "0.00", "0.00", "1000.00", "0.00", "0.00"]);
    assert_eq!(of("payment"), ["5000.00", "5000.00", "5000.00", "5000.00", "5000.00", "6000.00"]);
}

fn bonus(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("LANG", "C").output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What one person's change moves for others is a part of their difference, and parts sum.
#[test]
fn one_person_s_change_moves_another_s_pay_and_is_named_as_its_cause() {
    for (policy, moved) in [("contest", 4), ("team", 5)] {
        let file = |name: String| fixture(&format!("policies/{name}")).to_str().unwrap().to_owned();
        let (a, b) = (file(format!("{policy}.xlsx")), file(format!("{policy}-corrected.xlsx")));
        let policy = file(format!("{policy}.toml"));
        let (status, out) = bonus(&["diff", &a, &b, "--policy", &policy, "--format", "json", "--lang", "en"]);
        assert_eq!(status, 4);
        let json: Json = serde_json::from_str(&out).unwrap();
        let managers = json["managers"].as_array().unwrap();
        let number = |json: &Json| json.as_str().map_or(Decimal::ZERO, |text| text.parse().unwrap());
        let mut people = 0;
        for manager in managers {
            let figures = manager["figures"].as_array().unwrap();
            people += usize::from(!figures.is_empty());
            for figure in figures {
                let parts = figure["parts"].as_array().unwrap();
                let sum: Decimal = parts.iter().map(|part| number(&part["moved"])).sum();
                assert_eq!(sum, number(&figure["difference"]), "{figure:#}");
                assert_eq!(parts.len(), 1, "{figure:#}");
                assert!(parts[0].to_string().contains("Amount"), "{figure:#}");
            }
        }
        assert_eq!(people, moved, "{policy}");
    }
}

/// The values of all cells of a workbook.
fn cells(path: &Path) -> Vec<String> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let sheets = book.worksheets();
    sheets.iter().flat_map(|(_, range)| range.cells().map(|(_, _, cell)| cell.to_string())).collect()
}

/// A place and a count are one's own; who the others are, and what each of them sold, is not.
#[test]
fn a_statement_tells_of_others_only_what_is_gathered_from_all() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| fixture(&format!("policies/{name}")).to_str().unwrap().to_owned();
    let folder_text = folder.path().to_str().unwrap();
    let results = folder.path().join("results.xlsx");
    let arguments =
        ["--statements", folder_text, "--lang", "en", "--quiet", "--force", "-o", results.to_str().unwrap()];
    let (policy, input) = (file("contest.toml"), file("contest.xlsx"));
    let (status, _) = bonus(&[&["compute", &input, "--policy", &policy], &arguments[..]].concat());
    assert_eq!(status, 0);
    let mut statements = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let statement = statements.find(|path| path.to_string_lossy().contains("S5")).expect("a statement of S5");
    let cells = cells(&statement);
    for other in ["S1", "S2", "S3", "S4", "S6"] {
        assert!(!cells.iter().any(|cell| cell.contains(other)), "{other} stands in the statement of S5");
    }
    // What the first, the second to fourth and the last sold, and by how much he is behind the third.
    for figure in ["90000", "90,000.00", "70000", "70,000.00", "10000", "10,000.00", "30000", "30,000.00"] {
        assert!(!cells.iter().any(|cell| cell.contains(figure)), "{figure} stands in the statement of S5");
    }
    for own in ["40000", "5", "6"] {
        assert!(cells.iter().any(|cell| cell == own), "{own}: {cells:?}");
    }
}

/// An explanation names each person whose figures entered.
#[test]
fn an_explanation_shows_whose_figures_entered() {
    let file = |name: &str| fixture(&format!("policies/{name}")).to_str().unwrap().to_owned();
    let (policy, input) = (file("team.toml"), file("team.xlsx"));
    let arguments = ["--manager", "L1", "--quarter", "Q1", "--rule", "of_team", "--rule", "pool_share", "--lang", "en"];
    let (status, out) = bonus(&[&["explain", &input, "--policy", &policy], &arguments[..]].concat());
    assert_eq!(status, 0);
    for line in ["P1 员工P1  130,000.00", "P2 员工P2  120,000.50", "L1 员工L1  0.00", "P3 员工P3  10,000.00"] {
        assert!(out.contains(line), "{line}: {out}");
    }
    // He is of another team.
    assert!(!out.contains("P3 员工P3  110,000.00"), "{out}");
    assert!(out.contains("the sum of Collections over the people who report directly"), "{out}");
}

/// A rule of the contest in place of another.
fn contest_with(name: &str, formula: &str) -> Result<Policy, String> {
    let text = text("contest");
    let from = text.find(&format!("name = \"{name}\"\nclause")).unwrap();
    let at = from + text[from..].find("formula = '").unwrap() + "formula = '".len();
    let end = at + text[at..].find('\'').unwrap();
    let changed = format!("{}{formula}{}", &text[..at], &text[end..]);
    load("contest.toml", &changed).map_err(|error| error.to_string())
}

#[test]
fn what_rests_on_itself_through_others_is_a_circle() {
    for (formula, circle) in
        [("SUM(peers.behind)", "month.behind → month.behind"), ("manager.year_to_date + behind", "behind")]
    {
        let error = contest_with("behind", formula).unwrap_err();
        assert!(error.contains("in a circle") && error.contains(circle), "{formula}: {error}");
    }
    let total = contest_with("prize", "behind + SUM(peers.total)").unwrap_err();
    for name in ["month.prize", "month.total"] {
        assert!(total.contains(name), "{total}");
    }
    // A period may read what is gathered from all periods, as long as that does not rest on it.
    assert!(contest_with("behind", "manager.best_month + department.prizes_paid").is_ok());
}

#[test]
fn mistakes_in_what_is_gathered_are_told() {
    for (formula, words) in [
        ("SHARE(prize, weight, peers.sales)", "SHARE divides by one figure of everybody"),
        ("SHARE(weight, weight, peers.weight)", "money is needed here"),
        ("LAST(peers.sales)", "the rows of peers cannot be gathered here"),
        ("RANK(weight, peers.sales)", "needed here"),
        ("SUM(peers.nobody)", "nobody"),
        ("LARGE(peers.sales)", "LARGE"),
    ] {
        let error = contest_with("behind", formula).unwrap_err();
        assert!(error.contains(words), "{formula}: {error}");
    }
}

/// A pool without weights, or with a weight below 0, is a fault and no guess.
#[test]
fn a_pool_that_cannot_be_divided_is_a_fault() {
    for weight in ["0", "-1", "IF(place = 1, 1, -1)"] {
        let policy = contest_with("weight", weight).unwrap();
        let fault = common::results(&fixture("policies/contest.xlsx"), &policy).unwrap_err();
        assert!(fault.contains("cannot be divided"), "{weight}: {fault}");
    }
    // Nor one that is not the same for all who share it.
    let policy = contest_with("prize", "SHARE(sales, weight, peers.weight)").unwrap();
    let fault = common::results(&fixture("policies/contest.xlsx"), &policy).unwrap_err();
    assert!(fault.contains("the same for all who share it"), "{fault}");
}

/// What a person may be told of others, rule by rule, as his statement has it.
#[test]
fn figures_of_others_are_withheld_and_what_one_is_paid_is_not() {
    let rules = |rules: &[(&str, &str, &str)]| {
        let rule = |(scope, name, formula): &(&str, &str, &str)| {
            format!(
                "\n[[{scope}]]\nname = \"{name}\"\nclause = \"TP-1\"\nlabel = {{ zh = \"{name}\", en = \"{name}\" }}\n\
                 unit = \"yuan\"\nformula = '{formula}'\n"
            )
        };
        rules.iter().map(rule).collect::<String>()
    };
    let own = [
        ("quarter", "of_own_region", "SUM(peers.collections, peers.region = region)"),
        ("quarter", "below_him", "SUM(below.collections)"),
        ("quarter", "mean_of_all", "ROUND(AVERAGE(peers.collections), 2)"),
        ("quarter", "mine_or_theirs", "IF(collections > LARGE(peers.collections, 2), collections, 0)"),
    ];
    let withheld = [
        ("quarter", "of_one", "SUM(peers.collections, peers.position = \"组长\")"),
        ("quarter", "of_one_below", "SUM(below.collections, below.collections > 125000)"),
        ("quarter", "mean_of_one", "ROUND(AVERAGE(peers.collections, peers.collections > 125000), 2)"),
        ("quarter", "most", "MAX(peers.collections)"),
        ("quarter", "most_of_team", "MAX(team.collections)"),
        ("quarter", "carried_forward", "most - collections"),
        ("quarter", "looked_back_at", "PREV(most)"),
        ("credit", "beside_the_best", "department_quarter.best - part"),
    ];
    let text = format!("{}{}{}", text("team"), rules(&own), rules(&withheld));
    let policy = plan("team.toml", &text);
    let shown = common::with_results(&fixture("policies/team.xlsx"), &policy, |results| {
        let person = results.book.managers.iter().position(|person| person.id == "P2").unwrap();
        let explainer = bonus::report::Explainer::new(results, bonus::report::Audience::Person, bonus::lang::Lang::En);
        let rows = explainer.manager(person, None);
        rows.into_iter().flat_map(|row| row.rules).map(|rule| (rule.name, rule.result)).collect::<Vec<_>>()
    });
    let shown = shown.unwrap();
    let told = |name: &str| {
        let mut found = shown.iter().filter(|(rule, _)| rule == name).map(|(_, result)| result.as_str()).peekable();
        assert!(found.peek().is_some(), "{name}");
        found.all(|result| result != "[another person's figure]")
    };
    for (_, name, _) in own {
        assert!(told(name), "{name} is withheld: {shown:?}");
    }
    for (_, name, _) in withheld.iter().filter(|(scope, ..)| *scope == "quarter") {
        assert!(!told(name), "{name} is told: {shown:?}");
    }
    // What he is paid he is told, though the policy reckons it from another's figure: it is the first rule of the manager.
    let paid = text.replace(
        "formula = 'LAST(quarter.total, quarter.quarter = through)'",
        "formula = 'LAST(quarter.most, quarter.quarter = through)'",
    );
    let policy = plan("team.toml", &paid);
    assert_eq!(policy.payable().map(|rule| rule.name.as_str()), Some("payable"));
    let shown = common::with_results(&fixture("policies/team.xlsx"), &policy, |results| {
        let explainer = bonus::report::Explainer::new(results, bonus::report::Audience::Person, bonus::lang::Lang::En);
        let rules = explainer.manager(0, None).into_iter().flat_map(|row| row.rules);
        rules.filter(|rule| rule.name == "payable").map(|rule| rule.result).collect::<Vec<_>>()
    });
    assert_eq!(shown.unwrap(), ["100,000.00"]);
}

/// Findings of a review: each once.
#[test]
fn what_cannot_be_had_is_told_of_each_group_and_when_the_policy_is_read() {
    // A quotient without end has no column to stand in, whatever is rounded outside of it.
    let error = contest_with("behind", "ROUND(SUM(peers.sales / peers.place), 2)").unwrap_err();
    assert!(error.contains("never rounded") || error.contains("round"), "{error}");
    assert!(contest_with("behind", "ROUND(SUM(ROUND(peers.sales / peers.place, 2)), 2)").is_ok());
    // The greater of 0 and the least of finer rows: `MAX` is of the row itself.
    let team = text("team");
    for formula in ["MAX(0, MIN(quarter.total))", "MIN(5000, MAX(quarter.total, quarter.total < 9000))"] {
        let changed = team.replace("formula = 'SUM(quarter.total)'", &format!("formula = '{formula}'"));
        let policy = plan("team.toml", &changed);
        let json = common::results(&fixture("policies/team.xlsx"), &policy).unwrap();
        assert_eq!(people(&json, "year_to_date").len(), 6, "{formula}");
    }
    // Two teams, each of which has a pool that is not the same for all in it.
    let pools = team.replace(
        "SHARE(IF(department_quarter.excess > 0, pool, 0), excess, peers.excess)",
        "SHARE(IF(quarter = 1, 1000 + excess, 0), target, peers.target, peers.team = team)",
    );
    let fault = common::results(&fixture("policies/team.xlsx"), &plan("team.toml", &pools)).unwrap_err();
    assert!(fault.matches("cannot be divided").count() >= 2, "{fault}");
}
