//! Inputs of periods as their cells show them: what was typed, a default as a formula, and what counts in the place of
//! what was typed, in a period of which somebody was employed for a part, as a formula over the setting that decides it.

use super::address::{Here, TypedText};
use super::row_formula::formula_text;
use crate::formula::{Row, Scope, Value, excel};
use crate::policy::{Employment, Input, Policy, Rule};

/// What stands in an input's cell.
pub(super) enum InputCell {
    /// What was typed.
    Typed,
    /// What counts in its place, by a formula where there is one.
    Counted(Option<String>),
}

/// What stands in the cell of an input that may count otherwise than it was typed.
pub(super) fn shown(input: &Input<'_>, row: Row<'_>, here: &Here<'_>) -> InputCell {
    let policy = here.plan.results.policy;
    let value = |slot: usize| row.get(slot);
    let typed = value(input.typed);
    let default = rule_of(policy, here.scope, input, false);
    if let Some(counts) = rule_of(policy, here.scope, input, true).filter(|_| is_part(policy, here.scope, row)) {
        let text = match (typed, default) {
            (Value::Number(number), _) => number.normalize().to_string(),
            (_, Some(default)) => match excel(&default.formula.code, here) {
                Some(text) => format!("({text})"),
                None => return InputCell::Typed,
            },
            _ => return InputCell::Counted(None),
        };
        let typed = TypedText { slots: [Some(input.typed), default.map(|rule| rule.slot)], text };
        return InputCell::Counted(excel(&counts.formula.code, &Here { typed: Some(&typed), ..*here }));
    }
    // Of an input that counts otherwise than it was typed only the default is a formula of other cells.
    let as_default = || default.filter(|rule| value(rule.slot) == value(input.used));
    if typed != Value::Blank {
        return InputCell::Typed;
    }
    InputCell::Counted(as_default().and_then(|rule| formula_text(&rule.formula, here)))
}

/// Whether an input's cell of this row is a formula.
pub(super) fn is_live(policy: &Policy, scope: Scope, [typed, used]: [usize; 2], row: Row<'_>) -> bool {
    let counts = |rule: &Rule| rule.input == Some(typed) && rule.counts;
    let counts = || policy.scope(scope).rules.iter().any(counts);
    typed != used && (row.get(typed) == Value::Blank || (is_part(policy, scope, row) && counts()))
}

fn rule_of<'p>(policy: &'p Policy, scope: Scope, input: &Input<'_>, counts: bool) -> Option<&'p Rule> {
    policy.scope(scope).rules.iter().find(|rule| rule.input == Some(input.typed) && rule.counts == counts)
}

/// Whether the manager was employed on some days of the period, but not on all.
fn is_part(policy: &Policy, scope: Scope, row: Row<'_>) -> bool {
    let slot = |told: Employment| {
        let at = Employment::ALL.into_iter().position(|one| one == told)?;
        row.get(policy.employment.filter(|_| scope == Scope::Period)? + at).as_number()
    };
    slot(Employment::DaysEmployed).zip(slot(Employment::Days)).is_some_and(|(own, all)| !own.is_zero() && own < all)
}
