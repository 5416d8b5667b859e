//! Cells beside the policy's columns: counted and passed over, column by column, and a fault where they could be money.

use std::collections::BTreeMap;

use super::grid::ColumnKind;
use super::heading::{self, Headings, Headless, heading_text, is_money};
use super::rows::is_blank;
use super::source::{Area, SourceRow};
use super::text::{fold, trimmed};
use super::units::{self, HeadingUnit as Said};
use crate::book::{Findings, PassedOver, Place};
use crate::policy::Column;
use crate::say;

/// Cells of a column that nobody asked for.
struct Tally {
    first: u32,
    last: u32,
    count: u64,
    /// The first row with a figure.
    figure: Option<u32>,
    /// A unit that is not the yuan, and its row.
    unit: Option<(u32, String)>,
}

/// The columns of a sheet that nobody asked for.
pub(super) struct UnaskedColumns {
    tallies: BTreeMap<u16, Tally>,
    /// Whether the sheet has columns of money.
    money: bool,
}

impl UnaskedColumns {
    pub(super) fn new(columns: &[Column]) -> Self {
        Self { tallies: BTreeMap::new(), money: columns.iter().any(is_money) }
    }

    /// Counts the cells of a row that stand under no column of the policy.
    pub(super) fn row(&mut self, row: &SourceRow, kinds: &[ColumnKind]) {
        for (at, cell) in &row.cells {
            if matches!(ColumnKind::of(kinds, *at), ColumnKind::Known(..)) || is_blank(cell) {
                continue;
            }
            let new = || Tally { first: row.number, last: row.number, count: 0, figure: None, unit: None };
            let tally = self.tallies.entry(*at).or_insert_with(new);
            tally.last = row.number;
            tally.count += 1;
            match heading_text(cell) {
                None => tally.figure = tally.figure.or(Some(row.number)),
                Some(text) if self.money && tally.unit.is_none() && text.len() < 40 => {
                    let folded = fold(text);
                    // W may as well be a region.
                    let other = units::alone(&folded) == Some(Said::Other) || units::line_says_other(&folded);
                    let says = other && folded != "w";
                    tally.unit = says.then(|| (row.number, trimmed(text).to_owned()));
                }
                Some(_) => {}
            }
        }
    }

    /// The columns without a heading.
    pub(super) fn headless(&self, headings: &Headings, merges: &[Area]) -> Vec<Headless> {
        let named = |at: u16| headings.unknown.iter().chain(&headings.twice).any(|(other, _)| *other == at);
        let over = |area: &Area, at: u16| {
            let mut rows = headings.first_row..=headings.place.heading;
            area.first_column < area.last_column && rows.any(|row| area.contains(row, at))
        };
        let of = |at: u16| Headless { at, merged: merges.iter().find(|area| over(area, at)).copied() };
        self.tallies.keys().filter(|at| !named(**at)).map(|at| of(*at)).collect()
    }

    /// Tells of the columns, but those that were told already; gives what was passed over.
    pub(super) fn report(
        &self,
        headings: &Headings,
        columns: &[Column],
        headless: &[Headless],
        told: &[u16],
        findings: &mut Findings,
    ) -> Vec<PassedOver> {
        let sheet = &headings.place.name;
        let mut all = Vec::new();
        for (&at, tally) in &self.tallies {
            let strange = headings.unknown.iter().chain(&headings.twice).find(|(other, _)| *other == at);
            let heading = strange.map(|(_, text)| text.clone()).unwrap_or_default();
            let cell = |row| Place::cell(sheet, row, at);
            if let Some((row, unit)) = &tally.unit {
                let (place, found) =
                    if strange.is_some() { (cell(headings.place.heading), &heading) } else { (cell(*row), unit) };
                findings.fault(place, found, say!(Read::ColumnNotInYuan { unit }), say!(Read::ConvertToYuan));
            } else if let Some(bare) = headless.iter().find(|column| column.at == at && !told.contains(&at)) {
                without_heading(bare, tally, headings, columns, findings);
            }
            let why = if strange.is_some() { say!(Read::NoSuchColumn) } else { say!(Read::ColumnWithoutHeading) };
            let (place, last) = (cell(tally.first), (tally.last, at));
            all.push(PassedOver { place, last, count: tally.count, heading, why });
        }
        all
    }
}

/// A column without a heading: a fault where a merge took the heading, or where its figures could be money.
fn without_heading(bare: &Headless, tally: &Tally, headings: &Headings, columns: &[Column], findings: &mut Findings) {
    let cell = |row| Place::cell(&headings.place.name, row, bare.at);
    let place = cell(tally.figure.unwrap_or(tally.first));
    if let (Some(column), Some(area)) = (headings.absent_value(columns), bare.merged) {
        let label = heading::label(column);
        let problem = say!(Read::HeadingMerged { area, label });
        findings.fault(cell(tally.first), "", problem, say!(Read::UnmergeHeading));
    } else if let (Some(_), Some(column)) = (tally.figure, headings.absent_money(columns)) {
        let label = heading::label(column);
        findings.fault(place, "", say!(Read::FiguresWithoutHeading { label }), say!(Read::WriteHeadingOrDelete));
    } else if tally.figure.is_some() {
        findings.warn(place, "", say!(Read::NoHeading), say!(Read::WriteHeading));
    }
}
