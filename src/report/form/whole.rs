//! The whole of a form, sheet by sheet.

use std::borrow::Cow;

use super::super::sheet::Report;
use super::allowed::Form;
use super::builder::Builder;
use super::filling::Filling;
use super::rows::FilledRows;
use crate::lang::Lang;
use crate::policy::Policy;
use crate::say;

/// A workbook of `policy` with what `filling` holds; the rest is to be filled in.
#[must_use]
pub fn form<'a>(policy: &'a Policy, lang: Lang, filling: &'a Filling) -> Form<'a> {
    let mut builder =
        Builder { policy, lang, sheets: Vec::new(), allowed: Vec::new(), needed: Vec::new(), notes: Vec::new() };
    builder.guide();
    if !filling.proposals.is_empty() {
        builder.proposals(&filling.proposals);
    }
    let active = builder.sheets.len();
    builder.settings(filling);
    for (at, table) in policy.tables.iter().enumerate().filter(|(_, table)| !table.built_in) {
        builder.table(table, filling.tables.get(at).map_or(&[], Vec::as_slice));
    }
    for (at, sheet) in policy.sheets.iter().enumerate() {
        let rows = match filling.lines.get(at).filter(|lines| !lines.is_empty()) {
            Some(lines) => FilledRows::Typed(Cow::Borrowed(lines)),
            None => FilledRows::Entries(filling.sheets.get(at).map_or(&[][..], Vec::as_slice).into()),
        };
        builder.sheet(sheet, rows);
    }
    builder.replaced_rules(&filling.rules);
    builder.confirmations(filling);
    builder.examples();
    let title = policy.title.get(lang).to_owned();
    let subject = say!(Form::InputWorkbook).get(lang).to_owned();
    let report = Report { lang: None, title, subject, sheets: builder.sheets, names: Vec::new() };
    Form { report, allowed: builder.allowed, needed: builder.needed, notes: builder.notes, active }
}
