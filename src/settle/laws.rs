//! What must always hold (policy.md section 5), checked on every run and shown with both sides.

use rust_decimal::Decimal;

use super::law_result::LawResult;
use super::look::with_context;
use super::row_key::RowKey;
use super::settlement::Settlement;
use crate::book::{Book, Period};
use crate::formula::{Context, Scope, Value, evaluate};
use crate::policy::{Formula, Law, Policy, Rule, Unit};
use crate::say;

/// The program's own law that the parts of a split sum to the line.
pub const SPLIT: &str = "split";
/// The name of the law that the order of the lines changes no figure.
pub const ORDER: &str = "order";

/// All laws: three of the program's own (that of the parts only where lines are divided, that of roll-ups only where there
/// are any) and the policy's. `backwards` is
/// what the lines give from last to first, where that is something else.
pub(super) fn laws(
    policy: &Policy,
    book: &Book,
    settlement: &Settlement,
    backwards: Option<&Settlement>,
) -> Vec<LawResult> {
    let (net, parts) = settlement.parts;
    let mut results = Vec::new();
    // Without a net there is nothing to split.
    if policy.divides() {
        results.push(LawResult {
            name: SPLIT.into(),
            clause: "5.1".into(),
            label: say!(Settle::LawOfParts),
            rows: book.lines.len(),
            holds: net == parts,
            left: net,
            right: parts,
            broken_at: None,
        });
    }
    for law in &policy.laws {
        results.push(check(policy, book, settlement, law));
    }
    results.extend(super::hierarchy::roll_ups(policy, book, settlement));
    results.push(LawResult {
        name: ORDER.into(),
        clause: "5.6".into(),
        label: say!(Settle::LawOfOrder),
        rows: book.lines.len(),
        holds: backwards.is_none(),
        left: sum_of(policy, settlement),
        right: sum_of(policy, backwards.unwrap_or(settlement)),
        broken_at: None,
    });
    results
}

/// The figure that the law of order shows: the first of a manager that is money. (All figures are compared.)
fn order_figure(policy: &Policy) -> Option<&Rule> {
    policy.scope(Scope::Manager).rules.iter().find(|rule| rule.unit == Unit::Yuan && rule.input.is_none())
}

/// The sum of that figure over all managers.
fn sum_of(policy: &Policy, settlement: &Settlement) -> Decimal {
    let Some(rule) = order_figure(policy) else { return Decimal::ZERO };
    settlement.keys(Scope::Manager).filter_map(|key| settlement.number(key, rule.slot)).sum()
}

fn check(policy: &Policy, book: &Book, settlement: &Settlement, law: &Law) -> LawResult {
    let mut result = LawResult {
        name: law.name.clone(),
        clause: law.clause.clone(),
        label: law.label.clone(),
        rows: 0,
        holds: true,
        left: Decimal::ZERO,
        right: Decimal::ZERO,
        broken_at: None,
    };
    for key in settlement.keys(law.scope) {
        let side =
            |formula: &Formula, context: &Context<'_>| evaluate(&formula.code, context).ok().and_then(Value::as_number);
        let both = |context: &Context<'_>| (side(&law.left, context), side(&law.right, context));
        let Some(sides) = with_context(settlement, key, both) else { continue };
        let name = |period: usize| {
            let name = Period::at(policy.period, period);
            name.map_or_else(String::new, |p| p.to_string())
        };
        let at = || match key {
            RowKey::Period { person, period } => format!("{} {}", book.managers[person].id, name(period)),
            RowKey::DepartmentPeriod { period } => name(period),
            RowKey::Half { person, .. } | RowKey::Year { person } | RowKey::Manager { person } => {
                book.managers[person].id.clone()
            }
            _ => String::new(),
        };
        result.rows += 1;
        if let (Some(left), Some(right)) = sides {
            result.left += left;
            result.right += right;
            if left != right && result.holds {
                result.holds = false;
                result.broken_at = Some(format!("{}: {left} ≠ {right}", at()));
            }
        } else {
            result.holds = false;
            result.broken_at.get_or_insert_with(at);
        }
    }
    result
}
