//! Cells beside the policy's columns: counted and passed over, column by column, and a fault where they could be money.

use std::collections::BTreeMap;

use super::grid::Kind;
use super::heading::{self, Headings, heading_text, is_money};
use super::rows::is_blank;
use super::source::{Area, RawRow};
use super::text::{fold, trimmed};
use super::units::{self, Unit as Said};
use crate::book::{Findings, PassedOver, Place};
use crate::policy::Column;
use crate::words;

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
pub(super) struct Beside {
    tallies: BTreeMap<u16, Tally>,
    /// Whether the sheet has columns of money.
    money: bool,
}

impl Beside {
    pub(super) fn new(columns: &[Column]) -> Self {
        Self { tallies: BTreeMap::new(), money: columns.iter().any(is_money) }
    }

    /// Counts the cells of a row that stand under no column of the policy.
    pub(super) fn row(&mut self, row: &RawRow, kinds: &[Kind]) {
        for (at, cell) in &row.cells {
            if matches!(Kind::of(kinds, *at), Kind::Known(..)) || is_blank(cell) {
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
                    let says = units::alone(&folded) == Some(Said::Other) || units::line_says_other(&folded);
                    tally.unit = says.then(|| (row.number, trimmed(text).to_owned()));
                }
                Some(_) => {}
            }
        }
    }

    /// Tells of the columns; gives what was passed over.
    pub(super) fn report(
        &self,
        headings: &Headings,
        columns: &[Column],
        merges: &[Area],
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
                findings.fault(
                    place,
                    found,
                    words!("这一列写着“{unit}”，金额不是元", "this column says `{unit}`: the amounts are no yuan"),
                    words!("把金额换算成元，再删除这一列", "convert the amounts to yuan, and delete this column"),
                );
            } else if strange.is_none() {
                headless(at, tally, headings, (columns, merges), findings);
            }
            let why = if strange.is_some() {
                words!("办法没有这一列", "the policy has no such column")
            } else {
                words!("这一列没有标题", "the column has no heading")
            };
            let (place, last) = (cell(tally.first), (tally.last, at));
            all.push(PassedOver { place, last, count: tally.count, heading, why });
        }
        all
    }
}

/// A column without a heading: a fault where a merge took the heading, or where its figures could be money.
fn headless(
    at: u16,
    tally: &Tally,
    headings: &Headings,
    (columns, merges): (&[Column], &[Area]),
    findings: &mut Findings,
) {
    let mut rows = headings.first_row..=headings.place.heading;
    let over = |area: &&Area| rows.any(|row| area.contains(row, at)) && area.first_column < area.last_column;
    let sheet = &headings.place.name;
    let place = Place::cell(sheet, tally.figure.unwrap_or(tally.first), at);
    if let Some(column) = headings.absent_value(columns)
        && let Some(area) = merges.iter().find(over)
    {
        let label = heading::label(column);
        findings.fault(
            Place::cell(sheet, tally.first, at),
            "",
            words!(
                "标题是合并单元格 {area}，这一列没有自己的标题，而缺少“{label}”列",
                "the heading is the merged cells {area}: this column has none of its own, and `{label}` is missing"
            ),
            words!("取消合并，在每一列上写标题", "unmerge the heading and write one over each column"),
        );
    } else if let (Some(_), Some(column)) = (tally.figure, headings.absent_money(columns)) {
        let label = heading::label(column);
        findings.fault(
            place,
            "",
            words!(
                "这一列有数字而没有标题，而缺少“{label}”列",
                "this column has figures and no heading, and `{label}` is missing"
            ),
            words!("写上标题；不是数据则删除这一列", "write a heading over it; if it is no data, delete it"),
        );
    } else if tally.figure.is_some() {
        findings.warn(
            place,
            "",
            words!("这一列没有标题，未读入", "this column has no heading and is not read"),
            words!(
                "若是数据，请写上标题（合并的标题只算第一列）",
                "if it is data, write a heading over it (a merged heading counts for its first column only)"
            ),
        );
    }
}
