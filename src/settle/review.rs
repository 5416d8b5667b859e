//! Half-year reviews: the quarters that one's proposals are made for, and those whose result late lines have changed.

use super::{RowKey, Settlement};
use crate::book::{Book, Fault};
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{Following, Policy, Unit, builtin};
use crate::say;

/// What stands in a quarter that follows a half (from 0): of the first half the third and fourth, of the second all of
/// this year's, which stand in for next year's. Where the half's proposal is applied, what stood there before it: it must
/// not be scaled a second time.
pub(super) fn following(policy: &Policy, book: &Book, manager: usize, half: usize, wanted: &Following<'_>) -> Value {
    let n = usize::from(wanted.n);
    let quarter = match (half, n) {
        (0, 1 | 2) => n + 1,
        (0, _) => return Value::Blank,
        (_, n) => n - 1,
    };
    let place = manager * book.periods_a_year() + quarter;
    let Some(facts) = book.periods.get(place).and_then(Option::as_ref) else { return Value::Blank };
    if half == 0
        && let Some(proposal) = book.applied(manager, 1)
    {
        let rules = policy.scope(Scope::Half).rules.iter().zip(&proposal.now);
        let of = |rule: &crate::policy::Rule| {
            let proposes = rule.proposes.as_ref();
            proposes.is_some_and(|one| one.column == wanted.column.name && one.nth == Some(wanted.n))
        };
        if let Some((_, now)) = rules.into_iter().find(|(rule, now)| of(rule) && **now != Value::Blank) {
            return *now;
        }
    }
    match (facts.values[wanted.typed - builtin::PERIOD - 1], policy.grades()) {
        (Value::Blank, Some((of_period, of_manager))) if of_period == wanted.typed => {
            book.managers[manager].values.get(of_manager).copied().unwrap_or_default()
        }
        (typed, _) => typed,
    }
}

/// A warning for each review of this year whose result is another one now than it was when it was proposed.
pub(super) fn changed(policy: &Policy, book: &Book, settlement: &Settlement) -> Vec<Fault> {
    let rules = &policy.scope(Scope::Half).rules;
    let of_this_year = book.proposals.iter().filter(|proposal| proposal.year == book.year);
    let changed = of_this_year.filter_map(|proposal| {
        let row = settlement.row(RowKey::Half { person: proposal.manager, half: usize::from(proposal.half) - 1 });
        let reviewed = book.periods_a_year() / 2 * usize::from(proposal.half) <= usize::from(book.through.number());
        if row.is_none() && !reviewed {
            return None;
        }
        let now = |slot: usize| row.unwrap_or_default().get(slot);
        let texts = rules.iter().enumerate().filter(|(_, rule)| rule.unit == Unit::Text);
        let mut texts = texts.map(|(at, rule)| (rule, proposal.figures[at], now(rule.slot)));
        let (rule, then, now) = texts.find(|(_, then, now)| *then != Value::Blank && then != now)?;
        let words = |value: Value| match value {
            Value::Text(symbol) => {
                let own = || Words::same(book.symbols.text(symbol));
                policy.label_of(symbol).cloned().unwrap_or_else(own)
            }
            _ => say!(Formula::Blank),
        };
        let (id, half, label) = (&book.managers[proposal.manager].id, proposal.half_name(), &rule.label);
        let problem = say!(Settle::ReviewChanged { id, half, label, then: words(then), now: words(now) });
        Some(Fault::new(proposal.place.clone(), "", problem, say!(Settle::CheckProposal)))
    });
    changed.collect()
}
