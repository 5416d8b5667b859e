//! The law that the order of the lines changes no figure (policy.md 5.6).
//!
//! The order of lines can reach a figure in two ways only: through the net of a project, which is a sum over its lines,
//! and through an aggregate over credits, which periods alone gather. Everything else is computed from the values of its
//! own row, of rows before it in time, or of finer rows that are the same whatever stood first. So both are computed
//! again with the lines from last to first. When they agree every figure does; when they do not, the whole fold is run
//! backwards, so that the law shows by how much.

use super::children::ManagerFamily;
use super::credits::project_nets;
use super::settlement::Settlement;
use crate::book::Book;
use crate::formula::{Code, Context, Op, Scope, evaluate};
use crate::policy::{Policy, Rule};

/// Whether all that depends on the order of the lines is the same from last to first.
pub(super) fn is_the_same_backwards(policy: &Policy, book: &Book, settlement: &Settlement) -> bool {
    let lines = || 0..book.lines.len();
    let nets = |order: &mut dyn Iterator<Item = usize>| project_nets(policy, book, &settlement.line_rows, order);
    nets(&mut lines()) == nets(&mut lines().rev()) && aggregates_agree(policy, book, settlement)
}

/// The aggregates over credits in a rule.
fn aggregates(rule: &Rule) -> Vec<&Code> {
    let mut found = Vec::new();
    rule.formula.code.walk(&mut |code| {
        if matches!(code.op, Op::Aggregate { over: Scope::Credit, .. }) {
            found.push(code);
        }
    });
    found
}

fn aggregates_agree(policy: &Policy, book: &Book, settlement: &Settlement) -> bool {
    let rules = policy.scope(Scope::Period).rules.iter().map(|rule| (rule, aggregates(rule)));
    let rules: Vec<(&Rule, Vec<&Code>)> = rules.filter(|(_, codes)| !codes.is_empty()).collect();
    if rules.is_empty() {
        return true;
    }
    let a_year = settlement.periods_a_year;
    (0..book.managers.len()).flat_map(|manager| (0..a_year).map(move |period| (manager, period))).all(
        |(manager, period)| {
            let Some(own) = settlement.period_rows.get(settlement.period_index(manager, period)) else { return true };
            let family = || ManagerFamily::of_period(settlement, manager, period);
            let (forwards, backwards) = (family(), family().backwards());
            let context = Context {
                settings: settlement.settings_of(Scope::Period, period),
                tables: &settlement.tables,
                own,
                manager: settlement.head(book, manager),
                line: &[],
                // `PREV` never stands within an aggregate.
                previous: &[],
                children: &backwards,
                child: None,
            };
            rules.iter().all(|(rule, codes)| {
                codes.iter().all(|code| {
                    let again = evaluate(code, &context);
                    // Mostly the rule is nothing but the aggregate, and its figure is there already.
                    if std::ptr::eq(*code, &raw const rule.formula.code) && rule.input.is_none() {
                        return again.map(|value| value.or_zero_of(rule.unit.kind())).as_ref() == Ok(&own[rule.slot]);
                    }
                    again == evaluate(code, &Context { children: &forwards, ..context })
                })
            })
        },
    )
}
