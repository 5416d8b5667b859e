//! The same workbook in every format.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::workbook::read::source::{RawCell, SourceWorkbook};

/// The rows of a sheet: number and cells.
type Rows = Vec<(u32, Vec<(u16, RawCell)>)>;

/// Where a workbook of a format is.
pub(super) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats").join(name)
}

pub(super) fn all(book: &mut SourceWorkbook) -> Vec<(String, Rows)> {
    let names: Vec<_> = book.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    names
        .into_iter()
        .enumerate()
        .map(|(i, name)| {
            let mut rows = Vec::new();
            let mut keep = |row: &crate::workbook::read::source::SourceRow| {
                rows.push((row.number, row.cells.clone()));
                ControlFlow::Continue(())
            };
            book.rows(i, &mut keep).expect("rows");
            (name, rows)
        })
        .collect()
}

#[test]
fn one_workbook_in_every_format() {
    let mut xlsx = SourceWorkbook::open(&fixture("key-account.xlsx")).expect("xlsx");
    let expected = all(&mut xlsx);
    assert!(expected.iter().any(|(_, rows)| rows.len() > 5));
    for name in ["key-account.xlsm", "key-account.ods", "key-account.xls", "key-account.xlsb"] {
        let mut book = SourceWorkbook::open(&fixture(name)).expect(name);
        assert_eq!(all(&mut book), expected, "{name}");
    }
}

#[test]
fn a_workbook_may_go_to_another_thread() {
    fn sent<T: Send>(_: &T) {}
    sent(&SourceWorkbook::open(&fixture("key-account.xlsx")).expect("xlsx"));
}
