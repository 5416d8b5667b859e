//! The lines of the policy's line sheet: collections, or whatever a scheme counts line by line.

use std::cell::RefCell;
use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::by_text::ByText;
use super::doubts::{self, Extra, Years};
use super::employment::{Standing, mend_missing};
use super::people::{Managers, Named};
use super::periods::Periods;
use super::source::{RawCell, SourceError, TextId};
use super::splits::{Applies, Shares, whole};
use super::text::fold;
use super::{Reader, missing, required, typed};
use crate::book::{Fault, Findings, Line, Period, Place, Share, Who};
use crate::formula::{PackedRows, Scope, Value};
use crate::lang::Words;
use crate::policy::{Policy, Role, RowKind, Sheet, builtin};
use crate::say;

/// Spellings of projects that are remembered.
const SPELLINGS: usize = 200_000;

/// Projects by name; names that differ only in case, width or blanks are one project.
#[derive(Default)]
pub(super) struct Projects {
    pub names: Vec<String>,
    numbers: HashMap<Box<str>, u32>,
    by_text: ByText<u32>,
}

impl Projects {
    /// The number of a project that nobody named: of one line alone.
    pub(super) fn unnamed(&mut self) -> u32 {
        self.names.push(String::new());
        u32::try_from(self.names.len() - 1).unwrap_or(u32::MAX)
    }

    /// The number of a project that a cell names, new or known.
    pub(super) fn of(
        &mut self,
        cell: &RawCell,
        id: Option<TextId>,
        at: &Place,
        findings: &mut Findings,
    ) -> Option<u32> {
        if let Some(number) = self.by_text.get(id) {
            return Some(number);
        }
        let number = self.number(&typed::text(cell, at, findings)?);
        self.by_text.put(id, number);
        Some(number)
    }

    /// The number of a project, new or known.
    pub(super) fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let folded = fold(name);
        let number = if let Some(&number) = self.numbers.get(folded.as_str()) {
            number
        } else {
            let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            self.names.push(name.to_owned());
            self.numbers.insert(folded.into(), number);
            number
        };
        // The spelling itself is remembered too, so that the next lookup need not fold it; of the first ones, as a
        // million would take the memory of as many names once more.
        if self.numbers.len() < SPELLINGS {
            self.numbers.insert(name.into(), number);
        }
        number
    }
}

/// The lines that count.
#[derive(Default)]
pub(super) struct Lines {
    pub list: Vec<Line>,
    pub values: PackedRows,
    pub width: usize,
    /// What they have besides, where any has something.
    pub extras: Vec<Extra>,
}

/// Lines that are left out because they are later than the through period.
#[derive(Default)]
struct Later {
    count: usize,
    first: Option<Place>,
}

/// A cell of a line; where it is and what stands there is only asked for when something is wrong with it.
struct At<'r> {
    row: &'r super::grid::Row<'r>,
    column: usize,
}

impl<'r> At<'r> {
    fn new(row: &'r super::grid::Row<'r>, column: usize) -> Self {
        Self { row, column }
    }

    fn place(&self) -> Place {
        self.row.place(self.column)
    }

    fn shown(&self) -> String {
        self.row.cell(self.column).map(typed::shown).unwrap_or_default()
    }
}

/// All that a line is checked against.
struct Against<'a> {
    policy: &'a Policy,
    year: Option<i16>,
    through: Option<Period>,
    managers: &'a Managers,
    periods: &'a Periods,
    shares: &'a Shares,
    today: Option<Date>,
    years: &'a RefCell<Years>,
}

