//! A clerk's day, on the program itself: a template, filled in; faults, marked; the next period; a
//! workbook dropped on the program; what the terminal is told.

mod layouts;
mod marks;
mod next;
mod templates;
mod terminal;

use std::path::{Path, PathBuf};

use crate::common::draft::{Draft, Page};
use crate::common::fixture;
use assert_cmd::Command;
use bonus::lang::Words;
use bonus::policy::{Column, Policy};
use bonus::report::form::{Entry, Filling};
use bonus::report::sheet::CellValue;
use bonus::workbook::read::source::{RawCell, SourceWorkbook};
use bonus::workbook::read::{Preface, raw};
use serde_json::Value as Json;

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A sample lies on the desk.
    fn with(self, sample: &str) -> Self {
        std::fs::copy(fixture(&format!("samples/{sample}.xlsx")), self.path("in.xlsx")).unwrap();
        self
    }

    fn bonus(&self, arguments: &[&str]) -> Said {
        let mut command = Command::cargo_bin("bonus").unwrap();
        command.current_dir(self.0.path()).env("LANG", "en_US.UTF-8").env_remove("NO_COLOR");
        let output = command.args(arguments).output().unwrap();
        Said {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Said {
    fn ok(self) -> Self {
        assert_eq!(self.status, 0, "{}{}", self.out, self.err);
        self
    }

    fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

fn ids() -> Vec<&'static str> {
    bonus::policy::built_in_ids().collect()
}

/// Every cell of a workbook that has text, and the text.
fn texts(path: &Path) -> Vec<(String, u32, u16, String)> {
    let mut source = SourceWorkbook::open(path).unwrap();
    let names: Vec<String> = source.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let mut found = Vec::new();
    for (index, name) in names.iter().enumerate() {
        source
            .rows(index, &mut |row| {
                for (at, cell) in &row.cells {
                    if let RawCell::Text(text) = cell {
                        found.push((name.clone(), row.number, *at, text.clone()));
                    }
                }
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
    }
    found
}

/// The parts of a workbook as text.
fn part(path: &Path, wanted: &str) -> String {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let names: Vec<String> =
        archive.file_names().map(|name| name.unwrap().into_owned()).filter(|name| name.contains(wanted)).collect();
    let mut all = String::new();
    for name in names {
        archive.by_name(&name).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

/// A workbook's data as a filling of a template.
fn filling(path: &Path, policy: &Policy) -> Filling {
    let mut source = SourceWorkbook::open(path).unwrap();
    let preface = Preface::read(&mut source).unwrap();
    let value = |cell: &RawCell| match cell {
        RawCell::Number(number) => CellValue::Number(*number),
        RawCell::Text(text) => CellValue::Text(text.clone()),
        RawCell::Truth(truth) => CellValue::Truth(*truth),
        RawCell::Date(date) => CellValue::Date(*date),
        other => panic!("{other:?}"),
    };
    let entry = |cell: Option<&RawCell>| cell.map_or_else(Entry::default, |cell| Entry::new(value(cell)));
    let mut rows = |label: &Words, columns: &[Column]| {
        let mut rows: Vec<Vec<Entry>> = Vec::new();
        let visit = &mut |_, cells: &mut raw::Under<'_>| rows.push(cells.map(entry).collect());
        raw::rows(&mut source, label, columns, visit).unwrap();
        rows
    };
    let tables = policy.tables.iter().map(|table| rows(&table.label, &table.columns)).collect();
    let sheets = policy.sheets.iter().map(|sheet| rows(&sheet.label, &sheet.columns)).collect();
    let settings = preface.rows.iter().map(|row| {
        let setting = policy.settings.iter().find(|s| [&s.name, &s.label.zh, &s.label.en].contains(&&row.key));
        let name = match row.key.as_str() {
            "政策" => "policy",
            "年度" => "year",
            "截至季度" | "截至月份" => "through",
            key => setting.map_or(key, |setting| &setting.name),
        };
        (name.to_owned(), entry(row.value.as_ref()))
    });
    Filling { settings: settings.collect(), tables, sheets, ..Filling::default() }
}

/// A manager's figures of one quarter.
fn quarter(document: &Json, manager: usize, quarter: usize) -> &Json {
    &document["managers"][manager]["quarters"][quarter]
}

/// A small workbook that computes.
fn small() -> Draft {
    Draft {
        pages: vec![
            Page::new(
                "政策",
                &[
                    &["参数", "取值"],
                    &["政策", "key-account"],
                    &["年度", "2017"],
                    &["截至季度", "Q1"],
                    &["目标内奖金比率", "0.0712"],
                ],
            ),
            Page::new("超额比率", &[&["起点", "奖金比率"], &["1", "0.08"]]),
            Page::new("KPI系数", &[&["起始得分", "系数"], &["0", "1"]]),
            Page::new("职级", &[&["职级", "月工资", "月浮动工资"], &["甲", "3000", "1000"]]),
            Page::new("客户经理", &[&["工号", "姓名", "职级"], &["M001", "张三", "甲"]]),
            Page::new(
                "任务",
                &[
                    &["工号", "季度", "基数", "目标"],
                    &["M001", "Q1", "70000", "100000"],
                    &["M001", "Q2", "70000", "100000"],
                ],
            ),
            Page::new("回款", &[&["季度", "项目", "客户经理", "回款金额"], &["Q1", "P1", "M001", "200000"]]),
            Page::new("KPI评分", &[&["工号", "季度", "得分"], &["M001", "Q1", "90"], &["M001", "Q2", "90"]]),
        ],
    }
}
