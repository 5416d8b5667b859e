//! Periods of managers: quotas, scores, what was paid.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::by_text::ByText;
use super::employment::{Standing, outside, untyped};
use super::known_periods::{KnownPeriods, Stray};
use super::people::{Managers, NamedManager};
use super::source::SourceError;
use super::unowned::groups;
use super::{Reader, missing, required};
use crate::book::{Findings, Period, PeriodRow, Place, SheetPlace};
use crate::formula::Value;
use crate::lang::Words;
use crate::policy::{Column, ColumnRole, Policy, RowKind, Sheet, Unit, builtin};
use crate::say;

impl Reader<'_> {
    /// All period sheets: the one whose rows say which periods there are, then the others.
    pub(super) fn periods(&mut self, managers: &Managers) -> Result<KnownPeriods, SourceError> {
        let policy = self.policy;
        let a_year = usize::from(policy.period.count());
        let mut periods = KnownPeriods {
            rows: vec![None; managers.list.len() * a_year],
            a_year,
            known: true,
            unplaced: HashMap::new(),
            anchors: (0..policy.sheets.len()).filter(|&at| policy.sheets[at].anchor).collect(),
            prepared: HashMap::new(),
            unowned: Vec::new(),
            paid_for_nothing: Vec::new(),
        };
        let sheets = policy.sheets.iter().enumerate().filter(|(_, s)| s.row == RowKind::Period);
        let (anchor, others): (Vec<_>, Vec<_>) = sheets.partition(|(_, sheet)| sheet.anchor);
        for (at, sheet) in anchor {
            self.period_sheet(at, sheet, managers, &mut periods)?;
            let has = |place: &SheetPlace, role| {
                sheet.columns.iter().zip(&place.columns).any(|(c, at)| c.role == role && at.is_some())
            };
            periods.known &= match &self.places[at] {
                Some(place) => has(place, ColumnRole::Id) && has(place, ColumnRole::Period),
                None => sheet.optional,
            };
        }
        self.periods_of_lines(managers, &mut periods)?;
        for (at, sheet) in others {
            self.period_sheet(at, sheet, managers, &mut periods)?;
        }
        if policy.looks_back() {
            self.no_gaps(&periods, managers);
        }
        self.all_alike(&periods, managers);
        self.compared(&periods);
        Ok(periods)
    }

    fn period_sheet(
        &mut self,
        at: usize,
        sheet: &Sheet,
        managers: &Managers,
        periods: &mut KnownPeriods,
    ) -> Result<(), SourceError> {
        let policy = self.policy;
        let Some(index) = self.find_sheet(&sheet.label, !sheet.optional) else { return Ok(()) };
        let width = policy.inputs(crate::formula::Scope::Period).count();
        let first = builtin::PERIOD + 1;
        let sheets = policy.sheets.len();
        let mut strays: Vec<(Stray, Place)> = Vec::new();
        let mut symbols = std::mem::take(&mut self.symbols);
        let keys = std::mem::take(&mut self.keys);
        let (rows, unplaced, known) = (&mut periods.rows, &mut periods.unplaced, periods.known || sheet.anchor);
        let (prepared, unowned) = (&mut periods.prepared, &mut periods.unowned);
        let year = self.year_read;
        let mut known_periods = ByText::default();
        let mut values = vec![Value::Blank; width];
        let id_column = sheet.columns.iter().position(|c| c.role == ColumnRole::Id).unwrap_or(0);
        let place = self.stream(index, &sheet.columns, &required(sheet), &mut |row, findings| {
            let (who, when) = whose(sheet, row, policy, managers, &mut known_periods, findings);
            let figure =
                |i: &usize| matches!(sheet.columns[*i].role, ColumnRole::Value { .. }) && !sheet.columns[*i].superior;
            let figures = || (0..sheet.columns.len()).filter(figure);
            let blank = figures().all(|i| row.cell(i).is_none()) && figures().any(|i| row.has(i));
            let standing = |(manager, period)| managers.standing(manager, period, year);
            let standing = who.zip(when).map_or(Standing::Employed, standing);
            if needs_figures(sheet)
                && blank
                && let (Some(manager), Some(period)) = (who, when)
            {
                // Nobody fills in a row of someone who is not there.
                if standing != Standing::Employed {
                    return;
                }
                prepared.insert((at, manager, period), row.number);
                return;
            }
            values.fill(Value::Blank);
            for (i, column) in sheet.columns.iter().enumerate() {
                if let ColumnRole::Value { slot } = column.role {
                    values[slot - first] = Self::value(row, i, column, &keys, &mut symbols, findings);
                }
            }
            either(sheet, row, &values, first, findings);
            paid_below_zero(sheet, row, &values, first, findings);
            if let (Some(manager), None) = (who, when) {
                *unplaced.entry((at, manager)).or_default() += 1;
            }
            if sheet.anchor && who.is_none() {
                unowned.push(when);
            }
            let (Some(manager), Some(period)) = (who, when) else { return };
            let slot = &mut rows[manager * a_year_of(policy) + period.index()];
            let id_place = || row.place(id_column);
            if sheet.anchor && standing != Standing::Employed {
                outside(id_place(), (managers, manager), period, standing, findings);
                return;
            }
            if sheet.closed && standing == Standing::Left {
                slot.get_or_insert_with(|| untyped(policy));
            }
            match slot {
                Some(_) if !sheet.closed && standing != Standing::Employed => {
                    strays.push((Stray { sheet: at, manager, period, row: row.number }, id_place()));
                }
                None if sheet.anchor => {
                    let mut at_rows = vec![0; sheets];
                    at_rows[at] = row.number;
                    *slot = Some(PeriodRow { values: values.clone(), rows: at_rows });
                }
                None if !known => {}
                None => strays.push((Stray { sheet: at, manager, period, row: row.number }, id_place())),
                Some(present) if present.rows[at] == 0 => {
                    present.rows[at] = row.number;
                    for column in &sheet.columns {
                        if let ColumnRole::Value { slot } = column.role {
                            present.values[slot - first] = values[slot - first];
                        }
                    }
                }
                Some(present) => {
                    let before = present.rows[at];
                    let id = &managers.list[manager].id;
                    findings.fault(
                        id_place(),
                        format!("{id} {period}"),
                        say!(Read::StandsInRowAlready { before }),
                        sheet.one_row.clone().unwrap_or_else(|| say!(Read::OneRowAPeriod)),
                    );
                }
            }
        });
        self.symbols = symbols;
        self.keys = keys;
        self.places[at] = place?;
        self.no_group(at, sheet);
        self.strays(sheet, strays, managers, periods);
        Ok(())
    }

    /// Rows of periods that their managers do not have.
    fn strays(&mut self, sheet: &Sheet, strays: Vec<(Stray, Place)>, managers: &Managers, periods: &mut KnownPeriods) {
        let anchor = self.policy.anchor().map(|sheet| sheet.label.clone()).unwrap_or_default();
        for (stray, place) in strays {
            // Money that was paid is not passed over; whether the row is too late is not known yet.
            if sheet.closed {
                periods.paid_for_nothing.push(stray);
                continue;
            }
            let id = &managers.list[stray.manager].id;
            let period = stray.period;
            // The row that is asked for may be one that could not be read, which is a fault already.
            if periods.may_have(stray.manager, period, self.policy) {
                continue;
            }
            let there = managers.standing(stray.manager, period, self.year_read) == Standing::Employed;
            self.findings.warn(
                place,
                format!("{id} {period}"),
                say!(Read::NoSuchRowThere { anchor }),
                if there { say!(Read::AddOrDeleteRow) } else { say!(Read::NobodyEmployedThen) },
            );
        }
    }

    /// Lines that give their managers the periods: a first look at who and when, before the through
    /// period is known. What is wrong with a line is said when the lines themselves are read.
    fn periods_of_lines(&mut self, managers: &Managers, periods: &mut KnownPeriods) -> Result<(), SourceError> {
        let policy = self.policy;
        let lines = |(_, sheet): &(usize, &Sheet)| sheet.row == RowKind::Line && sheet.anchor;
        let Some((at, sheet)) = policy.sheets.iter().enumerate().find(lines) else { return Ok(()) };
        let Some(index) = self.find_sheet(&sheet.label, false) else { return Ok(()) };
        let width = policy.inputs(crate::formula::Scope::Period).count();
        let rows = &mut periods.rows;
        let mut unsaid = Findings::default();
        let found = super::grid::stream(self.source, index, &sheet.columns, &[], &mut unsaid, &mut |row, unsaid| {
            let Some((manager, period)) = super::line_facts::whose(sheet, row, policy, managers, unsaid) else {
                return;
            };
            let present = rows[manager * a_year_of(policy) + period.index()].get_or_insert_with(|| PeriodRow {
                values: vec![Value::Blank; width],
                rows: vec![0; policy.sheets.len()],
            });
            if present.rows[at] == 0 {
                present.rows[at] = row.number;
            }
        })?;
        self.places[at] = found.place;
        Ok(())
    }

    /// How a leave is written: a row whose tasks are 0, or of nothing but zeros.
    pub(super) fn leave(&self) -> Words {
        let tasks: Vec<_> = self.policy.tasks().map(|(column, _)| &column.label).collect();
        if tasks.is_empty() {
            return say!(Read::RowOfZeros);
        }
        let zeros: Vec<_> = tasks.iter().map(|label| say!(Read::ZeroTask { label })).collect();
        Words::joined(&zeros, &say!(Read::And))
    }
}

