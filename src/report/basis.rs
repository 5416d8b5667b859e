//! What the figures rest on: the run, every setting with its value and origin, tables, readings,
//! clauses and rules.

use super::block::{block, column, titled};
use super::held::unit;
use super::labels::scope_name;
use super::plan::Plan;
use super::receipt::file_name;
use super::sheet::{Cell, CellUnit, ReportSheet, SheetBlock, SheetColumn, Tone};
use super::tab::Tab;
use crate::book::{Origin, Place};
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{Clause, Rule, TableUse, builtin};
use crate::report::Results;
use crate::say;

/// The basis sheet.
pub(super) fn sheet<'p>(plan: &'p Plan<'p>) -> ReportSheet<'p> {
    let mut blocks = vec![run(plan), settings(plan)];
    blocks.extend(super::dated::blocks(plan));
    blocks.extend((0..plan.results.policy.tables.len()).map(|index| table(plan, index)));
    let below = [proposals(plan)].into_iter().chain(texts(plan)).chain([rules(plan)]);
    blocks.extend(SheetBlock::stacked(below, plan.basis_end));
    titled(plan, plan.sheet(Tab::Basis), blocks)
}

fn run<'p>(plan: &'p Plan<'p>) -> SheetBlock<'p> {
    let row = |(label, text): &(Words, String)| vec![Cell::text(label.get(plan.lang)), Cell::text(text)];
    let rows = plan.run_facts.iter().map(row).collect();
    let columns = vec![
        column(plan, &say!(Report::Item), CellUnit::Text, 30),
        column(plan, &say!(Report::Content), CellUnit::Text, 40),
    ];
    block(plan, &say!(Report::ThisRun), columns, rows)
}

