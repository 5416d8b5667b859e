//! Tables with a row a manager, and the department's.

use std::collections::BTreeSet;

use super::super::tab::Tab;
use super::super::{Results, counted, status};
use super::looks::FormulaInputs;
use super::run::StatedRun;
use super::table::{Stated, StatedColumn, StatedTable, plain, table};
use crate::book::Period;
use crate::formula::{Row, Scope, Value};
use crate::policy::{Rule, Unit};
use crate::say;
use crate::settle::RowKey;

/// A column of a scope: what it shows.
#[derive(Clone, Copy)]
pub(super) enum StatedScopeColumn<'a> {
    Rule(&'a Rule),
    Input { typed: usize, used: usize },
    Given(usize),
    Status,
    Headline(usize),
}

impl<'a> StatedRun<'a> {
    /// The figures of a scope: what was typed, what the rules give.
    pub(super) fn columns(self, scope: Scope, number: usize) -> Vec<(StatedColumn, StatedScopeColumn<'a>)> {
        let policy = self.results.policy;
        let mut list = Vec::new();
        if status::stands_on(policy, scope) {
            list.push((StatedColumn { words: true, ..plain(say!(Report::Status)) }, StatedScopeColumn::Status));
        }
        let managers = self.results.book.managers.len();
        for input in policy.inputs(scope) {
            let blank = || {
                let mut rows = (0..managers).filter_map(|manager| self.row(scope, manager, number));
                rows.all(|row| row.get(input.used) == Value::Blank)
            };
            let column = StatedColumn {
                clause: input.column.clause.clone(),
                name: input.column.name.clone(),
                slot: Some(input.used),
                folded: input.column.auxiliary || (!matches!(scope, Scope::Line | Scope::Credit) && blank()),
                total: input.column.unit == Unit::Yuan,
                ..plain(input.column.label.clone())
            };
            list.push((column, StatedScopeColumn::Input { typed: input.typed, used: input.used }));
        }
        for rule in policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none()) {
            let column = StatedColumn {
                clause: rule.clause.clone(),
                name: rule.name.clone(),
                slot: Some(rule.slot),
                folded: rule.auxiliary,
                optional: rule.part,
                total: rule.unit == Unit::Yuan,
                ..plain(rule.label.clone())
            };
            list.push((column, StatedScopeColumn::Rule(rule)));
        }
        list
    }

    /// A table with a row a manager; halves stand side by side.
    pub(super) fn people(self, scope: Scope, numbers: std::ops::Range<usize>) -> StatedTable<'a> {
        let mut columns: Vec<StatedColumn> = self.who().into();
        let mut shown = Vec::new();
        for number in numbers.clone() {
            let mut own = self.columns(scope, number);
            own.extend(match scope {
                Scope::Manager => self.headlines(),
                Scope::Half => self.tasks(),
                _ => Vec::new(),
            });
            for (column, one) in own {
                columns.push(column);
                shown.push((number, one));
            }
        }
        if matches!(scope, Scope::Period | Scope::Year) {
            let names = columns.clone();
            let names: BTreeSet<&str> = names.iter().map(|column| column.name.as_str()).collect();
            for (column, (_, one)) in columns.iter_mut().skip(2).zip(&shown) {
                if let StatedScopeColumn::Rule(rule) = one {
                    column.looks = FormulaInputs::of(rule, &names, self.results.policy);
                }
            }
        }
        let tab = match scope {
            Scope::Period => Tab::of_period(numbers.start),
            Scope::Half => Tab::Half,
            Scope::Year => Tab::Year,
            _ => Tab::Summary,
        };
        let rows = self.results.book.managers.len();
        let fill = move |manager: usize| {
            let person = &self.results.book.managers[manager];
            let mut cells = vec![Stated::text(&person.id), Stated::text(&person.name)];
            let figures = shown.iter();
            cells.extend(figures.map(|(of, one)| self.cell(scope, manager, *one, self.row(scope, manager, *of))));
            cells
        };
        StatedTable { of: Some((scope, numbers.start)), ..table(self.sheet(tab), columns, vec![0], rows, fill) }
    }

    pub(super) fn cell(
        self,
        scope: Scope,
        manager: usize,
        shown: StatedScopeColumn<'_>,
        row: Option<Row<'_>>,
    ) -> Stated {
        let Results { policy, book, settlement, .. } = self.results;
        let value = |slot: usize| row.map_or(Value::Blank, |row| row.get(slot));
        match shown {
            StatedScopeColumn::Headline(period) => {
                let row = settlement.row(RowKey::Period { person: manager, period });
                match (row, policy.headline_rule()) {
                    (Some(row), Some(rule)) => Stated::of(self.shown(row.get(rule.slot)), Some(true)),
                    _ => Stated::default(),
                }
            }
            StatedScopeColumn::Status if scope == Scope::Manager => {
                let row = settlement.row(RowKey::Period { person: manager, period: book.through.index() });
                row.map_or_else(Stated::default, |row| self.status(Scope::Period, row))
            }
            _ if row.is_none() => Stated::default(),
            StatedScopeColumn::Status => self.status(scope, row.unwrap_or_default()),
            StatedScopeColumn::Rule(rule) => Stated::of(self.shown(value(rule.slot)), Some(true)),
            StatedScopeColumn::Input { typed, used } => {
                let live = counted::is_live(policy, scope, [typed, used], row.unwrap_or_default());
                Stated::of(self.shown(value(used)), Some(live))
            }
            StatedScopeColumn::Given(slot) => Stated::of(self.shown(value(slot)), Some(false)),
        }
    }

    fn status(self, scope: Scope, row: Row<'_>) -> Stated {
        Stated { live: Some(true), ..Stated::text(status::text(self.results.policy, scope, row, self.lang)) }
    }

    /// The summary's column a period.
    fn headlines(self) -> Vec<(StatedColumn, StatedScopeColumn<'a>)> {
        let Some(rule) = self.results.policy.headline_rule() else { return Vec::new() };
        let column = |period: Period| {
            let label = self.sheet(Tab::Period(period.number()));
            (
                StatedColumn { total: rule.unit == Unit::Yuan, ..plain(label) },
                StatedScopeColumn::Headline(period.index()),
            )
        };
        self.results.book.through.up_to().map(column).collect()
    }

    /// The tasks that a half-year's proposals scale.
    fn tasks(self) -> Vec<(StatedColumn, StatedScopeColumn<'a>)> {
        let column = |following: &crate::policy::Following<'_>| {
            let (n, unit) = (following.n, following.column.unit);
            let label = say!(Report::FollowingQuarter { n, label: following.column.label });
            let column = StatedColumn { folded: true, total: unit == Unit::Yuan, ..plain(label) };
            (column, StatedScopeColumn::Given(following.slot))
        };
        self.results.policy.following().iter().map(column).collect()
    }

    /// The department's figures, or those of a period of it.
    pub(super) fn department(self, scope: Scope, number: usize) -> StatedTable<'a> {
        let own = self.columns(scope, number);
        let (columns, shown): (Vec<_>, Vec<_>) = own.into_iter().unzip();
        let fill = move |_: usize| {
            let row = self.results.settlement.row(RowKey::of(scope, 0, number)).unwrap_or_default();
            let cells = shown.iter().map(|one| {
                let name = match one {
                    StatedScopeColumn::Rule(rule) if scope == Scope::Department => {
                        Some(format!("department.{}", rule.name))
                    }
                    _ => None,
                };
                Stated { name, ..self.cell(scope, 0, *one, Some(row)) }
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
