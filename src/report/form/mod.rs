//! Workbooks to be filled in, as plain data: a report whose cells are open, and what may be typed there.
//!
//! Everything comes from the policy: sheets, headings, units, ranges, lists. The same builder makes an
//! empty template and, from a [`Filling`], the next period's input. The writer turns a [`Form`] into a file.

mod allowed;
mod builder;
mod closing;
mod column;
mod confirm;
mod earlier;
mod entry;
mod examples;
mod filling;
mod guide;
mod next;
mod openings;
mod owed;
mod paid;
mod proposals;
mod review;
mod rows;
mod settings;
mod typed;

use std::borrow::Cow;

pub use allowed::{Allowed, AllowedKind, CellNote, ColumnRange, Form, Needed};
pub use closing::by_number;
pub use earlier::{Earlier, next_form};
pub use entry::Entry;
pub use filling::{Filling, ListedPerson, Proposed, Task};
pub use next::{Carried, next_period, paid_by_now, paid_rows};
pub use typed::TypedRows;

use builder::Builder;
use rows::FilledRows;

use super::sheet::Report;
use crate::lang::Lang;
use crate::policy::Policy;
use crate::say;

/// How the cells of an input column are shown.
#[must_use]
pub fn entry_unit(column: &crate::policy::Column) -> super::sheet::CellUnit {
    column::unit(column)
}

/// How a setting's value is shown.
#[must_use]
pub fn setting_unit(setting: &crate::policy::Setting) -> super::sheet::CellUnit {
    super::held::unit(setting.unit)
}

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
            None => FilledRows::from(filling.sheets.get(at).map_or(&[][..], Vec::as_slice)),
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
