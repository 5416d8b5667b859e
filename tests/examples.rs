//! The sheet of examples of a template, copied as it stands, computes: for every built-in policy, in both languages.

use crate::common;
use std::process::Command;

use bonus::policy::{Unit, built_in_ids};
use common::draft::{Cell, Draft, n, opened};

/// The blocks of the sheet of examples: a sheet's name, its headings and its rows.
fn blocks(draft: &mut Draft, sheet: &str) -> Vec<(String, Vec<Vec<Cell>>)> {
    let names: Vec<String> = draft.pages.iter().map(|page| page.name.clone()).collect();
    let mut blocks: Vec<(String, Vec<Vec<Cell>>)> = Vec::new();
    for row in draft.page(sheet).rows.clone().into_iter().skip(2) {
        let filled = row.iter().filter(|cell| **cell != Cell::Blank).count();
        match row.first() {
            Some(Cell::Text(text)) if filled == 1 && names.contains(text) => blocks.push((text.clone(), Vec::new())),
            _ if filled == 0 => {}
            _ => blocks.last_mut().expect("a heading stands first").1.push(row),
        }
    }
    blocks
}

/// The template with its examples copied to their sheets, the year and what only the workbook can give filled in.
fn filled(id: &str, lang: &str, path: &std::path::Path) {
    let done = Command::new(env!("CARGO_BIN_EXE_bonus"))
        .args(["template", "--policy", id, "--lang", lang, "--managers", "0", "--force", "-o"])
        .arg(path)
        .output()
        .unwrap();
    assert!(done.status.success(), "{id}: {}", String::from_utf8_lossy(&done.stderr));
    let mut draft = opened(path);
    let (examples, settings) = if lang == "zh" { ("示例", "政策") } else { ("Examples", "Policy") };
    for (sheet, rows) in blocks(&mut draft, examples) {
        let page = draft.page(&sheet);
        let headings =
            page.rows.iter().position(|row| row.first() == rows[0].first()).expect("the headings of a sheet");
        assert_eq!(page.rows[headings], rows[0], "{id}: {sheet}");
        page.rows.truncate(headings + 1);
        page.rows.extend(rows.into_iter().skip(1));
    }
    let policy = common::policy(id);
    for setting in policy.settings.iter().skip(2).filter(|setting| setting.default.is_none() && !setting.optional) {
        let label = if lang == "zh" { &setting.label.zh } else { &setting.label.en };
        let value = if setting.unit == Unit::Percent { n("0.05") } else { n(1) };
        put(&mut draft, settings, label, value);
    }
    put(&mut draft, settings, if lang == "zh" { "年度" } else { "Year" }, n(2017));
    draft.write(path);
}

fn put(draft: &mut Draft, sheet: &str, key: &str, value: Cell) {
    let rows = &mut draft.page(sheet).rows;
    let row = rows.iter_mut().find(|row| row.first() == Some(&key.into())).unwrap_or_else(|| panic!("no {key}"));
    row.resize(row.len().max(2), Cell::Blank);
    row[1] = value;
}

#[test]
fn they_compute() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for id in built_in_ids() {
        for lang in ["zh", "en"] {
            let path = folder.path().join(format!("{id}-{lang}.xlsx"));
            filled(id, lang, &path);
            if let Err(faults) = common::results(&path, common::policy(id)) {
                wrong.push(format!("{id} {lang}\n{faults}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
