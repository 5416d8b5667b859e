//! The names that formulas may use: what each scope holds, the settings and the tables.

use super::code::{Hierarchy, Scope, has_peers};
use super::kind::Kind;

/// All names of a policy.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// What the finest manager scope is called: `quarter` or `month`.
    pub period: String,
    /// What the department's are called.
    of_department: String,
    /// The settings.
    pub settings: Vec<VocabularyEntry>,
    /// The tables.
    pub tables: Vec<TableShape>,
    /// Who reports to whom, where a column says so.
    pub hierarchy: Option<Hierarchy>,
    scopes: [Vec<VocabularyEntry>; Scope::COUNT],
}

/// A name and what it stands for.
#[derive(Clone, Debug)]
pub struct VocabularyEntry {
    /// The name.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// For a text setting, or the figure of an adjustment: the only texts it may have.
    pub choices: Vec<String>,
    /// For an input or a setting that may be left blank: the slot that holds what was typed (`GIVEN`).
    pub raw: Option<usize>,
}

impl VocabularyEntry {
    /// A name of a kind.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), kind, choices: Vec::new(), raw: None }
    }
}

/// A table's columns.
#[derive(Clone, Debug)]
pub struct TableShape {
    /// Its name.
    pub name: String,
    /// Name and kind of each column; the first is the key or the start of the step.
    pub columns: Vec<(String, Kind)>,
}

impl Vocabulary {
    /// No names yet, for a policy of this period.
    pub fn new(period: impl Into<String>) -> Self {
        let period = period.into();
        Self { of_department: format!("department_{period}"), period, ..Self::default() }
    }

    /// The names of a scope, by slot.
    #[must_use]
    pub fn scope(&self, scope: Scope) -> &[VocabularyEntry] {
        &self.scopes[scope.index()]
    }

    /// The names of a scope, to be added to.
    pub fn scope_mut(&mut self, scope: Scope) -> &mut Vec<VocabularyEntry> {
        &mut self.scopes[scope.index()]
    }

    /// The slot of `name` in a scope. A later entry of the same name hides an earlier one, so that
    /// an input's default hides the raw cell.
    #[must_use]
    pub fn find(&self, scope: Scope, name: &str) -> Option<usize> {
        position(self.scope(scope), name)
    }

    /// The slot of a setting.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<usize> {
        position(&self.settings, name)
    }

    /// The number of a table.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.name == name)
    }

    /// The hierarchy that the rules of a scope may go by: one that changes from period to period is the period's.
    #[must_use]
    pub fn hierarchy_of(&self, scope: Scope) -> Option<Hierarchy> {
        let sees = |hierarchy: &Hierarchy| hierarchy.scope == Scope::Manager || hierarchy.scope == scope;
        self.hierarchy.filter(|hierarchy| has_peers(scope) && sees(hierarchy))
    }

    /// The word before the point for a scope.
    #[must_use]
    pub fn prefix(&self, scope: Scope) -> &str {
        match scope {
            Scope::Line => "line",
            Scope::Credit => "credit",
            Scope::Adjustment => "adjustment",
            Scope::Period => &self.period,
            Scope::Half => "half",
            Scope::Year => "year",
            Scope::Manager => "manager",
            Scope::DepartmentPeriod => &self.of_department,
            Scope::Department => "department",
        }
    }
}

fn position(entries: &[VocabularyEntry], name: &str) -> Option<usize> {
    entries.iter().rposition(|entry| entry.name == name)
}
