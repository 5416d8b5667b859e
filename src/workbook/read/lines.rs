//! The lines of the policy's line sheet: collections, or whatever a scheme counts line by line.

use std::cell::RefCell;

use jiff::civil::Date;

use super::credited::{CreditedLine, credited, has_rows};
use super::employment::outside_days;
use super::known_periods::KnownPeriods;
use super::line_facts::{LineContext, LineExtra, Lines, Years};
use super::people::Managers;
use super::projects::Projects;
use super::source::SourceError;
use super::splits::{Shares, whole};
use super::text::fold;
use super::{Reader, deductions, doubts, line_words, missing, typed};
use crate::book::{Fault, Findings, Line, Period, Place, Who};
use crate::formula::{Columns, Scope, Value};
use crate::lang::Words;
use crate::policy::{Column, ColumnRole, RowKind, Sheet};
use crate::say;

/// Lines that are left out because they are later than the through period.
#[derive(Default)]
struct Later {
    count: usize,
    first: Option<Place>,
}

impl Reader<'_> {
    /// The lines up to the through period.
    pub(super) fn lines(
        &mut self,
        year: Option<i16>,
        through: Option<Period>,
        managers: &Managers,
        periods: &KnownPeriods,
        projects: &mut Projects,
        shares: &Shares,
    ) -> Result<Lines, SourceError> {
        let policy = self.policy;
        let width = policy.inputs(Scope::Line).count();
        let mut lines = Lines { width, values: Columns::new(0, width), ..Lines::default() };
        let Some((at, sheet)) = self.declared(RowKind::Line) else { return Ok(lines) };
        let years = RefCell::new(Years::default());
        let against =
            LineContext { policy, year, through, managers, periods, shares, today: self.today, years: &years };
        let (amount, off) = (deductions::amount(sheet), deductions::deductions(sheet));
        let mut later = Later::default();
        let mut values = vec![Value::Blank; lines.width];
        let index = self.rows_of(at, &mut |row, reader, findings| {
            reader.values(sheet, row, &mut values, findings);
            if let Some(amount) = amount {
                deductions::negative_deduction(&values, (amount, &off), row, findings);
                line_words::look(sheet, row, values[amount.1].as_number().unwrap_or_default(), findings);
            }
            let Some(mut line) = line(sheet, row, &values, &against, projects, findings) else { return };
            if through.is_some_and(|through| line.period > through) {
                later.count += 1;
                later.first.get_or_insert_with(|| row.place(0));
                return;
            }
            let document = document(sheet, row, findings);
            if let Some(document) = &document {
                line.document = lines.document(document);
            }
            let document = document.map_or(0, |document| doubts::mix_text(1, &fold(&document)));
            let extra = LineExtra { document, others: others(row) };
            if extra != LineExtra::default() || !lines.extras.is_empty() {
                lines.extras.resize(lines.list.len(), LineExtra::default());
                lines.extras.push(extra);
            }
            lines.list.push(line);
            lines.values.push(&values);
        })?;
        if index.is_none() {
            return Ok(lines);
        }
        if let (Some(first), Some(through)) = (later.first, through) {
            let count = later.count;
            self.findings.warn(first, "", say!(Read::LinesAfterThrough { count, through }), say!(Read::ChangeThrough));
        }
        self.undated(at, sheet);
        self.wrong_years(years.into_inner(), year);
        self.doubtful_lines(at, sheet, &lines, periods, (shares, projects));
        Ok(lines)
    }

    /// Of the columns that say of when a line is there must be one.
    fn undated(&mut self, at: usize, sheet: &Sheet) {
        let Some(place) = &self.places[at] else { return };
        let columns = || [ColumnRole::Date, ColumnRole::Period].into_iter().filter_map(|role| sheet.column(role));
        if columns().any(|column| place.columns[column].is_some()) {
            return;
        }
        let names = columns().map(|column| say!(Read::ColumnNamed { label: sheet.columns[column].label }));
        let names: Vec<Words> = names.collect();
        let mend = if names.len() > 1 { say!(Read::AddOneOfThem) } else { say!(Read::AddIt) };
        let names = Words::joined(&names, &say!(Read::Or));
        self.findings.fault(self.free(place), "", say!(Read::OneColumnMissing { names }), mend);
    }
}

