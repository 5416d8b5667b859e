//! Shares of projects (contribution), in groups by what lines they divide: each group sums to 1 at the 15 digits that a
//! spreadsheet keeps, each manager once.

use std::collections::HashSet;
use std::ops::Range;

use rust_decimal::Decimal;

use super::people::Managers;
use super::projects::Projects;
use super::source::{RawCell, SourceError};
use super::{Reader, missing, typed};
use crate::book::{Period, Place, Share, ShareGroup};
use crate::formula::{Symbol, Value};
use crate::policy::{Column, ColumnRole, RowKind, Unit};
use crate::say;

/// A row: who has which share. There may be a million, so that it holds no more of its place than differs.
struct SplitRow {
    /// Project, category, first period.
    group: (u32, Option<Symbol>, Option<Period>),
    share: Share,
    /// The cell of the share.
    at: RowAndColumn,
    /// The cell that names the manager, and what stands there.
    who: (RowAndColumn, Box<str>),
    /// Whether it is known who that is.
    known: bool,
}

/// Row and column of a cell of the sheet.
type RowAndColumn = (u32, u16);

fn cell_of(place: &Place) -> RowAndColumn {
    (place.row, place.column)
}

/// The shares of all projects.
#[derive(Default)]
pub(super) struct Shares {
    /// By project, then category, then period.
    pub groups: Vec<ShareGroup>,
    /// The value column of lines that a group may name.
    pub by: Option<usize>,
    /// Where the groups of each project begin and end.
    projects: Vec<Range<usize>>,
    /// Whether every project with shares is among them; else one fault says what could not be read.
    pub known: bool,
}

/// Which shares divide a line.
pub(super) enum Applies {
    /// Those of a group, by its place.
    Group(u32),
    /// None, as the project has none.
    NoShares,
    /// None, though the project has shares for other lines.
    OtherLines,
    /// What the line says is not known well enough.
    Unknown,
}

impl Shares {
    /// The shares of a group.
    pub(super) fn get(&self, group: u32) -> &[Share] {
        self.groups.get(group as usize).map_or(&[], |group| &group.shares)
    }

    /// The shares that divide a line of a project, of a period and with a category, as far as those are known.
    pub(super) fn applying(&self, project: u32, period: Option<Period>, of: Option<Value>) -> Applies {
        let range = self.projects.get(project as usize).cloned().unwrap_or_default();
        let groups = &self.groups[range.clone()];
        if groups.is_empty() {
            return Applies::NoShares;
        }
        let of = match of {
            Some(Value::Text(of)) => Some(of),
            None if self.by.is_some() && groups.iter().any(|group| group.of.is_some()) => return Applies::Unknown,
            _ => None,
        };
        if period.is_none() && groups.iter().any(|group| group.from.is_some()) {
            return Applies::Unknown;
        }
        let Some(period) = period.or_else(|| Period::new(crate::policy::PeriodKind::Quarter, 1)) else {
            return Applies::Unknown;
        };
        match ShareGroup::applying(range.zip(groups), period, of) {
            Some(group) => Applies::Group(u32::try_from(group).unwrap_or(u32::MAX)),
            None => Applies::OtherLines,
        }
    }
}

/// Whether shares sum to 1 at the 15 digits that a spreadsheet keeps of each: thirds typed as `=1/3` do.
pub(super) fn whole(shares: &[Share]) -> bool {
    let sum: Decimal = shares.iter().map(|share| share.share).sum();
    let most = Decimal::new(5, 16) * Decimal::from(shares.len());
    (sum - Decimal::ONE).abs() <= most
}

/// Whether a cell names an outside unit, whose share is credited to nobody.
fn is_outside(cell: &RawCell) -> bool {
    matches!(cell, RawCell::Text(text) if matches!(super::text::fold(text).as_str(), "外部" | "external"))
}

/// The order of ids where remainders tie: as texts, or those that are numbers by number and before all others.
fn tie(id: &str, by_number: bool) -> (bool, usize, String) {
    let folded = super::text::fold(id);
    if by_number && !folded.is_empty() && folded.bytes().all(|byte| byte.is_ascii_digit()) {
        let digits = folded.trim_start_matches('0').to_owned();
        return (false, digits.len(), digits);
    }
    (by_number, 0, if by_number { folded } else { String::new() })
}

