//! The results workbook as another program reads it: openpyxl parses every part of it (cells, formulas, notes, styles,
//! names, charts, print set-up) and must find what the report holds. It knows nothing of the library that wrote it.

use crate::common;
use std::path::{Path, PathBuf};
use std::process::Command;

use bonus::book::column_letters;
use bonus::lang::Lang;
use bonus::report::sheet::{CellValue, Report, RowCells, SheetBlock};
use bonus::report::{Statements, with_workbook};
use bonus::workbook::write::xlsx;
use serde_json::{Map, Value, json};

/// Reads each workbook twice (formulas, then values) and tells it as JSON, a line a workbook.
const READER: &str = r#"
import json, sys, warnings
warnings.simplefilter("error")
import openpyxl

def text(value):
    if value is None or isinstance(value, (bool, str)): return value
    if hasattr(value, "isoformat"): return value.isoformat()[:10]
    return repr(value)

for path in sys.argv[1:]:
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    sheets = []
    for sheet in formulas:
        same = values[sheet.title]
        cells = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None: continue
                formula = str(cell.value) if cell.data_type == "f" else None
                value = same[cell.coordinate].value
                cells[cell.coordinate] = {"formula": formula, "value": text(value)}
        page = sheet.page_setup
        sheets.append({
            "name": sheet.title, "cells": cells, "charts": len(sheet._charts),
            "landscape": page.orientation == "landscape", "paper": page.paperSize,
            "fit": sheet.sheet_properties.pageSetUpPr is not None and bool(sheet.sheet_properties.pageSetUpPr.fitToPage),
            "across": 1 if page.fitToWidth is None else page.fitToWidth,
            "area": bool(sheet.print_area), "footer": sheet.oddFooter.center.text,
            "notes": sum(1 for row in sheet.iter_rows() for cell in row if cell.comment),
        })
    # A list of objects before openpyxl 3.1, which Debian 12 does not have.
    names = formulas.defined_names
    names = sorted(name.name for name in names.definedName) if hasattr(names, "definedName") else sorted(names)
    print(json.dumps({"sheets": sheets, "names": names, "title": formulas.properties.title}))
"#;

