//! A reader of `bonus policy show` finds every clause that the source prints (`fixtures/source`), or that it is left out;
//! every reading with all its choices; and every version.

use crate::common;
use std::collections::BTreeMap;
use std::process::Command;

use bonus::lang::Lang;
use bonus::policy::{built_in_ids, built_in_versions, parted};

#[derive(serde::Deserialize)]
struct Printed {
    versions: Vec<String>,
    clauses: BTreeMap<String, Vec<String>>,
    left_out: BTreeMap<String, [String; 2]>,
    readings: BTreeMap<String, Vec<String>>,
}

fn printed() -> BTreeMap<String, Printed> {
    toml::from_str(&std::fs::read_to_string(common::fixture("source/clauses.toml")).unwrap()).unwrap()
}

fn shown(policy: &str, lang: &str) -> String {
    let command = ["policy", "show", policy, "--lang", lang];
    let output = Command::new(env!("CARGO_BIN_EXE_bonus")).args(command).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// The lines of the section that has this heading.
fn section<'t>(text: &'t str, heading: &str) -> Vec<&'t str> {
    let lines = text.lines().skip_while(|line| *line != format!("## {heading}")).skip(1);
    lines.take_while(|line| !line.starts_with("## ")).filter(|line| !line.is_empty()).collect()
}

#[test]
fn every_clause_reading_and_version_is_found() {
    let printed = printed();
    assert!(built_in_ids().all(|id| printed.contains_key(id)) && printed.len() == built_in_ids().count());
    for (id, of) in &printed {
        let policy = common::policy(id);
        for (at, lang, name) in [(0, Lang::Zh, "zh"), (1, Lang::En, "en")] {
            let text = shown(id, name);
            let headings = [["版本", "条款", "读法"], ["Versions", "Clauses", "Readings"]][at];
            let [versions, clauses, readings] = headings.map(|heading| section(&text, heading));
            let told = &text[..text.find("\n## ").unwrap()];
            for (number, found) in &of.clauses {
                for clause in found {
                    let line = clauses.iter().find(|line| line.starts_with(&format!("- **{clause}** ")));
                    assert!(line.is_some_and(|line| line.chars().count() > 20), "{id} {number} in {name}: {clause}");
                }
            }
            for (number, words) in &of.left_out {
                assert!(told.contains(&words[at]), "{id} {number} in {name}: what is left out says {told}");
            }
            for (reading, choices) in &of.readings {
                let is = |line: &&&str| {
                    line.starts_with(&format!("- **{reading}** ")) || line.contains(&format!("({reading} "))
                };
                let line = readings.iter().find(is).unwrap_or_else(|| panic!("{id}: no {reading} in {name}"));
                for choice in choices {
                    let choice = policy.choice(choice, lang);
                    assert!(line.contains(&choice), "{id} {reading} in {name} lacks {choice}: {line}");
                }
            }
            // None is shown that the list does not know.
            assert_eq!(readings.len(), of.readings.len(), "{id}: {readings:#?}");
            let known: Vec<String> = versions.iter().map(|line| line.split("**").nth(1).unwrap().to_owned()).collect();
            assert_eq!(known, of.versions, "{id}");
        }
        // The choices of the list are those of the policy.
        for setting in policy.settings.iter().filter(|setting| !setting.choices.is_empty()) {
            let Some(reading) = setting.reading.as_deref() else { continue };
            let choices: Vec<&String> = of.readings[reading].iter().collect();
            let mut own: Vec<&String> = setting.choices.iter().collect();
            own.sort_by_key(|choice| choices.iter().position(|other| other == choice));
            assert_eq!(own, choices, "{id} {reading}");
        }
    }
    let all: Vec<String> = built_in_versions().collect();
    let listed = printed.iter().flat_map(|(id, of)| of.versions.iter().map(move |version| format!("{id}@{version}")));
    let mut listed: Vec<String> = listed.collect();
    listed.sort_by_key(|name| all.iter().position(|known| known == name));
    assert_eq!(listed, all);
    for name in &all {
        assert!(shown(name, "en").contains(&format!("version {}", parted(name).1.unwrap())), "{name}");
    }
}
