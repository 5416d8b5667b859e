//! What was typed of periods, held against itself: scores that were weighted already, tasks in another unit than their
//! like, tasks that add up from period to period.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Reader;
use super::heading::is_score;
use super::known_periods::KnownPeriods;
use crate::book::{Fault, Period, PeriodRow, Place, SheetPlace};
use crate::formula::{Scope, Value};
use crate::policy::{Column, Policy, RowKind, Sheet, Unit, builtin};
use crate::say;

/// The best score of columns whose scores are looked at: 100.
const BEST: Decimal = Decimal::ONE_HUNDRED;
/// What ten thousand is written for.
const TEN_THOUSAND: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);
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

    /// Where nothing lies between a figure and its thousandfold.
    pub(super) fn gap(&self) -> Option<Gap> {
        let there: Vec<(Decimal, Decimal)> = self.0.iter().flatten().copied().collect();
        let far = |pair: &&[(Decimal, Decimal)]| pair[1].0 / Decimal::ONE_THOUSAND >= pair[0].1;
        let pair = there.windows(2).find(far)?;
        Some(Gap { most: pair[0].1, next: pair[1].0, greatest: there.last()?.1 })
    }
}

/// What lies on both sides of a gap: the figure below it, and the least and the greatest beyond.
#[derive(Clone, Copy)]
pub(super) struct Gap {
    pub(super) most: Decimal,
    pub(super) next: Decimal,
    pub(super) greatest: Decimal,
}

impl Gap {
    /// Whether a figure below it would be among those beyond, were it in ten thousands.
    pub(super) fn in_ten_thousands(&self, figure: Decimal) -> bool {
        let like = |meant: Decimal| self.next / Decimal::TWO <= meant && meant / Decimal::TWO <= self.greatest;
        figure > Decimal::ZERO && figure <= self.most && figure.checked_mul(TEN_THOUSAND).is_some_and(like)
    }

