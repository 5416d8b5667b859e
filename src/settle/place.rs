//! Where a figure comes from, and what is said of one that cannot be had: faults point at cells.

use std::collections::HashSet;

use super::row_key::RowKey;
use super::settlement::Credit;
use crate::book::{Book, Fault, Period, Place};
use crate::formula::{EvalCause, NumberError, Row, Scope, Space, Value, Wrong};
use crate::lang::Words;
use crate::policy::{Formula, Input, Policy, builtin};
use crate::say;

/// Whose row is being computed, for messages and cells.
#[derive(Clone, Copy)]
pub(super) struct RowPlace {
    pub scope: Scope,
    pub manager: Option<usize>,
    pub period: Option<usize>,
    pub line: Option<usize>,
}

impl RowPlace {
    /// Whose a row is.
    pub(super) fn row(key: RowKey, book: &Book, credits: &[Credit]) -> Self {
        let nobody = Self { scope: key.scope(), manager: None, period: None, line: None };
        match key {
            RowKey::Line(at) => Self { period: Some(book.lines[at].period.index()), line: Some(at), ..nobody },
            RowKey::Credit(at) => Self {
                manager: Some(credits[at].manager as usize),
                period: Some(usize::from(credits[at].period)),
                line: Some(credits[at].line as usize),
                ..nobody
            },
            RowKey::Period { person, period } => Self { manager: Some(person), period: Some(period), ..nobody },
            RowKey::Half { person, .. } | RowKey::Year { person } | RowKey::Manager { person } => {
                Self { manager: Some(person), ..nobody }
            }
            RowKey::DepartmentPeriod { period } => Self { period: Some(period), ..nobody },
            RowKey::Adjustment(_) | RowKey::Department => nobody,
        }
    }
}

/// A formula without a value, as a fault at the input that it comes from.
pub(super) fn explain(
    policy: &Policy,
    book: &Book,
    at: RowPlace,
    formula: &Formula,
    label: &Words,
    wrong: &Wrong,
) -> Fault {
    let input = input_of(policy, book, at, formula);
    let place = cell_of(policy, book, at, input.map_or("", |input| input.column.name.as_str()));
    let found = input.map_or_else(String::new, |input| shown(policy, book, typed(book, at, input.typed)));
    let part = formula.text.get(wrong.span.clone()).unwrap_or(&formula.text);
    let who = at.manager.map_or_else(String::new, |m| book.managers[m].id.clone());
    let when = at.period.and_then(|p| Period::at(policy.period, p));
    let when = when.map_or_else(String::new, |p| p.to_string());
    let (what, mend) = match wrong.cause {
        EvalCause::BelowFirstBand { table, amount } => {
            let amount = amount.normalize();
            (say!(Settle::BelowFirstBand { amount, label: policy.tables[table].label }), say!(Settle::AddLowerBand))
        }
        EvalCause::NotInTable { table } => {
            (say!(Settle::NoSuchRow { label: policy.tables[table].label }), say!(Settle::AddToTable))
        }
        EvalCause::CannotShare { pool } => (say!(Settle::CannotShare { pool }), say!(Settle::CheckWeights)),
        EvalCause::NotApplicable => (say!(Settle::CalculatedWithNotApplicable { part }), say!(Settle::TellApart)),
        EvalCause::Number(error) => {
            (say!(Settle::NotExact { part, problem: not_exact(error) }), say!(Settle::CheckInputs))
        }
    };
    let who = [who.as_str(), when.as_str()].join(" ");
    let problem = say!(Settle::CannotCompute { who: who.trim(), label, what });
    Fault::new(place, found, problem, mend)
}

fn not_exact(error: NumberError) -> Words {
    match error {
        NumberError::DivisionByZero => say!(Settle::DividedByZero),
        NumberError::UnitBelowZero => say!(Settle::UnitBelowZero),
        NumberError::TooManyDigits => say!(Settle::TooManyDigits),
        NumberError::Unrounded => say!(Settle::NotRounded),
    }
}

