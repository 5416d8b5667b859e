//! What each part of what is payable comes to for a manager on the summary; of the rest, what the other parts leave.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::arrangement::SummaryColumn;
use super::held::Held;
use super::people::row;
use super::plan::Plan;
use super::summary_part::{SummaryPart, part_value};
use super::tab::Tab;
use crate::book::column_letters;
use crate::formula::Scope;

/// A part of what is payable to a manager.
pub(super) fn part_of(plan: &Plan<'_>, manager: usize, part: &SummaryPart<'_>) -> Option<Decimal> {
    if !matches!(part, SummaryPart::Rest) {
        return part_value(plan.results, manager, part);
    }
    let payable = plan.results.policy.payable()?;
    let number = |slot: usize| row(plan, Scope::Manager, manager, 0)?.get(slot).as_number();
    let said = others(plan).filter_map(|(_, shown)| match shown {
        SummaryColumn::Part(part) => part_value(plan.results, manager, part),
        SummaryColumn::Held { at, .. } => number(plan.held[Scope::Manager.index()][*at].slot()),
        _ => None,
    });
    Some(number(payable.slot)? - said.sum::<Decimal>())
}

/// What is payable less the other parts, as a formula.
pub(super) fn rest(plan: &Plan<'_>, manager: usize) -> Option<String> {
    let row = Plan::row_on(Tab::Summary, manager) + 1;
    let payable = plan.column(Scope::Manager, plan.results.policy.payable()?.slot)?;
    let mut text = format!("{}{row}", column_letters(payable));
    for (column, _) in others(plan) {
        let _ = write!(text, "-{}{row}", column_letters(column));
    }
    Some(format!("ROUND({text},2)"))
}

/// The parts beside the rest, each with its column.
fn others<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = (u16, &'p SummaryColumn<'p>)> {
    (2_u16..).zip(&plan.summary.columns).filter(|(_, shown)| match shown {
        SummaryColumn::Part(part) => !matches!(part, SummaryPart::Rest),
        SummaryColumn::Held { at, .. } => {
            matches!(&plan.held[Scope::Manager.index()][*at], Held::Rule(rule) if rule.part)
        }
        _ => false,
    })
}
