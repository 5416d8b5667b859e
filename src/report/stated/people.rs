//! Tables with a row a manager, and the department's.

use std::ops::Range;

use super::super::constants::is_blank;
use super::super::held::{Held, is_auxiliary};
use super::super::people::row;
use super::super::plan::Plan;
use super::super::scope_columns::held;
use super::super::tab::Tab;
use super::super::{counted, status};
use super::looks::FormulaInputs;
use super::table::{Stated, StatedColumn, StatedTable, plain, table};
use crate::formula::{Row, Scope};
use crate::policy::Unit;

/// The figures of a scope: what was typed, what the rules give. Of those that every policy has only what stood on the
/// sheets of any layout.
fn columns<'p>(plan: &Plan<'p>, scope: Scope, number: usize) -> Vec<(StatedColumn, Held<'p>)> {
    let results = plan.results;
    let stands = |held: &Held<'_>| scope == Scope::Half || !matches!(held, Held::BuiltIn { .. });
    let column = |held: Held<'p>| {
        let blank = matches!(held, Held::Input(_)) && is_blank(results, scope, number, held.slot());
        let column = StatedColumn {
            clause: held.clause().to_owned(),
            name: held.name().to_owned(),
            slot: matches!(held, Held::Rule(_) | Held::Input(_)).then(|| held.slot()),
            folded: blank || is_auxiliary(results.policy, scope, &held),
            optional: matches!(held, Held::Rule(rule) if rule.part),
            total: held.unit() == Unit::Yuan,
            words: matches!(held, Held::Status),
            ..plain(held.label())
        };
        (column, held)
    };
    held(results, scope).into_iter().filter(stands).map(column).collect()
}

/// A table with a row a manager; halves stand side by side.
pub(super) fn people<'p>(plan: &'p Plan<'p>, scope: Scope, numbers: Range<usize>) -> StatedTable<'p> {
    let (policy, book) = (plan.results.policy, plan.results.book);
    let mut list: Vec<StatedColumn> = policy.who().map(plain).into();
    let mut shown = Vec::new();
    for number in numbers.clone() {
        for (column, held) in columns(plan, scope, number) {
            list.push(column);
            shown.push((number, held));
        }
    }
    if matches!(scope, Scope::Period | Scope::Year) {
        for (column, (_, held)) in list.iter_mut().skip(2).zip(&shown) {
            if let Held::Rule(rule) = held {
                column.looks = Some(FormulaInputs::of(policy, scope, rule));
            }
        }
    }
    // The summary has a column a period.
    let headline = policy.headline_rule().filter(|_| scope == Scope::Manager);
    let periods = move || headline.into_iter().flat_map(|rule| book.through.up_to().map(move |of| (rule, of)));
    list.extend(periods().map(|(rule, period)| StatedColumn {
        total: rule.unit == Unit::Yuan,
        ..plain(Tab::Period(period.number()).name(policy))
    }));
    let fill = move |manager: usize| {
        let person = &book.managers[manager];
        let mut cells = vec![Stated::text(&person.id), Stated::text(&person.name)];
        let figures = shown.iter();
        cells.extend(figures.map(|(of, held)| cell(plan, scope, manager, held, row(plan, scope, manager, *of))));
        cells.extend(periods().map(|(rule, period)| {
            let row = row(plan, Scope::Period, manager, period.index());
            row.map_or_else(Stated::default, |row| Stated::of(plan.shown(row.get(rule.slot)), Some(true)))
        }));
        cells
    };
    let sheet = Tab::of(scope, numbers.start).name(policy);
    StatedTable { of: Some((scope, numbers.start)), ..table(sheet, list, vec![0], book.managers.len(), fill) }
}

fn cell(plan: &Plan<'_>, scope: Scope, manager: usize, held: &Held<'_>, own: Option<Row<'_>>) -> Stated {
    let (policy, book) = (plan.results.policy, plan.results.book);
    let status = |scope: Scope, row: Row<'_>| Stated {
        live: Some(true),
        ..Stated::text(status::text(policy, scope, row, plan.lang))
    };
    if let (Held::Status, Scope::Manager) = (held, scope) {
        let row = row(plan, Scope::Period, manager, book.through.index());
        return row.map_or_else(Stated::default, |row| status(Scope::Period, row));
    }
    let Some(row) = own else { return Stated::default() };
    let live = match held {
        Held::Status => return status(scope, row),
        Held::Rule(_) => true,
        Held::Input(input) => counted::is_live(policy, scope, [input.typed, input.used], row),
        Held::Setting(..) | Held::BuiltIn { .. } => false,
    };
    Stated::of(plan.shown(row.get(held.slot())), Some(live))
}

/// The department's figures, or those of a period of it.
pub(super) fn department<'p>(plan: &'p Plan<'p>, scope: Scope, number: usize) -> StatedTable<'p> {
    let (columns, shown): (Vec<_>, Vec<_>) = columns(plan, scope, number).into_iter().unzip();
    let fill = move |_: usize| {
        let row = row(plan, scope, 0, number).unwrap_or_default();
        let cells = shown.iter().map(|one| {
            let named = scope == Scope::Department && matches!(one, Held::Rule(_));
            let name = named.then(|| format!("department.{}", one.name()));
            Stated { name, ..cell(plan, scope, 0, one, Some(row)) }
        });
        cells.collect()
    };
    table(Tab::of(scope, number).name(plan.results.policy), columns, Vec::new(), 1, fill)
}
