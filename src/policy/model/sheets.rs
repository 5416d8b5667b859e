//! The input sheets that a policy declares, and their columns.

use rust_decimal::Decimal;

use super::super::unit::Unit;
use super::builtin;
use crate::formula::{Scope, Symbol, Value};
use crate::lang::Words;

/// What a row of a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A manager.
    Manager,
    /// A manager's period.
    Period,
    /// A line.
    Line,
    /// A manager's share of a project.
    Split,
    /// An adjustment made by hand to a figure of a manager's period or year.
    Adjustment,
}

/// An input sheet.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a property of the file format")]
pub struct Sheet {
    /// Name in the policy.
    pub name: String,
    /// Label.
    pub label: Words,
    /// What a row is.
    pub row: RowKind,
    /// Whether it may be missing.
    pub optional: bool,
    /// Whether its rows say which periods a manager has.
    pub anchor: bool,
    /// Whether each computed period needs a row.
    pub required_each_period: bool,
    /// Whether its latest period is the through period when none is given.
    pub latest: bool,
    /// Whether its rows are only of periods before the through period.
    pub closed: bool,
    /// Groups of columns (by index) of which each row fills exactly one.
    pub either: Vec<Vec<usize>>,
    /// For a sheet of shares: whether ids that are numbers are put in order by number, for ties.
    pub ids_by_number: bool,
    /// For a sheet that needs a row for every computed period: whether one whose tasks are 0 needs none.
    pub not_of_leave: bool,
    /// What to do about two rows of one period, where the policy says more than that there can be one.
    pub one_row: Option<Words>,
    /// For a sheet of adjustments: the figures that may be adjusted.
    pub figures: Vec<AdjustableFigure>,
    /// Columns.
    pub columns: Vec<Column>,
}

impl Sheet {
    /// The place of the first column of a role.
    #[must_use]
    pub fn column(&self, role: ColumnRole) -> Option<usize> {
        self.columns.iter().position(|column| column.role == role)
    }

    /// The columns of values: each with its place among the columns, and that of its value among those of a row.
    pub fn values(&self) -> impl Iterator<Item = (usize, &Column, usize)> {
        let first = match self.row {
            RowKind::Line | RowKind::Period => builtin::PERIOD + 1,
            RowKind::Adjustment => builtin::FIGURE + 1,
            RowKind::Manager | RowKind::Split => 0,
        };
        self.columns.iter().enumerate().filter_map(move |(at, column)| match column.role {
            ColumnRole::Value { slot } => Some((at, column, slot - first)),
            _ => None,
        })
    }
}

/// A figure that may be adjusted by hand.
#[derive(Clone, Debug)]
pub struct AdjustableFigure {
    /// Its rule's name as a text of the policy.
    pub symbol: Symbol,
    /// The period's scope, or the year's.
    pub scope: Scope,
    /// Its rule's slot there.
    pub slot: usize,
    /// Its rule's label.
    pub label: Words,
    /// Its rule's unit.
    pub unit: Unit,
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnRole {
    /// A manager's id.
    Id,
    /// A manager's name.
    Name,
    /// The period.
    Period,
    /// A date.
    Date,
    /// The number of a line's document, a receipt or voucher: no two lines of it are alike.
    Document,
    /// A project.
    Project,
    /// A manager, by id or name.
    Manager,
    /// A share of a project.
    Share,
    /// On a sheet of shares: what a line must have in its column of the same name.
    Match,
    /// The first day of a manager's employment.
    Joined,
    /// The last day of a manager's employment.
    Left,
    /// The figure that an adjustment changes.
    Figure,
    /// A figure or text that formulas use, in this slot of its scope.
    Value {
        /// The slot of what was typed.
        slot: usize,
    },
}

/// A column of a sheet or table.
#[allow(clippy::struct_excessive_bools, reason = "each is a property of the file format")]
#[derive(Clone, Debug)]
pub struct Column {
    /// Name in formulas.
    pub name: String,
    /// Heading.
    pub label: Words,
    /// Other spellings of the heading.
    pub also: Vec<String>,
    /// What it is for.
    pub role: ColumnRole,
    /// Unit.
    pub unit: Unit,
    /// Clause.
    pub clause: String,
    /// Table whose keys it holds.
    pub table: Option<usize>,
    /// Whether it may be blank.
    pub optional: bool,
    /// Value of a blank cell, where it is a constant.
    pub default: Option<Value>,
    /// What the sheet of examples shows in its rows, where not any figure will do.
    pub examples: Vec<Value>,
    /// Least value.
    pub min: Option<Decimal>,
    /// Greatest value.
    pub max: Option<Decimal>,
    /// Whether it is a count: no fractions.
    pub whole: bool,
    /// Whether a half-year review scales it.
    pub task: bool,
    /// Whether it names whom the row's person reports to.
    pub superior: bool,
    /// For a sheet of closed periods: the period's rules whose sum stands here once the period is paid.
    pub carries: Vec<String>,
    /// For a sheet of closed periods: the period's rule that says by how much what was recomputed differs from
    /// what stands here.
    pub difference: Option<String>,
    /// For the sheet of managers: the figure of a year with which the next one opens here.
    pub opens_with: Option<Opening>,
    /// Whether a reader of the results may fold it away.
    pub auxiliary: bool,
}

/// A figure that a year closes with and the next one opens with: a manager's, or that of his last period.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Its rule's name.
    pub name: String,
    /// Its rule's label.
    pub label: Words,
    /// The manager's scope, or the period's.
    pub scope: Scope,
    /// Its rule's slot there.
    pub slot: usize,
}

impl Column {
    /// A column with nothing but a name, a heading and what it is for: text that may not be blank.
    #[must_use]
    pub fn new(name: &str, label: Words, role: ColumnRole) -> Self {
        Self {
            name: name.into(),
            label,
            also: Vec::new(),
            role,
            unit: Unit::Text,
            clause: String::new(),
            table: None,
            optional: false,
            default: None,
            examples: Vec::new(),
            min: None,
            max: None,
            whole: false,
            task: false,
            superior: false,
            carries: Vec::new(),
            difference: None,
            opens_with: None,
            auxiliary: false,
        }
    }
}

/// An input column of a scope.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Its sheet.
    pub sheet: &'a Sheet,
    /// The column.
    pub column: &'a Column,
    /// Slot of what was typed.
    pub typed: usize,
    /// Slot of the value that formulas use: the default's where there is one.
    pub used: usize,
}
