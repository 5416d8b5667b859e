//! Sheets that belong to nothing in the policy: every cell of them is passed over and told, and where they look like lines
//! that were meant to count it is a fault.

use std::ops::ControlFlow;

use super::called::is_called;
use super::heading::{self, Spellings, alike, column_of, heading_text};
use super::rows::{is_blank, pass_over};
use super::source::{SourceError, SourceRow};
use super::text::{fold, trimmed};
use super::{Reader, preface, units};
use crate::book::{Fault, PassedOver, Place, guide_sheets};
use crate::lang::Words;
use crate::policy::{ColumnRole, RowKind, Sheet};
use crate::say;

/// How many rows of a sheet are looked at for headings.
const LOOKED_AT: u32 = 20;

/// A sheet of the policy: a second one of it, or one that has its headings under another name, would not be read.
struct KnownSheet<'p> {
    label: &'p Words,
    known: Spellings,
    /// The columns by which it is known, and groups of which it has one.
    required: Vec<usize>,
    either: Vec<Vec<usize>>,
    /// Whether its rows are money: what a second one holds would not be counted.
    money: bool,
}

impl<'p> KnownSheet<'p> {
    fn new(sheet: &'p Sheet) -> Self {
        let mut required = super::required(sheet);
        // An id and a period alone are the headings of any list.
        let figure = |index: &usize| {
            matches!(sheet.columns[*index].role, ColumnRole::Value { .. } | ColumnRole::Share | ColumnRole::Figure)
        };
        if sheet.row == RowKind::Manager || sheet.either.is_empty() && !required.iter().any(figure) {
            required.clear();
        }
        let money = matches!(sheet.row, RowKind::Line | RowKind::Adjustment);
        Self {
            label: &sheet.label,
            known: heading::spellings(&sheet.columns),
            required,
            either: sheet.either.clone(),
            money,
        }
    }

    /// One that is known by its name alone.
    fn named(label: &'p Words) -> Self {
        Self { label, known: Spellings::new(), required: Vec::new(), either: Vec::new(), money: false }
    }
}

impl Reader<'_> {
    /// All worksheets that nothing read.
    pub(super) fn strangers(&mut self) -> Result<(), SourceError> {
        let guides: Vec<String> =
            guide_sheets().iter().flat_map(|w| w.spellings().map(fold).collect::<Vec<_>>()).collect();
        let policy = self.policy;
        let settings = preface::label();
        let named = policy.tables.iter().filter(|table| !table.built_in).map(|table| &table.label).chain([&settings]);
        let known: Vec<KnownSheet<'_>> =
            policy.sheets.iter().map(KnownSheet::new).chain(named.map(KnownSheet::named)).collect();
        for index in 0..self.source.sheets().len() {
            if !self.source.sheets()[index].worksheet || self.accounted.contains(&index) {
                continue;
            }
            let name = self.source.sheets()[index].name.clone();
            let guide = guides.contains(&fold(&name));
            let (place, why) = (Place::sheet(&name), say!(Read::NoSuchSheet));
            let mut passed = PassedOver { place, last: (0, 0), count: 0, heading: String::new(), why };
            let (mut figures, mut like) = (false, None::<&KnownSheet<'_>>);
            self.source.rows(index, &mut |row| {
                if passed.count == 0 {
                    let texts = row.cells.iter().filter(|(_, cell)| !is_blank(cell));
                    let texts: Vec<&str> = texts.filter_map(|(_, cell)| heading_text(cell)).map(trimmed).collect();
                    passed.heading = texts.join(" | ").chars().take(80).collect();
                }
                pass_over(&mut passed, row);
                figures |= row.cells.iter().any(|(_, cell)| heading_text(cell).is_none());
                if !guide && like.is_none() && row.number <= LOOKED_AT {
                    like = known.iter().find(|known| known.has_headings(row));
                }
                ControlFlow::Continue(())
            })?;
            if guide || passed.count == 0 {
                self.findings.account.no_data += passed.count;
                continue;
            }
            let folded = units::without_brackets(&fold(&name));
            let named = |known: &&KnownSheet<'_>| is_called(known.label, &folded);
            if let Some(known) = like.or_else(|| known.iter().find(named).filter(|_| figures)) {
                self.second_sheet(&name, known);
            }
            self.findings.account.passed_over.push(passed);
        }
        Ok(())
    }

    /// A second sheet of the policy's, 回款（二季度） beside 回款: a fault where its rows are money. Or the only one, under
    /// another name.
    fn second_sheet(&mut self, name: &str, known: &KnownSheet<'_>) {
        let label = known.label;
        // Of the same name in another language it is told already.
        if is_called(label, name) {
            return;
        }
        let mut alike = self.source.sheets().iter().filter(|sheet| sheet.name != name && is_called(label, &sheet.name));
        if let Some(first) = alike.next().map(|sheet| sheet.name.clone()) {
            let (problem, mend) = (say!(Read::SecondSheetAlike { label }), say!(Read::MoveRows { first }));
            let fault = Fault::new(Place::sheet(name), name, problem, mend);
            if known.money { self.findings.add(fault) } else { self.findings.add_warning(fault) }
        } else if self.near_sheet(label).is_none() {
            // One whose name is like it is told already.
            let mend = say!(Read::RenameSheet { chinese: label.zh, english: label.en });
            self.findings.warn(Place::sheet(name), name, say!(Read::SheetNear { label }), mend);
        }
    }

    /// A strange sheet whose name is nearly one that is missing, or has it as a part.
    pub(super) fn near_sheet(&self, label: &Words) -> Option<String> {
        let known = self.known_sheets();
        let strangers = || self.source.sheets().iter().filter(|s| !known.contains(&fold(&s.name)));
        let wanted: Vec<String> = label.spellings().map(fold).collect();
        let near = |name: &str| {
            let folded = fold(name);
            let slip = || crate::formula::closest(&folded, wanted.iter().map(String::as_str)).is_some();
            wanted.iter().any(|label| alike(&folded, label)) || folded.chars().count() > 2 && slip()
        };
        // What is equal without its brackets before what is only like it.
        let equal = |name: &str| wanted.contains(&units::without_brackets(&fold(name)));
        let found = strangers().find(|sheet| equal(&sheet.name)).or_else(|| strangers().find(|s| near(&s.name)));
        found.map(|sheet| sheet.name.clone())
    }
}

impl KnownSheet<'_> {
    /// Whether a row has all headings that the sheet must have.
    fn has_headings(&self, row: &SourceRow) -> bool {
        let texts = row.cells.iter().filter_map(|(_, cell)| heading_text(cell));
        let found: Vec<usize> = texts.filter_map(|text| Some(column_of(text, &self.known)?.0.0)).collect();
        let has = |columns: &[usize]| columns.iter().all(|index| found.contains(index));
        let grouped = self.either.is_empty() || self.either.iter().any(|group| has(group));
        !self.required.is_empty() && grouped && has(&self.required)
    }
}
