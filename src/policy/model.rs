//! A policy after checking: everything resolved to slots, ready to be computed and shown.

use rust_decimal::Decimal;

use super::dated::Dated;
use super::source::Sources;
use super::unit::Unit;
use crate::formula::{Code, Op, Scope, Symbol, Symbols, Value, Vocabulary};
use crate::lang::Words;
use crate::words;

/// A policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Short name.
    pub id: String,
    /// Version.
    pub version: String,
    /// Title.
    pub title: Words,
    /// Whether its period is a quarter or a month.
    pub period: PeriodKind,
    /// What a row of the managers' sheet is called, in the singular.
    pub person: Words,
    /// How tax is taken.
    pub tax_note: Option<Words>,
    /// What is left out of the policy's text.
    pub left_out: Option<Words>,
    /// The period's rule that the summary shows for each period.
    pub headline: Option<String>,
    /// The manager's rule that says what the year costs so far, for comparing runs.
    pub cost: Option<String>,
    /// Texts that formulas and settings use, as people read and write them.
    pub words: Vec<(Symbol, Words)>,
    /// Clauses.
    pub clauses: Vec<Clause>,
    /// Settings, by slot; the first two are `through` and `year`, which every workbook gives.
    pub settings: Vec<Setting>,
    /// Readings without another choice.
    pub readings: Vec<Clause>,
    /// Tables.
    pub tables: Vec<TableDef>,
    /// Input sheets.
    pub sheets: Vec<Sheet>,
    /// Rules, by scope.
    pub scopes: [ScopeRules; 7],
    /// What must hold of the input.
    pub checks: Vec<Check>,
    /// What must hold of the results.
    pub laws: Vec<Law>,
    /// Sheets of the results that serve as input elsewhere.
    pub exports: Vec<Export>,
    /// What a manager may be near to.
    pub thresholds: Vec<Threshold>,
    /// Charts of the summary.
    pub charts: Vec<Chart>,
    /// All names.
    pub vocabulary: Vocabulary,
    /// Texts of the policy.
    pub symbols: Symbols,
    /// The files' texts.
    pub sources: Sources,
    /// SHA-256 of the files' texts, in hex.
    pub hash: String,
}

/// The period of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodKind {
    /// Q1 … Q4.
    Quarter,
    /// 01 … 12.
    Month,
}

impl PeriodKind {
    /// How many periods a year has.
    #[must_use]
    pub fn count(self) -> u8 {
        match self {
            Self::Quarter => 4,
            Self::Month => 12,
        }
    }

    /// The name of the scope in policy files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::Month => "month",
        }
    }
}

/// A clause or reading and its text.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Its number.
    pub id: String,
    /// Its text, in our words.
    pub text: Words,
}

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
                words!(
                    "此档止于 {to}，下一档从 {from} 起：中间有空档",
                    "this step ends at {to}, the next starts at {from}: a gap"
                )
            }
            Self::Overlap(to, from) => words!(
                "此档止于 {to}，下一档从 {from} 起：两档重叠",
                "this step ends at {to}, the next starts at {from}: they overlap"
            ),
            Self::Closed(to) => words!(
                "最后一档止于 {to}，以上没有比率；请留空",
                "the last step ends at {to} and nothing is said above it; leave it blank"
            ),
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
    /// Columns.
    pub columns: Vec<Column>,
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A manager's id.
    Id,
    /// A manager's name.
    Name,
    /// The period.
    Period,
    /// A date.
    Date,
    /// A project.
    Project,
    /// A manager, by id or name.
    Manager,
    /// A share of a project.
    Share,
    /// A figure or text that formulas use, in this slot of its scope.
    Value {
        /// The slot of what was typed.
        slot: usize,
    },
}

/// A column of a sheet or table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Name in formulas.
    pub name: String,
    /// Heading.
    pub label: Words,
    /// Other spellings of the heading.
    pub also: Vec<String>,
    /// What it is for.
    pub role: Role,
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
    /// Least value.
    pub min: Option<Decimal>,
    /// Greatest value.
    pub max: Option<Decimal>,
    /// Whether it is a count: no fractions.
    pub whole: bool,
    /// Whether a half-year review scales it.
    pub task: bool,
    /// For a sheet of closed periods: the period's rules whose sum stands here once the period is paid.
    pub carries: Vec<String>,
}

/// The rules of a scope.
#[derive(Clone, Debug, Default)]
pub struct ScopeRules {
    /// Slots of a row.
    pub width: usize,
    /// Rules in the order of the file.
    pub rules: Vec<Rule>,
    /// Order of computing: places in `rules`.
    pub order: Vec<usize>,
    /// Whether a row exists; without it, always.
    pub when: Option<Formula>,
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
}