/// What stands in an input column of a row (or of a credit's line), for messages.
pub(super) fn standing(policy: &Policy, book: &Book, at: RowPlace, row: Row<'_>, line: Row<'_>, name: &str) -> String {
    let (scope, row) = if at.scope == Scope::Credit { (Scope::Line, line) } else { (at.scope, row) };
    let input = policy.inputs(scope).find(|input| input.column.name == name);
    // A rule may have the name of the lines' column that it gathers, such as the weights of a card.
    let slot = input.as_ref().map(|input| input.used).or_else(|| policy.rule(scope, name).map(|rule| rule.slot));
    let value = slot.map_or(Value::Blank, |slot| row.get(slot));
    // What has a fault of its own stands there all the same.
    let typed =
        input.filter(|_| value == Value::Tainted).map(|input| typed(book, RowPlace { scope, ..at }, input.typed));
    shown(policy, book, typed.unwrap_or(value))
}

/// A value as it stands in the input.
fn shown(policy: &Policy, book: &Book, value: Value) -> String {
    value.shown(
        |number| number.normalize().to_string(),
        |symbol| {
            policy.label_of(symbol).map_or_else(|| book.symbols.text(symbol), |label| label.get(book.lang)).to_owned()
        },
    )
}

/// The first input that a formula rests on, directly or through other rules.
fn input_of<'p>(policy: &'p Policy, book: &Book, at: RowPlace, formula: &Formula) -> Option<Input<'p>> {
    let rules = policy.scope(at.scope);
    let mut queue = vec![&formula.code];
    let mut seen = HashSet::new();
    while let Some(code) = queue.pop() {
        for slot in code.names().filter(|slot| slot.space == Space::Own).map(|slot| slot.index) {
            if !seen.insert(slot) {
                continue;
            }
            if let Some(input) = policy.input(at.scope, slot) {
                // An input that was left blank is not where the figure comes from.
                if typed(book, at, input.typed) != Value::Blank {
                    return Some(input);
                }
            }
            if let Some(rule) = rules.rules.iter().find(|rule| rule.slot == slot) {
                queue.insert(0, &rule.formula.code);
            }
        }
    }
    None
}

/// What was typed for an input of a line, a period or a manager.
pub(super) fn typed(book: &Book, at: RowPlace, slot: usize) -> Value {
    let first = builtin::PERIOD + 1;
    let value = match (at.scope, at.line, at.manager, at.period) {
        (Scope::Line, Some(line), ..) => {
            return slot.checked_sub(first).and_then(|slot| book.line_values.value(line, slot)).unwrap_or_default();
        }
        (Scope::Period, _, Some(manager), Some(period)) => {
            let facts = book.periods.get(manager * book.periods_a_year() + period).and_then(Option::as_ref);
            slot.checked_sub(first).and_then(|slot| facts?.values.get(slot))
        }
        (_, _, Some(manager), _) => book.managers[manager].values.get(slot),
        _ => None,
    };
    value.copied().unwrap_or_default()
}

/// The cell of an input column of a row; the row's first cell when the name is unknown.
pub(super) fn cell_of(policy: &Policy, book: &Book, at: RowPlace, name: &str) -> Place {
    if at.line.is_some() {
        return line_place(policy, book, at, Some(name));
    }
    let Some(manager) = at.manager else { return Place::default() };
    for (index, sheet) in policy.sheets.iter().enumerate() {
        let Some(column) = sheet.columns.iter().position(|column| column.name == name) else { continue };
        let row = match sheet.row {
            crate::policy::RowKind::Manager => book.managers[manager].row,
            // Of lines that give their manager the period, the first stands for all.
            crate::policy::RowKind::Period | crate::policy::RowKind::Line => {
                let period = at.period.and_then(|period| Period::at(policy.period, period));
                period.and_then(|p| book.period(manager, p)).map_or(0, |facts| facts.rows[index])
            }
            crate::policy::RowKind::Split | crate::policy::RowKind::Adjustment => 0,
        };
        if row > 0 {
            return book.cell(index, column, row);
        }
    }
    let sheet = policy.sheets.iter().position(|s| s.row == crate::policy::RowKind::Manager);
    sheet.map_or_else(Place::default, |sheet| book.cell(sheet, 0, book.managers[manager].row))
}

pub(super) fn line_place(policy: &Policy, book: &Book, at: RowPlace, name: Option<&str>) -> Place {
    let Some(sheet) = policy.sheets.iter().position(|s| s.row == crate::policy::RowKind::Line) else {
        return Place::default();
    };
    let columns = &policy.sheets[sheet].columns;
    let column = columns.iter().position(|c| Some(c.name.as_str()) == name).unwrap_or(0);
    at.line.map_or_else(Place::default, |line| book.cell(sheet, column, book.lines[line].row))
}
