//! Sheets that belong to nothing in the policy: every cell of them is passed over and told, and where they look like lines
//! that were meant to count it is a fault.

use std::ops::ControlFlow;

use super::grid::count;
use super::heading::{self, Spellings, alike, column_of, heading_text};
use super::rows::is_blank;
use super::source::{SourceError, SourceRow};
use super::text::{fold, trimmed};
use super::{Reader, units};
use crate::book::{PassedOver, Place, guide_sheets};
use crate::lang::Words;
use crate::policy::RowKind;
use crate::say;

/// How many rows of a sheet are looked at for headings.
const LOOKED_AT: u32 = 20;

/// A sheet of the policy whose rows are money: a second one of it would be money that is not counted.
struct MoneySheet<'p> {
    label: &'p Words,
    known: Spellings,
    /// The columns that it must have.
    required: Vec<usize>,
}

/// What was seen of a strange sheet.
#[derive(Default)]
struct StrangeSheet {
    first: Option<(u32, u16)>,
    last: (u32, u16),
    left: u16,
    count: u64,
    heading: String,
    figures: bool,
}

impl StrangeSheet {
    fn row(&mut self, row: &SourceRow) {
        let cells = || row.cells.iter().filter(|(_, cell)| !is_blank(cell));
        let Some((first, last)) = cells().map(|(at, _)| *at).min().zip(cells().map(|(at, _)| *at).max()) else {
            return;
        };
        if self.first.is_none() {
            self.first = Some((row.number, first));
            self.left = first;
            let texts = cells().filter_map(|(_, cell)| heading_text(cell)).map(trimmed);
            self.heading = texts.collect::<Vec<_>>().join(" | ").chars().take(80).collect();
        }
        self.left = self.left.min(first);
        self.last = (row.number, self.last.1.max(last));
        self.count += count(row);
        self.figures |= cells().any(|(_, cell)| heading_text(cell).is_none());
    }
}

impl Reader<'_> {
    /// All worksheets that nothing read.
    pub(super) fn strangers(&mut self) -> Result<(), SourceError> {
        let guides: Vec<String> =
            guide_sheets().iter().flat_map(|w| w.spellings().map(fold).collect::<Vec<_>>()).collect();
        let policy = self.policy;
        let money = policy.sheets.iter().filter(|sheet| matches!(sheet.row, RowKind::Line | RowKind::Adjustment));
        let money: Vec<MoneySheet<'_>> = money
            .map(|sheet| MoneySheet {
                label: &sheet.label,
                known: heading::spellings(&sheet.columns),
                required: super::required(sheet),
            })
            .collect();
        for index in 0..self.source.sheets().len() {
            if !self.source.sheets()[index].worksheet || self.accounted.contains(&index) {
                continue;
            }
            let name = self.source.sheets()[index].name.clone();
            let guide = guides.contains(&fold(&name));
            let mut seen = StrangeSheet::default();
            let mut like: Option<&MoneySheet<'_>> = None;
            self.source.rows(index, &mut |row| {
                seen.row(row);
                if !guide && like.is_none() && row.number <= LOOKED_AT {
                    like = money.iter().find(|money| money.has_headings(row));
                }
                ControlFlow::Continue(())
            })?;
            let Some(first) = seen.first else { continue };
            if guide {
                self.findings.account.no_data += seen.count;
                continue;
            }
            let folded = units::without_brackets(&fold(&name));
            let named = |money: &&MoneySheet<'_>| money.label.spellings().any(|label| fold(label) == folded);
            if let Some(money) = like.or_else(|| money.iter().find(named).filter(|_| seen.figures)) {
                self.second_sheet(&name, money);
            }
            self.findings.account.passed_over.push(PassedOver {
                place: Place::cell(name, first.0, seen.left),
                last: seen.last,
                count: seen.count,
                heading: seen.heading,
                why: say!(Read::NoSuchSheet),
            });
        }
        Ok(())
    }

    /// A second sheet of lines, or of adjustments: 回款（二季度） beside 回款.
    fn second_sheet(&mut self, name: &str, money: &MoneySheet<'_>) {
        // Of the same name in another language it is told already.
        if money.label.spellings().any(|spelt| fold(spelt) == fold(name)) {
            return;
        }
        let there = |sheet: &super::source::SheetInfo| {
            sheet.name != name && money.label.spellings().any(|spelt| fold(spelt) == fold(&sheet.name))
        };
        let Some(first) = self.source.sheets().iter().find(|sheet| there(sheet)).map(|sheet| sheet.name.clone()) else {
            // It is missing, and told to be.
            return;
        };
        self.findings.fault(
            Place::sheet(name),
            name,
            say!(Read::SecondSheetAlike { label: money.label }),
            say!(Read::MoveRows { first }),
        );
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

impl MoneySheet<'_> {
    /// Whether a row has all headings that the sheet must have.
    fn has_headings(&self, row: &SourceRow) -> bool {
        let texts = row.cells.iter().filter_map(|(_, cell)| heading_text(cell));
        let found: Vec<usize> = texts.filter_map(|text| Some(column_of(text, &self.known)?.0.0)).collect();
        !self.required.is_empty() && self.required.iter().all(|index| found.contains(index))
    }
}
