//! To whom a line is credited, and whether he has the row that it needs.

use rust_decimal::Decimal;

use super::employment::{Standing, mend_missing};
use super::grid::GridRow;
use super::line_facts::LineContext;
use super::projects::Projects;
use super::splits::Applies;
use crate::book::{Findings, Period, Share, Who};
use crate::policy::RowKind;
use crate::say;

/// A line, and the columns that say of which project it is and whose.
pub(super) struct CreditedLine<'r> {
    pub(super) row: &'r GridRow<'r>,
    pub(super) project: usize,
    pub(super) manager: usize,
}

/// The line's manager is blank exactly when shares of its project apply to it.
pub(super) fn credited(
    line: &CreditedLine<'_>,
    (project, shares): (u32, Applies),
    manager: Option<usize>,
    against: &LineContext<'_>,
    projects: &Projects,
    findings: &mut Findings,
) -> Option<Who> {
    let row = line.row;
    let name = &projects.names[project as usize];
    let blank = row.cell(line.manager).is_none();
    match (manager, shares) {
        (_, Applies::Unknown) => None,
        (Some(index), Applies::NoShares | Applies::OtherLines) => Some(Who::Manager(u32::try_from(index).ok()?)),
        (Some(_), Applies::Group(_)) => {
            findings.fault(
                row.place(line.manager),
                row.shown(line.manager),
                say!(Read::ManagerBesideShares { name }),
                say!(Read::ClearOrDeleteShares),
            );
            None
        }
        // Who stands there is not known.
        (None, _) if !blank => None,
        (None, Applies::Group(group)) => Some(Who::Shares(group)),
        // The project may stand where shares could not be read.
        (None, _) if !against.shares.known => None,
        // Said already: without splits the manager is a cell like any other.
        (None, _) if !against.policy.has(RowKind::Split) => None,
        (None, none @ (Applies::OtherLines | Applies::NoShares)) => {
            let (problem, mend) = if matches!(none, Applies::OtherLines) {
                (say!(Read::NoShareOfThisLine { name }), say!(Read::FillManagerOrShare))
            } else {
                (say!(Read::NoManagerNoShares { name }), say!(Read::FillManagerOrProject))
            };
            findings.fault(row.place(line.manager), "", problem, mend);
            None
        }
    }
}

/// A collection is never dropped: everyone credited must have the period's row.
pub(super) fn has_rows(
    line: &CreditedLine<'_>,
    who: Who,
    period: Period,
    against: &LineContext<'_>,
    findings: &mut Findings,
) {
    if against.through.is_some_and(|through| period > through) {
        return;
    }
    let one;
    let (credited, at): (&[_], _) = match who {
        Who::Manager(manager) => {
            one = [Share { manager: Some(manager), share: Decimal::ONE }];
            (&one, line.manager)
        }
        Who::Shares(group) => (against.shares.get(group), line.project),
    };
    for manager in credited.iter().filter_map(|share| share.manager) {
        let index = manager as usize;
        // Nearly everyone has it.
        if against.periods.get(index, period).is_some() {
            continue;
        }
        let standing = against.managers.standing(index, period, against.year);
        // Late money of someone who has left settles in a period of its own kind.
        if standing != Standing::Left
            && !against.periods.uncertain(index)
            && !against.periods.is_prepared(index, period.index(), against.policy)
        {
            let id = &against.managers.list[index].id;
            let label = against.policy.anchor_label();
            findings.fault(
                line.row.place(at),
                line.row.shown(at),
                say!(Read::LineHasNoRow { id, period, label }),
                mend_missing(against.policy, id, period, standing),
            );
        }
    }
}
