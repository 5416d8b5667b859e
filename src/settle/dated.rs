//! Which value of a setting that changes over time is in force: for a line by its date, for every other row
//! on the last day of its last period.

use jiff::civil::Date;

use super::settlement::Settlement;
use crate::book::{Book, Line, Period};
use crate::formula::{Code, Op, Scope, Space, Value};
use crate::policy::{Dated, InForce, Policy};

/// The settings in force over the year; empty where none changes.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// The settings on the last day of each period, by period from 0.
    ends: Vec<Vec<Value>>,
    /// For lines: stretches of the year within which nothing changes, in order.
    eras: Vec<Era>,
    /// The settings by a line's date that rules of lines and credits read.
    asked: Vec<usize>,
}

/// A stretch of one period.
#[derive(Clone, Debug)]
struct Era {
    period: usize,
    from: Date,
    settings: Vec<Value>,
}

impl Timeline {
    pub(super) fn new(policy: &Policy, book: &Book) -> Self {
        let histories: Vec<(usize, &Dated)> = histories(policy, book).collect();
        if histories.is_empty() {
            return Self::default();
        }
        let given: Vec<Value> = book.settings.iter().map(|given| given.value).collect();
        let by_line = |history: &&(usize, &Dated)| history.1.in_force == InForce::LineDate;
        let mut timeline = Self::default();
        let Some(last) = Period::new(policy.period, policy.period.count()) else { return timeline };
        for period in last.up_to() {
            let (Some(first), Some(end)) = (period.first_day(book.year), period.last_day(book.year)) else { continue };
            let mut at_end = given.clone();
            for (slot, dated) in &histories {
                at_end[*slot] = dated.on(end).unwrap_or(given[*slot]);
            }
            let changes = histories.iter().filter(by_line).flat_map(|(_, dated)| &dated.steps).map(|step| step.from);
            let mut starts: Vec<Date> = changes.filter(|from| *from > first && *from <= end).collect();
            starts.push(first);
            starts.sort_unstable();
            starts.dedup();
            for from in starts {
                let mut settings = at_end.clone();
                for (slot, dated) in histories.iter().filter(by_line) {
                    settings[*slot] = dated.on(from).unwrap_or(given[*slot]);
                }
                timeline.eras.push(Era { period: period.index(), from, settings });
            }
            timeline.ends.push(at_end);
        }
        let asked = histories.iter().filter(by_line).map(|(slot, _)| *slot).filter(|slot| read_by_lines(policy, *slot));
        timeline.asked = asked.collect();
        timeline
    }

    /// The settings for a line; `None` where none changes.
    pub(super) fn of_line(&self, line: &Line) -> Option<&[Value]> {
        let mut eras = self.eras.iter().filter(|era| era.period == line.period.index());
        let era = match line.date {
            Some(date) => eras.take_while(|era| era.from <= date).last(),
            None => eras.next_back(),
        };
        era.map(|era| era.settings.as_slice())
    }

    /// For a line without a date: a setting that changes within its period, and the day on which it does.
    pub(super) fn needs_date(&self, line: &Line) -> Option<(usize, Date)> {
        if line.date.is_some() {
            return None;
        }
        let mut eras = self.eras.iter().filter(|era| era.period == line.period.index());
        let first = eras.next()?;
        eras.find_map(|era| {
            let slot = self.asked.iter().find(|&&slot| era.settings[slot] != first.settings[slot])?;
            Some((*slot, era.from))
        })
    }
}

impl Settlement {
    /// The settings in force for the rules of a scope; `number` is the period (from 0) or the half-year.
    #[must_use]
    pub fn settings_of(&self, scope: Scope, number: usize) -> &[Value] {
        let ends = &self.timeline.ends;
        ends.get(self.period_deciding(scope, number)).map_or(self.settings.as_slice(), Vec::as_slice)
    }

    /// The settings in force for a line and its credits.
    #[must_use]
    pub fn settings_of_line(&self, line: &Line) -> &[Value] {
        self.timeline.of_line(line).unwrap_or_else(|| self.settings_of(Scope::Line, line.period.index()))
    }

    /// The period whose last day decides what is in force for a row: its own, or its last.
    #[must_use]
    pub fn period_deciding(&self, scope: Scope, number: usize) -> usize {
        let period = match scope {
            Scope::Line | Scope::Credit | Scope::Period | Scope::DepartmentPeriod => number,
            Scope::Half => number * 2 + 1,
            Scope::Adjustment | Scope::Year | Scope::Manager | Scope::Department => self.last_period,
        };
        period.min(self.last_period)
    }
}

/// The settings whose history counts: the workbook's, or the policy's where nobody gave a value of his own.
pub fn histories<'p>(policy: &'p Policy, book: &'p Book) -> impl Iterator<Item = (usize, &'p Dated)> {
    let settings = policy.settings.iter().zip(&book.settings).enumerate();
    settings.filter_map(|(slot, (setting, given))| Some((slot, given.history(setting)?)))
}

fn read_by_lines(policy: &Policy, setting: usize) -> bool {
    let reads = |code: &Code| {
        let mut found = false;
        code.walk(&mut |part| {
            if let Op::Slot(slot) | Op::Given(slot) = &part.op {
                found |= slot.space == Space::Setting && slot.index == setting;
            }
        });
        found
    };
    [Scope::Line, Scope::Credit].into_iter().any(|scope| {
        policy.scope(scope).rules.iter().any(|rule| reads(&rule.formula.code))
            || policy.checks.iter().any(|check| check.scope == scope && reads(&check.formula.code))
    })
}
