//! The results as JSON: the stable contract for programs that read them.
//!
//! Money has two decimals; other numbers are exact decimals; all are strings. A rule appears under its
//! name in the list of its scope.

use rust_decimal::Decimal;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Map, Value as Json, json};

use super::Results;
use super::adjustments::{Adjusted, adjusted};
use super::prior::{Prior, prior};
use crate::book::{Account, Fault, PassedOver, Period, Proposal};
use crate::formula::{Scope, Symbols, Value};
use crate::lang::Lang;
use crate::policy::{PeriodKind, Unit, builtin};
use crate::settle::RowKey;

/// The whole of the results, in memory.
#[must_use]
pub fn json(results: &Results<'_>, lang: Lang) -> Json {
    serde_json::to_value(Document::new(results, lang)).unwrap_or_default()
}

/// The whole of the results, each manager made only while he is written: together they take many times what their
/// figures do.
#[derive(Clone, Copy)]
pub struct Document<'r> {
    results: &'r Results<'r>,
    lang: Lang,
}

impl<'r> Document<'r> {
    /// That of these results.
    #[must_use]
    pub fn new(results: &'r Results<'r>, lang: Lang) -> Self {
        Self { results, lang }
    }
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_map(None)?;
        for (name, value) in before_managers(self.results, self.lang) {
            document.serialize_entry(name, &value)?;
        }
        document.serialize_entry("managers", &Managers(self.results))?;
        for (name, value) in after_managers(self.results, self.lang) {
            document.serialize_entry(name, &value)?;
        }
        document.end()
    }
}

struct Managers<'r>(&'r Results<'r>);

impl Serialize for Managers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.0.book.managers.len()).map(|manager| of_manager(self.0, manager)))
    }
}

fn before_managers(results: &Results<'_>, lang: Lang) -> [(&'static str, Json); 5] {
    let Results { policy, book, .. } = results;
    [
        (
            "policy",
            json!({
                "id": policy.id, "title": policy.title.get(lang), "version": policy.version, "sha256": policy.hash,
            }),
        ),
        ("year", book.year.into()),
        ("through", book.through.to_string().into()),
        ("input", json!({ "file": results.input_file, "sha256": results.input_sha256 })),
        ("version", env!("CARGO_PKG_VERSION").into()),
    ]
}

fn after_managers(results: &Results<'_>, lang: Lang) -> Vec<(&'static str, Json)> {
    let Results { policy, book, settlement, .. } = results;
    let checks: Vec<Json> = settlement
        .laws
        .iter()
        .map(|law| {
            json!({
                "law": law.name, "clause": law.clause, "label": law.label.get(lang), "rows": law.rows,
                "holds": law.holds, "left": money(law.left), "right": money(law.right),
            })
        })
        .collect();
    let warnings: Vec<Json> = results.warnings().map(|fault| of_fault(fault, lang)).collect();
    let adjustments: Vec<Json> = adjusted(results).iter().map(|one| of_adjustment(results, one)).collect();
    let prior: Vec<Json> = prior(results).iter().map(|one| of_prior(results, one)).collect();
    let mut department = rules(results, Scope::Department, &settlement.values(RowKey::Department).unwrap_or_default());
    if !policy.scope(Scope::DepartmentPeriod).rules.is_empty() {
        let periods = book.through.up_to().filter_map(|period| {
            let row = settlement.values(RowKey::DepartmentPeriod { period: period.index() })?;
            let mut found = rules(results, Scope::DepartmentPeriod, &row);
            found.insert(policy.period.word().to_owned(), period.to_string().into());
            Some(found)
        });
        department.insert(format!("{}s", policy.period.word()), periods.collect());
    }
    let mut after = vec![
        ("department", Json::Object(department)),
        ("adjustments", adjustments.into()),
        ("prior_periods", prior.into()),
        ("checks", checks.into()),
        ("cells", of_account(&book.account)),
        ("passed_over", of_passed_over(&book.account, lang)),
        ("sums", super::sums::of_sums(results)),
        ("warnings", warnings.into()),
    ];
    if let Some([pay, recover]) = super::to_pay_and_recover(results) {
        let totals = json!({ "to_pay": money(pay), "to_recover": money(recover), "payable": money(pay + recover) });
        after.push(("totals", totals));
    }
    // Only where a review proposed something and the input says so.
    if !book.proposals.is_empty() {
        after.push(("proposals", book.proposals.iter().map(|one| of_proposal(results, one)).collect()));
    }
    after
}

