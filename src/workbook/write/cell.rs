//! Writes a single cell: exact value, formula with cached result, and look.

use rust_xlsxwriter::{Format, Formula};

use super::error::{FormulaFault, Place, WriteError};
use super::number;
use super::paper::{Ink, Paper};
use super::styles::{Look, Shape};
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
    paper: &mut Paper<'_>,
    (row, column): (u32, u16),
    cell: &Cell,
    context: Context,
) -> Result<(), WriteError> {
    let look = look(cell, context);
    let place = |paper: &Paper<'_>| Place { sheet: paper.worksheet.name(), row, column };
    if let Some(formula) = &cell.formula {
        check_formula(formula).map_err(|fault| WriteError::Formula { place: place(paper), fault })?;
        let result = result(&cell.value).map_err(|fault| fault.at(place(paper)))?;
        let formula = Formula::new(formula).set_result(result);
        return paper.put(row, column, Ink::Formula(formula), look);
    }
    let ink = match &cell.value {
        CellValue::Blank => Ink::Nothing,
        CellValue::Text(text) => {
            check_text(text).map_err(|fault| fault.at(place(paper)))?;
            if is_markup(text) {
                return write_markup(paper, (row, column), text, look);
            }
            Ink::Text(text)
        }
        CellValue::Truth(truth) => Ink::Truth(*truth),
        CellValue::Number(value) => {
            Ink::Number(number::float(*value).ok_or_else(|| ValueFault::Number(*value).at(place(paper)))?)
        }
        CellValue::Date(date) => {
            let serial = number::serial(*date).ok_or_else(|| ValueFault::Date(*date).at(place(paper)))?;
            Ink::Number(serial.into())
        }
    };
    paper.put(row, column, ink, look)
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

/// Whether the library would take a text for its own markup.
fn is_markup(text: &str) -> bool {
    text.starts_with("<r>") && text.ends_with("</r>")
}

/// Text is always text, whatever it begins with: in pieces even what looks like markup.
fn write_markup(paper: &mut Paper<'_>, (row, column): (u32, u16), text: &str, look: Look) -> Result<(), WriteError> {
    let pieces = [(&Format::default(), "<r>"), (&Format::default(), &text[3..])];
    let format = paper.format(look);
    paper.worksheet.write_rich_string_with_format(row, column, &pieces, format)?;
    Ok(())
}

/// The cached result of a formula.
fn result(value: &CellValue) -> Result<String, ValueFault> {
    match value {
        CellValue::Number(number) => {
            number::float(*number).ok_or(ValueFault::Number(*number))?;
            Ok(number::text(*number))
        }
        CellValue::Date(date) => number::serial(*date).map(|serial| serial.to_string()).ok_or(ValueFault::Date(*date)),
        value @ (CellValue::Blank | CellValue::Truth(_)) => Ok(value.text()),
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
    // No number begins with such a character.
    let word = text.chars().next().is_none_or(|first| !first.is_ascii());
    let taken = !word && (text.parse::<f64>().is_ok() || matches!(text, "TRUE" | "FALSE") || text.starts_with('#'));
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
    if text.len() <= LONGEST_TEXT {
        return Ok(());
    }
    let length = text.encode_utf16().count();
    if length > LONGEST_TEXT { Err(ValueFault::TextTooLong(length)) } else { Ok(()) }
}

fn check_formula(formula: &str) -> Result<(), FormulaFault> {
    // Bytes are at least as many as characters: no text in a short formula is too long.
    if formula.len() <= LONGEST_LITERAL {
        return Ok(());
    }
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
