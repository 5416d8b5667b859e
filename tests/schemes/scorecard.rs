//! The account managers' scorecard, clause by clause, and as the KPI score of a commission.

use bonus::lang::Lang;

use crate::common::draft::opened;
use crate::common::draft::{Cell, Draft, Page, n};
use crate::common::{fixture, policy, results};
use crate::schemes::desk::{Desk, computed};

pub fn desk() -> Desk {
    Desk {
        settings: vec![("执行率起评分", "15")],
        row: vec![
            ("plan_completion", "1"),
            ("standards_rate", "0.82"),
            ("standards_before", "0.82"),
            ("new_customers", "0"),
            ("rule_cases", "0"),
            ("team_cases", "0"),
            ("knowledge", "3"),
            ("analysis", "3"),
            ("communication", "3"),
            ("flexibility", "3"),
            ("late", "0"),
            ("violations", "0"),
            ("responsibility", "4"),
        ],
        ..Desk::new("account-manager-scorecard", "一季度")
    }
}

#[test]
fn am_1_plan() {
    let cases = [
        ("0", "0"),
        ("0.5", "0"),
        ("0.5001", "2"),
        ("0.89", "16"),
        ("0.9", "16"),
        ("0.9001", "18"),
        ("0.95", "18"),
        ("0.9501", "20"),
        ("1", "20"),
        ("1.0499", "20"),
        ("1.05", "22"),
        ("1.0999", "22"),
        ("1.1", "24"),
        ("1.12", "24"),
        // 25 at most, where two more steps would make 26.
        ("1.1499", "24"),
        ("1.15", "25"),
        ("3", "25"),
    ];
    desk().holds("plan_score", "plan_completion", &cases);
}

#[test]
fn am_2_standards() {
    let cases = [
        // A fall deducts nothing.
        ("0.5", "15"),
        ("0.8299", "15"),
        ("0.83", "15.5"),
        ("0.8301", "15.5"),
        ("0.854", "16.5"),
        ("0.9199", "19.5"),
        ("0.92", "20"),
        ("0.99", "20"),
    ];
    desk().holds("standards_score", "standards_rate", &cases);
    // From 19.5 points one whole point of growth reaches the most, from the most none is needed.
    for (start, rate, points) in
        [("19.5", "0.8299", "19.5"), ("19.5", "0.83", "20"), ("19.5", "0.84", "20"), ("20", "0.83", "20")]
    {
        let desk = Desk { settings: vec![("执行率起评分", start)], ..desk() };
        assert_eq!(desk.period(&[("standards_rate", rate)])["standards_score"], points, "{start} and {rate}");
    }
    for start in ["20.5", "-0.5"] {
        let desk = Desk { settings: vec![("执行率起评分", start)], ..desk() };
        assert!(desk.faults(&[]).contains("政策!B3"), "{start}: {}", desk.faults(&[]));
    }
}

#[test]
fn am_3_to_am_5_counts() {
    let desk = desk();
    desk.holds("customers_score", "new_customers", &[("0", "0"), ("4", "8"), ("7", "14"), ("8", "15"), ("9", "15")]);
    desk.holds("rules_score", "rule_cases", &[("0", "3"), ("1", "2.5"), ("5", "0.5"), ("6", "0"), ("7", "0")]);
    desk.holds("team_score", "team_cases", &[("0", "5"), ("1", "3"), ("2", "1"), ("3", "0"), ("4", "0")]);
}

#[test]
fn am_6_to_am_9_and_am_12_points() {
    let desk = desk();
    for column in ["knowledge", "analysis", "communication", "flexibility"] {
        desk.holds("ability_score", column, &[("0", "9"), ("4.5", "13.5"), ("5", "14")]);
    }
    for (column, cell) in [
        ("knowledge", "I2"),
        ("analysis", "J2"),
        ("communication", "K2"),
        ("flexibility", "L2"),
        ("responsibility", "O2"),
    ] {
        for points in ["5.1", "-0.1"] {
            let faults = desk.faults(&[(column, points)]);
            assert!(faults.contains(&format!("季度考核!{cell}")), "{column} {points}: {faults}");
        }
    }
    let before = desk.period(&[("responsibility", "0")])["score"].as_str().unwrap().to_owned();
    assert_eq!(before, "59");
    desk.holds("score", "responsibility", &[("4", "63"), ("5", "64")]);
    // AM-R1: three points of a further item, blank is none.
    desk.holds("score", "further", &[("0", "63"), ("3", "66")]);
    for points in ["3.1", "-0.1"] {
        assert!(desk.faults(&[("further", points)]).contains("季度考核!P2"), "{points}");
    }
}

