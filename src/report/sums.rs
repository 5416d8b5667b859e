//! Sums that can be checked against a ledger: what each sheet of the input has by period.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Results;
use crate::book::{Adjustment, Period, PeriodRow};
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{ColumnRole, RowKind, Sheet, Unit, builtin};
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

/// A figure of money: name, label, and its slot.
type MoneyFigure = (String, Words, usize);

/// The columns of money of a sheet.
fn money(sheet: &Sheet) -> Vec<MoneyFigure> {
    let slot = |role: ColumnRole| if let ColumnRole::Value { slot } = role { Some(slot) } else { None };
    let columns = sheet.columns.iter().filter(|column| column.unit == Unit::Yuan);
    columns.filter_map(|c| Some((c.name.clone(), c.label.clone(), slot(c.role)?))).collect()
}

/// What rows have of a period in each figure, and whose they are.
fn summed<V: Iterator<Item = Option<Value>>>(
    period: Option<Period>,
    figures: &[MoneyFigure],
    rows: impl Iterator<Item = (usize, V)>,
) -> Sums {
    let figures = figures.iter().map(|(name, label, _)| (name.clone(), label.clone(), Decimal::ZERO)).collect();
    let mut sums = Sums { sheet: String::new(), period, rows: 0, people: 0, figures };
    let mut people = BTreeSet::new();
    for (manager, values) in rows {
        sums.rows += 1;
        people.insert(manager);
        for (value, (_, _, sum)) in values.zip(&mut sums.figures) {
            let number = value.and_then(Value::as_number).unwrap_or_default();
            *sum = sum.checked_add(number).unwrap_or(*sum);
        }
    }
    sums.people = people.len();
    sums
}

fn lines(results: &Results<'_>, sheet: &Sheet) -> Vec<Sums> {
    let Results { policy, book, settlement, .. } = results;
    let mut figures = money(sheet);
    let typed = figures.len();
    let rules = policy.scope(Scope::Line).rules.iter().filter(|rule| rule.input.is_none() && rule.unit == Unit::Yuan);
    figures.extend(rules.map(|rule| (rule.name.clone(), rule.label.clone(), rule.slot)));
    let value = |line: usize, nth: usize, slot: usize| {
        if nth < typed {
            return book.line_values.value(line, slot - builtin::PERIOD - 1);
        }
        settlement.value(RowKey::Line(line), slot)
    };
    let of_period = |period: Period| {
        let own = (0..book.lines.len()).filter(|line| book.lines[*line].period == period);
        let values = |line: usize| figures.iter().enumerate().map(move |(nth, (.., slot))| value(line, nth, *slot));
        let sums = summed(Some(period), &figures, own.map(|line| (0, values(line))));
        // Credits stand by manager within a period.
        let credits = &settlement.credits[settlement.credits_of_period(period.index())];
        Sums { people: credits.chunk_by(|a, b| a.manager == b.manager).count(), ..sums }
    };
    book.through.up_to().map(of_period).collect()
}

fn periods<'b>(results: &Results<'b>, at: usize, sheet: &Sheet) -> Vec<Sums> {
    let (book, figures) = (results.book, money(sheet));
    let of_period = |period: Period| {
        let rows = (0..book.managers.len()).filter_map(|manager| Some((manager, book.period(manager, period)?)));
        let rows = rows.filter(|(_, row)| row.rows[at] > 0);
        let values = |row: &'b PeriodRow| {
            figures.iter().map(move |(.., slot)| row.values.get(slot - builtin::PERIOD - 1).copied())
        };
        summed(Some(period), &figures, rows.map(|(manager, row)| (manager, values(row))))
    };
    book.through.up_to().map(of_period).collect()
}

fn adjustments<'b>(results: &Results<'b>, sheet: &Sheet) -> Vec<Sums> {
    let (book, figures) = (results.book, money(sheet));
    let of_time = |period: Option<Period>| {
        let rows = book.adjustments.iter().filter(|one| one.period == period);
        let values = |one: &'b Adjustment| {
            figures.iter().map(move |(.., slot)| one.values.get(slot - builtin::FIGURE - 1).copied())
        };
        summed(period, &figures, rows.map(|one| (one.manager, values(one))))
    };
    book.through.up_to().map(Some).chain([None]).map(of_time).collect()
}
