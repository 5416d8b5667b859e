//! The law that the order of the lines changes no figure (policy.md 5.6).
//!
//! The order of lines can reach a figure in two ways only: through the net of a project, which is a sum over its lines,
//! and through an aggregate over credits. Everything else is computed from the values of its own row, of rows before it
//! in time, or of finer rows that are the same whatever stood first. So both are computed again with the lines from last
//! to first. When they agree every figure does; when they do not, the whole fold is run backwards, so that the law shows
//! by how much.

use std::borrow::Cow;
use std::ops::Range;

use super::children::ManagerFamily;
use super::credits::project_nets;
use super::settlement::Settlement;
use crate::book::Book;
use crate::formula::{Code, Context, Op, Scope, Value, evaluate};
use crate::policy::{Policy, Rule};

/// Whether all that depends on the order of the lines is the same from last to first.
pub(super) fn is_the_same_backwards(policy: &Policy, book: &Book, settlement: &Settlement) -> bool {
    let lines = || 0..book.lines.len();
    let nets = |order: &mut dyn Iterator<Item = usize>| project_nets(policy, book, &settlement.line_rows, order);
    nets(&mut lines()) == nets(&mut lines().rev())
        && [Scope::Period, Scope::Half, Scope::Year, Scope::Manager]
            .into_iter()
            .all(|scope| aggregates_agree(policy, book, settlement, scope))
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

fn aggregates_agree(policy: &Policy, book: &Book, settlement: &Settlement, scope: Scope) -> bool {
    let rules = policy.scope(scope).rules.iter().map(|rule| (rule, aggregates(rule)));
    let rules: Vec<(&Rule, Vec<&Code>)> = rules.filter(|(_, codes)| !codes.is_empty()).collect();
    if rules.is_empty() {
        return true;
    }
    let each_row = |manager: usize| rows_of(settlement, scope, manager);
    (0..book.managers.len()).flat_map(|manager| each_row(manager).map(move |row| (manager, row))).all(
        |(manager, (number, periods, own, previous))| {
            let family = || ManagerFamily::new(settlement, manager, periods.clone());
            let (forwards, backwards) = (family(), family().backwards());
            let context = Context {
                settings: settlement.settings_of(scope, number),
                tables: &settlement.tables,
                own: &own,
                manager: &book.managers[manager].values,
                line: &[],
                previous,
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

/// Number (period from 0, or half), periods, figures and the previous period's figures of a row.
type RowOf<'s> = (usize, Range<usize>, Cow<'s, [Value]>, &'s [Value]);

/// The rows of a scope that a manager has.
fn rows_of(settlement: &Settlement, scope: Scope, manager: usize) -> impl Iterator<Item = RowOf<'_>> {
    let a_year = settlement.periods_a_year;
    let numbers = match scope {
        Scope::Period => 0..a_year,
        Scope::Half => 0..2,
        _ => 0..1,
    };
    numbers.filter_map(move |number| {
        let index = settlement.period_index(manager, number);
        let (own, periods) = match scope {
            Scope::Period => (Cow::Borrowed(settlement.period_rows.get(index)?), number..number + 1),
            Scope::Half => (settlement.half_rows.get(manager * 2 + number)?.into(), number * 2..number * 2 + 2),
            Scope::Year => (settlement.year_rows.get(manager)?.into(), 0..a_year),
            _ => (settlement.manager_rows.get(manager)?.into(), 0..a_year),
        };
        let has_previous = scope == Scope::Period && number > 0;
        let previous = has_previous.then(|| settlement.period_rows.get(index - 1)).flatten();
        Some((number, periods, own, previous.unwrap_or(&[])))
    })
}
