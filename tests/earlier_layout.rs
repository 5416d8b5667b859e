//! Results of an earlier program, laid out in another way than today: they are compared figure by figure, and whatever
//! somebody did to them is found all the same.

use crate::common;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::fixture;
use common::tamper::{cell, inside, row, tamper, without_sheet};
use serde_json::Value as Json;

/// A year's results of version 0.1.0 and their input, in a folder of their own.
struct Archive(tempfile::TempDir);

const NAME: &str = "key-account-q4-adjusted";

impl Archive {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in [format!("{NAME}.xlsx"), format!("{NAME}-results.xlsx")] {
            std::fs::copy(fixture(&format!("archive/years/2017/{file}")), folder.path().join(file)).unwrap();
        }
        Self(folder)
    }

    fn results(&self) -> PathBuf {
        self.0.path().join(format!("{NAME}-results.xlsx"))
    }

    fn verify(&self) -> (i32, Json) {
        verify(&self.results())
    }
}

fn verify(results: &Path) -> (i32, Json) {
    let output = Command::new(env!("CARGO_BIN_EXE_bonus"))
        .args(["verify", "--format", "json", "--lang", "en", results.to_str().unwrap()])
        .output()
        .unwrap();
    let json: Json = serde_json::from_slice(&output.stdout).unwrap();
    (output.status.code().unwrap(), json["files"][0].clone())
}

/// The parts of the sheets in the order of their tabs: 1 is the summary, then Q1 to Q4, the half-years, the year-end, the
/// adjustments, the prior quarters, the credits, the basis and the checks.
const SUMMARY: usize = 1;
const Q1: usize = 2;
const Q2: usize = 3;
const YEAR: usize = 7;
const ADJUSTMENTS: usize = 8;
const CREDITS: usize = 10;
const BASIS: usize = 11;
const CHECKS: usize = 12;

fn sheet(number: usize) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

/// Puts something else in the place of a piece of a cell.
fn edit(path: &Path, number: usize, address: &str, change: impl Fn(&str) -> String) {
    tamper(path, |name, content| {
        if name != sheet(number) {
            return Some(content);
        }
        let before = cell(&content, address);
        let after = change(before);
        assert_ne!(before, after);
        Some(content.replace(before, &after))
    });
}

fn value(cell: &str, to: &str) -> String {
    cell.replace(&format!("<v>{}</v>", inside(cell, "v")), &format!("<v>{to}</v>"))
}

fn without_formula(cell: &str) -> String {
    cell.replace(&format!("<f>{}</f>", inside(cell, "f")), "")
}

