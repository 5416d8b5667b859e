//! Which sheet of a workbook is which of the policy, and which is none.

use super::called::called;
use super::reader::Reader;
use super::{invisible, preface, text, unseen};
use crate::book::Place;
use crate::lang::Words;
use crate::say;

impl Reader<'_> {
    /// The sheet that a label names, in either language; a missing one that is needed is a fault.
    pub(super) fn find_sheet(&mut self, label: &Words, needed: bool) -> Option<usize> {
        let found = called(self.source, label);
        if let [first, second, ..] = found[..] {
            let names = [first, second].map(|i| &self.source.sheets()[i].name);
            preface::same_twice(names, &mut self.findings);
        }
        if let [index, ..] = found[..] {
            unseen::sheet(&self.source.sheets()[index], &mut self.findings);
            invisible::in_name(&self.source.sheets()[index].name, &mut self.findings);
            if !self.source.sheets()[index].worksheet {
                let name = self.source.sheets()[index].name.clone();
                self.findings.fault(Place::sheet(&name), "", say!(Read::NotAWorksheet), say!(Read::PutOnOrdinarySheet));
                return None;
            }
            return Some(index);
        }
        let near = self.near_sheet(label);
        if let (Some(near), false) = (&near, needed) {
            self.findings.warn(
                Place::sheet(near),
                near,
                say!(Read::SheetNear { label }),
                say!(Read::RenameSheet { chinese: label.zh, english: label.en }),
            );
        }
        if needed {
            let there = self.source.sheets().iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(", ");
            let name = label.get(self.lang());
            self.findings.fault(
                Place::cell(name, 1, 0),
                "",
                say!(Read::SheetMissing { chinese: label.zh, english: label.en, there }),
                match near {
                    Some(near) => say!(Read::RenameSheetNear { near, chinese: label.zh, english: label.en }),
                    None => say!(Read::AddSheet { chinese: label.zh, english: label.en }),
                },
            );
        }
        None
    }

    /// Sheets that belong to nothing in the policy.
    pub(super) fn unknown_sheets(&mut self) {
        let known = self.known_sheets();
        let sheets = self.source.sheets().iter().map(|s| s.name.clone());
        self.left_alone.sheets = sheets.filter(|name| !known.contains(&text::fold(name))).collect();
    }

    /// Names of the sheets that are read, or known to hold no data.
    pub(super) fn known_sheets(&self) -> Vec<String> {
        let policy = self.policy;
        let mut known: Vec<String> = Vec::new();
        let labels = policy
            .sheets
            .iter()
            .map(|s| &s.label)
            .chain(policy.tables.iter().filter(|t| !t.built_in).map(|t| &t.label));
        for label in labels.chain(&crate::book::guide_sheets()).chain([&preface::label(), &preface::rules_label()]) {
            known.extend(label.spellings().map(text::fold));
        }
        known
    }
}