/// What a half-year review proposed, and what became of it.
fn of_proposal(results: &Results<'_>, one: &Proposal) -> Json {
    let Results { policy, book, .. } = results;
    let mut object = Map::new();
    object.insert("manager".into(), book.managers[one.manager].id.clone().into());
    object.insert("year".into(), one.year.into());
    object.insert("half".into(), format!("H{}", one.half).into());
    for (rule, figure) in policy.scope(Scope::Half).rules.iter().zip(&one.figures) {
        if *figure != Value::Blank {
            object.insert(rule.name.clone(), value(*figure, rule.unit, &book.symbols));
        }
    }
    object.insert("accepted".into(), one.accepted.into());
    object.insert("applied".into(), one.applied.into());
    Json::Object(object)
}

/// A fault or warning, as `--format json` prints it.
#[must_use]
pub fn of_fault(fault: &Fault, lang: Lang) -> Json {
    let mut document = json!({
        "sheet": fault.place.sheet,
        "cell": fault.place.address(),
        "found": fault.found,
        "message": fault.problem.get(lang),
        "remedy": fault.mend.get(lang),
    });
    if !fault.also.is_empty() {
        document["also"] = fault.also.iter().map(ToString::to_string).collect();
    }
    document
}

/// How many cells of the input became what.
#[must_use]
pub fn of_account(account: &Account) -> Json {
    json!({
        "read": account.read, "headings": account.headings, "no_data": account.no_data, "passed_over": account.passed(),
    })
}

/// The cells that were passed over.
#[must_use]
pub fn of_passed_over(account: &Account, lang: Lang) -> Json {
    let one = |passed: &PassedOver| {
        json!({
            "sheet": passed.place.sheet, "cells": passed.cells(), "count": passed.count, "heading": passed.heading,
            "why": passed.why.get(lang),
        })
    };
    account.passed_over.iter().map(one).collect()
}

/// An adjustment beside what was computed.
fn of_adjustment(results: &Results<'_>, one: &Adjusted) -> Json {
    let Results { policy, book, settlement, .. } = results;
    let adjustment = &book.adjustments[one.index];
    let unit = policy.figure(adjustment.figure).map_or(Unit::Yuan, |figure| figure.unit);
    let number = |number| value(Value::Number(number), unit, &book.symbols);
    let mut object = Map::new();
    object.insert("manager".into(), book.managers[adjustment.manager].id.clone().into());
    let period = adjustment.period.map_or_else(|| "year-end".to_owned(), |period| period.to_string());
    object.insert(policy.period.word().into(), period.into());
    object.insert("figure".into(), one.name.clone().into());
    object.insert("computed".into(), number(one.computed));
    object.insert("adjusted".into(), number(one.after));
    object.insert("source".into(), one.source.clone().into());
    let typed = settlement.row(RowKey::Adjustment(one.index)).unwrap_or_default();
    for input in policy.inputs(Scope::Adjustment) {
        let unit = if input.column.unit == Unit::Text { Unit::Text } else { unit };
        object.insert(input.column.name.clone(), value(typed.get(input.used), unit, &book.symbols));
    }
    Json::Object(object)
}

