//! Which tables of figures a run has.

use super::super::Results;
use super::run::StatedRun;
use super::table::StatedTable;
use crate::book::Period;
use crate::formula::Scope;
use crate::lang::Lang;
use crate::say;

/// All tables of figures that the results of a run hold.
#[must_use]
pub fn stated<'a>(results: &'a Results<'a>, lang: Lang) -> Vec<StatedTable<'a>> {
    let run = StatedRun { results, lang };
    let policy = results.policy;
    let mut tables = vec![run.people(Scope::Manager, 0..1)];
    tables.extend((!policy.scope(Scope::Department).rules.is_empty()).then(|| run.department(Scope::Department, 0)));
    for period in results.book.through.up_to().map(Period::index) {
        tables.push(run.people(Scope::Period, period..period + 1));
        let by_period = !policy.scope(Scope::DepartmentPeriod).rules.is_empty();
        tables.extend(by_period.then(|| run.department(Scope::DepartmentPeriod, period)));
    }
    let halves = results.settlement.count(Scope::Half) > 0;
    if halves && !policy.scope(Scope::Half).rules.is_empty() {
        tables.push(run.people(Scope::Half, 0..(usize::from(results.book.through.number()) / 2).max(1)));
    }
    if results.settlement.count(Scope::Year) > 0 {
        tables.push(run.people(Scope::Year, 0..1));
    }
    tables.extend([run.adjustments(), run.prior()].into_iter().flatten());
    tables.extend(policy.exports.iter().map(|export| run.export(export)));
    tables.extend(policy.line_sheet().is_some().then(|| run.credits()));
    tables.extend([run.settings(), run.rules()]);
    tables.extend((0..policy.tables.len()).map(|table| run.table(table)));
    if policy.settings.iter().any(|setting| setting.dated.is_some()) {
        tables.extend([run.history(), run.taken()]);
    }
    let (readings, clauses) = (&policy.readings, &policy.clauses);
    tables.push(run.said(say!(Report::Reading), say!(Report::WhatItSays), readings));
    tables.push(run.said(say!(Report::Clause), say!(Report::WhatItSaysInOurWords), clauses));
    tables.extend([run.laws(), run.law_rows()]);
    tables
}
