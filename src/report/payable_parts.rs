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
pub(super) fn part_of(plan: &Plan<'_>, manager: usize, part: SummaryPart<'_>) -> Option<Decimal> {
    if !matches!(part, SummaryPart::Rest) {
        return part_value(plan.results, manager, part);
    }
    let payable = plan.results.policy.payable()?;
    let number = |slot: usize| row(plan, Scope::Manager, manager, 0)?.get(slot).as_number();
    let held = &plan.held[Scope::Manager.index()];
    let others = plan.summary.columns.iter().filter_map(|shown| match shown {
        SummaryColumn::Part(SummaryPart::Rest) => None,
        SummaryColumn::Part(part) => part_value(plan.results, manager, *part),
        SummaryColumn::Held { at, .. } => match &held[*at] {
            Held::Rule(rule) if rule.part => number(rule.slot),
            _ => None,
        },
        _ => None,
    });
    Some(number(payable.slot)? - others.sum::<Decimal>())
}

/// What is payable less the other parts, as a formula.
pub(super) fn rest(plan: &Plan<'_>, manager: usize) -> Option<String> {
    let held = &plan.held[Scope::Manager.index()];
    let row = Plan::row_on(Tab::Summary, manager) + 1;
    let payable = plan.column(Scope::Manager, plan.results.policy.payable()?.slot)?;
    let mut text = format!("{}{row}", column_letters(payable));
    for (shown, at) in plan.summary.columns.iter().zip(2_u16..) {
        let is_other = match shown {
            SummaryColumn::Part(SummaryPart::Rest) => false,
            SummaryColumn::Part(_) => true,
            SummaryColumn::Held { at, .. } => matches!(&held[*at], Held::Rule(rule) if rule.part),
            _ => false,
        };
        if is_other {
            let _ = write!(text, "-{}{row}", column_letters(at));
        }
    }
    Some(format!("ROUND({text},2)"))
}
