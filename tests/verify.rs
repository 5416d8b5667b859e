//! `bonus verify`: results that are what they were are identical, however they were made; and each way of tampering,
//! really done to a file, is found and called by its name.

use crate::common;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::fixture;
use common::tamper::{cell, inside, row, tamper, without_sheet};
use serde_json::Value as Json;

fn bonus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("LANG", "C").output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// An archive: a folder of inputs and results.
struct Archive(tempfile::TempDir);

impl Archive {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Puts an input there, under another name.
    fn put(&self, from: &Path, name: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::copy(from, &path).unwrap();
        path
    }

    /// Computes an input; gives the results.
    fn compute(&self, input: &Path, name: &str, further: &[&str]) -> PathBuf {
        let path = self.path(name);
        let output = bonus(&[&["compute", text(input), "-o", text(&path)], further].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        path
    }

    /// The key-account sample and its results in English.
    fn sample() -> (Self, PathBuf, PathBuf) {
        let archive = Self::new();
        let input = archive.put(&fixture("samples/key-account.xlsx"), "input.xlsx");
        let results = archive.compute(&input, "results.xlsx", &["--lang", "en"]);
        (archive, input, results)
    }
}

/// Exit status and JSON of a verification.
fn verify(arguments: &[&str]) -> (i32, Json) {
    let output = bonus(&[&["verify", "--format", "json", "--lang", "en"], arguments].concat());
    let json = serde_json::from_slice(&output.stdout);
    let json = json.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), json)
}

/// The outcome of the only file.
#[track_caller]
fn outcome(results: &Path, status: i32) -> Json {
    let (found, json) = verify(&[text(results)]);
    assert_eq!(found, status, "{json:#}");
    assert_eq!(json["files"].as_array().unwrap().len(), 1, "{json:#}");
    json["files"][0].clone()
}

/// The differences of the only file, each as `place kind cause`.
#[track_caller]
fn differences(results: &Path) -> Vec<String> {
    let outcome = outcome(results, 4);
    assert_eq!(outcome["status"], "differs", "{outcome:#}");
    let list = outcome["differences"].as_array().unwrap();
    assert_eq!(outcome["different"], list.len(), "all are listed");
    let field = |difference: &Json, name: &str| difference[name].as_str().unwrap().to_owned();
    let line =
        |d: &Json| format!("{}!{} {} {}", field(d, "sheet"), field(d, "cell"), field(d, "kind"), field(d, "cause"));
    list.iter().map(line).collect()
}

/// Changes one sheet of English results through Q4: 1 is the summary, 2 to 5 are Q1 to Q4.
fn tamper_sheet(path: &Path, number: usize, change: impl Fn(&str) -> String) {
    let part = format!("xl/worksheets/sheet{number}.xml");
    tamper(path, |name, content| Some(if name == part { change(&content) } else { content }));
}

/// The first cell of a row, from column C on, that holds a number by a formula.
fn live_number(sheet: &str, number: u32) -> String {
    let row = row(sheet, number);
    let mut cells = row.split("<c r=\"").skip(3);
    let live = cells.find(|cell| cell.contains("<f>") && !cell.contains(" t=\"")).expect("a live number");
    live[..live.find('"').unwrap()].to_owned()
}

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
fn an_edited_value() {
    let (_archive, _input, results) = Archive::sample();
    // The target of the first manager in Q1: what follows from it was not calculated again.
    tamper_sheet(&results, 2, |sheet| {
        let before = cell(sheet, "E6");
        sheet.replace(before, &before.replace("<v>300000</v>", "<v>310000</v>"))
    });
    assert_eq!(differences(&results), ["Q1!E6 value results-edited"]);
}

#[test]
fn a_number_over_a_formula() {
    let (_archive, _input, results) = Archive::sample();
    let mut address = String::new();
    let part = "xl/worksheets/sheet2.xml";
    tamper(&results, |name, content| {
        if name != part {
            return Some(content);
        }
        address = live_number(&content, 6);
        let before = cell(&content, &address);
        let formula = format!("<f>{}</f>", inside(before, "f"));
        // The number itself stays as it was: only the formula is gone.
        Some(content.replace(before, &before.replace(&formula, "")))
    });
    assert_eq!(differences(&results), [format!("Q1!{address} formula-overwritten results-edited")]);
}

