//! Settings that change over time, on the basis sheet: their history, and the value that each period took.
//! Formulas of periods point at the latter, formulas of lines at the former.

use super::block::{block, column};
use super::dated_rows::{DatedRow, DatedRows, shown};
use super::held::unit;
use super::plan::Plan;
use super::sheet::{Cell, CellUnit, CellValue, SheetBlock, Tone};
use super::tab::Tab;
use crate::book::{Line, Origin, Period};
use crate::policy::{Dated, InForce, Setting};
use crate::say;
use crate::settle::RowKey;

impl DatedRows {
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

/// The cell of the value in force on a day.
fn history_cell(plan: &Plan<'_>, row: &DatedRow, dated: &Dated, day: jiff::civil::Date) -> String {
    let step = dated.step_on(day).map_or(0, |step| step + 1);
    format!("'{}'!$B${}", plan.sheet(Tab::Basis), row.history + u32::try_from(step).unwrap_or(0) + 1)
}

/// The two blocks; none when no setting is dated.
pub(super) fn blocks<'p>(plan: &'p Plan<'p>) -> Vec<SheetBlock<'p>> {
    if plan.dated.settings.is_empty() { Vec::new() } else { vec![history(plan), taken(plan)] }
}

fn each<'p>(plan: &'p Plan<'p>) -> impl Iterator<Item = (&'p DatedRow, &'p Setting, &'p Dated)> {
    let settings = &plan.results.policy.settings;
    plan.dated
        .settings
        .iter()
        .filter_map(|row| Some((row, &settings[row.slot], shown(plan.results, row.slot, &settings[row.slot])?)))
}

fn history<'p>(plan: &'p Plan<'p>) -> SheetBlock<'p> {
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
                Cell::value(plan.shown(value)).with_tone(Tone::Input).with_unit(unit(setting.unit)),
                Cell::value(from).with_unit(CellUnit::Date),
                Cell::text(source),
                Cell::text(by.get(lang)),
            ]);
        }
    }
    let columns = vec![
        column(plan, &say!(Report::Setting), CellUnit::Text, 30),
        column(plan, &say!(Report::Value), CellUnit::Text, 26),
        column(plan, &say!(Report::FromDate), CellUnit::Text, 18),
        column(plan, &say!(Report::Source), CellUnit::Text, 26),
        column(plan, &say!(Report::DecidedBy), CellUnit::Text, 30),
    ];
    SheetBlock { top: plan.dated.history_top, ..block(plan, &say!(Report::SettingsChangeOverTime), columns, rows) }
}

fn taken<'p>(plan: &'p Plan<'p>) -> SheetBlock<'p> {
    let results = plan.results;
    let mut columns = vec![column(plan, &say!(Report::Setting), CellUnit::Text, 30)];
    columns.extend(results.book.through.up_to().map(|period| column(plan, &period.words(), CellUnit::Text, 0)));
    let rows = each(plan).map(|(row, setting, dated)| {
        let mut cells = vec![Cell::text(setting.label.get(plan.lang))];
        cells.extend(results.book.through.up_to().map(|period: Period| {
            let value = results.settlement.settings_of(RowKey::Period { person: 0, period: period.index() });
            let day = period.last_day(results.book.year).filter(|_| row.counts);
            let formula = day
                .map_or_else(|| plan.defined.setting(row.slot).to_owned(), |day| history_cell(plan, row, dated, day));
            Cell::value(plan.shown(value[row.slot])).with_formula(Some(formula)).with_unit(unit(setting.unit))
        }));
        cells
    });
    SheetBlock { top: plan.dated.taken_top, ..block(plan, &say!(Report::ValuesOfPeriods), columns, rows.collect()) }
}