/// What openpyxl says of each file.
fn read(python: &str, paths: &[PathBuf]) -> Vec<Value> {
    let output = Command::new(python).args(["-c", READER]).args(paths).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The cells that the report holds, as the reader tells them: numbers as text, `=` before formulas.
fn cells(blocks: &[SheetBlock<'_>]) -> Map<String, Value> {
    let mut cells = Map::new();
    let mut row = RowCells::default();
    for block in blocks {
        for index in 0..block.rows.len() {
            block.rows.fill(index, &mut row);
            for (at, cell) in (block.left..).zip(row.iter()) {
                let value = match &cell.value {
                    CellValue::Blank if cell.formula.is_none() => continue,
                    CellValue::Blank => Value::Null,
                    CellValue::Text(text) if text.is_empty() && cell.formula.is_none() => continue,
                    CellValue::Text(text) => text.replace("\r\n", "\n").into(),
                    CellValue::Truth(truth) => (*truth).into(),
                    CellValue::Date(date) => date.to_string().into(),
                    CellValue::Number(number) => number.normalize().to_string().into(),
                };
                let formula = cell.formula.as_ref().map(|formula| format!("={}", formula.trim_start_matches('=')));
                let at = format!("{}{}", column_letters(at), u64::from(block.first_row()) + index as u64 + 1);
                cells.insert(at, json!({ "formula": formula, "value": value }));
            }
        }
    }
    cells
}

/// A number as the reader tells it and a decimal are the same, if they agree in the 15 digits that Excel keeps.
fn same(read: &Value, held: &Value) -> bool {
    match (read.as_str().map(str::parse::<f64>), held.as_str().map(str::parse::<f64>)) {
        (Some(Ok(read)), Some(Ok(held))) => (read - held).abs() <= held.abs() * 1e-14,
        // No text in a cell is read as nothing.
        _ => read == held || (read.is_null() && held == ""),
    }
}

/// Writes a report, and says what of it should be read.
fn write(folder: &Path, name: &str, report: &Report<'_>) -> (PathBuf, Value) {
    let path = folder.join(name);
    std::fs::write(&path, xlsx(report).unwrap()).unwrap();
    let sheets: Vec<Value> = report
        .sheets
        .iter()
        .map(|sheet| json!({ "name": sheet.name, "cells": cells(&sheet.blocks), "charts": sheet.charts.len() }))
        .collect();
    (path, json!({ "title": report.title, "sheets": sheets, "names": report.names.len() }))
}

fn compare(read: &Value, held: &Value) {
    assert_eq!(read["title"], held["title"]);
    assert_eq!(read["names"].as_array().unwrap().len() as u64, held["names"].as_u64().unwrap(), "defined names");
    let (read, held) = (read["sheets"].as_array().unwrap(), held["sheets"].as_array().unwrap());
    let names = |sheets: &[Value]| sheets.iter().map(|sheet| sheet["name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(read), names(held));
    for (read, held) in read.iter().zip(held) {
        let sheet = &held["name"];
        for (at, cell) in held["cells"].as_object().unwrap() {
            let found = &read["cells"][at];
            assert_eq!(found["formula"], cell["formula"], "{sheet} {at}");
            assert!(same(&found["value"], &cell["value"]), "{sheet} {at}: {} for {}", found["value"], cell["value"]);
        }
        assert_eq!(read["charts"], held["charts"], "charts of {sheet}");
        assert_eq!(read["landscape"], true, "{sheet}");
        assert_eq!((&read["paper"], &read["across"], &read["fit"]), (&json!(9), &json!(1), &json!(true)), "{sheet}");
        assert_eq!((&read["area"], &read["footer"]), (&json!(true), &json!("&P / &N")), "{sheet}");
    }
    // Every heading of a step carries its note.
    assert!(read.iter().any(|sheet| sheet["notes"].as_u64() > Some(5)), "notes");
}

/// A workbook of every policy.
fn samples() -> Vec<(PathBuf, &'static str)> {
    let mut found = Vec::new();
    for id in bonus::policy::built_in_ids() {
        let file = |folder: &str, end: &str| common::fixture(&format!("{folder}/{id}{end}"));
        let paths = [file("samples", ".xlsx"), file("schemes", "-zh.xlsx"), file("schemes", "-en.xlsx")];
        let there: Vec<_> = paths.into_iter().filter(|path| path.exists()).map(|path| (path, id)).collect();
        assert!(!there.is_empty(), "no workbook of {id}");
        found.extend(there);
    }
    found
}

#[test]
fn another_reader_finds_every_cell_of_the_results() {
    let Some(python) = common::python_with_openpyxl() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut written = Vec::new();
    for (number, (path, id)) in samples().into_iter().enumerate() {
        for lang in common::live::languages(number) {
            let results = common::with_results(&path, common::policy(id), |results| {
                let file = format!("{number}-{}.xlsx", lang.code());
                with_workbook(results, *lang, |report| written.push(write(folder.path(), &file, report)));
            });
            results.unwrap();
        }
    }
    let (paths, held): (Vec<_>, Vec<_>) = written.into_iter().unzip();
    for (read, held) in read(python, &paths).iter().zip(&held) {
        compare(read, held);
    }
}

#[test]
fn another_reader_finds_every_cell_of_a_statement() {
    let Some(python) = common::python_with_openpyxl() else { return };
    let folder = tempfile::tempdir().unwrap();
    let written =
        common::with_results(&common::fixture("samples/key-account.xlsx"), common::policy("key-account"), |results| {
            Statements::new(results, Lang::Zh).with(1, &[], |report| write(folder.path(), "statement.xlsx", report))
        });
    let (path, held) = written.unwrap();
    let read = read(python, &[path]);
    let (read, held) = (read[0]["sheets"].as_array().unwrap(), held["sheets"].as_array().unwrap());
    assert_eq!(read.len(), held.len());
    for (read, held) in read.iter().zip(held) {
        for (at, cell) in held["cells"].as_object().unwrap() {
            let found = &read["cells"][at];
            assert!(same(&found["value"], &cell["value"]), "{at}: {} for {}", found["value"], cell["value"]);
        }
    }
}
