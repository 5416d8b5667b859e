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
    /// The figures of everyone in a state; none where no run could have it. Of people who have nothing to do with each
    /// other some at a time are settled: beside the two runs there is no room for a third one.
    pub(super) fn all(&self, state: &Facts<'_>) -> Option<FiguresByTarget> {
        if state.people.len() <= self.at_a_time || self.policy.people_meet() {
            return self.part(state, None);
        }
        let index = Index::of(state);
        let circles = Circles::of(self.policy, &[state], std::iter::empty());
        let (mut all, mut done, mut some) = (FiguresByTarget::new(), BTreeSet::new(), BTreeSet::new());
        for id in state.people.keys() {
            if done.contains(id) || some.contains(id) {
                continue;
            }
            some.append(&mut circles.of_person(id));
            if some.len() >= self.at_a_time {
                all.append(&mut self.part(state, Some(&index.part(&some)))?);
                done.append(&mut some);
            }
        }
        if !some.is_empty() {
            all.append(&mut self.part(state, Some(&index.part(&some)))?);
        }
        Some(all)
    }

    /// The figures of these people, and of whoever shares a project with them.
    pub(super) fn only(&self, state: &Facts<'_>, people: &BTreeSet<String>) -> Option<FiguresByTarget> {
        self.part(state, Some(&Index::of(state).part(people)))
    }

    fn part(&self, state: &Facts<'_>, part: Option<&SelectedFacts>) -> Option<FiguresByTarget> {
        let book = state.book(self.like, self.symbols, part);
        let settlement = settle(self.policy, &book).ok()?;
        Some(figures(&AuditedRun { policy: self.policy, book: &book, settlement: &settlement }))
    }
}
