//! What lines come to net, by line and by project.

use rust_decimal::Decimal;

use super::row_key::RowKey;
use super::settlement::Settlement;
use crate::book::{Book, Line};
use crate::formula::Value;
use crate::policy::Policy;

/// The net of each project in each period, by [`project_period`], with the lines in the given order; of what is tainted
/// nothing.
pub(super) fn project_nets(
    policy: &Policy,
    book: &Book,
    settlement: &Settlement,
    order: &mut dyn Iterator<Item = usize>,
) -> Vec<Option<Decimal>> {
    let net = policy.net().map(|rule| rule.slot);
    let mut nets = vec![Some(Decimal::ZERO); book.projects.len().max(1) * book.periods_a_year()];
    for index in order {
        let sum = &mut nets[project_period(book, &book.lines[index])];
        *sum = sum.zip(net_of(net, settlement, index)).map(|(sum, net)| sum + net);
    }
    nets
}

/// The place of a line's project and period among all.
pub(super) fn project_period(book: &Book, line: &Line) -> usize {
    line.project as usize * book.periods_a_year() + line.period.index()
}

/// What a line comes to net, by the slot of that rule; nothing where that is tainted.
pub(super) fn net_of(net: Option<usize>, settlement: &Settlement, line: usize) -> Option<Decimal> {
    match net.and_then(|slot| settlement.value(RowKey::Line(line), slot)) {
        Some(Value::Tainted) => None,
        value => Some(value.and_then(Value::as_number).unwrap_or_default()),
    }
}
