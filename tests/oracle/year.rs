//! The year-end settlement (policy.md, "The year, exactly"), the same for all three policies.

use super::book::Book;
use super::common::{Terms, ratio};
use super::exact::{Exact, fen, least, not_negative, round_to, whole, zero};
use super::figures::{QuarterFigures, YearEnd};
use super::readings::{PipelineShare, YearEndFactor};
use num_traits::One;

/// The year (KA-2.2c), over the quarters that are not exempt; `None` before Q4 and without such a quarter.
pub fn year_end(book: &Book, terms: &Terms, quarters: &[QuarterFigures]) -> Option<YearEnd> {
    let quarters: Vec<&QuarterFigures> = quarters.iter().filter(|row| !row.exempt).collect();
    if book.through() < 4 || quarters.is_empty() {
        return None;
    }
    let actual: Exact = quarters.iter().map(|row| row.collections).sum();
    let base: Exact = quarters.iter().map(|row| row.base).sum();
    let target: Exact = quarters.iter().map(|row| row.target).sum();
    let scheduled: Exact = quarters.iter().map(|row| row.scheduled).sum();
    let accrued_in_quarters: Exact = quarters.iter().map(|row| row.accrued).sum();

    let pro_rata = terms.readings.pipeline_share == PipelineShare::ProRata;
    // Pro rata, the whole actual runs through target and tiers and the ratio takes the scheduled part of each.
    // Bonus first, only the scheduled amount runs through them, so that it fills the target before the tiers.
    let (runs_through, ratio) = if pro_rata {
        (actual, ratio(&scheduled, &actual))
    } else {
        (least(&not_negative(&scheduled), &not_negative(&actual)), Exact::one())
    };
    let (within, over) = if actual >= base {
        let basis = fen(&(least(&runs_through, &target) * ratio));
        let over = over_target(terms, &runs_through, &target);
        (fen(&(basis * terms.in_target_rate / terms.divisor)), fen(&(over * ratio / terms.divisor)))
    } else {
        let basis = fen(&(not_negative(&runs_through) * ratio));
        (fen(&(basis * terms.below_base_rate / terms.divisor)), zero())
    };

    let accrual = within + over;
    let mut difference = accrual - accrued_in_quarters;
    if actual < base && !terms.readings.recover {
        difference = not_negative(&difference);
    }
    let payout_factor = match terms.readings.year_end_factor {
        YearEndFactor::Mean => {
            let sum: Exact = quarters.iter().map(|row| row.payout_factor).sum();
            round_to(&(sum / whole(i64::try_from(quarters.len()).expect("at most four"))), 12)
        }
        // The last of the quarters that are settled: an exempt one has no part in the settlement.
        YearEndFactor::Last => quarters[quarters.len() - 1].payout_factor,
        YearEndFactor::One => Exact::one(),
    };
    Some(YearEnd {
        true_up: fen(&(difference * payout_factor)),
        actual,
        base,
        target,
        scheduled,
        accrual_within_target: within,
        accrual_over_target: over,
        accrual,
        accrued_in_quarters,
        difference,
        payout_factor,
    })
}

/// Σ over the tiers (slice × tier rate); a tier starts at a multiple of the annual target (KA-3.1).
fn over_target(terms: &Terms, amount: &Exact, target: &Exact) -> Exact {
    let mut sum = zero();
    for (place, (from, rate)) in terms.tiers.iter().enumerate() {
        let start = from * target;
        let end = match terms.tiers.get(place + 1) {
            Some((next, _)) => least(amount, &(next * target)),
            None => *amount,
        };
        sum += not_negative(&(end - start)) * rate;
    }
    sum
}
