//! Workbooks to be filled in, as plain data: a report whose cells are open, and what may be typed there.
//!
//! Everything comes from the policy: sheets, headings, units, ranges, lists. The same builder makes an
//! empty template and, from a [`Filling`], the next period's input. The writer turns a [`Form`] into a file.

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

use rust_decimal::Decimal;

pub use earlier::{Earlier, next_form};
pub use entry::Entry;
pub use filling::{Filling, Listed, Proposed, Task};
pub use next::{Carried, by_number, next_period, paid_by_now, paid_rows};
pub use typed::TypedRows;

use rows::Filled;

use super::sheet::{Report, Sheet};
use crate::lang::{Lang, Words};
use crate::policy::Policy;
use crate::say;

/// A workbook to be filled in.
pub struct Form<'a> {
    /// Its sheets.
    pub report: Report<'a>,
    /// What may be typed where.
    pub allowed: Vec<Allowed>,
    /// Where a blank cell stands out, until it is filled in.
    pub needed: Vec<Needed>,
    /// Notes on single cells.
    pub notes: Vec<CellNote>,
    /// The sheet that is shown first.
    pub active: usize,
}

/// Cells of a column of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Place of the sheet in the report.
    pub sheet: usize,
    /// 0-based column.
    pub column: u16,
    /// 0-based first row.
    pub first: u32,
    /// 0-based last row.
    pub last: u32,
}

/// What may be typed into cells.
#[derive(Clone, Debug)]
pub struct Allowed {
    /// The cells.
    pub area: Area,
    /// What they may hold.
    pub kind: AllowedKind,
    /// Whether anything else is refused; otherwise the spreadsheet only asks back, because the program
    /// reads more spellings than a list shows.
    pub strict: bool,
    /// What is said to whoever types something else.
    pub message: String,
}

/// What a cell may hold.
#[derive(Clone, Debug)]
pub enum AllowedKind {
    /// One of these texts.
    List(Vec<String>),
    /// One of the texts of a range, given as a formula without `=`.
    ListFrom(String),
    /// A number in a range.
    Number {
        /// Least.
        min: Option<Decimal>,
        /// Greatest.
        max: Option<Decimal>,
    },
    /// A whole number in a range.
    Whole {
        /// Least.
        min: i32,
        /// Greatest.
        max: i32,
    },
    /// A date between two, given as formulas without `=`.
    Date {
        /// First.
        from: String,
        /// Last.
        to: String,
    },
}

/// Cells that stand out while a formula over the first of them is true.
#[derive(Clone, Debug)]
pub struct Needed {
    /// The cells.
    pub area: Area,
    /// The condition for the first cell, without `=`.
    pub when: String,
}

/// A note on a cell.
#[derive(Clone, Debug)]
pub struct CellNote {
    /// Place of the sheet in the report.
    pub sheet: usize,
    /// 0-based row.
    pub row: u32,
    /// 0-based column.
    pub column: u16,
    /// What it says.
    pub text: String,
}

/// How the cells of an input column are shown.
#[must_use]
pub fn entry_unit(column: &crate::policy::Column) -> super::sheet::Unit {
    column::unit(column)
}

/// How a setting's value is shown.
#[must_use]
pub fn setting_unit(setting: &crate::policy::Setting) -> super::sheet::Unit {
    super::held::unit(setting.unit)
}

/// Row of the headings of every sheet to be filled in (0-based).
pub(super) const TOP: u32 = 2;
/// First row that is filled in (0-based).
pub(super) const FIRST: u32 = TOP + super::sheet::Block::HEADER_ROWS;

/// What is being built, while it is.
pub(super) struct Builder<'a> {
    policy: &'a Policy,
    lang: Lang,
    sheets: Vec<Sheet<'a>>,
    allowed: Vec<Allowed>,
    needed: Vec<Needed>,
    notes: Vec<CellNote>,
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
            Some(lines) => Filled::Typed(Cow::Borrowed(lines)),
            None => Filled::from(filling.sheets.get(at).map_or(&[][..], Vec::as_slice)),
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

impl Builder<'_> {
    /// A text in the language of the form.
    fn say(&self, words: &Words) -> String {
        words.get(self.lang).to_owned()
    }

    /// The title over a sheet.
    fn title(&self, label: &Words) -> String {
        format!("{} · {}", self.policy.title.get(self.lang), label.get(self.lang))
    }
}
