//! Shares of projects (contribution): they sum to exactly 1, each manager once.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::lines::Projects;
use super::people::{Managers, Named};
use super::source::SourceError;
use super::{Reader, missing, required, typed};
use crate::book::{Place, Share};
use crate::policy::{Role, RowKind, Unit};
use crate::words;

/// A row: who has which share. There may be a million, so that it holds no more of its place than differs.
struct Part {
    project: u32,
    share: Share,
    /// The cell of the share.
    at: Cell,
    /// The cell that names the manager, and what stands there.
    who: (Cell, Box<str>),
    /// Whether it is known who that is.
    known: bool,
}

/// Row and column of a cell of the sheet.
type Cell = (u32, u16);

fn cell_of(place: &Place) -> Cell {
    (place.row, place.column)
}

/// The shares of all projects.
pub(super) struct Shares {
    /// By project; `None` for a project without.
    pub of: Vec<Option<Vec<Share>>>,
    /// Whether every project with shares is among them; else one fault says what could not be read.
    pub known: bool,
}

impl Shares {
    /// Those of one project.
    pub(super) fn get(&self, project: u32) -> Option<&[Share]> {
        self.of.get(project as usize)?.as_deref()
    }
}

impl Reader<'_> {
    /// The shares of all projects that have them.
    pub(super) fn splits(&mut self, managers: &Managers, projects: &mut Projects) -> Result<Shares, SourceError> {
        let policy = self.policy;
        let Some((at, sheet)) = policy.sheets.iter().enumerate().find(|(_, s)| s.row == RowKind::Split) else {
            return Ok(Shares { of: Vec::new(), known: true });
        };
        let Some(index) = self.find_sheet(&sheet.label, !sheet.optional) else {
            return Ok(Shares { of: Vec::new(), known: sheet.optional });
        };
        let mut known = true;
        let mut found: Vec<Part> = Vec::new();
        let place = self.stream(index, &sheet.columns, &required(sheet), &mut |row, findings| {
            let (mut project, mut manager, mut share) = (None, None, None);
            let (mut share_at, mut who) = (Cell::default(), (Cell::default(), Box::default()));
            for (i, column) in sheet.columns.iter().enumerate() {
                let place = row.place(i);
                let Some(cell) = row.cell(i) else {
                    if column.role != Role::Name && row.has(i) {
                        missing(&column.label, &place, findings);
                    }
                    continue;
                };
                match column.role {
                    Role::Project => {
                        project = typed::text(cell, &place, findings).map(|name| projects.number(&name));
                    }
                    Role::Manager | Role::Id => {
                        manager = match managers.named(cell, &column.label, &place, true, policy, findings) {
                            Named::Manager(m) => u32::try_from(m).ok().map(Some),
                            Named::Outside => Some(None),
                            Named::Unknown => None,
                        };
                        who = (cell_of(&place), typed::shown(cell).into());
                    }
                    Role::Share => {
                        share = typed::number(cell, Unit::Percent, &place, findings);
                        let (least, most) = (Some(Decimal::ZERO), Some(Decimal::ONE));
                        let slip = share.and_then(|share| super::range(share, Unit::Percent, least, most));
                        if slip.is_some() || share.is_some_and(|share| share.is_zero()) {
                            let expected = words!("大于 0 且不超过 100% 的贡献度", "a share above 0 and at most 100 %");
                            let mend = slip.map_or_else(typed::correct_it, |(_, mend)| mend);
                            typed::not_but(cell, &place, expected, mend, findings);
                            share = None;
                        }
                        share_at = cell_of(&place);
                    }
                    _ => {}
                }
            }
            // A share or manager that could not be read still belongs to its project: 0 here, and the sum
            // is not complained about too.
            known &= project.is_some();
            if let Some(project) = project {
                let sound = manager.is_some() && share.is_some();
                let share = Share {
                    manager: manager.flatten(),
                    share: if sound { share.unwrap_or_default() } else { Decimal::ZERO },
                };
                found.push(Part { project, share, at: share_at, who, known: manager.is_some() });
            }
        });
        self.places[at] = place?;
        known &= self.places[at].is_some();
        let mut shares = vec![None; projects.names.len()];
        found.sort_by_key(|part| part.project);
        let name = self.source.sheets()[index].name.clone();
        for list in found.chunk_by(|one, other| one.project == other.project) {
            let project = list[0].project as usize;
            self.check_shares(&name, &projects.names[project], list);
            let mut list: Vec<Share> = list.iter().filter(|part| part.known).map(|part| part.share).collect();
            // Ties of the largest remainder go to the smaller id: managers are numbered by id, and an
            // outside unit comes last.
            list.sort_by_key(|share| share.manager.unwrap_or(u32::MAX));
            list.shrink_to_fit();
            shares[project] = Some(list);
        }
        Ok(Shares { of: shares, known })
    }

    fn check_shares(&mut self, sheet: &str, project: &str, list: &[Part]) {
        let place = |(row, column): Cell| Place::cell(sheet, row, column);
        let mut seen = HashSet::new();
        for part in list {
            if part.known && !seen.insert(part.share.manager) {
                let (at, who) = &part.who;
                self.findings.fault(
                    place(*at),
                    who.as_ref(),
                    words!("在项目 {project} 中出现两次", "stands twice in project {project}"),
                    words!("合并为一行", "merge the two rows"),
                );
            }
        }
        let sum: Decimal = list.iter().map(|part| part.share.share).sum();
        let complete = list.iter().all(|part| !part.share.share.is_zero());
        if complete && sum != Decimal::ONE {
            let percent = (sum * Decimal::ONE_HUNDRED).normalize();
            let first = (list[0].share.share * Decimal::ONE_HUNDRED).normalize();
            self.findings.fault(
                place(list[0].at),
                format!("{first}%"),
                words!(
                    "项目 {project} 的贡献度合计应为 100%，实为 {percent}%",
                    "the shares of project {project} must sum to 100 %, not {percent} %"
                ),
                words!("改正各行贡献度，使合计恰为 100%", "correct the shares so that they sum to exactly 100 %"),
            );
        }
    }
}
