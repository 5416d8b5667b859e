//! The sheet of proposals: what a half-year review proposed, and whether it is accepted. What that makes of the tasks is
//! the business of `accepted`.

use std::collections::HashMap;

use super::called::worksheets;
use super::people::Managers;
use super::source::SourceError;
use super::text::fold;
use super::value_reader::ValueReader;
use super::{Reader, grid, missing, raw, typed};
use crate::book::{Findings, Place, Proposal, guide_sheets};
use crate::formula::{Scope, Symbol, Value};
use crate::policy::{Column, Policy, ProposalColumn, ProposalPart, Unit};
use crate::say;

impl Reader<'_> {
    /// The rows of the sheet; none where there is no such sheet, or one of an earlier program that asks for no answer.
    pub(super) fn proposals(&mut self, managers: &Managers) -> Result<Vec<Proposal>, SourceError> {
        let parts = self.policy.proposal_columns();
        let columns: Vec<Column> = parts.iter().map(|part| part.column.clone()).collect();
        let label = &guide_sheets()[2];
        let index = worksheets(self.source, label).first().copied().filter(|_| !parts.is_empty());
        let Some(index) = index else { return Ok(Vec::new()) };
        // An earlier program's asks neither of which half it is nor for an answer; where one of the two is missing it is
        // misspelt.
        let asks = [ProposalPart::Half, ProposalPart::Accept];
        let place = raw::headings(self.source, label, &columns)?;
        let asked = |place: &crate::book::SheetPlace| {
            parts.iter().zip(&place.columns).any(|(part, at)| asks.contains(&part.part) && at.is_some())
        };
        if !place.as_ref().is_some_and(asked) {
            return Ok(Vec::new());
        }
        // Of the tasks those are left out that nobody has.
        let rules = &self.policy.scope(Scope::Half).rules;
        let task = |at: usize| rules[at].proposes.as_ref().is_some_and(|proposes| proposes.nth.is_some());
        let required = parts.iter().enumerate().filter(|(_, part)| match part.part {
            ProposalPart::Id | ProposalPart::Half | ProposalPart::Accept => true,
            ProposalPart::Figure(at) => !task(at),
            ProposalPart::Name | ProposalPart::Now(_) => false,
        });
        let required: Vec<usize> = required.map(|(at, _)| at).collect();
        let policy = self.policy;
        let against =
            ProposalContext { policy, parts: &parts, managers, words: Spelt::new(policy), year: self.year_read };
        let mut found: Vec<Proposal> = Vec::new();
        self.stream(index, &columns, &required, &mut |row, reader, findings| {
            let Some(proposal) = against.proposal(row, reader, findings) else { return };
            let same = |other: &&Proposal| (other.manager, other.when()) == (proposal.manager, proposal.when());
            if let Some(before) = found.iter().find(same) {
                let (before, id) = (before.place.row, &managers.list[proposal.manager].id);
                let problem = say!(Read::StandsInRowAlready { before });
                findings.fault(row.place(0), id, problem, say!(Read::DeleteRow));
                return;
            }
            found.push(proposal);
        })?;
        found.sort_by_key(|proposal| (proposal.manager, proposal.when()));
        Ok(found)
    }
}

/// The words that a review's results are written in.
struct Spelt(HashMap<String, Symbol>);

impl Spelt {
    fn new(policy: &Policy) -> Self {
        let mut words = HashMap::new();
        for (symbol, label) in &policy.words {
            let own = policy.symbols.text(*symbol);
            words.extend(label.spellings().chain([own]).map(|spelt| (fold(spelt), *symbol)));
        }
        Self(words)
    }
}

/// All that a row is read against.
struct ProposalContext<'a> {
    policy: &'a Policy,
    parts: &'a [ProposalColumn],
    managers: &'a Managers,
    words: Spelt,
    year: Option<i16>,
}

