//! What the figures rest on: the run, every setting with its value and origin, tables, readings,
//! clauses and rules.

use super::block::titled;
use super::declared_table::DeclaredTable;
use super::held::unit;
use super::labels::scope_name;
use super::plan::Plan;
use super::receipt::file_name;
use super::sheet::{Cell, CellUnit, ReportSheet, SheetBlock, Tone};
use super::tab::Tab;
use crate::book::{Origin, Place, Proposal};
use crate::formula::{Scope, Value};
use crate::lang::Words;
use crate::policy::{Clause, Rule, Setting, TableUse, Unit, builtin};
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

fn run(plan: &Plan<'_>) -> SheetBlock<'static> {
    let mut table = DeclaredTable::over(plan.lang, &plan.run_facts);
    table.column(&say!(Report::Item), CellUnit::Text, 30, |(label, _)| Cell::text(label.get(plan.lang)));
    table.column(&say!(Report::Content), CellUnit::Text, 40, |(_, text)| Cell::text(text));
    table.headed(&say!(Report::ThisRun))
}

pub(super) fn settings(plan: &Plan<'_>) -> SheetBlock<'static> {
    let Results { policy, book, settlement, .. } = plan.results;
    // Of a setting that changes over time the last period's value stands here.
    let last = |slot: usize| plan.dated.of_period(plan, slot, settlement.period_deciding(Scope::Department, 0));
    let value = |slot: usize, setting: &Setting| {
        super::people::yes_or_no(Cell {
            value: plan.shown(settlement.settings[slot]),
            tone: if last(slot).is_some() { Tone::Plain } else { Tone::Input },
            formula: last(slot),
            unit: Some(unit(setting.unit)),
        })
    };
    let from = |slot: usize| match last(slot) {
        Some(_) if book.settings[slot].dated.is_some() => plan.say(&say!(Report::WorkbookByDate)),
        Some(_) => plan.say(&say!(Report::PolicyByDate)),
        None => origin(plan, &book.settings[slot].origin, slot),
    };
    let remark = |setting: &Setting| {
        let mut choices = policy.choices(setting, plan.lang);
        if !choices.is_empty() {
            choices = plan.say(&say!(Report::Choices { choices }));
        }
        let note = setting.note.as_ref().map_or("", |note| note.get(plan.lang));
        [note, choices.as_str()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("; ")
    };
    let mut table = DeclaredTable::over(plan.lang, policy.settings.iter().enumerate());
    table.column(&say!(Report::Setting), CellUnit::Text, 30, |(_, setting)| Cell::text(setting.label.get(plan.lang)));
    table.column(&say!(Report::Value), CellUnit::Text, 40, |(slot, setting)| value(*slot, setting));
    table.column(&say!(Report::Clause), CellUnit::Text, 18, |(_, setting)| Cell::text(setting.cited()));
    table.column(&say!(Report::Origin), CellUnit::Text, 26, |(slot, _)| Cell::text(from(*slot)));
    table.column(&say!(Report::Name), CellUnit::Text, 30, |(_, setting)| Cell::text(&setting.name));
    table.column(&say!(Report::Remark), CellUnit::Prose, 60, |(_, setting)| Cell::text(remark(setting)));
    let block = table.headed(&say!(Report::SettingsReadings));
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

pub(super) fn table(plan: &Plan<'_>, index: usize) -> SheetBlock<'static> {
    let definition = &plan.results.policy.tables[index];
    let facts = &plan.results.book.tables[index];
    let first = plan.tables_first[index];
    let mut table = DeclaredTable::over(plan.lang, (first + 1..).zip(facts.table.rows()));
    for (at, column) in definition.columns.iter().enumerate() {
        let typed = |value: &Value| Cell::value(plan.shown(*value)).with_tone(Tone::Input);
        table.column(&column.label, unit(column.unit), 0, |(_, row)| row.get(at).map_or_else(Cell::default, typed));
    }
    if let TableUse::Steps { .. } = definition.usage {
        let of = definition.columns.get(1).map_or(CellUnit::Number, |c| unit(c.unit));
        let mut before = rust_decimal::Decimal::ZERO;
        table.column(&say!(Report::AboveTheStepBefore), of, 0, |(number, row)| {
            let Some(Value::Number(rate)) = row.get(1).copied() else { return Cell::default() };
            let above = rate - std::mem::replace(&mut before, rate);
            Cell::number(above).with_formula(Some(match *number - first - 1 {
                0 => format!("B{number}"),
                _ => format!("ROUND(B{number}-B{},12)", number - 1),
            }))
        });
    }
    let from = match &facts.origin {
        Origin::Workbook(Place { sheet, .. }) => say!(Report::WorkbookSheet { sheet }),
        _ => say!(Report::OfThePolicy),
    };
    let mut block = table.headed(&say!(Report::TableAndOrigin { label: definition.label, from }));
    if let Some(first) = block.columns.first_mut() {
        first.clause.clone_from(&definition.clause);
    }
    SheetBlock { top: first - SheetBlock::HEADER_ROWS, ..block }
}

/// What half-year reviews proposed, and what was answered: tasks and grades rest on it.
fn proposals(plan: &Plan<'_>) -> SheetBlock<'static> {
    let Results { policy, book, .. } = plan.results;
    let who = |one: &Proposal| format!("{} {}", book.managers[one.manager].id, book.managers[one.manager].name);
    let answer = |one: &Proposal| match (one.accepted, one.applied) {
        _ if !one.changes(policy) => say!(Report::NoAnswerNeeded),
        (None, _) => say!(Report::NotAnswered),
        (Some(false), _) => say!(Report::Declined),
        (Some(true), true) => say!(Report::AcceptedApplied),
        (Some(true), false) => say!(Report::AcceptedNotYet),
    };
    let mut table = DeclaredTable::over(plan.lang, &book.proposals);
    table.column(&policy.person, CellUnit::Text, 30, |one| Cell::text(who(one)));
    table.column(&say!(Policy::Accept), CellUnit::Text, 40, |one| Cell::text(answer(one).get(plan.lang)));
    table.column(&say!(Policy::HalfReviewed), CellUnit::Text, 18, |one| Cell::text(one.half_name()));
    table.column(&say!(Report::Origin), CellUnit::Text, 26, |one| Cell::text(one.place.to_string()));
    for (at, rule) in policy.scope(Scope::Half).rules.iter().enumerate() {
        let figure = |value: Value| Cell::value(plan.shown(value)).with_unit(unit(rule.unit)).with_tone(Tone::Input);
        if !rule.auxiliary && rule.unit != Unit::Yuan {
            table.column(&rule.label, unit(rule.unit), 0, |one| figure(one.figures[at]));
        }
    }
    table.headed(&crate::book::guide_sheets()[2])
}

/// The readings without a choice, and the clauses.
pub(super) fn texts(plan: &Plan<'_>) -> [SheetBlock<'static>; 2] {
    let policy = plan.results.policy;
    let said = |list: &[Clause], heading: Words, [number, text]: [Words; 2]| {
        let mut table = DeclaredTable::over(plan.lang, list);
        table.column(&number, CellUnit::Text, 30, |one| Cell::text(&one.id));
        table.column(&text, CellUnit::Text, 40, |one| Cell::text(one.text.get(plan.lang)));
        table.headed(&heading)
    };
    let readings = [say!(Report::Reading), say!(Report::WhatItSays)];
    let clauses = [say!(Report::Clause), say!(Report::WhatItSaysInOurWords)];
    [
        said(&policy.readings, say!(Report::ReadingsWithoutChoice), readings),
        said(&policy.clauses, say!(Report::Clauses), clauses),
    ]
}

pub(super) fn rules(plan: &Plan<'_>) -> SheetBlock<'static> {
    let (policy, lang) = (plan.results.policy, plan.lang);
    let file = |rule: &Rule| {
        let source = policy.sources.find(rule.formula.span.start);
        let name = source.map_or("", |(source, _)| file_name(&source.name));
        match name.strip_suffix(" (built in)") {
            Some(name) => plan.say(&say!(Report::BuiltInFile { name })),
            None => name.to_owned(),
        }
    };
    let all = Scope::ALL.into_iter().flat_map(|scope| policy.scope(scope).rules.iter().map(move |rule| (scope, rule)));
    let mut table = DeclaredTable::over(lang, all);
    table.column(&say!(Report::Rule), CellUnit::Text, 30, |(_, rule)| Cell::text(rule.label.get(lang)));
    table.column(&say!(Report::Name), CellUnit::Text, 26, |(_, rule)| Cell::text(&rule.name));
    table.column(&say!(Report::Clause), CellUnit::Text, 18, |(_, rule)| Cell::text(&rule.clause));
    table.column(&say!(Report::Scope), CellUnit::Text, 26, |(of, _)| Cell::text(scope_name(*of, policy).get(lang)));
    table.column(&say!(Report::Formula), CellUnit::Prose, 44, |(_, rule)| Cell::text(&rule.formula.text));
    table.column(&say!(Report::InWords), CellUnit::Prose, 60, |(of, rule)| Cell::text(plan.in_words(*of, rule)));
    table.column(&say!(Report::Origin), CellUnit::Text, 30, |(_, rule)| Cell::text(file(rule)));
    table.headed(&say!(Report::Rules))
}