/// The name of the period with that number, from 0.
pub(super) fn period_of(policy: &Policy, number: usize) -> String {
    let period = Period::at(policy.period, number);
    period.map_or_else(String::new, |period| period.to_string())
}

/// Whether a row that says whose and when and nothing else says nothing: it has figures that must be there.
fn needs_figures(sheet: &Sheet) -> bool {
    let value = |column: &&Column| matches!(column.role, ColumnRole::Value { .. });
    (sheet.anchor || sheet.required_each_period)
        && (!sheet.either.is_empty() || sheet.columns.iter().filter(value).any(|column| !column.optional))
}

pub(super) fn a_year_of(policy: &Policy) -> usize {
    usize::from(policy.period.count())
}

/// Groups of columns of which exactly one is filled in.
fn either(sheet: &Sheet, row: &super::grid::GridRow<'_>, values: &[Value], first: usize, findings: &mut Findings) {
    // Where no group has all its columns, one fault says so.
    if !sheet.either.iter().any(|group| group.iter().all(|&index| row.has(index))) {
        return;
    }
    let filled = |&index: &usize| match sheet.columns[index].role {
        ColumnRole::Value { slot } => values[slot - first] != Value::Blank || row.cell(index).is_some(),
        _ => false,
    };
    let begun = || sheet.either.iter().filter(|group| group.iter().any(filled));
    if begun().count() == 1 && sheet.either.iter().any(|group| group.iter().all(filled)) {
        return;
    }
    let groups = groups(sheet);
    // Point at the first column that is missing, or at the first that is too many.
    let blank = begun().flatten().find(|i| !filled(i));
    let first = || sheet.either.iter().flatten().find(|&&index| row.has(index));
    let at = blank.filter(|&&index| row.has(index)).or_else(first).copied().unwrap_or(0);
    let id = || sheet.columns.iter().position(|c| c.role == ColumnRole::Id).unwrap_or(0);
    let at = if row.place(at).column == 0 { id() } else { at };
    findings.fault(
        row.place(at),
        row.cell(at).map(super::typed::shown).unwrap_or_default(),
        say!(Read::OneGroupOnly { groups }),
        say!(Read::FillOneGroupOnly),
    );
}

