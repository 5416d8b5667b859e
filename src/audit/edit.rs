//! A change that can be made: what must be done to one input's facts so that they say what the other's say.

use jiff::civil::Date;

use super::facts::{AdjustmentFacts, Divided, Facts, LineFacts, Person, Shared};
use crate::book::PeriodRow;
use crate::formula::Value;

/// A change to facts.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// What no figure rests on, such as a name: nothing has to be done.
    Nothing,
    /// A manager comes with all that is his, or goes.
    Person {
        id: String,
        to: Option<Box<Arrival>>,
    },
    PersonValue {
        id: String,
        at: usize,
        to: Value,
    },
    /// The first (0) or last (1) day of employment.
    Employed {
        id: String,
        at: usize,
        to: Option<Date>,
    },
    Period {
        id: String,
        number: usize,
        to: Option<PeriodRow>,
    },
    PeriodValue {
        id: String,
        number: usize,
        at: usize,
        to: Value,
    },
    Shares {
        of: Divided,
        to: Option<Shared>,
    },
    Line {
        from: Option<usize>,
        to: Option<LineFacts>,
    },
    Adjustment {
        from: Option<usize>,
        to: Option<AdjustmentFacts>,
    },
}

/// A manager and all that is his.
#[derive(Clone, Debug)]
pub(super) struct Arrival {
    pub person: Person,
    pub lines: Vec<LineFacts>,
    pub adjustments: Vec<AdjustmentFacts>,
}

impl Edit {
    /// Makes the change.
    pub(super) fn make(&self, facts: &mut Facts) {
        match self {
            Self::Nothing => {}
            Self::Person { id, to: Some(arrival) } => {
                facts.people.insert(id.clone(), arrival.person.clone());
                facts.lines.extend(arrival.lines.iter().cloned());
                facts.adjustments.extend(arrival.adjustments.iter().cloned());
            }
            Self::Person { id, to: None } => {
                facts.people.remove(id);
                facts.lines.retain(|line| line.who.as_ref() != Some(id));
                facts.adjustments.retain(|adjustment| adjustment.who != *id);
            }
            Self::PersonValue { id, at, to } => {
                if let Some(value) = facts.people.get_mut(id).and_then(|person| person.values.get_mut(*at)) {
                    *value = *to;
                }
            }
            Self::Employed { id, at, to } => {
                if let Some(date) = facts.people.get_mut(id).and_then(|person| person.employed.get_mut(*at)) {
                    *date = *to;
                }
            }
            Self::Period { id, number, to } => {
                let Some(person) = facts.people.get_mut(id) else { return };
                match to {
                    Some(row) => person.periods.insert(*number, row.clone()),
                    None => person.periods.remove(number),
                };
            }
            Self::PeriodValue { id, number, at, to } => {
                let row = facts.people.get_mut(id).and_then(|person| person.periods.get_mut(number));
                if let Some(value) = row.and_then(|row| row.values.get_mut(*at)) {
                    *value = *to;
                }
            }
            Self::Shares { of, to } => match to {
                Some(shares) => drop(facts.shares.insert(of.clone(), shares.clone())),
                None => drop(facts.shares.remove(of)),
            },
            Self::Line { from, to } => {
                let at = facts.lines.iter().position(|line| Some(line.number) == *from);
                replace(&mut facts.lines, at, to.as_ref());
            }
            Self::Adjustment { from, to } => {
                let at = facts.adjustments.iter().position(|one| Some(one.number) == *from);
                replace(&mut facts.adjustments, at, to.as_ref());
            }
        }
    }
}

/// Puts something in the place of what stands there, takes that out, or adds it.
fn replace<T: Clone>(list: &mut Vec<T>, at: Option<usize>, to: Option<&T>) {
    match (at, to) {
        (Some(at), Some(to)) => list[at] = to.clone(),
        (Some(at), None) => drop(list.remove(at)),
        (None, Some(to)) => list.push(to.clone()),
        (None, None) => {}
    }
}