/// A figure that was paid for an earlier period, computed again.
fn of_prior(results: &Results<'_>, one: &Prior) -> Json {
    let mut object = Map::new();
    object.insert("manager".into(), results.book.managers[one.manager].id.clone().into());
    object.insert(results.policy.period.word().into(), one.period.to_string().into());
    object.insert("figure".into(), one.figure.clone().into());
    for (name, figure) in [("recomputed", one.recomputed), ("paid", one.paid), ("difference", one.difference)] {
        object.insert(name.into(), money(figure).into());
    }
    Json::Object(object)
}

fn of_manager(results: &Results<'_>, manager: usize) -> Json {
    let Results { policy, book, settlement, .. } = results;
    let person = &book.managers[manager];
    let mut object = Map::new();
    object.insert("id".into(), person.id.clone().into());
    object.insert("name".into(), person.name.clone().into());
    let own = settlement.values(RowKey::Manager { person: manager }).unwrap_or_default();
    for input in policy.inputs(Scope::Manager) {
        object.insert(input.column.name.clone(), value(own[input.used], input.column.unit, &book.symbols));
    }
    object.extend(rules(results, Scope::Manager, &own));
    let periods = book.through.up_to().filter_map(|period| of_period(results, manager, period)).collect();
    object.insert(format!("{}s", policy.period.word()), Json::Array(periods));
    if !policy.scope(Scope::Half).rules.is_empty() {
        let halves = (0..2).filter_map(|half| {
            let row = settlement.values(RowKey::Half { person: manager, half })?;
            let mut object = Map::new();
            object.insert("half".into(), format!("H{}", half + 1).into());
            object.extend(rules(results, Scope::Half, &row));
            Some(Json::Object(object))
        });
        object.insert("half_years".into(), Json::Array(halves.collect()));
    }
    if !policy.scope(Scope::Year).rules.is_empty() {
        let row = settlement.values(RowKey::Year { person: manager });
        let year = row.map_or(Json::Null, |row| Json::Object(rules(results, Scope::Year, &row)));
        object.insert("year_end".into(), year);
    }
    Json::Object(object)
}

fn of_period(results: &Results<'_>, manager: usize, period: Period) -> Option<Json> {
    let Results { policy, book, settlement, .. } = results;
    let row = settlement.values(RowKey::Period { person: manager, period: period.index() })?;
    let mut object = Map::new();
    let name = match policy.period {
        PeriodKind::Quarter | PeriodKind::Month => policy.period.word(),
    };
    object.insert(name.into(), period.to_string().into());
    assert!(row[builtin::PERIOD] == Value::Number(period.number().into()));
    for input in policy.inputs(Scope::Period) {
        object.insert(input.column.name.clone(), value(row[input.used], input.column.unit, &book.symbols));
    }
    object.extend(rules(results, Scope::Period, &row));
    Some(Json::Object(object))
}

fn rules(results: &Results<'_>, scope: Scope, row: &[Value]) -> Map<String, Json> {
    let rules = results.policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none());
    rules
        .filter_map(|rule| {
            let value = match *row.get(rule.slot)? {
                Value::NotApplicable if rule.optional => Json::Null,
                figure => value(figure, rule.unit, &results.book.symbols),
            };
            Some((rule.name.clone(), value))
        })
        .collect()
}

fn value(value: Value, unit: Unit, symbols: &Symbols) -> Json {
    match value {
        Value::Blank => match unit {
            Unit::Text => "".into(),
            _ => Json::Null,
        },
        Value::Number(number) if unit == Unit::Yuan => money(number).into(),
        Value::Number(number) => number.normalize().to_string().into(),
        Value::Truth(truth) => truth.into(),
        Value::Text(symbol) => symbols.text(symbol).into(),
        Value::NotApplicable => "n/a".into(),
    }
}

/// Money with two decimals, more only where a figure has them.
pub(super) fn money(number: Decimal) -> String {
    let mut shown = number.normalize();
    if shown.scale() < 2 {
        shown.rescale(2);
    }
    shown.to_string()
}
