//! Rules of a policy, and what else is a formula: checks, laws, exports, thresholds, charts.

use rust_decimal::Decimal;

use super::super::unit::Unit;
use crate::formula::{Code, Gather, Op, Scope, Value};
use crate::lang::Words;

/// The rules of a scope.
#[derive(Clone, Debug, Default)]
pub struct ScopeRules {
    /// Slots of a row.
    pub width: usize,
    /// Rules in the order of the file.
    pub rules: Vec<Rule>,
    /// Order of computing: places in `rules`.
    pub order: Vec<usize>,
    /// For the manager: how many of that order rest on nothing but what was typed; they stand first.
    pub early: usize,
    /// What its formulas gather from the rows of the same scope and period.
    pub across: Vec<Across>,
    /// Whether a row exists; without it, always.
    pub when: Option<Formula>,
}

/// An aggregate over peers, which stands in a column of its own, computed for all rows at once.
#[derive(Clone, Debug)]
pub struct Across {
    /// Its slot in the row.
    pub slot: usize,
    /// The name of what it is part of.
    pub name: String,
    /// The label of that.
    pub label: Words,
    /// The aggregate, within the text that it is part of.
    pub formula: Formula,
}

impl Across {
    /// How many slots it takes: of a mean the sum and the number stand in two.
    #[must_use]
    pub fn width(&self) -> usize {
        if matches!(self.formula.code.op, Op::Aggregate { gather: Gather::Average, .. }) { 2 } else { 1 }
    }
}

/// Columns of a scope that are computed together, row by row: nothing in them reads another row of theirs.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    /// The scope.
    pub scope: Scope,
    /// The period or half-year, from 0; 0 for others.
    pub number: usize,
    /// Whether its rows come to be here: first of its stages.
    pub first: bool,
    /// What is gathered across rows before anything else, places in [`ScopeRules::across`].
    pub across: Vec<usize>,
    /// Rules, places in [`ScopeRules::rules`], in the order of computing.
    pub rules: Vec<usize>,
    /// Checks, places in [`super::Policy::checks`].
    pub checks: Vec<usize>,
}

/// A formula and its place in the policy.
#[derive(Clone, Debug)]
pub struct Formula {
    /// As written.
    pub text: String,
    /// Checked.
    pub code: Code,
    /// Its place in the policy's texts.
    pub span: std::ops::Range<usize>,
    /// Its number among those that the compiler made of the policy.
    pub id: usize,
}

/// A rule.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a property of the file format")]
pub struct Rule {
    /// Name.
    pub name: String,
    /// Clauses, separated by commas.
    pub clause: String,
    /// Label.
    pub label: Words,
    /// Unit.
    pub unit: Unit,
    /// Formula.
    pub formula: Formula,
    /// Remark.
    pub note: Option<Words>,
    /// Whether a row may lack the figure, so that `NA()` is nothing and no result.
    pub optional: bool,
    /// Whether a reader may fold it away.
    pub auxiliary: bool,
    /// Whether it is a part of the manager's first figure that is shown beside it where anyone has one.
    pub part: bool,
    /// When the figure needs attention, and how much.
    pub attention: Option<Attention>,
    /// What is said of it then, where it is not the label.
    pub attention_words: Option<Words>,
    /// For a half-year: what the next periods' input should say, if someone confirms it.
    pub proposes: Option<Proposes>,
    /// Its slot in the row.
    pub slot: usize,
    /// For the default of an input, or what counts in its place: the slot of what was typed.
    pub input: Option<usize>,
    /// For an input: whether the formula gives what counts, whatever was typed; else what was typed goes before it.
    pub counts: bool,
}

/// Where a review's result belongs in the next periods' input, if someone confirms it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposes {
    /// The column of the sheet of periods.
    pub column: String,
    /// Which of the following half-year's periods, from 1; all without it.
    pub nth: Option<u8>,
    /// The column of the sheet of managers that takes its place in the next year.
    pub of_manager: Option<String>,
    /// The half-year's rule that says what was.
    pub was: Option<String>,
}

/// When a figure needs attention, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attention {
    /// How much.
    pub tone: AttentionTone,
    /// When.
    pub when: AttentionWhen,
}

/// How much attention, from the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttentionTone {
    /// Something is as it should be, after all.
    Good,
    /// Worth a look.
    Notice,
    /// Bad.
    Alert,
}

/// When a figure needs attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttentionWhen {
    /// It is TRUE.
    True,
    /// It is FALSE.
    False,
    /// It is above zero.
    Positive,
    /// It is not zero.
    NonZero,
}

impl Attention {
    /// `alert-when-false` and the like.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (tone, when) = name.split_once("-when-")?;
        let tone = match tone {
            "good" => AttentionTone::Good,
            "notice" => AttentionTone::Notice,
            "alert" => AttentionTone::Alert,
            _ => return None,
        };
        let when = match when {
            "true" => AttentionWhen::True,
            "false" => AttentionWhen::False,
            "positive" => AttentionWhen::Positive,
            "nonzero" => AttentionWhen::NonZero,
            _ => return None,
        };
        Some(Self { tone, when })
    }

    /// Whether `value` needs it.
    #[must_use]
    pub fn applies(self, value: Value) -> bool {
        match self.when {
            AttentionWhen::True => value == Value::Truth(true),
            AttentionWhen::False => value == Value::Truth(false),
            AttentionWhen::Positive => matches!(value, Value::Number(n) if n > Decimal::ZERO),
            AttentionWhen::NonZero => matches!(value, Value::Number(n) if !n.is_zero()),
        }
    }
}

/// A condition on the input.
#[derive(Clone, Debug)]
pub struct InputCheck {
    /// Scope.
    pub scope: Scope,
    /// The input's slot in that scope (or in the line's, for credits), for the cell at fault.
    pub column: String,
    /// Clause.
    pub clause: String,
    /// Must be TRUE.
    pub formula: Formula,
    /// What is wrong.
    pub message: Words,
    /// How to mend it.
    pub mend: Words,
    /// Whether it only warns.
    pub warning: bool,
}

/// A law of the results.
#[derive(Clone, Debug)]
pub struct Law {
    /// Name.
    pub name: String,
    /// Scope.
    pub scope: Scope,
    /// Clause.
    pub clause: String,
    /// What it says.
    pub label: Words,
    /// One side.
    pub left: Formula,
    /// The other.
    pub right: Formula,
}

/// A sheet of the results with a row a manager and period, made to be read as an input elsewhere.
#[derive(Clone, Debug)]
pub struct Export {
    /// Label and sheet name.
    pub label: Words,
    /// Columns, with their headings.
    pub columns: Vec<(Words, Exported)>,
}

/// What a column of an exported sheet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exported {
    /// The manager's id.
    Id,
    /// The manager's name.
    Name,
    /// The period.
    Period,
    /// A figure or text of the period.
    Figure {
        /// Its slot.
        slot: usize,
        /// Its unit.
        unit: Unit,
    },
}

/// Something to reach, and how much more it takes.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// Scope.
    pub scope: Scope,
    /// Clause.
    pub clause: String,
    /// What is reached.
    pub label: Words,
    /// How much more is to be collected.
    pub missing: Formula,
}

/// A chart of the summary.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Whether it is the department's.
    pub scope: Scope,
    /// Title.
    pub title: Words,
    /// Slots of the rules that it shows.
    pub figures: Vec<usize>,
}
