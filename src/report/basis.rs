//! What the figures rest on: the run, every setting with its value and origin, tables, readings,
//! clauses and rules.

use super::labels::rule_in_words;
use super::plan::{Plan, TOP, Tab, unit};
use super::receipt::{Receipt, file_name};
use super::sheet::{Block, Cell, CellValue, Column, Rows, Sheet, Tone, Unit};
use crate::book::{Origin, Place};
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{Policy, TableUse, builtin};
use crate::words;

/// Rows of the block about the run.
pub(super) const RUN_ROWS: u32 = 13;

/// The basis sheet.
pub(super) fn sheet<'p>(plan: &'p Plan<'p>, title: String, subtitle: String) -> Sheet<'p> {
    let mut blocks = vec![run(plan), settings(plan)];
    blocks.extend(super::dated::blocks(plan));
    for table in 0..plan.results.policy.tables.len() {
        blocks.push(self::table(plan, table));
    }
    let mut top = plan.basis_end();
    for block in [readings(plan), clauses(plan), rules(plan)] {
        if block.rows.is_empty() {
            continue;
        }
        let length = u32::try_from(block.rows.len()).unwrap_or(0);
        blocks.push(Block { top, ..block });
        top += Block::HEADER_ROWS + length + 1;
    }
    Sheet { name: plan.sheet(Tab::Basis), title, subtitle, blocks, frozen_columns: 0, charts: Vec::new() }
}

pub(super) fn column(plan: &Plan<'_>, label: &Words, unit: Unit, width: u16) -> Column {
    Column { label: label.get(plan.lang).to_owned(), unit, width, ..Column::default() }
}

pub(super) fn heading(plan: &Plan<'_>, words: &Words) -> String {
    words.get(plan.lang).to_owned()
}

fn run<'p>(plan: &'p Plan<'p>) -> Block<'p> {
    let results = plan.results;
    let policy = results.policy;
    let lang = plan.lang;
    let none = words!("（无）", "(none)");
    let remark = |words: &Option<Words>| words.as_ref().unwrap_or(&none).get(lang).to_owned();
    let mut facts = vec![(words!("办法", "Policy"), policy.title.get(lang).to_owned())];
    facts.extend(Receipt::of(results, lang).rows());
    facts.extend([
        (words!("税", "Tax"), remark(&policy.tax_note)),
        (words!("未包含", "Left out"), remark(&policy.left_out)),
        (
            words!("明细表", "Credits sheet"),
            if plan.live_credits {
                words!("公式", "formulas").get(lang).to_owned()
            } else {
                let most = super::explain::whole(plan.limits.live_credits);
                words!("数值（超过 {most} 行，不用公式）", "values, not formulas (more than {most} rows)")
                    .get(lang)
                    .to_owned()
            },
        ),
    ]);
    debug_assert_eq!(u32::try_from(facts.len()).ok(), Some(RUN_ROWS));
    let rows = facts.into_iter().map(|(label, text)| vec![Cell::text(label.get(lang)), Cell::text(text)]).collect();
    Block {
        top: TOP,
        left: 0,
        heading: Some(heading(plan, &words!("本次计算", "This run"))),
        columns: vec![
            column(plan, &words!("项目", "Item"), Unit::Text, 30),
            column(plan, &words!("内容", "Value"), Unit::Text, 40),
        ],
        rows: Rows::ready(rows),
        total: false,
    }
}