    /// Those of the figures below it that would be: one finding.
    pub(super) fn told<C>(
        &self,
        figures: impl Iterator<Item = (C, Decimal)>,
        place: impl Fn(C) -> Place,
    ) -> Option<Fault> {
        let mut small = figures.filter(|(_, figure)| self.in_ten_thousands(*figure));
        let (first, figure) = small.next()?;
        Some(thousandth(place(first), figure, self.next, small.map(|(cell, _)| place(cell))))
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
                self.zeros_among_scores(at, &place, periods);
                self.in_another_unit(at, &place, periods);
                self.tasks_that_add_up(at, &place, periods);
                self.tasks_of_one_period(at, &place, periods);
                self.money_in_another_unit(at, &place, periods);
                self.same_as_before(at, &place, periods);
            }
        }
    }

    /// Scores that look like points which the weights were applied to already, 46, 18 and 28 for 92, 90 and 93: in no row
    /// do they sum to more than the best one of one column alone.
    fn weighted_points(&mut self, at: usize, place: &SheetPlace, periods: &KnownPeriods) {
        let sheet = &self.policy.sheets[at];
        for group in &sheet.either {
            let scores = sheet.values().filter(|(at, column, _)| group.contains(at) && is_score(column));
            let slots: Vec<usize> = scores.map(|(.., slot)| slot).collect();
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
            let cell = place.cell(group.first().copied().unwrap_or(0), first);
            self.findings.warn(cell, "", say!(Read::WeightedPoints { count }), say!(Read::WriteOutOf { best }));
        }
    }

    /// Scores of 0 beside others of the same row that are above: a 0 that was typed for a blank.
    fn zeros_among_scores(&mut self, at: usize, place: &SheetPlace, periods: &KnownPeriods) {
        let sheet = &self.policy.sheets[at];
        for group in sheet.either.iter().filter(|group| group.len() > 1) {
            let scores = |row: &PeriodRow| -> Vec<(u32, usize, Decimal)> {
                let slots = sheet.values().filter(|(own, column, _)| group.contains(own) && is_score(column));
                let typed = |slot: usize| row.values[slot].as_number().filter(|_| row.values[slot] != Value::Blank);
                slots.filter_map(|(own, _, slot)| Some((row.rows[at], own, typed(slot)?))).collect()
            };
            let rows = periods.rows.iter().flatten().filter(|row| row.rows[at] > 0).map(scores);
            let some = rows.filter(|row| row.iter().any(|(.., score)| !score.is_zero()));
            let mut zeros = some.flatten().filter(|(.., score)| score.is_zero()).map(|(row, column, _)| (row, column));
            let Some((row, column)) = zeros.next() else { continue };
            let problem = say!(Read::ZeroAmongScores);
            let warning = Fault::new(place.cell(column, row), "0", problem, say!(Read::CheckZeroScore));
            self.findings.add_warning(warning.and_at(zeros.map(|(row, column)| place.cell(column, row))));
        }
    }

    /// A task that is a thousandth of all others, be it of the same person's or of anybody's.
    fn in_another_unit(&mut self, at: usize, place: &SheetPlace, periods: &KnownPeriods) {
        let sheet = &self.policy.sheets[at];
        let of = |row: &PeriodRow| -> Vec<(u32, usize, Decimal)> {
            let figures = tasks(sheet).filter(|_| row.rows[at] > 0);
            figures
                .filter_map(|(column, _, slot)| Some((row.rows[at], column, row.values[slot].as_number()?)))
                .collect()
        };
        let figures = |rows: &[Option<PeriodRow>]| rows.iter().flatten().flat_map(of).collect::<Vec<_>>();
        let gap = |of: &[(u32, usize, Decimal)]| Magnitudes::of(of.iter().map(|(.., figure)| *figure)).gap();
        let all = gap(&figures(&periods.rows));
        let mut small: Vec<(u32, usize, Decimal, Decimal)> = Vec::new();
        for rows in periods.people() {
            let own = figures(rows);
            let Some(Gap { most, next, .. }) = all.or_else(|| gap(&own)) else { continue };
            let below = own.iter().filter(|(.., figure)| *figure > Decimal::ZERO && *figure <= most);
            small.extend(below.map(|(row, column, figure)| (*row, *column, *figure, next)));
        }
        small.sort_unstable();
        let Some(((row, column, figure, next), others)) = small.split_first() else { return };
        let also = others.iter().map(|(row, column, ..)| place.cell(*column, *row));
        self.findings.add_warning(thousandth(place.cell(*column, *row), *figure, *next, also));
    }

    /// Tasks of whoever has some for several periods, each of which seems to hold those before it: everybody's, or those of
    /// a few among others whose tasks do not rise at all.
    fn tasks_that_add_up(&mut self, at: usize, place: &SheetPlace, periods: &KnownPeriods) {
        let Some((column, task, slot)) = tasks(&self.policy.sheets[at]).last() else { return };
        let figure = |row: &PeriodRow| row.values[slot].as_number().filter(|figure| *figure > Decimal::ZERO);
        let of = |rows: &[Option<PeriodRow>]| rows.iter().flatten().filter_map(figure).collect::<Vec<_>>();
        let people = periods.people().map(|rows| (rows, of(rows)));
        let several: Vec<(&[Option<PeriodRow>], Vec<Decimal>)> = people.filter(|(_, own)| own.len() > 2).collect();
        let (sums, others): (Vec<_>, Vec<_>) = several.into_iter().partition(|(_, own)| add_up(own));
        // Who came in the year may well begin small.
        let whole = |(rows, _): &(&[Option<PeriodRow>], _)| rows.first().is_some_and(Option::is_some);
        let rise = |(_, own): &(_, Vec<Decimal>)| own.windows(2).all(|pair| pair[0] < pair[1]);
        let few = 2 * sums.len() <= others.len() && sums.iter().all(whole) && !others.iter().any(rise);
        let row =
            |(rows, _): &(&[Option<PeriodRow>], _)| rows.iter().flatten().map(|row| row.rows[at]).find(|row| *row > 0);
        let mut rows = sums.iter().filter_map(row).map(|row| place.cell(column, row));
        let Some(first) = rows.next().filter(|_| others.is_empty() || few) else { return };
        let problem = say!(Read::TasksAddUp { label: task.label });
        let warning = Fault::new(first, "", problem, say!(Read::WriteEachPeriod));
        self.findings.add_warning(warning.and_at(rows.filter(|_| !others.is_empty())));
    }

    /// Everybody has a task in one period alone, the same one, and zeros in the others: it may be the whole year's.
    fn tasks_of_one_period(&mut self, at: usize, place: &SheetPlace, periods: &KnownPeriods) {
        let Some((column, task, slot)) = tasks(&self.policy.sheets[at]).last() else { return };
        let (mut only, mut first, mut people) = (None, 0, 0);
        for rows in periods.people() {
            let typed = |(number, row): (usize, &Option<PeriodRow>)| {
                let row = row.as_ref()?;
                Some((number, row.rows[at], row.values[slot].as_number()?))
            };
            let typed: Vec<(usize, u32, Decimal)> = rows.iter().enumerate().filter_map(typed).collect();
            let mut some = typed.iter().filter(|(.., figure)| *figure > Decimal::ZERO);
            let Some((number, row, _)) = some.next() else { continue };
            if typed.len() < 3 || some.next().is_some() || only.is_some_and(|only| only != *number) {
                return;
            }
            first = if only.is_none() { *row } else { first };
            (only, people) = (Some(*number), people + 1);
        }
        let Some(period) = only.filter(|_| people > 1).and_then(|only| Period::at(self.policy.period, only)) else {
            return;
        };
        let problem = say!(Read::TasksOfOnePeriod { label: task.label, period });
        self.findings.warn(place.cell(column, first), "", problem, say!(Read::WriteEachPeriod));
    }

    /// Money of periods that is no task: one figure a thousandth of its column's, or all of one column a thousandth of
    /// another's beside them.
    fn money_in_another_unit(&mut self, at: usize, place: &SheetPlace, periods: &KnownPeriods) {
        let sheet = &self.policy.sheets[at];
        // What has a formula where it is blank is compared with that.
        let inputs: Vec<_> = self.policy.inputs(Scope::Period).filter(|input| input.used != input.typed).collect();
        let plain = |column: &Column| !column.task && inputs.iter().all(|input| !std::ptr::eq(input.column, column));
        let money = sheet.values().filter(|(_, column, _)| column.unit == Unit::Yuan && plain(column));
        let columns: Vec<(usize, usize)> = money.map(|(column, _, slot)| (column, slot)).collect();
        if sheet.closed || columns.is_empty() {
            return;
        }
        let rows = || periods.rows.iter().flatten().filter(|row| row.rows[at] > 0);
        let figure = |row: &PeriodRow, slot: usize| row.values[slot].as_number().filter(|f| *f > Decimal::ZERO);
        let mut found = Vec::new();
        for &(column, slot) in &columns {
            let Some(gap) = Magnitudes::of(rows().filter_map(|row| figure(row, slot))).gap() else { continue };
            let figures = rows().filter_map(|row| Some((row.rows[at], figure(row, slot)?)));
            found.extend(gap.told(figures, |row| place.cell(column, row)));
        }
        for (one, other) in columns.iter().flat_map(|one| columns.iter().map(move |other| (one, other))) {
            let pairs = rows().filter_map(|row| Some((row.rows[at], figure(row, one.1)?, figure(row, other.1)?)));
            let pairs: Vec<(u32, Decimal, Decimal)> = pairs.collect();
            let small = |(_, one, other): &(u32, Decimal, Decimal)| *one <= *other / Decimal::ONE_THOUSAND;
            if pairs.len() >= ROWS && pairs.iter().all(small) {
                let (label, other) = (&sheet.columns[one.0].label, &sheet.columns[other.0].label);
                let mut cells = pairs.iter().map(|(row, ..)| place.cell(one.0, *row));
                let problem = say!(Read::ThousandthOfOtherColumn { label, other });
                let shown = pairs[0].1.normalize().to_string();
                let first = cells.next().unwrap_or_default();
                found.push(Fault::new(first, shown, problem, say!(Read::CheckUnit)).and_at(cells));
            }
        }
        for fault in found {
            self.findings.add_warning(fault);
        }
    }

    /// Scores of a period that are everybody's of the period before, figure by figure: they were copied and not changed.
    fn same_as_before(&mut self, at: usize, place: &SheetPlace, periods: &KnownPeriods) {
        let sheet = &self.policy.sheets[at];
        for number in (1..periods.a_year).rev().filter(|_| sheet.latest) {
            let pair = |rows: &'_ [Option<PeriodRow>]| Some((rows[number - 1].clone()?, rows[number].clone()?));
            let both = |(before, own): &(PeriodRow, PeriodRow)| before.rows[at] > 0 && own.rows[at] > 0;
            let pairs: Vec<_> = periods.people().filter_map(pair).filter(both).collect();
            let Some((_, first)) = pairs.first() else { continue };
            let same = |(before, own): &(PeriodRow, PeriodRow)| {
                sheet.values().all(|(.., slot)| before.values[slot] == own.values[slot])
            };
            let figures =
                pairs.iter().flat_map(|(_, own)| sheet.values().map(|(.., slot)| own.values[slot].as_number()));
            let figures: Vec<Decimal> = figures.flatten().collect();
            let different: BTreeSet<&Decimal> = figures.iter().collect();
            // Of few figures, or of few that differ, it may be so.
            if pairs.len() >= ROWS && figures.len() > 5 && different.len() > 3 && pairs.iter().all(same) {
                let column = sheet.values().filter_map(|(at, ..)| place.columns[at]).min().unwrap_or(0);
                let of = |number| Period::at(self.policy.period, number).map_or_else(String::new, |p| p.to_string());
                let (count, before, period, label) = (pairs.len(), of(number - 1), of(number), &sheet.label);
                let problem = say!(Read::SameAsPeriodBefore { count, label, period, before });
                let cell = Place::cell(&place.name, first.rows[at], column);
                self.findings.warn(cell, "", problem, say!(Read::CheckNotCopied));
            }
            return;
        }
    }
}

