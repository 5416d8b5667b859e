//! The settlement of version 2 (policy.md, "The year, exactly", R-4, R-5, MS-3.2 and R-20).

use super::book::Manager;
use super::common::ratio;
use super::exact::{Exact, exact, fen, least, not_negative, round_to, whole, zero};
use super::figures::{QuarterFigures, YearEnd};
use super::second::{Law, Which};
use num_traits::One;

/// What the settlement needs of a quarter beyond its figures.
pub struct Facts {
    /// DS-3: the basis that accrued at the over rate, and what it accrued.
    pub over_basis: Exact,
    pub over_accrued: Exact,
    /// MS-3.2: the basis that accrued at the small-deal rate.
    pub small_basis: Option<Exact>,
}

impl Default for Facts {
    fn default() -> Self {
        Facts { over_basis: zero(), over_accrued: zero(), small_basis: None }
    }
}

/// The settlement of a manager's year; `None` before Q4 and without a quarter with a task.
#[allow(clippy::too_many_lines, reason = "the page of the law, in its order")]
pub fn year_end(law: &Law<'_>, manager: &Manager, quarters: &[QuarterFigures], facts: &[Facts]) -> Option<YearEnd> {
    let both: Vec<_> = quarters.iter().zip(facts).filter(|(row, _)| !row.exempt).collect();
    if law.book.through() < 4 || both.is_empty() {
        return None;
    }
    let sum = |of: fn(&QuarterFigures) -> &Exact| both.iter().map(|(row, _)| *of(row)).sum::<Exact>();
    let (mut actual, base, target) = (sum(|r| &r.collections), sum(|r| &r.base), sum(|r| &r.target));
    let (mut scheduled, mut accrued) = (sum(|r| &r.scheduled), sum(|r| &r.accrued));
    // What came after leaving counts where it is less than nothing.
    let late: Vec<_> = quarters.iter().filter(|row| law.book.has_left(&manager.id, row.quarter)).collect();
    let after: Exact = late.iter().map(|row| row.collections).sum();
    let late = if after < zero() { late } else { Vec::new() };
    for row in &late {
        actual += &row.collections;
        scheduled += &row.scheduled;
        accrued += &row.accrued;
    }
    let terms = &law.terms;
    let (rate, divisor, over_rate) = (&terms.in_target_rate, &terms.divisor, &terms.tiers[0].1);
    let first = not_negative(&least(&scheduled, &actual));
    let met = actual >= base;
    let part = law.pro_rata().then(|| ratio(&scheduled, &actual));
    // What of the year earns, and what of that is within the annual target.
    let earns = part.as_ref().map_or_else(|| first, |part| fen(&(not_negative(&actual) * part)));
    let inside = match (&part, met) {
        (_, false) => earns,
        (None, true) => least(&first, &target),
        (Some(part), true) => fen(&(least(&actual, &target) * part)),
    };
    let slices = match &part {
        None => tiers(law, &first, &target),
        Some(part) => tiers(law, &actual, &target) * part,
    };
    // MS-3.2 and DS-3: what keeps the rate that its quarter gave it.
    let small: Exact = both.iter().filter_map(|(_, fact)| fact.small_basis).sum();
    let small_rate = law.book.number("small_deal_rate", "0");
    let over_basis: Exact = both.iter().map(|(_, fact)| fact.over_basis).sum();
    let over_accrued: Exact = both.iter().map(|(_, fact)| fact.over_accrued).sum();
    let kept = least(&over_basis, &earns);
    let extra = not_negative(&(kept - (earns - inside)));
    let at = |basis: Exact, rate: &Exact| fen(&(basis * rate / divisor));
    let (mut within, mut over) = if met {
        match law.which {
            Which::KeyAccount => (at(inside, rate), fen(&(slices / divisor))),
            Which::MajorSales => {
                let small = least(&small, &inside);
                let within = at(inside - small, rate) + at(small, &small_rate);
                (within, fen(&(slices / divisor)))
            }
            Which::DepartmentSales => (at(inside - extra, rate), fen(&(slices + extra * over_rate))),
        }
    } else {
        (at(earns, &terms.below_base_rate), zero())
    };
    let only_over = law.which == Which::DepartmentSales && law.is("year_end", "over-target-only");
    if only_over {
        within = accrued - over_accrued;
        over = if met { fen(&slices) } else { zero() }.max(over_accrued);
    }
    let earned = match law.which {
        Which::KeyAccount => at(earns, rate),
        Which::MajorSales => {
            let small = least(&small, &earns);
            at(earns - small, rate) + at(small, &small_rate)
        }
        Which::DepartmentSales => at(earns - kept, rate) + at(kept, over_rate),
    };
    let accrual = within + over;
    let raw = accrual - accrued;
    let difference = if met || only_over || law.is("annual_base_missed", "recover") {
        raw
    } else if law.is("annual_base_missed", "keep") {
        not_negative(&raw)
    } else if law.is("annual_base_missed", "settle") {
        earned - accrued
    } else {
        raw.max(least(&zero(), &(earned - accrued)))
    };
    let mean = || {
        let count = i64::try_from(both.len()).expect("at most four");
        round_to(&(sum(|row| &row.payout_factor) / whole(count)), 12)
    };
    let payout_factor = if law.is("year_end_factor", "one") {
        Exact::one()
    } else if law.is("year_end_factor", "last") {
        both[both.len() - 1].0.payout_factor
    } else {
        mean()
    };
    let true_up = if law.is("year_end_factor", "whole-year") {
        let paid: Exact = both
            .iter()
            .map(|(row, _)| *row)
            .chain(late.iter().copied())
            .map(|row| fen(&(row.accrued * row.payout_factor)))
            .sum();
        fen(&((accrued + difference) * payout_factor)) - paid
    } else {
        fen(&(difference * payout_factor))
    };
    let (accrual_within_target, accrual_over_target, accrued_in_quarters) = (within, over, accrued);
    Some(YearEnd {
        actual,
        base,
        target,
        scheduled,
        accrual_within_target,
        accrual_over_target,
        accrual,
        accrued_in_quarters,
        difference,
        payout_factor,
        true_up,
    })
}

/// Σ (slice × rate) of an amount over the tiers above the annual target.
fn tiers(law: &Law<'_>, amount: &Exact, target: &Exact) -> Exact {
    let tiers = &law.terms.tiers;
    let starts = tiers.iter().map(|(from, _)| from * target);
    let ends = tiers.iter().skip(1).map(|(from, _)| least(amount, &(from * target))).chain([*amount]);
    let slices = starts.zip(ends).zip(tiers).map(|((start, end), (_, rate))| not_negative(&(end - start)) * rate);
    slices.fold(exact("0"), |sum, slice| sum + slice)
}
