//! What was adjusted by hand, each adjustment beside the figure that was computed.

use std::ops::Range;

use rust_decimal::Decimal;

use super::address::Here;
use super::adjustment_columns::{ADJUSTED_BY, COMPUTED, FIGURE, remarks};
use super::block::{figure, identity};
use super::declared_table::DeclaredTable;
use super::held::unit;
use super::listed::Listed;
use super::plan::Plan;
use super::sheet::{Cell, CellUnit, SheetColumn, Tone};
use super::tab::Tab;
use crate::book::{Adjustment, column_letters, year_end};
use crate::formula::Value;
use crate::lang::{Lang, Words};
use crate::policy::AdjustableFigure;
use crate::report::Results;
use crate::say;
use crate::settle::{RowKey, computed, of_the_same_figure};

/// An adjustment with the figure that it changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjusted {
    /// Its place among the book's adjustments.
    pub index: usize,
    /// The cell that it is given in: that of its amount.
    pub source: String,
    /// The figure's name.
    pub name: String,
    /// What was computed.
    pub computed: Decimal,
    /// By how much this row changes it.
    pub amount: Decimal,
    /// What it is with all adjustments of the same figure.
    pub after: Decimal,
    /// The places of those.
    pub same: Range<usize>,
}

/// The period of an adjustment, as people read it.
pub(super) fn when(adjustment: &Adjustment, lang: Lang) -> String {
    adjustment.period.map_or_else(|| year_end().get(lang).to_owned(), |period| period.name(lang))
}

impl Listed for Adjusted {
    const TAB: Tab = Tab::Adjustments;
    const FROZEN: u16 = FIGURE + 1;

    fn list(results: &Results<'_>, manager: Option<usize>) -> Vec<Self> {
        let Results { policy, book, settlement, .. } = results;
        let (Some((sheet, declared)), Some(input)) = (policy.adjustment_sheet(), policy.adjusted_by()) else {
            return Vec::new();
        };
        let column = declared.columns.iter().position(|column| std::ptr::eq(column, input.column)).unwrap_or(0);
        let of = |manager: usize| settlement.adjustments_of(manager, 0..settlement.periods_a_year);
        let places = manager.map_or(0..book.adjustments.len(), of);
        let amount = |index: usize| settlement.number(RowKey::Adjustment(index), input.used).unwrap_or_default();
        // Those of one figure stand together, and may be many: they are summed once.
        let (mut same, mut sum) = (0..0, Decimal::ZERO);
        let each = places.filter_map(|index| Some((index, book.adjustments.get(index)?))).map(|(index, adjustment)| {
            if !same.contains(&index) {
                same = of_the_same_figure(book, index);
                sum = same.clone().map(amount).sum();
            }
            let before = computed(policy, settlement, adjustment).and_then(Value::as_number).unwrap_or_default();
            Adjusted {
                index,
                source: book.cell(sheet, column, adjustment.row).to_string(),
                name: book.symbols.text(adjustment.figure).to_owned(),
                computed: before,
                amount: amount(index),
                after: before + sum,
                same: same.clone(),
            }
        });
        each.collect()
    }

    fn table(list: Vec<Self>, plan: &Plan<'_>) -> (DeclaredTable<Self>, Option<Vec<Cell>>) {
        let Results { policy, book, settlement, .. } = plan.results;
        let of_all = policy.adjusted_by().map_or(CellUnit::Yuan, |input| unit(input.column.unit));
        let noted = |label: Words, note: Words| figure(plan, of_all, &label, &note);
        let adjustment = |one: &Self| &book.adjustments[one.index];
        let adjusted = |one: &Self| policy.figure(adjustment(one).figure);
        let number = |one: &Self, value: Decimal| Cell {
            unit: adjusted(one).map(|figure| unit(figure.unit)),
            ..Cell::number(value)
        };
        let cell = |column: u16, index: usize| format!("{}{}", column_letters(column), Plan::row_of(index) + 1);
        let after = |one: &Self| {
            let [from, to] = [one.same.start, one.same.end - 1].map(|index| cell(ADJUSTED_BY, index));
            Some(format!("{}+SUM({from}:{to})", cell(COMPUTED, one.index)))
        };
        let mut table = DeclaredTable::over(plan.lang, list);
        table.column(&say!(Report::Source), CellUnit::Text, 0, |one| Cell::text(&one.source));
        identity(&mut table, plan, |one| (adjustment(one).manager, when(adjustment(one), plan.lang)));
        table.column(&say!(Report::Figure), CellUnit::Text, 0, |one| Cell::text(plan.text(adjustment(one).figure)));
        table.put(noted(say!(Report::Computed), say!(Report::ComputedNote)), |one| {
            number(one, one.computed).with_formula(adjusted(one).map(|figure| address(plan, adjustment(one), figure)))
        });
        table.put(noted(say!(Report::Adjustment), say!(Report::AdjustmentNote)), |one| {
            number(one, one.amount).with_tone(Tone::Input)
        });
        table.put(noted(say!(Report::Adjusted), say!(Report::AdjustedNote)), |one| {
            number(one, one.after).with_formula(after(one))
        });
        for input in remarks(policy) {
            let column = SheetColumn::of(input.column.label.get(plan.lang)).shown(CellUnit::Prose, 30);
            table.put(SheetColumn { clause: input.column.clause.clone(), ..column }, |one| {
                let typed = settlement.value(RowKey::Adjustment(one.index), input.used).unwrap_or_default();
                Cell::value(plan.shown(typed)).with_tone(Tone::Input)
            });
        }
        (table, None)
    }
}

/// The cell of the figure that is adjusted.
fn address(plan: &Plan<'_>, adjustment: &Adjustment, figure: &AdjustableFigure) -> String {
    let number = adjustment.period.map_or(0, crate::book::Period::index);
    let here = Here { on: Tab::Adjustments, ..Here::at(plan, figure.scope, adjustment.manager, number) };
    here.own(figure.slot)
}
