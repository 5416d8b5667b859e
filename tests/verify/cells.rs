//! Cells that were tampered with.

use std::path::Path;

use super::{Archive, bonus, differences, live_number, outcome, tamper_sheet, text};
use crate::common::tamper::{cell, inside, row, tamper};

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

/// Changes the first live figure of the first manager in Q1; gives its address.
fn tamper_live(results: &Path, change: impl Fn(&str) -> String) -> String {
    let mut address = String::new();
    tamper_sheet(results, 2, |sheet| {
        address = live_number(sheet, 6);
        let before = cell(sheet, &address);
        sheet.replace(before, &change(before))
    });
    address
}

#[test]
fn a_number_over_a_formula() {
    let (_archive, _input, results) = Archive::sample();
    // The number itself stays as it was: only the formula is gone.
    let address = tamper_live(&results, |cell| cell.replace(&format!("<f>{}</f>", inside(cell, "f")), ""));
    assert_eq!(differences(&results), [format!("Q1!{address} formula-overwritten results-edited")]);
}

#[test]
fn a_stored_result_a_formula_and_what_follows() {
    let (_archive, _input, results) = Archive::sample();
    let stored = |cell: &str| cell.replace(&format!("<v>{}</v>", inside(cell, "v")), "<v>123456.78</v>");
    let address = tamper_live(&results, stored);
    assert_eq!(differences(&results), [format!("Q1!{address} result results-edited")]);
    let formula = |cell: &str| cell.replace(&format!("<f>{}</f>", inside(cell, "f")), "<f>123456.78</f>");
    assert_eq!(tamper_live(&results, formula), address);
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

/// A program that takes every text of digits for a number: the two must not look the same.
#[test]
fn a_number_where_a_text_of_the_same_digits_was() {
    let (_archive, _input, results) = Archive::sample();
    // The version of the policy on the sheet Basis.
    tamper_sheet(&results, 9, |sheet| {
        let before = cell(sheet, "B8");
        sheet.replace(
            before,
            &before.replace(" t=\"s\"", "").replace(&format!("<v>{}</v>", inside(before, "v")), "<v>2</v>"),
        )
    });
    assert_eq!(differences(&results), ["Basis!B8 text results-edited"]);
    let said = String::from_utf8(bonus(&["verify", "--lang", "en", text(&results)]).stdout).unwrap();
    let row = said.lines().find(|line| line.contains("Basis!B8")).expect("its row");
    assert!(row.split_whitespace().take(3).eq(["Basis!B8", "2", "\"2\""]), "{row}");
}
