//! The figures of a row: what was typed and what the rules came to, under the names of columns and rules.

use super::parts::{Figure, Figures, Named};
use crate::formula::{Row, Scope, Value};
use crate::policy::{Input, Unit};
use crate::report::Results;

/// What was typed into a row, each figure of the unit that `unit` says.
pub(super) fn typed<'r>(
    results: &'r Results<'r>,
    scope: Scope,
    row: Row<'_>,
    unit: impl Fn(&Input<'_>) -> Unit,
) -> Figures<'r> {
    let Results { policy, book, .. } = *results;
    let figure =
        |input: Input<'r>| (input.column.name.as_str(), Figure::of(row.get(input.used), unit(&input), &book.symbols));
    Named(policy.inputs(scope).map(figure).collect())
}

/// What the rules of a scope came to in a row.
pub(super) fn figures<'r>(results: &'r Results<'r>, scope: Scope, row: Row<'_>) -> Figures<'r> {
    let Results { policy, book, .. } = *results;
    let rules = policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none());
    let figures = rules.map(|rule| {
        let figure = match row.get(rule.slot) {
            Value::NotApplicable if rule.optional => Figure::None,
            figure => Figure::of(figure, rule.unit, &book.symbols),
        };
        (rule.name.as_str(), figure)
    });
    Named(figures.collect())
}

/// What was typed into a row, and behind it what the rules came to.
pub(super) fn typed_and_computed<'r>(results: &'r Results<'r>, scope: Scope, row: Row<'_>) -> Figures<'r> {
    let mut all = typed(results, scope, row, |input| input.column.unit);
    all.0.extend(figures(results, scope, row).0);
    all
}
