//! Looking at a row again as its rules saw it, for explaining.

use std::borrow::Cow;

use super::children::{DepartmentFamily, ManagerFamily};
use super::settlement::Settlement;
use crate::book::Book;
use crate::formula::{Context, NoChildren, Scope, Value};

/// Calls `look` with all that the rules of a manager's row could see; `None` when there is no such row.
///
/// `number` is the period (from 0) or the half-year (0 or 1); other scopes ignore it.
pub fn with_context<T>(
    settlement: &Settlement,
    book: &Book,
    scope: Scope,
    manager: usize,
    number: usize,
    look: impl FnOnce(&[Value], &Context<'_>) -> T,
) -> Option<T> {
    let a_year = settlement.periods_a_year;
    let (own, periods) = match scope {
        Scope::Period => {
            (Cow::Borrowed(settlement.period_rows.get(settlement.period_index(manager, number))?), number..number + 1)
        }
        Scope::Half => (settlement.half_rows.get(manager * 2 + number)?.into(), number * 2..number * 2 + 2),
        Scope::Year => (settlement.year_rows.get(manager)?.into(), 0..a_year),
        Scope::Manager => (settlement.manager_rows.get(manager)?.into(), 0..a_year),
        Scope::Department => (settlement.department.as_slice().into(), 0..0),
        Scope::Line | Scope::Credit | Scope::Adjustment => return None,
    };
    let (previous, family) = if scope == Scope::Period {
        (settlement.previous(manager, number), ManagerFamily::of_period(settlement, manager, number))
    } else {
        (None, ManagerFamily::new(settlement, manager, periods))
    };
    let all = DepartmentFamily { settlement };
    let context = Context {
        settings: settlement.settings_of(scope, number),
        tables: &settlement.tables,
        own: &own,
        manager: settlement.head(book, manager),
        line: &[],
        previous: previous.unwrap_or(&[]),
        children: if scope == Scope::Department { &all } else { &family },
        child: None,
    };
    Some(look(&own, &context))
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
    let context = Context {
        settings: settlement.settings_of_line(book.lines.get(part.line as usize)?),
        tables: &settlement.tables,
        own,
        manager: if scope == Scope::Line { &[] } else { settlement.head(book, part.manager as usize) },
        line: if scope == Scope::Line { &[] } else { line },
        previous: &[],
        children: &NoChildren,
        child: None,
    };
    Some(look(&context))
}