#[test]
fn am_10_and_am_11_attendance_and_conduct() {
    let desk = desk();
    desk.holds("attendance_score", "late", &[("0", "2"), ("2", "1"), ("3", "0.5"), ("4", "0"), ("9", "0")]);
    desk.holds("conduct_score", "violations", &[("0", "2"), ("3", "0.5"), ("4", "0"), ("5", "0")]);
}

/// A scorecard of some people over some quarters, in a language.
fn scorecard(people: &[String], quarters: usize, lang: Lang) -> Draft {
    let name = if lang == Lang::Zh { "zh" } else { "en" };
    let mut draft = opened(&fixture(&format!("schemes/account-manager-scorecard-{name}.xlsx")));
    let [.., managers, assessments] = &mut draft.pages[..] else { panic!() };
    managers.rows.truncate(1);
    let rows = assessments.rows.split_off(1);
    for (number, id) in people.iter().enumerate() {
        managers.rows.push(vec![id.as_str().into(), id.as_str().into()]);
        for quarter in 1..=quarters {
            let mut row = rows[(number + quarter) % rows.len()].clone();
            row[0] = id.as_str().into();
            row[1] = format!("Q{quarter}").into();
            assessments.rows.push(row);
        }
    }
    let settings = &mut draft.pages[0].rows;
    settings.retain(|row| !matches!(&row[0], Cell::Text(key) if key == "截至季度" || key == "Through"));
    draft
}

/// The results workbook of a draft, as the program writes it.
fn results_workbook(draft: &Draft, id: &str) -> Draft {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("card.xlsx"), folder.path().join("results.xlsx"));
    draft.write(&input);
    assert_cmd::Command::cargo_bin("bonus")
        .unwrap()
        .args(["compute", "--policy", id, "-o"])
        .args([&output, &input])
        .assert()
        .success();
    let mut results = opened(&output);
    results.pages.retain(|page| ["KPI评分", "KPI scores"].contains(&page.name.as_str()));
    results
}

#[test]
fn its_scores_are_the_kpi_scores_of_a_commission() {
    let commission = policy("key-account");
    let card = policy("account-manager-scorecard");
    let samples = [("samples/key-account.xlsx", Lang::Zh), ("samples/key-account-en.xlsx", Lang::En)];
    for (sample, lang) in samples {
        let before = results(&fixture(sample), commission).unwrap();
        let people: Vec<String> =
            before["managers"].as_array().unwrap().iter().map(|m| m["id"].as_str().unwrap().to_owned()).collect();
        let quarters = before["through"].as_str().unwrap()[1..].parse().unwrap();
        let scorecard = scorecard(&people, quarters, lang);
        let scores = computed(&scorecard, card).unwrap();

        // The sheet is copied as it stands, title, headings and all.
        let sheet: Page = results_workbook(&scorecard, "account-manager-scorecard").pages.remove(0);
        let mut workbook = opened(&fixture(sample));
        let place = workbook.pages.iter().position(|page| page.name == sheet.name).unwrap();
        workbook.pages[place] = sheet;
        // Bands for all scores that the cards give.
        let bands =
            workbook.pages.iter_mut().find(|page| ["KPI系数", "KPI coefficients"].contains(&page.name.as_str()));
        bands.unwrap().rows[1][0] = n(0);
        let after = computed(&workbook, commission).unwrap();

        let mut compared = 0;
        for (person, scored) in after["managers"].as_array().unwrap().iter().zip(scores["managers"].as_array().unwrap())
        {
            for quarter in person["quarters"].as_array().unwrap() {
                let cards = scored["quarters"].as_array().unwrap();
                let score = &cards.iter().find(|card| card["quarter"] == quarter["quarter"]).unwrap()["score"];
                assert_eq!(&quarter["kpi_score"], score, "{} {}", person["id"], quarter["quarter"]);
                compared += 1;
            }
        }
        assert!(compared >= people.len(), "{compared} scores");
        assert_ne!(after["managers"], before["managers"], "other scores, other bonuses");
    }
}
