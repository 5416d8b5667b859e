//! Settings that change over time, on the basis sheet: their history, and the value that each period took.
//! Formulas of periods point at the latter, formulas of lines at the former.

use super::Results;
use super::basis::{column, heading};
use super::held::unit;
use super::plan::{Plan, TOP, Tab};
use super::sheet::{Block, Cell, CellValue, Column, Rows, Tone, Unit};
use crate::book::{Line, Origin, Period};
use crate::policy::{Dated, InForce, Setting};
use crate::say;
use crate::settle::{RowKey, histories};

/// Where the dated settings stand on the basis sheet (0-based rows).
#[derive(Default)]
pub(super) struct DatedRows {
    /// The settings in order, with the row of the first value of each.
    settings: Vec<DatedRow>,
    history_top: u32,
    taken_top: u32,
    /// The first row below both blocks.
    pub end: u32,
}

struct DatedRow {
    slot: usize,
    history: u32,
    taken: u32,
    /// Whether its history counts: nobody gave a value of his own.
    counts: bool,
}

impl DatedRows {
    /// Their rows, from `top` on; none when no setting is dated.
    pub(super) fn new(results: &Results<'_>, top: u32) -> Self {
        let counting: Vec<usize> = histories(results.policy, results.book).map(|(slot, _)| slot).collect();
        let mut rows = Self { history_top: top, end: top, ..Self::default() };
        let mut next = top + Block::HEADER_ROWS;
        for (slot, setting) in results.policy.settings.iter().enumerate() {
            let Some(dated) = shown(results, slot, setting) else { continue };
            rows.settings.push(DatedRow { slot, history: next, taken: 0, counts: counting.contains(&slot) });
            next += u32::try_from(dated.steps.len()).unwrap_or(0) + 1;
        }
        if rows.settings.is_empty() {
            return rows;
        }
        rows.taken_top = next + 1;
        next = rows.taken_top + Block::HEADER_ROWS;
        for row in &mut rows.settings {
            row.taken = next;
            next += 1;
        }
        rows.end = next + 1;
        rows
    }

    /// Whether a setting has a history that counts.
    pub(super) fn counts(&self, slot: usize) -> bool {
        self.counting(slot).is_some()
    }

    fn counting(&self, slot: usize) -> Option<&DatedRow> {
        self.settings.iter().find(|row| row.slot == slot && row.counts)
    }

    /// The cell of the value that a period took; `None` for a setting without a history that counts.
    pub(super) fn of_period(&self, plan: &Plan<'_>, slot: usize, period: usize) -> Option<String> {
        let row = self.counting(slot)?;
        let column = u16::try_from(period + 1).ok()?;
        Some(plan.absolute(Tab::Basis, row.taken, column))
    }

    /// The cell of the value that a line took, where its own date decides.
    pub(super) fn of_line(&self, plan: &Plan<'_>, slot: usize, line: &Line) -> Option<String> {
        let row = self.counting(slot)?;
        let dated = shown(plan.results, slot, &plan.results.policy.settings[slot])?;
        if dated.in_force != InForce::LineDate {
            return None;
        }
        Some(history_cell(plan, row, dated, line.date.or_else(|| line.period.last_day(plan.results.book.year))?))
    }
}

/// The history that is shown of a setting: the one that counts, else the policy's.
fn shown<'r>(results: &'r Results<'_>, slot: usize, setting: &'r Setting) -> Option<&'r Dated> {
    results.book.settings[slot].dated.as_ref().or(setting.dated.as_ref())
}

/// The cell of the value in force on a day.
fn history_cell(plan: &Plan<'_>, row: &DatedRow, dated: &Dated, day: jiff::civil::Date) -> String {
    let step = dated.step_on(day).map_or(0, |step| step + 1);
    format!("'{}'!$B${}", plan.sheet(Tab::Basis), row.history + u32::try_from(step).unwrap_or(0) + 1)
}

