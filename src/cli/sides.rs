//! The two runs that are compared.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use super::input::{Computed, OpenInput};
use crate::audit::{Figures, Group, Run};
use crate::lang::Words;
use crate::workbook::read::Preface;

/// One of the two.
pub(super) struct ComparedRun {
    /// The file as it was named.
    pub named: PathBuf,
    /// Its input, which is read once more by the other's policy, and what that says on its first sheets.
    pub input: Rc<RefCell<OpenInput>>,
    pub preface: Preface,
    pub computed: Computed,
    /// Of results: what they record, and what a difference from the recomputed figures is due to.
    pub recorded: Option<(Figures, Group)>,
    pub notes: Vec<Words>,
}

impl ComparedRun {
    pub(super) fn run(&self) -> Run<'_> {
        let Computed { policy, book, settlement, .. } = &self.computed;
        Run { policy, book, settlement }
    }
}
