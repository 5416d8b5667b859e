//! What a statement tells of others where they are few: a sum over oneself and one more is that one's figure, and so is
//! the difference of two sums that differ by one person.

use std::collections::HashMap;
use std::process::Command;

use bonus::lang::Lang;
use bonus::policy::{Policy, load};
use bonus::report::{Audience, Explainer};

use crate::common::draft::{Draft, n, opened};
use crate::common::{fixture, with_results};

const ANOTHERS: &str = "[another person's figure]";
const ONE_OTHER: &str = "[not shown: from it one other person's figure could be worked out]";

/// The team plan with more rules: scope, name, unit, formula.
fn plan(rules: &[(&str, &str, &str, &str)]) -> Policy {
    let text = std::fs::read_to_string(fixture("policies/team.toml")).unwrap();
    let rule = |(scope, name, unit, formula): &(&str, &str, &str, &str)| {
        format!(
            "\n[[{scope}]]\nname = \"{name}\"\nclause = \"TP-1\"\nlabel = {{ zh = \"{name}\", en = \"{name}\" }}\n\
             unit = \"{unit}\"\nformula = '{formula}'\n"
        )
    };
    let text = format!("{text}{}", rules.iter().map(rule).collect::<String>());
    load("team.toml", &text).unwrap_or_else(|error| panic!("{error}"))
}

/// What a person is told of each rule, quarter by quarter (or once), and the numbers of the same rules.
fn told(draft: &Draft, policy: &Policy, id: &str) -> HashMap<String, Vec<(String, String)>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.xlsx");
    draft.write(&path);
    let rules = with_results(&path, policy, |results| {
        let person = results.book.managers.iter().position(|person| person.id == id).unwrap();
        let rows = Explainer::new(results, Audience::Person, Lang::En).manager(person, None);
        let rules = rows.into_iter().flat_map(|row| row.rules);
        rules.map(|rule| (rule.name, rule.result, rule.numbers)).collect::<Vec<_>>()
    });
    let mut found: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for (name, result, numbers) in rules.unwrap_or_else(|error| panic!("{error}")) {
        found.entry(name).or_default().push((result, numbers));
    }
    found
}

fn results<'t>(told: &'t HashMap<String, Vec<(String, String)>>, rule: &str) -> Vec<&'t str> {
    told[rule].iter().map(|(result, _)| result.as_str()).collect()
}

fn team() -> Draft {
    opened(&fixture("policies/team.xlsx"))
}

/// In the first quarter two people report to L1, in the second one does.
#[test]
fn a_lead_of_two_is_told_their_sum_and_a_lead_of_one_only_what_he_is_paid() {
    let policy = plan(&[
        ("quarter", "mean", "yuan", "ROUND(AVERAGE(team.collections), 2)"),
        ("quarter", "part", "yuan", "ROUND(of_team * 10%, 2)"),
        ("quarter", "before", "yuan", "PREV(of_team)"),
        ("quarter", "heads", "number", "COUNT(team.collections)"),
        ("quarter", "most", "yuan", "MAX(team.collections)"),
        ("quarter", "least", "yuan", "MIN(below.collections)"),
        ("quarter", "first", "yuan", "IF(heads = 0, 0, LARGE(team.collections, 1))"),
        ("quarter", "middle", "yuan", "MEDIAN(team.collections)"),
        ("manager", "of_the_year", "yuan", "SUM(quarter.of_team)"),
    ]);
    let told = told(&team(), &policy, "L1");
    // 130,000 and 120,000.50; then 100,000 alone, of which 2 % are 2,000.
    assert_eq!(results(&told, "of_team"), ["250,000.50", ONE_OTHER]);
    assert_eq!(results(&told, "of_all_below"), ["250,000.50", ONE_OTHER]);
    assert_eq!(results(&told, "mean"), ["125,000.25", ONE_OTHER]);
    assert_eq!(results(&told, "part"), ["25,000.05", ONE_OTHER]);
    assert_eq!(results(&told, "lead_bonus"), ["5,000.01", ONE_OTHER]);
    assert_eq!(results(&told, "of_the_year"), [ONE_OTHER]);
    // What was two people's is so a quarter later, and how many they are is no figure of theirs.
    assert_eq!(results(&told, "before"), ["0.00", "250,000.50"]);
    assert_eq!(results(&told, "heads"), ["2", "1"]);
    // One person's figure is picked from several as from one.
    for rule in ["most", "least", "first", "middle"] {
        assert_eq!(results(&told, rule), [ANOTHERS; 2], "{rule}");
    }
    // What he is paid he is told, and the numbers in its formula are not.
    assert_eq!(results(&told, "total"), ["5,000.01", "2,000.00"]);
    assert_eq!(results(&told, "payable"), ["2,000.00"]);
    assert_eq!(results(&told, "year_to_date"), ["7,000.01"]);
    assert_eq!(told["total"][1].1, format!("{ONE_OTHER} + {ONE_OTHER} + 0.00"));
    assert!(told["lead_bonus"][1].1.contains(ONE_OTHER), "{:?}", told["lead_bonus"]);
    assert!(!told["lead_bonus"][1].1.contains("100,000"), "{:?}", told["lead_bonus"]);
}

