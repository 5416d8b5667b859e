//! Looking at a row again as its rules saw it, for explaining.

use super::children::Family;
use super::settlement::Settlement;
use crate::book::Book;
use crate::formula::{Context, NoChildren, Scope, Value};

/// Calls `look` with all that the rules of a manager's row could see; `None` when there is no such row.
///
/// `number` is the period (from 0) or the half-year (0 or 1); other scopes ignore it.
pub fn with_context<T>(
    settlement: &Settlement,
    scope: Scope,
    manager: usize,
    number: usize,
    look: impl FnOnce(&[Value], &Context<'_>) -> T,
) -> Option<T> {
    let own = settlement.row(scope, manager, number)?;
    let previous = if scope == Scope::Period { settlement.previous(manager, number) } else { None };
    let family = Family::new(settlement, scope, manager, number);
    let context = Context {
        settings: settlement.settings_of(scope, number),
        tables: &settlement.tables,
        own: &own,
        manager: if is_of_manager(scope) { settlement.manager_row(manager) } else { &[] },
        line: &[],
        above: &family,
        previous: previous.unwrap_or(&[]),
        children: &family,
        child: None,
    };
    Some(look(&own, &context))
}

fn is_of_manager(scope: Scope) -> bool {
    matches!(scope, Scope::Period | Scope::Half | Scope::Year)
}

/// Calls `look` with all that the rules of a credit could see, or those of its line; `None` when there
/// is no such credit.
pub fn with_credit<T>(
    settlement: &Settlement,
    book: &Book,
    scope: Scope,
    credit: usize,
    look: impl FnOnce(&Context<'_>) -> T,
) -> Option<T> {
    let part = settlement.credits.get(credit)?;
    let mut buffers = Default::default();
    let row = settlement.child(credit, &mut buffers);
    let (line, own) = (row.line, if scope == Scope::Line { row.line } else { row.own });
    if line.is_empty() || own.is_empty() {
        return None;
    }
    let family = Family::new(settlement, Scope::Credit, part.manager as usize, usize::from(part.period));
    let context = Context {
        settings: settlement.settings_of_line(book.lines.get(part.line as usize)?),
        tables: &settlement.tables,
        own,
        manager: if scope == Scope::Line { &[] } else { row.manager },
        line: if scope == Scope::Line { &[] } else { line },
        above: &family,
        previous: &[],
        children: &NoChildren,
        child: None,
    };
    Some(look(&context))
}
