//! The facts themselves.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::account::Account;
use super::fault::Fault;
use super::period::Period;
use super::place::Place;
use super::proposal::Proposal;
use super::texts::Texts;
use crate::formula::{Columns, Symbol, Symbols, Table, Value};
use crate::lang::{Lang, Words};
use crate::policy::{Dated, Employment, Policy, Setting, builtin};

/// A year's facts, up to the through period.
#[derive(Clone, Debug)]
pub struct Book {
    /// The calendar year.
    pub year: i16,
    /// The last period that is computed.
    pub through: Period,
    /// Settings, by the policy's slots.
    pub settings: Vec<Given>,
    /// Tables, in the policy's order.
    pub tables: Vec<TableFacts>,
    /// Texts, beginning with the policy's.
    pub symbols: Symbols,
    /// Managers, by id.
    pub managers: Vec<Manager>,
    /// Periods of managers: `managers × periods of a year`, `None` where a manager has none.
    pub periods: Vec<Option<PeriodRow>>,
    /// Rows that say whose and when and nothing else, by sheet and row in the workbook: prepared for a period that is
    /// not computed yet, and as good as missing until they are filled in.
    pub prepared: BTreeMap<(usize, u32), (usize, Period)>,
    /// Projects by name, in order of appearance.
    pub projects: Texts,
    /// The numbers of the lines' documents as typed, the first one empty; no figure comes from them.
    pub documents: Texts,
    /// Lines up to the through period, in the order of the sheet.
    pub lines: Vec<Line>,
    /// What was typed in the lines' value columns: `lines × columns`.
    pub line_values: Arc<Columns>,
    /// How many value columns a line has.
    pub line_width: usize,
    /// Adjustments made by hand, by manager, then period (the year-end last), then figure, then row.
    pub adjustments: Vec<Adjustment>,
    /// What half-year reviews proposed, by manager, then half.
    pub proposals: Vec<Proposal>,
    /// Groups of shares, by project.
    pub shares: Vec<ShareGroup>,
    /// The value column of lines that a group of shares may name, such as the category.
    pub shared_by: Option<usize>,
    /// Where the columns of the policy's sheets stand in the workbook, in the policy's order.
    pub sheets: Vec<Option<SheetPlace>>,
    /// Cells that nobody has confirmed: they are yellow, and hold what was written there.
    pub unconfirmed: Vec<Place>,
    /// What does not stop the run.
    pub warnings: Vec<Fault>,
    /// What became of each cell of the workbook.
    pub account: Account,
    /// Language of the headings.
    pub lang: Lang,
}

/// A setting's value and where it came from.
#[derive(Clone, Debug)]
pub struct Given {
    /// The value; of one that changes over time the one before the first date.
    pub value: Value,
    /// Its later values, where the workbook gives it by date.
    pub dated: Option<Dated>,
    /// Where it came from.
    pub origin: Origin,
    /// Whether something that was said of it is at fault, so that the value may not be what was meant.
    pub at_fault: bool,
}

impl Given {
    /// A value that does not change over time.
    #[must_use]
    pub fn new(value: Value, origin: Origin) -> Self {
        Self { value, dated: None, origin, at_fault: false }
    }

    /// The history that counts: the workbook's, else the policy's where nobody gave a value.
    #[must_use]
    pub fn history<'h>(&'h self, setting: &'h Setting) -> Option<&'h Dated> {
        let of_policy = || setting.dated.as_ref().filter(|_| self.origin == Origin::Policy);
        self.dated.as_ref().or_else(of_policy)
    }
}

/// Where a setting or table came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The policy.
    Policy,
    /// A cell of the workbook.
    Workbook(Place),
    /// The command line.
    CommandLine,
    /// Worked out, for the reason given.
    Derived(Words),
}

/// A table and where it came from.
#[derive(Clone, Debug)]
pub struct TableFacts {
    /// Its rows.
    pub table: Table,
    /// Where each of its cells stands; none where the policy gives it.
    pub cells: Vec<Vec<Place>>,
    /// Where it came from.
    pub origin: Origin,
}

