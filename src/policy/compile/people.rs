//! What rules of a period are told of a manager's employment.

use super::super::model::{Employment, Role, Sheet};
use super::Compiler;
use crate::formula::{Entry, Kind, Scope};

impl Compiler<'_> {
    /// What rules of the period are told of a manager's employment, where a sheet has its dates.
    pub(super) fn employment(&mut self, scope: Scope, sheets: &[Sheet]) {
        let dated = sheets.iter().flat_map(|s| &s.columns).any(|c| matches!(c.role, Role::Joined | Role::Left));
        if scope != Scope::Period || !dated {
            return;
        }
        self.employed_from = Some(self.vocabulary.scope(scope).len());
        for told in Employment::ALL {
            let kind = if told.is_truth() { Kind::Truth } else { Kind::Plain };
            self.vocabulary.scope_mut(scope).push(Entry::new(told.name(), kind));
        }
    }
}
