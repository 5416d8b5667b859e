//! `bonus policy coverage`: which branches of which rules some files exercised. And what the fixtures of this
//! repository never tried of the built-in policies is written down here, each with its reason.

use crate::{common, oracle};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use bonus::lang::Lang;
use bonus::policy::{Policy, built_in_ids, built_in_versions};
use bonus::report::{Coverage, RuleCoverage};
use common::case::{Case, Line};
use common::{fixture, policy, with_results};
use serde_json::Value as Json;

/// The coverage of some workbooks of one policy.
fn of(policy: &Policy, files: &[PathBuf]) -> Coverage {
    let mut coverage = Coverage::new(policy);
    for file in files {
        with_results(file, policy, |results| coverage.add(results))
            .unwrap_or_else(|faults| panic!("{}:\n{faults}", file.display()));
    }
    coverage
}

fn rule<'c>(coverage: &'c Coverage, name: &str) -> &'c RuleCoverage {
    coverage.rules.iter().find(|rule| rule.name == name).unwrap_or_else(|| panic!("no rule {name}"))
}

/// How often each branch of a rule was taken, by its words.
fn times(coverage: &Coverage, name: &str) -> BTreeMap<String, u64> {
    let branches = rule(coverage, name).branches(&coverage.policy);
    branches.into_iter().map(|branch| (branch.what.get(Lang::En).to_owned(), branch.times)).collect()
}

/// Collections of the quarters from the first, each with base 70,000 and target 100,000.
fn case(folder: &Path, name: &str, amounts: &[&str]) -> PathBuf {
    let path = folder.join(name);
    Case::through(u8::try_from(amounts.len()).unwrap()).all(amounts).draft().write(&path);
    path
}

#[test]
fn a_file_takes_one_branch_and_another_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let policy = policy("key-account@1");
    let below = case(folder.path(), "below.xlsx", &["50000"]);
    let above = case(folder.path(), "above.xlsx", &["120000"]);
    let taken = "base_met is TRUE: floating_wage";
    let not_taken = "base_met is FALSE: 0";
    let seen = |files: &[PathBuf]| {
        let all = times(&of(policy, files), "floating_wage_paid");
        (all["computed: IF(base_met, floating_wage, 0)"], all[taken], all[not_taken])
    };
    assert_eq!(seen(std::slice::from_ref(&below)), (1, 0, 1));
    assert_eq!(seen(std::slice::from_ref(&above)), (1, 1, 0));
    // Of both what one of them took; of one twice no more than of one.
    assert_eq!(seen(&[below.clone(), above.clone()]), (2, 1, 1));
    let (one, of_branches) = of(policy, std::slice::from_ref(&below)).tried();
    assert_eq!(of(policy, &[below.clone(), below.clone()]).tried(), (one, of_branches));
    let both = of(policy, &[below, above]);
    assert!(both.tried().0 > one && both.tried().1 == of_branches);
}

/// Operands of AND and OR, sides of MIN and MAX, steps of BAND and GRADUATED, rows gathered and passed over.
#[test]
fn every_kind_of_branch_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let policy = policy("key-account@1");
    // The year is 4 × 100,000: 480,000 fills the first tier up to 600,000 and not the one from 1.5 on.
    let file = case(folder.path(), "year.xlsx", &["50000", "150000", "180000", "100000"]);
    let coverage = of(policy, &[file]);
    let tiers = times(&coverage, "accrual_over_target");
    let step = |from: &str| tiers[&format!("the step of Tiers from {from}: GRADUATED(actual, target, tiers)")];
    assert_eq!((step("1"), step("1.5")), (1, 0));
    let band = times(&coverage, "kpi_coefficient");
    let step =
        |from: &str| band[&format!("the step of KPI coefficients from {from}: BAND(kpi_score, kpi_coefficients)")];
    assert_eq!((step("0"), step("80"), step("90")), (0, 4, 0));
    let met = times(&coverage, "base_met");
    assert_eq!(met["of OR, exempt is the first TRUE"], 0);
    assert_eq!(met["of OR, effective >= base is the first TRUE"], 3);
    assert_eq!(met["none TRUE: OR(exempt, effective >= base)"], 1);
    let exempt = times(&coverage, "exempt");
    assert_eq!((exempt["of AND, base = 0 is the first FALSE"], exempt["all TRUE: AND(base = 0, target = 0)"]), (4, 0));
    // Q2 fills 20,000 of the pool's 150,000; elsewhere nothing is owed, or nothing is there.
    let made_up = times(&coverage, "made_up");
    assert_eq!((made_up["MIN takes owed"], made_up["MIN takes MAX(pool, 0)"]), (4, 0));
    let counted = times(&coverage, "counted");
    assert_eq!(counted["gathered where NOT(quarter.exempt)"], 4);
    assert_eq!(counted["passed over, being not NOT(quarter.exempt)"], 0);
    let wage = times(&coverage, "floating_wage");
    assert_eq!(wage["given in the workbook"], 0);
    assert_eq!(wage["blank, by default: 3 * LOOKUP(grade_in_force, grades, floating)"], 4);
    let settled = times(&coverage, "year_end");
    assert_eq!(settled["there is no such row"], 0);
}

