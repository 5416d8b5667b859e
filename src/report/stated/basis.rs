//! What the figures rest on, and the laws that they keep.

use super::super::law_rows::{cells, law_rows};
use super::super::plan::{Limits, Plan};
use super::super::sheet::CellValue;
use super::super::tab::Tab;
use super::super::{Results, scope_name};
use super::run::StatedRun;
use super::table::{Stated, StatedColumn, StatedTable, plain, table};
use crate::book::Period;
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{Clause, Rule, TableUse};
use crate::say;
use crate::settle::RowKey;

impl<'a> StatedRun<'a> {
    pub(super) fn settings(self) -> StatedTable<'a> {
        let words = |label: Words| StatedColumn { words: true, ..plain(label) };
        let columns = vec![
            plain(say!(Report::Setting)),
            plain(say!(Report::Value)),
            plain(say!(Report::Clause)),
            words(say!(Report::Origin)),
            plain(say!(Report::Name)),
            words(say!(Report::Remark)),
        ];
        let policy = self.results.policy;
        let fill = move |slot: usize| {
            let setting = &policy.settings[slot];
            let value = self.shown(self.results.settlement.settings[slot]);
            // One that changes over time looks at its history.
            let live = if setting.dated.is_some() { None } else { Some(false) };
            let name = Some(format!("setting.{}", setting.name));
            vec![
                Stated::text(setting.label.get(self.lang)),
                Stated { value, live, name },
                Stated::text(setting.cited()),
                Stated::default(),
                Stated::text(&setting.name),
                Stated::default(),
            ]
        };
        table(self.sheet(Tab::Basis), columns, vec![4], policy.settings.len(), fill)
    }

    pub(super) fn table(self, index: usize) -> StatedTable<'a> {
        let definition = &self.results.policy.tables[index];
        let facts = &self.results.book.tables[index];
        let steps = matches!(definition.usage, TableUse::Steps { .. });
        let mut columns: Vec<_> = definition.columns.iter().map(|column| plain(column.label.clone())).collect();
        if let Some(first) = columns.first_mut() {
            first.clause.clone_from(&definition.clause);
        }
        columns.extend(steps.then(|| plain(say!(Report::AboveTheStepBefore))));
        let fill = move |number: usize| {
            let rows = facts.table.rows();
            let mut cells: Vec<_> =
                rows[number].iter().map(|value| Stated::of(self.shown(*value), Some(false))).collect();
            if let (true, Some(Value::Number(rate))) = (steps, rows[number].get(1)) {
                let before = number.checked_sub(1).and_then(|before| rows[before].get(1)?.as_number());
                cells.push(Stated::number(*rate - before.unwrap_or_default(), Some(true)));
            }
            cells
        };
        table(self.sheet(Tab::Basis), columns, vec![0], facts.table.rows().len(), fill)
    }

    /// Settings that change over time: each value from its date on.
    pub(super) fn history(self) -> StatedTable<'a> {
        let policy = self.results.policy;
        let words = |label: Words| StatedColumn { words: true, ..plain(label) };
        let columns = vec![
            plain(say!(Report::Setting)),
            plain(say!(Report::Value)),
            plain(say!(Report::FromDate)),
            words(say!(Report::Source)),
            words(say!(Report::DecidedBy)),
        ];
        let mut rows = Vec::new();
        for setting in &policy.settings {
            let Some(dated) = &setting.dated else { continue };
            let before = say!(Report::BeforeTheFirst).get(self.lang).to_owned();
            rows.push((&setting.label, setting.default.unwrap_or_default(), CellValue::Text(before)));
            rows.extend(dated.steps.iter().map(|step| (&setting.label, step.value, CellValue::Date(step.from))));
        }
        let count = rows.len();
        let fill = move |index: usize| {
            let (label, value, from) = &rows[index];
            vec![
                Stated::text(label.get(self.lang)),
                Stated::of(self.shown(*value), Some(false)),
                Stated::of(from.clone(), Some(false)),
                Stated::default(),
                Stated::default(),
            ]
        };
        table(self.sheet(Tab::Basis), columns, vec![0, 2], count, fill)
    }

    /// The value that each period took of them.
    pub(super) fn taken(self) -> StatedTable<'a> {
        let Results { policy, book, settlement, .. } = self.results;
        let mut columns = vec![plain(say!(Report::Setting))];
        columns.extend(book.through.up_to().map(|period| plain(period.words())));
        let dated: Vec<usize> = (0..policy.settings.len()).filter(|at| policy.settings[*at].dated.is_some()).collect();
        let rows = dated.len();
        let fill = move |index: usize| {
            let slot = dated[index];
            let mut cells = vec![Stated::text(policy.settings[slot].label.get(self.lang))];
            let value =
                |period: Period| settlement.settings_of(RowKey::Period { person: 0, period: period.index() })[slot];
            cells.extend(book.through.up_to().map(|period| Stated::of(self.shown(value(period)), Some(true))));
            cells
        };
        table(self.sheet(Tab::Basis), columns, vec![0], rows, fill)
    }

    /// Texts by number.
    pub(super) fn said(self, number: Words, text: Words, list: &'a [Clause]) -> StatedTable<'a> {
        let fill =
            move |index: usize| vec![Stated::text(&list[index].id), Stated::text(list[index].text.get(self.lang))];
        table(self.sheet(Tab::Basis), vec![plain(number), plain(text)], vec![0], list.len(), fill)
    }

    pub(super) fn rules(self) -> StatedTable<'a> {
        let words = |label: Words| StatedColumn { words: true, ..plain(label) };
        let columns = vec![
            plain(say!(Report::Rule)),
            plain(say!(Report::Name)),
            plain(say!(Report::Clause)),
            plain(say!(Report::Scope)),
            plain(say!(Report::Formula)),
            words(say!(Report::InWords)),
            words(say!(Report::Origin)),
        ];
        let policy = self.results.policy;
        let all: Vec<(Scope, &Rule)> = Scope::ALL
            .iter()
            .flat_map(|scope| policy.scope(*scope).rules.iter().map(move |rule| (*scope, rule)))
            .collect();
        let rows = all.len();
        let fill = move |index: usize| {
            let (scope, rule) = all[index];
            vec![
                Stated::text(rule.label.get(self.lang)),
                Stated::text(&rule.name),
                Stated::text(&rule.clause),
                Stated::text(scope_name(scope, policy).get(self.lang)),
                Stated::text(&rule.formula.text),
                Stated::default(),
                Stated::default(),
            ]
        };
        table(self.sheet(Tab::Basis), columns, vec![1, 3], rows, fill)
    }

    pub(super) fn laws(self) -> StatedTable<'a> {
        let labels = [
            say!(Report::Law),
            say!(Report::Clause),
            say!(Report::RowsChecked),
            say!(Report::LeftSummed),
            say!(Report::RightSummed),
            say!(Report::Verdict),
        ];
        let laws = &self.results.settlement.laws;
        let fill = move |index: usize| {
            let law = &laws[index];
            let by_program = say!(Report::CheckedProgramRecalculated);
            let by_program = if law.name == crate::settle::ORDER { by_program.get(self.lang) } else { "" };
            let verdict = if law.holds { say!(Report::Holds) } else { say!(Report::Broken) };
            vec![
                Stated::text(format!("{}{by_program}", law.label.get(self.lang))),
                Stated::text(&law.clause),
                Stated::number(law.rows.into(), Some(false)),
                Stated::number(law.left, None),
                Stated::number(law.right, None),
                Stated { live: None, ..Stated::text(verdict.get(self.lang)) },
            ]
        };
        table(self.sheet(Tab::Checks), labels.map(plain).into(), vec![0], laws.len(), fill)
    }

    /// The rows of each law, where there are not too many to be shown.
    pub(super) fn law_rows(self) -> StatedTable<'a> {
        let labels = [
            say!(Report::Law),
            say!(Report::Clause),
            say!(Report::Row),
            say!(Report::Left),
            say!(Report::Right),
            say!(Report::Verdict),
        ];
        let plan = Plan::new(self.results, self.lang, Limits::default());
        let rows = if plan.live_credits { law_rows(&plan) } else { Vec::new() };
        let count = rows.len();
        let fill = move |index: usize| {
            let mut row = Vec::new();
            cells(&plan, &rows[index], 0, &mut row);
            row.into_iter().map(|cell| Stated::of(cell.value, None)).collect()
        };
        let table = table(self.sheet(Tab::Checks), labels.map(plain).into(), vec![0, 2], count, fill);
        StatedTable { optional: true, ..table }
    }
}
