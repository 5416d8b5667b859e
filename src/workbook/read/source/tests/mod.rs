//! Tests of the room: exact numbers, every format, every guard.

#![allow(
    clippy::unnecessary_wraps,
    clippy::too_many_lines,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::semicolon_if_nothing_returned,
    reason = "tables of cases"
)]

mod cells;
mod container;
mod files;
mod flips;
mod formats;
mod hidden;
mod hostile;
mod make;
mod numbers;
mod ods;
mod xls;
mod xlsb;

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use super::{RawCell, SourceError, SourceRow, SourceWorkbook};

/// A row of which nothing but its cells is known.
fn raw_row(number: u32, cells: Vec<(u16, RawCell)>) -> SourceRow {
    SourceRow { number, cells, ..SourceRow::default() }
}

/// Opens bytes.
fn open(bytes: &[u8]) -> Result<SourceWorkbook, SourceError> {
    SourceWorkbook::from_bytes(bytes.to_vec())
}

/// The rows of the first sheet.
fn rows(bytes: &[u8]) -> Result<Vec<SourceRow>, SourceError> {
    let mut rows = Vec::new();
    open(bytes)?.rows(0, &mut |row| {
        rows.push(raw_row(row.number, row.cells.clone()));
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

/// All parts of a package.
fn unzip(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..archive.len())
        .map(|i| {
            let mut part = archive.by_index(i).expect("a part");
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("its content");
            (part.name().expect("its name").into_owned(), content)
        })
        .collect()
}
