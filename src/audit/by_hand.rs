//! Adjustments by hand that changed, came or went: matched by manager, period, figure and what they say, never by where
//! they stand.

use std::collections::BTreeMap;

use super::changes::{Change, Pair};
use super::edit::Edit;
use super::facts::AdjustmentFacts;
use crate::book::Period;
use crate::formula::{Symbol, Value};
use crate::lang::Words;
use crate::policy::{Column, ColumnRole, RowKind, Unit, builtin};
use crate::say;

/// Adjustments of A and of B that say what none of the other's says.
type LeftAdjustments<'f> = BTreeMap<(&'f str, Option<Period>, Symbol), [Vec<&'f AdjustmentFacts>; 2]>;

impl<'b> Pair<'_, 'b> {
    /// Every adjustment that says something else.
    pub(super) fn adjustments(&self, list: &mut Vec<Change<'b>>) {
        // Those of managers who come or go are told with them.
        let both =
            |one: &&AdjustmentFacts| self.a.people.contains_key(&one.who) && self.b.people.contains_key(&one.who);
        let mut left = LeftAdjustments::new();
        for (side, facts) in [self.a, self.b].into_iter().enumerate() {
            for one in facts.adjustments.iter().filter(both) {
                left.entry((one.who.as_str(), one.stands.period, one.stands.figure)).or_default()[side].push(one);
            }
        }
        for [ones, others] in left.values_mut() {
            ones.retain(|one| {
                let same = others.iter().position(|other| one.stands.values == other.stands.values);
                same.map(|at| others.remove(at)).is_none()
            });
            let count = ones.len().max(others.len());
            list.extend((0..count).filter_map(|at| self.adjustment(ones.get(at).copied(), others.get(at).copied())));
        }
    }

    fn adjustment(&self, one: Option<&AdjustmentFacts>, other: Option<&AdjustmentFacts>) -> Option<Change<'b>> {
        let told = other.or(one)?;
        let (sheet, declared) = self.policy.adjustment_sheet()?;
        let amount = self.policy.adjusted_by()?;
        // Of one that was changed, what was; of one that comes or goes, its amount.
        let value = |one: &AdjustmentFacts, column: &Column| match column.role {
            ColumnRole::Value { slot } => {
                one.stands.values.get(slot - builtin::FIGURE - 1).copied().unwrap_or_default()
            }
            _ => Value::Blank,
        };
        let differs = |column: &&Column| match (one, other) {
            (Some(one), Some(other)) => value(one, column) != value(other, column),
            _ => column.name == amount.column.name,
        };
        let shown: Vec<&Column> = declared.columns.iter().filter(differs).collect();
        let text = |one: Option<&AdjustmentFacts>| {
            let unit = |column: &Column| if column.unit == Unit::Text { Unit::Text } else { Unit::Yuan };
            let cells = one
                .map(|one| shown.iter().map(|column| self.shown(value(one, column), unit(column))).collect::<Vec<_>>());
            cells.unwrap_or_default().join("; ")
        };
        let period = told.stands.period.map_or_else(|| say!(Audit::YearEnd), |period| Words::same(period.to_string()));
        let symbol = self.symbols.text(told.stands.figure);
        let label = declared.figures.iter().find(|figure| self.policy.symbols.text(figure.symbol) == symbol);
        let label = label.map_or_else(|| Words::same(symbol), |figure| figure.label.clone());
        let what = say!(Audit::FigureOf { period, label });
        let what = match (one, other) {
            (None, _) => say!(Audit::AdjustmentAdded { what }),
            (_, None) => say!(Audit::AdjustmentRemoved { what }),
            _ => say!(Audit::AdjustmentOf { what }),
        };
        assert_eq!(declared.row, RowKind::Adjustment);
        let rows = [one, other].map(|one| one.map_or(0, |one| one.stands.row));
        let place = (sheet, declared.columns.iter().position(|column| differs(&column)), rows);
        let edit = Edit::Adjustment { from: one.map(|one| one.number), to: other.cloned() };
        Some(self.change(place, what, [one, other].map(text), [told.who.as_str()], edit))
    }
}
