//! What a half-year review proposed, as the input holds it.

use super::place::Place;
use crate::formula::{Scope, Value};
use crate::policy::Policy;

/// A row of the sheet of proposals.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The cell of the answer.
    pub place: Place,
    /// The manager, a place in [`Book::managers`](super::Book::managers).
    pub manager: usize,
    /// The year that was reviewed: the book's, or the one before.
    pub year: i16,
    /// Which half of it, 1 or 2.
    pub half: u8,
    /// The answer; `None` while nobody gave one.
    pub accepted: Option<bool>,
    /// Whether it is accepted and the through period has come so far: the tasks and grades in the book are its own.
    pub applied: bool,
    /// What the review came to, by the place of the half-year's rule; blank where nothing was recorded.
    pub figures: Vec<Value>,
    /// What stood in the input then, by the place of the rule that proposes something else.
    pub now: Vec<Value>,
}

impl Proposal {
    /// The half in the order of time.
    #[must_use]
    pub fn when(&self) -> (i16, u8) {
        (self.year, self.half)
    }

    /// The half's name.
    #[must_use]
    pub fn half_name(&self) -> String {
        format!("{} H{}", self.year, self.half)
    }

    /// Whether it changes anything, so that somebody must answer: who is held keeps his grade and tasks.
    #[must_use]
    pub fn changes(&self, policy: &Policy) -> bool {
        let rules = &policy.scope(Scope::Half).rules;
        rules.iter().zip(&self.figures).any(|(rule, value)| {
            let was = rule.proposes.as_ref().and_then(|proposes| proposes.was.as_ref());
            let was = was.and_then(|was| rules.iter().position(|rule| rule.name == *was));
            was.is_some_and(|was| self.figures[was] != *value && *value != Value::Blank)
        })
    }
}