impl Reader<'_> {
    /// The lines up to the through period.
    pub(super) fn lines(
        &mut self,
        year: Option<i16>,
        through: Option<Period>,
        managers: &Managers,
        periods: &Periods,
        projects: &mut Projects,
        shares: &Shares,
    ) -> Result<Lines, SourceError> {
        let policy = self.policy;
        let width = policy.inputs(Scope::Line).count();
        let mut lines = Lines { width, values: PackedRows::new(0, width), ..Lines::default() };
        let Some((at, sheet)) = policy.sheets.iter().enumerate().find(|(_, s)| s.row == RowKind::Line) else {
            return Ok(lines);
        };
        let Some(index) = self.find_sheet(&sheet.label, !sheet.optional) else { return Ok(lines) };
        let years = RefCell::new(Years::default());
        let against = Against { policy, year, through, managers, periods, shares, today: self.today, years: &years };
        let (amount, off) = (doubts::amount(sheet), doubts::deductions(sheet));
        let mut later = Later::default();
        let mut symbols = std::mem::take(&mut self.symbols);
        let keys = std::mem::take(&mut self.keys);
        let mut values = vec![Value::Blank; lines.width];
        let place = self.stream(index, &sheet.columns, &required(sheet), &mut |row, findings| {
            for (i, column) in sheet.columns.iter().enumerate() {
                if let Role::Value { slot } = column.role {
                    values[slot - builtin::PERIOD - 1] = Self::value(row, i, column, &keys, &mut symbols, findings);
                }
            }
            if let Some(amount) = amount {
                doubts::negative_deduction(&values, (amount, &off), row, findings);
            }
            let Some(line) = line(sheet, row, &values, &against, projects, findings) else { return };
            if through.is_some_and(|through| line.period > through) {
                later.count += 1;
                later.first.get_or_insert_with(|| row.place(0));
                return;
            }
            let extra = Extra { document: document(sheet, row, findings), others: others(row) };
            if extra != Extra::default() || !lines.extras.is_empty() {
                lines.extras.resize(lines.list.len(), Extra::default());
                lines.extras.push(extra);
            }
            lines.list.push(line);
            lines.values.push(&values);
        });
        self.symbols = symbols;
        self.keys = keys;
        self.places[at] = place?;
        if let (Some(first), Some(through)) = (later.first, through) {
            let count = later.count;
            self.findings.warn(first, "", say!(Read::LinesAfterThrough { count, through }), say!(Read::ChangeThrough));
        }
        if self.places[at].as_ref().is_some_and(|p| {
            let found = |role: Role| sheet.columns.iter().position(|c| c.role == role).and_then(|i| p.columns[i]);
            found(Role::Date).is_none() && found(Role::Period).is_none()
        }) {
            let place = self.places[at].clone().unwrap_or_else(|| unreachable!("just seen"));
            let label = |role: Role| sheet.columns.iter().find(|c| c.role == role).map(|c| &c.label);
            let labels: Vec<_> = [Role::Date, Role::Period].into_iter().filter_map(label).collect();
            let names: Vec<_> = labels.iter().map(|label| say!(Read::ColumnNamed { label })).collect();
            let names = Words::joined(&names, &say!(Read::Or));
            let there = self.left_alone.columns.iter().filter(|c| c.sheet == place.name).map(|c| c.column);
            let free = place.columns.iter().flatten().copied().chain(there).max().map_or(0, |last| last + 1);
            let mend = if labels.len() > 1 { say!(Read::AddOneOfThem) } else { say!(Read::AddIt) };
            self.findings.fault(
                Place::cell(&place.name, place.heading, free),
                "",
                say!(Read::OneColumnMissing { names }),
                mend,
            );
        }
        self.wrong_years(years.into_inner(), year);
        self.doubtful_lines(at, sheet, &lines, periods, shares);
        Ok(lines)
    }
}

