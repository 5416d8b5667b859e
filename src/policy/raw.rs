//! The policy file as it is written: TOML into plain structures, nothing resolved yet.

mod rules;
mod sheets;

use serde::Deserialize;
use toml::Spanned;

pub use rules::*;
pub use sheets::*;

use crate::lang::Words;

/// A text with its place in the file.
pub type Text = Spanned<String>;

/// A whole file, after it was laid over the one that it extends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPolicy {
    /// Version of the file format: 1.
    pub format: Spanned<u32>,
    /// Who the policy is.
    pub policy: RawHead,
    /// Clauses of the policy's text.
    #[serde(default)]
    pub clause: Vec<RawClause>,
    /// Texts that formulas and settings use, as people read and write them.
    #[serde(default)]
    pub words: std::collections::BTreeMap<String, Words>,
    /// Settings.
    #[serde(default)]
    pub setting: Vec<RawSetting>,
    /// Readings that have no other choice.
    #[serde(default)]
    pub reading: Vec<RawReading>,
    /// Tables.
    #[serde(default)]
    pub table: Vec<RawTable>,
    /// Input sheets.
    #[serde(default)]
    pub sheet: Vec<RawSheet>,
    /// Rules of a line.
    #[serde(default)]
    pub line: Vec<RawRule>,
    /// Rules of a credit.
    #[serde(default)]
    pub credit: Vec<RawRule>,
    /// Rules of a quarter.
    #[serde(default)]
    pub quarter: Vec<RawRule>,
    /// Rules of a month.
    #[serde(default)]
    pub month: Vec<RawRule>,
    /// When a half-year is reviewed.
    pub half_year: Option<RawWhen>,
    /// Rules of a half-year.
    #[serde(default)]
    pub half: Vec<RawRule>,
    /// When a year is settled.
    pub year_end: Option<RawWhen>,
    /// Rules of a year.
    #[serde(default)]
    pub year: Vec<RawRule>,
    /// Rules of a manager.
    #[serde(default)]
    pub manager: Vec<RawRule>,
    /// Rules of the department.
    #[serde(default)]
    pub department: Vec<RawRule>,
    /// Rules of the department's quarter.
    #[serde(default)]
    pub department_quarter: Vec<RawRule>,
    /// Rules of the department's month.
    #[serde(default)]
    pub department_month: Vec<RawRule>,
    /// What must hold of the input.
    #[serde(default)]
    pub check: Vec<RawCheck>,
    /// What must hold of the results.
    #[serde(default)]
    pub law: Vec<RawLaw>,
    /// Sheets of the results that serve as input elsewhere.
    #[serde(default)]
    pub export: Vec<RawExport>,
    /// What a manager may be near to.
    #[serde(default)]
    pub threshold: Vec<RawThreshold>,
    /// Charts of the summary.
    #[serde(default)]
    pub chart: Vec<RawChart>,
}

/// `[policy]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawHead {
    /// Short name, used on the command line and in workbooks.
    pub id: Text,
    /// Version; it changes whenever a figure may change.
    pub version: Text,
    /// The first day on which this version is in force; without one it is from the beginning.
    pub from: Option<Text>,
    /// What this version changes for those who are paid, against the one before it.
    pub changes: Option<Words>,
    /// Title.
    pub title: Words,
    /// `quarter` or `month`.
    pub period: Text,
    /// The period's rule that the summary shows for each period.
    pub headline: Option<Text>,
    /// The manager's rule that says what the year costs so far, for comparing runs.
    pub cost: Option<Text>,
    /// The policy that this one extends; resolved before this structure is read.
    #[allow(dead_code, reason = "a key of the file format")]
    pub extends: Option<Text>,
    /// What a row of the managers' sheet is called, in the singular; without it, 客户经理 / manager.
    pub person: Option<Words>,
    /// How tax is taken.
    pub tax_note: Option<Words>,
    /// What is left out of the policy's text, and why.
    pub left_out: Option<Words>,
}

/// `[[clause]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawClause {
    /// Its number.
    pub id: Text,
    /// What it says, in our words.
    pub text: Words,
}

/// A value of a setting from a date on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawDated {
    /// The first day on which it is in force, such as `2018-05-01`.
    pub from: Text,
    /// The value.
    pub value: Text,
    /// Who says so.
    pub source: RawSource,
}

/// A source: one text for both languages (a document's number, say), or one each.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum RawSource {
    /// The same in both.
    Same(String),
    /// In both languages.
    Both(Words),
}

impl RawSource {
    /// In both languages.
    pub fn words(&self) -> Words {
        match self {
            Self::Same(text) => Words::same(text),
            Self::Both(words) => words.clone(),
        }
    }
}

/// `[[reading]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawReading {
    /// Its number.
    pub id: Text,
    /// How the text is read.
    pub text: Words,
}

/// `[[setting]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSetting {
    /// Name in formulas.
    pub name: Text,
    /// Clause.
    pub clause: Text,
    /// Label on the settings sheet.
    pub label: Words,
    /// Unit.
    pub unit: Text,
    /// Value when the workbook gives none; without it the workbook must give one.
    pub default: Option<Text>,
    /// Later values, each from a date on; `default` is the value before the first.
    #[serde(default)]
    pub dated: Vec<RawDated>,
    /// Which date decides among them: `line-date` or `period-end`.
    pub in_force: Option<Text>,
    /// Whether nobody need give it: rules ask with `GIVEN(name)` whether someone did.
    #[serde(default)]
    pub optional: bool,
    /// Whether a year in which it changes is settled by the value on its last day; else such a workbook is at fault.
    #[serde(default)]
    pub settled: bool,
    /// Least value.
    pub min: Option<Text>,
    /// Greatest value.
    pub max: Option<Text>,
    /// For a text: the values that it may have.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Number of the reading that this setting decides.
    pub reading: Option<Text>,
    /// Remark.
    pub note: Option<Words>,
}
