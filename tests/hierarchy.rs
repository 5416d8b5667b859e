//! Who reports to whom: roll-ups over those below, directly and through others, against sums of this file's own; what is
//! wrong with a hierarchy; what a superior is told of others.

use std::process::Command;

use bonus::lang::Lang;
use bonus::policy::{Policy, load};
use bonus::report::with_workbook;
use rust_decimal::Decimal;
use serde_json::Value as Json;

use crate::common::draft::{Cell, Draft, Page, n, opened};
use crate::common::live::{LANGUAGES, differences, soffice_is_there, strip};
use crate::common::{findings, fixture, results, with_results};

fn text() -> String {
    std::fs::read_to_string(fixture("policies/team.toml")).unwrap()
}

/// The column of superiors as it stands on the sheet of targets.
const OF_QUARTERS: &str = "  { name = \"superior\", label = { zh = \"上级\", en = \"Reports to\" }, role = \"reports_to\", clause = \"TP-1\" },\n";

/// The team plan with superiors on the sheet of people, for the whole year, and with these rules.
fn of_the_year(rules: &str) -> String {
    let name = "  { name = \"name\", label = { zh = \"姓名\", en = \"Name\" }, role = \"name\" },\n";
    let text = text().replace(OF_QUARTERS, "");
    assert!(text.contains(name));
    format!("{}{rules}", text.replace(name, &format!("{name}{OF_QUARTERS}")))
}

fn rule(scope: &str, name: &str, unit: &str, formula: &str) -> String {
    format!(
        "\n[[{scope}]]\nname = \"{name}\"\nclause = \"TP-1\"\nlabel = {{ zh = \"{name}\", en = \"{name}\" }}\n\
         unit = \"{unit}\"\nformula = '{formula}'\n"
    )
}

fn plan(text: &str) -> Policy {
    load("team.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

fn team() -> Draft {
    opened(&fixture("policies/team.xlsx"))
}

/// A file of a draft, in a folder that goes with it.
fn file(draft: &Draft) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.xlsx");
    draft.write(&path);
    (folder, path)
}

/// What is wrong with a draft, as `Sheet!Cell found: problem`.
fn faults(draft: &Draft, text: &str) -> Vec<String> {
    let (_folder, path) = file(draft);
    let faults = findings(&path, &plan(text)).faults;
    faults.iter().map(|f| format!("{} {}: {}", f.place, f.found, f.problem.get(Lang::En))).collect()
}

#[test]
fn a_circle_of_superiors_names_the_people_in_it() {
    // D1 reports to P1 in the first quarter, who reports to L1, who reports to D1.
    let found = faults(team().put("目标", "D2", "P1"), &text());
    let [circle] = &found[..] else { panic!("{found:?}") };
    assert!(circle.starts_with("目标!"), "{circle}");
    assert!(circle.contains("people report to each other in a circle: "), "{circle}");
    for person in ["D1 员工D1", "P1 员工P1", "L1 员工L1"] {
        assert!(circle.contains(person), "{circle}");
    }
    // P2 is below the circle and not in it.
    assert!(!circle.contains("P2"), "{circle}");
    let found = faults(team().put("目标", "D2", "D1"), &text());
    assert_eq!(found, ["目标!D2 D1: people report to each other in a circle: D1 员工D1 → D1 员工D1"]);
}

#[test]
fn a_superior_must_be_one_of_the_people_and_have_the_period() {
    let found = faults(team().put("目标", "D2", "D9"), &text());
    assert_eq!(found, ["目标!D2 D9: there is no such manager"]);
    // Without his row of the second quarter nobody can report to him then.
    let mut draft = team();
    let row = draft.page("目标").rows.iter().position(|row| row[..2] == ["L2".into(), "Q2".into()]).unwrap();
    let found = faults(draft.without_row("目标", row + 1), &text());
    assert_eq!(found, ["目标!D10 L2: the superior L2 has no row for Q2; 2 cells alike: D10, D12"]);
    // A column that is not there is no hierarchy of people without superiors.
    let found = faults(team().without_column("目标", "D"), &text());
    assert!(found.len() == 1 && found[0].contains("Reports to"), "{found:?}");
}

/// Of anybody's place nothing is said while somebody may be missing.
#[test]
fn of_a_book_with_faults_no_place_is_told() {
    let words = "{ zh = \"自定\", en = \"own\" }";
    let check = format!(
        "\n[[check]]\nname = \"own\"\nscope = \"quarter\"\ncolumn = \"target\"\nclause = \"TP-1\"\n\
         formula = 'hierarchy_place = 99'\nmessage = {words}\nmend = {words}\n"
    );
    let text = format!("{}{check}", text());
    let mut draft = team();
    assert!(faults(&draft, &text).iter().any(|fault| fault.contains(": own")));
    let found = faults(draft.put("目标", "D2", "D9"), &text);
    assert_eq!(found, ["目标!D2 D9: there is no such manager"]);
}

#[test]
fn there_are_at_most_fifty_levels() {
    let chain = |levels: usize| {
        let people = (0..=levels).map(|at| format!("C{at:03}"));
        let mut draft = team();
        for (at, person) in people.enumerate() {
            let superior = if at == 0 { String::new() } else { format!("C{:03}", at - 1) };
            draft.row("人员", &[&person, &person, "东区", "", ""]);
            for quarter in ["Q1", "Q2"] {
                draft.row("目标", &[&person, quarter, "100", &superior]);
            }
        }
        faults(&draft, &text())
    };
    assert_eq!(chain(49), [""; 0]);
    let found = chain(50);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("there are more than 50 levels of superiors"), "{found:?}");
}

