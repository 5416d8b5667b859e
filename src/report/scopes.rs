//! What the formulas of each scope can see of the others, as a table: it follows from which rows belong to which, and is
//! what the checker of formulas goes by.

use crate::formula::{Scope, has_peers};
use crate::lang::{Lang, Words};
use crate::policy::{PeriodKind, Policy};
use crate::say;

/// The table for a policy, a row a scope of rules and a column a scope of what they read: `own` the names of its own row,
/// `read` those of the coarser row that it belongs to, `gather` finer rows that belong to it, `peers` all rows of its own
/// scope and period.
#[must_use]
pub fn scopes(policy: &Policy, lang: Lang) -> Vec<Vec<String>> {
    let there = |scope: &Scope| *scope != Scope::Half || policy.period == PeriodKind::Quarter;
    let all: Vec<Scope> = Scope::ALL.into_iter().filter(there).collect();
    let word = |words: Words| words.get(lang).to_owned();
    let name = |scope: Scope| policy.vocabulary.prefix(scope).to_owned();
    let mut rows = vec![vec![word(say!(Report::RuleOf))]];
    rows[0].extend(all.iter().map(|scope| name(*scope)));
    // An adjustment is typed: it has no rules.
    for scope in all.iter().copied().filter(|scope| *scope != Scope::Adjustment) {
        let mut row = vec![name(scope)];
        row.extend(all.iter().map(|other| {
            word(match *other {
                other if other == scope && policy.vocabulary.hierarchy_of(scope).is_some() => {
                    say!(Report::SeesOwnAndBelow)
                }
                other if other == scope && has_peers(scope) => say!(Report::SeesOwnAndPeers),
                other if other == scope => say!(Report::SeesOwn),
                other if scope.belongs_to(other) => say!(Report::SeesCoarser),
                other if scope.has_rows_of(other) => say!(Report::SeesFiner),
                _ => say!(Report::SeesNothing),
            })
        }));
        rows.push(row);
    }
    rows
}
