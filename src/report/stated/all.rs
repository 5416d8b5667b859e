//! Which tables of figures a run has.

use super::super::adjustments::Adjusted;
use super::super::credit_columns::identity_columns;
use super::super::plan::{Limits, Plan};
use super::super::prior::Prior;
use super::super::sheet::{Cell, ReportSheet, Tone};
use super::super::tab::Tab;
use super::super::{Results, basis, checks, credits, dated, export, law_rows, listed};
use super::people::{department, people};
use super::table::StatedTable;
use crate::book::Period;
use crate::formula::Scope;
use crate::lang::Lang;
use crate::policy::Exported;

/// A run whose figures are stated.
pub struct StatedRun<'a>(Plan<'a>);

impl<'a> StatedRun<'a> {
    /// In the language of the results.
    #[must_use]
    pub fn new(results: &'a Results<'a>, lang: Lang) -> Self {
        Self(Plan::new(results, lang, Limits::default()))
    }

    /// All tables of figures that the results hold.
    #[must_use]
    pub fn tables(&'a self) -> Vec<StatedTable<'a>> {
        let plan = &self.0;
        let Results { policy, book, settlement, .. } = plan.results;
        let has_rules = |scope: Scope| !policy.scope(scope).rules.is_empty();
        let mut tables = vec![people(plan, Scope::Manager, 0..1)];
        tables.extend(has_rules(Scope::Department).then(|| department(plan, Scope::Department, 0)));
        for period in book.through.up_to().map(Period::index) {
            tables.push(people(plan, Scope::Period, period..period + 1));
            let by_period = has_rules(Scope::DepartmentPeriod);
            tables.extend(by_period.then(|| department(plan, Scope::DepartmentPeriod, period)));
        }
        if settlement.count(Scope::Half) > 0 && has_rules(Scope::Half) {
            tables.push(people(plan, Scope::Half, 0..(usize::from(book.through.number()) / 2).max(1)));
        }
        if settlement.count(Scope::Year) > 0 {
            tables.push(people(plan, Scope::Year, 0..1));
        }
        tables.extend(lists(plan));
        tables.extend(grounds(plan));
        tables.extend(laws(plan));
        tables
    }
}

/// Lists: adjustments, prior periods, what serves as input elsewhere, credited lines.
fn lists<'p>(plan: &'p Plan<'p>) -> Vec<StatedTable<'p>> {
    let policy = plan.results.policy;
    let is_live = |_: usize, cell: &Cell| Some(cell.formula.is_some());
    let listed = [
        (listed::sheet::<Adjusted>(plan), Tab::Adjustments, &[0][..]),
        (listed::sheet::<Prior>(plan), Tab::Prior, &[0, 2, 3]),
    ];
    let table = |(sheet, tab, keys): (Option<ReportSheet<'p>>, Tab, &[usize])| {
        Some(StatedTable::of_block(tab.name(policy), sheet?.blocks.pop()?, keys, is_live))
    };
    let mut tables: Vec<_> = listed.into_iter().filter_map(table).collect();
    tables.extend(policy.exports.iter().map(|of| {
        let is_key = |exported: &Exported| matches!(exported, Exported::Id | Exported::Period);
        let keys = of.columns.iter().enumerate().filter(|(_, (_, of))| is_key(of)).map(|(at, _)| at);
        StatedTable::of_block(of.label.clone(), export::block(plan, of), &keys.collect::<Vec<_>>(), is_live)
    }));
    if policy.line_sheet().is_some() {
        let identity = usize::from(identity_columns(policy));
        // A long sheet holds values.
        let live = move |at: usize, cell: &Cell| (at < identity || cell.tone == Tone::Input).then_some(false);
        let block = credits::block(plan, 0, plan.results.settlement.credits.len(), None);
        let mut table = StatedTable::of_block(Tab::Credits(0).name(policy), block, &[0, 2], live);
        table.columns[identity..].iter_mut().for_each(|column| column.folded = true);
        tables.push(table);
    }
    tables
}

/// What the figures rest on.
fn grounds<'p>(plan: &'p Plan<'p>) -> Vec<StatedTable<'p>> {
    let policy = plan.results.policy;
    let is_live = |_: usize, cell: &Cell| Some(cell.formula.is_some());
    let table = |block, keys: &[usize], words: &[usize]| {
        StatedTable::of_block(Tab::Basis.name(policy), block, keys, is_live).in_words(words)
    };
    // One that changes over time looks at its history.
    let live = |_: usize, cell: &Cell| cell.formula.is_none().then_some(false);
    let settings = StatedTable::of_block(Tab::Basis.name(policy), basis::settings(plan), &[4], live);
    let mut settings = settings.in_words(&[3, 5]);
    let fill = settings.fill;
    settings.fill = Box::new(move |slot| {
        let mut cells = fill(slot);
        cells[1].name = Some(format!("setting.{}", policy.settings[slot].name));
        cells
    });
    let mut tables = vec![settings, table(basis::rules(plan), &[1, 3], &[5, 6])];
    tables.extend((0..policy.tables.len()).map(|at| table(basis::table(plan, at), &[0], &[])));
    let keys_and_words = [(&[0, 2][..], &[3, 4][..]), (&[0], &[])];
    tables.extend(
        dated::blocks(plan).into_iter().zip(keys_and_words).map(|(block, (keys, words))| table(block, keys, words)),
    );
    tables.extend(basis::texts(plan).map(|block| table(block, &[0], &[])));
    tables
}

/// The laws that they keep, and their rows, where there are not too many to be shown.
fn laws<'p>(plan: &'p Plan<'p>) -> [StatedTable<'p>; 2] {
    let sheet = || Tab::Checks.name(plan.results.policy);
    let rows = if plan.live_credits { law_rows::law_rows(plan) } else { Vec::new() };
    let laws = StatedTable::of_block(sheet(), checks::laws(plan, &[], 0), &[0], |at, _| (at < 3).then_some(false));
    let rows = StatedTable::of_block(sheet(), checks::details(plan, rows, 0), &[0, 2], |_, _| None);
    [laws, StatedTable { optional: true, ..rows }]
}
