//! A book with one more line, without a workbook: what is asked thousands of times.

use std::sync::Arc;

use bonus::book::{Book, Line, Period, Who};
use bonus::formula::{Scope, Value};
use bonus::policy::{ColumnRole, Policy, RowKind, Rule, Unit};
use bonus::settle::settle;
use rust_decimal::Decimal;

/// The rule that says what the year costs.
pub fn cost(policy: &Policy) -> &Rule {
    policy.rule(Scope::Manager, policy.cost.as_deref().unwrap()).unwrap()
}

/// The year's pay of a manager, by his place in the book.
pub fn pay(policy: &Policy, book: &Book, manager: usize) -> Decimal {
    let settlement = settle(policy, book).unwrap();
    settlement.number(bonus::settle::RowKey::Manager { person: manager }, cost(policy).slot).unwrap()
}

/// The same with so much more collected in a period; less than nothing is a refund.
pub fn pay_with(policy: &Policy, book: &Book, manager: usize, period: Period, amount: Decimal) -> Decimal {
    pay(policy, &book_with(policy, book, manager, period, amount).0, manager)
}

/// A book with so much more collected in a period, and the place of the amount among the values of its lines.
pub fn book_with(policy: &Policy, book: &Book, manager: usize, period: Period, amount: Decimal) -> (Book, usize) {
    let mut book = book.clone();
    let sheet = policy.sheets.iter().find(|sheet| sheet.row == RowKind::Line).unwrap();
    let columns: Vec<_> =
        sheet.columns.iter().filter(|column| matches!(column.role, ColumnRole::Value { .. })).collect();
    let mut row: Vec<Value> = columns.iter().map(|column| column.default.unwrap_or_default()).collect();
    let at = columns.iter().position(|column| column.unit == Unit::Yuan).unwrap();
    row[at] = Value::Number(amount);
    let mut values = (*book.line_values).clone();
    values.push(&row);
    book.line_values = Arc::new(values);
    let project = book.projects.push("");
    let who = Who::Manager(u32::try_from(manager).unwrap());
    book.lines.push(Line { row: 0, period, date: None, project, who, document: 0 });
    (book, at)
}
