//! What the figures rest on, and the laws that they keep.

use super::super::law_rows::{cells, law_rows};
use super::super::plan::{Limits, Plan, Tab};
use super::super::sheet::CellValue;
use super::super::{Results, scope_name};
use super::{Run, Stated, StatedColumn, StatedTable, plain, table};
use crate::book::Period;
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{Clause, Rule, TableUse};
use crate::words;

impl<'a> Run<'a> {
    pub(super) fn settings(self) -> StatedTable<'a> {
        let words = |label: Words| StatedColumn { words: true, ..plain(label) };
        let columns = vec![
            plain(words!("设置", "Setting")),
            plain(words!("取值", "Value")),
            plain(words!("条款", "Clause")),
            words(words!("来源", "Origin")),
            plain(words!("名称", "Name")),
            words(words!("说明", "Remark")),
        ];
        let policy = self.results.policy;
        let fill = move |slot: usize| {
            let setting = &policy.settings[slot];
            let clause = match &setting.reading {
                Some(reading) => format!("{}, {reading}", setting.clause),
                None => setting.clause.clone(),
            };
            let value = self.shown(self.results.settlement.settings[slot]);
            // One that changes over time looks at its history.
            let live = if setting.dated.is_some() { None } else { Some(false) };
            let name = Some(format!("setting.{}", setting.name));
            vec![
                Stated::text(setting.label.get(self.lang)),
                Stated { value, live, name },
                Stated::text(clause),
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
        columns.extend(steps.then(|| plain(words!("比上档增加", "Above the step before"))));
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
            plain(words!("设置", "Setting")),
            plain(words!("取值", "Value")),
            plain(words!("自", "From")),
            words(words!("来源", "Source")),
            words(words!("决定取值的日期", "Decided by")),
        ];
        let mut rows = Vec::new();
        for setting in &policy.settings {
            let Some(dated) = &setting.dated else { continue };
            let before = words!("此前", "before").get(self.lang).to_owned();
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
        let mut columns = vec![plain(words!("设置", "Setting"))];
        columns.extend(book.through.up_to().map(|period| plain(period.words())));
        let dated: Vec<usize> = (0..policy.settings.len()).filter(|at| policy.settings[*at].dated.is_some()).collect();
        let rows = dated.len();
        let fill = move |index: usize| {
            let slot = dated[index];
            let mut cells = vec![Stated::text(policy.settings[slot].label.get(self.lang))];
            let value = |period: Period| settlement.settings_of(Scope::Period, period.index())[slot];
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
            plain(words!("规则", "Rule")),
            plain(words!("名称", "Name")),
            plain(words!("条款", "Clause")),
            plain(words!("层级", "Scope")),
            plain(words!("公式", "Formula")),
            words(words!("公式释义", "In words")),
            words(words!("来源", "Origin")),
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
            words!("规律", "Law"),
            words!("条款", "Clause"),
            words!("核对行数", "Rows checked"),
            words!("左边合计", "Left, summed"),
            words!("右边合计", "Right, summed"),
            words!("结论", "Verdict"),
        ];
        let laws = &self.results.settlement.laws;
        let fill = move |index: usize| {
            let law = &laws[index];
            let by_program = words!("（由程序核对，不随表格重算）", " (checked by the program, not recalculated here)");
            let by_program = if law.name == crate::settle::ORDER { by_program.get(self.lang) } else { "" };
            let verdict = if law.holds { words!("成立", "holds") } else { words!("不成立", "broken") };
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
            words!("规律", "Law"),
            words!("条款", "Clause"),
            words!("行", "Row"),
            words!("左边", "Left"),
            words!("右边", "Right"),
            words!("结论", "Verdict"),
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
