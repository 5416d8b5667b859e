//! The list of what nobody has confirmed: every yellow cell with what stands there, so that a run can tell whether somebody
//! has changed it since.

use std::borrow::Cow;

use super::builder::{Builder, FIRST};
use super::entry::Entry;
use super::filling::Filling;
use super::rows::{FilledRows, Ruled};
use super::typed::TypedRows;
use crate::book::{column_letters, guide_sheets, settings_sheet, to_confirm_columns};
use crate::policy::{Column, ColumnRole};
use crate::report::sheet::{CellValue, Print};
use crate::say;

impl Builder<'_> {
    /// The sheet, where anything is yellow.
    pub(super) fn confirmations(&mut self, filling: &Filling) {
        let policy = self.policy;
        let mut rows = TypedRows::default();
        let settings = self.say(&settings_sheet());
        let value = self.say(&say!(Form::Value));
        for setting in &policy.settings {
            let entry = filling.setting(&setting.name).filter(|entry| entry.is_open());
            if let Some(entry) = entry {
                list(&mut rows, [&settings, "", &self.say(&setting.label), "", &value], entry);
            }
        }
        let tables = policy.tables.iter().zip(&filling.tables);
        let tables =
            tables.map(|(table, rows)| (&table.label, &table.columns, FilledRows::Entries(Cow::Borrowed(rows))));
        let sheets = policy.sheets.iter().zip(&filling.sheets);
        let sheets =
            sheets.map(|(sheet, rows)| (&sheet.label, &sheet.columns, FilledRows::Entries(Cow::Borrowed(rows))));
        let lines = policy.sheets.iter().zip(&filling.lines);
        let lines = lines.map(|(sheet, rows)| (&sheet.label, &sheet.columns, FilledRows::Typed(Cow::Borrowed(rows))));
        for (label, columns, filled) in tables.chain(sheets).chain(lines) {
            for (place, entries) in filled.noted() {
                let number = u64::from(FIRST + 1) + place as u64;
                for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.is_open()) {
                    let under = |wanted: &dyn Fn(&Column) -> bool| {
                        columns.iter().position(wanted).and_then(|at| entries.get(at)).map(|entry| text(&entry.value))
                    };
                    let whose = under(&|column| matches!(column.role, ColumnRole::Id | ColumnRole::Manager));
                    let whose = whose.or_else(|| entries.first().map(|entry| text(&entry.value))).unwrap_or_default();
                    let when = under(&|column| column.role == ColumnRole::Period).unwrap_or_default();
                    let cell = format!("{}{number}", column_letters(u16::try_from(at).unwrap_or(0)));
                    list(&mut rows, [&self.say(label), &cell, &whose, &when, &self.say(&columns[at].label)], entry);
                }
            }
        }
        if rows.is_empty() {
            return;
        }
        let defined = to_confirm_columns();
        let label = guide_sheets()[3].clone();
        // As long as the cells are many: whoever confirms looks at those.
        let subtitle = say!(Report::PrintedOnDemand { subtitle: say!(Form::HowToConfirm) });
        let subtitle = self.say(&subtitle);
        let (needed, ruled) = (vec![false; defined.len()], Ruled::of(rows.len(), Print::OnDemand));
        self.lay(&label, subtitle, &defined, &needed, FilledRows::Typed(Cow::Owned(rows)), &ruled);
    }
}

fn list(rows: &mut TypedRows, texts: [&str; 5], entry: &Entry) {
    // As it is compared: no number format of its own.
    let value = text(&entry.value);
    let texts = texts.into_iter().chain([value.as_str(), &entry.note]);
    let cells = texts.map(|text| if text.is_empty() { CellValue::Blank } else { CellValue::Text(text.to_owned()) });
    rows.push(u32::try_from(rows.len()).unwrap_or(u32::MAX), cells);
}

fn text(value: &CellValue) -> String {
    match value {
        CellValue::Number(number) => number.normalize().to_string(),
        value => value.text().trim().to_owned(),
    }
}
