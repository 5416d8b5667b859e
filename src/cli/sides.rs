//! The two runs that are compared.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use super::input::{Chosen, Computed, OpenInput};
use crate::audit::{AuditedRun, FiguresByTarget, Group};
use crate::lang::Words;
use crate::policy::builtin::THROUGH;
use crate::workbook::read::Preface;
use crate::workbook::read::text::fold;

/// One of the two.
pub(super) struct ComparedRun {
    /// The file as it was named.
    pub named: PathBuf,
    /// Its input, which is read once more by the other's policy, and what that says on its first sheets.
    pub input: Rc<RefCell<OpenInput>>,
    pub preface: Preface,
    pub computed: Computed,
    /// Of results: what they record, and what a difference from the recomputed figures is due to.
    pub recorded: Option<(FiguresByTarget, Group)>,
    pub notes: Vec<Words>,
}

impl ComparedRun {
    /// Whether it was computed by the same policy as another input will be, and both say themselves that they go through the
    /// same period.
    pub(super) fn goes_by(&self, other: &Chosen) -> bool {
        let policy = &other.policy;
        let names: Vec<String> = policy.settings[THROUGH].spellings().map(fold).collect();
        let through = |preface: &Preface| preface.named(&names).find_map(|row| row.value.clone());
        let said = through(&other.preface);
        self.recorded.is_none()
            && self.computed.policy.hash == policy.hash
            && said.is_some()
            && said == through(&self.preface)
    }

    pub(super) fn run(&self) -> AuditedRun<'_> {
        self.computed.audited()
    }
}