/// One line; `None` when it has faults that keep it from being placed.
fn line(
    sheet: &Sheet,
    row: &super::grid::GridRow<'_>,
    values: &[Value],
    against: &LineContext<'_>,
    projects: &mut Projects,
    findings: &mut Findings,
) -> Option<Line> {
    let kind = against.policy.period;
    let (mut date, mut period, mut project, mut manager) = (None, None, None, None);
    let mut at = row.at(0);
    let mut credit = CreditedLine { row, project: 0, manager: 0 };
    // Where a period or date would stand.
    let when = |role: ColumnRole| sheet.column(role).filter(|&i| row.has(i));
    let dated = when(ColumnRole::Date).or_else(|| when(ColumnRole::Period));
    if let Some(column) = dated {
        at = row.at(column);
    }
    // What cannot be read, and a column that is missing, is a fault already.
    let mut readable = dated.is_some();
    for (i, column) in sheet.columns.iter().enumerate() {
        let place = row.at(i);
        match (column.role, row.cell(i)) {
            (ColumnRole::Date, Some(cell)) => {
                if when(ColumnRole::Period).is_none_or(|column| row.blank(column)) {
                    against.years.borrow_mut().look(cell, place);
                }
                date = typed::date(cell, place, findings).filter(|date| in_year(*date, place, against, findings));
                readable &= date.is_some();
                at = place;
            }
            (ColumnRole::Period, Some(cell)) => {
                period = super::period(cell, kind, place, findings);
                readable &= period.is_some();
                at = place;
            }
            (ColumnRole::Project, cell) => {
                project = cell.and_then(|cell| projects.of(cell, row.text(i), place, findings));
                if row.blank(i) && column.optional {
                    project = Some(projects.unnamed());
                } else if row.blank(i) {
                    missing(&column.label, place, findings);
                }
                credit.project = i;
            }
            (ColumnRole::Manager | ColumnRole::Id, cell) => {
                let managers = against.managers;
                manager = cell.and_then(|cell| {
                    let named = || managers.named(cell, &column.label, place, against.policy, findings);
                    managers.by_text(row.text(i), named)
                });
                if row.blank(i) && !against.policy.has(RowKind::Split) {
                    missing(&column.label, place, findings);
                }
                credit.manager = i;
            }
            _ => {}
        }
    }
    // A policy without projects has no project column; its lines all belong to none.
    let project = sheet.column(ColumnRole::Project).map_or_else(|| Some(projects.number("")), |_| project);
    let of_date = date.and_then(|date| Period::of_month(kind, u8::try_from(date.month()).ok()?));
    let shares = project.map(|project| {
        let agreed = period.is_none() || of_date.is_none() || period == of_date;
        let of = against.shares.by.and_then(|by| values.get(by).copied()).filter(|of| *of != Value::Blank);
        against.shares.applying(project, period.or(of_date).filter(|_| agreed), of)
    });
    let who = project
        .zip(shares)
        .filter(|_| manager_column(sheet, row))
        .and_then(|(project, shares)| credited(&credit, (project, shares), manager, against, projects, findings));
    if let (Some(said), Some(of_date)) = (period, of_date)
        && said != of_date
    {
        findings.fault(
            at.clone(),
            said.to_string(),
            say!(Read::DateAndPeriodDiffer { of_date }),
            say!(Read::CorrectDateOrBlank),
        );
        return None;
    }
    let Some(period) = period.or(of_date) else {
        if readable {
            let dated = sheet.column(ColumnRole::Date).is_some();
            match sheet.column(ColumnRole::Period) {
                Some(column) if !dated => missing(&sheet.columns[column].label, at, findings),
                Some(column) if !row.has(column) => {
                    let mend = say!(Read::FillDateOrAddColumn { label: sheet.columns[column].label });
                    findings.fault(at.clone(), "", say!(Read::NeitherDateNorPeriod), mend);
                }
                _ => findings.fault(at.clone(), "", say!(Read::NeitherDateNorPeriod), say!(Read::FillOneOfThem)),
            }
        }
        return None;
    };
    let (project, who) = (project?, who?);
    has_rows(&credit, who, period, against, findings);
    if let (Who::Manager(manager), Some(date)) = (who, date) {
        let manager = manager as usize;
        let standing = against.managers.standing(manager, period, against.year);
        outside_days((&against.managers.list[manager], standing), date, || date_place(sheet, row), findings);
    }
    // Shares that are at fault divide nothing.
    let divisible = if let Who::Shares(group) = who { whole(against.shares.get(group)) } else { true };
    divisible.then_some(Line { row: row.number, period, date, project, who, document: 0 })
}

fn in_year(date: Date, place: &Place, against: &LineContext<'_>, findings: &mut Findings) -> bool {
    let Some(year) = against.year else { return true };
    let mut years = against.years.borrow_mut();
    if date.year() == year {
        years.right += 1;
    } else {
        years.wrong.push((place.clone(), date));
    }
    if against.today.is_some_and(|today| date > today) {
        findings.of_today.push(Fault::new(
            place.clone(),
            date.to_string(),
            say!(Read::DateInFuture),
            say!(Read::CheckDate),
        ));
    }
    date.year() == year
}

/// The number of a line's document, whatever it looks like.
fn document(sheet: &Sheet, row: &super::grid::GridRow<'_>, findings: &mut Findings) -> Option<String> {
    let column = sheet.column(ColumnRole::Document)?;
    let cell = row.cell(column)?;
    (!typed::broken(cell, &row.place(column), findings)).then(|| typed::shown(cell))
}

/// What a line has under no column of the policy.
fn others(row: &super::grid::GridRow<'_>) -> u64 {
    row.others().fold(0, |hash, (at, cell)| {
        let hash = doubts::mix(hash, u64::from(*at) + 1);
        doubts::mix_text(hash, &typed::shown(cell))
    })
}

/// Where the date of a line stands.
fn date_place(sheet: &Sheet, row: &super::grid::GridRow<'_>) -> Place {
    row.place(sheet.column(ColumnRole::Date).unwrap_or(0))
}

/// Whether the sheet has the column that names the manager.
fn manager_column(sheet: &Sheet, row: &super::grid::GridRow<'_>) -> bool {
    let named = |column: &Column| matches!(column.role, ColumnRole::Manager | ColumnRole::Id);
    sheet.columns.iter().enumerate().any(|(at, column)| named(column) && row.has(at))
}
