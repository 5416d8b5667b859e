//! Tables with a row a manager, and the department's.

use std::collections::BTreeSet;

use super::super::held::{Held, held, is_auxiliary};
use super::super::tab::Tab;
use super::super::{Results, counted, status};
use super::looks::FormulaInputs;
use super::run::StatedRun;
use super::table::{Stated, StatedColumn, StatedTable, plain, table};
use crate::formula::{Row, Scope, Value};
use crate::policy::{Unit, builtin};
use crate::settle::RowKey;

impl<'a> StatedRun<'a> {
    /// The figures of a scope: what was typed, what the rules give. Of those that every policy has only what stood on the
    /// sheets of any layout.
    pub(super) fn columns(self, scope: Scope, number: usize) -> Vec<(StatedColumn, Held<'a>)> {
        const PARTS: [usize; 3] = [builtin::SHARE, builtin::PART, builtin::PROJECT_NET];
        let policy = self.results.policy;
        let stands = |held: &Held<'_>| match held {
            Held::BuiltIn { slot, .. } => scope == Scope::Half || scope == Scope::Credit && PARTS.contains(slot),
            _ => true,
        };
        let managers = self.results.book.managers.len();
        let blank = |held: &Held<'_>| {
            let mut rows = (0..managers).filter_map(|manager| self.row(scope, manager, number));
            matches!(held, Held::Input(_)) && rows.all(|row| row.get(held.slot()) == Value::Blank)
        };
        let of_people = !matches!(scope, Scope::Line | Scope::Credit);
        let column = |held: Held<'a>| {
            let column = StatedColumn {
                clause: held.clause().to_owned(),
                name: held.name().to_owned(),
                slot: matches!(held, Held::Rule(_) | Held::Input(_)).then(|| held.slot()),
                folded: is_auxiliary(policy, scope, &held) || of_people && blank(&held),
                optional: matches!(held, Held::Rule(rule) if rule.part),
                total: held.unit() == Unit::Yuan,
                words: matches!(held, Held::Status),
                ..plain(held.label())
            };
            (column, held)
        };
        held(self.results, scope).into_iter().filter(stands).map(column).collect()
    }

    /// A table with a row a manager; halves stand side by side.
    pub(super) fn people(self, scope: Scope, numbers: std::ops::Range<usize>) -> StatedTable<'a> {
        let Results { policy, book, .. } = self.results;
        let mut columns: Vec<StatedColumn> = self.who().into();
        let mut shown = Vec::new();
        for number in numbers.clone() {
            for (column, held) in self.columns(scope, number) {
                columns.push(column);
                shown.push((number, held));
            }
        }
        if matches!(scope, Scope::Period | Scope::Year) {
            let names = columns.clone();
            let names: BTreeSet<&str> = names.iter().map(|column| column.name.as_str()).collect();
            for (column, (_, held)) in columns.iter_mut().skip(2).zip(&shown) {
                if let Held::Rule(rule) = held {
                    column.looks = FormulaInputs::of(rule, &names, policy);
                }
            }
        }
        // The summary has a column a period.
        let headline = policy.headline_rule().filter(|_| scope == Scope::Manager);
        let periods = move || headline.into_iter().flat_map(|rule| book.through.up_to().map(move |of| (rule, of)));
        columns.extend(periods().map(|(rule, period)| StatedColumn {
            total: rule.unit == Unit::Yuan,
            ..plain(self.sheet(Tab::Period(period.number())))
        }));
        let fill = move |manager: usize| {
            let person = &book.managers[manager];
            let mut cells = vec![Stated::text(&person.id), Stated::text(&person.name)];
            let figures = shown.iter();
            cells.extend(figures.map(|(of, held)| self.cell(scope, manager, held, self.row(scope, manager, *of))));
            cells.extend(periods().map(|(rule, period)| {
                let row = self.row(Scope::Period, manager, period.index());
                row.map_or_else(Stated::default, |row| Stated::of(self.shown(row.get(rule.slot)), Some(true)))
            }));
            cells
        };
        let tab = Tab::of(scope, numbers.start);
        let table = table(self.sheet(tab), columns, vec![0], book.managers.len(), fill);
        StatedTable { of: Some((scope, numbers.start)), ..table }
    }

    pub(super) fn cell(self, scope: Scope, manager: usize, held: &Held<'_>, row: Option<Row<'_>>) -> Stated {
        let Results { policy, book, .. } = self.results;
        if let (Held::Status, Scope::Manager) = (held, scope) {
            let row = self.row(Scope::Period, manager, book.through.index());
            return row.map_or_else(Stated::default, |row| self.status(Scope::Period, row));
        }
        let Some(row) = row else { return Stated::default() };
        let live = match held {
            Held::Status => return self.status(scope, row),
            Held::Rule(_) => true,
            Held::Input(input) => counted::is_live(policy, scope, [input.typed, input.used], row),
            Held::BuiltIn { .. } => false,
        };
        Stated::of(self.shown(row.get(held.slot())), Some(live))
    }

    fn status(self, scope: Scope, row: Row<'_>) -> Stated {
        Stated { live: Some(true), ..Stated::text(status::text(self.results.policy, scope, row, self.lang)) }
    }

    /// The department's figures, or those of a period of it.
    pub(super) fn department(self, scope: Scope, number: usize) -> StatedTable<'a> {
        let own = self.columns(scope, number);
        let (columns, shown): (Vec<_>, Vec<_>) = own.into_iter().unzip();
        let fill = move |_: usize| {
            let row = self.results.settlement.row(RowKey::of(scope, 0, number)).unwrap_or_default();
            let cells = shown.iter().map(|one| {
                let named = scope == Scope::Department && matches!(one, Held::Rule(_));
                let name = named.then(|| format!("department.{}", one.name()));
                Stated { name, ..self.cell(scope, 0, one, Some(row)) }
            });
            cells.collect()
        };
        let tab = match scope {
            Scope::DepartmentPeriod => Tab::of_period(number),
            _ => Tab::Summary,
        };
        table(self.sheet(tab), columns, Vec::new(), 1, fill)
    }
}
