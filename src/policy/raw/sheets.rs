//! Tables, sheets and columns, as they are written.

use serde::Deserialize;

use super::Text;
use crate::lang::Words;

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
