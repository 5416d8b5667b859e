//! Cells beside the policy's columns: counted and passed over, column by column, and a fault where they could be money.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::grid::ColumnKind;
use super::heading::{self, Headings, Headless, heading_text, is_deduction, is_money};
use super::rows::{is_blank, is_no};
use super::source::{Area, RawCell, SourceRow};
use super::text::{fold, trimmed, truth};
use super::units::{self, HeadingUnit as Said};
use super::words::{
    COMMON, CONFIRMS, COUNTS, EXCHANGE, EXPENSES, GONE, HELPERS, INCOME, JOINING, LEAVING, NUMBERS, RECEIVED, REFUNDS,
    SHARES, STAYS, YEAR_HEADINGS,
};
use crate::book::{Findings, PassedOver, Place};
use crate::lang::Words;
use crate::policy::{Column, ColumnRole, Unit};
use crate::say;

/// Cells of a column that nobody asked for.
#[derive(Default)]
struct Tally {
    first: u32,
    last: u32,
    count: u64,
    /// The first row with a figure.
    figure: Option<u32>,
    /// A unit that is not the yuan, and its row.
    unit: Option<(u32, String)>,
    /// Its different texts, as far as they are few.
    texts: Vec<String>,
    /// Whether it holds dates.
    dates: bool,
    /// Its years as far as they are few, each with its first row.
    years: BTreeMap<i16, u32>,
    /// The first row that says no, and how many do.
    no: (u32, u64),
    /// The first row of somebody who left, by what stands there, with no day of leaving beside it; and how many there are.
    gone: (u32, Option<(u32, String)>),
}

/// What stands under a strange heading.
#[derive(Debug)]
pub(super) struct StrangeTexts {
    pub(super) place: Place,
    pub(super) heading: String,
    pub(super) texts: Vec<String>,
}

/// So many different texts of a column are kept.
const TEXTS: usize = 16;

/// The year that a cell is: 2016, or `2016年`.
fn year(cell: &RawCell) -> Option<i16> {
    let text = match cell {
        RawCell::Number(number) => number.normalize().to_string(),
        RawCell::Text(text) => fold(text).trim_end_matches(['年', '度']).to_owned(),
        _ => return None,
    };
    text.parse().ok().filter(|year| (2000..2100).contains(year))
}

/// Whether a short text says that somebody has left.
fn says_gone(text: &str) -> bool {
    let folded = fold(text);
    folded.len() < 40
        && GONE.iter().any(|word| folded.contains(word))
        && !STAYS.iter().any(|word| folded.contains(word))
}

/// The columns of a sheet that nobody asked for.
#[derive(Default)]
pub(super) struct UnaskedColumns {
    tallies: BTreeMap<u16, Tally>,
    /// Whether the sheet has columns of money.
    money: bool,
    /// Whether its rows are lines, and what their people are called.
    people: Option<Vec<String>>,
    /// The policy's column of days of leaving.
    left: Option<usize>,
}

impl UnaskedColumns {
    pub(super) fn new(columns: &[Column]) -> Self {
        let left = columns.iter().position(|column| column.role == ColumnRole::Left);
        let lines = columns.iter().any(|column| column.role == ColumnRole::Project);
        let people = columns.iter().find(|column| lines && column.role == ColumnRole::Manager);
        let people = people.map(|column| column.label.spellings().map(fold).collect());
        Self { tallies: BTreeMap::new(), money: columns.iter().any(is_money), people, left }
    }