/// A figure so small beside all others, from `next` on, that it may be in ten thousands; and others that are.
pub(super) fn thousandth(place: Place, figure: Decimal, next: Decimal, also: impl IntoIterator<Item = Place>) -> Fault {
    let (found, next) = (figure.normalize().to_string(), next.normalize());
    let problem = say!(Read::ThousandthOfOthers { next });
    Fault::new(place, found, problem, say!(Read::CheckUnit)).and_at(also)
}

/// Where the tasks of a period stand among its values.
pub(super) fn task_slots(policy: &Policy) -> Vec<usize> {
    policy.tasks().map(|(_, slot)| slot - builtin::PERIOD - 1).collect()
}

/// The largest of a period's tasks.
pub(super) fn largest_task(tasks: &[usize], row: &PeriodRow) -> Option<Decimal> {
    tasks.iter().filter_map(|slot| row.values.get(*slot)?.as_number()).max()
}

/// The tasks of a sheet.
fn tasks(sheet: &Sheet) -> impl Iterator<Item = (usize, &Column, usize)> {
    sheet.values().filter(|(_, column, _)| column.task && column.unit == Unit::Yuan)
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
            assert_eq!(found.map(|gap| gap.most), gap.map(|gap| gap.parse().unwrap()), "{figures:?}");
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
