//! What is what it was, by whatever way it was made or saved.

use super::{Archive, bonus, outcome, tamper_sheet, text, verify};
use crate::common;
use crate::common::fixture;
use crate::common::tamper::tamper;

/// Results that nobody touched, made in every way there is.
#[test]
fn what_was_not_touched_is_identical() {
    let archive = Archive::new();
    let sample = |name: &str| archive.put(&fixture(&format!("samples/{name}")), name);
    let key_account = sample("key-account.xlsx");
    archive.compute(&key_account, "zh.xlsx", &[]);
    archive.compute(&key_account, "en.xlsx", &["--lang", "en"]);
    archive.compute(&key_account, "through.xlsx", &["--through", "Q2"]);
    archive.compute(&key_account, "set.xlsx", &["--set", "in_target_rate=5%"]);
    archive.compute(&key_account, "sets.xlsx", &["--set", "surplus=accrue-now", "--set", "in_target_rate = 0.05"]);
    for name in ["major-sales.xlsx", "department-sales.xlsx", "key-account-en.xlsx"] {
        archive.compute(&sample(name), &format!("results-{name}"), &[]);
    }
    for ending in ["xls", "xlsb", "ods", "xlsm"] {
        let name = format!("key-account.{ending}");
        let input = archive.put(&fixture(&format!("formats/{name}")), &name);
        archive.compute(&input, &format!("of-{ending}.xlsx"), &[]);
    }
    let (status, json) = verify(&[text(archive.0.path())]);
    assert_eq!(status, 0, "{json:#}");
    // Inputs among the results are passed over.
    assert_eq!(json["summary"]["files"], 12);
    assert_eq!(json["summary"]["identical"], 12);
}

/// Every archived run of the repository, and the schemes.
#[test]
fn archived_runs_of_all_policies_are_identical() {
    let archive = Archive::new();
    let mut count = 0;
    for folder in std::fs::read_dir(fixture("archive")).unwrap() {
        let folder = folder.unwrap().path();
        for input in std::fs::read_dir(&folder).into_iter().flatten() {
            let input = input.unwrap().path();
            if input.extension().is_some_and(|ending| ending == "xlsx")
                && !text(&input).contains("results")
                && !text(&input).contains("结果")
            {
                let folder = folder.file_name().unwrap().to_str().unwrap();
                let name = format!("{folder}-{}", input.file_name().unwrap().to_str().unwrap());
                let input = archive.put(&input, &name);
                archive.compute(&input, &format!("results-{name}"), &[]);
                count += 1;
            }
        }
    }
    assert!(count >= 8, "only {count} archived inputs");
    let (status, json) = verify(&[text(archive.0.path())]);
    assert_eq!(status, 0, "{json:#}");
    assert_eq!(json["summary"]["identical"], count);
}

/// The results that lie in the archive of invented years, as an auditor would do it: the folder, and nothing else. They
/// were written by version 0.1.0; whatever the sheets look like now, each figure is the same.
#[test]
fn the_archive_of_the_years_verifies() {
    let (status, json) = verify(&[text(&fixture("archive/years"))]);
    assert_eq!(status, 0, "{json:#}");
    let summary = |status: &str| json["summary"][status].as_u64().unwrap_or(0);
    assert!(summary("files") >= 8, "{}", json["summary"]);
    let sound = ["identical", "same-cells", "same-figures"].map(summary).iter().sum::<u64>();
    assert_eq!(sound, summary("files"), "{json:#}");
}

#[test]
fn a_policy_of_ones_own_is_found_by_its_hash() {
    let archive = Archive::new();
    let input = archive.put(&fixture("samples/key-account.xlsx"), "input.xlsx");
    let policy = archive.path("ours.toml");
    let file = |rate: &str| {
        format!(
            "format = 1\n[policy]\nid = \"ours\"\nversion = \"1\"\nextends = \"key-account\"\n\
             title = {{ zh = \"本公司\", en = \"Ours\" }}\nperiod = \"quarter\"\n\
             [[setting]]\nname = \"fixed_share\"\nreplaces = true\ndefault = \"{rate}\"\n\
             [[setting]]\nname = \"variable_share\"\nreplaces = true\ndefault = \"30%\"\n"
        )
    };
    std::fs::write(&policy, file("70%")).unwrap();
    let results = archive.compute(&input, "results.xlsx", &["--policy", text(&policy)]);
    // Beside the results it is found without a word; elsewhere it is given, under whatever name.
    assert_eq!(outcome(&results, 0)["status"], "identical");
    let elsewhere = tempfile::tempdir().unwrap();
    let moved = elsewhere.path().join("renamed.toml");
    std::fs::rename(&policy, &moved).unwrap();
    let lost = outcome(&results, 4);
    assert_eq!(lost["status"], "not-verified");
    assert!(lost["notes"][0].as_str().unwrap().contains("--policy"), "{lost:#}");
    assert_eq!(verify(&[text(&results), "--policy", text(&moved)]).0, 0);
    // Another text under the same id: said as what it is, and compared all the same.
    std::fs::write(&moved, file("65%")).unwrap();
    let (status, json) = verify(&[text(&results), "--policy", text(&moved)]);
    assert_eq!(status, 4);
    let outcome = &json["files"][0];
    assert!(outcome["notes"][0].as_str().unwrap().contains("is not the one of then"), "{outcome:#}");
    let causes: Vec<_> = outcome["differences"].as_array().unwrap().iter().map(|d| &d["cause"]).collect();
    assert!(!causes.is_empty() && causes.iter().all(|cause| *cause == "policy-differs"), "{outcome:#}");
}

