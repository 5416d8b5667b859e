//! The projects that lines and shares name.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use super::by_text::ByText;
use super::source::{RawCell, TextId};
use super::text::fold;
use super::typed;
use crate::book::{Findings, Place, Texts};

/// Spellings of projects that are remembered.
const SPELLINGS: usize = 200_000;

/// Projects by name; names that differ only in case, width or blanks are one project.
#[derive(Default)]
pub(super) struct Projects {
    pub names: Texts,
    spelled: HashMap<Box<str>, u32>,
    /// By what the folded name hashes to: a million of them once more would take as much memory as the lines.
    folded: HashMap<u64, u32>,
    hasher: RandomState,
    by_text: ByText<u32>,
}

impl Projects {
    /// The number of a project that nobody named: of one line alone.
    pub(super) fn unnamed(&mut self) -> u32 {
        self.names.push("")
    }

    /// The number of a project that a cell names, new or known.
    pub(super) fn of(
        &mut self,
        cell: &RawCell,
        id: Option<TextId>,
        at: &Place,
        findings: &mut Findings,
    ) -> Option<u32> {
        if let Some(number) = self.by_text.get(id) {
            return Some(number);
        }
        let name = typed::text(cell, at, findings)?;
        let number = if id.is_some() { self.folded(&name) } else { self.number(&name) };
        self.by_text.put(id, number);
        Some(number)
    }

    /// The number of a project, new or known.
    pub(super) fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.spelled.get(name) {
            return number;
        }
        let number = self.folded(name);
        // The spelling itself is remembered too, so that the next lookup need not fold it; of the first ones, as a
        // million would take the memory of as many names once more.
        if self.spelled.len() < SPELLINGS {
            self.spelled.insert(name.into(), number);
        }
        number
    }

    /// The same of a name whose spelling nobody need remember.
    fn folded(&mut self, name: &str) -> u32 {
        let wanted = fold(name);
        let mut hash = self.hasher.hash_one(&wanted);
        // Of several names with one hash, which nobody has seen, each has the next place that is free.
        while let Some(&number) = self.folded.get(&hash) {
            if fold(&self.names[number as usize]) == wanted {
                return number;
            }
            hash = hash.wrapping_add(1);
        }
        let number = self.names.push(name);
        self.folded.insert(hash, number);
        number
    }
}