/// One line; `None` when it has faults that keep it from being placed.
fn line(
    sheet: &Sheet,
    row: &super::grid::Row<'_>,
    values: &[Value],
    against: &Against<'_>,
    projects: &mut Projects,
    findings: &mut Findings,
) -> Option<Line> {
    let kind = against.policy.period;
    let (mut date, mut period, mut project, mut manager) = (None, None, None, None);
    let mut at = row.at(0);
    let (mut project_at, mut manager_at) = (At::new(row, 0), At::new(row, 0));
    // Where a period or date would stand.
    let when = |role: Role| sheet.columns.iter().position(|c| c.role == role).filter(|&i| row.has(i));
    let dated = when(Role::Date).or_else(|| when(Role::Period));
    if let Some(column) = dated {
        at = row.at(column);
    }
    // What cannot be read, and a column that is missing, is a fault already.
    let mut readable = dated.is_some();
    for (i, column) in sheet.columns.iter().enumerate() {
        let place = row.at(i);
        match (column.role, row.cell(i)) {
            (Role::Date, Some(cell)) => {
                date = typed::date(cell, place, findings).filter(|date| in_year(*date, place, against, findings));
                readable &= date.is_some();
                at = place;
            }
            (Role::Period, Some(cell)) => {
                period = super::period(cell, kind, place, findings);
                readable &= period.is_some();
                at = place;
            }
            (Role::Project, cell) => {
                project = cell.and_then(|cell| projects.of(cell, row.text(i), place, findings));
                if row.blank(i) && column.optional {
                    project = Some(projects.unnamed());
                } else if row.blank(i) {
                    missing(&column.label, place, findings);
                }
                project_at = At::new(row, i);
            }
            (Role::Manager | Role::Id, cell) => {
                let managers = against.managers;
                manager = cell.map(|cell| {
                    managers.by_text(row.text(i), || {
                        managers.named(cell, &column.label, place, false, against.policy, findings)
                    })
                });
                if row.blank(i) && !against.policy.has(RowKind::Split) {
                    missing(&column.label, place, findings);
                }
                manager_at = At::new(row, i);
            }
            _ => {}
        }
    }
    // A policy without projects has no project column; its lines all belong to none.
    let has_projects = sheet.columns.iter().any(|column| column.role == Role::Project);
    let project = if has_projects { project } else { Some(projects.number("")) };
    let of_date = date.and_then(|date| Period::of_month(kind, u8::try_from(date.month()).ok()?));
    let shares = project.map(|project| {
        let agreed = period.is_none() || of_date.is_none() || period == of_date;
        let of = against.shares.by.and_then(|by| values.get(by).copied()).filter(|of| *of != Value::Blank);
        against.shares.applying(project, period.or(of_date).filter(|_| agreed), of)
    });
    let who = project.zip(shares).filter(|_| manager_column(sheet, row)).and_then(|(project, shares)| {
        credited((project, shares), manager, against, &project_at, &manager_at, projects, findings)
    });
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
            findings.fault(at.clone(), "", say!(Read::NeitherDateNorPeriod), say!(Read::FillOneOfThem));
        }
        return None;
    };
    let (project, who) = (project?, who?);
    has_rows(who, period, against, &manager_at, &project_at, findings);
    // Shares that are at fault divide nothing.
    let divisible = if let Who::Shares(group) = who { whole(against.shares.get(group)) } else { true };
    divisible.then_some(Line { row: row.number, period, date, project, who })
}

/// Whose line it is, and of which period, as far as the row says so without doubt.
pub(super) fn whose(
    sheet: &Sheet,
    row: &super::grid::Row<'_>,
    policy: &Policy,
    managers: &Managers,
    unsaid: &mut Findings,
) -> Option<(usize, Period)> {
    let (mut manager, mut period) = (None, None);
    for (i, column) in sheet.columns.iter().enumerate() {
        let (Some(cell), place) = (row.cell(i), row.place(i)) else { continue };
        match column.role {
            Role::Manager | Role::Id => {
                if let Named::Manager(index) = managers.named(cell, &column.label, &place, false, policy, unsaid) {
                    manager = Some(index);
                }
            }
            Role::Period => period = super::period(cell, policy.period, &place, unsaid),
            Role::Date if period.is_none() => {
                let month = typed::date(cell, &place, unsaid).and_then(|date| u8::try_from(date.month()).ok());
                period = month.and_then(|month| Period::of_month(policy.period, month));
            }
            _ => {}
        }
    }
    Some((manager?, period?))
}

