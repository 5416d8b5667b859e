//! What was typed of periods, held against itself: scores that were weighted already, tasks in another unit than their
//! like, tasks that add up from period to period.

use rust_decimal::Decimal;

use super::Reader;
use super::known_periods::KnownPeriods;
use crate::book::{Fault, PeriodRow, Place, SheetPlace};
use crate::policy::{Column, ColumnRole, RowKind, Sheet, Unit, builtin};
use crate::say;

/// The best score of columns whose scores are looked at: 100.
const BEST: Decimal = Decimal::ONE_HUNDRED;
/// So many rows at least must look alike.
const ROWS: usize = 2;

/// Figures above zero by their number of digits: of each number the least and the greatest.
#[derive(Default)]
pub(super) struct Magnitudes([Option<(Decimal, Decimal)>; 16]);

impl Magnitudes {
    pub(super) fn of(figures: impl Iterator<Item = Decimal>) -> Self {
        let mut all = Self::default();
        figures.for_each(|figure| all.add(figure));
        all
    }

    pub(super) fn add(&mut self, figure: Decimal) {
        let digits = figure.mantissa().checked_ilog10().map_or(0, |log| (log + 1).saturating_sub(figure.scale()));
        if let Some(at) = self.0.get_mut(digits as usize).filter(|_| figure > Decimal::ZERO) {
            let (least, most) = at.get_or_insert((figure, figure));
            (*least, *most) = (figure.min(*least), figure.max(*most));
        }
    }

    /// Where nothing lies between a figure and its thousandfold: the figure, and the least and the greatest beyond.
    pub(super) fn gap(&self) -> Option<(Decimal, Decimal, Decimal)> {
        let there: Vec<(Decimal, Decimal)> = self.0.iter().flatten().copied().collect();
        let far = |pair: &&[(Decimal, Decimal)]| pair[1].0 / Decimal::ONE_THOUSAND >= pair[0].1;
        let pair = there.windows(2).find(far)?;
        Some((pair[0].1, pair[1].0, there.last()?.1))
    }
}

/// Whether figures that each hold those before them look so: more from one to the next, and the last as many times the
/// first as there are, but for a fifth.
pub(super) fn add_up(figures: &[Decimal]) -> bool {
    let (Some(first), Some(last)) = (figures.first(), figures.last()) else { return false };
    let times = Decimal::from(figures.len()) * Decimal::new(8, 1);
    let rise = figures.windows(2).all(|pair| pair[0] < pair[1]);
    figures.len() > 2 && *first > Decimal::ZERO && rise && *last / times >= *first
}

