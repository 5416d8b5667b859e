//! The pictures of the summary.

use super::arrangement::{SummaryColumn, gathers_year};
use super::held::Held;
use super::labels::without_of_which;
use super::plan::Plan;
use super::sheet::{ChartKind, SheetBlock, SheetChart};
use super::summary_part::SummaryPart;
use super::tab::Tab;
use crate::formula::Scope;
use crate::lang::Words;
use crate::policy;
use crate::say;

/// Attainment against base and target by manager, pay by period, the department against its target:
/// each where the policy has the figures.
pub(super) fn charts(plan: &Plan<'_>) -> Vec<SheetChart> {
    let count = plan.results.book.managers.len();
    if count == 0 {
        return Vec::new();
    }
    let [first, last] = plan.people_on_summary();
    let range = |column: u16| plan.range(Tab::Summary, first, last, column);
    let policy = plan.results.policy;
    let of = |scope: Scope, slot: usize| {
        let rule = policy.rule_at(scope, slot)?;
        Some((rule.label.get(plan.lang).to_owned(), plan.column(scope, slot)?))
    };
    let declared = |scope: Scope| policy.charts.iter().filter(move |chart| chart.scope == scope);
    let figures =
        |chart: &policy::Chart| chart.figures.iter().filter_map(|slot| of(chart.scope, *slot)).collect::<Vec<_>>();
    let chart = |title: &Words, kind: ChartKind, categories: String, series, points: usize| SheetChart {
        title: plan.say(title),
        kind,
        categories,
        series,
        points,
    };
    let mut charts = Vec::new();
    for one in declared(Scope::Manager) {
        let series = figures(one).into_iter().map(|(label, column)| (label, range(column))).collect();
        charts.push(chart(&one.title, ChartKind::Columns, range(1), series, count));
    }
    let held = &plan.held[Scope::Manager.index()];
    let mut series = Vec::new();
    for (place, (shown, at)) in plan.summary.columns.iter().zip(2_u16..).enumerate() {
        match shown {
            _ if plan.summary.nothing.contains_key(&place) => {}
            SummaryColumn::Period(period) => {
                series.push((plan.sheet(Tab::of_period(*period)), range(at)));
            }
            SummaryColumn::Part(SummaryPart::Figure { scope: Scope::Year, held, .. }) => {
                series.push((plan.say(&held.label()), range(at)));
            }
            // What the year-end adds was due as well.
            SummaryColumn::Held { at: of, open: true } => {
                if let Held::Rule(rule) = &held[*of]
                    && rule.part
                    && gathers_year(rule)
                {
                    series.push((without_of_which(rule.label.get(plan.lang), plan.lang), range(at)));
                }
            }
            _ => {}
        }
    }
    // The year-end stands on the sheet before the periods, and above them in the picture.
    let year = series.iter().take_while(|(name, _)| !is_period(plan, name)).count();
    series.rotate_left(year);
    if !series.is_empty() && policy.headline_rule().is_some_and(|rule| rule.unit == policy::Unit::Yuan) {
        charts.push(chart(&say!(Report::PayPeriod), ChartKind::Stacked, range(1), series, count));
    }
    for one in declared(Scope::Department) {
        let row = plan.department_row(Tab::Summary);
        let cell = |row: u32, column: u16| plan.range(Tab::Summary, row, row, column);
        let series = figures(one).into_iter().map(|(label, column)| (label, cell(row, column))).collect();
        charts.push(chart(&one.title, ChartKind::Bars, cell(row - SheetBlock::HEADER_ROWS, 0), series, 1));
    }
    charts
}

fn is_period(plan: &Plan<'_>, name: &str) -> bool {
    (1..=plan.results.book.through.number()).any(|number| plan.sheet(Tab::Period(number)) == name)
}
