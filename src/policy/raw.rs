//! The policy file as it is written: TOML into plain structures, nothing resolved yet.

use serde::Deserialize;
use toml::Spanned;

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

/// `[[table]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTable {
    /// Name in formulas.
    pub name: Text,
    /// Clause.
    pub clause: Text,
    /// Label; the name of the sheet that holds it.
    pub label: Words,
    /// `steps` (starts ascending) or `keys`.
    #[serde(rename = "use")]
    pub usage: Text,
    /// For steps: what the first start must be.
    pub first: Option<Text>,
    /// For steps: the column that says where a step ends, which must be where the next one starts.
    pub until: Option<Text>,
    /// Whether the workbook cannot give it.
    #[serde(default)]
    pub built_in: bool,
    /// Columns.
    pub columns: Vec<RawColumn>,
    /// Rows of the policy's own.
    #[serde(default)]
    pub rows: Vec<RawRow>,
}

/// A row of a table in the policy file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRow {
    /// The key of a keyed table.
    pub key: Option<Text>,
    /// Other spellings of the key.
    pub label: Option<Words>,
    /// The values of the other columns (of all columns for steps).
    pub values: Vec<Text>,
}

/// `[[sheet]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "each is a key of the file format")]
pub struct RawSheet {
    /// Name in messages.
    pub name: Text,
    /// Label; the name of the sheet.
    pub label: Words,
    /// What a row is: `manager`, `period`, `line`, `split` or `adjustment`.
    pub row: Text,
    /// Clause.
    pub clause: Option<Text>,
    /// Whether the sheet may be missing.
    #[serde(default)]
    pub optional: bool,
    /// Whether its rows say which periods a manager has. Several sheets may, a sheet of lines among
    /// them: then a line gives its manager the period.
    #[serde(default)]
    pub anchor: bool,
    /// Whether each computed period needs a row.
    #[serde(default)]
    pub required_each_period: bool,
    /// Whether its latest period is the through period when none is given.
    #[serde(default)]
    pub latest: bool,
    /// Whether its rows may only be of periods before the through period.
    #[serde(default)]
    pub closed: bool,
    /// For a sheet of shares: whether ids that are numbers are put in order by number where remainders tie.
    #[serde(default)]
    pub ids_by_number: bool,
    /// For a sheet that needs a row for every computed period: whether a period whose tasks are 0 needs none.
    #[serde(default)]
    pub not_of_leave: bool,
    /// What to do about two rows of one period, where more can be said than that there is one.
    pub one_row: Option<Words>,
    /// Groups of columns of which each row fills exactly one.
    #[serde(default)]
    pub either: Vec<Vec<String>>,
    /// For a sheet of adjustments: the rules of the period and of the year that may be adjusted.
    #[serde(default)]
    pub figures: Vec<Text>,
    /// Columns.
    pub columns: Vec<RawColumn>,
}

/// A column of a sheet or table.
#[allow(clippy::struct_excessive_bools, reason = "each is a key of the file format")]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawColumn {
    /// Name in formulas.
    pub name: Text,
    /// Heading.
    pub label: Words,
    /// Other spellings of the heading.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it is, when it is not a figure: `id`, `name`, `period`, `date`, `document`, `project`, `manager`, `share`, `match` (on a
    /// sheet of shares: what a line must have in its column of the same name), `joined`, `left`, `figure`.
    pub role: Option<Text>,
    /// Unit of a figure.
    pub unit: Option<Text>,
    /// Clause.
    pub clause: Option<Text>,
    /// Table whose keys it holds.
    pub table: Option<Text>,
    /// Formula for a blank cell.
    pub default: Option<Text>,
    /// Formula for the figure that counts; in it the column's own name is what was typed, or the default.
    pub counts: Option<Text>,
    /// Whether it may be blank.
    #[serde(default)]
    pub optional: bool,
    /// What the sheet of examples shows in its two rows, where not any figure will do.
    #[serde(default)]
    pub examples: Vec<Text>,
    /// Least value.
    pub min: Option<Text>,
    /// Greatest value.
    pub max: Option<Text>,
    /// Whether it is a count: no fractions.
    #[serde(default)]
    pub whole: bool,
    /// Whether it is a task that a half-year review scales.
    #[serde(default)]
    pub task: bool,
    /// For a sheet of closed periods: the period's rules whose sum stands here once the period is paid.
    #[serde(default)]
    pub carries: Vec<Text>,
    /// For a sheet of closed periods: the period's rule that says by how much the recomputed figure differs.
    pub difference: Option<Text>,
    /// For the sheet of managers: the rule of the manager, or of the period (its last one counts), whose figure the next year
    /// opens with.
    pub opens_with: Option<Text>,
    /// Whether a reader of the results may fold it away.
    #[serde(default)]
    pub auxiliary: bool,
}

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