/// A number that looks random and is the same every time.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap()
}

/// Thirty people of any hierarchy: rows are in no order, superiors by id or by name, some without a second quarter.
fn anybody(seed: u64) -> (Draft, Vec<Option<usize>>, Vec<[i64; 2]>) {
    let mut state = seed;
    let count = 30;
    // Whoever is in front of someone in this order may be his superior.
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_cached_key(|_| next(&mut state));
    let mut superiors = vec![None; count];
    for at in 1..count {
        superiors[order[at]] = (!next(&mut state).is_multiple_of(5)).then(|| order[next(&mut state) % at]);
    }
    let sold: Vec<[i64; 2]> =
        (0..count).map(|_| [0, 1].map(|_| i64::try_from(next(&mut state)).unwrap() % 900_000)).collect();
    let mut people = Page::new("人员", &[&["工号", "姓名", "上级", "大区", "小组", "岗位"]]);
    let mut targets = Page::new("目标", &[&["工号", "季度", "目标"]]);
    let mut lines = Page::new("回款", &[&["季度", "人员", "回款金额"]]);
    for person in 0..count {
        let id = format!("N{person:02}");
        let superior = superiors[person].map_or(Cell::Blank, |superior| {
            let name = if person % 3 == 0 { format!("员工{superior:02}") } else { format!("N{superior:02}") };
            name.into()
        });
        people.rows.push(vec![
            id.clone().into(),
            format!("员工{person:02}").into(),
            superior,
            ["北区", "南区"][person % 2].into(),
        ]);
        for (quarter, amount) in ["Q1", "Q2"].into_iter().zip(sold[person]) {
            targets.rows.push(vec![id.clone().into(), quarter.into(), n(100_000)]);
            lines.rows.push(vec![quarter.into(), id.clone().into(), n(amount)]);
        }
    }
    let mut draft = team();
    for page in [people, targets, lines] {
        let name = page.name.clone();
        *draft.page(&name) = page;
    }
    (draft, superiors, sold)
}

/// Whether one is below another, by following superiors.
fn is_below(superiors: &[Option<usize>], person: usize, of: usize) -> bool {
    let mut at = superiors[person];
    while let Some(superior) = at {
        if superior == of {
            return true;
        }
        at = superiors[superior];
    }
    false
}