/// A manager.
#[derive(Clone, Debug)]
pub struct Manager {
    /// Id, unique.
    pub id: String,
    /// Name.
    pub name: String,
    /// What was typed in the value columns.
    pub values: Vec<Value>,
    /// First day of employment, where the workbook gives it.
    pub joined: Option<Date>,
    /// Last day of employment, where the workbook gives it.
    pub left: Option<Date>,
    /// Row in the workbook.
    pub row: u32,
}

/// A manager's period.
#[derive(Clone, Debug)]
pub struct PeriodRow {
    /// What was typed in the value columns of all period sheets.
    pub values: Vec<Value>,
    /// For each of the policy's sheets the row in the workbook, 0 for none.
    pub rows: Vec<u32>,
}

impl PeriodRow {
    /// Whether the period's tasks are 0, as far as they are typed: a leave.
    #[must_use]
    pub fn is_leave(&self, policy: &Policy) -> bool {
        let zero = Value::Number(Decimal::ZERO);
        let value = |slot: usize| self.values[slot - builtin::PERIOD - 1];
        let mut tasks = policy.tasks().map(|(column, slot)| (column, value(slot))).peekable();
        let mut typed = false;
        tasks.peek().is_some()
            && tasks.all(|(column, value)| {
                typed |= value == zero;
                value == zero || (value == Value::Blank && column.optional)
            })
            && typed
    }
}

/// A line, such as one collection.
#[derive(Clone, Debug)]
pub struct Line {
    /// Row in the workbook.
    pub row: u32,
    /// Period.
    pub period: Period,
    /// Date, if the sheet gives dates.
    pub date: Option<Date>,
    /// Place in [`Book::projects`].
    pub project: u32,
    /// Whom it is credited to.
    pub who: Who,
    /// Place in [`Book::documents`], 0 for none.
    pub document: u32,
}

/// An adjustment that somebody made by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjustment {
    /// Row in the workbook.
    pub row: u32,
    /// The manager, a place in [`Book::managers`].
    pub manager: usize,
    /// The period; `None` for the year-end.
    pub period: Option<Period>,
    /// Name of the figure that is adjusted, one of the policy's [`AdjustableFigure`](crate::policy::AdjustableFigure)s.
    pub figure: Symbol,
    /// What was typed in the value columns: the amount, the reason, who approved it.
    pub values: Vec<Value>,
}

/// Whom a line is credited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// One manager: a place in [`Book::managers`].
    Manager(u32),
    /// A group of shares: a place in [`Book::shares`].
    Shares(u32),
}

/// Shares of a project's lines: of those of one category or of all, from a period on or from the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareGroup {
    /// Place in [`Book::projects`].
    pub project: u32,
    /// What a line must have in [`Book::shared_by`]; `None` for any.
    pub of: Option<Symbol>,
    /// The first period for whose lines it holds; `None` from the beginning.
    pub from: Option<Period>,
    /// The cell of its first share: row and column.
    pub at: (u32, u16),
    /// The shares, in the order in which ties of the largest remainder are given: by id, an outside unit last.
    pub shares: Vec<Share>,
}

impl ShareGroup {
    /// The one that divides a line, of a project's groups: of those in force in the line's period one that names its
    /// category, and of several the latest.
    pub fn applying<'g>(
        groups: impl Iterator<Item = (usize, &'g Self)>,
        period: Period,
        of: Option<Symbol>,
    ) -> Option<usize> {
        let in_force = |group: &Self| group.from <= Some(period) && (group.of.is_none() || group.of == of);
        let found =
            groups.filter(|(_, group)| in_force(group)).max_by_key(|(_, group)| (group.of.is_some(), group.from));
        found.map(|(place, _)| place)
    }
}

/// A share of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The manager, or nobody for an outside unit.
    pub manager: Option<u32>,
    /// The share, above 0 and at most 1.
    pub share: Decimal,
}

/// Where a sheet of the policy stands in the workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetPlace {
    /// Its name in the workbook.
    pub name: String,
    /// Row of the headings.
    pub heading: u32,
    /// For each of the policy's columns the column in the workbook.
    pub columns: Vec<Option<u16>>,
    /// Last row that holds anything.
    pub last_row: u32,
}

impl SheetPlace {
    /// The cell of a policy's column in a row; of one that is not there the first of the row.
    #[must_use]
    pub fn cell(&self, column: usize, row: u32) -> Place {
        Place::cell(&self.name, row, self.columns.get(column).copied().flatten().unwrap_or(0))
    }

