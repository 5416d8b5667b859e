//! People who come and go: which of a manager's periods lie outside his employment, and the periods of their own kind in
//! which late lines of someone who has left settle.

use super::Reader;
use super::known_periods::KnownPeriods;
use super::line_facts::Lines;
use super::people::Managers;
use super::splits::Shares;
use crate::book::{Adjustment, Findings, Period, PeriodRow, Place, Who};
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
    let label = policy.anchor().map(|sheet| sheet.label.clone()).unwrap_or_default();
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
                periods.rows[manager * periods.a_year + period.index()].get_or_insert_with(|| untyped(self.policy));
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

/// A period of which nothing was typed.
pub(super) fn untyped(policy: &Policy) -> PeriodRow {
    let values = policy.inputs(Scope::Period).map(|input| input.column.default.unwrap_or_default());
    PeriodRow { values: values.collect(), rows: vec![0; policy.sheets.len()] }
}
