//! What a writer of workbooks can do wrong. That an error leaves the old file is in `tests/survival.rs`; that the same
//! input gives the same bytes, in every process, in `tests/cli.rs`.

use std::fs;
use std::io::{Cursor, Read as _};

use super::common::draft::{Draft, Page, opened};
use super::common::fixture;
use super::{bonus, text};

/// The sample with a rule of its own for the bonus.
fn with_rule(formula: &str) -> Draft {
    let mut draft = opened(&fixture("samples/key-account.xlsx"));
    draft.pages.push(Page::new("规则", &[&["名称", "公式"], &["bonus", formula]]));
    draft
}

/// A whole number above 2^53 would be rounded to another one without a word.
#[test]
fn a_number_that_excel_would_round() {
    let folder = tempfile::tempdir().unwrap();
    let (input, target) = (folder.path().join("in.xlsx"), folder.path().join("out.xlsx"));
    with_rule("ROUND(accrued * 0 + 9007199254740993, 2)").write(&input);
    for (lang, start, words) in [
        ("en", "Summary!", " has more digits than Excel can hold; round it in its rule"),
        ("zh", "汇总!", " 的位数超过Excel所能保存的；请在规则中舍入"),
    ] {
        fs::write(&target, "old").unwrap();
        let output = bonus(&["compute", text(&input), "-o", text(&target), "--force", "--lang", lang]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains(start) && said.contains(words), "{said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{said}");
        assert_eq!(fs::read(&target).unwrap(), b"old");
    }
    // With three digits less there is room for the fen, and it is written.
    with_rule("ROUND(accrued * 0 + 90071992547, 2)").write(&input);
    let output = bonus(&["compute", text(&input), "-o", text(&target), "--force", "--quiet"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A formula that is stored without its result shows 0 in every program that does not recalculate.
#[test]
fn every_formula_has_its_result() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.xlsx");
    let input = fixture("samples/key-account.xlsx");
    let output = bonus(&["compute", text(&input), "-o", text(&target), "--quiet"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut archive = zip::ZipArchive::new(Cursor::new(fs::read(&target).unwrap())).unwrap();
    let mut formulas = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        if !part.name().unwrap().starts_with("xl/worksheets/sheet") {
            continue;
        }
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        for cell in xml.split("<c ").skip(1).filter(|cell| cell.contains("<f>") || cell.contains("<f ")) {
            // A formula that is shared has its text elsewhere.
            let result = cell.split("</f>").nth(1).or(cell.split("\"/>").nth(1)).unwrap_or_default();
            let empty_text = cell.contains("t=\"str\"");
            assert!(result.starts_with("<v>") && (empty_text || !result.starts_with("<v></v>")), "{cell}");
            formulas += 1;
        }
    }
    assert!(formulas > 500, "only {formulas} formulas");
}

/// A list of a cell is a text of at most 255 characters with commas between its items: choices that do not go into it have
/// none, and the template is made.
#[test]
fn choices_that_no_list_holds() {
    let folder = tempfile::tempdir().unwrap();
    let (policy, form) = (folder.path().join("mine.toml"), folder.path().join("form.xlsx"));
    let many: Vec<String> = (0..60).map(|number| format!("choice-{number}")).collect();
    for (choices, listed) in [(vec!["one", "two"], true), (vec!["one, or two", "two"], false)]
        .into_iter()
        .chain([(many.iter().map(String::as_str).collect(), false)])
    {
        let setting = format!(
            "format = 1\n[policy]\nid = \"mine\"\nversion = \"1\"\nextends = \"key-account@2\"\n\
             title = {{ zh = \"甲\", en = \"Mine\" }}\n\
             [[setting]]\nname = \"mode\"\nclause = \"KA-1\"\nlabel = {{ zh = \"方式\", en = \"Mode\" }}\nunit = \"text\"\n\
             choices = {choices:?}\ndefault = {:?}\n",
            choices[0]
        );
        fs::write(&policy, setting).unwrap();
        let output = bonus(&["template", "--policy", text(&policy), "-o", text(&form), "--force", "--lang", "en"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut package = zip::ZipArchive::new(Cursor::new(fs::read(&form).unwrap())).unwrap();
        let mut sheets = String::new();
        for at in 0..package.len() {
            let mut part = package.by_index(at).unwrap();
            if part.name().is_ok_and(|name| name.starts_with("xl/worksheets/sheet") || name == "xl/sharedStrings.xml") {
                part.read_to_string(&mut sheets).unwrap();
            }
        }
        let literal = format!("<formula1>\"{}\"</formula1>", choices.join(","));
        assert_eq!(sheets.contains(&literal), listed, "{choices:?}");
        assert!(sheets.contains(&choices.join(" / ")), "the choices are said");
    }
}