/// What was paid is a sum of at least 0: a sign is wrong.
fn paid_below_zero(
    sheet: &Sheet,
    row: &super::grid::GridRow<'_>,
    values: &[Value],
    first: usize,
    findings: &mut Findings,
) {
    if !sheet.closed {
        return;
    }
    let paid = |(index, column): (usize, &Column)| match column.role {
        ColumnRole::Value { slot } if column.unit == Unit::Yuan => Some((index, values[slot - first].as_number()?)),
        _ => None,
    };
    let paid: Vec<(usize, Decimal)> = sheet.columns.iter().enumerate().filter_map(paid).collect();
    let sum = paid.iter().try_fold(Decimal::ZERO, |sum, (_, figure)| sum.checked_add(*figure)).unwrap_or_default();
    if let (true, Some((index, figure))) =
        (sum < Decimal::ZERO, paid.iter().find(|(_, figure)| *figure < Decimal::ZERO))
    {
        let problem = say!(Read::PaidBelowZero { sum });
        findings.warn(row.place(*index), figure.normalize().to_string(), problem, say!(Read::CheckWhatWasPaid));
    }
}

/// Whose row it is, and of which period.
fn whose(
    sheet: &Sheet,
    row: &super::grid::GridRow<'_>,
    policy: &Policy,
    managers: &Managers,
    periods: &mut ByText<Period>,
    findings: &mut Findings,
) -> (Option<usize>, Option<Period>) {
    let (mut who, mut when) = (None, None);
    for (i, column) in sheet.columns.iter().enumerate() {
        let place = row.at(i);
        let Some(cell) = row.cell(i) else {
            if matches!(column.role, ColumnRole::Id | ColumnRole::Period) && row.has(i) {
                missing(&column.label, place, findings);
            }
            continue;
        };
        match column.role {
            ColumnRole::Id => {
                let named = || managers.named(cell, &column.label, place, false, policy, findings);
                if let NamedManager::Manager(m) = managers.by_text(row.text(i), named) {
                    who = Some(m);
                }
            }
            ColumnRole::Period => {
                when = periods.get(row.text(i)).or_else(|| super::period(cell, policy.period, place, findings));
                if let Some(when) = when {
                    periods.put(row.text(i), when);
                }
            }
            _ => {}
        }
    }
    (who, when)
}
