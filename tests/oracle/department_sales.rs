//! The department-sales policy (policy.md section 3, DS rules), equation by equation.

use super::book::{Book, Category, Manager};
use super::common::{self, Ledger, Shortfall, Terms};
use super::credit::{self, Credits};
use super::exact::{Exact, exact, fen, least, not_negative, whole, zero};
use super::figures::{Figures, ManagerFigures, QuarterFigures};
use super::readings::{PipelineShare, Readings};
use super::year;
use num_traits::{Signed, Zero};

/// Every figure of a book under the department-sales policy.
pub fn compute(book: &Book) -> Figures {
    let terms = Terms {
        in_target_rate: book.number("in_target_rate", "0.04"), // DS-3
        below_base_rate: book.number("below_base_rate", "0"),
        divisor: exact("1"), // DS-2.1: no division later
        fixed_share: exact("0.8"),
        tiers: common::tiers(book, Some("0.05")), // DS-3
        has_floating_wage: true,
        readings: Readings::of(book, "carry-forward"),
    };
    let credits = credit::credit(
        book,
        &credit::Rules {
            tax_at_credit: book.number("tax_divisor", "1.17"), // DS-2.1
            tax_at_accrual: exact("1"),
            outside_counts: false, // DS-2.3
            weights,
            other_income_counts: false, // R-9 is about the key-account categories.
        },
    );
    let managers: Vec<_> = book.managers.iter().map(|m| manager_figures(book, &terms, &credits, m)).collect();
    Figures {
        policy: book.policy.clone(),
        year: book.year,
        through: book.through(),
        department: common::department(book, &managers),
        managers,
    }
}

/// Task weight, schedule weight and flat rate of each category (policy.md section 3).
fn weights(category: Category) -> Option<(i64, i64, &'static str)> {
    match category {
        Category::Product | Category::AllocatedImplementation | Category::SecondaryDevelopment => Some((1, 1, "0")),
        Category::Implementation => Some((1, 0, "0.06")), // DS-2.2
        Category::Training | Category::Maintenance => Some((0, 0, "0.06")),
        Category::Service | Category::Supplies | Category::AddOn | Category::DataConversion => None,
    }
}

fn manager_figures(book: &Book, terms: &Terms, credits: &Credits, manager: &Manager) -> ManagerFigures {
    let mut ledger = Ledger::new();
    let mut quarters = Vec::new();
    for quarter in 1..=book.through() {
        let Some(quota) = book.quota(&manager.id, quarter) else {
            continue;
        };
        let credit = credits.of(&manager.id, quarter);
        let row = common::start(book, terms, quota, &credit, &ledger);
        let own_wage = common::own_wage(book, terms, manager, quota);
        quarters.push(if row.exempt {
            common::exempt_quarter(terms, row, own_wage, &ledger)
        } else {
            one_quarter(terms, row, own_wage, &mut ledger)
        });
    }
    let year_end = year::year_end(book, terms, &quarters);
    ManagerFigures {
        id: manager.id.clone(),
        name: manager.name.clone(),
        grade: manager.grade.clone(),
        payable: common::payable(book, &manager.id, &quarters, year_end.as_ref()),
        quarters,
        half_years: None,
        year_end,
    }
}

/// A quarter that is not exempt (DS-3): the present base comes first.
fn one_quarter(terms: &Terms, mut row: QuarterFigures, own_wage: Exact, ledger: &mut Ledger) -> QuarterFigures {
    let pool = row.collections + ledger.surplus;
    let scheduled = row.scheduled + ledger.surplus_scheduled;
    ledger.surplus = zero();
    ledger.surplus_scheduled = zero();

    // A withheld floating wage is not paid later, so the queue holds none.
    if pool >= row.target {
        row.floating_wage_paid = own_wage;
    } else {
        row.floating_wage_withheld = own_wage;
    }
    row.base_met = pool >= row.base;
    if row.base_met {
        met(terms, &mut row, &pool, &scheduled, ledger);
    } else {
        row.effective = pool;
        row.wage_deduction = whole(600);
        row.shortfall = row.base - row.effective;
        let mut parts = Parts::of(terms, &pool, &scheduled);
        let left = row.shortfall;
        let gathered = parts.take(&not_negative(&row.effective));
        ledger.queue.push_back(Shortfall { left, withheld: zero(), gathered });
    }
    common::finish(row, ledger)
}

fn met(terms: &Terms, row: &mut QuarterFigures, pool: &Exact, scheduled: &Exact, ledger: &mut Ledger) {
    // made_up = min(pool − base, Σ left), oldest first
    let mut to_give = pool - row.base;
    let mut fills = Vec::new();
    for shortfall in &mut ledger.queue {
        let fill = least(&to_give, &shortfall.left);
        to_give -= &fill;
        shortfall.left -= &fill;
        row.made_up += &fill;
        fills.push(fill);
    }
    row.effective = pool - row.made_up;

    // What is within the target, what is between target and cap and accrues now, and what is carried.
    let cap = if row.target > whole(300_000) { row.target } else { whole(300_000) };
    let within = least(&row.effective, &row.target);
    let (over, surplus) =
        if row.effective > cap { (cap - row.target, row.effective - cap) } else { (zero(), row.effective - within) };
    // R-2 "accrue now" is all of it at the in-target rate; then nothing is over and nothing is carried.
    let (within, over, surplus) =
        if terms.readings.surplus_carried { (within, over, surplus) } else { (row.effective, zero(), zero()) };

    // R-3 "bonus first": policy.md gives the order only for the target, which comes first. Make-up completes earlier
    // targets and follows, then what is over the target, then what is carried. Pro rata, the order is without effect.
    let mut parts = Parts::of(terms, pool, scheduled);
    let mut within = parts.take(&within);
    for (shortfall, fill) in ledger.queue.iter_mut().zip(&fills) {
        shortfall.gathered += parts.take(fill);
    }
    let over = parts.take(&over);
    ledger.surplus_scheduled = parts.take(&surplus);

    // A shortfall that is now filled pays its quarter's bonus back.
    let filled = ledger.queue.iter().filter(|shortfall| shortfall.left.is_zero());
    let paid_back: Exact = filled.map(|shortfall| shortfall.gathered).sum();
    ledger.queue.retain(|shortfall| shortfall.left.is_positive());

    if !terms.readings.between_accrues && row.effective < row.target {
        within = zero(); // R-1 "nothing" is about the quarter's own completion, not about what is paid back.
    }
    let over_rate = terms.tiers[0].1;
    row.accrued = fen(&((within + paid_back) * terms.in_target_rate)) + fen(&(over * over_rate));
    row.basis = within + over + paid_back;
    row.surplus = surplus;
    ledger.surplus = surplus;
}

/// Takes the scheduled part out of parts of a pool.
struct Parts {
    pro_rata: bool,
    ratio: Exact,
    scheduled_left: Exact,
}

impl Parts {
    fn of(terms: &Terms, pool: &Exact, scheduled: &Exact) -> Parts {
        Parts {
            pro_rata: terms.readings.pipeline_share == PipelineShare::ProRata,
            ratio: common::ratio(scheduled, pool),
            scheduled_left: least(&not_negative(scheduled), &not_negative(pool)),
        }
    }

    fn take(&mut self, amount: &Exact) -> Exact {
        if self.pro_rata {
            return fen(&(amount * self.ratio));
        }
        let part = least(amount, &self.scheduled_left);
        self.scheduled_left -= &part;
        part
    }
}