const ROLLED: [(&str, &str, &str, &str); 9] = [
    ("quarter", "direct", "yuan", "SUM(team.collections)"),
    ("quarter", "all", "yuan", "SUM(below.collections)"),
    ("quarter", "north", "yuan", "SUM(below.collections, below.region = \"北区\")"),
    ("quarter", "heads", "number", "COUNT(team.collections)"),
    ("quarter", "best", "yuan", "MAX(below.collections)"),
    ("quarter", "mean", "yuan", "ROUND(AVERAGE(below.collections, below.region = region), 2)"),
    ("quarter", "among", "number", "RANK(collections, below.collections)"),
    ("manager", "sold", "yuan", "SUM(quarter.collections)"),
    ("manager", "sold_below", "yuan", "SUM(below.sold)"),
];

#[test]
fn roll_ups_are_what_following_superiors_gives() {
    let rules: String = ROLLED.iter().map(|(scope, name, unit, formula)| rule(scope, name, unit, formula)).collect();
    let policy = plan(&of_the_year(&rules));
    let mut levels = 0;
    for seed in 1..=12 {
        let (draft, superiors, sold) = anybody(seed);
        let (_folder, path) = file(&draft);
        let json = results(&path, &policy).unwrap_or_else(|error| panic!("{seed}: {error}"));
        for (person, told) in json["managers"].as_array().unwrap().iter().enumerate() {
            let number = |json: &Json| json.as_str().unwrap().parse::<Decimal>().unwrap();
            let below: Vec<usize> = (0..sold.len()).filter(|one| is_below(&superiors, *one, person)).collect();
            levels = levels.max(below.iter().filter(|one| superiors[**one] != Some(person)).count());
            let sum = |of: &dyn Fn(usize) -> i64, who: &dyn Fn(usize) -> bool| {
                Decimal::from(below.iter().filter(|one| who(**one)).map(|one| of(*one)).sum::<i64>())
            };
            for quarter in 0..2 {
                let of = |one: usize| sold[one][quarter];
                let row = &told["quarters"][quarter];
                let case = format!("seed {seed}, {person}, quarter {quarter}");
                let direct = |one: usize| superiors[one] == Some(person);
                assert_eq!(number(&row["direct"]), sum(&of, &direct), "{case}");
                assert_eq!(number(&row["all"]), sum(&of, &|_| true), "{case}");
                assert_eq!(number(&row["north"]), sum(&of, &|one| one % 2 == 0), "{case}");
                assert_eq!(number(&row["heads"]), sum(&|_| 1, &direct), "{case}");
                let best = below.iter().map(|one| of(*one)).max().unwrap_or(0);
                assert_eq!(number(&row["best"]), Decimal::from(best), "{case}");
                let same: Vec<i64> = below.iter().filter(|one| **one % 2 == person % 2).map(|one| of(*one)).collect();
                let mean = Decimal::from(same.iter().sum::<i64>()) / Decimal::from(same.len().max(1));
                assert!((number(&row["mean"]) - mean).abs() < Decimal::new(1, 2), "{case}");
                let above = below.iter().filter(|one| of(**one) > of(person)).count();
                assert_eq!(number(&row["among"]), Decimal::from(above + 1), "{case}");
            }
            assert_eq!(number(&told["sold_below"]), sum(&|one| sold[one][0] + sold[one][1], &|_| true), "{person}");
        }
    }
    assert!(levels > 5, "somebody is below through others: {levels}");
}

/// The same law in every run, with both sides.
#[test]
fn roll_ups_are_a_law_that_is_checked_and_shown() {
    let (_folder, path) = file(&team());
    let policy = plan(&text());
    let law = with_results(&path, &policy, |results| {
        results.settlement.laws.iter().find(|law| law.name == bonus::settle::ROLL_UP).cloned()
    });
    let law = law.unwrap().expect("the law is there");
    // Two quarters of six people, for the team's sum and the sum over all below: 360,000.50 and 610,001.00, then 290,000
    // and 580,000.
    assert!(law.holds && law.left == law.right, "{law:?}");
    assert_eq!((law.rows, law.left.to_string().as_str(), law.clause.as_str()), (24, "1840001.5", "TP-1"));
    let without = text().replace("SUM(team.collections)", "0").replace("SUM(below.collections)", "0");
    let none = with_results(&path, &plan(&without), |results| {
        results.settlement.laws.iter().any(|law| law.name == bonus::settle::ROLL_UP)
    });
    assert_eq!(none, Ok(false));
}

