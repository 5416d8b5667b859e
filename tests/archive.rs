//! A built-in policy never changes silently: runs of each version are archived with their figures, and each version's
//! text with its hash (`fixtures/archive`, see README.md there).
//!
//! `BONUS_RENEW=1 cargo test archive::` archives what is new; look at the difference before committing it. What belongs to
//! a version that was released is never written again.

use crate::{common, oracle};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use bonus::policy::{Policy, built_in_versions};
use serde_json::{Value, json};

/// Policies for which the oracle makes a random book.
const IN_THE_ORACLE: [&str; 3] = ["key-account", "major-sales", "department-sales"];

/// The versions of a policy that a release of the program holds.
const RELEASED: [&str; 1] = ["1"];

/// What to do about a change.
const PAID: &str = "If this is meant, bump `version` in the policy's file, say so in CHANGELOG.md under 'Changes what \
                    someone is paid', then run BONUS_RENEW=1 cargo test archive::";

/// Whether a record is written: what is not there yet, and on demand what is of no release.
fn writing(policy: &Policy, there: bool) -> bool {
    common::renew() && !(there && RELEASED.contains(&policy.version.as_str()))
}

fn folder(policy: &Policy) -> PathBuf {
    common::fixture("archive").join(format!("{}-{}", policy.id, policy.version))
}

/// The archived workbooks of a policy's version.
fn workbooks(policy: &Policy) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder(policy)).into_iter().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|e| e == "xlsx"));
    found.sort();
    found
}

/// The figures of a run, without what changes from build to build.
fn figures(path: &std::path::Path, policy: &Policy) -> Value {
    let all = common::results(path, policy).unwrap_or_else(|faults| panic!("{}: {faults}", path.display()));
    json!({ "through": all["through"], "managers": all["managers"], "department": all["department"] })
}

/// Puts the sample and a random book of a version that has no workbook yet into the archive.
fn archive(policy: &Policy) {
    std::fs::create_dir_all(folder(policy)).unwrap();
    let samples = [format!("samples/{}.xlsx", policy.id), format!("schemes/{}-zh.xlsx", policy.id)];
    if let Some(sample) = samples.iter().map(|name| common::fixture(name)).find(|path| path.exists()) {
        std::fs::copy(sample, folder(policy).join("sample.xlsx")).unwrap();
    }
    if IN_THE_ORACLE.contains(&policy.id.as_str()) {
        let book = oracle::random_book(&policy.id, 2024);
        oracle::write_xlsx(&book, &folder(policy).join("random.xlsx")).unwrap();
    }
}

/// Every archived figure that is not the same now. Figures that were added since move nothing.
fn moved(archived: &Value, now: &Value, path: &str, found: &mut Vec<String>) {
    match (archived, now) {
        (Value::Object(fields), Value::Object(_)) => {
            for (name, value) in fields {
                moved(value, &now[name], &format!("{path}.{name}"), found);
            }
        }
        (Value::Array(items), Value::Array(list)) if items.len() == list.len() => {
            for (place, (item, other)) in items.iter().zip(list).enumerate() {
                moved(item, other, &format!("{path}[{place}]"), found);
            }
        }
        _ if archived == now => {}
        _ => found.push(format!("{path}: archived {archived}, now {now}")),
    }
}

#[test]
fn archived_runs_keep_their_figures() {
    let mut wrong = String::new();
    for name in built_in_versions() {
        let policy = common::policy(&name);
        if writing(policy, !workbooks(policy).is_empty()) && workbooks(policy).is_empty() {
            archive(policy);
        }
        let list = workbooks(policy);
        let shown = format!("{} version {}", policy.id, policy.version);
        if list.is_empty() {
            let folder = folder(policy);
            let _ = writeln!(wrong, "{shown} has no archived run: put an input workbook into {}", folder.display());
            continue;
        }
        for workbook in list {
            let now = figures(&workbook, policy);
            let file = workbook.with_extension("json");
            if writing(policy, file.exists()) {
                std::fs::write(&file, serde_json::to_string_pretty(&now).unwrap() + "\n").unwrap();
                continue;
            }
            let text = std::fs::read_to_string(&file).unwrap_or_else(|_| "null".into());
            let mut found = Vec::new();
            moved(&serde_json::from_str(&text).unwrap(), &now, "", &mut found);
            if let Some(first) = found.first() {
                let (count, name) = (found.len(), file.display());
                let _ = writeln!(wrong, "{shown}: {count} figures moved in {name}, the first\n  {first}");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}{PAID}");
}

#[test]
fn a_text_does_not_change_without_a_version() {
    let file = common::fixture("archive/policies.toml");
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let mut recorded: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(&text).unwrap();
    let mut wrong = String::new();
    for name in built_in_versions() {
        let policy = common::policy(&name);
        let id = &policy.id;
        let of_version = recorded.entry(id.clone()).or_default().entry(policy.version.clone()).or_default();
        if writing(policy, !of_version.is_empty()) {
            of_version.clone_from(&policy.hash);
        }
        if *of_version != policy.hash {
            let _ = writeln!(wrong, "{id} version {}: recorded {of_version:?}, now {:?}", policy.version, policy.hash);
        }
    }
    if common::renew() {
        let mut text =
            String::from("# SHA-256 of what each policy's text says (with the texts that it extends), by version.\n");
        text.push_str("# Written by BONUS_RENEW=1 cargo test archive::; see README.md here.\n");
        for (id, versions) in recorded {
            let _ = writeln!(text, "\n[{id}]");
            for (version, hash) in versions {
                let _ = writeln!(text, "{version:?} = {hash:?}");
            }
        }
        std::fs::write(file, text).unwrap();
    }
    assert!(
        wrong.is_empty(),
        "The text of a built-in policy is not the recorded one:\n{wrong}Where a figure may change: {PAID}\n\
         Where only labels or notes changed: the version stays; the same command records the new text.",
    );
}

/// The receipts of version 0.1.0 name the hashes of its texts, comments and all.
#[test]
fn the_texts_of_the_first_release_are_the_same_bytes() {
    let text = std::fs::read_to_string(common::fixture("archive/texts.toml")).unwrap();
    let recorded: BTreeMap<String, String> = toml::from_str(&text).unwrap();
    let now = |id: &String| (id.clone(), common::policy(&format!("{id}@1")).text_hash.clone());
    assert_eq!(recorded, recorded.keys().map(now).collect());
    assert_eq!(recorded.len(), 8);
}
