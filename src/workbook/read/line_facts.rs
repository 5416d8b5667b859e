//! The lines that count, and what one is checked against.

use std::cell::RefCell;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::by_text::ByText;
use super::known_periods::KnownPeriods;
use super::meant::meant_day;
use super::people::Managers;
use super::source::RawCell;
use super::splits::Shares;
use super::{missing, typed};
use crate::book::{Fault, Findings, Line, Period, Place, SheetPlace, Texts};
use crate::formula::{Columns, Value};
use crate::lang::Words;
use crate::policy::{ColumnRole, Policy, RowKind, Sheet};

/// The lines that count.
#[derive(Default)]
pub(super) struct Lines {
    pub list: Vec<Line>,
    /// The numbers of their documents, the first one empty.
    pub documents: Texts,
    pub values: Columns,
    pub width: usize,
    /// What they have besides, where any has something.
    pub extras: Vec<LineExtra>,
}

impl Lines {
    /// The number of a document, which is another one for each line.
    pub(super) fn document(&mut self, text: &str) -> u32 {
        if self.documents.is_empty() {
            self.documents.push("");
        }
        self.documents.push(text)
    }
}

/// The lines of a sheet and their figures, of which some are doubtful beside others.
pub(super) struct CountedLines<'a> {
    pub(super) policy: &'a Policy,
    pub(super) sheet: &'a Sheet,
    pub(super) lines: &'a Lines,
    pub(super) place: &'a SheetPlace,
    /// The column of amounts.
    pub(super) amount: LineColumn,
}

/// A column of a sheet of lines, and its place among the values.
pub(super) type LineColumn = (usize, usize);

impl CountedLines<'_> {
    /// What stands in a column of a line.
    pub(super) fn number(&self, index: usize, (_, slot): LineColumn) -> Option<Decimal> {
        self.lines.values.value(index, slot).and_then(Value::as_number)
    }

    /// The amount of a line.
    pub(super) fn amount(&self, index: usize) -> Decimal {
        self.number(index, self.amount).unwrap_or_default()
    }

    /// The cell of a column of a line.
    pub(super) fn cell_of(&self, index: usize, (column, _): LineColumn) -> Place {
        self.place.cell(column, self.lines.list[index].row)
    }

    /// The cell of its amount.
    pub(super) fn cell(&self, index: usize) -> Place {
        self.cell_of(index, self.amount)
    }

    /// Warns once of some cells, and shows the first of them.
    pub(super) fn warn(&self, cells: &[(usize, LineColumn)], problem: Words, mend: Words, findings: &mut Findings) {
        let Some(((first, column), others)) = cells.split_first() else { return };
        let found = self.number(*first, *column).unwrap_or_default().normalize().to_string();
        let also = others.iter().map(|(index, column)| self.cell_of(*index, *column));
        findings.add_warning(Fault::new(self.cell_of(*first, *column), found, problem, mend).and_at(also));
    }
}

/// Dates of lines that are not in the year, until it is known whether any is.
#[derive(Default)]
pub(super) struct Years {
    /// How many are.
    pub right: usize,
    pub wrong: Vec<(Place, Date)>,
    /// Of dates that no period stands beside: whether one has a day above 12, the first that has none, how many there are,
    /// and which days.
    pub late: bool,
    pub low: Option<(Place, Date)>,
    pub count: usize,
    pub days: u16,
    /// Whether a text says a day before its year that no month has: 04/16/2017.
    pub named: bool,
}

impl Years {
    /// A date that no period stands beside.
    pub(super) fn look(&mut self, cell: &RawCell, place: &Place) {
        match cell {
            RawCell::Date(date) if date.day() > 12 => self.late = true,
            RawCell::Date(date) => {
                self.low.get_or_insert_with(|| (place.clone(), *date));
                self.count += 1;
                self.days |= 1 << date.day();
            }
            RawCell::Text(text) => self.named |= meant_day(text).is_some(),
            _ => {}
        }
    }
}

/// What a line has besides what is computed: hashes, 0 for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LineExtra {
    /// Its number of a document.
    pub document: u64,
    /// Its cells under no column of the policy.
    pub others: u64,
}

/// All that a line is checked against.
pub(super) struct LineContext<'a> {
    pub(super) policy: &'a Policy,
    pub(super) year: Option<i16>,
    pub(super) through: Option<Period>,
    pub(super) managers: &'a Managers,
    pub(super) periods: &'a KnownPeriods,
    pub(super) shares: &'a Shares,
    pub(super) today: Option<Date>,
    pub(super) years: &'a RefCell<Years>,
}

/// Whose row it is, and of which period.
pub(super) fn whose(
    sheet: &Sheet,
    row: &super::grid::GridRow<'_>,
    (policy, managers): (&Policy, &Managers),
    periods: &mut ByText<Period>,
    findings: &mut Findings,
) -> (Option<usize>, Option<Period>) {
    let (mut who, mut when) = (None, None);
    for (i, column) in sheet.columns.iter().enumerate() {
        let place = row.at(i);
        let Some(cell) = row.cell(i) else {
            // Of when a line is, two columns may say.
            let asked = sheet.row == RowKind::Period && matches!(column.role, ColumnRole::Id | ColumnRole::Period);
            if asked && row.has(i) {
                missing(&column.label, place, findings);
            }
            continue;
        };
        match column.role {
            ColumnRole::Manager | ColumnRole::Id => {
                let named = || managers.named(cell, &column.label, place, policy, findings);
                who = managers.by_text(row.text(i), named).or(who);
            }
            ColumnRole::Period => {
                when = periods.get(row.text(i)).or_else(|| super::period(cell, policy.period, place, findings));
                if let Some(when) = when {
                    periods.put(row.text(i), when);
                }
            }
            ColumnRole::Date if when.is_none() => {
                let month = typed::date(cell, place, findings).and_then(|date| u8::try_from(date.month()).ok());
                when = month.and_then(|month| Period::of_month(policy.period, month));
            }
            _ => {}
        }
    }
    (who, when)
}