#[test]
fn live_roll_ups_recalculate_to_the_engine_s_figures() {
    if !soffice_is_there() {
        return;
    }
    let rules: String = ROLLED.iter().map(|(scope, name, unit, formula)| rule(scope, name, unit, formula)).collect();
    let policy = plan(&of_the_year(&rules));
    let (_folder, path) = file(&anybody(3).0);
    let of_year = LANGUAGES.map(|lang| {
        with_results(&path, &policy, |results| {
            with_workbook(results, lang, |report| strip(format!("{lang:?}"), report))
        })
    });
    let (_folder, path) = file(&team());
    let policy = plan(&format!(
        "{}{}",
        text(),
        rule("quarter", "second", "yuan", "IF(COUNT(below.total) < 2, 0, LARGE(below.total, 2))")
    ));
    let of_quarter = with_results(&path, &policy, |results| {
        with_workbook(results, Lang::En, |report| strip("of quarters".to_owned(), report))
    });
    let workbooks: Vec<_> = of_year.into_iter().chain([of_quarter]).map(Result::unwrap).collect();
    let wrong = differences(&workbooks);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn mistakes_of_a_hierarchy_in_a_policy_are_told() {
    let without = |text: &str| text.replace(OF_QUARTERS, "");
    let refused = |text: String, words: &str| {
        let error = load("team.toml", &text).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(words), "{words}: {error}");
    };
    refused(without(&text()), "`team.` needs a column that says whom people report to");
    refused(format!("{}{}", text(), rule("manager", "mine", "yuan", "SUM(below.year_to_date)")), "for each quarter");
    let with = |more: &str| text().replace("role = \"reports_to\"", &format!("role = \"reports_to\", {more}"));
    refused(with("default = '\"D1\"'"), "a text that people type");
    refused(with("unit = \"yuan\""), "a text that people type");
    refused(
        of_the_year("").replace(
            "  { name = \"target\"",
            &format!("{}  {{ name = \"target\"", OF_QUARTERS.replace("\"superior\"", "\"other\"")),
        ),
        "has a column with the role `reports_to` already, `superior`",
    );
    let on_lines = without(&text()).replace("  { name = \"amount\"", &format!("{OF_QUARTERS}  {{ name = \"amount\""));
    refused(on_lines, "on the sheet of people");
    refused(format!("{}{}", text(), rule("quarter", "part", "yuan", "SHARE(pool, excess, below.excess)")), "below");
    refused(format!("{}{}", text(), rule("quarter", "own", "yuan", "SUM(below.own)")), "in a circle");
    // Told, though no mistake.
    let unused = plan(
        &text()
            .replace("SUM(team.collections)", "0")
            .replace("SUM(below.collections)", "0")
            .replace("COUNT(below.collections)", "0"),
    );
    let remarks: Vec<&str> = unused.remarks.iter().map(|remark| remark.message.get(Lang::En)).collect();
    assert!(remarks.iter().any(|remark| remark.contains("`superior`")), "{remarks:?}");
}

