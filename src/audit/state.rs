//! What a state between two runs comes to.

use std::collections::BTreeSet;

use super::circles::Circles;
use super::facts::{Facts, Index, SelectedFacts};
use super::figures::{AuditedRun, FiguresByTarget, figures};
use crate::book::Book;
use crate::formula::Symbols;
use crate::policy::Policy;
use crate::settle::settle;

/// By what states are settled.
pub(super) struct Settling<'a> {
    pub policy: &'a Policy,
    /// A book of the policy, or of one that has the same columns.
    pub like: &'a Book,
    /// The texts of the facts.
    pub symbols: &'a Symbols,
    /// How many people, about, are settled at a time where they have nothing to do with each other.
    pub at_a_time: usize,
}

impl Settling<'_> {
    /// The figures of everyone in a state; none where no run could have it.
    pub(super) fn all(&self, state: &Facts<'_>) -> Option<FiguresByTarget> {
        if self.at_once(state.people.len()) {
            return self.part(state, None);
        }
        self.some_at_a_time(state, state.people.keys())
    }

    /// The figures of everyone in a state that is given up for it: where all are settled at once, it takes no memory then.
    pub(super) fn all_of(&self, state: Facts<'_>) -> Option<FiguresByTarget> {
        if !self.at_once(state.people.len()) {
            return self.some_at_a_time(&state, state.people.keys());
        }
        let book = state.book(self.like, self.symbols, None);
        drop(state);
        self.settled(&book)
    }

    /// Whether so many people are settled at once.
    fn at_once(&self, people: usize) -> bool {
        people <= self.at_a_time || self.policy.people_meet()
    }

    /// The figures of these people, who have nothing to do with others.
    pub(super) fn only(&self, state: &Facts<'_>, people: &BTreeSet<String>) -> Option<FiguresByTarget> {
        if self.at_once(people.len()) {
            return self.part(state, Some(&Index::of(state).part(people)));
        }
        self.some_at_a_time(state, people.iter().filter(|id| state.people.contains_key(*id)))
    }

    /// The figures of these people, some of them at a time, whose figures do not read those of the others: beside the two
    /// runs there is no room for a third one.
    fn some_at_a_time<'f>(
        &self,
        state: &Facts<'_>,
        people: impl Iterator<Item = &'f String>,
    ) -> Option<FiguresByTarget> {
        let index = Index::of(state);
        let circles = Circles::of_figures(self.policy, state);
        let (mut all, mut done, mut some) = (FiguresByTarget::new(), BTreeSet::new(), BTreeSet::new());
        for id in people {
            if done.contains(id) || some.contains(id) {
                continue;
            }
            // To append would make the whole set anew for each of them.
            some.extend(circles.of_person(id));
            if some.len() >= self.at_a_time {
                all.append(&mut self.part(state, Some(&index.part(&some)))?);
                done.extend(std::mem::take(&mut some));
            }
        }
        if !some.is_empty() {
            all.append(&mut self.part(state, Some(&index.part(&some)))?);
        }
        Some(all)
    }

    fn part(&self, state: &Facts<'_>, part: Option<&SelectedFacts>) -> Option<FiguresByTarget> {
        self.settled(&state.book(self.like, self.symbols, part))
    }

    fn settled(&self, book: &Book) -> Option<FiguresByTarget> {
        let settlement = settle(self.policy, book).ok()?;
        Some(figures(&AuditedRun { policy: self.policy, book, settlement: &settlement }))
    }
}
