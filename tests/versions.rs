//! Which version of a policy an input is computed by, and that one which was released stays computable.

use crate::common;
use std::path::Path;
use std::process::{Command, Output};

use common::case::Case;
use rust_decimal::Decimal;
use serde_json::Value as Json;

fn bonus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("LANG", "C").output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.clone(), output.stderr.clone()].concat()).into_owned()
}

/// A workbook of one quarter that names this version, or none.
fn input(folder: &Path, version: Option<&'static str>) -> std::path::PathBuf {
    let path = folder.join(format!("in-{}.xlsx", version.unwrap_or("none")));
    let mut case = Case::through(1);
    case.collected("M001", 1, "80000");
    case.version(version);
    case.draft().write(&path);
    path
}

/// The version that a run names; the arguments follow the input.
fn version_of(input: &Path, arguments: &[&str]) -> String {
    let output = bonus(&[&["compute", text(input), "--format", "json"], arguments].concat());
    assert!(output.status.success(), "{}", said(&output));
    let json: Json = serde_json::from_slice(&output.stdout).unwrap();
    json["policy"]["version"].as_str().unwrap().to_owned()
}

#[test]
fn the_command_line_then_the_workbook_then_the_highest_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two, none) =
        (input(folder.path(), Some("1")), input(folder.path(), Some("2")), input(folder.path(), None));
    assert_eq!([&one, &two, &none].map(|file| version_of(file, &[])), ["1", "2", "2"]);
    assert_eq!(version_of(&none, &["--policy", "key-account@1"]), "1");
    assert_eq!(version_of(&two, &["--policy", "key-account@1"]), "1", "the command line goes first");
    assert_eq!(version_of(&one, &["--policy", "key-account"]), "1", "it says nothing of the version");
    for name in ["政策版本", "Policy version", "policy_version"] {
        assert_eq!(version_of(&two, &["--set", &format!("{name}=1")]), "1");
    }
    let both = bonus(&["compute", text(&none), "--policy", "key-account@1", "--set", "policy_version=2"]);
    assert_eq!(both.status.code(), Some(2), "{}", said(&both));
}

#[test]
fn an_unknown_version_names_those_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let nine = input(folder.path(), Some("9"));
    let output = bonus(&["compute", text(&nine), "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    let told = said(&output);
    assert!(told.contains("Policy!B6") && told.contains("1, 2"), "{told}");
    for arguments in [&["compute", text(&nine), "--policy", "key-account@9"][..], &["policy", "show", "key-account@9"]]
    {
        let output = bonus(&[arguments, &["--lang", "en"]].concat());
        assert_eq!(output.status.code(), Some(2));
        let told = said(&output);
        assert!(told.contains("no version `9`") && told.contains("1, 2"), "{told}");
    }
}

/// A policy file has one version, and may say since when it is in force.
#[test]
fn a_file_is_its_version_and_is_in_force_from_its_day() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.toml");
    let write = |version: &str, from: &str| {
        let text = format!(
            "format = 1\n[policy]\nid = \"key-account\"\nversion = \"{version}\"\nextends = \"key-account@2\"\nfrom = \"{from}\"\n"
        );
        std::fs::write(&file, text).unwrap();
    };
    let (one, none) = (input(folder.path(), Some("1")), input(folder.path(), None));
    let by_file = |input: &Path| bonus(&["compute", text(input), "--policy", text(&file), "--lang", "en", "--force"]);
    write("7", "2017-01-01");
    assert_eq!(version_of(&none, &["--policy", text(&file)]), "7");
    let told = said(&by_file(&one));
    assert!(told.contains("has no such version") && told.contains("write one of 7"), "{told}");
    write("1", "2017-01-02");
    assert!(by_file(&one).status.success(), "the version that a workbook names counts on any day");
    let told = said(&by_file(&none));
    assert!(told.contains("is in force on 1 January 2017 (the earliest is from 2017-01-02)"), "{told}");
    write("1", "2017-13-01");
    let told = said(&by_file(&none));
    assert!(told.contains("is not a date"), "{told}");
}

/// Results of version 1 are computed again by version 1, and the next form of that year stays with it.
#[test]
fn results_are_verified_and_continued_by_their_own_version() {
    let folder = tempfile::tempdir().unwrap();
    let none = input(folder.path(), None);
    let (results, next) = (folder.path().join("r.xlsx"), folder.path().join("q2.xlsx"));
    let made = bonus(&["compute", text(&none), "--policy", "key-account@1", "-o", text(&results)]);
    assert!(made.status.success(), "{}", said(&made));
    let verified = bonus(&["verify", text(&results)]);
    assert!(verified.status.success(), "{}", said(&verified));
    // What was set on the command line is on the receipt, and does no harm there.
    let set = folder.path().join("set.xlsx");
    let made = bonus(&["compute", text(&none), "--set", "policy_version=1", "-o", text(&set)]);
    assert!(made.status.success(), "{}", said(&made));
    let verified = bonus(&["verify", text(&set)]);
    assert!(verified.status.success(), "{}", said(&verified));
    let made = bonus(&["next", text(&results), "-o", text(&next)]);
    assert!(made.status.success(), "{}", said(&made));
    let draft = common::draft::opened(&next);
    let settings = &draft.pages.iter().find(|page| page.name == "Policy").unwrap().rows;
    let version = settings.iter().find(|row| row.first() == Some(&"Policy version".into())).unwrap();
    assert_eq!(version[1], common::draft::Cell::Text("1".into()));
}