/// A rule.
#[derive(Clone, Debug)]
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
    /// Whether a reader may fold it away.
    pub auxiliary: bool,
    /// When the figure needs attention, and how much.
    pub attention: Option<Attention>,
    /// What is said of it then, where it is not the label.
    pub attention_words: Option<Words>,
    /// For a half-year: what the next periods' input should say, if someone confirms it.
    pub proposes: Option<Proposes>,
    /// Its slot in the row.
    pub slot: usize,
    /// For the default of an input: the slot of what was typed, which goes before the formula.
    pub input: Option<usize>,
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

/// How much attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
        }
    }
}

/// A condition on the input.
#[derive(Clone, Debug)]
pub struct Check {
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

/// Slots of settings that every policy has.
pub mod builtin {
    /// `through`: the number of the through period.
    pub const THROUGH: usize = 0;
    /// `year`.
    pub const YEAR: usize = 1;
    /// First slot of a line, credit or period: its period's number.
    pub const PERIOD: usize = 0;
    /// Slot of a credit: the share of the line.
    pub const SHARE: usize = 1;
    /// Slot of a credit: its part of the line's net, to the fen.
    pub const PART: usize = 2;
    /// Slot of a credit: the net of its project in the period, before any split.
    pub const PROJECT_NET: usize = 3;
    /// Slot of a half-year: 1 or 2.
    pub const HALF: usize = 0;
}

impl Policy {
    /// The rules of a scope.
    #[must_use]
    pub fn scope(&self, scope: Scope) -> &ScopeRules {
        &self.scopes[scope.index()]
    }

    /// A rule by scope and name.
    #[must_use]
    pub fn rule(&self, scope: Scope, name: &str) -> Option<&Rule> {
        self.scope(scope).rules.iter().find(|rule| rule.name == name && rule.input.is_none())
    }

    /// The sheet whose rows are lines, if the policy has one.
    #[must_use]
    pub fn line_sheet(&self) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.row == RowKind::Line)
    }

    /// The sheet whose rows say which periods a manager has.
    #[must_use]
    pub fn anchor(&self) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.anchor)
    }

    /// Whether a rule of the period looks back at the period before, so that none may be missing
    /// between two others.
    #[must_use]
    pub fn looks_back(&self) -> bool {
        let mut found = false;
        for rule in &self.scope(Scope::Period).rules {
            rule.formula.code.walk(&mut |part| found |= matches!(part.op, Op::Previous(_)));
        }
        found
    }

    /// The line's rule that is divided among managers: the one called `net`, by the format's convention.
    #[must_use]
    pub fn net(&self) -> Option<&Rule> {
        self.rule(Scope::Line, "net")
    }

    /// Whether a line may be divided among managers: it has a net amount, or there are shares.
    #[must_use]
    pub fn divides(&self) -> bool {
        self.net().is_some() || self.has(RowKind::Split)
    }

    /// What a manager's id and name are called.
    #[must_use]
    pub fn who(&self) -> [Words; 2] {
        let columns = || self.sheets.iter().filter(|sheet| sheet.row == RowKind::Manager).flat_map(|s| &s.columns);
        let label = |role: Role, or: Words| columns().find(|c| c.role == role).map_or(or, |c| c.label.clone());
        [label(Role::Id, words!("工号", "ID")), label(Role::Name, words!("姓名", "Name"))]
    }

    /// Whether a sheet of this kind of rows is declared.
    #[must_use]
    pub fn has(&self, row: RowKind) -> bool {
        self.sheets.iter().any(|sheet| sheet.row == row)
    }

    /// The columns that a half-year review scales, with their slots in the period.
    pub fn tasks(&self) -> impl Iterator<Item = (&Column, usize)> {
        self.sheets.iter().filter(|sheet| sheet.anchor).flat_map(|sheet| &sheet.columns).filter_map(|column| {
            match column.role {
                Role::Value { slot } if column.task => Some((column, slot)),
                _ => None,
            }
        })
    }

    /// The input columns of a scope, with the slot of what was typed and the slot of the value used.
    pub fn inputs(&self, scope: Scope) -> impl Iterator<Item = Input<'_>> {
        let row = match scope {
            Scope::Line => Some(RowKind::Line),
            Scope::Period => Some(RowKind::Period),
            Scope::Manager => Some(RowKind::Manager),
            _ => None,
        };
        self.sheets.iter().filter(move |sheet| Some(sheet.row) == row).flat_map(move |sheet| {
            sheet.columns.iter().filter_map(move |column| match column.role {
                Role::Value { slot } => {
                    let used = self.scope(scope).rules.iter().find(|rule| rule.input == Some(slot));
                    Some(Input { sheet, column, typed: slot, used: used.map_or(slot, |rule| rule.slot) })
                }
                _ => None,
            })
        })
    }

    /// How people read a text of the policy: the label of a table's key or of a word.
    #[must_use]
    pub fn label_of(&self, symbol: Symbol) -> Option<&Words> {
        let keys = self.tables.iter().flat_map(|table| &table.keys);
        keys.chain(&self.words).find(|(key, _)| *key == symbol).map(|(_, label)| label)
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
