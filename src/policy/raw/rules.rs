//! Rules and what else has formulas, as they are written.

use serde::Deserialize;

use super::Text;
use crate::lang::Words;

/// A rule of any scope.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRule {
    /// Name.
    pub name: Text,
    /// Clauses, separated by commas.
    pub clause: Text,
    /// Label.
    pub label: Words,
    /// Unit.
    pub unit: Text,
    /// Formula.
    pub formula: Text,
    /// Remark.
    pub note: Option<Words>,
    /// Whether a row may lack the figure: `NA()` is null in JSON then.
    #[serde(default)]
    pub optional: bool,
    /// Whether it is a step on the way that a reader may fold away.
    #[serde(default)]
    pub auxiliary: bool,
    /// For a manager's rule: whether it is a part of his first figure, to be shown beside it.
    #[serde(default)]
    pub part: bool,
    /// When the figure needs attention: `alert-when-false`, `notice-when-positive`, …
    pub attention: Option<Text>,
    /// What is said of it then; without it the label; an empty text says nothing.
    pub attention_words: Option<Words>,
    /// For a half-year: what the next periods' input should say, if someone confirms it.
    pub proposes: Option<RawProposes>,
}

/// `proposes = { column = "base", nth = 1 }`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawProposes {
    /// The column of the sheet of periods.
    pub column: Text,
    /// Which of the following half-year's periods, from 1; all without it.
    pub nth: Option<u8>,
    /// The column of the sheet of managers that takes its place in the next year.
    pub of_manager: Option<Text>,
    /// The half-year's rule that says what was, where the cell itself may be blank.
    pub was: Option<Text>,
}

/// `[half_year]` and `[year_end]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawWhen {
    /// Formula: whether the row exists.
    pub when: Text,
}

/// `[[check]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCheck {
    /// Name, by which another policy may replace it.
    #[allow(dead_code, reason = "a key of the file format")]
    pub name: Option<Text>,
    /// Scope.
    pub scope: Text,
    /// The input column whose cell is at fault.
    pub column: Text,
    /// Clause.
    pub clause: Text,
    /// Formula that must be TRUE.
    pub formula: Text,
    /// What is wrong when it is not.
    pub message: Words,
    /// How to mend it.
    pub mend: Words,
    /// Whether it only warns.
    #[serde(default)]
    pub warning: bool,
}

/// `[[law]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawLaw {
    /// Name.
    pub name: Text,
    /// Scope.
    pub scope: Text,
    /// Clause.
    pub clause: Text,
    /// What it says.
    pub label: Words,
    /// One side.
    pub left: Text,
    /// The other side.
    pub right: Text,
}

/// `[[export]]`: a sheet of the results with a row a manager and period, whose headings are those of a
/// sheet that another policy reads, such as the scores of a commission.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawExport {
    /// Name, for policies that replace it.
    pub name: Text,
    /// Label; the name of the sheet.
    pub label: Words,
    /// Columns.
    pub columns: Vec<RawExportColumn>,
}

/// A column of an exported sheet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawExportColumn {
    /// What it holds: `id`, `name`, `period`, or the name of an input or rule of the period.
    pub name: Text,
    /// Heading.
    pub label: Words,
}

/// `[[threshold]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawThreshold {
    /// Name, by which another policy may replace it.
    #[allow(dead_code, reason = "a key of the file format")]
    pub name: Text,
    /// Scope: the period's or the manager's.
    pub scope: Text,
    /// Clause.
    pub clause: Text,
    /// What is reached, as in "… more reaches the base".
    pub label: Words,
    /// Formula: how much more is to be collected; nothing when it is reached.
    pub missing: Text,
}

/// `[[chart]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawChart {
    /// Name, by which another policy may replace it.
    #[allow(dead_code, reason = "a key of the file format")]
    pub name: Text,
    /// Scope: `manager` (a group of columns for each) or `department` (a bar for each figure).
    pub scope: Text,
    /// Title.
    pub title: Words,
    /// Rules of that scope.
    pub figures: Vec<Text>,
}