impl Reader<'_> {
    /// All that is doubtful in what was typed of periods.
    pub(super) fn compared(&mut self, periods: &KnownPeriods) {
        for at in (0..self.policy.sheets.len()).filter(|&at| self.policy.sheets[at].row == RowKind::Period) {
            if let Some(place) = self.places[at].clone() {
                self.weighted_points(at, &place, periods);
                self.in_another_unit(at, &place, periods);
                self.tasks_that_add_up(at, &place, periods);
            }
        }
    }

    /// Scores that look like points which the weights were applied to already, 46, 18 and 28 for 92, 90 and 93: in no row
    /// do they sum to more than the best one of one column alone.
    fn weighted_points(&mut self, at: usize, place: &SheetPlace, periods: &KnownPeriods) {
        let sheet = &self.policy.sheets[at];
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

    /// A task that is a thousandth of all others, be it of the same person's or of anybody's.
    fn in_another_unit(&mut self, at: usize, place: &SheetPlace, periods: &KnownPeriods) {
        let tasks = tasks(&self.policy.sheets[at]);
        let of = |row: &PeriodRow| -> Vec<(u32, usize, Decimal)> {
            let figure =
                |(column, slot): &(usize, usize)| Some((row.rows[at], *column, row.values[*slot].as_number()?));
            tasks.iter().filter(|_| row.rows[at] > 0).filter_map(figure).collect()
        };
        let figures = |rows: &[Option<PeriodRow>]| rows.iter().flatten().flat_map(of).collect::<Vec<_>>();
        let gap = |of: &[(u32, usize, Decimal)]| Magnitudes::of(of.iter().map(|(.., figure)| *figure)).gap();
        let all = gap(&figures(&periods.rows));
        let mut small: Vec<(u32, usize, Decimal, Decimal)> = Vec::new();
        for rows in periods.rows.chunks(periods.a_year) {
            let own = figures(rows);
            let Some((most, next, _)) = all.or_else(|| gap(&own)) else { continue };
            let below = own.iter().filter(|(.., figure)| *figure > Decimal::ZERO && *figure <= most);
            small.extend(below.map(|(row, column, figure)| (*row, *column, *figure, next)));
        }
        small.sort_unstable();
        let cell = |row: u32, column: usize| Place::cell(&place.name, row, place.columns[column].unwrap_or(0));
        let Some(((row, column, figure, next), others)) = small.split_first() else { return };
        let also = others.iter().map(|(row, column, ..)| cell(*row, *column)).collect();
        self.findings.add_warning(thousandth(cell(*row, *column), *figure, *next, also));
    }

    /// Tasks of whoever has some for several periods, each of which seems to hold those before it.
    fn tasks_that_add_up(&mut self, at: usize, place: &SheetPlace, periods: &KnownPeriods) {
        let tasks = tasks(&self.policy.sheets[at]);
        let Some((column, slot)) = tasks.last() else { return };
        let figure = |row: &PeriodRow| row.values[*slot].as_number().filter(|figure| *figure > Decimal::ZERO);
        let of = |rows: &[Option<PeriodRow>]| rows.iter().flatten().filter_map(figure).collect::<Vec<_>>();
        let people: Vec<Vec<Decimal>> = periods.rows.chunks(periods.a_year).map(of).collect();
        let mut several = people.iter().filter(|figures| figures.len() > 2).peekable();
        if several.peek().is_none() || !several.all(|figures| add_up(figures)) {
            return;
        }
        let first = periods.rows.iter().flatten().map(|row| row.rows[at]).filter(|row| *row > 0).min();
        let cell = Place::cell(&place.name, first.unwrap_or(place.heading), place.columns[*column].unwrap_or(0));
        let label = &self.policy.sheets[at].columns[*column].label;
        self.findings.warn(cell, "", say!(Read::TasksAddUp { label }), say!(Read::WriteEachPeriod));
    }
}

/// A figure so small beside all others, from `next` on, that it may be in ten thousands; and others that are.
pub(super) fn thousandth(place: Place, figure: Decimal, next: Decimal, also: Vec<Place>) -> Fault {
    let (found, next) = (figure.normalize().to_string(), next.normalize());
    let problem = say!(Read::ThousandthOfOthers { next });
    Fault { also, ..Fault::new(place, found, problem, say!(Read::CheckUnit)) }
}

/// The tasks of a sheet: their columns and their places among the values.
fn tasks(sheet: &Sheet) -> Vec<(usize, usize)> {
    let of = |(index, column): (usize, &Column)| match column.role {
        ColumnRole::Value { slot } if column.task && column.unit == Unit::Yuan => {
            Some((index, slot - builtin::PERIOD - 1))
        }
        _ => None,
    };
    sheet.columns.iter().enumerate().filter_map(of).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn decimals(texts: &[&str]) -> Vec<Decimal> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn figures_that_are_far_below_all_others() {
        for (figures, gap) in [
            (&["7", "10", "70000", "100000"][..], Some("10")),
            (&["0.85", "8500"], Some("0.85")),
            (&["99", "98999"], None),
            (&["99", "99000"], Some("99")),
            (&["0", "-5", "5", "4999"], None),
            (&["5", "500", "50000", "5000000"], None),
            (&[], None),
        ] {
            let found = Magnitudes::of(decimals(figures).into_iter()).gap();
            assert_eq!(found.map(|(most, ..)| most), gap.map(|gap| gap.parse().unwrap()), "{figures:?}");
        }
    }

    #[test]
    fn figures_that_hold_those_before_them() {
        for (figures, told) in [
            (&["20", "50", "80", "100"][..], true),
            (&["25", "50", "75", "100"], true),
            (&["25", "50", "75"], true),
            (&["30", "60", "80", "100"], true),
            (&["20", "30", "30", "20"], false),
            (&["20", "25", "30", "40"], false),
            (&["20", "50"], false),
            (&["0", "50", "80"], false),
        ] {
            assert_eq!(add_up(&decimals(figures)), told, "{figures:?}");
        }
    }
}
