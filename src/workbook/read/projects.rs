//! The projects that lines and shares name.

use std::collections::HashMap;

use super::by_text::ByText;
use super::source::{RawCell, TextId};
use super::text::fold;
use super::typed;
use crate::book::{Findings, Place};

/// Spellings of projects that are remembered.
const SPELLINGS: usize = 200_000;

/// Projects by name; names that differ only in case, width or blanks are one project.
#[derive(Default)]
pub(super) struct Projects {
    pub names: Vec<String>,
    numbers: HashMap<Box<str>, u32>,
    by_text: ByText<u32>,
}

impl Projects {
    /// The number of a project that nobody named: of one line alone.
    pub(super) fn unnamed(&mut self) -> u32 {
        self.names.push(String::new());
        u32::try_from(self.names.len() - 1).unwrap_or(u32::MAX)
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
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.folded(name);
        // The spelling itself is remembered too, so that the next lookup need not fold it; of the first ones, as a
        // million would take the memory of as many names once more.
        if self.numbers.len() < SPELLINGS {
            self.numbers.insert(name.into(), number);
        }
        number
    }

    /// The same of a name whose spelling nobody need remember.
    fn folded(&mut self, name: &str) -> u32 {
        *self.numbers.entry(fold(name).into()).or_insert_with(|| {
            self.names.push(name.to_owned());
            u32::try_from(self.names.len() - 1).unwrap_or(u32::MAX)
        })
    }
}