fn bonus(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("bonus").unwrap();
    let output = command.current_dir(fixture("")).env("NO_COLOR", "1").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn workbooks_of_several_policies_are_told_apart() {
    let files = ["samples/key-account.xlsx", "samples/major-sales.xlsx", "samples/key-account-en.xlsx"];
    let (status, out, _) = bonus(&[&["policy", "coverage", "--format", "json", "--lang", "en"], &files[..]].concat());
    assert_eq!(status, 0);
    let document: Json = serde_json::from_str(&out).unwrap();
    let policies = document["policies"].as_array().unwrap();
    let head =
        |at: usize| (policies[at]["policy"]["id"].as_str().unwrap(), policies[at]["files"].as_array().unwrap().len());
    assert_eq!((policies.len(), head(0), head(1)), (2, ("key-account", 2), ("major-sales", 1)));
    for one in policies {
        // What is counted in all is what is listed.
        let branches = one["rules"].as_array().unwrap().iter().flat_map(|rule| rule["branches"].as_array().unwrap());
        let times: Vec<u64> = branches.map(|branch| branch["times"].as_u64().unwrap()).collect();
        assert_eq!(one["branches"]["all"], times.len());
        assert_eq!(one["branches"]["tried"], times.iter().filter(|times| **times > 0).count());
        let clauses = one["clauses"].as_array().unwrap();
        assert!(clauses.iter().all(|clause| clause["tried"].as_u64() <= clause["all"].as_u64()));
    }
}

#[test]
fn the_text_lists_what_was_never_tried_in_both_languages() {
    let (status, zh, _) = bonus(&["policy", "coverage", "samples/key-account.xlsx"]);
    assert_eq!(status, 0);
    assert!(
        zh.starts_with("key-account 版本 ") && zh.contains("从未试过：") && zh.contains("[KA-2.2b] quarter.surplus"),
        "{zh}"
    );
    assert!(zh.contains("AND 中 setting.surplus <> \"accrue-now\" 首先不成立"), "{zh}");
    let (_, en, _) = bonus(&["policy", "coverage", "samples/key-account.xlsx", "--lang", "en"]);
    assert!(en.contains("Never tried:") && en.contains("of AND, setting.surplus <> \"accrue-now\" is the first FALSE"));
    // A dash is explained where there is one.
    let (_, scheme, _) = bonus(&["policy", "coverage", "schemes/assistant-en.xlsx", "--lang", "en"]);
    for (text, dash) in [(&en, true), (&scheme, false)] {
        assert_eq!(text.contains("cited by no rule"), dash, "{text}");
        assert_eq!(text.lines().any(|line| line.ends_with(" -")), dash, "{text}");
    }
}

#[test]
fn a_file_with_faults_is_named() {
    let (status, out, err) =
        bonus(&["policy", "coverage", "samples/key-account.xlsx", "faults/two.xlsx", "--lang", "en"]);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(err.starts_with("faults/two.xlsx\n") && err.contains("2 fault(s)"), "{err}");
}

/// The workbooks of a version of a policy among the fixtures, in the folders that hold sound ones. The archived years are
/// of the first, which may know settings that a later one does not.
fn fixtures(id: &str, version: &str) -> Vec<PathBuf> {
    let own_folder = format!("{id}-{version}");
    let mut folders = vec![fixture("samples"), fixture("schemes"), fixture(&format!("archive/{own_folder}"))];
    let years = std::fs::read_dir(fixture("archive/years")).unwrap().map(|entry| entry.unwrap().path());
    folders.extend(years.filter(|path| path.is_dir() && (version == "1" || !COMMISSION.contains(&id))));
    let inside =
        |folder: &PathBuf| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let mut files: Vec<PathBuf> = folders.iter().flat_map(inside).collect();
    let own = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let archived = path.parent().is_some_and(|folder| folder.ends_with(&own_folder));
        let results = name.contains("-results.") || name.contains("-奖金结果.");
        let book = path.extension().is_some_and(|kind| kind == "xlsx" || kind == "ods");
        book && !results && (archived || name.starts_with(&format!("{id}-")) || name.starts_with(&format!("{id}.")))
    };
    files.retain(own);
    files.sort();
    files
}

