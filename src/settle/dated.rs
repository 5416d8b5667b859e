//! Which value of a setting that changes over time is in force: for a line by its date, for every other row
//! on the last day of its last period.

use jiff::civil::Date;

use crate::book::{Book, Line, Period};
use crate::formula::{Code, Scope, Space, Value};
use crate::policy::{Dated, InForce, Policy};

/// The settings in force over the year; empty where none changes.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// The settings on the last day of each period, by period from 0.
    pub(super) ends: Vec<Vec<Value>>,
    /// For lines: stretches of the year within which nothing changes, in order.
    pub(super) eras: Vec<Era>,
    /// The settings by a line's date that rules of lines and credits read.
    asked: Vec<usize>,
}

/// What is in force for a line.
#[derive(Clone, Copy, Debug)]
pub(super) enum OfLine {
    /// A stretch of the year, by its place.
    Era(usize),
    /// The end of a period, from 0.
    End(usize),
}

/// A stretch of one period.
#[derive(Clone, Debug)]
pub(super) struct Era {
    period: usize,
    from: Date,
    pub(super) settings: Vec<Value>,
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

    /// What is in force for each line; nothing where no setting changes.
    pub(super) fn of_lines(&self, lines: &[Line]) -> Vec<OfLine> {
        let of = |line: &Line| {
            let mut eras = self.eras.iter().enumerate().filter(|(_, era)| era.period == line.period.index());
            let era = match line.date {
                Some(date) => eras.take_while(|(_, era)| era.from <= date).last(),
                None => eras.next_back(),
            };
            era.map_or(OfLine::End(line.period.index()), |(at, _)| OfLine::Era(at))
        };
        if self.eras.is_empty() { Vec::new() } else { lines.iter().map(of).collect() }
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

/// The settings whose history counts: the workbook's, or the policy's where nobody gave a value of his own.
pub fn histories<'p>(policy: &'p Policy, book: &'p Book) -> impl Iterator<Item = (usize, &'p Dated)> {
    let settings = policy.settings.iter().zip(&book.settings).enumerate();
    settings.filter_map(|(slot, (setting, given))| Some((slot, given.history(setting)?)))
}

fn read_by_lines(policy: &Policy, setting: usize) -> bool {
    let reads = |code: &Code| code.names().any(|slot| slot.space == Space::Setting && slot.index == setting);
    [Scope::Line, Scope::Credit].into_iter().any(|scope| {
        policy.scope(scope).rules.iter().any(|rule| reads(&rule.formula.code))
            || policy.checks.iter().any(|check| check.scope == scope && reads(&check.formula.code))
    })
}