/// L2 and P3 are the southern region; the northern one is four people, of whom three are of a team.
#[test]
fn a_group_of_two_and_two_groups_that_differ_by_one_give_nobody_away() {
    let policy = plan(&[
        ("quarter", "one", "number", "1"),
        ("quarter", "by_target", "yuan", "SHARE(1000, target, peers.target, peers.region = region)"),
        ("quarter", "in_halves", "yuan", "SHARE(1000, one, peers.one, peers.region = region)"),
        ("quarter", "region_less_team", "yuan", "of_region - SUM(peers.collections, peers.team = team)"),
        ("quarter", "of_all", "yuan", "SUM(peers.collections)"),
    ]);
    let south = told(&team(), &policy, "P3");
    for rule in ["of_region", "share_of_region", "by_target"] {
        assert_eq!(results(&south, rule), [ONE_OTHER; 2], "{rule}");
    }
    // A weight that everybody has is nobody's.
    assert_eq!(results(&south, "in_halves"), ["500.00", "500.00"]);
    assert_eq!(results(&south, "of_all"), ["360,000.50", "290,000.00"]);
    let north = told(&team(), &policy, "P2");
    assert_eq!(results(&north, "of_region"), ["250,000.50", "190,000.00"]);
    assert_eq!(results(&north, "by_target"), ["500.00", "500.00"]);
    // The team is the region without D1.
    assert_eq!(results(&north, "team_mean"), [ONE_OTHER; 2]);
    assert_eq!(results(&north, "region_less_team"), [ONE_OTHER; 2]);
    // Of two people the department's sum gives the other away, of three none.
    let policy = plan(&[
        ("quarter", "of_department", "yuan", "department_quarter.collections"),
        ("quarter", "of_the_year", "yuan", "department.collections"),
    ]);
    let six = told(&team(), &policy, "P1");
    assert_eq!(results(&six, "of_department"), ["360,000.50", "290,000.00"]);
    let mut two = team();
    for (sheet, column) in [("人员", 0), ("目标", 0), ("回款", 1)] {
        let rows = &mut two.page(sheet).rows;
        let kept = rows.drain(1..).filter(|row| ["P1", "P3"].iter().any(|id| row[column] == (*id).into()));
        let kept: Vec<_> = kept.collect();
        rows.extend(kept);
    }
    for row in 2..=5 {
        two.put("目标", &format!("D{row}"), "");
    }
    let two = told(&two, &policy, "P1");
    assert_eq!(results(&two, "of_department"), [ONE_OTHER; 2]);
    assert_eq!(results(&two, "of_the_year"), [ONE_OTHER; 2]);
}

/// The statement as a file: nowhere the figure, and said in words where it would stand.
#[test]
fn the_statement_of_a_lead_of_one_does_not_hold_his_figure() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut draft = team();
    draft.put("回款", "C5", n("123456.78"));
    draft.write(std::path::Path::new(&path("team.xlsx")));
    let policy = fixture("policies/team.toml");
    for lang in ["en", "zh"] {
        let (statements, results) = (path(lang), path(&format!("{lang}.xlsx")));
        let status = Command::new(env!("CARGO_BIN_EXE_bonus"))
            .args(["compute", &path("team.xlsx"), "--policy", policy.to_str().unwrap(), "-o", &results])
            .args(["--statements", &statements, "--lang", lang, "--quiet"])
            .status();
        assert!(status.unwrap().success());
        let mut files = std::fs::read_dir(&statements).unwrap().map(|entry| entry.unwrap().path());
        let statement = files.find(|file| file.to_string_lossy().contains("L1")).expect("a statement of L1");
        let pages = opened(&statement).pages;
        let cells: Vec<String> =
            pages.iter().flat_map(|page| page.rows.iter().flatten().map(|cell| format!("{cell:?}"))).collect();
        for figure in ["123456.78", "123,456.78"] {
            assert!(!cells.iter().any(|cell| cell.contains(figure)), "{figure} stands in the statement of L1");
        }
        let words = if lang == "en" { ONE_OTHER } else { "〔不列：由此可推出另一人的数〕" };
        assert!(cells.iter().any(|cell| cell.contains(words)), "{cells:?}");
        // The sum of two, and 2 % of 123,456.78, which he is paid.
        for own in ["250000.5", "2469.14"] {
            assert!(cells.iter().any(|cell| cell.contains(own)), "{own}: {cells:?}");
        }
    }
}
