//! Text that begins like a formula stays text, in every format that the program writes.

use crate::common;
use std::path::Path;
use std::process::{Command, Output};

fn bonus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("LANG", "C").output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Text that begins like a formula stays text in every format: names, projects, ids.
#[test]
fn text_that_looks_like_a_formula_stays_text() {
    const NAMES: [&str; 5] = ["=1+1", "+SUM(A1)", "-2+3", "@now", "=HYPERLINK(\"http://x\")"];
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    let quotas = NAMES.iter().flat_map(|name| [vec![*name, "Q1", "10000", "20000", "0"]]);
    let pages = vec![
        page(
            "Policy",
            &[&["Key", "Value"], &["Policy", "key-account"], &["Year", "2025"], &["In-target rate", "0.05"]],
        ),
        page("Tiers", &[&["From", "Rate"], &["1", "0.08"]]),
        page("KPI coefficients", &[&["Score from", "Coefficient"], &["0", "1"]]),
        page("Grades", &[&["Grade", "Monthly wage", "Monthly floating wage"], &["=A1", "5000", "1000"]]),
        page("Managers", &[&["ID", "Name", "Grade"]]),
        page("Quotas", &[&["ID", "Quarter", "Base", "Target", "Floating wage"]]),
        page("Collections", &[&["Quarter", "Project", "Manager", "Amount"]]),
        page("KPI scores", &[&["ID", "Quarter", "Score"]]),
    ];
    let mut draft = common::draft::Draft { pages };
    for name in NAMES {
        draft.row("Managers", &[name, name, "=A1"]);
        draft.row("Collections", &["Q1", name, name, "15000"]);
        draft.row("KPI scores", &[name, "Q1", "90"]);
    }
    for row in quotas {
        draft.row("Quotas", &row);
    }
    draft.write(&input);
    let output = bonus(&["compute", text(&input), "--format", "json"]);
    let document: serde_json::Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    let ids: Vec<&str> = document["managers"].as_array().unwrap().iter().map(|m| m["id"].as_str().unwrap()).collect();
    assert!(NAMES.iter().all(|name| ids.contains(name)), "{ids:?}");
    // A spreadsheet that opens a CSV takes such a cell for a formula unless it is marked as text.
    let printed = String::from_utf8(bonus(&["compute", text(&input), "--format", "csv"]).stdout).unwrap();
    for line in printed.trim_start_matches('\u{feff}').lines().skip(1) {
        let cell = line.trim_start_matches('"');
        assert!(cell.starts_with('\''), "{line}");
    }
    let target = folder.path().join("out.xlsx");
    let statements = folder.path().join("each");
    let arguments = ["compute", text(&input), "-o", text(&target), "--statements", text(&statements)];
    assert!(bonus(&arguments).status.success());
    let mut files: Vec<_> = std::fs::read_dir(&statements).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), NAMES.len());
    files.push(target);
    for file in files {
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(&file).unwrap();
        for sheet in calamine::Reader::sheet_names(&book) {
            let formulas = calamine::Reader::worksheet_formula(&mut book, &sheet).unwrap();
            let typed = formulas.cells().filter(|(.., formula)| {
                NAMES.contains(&formula.as_str()) || NAMES.iter().any(|name| formula.as_str() == &name[1..])
            });
            assert_eq!(typed.count(), 0, "{} {sheet}", file.display());
        }
    }
}

fn page(name: &str, rows: &[&[&str]]) -> common::draft::Page {
    common::draft::Page::new(name, rows)
}