/// The policies that the second implementation makes books of.
const COMMISSION: [&str; 3] = ["key-account", "major-sales", "department-sales"];

/// Workbooks that version 2 is tried on once more, with other choices.
const VARIED: &[(&str, &[(&str, &str)])] = &[
    ("people/key-account-people.xlsx", &[("exempt_without_score", "last"), ("year_end_factor", "whole-year")]),
    ("people/key-account-people.xlsx", &[("partial_quarter", "by-days"), ("after_leaving_factor", "one")]),
    ("samples/key-account.xlsx", &[("outside_pipeline_counts", "FALSE"), ("department_target", "0")]),
    ("samples/key-account.xlsx", &[("pipeline_share", "pro-rata")]),
    ("people/major-sales-people.xlsx", &[("exempt_without_score", "last"), ("year_end_factor", "whole-year")]),
    ("people/major-sales-people.xlsx", &[("partial_quarter", "by-days"), ("after_leaving_factor", "one")]),
    ("samples/major-sales.xlsx", &[("outside_pipeline_counts", "TRUE"), ("pipeline_share", "pro-rata")]),
    ("people/department-sales-people.xlsx", &[("exempt_without_score", "last"), ("year_end_factor", "whole-year")]),
    ("people/department-sales-people.xlsx", &[("partial_quarter", "by-days"), ("after_leaving_factor", "one")]),
    ("people/department-sales-people.xlsx", &[("newcomer_quarter", "nothing")]),
    ("samples/department-sales.xlsx", &[("outside_pipeline_counts", "TRUE")]),
    ("archive/years/2017/key-account-q4-adjusted.xlsx", &[]),
    ("archive/years/2017/department-sales-q4-adjusted.xlsx", &[]),
    ("schemes/assistant-zh.xlsx", &[("piece_pay_when_missed", "nothing")]),
    ("schemes/loan-officers-zh.xlsx", &[("loan_count_steps", "slab")]),
    ("schemes/monthly-card-zh.xlsx", &[("capped_at_weight", "FALSE")]),
];

