//! Settings that change over time, on the basis sheet: their history, and the value that each period took.
//! Formulas of periods point at the latter, formulas of lines at the former.

use super::dated_rows::{DatedRow, DatedRows, shown};
use super::declared_table::DeclaredTable;
use super::held::unit;
use super::plan::Plan;
use super::sheet::{Cell, CellUnit, CellValue, SheetBlock, Tone};
use super::tab::Tab;
use crate::book::{Line, Origin};
use crate::formula::Value;
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
pub(super) fn blocks(plan: &Plan<'_>) -> Vec<SheetBlock<'static>> {
    if plan.dated.settings.is_empty() { Vec::new() } else { vec![history(plan), taken(plan)] }
}

fn each<'p>(plan: &'p Plan<'p>) -> impl Iterator<Item = (&'p DatedRow, &'p Setting, &'p Dated)> {
    let settings = &plan.results.policy.settings;
    plan.dated
        .settings
        .iter()
        .filter_map(|row| Some((row, &settings[row.slot], shown(plan.results, row.slot, &settings[row.slot])?)))
}

fn history(plan: &Plan<'_>) -> SheetBlock<'static> {
    let lang = plan.lang;
    let mut rows = Vec::new();
    for (row, setting, dated) in each(plan) {
        let given = &plan.results.book.settings[row.slot];
        let (default, source) = match &given.origin {
            _ if given.dated.is_none() => (setting.default.unwrap_or_default(), setting.clause.clone()),
            Origin::Workbook(place) => (given.value, place.to_string()),
            _ => (given.value, setting.clause.clone()),
        };
        let by = if row.counts { dated.in_force.words() } else { say!(Report::NotUsed) };
        let before = CellValue::Text(plan.say(&say!(Report::BeforeTheFirst)));
        rows.push((setting, default, before, source, by.clone()));
        rows.extend(dated.steps.iter().map(|step| {
            (setting, step.value, CellValue::Date(step.from), step.source.get(lang).to_owned(), by.clone())
        }));
    }
    let value = |setting: &Setting, value: Value| Cell::value(plan.shown(value)).with_unit(unit(setting.unit));
    let mut table = DeclaredTable::over(lang, rows);
    table.column(&say!(Report::Setting), CellUnit::Text, 30, |(setting, ..)| Cell::text(setting.label.get(lang)));
    table.column(&say!(Report::Value), CellUnit::Text, 26, |(of, now, ..)| value(of, *now).with_tone(Tone::Input));
    table.column(&say!(Report::FromDate), CellUnit::Text, 18, |(_, _, from, ..)| {
        Cell::value(from.clone()).with_unit(CellUnit::Date)
    });
    table.column(&say!(Report::Source), CellUnit::Text, 26, |(.., source, _)| Cell::text(source));
    table.column(&say!(Report::DecidedBy), CellUnit::Text, 30, |(.., by)| Cell::text(by.get(lang)));
    SheetBlock { top: plan.dated.history_top, ..table.headed(&say!(Report::SettingsChangeOverTime)) }
}

fn taken(plan: &Plan<'_>) -> SheetBlock<'static> {
    let results = plan.results;
    let mut table = DeclaredTable::over(plan.lang, each(plan));
    table.column(&say!(Report::Setting), CellUnit::Text, 30, |(_, one, _)| Cell::text(one.label.get(plan.lang)));
    for period in results.book.through.up_to() {
        let values = results.settlement.settings_of(RowKey::Period { person: 0, period: period.index() });
        table.column(&period.words(), CellUnit::Text, 0, |(row, setting, dated)| {
            let day = period.last_day(results.book.year).filter(|_| row.counts);
            let given = || plan.defined.setting(row.slot).to_owned();
            let formula = day.map_or_else(given, |day| history_cell(plan, row, dated, day));
            Cell::value(plan.shown(values[row.slot])).with_formula(Some(formula)).with_unit(unit(setting.unit))
        });
    }
    SheetBlock { top: plan.dated.taken_top, ..table.headed(&say!(Report::ValuesOfPeriods)) }
}
