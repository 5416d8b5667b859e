//! What a workbook to be filled in is built with, a sheet after the other.

use super::allowed::{Allowed, CellNote, Needed};
use crate::lang::{Lang, Words};
use crate::policy::Policy;
use crate::report::sheet::{CellUnit, Print, ReportSheet, SheetBlock, SheetColumn};

// Sheets to be filled in begin where those of results do.
pub(super) use crate::report::tab::{FIRST, TOP};

/// What is being built, while it is.
pub(super) struct Builder<'a> {
    pub policy: &'a Policy,
    pub lang: Lang,
    pub sheets: Vec<ReportSheet<'a>>,
    pub allowed: Vec<Allowed>,
    pub needed: Vec<Needed>,
    pub notes: Vec<CellNote>,
}

impl<'a> Builder<'a> {
    /// A text in the language of the form.
    pub(super) fn say(&self, words: &Words) -> String {
        words.get(self.lang).to_owned()
    }

    /// A sheet of these blocks.
    pub(super) fn put(&mut self, label: &Words, subtitle: String, blocks: Vec<SheetBlock<'a>>, print: Print) {
        let name = self.say(label);
        let title = format!("{} · {name}", self.policy.title.get(self.lang));
        self.sheets.push(ReportSheet { name, title, subtitle, blocks, print, ..ReportSheet::default() });
    }

    /// A column of a sheet that is not the policy's.
    pub(super) fn column_of(&self, label: &Words, unit: CellUnit, width: u16) -> SheetColumn {
        SheetColumn::of(self.say(label)).shown(unit, width)
    }
}
