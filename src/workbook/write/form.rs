//! A workbook to be filled in: a report, and on top of it lists, rules of typing, cells that stand out
//! while they are blank, and notes.

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, Formula, Note,
    Workbook,
};

use super::error::WriteError;
use super::making::Making;
use super::measure;
use super::styles::{FONT, TO_FILL};
use super::xlsx::filled;
use crate::report::form::{Allowed, AllowedKind, Form};

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
    notes(workbook, form)?;
    workbook.worksheet_from_index(form.active)?.set_active(true);
    Ok(())
}

fn notes(workbook: &mut Workbook, form: &Form) -> Result<(), WriteError> {
    for note in &form.notes {
        let worksheet = workbook.worksheet_from_index(note.sheet)?;
        worksheet.insert_note(note.row, note.column, &self::note(&note.text))?;
    }
    Ok(())
}

/// A note, hidden until pointed at, as large as its text.
pub(super) fn note(text: &str) -> Note {
    const WIDTH: u32 = 260;
    const CHARACTERS: u32 = 36;
    let lines = measure::lines(text, CHARACTERS).min(30);
    Note::new(text)
        .add_author_prefix(false)
        .set_font_name(FONT)
        .set_font_size(9)
        .set_width(WIDTH)
        .set_height(lines * 17 + 16)
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
    let style = if allowed.strict { DataValidationErrorStyle::Stop } else { DataValidationErrorStyle::Warning };
    let message: String = allowed.message.chars().take(MESSAGE).collect();
    Ok(validation.set_error_style(style).set_error_message(message)?)
}

/// The longest message that a spreadsheet takes.
const MESSAGE: usize = 250;