pub(super) fn settings<'p>(plan: &'p Plan<'p>) -> SheetBlock<'p> {
    let results = plan.results;
    let columns = vec![
        column(plan, &say!(Report::Setting), CellUnit::Text, 30),
        column(plan, &say!(Report::Value), CellUnit::Text, 40),
        column(plan, &say!(Report::Clause), CellUnit::Text, 18),
        column(plan, &say!(Report::Origin), CellUnit::Text, 26),
        column(plan, &say!(Report::Name), CellUnit::Text, 30),
        column(plan, &say!(Report::Remark), CellUnit::Prose, 60),
    ];
    let rows = results.policy.settings.iter().enumerate().map(|(slot, setting)| {
        let given = &results.book.settings[slot];
        let mut choices = results.policy.choices(setting, plan.lang);
        if !choices.is_empty() {
            choices = plan.say(&say!(Report::Choices { choices }));
        }
        let note = setting.note.as_ref().map_or("", |note| note.get(plan.lang));
        let remark = [note, choices.as_str()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("; ");
        // Of a setting that changes over time the last period's value stands here.
        let last = plan.dated.of_period(plan, slot, results.settlement.period_deciding(Scope::Department, 0));
        let from = match &last {
            Some(_) if given.dated.is_some() => say!(Report::WorkbookByDate).get(plan.lang).to_owned(),
            Some(_) => say!(Report::PolicyByDate).get(plan.lang).to_owned(),
            None => origin(plan, &given.origin, slot),
        };
        let value = super::people::yes_or_no(Cell {
            value: plan.shown(results.settlement.settings[slot]),
            tone: if last.is_some() { Tone::Plain } else { Tone::Input },
            formula: last,
            unit: Some(unit(setting.unit)),
        });
        vec![
            Cell::text(setting.label.get(plan.lang)),
            value,
            Cell::text(setting.cited()),
            Cell::text(from),
            Cell::text(&setting.name),
            Cell::text(remark),
        ]
    });
    let block = block(plan, &say!(Report::SettingsReadings), columns, rows.collect());
    SheetBlock { top: plan.settings_first - SheetBlock::HEADER_ROWS, ..block }
}

fn origin(plan: &Plan<'_>, origin: &Origin, slot: usize) -> String {
    let words = match origin {
        Origin::Policy if slot == builtin::YEAR || slot == builtin::THROUGH => say!(Report::OfTheWorkbook),
        Origin::Policy => say!(Report::OfThePolicy),
        Origin::Workbook(place) => say!(Report::WorkbookPlace { place }),
        Origin::CommandLine => say!(Report::OfTheCommandLine),
        Origin::Derived(reason) => reason.clone(),
    };
    words.get(plan.lang).to_owned()
}

pub(super) fn table<'p>(plan: &'p Plan<'p>, index: usize) -> SheetBlock<'p> {
    let definition = &plan.results.policy.tables[index];
    let facts = &plan.results.book.tables[index];
    let steps = matches!(definition.usage, TableUse::Steps { .. });
    let mut columns: Vec<SheetColumn> =
        definition.columns.iter().map(|c| column(plan, &c.label, unit(c.unit), 0)).collect();
    if let Some(first) = columns.first_mut() {
        first.clause.clone_from(&definition.clause);
    }
    if steps {
        let of = definition.columns.get(1).map_or(CellUnit::Number, |c| unit(c.unit));
        columns.push(column(plan, &say!(Report::AboveTheStepBefore), of, 0));
    }
    let first = plan.tables_first[index];
    let mut before = rust_decimal::Decimal::ZERO;
    let rows = facts.table.rows().iter().enumerate().map(|(number, row)| {
        let mut cells: Vec<Cell> =
            row.iter().map(|value| Cell::value(plan.shown(*value)).with_tone(Tone::Input)).collect();
        if let (true, Some(Value::Number(rate))) = (steps, row.get(1)) {
            let excel_row = first + u32::try_from(number).unwrap_or(0) + 1;
            let formula = if number == 0 {
                format!("B{excel_row}")
            } else {
                format!("ROUND(B{excel_row}-B{},12)", excel_row - 1)
            };
            cells.push(Cell::number(*rate - before).with_formula(Some(formula)));
            before = *rate;
        }
        cells
    });
    let from = match &facts.origin {
        Origin::Workbook(Place { sheet, .. }) => say!(Report::WorkbookSheet { sheet }),
        _ => say!(Report::OfThePolicy),
    };
    let heading = say!(Report::TableAndOrigin { label: definition.label, from });
    SheetBlock { top: first - SheetBlock::HEADER_ROWS, ..block(plan, &heading, columns, rows.collect()) }
}

/// What half-year reviews proposed, and what was answered: tasks and grades rest on it.
fn proposals<'p>(plan: &'p Plan<'p>) -> SheetBlock<'p> {
    let Results { policy, book, .. } = plan.results;
    let text = |words: Words| Cell::text(words.get(plan.lang));
    let figures = policy.scope(Scope::Half).rules.iter().enumerate();
    let shown: Vec<(usize, &Rule)> =
        figures.filter(|(_, rule)| !rule.auxiliary && rule.unit != crate::policy::Unit::Yuan).collect();
    let rows = book.proposals.iter().map(|one| {
        let person = &book.managers[one.manager];
        let answer = match (one.accepted, one.applied) {
            _ if !one.changes(policy) => say!(Report::NoAnswerNeeded),
            (None, _) => say!(Report::NotAnswered),
            (Some(false), _) => say!(Report::Declined),
            (Some(true), true) => say!(Report::AcceptedApplied),
            (Some(true), false) => say!(Report::AcceptedNotYet),
        };
        let mut cells = vec![
            Cell::text(format!("{} {}", person.id, person.name)),
            text(answer),
            Cell::text(one.half_name()),
            Cell::text(one.place.to_string()),
        ];
        let figure = |(at, rule): &(usize, &Rule)| {
            Cell::value(plan.shown(one.figures[*at])).with_unit(unit(rule.unit)).with_tone(Tone::Input)
        };
        cells.extend(shown.iter().map(figure));
        cells
    });
    let mut columns = vec![
        column(plan, &policy.person, CellUnit::Text, 30),
        column(plan, &say!(Policy::Accept), CellUnit::Text, 40),
        column(plan, &say!(Policy::HalfReviewed), CellUnit::Text, 18),
        column(plan, &say!(Report::Origin), CellUnit::Text, 26),
    ];
    columns.extend(shown.iter().map(|(_, rule)| column(plan, &rule.label, unit(rule.unit), 0)));
    block(plan, &crate::book::guide_sheets()[2], columns, rows.collect())
}

/// The readings without a choice, and the clauses.
pub(super) fn texts<'p>(plan: &'p Plan<'p>) -> [SheetBlock<'p>; 2] {
    let policy = plan.results.policy;
    let [reading, clause] =
        [[say!(Report::Reading), say!(Report::WhatItSays)], [say!(Report::Clause), say!(Report::WhatItSaysInOurWords)]];
    [
        said(plan, &say!(Report::ReadingsWithoutChoice), reading, &policy.readings),
        said(plan, &say!(Report::Clauses), clause, &policy.clauses),
    ]
}

/// Texts by number.
fn said<'p>(plan: &'p Plan<'p>, heading: &Words, [number, text]: [Words; 2], list: &[Clause]) -> SheetBlock<'p> {
    let rows = list.iter().map(|one| vec![Cell::text(&one.id), Cell::text(one.text.get(plan.lang))]).collect();
    let columns = vec![column(plan, &number, CellUnit::Text, 30), column(plan, &text, CellUnit::Text, 40)];
    block(plan, heading, columns, rows)
}

pub(super) fn rules<'p>(plan: &'p Plan<'p>) -> SheetBlock<'p> {
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
                Cell::text(plan.in_words(scope, rule)),
                Cell::text(policy.sources.find(rule.formula.span.start).map_or_else(String::new, |(source, _)| {
                    let name = file_name(&source.name);
                    match name.strip_suffix(" (built in)") {
                        Some(name) => say!(Report::BuiltInFile { name }).get(lang).to_owned(),
                        None => name.to_owned(),
                    }
                })),
            ]);
        }
    }
    let columns = vec![
        column(plan, &say!(Report::Rule), CellUnit::Text, 30),
        column(plan, &say!(Report::Name), CellUnit::Text, 26),
        column(plan, &say!(Report::Clause), CellUnit::Text, 18),
        column(plan, &say!(Report::Scope), CellUnit::Text, 26),
        column(plan, &say!(Report::Formula), CellUnit::Prose, 44),
        column(plan, &say!(Report::InWords), CellUnit::Prose, 60),
        column(plan, &say!(Report::Origin), CellUnit::Text, 30),
    ];
    block(plan, &say!(Report::Rules), columns, rows)
}