impl Reader<'_> {
    /// The shares of all projects that have them.
    pub(super) fn splits(&mut self, managers: &Managers, projects: &mut Projects) -> Result<Shares, SourceError> {
        let policy = self.policy;
        let Some((at, sheet)) = self.declared(RowKind::Split) else {
            return Ok(Shares { known: true, ..Shares::default() });
        };
        let by = sheet.column(ColumnRole::Match).and_then(|column| {
            let same = |of_line: &Column| of_line.name == sheet.columns[column].name;
            policy.line_sheet()?.values().find(|(_, of_line, _)| same(of_line)).map(|(.., slot)| slot)
        });
        let mut known = true;
        let mut found: Vec<SplitRow> = Vec::new();
        let index = self.rows_of(at, &mut |row, reader, findings| {
            let (mut project, mut manager, mut share) = (None, None, None);
            let (mut share_at, mut who) = (RowAndColumn::default(), (RowAndColumn::default(), Box::default()));
            let (mut of, mut from, mut sound) = (None, None, true);
            for (i, column) in sheet.columns.iter().enumerate() {
                let place = row.at(i);
                let Some(cell) = row.cell(i) else {
                    if !column.optional && column.role != ColumnRole::Name && row.has(i) {
                        missing(&column.label, place, findings);
                    }
                    continue;
                };
                match column.role {
                    ColumnRole::Match => {
                        let all = column.table.map(|table| &reader.keys[table].all);
                        of = all.and_then(|keys| super::key(cell, &column.label, keys, place, findings));
                        known &= of.is_some();
                        sound &= of.is_some();
                    }
                    ColumnRole::Period => {
                        from = super::period(cell, policy.period, place, findings);
                        known &= from.is_some();
                        sound &= from.is_some();
                    }
                    ColumnRole::Project => {
                        project = projects.of(cell, row.text(i), place, findings);
                    }
                    ColumnRole::Manager | ColumnRole::Id => {
                        manager = if is_outside(cell) {
                            Some(None)
                        } else {
                            let named = managers.named(cell, &column.label, place, policy, findings);
                            named.and_then(|index| u32::try_from(index).ok()).map(Some)
                        };
                        who = (cell_of(place), typed::shown(cell).into());
                    }
                    ColumnRole::Share => {
                        share = typed::number(cell, Unit::Percent, place, findings);
                        let (least, most) = (Some(Decimal::ZERO), Some(Decimal::ONE));
                        let slip = share.and_then(|share| super::range(share, Unit::Percent, least, most));
                        if slip.is_some() || share.is_some_and(|share| share.is_zero()) {
                            let expected = say!(Read::AShare);
                            let mend = slip.map_or_else(typed::correct_it, |(_, mend)| mend);
                            typed::not_but(cell, place, expected, mend, findings);
                            share = None;
                        }
                        share_at = cell_of(place);
                    }
                    _ => {}
                }
            }
            // A share or manager that could not be read still belongs to its project: 0 here, and the sum
            // is not complained about too.
            known &= project.is_some();
            if let (Some(project), true) = (project, sound) {
                let sound = manager.is_some() && share.is_some();
                let share = Share {
                    manager: manager.flatten(),
                    share: if sound { share.unwrap_or_default() } else { Decimal::ZERO },
                };
                found.push(SplitRow { group: (project, of, from), share, at: share_at, who, known: manager.is_some() });
            }
        })?;
        let Some(index) = index else { return Ok(Shares { known: sheet.optional, ..Shares::default() }) };
        known &= self.places[at].is_some();
        let mut shares = Shares { by, known, ..Shares::default() };
        shares.projects = vec![0..0; projects.names.len()];
        found.sort_by_key(|part| part.group);
        let name = self.source.sheets()[index].name.clone();
        for list in found.chunk_by(|one, other| one.group == other.group) {
            let ((project, of, from), at) = (list[0].group, list[0].at);
            self.check_shares(&name, &self.group_name(&projects.names[project as usize], of, from), list);
            let mut list: Vec<Share> = list.iter().filter(|part| part.known).map(|part| part.share).collect();
            // Ties of the largest remainder go to the smaller id: managers are numbered by id, and an
            // outside unit comes last.
            list.sort_by_cached_key(|share| {
                let id = share.manager.map(|m| tie(&managers.list[m as usize].id, sheet.ids_by_number));
                (id.is_none(), id, share.manager)
            });
            list.shrink_to_fit();
            let place = shares.groups.len();
            let range = &mut shares.projects[project as usize];
            *range = if range.start == range.end { place..place + 1 } else { range.start..place + 1 };
            shares.groups.push(ShareGroup { project, of, from, at, shares: list });
        }
        Ok(shares)
    }

    /// A project, with the category and period that its shares are of.
    fn group_name(&self, project: &str, of: Option<Symbol>, from: Option<Period>) -> String {
        let of = of.map(|of| {
            let label = self.policy.label_of(of).map(|label| label.get(self.lang()).to_owned());
            label.unwrap_or_else(|| self.texts.symbols.text(of).to_owned())
        });
        let parts = [Some(project.to_owned()), of, from.map(|from| from.to_string())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn check_shares(&mut self, sheet: &str, project: &str, list: &[SplitRow]) {
        let place = |(row, column): RowAndColumn| Place::cell(sheet, row, column);
        let mut seen = HashSet::new();
        for part in list {
            if part.known && !seen.insert(part.share.manager) {
                let (at, who) = &part.who;
                self.findings.fault(
                    place(*at),
                    who.as_ref(),
                    say!(Read::TwiceInProject { project }),
                    say!(Read::MergeRows),
                );
            }
        }
        let shares: Vec<Share> = list.iter().map(|part| part.share).collect();
        let sum: Decimal = shares.iter().map(|share| share.share).sum();
        let complete = shares.iter().all(|share| !share.share.is_zero());
        if complete && !whole(&shares) {
            let percent = (sum * Decimal::ONE_HUNDRED).normalize();
            let first = (list[0].share.share * Decimal::ONE_HUNDRED).normalize();
            self.findings.fault(
                place(list[0].at),
                format!("{first}%"),
                say!(Read::SharesDoNotSum { project, percent }),
                say!(Read::CorrectShares),
            );
        }
    }
}
