//! Periods of managers: quotas, scores, what was paid.

use rust_decimal::Decimal;

use super::Reader;
use super::by_text::ByText;
use super::employment::{Standing, outside, untyped};
use super::known_periods::{KnownPeriods, Stray};
use super::line_facts::whose;
use super::people::Managers;
use super::source::SourceError;
use super::unowned::groups;
use crate::book::{Findings, Period, PeriodRow, Place, SheetPlace};
use crate::formula::Value;
use crate::lang::Words;
use crate::policy::{ColumnRole, Policy, RowKind, Sheet, Unit};
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
            anchors: (0..policy.sheets.len()).filter(|&at| policy.sheets[at].anchor).collect(),
            ..KnownPeriods::default()
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
        self.all_alike(&periods);
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
        let width = policy.inputs(crate::formula::Scope::Period).count();
        let sheets = policy.sheets.len();
        let mut strays: Vec<(Stray, Place)> = Vec::new();
        let known = periods.known || sheet.anchor;
        let year = self.year_read;
        let mut known_periods = ByText::default();
        let mut values = vec![Value::Blank; width];
        let id_column = sheet.column(ColumnRole::Id).unwrap_or(0);
        let index = self.rows_of(at, &mut |row, reader, findings| {
            let (who, when) = whose(sheet, row, (policy, managers), &mut known_periods, findings);
            let figures = || figures(sheet);
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
                periods.prepared.insert((at, manager, period), row.number);
                return;
            }
            values.fill(Value::Blank);
            reader.values(sheet, row, &mut values, findings);
            either(sheet, row, &values, findings);
            paid_below_zero(sheet, row, &values, findings);
            if let (Some(manager), None) = (who, when) {
                *periods.unplaced.entry((at, manager)).or_default() += 1;
            }
            if sheet.anchor && who.is_none() {
                periods.unowned.push(when);
            }
            let (Some(manager), Some(period)) = (who, when) else { return };
            let slot = periods.slot(manager, period);
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
                    sheet.values().for_each(|(.., slot)| present.values[slot] = values[slot]);
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
        })?;
        if index.is_some() {
            self.no_group(at, sheet);
            self.strays(sheet, strays, managers, periods);
        }
        Ok(())
    }

    /// Rows of periods that their managers do not have.
    fn strays(&mut self, sheet: &Sheet, strays: Vec<(Stray, Place)>, managers: &Managers, periods: &mut KnownPeriods) {
        let anchor = self.policy.anchor_label();
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
        let Some((at, sheet)) = self.declared(RowKind::Line).filter(|(_, sheet)| sheet.anchor) else { return Ok(()) };
        let Some(index) = self.find_sheet(&sheet.label, false) else { return Ok(()) };
        let width = policy.inputs(crate::formula::Scope::Period).count();
        let (mut unsaid, mut known_periods) = (Findings::default(), ByText::default());
        let found = super::grid::stream(self.source, index, &sheet.columns, &[], &mut unsaid, &mut |row, unsaid| {
            let (Some(manager), Some(period)) = whose(sheet, row, (policy, managers), &mut known_periods, unsaid)
            else {
                return;
            };
            let present = periods.slot(manager, period).get_or_insert_with(|| PeriodRow {
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
    (sheet.anchor || sheet.required_each_period)
        && (!sheet.either.is_empty() || sheet.values().any(|(_, column, _)| !column.optional))
}

/// The columns of what a row says, besides whose it is, when and to whom that one reports.
pub(super) fn figures(sheet: &Sheet) -> impl Iterator<Item = usize> {
    sheet.values().filter(|(_, column, _)| !column.superior).map(|(at, ..)| at)
}

/// Groups of columns of which exactly one is filled in.
fn either(sheet: &Sheet, row: &super::grid::GridRow<'_>, values: &[Value], findings: &mut Findings) {
    // Where no group has all its columns, one fault says so.
    if !sheet.either.iter().any(|group| group.iter().all(|&index| row.has(index))) {
        return;
    }
    let filled = |&index: &usize| {
        let value = sheet.values().find(|(at, ..)| *at == index);
        value.is_some_and(|(.., slot)| values[slot] != Value::Blank || row.cell(index).is_some())
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
    let at = if row.place(at).column == 0 { sheet.column(ColumnRole::Id).unwrap_or(0) } else { at };
    findings.fault(row.place(at), row.shown(at), say!(Read::OneGroupOnly { groups }), say!(Read::FillOneGroupOnly));
}

/// What was paid is a sum of at least 0: a sign is wrong.
fn paid_below_zero(sheet: &Sheet, row: &super::grid::GridRow<'_>, values: &[Value], findings: &mut Findings) {
    if !sheet.closed {
        return;
    }
    let money = sheet.values().filter(|(_, column, _)| column.unit == Unit::Yuan);
    let paid: Vec<(usize, Decimal)> = money.filter_map(|(at, _, slot)| Some((at, values[slot].as_number()?))).collect();
    let sum = paid.iter().try_fold(Decimal::ZERO, |sum, (_, figure)| sum.checked_add(*figure)).unwrap_or_default();
    if let (true, Some((index, figure))) =
        (sum < Decimal::ZERO, paid.iter().find(|(_, figure)| *figure < Decimal::ZERO))
    {
        let problem = say!(Read::PaidBelowZero { sum });
        findings.warn(row.place(*index), figure.normalize().to_string(), problem, say!(Read::CheckWhatWasPaid));
    }
}
