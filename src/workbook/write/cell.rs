//! What a cell holds, as XML: exact value, formula with its result, and which look it has.

use super::error::{CellPlace, FormulaFault, WriteError};
use super::number;
use super::shared::Written;
use super::styles::{CellStyle, ValueShape};
use super::texts::SharedTexts;
use super::xml;
use crate::report::sheet::{Cell, CellUnit, CellValue};

/// Excel's limits, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;
const LONGEST_FORMULA: usize = 8_192;
const LONGEST_LITERAL: usize = 255;

/// What the column and the row say about a cell.
#[derive(Clone, Copy)]
pub(super) struct CellContext {
    /// The column's unit.
    pub unit: CellUnit,
    /// Whether the cell stands in the total row.
    pub total: bool,
    /// Whether its text is broken into lines, because it is wider than the column.
    pub wrap: bool,
}

/// The look of a cell.
pub(super) fn look(cell: &Cell, context: CellContext) -> CellStyle {
    let unit = if context.wrap { CellUnit::Prose } else { cell.unit.unwrap_or(context.unit) };
    CellStyle::Body { shape: shape(&cell.value, unit), tone: cell.tone, total: context.total }
}

/// How a value of a unit is shown.
pub(super) fn shape(value: &CellValue, unit: CellUnit) -> ValueShape {
    match (value, unit) {
        (CellValue::Number(number), CellUnit::Number) if !number.fract().is_zero() => ValueShape::Fraction,
        // 1, not 1.0.
        (CellValue::Number(number), CellUnit::ExactFactor) if number.fract().is_zero() => {
            ValueShape::Unit(CellUnit::Number)
        }
        _ => ValueShape::Unit(unit),
    }
}

/// Pushes what follows the reference and style of a cell, to its end; of a formula, `area` is what shares it from here on.
pub(super) fn push(
    out: &mut Vec<u8>,
    cell: &Cell,
    texts: &SharedTexts,
    shared: impl FnOnce(&str) -> Written,
    area: impl FnOnce() -> String,
) -> Result<(), CellFault> {
    let Some(formula) = &cell.formula else { return value(out, &cell.value, |text| texts.number(text)) };
    check_formula(formula).map_err(CellFault::Formula)?;
    out.extend_from_slice(match cell.value {
        CellValue::Number(_) | CellValue::Date(_) => b"><f".as_slice(),
        CellValue::Truth(_) => b" t=\"b\"><f",
        // An empty text is the result "", not the number 0.
        CellValue::Blank | CellValue::Text(_) => b" t=\"str\"><f",
    });
    let written = shared(formula);
    if let Written::First(number) | Written::Again(number) = written {
        out.extend_from_slice(b" t=\"shared\" si=\"");
        xml::whole(out, number.into());
        out.push(b'"');
    }
    match written {
        Written::Again(_) => out.extend_from_slice(b"/><v>"),
        Written::Alone => {
            out.push(b'>');
            xml::escape(out, formula);
            out.extend_from_slice(b"</f><v>");
        }
        Written::First(_) => {
            out.extend_from_slice(format!(" ref=\"{}\">", area()).as_bytes());
            xml::escape(out, formula);
            out.extend_from_slice(b"</f><v>");
        }
    }
    match &cell.value {
        CellValue::Blank => {}
        CellValue::Text(text) => {
            check_text(text)?;
            xml::escaped(out, text);
        }
        other => plain(out, other)?,
    }
    out.extend_from_slice(b"</v></c>");
    Ok(())
}

/// The same of a plain value; `shared` says which of the shared texts a text is.
pub(super) fn value(
    out: &mut Vec<u8>,
    value: &CellValue,
    shared: impl FnOnce(&str) -> Option<u32>,
) -> Result<(), CellFault> {
    match value {
        CellValue::Blank => out.extend_from_slice(b"/>"),
        CellValue::Text(content) => return text(out, content, shared(content)),
        other => {
            out.extend_from_slice(if matches!(other, CellValue::Truth(_)) { b" t=\"b\"><v>" } else { b"><v>" });
            plain(out, other)?;
            out.extend_from_slice(b"</v></c>");
        }
    }
    Ok(())
}

/// A value that is a number in the file.
fn plain(out: &mut Vec<u8>, value: &CellValue) -> Result<(), CellFault> {
    match value {
        CellValue::Number(number) => number::push(out, *number).ok_or(CellFault::Number(*number))?,
        CellValue::Truth(truth) => out.push(if *truth { b'1' } else { b'0' }),
        CellValue::Date(date) => {
            xml::whole(out, number::serial(*date).ok_or(CellFault::Date(*date))?.into());
        }
        CellValue::Blank | CellValue::Text(_) => {}
    }
    Ok(())
}

/// Pushes a text after the reference and style of its cell: always text, whatever it begins with. `shared` is its number
/// among the shared ones.
pub(super) fn text(out: &mut Vec<u8>, text: &str, shared: Option<u32>) -> Result<(), CellFault> {
    check_text(text)?;
    if text.is_empty() {
        out.extend_from_slice(b"/>");
    } else if let Some(number) = shared {
        out.extend_from_slice(b" t=\"s\"><v>");
        xml::whole(out, number.into());
        out.extend_from_slice(b"</v></c>");
    } else {
        out.extend_from_slice(b" t=\"inlineStr\"><is>");
        xml::text(out, text);
        out.extend_from_slice(b"</is></c>");
    }
    Ok(())
}

/// What Excel could not hold.
pub(super) enum CellFault {
    Number(rust_decimal::Decimal),
    Date(jiff::civil::Date),
    TextTooLong(usize),
    Formula(FormulaFault),
}

impl CellFault {
    pub(super) fn at(self, place: CellPlace) -> WriteError {
        match self {
            Self::Number(value) => WriteError::Number { place, value },
            Self::Date(date) => WriteError::Date { place, date },
            Self::TextTooLong(length) => WriteError::TextTooLong { place, length },
            Self::Formula(fault) => WriteError::Formula { place, fault },
        }
    }
}

fn check_text(text: &str) -> Result<(), CellFault> {
    if text.len() <= LONGEST_TEXT {
        return Ok(());
    }
    let length = text.encode_utf16().count();
    if length > LONGEST_TEXT { Err(CellFault::TextTooLong(length)) } else { Ok(()) }
}

fn check_formula(formula: &str) -> Result<(), FormulaFault> {
    // Bytes are at least as many as characters: no text in a short formula is too long.
    let longer = |text: &str, most: usize| text.len() > most && text.encode_utf16().count() > most;
    if formula.len() <= LONGEST_LITERAL {
        return Ok(());
    }
    if longer(formula, LONGEST_FORMULA) {
        return Err(FormulaFault::Length);
    }
    // Quotes are doubled inside a text, which makes two short texts of it: good enough.
    let mut literals = formula.split('"').skip(1).step_by(2);
    if literals.any(|text| longer(text, LONGEST_LITERAL)) { Err(FormulaFault::Literal) } else { Ok(()) }
}