fn settings<'p>(plan: &'p Plan<'p>) -> Block<'p> {
    let results = plan.results;
    let columns = vec![
        column(plan, &words!("设置", "Setting"), Unit::Text, 30),
        column(plan, &words!("取值", "Value"), Unit::Text, 40),
        column(plan, &words!("条款", "Clause"), Unit::Text, 18),
        column(plan, &words!("来源", "Origin"), Unit::Text, 26),
        column(plan, &words!("名称", "Name"), Unit::Text, 30),
        column(plan, &words!("说明", "Remark"), Unit::Prose, 60),
    ];
    let rows = results.policy.settings.iter().enumerate().map(|(slot, setting)| {
        let given = &results.book.settings[slot];
        let clause = match &setting.reading {
            Some(reading) => format!("{}, {reading}", setting.clause),
            None => setting.clause.clone(),
        };
        let choices = if setting.choices.is_empty() {
            String::new()
        } else {
            let choices: Vec<_> = setting.choices.iter().map(|c| results.policy.choice(c, plan.lang)).collect();
            let choices = choices.join(" / ");
            words!("可选：{choices}", "choices: {choices}").get(plan.lang).to_owned()
        };
        let note = setting.note.as_ref().map_or("", |note| note.get(plan.lang));
        let remark = [note, choices.as_str()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("; ");
        // Of a setting that changes over time the last period's value stands here.
        let last = plan.dated.of_period(plan, slot, results.settlement.period_deciding(Scope::Department, 0));
        let from = match &last {
            Some(_) => words!("办法，按日期", "policy, by date").get(plan.lang).to_owned(),
            None => origin(plan, &given.origin, slot),
        };
        let value = Cell {
            value: plan.shown(results.settlement.settings[slot]),
            tone: if last.is_some() { Tone::Plain } else { Tone::Input },
            formula: last,
            unit: Some(unit(setting.unit)),
        };
        vec![
            Cell::text(setting.label.get(plan.lang)),
            value,
            Cell::text(clause),
            Cell::text(from),
            Cell::text(&setting.name),
            Cell::text(remark),
        ]
    });
    Block {
        top: plan.settings_first - Block::HEADER_ROWS,
        left: 0,
        heading: Some(heading(plan, &words!("设置与读法", "Settings and readings"))),
        columns,
        rows: Rows::ready(rows.collect()),
        total: false,
    }
}

fn origin(plan: &Plan<'_>, origin: &Origin, slot: usize) -> String {
    let words = match origin {
        Origin::Policy if slot == builtin::YEAR || slot == builtin::THROUGH => words!("工作簿", "workbook"),
        Origin::Policy => words!("办法", "policy"),
        Origin::Workbook(place) => words!("工作簿 {place}", "workbook {place}"),
        Origin::CommandLine => words!("命令行", "command line"),
        Origin::Derived(reason) => reason.clone(),
    };
    words.get(plan.lang).to_owned()
}

fn table<'p>(plan: &'p Plan<'p>, index: usize) -> Block<'p> {
    let definition = &plan.results.policy.tables[index];
    let facts = &plan.results.book.tables[index];
    let steps = matches!(definition.usage, TableUse::Steps { .. });
    let mut columns: Vec<Column> = definition.columns.iter().map(|c| column(plan, &c.label, unit(c.unit), 0)).collect();
    if let Some(first) = columns.first_mut() {
        first.clause.clone_from(&definition.clause);
    }
    if steps {
        let of = definition.columns.get(1).map_or(Unit::Number, |c| unit(c.unit));
        columns.push(column(plan, &words!("比上档增加", "Above the step before"), of, 0));
    }
    let first = plan.tables_first[index];
    let mut before = rust_decimal::Decimal::ZERO;
    let rows = facts.table.rows().iter().enumerate().map(|(number, row)| {
        let mut cells: Vec<Cell> =
            row.iter().map(|value| Cell { value: plan.shown(*value), tone: Tone::Input, ..Cell::default() }).collect();
        if let (true, Some(Value::Number(rate))) = (steps, row.get(1)) {
            let excel_row = first + u32::try_from(number).unwrap_or(0) + 1;
            let formula = if number == 0 {
                format!("B{excel_row}")
            } else {
                format!("ROUND(B{excel_row}-B{},12)", excel_row - 1)
            };
            cells.push(Cell { value: CellValue::Number(*rate - before), formula: Some(formula), ..Cell::default() });
            before = *rate;
        }
        cells
    });
    let from = match &facts.origin {
        Origin::Workbook(Place { sheet, .. }) => words!("工作簿“{sheet}”", "workbook sheet {sheet}"),
        _ => words!("办法", "policy"),
    };
    let (zh, en) = (&definition.label.zh, &definition.label.en);
    Block {
        top: first - Block::HEADER_ROWS,
        left: 0,
        heading: Some(heading(
            plan,
            &Words::new(format!("{zh}（来源：{}）", from.zh), format!("{en} (origin: {})", from.en)),
        )),
        columns,
        rows: Rows::ready(rows.collect()),
        total: false,
    }
}

fn readings<'p>(plan: &'p Plan<'p>) -> Block<'p> {
    let lang = plan.lang;
    let rows = plan
        .results
        .policy
        .readings
        .iter()
        .map(|reading| vec![Cell::text(&reading.id), Cell::text(reading.text.get(lang))]);
    let columns = vec![
        column(plan, &words!("读法", "Reading"), Unit::Text, 30),
        column(plan, &words!("内容", "What it says"), Unit::Text, 40),
    ];
    listed(plan, &words!("没有其他选择的读法", "Readings without another choice"), columns, rows.collect())
}

fn clauses<'p>(plan: &'p Plan<'p>) -> Block<'p> {
    let lang = plan.lang;
    let rows = plan
        .results
        .policy
        .clauses
        .iter()
        .map(|clause| vec![Cell::text(&clause.id), Cell::text(clause.text.get(lang))]);
    let columns = vec![
        column(plan, &words!("条款", "Clause"), Unit::Text, 30),
        column(plan, &words!("内容（本程序的表述）", "What it says (in our words)"), Unit::Text, 40),
    ];
    listed(plan, &words!("条款", "Clauses"), columns, rows.collect())
}

fn rules<'p>(plan: &'p Plan<'p>) -> Block<'p> {
    let policy = plan.results.policy;
    let lang = plan.lang;
    let mut rows = Vec::new();
    for scope in Scope::ALL {
        for rule in &policy.scope(scope).rules {
            rows.push(vec![
                Cell::text(rule.label.get(lang)),
                Cell::text(&rule.name),
                Cell::text(&rule.clause),
                Cell::text(scope_name(scope, policy).get(lang)),
                Cell::text(&rule.formula.text),
                Cell::text(rule_in_words(policy, scope, rule, lang)),
                Cell::text(
                    policy.sources.find(rule.formula.span.start).map_or("", |(source, _)| file_name(&source.name)),
                ),
            ]);
        }
    }
    let columns = vec![
        column(plan, &words!("规则", "Rule"), Unit::Text, 30),
        column(plan, &words!("名称", "Name"), Unit::Text, 26),
        column(plan, &words!("条款", "Clause"), Unit::Text, 18),
        column(plan, &words!("层级", "Scope"), Unit::Text, 26),
        column(plan, &words!("公式", "Formula"), Unit::Prose, 44),
        column(plan, &words!("公式释义", "In words"), Unit::Prose, 60),
        column(plan, &words!("来源", "Origin"), Unit::Text, 30),
    ];
    listed(plan, &words!("规则", "Rules"), columns, rows)
}

fn listed<'p>(plan: &Plan<'p>, title: &Words, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Block<'p> {
    Block { top: 0, left: 0, heading: Some(heading(plan, title)), columns, rows: Rows::ready(rows), total: false }
}

/// What a scope is called.
#[must_use]
pub fn scope_name(scope: Scope, policy: &Policy) -> Words {
    match scope {
        Scope::Line => words!("每笔", "line"),
        Scope::Credit => words!("每笔每人", "credit"),
        Scope::Adjustment => words!("手工调整", "adjustment"),
        Scope::Period => match policy.period {
            crate::policy::PeriodKind::Quarter => words!("季度", "quarter"),
            crate::policy::PeriodKind::Month => words!("月", "month"),
        },
        Scope::Half => words!("半年", "half-year"),
        Scope::Year => words!("年度", "year"),
        Scope::Manager => policy.person.clone(),
        Scope::Department => words!("部门", "department"),
    }
}
