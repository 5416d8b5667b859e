//! What the rows of periods must be together: no gaps, nothing missing, nothing too many, nothing alike.

use super::employment::Standing;
use super::known_periods::{KnownPeriods, Stray};
use super::people::Managers;
use super::periods::{figures, period_of};
use super::unowned::groups;
use super::{Reader, missing, required};
use crate::book::{Period, PeriodRow, Place};
use crate::policy::{ColumnRole, RowKind};
use crate::say;

impl Reader<'_> {
    /// When everyone has the very same scores in a period, someone probably filled a column down.
    pub(super) fn all_alike(&mut self, periods: &KnownPeriods) {
        let policy = self.policy;
        for (at, sheet) in policy.sheets.iter().enumerate().filter(|(_, s)| s.latest && s.row == RowKind::Period) {
            let Some(place) = self.places[at].clone() else { continue };
            for number in 0..periods.a_year {
                let rows: Vec<&PeriodRow> = periods.in_period(number).filter(|row| row.rows[at] > 0).collect();
                let scores = |row: &PeriodRow| sheet.values().map(|(.., slot)| row.values[slot]).collect::<Vec<_>>();
                let Some((first, others)) = rows.split_first() else { continue };
                let all = scores(first);
                let none = all.iter().all(|value| *value == crate::formula::Value::Blank);
                if none || others.len() < 2 || others.iter().any(|row| scores(row) != all) {
                    continue;
                }
                let (count, label) = (rows.len(), &sheet.label);
                let column = sheet.values().filter_map(|(at, ..)| place.columns[at]).min().unwrap_or(0);
                self.findings.warn(
                    Place::cell(&place.name, first.rows[at], column),
                    "",
                    say!(Read::SameTasks { count, label }),
                    say!(Read::CheckFilledDown),
                );
            }
        }
    }

    /// A manager's periods follow each other: a leave is an exempt row, not a hole.
    pub(super) fn no_gaps(&mut self, periods: &KnownPeriods, managers: &Managers) {
        let policy = self.policy;
        let Some(at) = policy.sheets.iter().position(|sheet| sheet.anchor) else { return };
        let leave = self.leave();
        let id_column = policy.sheets[at].column(ColumnRole::Id).unwrap_or(0);
        for (index, manager) in managers.list.iter().enumerate() {
            let rows = periods.of(index);
            // What was paid to someone who had left by then closes no gap.
            let typed = |row: &Option<PeriodRow>| {
                row.as_ref().is_some_and(|row| periods.anchors.iter().any(|&anchor| row.rows[anchor] > 0))
            };
            let (Some(first), Some(last)) = (rows.iter().position(typed), rows.iter().rposition(typed)) else {
                continue;
            };
            let gap = |n: &usize| rows[*n].is_none() && !periods.is_prepared(index, *n, policy);
            let gaps: Vec<usize> = (first..last).filter(gap).collect();
            if gaps.len() <= periods.unplaced(at, index) {
                continue;
            }
            for number in gaps {
                let after = rows[number..].iter().flatten().next().map_or(0, |row| row.rows[at]);
                let Some(period) = Period::at(policy.period, number) else {
                    continue;
                };
                let id = &manager.id;
                self.findings.fault(
                    self.cell_of(at, after, id_column),
                    id,
                    say!(Read::GapBetweenPeriods { id, period }),
                    say!(Read::AddPeriodOrLeave { period, leave }),
                );
            }
        }
    }

    /// Rows of closed sheets may only be of earlier periods, whether or not their managers have those.
    pub(super) fn after_through(
        &mut self,
        periods: &mut KnownPeriods,
        managers: &Managers,
        through: Period,
        asked: bool,
    ) {
        if asked {
            self.aside(periods, through);
            return;
        }
        let policy = self.policy;
        for at in (0..policy.sheets.len()).filter(|&at| policy.sheets[at].closed) {
            for (m, manager) in managers.list.iter().enumerate() {
                for (number, row) in periods.of(m).iter().enumerate().skip(through.index()) {
                    let Some(row) = row else { continue };
                    if row.rows[at] > 0 {
                        self.too_late(at, row.rows[at], &manager.id, &period_of(policy, number), through);
                    }
                }
            }
        }
        for stray in periods.paid_for_nothing.iter().filter(|stray| stray.period >= through) {
            let id = &managers.list[stray.manager].id;
            self.too_late(stray.sheet, stray.row, id, &stray.period.to_string(), through);
        }
    }

    /// A look back, asked for on the command line: what was paid for its period and later ones is left aside, and told.
    fn aside(&mut self, periods: &mut KnownPeriods, through: Period) {
        let policy = self.policy;
        for (at, sheet) in policy.sheets.iter().enumerate().filter(|(_, sheet)| sheet.closed) {
            let later = |stray: &Stray| stray.sheet == at && stray.period >= through;
            let mut rows: Vec<u32> = periods.paid_for_nothing.iter().filter(|s| later(s)).map(|s| s.row).collect();
            periods.paid_for_nothing.retain(|stray| !later(stray));
            for (index, row) in periods.rows.iter_mut().enumerate() {
                let Some(row) =
                    row.as_mut().filter(|row| index % periods.a_year >= through.index() && row.rows[at] > 0)
                else {
                    continue;
                };
                rows.push(std::mem::take(&mut row.rows[at]));
                for (_, column, slot) in sheet.values() {
                    row.values[slot] = column.default.unwrap_or_default();
                }
            }
            let (Some(first), count) = (rows.iter().min(), rows.len()) else { continue };
            let place = self.cell_of(at, *first, sheet.column(ColumnRole::Period).unwrap_or(0));
            self.findings.warn(
                place,
                "",
                say!(Read::LeftAsideByThrough { through, count }),
                say!(Read::NothingForLookBack),
            );
        }
    }

    fn too_late(&mut self, at: usize, row: u32, id: &str, period: &str, through: Period) {
        let column = self.policy.sheets[at].column(ColumnRole::Period).unwrap_or(0);
        let problem = say!(Read::OnlyBeforeThrough { through });
        let cell = self.cell_of(at, row, column);
        self.findings.fault(cell, format!("{id} {period}"), problem, say!(Read::DeleteRow));
    }

    /// What was paid for an earlier period that the manager does not have: left out, it would be paid a second time, or
    /// never be asked back.
    pub(super) fn paid_for_nothing(&mut self, periods: &KnownPeriods, managers: &Managers, through: Option<Period>) {
        let policy = self.policy;
        let label = policy.anchor_label();
        let leave = self.leave();
        for stray in &periods.paid_for_nothing {
            let Stray { sheet, manager, period, row } = *stray;
            // The row that seems to be missing may be one that could not be read, which is a fault already.
            if periods.may_have(manager, period, policy) || through.is_some_and(|through| period >= through) {
                continue;
            }
            let id = &managers.list[manager].id;
            self.findings.fault(
                self.cell_of(sheet, row, policy.sheets[sheet].column(ColumnRole::Id).unwrap_or(0)),
                format!("{id} {period}"),
                say!(Read::PaidHasNoRow { id, period, label }),
                say!(Read::AddRowOrDelete { id, period, label, leave }),
            );
        }
    }

    /// A through period for which nobody has a row: its tasks were forgotten, or the period is wrong.
    pub(super) fn nobody(&mut self, periods: &KnownPeriods, managers: &Managers, through: Period) {
        let Some(anchor) = self.policy.sheets.iter().position(|sheet| sheet.anchor) else { return };
        let Some(place) = self.places[anchor].clone() else { return };
        let has =
            |manager: usize| periods.get(manager, through).is_some() || periods.may_have(manager, through, self.policy);
        if managers.list.is_empty() || (0..managers.list.len()).any(has) {
            return;
        }
        self.findings.warn(
            place.below(),
            "",
            say!(Read::NobodyInThrough { through }),
            say!(Read::AddRowsOrCorrectThrough { through }),
        );
    }

    /// Rows that were prepared and must be filled in by now. While nobody knows the through period, those
    /// of the first are asked for.
    pub(super) fn prepared_rows(&mut self, periods: &KnownPeriods, managers: &Managers, through: Option<Period>) {
        let Some(through) = through.or_else(|| Period::new(self.policy.period, 1)) else { return };
        let mut due: Vec<_> = periods.prepared.iter().filter(|((_, _, period), _)| *period <= through).collect();
        due.sort_unstable();
        for (&(at, manager, period), &row) in due {
            let sheet = &self.policy.sheets[at];
            if sheet.not_of_leave && periods.get(manager, period).is_some_and(|row| row.is_leave(self.policy)) {
                continue;
            }
            let Some(place) = self.places[at].clone() else { continue };
            let at = |column: usize| place.columns[column].map(|at| Place::cell(&place.name, row, at));
            let figures = || figures(sheet);
            let mut asked = false;
            for column in required(sheet).into_iter().filter(|i| figures().any(|figure| figure == *i)) {
                if let Some(cell) = at(column) {
                    missing(&sheet.columns[column].label, &cell, &mut self.findings);
                    asked = true;
                }
            }
            if let (false, Some(cell)) = (asked, figures().find_map(at)) {
                let groups = groups(sheet);
                let fill =
                    if groups.is_empty() { say!(Read::FillThisRow) } else { say!(Read::FillOneGroup { groups }) };
                let (id, label) = (&managers.list[manager].id, &sheet.label);
                self.findings.fault(cell, "", say!(Read::PeriodBlank { label, id, period }), fill);
            }
        }
    }

    /// Sheets that need a row for every computed period.
    pub(super) fn required_rows(&mut self, periods: &KnownPeriods, managers: &Managers, through: Period) {
        let policy = self.policy;
        for (at, sheet) in policy.sheets.iter().enumerate().filter(|(_, s)| s.required_each_period) {
            // A missing sheet is one fault already.
            let Some(place) = self.places[at].clone() else { continue };
            let mut free = place.last_row;
            for (m, manager) in managers.list.iter().enumerate() {
                let lacks = |period: &Period| {
                    periods.get(m, *period).is_some_and(|row| {
                        row.rows[at] == 0
                            && managers.standing(m, *period, self.year_read) == Standing::Employed
                            && !(sheet.not_of_leave && row.is_leave(policy))
                    })
                };
                let lacking: Vec<Period> = through.up_to().filter(lacks).collect();
                if lacking.len() <= periods.unplaced(at, m) {
                    continue;
                }
                for period in lacking {
                    if periods.prepared.contains_key(&(at, m, period)) {
                        continue;
                    }
                    free += 1;
                    let (id, label) = (&manager.id, &sheet.label);
                    self.findings.fault(
                        Place::cell(&place.name, free, 0),
                        "",
                        say!(Read::PeriodMissing { label, id, period }),
                        say!(Read::AddRowFor { id, period }),
                    );
                }
            }
        }
    }
}