/// What is found: `place kind`.
#[track_caller]
fn found(archive: &Archive) -> Vec<String> {
    let (status, outcome) = archive.verify();
    assert_eq!((status, &outcome["status"]), (4, &"differs".into()), "{outcome:#}");
    let line = |d: &Json| {
        let field = |name: &str| d[name].as_str().unwrap_or_default().to_owned();
        format!("{}!{} {}", field("sheet"), field("cell"), field("kind"))
    };
    outcome["differences"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn what_was_not_touched_has_the_same_figures() {
    let archive = Archive::new();
    let (status, outcome) = archive.verify();
    assert_eq!((status, &outcome["status"], &outcome["receipt"]["layout"]), (0, &"same-figures".into(), &1.into()));
    let note = outcome["notes"].as_array().unwrap().last().unwrap().as_str().unwrap();
    assert!(note.starts_with("layout 1, and this program writes layout "), "{note}");
}

/// Each way of tampering by itself, with what an auditor is told.
#[test]
fn each_edit_of_a_figure_is_found() {
    type Edit = fn(&str) -> String;
    let other: Edit = |cell| value(cell, "12345.67");
    let typed: Edit = without_formula;
    let formula: Edit = |cell| cell.replace("<v>", "<f>1+1</f><v>");
    let gone: Edit = |_| String::new();
    let renamed: Edit = |cell| value(cell, "0");
    let cases: [(usize, &str, Edit, &str); 18] = [
        (SUMMARY, "E6", other, "汇总!E6 result"),
        (SUMMARY, "E6", typed, "汇总!E6 formula-overwritten"),
        (SUMMARY, "E10", other, "汇总!E10 result"),
        (SUMMARY, "E10", gone, "汇总!E10 cell-removed"),
        (SUMMARY, "A15", other, "汇总!A15 result"),
        (SUMMARY, "F6", gone, "汇总!F6 cell-removed"),
        (Q1, "D6", other, "Q1!D6 value"),
        (Q1, "D6", formula, "Q1!D6 formula-added"),
        (Q1, "AG6", other, "Q1!AG6 result"),
        (Q1, "J10", other, "Q1!J10 result"),
        (YEAR, "T6", other, "年终!T6 result"),
        (ADJUSTMENTS, "G6", other, "手工调整!G6 value"),
        (CREDITS, "M6", other, "业绩明细!M6 result"),
        (CREDITS, "G6", other, "业绩明细!G6 value"),
        (BASIS, "B24", other, "依据!B24 value"),
        (BASIS, "B47", other, "依据!B47 value"),
        (CHECKS, "D6", other, "核对!D6 result"),
        (CHECKS, "D27", renamed, "核对!D27 result"),
    ];
    for (number, address, change, expected) in cases {
        let archive = Archive::new();
        if (number, address) == (CHECKS, "D27") {
            // This one is 0 as it is.
            edit(&archive.results(), number, address, |cell| value(cell, "5"));
        } else {
            edit(&archive.results(), number, address, change);
        }
        assert_eq!(found(&archive), [expected], "{expected}");
    }
}

/// Another formula that comes to the same result is found too: it does not look at what its rule looks at.
#[test]
fn an_edited_formula_with_the_same_result_is_found() {
    type Edit = fn(&str) -> String;
    let typed: Edit = |cell| cell.replace(inside(cell, "f"), inside(cell, "v"));
    let without_setting: Edit = |cell| {
        let formula = inside(cell, "f");
        let setting = &formula[formula.find("'依据'!").unwrap()..];
        let setting = &setting[..setting.find(['/', ',', '*', ')']).unwrap()];
        cell.replacen(setting, "0.0712", 1)
    };
    let cases: [(usize, &str, Edit, &str); 4] = [
        (Q1, "AG6", typed, "Q1!AG6 formula"),
        (Q2, "AG7", without_setting, "Q2!AG7 formula"),
        (Q2, "U7", typed, "Q2!U7 formula"),
        (YEAR, "T6", typed, "年终!T6 formula"),
    ];
    for (number, address, change, expected) in cases {
        let archive = Archive::new();
        edit(&archive.results(), number, address, change);
        let (_, outcome) = archive.verify();
        assert_eq!(found(&archive), [expected], "{outcome:#}");
        assert_eq!(outcome["differences"][0]["cause"], "results-edited", "{outcome:#}");
    }
}

/// A formula that was written over and left without a result is no figure that agrees: it is found where its column says
/// what it looks at, and nothing is called the same elsewhere.
#[test]
fn a_formula_without_a_result_is_not_called_the_same() {
    let forged = |cell: &str| {
        let result = format!("<v>{}</v>", inside(cell, "v"));
        cell.replace(&result, "").replace(inside(cell, "f"), "99999+0")
    };
    let archive = Archive::new();
    edit(&archive.results(), Q1, "AG6", forged);
    assert_eq!(found(&archive), ["Q1!AG6 formula"]);
    let archive = Archive::new();
    edit(&archive.results(), Q1, "F6", forged);
    let (status, outcome) = archive.verify();
    let said = (status, outcome["status"].as_str(), outcome["without_result"].as_u64());
    assert_eq!(said, (4, Some("not-verified"), Some(1)), "{outcome:#}");
}

/// What somebody typed is the cause, and what a program recalculated from it follows.
#[test]
fn causes_are_told_as_in_today_s_layout() {
    let archive = Archive::new();
    // What a spreadsheet makes of the other rate, and what it does not.
    edit(&archive.results(), Q1, "AG6", |cell| value(cell, "20512.82"));
    edit(&archive.results(), Q1, "AO6", |cell| value(cell, "21333.33"));
    edit(&archive.results(), Q1, "AG7", |cell| value(cell, "12345.67"));
    edit(&archive.results(), BASIS, "B24", |cell| value(cell, "0.08"));
    let (_, outcome) = archive.verify();
    let cause = |address: &str| {
        let all = outcome["differences"].as_array().unwrap().iter();
        let mut of = all.filter(|difference| difference["cell"] == address);
        of.next().unwrap_or_else(|| panic!("{outcome:#}"))["cause"].clone()
    };
    assert_eq!(cause("B24"), "results-edited");
    assert!(cause("AG6").to_string().contains("follows"), "{outcome:#}");
    assert!(cause("AO6").to_string().contains("follows"), "{outcome:#}");
    assert_eq!(cause("AG7"), "results-edited", "{outcome:#}");
}

#[test]
fn names_grades_and_decisions_are_figures_too() {
    let archive = Archive::new();
    let somebody = |address: &str| format!("<c r=\"{address}\" t=\"inlineStr\"><is><t>别人</t></is></c>");
    edit(&archive.results(), Q1, "B6", |_| somebody("B6"));
    edit(&archive.results(), SUMMARY, "D6", |_| somebody("D6"));
    assert_eq!(found(&archive), ["汇总!D6 text", "Q1!B6 text"]);
}

#[test]
fn rows_and_cells_that_came_or_went_are_found() {
    let archive = Archive::new();
    tamper(&archive.results(), |name, content| {
        Some(if name == sheet(Q2) {
            let copy = row(&content, 6).to_owned();
            let more = copy.replace("<row r=\"6\"", "<row r=\"11\"").replace("6\" s=", "11\" s=");
            content.replace("</sheetData>", &format!("{more}</sheetData>"))
        } else if name == sheet(Q1) {
            let content = content.replace(row(&content, 7), "");
            content.replace("</sheetData>", "<row r=\"40\"><c r=\"C40\"><v>7</v></c></row></sheetData>")
        } else {
            content
        })
    });
    let found = found(&archive);
    assert!(found.contains(&"Q1!C40 cell-added".to_owned()), "{found:?}");
    assert!(found.contains(&"Q1! row-removed".to_owned()), "{found:?}");
    assert!(found.iter().any(|line| line.starts_with("Q2!A11 row-added")), "{found:?}");
}

#[test]
fn what_is_hidden_or_removed_is_found() {
    let archive = Archive::new();
    tamper(&archive.results(), |name, content| {
        Some(match name {
            _ if name == sheet(Q1) => content.replace("<row r=\"7\"", "<row r=\"7\" hidden=\"1\""),
            "xl/workbook.xml" => content.replacen("<sheet name=\"Q3\"", "<sheet name=\"Q3\" state=\"hidden\"", 1),
            _ => content,
        })
    });
    assert_eq!(found(&archive), ["Q1!A7 rows-hidden", "Q3! sheet-hidden"]);
    let archive = Archive::new();
    tamper(&archive.results(), |name, content| without_sheet(name, content, "年终", YEAR));
    let found = found(&archive);
    assert!(found.contains(&"年终! sheet-removed".to_owned()), "{found:?}");
}

/// Struck from the list of sheets alone, its part still in the file: no program shows it, and the file is not trusted.
#[test]
fn a_sheet_struck_from_the_book_alone_is_found() {
    let archive = Archive::new();
    tamper(&archive.results(), |name, content| {
        Some(if name == "xl/workbook.xml" {
            let start = content.find("<sheet name=\"年终\"").unwrap();
            let end = start + content[start..].find("/>").unwrap() + 2;
            format!("{}{}", &content[..start], &content[end..])
        } else {
            content
        })
    });
    let (status, outcome) = archive.verify();
    assert_eq!((status, &outcome["status"]), (3, &"unreadable".into()), "{outcome:#}");
    let note = outcome["notes"][0].as_str().unwrap();
    assert!(note.contains("a sheet that the workbook does not list"), "{note}");
}

/// Columns that may be folded are hidden in these results; one that may not is found.
#[test]
fn a_hidden_column_of_pay_is_found() {
    let archive = Archive::new();
    tamper(&archive.results(), |name, content| {
        Some(if name == sheet(SUMMARY) {
            content.replacen("<col min=\"5\" max=\"11\"", "<col min=\"5\" max=\"11\" hidden=\"1\"", 1)
        } else {
            content
        })
    });
    let found = found(&archive);
    assert_eq!(found, ["汇总!E1 columns-hidden"]);
}

/// Another heading over the same figures: the figures are not those of the heading.
#[test]
fn a_heading_that_was_exchanged_is_found() {
    let archive = Archive::new();
    tamper(&archive.results(), |name, content| {
        Some(if name == sheet(Q1) {
            let [base, target] = ["基数\nBase", "目标\nTarget"].map(|text| format!("<t>{text}</t>"));
            assert!(content.contains(&base) && content.contains(&target));
            content.replace(&base, "<t>?</t>").replace(&target, &base).replace("<t>?</t>", &target)
        } else {
            content
        })
    });
    let found = found(&archive);
    assert!(found.contains(&"Q1!D6 value".to_owned()) && found.contains(&"Q1!E6 value".to_owned()), "{found:?}");
}

/// The receipt says what is compared with what: one that says another layout than its program has is not believed.
#[test]
fn a_receipt_with_another_program_is_compared_cell_by_cell() {
    let archive = Archive::new();
    tamper(&archive.results(), |name, content| {
        Some(if name.ends_with("sharedStrings.xml") || name.starts_with("xl/worksheets/") {
            content.replace("bonus 0.1.0", "bonus 7.7.7")
        } else {
            content
        })
    });
    let (status, outcome) = archive.verify();
    assert_eq!((status, &outcome["status"]), (4, &"differs".into()), "{}", outcome["notes"]);
}