#[test]
fn the_list_shows_every_version_and_the_document_what_it_changes() {
    let listed = said(&bonus(&["policy", "list", "--lang", "en"]));
    for name in bonus::policy::built_in_versions() {
        let (id, version) = bonus::policy::parted(&name);
        let line = listed
            .lines()
            .find(|line| line.trim().starts_with(id) && line.contains(&format!("  {}  ", version.unwrap())));
        assert!(line.is_some_and(|line| line.ends_with("from the beginning")), "{name}: {listed}");
    }
    let shown = said(&bonus(&["policy", "show", "key-account", "--lang", "en"]));
    assert!(shown.contains("version 2") && shown.contains("\n- **1** from the beginning\n"), "{shown}");
    let first = said(&bonus(&["policy", "show", "key-account@1", "--lang", "en"]));
    assert!(first.contains("version 1, SHA-256"), "{first}");
}

/// Each figure's causes between two results: what each moved, and what it is called.
fn causes(json: &Json, id: &str) -> Vec<(Decimal, String)> {
    let person = json["managers"].as_array().unwrap().iter().find(|person| person["id"] == id).unwrap();
    let payable = person["figures"].as_array().unwrap().iter().find(|figure| figure["figure"] == "payable").unwrap();
    let number = |json: &Json| json.as_str().unwrap().parse::<Decimal>().unwrap();
    let parts: Vec<_> = (payable["parts"].as_array().unwrap().iter())
        .map(|part| (number(&part["moved"]), part["cause"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(parts.iter().map(|part| part.0).sum::<Decimal>(), number(&payable["difference"]), "{payable:#}");
    parts
}

/// Between results of two versions each cause is a rule or a default that changed, with its clause, and they sum to the
/// difference: the samples on which the versions part.
#[test]
fn causes_between_versions_go_rule_by_rule() {
    let folder = tempfile::tempdir().unwrap();
    let cause = |by: &str, cause: &str| (by.parse::<Decimal>().unwrap(), cause.to_owned());
    let keep = "default of Annual base missed (R-5): keep → keep-earned";
    let all = [
        (
            "key-account",
            vec![
                ("M001", vec![cause("-7483.55", "default of Pipeline share (R-3): pro-rata → bonus-first")]),
                ("M002", vec![cause("-17831.65", keep)]),
                ("M003", vec![cause("6000", "default of Withheld at year-end (R-7): lapses → paid")]),
            ],
        ),
        ("major-sales", vec![("M002", vec![cause("-27570.35", keep)])]),
        (
            "department-sales",
            vec![
                ("M005", vec![cause("784", "rule, quarter: Gathered by the missed quarter (DS-3b)")]),
                (
                    "M006",
                    vec![
                        cause("-7840", "rule, year: Accrual within target (DS-3, R-20)"),
                        cause("9800", "rule, year: Accrual above target (DS-3, R-20)"),
                    ],
                ),
            ],
        ),
    ];
    for (policy, expected) in all {
        let input = common::fixture(&format!("samples/{policy}-turns.xlsx"));
        std::fs::copy(&input, folder.path().join(format!("{policy}.xlsx"))).unwrap();
        let input = folder.path().join(format!("{policy}.xlsx"));
        let results = ["1", "2"].map(|version| {
            let path = folder.path().join(format!("{policy}-{version}-results.xlsx"));
            let made = bonus(&[
                "compute",
                text(&input),
                "--policy",
                &format!("{policy}@{version}"),
                "-o",
                text(&path),
                "--lang",
                "en",
            ]);
            assert!(made.status.success(), "{}", said(&made));
            path
        });
        let output = bonus(&["diff", text(&results[0]), text(&results[1]), "--format", "json", "--lang", "en"]);
        assert_eq!(output.status.code(), Some(4), "{}", said(&output));
        let json: Json = serde_json::from_slice(&output.stdout).unwrap();
        for (id, parts) in expected {
            assert_eq!(causes(&json, id), parts, "{policy} {id}");
        }
    }
}

/// Choices of a reading may be figures: they are tried as such, and the one in force is known.
#[test]
fn choices_that_are_figures_are_tried() {
    for (policy, setting, in_force) in
        [("department-sales", "quarter_cap", "300000"), ("major-sales", "tax_divisor", "1")]
    {
        let input = common::fixture(&format!("samples/{policy}-turns.xlsx"));
        let output = bonus(&["what-if", text(&input), "--readings", "--format", "json", "--lang", "en"]);
        assert!(output.status.success(), "{}", said(&output));
        let json: Json = serde_json::from_slice(&output.stdout).unwrap();
        let of = json["readings"].as_array().unwrap().iter().filter(|one| one["setting"] == setting);
        let choices: Vec<&Json> = of.collect();
        assert_eq!(choices.len(), 2, "{choices:?}");
        assert!(choices.iter().all(|one| one["fault"].is_null() && one["total"].is_string()), "{choices:?}");
        let now: Vec<_> = choices.iter().filter(|one| one["in_force"] == true).map(|one| &one["choice"]).collect();
        assert_eq!(now, [in_force]);
    }
}