#[test]
fn a_stored_result_a_formula_and_what_follows() {
    let (_archive, _input, results) = Archive::sample();
    let mut address = String::new();
    let part = "xl/worksheets/sheet2.xml";
    tamper(&results, |name, content| {
        if name != part {
            return Some(content);
        }
        address = live_number(&content, 6);
        let before = cell(&content, &address);
        let value = format!("<v>{}</v>", inside(before, "v"));
        Some(content.replace(before, &before.replace(&value, "<v>123456.78</v>")))
    });
    assert_eq!(differences(&results), [format!("Q1!{address} result results-edited")]);
    tamper(&results, |name, content| {
        if name != part {
            return Some(content);
        }
        let before = cell(&content, &address);
        let formula = format!("<f>{}</f>", inside(before, "f"));
        Some(content.replace(before, &before.replace(&formula, "<f>123456.78</f>")))
    });
    assert_eq!(differences(&results), [format!("Q1!{address} formula results-edited")]);
}

/// As a program does that recalculates: the cell that looks at an edited one says so.
#[test]
fn what_was_recalculated_follows_from_the_edited_cell() {
    let (_archive, _input, results) = Archive::sample();
    let other = |sheet: &str, address: &str| {
        let before = cell(sheet, address);
        let value = format!("<v>{}</v>", inside(before, "v"));
        sheet.replace(before, &before.replace(&value, "<v>1</v>"))
    };
    // On the summary stands the total of Q1, which looks at the sheet Q1.
    let (mut summary, mut looked_at) = (String::new(), String::new());
    tamper(&results, |name, content| {
        if name != "xl/worksheets/sheet1.xml" {
            return Some(content);
        }
        let at = content.find("<f>'Q1'!").expect("a figure of Q1");
        let start = content[..at].rfind("<c r=\"").unwrap() + 6;
        summary = content[start..start + content[start..].find('"').unwrap()].to_owned();
        looked_at = inside(cell(&content, &summary), "f").rsplit('!').next().unwrap().to_owned();
        Some(other(&content, &summary))
    });
    assert_eq!(differences(&results), [format!("Summary!{summary} result results-edited")]);
    tamper_sheet(&results, 2, |content| other(content, &looked_at));
    let outcome = outcome(&results, 4);
    let [first, second] = &outcome["differences"].as_array().unwrap()[..] else { panic!("{outcome:#}") };
    assert_eq!((&first["cause"], &first["follows"]), (&"follows".into(), &format!("Q1!{looked_at}").into()));
    assert_eq!(second["cause"], "results-edited");
}

#[test]
fn an_edited_text_a_removed_cell_and_a_row_more() {
    let (_archive, _input, results) = Archive::sample();
    tamper(&results, |name, content| {
        Some(match name {
            "xl/worksheets/sheet2.xml" => {
                let name_cell = cell(&content, "B6").to_owned();
                let style = name_cell.split(" s=\"").nth(1).map_or("0", |rest| &rest[..rest.find('"').unwrap()]);
                let other = format!("<c r=\"B6\" s=\"{style}\" t=\"inlineStr\"><is><t>Somebody else</t></is></c>");
                let content = content.replace(&name_cell, &other).replace(cell(&content, "F7"), "");
                content.replace("</sheetData>", "<row r=\"99\"><c r=\"A99\"><v>7</v></c></row></sheetData>")
            }
            _ => content,
        })
    });
    let expected =
        ["Q1!B6 text results-edited", "Q1!F7 cell-removed results-edited", "Q1!A99 row-added results-edited"];
    assert_eq!(differences(&results), expected);
}

#[test]
fn a_row_less() {
    let (_archive, _input, results) = Archive::sample();
    // In row 7 stand texts of formulas that other rows share; a spreadsheet program would put them elsewhere.
    tamper_sheet(&results, 2, |sheet| sheet.replace(row(sheet, 8), ""));
    assert_eq!(differences(&results), ["Q1!A8 row-removed results-edited"]);
}

#[test]
fn hidden_rows_columns_and_sheets() {
    let (_archive, _input, results) = Archive::sample();
    tamper(&results, |name, content| {
        Some(match name {
            "xl/worksheets/sheet2.xml" => content.replace("<row r=\"7\"", "<row r=\"7\" hidden=\"1\""),
            "xl/worksheets/sheet3.xml" => {
                let from = content.find("<cols>").expect("columns") + 6;
                let end = from + content[from..].find("/>").unwrap();
                format!("{} hidden=\"1\"{}", &content[..end], &content[end..])
            }
            "xl/workbook.xml" => content.replacen("<sheet name=\"Q3\"", "<sheet name=\"Q3\" state=\"veryHidden\"", 1),
            _ => content,
        })
    });
    let found = differences(&results);
    assert_eq!(found[0], "Q1!A7 rows-hidden results-edited");
    assert!(found[1].starts_with("Q2!") && found[1].ends_with("columns-hidden results-edited"), "{found:?}");
    assert_eq!(found[2], "Q3! sheet-hidden results-edited");
    assert_eq!(found.len(), 3);
}

