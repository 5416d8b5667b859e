//! Who has to do with whom: people who share a project, all who have lines of one whose size counts as a whole, and all
//! where rules gather from peers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::facts::Facts;
use crate::formula::{Code, Op, Scope, Space};
use crate::policy::{Policy, builtin};

/// Sets of people, by id, none of whom has to do with one of another set.
#[derive(Default)]
pub(super) struct Circles {
    pub sets: Vec<BTreeSet<String>>,
    /// The set that somebody is in.
    of: HashMap<String, usize>,
}

impl Circles {
    /// Those of the facts of one or several inputs, with further people who have to do with each other.
    pub(super) fn of(policy: &Policy, all: &[&Facts<'_>], further: impl Iterator<Item = BTreeSet<String>>) -> Self {
        // Where the size of a whole project counts, all who have lines of it have to do with each other.
        let by_project = uses_project_net(policy);
        let mut sets: Vec<BTreeSet<String>> = further.collect();
        // Where a rule gathers from all, everybody has to do with everybody.
        if policy.people_meet() {
            let ids = all.iter().flat_map(|facts| facts.people.keys().cloned());
            sets.push(ids.collect());
        }
        for facts in all {
            sets.extend(
                facts.shares.values().map(|shares| shares.list.iter().filter_map(|(id, _)| id.clone()).collect()),
            );
            if by_project {
                let mut projects: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
                for line in facts.lines.iter().filter(|line| !line.project().is_empty()) {
                    let of = projects.entry(line.project()).or_default();
                    of.extend(line.who().map(str::to_owned));
                    of.extend(facts.sharers(line.project()).cloned());
                }
                sets.extend(projects.into_values());
            }
        }
        let sets = joined(sets);
        let of = sets.iter().enumerate().flat_map(|(at, set)| set.iter().map(move |id| (id.clone(), at))).collect();
        Self { sets, of }
    }

    /// Those whose figures may move when a line of a project of its own is added to one of them, or are read by one whose
    /// figures may: what somebody has of lines that he shares rests on the lines and the shares alone, unless the size of the
    /// whole project counts.
    pub(super) fn of_figures(policy: &Policy, facts: &Facts<'_>) -> Self {
        let meet = policy.people_meet() || uses_project_net(policy);
        if meet { Self::of(policy, &[facts], std::iter::empty()) } else { Self::default() }
    }

    /// The place of the set that a person is in, if he is in any.
    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.of.get(id).copied()
    }

    /// How many people's facts are looked at when each one is with all who have to do with him.
    pub(super) fn together(&self) -> usize {
        self.sets.iter().map(|set| set.len().saturating_mul(set.len())).sum()
    }

    /// All who have to do with a person, himself included.
    pub(super) fn of_person(&self, id: &str) -> BTreeSet<String> {
        self.place(id).map_or_else(|| BTreeSet::from([id.to_owned()]), |place| self.sets[place].clone())
    }
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

/// Whether a rule reads how large a whole project is, of a credit or of those that a period gathers.
fn uses_project_net(policy: &Policy) -> bool {
    let to_date = policy.on_demand(Scope::Credit, "project_net_to_date");
    let is_net = |index: usize| index == builtin::PROJECT_NET || Some(index) == to_date;
    let mut found = false;
    for (scope, space) in [(Scope::Credit, Space::Own), (Scope::Period, Space::Child)] {
        for rule in &policy.scope(scope).rules {
            let of_credits = |part: &Code| matches!(part.op, Op::Aggregate { over: Scope::Credit, .. });
            let reads = |part: &Code| matches!(part.op, Op::Slot(slot) if slot.space == space && is_net(slot.index));
            let code = &rule.formula.code;
            found |= (scope == Scope::Credit || code.each().any(of_credits)) && code.each().any(reads);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_deal_is_everyone_s_who_has_lines_of_it() {
        let of = |name: &str| uses_project_net(&crate::policy::built_in(name).unwrap().unwrap());
        assert_eq!(["major-sales@1", "major-sales@2"].map(of), [true, true]);
        assert_eq!(["key-account@2", "department-sales@2"].map(of), [false, false]);
    }

    #[test]
    fn sets_that_share_a_member_become_one() {
        let set = |ids: &str| ids.chars().map(String::from).collect::<BTreeSet<_>>();
        let found = joined(["ab", "cd", "e", "bc", "", "fg", "e"].map(set).into());
        let expected = [set("abcd"), set("e"), set("fg")];
        assert_eq!(found.len(), 3);
        assert!(expected.iter().all(|one| found.contains(one)), "{found:?}");
    }
}
