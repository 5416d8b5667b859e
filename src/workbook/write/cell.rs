//! Writes a single cell: exact value, formula with cached result, and look.

use rust_xlsxwriter::{Format, Formula, Worksheet};

use super::error::{FormulaFault, Place, WriteError};
use super::number;
use super::styles::{Look, Shape, Styles};
use crate::report::sheet::{Cell, CellValue, Unit};

/// Excel's limits, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;
const LONGEST_FORMULA: usize = 8_192;
const LONGEST_LITERAL: usize = 255;

/// What the column and the row say about a cell.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// The column's unit.
    pub unit: Unit,
    /// Whether the cell stands in the total row.
    pub total: bool,
    /// Whether its text is broken into lines, because it is wider than the column.
    pub wrap: bool,
}

/// Writes `cell`; `at` gives its place for a message.
pub(super) fn write(
    worksheet: &mut Worksheet,
    styles: &mut Styles,
    (row, column): (u32, u16),
    cell: &Cell,
    context: Context,
) -> Result<(), WriteError> {
    let format = styles.get(look(cell, context));
    let place = |worksheet: &Worksheet| Place { sheet: worksheet.name(), row, column };
    if let Some(formula) = &cell.formula {
        check_formula(formula).map_err(|fault| WriteError::Formula { place: place(worksheet), fault })?;
        let result = result(&cell.value).map_err(|fault| fault.at(place(worksheet)))?;
        let formula = Formula::new(formula).set_result(result);
        worksheet.write_formula_with_format(row, column, formula, format)?;
        return Ok(());
    }
    match &cell.value {
        CellValue::Blank => worksheet.write_blank(row, column, format)?,
        CellValue::Text(text) => {
            check_text(text).map_err(|fault| fault.at(place(worksheet)))?;
            write_text(worksheet, (row, column), text, format)?
        }
        CellValue::Truth(truth) => worksheet.write_boolean_with_format(row, column, *truth, format)?,
        CellValue::Number(value) => {
            let float = number::float(*value).ok_or_else(|| ValueFault::Number(*value).at(place(worksheet)))?;
            worksheet.write_number_with_format(row, column, float, format)?
        }
        CellValue::Date(date) => {
            let serial = number::serial(*date).ok_or_else(|| ValueFault::Date(*date).at(place(worksheet)))?;
            worksheet.write_number_with_format(row, column, serial, format)?
        }
    };
    Ok(())
}

fn look(cell: &Cell, context: Context) -> Look {
    let unit = if context.wrap { Unit::Prose } else { cell.unit.unwrap_or(context.unit) };
    let shape = match (&cell.value, unit) {
        (CellValue::Number(number), Unit::Number) if !number.fract().is_zero() => Shape::Fraction,
        // 1, not 1.0.
        (CellValue::Number(number), Unit::Factor) if number.fract().is_zero() => Shape::Unit(Unit::Number),
        _ => Shape::Unit(unit),
    };
    Look::Body { shape, tone: cell.tone, total: context.total }
}

/// Text is always text, whatever it begins with.
fn write_text<'a>(
    worksheet: &'a mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<&'a mut Worksheet, WriteError> {
    // The library takes such a text for its own markup, unless it comes in pieces.
    if text.starts_with("<r>") && text.ends_with("</r>") {
        let pieces = [(&Format::default(), "<r>"), (&Format::default(), &text[3..])];
        return Ok(worksheet.write_rich_string_with_format(row, column, &pieces, format)?);
    }
    Ok(worksheet.write_string_with_format(row, column, text, format)?)
}

/// The cached result of a formula.
fn result(value: &CellValue) -> Result<String, ValueFault> {
    match value {
        CellValue::Blank => Ok(String::new()),
        CellValue::Number(number) => {
            number::float(*number).ok_or(ValueFault::Number(*number))?;
            Ok(number::text(*number))
        }
        CellValue::Date(date) => number::serial(*date).map(|serial| serial.to_string()).ok_or(ValueFault::Date(*date)),
        CellValue::Truth(true) => Ok("TRUE".to_owned()),
        CellValue::Truth(false) => Ok("FALSE".to_owned()),
        CellValue::Text(text) => {
            check_text(text)?;
            Ok(text_result(text))
        }
    }
}

/// A text result such that the library marks it as text. It guesses the type by what the text looks
/// like, so what looks like a number, a truth or an error gets a blank behind it, until the
/// spreadsheet recalculates the cell.
fn text_result(text: &str) -> String {
    let taken = text.parse::<f64>().is_ok() || matches!(text, "TRUE" | "FALSE") || text.starts_with('#');
    if taken { format!("{text} ") } else { text.to_owned() }
}

enum ValueFault {
    Number(rust_decimal::Decimal),
    Date(jiff::civil::Date),
    TextTooLong(usize),
}

impl ValueFault {
    fn at(self, place: Place) -> WriteError {
        match self {
            Self::Number(value) => WriteError::Number { place, value },
            Self::Date(date) => WriteError::Date { place, date },
            Self::TextTooLong(length) => WriteError::TextTooLong { place, length },
        }
    }
}

fn check_text(text: &str) -> Result<(), ValueFault> {
    let length = text.encode_utf16().count();
    if length > LONGEST_TEXT { Err(ValueFault::TextTooLong(length)) } else { Ok(()) }
}

fn check_formula(formula: &str) -> Result<(), FormulaFault> {
    if formula.encode_utf16().count() > LONGEST_FORMULA {
        return Err(FormulaFault::Length);
    }
    // Quotes are doubled inside a text, which makes two short texts of it: good enough.
    let literals = formula.split('"').skip(1).step_by(2);
    match literals.map(|text| text.encode_utf16().count()).max() {
        Some(longest) if longest > LONGEST_LITERAL => Err(FormulaFault::Literal),
        _ => Ok(()),
    }
}
