//! Faults and warnings as data: where, what stands there, what is wrong, how to mend it.

use super::account::Account;
use super::place::Place;
use crate::lang::{Lang, Words};
use crate::say;

/// A mistake by which a finding is known, besides by what is said of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mistake {
    /// Any other.
    #[default]
    Other,
    /// Somebody is named who is not there.
    Nobody,
    /// A percentage where a figure is expected.
    Percentage,
    /// Fractions of a fen.
    Rounded,
    /// A deduction below zero.
    NegativeDeduction,
    /// A lone text, taken for a remark.
    Remark,
    /// A formula that may give another figure.
    Formula,
}

/// A fault of the input, or a warning about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What stands there; empty when nothing does.
    pub found: String,
    /// What is wrong and what was expected.
    pub problem: Words,
    /// How to mend it.
    pub mend: Words,
    /// Further cells of the same mistake.
    pub also: Vec<Place>,
    /// Which mistake it is.
    pub mistake: Mistake,
}

impl Fault {
    /// A fault at a place.
    pub fn new(place: Place, found: impl Into<String>, problem: Words, mend: Words) -> Self {
        Self { place, found: found.into(), problem, mend, also: Vec::new(), mistake: Mistake::Other }
    }

    /// The same, known as `mistake`.
    #[must_use]
    pub fn known_as(self, mistake: Mistake) -> Self {
        Self { mistake, ..self }
    }

    /// The same, found in further cells too.
    #[must_use]
    pub fn and_at(self, also: impl IntoIterator<Item = Place>) -> Self {
        Self { also: also.into_iter().collect(), ..self }
    }

    /// One line for the terminal, without the remedy.
    #[must_use]
    pub fn headline(&self, lang: Lang) -> String {
        let place = self.place.to_string();
        let found = self.quoted();
        let parts =
            [place.as_str(), found.get(lang), self.problem.get(lang)].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("  ")
    }

    /// The same in every language.
    #[must_use]
    pub fn headlines(&self) -> Words {
        Words::each(|lang| self.headline(lang))
    }

    /// What stands there, in quotation marks; empty when nothing does.
    #[must_use]
    pub fn quoted(&self) -> Words {
        if self.found.is_empty() { Words::default() } else { say!(Book::Found { found: self.found }) }
    }
}

/// Faults and warnings as they are found; reading goes on so that all are found in one run.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What stops the run.
    pub faults: Vec<Fault>,
    /// What does not.
    pub warnings: Vec<Fault>,
    /// Warnings that depend on the day of the run: shown to the clerk, never part of the results, which must
    /// be the same on every day.
    pub of_today: Vec<Fault>,
    /// How many of the faults are mistakes of the command line: they have no cell.
    pub of_command: usize,
    /// What became of each cell, as far as it was looked at.
    pub account: Box<Account>,
}

/// Faults that are listed, and warnings; nobody mends more in one go, and a million would fill the memory.
const LISTED: usize = 10_000;
/// Faults for which a similar name is looked for.
const HINTED: usize = 1_000;
/// Names that are compared for that in all, so that a hundred thousand people and a thousand strangers do not take a
/// minute.
const COMPARED: usize = 3_000_000;

impl Findings {
    /// Adds a fault.
    pub fn fault(&mut self, place: Place, found: impl Into<String>, problem: Words, mend: Words) {
        self.add(Fault::new(place, found, problem, mend));
    }

    /// The same, for one that is at hand.
    pub fn add(&mut self, fault: Fault) {
        if !self.is_full() {
            self.faults.push(fault);
            let problem = say!(Book::TooManyFaults { listed: LISTED });
            let mend = say!(Book::MendThoseListed);
            self.faults.extend(self.is_full().then(|| Fault::new(Place::sheet("…"), "", problem, mend)));
        }
    }

    /// Adds a mistake of the command line.
    pub fn misused(&mut self, found: impl Into<String>, problem: Words, mend: Words) {
        self.fault(Place::default(), found, problem, mend);
        self.of_command += 1;
    }

    /// One fault alone.
    #[must_use]
    pub fn of(fault: Fault) -> Self {
        Self { faults: vec![fault], ..Self::default() }
    }

    /// Whether nothing is wrong but the command line.
    #[must_use]
    pub fn is_misuse(&self) -> bool {
        !self.faults.is_empty() && self.of_command >= self.faults.len()
    }

    /// Adds a warning.
    pub fn warn(&mut self, place: Place, found: impl Into<String>, problem: Words, mend: Words) {
        self.add_warning(Fault::new(place, found, problem, mend));
    }

    /// The same, for one that is at hand.
    pub fn add_warning(&mut self, warning: Fault) {
        if self.warnings.len() < LISTED {
            self.warnings.push(warning);
            let problem = say!(Book::TooManyWarnings { listed: LISTED });
            let mend = say!(Book::SeeToThoseListed);
            let full = self.warnings.len() == LISTED;
            self.warnings.extend(full.then(|| Fault::new(Place::sheet("…"), "", problem, mend)));
        }
    }

    /// Adds all of `other`.
    pub fn absorb(&mut self, other: Self) {
        for fault in other.faults {
            self.add(fault);
        }
        for warning in other.warnings {
            self.add_warning(warning);
        }
        self.of_today.extend(other.of_today);
        self.of_command += other.of_command;
        self.account.absorb(*other.account);
    }

    /// Whether further faults are no longer listed.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.faults.len() >= LISTED
    }

    /// Whether it is still worth looking for what was meant among so many names.
    #[must_use]
    pub fn has_hints(&self, among: usize) -> bool {
        self.faults.len() < HINTED.min(COMPARED / among.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_end_somewhere_and_say_so() {
        let mut findings = Findings::default();
        for row in 0..20_000 {
            findings.fault(Place::cell("x", row, 0), "", Words::default(), Words::default());
            findings.warn(Place::cell("x", row, 0), "", Words::default(), Words::default());
        }
        for list in [&findings.faults, &findings.warnings] {
            assert_eq!(list.len(), LISTED + 1);
            assert!(list[LISTED].problem.en.contains("the first 10000 are listed"), "{:?}", list[LISTED]);
        }
        let mut both = Findings::default();
        both.absorb(findings.clone());
        both.absorb(findings);
        assert_eq!((both.faults.len(), both.warnings.len()), (LISTED + 1, LISTED + 1));
        assert!(both.is_full() && !both.has_hints(1));
    }

    #[test]
    fn hints_end_where_they_would_take_too_long() {
        let mut findings = Findings::default();
        let mut hints = |faults: usize, among: usize| {
            findings.faults.resize(faults, Fault::new(Place::default(), "", Words::default(), Words::default()));
            findings.has_hints(among)
        };
        assert_eq!([hints(0, 0), hints(999, 0), hints(1_000, 0)], [true, true, false]);
        assert_eq!([hints(299, 10_000), hints(300, 10_000)], [true, false]);
        assert_eq!([hints(0, 200_000), hints(14, 200_000), hints(15, 200_000)], [true, true, false]);
    }
}
