//! One table as CSV: UTF-8 with a byte order mark, so that a Chinese Excel reads it, and CRLF.
//!
//! Numbers are exact decimals without separators, rates are fractions of 1, dates are ISO, truths
//! `TRUE` and `FALSE`. A text that a spreadsheet would run as a formula gets an apostrophe in
//! front. Formulas, headings, clauses and tones are left out.

use super::error::{CellPlace, LayoutFault, WriteError};
use crate::report::sheet::{CellValue, RowCells, SheetBlock};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The labels and rows of `block` as CSV.
///
/// # Errors
/// A row that has more cells than the block has columns.
pub fn csv(block: &SheetBlock) -> Result<Vec<u8>, WriteError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    let labels = block.columns.iter().map(|column| one_line(&column.label));
    writer.write_record(labels.map(|label| defused(&label)))?;

    let mut row = RowCells::of_values();
    for index in 0..block.rows.len() {
        block.rows.fill(index, &mut row);
        if row.len() > block.columns.len() {
            let row = block.first_row() + u32::try_from(index).unwrap_or(u32::MAX);
            let place = CellPlace { sheet: "CSV".to_owned(), row, column: block.left };
            return Err(WriteError::Layout { place, fault: LayoutFault::TooManyCells });
        }
        row.resize_with(block.columns.len(), Default::default);
        writer.write_record(row.iter().map(|cell| field(&cell.value)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()).into())
}

fn field(value: &CellValue) -> String {
    match value {
        CellValue::Text(text) => defused(text),
        value => value.text(),
    }
}

/// A label of two lines on one.
fn one_line(label: &str) -> String {
    label.lines().collect::<Vec<_>>().join(" ")
}

/// `text` with an apostrophe where a spreadsheet would take it for a formula (full-width signs
/// and leading blanks included).
fn defused(text: &str) -> String {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    const CONTROLS: [char; 3] = ['\t', '\r', '\n'];
    if text.starts_with(CONTROLS) || text.trim_start().starts_with(SIGNS) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sheet::{BlockRows, Cell, SheetColumn};

    fn decimal(text: &str) -> rust_decimal::Decimal {
        text.parse().unwrap()
    }

    fn made(rows: Vec<Vec<Cell>>) -> Result<Vec<u8>, WriteError> {
        let columns = ["姓名\nName", "=total", "C"]
            .map(|label| SheetColumn { label: label.to_owned(), ..SheetColumn::default() });
        csv(&SheetBlock {
            top: 2,
            left: 0,
            heading: None,
            columns: columns.to_vec(),
            rows: BlockRows::ready(rows),
            total: false,
        })
    }

    #[test]
    fn values_are_exact_and_texts_are_harmless() {
        let date = CellValue::Date(jiff::civil::Date::constant(2025, 3, 31));
        let bytes = made(vec![
            vec![Cell::text("张三, \"甲\""), Cell::number(decimal("-12345.60")), Cell::value(date)],
            vec![Cell::text("=1+1"), Cell::text(" @x"), Cell::value(CellValue::Truth(true))],
            vec![Cell::text("\tx"), Cell::text("＋86")],
        ]);
        assert_eq!(
            String::from_utf8(bytes.unwrap()).unwrap(),
            "\u{feff}姓名 Name,'=total,C\r\n\"张三, \"\"甲\"\"\",-12345.60,2025-03-31\r\n\
             '=1+1,' @x,TRUE\r\n'\tx,'＋86,\r\n"
        );
    }

    #[test]
    fn a_row_that_is_too_long_is_a_fault() {
        assert!(made(vec![vec![Cell::text("a"); 4]]).is_err());
    }
}
