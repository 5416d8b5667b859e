//! What lines come to net, by line and by project.

use rust_decimal::Decimal;

use super::row_key::RowKey;
use super::settlement::Settlement;
use crate::book::{Book, Line};
use crate::policy::Policy;

/// The net of each project in each period, by [`project_period`], with the lines in the given order.
pub(super) fn project_nets(
    policy: &Policy,
    book: &Book,
    settlement: &Settlement,
    order: &mut dyn Iterator<Item = usize>,
) -> Vec<Decimal> {
    let net = policy.net().map(|rule| rule.slot);
    let mut nets = vec![Decimal::ZERO; book.projects.len().max(1) * book.periods_a_year()];
    for index in order {
        nets[project_period(book, &book.lines[index])] += net_of(net, settlement, index);
    }
    nets
}

/// The place of a line's project and period among all.
pub(super) fn project_period(book: &Book, line: &Line) -> usize {
    line.project as usize * book.periods_a_year() + line.period.index()
}

/// What a line comes to net, by the slot of that rule.
pub(super) fn net_of(net: Option<usize>, settlement: &Settlement, line: usize) -> Decimal {
    net.and_then(|slot| settlement.number(RowKey::Line(line), slot)).unwrap_or_default()
}
