//! What `bonus policy` prints for programs.

use serde::Serialize;

use crate::formula::Scope;
use crate::lang::Lang;
use crate::policy::{PeriodKind, Policy};
use crate::report::json::PolicyRef;

/// The built-in policies.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct List {
    /// Each of them; the first one counts where none is named.
    pub policies: Vec<BuiltIn>,
}

/// A built-in policy.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct BuiltIn {
    /// Its id.
    pub id: &'static str,
    /// What people call it.
    pub title: String,
    /// Its versions, the lowest first.
    pub versions: Vec<VersionEntry>,
}

/// A version of a built-in policy.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct VersionEntry {
    /// Its number.
    pub version: String,
    /// The first day on which it is in force, such as `2026-01-01`; null where it is from the beginning.
    pub from: Option<String>,
}

/// A policy file without mistakes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Sound<'d> {
    #[serde(flatten)]
    pub policy: PolicyRef<'d>,
    /// How many rules it has.
    pub rules: usize,
    /// What is declared and nothing uses, each with its line.
    pub remarks: Vec<String>,
}

/// A policy file to start from.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Started<'d> {
    /// The file that was written.
    pub output: String,
    /// The id of the built-in policy that it extends.
    pub extends: &'d str,
    /// The version of that.
    pub version: &'d str,
}

/// A policy: clauses, settings, rules.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Described<'d> {
    #[serde(flatten)]
    policy: PolicyRef<'d>,
    /// What people call it.
    title: &'d str,
    /// What it goes by.
    period: PeriodKind,
    /// Its clauses.
    clauses: Vec<ClauseEntry<'d>>,
    /// Its settings.
    settings: Vec<SettingEntry<'d>>,
    /// Its rules, in the order of computing.
    rules: Vec<RuleEntry<'d>>,
}

/// A clause.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ClauseEntry<'d> {
    /// Its number.
    id: &'d str,
    /// What it says.
    text: &'d str,
}

/// A setting.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SettingEntry<'d> {
    /// Its name in formulas.
    name: &'d str,
    /// Its label.
    label: &'d str,
    /// Its clauses.
    clause: &'d str,
    /// The number of the reading that it chooses; null where it chooses none.
    reading: Option<&'d str>,
}

/// A rule.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RuleEntry<'d> {
    /// What it is computed for, as formulas call it.
    scope: &'d str,
    /// Its name in formulas.
    name: &'d str,
    /// Its label.
    label: &'d str,
    /// Its clauses.
    clause: &'d str,
    /// Its formula.
    formula: &'d str,
}

impl<'d> Described<'d> {
    /// In a language.
    pub(super) fn new(policy: &'d Policy, lang: Lang) -> Self {
        let clauses = policy.clauses.iter().map(|clause| ClauseEntry { id: &clause.id, text: clause.text.get(lang) });
        let settings = policy.settings.iter().map(|setting| SettingEntry {
            name: &setting.name,
            label: setting.label.get(lang),
            clause: &setting.clause,
            reading: setting.reading.as_deref(),
        });
        let rules = Scope::ALL.into_iter().flat_map(|scope| {
            let rules = policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none());
            rules.map(move |rule| RuleEntry {
                scope: policy.vocabulary.prefix(scope),
                name: &rule.name,
                label: rule.label.get(lang),
                clause: &rule.clause,
                formula: &rule.formula.text,
            })
        });
        Self {
            policy: PolicyRef::from(policy),
            title: policy.title.get(lang),
            period: policy.period,
            clauses: clauses.collect(),
            settings: settings.collect(),
            rules: rules.collect(),
        }
    }
}
