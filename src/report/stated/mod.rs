//! Every figure of a run as tables with headings, whatever its results workbook looks like: for comparing results that
//! were laid out in another way.
//!
//! A table says on which sheet its figures stood, what their headings are called, which of its columns say whose row it
//! is, and what each cell holds. Where on the sheet it stands, and in which order its columns and rows, it does not say.

mod basis;
mod lists;
mod looks;
mod people;

use rust_decimal::Decimal;

pub use self::looks::FormulaInputs;
use super::Results;
use super::sheet::CellValue;
use super::tab::Tab;
use crate::formula::{Scope, Value};
use crate::lang::{Lang, Words};
use crate::say;
use crate::settle::RowKey;

/// A table of figures.
pub struct StatedTable<'a> {
    /// The name of its sheet; further sheets that go on with it have a number after it.
    pub sheet: Words,
    /// What scope its figures are of, with the number of the period, where they are a manager's.
    pub of: Option<(Scope, usize)>,
    /// Its columns.
    pub columns: Vec<StatedColumn>,
    /// The columns that say whose row it is.
    pub keys: Vec<usize>,
    /// How many rows it has.
    pub rows: usize,
    /// Whether results may lack it.
    pub optional: bool,
    fill: Box<dyn Fn(usize) -> Vec<Stated> + Sync + 'a>,
}

/// A column of figures.
#[allow(clippy::struct_excessive_bools, reason = "each is a property of its own")]
#[derive(Clone, Debug, Default)]
pub struct StatedColumn {
    /// What its heading is called.
    pub label: Words,
    /// The clauses over the heading.
    pub clause: String,
    /// The name of its rule, where it is one.
    pub name: String,
    /// Its slot, where it has one.
    pub slot: Option<usize>,
    /// Whether it may be folded away.
    pub folded: bool,
    /// Whether it may be left out where nobody has such a figure.
    pub optional: bool,
    /// Whether a total stands below it.
    pub total: bool,
    /// Whether it is words for people, which a later program may word in another way.
    pub words: bool,
    /// What the live formula of its rule looks at, where each row has one of its own.
    pub looks: Option<FormulaInputs>,
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stated {
    /// Its value.
    pub value: CellValue,
    /// Whether a formula gives it; `None` where that depends.
    pub live: Option<bool>,
    /// What the workbook calls the cell, where it has a name.
    pub name: Option<String>,
}

impl Stated {
    fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let value = if text.is_empty() { CellValue::Blank } else { CellValue::Text(text) };
        Self { value, live: Some(false), name: None }
    }

    fn of(value: CellValue, live: Option<bool>) -> Self {
        Self { value, live, name: None }
    }

    fn number(number: Decimal, live: Option<bool>) -> Self {
        Self::of(CellValue::Number(number), live)
    }
}

impl StatedTable<'_> {
    /// The cells of a row, one for each column.
    #[must_use]
    pub fn row(&self, index: usize) -> Vec<Stated> {
        (self.fill)(index)
    }
}

/// All tables of figures that the results of a run hold.
#[must_use]
pub fn stated<'a>(results: &'a Results<'a>, lang: Lang) -> Vec<StatedTable<'a>> {
    let run = StatedRun { results, lang };
    let policy = results.policy;
    let mut tables = vec![run.people(Scope::Manager, 0..1)];
    tables.extend((!policy.scope(Scope::Department).rules.is_empty()).then(|| run.department(Scope::Department, 0)));
    for period in results.book.through.up_to().map(crate::book::Period::index) {
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

/// A run and the language of its results.
#[derive(Clone, Copy)]
struct StatedRun<'a> {
    results: &'a Results<'a>,
    lang: Lang,
}

impl StatedRun<'_> {
    fn sheet(self, tab: Tab) -> Words {
        tab.name(self.results.policy)
    }

    fn shown(self, value: Value) -> CellValue {
        match value {
            Value::Blank | Value::Tainted => CellValue::Blank,
            Value::Number(number) => CellValue::Number(number),
            Value::Truth(truth) => CellValue::Truth(truth),
            Value::Text(symbol) => CellValue::Text(self.text(symbol)),
            Value::NotApplicable => CellValue::Text("n/a".into()),
        }
    }

    fn text(self, symbol: crate::formula::Symbol) -> String {
        let label = self.results.policy.label_of(symbol);
        label.map_or_else(|| self.results.book.symbols.text(symbol).to_owned(), |l| l.get(self.lang).to_owned())
    }

    fn who(self) -> [StatedColumn; 2] {
        self.results.policy.who().map(plain)
    }

    /// The row of a manager in a scope.
    fn row(self, scope: Scope, manager: usize, number: usize) -> Option<Vec<Value>> {
        self.results.settlement.values(RowKey::of(scope, manager, number))
    }
}

fn plain(label: Words) -> StatedColumn {
    StatedColumn { label, ..StatedColumn::default() }
}

fn table<'a>(
    sheet: Words,
    columns: Vec<StatedColumn>,
    keys: Vec<usize>,
    rows: usize,
    fill: impl Fn(usize) -> Vec<Stated> + Sync + 'a,
) -> StatedTable<'a> {
    StatedTable { sheet, of: None, columns, keys, rows, optional: false, fill: Box::new(fill) }
}
