//! People who come and go, in version 2 (policy.md, "People come and go", R-7, R-23, R-29, R-30 and R-31).

use super::book::{Manager, Quota};
use super::common;
use super::credit::Credits;
use super::days::employed_part;
use super::exact::{Exact, fen, whole, yuan, zero};
use super::figures::{QuarterFigures, YearEnd};
use super::second::{Law, Which};
use num_traits::One;

/// How much of a quarter's row counts: R-30 takes the part of its days on which its manager was employed.
fn part(law: &Law<'_>, manager: &Manager, quarter: u8) -> Exact {
    if law.is("partial_quarter", "by-days") {
        employed_part(law.book.year, quarter, manager.joined, manager.left)
    } else {
        whole(1)
    }
}

/// The year's targets, as they count.
pub fn year_target(law: &Law<'_>) -> Exact {
    let of = |quota: &Quota| {
        let manager = law.book.managers.iter().find(|m| m.id == quota.manager).expect("a manager");
        fen(&(yuan(quota.target) * part(law, manager, quota.quarter)))
    };
    law.book.quotas.iter().map(of).sum()
}

/// A quarter's row with what does not depend on the ledger; none where the manager has no such quarter.
pub fn start(
    law: &Law<'_>,
    credits: &Credits,
    manager: &Manager,
    quarter: u8,
    before: &[QuarterFigures],
) -> Option<QuarterFigures> {
    let book = law.book;
    let left = book.has_left(&manager.id, quarter);
    let paid = || book.paid.iter().any(|paid| paid.manager == manager.id && paid.quarter == quarter);
    let quota = book.quota(&manager.id, quarter);
    if quota.is_none() && !(left && (credits.any(&manager.id, quarter) || paid())) {
        return None;
    }
    let credit = credits.of(&manager.id, quarter);
    let part = part_of_row(law, manager, quarter);
    let (base, target) = quota.map_or_else(
        || (zero(), zero()),
        |quota| (fen(&(common::base(quota) * part)), fen(&(yuan(quota.target) * part))),
    );
    let exempt = quota.is_none_or(common::is_exempt);
    let kpi_score = quota.and_then(|quota| common::score(book, quota));
    // The coefficient shown in the preceding quarter with a quota row.
    let last = || {
        let with_row = before.iter().rfind(|row| !book.has_left(&manager.id, row.quarter));
        with_row.map_or_else(Exact::one, |row| row.kpi_coefficient)
    };
    let reading = if left { "after_leaving_factor" } else { "exempt_without_score" };
    let kpi_coefficient = match &kpi_score {
        Some(score) => common::coefficient(book, score),
        None if !exempt => panic!("no KPI score of {} in Q{quarter}", manager.id),
        None if law.is(reading, "last") => last(),
        None => Exact::one(),
    };
    let fixed = &law.terms.fixed_share;
    let payout_factor = if left && law.is("after_leaving_factor", "one") {
        Exact::one()
    } else {
        fixed + (Exact::one() - fixed) * kpi_coefficient
    };
    Some(QuarterFigures {
        quarter,
        exempt,
        collections: credit.collections.0,
        scheduled: credit.scheduled.0,
        flat_accrual: credit.flat.0,
        base,
        target,
        opening_balance: zero(),
        made_up: zero(),
        effective: zero(),
        base_met: false,
        shortfall: zero(),
        surplus: zero(),
        closing_balance: zero(),
        basis: zero(),
        accrued: zero(),
        kpi_score,
        kpi_coefficient,
        payout_factor,
        bonus: zero(),
        floating_wage_paid: zero(),
        floating_wage_released: zero(),
        floating_wage_withheld: zero(),
        wage_deduction: zero(),
        total: zero(),
    })
}

fn part_of_row(law: &Law<'_>, manager: &Manager, quarter: u8) -> Exact {
    if law.book.has_left(&manager.id, quarter) { zero() } else { part(law, manager, quarter) }
}

/// The quarter's own floating wage; none after leaving.
pub fn own_wage(law: &Law<'_>, manager: &Manager, quarter: u8) -> Exact {
    let Some(quota) = law.book.quota(&manager.id, quarter) else { return zero() };
    fen(&(common::own_wage(law.book, &law.terms, manager, quota) * part(law, manager, quarter)))
}

/// an exempt quarter before the first one with a task, of someone who joined in this year, accrues nothing.
pub fn newcomer(law: &Law<'_>, manager: &Manager, quarter: u8) -> bool {
    let book = law.book;
    let joined_now = manager.joined.is_some_and(|joined| joined.0 == book.year);
    let task_by_then = || {
        let mut own = book.quotas.iter().filter(|quota| quota.manager == manager.id && quota.quarter <= quarter);
        own.any(|quota| !common::is_exempt(quota))
    };
    law.which == Which::DepartmentSales
        && law.is("newcomer_quarter", "nothing")
        && joined_now
        && !book.has_left(&manager.id, quarter)
        && !task_by_then()
}

/// what is still withheld is released in the last quarter that has a row, where the annual base is met. Gives what
/// of it is payable directly: that quarter is closed and has no Paid row.
pub fn release(
    law: &Law<'_>,
    manager: &Manager,
    quarters: &mut [QuarterFigures],
    year_end: Option<&YearEnd>,
    held: Exact,
) -> Exact {
    let book = law.book;
    let met = year_end.is_some_and(|year| year.actual >= year.base);
    let last = quarters.iter_mut().rfind(|row| !book.has_left(&manager.id, row.quarter));
    let (Some(last), true) = (last, met && law.which == Which::KeyAccount && law.is("withheld_at_year_end", "paid"))
    else {
        return zero();
    };
    last.floating_wage_released += &held;
    last.total += &held;
    let has_paid_row = book.paid.iter().any(|paid| paid.manager == manager.id && paid.quarter == last.quarter);
    if last.quarter < book.through() && !has_paid_row { held } else { zero() }
}

/// A closed quarter after leaving that has no Paid row counts as paid 0.
pub fn unpaid_after_leaving(law: &Law<'_>, manager: &Manager, quarters: &[QuarterFigures]) -> Exact {
    let book = law.book;
    let unpaid = |row: &&QuarterFigures| {
        row.quarter < book.through()
            && book.has_left(&manager.id, row.quarter)
            && !book.paid.iter().any(|paid| paid.manager == manager.id && paid.quarter == row.quarter)
    };
    quarters.iter().filter(unpaid).map(|row| row.bonus + row.floating_wage_paid).sum()
}
