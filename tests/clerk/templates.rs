//! Templates: what is still to be filled in, and that filled in they compute.

use super::{Desk, filling, ids, part, texts};
use crate::common::{fixture, policy, results};
use bonus::lang::Lang;
use bonus::report::form::{Entry, Filling, form};
use bonus::workbook::write;
use serde_json::Value as Json;

#[test]
fn a_fresh_template_says_what_is_still_to_fill_in_and_nothing_else() {
    for id in ids() {
        for lang in ["zh", "en"] {
            let desk = Desk::new();
            desk.bonus(&["template", "--policy", id, "--lang", lang, "--managers", "3", "-o", "t.xlsx"]).ok();
            let said = desk.bonus(&["check", "t.xlsx", "--format", "json", "--lang", "en"]);
            assert_eq!(said.status, 1, "{id}: {}", said.out);
            let faults = said.json()["faults"].as_array().unwrap().clone();
            for fault in &faults {
                let (cell, message) = (fault["cell"].as_str().unwrap(), fault["message"].as_str().unwrap());
                assert!(!cell.is_empty(), "{id}: {fault}");
                let blank = ["blank", "missing", "empty", "filled in", "no managers"];
                assert!(blank.iter().any(|word| message.contains(word)), "{id} {lang}: {fault}");
                assert_eq!(fault["found"], "", "{id} {lang}: {fault}");
            }
            // The year is asked for where it belongs.
            let year = |fault: &Json| fault["cell"] == "B7" && fault["message"] == "Year is blank";
            assert!(faults.iter().any(year), "{id} {lang}: {faults:#?}");
        }
    }
}

#[test]
fn settings_that_the_source_leaves_open_stand_out_and_lists_and_notes_are_there() {
    let desk = Desk::new();
    desk.bonus(&["template", "--policy", "key-account", "--lang", "zh", "-o", "t.xlsx"]).ok();
    let cells = texts(&desk.path("t.xlsx"));
    let at = |text: &str| {
        let found = cells.iter().find(|(sheet, _, column, t)| sheet == "政策" && *column == 0 && t == text);
        found.map_or_else(|| panic!("no {text}"), |(_, row, ..)| *row)
    };
    let (open, given) = (at("目标内奖金比率"), at("税率除数"));
    assert!(open < given, "what must be filled in comes first");
    let sheets = part(&desk.path("t.xlsx"), "xl/worksheets/sheet");
    for rule in [
        format!("ISBLANK($B{open})"),
        "\"Q1,Q2,Q3,Q4\"".to_owned(),
        "\"是,否\"".to_owned(),
        "'客户经理'!$A$6".to_owned(),
        "产品,实施".to_owned(),
        "type=\"decimal\"".to_owned(),
        "type=\"date\"".to_owned(),
    ] {
        assert!(sheets.contains(&rule), "{rule}");
    }
    assert!(!sheets.contains(&format!("ISBLANK($B{given})")), "a setting with a default need not be filled in");
    let notes = part(&desk.path("t.xlsx"), "xl/comments");
    for note in ["KA-2.1", "空白即 产品", "不小于 0", "空白时为：3 × "] {
        assert!(notes.contains(note), "{note}");
    }
}

#[test]
fn a_policy_file_has_its_own_template() {
    let desk = Desk::new();
    desk.bonus(&["policy", "new", "ours.toml", "--from", "major-sales"]).ok();
    desk.bonus(&["template", "--policy", "ours.toml", "-o", "t.xlsx"]).ok();
    let said = desk.bonus(&["compute", "t.xlsx", "--policy", "ours.toml"]);
    assert_eq!(said.status, 1);
    let again = desk.bonus(&["template", "--policy", "ours.toml", "-o", "t.xlsx"]);
    assert_eq!(again.status, 3, "an existing file is kept");
}

#[test]
fn a_template_filled_with_the_sample_s_data_gives_the_sample_s_results() {
    for id in ids() {
        let files = ["samples/{id}.xlsx", "schemes/{id}-zh.xlsx"].map(|file| fixture(&file.replace("{id}", id)));
        let Some(sample) = files.into_iter().find(|file| file.is_file()) else { panic!("no workbook of {id}") };
        let policy = policy(id);
        let expected = results(&sample, policy).unwrap();
        for lang in [Lang::Zh, Lang::En] {
            let filled = write::form(&form(policy, lang, &filling(&sample, policy))).unwrap();
            let desk = Desk::new();
            std::fs::write(desk.path("t.xlsx"), filled).unwrap();
            let found = results(&desk.path("t.xlsx"), policy).unwrap_or_else(|faults| panic!("{id}: {faults}"));
            assert_eq!(found["managers"], expected["managers"], "{id}");
            assert_eq!(found["department"], expected["department"], "{id}");
        }
    }
}

#[test]
fn rows_that_the_template_prepared_are_filled_in_and_not_doubled() {
    let desk = Desk::new();
    let policy = policy("key-account");
    let prepared = Filling::prepared(policy, 1);
    let mut filling = filling(&fixture("samples/key-account.xlsx"), policy);
    filling.settings.retain(|(name, _)| name != "through");
    let text = |entry: &Entry| format!("{:?}", entry.value);
    let first_quarter = |rows: Vec<Vec<Entry>>, prepared: &[Vec<Entry>]| {
        let wanted = |row: &Vec<Entry>| text(&row[0]).contains("M001") && text(&row[1]).contains("Q1");
        let known: Vec<_> = rows.into_iter().filter(wanted).collect();
        assert_eq!(known.len(), 1);
        known.into_iter().chain(prepared.iter().skip(1).cloned()).collect()
    };
    for (at, sheet) in policy.sheets.iter().enumerate() {
        match sheet.label.zh.as_str() {
            "任务" | "KPI评分" => {
                let rows = std::mem::take(&mut filling.sheets[at]);
                filling.sheets[at] = first_quarter(rows, &prepared.sheets[at]);
            }
            "客户经理" => filling.sheets[at].truncate(1),
            _ => filling.sheets[at].clear(),
        }
    }
    std::fs::write(desk.path("q1.xlsx"), write::form(&form(policy, Lang::Zh, &filling)).unwrap()).unwrap();
    desk.bonus(&["next", "q1.xlsx", "-o", "q2.xlsx"]).ok();
    // Each row stands once, where the template put it, and only what it lacks is asked for.
    for sheet in ["任务", "KPI评分"] {
        let ids = texts(&desk.path("q2.xlsx")).into_iter().filter(|cell| cell.0 == sheet && cell.2 == 0);
        assert_eq!(ids.filter(|cell| cell.3 == "M001").count(), 4, "{sheet}");
    }
    let said = desk.bonus(&["check", "q2.xlsx", "--format", "json"]).json();
    let faults = said["faults"].as_array().unwrap().iter();
    let faults: Vec<_> = faults.map(|f| format!("{}!{}", f["sheet"], f["cell"]).replace('"', "")).collect();
    assert_eq!(faults, ["任务!C7", "任务!D7", "KPI评分!C7"]);
}