impl ProposalContext<'_> {
    fn proposal(&self, row: &grid::GridRow<'_>, reader: &mut ValueReader, findings: &mut Findings) -> Option<Proposal> {
        let rules = self.policy.scope(Scope::Half).rules.len();
        let mut figures = vec![Value::Blank; rules];
        let mut now = figures.clone();
        let (mut manager, mut when, mut accepted, mut place) = (None, None, None, Place::default());
        for (index, ProposalColumn { part, column }) in self.parts.iter().enumerate() {
            let at = row.place(index);
            if *part == ProposalPart::Accept {
                place = at.clone();
            }
            let Some(cell) = row.cell(index) else {
                if matches!(part, ProposalPart::Id | ProposalPart::Half) && row.has(index) {
                    missing(&column.label, &at, findings);
                }
                continue;
            };
            match part {
                ProposalPart::Id => {
                    manager = self.managers.named(cell, &column.label, &at, self.policy, findings);
                }
                ProposalPart::Name => {}
                ProposalPart::Half => {
                    when = typed::text(cell, &at, findings).and_then(|text| self.half(&text));
                    if when.is_none() {
                        let half = "H1";
                        let mend = say!(Read::WriteHalfAsProposed);
                        typed::not_but(cell, &at, say!(Read::HalfOfProposal { half }), mend, findings);
                    }
                }
                ProposalPart::Accept => accepted = typed::truth(cell, &at, findings),
                ProposalPart::Figure(rule) => figures[*rule] = self.value(column, cell, &at, reader, findings),
                ProposalPart::Now(rule) => now[*rule] = self.value(column, cell, &at, reader, findings),
            }
        }
        let (manager, (year, half)) = (manager?, when?);
        Some(Proposal { place, manager, year, half, accepted, applied: false, figures, now })
    }

    /// The half that a cell names: the first of this year, or the second of the last.
    fn half(&self, text: &str) -> Option<(i16, u8)> {
        let this = self.year?;
        let folded = fold(text);
        let digits = folded.chars().take_while(char::is_ascii_digit).count();
        let (year, rest) = if digits == 4 { folded.split_at(4) } else { ("", folded.as_str()) };
        let half = match rest.trim_start_matches(['年', '-', '.']) {
            "h1" | "上半年" | "1" | "一" => 1,
            "h2" | "下半年" | "2" | "二" => 2,
            _ => return None,
        };
        let year = if year.is_empty() { this } else { year.parse().ok()? };
        (half == 1 && year == this || half == 2 && year == this - 1).then_some((year, half))
    }

    fn value(
        &self,
        column: &Column,
        cell: &super::source::RawCell,
        place: &Place,
        reader: &mut ValueReader,
        findings: &mut Findings,
    ) -> Value {
        if column.unit != Unit::Text || column.table.is_some() {
            return reader.typed(column, (cell, None), place, findings).unwrap_or_default();
        }
        let found = typed::text(cell, place, findings).and_then(|text| self.words.0.get(&fold(&text)).copied());
        if found.is_none() {
            typed::not(cell, place, say!(Read::NoWordOfReview), findings);
        }
        found.map_or(Value::Blank, Value::Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_as_they_are_written() {
        let policy = crate::policy::built_in("key-account").unwrap().unwrap();
        let managers = Managers::default();
        let of = |year| ProposalContext {
            policy: &policy,
            parts: &[],
            managers: &managers,
            words: Spelt(HashMap::new()),
            year,
        };
        for text in ["H1", "2025 H1", "上半年", "2025年上半年", "1"] {
            assert_eq!(of(Some(2025)).half(text), Some((2025, 1)), "{text}");
        }
        assert_eq!(of(Some(2025)).half("2024 H2"), Some((2024, 2)));
        for text in ["H2", "2024 H1", "2023 H2", "Q1", ""] {
            assert_eq!(of(Some(2025)).half(text), None, "{text}");
        }
    }
}
