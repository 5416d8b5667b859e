//! Which periods people have, as far as it is known.

use std::collections::HashMap;

use crate::book::{Period, PeriodRow};
use crate::policy::Policy;

/// The periods of all managers.
#[derive(Default)]
pub(super) struct KnownPeriods {
    pub rows: Vec<Option<PeriodRow>>,
    pub(super) a_year: usize,
    /// Whether the sheets that say which periods there are could be read.
    pub(super) known: bool,
    /// Rows whose period could not be read, by (sheet, manager): each may be one that seems to be missing.
    pub(super) unplaced: HashMap<(usize, usize), usize>,
    /// The sheets that say which periods there are.
    pub(super) anchors: Vec<usize>,
    /// Rows that say whose and when and nothing else: (sheet, manager, period) and their number. They are as
    /// good as missing, and where the period is computed they are what must be filled in.
    pub(super) prepared: HashMap<(usize, usize, Period), u32>,
    /// The periods, as far as they are known, of rows whose manager could not be read: each may be one that seems to be
    /// missing.
    pub(super) unowned: Vec<Option<Period>>,
    /// Rows of what was paid for a period that the manager does not have.
    pub(super) paid_for_nothing: Vec<Stray>,
}

impl KnownPeriods {
    pub(super) fn get(&self, manager: usize, period: Period) -> Option<&PeriodRow> {
        self.rows[manager * self.a_year + period.index()].as_ref()
    }

    /// The same to be filled in.
    pub(super) fn slot(&mut self, manager: usize, period: Period) -> &mut Option<PeriodRow> {
        &mut self.rows[manager * self.a_year + period.index()]
    }

    /// The rows of a manager, by period.
    pub(super) fn of(&self, manager: usize) -> &[Option<PeriodRow>] {
        &self.rows[manager * self.a_year..(manager + 1) * self.a_year]
    }

    /// The same of everybody.
    pub(super) fn people(&self) -> impl Iterator<Item = &[Option<PeriodRow>]> {
        self.rows.chunks(self.a_year)
    }

    /// Everybody's rows of the period of that number.
    pub(super) fn in_period(&self, number: usize) -> impl Iterator<Item = &PeriodRow> {
        self.rows.iter().skip(number).step_by(self.a_year).flatten()
    }

    /// Whether a manager may have periods that could not be read.
    pub(super) fn uncertain(&self, manager: usize) -> bool {
        !self.known || self.anchors.iter().any(|&sheet| self.unplaced(sheet, manager) > 0)
    }

    /// Whether a manager's row of a period may be there, but could not be read or is to be filled in.
    pub(super) fn may_have(&self, manager: usize, period: Period, policy: &Policy) -> bool {
        self.uncertain(manager)
            || self.is_prepared(manager, period.index(), policy)
            || self.unowned.iter().any(|unowned| unowned.is_none_or(|unowned| unowned == period))
    }

    pub(super) fn unplaced(&self, sheet: usize, manager: usize) -> usize {
        self.unplaced.get(&(sheet, manager)).copied().unwrap_or(0)
    }

    /// Whether a sheet that says which periods there are has this row, but nothing in it.
    pub(super) fn is_prepared(&self, manager: usize, number: usize, policy: &Policy) -> bool {
        let period = Period::at(policy.period, number);
        period.is_some_and(|period| self.anchors.iter().any(|&at| self.prepared.contains_key(&(at, manager, period))))
    }

    /// The latest period with a row of a sheet that decides it.
    pub(super) fn latest_scored(&self, policy: &Policy) -> Option<Period> {
        let deciding =
            |row: &PeriodRow| policy.sheets.iter().zip(&row.rows).any(|(sheet, row)| sheet.latest && *row > 0);
        let last = (0..self.a_year).rev().find(|&number| self.in_period(number).any(deciding))?;
        Period::at(policy.period, last)
    }
}

/// A row of a period that its manager does not have.
pub(super) struct Stray {
    pub sheet: usize,
    pub manager: usize,
    pub period: Period,
    pub row: u32,
}