#[test]
fn a_removed_sheet_and_another_order() {
    let (_archive, _input, results) = Archive::sample();
    tamper(&results, |name, content| {
        Some(match name {
            "xl/workbook.xml" => {
                let start = content.find("<sheet name=\"Q2\"").unwrap();
                let end = start + content[start..].find("/>").unwrap() + 2;
                let sheet = content[start..end].to_owned();
                let without = content.replace(&sheet, "");
                without.replace("</sheets>", &format!("{sheet}</sheets>"))
            }
            _ => content,
        })
    });
    assert_eq!(differences(&results), ["! sheet-order results-edited"]);
    tamper(&results, |name, content| without_sheet(name, content, "Q2", 3));
    let found = differences(&results);
    assert!(found.contains(&"Q2! sheet-removed results-edited".to_owned()), "{found:?}");
}

/// Without its receipt a file cannot be verified; in a folder it is not passed over in silence.
#[test]
fn a_removed_receipt_is_told() {
    let (archive, _input, results) = Archive::sample();
    tamper(&results, |name, content| {
        Some(if name == "xl/workbook.xml" { content.replace("name=\"Basis\"", "name=\"Other\"") } else { content })
    });
    for operand in [text(&results), text(archive.0.path())] {
        let (status, json) = verify(&[operand]);
        assert_eq!(status, 3, "{json:#}");
        assert_eq!(json["files"][0]["status"], "unreadable");
        assert!(json["files"][0]["notes"][0].as_str().unwrap().contains("Basis"), "{json:#}");
    }
}

#[test]
fn an_edited_input() {
    let (_archive, input, results) = Archive::sample();
    let before = std::fs::read(&input).unwrap();
    // A cell that counts: the first manager's first target.
    tamper(&input, |_, content| Some(content.replace("<v>300000</v>", "<v>310000</v>")));
    let outcome = outcome(&results, 4);
    assert_eq!(outcome["status"], "differs");
    assert!(outcome["notes"][0].as_str().unwrap().contains("edited since"), "{outcome:#}");
    let differences = outcome["differences"].as_array().unwrap();
    let place = |d: &Json| format!("{}!{}", d["sheet"].as_str().unwrap(), d["cell"].as_str().unwrap());
    let target = differences.iter().find(|d| place(d) == "Q1!E6").expect("the target");
    assert_eq!((&target["cause"], &target["archived"]["value"]), (&"input-edited".into(), &"300000".into()));
    // The bytes of then, wherever they lie and whatever they are called, settle it.
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(elsewhere.path().join("2017/backup")).unwrap();
    std::fs::write(elsewhere.path().join("2017/backup/old.xlsx"), before).unwrap();
    let (status, json) = verify(&[text(&results), "--input", text(elsewhere.path())]);
    assert_eq!((status, &json["files"][0]["status"]), (0, &"identical".into()));
}

/// A file that is named with --input is meant: the true one beside the results is told and not used.
#[test]
fn the_input_that_is_named_is_the_one_that_is_meant() {
    let (archive, input, results) = Archive::sample();
    let other = archive.put(&input, "in2.xlsx");
    tamper(&other, |_, content| Some(content.replace("<v>300000</v>", "<v>310000</v>")));
    let (status, json) = verify(&[text(&results), "--input", text(&other)]);
    let outcome = &json["files"][0];
    assert_eq!((status, &outcome["status"]), (4, &"differs".into()), "{outcome:#}");
    assert!(outcome["input"].as_str().unwrap().ends_with("in2.xlsx"), "{outcome:#}");
    let note = outcome["notes"][1].as_str().unwrap();
    assert!(note.contains(text(&input)) && note.contains("was not used"), "{note}");
    // Several: the one with the recorded bytes is among them; or none is.
    let (status, json) = verify(&[text(&results), "--input", text(&other), "--input", text(&input)]);
    assert_eq!((status, &json["files"][0]["status"]), (0, &"identical".into()), "{json:#}");
    let third = archive.put(&other, "in3.xlsx");
    let (status, json) = verify(&[text(&results), "--input", text(&other), "--input", text(&third)]);
    assert_eq!((status, &json["files"][0]["status"]), (4, &"not-verified".into()), "{json:#}");
    assert!(json["files"][0]["notes"][0].as_str().unwrap().contains(text(&input)), "{json:#}");
}

