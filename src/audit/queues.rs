//! Who has to do with whom: changes that touch different managers do not meet, and can be made in one step.

use std::collections::BTreeSet;

use super::changes::Change;
use super::circles::Circles;
use super::facts::Facts;
use super::told::{Group, Told};
use crate::lang::Words;
use crate::policy::Policy;
use crate::say;

/// Changes of one manager that are told one by one.
pub const ONE_BY_ONE: usize = 60;

/// Managers who have to do with each other, and what changes for them, step by step.
pub(super) struct Queue<'b> {
    pub managers: BTreeSet<String>,
    pub steps: Vec<Vec<Change<'b>>>,
}

/// The changes of managers who have nothing to do with each other, each in steps.
pub(super) fn queues<'b>(policy: &Policy, from: &Facts<'_>, to: &Facts<'_>, list: Vec<Change<'b>>) -> Vec<Queue<'b>> {
    let touched = list.iter().map(|change| change.touches.clone());
    let circles = Circles::of(policy, &[from, to], touched);
    let mut steps: Vec<Vec<Vec<Change<'_>>>> = circles.sets.iter().map(|_| Vec::new()).collect();
    for change in list {
        let Some(place) = change.touches.first().and_then(|id| circles.place(id)) else { continue };
        let steps = &mut steps[place];
        let full = steps.len() > ONE_BY_ONE;
        match steps.last_mut().filter(|step| full && step[0].sheet == change.sheet) {
            Some(step) => step.push(change),
            None => steps.push(vec![change]),
        }
    }
    let queues = circles.sets.into_iter().zip(steps).map(|(managers, steps)| Queue { managers, steps });
    queues.filter(|queue| !queue.steps.is_empty()).collect()
}

/// Many changes of one step as one a sheet: how many there were.
pub(super) fn grouped(list: &[&Told], policy: &Policy) -> Vec<Told> {
    const APART: usize = 4;
    if list.len() <= APART {
        return list.iter().map(|told| (*told).clone()).collect();
    }
    let mut sheets: Vec<(Words, usize)> = Vec::new();
    for told in list {
        let place = if told.places.1.sheet.is_empty() { &told.places.0 } else { &told.places.1 };
        let name = if place.sheet.is_empty() { policy.title.clone() } else { Words::same(&place.sheet) };
        match sheets.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => sheets.push((name, 1)),
        }
    }
    let told =
        |(sheet, count): (Words, usize)| Told::of(Group::Input, say!(Audit::FurtherChanges { count, sheet }), "", "");
    sheets.into_iter().map(told).collect()
}
