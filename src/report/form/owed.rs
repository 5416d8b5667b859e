//! What is owed when a year ends: a payable below zero opens the next year as an adjustment of its first period, for
//! somebody to approve.
//!
//! What a period takes from the fixed wage is taken already and not owed.

use rust_decimal::Decimal;

use super::closing::{Closing, NextRow};
use super::entry::Entry;
use crate::policy::{ColumnRole, Sheet, Unit};
use crate::report::sheet::CellValue;
use crate::say;
use crate::settle::RowKey;

/// A row for each manager who owes, with the approver left to be filled in.
pub(super) fn rows(closing: &Closing<'_>, sheet: &Sheet) -> Vec<NextRow> {
    let managers = 0..closing.book().managers.len();
    managers.filter_map(|manager| row(closing, sheet, manager, owed(closing, manager)?)).collect()
}

/// What a manager owes, below zero; `None` where it is nothing.
fn owed(closing: &Closing<'_>, manager: usize) -> Option<Decimal> {
    let settlement = closing.results.settlement;
    let policy = closing.policy();
    let payable = policy.payable()?;
    let payable = settlement.number(RowKey::Manager { person: manager }, payable.slot)?;
    let through = closing.book().through.index();
    let deduction = policy
        .wage_deduction()
        .and_then(|rule| settlement.number(RowKey::Period { person: manager, period: through }, rule.slot));
    let owed = payable + deduction.unwrap_or_default();
    (owed < Decimal::ZERO).then_some(owed)
}

fn row(closing: &Closing<'_>, sheet: &Sheet, manager: usize, owed: Decimal) -> Option<NextRow> {
    let figure = sheet.figures.first()?;
    let year = closing.book().year;
    let reason = say!(Form::OwedFrom { year });
    let mut row = closing.blank(sheet, manager, closing.next);
    let texts: Vec<usize> = (0..sheet.columns.len()).filter(|at| is_text(sheet, *at)).collect();
    for (at, column) in sheet.columns.iter().enumerate() {
        let entry = &mut row.entries[at];
        match column.role {
            ColumnRole::Figure => *entry = Entry::text(figure.label.get(closing.lang)),
            // Who approves it is nobody's to say but theirs.
            ColumnRole::Value { .. } if texts.last() == Some(&at) && texts.len() > 1 => {
                *entry = Entry::default().marked(closing.say(&say!(Form::ToBeRecovered { year })));
            }
            ColumnRole::Value { .. } if is_text(sheet, at) => *entry = Entry::text(closing.say(&reason)),
            ColumnRole::Value { .. } => *entry = Entry::new(CellValue::Number(owed)),
            _ => {}
        }
    }
    Some(row)
}

fn is_text(sheet: &Sheet, at: usize) -> bool {
    matches!(sheet.columns[at].role, ColumnRole::Value { .. }) && sheet.columns[at].unit == Unit::Text
}