#[test]
fn a_missing_input_and_one_with_faults() {
    let (_archive, input, results) = Archive::sample();
    let faulty = std::fs::read(fixture("faults/two.xlsx")).unwrap();
    std::fs::write(&input, faulty).unwrap();
    let outcome = outcome(&results, 4);
    assert_eq!(outcome["status"], "not-verified");
    assert!(outcome["notes"][0].as_str().unwrap().contains("2 fault(s) now"), "{outcome:#}");
    std::fs::remove_file(&input).unwrap();
    let outcome = self::outcome(&results, 4);
    assert_eq!(outcome["status"], "not-verified");
    assert!(outcome["notes"][0].as_str().unwrap().contains("the input is not found"), "{outcome:#}");
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

/// A program that writes formulas and calculates nothing, such as a script: all results are gone. One line tells them,
/// so that the number that somebody wrote over a formula stands alone.
#[test]
fn formulas_without_stored_results_do_not_bury_an_edit() {
    let (_archive, _input, results) = Archive::sample();
    let mut formulas = 0;
    tamper(&results, |name, content| {
        if !name.starts_with("xl/worksheets/sheet") {
            return Some(content);
        }
        let mut kept = String::new();
        let mut rest = content.as_str();
        while let Some((before, after)) = rest.split_once("</f><v>") {
            formulas += 1;
            kept.extend([before, "</f>"]);
            rest = after.split_once("</v>").unwrap().1;
        }
        Some(kept + rest)
    });
    tamper_sheet(&results, 2, |sheet| {
        let (before, after) = sheet.split_once("<f>").unwrap();
        let (_, after) = after.split_once("</f>").unwrap();
        format!("{before}<v>12345</v>{after}")
    });
    let outcome = outcome(&results, 4);
    let kind = |at: usize| outcome["differences"][at]["kind"].as_str().unwrap_or_default().to_owned();
    assert_eq!((kind(0), kind(1)), ("formula-overwritten".to_owned(), "no-result".to_owned()), "{outcome:#}");
    let printed = bonus(&["verify", text(&results), "--lang", "en"]);
    let printed = String::from_utf8(printed.stdout).unwrap();
    let told = format!("{} formulas are unchanged but have no stored result", outcome["without_result"]);
    assert!(printed.contains(&told) && !printed.contains("same formula"), "{printed}");
    assert!(formulas > 100);
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

#[test]
fn printed_differences_are_bounded_and_counted() {
    let (_archive, _input, results) = Archive::sample();
    // Every number of Q1 that stands by a formula loses it.
    let mut gone = 0;
    tamper(&results, |name, mut content| {
        if name == "xl/worksheets/sheet2.xml" {
            while let Some(start) = content.find("<f>").or_else(|| content.find("<f ")) {
                let tag = start + content[start..].find('>').unwrap() + 1;
                let shared = content[..tag].ends_with("/>");
                let end = if shared { tag } else { tag + content[tag..].find("</f>").unwrap() + 4 };
                content.replace_range(start..end, "");
                gone += 1;
            }
        }
        Some(content)
    });
    assert!(gone > 100);
    let output = bonus(&["verify", text(&results), "--lang", "en"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains(&format!("DIFFERS ({gone})")), "{printed}");
    assert!(printed.contains(&format!("and {} more", gone - 20)), "{printed}");
    let zh = bonus(&["verify", text(&results), "--lang", "zh"]);
    assert!(String::from_utf8(zh.stdout).unwrap().contains("公式被数值覆盖"));
}

#[test]
fn what_is_no_results_workbook_is_told() {
    let archive = Archive::new();
    let input = archive.put(&fixture("samples/key-account.xlsx"), "input.xlsx");
    let (status, json) = verify(&[text(&input)]);
    assert_eq!((status, &json["files"][0]["status"]), (3, &"unreadable".into()));
    assert_eq!(verify(&[text(&archive.path("nowhere.xlsx"))]).0, 3);
    assert_eq!(bonus(&["verify"]).status.code(), Some(2));
    let missing = bonus(&["verify", text(&input), "--input", "/no/such/folder"]);
    assert_eq!(missing.status.code(), Some(3));
    // A folder without any results says so.
    let (status, json) = verify(&[text(archive.0.path())]);
    assert_eq!((status, &json["summary"]["files"]), (3, &0.into()));
}
