//! What stands in lists beside the people: what was adjusted, what was paid before, what was held against what.

use serde::Serialize;

use super::figures::typed;
use super::parts::{Amount, Figure, Figures, Half, Money, Named, PeriodOrYearEnd, When};
use crate::book::{Period, Proposal};
use crate::formula::{Scope, Value};
use crate::lang::Lang;
use crate::policy::{Input, Unit};
use crate::report::adjustments::Adjusted;
use crate::report::prior::Prior;
use crate::report::sums::Sums;
use crate::report::{Results, to_pay_and_recover};
use crate::settle::{LawResult, RowKey};

/// An adjustment that was made by hand, beside what was computed. What else its row says stands under the names of its
/// columns.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct AdjustmentEntry<'r> {
    /// Whose figure, by his id.
    manager: &'r str,
    #[serde(flatten)]
    when: When<PeriodOrYearEnd>,
    /// The name of the figure.
    figure: String,
    /// What was computed.
    computed: Amount,
    /// What it is with all adjustments of the same figure.
    adjusted: Amount,
    /// The cell of the amount, with its sheet.
    source: String,
    #[serde(flatten)]
    typed: Figures<'r>,
}

impl<'r> AdjustmentEntry<'r> {
    pub(super) fn new(results: &'r Results<'r>, one: Adjusted) -> Self {
        let Results { policy, book, settlement, .. } = *results;
        let adjustment = &book.adjustments[one.index];
        let unit = policy.figure(adjustment.figure).map_or(Unit::Yuan, |figure| figure.unit);
        let row = settlement.row(RowKey::Adjustment(one.index)).unwrap_or_default();
        // Its amount is of the figure that it changes.
        let of = |input: &Input<'_>| if input.column.unit == Unit::Text { Unit::Text } else { unit };
        Self {
            manager: &book.managers[adjustment.manager].id,
            when: When::of(policy.period, PeriodOrYearEnd(adjustment.period)),
            figure: one.name,
            computed: Amount::of(one.computed, unit),
            adjusted: Amount::of(one.after, unit),
            source: one.source,
            typed: typed(results, Scope::Adjustment, row, of),
        }
    }
}

/// A figure that was paid for an earlier period, computed again.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct PriorEntry<'r> {
    /// Whose, by his id.
    manager: &'r str,
    #[serde(flatten)]
    when: When<Period>,
    /// The names of the rules that make it up, joined by `+`.
    figure: String,
    /// What it comes to now, adjustments included.
    recomputed: Money,
    /// What was paid.
    paid: Money,
    /// By how much more it comes to than was paid.
    difference: Money,
}

impl<'r> PriorEntry<'r> {
    pub(super) fn new(results: &'r Results<'r>, one: Prior) -> Self {
        let [recomputed, paid, difference] = one.figures.map(Money);
        Self {
            manager: &results.book.managers[one.manager].id,
            when: When::of(results.policy.period, one.period),
            figure: one.figure,
            recomputed,
            paid,
            difference,
        }
    }
}

/// A law that the results were held against.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CheckedLaw<'r> {
    /// Its name.
    law: &'r str,
    /// Its clauses.
    clause: &'r str,
    /// What it says.
    label: &'r str,
    /// On how many rows it was checked.
    rows: usize,
    /// Whether it holds on each of them.
    holds: bool,
    /// One side, summed over the rows.
    left: Money,
    /// The other side, summed over the rows.
    right: Money,
}

impl<'r> CheckedLaw<'r> {
    pub(super) fn new(law: &'r LawResult, lang: Lang) -> Self {
        Self {
            law: &law.name,
            clause: &law.clause,
            label: law.label.get(lang),
            rows: law.rows,
            holds: law.holds,
            left: Money(law.left),
            right: Money(law.right),
        }
    }
}

/// What a sheet of the input has of a period.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct SumsEntry {
    /// The sheet, as it is called in the workbook.
    sheet: String,
    #[serde(flatten)]
    when: When<PeriodOrYearEnd>,
    /// How many rows are counted.
    rows: usize,
    /// Of how many people.
    people: usize,
    /// The sums of its columns of money and of what is computed of each row, by their names; those that are 0 in each period
    /// are left out.
    figures: Named<String, Money>,
}

impl SumsEntry {
    pub(super) fn new(results: &Results<'_>, sums: Sums) -> Self {
        Self {
            sheet: sums.sheet,
            when: When::of(results.policy.period, PeriodOrYearEnd(sums.period)),
            rows: sums.rows,
            people: sums.people,
            figures: Named(sums.figures.into_iter().map(|(name, _, sum)| (name, Money(sum))).collect()),
        }
    }
}

/// What is payable in all.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Totals {
    /// The sum of what is above zero: to be paid.
    to_pay: Money,
    /// The sum of what is below zero: to be recovered.
    to_recover: Money,
    /// Both together.
    payable: Money,
}

impl Totals {
    pub(super) fn new(results: &Results<'_>) -> Option<Self> {
        let [pay, recover] = to_pay_and_recover(results)?;
        Some(Self { to_pay: Money(pay), to_recover: Money(recover), payable: Money(pay + recover) })
    }
}

/// What the review of a half-year proposed, by the names of its rules, and what became of it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ProposalEntry<'r> {
    /// For whom, by his id.
    manager: &'r str,
    /// The year that was reviewed.
    year: i16,
    /// Which half of it.
    half: Half,
    #[serde(flatten)]
    figures: Figures<'r>,
    /// The answer; null as long as nobody gave one.
    accepted: Option<bool>,
    /// Whether it is in force for what is computed here.
    applied: bool,
}

impl<'r> ProposalEntry<'r> {
    pub(super) fn new(results: &'r Results<'r>, one: &'r Proposal) -> Self {
        let Results { policy, book, .. } = *results;
        let figures = policy.scope(Scope::Half).rules.iter().zip(&one.figures);
        let figures = figures.filter(|(_, figure)| **figure != Value::Blank);
        let figures = figures.map(|(rule, figure)| (rule.name.as_str(), Figure::of(*figure, rule.unit, &book.symbols)));
        Self {
            manager: &book.managers[one.manager].id,
            year: one.year,
            half: Half::at(usize::from(one.half) - 1),
            figures: Named(figures.collect()),
            accepted: one.accepted,
            applied: one.applied,
        }
    }
}
