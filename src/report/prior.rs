//! Earlier periods that were paid, computed again: what each figure is now, what was paid of it, and the difference
//! that goes into what is payable. Figures and differences are the policy's rules; here they are only listed.

use rust_decimal::Decimal;

use super::address::Here;
use super::block::identity;
use super::declared_table::DeclaredTable;
use super::held::unit;
use super::listed::Listed;
use super::people::total;
use super::plan::Plan;
use super::sheet::{Cell, CellUnit, Tone};
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
    /// What it is now, adjustments included; what was paid; by how much they differ.
    pub figures: [Decimal; 3],
    slots: Slots,
    unit: crate::policy::Unit,
}

/// Slots of the period's row that make up what is recomputed, what was paid and the difference.
type Slots = [Vec<usize>; 3];

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
        Some(Compared { sheet, column, slots: [recomputed, vec![paid], vec![slot(difference)?]] })
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
                        figures: slots.each_ref().map(|slots| slots.iter().copied().map(number).sum()),
                        slots: slots.clone(),
                        unit: column.unit,
                    });
                }
            }
        }
        list
    }

    fn table(list: Vec<Self>, plan: &Plan<'_>) -> (DeclaredTable<Self>, Option<Vec<Cell>>) {
        let end = Plan::row_of(list.len());
        let mut totals = vec![Cell::text(say!(Report::Total).get(plan.lang))];
        totals.resize_with(usize::from(Self::FROZEN), Cell::default);
        let sums = [0, 1, 2].map(|at: usize| list.iter().map(|one| one.figures[at]).sum());
        totals.extend((Self::FROZEN..).zip(sums).map(|(column, sum)| total(sum, column, [Plan::row_of(0), end])));
        let mut table = DeclaredTable::over(plan.lang, list);
        identity(&mut table, plan, |one| (one.manager, one.period.name(plan.lang)));
        table.column(&say!(Report::Figure), CellUnit::Text, 0, |one| Cell::text(one.label.get(plan.lang)));
        let figure = |one: &Self, at: usize| {
            let here = Here { on: Tab::Prior, ..Here::at(plan, Scope::Period, one.manager, one.period.index()) };
            let cells: Vec<String> = one.slots[at].iter().map(|slot| here.own(*slot)).collect();
            let formula = if cells.is_empty() { "0".into() } else { cells.join("+") };
            Cell::number(one.figures[at]).with_formula(Some(formula)).with_unit(unit(one.unit))
        };
        let differs = |one: &Self| if one.figures[2].is_zero() { Tone::Plain } else { Tone::Notice };
        let noted = |label: Words, note: Words| super::block::figure(plan, CellUnit::Yuan, &label, &note);
        table.put(noted(say!(Report::Recomputed), say!(Report::RecomputedNote)), |one| figure(one, 0));
        table.put(noted(say!(Report::Paid), say!(Report::PaidNote)), |one| figure(one, 1));
        let difference = noted(say!(Report::Difference), say!(Report::DifferenceNote));
        table.put(difference, |one| figure(one, 2).with_tone(differs(one)));
        (table, Some(totals))
    }
}
