//! What the columns of each scope's sheet hold, in their order.

use super::held::{Held, built_in};
use super::{Results, status};
use crate::formula::{Scope, Space};
use crate::policy::{Employment, Following, Input};
use crate::say;

/// What the sheet of a scope shows, in order: inputs of the anchoring sheet first, other inputs before
/// the first rule that reads them, rules in the order of the policy.
pub(super) fn held<'a>(results: &'a Results<'a>, scope: Scope) -> Vec<Held<'a>> {
    let policy = results.policy;
    let mut list = built_in(policy, scope);
    list.retain(|held| has_column(results, scope, held));
    if status::stands_on(policy, scope) {
        list.insert(0, Held::Status);
    }
    let (early, mut late): (Vec<_>, Vec<_>) =
        policy.inputs(scope).partition(|input| scope != Scope::Period || input.sheet.anchor);
    list.extend(early.into_iter().map(Held::Input));
    for rule in policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none()) {
        let own = rule.formula.code.names().filter(|slot| slot.space == Space::Own);
        let used: Vec<usize> = own.map(|slot| slot.index).collect();
        let read = |input: &mut Input<'_>| used.contains(&input.used) || used.contains(&input.typed);
        list.extend(late.extract_if(.., read).map(Held::Input));
        list.push(Held::Rule(rule));
    }
    list.extend(late.into_iter().map(Held::Input));
    if scope == Scope::Half {
        list.extend(policy.following().iter().map(task));
    }
    list
}

/// Whether a built-in name has a column in these results.
fn has_column(results: &Results<'_>, scope: Scope, held: &Held<'_>) -> bool {
    match scope {
        // Where nothing is divided, a part of a line is no figure.
        Scope::Credit => results.policy.divides(),
        Scope::Period if Employment::of(results.policy, held.slot()).is_some() => {
            results.book.managers.iter().any(|manager| manager.joined.is_some() || manager.left.is_some())
        }
        _ => true,
    }
}

/// A task that a half-year's proposals scale: they stand behind its own figures.
fn task<'a>(following: &Following<'_>) -> Held<'a> {
    let (n, label) = (following.n, following.column.label.clone());
    let (label, note) = (say!(Report::FollowingQuarter { n, label }), say!(Report::FollowingQuarterNote));
    Held::BuiltIn { slot: following.slot, label, unit: following.column.unit, note }
}
