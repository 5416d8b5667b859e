//! Sums that can be checked against a ledger: what each sheet of the input has by period.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Results;
use crate::book::Period;
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{ColumnRole, RowKind, Rule, Sheet, Unit, builtin};
use crate::settle::RowKey;

/// What a sheet has of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    /// The sheet, as it is called in the workbook.
    pub sheet: String,
    /// The period; `None` for the year-end.
    pub period: Option<Period>,
    /// How many rows are counted.
    pub rows: usize,
    /// Of how many people.
    pub people: usize,
    /// Money, in yuan: name, label, sum. First what was typed, column by column, then what is computed of each row. What
    /// is 0 in each row of the sheet is left out.
    pub figures: Vec<(String, Words, Decimal)>,
}

/// The sums of all sheets with money, up to the through period.
#[must_use]
pub fn sums(results: &Results<'_>) -> Vec<Sums> {
    let mut all = Vec::new();
    for (at, sheet) in results.policy.sheets.iter().enumerate() {
        let Some(place) = results.book.sheets.get(at).and_then(Option::as_ref) else { continue };
        let mut of_sheet = match sheet.row {
            RowKind::Line => lines(results, sheet),
            RowKind::Period => periods(results, at, sheet),
            RowKind::Adjustment => adjustments(results, sheet),
            RowKind::Manager | RowKind::Split => continue,
        };
        let figures = of_sheet.first().map_or(0, |sums| sums.figures.len());
        let counts: Vec<bool> =
            (0..figures).map(|i| of_sheet.iter().any(|sums| !sums.figures[i].2.is_zero())).collect();
        for sums in &mut of_sheet {
            sums.sheet.clone_from(&place.name);
            let mut counts = counts.iter();
            sums.figures.retain(|_| counts.next().copied().unwrap_or_default());
        }
        all.extend(of_sheet.into_iter().filter(|sums| sums.rows > 0 && !sums.figures.is_empty()));
    }
    all
}

/// The columns of money of a sheet: name, label, slot.
fn money(sheet: &Sheet) -> Vec<(String, Words, usize)> {
    let slot = |role: ColumnRole| if let ColumnRole::Value { slot } = role { Some(slot) } else { None };
    let columns = sheet.columns.iter().filter(|column| column.unit == Unit::Yuan);
    columns.filter_map(|c| Some((c.name.clone(), c.label.clone(), slot(c.role)?))).collect()
}

fn empty(period: Option<Period>, figures: impl Iterator<Item = (String, Words)>) -> Sums {
    let figures = figures.map(|(name, label)| (name, label, Decimal::ZERO)).collect();
    Sums { sheet: String::new(), period, rows: 0, people: 0, figures }
}

fn add(sum: &mut Decimal, value: Option<Value>) {
    let number = value.and_then(Value::as_number).unwrap_or_default();
    *sum = sum.checked_add(number).unwrap_or(*sum);
}

fn lines(results: &Results<'_>, sheet: &Sheet) -> Vec<Sums> {
    let Results { policy, book, settlement, .. } = results;
    let typed = money(sheet);
    let rules: Vec<&Rule> =
        policy.scope(Scope::Line).rules.iter().filter(|rule| rule.input.is_none() && rule.unit == Unit::Yuan).collect();
    let names = || typed.iter().map(|(name, label, _)| (name.clone(), label.clone()));
    let computed = || rules.iter().map(|rule| (rule.name.clone(), rule.label.clone()));
    let mut all: Vec<Sums> = book.through.up_to().map(|p| empty(Some(p), names().chain(computed()))).collect();
    for (index, line) in book.lines.iter().enumerate() {
        let Some(sums) = all.get_mut(line.period.index()) else { continue };
        sums.rows += 1;
        let (given, made) = sums.figures.split_at_mut(typed.len());
        for ((_, _, slot), (_, _, sum)) in typed.iter().zip(given) {
            add(sum, book.line_values.value(index, slot - builtin::PERIOD - 1));
        }
        for (rule, (_, _, sum)) in rules.iter().zip(made) {
            add(sum, settlement.value(RowKey::Line(index), rule.slot));
        }
    }
    // Credits stand by period, then manager.
    for credits in settlement.credits.chunk_by(|a, b| (a.period, a.manager) == (b.period, b.manager)) {
        if let Some(sums) = all.get_mut(usize::from(credits[0].period)) {
            sums.people += 1;
        }
    }
    all
}

fn periods(results: &Results<'_>, at: usize, sheet: &Sheet) -> Vec<Sums> {
    let book = results.book;
    let of_period = |period: Period| {
        let rows = (0..book.managers.len()).filter_map(|manager| Some((manager, book.period(manager, period)?)));
        let rows = rows.filter(|(_, row)| row.rows[at] > 0).map(|(manager, row)| (manager, &row.values[..]));
        typed(sheet, Some(period), rows, builtin::PERIOD + 1)
    };
    book.through.up_to().map(of_period).collect()
}

fn adjustments(results: &Results<'_>, sheet: &Sheet) -> Vec<Sums> {
    let book = results.book;
    let of_time = |period: Option<Period>| {
        let rows = book.adjustments.iter().filter(|one| one.period == period);
        typed(sheet, period, rows.map(|one| (one.manager, &one.values[..])), builtin::FIGURE + 1)
    };
    book.through.up_to().map(Some).chain([None]).map(of_time).collect()
}

/// What was typed into rows of people, whose values begin with that slot.
fn typed<'v>(
    sheet: &Sheet,
    period: Option<Period>,
    rows: impl Iterator<Item = (usize, &'v [Value])>,
    first: usize,
) -> Sums {
    let typed = money(sheet);
    let mut sums = empty(period, typed.iter().map(|(name, label, _)| (name.clone(), label.clone())));
    let mut people = BTreeSet::new();
    for (manager, values) in rows {
        sums.rows += 1;
        people.insert(manager);
        for ((_, _, slot), (_, _, sum)) in typed.iter().zip(&mut sums.figures) {
            add(sum, values.get(slot - first).copied());
        }
    }
    sums.people = people.len();
    sums
}