/// Branches that no fixture takes: policy, with its version where only one of them has it, rule, how the branch begins, and why.
const NEVER: &[(&str, &str, &str, &str)] = &[
    (
        "major-sales",
        "small_deal_basis",
        "MIN takes basis",
        "only large deals of 40 % or more would, and then the rule is off",
    ),
    (
        "major-sales",
        "small_deal_basis",
        "collections > 0 is FALSE",
        "the rule is on only where collections are positive",
    ),
    ("major-sales", "adjusted_bonus", "passed over", "the bonus is the only figure of a quarter that can be adjusted"),
    (
        "department-sales",
        "kpi_coefficient",
        "the step of KPI coefficients from 92.25",
        "a table of the archived random book",
    ),
    ("assistant", "sales_completion", "sales_target > 0 is FALSE", "a check refuses a target of nothing"),
    (
        "account-manager-scorecard",
        "attendance_score",
        "MAX takes 0",
        "at half a point each, more than three are told before",
    ),
    ("key-account@2", "score_coefficient", "the step of KPI coefficients from 95", "a table of one workbook"),
    ("key-account@2", "adjusted_bonus", "passed over", "as in version 1, where the archive tries it"),
    ("key-account@2", "adjusted_floating_wage", "gathered where", "as in version 1, where the archive tries it"),
    ("key-account@2", "adjusted_floating_wage", "of OR", "as in version 1, where the archive tries it"),
    ("department-sales@2", "score_coefficient", "the step of KPI coefficients from 95", "a table of one workbook"),
    ("department-sales@2", "adjusted_bonus", "passed over", "as in version 1, where the archive tries it"),
    ("department-sales@2", "adjusted_floating_wage", "gathered where", "as in version 1, where the archive tries it"),
    ("department-sales@2", "adjusted_floating_wage", "of OR", "as in version 1, where the archive tries it"),
    (
        "department-sales@2",
        "true_up",
        "of AND, collections_after_leaving < 0",
        "late money under whole-year, which the settlement leaves out",
    ),
    (
        "key-account@2",
        "released_at_year_end",
        "passed over",
        "every later quarter of these people is one after leaving",
    ),
    ("key-account@2", "accrual_over_target", "the step of Tiers from 1.73", "a table of a random book"),
    ("key-account@2", "attainment", "target > 0 is FALSE", "a department of nobody but exempt people"),
    ("major-sales@2", "adjusted_bonus", "gathered where", "as in version 1, where the archive tries it"),
    ("major-sales@2", "adjustments", "gathered where", "as in version 1, where the archive tries it"),
    ("major-sales@2", "adjustments", "passed over", "as in version 1, where the archive tries it"),
    (
        "major-sales@2",
        "ratio",
        "MAX takes 0",
        "a year that collects and whose scheduled part is refunded, under pro-rata",
    ),
    (
        "key-account@2",
        "earned_basis",
        "MAX takes 0",
        "a year of net refunds under pro-rata: the random books of tests/agreement.rs",
    ),
    ("monthly-card", "completion", "target > 0 is FALSE", "a check refuses a target of nothing"),
    ("monthly-card", "points", "target > 0 is FALSE", "a check refuses a target of nothing"),
];

/// Of the first two hundred random books of version 2 those that take a branch that none before took.
const SEEDS: [(&str, &[u64]); 3] = [
    ("key-account", &[0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 18, 28, 34, 41, 70, 90]),
    ("major-sales", &[0, 1, 2, 3, 4, 5, 6, 7, 10, 13, 27, 41, 51, 72, 78, 80, 130, 169]),
    (
        "department-sales",
        &[0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 24, 28, 31, 36, 40, 50, 75, 89, 97, 102, 107, 174, 182],
    ),
];

/// Cases that no year of the archive has: each for a commission policy, with what it is for.
fn cases(id: &'static str) -> Vec<Case> {
    let of = |through: u8| if id == "key-account" { Case::through(through) } else { Case::of(id, through) };
    let mut cases = Vec::new();
    let mut add = |case: &Case| cases.push(case.clone());
    // No target at all; then a target without a base.
    add(of(2).quota("M001", 1, "0", "0").quota("M001", 2, "0", "0"));
    add(of(1).quota("M001", 1, "0", "100000").all(&["150000"]));
    // A year of refunds; one whose scheduled collections are refunds; one that falls behind after a good quarter.
    add(of(4).all(&["-1000", "0", "0", "-5"]));
    add(of(4).all(&["-1000"]).outside("M001", 2, "300000").set("outside_pipeline_counts", "TRUE"));
    add(of(4).all(&["120000", "0", "0", "10000"]));
    // What is scheduled comes first, over every tier.
    add(of(4).all(&["400000", "150000", "150000", "150000"]).set("pipeline_share", "bonus-first"));
    add(of(4).all(&["90000", "0", "20000", "99000"]).outside("M001", 1, "90000").set("pipeline_share", "bonus-first"));
    add(of(4).all(&["100000", "100000", "40000", "250000"]));
    add(of(2).all(&["150000", "50000"]).set("surplus", "carry-forward"));
    match id {
        "key-account" => {
            let half = of(2).set("surplus", "accrue-now").set("promotion_needs", "half-and-quarter-target").clone();
            add(half.clone().all(&["190000", "15000"]));
            add(half.clone().all(&["90000", "130000"]));
            let tiers: &[&[&str]] = &[&["From", "Rate"], &["1", "0.0854"], &["1.2", "0.1"], &["1.5", "0.12"]];
            let strong = of(4).all(&["400000", "150000", "150000", "150000"]).clone();
            add(strong.clone().set("pipeline_share", "bonus-first").table("Tiers", tiers));
        }
        "major-sales" => {
            add(of(1).all(&["80000"]).set("between_base_and_target", "nothing"));
            let deal = |project: &str, amount: &str| Line {
                quarter: "Q1".to_owned(),
                project: project.to_owned(),
                manager: "M001".to_owned(),
                amount: amount.to_owned(),
                ..Line::default()
            };
            // Small deals only; then a large one that is less than the share that is asked for.
            add(of(1).line(deal("A", "40000")).line(deal("B", "45000")).set("small_deal_rate", "0.05"));
            let mut some = of(1);
            for project in ["A", "B", "C", "D"] {
                some.line(deal(project, "45000"));
            }
            add(some.line(deal("E", "60000")).set("small_deal_rate", "0.05"));
        }
        _ => add(of(1).quota_with("M001", 1, "70000", "100000", "", "1级")),
    }
    cases
}

