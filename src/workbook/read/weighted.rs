//! Scores that look like points which the weights were applied to already: 46, 18 and 28 for 92, 90 and 93.

use rust_decimal::Decimal;

use super::Reader;
use super::known_periods::KnownPeriods;
use crate::book::{PeriodRow, Place};
use crate::policy::{ColumnRole, RowKind, Sheet, Unit, builtin};
use crate::say;

/// The best score of columns whose scores are looked at: 100.
const BEST: Decimal = Decimal::ONE_HUNDRED;
/// So many rows at least must look alike.
const ROWS: usize = 2;

impl Reader<'_> {
    /// Several scores a row, and in no row do they sum to more than the best one of one column alone.
    pub(super) fn weighted_points(&mut self, periods: &KnownPeriods) {
        let policy = self.policy;
        let scores = policy.sheets.iter().enumerate().filter(|(_, sheet)| sheet.row == RowKind::Period);
        for (at, sheet) in scores {
            let Some(place) = self.places[at].clone() else { continue };
            for group in &sheet.either {
                let slots: Vec<usize> = group.iter().filter_map(|&column| score_slot(sheet, column)).collect();
                if slots.len() < 2 || slots.len() < group.len() {
                    continue;
                }
                let sum = |row: &PeriodRow| -> Option<(Decimal, u32)> {
                    let parts = slots.iter().map(|&slot| row.values[slot].as_number());
                    let parts: Vec<Decimal> = parts.collect::<Option<_>>()?;
                    Some((parts.iter().sum(), row.rows[at]))
                };
                let sums = periods.rows.iter().flatten().filter(|row| row.rows[at] > 0).filter_map(sum);
                let sums: Vec<(Decimal, u32)> = sums.collect();
                // What is lower than that is told otherwise: scores out of ten.
                let great = sums.iter().any(|(sum, _)| *sum * Decimal::TWO > BEST);
                if sums.len() < ROWS || !great || sums.iter().any(|(sum, _)| *sum > BEST) {
                    continue;
                }
                let (count, best) = (sums.len(), BEST);
                let first = sums.iter().map(|(_, row)| *row).min().unwrap_or_default();
                let column = group.first().and_then(|&column| place.columns[column]).unwrap_or(0);
                let cell = Place::cell(&place.name, first, column);
                self.findings.warn(cell, "", say!(Read::WeightedPoints { count }), say!(Read::WriteOutOf { best }));
            }
        }
    }
}

/// Where a score out of a hundred stands among what was typed of a period.
fn score_slot(sheet: &Sheet, column: usize) -> Option<usize> {
    let column = &sheet.columns[column];
    match column.role {
        ColumnRole::Value { slot } if column.unit == Unit::Number && column.max == Some(BEST) => {
            Some(slot - builtin::PERIOD - 1)
        }
        _ => None,
    }
}
