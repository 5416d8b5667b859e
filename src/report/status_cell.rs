//! The cell of the status of a row, with a formula over the figures that it speaks of.

use super::address::Here;
use super::plan::Plan;
use super::row_formula::text_of_row;
use super::sheet::{Cell, CellValue, Tone};
use super::status;
use super::tab::Tab;
use crate::book::column_letters;
use crate::formula::{Row, Scope, quoted};
use crate::policy::AttentionWhen;
use crate::say;
use crate::settle::RowKey;

/// The status cell of a row, with a formula over the figures that it speaks of.
pub(super) fn cell(plan: &Plan<'_>, row: Row<'_>, here: &Here<'_>, live: bool) -> Cell {
    let formula = live.then(|| text_of_row(here, &|here| Some(formula(plan, here)))).flatten();
    status::plain(plan.results.policy, here.scope, row, plan.lang).with_formula(formula)
}

fn formula(plan: &Plan<'_>, here: &Here<'_>) -> String {
    let separator = status::separator(plan.lang);
    let terms = status::spoken(plan.results.policy, here.scope).map(|(rule, attention)| {
        let figure = here.own(rule.slot);
        let text = quoted(&format!("{separator}{}", status::word(rule, attention, plan.lang)));
        match attention.when {
            AttentionWhen::True => format!("IF({figure},{text},\"\")"),
            AttentionWhen::False => format!("IF({figure},\"\",{text})"),
            AttentionWhen::Positive => format!("IF({figure}>0,{text},\"\")"),
            AttentionWhen::NonZero => format!("IF({figure}<>0,{text},\"\")"),
        }
    });
    let all = terms.collect::<Vec<_>>().join("&");
    format!("MID({all},{},999)", separator.chars().count() + 1)
}

/// The status of a manager on the summary: whether he owes, and that of the year or the through period.
pub(super) fn on_summary(plan: &Plan<'_>, manager: usize, live: bool) -> Cell {
    let results = plan.results;
    let (scope, number) = status::told_of(results, manager);
    let row = results.settlement.row(RowKey::of(scope, manager, number));
    let mut cell = row.zip(plan.status_column(scope)).map_or_else(Cell::default, |(row, column)| {
        let formula = live.then(|| plan.cell(Tab::of(scope, number), Plan::row_of(manager), column));
        status::plain(results.policy, scope, row, plan.lang).with_formula(formula)
    });
    let Some((rule, column)) =
        results.policy.payable().and_then(|rule| Some((rule, plan.column(Scope::Manager, rule.slot)?)))
    else {
        return cell;
    };
    let figure = results.settlement.number(RowKey::Manager { person: manager }, rule.slot);
    let owes = figure.is_some_and(|figure| figure < rust_decimal::Decimal::ZERO);
    let (word, between) = (say!(Report::ToRecover).get(plan.lang).to_owned(), status::separator(plan.lang));
    let said = cell.value.text();
    if owes {
        let both = [word.as_str(), said.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
        cell.value = CellValue::Text(both.join(&between));
        cell.tone = Tone::Alert;
    }
    if !live {
        return cell;
    }
    let payable = format!("{}{}", column_letters(column), Plan::row_on(Tab::Summary, manager) + 1);
    cell.formula = Some(match &cell.formula {
        Some(of_period) => {
            let between = format!("IF({of_period}=\"\",\"\",{})", quoted(&between));
            format!("IF({payable}<0,{}&{between},\"\")&{of_period}", quoted(&word))
        }
        None => format!("IF({payable}<0,{},\"\")", quoted(&word)),
    });
    cell
}