/// The two blocks; none when no setting is dated.
pub(super) fn blocks<'p>(plan: &'p Plan<'p>) -> Vec<Block<'p>> {
    if plan.dated.settings.is_empty() { Vec::new() } else { vec![history(plan), taken(plan)] }
}

fn each<'p>(plan: &'p Plan<'p>) -> impl Iterator<Item = (&'p DatedRow, &'p Setting, &'p Dated)> {
    let settings = &plan.results.policy.settings;
    plan.dated
        .settings
        .iter()
        .filter_map(|row| Some((row, &settings[row.slot], shown(plan.results, row.slot, &settings[row.slot])?)))
}

fn history<'p>(plan: &'p Plan<'p>) -> Block<'p> {
    let lang = plan.lang;
    let mut rows = Vec::new();
    for (row, setting, dated) in each(plan) {
        let given = &plan.results.book.settings[row.slot];
        let by_workbook = given.dated.is_some();
        let default = if by_workbook { given.value } else { setting.default.unwrap_or_default() };
        let said = match &given.origin {
            Origin::Workbook(place) if by_workbook => place.to_string(),
            _ => setting.clause.clone(),
        };
        let before = say!(Report::BeforeTheFirst).get(lang).to_owned();
        let steps =
            dated.steps.iter().map(|step| (step.value, CellValue::Date(step.from), step.source.get(lang).to_owned()));
        let of_policy = (default, CellValue::Text(before), said);
        for (value, from, source) in std::iter::once(of_policy).chain(steps) {
            let by = if row.counts { dated.in_force.words() } else { say!(Report::NotUsed) };
            rows.push(vec![
                Cell::text(setting.label.get(lang)),
                Cell { value: plan.shown(value), tone: Tone::Input, ..Cell::default() }.with_unit(unit(setting.unit)),
                Cell::value(from).with_unit(Unit::Date),
                Cell::text(source),
                Cell::text(by.get(lang)),
            ]);
        }
    }
    let columns = vec![
        column(plan, &say!(Report::Setting), Unit::Text, 30),
        column(plan, &say!(Report::Value), Unit::Text, 26),
        column(plan, &say!(Report::FromDate), Unit::Text, 18),
        column(plan, &say!(Report::Source), Unit::Text, 26),
        column(plan, &say!(Report::DecidedBy), Unit::Text, 30),
    ];
    let title = heading(plan, &say!(Report::SettingsChangeOverTime));
    block(plan.dated.history_top, title, columns, rows)
}

fn taken<'p>(plan: &'p Plan<'p>) -> Block<'p> {
    let results = plan.results;
    let last = results.book.through.index();
    let mut columns = vec![column(plan, &say!(Report::Setting), Unit::Text, 30)];
    columns.extend(results.book.through.up_to().map(|period| column(plan, &period.words(), Unit::Text, 0)));
    let rows = each(plan).map(|(row, setting, dated)| {
        let mut cells = vec![Cell::text(setting.label.get(plan.lang))];
        cells.extend(results.book.through.up_to().map(|period: Period| {
            let value = results.settlement.settings_of(RowKey::Period { person: 0, period: period.index().min(last) });
            let day = period.last_day(results.book.year).filter(|_| row.counts);
            let formula = day
                .map_or_else(|| plan.defined.setting(row.slot).to_owned(), |day| history_cell(plan, row, dated, day));
            let value = plan.shown(value[row.slot]);
            Cell { value, formula: Some(formula), ..Cell::default() }.with_unit(unit(setting.unit))
        }));
        cells
    });
    let title = say!(Report::ValuesOfPeriods);
    block(plan.dated.taken_top, heading(plan, &title), columns, rows.collect())
}

fn block<'p>(top: u32, title: String, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Block<'p> {
    assert!(top > TOP);
    Block { top, left: 0, heading: Some(title), columns, rows: Rows::ready(rows), total: false }
}
