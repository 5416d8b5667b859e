//! Results that Excel could not hold, and files that are not written over.

use std::fs;

use bonus::lang::Words;
use bonus::report::sheet::{BlockRows, Cell, CellUnit, CellValue, Report, ReportSheet, SheetBlock, SheetColumn};
use bonus::workbook::write::{Drafts, replace, xlsx};
use rust_decimal::Decimal;

use super::Shown;

fn block(top: u32, left: u16, cells: Vec<Cell>) -> SheetBlock<'static> {
    let columns = vec![SheetColumn { label: "列".to_owned(), unit: CellUnit::Number, ..SheetColumn::default() }];
    SheetBlock { top, left, heading: None, columns, rows: BlockRows::ready(vec![cells]), total: false }
}

fn sheet(name: &str, blocks: Vec<SheetBlock<'static>>) -> ReportSheet<'static> {
    let text = String::new;
    ReportSheet {
        name: name.to_owned(),
        title: text(),
        subtitle: text(),
        blocks,
        frozen_columns: 0,
        ..ReportSheet::default()
    }
}

fn said(sheets: Vec<ReportSheet<'static>>, names: &[(&str, &str)]) -> Vec<Words> {
    let names = names.iter().map(|(name, at)| ((*name).to_owned(), (*at).to_owned())).collect();
    let report = Report { lang: None, title: String::new(), subject: String::new(), sheets, names };
    xlsx(&report).err().iter().map(bonus::workbook::write::WriteError::words).collect()
}

fn of_cell(value: CellValue, formula: Option<&str>) -> Vec<Words> {
    let cell = Cell { value, formula: formula.map(str::to_owned), ..Cell::default() };
    said(vec![sheet("表", vec![block(2, 0, vec![cell])])], &[])
}

fn of_blocks(blocks: Vec<SheetBlock<'static>>) -> Vec<Words> {
    said(vec![sheet("表", blocks)], &[])
}

fn of_name(name: &str) -> Vec<Words> {
    said(vec![sheet("表", Vec::new()), sheet(name, Vec::new())], &[])
}

pub fn shown() -> Vec<Shown> {
    let number = |text: &str| CellValue::Number(Decimal::from_str_exact(text).unwrap());
    let one = || vec![Cell::number(Decimal::ONE)];
    let early = CellValue::Date(jiff::civil::date(1899, 1, 1));
    let mut all = vec![
        Shown::new("a number of 16 digits", 3, of_cell(number("9007199254740993"), None)),
        Shown::new("a day before Excel's calendar", 3, of_cell(early, None)),
        Shown::new("a text of 32,768 characters", 3, of_cell(CellValue::Text("字".repeat(32_768)), None)),
        Shown::new("a formula of 10,000 characters", 3, of_cell(CellValue::Blank, Some(&"1+".repeat(5_000)))),
        Shown::new(
            "a formula with a text of 256 characters",
            3,
            of_cell(CellValue::Blank, Some(&format!("\"{}\"", "a".repeat(256)))),
        ),
        Shown::new("a table over the title", 3, of_blocks(vec![block(1, 0, one())])),
        Shown::new("two tables in one place", 3, of_blocks(vec![block(2, 0, one()), block(5, 0, one())])),
        Shown::new("a table right of the last column", 3, of_blocks(vec![block(2, 16_384, one())])),
        Shown::new("two cells in a table of one column", 3, of_blocks(vec![block(2, 0, [one(), one()].concat())])),
        Shown::new("no sheet", 3, said(Vec::new(), &[])),
        Shown::new("a figure called A1", 3, said(vec![sheet("表", Vec::new())], &[("A1", "'表'!$A$1")])),
    ];
    for (what, name) in [
        ("a sheet without a name", ""),
        ("a sheet with a name of 32 characters", "12345678901234567890123456789012"),
        ("a sheet called a/b", "a/b"),
        ("a sheet called 'a", "'a"),
        ("a sheet called History", "History"),
        ("two sheets of one name", "表"),
    ] {
        all.push(Shown::new(what, 3, of_name(name)));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("read-only.xlsx"), "").unwrap();
    let mut permissions = fs::metadata(path("read-only.xlsx")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(path("read-only.xlsx"), permissions).unwrap();
    fs::write(path("open.xlsx"), "").unwrap();
    fs::write(path(".~lock.open.xlsx#"), "").unwrap();
    let long = "long-".repeat(60);
    let mut of_file = |what: &str, name: &str| {
        let refused = replace(&path(name), b"", true, &Drafts::default()).err();
        let here = |words: &Words| {
            let plain = |text: &str| {
                text.replace('\\', "/").replace(&folder.path().display().to_string(), ".").replace(&long, "long-…")
            };
            Words::new(plain(&words.zh), plain(&words.en))
        };
        all.push(Shown::new(what, 3, refused.iter().map(|error| here(&error.words())).collect()));
    };
    of_file("a file that is marked read-only", "read-only.xlsx");
    of_file("a file that LibreOffice has open", "open.xlsx");
    of_file("a name of 300 characters", &long);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(path("nowhere"), path("link.xlsx")).unwrap();
        of_file("a link that leads nowhere", "link.xlsx");
    }
    all
}
