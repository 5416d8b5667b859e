//! A change that can be made: what must be done to one input's facts so that they say what the other's say.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::facts::{AdjustmentFacts, Divided, Facts, PersonFacts, Shared};
use super::side::LineFacts;
use crate::book::PeriodRow;
use crate::formula::Value;

/// A change to facts.
#[derive(Clone, Debug)]
pub(super) enum Edit<'b> {
    /// What no figure rests on, such as a name: nothing has to be done.
    Nothing,
    /// A manager comes with all that is his, or goes.
    Person {
        id: String,
        to: Option<Box<Arrival<'b>>>,
    },
    PersonValue {
        id: String,
        at: usize,
        to: Value,
    },
    /// The first or the last day of employment.
    Employed {
        id: String,
        last: bool,
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
        to: Option<LineFacts<'b>>,
    },
    Adjustment {
        from: Option<usize>,
        to: Option<AdjustmentFacts>,
    },
}

/// A manager and all that is his.
#[derive(Clone, Debug)]
pub(super) struct Arrival<'b> {
    pub person: PersonFacts<'b>,
    pub lines: Vec<LineFacts<'b>>,
    pub adjustments: Vec<AdjustmentFacts>,
}

/// Makes changes that do not meet, all at once: lists of facts are gone through once, whatever their number.
pub(super) fn make<'b>(edits: &[&Edit<'b>], facts: &mut Facts<'b>) {
    let mut gone: BTreeSet<&str> = BTreeSet::new();
    let (mut lines, mut adjustments) = (Vec::new(), Vec::new());
    for edit in edits {
        match edit {
            Edit::Person { id, to: None } => drop(gone.insert(id)),
            Edit::Line { from, to } => lines.push((*from, to.as_ref())),
            Edit::Adjustment { from, to } => adjustments.push((*from, to.as_ref())),
            edit => edit.make(facts),
        }
    }
    if !gone.is_empty() {
        facts.people.retain(|id, _| !gone.contains(id.as_str()));
        facts.lines.retain(|line| line.who().is_none_or(|id| !gone.contains(id)));
        facts.adjustments.retain(|adjustment| !gone.contains(adjustment.who.as_str()));
    }
    replace(&mut facts.lines, LineFacts::number, &lines);
    replace(&mut facts.adjustments, |one| one.number, &adjustments);
}

impl<'b> Edit<'b> {
    /// Makes a change of one place.
    fn make(&self, facts: &mut Facts<'b>) {
        match self {
            Self::Person { id, to: Some(arrival) } => {
                facts.people.insert(id.clone(), arrival.person.clone());
                facts.lines.extend(arrival.lines.iter().cloned());
                facts.adjustments.extend(arrival.adjustments.iter().cloned());
            }
            Self::PersonValue { id, at, to } => {
                if let Some(value) = facts.people.get_mut(id).and_then(|person| person.manager.values.get_mut(*at)) {
                    *value = *to;
                }
            }
            Self::Employed { id, last, to } => {
                let Some(PersonFacts { manager, .. }) = facts.people.get_mut(id) else { return };
                *(if *last { &mut manager.left } else { &mut manager.joined }) = *to;
            }
            Self::Period { id, number, to } => {
                let Some(person) = facts.people.get_mut(id) else { return };
                if let Some(period) = person.periods.get_mut(*number) {
                    *period = to.clone().map(Cow::Owned);
                }
            }
            Self::PeriodValue { id, number, at, to } => {
                let row = facts.people.get_mut(id).and_then(|person| person.periods.get_mut(*number)?.as_mut());
                if let Some(value) = row.and_then(|row| row.to_mut().values.get_mut(*at)) {
                    *value = *to;
                }
            }
            Self::Shares { of, to } => match to {
                Some(shares) => drop(facts.shares.insert(of.clone(), shares.clone())),
                None => drop(facts.shares.remove(of)),
            },
            // Those of lines, of adjustments and of who is gone are made all at once.
            Self::Nothing | Self::Person { to: None, .. } | Self::Line { .. } | Self::Adjustment { .. } => {}
        }
    }
}

/// Puts each in the place of what stands there by its number, takes that out, or adds it.
fn replace<T: Clone>(list: &mut Vec<T>, number: impl Fn(&T) -> usize, edits: &[(Option<usize>, Option<&T>)]) {
    if edits.is_empty() {
        return;
    }
    let standing: BTreeSet<usize> = list.iter().map(&number).collect();
    let known = |from: &Option<usize>| from.filter(|from| standing.contains(from));
    let made: HashMap<usize, Option<&T>> = edits.iter().filter_map(|(from, to)| Some((known(from)?, *to))).collect();
    list.retain_mut(|one| match made.get(&number(one)) {
        None => true,
        Some(None) => false,
        Some(Some(to)) => {
            *one = (*to).clone();
            true
        }
    });
    list.extend(edits.iter().filter(|(from, _)| known(from).is_none()).filter_map(|(_, to)| to.cloned()));
}
