//! The sample workbook in every file format, and in English: each gives exactly the figures of its expected results.

use crate::common;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use bonus::workbook::read::source::{RawCell, SourceWorkbook};
use common::draft::{Cell, Draft, Page, n};
use rust_decimal::Decimal;
use serde_json::Value as Json;

/// Where `got` differs from what `expected` names. Fields that are not named there may have any value.
fn differences(path: &str, expected: &Json, got: &Json, found: &mut Vec<String>, compared: &mut usize) {
    match (expected, got) {
        (Json::Object(fields), Json::Object(_)) => {
            for (name, value) in fields {
                differences(&format!("{path}.{name}"), value, &got[name], found, compared);
            }
        }
        (Json::Array(rows), Json::Array(others)) => {
            if rows.len() != others.len() {
                found.push(format!("{path}: {} rows expected, {} found", rows.len(), others.len()));
            }
            for (index, (row, other)) in rows.iter().zip(others).enumerate() {
                differences(&format!("{path}[{index}]"), row, other, found, compared);
            }
        }
        _ => {
            *compared += 1;
            let number = |json: &Json| json.as_str().and_then(|text| Decimal::from_str_exact(text).ok());
            let same = match (number(expected), number(got)) {
                (Some(expected), Some(got)) => expected == got,
                _ => expected == got,
            };
            if !same {
                found.push(format!("{path}: expected {expected}, got {got}"));
            }
        }
    }
}

fn gives_the_sample_s_figures(file: &str) {
    let expected = std::fs::read_to_string(common::fixture("samples/key-account.version-1.expected.json")).unwrap();
    let expected: Json = serde_json::from_str(&expected).unwrap();
    let got = common::results(&common::fixture(file), common::policy("key-account@1")).unwrap();
    let (mut found, mut compared) = (Vec::new(), 0);
    differences("", &expected, &got, &mut found, &mut compared);
    assert!(found.is_empty(), "{file}:\n{}", found.join("\n"));
    assert!(compared > 500, "only {compared} figures were compared");
    let laws = got["checks"].as_array().unwrap();
    assert!(!laws.is_empty() && laws.iter().all(|law| law["holds"] == true), "{laws:?}");
}

#[test]
fn xlsx() {
    gives_the_sample_s_figures("samples/key-account.xlsx");
}

#[test]
fn xlsx_saved_again() {
    gives_the_sample_s_figures("formats/key-account.xlsx");
}

#[test]
fn xlsm() {
    gives_the_sample_s_figures("formats/key-account.xlsm");
}

#[test]
fn xlsb() {
    gives_the_sample_s_figures("formats/key-account.xlsb");
}

#[test]
fn xls() {
    gives_the_sample_s_figures("formats/key-account.xls");
}

#[test]
fn ods() {
    gives_the_sample_s_figures("formats/key-account.ods");
}

#[test]
fn english() {
    gives_the_sample_s_figures("samples/key-account-en.xlsx");
}

/// The kind of a file is what its bytes say, whatever its name.
#[test]
fn a_file_with_another_ending_is_read_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let policy = common::policy("key-account@1");
    let plain = common::results(&common::fixture("samples/key-account.xlsx"), policy).unwrap();
    for kind in ["xls", "ods", "xlsb"] {
        let path = folder.path().join("renamed.xlsx");
        std::fs::copy(common::fixture(&format!("formats/key-account.{kind}")), &path).unwrap();
        let renamed = common::results(&path, policy).unwrap();
        assert_eq!(renamed["managers"], plain["managers"], "{kind}");
    }
}

