//! Earlier periods that were paid, computed again: what each figure is now, what was paid of it, and the difference
//! that goes into what is payable. Figures and differences are the policy's rules; here they are only listed.

use rust_decimal::Decimal;

use super::address::Here;
use super::block::{figure, label, who, whose};
use super::held::unit;
use super::listed::Listed;
use super::people::total;
use super::plan::Plan;
use super::sheet::{Cell, SheetColumn, Tone};
use super::tab::Tab;
use crate::book::Period;
use crate::formula::Scope;
use crate::lang::Words;
use crate::policy::{ColumnRole, Policy};
use crate::report::Results;
use crate::say;
use crate::settle::RowKey;

/// A figure that was paid for an earlier period, computed again.
#[derive(Clone, Debug, PartialEq)]
pub struct Prior {
    /// The manager, a place in the book.
    pub manager: usize,
    /// The period.
    pub period: Period,
    /// Names of the period's rules that make up what is recomputed, joined by `+`.
    pub figure: String,
    /// Its label.
    pub label: Words,
    /// What it is now, adjustments included.
    pub recomputed: Decimal,
    /// What was paid.
    pub paid: Decimal,
    /// By how much they differ.
    pub difference: Decimal,
    slots: Slots,
    unit: crate::policy::Unit,
}

/// Slots of the period's row.
#[derive(Clone, Debug, PartialEq)]
struct Slots {
    /// The figures that make up what is recomputed.
    recomputed: Vec<usize>,
    paid: usize,
    difference: usize,
}

/// A column of closed periods that is compared.
struct Compared<'p> {
    /// The place of its sheet in the policy.
    sheet: usize,
    column: &'p crate::policy::Column,
    slots: Slots,
}

fn compared(policy: &Policy) -> Vec<Compared<'_>> {
    let slot = |name: &String| policy.rule(Scope::Period, name).map(|rule| rule.slot);
    let sheets = policy.sheets.iter().enumerate().filter(|(_, sheet)| sheet.closed);
    let columns = sheets.flat_map(|(at, sheet)| sheet.columns.iter().map(move |column| (at, column)));
    let compared = columns.filter_map(|(sheet, column)| {
        let (ColumnRole::Value { slot: typed }, Some(difference)) = (column.role, &column.difference) else {
            return None;
        };
        let paid = policy.inputs(Scope::Period).find(|input| input.typed == typed).map_or(typed, |input| input.used);
        let recomputed = column.carries.iter().filter_map(slot).collect();
        Some(Compared { sheet, column, slots: Slots { recomputed, paid, difference: slot(difference)? } })
    });
    compared.collect()
}

impl Listed for Prior {
    const TAB: Tab = Tab::Prior;
    const FROZEN: u16 = 4;

    /// Every figure of an earlier period with a row of what was paid, by manager, then period.
    fn list(results: &Results<'_>, manager: Option<usize>) -> Vec<Self> {
        let Results { policy, book, settlement, .. } = results;
        let compared = compared(policy);
        let mut list = Vec::new();
        if compared.is_empty() {
            return list;
        }
        for manager in manager.map_or(0..book.managers.len(), |one| one..one + 1) {
            for period in book.through.up_to() {
                let row = settlement.row(RowKey::Period { person: manager, period: period.index() });
                let (Some(facts), Some(row)) = (book.period(manager, period), row) else {
                    continue;
                };
                let number = |slot: usize| row.get(slot).as_number().unwrap_or_default();
                for Compared { column, slots, .. } in compared.iter().filter(|compared| facts.rows[compared.sheet] > 0)
                {
                    list.push(Prior {
                        manager,
                        period,
                        figure: column.carries.join("+"),
                        label: column.label.clone(),
                        recomputed: slots.recomputed.iter().copied().map(number).sum(),
                        paid: number(slots.paid),
                        difference: number(slots.difference),
                        slots: slots.clone(),
                        unit: column.unit,
                    });
                }
            }
        }
        list
    }

    fn columns(plan: &Plan<'_>) -> Vec<SheetColumn> {
        let figure = |words: &Words, note: &Words| figure(plan, super::sheet::CellUnit::Yuan, words, note);
        let mut columns: Vec<_> = who(plan).into();
        columns.extend([
            label(plan, &say!(Report::Figure)),
            figure(&say!(Report::Recomputed), &say!(Report::RecomputedNote)),
            figure(&say!(Report::Paid), &say!(Report::PaidNote)),
            figure(&say!(Report::Difference), &say!(Report::DifferenceNote)),
        ]);
        columns
    }

    fn row(&self, plan: &Plan<'_>) -> Vec<Cell> {
        let [id, name] = whose(plan, self.manager);
        let here = Here { on: Tab::Prior, ..Here::at(plan, Scope::Period, self.manager, self.period.index()) };
        let number = |value: Decimal, formula: String| {
            Cell::number(value).with_formula(Some(formula)).with_unit(unit(self.unit))
        };
        let Slots { recomputed, paid, difference } = &self.slots;
        let parts: Vec<String> = recomputed.iter().map(|slot| here.own(*slot)).collect();
        let differs = if self.difference.is_zero() { Tone::Plain } else { Tone::Notice };
        vec![
            id,
            name,
            Cell::text(self.period.name(plan.lang)),
            Cell::text(self.label.get(plan.lang)),
            number(self.recomputed, if parts.is_empty() { "0".into() } else { parts.join("+") }),
            number(self.paid, here.own(*paid)),
            number(self.difference, here.own(*difference)).with_tone(differs),
        ]
    }

    fn total(list: &[Self], plan: &Plan<'_>) -> Option<Vec<Cell>> {
        let mut totals = vec![Cell::text(say!(Report::Total).get(plan.lang))];
        totals.resize_with(usize::from(Self::FROZEN), Cell::default);
        let sums: [fn(&Prior) -> Decimal; 3] = [|one| one.recomputed, |one| one.paid, |one| one.difference];
        let sum = |figure: &fn(&Prior) -> Decimal| list.iter().map(figure).sum();
        totals.extend(
            sums.iter()
                .zip(Self::FROZEN..)
                .map(|(figure, column)| total(sum(figure), column, [Plan::row_of(0), Plan::row_of(list.len())])),
        );
        Some(totals)
    }
}
