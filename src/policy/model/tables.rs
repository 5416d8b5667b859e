//! Settings and tables of a policy, and where the rows of a table meet.

use rust_decimal::Decimal;

use super::super::unit::Unit;
use super::dated::Dated;
use super::sheets::Column;
use crate::formula::{Symbol, Value};
use crate::lang::Words;
use crate::say;

/// A setting.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Name in formulas.
    pub name: String,
    /// Clause.
    pub clause: String,
    /// Label.
    pub label: Words,
    /// Unit.
    pub unit: Unit,
    /// The policy's own value; [`Value::Blank`] for an optional setting.
    pub default: Option<Value>,
    /// Its later values, where it changes over time.
    pub dated: Option<Dated>,
    /// Whether nobody need give it: it is blank then, and rules ask with `GIVEN(name)`.
    pub optional: bool,
    /// Whether a year in which it changes is settled by the value on its last day.
    pub settled: bool,
    /// Least value.
    pub min: Option<Decimal>,
    /// Greatest value.
    pub max: Option<Decimal>,
    /// The only texts that it may have.
    pub choices: Vec<String>,
    /// The reading that it decides.
    pub reading: Option<String>,
    /// Remark.
    pub note: Option<Words>,
}

impl Setting {
    /// What it may be called in a workbook: its name, or its label in any language.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.label.spellings().chain([self.name.as_str()])
    }

    /// Its clauses, and the reading that it chooses.
    #[must_use]
    pub fn cited(&self) -> String {
        match &self.reading {
            Some(reading) => format!("{}, {reading}", self.clause),
            None => self.clause.clone(),
        }
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct TableDef {
    /// Name in formulas.
    pub name: String,
    /// Clause.
    pub clause: String,
    /// Label and sheet name.
    pub label: Words,
    /// How it is used.
    pub usage: TableUse,
    /// For steps: the column that says where a step ends.
    pub until: Option<usize>,
    /// Whether only the policy gives it.
    pub built_in: bool,
    /// Columns.
    pub columns: Vec<Column>,
    /// The policy's own rows; empty when the workbook must give them.
    pub rows: Vec<Vec<Value>>,
    /// Spellings of the keys of `rows`.
    pub keys: Vec<(Symbol, Words)>,
}

/// How a table is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableUse {
    /// Starts ascending, each with a value; the first start may be prescribed.
    Steps {
        /// What the first start must be.
        first: Option<Decimal>,
    },
    /// Rows found by a text.
    Keys,
}

/// What is wrong where one step ends and the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// Nothing lies between the end of the step and the start of the next.
    Gap(Decimal, Decimal),
    /// The step ends above the start of the next.
    Overlap(Decimal, Decimal),
    /// The last step ends, and above it there is nothing.
    Closed(Decimal),
}

impl Joint {
    /// What is wrong, in words.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Gap(to, from) => {
                say!(Policy::StepGap { to, from })
            }
            Self::Overlap(to, from) => say!(Policy::StepOverlap { to, from }),
            Self::Closed(to) => say!(Policy::LastStepEnds { to }),
        }
    }
}

/// The rows of a table of steps, in rising order, that do not end where the next one starts. A blank end
/// is always right.
#[must_use]
pub fn joints(rows: &[Vec<Value>], until: Option<usize>) -> Vec<(usize, Joint)> {
    let Some(until) = until else { return Vec::new() };
    let number = |row: &Vec<Value>, column: usize| match row.get(column) {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let joint = |(index, row): (usize, &Vec<Value>)| {
        let to = number(row, until)?;
        let joint = match rows.get(index + 1).and_then(|next| number(next, 0)) {
            None => Joint::Closed(to),
            Some(from) if to < from => Joint::Gap(to, from),
            Some(from) if to > from => Joint::Overlap(to, from),
            Some(_) => return None,
        };
        Some((index, joint))
    };
    rows.iter().enumerate().filter_map(joint).collect()
}