/// The comparison sees a fen and a missing row.
#[test]
fn a_wrong_figure_would_be_seen() {
    let json = |text: &str| serde_json::from_str::<Json>(text).unwrap();
    let expected = json(r#"{"a": [{"x": "1.50", "y": true}], "b": "1级"}"#);
    let count = |got: &str| {
        let (mut found, mut compared) = (Vec::new(), 0);
        differences("", &expected, &json(got), &mut found, &mut compared);
        found.len()
    };
    assert_eq!(count(r#"{"a": [{"x": "1.5", "y": true, "z": 1}], "b": "1级"}"#), 0);
    assert_eq!(count(r#"{"a": [{"x": "1.51", "y": true}], "b": "1级"}"#), 1);
    assert_eq!(count(r#"{"a": [{"x": "1.5", "y": false}, {}], "b": "2级"}"#), 3);
    assert_eq!(count(r#"{"b": "1级"}"#), 1);
}

/// The English sample is the Chinese one, word for word; `BONUS_RENEW=1 cargo test formats::` writes it again.
#[test]
fn the_english_sample_says_what_the_chinese_one_says() {
    let committed = common::fixture("samples/key-account-en.xlsx");
    if common::renew() {
        english_sample().write(&committed);
    }
    assert_eq!(cells(&committed), page_cells(&english_sample()), "BONUS_RENEW=1 cargo test formats:: writes it again");
}

fn english_sample() -> Draft {
    let mut words: BTreeMap<&str, &str> = BTreeMap::new();
    // Every word of the sample as workbook.md has it; ids, names, projects and grades stay.
    for (zh, en) in [
        ("参数", "Key"),
        ("取值", "Value"),
        ("政策", "Policy"),
        ("年度", "Year"),
        ("截至季度", "Through"),
        ("目标内奖金比率", "In-target rate"),
        ("超额比率", "Tiers"),
        ("起点(年度目标倍数)", "From (multiple of annual target)"),
        ("奖金比率", "Rate"),
        ("KPI系数", "KPI coefficients"),
        ("起始得分", "Score from"),
        ("系数", "Coefficient"),
        ("职级", "Grade"),
        ("月工资", "Monthly wage"),
        ("月浮动工资", "Monthly floating wage"),
        ("工号", "ID"),
        ("姓名", "Name"),
        ("季度", "Quarter"),
        ("基数", "Base"),
        ("目标", "Target"),
        ("浮动工资", "Floating wage"),
        ("项目", "Project"),
        ("类别", "Category"),
        ("客户经理", "Manager"),
        ("回款金额", "Amount"),
        ("合作伙伴分利", "Partner share"),
        ("销售费用", "Selling expense"),
        ("大额招待费", "Entertainment"),
        ("项目差旅费", "Travel"),
        ("进入漏斗", "In pipeline"),
        ("贡献度", "Share"),
        ("部门经理", "Department manager"),
        ("销售管理", "Sales management"),
        ("销售总监", "Sales director"),
        ("是", "yes"),
        ("否", "no"),
        ("产品", "product"),
        ("实施", "implementation"),
        ("培训", "training"),
    ] {
        words.insert(zh, en);
    }
    let sheets: BTreeMap<&str, &str> = [
        ("客户经理", "Managers"),
        ("职级", "Grades"),
        ("任务", "Quotas"),
        ("回款", "Collections"),
        ("贡献", "Splits"),
        ("KPI评分", "KPI scores"),
    ]
    .into();
    let mut draft = Draft::default();
    for (name, rows) in cells(&common::fixture("samples/key-account.xlsx")) {
        let english = sheets.get(name.as_str()).or_else(|| words.get(name.as_str())).copied().unwrap_or(&name);
        let mut page = Page { name: english.to_owned(), ..Page::default() };
        for row in rows {
            let translated = row.into_iter().map(|cell| match cell {
                Cell::Text(text) => words.get(text.as_str()).copied().unwrap_or(&text).into(),
                cell => cell,
            });
            page.rows.push(translated.collect());
        }
        draft.pages.push(page);
    }
    draft
}

type Cells = Vec<(String, Vec<Vec<Cell>>)>;

fn page_cells(draft: &Draft) -> Cells {
    draft.pages.iter().map(|page| (page.name.clone(), page.rows.clone())).collect()
}

/// Every cell of a workbook; rows end at their last cell.
fn cells(path: &Path) -> Cells {
    let mut source = SourceWorkbook::open(path).unwrap();
    let names: Vec<String> = source.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let mut all = Vec::new();
    for (index, name) in names.into_iter().enumerate() {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        source
            .rows(index, &mut |row| {
                let mut cells = Vec::new();
                for (column, cell) in &row.cells {
                    cells.resize(usize::from(*column), Cell::Blank);
                    cells.push(match cell {
                        RawCell::Number(number) => n(number.normalize()),
                        RawCell::Text(text) => text.as_str().into(),
                        other => panic!("{name}: {other:?}"),
                    });
                }
                rows.resize(row.number as usize - 1, Vec::new());
                rows.push(cells);
                ControlFlow::Continue(())
            })
            .unwrap();
        all.push((name, rows));
    }
    all
}