#[test]
fn the_fixtures_try_every_branch_of_the_built_in_policies() {
    let folder = tempfile::tempdir().unwrap();
    let mut untold = Vec::new();
    let mut told = vec![false; NEVER.len()];
    for name in built_in_versions() {
        let policy = policy(&name);
        let id = built_in_ids().find(|id| *id == policy.id).unwrap();
        let mut files = fixtures(id, &policy.version);
        assert!(files.len() >= 3, "{name}: {files:?}");
        let mut add = |number: usize, write: &dyn Fn(&Path)| {
            files.push(folder.path().join(format!("{name}-{number}.xlsx")));
            write(&files[files.len() - 1]);
        };
        if COMMISSION.contains(&id) && policy.version == "1" {
            for (number, case) in cases(id).into_iter().enumerate() {
                add(number, &|path| case.draft().write(path));
            }
        } else if COMMISSION.contains(&id) {
            let (_, seeds) = SEEDS.iter().find(|(of, _)| *of == id).unwrap();
            for seed in common::some((0..200).collect(), seeds.to_vec()) {
                let book = oracle::random_book_of_version_2(id, seed);
                add(usize::try_from(seed).unwrap(), &|path| oracle::write_xlsx(&book, path).unwrap());
            }
        }
        if policy.version == "2" {
            for (number, (file, settings)) in
                VARIED.iter().filter(|(file, _)| file.contains(&format!("/{id}"))).enumerate()
            {
                let mut draft = common::draft::opened(&fixture(file));
                // What the archived workbooks set and version 2 no longer knows.
                let gone = |row: &Vec<common::draft::Cell>| row.first() == Some(&"between_base_and_target".into());
                draft.page("政策").rows.retain(|row| id == "key-account" || !gone(row));
                for (setting, choice) in *settings {
                    draft.row("政策", &[setting, choice]);
                }
                add(1_000 + number, &|path| draft.write(path));
            }
        }
        let coverage = of(policy, &files);
        for rule in &coverage.rules {
            let branches = rule.branches(policy);
            for branch in branches.iter().filter(|branch| branch.times == 0) {
                let what = branch.what.get(Lang::En);
                let version = name.as_str();
                let known = NEVER.iter().position(|(policy, name, begins, _)| {
                    (*policy == id || *policy == version) && *name == rule.name && what.starts_with(begins)
                });
                match known {
                    Some(known) => told[known] = true,
                    None => untold.push(format!("{name} {}: {what}", rule.name)),
                }
            }
        }
    }
    assert!(untold.is_empty(), "never tried, and not in the list of exceptions:\n{}", untold.join("\n"));
    let tried: Vec<_> = NEVER.iter().zip(told).filter(|(_, told)| !told).map(|(never, _)| never).collect();
    assert!(tried.is_empty(), "no longer an exception: {tried:?}");
}