fn in_year(date: Date, place: &Place, against: &Against<'_>, findings: &mut Findings) -> bool {
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

/// The number of a line's document, whatever it looks like; 0 where it has none.
fn document(sheet: &Sheet, row: &super::grid::Row<'_>, findings: &mut Findings) -> u64 {
    let column = sheet.columns.iter().position(|column| column.role == Role::Document);
    let Some((column, cell)) = column.and_then(|column| Some((column, row.cell(column)?))) else { return 0 };
    if typed::broken(cell, &row.place(column), findings) {
        return 0;
    }
    doubts::mix_text(1, &fold(&typed::shown(cell)))
}

/// What a line has under no column of the policy.
fn others(row: &super::grid::Row<'_>) -> u64 {
    row.others().fold(0, |hash, (at, cell)| {
        let hash = doubts::mix(hash, u64::from(*at) + 1);
        doubts::mix_text(hash, &typed::shown(cell))
    })
}

/// Whether the sheet has the column that names the manager.
fn manager_column(sheet: &Sheet, row: &super::grid::Row<'_>) -> bool {
    let named = |role: Role| matches!(role, Role::Manager | Role::Id);
    sheet.columns.iter().enumerate().any(|(i, column)| named(column.role) && row.has(i))
}

/// The line's manager is blank exactly when shares of its project apply to it.
fn credited(
    (project, shares): (u32, Applies),
    manager: Option<Named>,
    against: &Against<'_>,
    project_at: &At<'_>,
    manager_at: &At<'_>,
    projects: &Projects,
    findings: &mut Findings,
) -> Option<Who> {
    let name = &projects.names[project as usize];
    match (manager, shares) {
        (_, Applies::Unknown) => None,
        (Some(Named::Manager(index)), Applies::NoShares | Applies::OtherLines) => {
            Some(Who::Manager(u32::try_from(index).ok()?))
        }
        (None, Applies::Group(group)) => Some(Who::Shares(group)),
        (Some(Named::Manager(_)), Applies::Group(_)) => {
            findings.fault(
                manager_at.place(),
                manager_at.shown(),
                say!(Read::ManagerBesideShares { name }),
                say!(Read::ClearOrDeleteShares),
            );
            None
        }
        // The project may stand where shares could not be read.
        (None, _) if !against.shares.known => None,
        // Said already: without splits the manager is a cell like any other.
        (None, _) if !against.policy.has(RowKind::Split) => None,
        (None, Applies::OtherLines) => {
            findings.fault(
                if manager_at.place().row > 0 { manager_at.place() } else { project_at.place() },
                "",
                say!(Read::NoShareOfThisLine { name }),
                say!(Read::FillManagerOrShare),
            );
            None
        }
        (None, Applies::NoShares) => {
            findings.fault(
                if manager_at.place().row > 0 { manager_at.place() } else { project_at.place() },
                "",
                say!(Read::NoManagerNoShares { name }),
                say!(Read::FillManagerOrProject),
            );
            None
        }
        (Some(_), _) => None,
    }
}

/// A collection is never dropped: everyone credited must have the period's row.
fn has_rows(
    who: Who,
    period: Period,
    against: &Against<'_>,
    manager_at: &At<'_>,
    project_at: &At<'_>,
    findings: &mut Findings,
) {
    if against.through.is_some_and(|through| period > through) {
        return;
    }
    let one;
    let (credited, at): (&[_], _) = match who {
        Who::Manager(manager) => {
            one = [Share { manager: Some(manager), share: Decimal::ONE }];
            (&one, manager_at)
        }
        Who::Shares(group) => (against.shares.get(group), project_at),
    };
    for manager in credited.iter().filter_map(|share| share.manager) {
        let index = manager as usize;
        let standing = against.managers.standing(index, period, against.year);
        // Late money of someone who has left settles in a period of its own kind.
        if standing == Standing::Left {
            continue;
        }
        if against.periods.get(index, period).is_none()
            && !against.periods.uncertain(index)
            && !against.periods.is_prepared(index, period.index(), against.policy)
        {
            let id = &against.managers.list[index].id;
            let label = against.policy.anchor().map(|sheet| sheet.label.clone()).unwrap_or_default();
            findings.fault(
                at.place(),
                at.shown(),
                say!(Read::LineHasNoRow { id, period, label }),
                mend_missing(against.policy, id, period, standing),
            );
        }
    }
}