    /// Where one more heading could stand: behind the policy's own, and others.
    #[must_use]
    pub fn free(&self, others: impl Iterator<Item = u16>) -> Place {
        let free = self.columns.iter().flatten().copied().chain(others).max().map_or(0, |last| last + 1);
        Place::cell(&self.name, self.heading, free)
    }

    /// Below its last row.
    #[must_use]
    pub fn below(&self) -> Place {
        Place::cell(&self.name, self.last_row + 1, 0)
    }
}

impl Book {
    /// The row of a manager's period, present or not.
    #[must_use]
    pub fn period(&self, manager: usize, period: Period) -> Option<&PeriodRow> {
        self.periods.get(manager * self.periods_a_year() + period.index())?.as_ref()
    }

    /// Periods of a year, also of a book without managers.
    #[must_use]
    pub fn periods_a_year(&self) -> usize {
        self.through.of_a_year()
    }

    /// Takes what was typed in the lines' value columns from a book that says the very same, so that it is held once.
    pub(crate) fn share_line_values(&mut self, other: &Self) {
        let texts = self.symbols.texts().eq(other.symbols.texts());
        if texts && self.line_values.is_the_same(&other.line_values) {
            self.line_values = Arc::clone(&other.line_values);
        }
    }

    /// The shares that divide a line; none where it is one manager's.
    #[must_use]
    pub fn shares_of(&self, line: &Line) -> &[Share] {
        match line.who {
            Who::Manager(_) => &[],
            Who::Shares(group) => self.shares.get(group as usize).map_or(&[], |group| &group.shares),
        }
    }

    /// The proposal of a half of this year that is applied, if there is one: what is paid by then rests on it.
    #[must_use]
    pub fn applied(&self, manager: usize, half: u8) -> Option<&Proposal> {
        let of = |one: &&Proposal| one.applied && (one.manager, one.when()) == (manager, (self.year, half));
        self.proposals.iter().find(of)
    }

    /// Whether a manager is gone when a period is over: his last day is the period's, or an earlier one.
    #[must_use]
    pub fn gone_after(&self, manager: usize, period: Period) -> bool {
        let left = self.managers.get(manager).and_then(|manager| manager.left);
        left.zip(period.last_day(self.year)).is_some_and(|(left, last)| left <= last)
    }

    /// Whether a manager's period begins after his last day.
    #[must_use]
    pub fn after_leaving(&self, manager: usize, period: Period) -> bool {
        let left = self.managers.get(manager).and_then(|manager| manager.left);
        left.zip(period.first_day(self.year)).is_some_and(|(left, first)| first > left)
    }

    /// What a period's rules are told of a manager's employment.
    #[must_use]
    pub fn employment(&self, manager: usize, period: Period, told: Employment) -> Value {
        let dates = self.managers.get(manager).map(|manager| (manager.joined, manager.left));
        let (joined, left) = dates.unwrap_or_default();
        let (Some(first), Some(last)) = (period.first_day(self.year), period.last_day(self.year)) else {
            return Value::Blank;
        };
        let days = |from: Date, to: Date| Value::Number(((to - from).get_days() + 1).max(0).into());
        match told {
            Employment::Days => days(first, last),
            Employment::DaysEmployed => {
                days(joined.map_or(first, |joined| joined.max(first)), left.map_or(last, |left| left.min(last)))
            }
            Employment::AfterLeaving => Value::Truth(self.after_leaving(manager, period)),
            Employment::JoinedThisYear => Value::Truth(joined.is_some_and(|joined| joined.year() == self.year)),
        }
    }

    /// Whether a period has days on which a manager was employed.
    #[must_use]
    pub fn employed(&self, manager: usize, period: Period) -> bool {
        self.employment(manager, period, Employment::DaysEmployed) != Value::Number(Decimal::ZERO)
    }

    /// The values of a line.
    #[must_use]
    pub fn values_of(&self, line: usize) -> Vec<Value> {
        self.line_values.get(line).unwrap_or_default()
    }

    /// The cell of a policy's column in a row of its sheet.
    #[must_use]
    pub fn cell(&self, sheet: usize, column: usize, row: u32) -> Place {
        let place = self.sheets.get(sheet).and_then(Option::as_ref);
        place.map_or_else(Place::default, |place| place.cell(column, row))
    }
}