fn bonus(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("LANG", "C").output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Another superior of one person moves the pay of others, and is named as the cause; a name instead of an id is no change.
#[test]
fn another_superior_is_a_cause() {
    let (_folder, changed) = file(team().put("目标", "D8", "L2").put("目标", "D9", "员工L1"));
    let policy = fixture("policies/team.toml");
    let a = fixture("policies/team.xlsx");
    let (a, b, policy) = (a.to_str().unwrap(), changed.to_str().unwrap(), policy.to_str().unwrap());
    let (status, out) = bonus(&["diff", a, b, "--policy", policy, "--format", "json", "--lang", "en"]);
    assert_eq!(status, 4, "{out}");
    let json: Json = serde_json::from_str(&out).unwrap();
    let moved: Vec<&str> = json["managers"].as_array().unwrap().iter().filter_map(|one| one["id"].as_str()).collect();
    for manager in json["managers"].as_array().unwrap() {
        for figure in manager["figures"].as_array().unwrap() {
            let number = |json: &Json| json.as_str().map_or(Decimal::ZERO, |text| text.parse().unwrap());
            let parts = figure["parts"].as_array().unwrap();
            let sum: Decimal = parts.iter().map(|part| number(&part["moved"])).sum();
            assert_eq!(sum, number(&figure["difference"]), "{figure:#}");
            assert!(parts.iter().all(|part| part.to_string().contains("Reports to")), "{figure:#}");
        }
    }
    // P1 reports to L2 in the first quarter: D1 no longer has him below.
    assert!(["D1", "L1", "L2"].iter().all(|id| moved.contains(id)), "{out}");
}

/// A lead is told what his people sold together; who they are, and what each of them sold, is not.
#[test]
fn a_superior_s_statement_tells_the_sum_and_no_one_s_figure() {
    let folder = tempfile::tempdir().unwrap();
    let of = |name: &str| fixture(&format!("policies/{name}")).to_str().unwrap().to_owned();
    let (policy, input, output) = (of("team.toml"), of("team.xlsx"), folder.path().join("results.xlsx"));
    let folder_text = folder.path().to_str().unwrap();
    let arguments = ["--statements", folder_text, "--lang", "en", "--quiet", "-o", output.to_str().unwrap()];
    let (status, _) = bonus(&[&["compute", &input, "--policy", &policy], &arguments[..]].concat());
    assert_eq!(status, 0);
    let mut files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let statement = files.find(|path| path.to_string_lossy().contains("L1")).expect("a statement of L1");
    let cells: Vec<String> = opened(&statement)
        .pages
        .iter()
        .flat_map(|page| page.rows.iter().flatten().map(|cell| format!("{cell:?}")))
        .collect();
    assert!(cells.iter().any(|cell| cell.contains("250000.5") || cell.contains("250,000.50")), "{cells:?}");
    for other in ["P1", "P2", "P3", "130000", "130,000.00", "120000.5", "120,000.50", "110,000.00"] {
        assert!(!cells.iter().any(|cell| cell.contains(other)), "{other} stands in the statement of L1");
    }
}

/// The next period begins with the superiors of this one; only what was not known is asked for.
#[test]
fn superiors_stay_until_somebody_says_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let of = |name: &str| fixture(&format!("policies/{name}")).to_str().unwrap().to_owned();
    let (policy, input, results, next) = (of("team.toml"), path("team.xlsx"), path("results.xlsx"), path("next.xlsx"));
    std::fs::copy(of("team.xlsx"), &input).unwrap();
    let quiet = ["--lang", "zh", "--quiet"];
    let (status, _) = bonus(&[&["compute", &input, "--policy", &policy, "-o", &results], &quiet[..]].concat());
    assert_eq!(status, 0);
    assert_eq!(bonus(&["next", &results, "-o", &next, "--policy", &policy, "--lang", "zh"]).0, 0);
    let mut draft = opened(std::path::Path::new(&next));
    let found = faults(&draft, &text());
    assert!(found.len() == 1 && found[0].contains("6 cells alike"), "{found:?}");
    let rows = draft.page("目标").rows.clone();
    let mut filled = 0;
    for (at, row) in rows.iter().enumerate() {
        if row.get(1) == Some(&"Q3".into()) {
            draft.put("目标", &format!("C{}", at + 1), n(100_000));
            filled += 1;
        }
    }
    assert_eq!(filled, 6, "{rows:?}");
    draft.row("回款", &["Q3", "P3", "1000"]);
    let (_folder, path) = file(&draft);
    let json = results_of(&path);
    // L2 and D1 have P3 below, as in the second quarter.
    assert_eq!(json["managers"][0]["quarters"][2]["of_all_below"], "1000.00");
    assert_eq!(json["managers"][2]["quarters"][2]["of_team"], "1000.00");
}

fn results_of(path: &std::path::Path) -> Json {
    results(path, &plan(&text())).unwrap_or_else(|error| panic!("{error}"))
}