    /// Counts the cells of a row that stand under no column of the policy.
    pub(super) fn row(&mut self, row: &SourceRow, kinds: &[ColumnKind]) {
        for (at, cell) in &row.cells {
            if matches!(ColumnKind::of(kinds, *at), ColumnKind::Known(..)) || is_blank(cell) {
                continue;
            }
            let new = || Tally { first: row.number, last: row.number, ..Tally::default() };
            let tally = self.tallies.entry(*at).or_insert_with(new);
            tally.last = row.number;
            tally.count += 1;
            tally.dates |= matches!(cell, RawCell::Date(_));
            if let Some(year) = year(cell).filter(|year| tally.years.len() < TEXTS || tally.years.contains_key(year)) {
                tally.years.entry(year).or_insert(row.number);
            }
            if let Some(text) = heading_text(cell) {
                if tally.texts.len() < TEXTS && !tally.texts.iter().any(|other| other == text) {
                    tally.texts.push(text.to_owned());
                }
                let day = |(at, cell): &(u16, RawCell)| match ColumnKind::of(kinds, *at) {
                    ColumnKind::Known(index, _) => Some(index) == self.left && !is_blank(cell),
                    _ => false,
                };
                if self.left.is_some() && says_gone(text) && !row.cells.iter().any(day) {
                    tally.gone.0 += 1;
                    tally.gone.1.get_or_insert((row.number, trimmed(text).to_owned()));
                }
            }
            if is_no(cell) {
                tally.no = (if tally.no.1 == 0 { row.number } else { tally.no.0 }, tally.no.1 + 1);
            }
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

    /// The few different texts under strange headings that were not told already, each with the heading and its place.
    pub(super) fn texts(&self, headings: &Headings, told: &[u16]) -> Vec<StrangeTexts> {
        let strange = headings.unknown.iter().filter(|(at, _)| !told.contains(at));
        let of = |(at, heading): &(u16, String)| {
            let tally = self.tallies.get(at).filter(|tally| tally.texts.len() < TEXTS && tally.figure.is_none())?;
            let place = Place::cell(&headings.place.name, headings.place.heading, *at);
            Some(StrangeTexts { place, heading: heading.clone(), texts: tally.texts.clone() })
        };
        strange.filter_map(of).collect()
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
            if let (count, Some((row, text))) = &tally.gone {
                let left = self.left.map(|left| &columns[left].label);
                let mend = left.map_or_else(Words::default, |left| say!(Read::GiveLeaving { left }));
                findings.warn(cell(*row), text, say!(Read::SaysGone { count }), mend);
            }
            if strange.is_some() && !told.contains(&at) {
                let place = cell(headings.place.heading);
                if let Some((problem, mend)) = self.doubt(tally, &heading, headings, columns) {
                    findings.warn(place, &heading, problem, mend);
                }
            }
            let why = if strange.is_some() { say!(Read::NoSuchColumn) } else { say!(Read::ColumnWithoutHeading) };
            let (place, last) = (cell(tally.first), (tally.last, at));
            all.push(PassedOver { place, last, count: tally.count, heading, why });
        }
        all
    }

    /// What may be wrong with a column under a strange heading, and what to do.
    fn doubt(&self, tally: &Tally, heading: &str, headings: &Headings, columns: &[Column]) -> Option<(Words, Words)> {
        let folded = fold(heading);
        let speaks = |words: &[&str]| words.iter().any(|word| folded.contains(word));
        if let Some(column) = tally.meant(&folded, headings, columns) {
            return Some((say!(Read::HeadingNear { wanted: heading::label(column) }), say!(Read::ChangeOrRename)));
        }
        if tally.figure.is_some() && is_expense(&folded) {
            let off = headings.absent(columns).map(|(_, column)| column).filter(|column| is_deduction(column));
            let off: Vec<Words> = off.map(|column| Words::same(heading::label(column))).collect();
            if !off.is_empty() {
                let problem = say!(Read::ExpenseNotRead { wanted: Words::list(&off) });
                return Some((problem, say!(Read::RenameToOneOfThem)));
            }
        }
        if self.money && tally.figure.is_some() && speaks(EXCHANGE) {
            return Some((say!(Read::ExchangeRateBeside), say!(Read::CheckCurrency)));
        }
        let (row, count) = tally.no;
        if self.money && count > 0 && (speaks(COUNTS) || speaks(CONFIRMS)) {
            return Some((say!(Read::SaysNoBeside { count, row }), say!(Read::DeleteOrKeep)));
        }
        self.of_line(tally, &folded)
    }

    /// What is beside a line and is not read: shares, refunds, another amount, another person.
    fn of_line(&self, tally: &Tally, heading: &str) -> Option<(Words, Words)> {
        let people = self.people.as_ref()?;
        let speaks = |words: &[&str]| words.iter().any(|word| heading.contains(word));
        let ends = |words: &[&str]| words.iter().any(|word| heading.ends_with(word));
        let figures = tally.figure.is_some() || tally.texts.iter().any(|text| text.trim_end().ends_with(['%', '％']));
        if figures && ends(SHARES) {
            return Some((say!(Read::SharesBeside), say!(Read::RegisterShares)));
        }
        let figures = figures && !ends(NUMBERS);
        if figures && speaks(REFUNDS) {
            return Some((say!(Read::RefundsBeside), say!(Read::WriteRefunds)));
        }
        if figures && speaks(RECEIVED) {
            return Some((say!(Read::AmountsBeside), say!(Read::CheckWhichAmount)));
        }
        // 客户经理2, but not 客户经理电话.
        let numbered = |label: &String| {
            let rest = heading.strip_prefix(label.as_str());
            rest.is_some_and(|rest| {
                rest.len() < 4 && rest.starts_with(|c: char| c.is_ascii_digit() || "二b".contains(c))
            })
        };
        let other = speaks(HELPERS) || people.iter().any(numbered);
        (other && !tally.texts.is_empty()).then(|| (say!(Read::PersonBeside), say!(Read::RegisterShares)))
    }

    /// The years in columns of years, each with the first cell that has it.
    pub(super) fn years(&self, headings: &Headings) -> Vec<(Place, i16)> {
        let of_years = headings.unknown.iter().filter(|(_, heading)| YEAR_HEADINGS.contains(&fold(heading).as_str()));
        let tallies = of_years.filter_map(|(at, _)| Some((*at, self.tallies.get(at)?)));
        let cell = |at, (year, row): (&i16, &u32)| (Place::cell(&headings.place.name, *row, at), *year);
        tallies.flat_map(|(at, tally)| tally.years.iter().map(move |first| cell(at, first))).collect()
    }
}

impl Tally {
    /// The policy's column that is absent and that these cells may be meant for: days of joining or leaving under a heading
    /// that speaks of it, nothing but yes and no, or figures, under one that has two characters of its own.
    fn meant<'c>(&self, folded: &str, headings: &Headings, columns: &'c [Column]) -> Option<&'c Column> {
        let speaks = |words: &[&str]| words.iter().any(|word| folded.contains(word));
        let dates = self.dates || self.texts.iter().any(|text| trimmed(text).starts_with("20"));
        let truths = !self.texts.is_empty() && self.texts.iter().all(|text| truth(text).is_some());
        let figures = self.figure.is_some() && !NUMBERS.iter().any(|word| folded.ends_with(word));
        let alike = |column: &Column| match column.role {
            ColumnRole::Left => dates && speaks(LEAVING),
            ColumnRole::Joined => dates && speaks(JOINING),
            ColumnRole::Value { .. } => {
                let shared = || column.label.spellings().any(|label| shares(folded, &fold(label)));
                match column.unit {
                    Unit::Truth => truths && (speaks(COUNTS) || shared()),
                    Unit::Text => false,
                    // That one which must be there is missing is told already, and of scores beside others that there are none.
                    _ => {
                        let score = column.max == Some(Decimal::ONE_HUNDRED);
                        figures && !score && (column.optional || column.default.is_some()) && shared()
                    }
                }
            }
            _ => false,
        };
        headings.absent(columns).map(|(_, column)| column).find(|column| alike(column))
    }
}

/// Whether a folded heading speaks of an expense.
fn is_expense(heading: &str) -> bool {
    EXPENSES.iter().any(|word| heading.contains(word)) && !INCOME.iter().any(|word| heading.contains(word))
}

/// Whether two folded texts have two Chinese characters or six letters in a row in common, but for [`COMMON`] words.
fn shares(one: &str, other: &str) -> bool {
    let one: Vec<char> = one.chars().collect();
    let part = |length: usize, ascii: bool| {
        let parts = one.windows(length).filter(|part| part.iter().all(|c| c.is_ascii() == ascii));
        let mut parts = parts.map(|part| part.iter().collect::<String>());
        parts.any(|part| other.contains(&part) && !COMMON.contains(&part.as_str()))
    };
    part(2, false) || part(6, true)
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
