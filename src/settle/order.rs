//! The law that the order of the lines changes no figure (policy.md 5.6).
//!
//! The order of lines can reach a figure in two ways only: through the net of a project, which is a sum over its lines,
//! and through an aggregate over credits. Everything else is computed from the values of its own row, of rows before it
//! in time, of coarser or finer rows, or of those of peers, which stand in the order of their ids: all the same whatever
//! line stood first. So both are computed again with the lines from last to first. When they agree every figure does; when
//! they do not, the whole fold is run backwards, so that the law shows by how much.

use super::children::Family;
use super::look::with_context;
use super::nets::project_nets;
use super::settlement::Settlement;
use crate::book::Book;
use crate::formula::{Code, Context, Op, Scope, evaluate};
use crate::policy::{Policy, Rule};

/// Whether all that depends on the order of the lines is the same from last to first.
pub(super) fn is_the_same_backwards(policy: &Policy, book: &Book, settlement: &Settlement) -> bool {
    let lines = || 0..book.lines.len();
    let nets = |order: &mut dyn Iterator<Item = usize>| project_nets(policy, book, settlement, order);
    nets(&mut lines()) == nets(&mut lines().rev()) && aggregates_agree(policy, settlement)
}

/// The aggregates over credits in a rule.
fn aggregates(rule: &Rule) -> Vec<&Code> {
    let of_credits = |code: &&Code| matches!(code.op, Op::Aggregate { over: Scope::Credit, .. });
    rule.formula.code.each().filter(of_credits).collect()
}

fn aggregates_agree(policy: &Policy, settlement: &Settlement) -> bool {
    Scope::ALL.into_iter().all(|scope| {
        let rules = policy.scope(scope).rules.iter().map(|rule| (rule, aggregates(rule)));
        let rules: Vec<(&Rule, Vec<&Code>)> = rules.filter(|(_, codes)| !codes.is_empty()).collect();
        if rules.is_empty() {
            return true;
        }
        settlement.keys(scope).all(|key| {
            let agree = |context: &Context<'_>| {
                let backwards = Family::new(settlement, key).backwards();
                let backwards = Context { children: &backwards, ..*context };
                rules.iter().all(|(rule, codes)| {
                    codes.iter().all(|code| {
                        let again = evaluate(code, &backwards);
                        // Mostly the rule is nothing but the aggregate, and its figure is there already.
                        if std::ptr::eq(*code, &raw const rule.formula.code) && rule.input.is_none() {
                            let again = again.map(|value| value.or_zero_of(rule.unit.kind()));
                            return again == Ok(context.own.get(rule.slot));
                        }
                        again == evaluate(code, context)
                    })
                })
            };
            with_context(settlement, key, agree).unwrap_or(true)
        })
    })
}
