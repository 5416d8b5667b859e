//! A workbook to be filled in: a report, and on top of it lists, rules of typing, cells that stand out
//! while they are blank, and notes.

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, Formula, Note,
    Workbook,
};

use super::error::WriteError;
use super::making::Making;
use super::notes;
use super::styles::TO_FILL;
use super::xlsx::filled;
use crate::report::form::{Allowed, AllowedKind, CellNote, Form};

/// The workbook of `form`, in the xlsx format.
///
/// # Errors
/// As for [`super::xlsx()`].
pub fn form(form: &Form) -> Result<Vec<u8>, WriteError> {
    let mut bytes = Vec::new();
    filled(&form.report, &Making::default(), |workbook| finish(workbook, form), &mut bytes)?;
    Ok(bytes)
}

fn finish(workbook: &mut Workbook, form: &Form) -> Result<(), WriteError> {
    for allowed in &form.allowed {
        let validation = validation(allowed)?;
        let area = allowed.area;
        let worksheet = workbook.worksheet_from_index(area.sheet)?;
        worksheet.add_data_validation(area.first, area.column, area.last, area.column, &validation)?;
    }
    let fill = Format::new().set_background_color(TO_FILL);
    for needed in &form.needed {
        let rule = ConditionalFormatFormula::new().set_rule(format!("={}", needed.when).as_str()).set_format(&fill);
        let area = needed.area;
        let worksheet = workbook.worksheet_from_index(area.sheet)?;
        worksheet.add_conditional_format(area.first, area.column, area.last, area.column, &rule)?;
    }
    for CellNote { sheet, row, column, text } in &form.notes {
        workbook.worksheet_from_index(*sheet)?.insert_note(*row, *column, &note(text))?;
    }
    workbook.worksheet_from_index(form.active)?.set_active(true);
    Ok(())
}

/// A note on a cell, for something that is typed.
pub(super) fn note(text: &str) -> Note {
    notes::note(text, 260, 36, 30)
}

fn validation(allowed: &Allowed) -> Result<DataValidation, WriteError> {
    // Bounds go as text: a spreadsheet reads them as it reads a cell.
    let bound = |number: &rust_decimal::Decimal| Formula::new(number.normalize().to_string());
    let validation = DataValidation::new();
    let validation = match &allowed.kind {
        AllowedKind::List(texts) => validation.allow_list_strings(texts)?,
        AllowedKind::ListFrom(formula) => validation.allow_list_formula(Formula::new(formula)),
        AllowedKind::Number { min, max } => validation.allow_decimal_number_formula(match (min, max) {
            (Some(min), Some(max)) => DataValidationRule::Between(bound(min), bound(max)),
            (Some(min), None) => DataValidationRule::GreaterThanOrEqualTo(bound(min)),
            (None, Some(max)) => DataValidationRule::LessThanOrEqualTo(bound(max)),
            // Any number, but a number.
            (None, None) => DataValidationRule::Between(Formula::new("-1E+12"), Formula::new("1E+12")),
        }),
        AllowedKind::Whole { min, max } => validation.allow_whole_number(DataValidationRule::Between(*min, *max)),
        AllowedKind::Date { from, to } => {
            validation.allow_date_formula(DataValidationRule::Between(Formula::new(from), Formula::new(to)))
        }
    };
    let style = if allowed.is_strict() { DataValidationErrorStyle::Stop } else { DataValidationErrorStyle::Warning };
    let message: String = allowed.message.chars().take(MESSAGE).collect();
    Ok(validation.set_error_style(style).set_error_message(message)?)
}

/// The longest message that a spreadsheet takes.
const MESSAGE: usize = 250;
