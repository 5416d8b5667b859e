//! Who has to do with whom: changes that touch different managers do not meet, and can be made in one step.

use std::collections::{BTreeMap, BTreeSet};

use super::attribute::ONE_BY_ONE;
use super::changes::Change;
use super::facts::Facts;
use super::told::{Group, Told};
use crate::formula::{Op, Scope, Space};
use crate::lang::Words;
use crate::policy::{Policy, builtin};
use crate::say;

/// Managers who have to do with each other, and what changes for them, step by step.
pub(super) struct Queue {
    pub managers: BTreeSet<String>,
    pub steps: Vec<Vec<Change>>,
}

/// The changes of managers who have nothing to do with each other, each in steps.
pub(super) fn queues(policy: &Policy, from: &Facts, to: &Facts, list: Vec<Change>) -> Vec<Queue> {
    // Where the size of a whole project counts, all who have lines of it have to do with each other.
    let by_project = uses_project_net(policy);
    let mut sets: Vec<BTreeSet<String>> = list.iter().map(|change| change.touches.clone()).collect();
    for facts in [from, to] {
        sets.extend(facts.shares.values().map(|shares| shares.iter().filter_map(|(id, _)| id.clone()).collect()));
        if by_project {
            let mut projects: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
            for line in &facts.lines {
                let of = projects.entry(&line.project).or_default();
                of.extend(line.who.clone());
                of.extend(facts.sharers(&line.project).cloned());
            }
            sets.extend(projects.into_values());
        }
    }
    let mut queues: Vec<Queue> =
        joined(sets).into_iter().map(|managers| Queue { managers, steps: Vec::new() }).collect();
    for change in list {
        let Some(id) = change.touches.first() else { continue };
        let Some(queue) = queues.iter_mut().find(|queue| queue.managers.contains(id)) else { continue };
        let full = queue.steps.len() > ONE_BY_ONE;
        match queue.steps.last_mut().filter(|step| full && step[0].sheet == change.sheet) {
            Some(step) => step.push(change),
            None => queue.steps.push(vec![change]),
        }
    }
    queues.retain(|queue| !queue.steps.is_empty());
    queues
}

/// Sets that share a member become one.
fn joined(sets: Vec<BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    // Each member's group, and the members of each group; a smaller group goes into a larger one.
    let mut group_of: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<BTreeSet<String>> = Vec::new();
    for set in sets {
        let mut known: Vec<usize> = set.iter().filter_map(|id| group_of.get(id).copied()).collect();
        known.sort_unstable_by_key(|at| std::cmp::Reverse(groups[*at].len()));
        known.dedup();
        let home = known.first().copied().unwrap_or_else(|| {
            groups.push(BTreeSet::new());
            groups.len() - 1
        });
        let mut members = set;
        for other in known.into_iter().filter(|other| *other != home) {
            members.append(&mut groups[other]);
        }
        for id in members {
            group_of.insert(id.clone(), home);
            groups[home].insert(id);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
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

/// Whether a rule reads how large a whole project is.
fn uses_project_net(policy: &Policy) -> bool {
    let mut found = false;
    for rule in &policy.scope(Scope::Credit).rules {
        rule.formula.code.walk(&mut |part| {
            if let Op::Slot(slot) = &part.op {
                found |= slot.space == Space::Own && slot.index == builtin::PROJECT_NET;
            }
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_that_share_a_member_become_one() {
        let set = |ids: &str| ids.chars().map(String::from).collect::<BTreeSet<_>>();
        let found = joined(["ab", "cd", "e", "bc", "", "fg", "e"].map(set).into());
        let expected = [set("abcd"), set("e"), set("fg")];
        assert_eq!(found.len(), 3);
        assert!(expected.iter().all(|one| found.contains(one)), "{found:?}");
    }
}