#[test]
fn rules_in_the_workbook_are_part_of_the_run() {
    let archive = Archive::new();
    let mut draft = common::case::Case::through(2).draft();
    draft
        .pages
        .push(common::draft::Page::new("Rules", &[&["Name", "Formula"], &["wage_deduction", "IF(base_met, 0, 60)"]]));
    let input = archive.path("input.xlsx");
    draft.write(&input);
    let results = archive.compute(&input, "results.xlsx", &[]);
    assert_eq!(outcome(&results, 0)["status"], "identical");
}

#[test]
fn another_program_version_is_told() {
    let (_archive, _input, results) = Archive::sample();
    let this = format!("bonus {}", env!("CARGO_PKG_VERSION"));
    tamper(&results, |name, content| {
        Some(if name.starts_with("xl/worksheets/") { content.replace(&this, "bonus 0.0.1") } else { content })
    });
    let outcome = outcome(&results, 4);
    assert!(outcome["notes"][0].as_str().unwrap().contains("computed by bonus 0.0.1"), "{outcome:#}");
    assert_eq!(outcome["differences"][0]["cause"], "program-differs");
    assert_eq!(outcome["different"], 1);
}

/// The same parts packed again: other bytes, the same cells.
#[test]
fn a_file_saved_again_has_the_same_cells() {
    let (_archive, _input, results) = Archive::sample();
    tamper(&results, |name, content| {
        Some(if name == "docProps/core.xml" {
            content.replace("</cp:coreProperties>", "<dc:language>en</dc:language></cp:coreProperties>")
        } else {
            content
        })
    });
    let outcome = outcome(&results, 0);
    assert_eq!(outcome["status"], "same-cells");
    assert_eq!(outcome["different"], 0);
}

/// `LibreOffice` calculates everything again and writes formulas, truths and styles its own way: no cell differs.
#[test]
fn a_file_saved_by_libreoffice_has_the_same_cells() {
    if !common::live::soffice_is_there() {
        return;
    }
    let archive = Archive::new();
    for name in ["key-account.xlsx", "department-sales.xlsx"] {
        let input = archive.put(&fixture(&format!("samples/{name}")), name);
        archive.compute(&input, &format!("results-{name}"), &[]);
    }
    let saved = archive.path("saved");
    let results = ["key-account.xlsx", "department-sales.xlsx"].map(|name| archive.path(&format!("results-{name}")));
    common::live::convert("xlsx", &saved, &results);
    let (status, json) = verify(&[text(&saved), "--input", text(archive.0.path())]);
    assert_eq!(status, 0, "{json:#}");
    assert_eq!(json["summary"]["same-cells"], 2, "{json:#}");
}

/// Many at once: the order is that of the names, whatever the number of threads; the list is bounded and counted.
#[test]
fn many_files_on_many_threads_give_one_report() {
    let (archive, _input, results) = Archive::sample();
    let copies: usize = common::some(40, 4);
    for number in 0..copies {
        let copy = archive.path(&format!("copy-{number:02}.xlsx"));
        std::fs::copy(&results, &copy).unwrap();
        if number % 8 == 0 {
            tamper_sheet(&copy, 2, |sheet| sheet.replace("<v>300000</v>", "<v>310000</v>"));
        }
    }
    std::fs::write(archive.path("damaged.xlsx"), "PK\u{3}\u{4} no").unwrap();
    std::fs::write(archive.path("~$results.xlsx"), "a lock").unwrap();
    let run = |threads: &str| {
        let output = bonus(&["verify", text(archive.0.path()), "--threads", threads, "--lang", "en"]);
        assert_eq!(output.status.code(), Some(4));
        String::from_utf8(output.stdout).unwrap()
    };
    let (one, four) = (run("1"), run("4"));
    assert_eq!(one, four);
    let (differ, sound) = (copies.div_ceil(8), copies + 1 - copies.div_ceil(8));
    let last = format!("{} file(s): {sound} identical, {differ} DIFFERS, 1 UNREADABLE\n", copies + 2);
    assert!(one.ends_with(&last), "{one}");
    let (status, json) = verify(&[text(archive.0.path())]);
    assert_eq!(status, 4);
    assert_eq!(json["summary"]["differs"], differ);
    assert_eq!(json["files"].as_array().unwrap().len(), copies + 2);
}
