//! People who come and go: which of a manager's periods lie outside his employment, and the periods of their own kind in
//! which late lines of someone who has left settle.

use jiff::civil::Date;

use super::Reader;
use super::known_periods::KnownPeriods;
use super::line_facts::Lines;
use super::people::{Managers, listed};
use super::splits::Shares;
use crate::book::{Adjustment, Findings, Manager, Period, PeriodRow, Place, Who};
use crate::formula::Scope;
use crate::lang::Words;
use crate::policy::{ColumnRole, Policy, RowKind, Sheet};
use crate::say;

/// How a period lies to a manager's employment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It ends before his first day.
    NotYet,
    /// He is employed on one of its days at least, or nobody says otherwise.
    Employed,
    /// It begins after his last day.
    Left,
}

impl Managers {
    /// How a period of the year lies to a manager's employment.
    pub(super) fn standing(&self, manager: usize, period: Period, year: Option<i16>) -> Standing {
        let Some(year) = year else { return Standing::Employed };
        let person = &self.list[manager];
        if person.joined.is_some_and(|joined| period.last_day(year).is_some_and(|last| last < joined)) {
            return Standing::NotYet;
        }
        if person.left.is_some_and(|left| period.first_day(year).is_some_and(|first| first > left)) {
            return Standing::Left;
        }
        Standing::Employed
    }
}

/// Whether the policy has the day on which somebody left.
pub(super) fn knows_leaving(policy: &Policy) -> Option<(&Sheet, &Words)> {
    let managers = policy.sheets.iter().find(|sheet| sheet.row == RowKind::Manager)?;
    Some((managers, &managers.columns.iter().find(|column| column.role == ColumnRole::Left)?.label))
}

/// A row of a period outside a manager's employment is a fault: nobody has tasks then.
pub(super) fn outside(
    place: Place,
    (managers, manager): (&Managers, usize),
    period: Period,
    standing: Standing,
    findings: &mut Findings,
) {
    let person = &managers.list[manager];
    let id = &person.id;
    let date = |date: Option<jiff::civil::Date>| date.map_or_else(String::new, |date| date.to_string());
    let problem = if standing == Standing::Left {
        let left = date(person.left);
        say!(Read::LeftBefore { id, left, period })
    } else {
        let joined = date(person.joined);
        say!(Read::JoinedAfter { id, joined, period })
    };
    let mend = say!(Read::DeleteOrCorrectDate);
    findings.fault(place, format!("{id} {period}"), problem, mend);
}

/// What to do where a line's manager has no row for its period.
pub(super) fn mend_missing(policy: &Policy, id: &str, period: Period, standing: Standing) -> Words {
    let label = policy.anchor_label();
    let Some((sheet, leaving)) = knows_leaving(policy) else {
        return say!(Read::AddPeriodRow { id, period, label });
    };
    let people = &sheet.label;
    if standing == Standing::NotYet {
        return say!(Read::CorrectLineOrJoining { people });
    }
    say!(Read::AddRowOrLeaving { id, period, label, leaving, people })
}

impl Reader<'_> {
    /// Gives managers who have left the periods in which late lines of theirs, or adjustments, settle. Nothing of them is
    /// typed.
    pub(super) fn after_leaving(
        &self,
        periods: &mut KnownPeriods,
        managers: &Managers,
        lines: &Lines,
        shares: &Shares,
        adjustments: &[Adjustment],
    ) {
        if knows_leaving(self.policy).is_none() {
            return;
        }
        let leaves: Vec<bool> = managers.list.iter().map(|person| person.left.is_some()).collect();
        let mut add = |manager: usize, period: Period| {
            if leaves[manager] && managers.standing(manager, period, self.year_read) == Standing::Left {
                periods.slot(manager, period).get_or_insert_with(|| untyped(self.policy));
            }
        };
        for line in &lines.list {
            match line.who {
                Who::Manager(manager) => add(manager as usize, line.period),
                Who::Shares(group) => {
                    for manager in shares.get(group).iter().filter_map(|share| share.manager) {
                        add(manager as usize, line.period);
                    }
                }
            }
        }
        for adjustment in adjustments {
            adjustment.period.into_iter().for_each(|period| add(adjustment.manager, period));
        }
    }
}

impl Reader<'_> {
    /// People who had tasks, have none for the through period, and have not left by what the workbook says.
    pub(super) fn no_row_any_more(&mut self, periods: &KnownPeriods, managers: &Managers, through: Period) {
        let policy = self.policy;
        // Elsewhere there is no way to say that somebody has left.
        let Some((people, leaving)) = knows_leaving(policy) else { return };
        let anchor = |sheet: &Sheet| sheet.anchor && sheet.row == RowKind::Period;
        let Some(at) = policy.sheets.iter().position(anchor) else { return };
        let Some(place) = self.places[at].clone() else { return };
        let here =
            |manager: usize| periods.get(manager, through).is_some() || periods.may_have(manager, through, policy);
        let before = |manager: usize| {
            let mut earlier = through.up_to().filter(|period| *period < through);
            earlier.any(|period| periods.get(manager, period).is_some_and(|row| row.rows[at] > 0))
        };
        let employed = |manager: usize| managers.standing(manager, through, self.year_read) == Standing::Employed;
        let all = || 0..managers.list.len();
        let gone: Vec<usize> = all().filter(|&m| !here(m) && employed(m) && before(m)).collect();
        // Where nobody has one that is told already.
        if gone.is_empty() || !all().any(here) {
            return;
        }
        let (names, more) = listed(gone.iter().map(|&manager| managers.list[manager].id.as_str()));
        let count = gone.len();
        let leave = self.leave();
        let people = &people.label;
        let mend = say!(Read::AddRowOrGiveLeaving { through, leave, leaving, people });
        let problem = say!(Read::NoRowAnyMore { through, count, names, more });
        self.findings.warn(place.below(), "", problem, mend);
    }
}

/// A date of a line in a period of its person, but outside the days of employment.
pub(super) fn outside_days(
    (person, standing): (&Manager, Standing),
    date: Date,
    place: impl FnOnce() -> Place,
    findings: &mut Findings,
) {
    if standing != Standing::Employed {
        return;
    }
    let id = &person.id;
    let problem = match (person.joined, person.left) {
        (Some(joined), _) if date < joined => say!(Read::BeforeJoining { id, joined }),
        (_, Some(left)) if date > left => say!(Read::AfterLeaving { id, left }),
        _ => return,
    };
    findings.warn(place(), "", problem, say!(Read::CheckDateOrPerson));
}

/// A period of which nothing was typed.
pub(super) fn untyped(policy: &Policy) -> PeriodRow {
    let values = policy.inputs(Scope::Period).map(|input| input.column.default.unwrap_or_default());
    PeriodRow { values: values.collect(), rows: vec![0; policy.sheets.len()] }
}
