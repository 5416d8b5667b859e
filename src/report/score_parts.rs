//! What a score is the sum of: the terms of the period's figure that it is the latest of. What was computed and what was adjusted by hand are told
//! apart, and what was computed by its own terms.

use super::Results;
use super::groups::terms;
use super::held::Held;
use super::summary_part::{SummaryPart, value};
use crate::formula::{Code, Gather, Op, Operator, Scope, Slot, Space};
use crate::policy::{Policy, Rule};

/// The parts of a person's `first` figure, where it is the latest of a period's; none where they say no more than that does.
pub(super) fn score_parts<'a>(results: &Results<'a>, first: &Rule) -> Vec<SummaryPart<'a>> {
    let policy = results.policy;
    let latest = latest(first).and_then(|slot| policy.rule_at(Scope::Period, slot));
    let mut parts = latest.and_then(|latest| opened(policy, latest, false)).unwrap_or_default();
    let through = results.book.through.index();
    let given = |slot: usize| {
        let typed = |person| value(results, Scope::Period, person, through, slot);
        (0..results.book.managers.len()).any(|person| typed(person).is_some_and(|value| value.as_number().is_some()))
    };
    let blank = |part: &SummaryPart<'_>| matches!(part, SummaryPart::Figure { held: Held::Input(input), .. } if !given(input.typed));
    parts.retain(|part| !blank(part));
    if parts.iter().filter(|part| !by_hand(part)).count() > 1 { parts } else { Vec::new() }
}

/// The period's figure of which a person's is the latest.
fn latest(of: &Rule) -> Option<usize> {
    let latest = of.formula.code.each().filter_map(|part| match &part.op {
        Op::Aggregate { gather: Gather::Last, over: Scope::Period, value, .. } => match value.op {
            Op::Slot(Slot { space: Space::Child, index }) => Some(index),
            _ => None,
        },
        _ => None,
    });
    latest.last()
}

fn opened<'a>(policy: &'a Policy, rule: &Rule, off: bool) -> Option<Vec<SummaryPart<'a>>> {
    let terms = terms(&rule.formula.code)?;
    let terms = terms.into_iter().map(|(slot, minus)| SummaryPart::of_term(policy, slot, off != minus));
    let terms: Vec<SummaryPart<'_>> = terms.collect::<Option<_>>()?;
    let adjusted = terms.iter().any(by_hand);
    let parts = terms.into_iter().map(|part| {
        match &part {
            SummaryPart::Figure { held: Held::Rule(rule), off, .. } if adjusted && !by_hand(&part) => {
                opened(policy, rule, *off)
            }
            _ => None,
        }
        .unwrap_or_else(|| vec![part])
    });
    Some(parts.flatten().collect())
}

/// Whether a part is what was adjusted by hand.
pub(super) fn by_hand(part: &SummaryPart<'_>) -> bool {
    part.rule().is_some_and(gathers_adjustments)
}

/// Whether a figure is nothing but adjustments made by hand.
pub(super) fn is_by_hand(code: &Code) -> bool {
    match &code.op {
        Op::Aggregate { over, .. } => *over == Scope::Adjustment,
        Op::Arithmetic(Operator::Add | Operator::Subtract, one, other) => is_by_hand(one) && is_by_hand(other),
        Op::Sum(parts) => parts.iter().all(is_by_hand),
        _ => false,
    }
}

/// Whether a rule gathers adjustments made by hand.
pub(super) fn gathers_adjustments(rule: &Rule) -> bool {
    rule.formula.code.each().any(|part| matches!(part.op, Op::Aggregate { over: Scope::Adjustment, .. }))
}
