//! A formula after checking: every name is a slot, every part has its type and its place.
//!
//! One tree serves all four uses: it is evaluated, written to Excel, put into words and traced.

use super::ast::{Operator, Span};
use super::number::Rounding;
use super::value::Value;

/// The scopes of a policy, from fine to coarse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// A line of the workbook, such as one collection.
    Line,
    /// A manager's part of a line.
    Credit,
    /// An adjustment that somebody made by hand to a figure of a manager's period or year.
    Adjustment,
    /// A manager's quarter or month.
    Period,
    /// A manager's half-year.
    Half,
    /// A manager's year.
    Year,
    /// A manager, over everything.
    Manager,
    /// The department.
    Department,
}

impl Scope {
    /// All of them, in the order in which they are computed.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Line,
        Self::Credit,
        Self::Adjustment,
        Self::Period,
        Self::Half,
        Self::Year,
        Self::Manager,
        Self::Department,
    ];
    /// How many there are.
    pub const COUNT: usize = 8;

    /// Position in [`Scope::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }
}

/// Where a name's value is found when a rule is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Space {
    /// The policy's settings, in force for the row.
    Setting,
    /// The row of the rule itself.
    Own,
    /// The manager whom the row belongs to.
    Manager,
    /// The line that a credit is part of.
    Line,
    /// Inside an aggregate: the finer row.
    Child,
    /// Inside an aggregate over credits: the line of the finer row.
    ChildLine,
}

/// A name, resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// Which row.
    pub space: Space,
    /// Which place in that row.
    pub index: usize,
}

/// What kind of figure a part of a formula gives. Yuan and plain numbers do not mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Money.
    Yuan,
    /// A share, factor, score or count.
    Plain,
    /// A literal number, which goes with both.
    Literal,
    /// TRUE or FALSE.
    Truth,
    /// Text.
    Text,
    /// `NA()`, which stands for any kind.
    NotApplicable,
}

/// A checked formula or part of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// What it does.
    pub op: Op,
    /// Its kind.
    pub kind: Kind,
    /// Where it stands in the formula's text.
    pub span: Span,
}

/// How an aggregate gathers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gather {
    /// The sum; 0 over nothing.
    Sum,
    /// The mean; 0 over nothing.
    Average,
    /// How many rows.
    Count,
    /// The value of the last row; blank over nothing.
    Last,
}

/// What a part of a formula does.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// A literal.
    Constant(Value),
    /// A name.
    Slot(Slot),
    /// `PREV(x)`: the slot in the manager's previous period.
    Previous(usize),
    /// `GIVEN(x)`: whether the input was filled in.
    Given(Slot),
    /// `-x`
    Negate(Box<Code>),
    /// `x%`
    Percent(Box<Code>),
    /// `+ - * /`
    Arithmetic(Operator, Box<Code>, Box<Code>),
    /// `= <> < <= > >=`
    Compare(Operator, Box<Code>, Box<Code>),
    /// `IF(condition, then, else)`: only the branch that is needed is taken.
    If(Box<Code>, Box<Code>, Box<Code>),
    /// `AND(…)`
    And(Vec<Code>),
    /// `OR(…)`
    Or(Vec<Code>),
    /// `NOT(x)`
    Not(Box<Code>),
    /// `MIN(…)`
    Min(Vec<Code>),
    /// `MAX(…)`
    Max(Vec<Code>),
    /// `SUM(…)` over parts of this row.
    Sum(Vec<Code>),
    /// `AVERAGE(…)` over parts of this row.
    Average(Vec<Code>),
    /// `ABS(x)`
    Abs(Box<Code>),
    /// `ROUND(x, places)` and its two siblings.
    Round(Rounding, Box<Code>, i32),
    /// `SUM(quarter.x, condition)` and the like.
    Aggregate {
        /// How.
        gather: Gather,
        /// Over the rows of which scope.
        over: Scope,
        /// Of what.
        value: Box<Code>,
        /// Only of the rows where this is TRUE.
        condition: Option<Box<Code>>,
    },
    /// `BAND(x, table)`: the value of the highest band that starts at or below x.
    Band(Box<Code>, usize),
    /// `GRADUATED(amount, unit, table)`: each slice at its own rate (差额累进).
    Graduated(Box<Code>, Box<Code>, usize),
    /// `SLAB(amount, table)`: the whole amount at the rate of its step (全额累进).
    Slab(Box<Code>, usize),
    /// `LOOKUP(text, table, column)`: the row with exactly that text.
    Lookup(Box<Code>, usize, usize),
    /// `GRADE(grade, steps)`: the grade some steps up or down the table, kept at its ends.
    Grade(Box<Code>, Box<Code>, usize),
}

impl Code {
    /// Calls `visit` for this part and every part of it, outermost first.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Code)) {
        visit(self);
        for part in self.parts() {
            part.walk(visit);
        }
    }

    /// The direct parts, in the order of writing.
    #[must_use]
    pub fn parts(&self) -> Vec<&Code> {
        match &self.op {
            Op::Constant(_) | Op::Slot(_) | Op::Previous(_) | Op::Given(_) => Vec::new(),
            Op::Negate(x)
            | Op::Percent(x)
            | Op::Not(x)
            | Op::Abs(x)
            | Op::Round(_, x, _)
            | Op::Band(x, _)
            | Op::Slab(x, _)
            | Op::Lookup(x, _, _) => vec![x],
            Op::Arithmetic(_, a, b) | Op::Compare(_, a, b) | Op::Graduated(a, b, _) | Op::Grade(a, b, _) => vec![a, b],
            Op::If(a, b, c) => vec![a, b, c],
            Op::And(parts) | Op::Or(parts) | Op::Min(parts) | Op::Max(parts) | Op::Sum(parts) | Op::Average(parts) => {
                parts.iter().collect()
            }
            Op::Aggregate { value, condition, .. } => std::iter::once(&**value).chain(condition.as_deref()).collect(),
        }
    }
}
