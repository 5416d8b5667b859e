//! Cells as they were read, on their way to another workbook or to the terminal.

use rust_decimal::Decimal;

use crate::report::copy::CopyValue;
use crate::report::sheet::{CellUnit, CellValue};
use crate::workbook::read::source::RawCell;
use crate::workbook::read::text::number;

/// Beyond this a spreadsheet keeps no whole number exactly.
const LARGEST: i64 = 1_000_000_000_000_000;
/// The longest text of a cell.
const LONGEST: usize = 32_000;

/// A cell's value as another workbook can hold it; what is no value is its text.
pub(super) fn value(cell: &RawCell) -> CellValue {
    match cell {
        RawCell::Number(number) if number.abs() >= Decimal::from(LARGEST) => CellValue::Text(number.to_string()),
        RawCell::Text(text) if text.len() > LONGEST => CellValue::Text(text.chars().take(LONGEST).collect()),
        // Spreadsheets have no dates before their calendar begins.
        RawCell::Date(date) if date.year() < 1901 => CellValue::Text(date.to_string()),
        RawCell::EmptyFormula => CellValue::Text("=…".to_owned()),
        cell => as_found(cell),
    }
}

/// The same, lent; of a text `shared` says which it is, where the workbook keeps it once for all its cells.
pub(super) fn copied(cell: &RawCell, shared: Option<usize>) -> CopyValue<'_> {
    match cell {
        RawCell::Text(text) if text.len() <= LONGEST => CopyValue::Text(text, shared),
        cell => CopyValue::Own(value(cell)),
    }
}

/// A cell's value as another workbook can hold it, with a number that was typed as text made one where figures are expected.
pub(super) fn figure(cell: &RawCell, unit: CellUnit) -> CellValue {
    let figures = is_money_or_rate(unit) || unit == CellUnit::Number;
    match cell {
        RawCell::Text(text) if figures => number(text).map_or_else(|| value(cell), CellValue::Number),
        cell => value(cell),
    }
}

fn is_money_or_rate(unit: CellUnit) -> bool {
    matches!(
        unit,
        CellUnit::Yuan | CellUnit::Percent | CellUnit::Factor | CellUnit::ExactPercent | CellUnit::ExactFactor
    )
}

/// How a value is shown where its column is shown as `unit`.
pub(super) fn unit(value: &CellValue, unit: Option<CellUnit>) -> CellUnit {
    match (value, unit) {
        (CellValue::Date(_), _) => CellUnit::Date,
        (CellValue::Truth(_), _) => CellUnit::Truth,
        (CellValue::Number(_), Some(unit)) if is_money_or_rate(unit) => unit,
        (CellValue::Number(_), _) => CellUnit::Number,
        (CellValue::Text(_) | CellValue::Blank, _) => CellUnit::Text,
    }
}

/// A cell's value with nothing lost, for comparing it with another; what is no value is its text.
pub(super) fn as_found(cell: &RawCell) -> CellValue {
    match cell {
        RawCell::Number(number) => CellValue::Number(*number),
        RawCell::Text(text) | RawCell::Time(text) | RawCell::Error(text) | RawCell::BadNumber(text) => {
            CellValue::Text(text.clone())
        }
        RawCell::Truth(truth) => CellValue::Truth(*truth),
        RawCell::Date(date) => CellValue::Date(*date),
        RawCell::EmptyFormula => CellValue::Blank,
    }
}

/// A cell as it is shown in a line of text: its formula where one is given, else its value.
pub(super) fn shown(value: &CellValue, formula: Option<&str>) -> String {
    match (formula, value) {
        (Some(formula), _) => format!("={formula}"),
        (None, CellValue::Number(number)) => number.normalize().to_string(),
        (None, value) => value.text(),
    }
}
