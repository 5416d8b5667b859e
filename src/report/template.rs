//! Formulas that are written once for many rows.
//!
//! Down a column a formula changes in nothing but its row numbers, as long as the rows have the same company: a period
//! before or none, credits or none, the same finer rows. So for each formula and each such company (its [`TemplateKey`]) the
//! text is made once, by the same writer as every other formula, with marks where the row numbers go; a row puts its numbers
//! in. Three things make a row one of its own, and its formula is then written out: a rounding that needs an addend for
//! the row's exact value, finer rows that are few or must be named one by one (adjustments), and names whose cell the row itself decides (settings
//! by date, inputs with a default).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::RwLock;

use super::tab::Tab;
use crate::formula::{Code, Rounding, Scope};

/// Marks where the row numbers of a template go: characters that no formula has.
pub(super) const MANAGER_ROW: &str = "\u{1}";
pub(super) const CREDIT_ROW: &str = "\u{2}";
pub(super) const FIRST_CREDIT: &str = "\u{3}";
pub(super) const LAST_CREDIT: &str = "\u{4}";
pub(super) const SUMMARY_ROW: &str = "\u{5}";
pub(super) const MARKS: [char; 5] = ['\u{1}', '\u{2}', '\u{3}', '\u{4}', '\u{5}'];

/// The templates of a workbook, by the sheet on which they stand, so that threads on different sheets do not meet.
#[derive(Default)]
pub(super) struct Templates {
    sheets: [RwLock<HashMap<Name, FormulaTemplates>>; Tab::COUNT],
}

impl Templates {
    /// Those of a sheet.
    pub(super) fn on(&self, tab: Tab) -> &RwLock<HashMap<Name, FormulaTemplates>> {
        &self.sheets[tab.place()]
    }
}

/// Which formula of a row.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Name {
    /// One of the policy, by its number.
    Formula(usize),
    /// What says the state of a scope's row.
    OfRow(Scope),
}

/// What is known of a formula.
pub(super) struct FormulaTemplates {
    /// `None` where it reads something that only the row itself can tell.
    pub reads: Option<RowReads>,
    pub found: Vec<(TemplateKey, Option<FormulaTemplate>)>,
}

/// What a formula reads that may differ from row to row.
#[derive(Clone, Copy, Default)]
pub(super) struct RowReads {
    pub previous: bool,
    /// The scopes of its finer rows, a bit each.
    pub finer: u16,
}

impl RowReads {
    pub(super) fn gathers(self, scope: Scope) -> bool {
        self.finer & 1 << scope.index() != 0
    }
}

/// The company of a row, as far as a formula reads it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct TemplateKey {
    pub number: usize,
    pub scope: Scope,
    /// The period before.
    pub previous: Option<usize>,
    /// The sheet of its credits; `None` without any.
    pub credits: Option<Tab>,
    /// Which finer rows there are.
    pub finer: u32,
}

/// A formula with places for row numbers.
pub(super) struct FormulaTemplate {
    /// What stands before each place, and its mark.
    pub pieces: Vec<(String, u8)>,
    /// What stands behind the last.
    pub last: String,
    /// How long it is without the numbers.
    pub length: usize,
    /// The roundings that may need an addend for a row's exact value.
    pub roundings: Vec<(Code, i32, Rounding)>,
}

/// What is noted while a template is made.
#[derive(Default)]
pub(super) struct Sampling {
    pub roundings: RefCell<Vec<(Code, i32, Rounding)>>,
    pub spoilt: Cell<bool>,
}

impl Sampling {
    /// A rounding that rows must look at.
    pub(super) fn rounding(&self, x: &Code, places: i32, rounding: Rounding) {
        self.roundings.borrow_mut().push((x.clone(), places, rounding));
    }

    /// The text says more of this row than its company does.
    pub(super) fn spoil(&self) {
        self.spoilt.set(true);
    }
}
