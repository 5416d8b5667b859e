//! The major-sales policy (policy.md section 3, MS rules), equation by equation.

use super::book::{Book, Category, Manager};
use super::common::{self, Ledger, Shortfall, Terms};
use super::credit::{self, Credit, Credits};
use super::exact::{Exact, exact, fen, least, not_negative, whole, zero};
use super::figures::{Figures, ManagerFigures, QuarterFigures};
use super::readings::{PipelineShare, Readings};
use super::year;
use num_traits::{Signed, Zero};

/// Every figure of a book under the major-sales policy.
pub fn compute(book: &Book) -> Figures {
    let terms = Terms {
        in_target_rate: book.number("in_target_rate", "0.0712"), // MS-2.2
        below_base_rate: book.number("below_base_rate", "0.01424"), // MS-2.2
        divisor: book.number("tax_divisor", "1"),                // The rates are net of tax.
        fixed_share: exact("0.7"),
        tiers: common::tiers(book, Some("0.09968")), // MS-3.1
        has_floating_wage: false,
        readings: Readings::of(book, "accrue-now"), // MS-2.2: the whole of it, above target too
    };
    let credits = credit::credit(
        book,
        &credit::Rules {
            tax_at_credit: exact("1"),
            tax_at_accrual: terms.divisor,
            outside_counts: false, // MS-2.4
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
        Category::Product | Category::Implementation => Some((1, 1, "0")),
        // MS-3.3
        Category::Service | Category::Supplies | Category::Training => Some((0, 0, "0.05")),
        Category::AddOn => Some((0, 0, "0.025")), // MS-2.7: half of the service rate
        Category::DataConversion => Some((0, 0, "0")), // MS-2.7
        Category::AllocatedImplementation | Category::SecondaryDevelopment | Category::Maintenance => None,
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
        quarters.push(if row.exempt {
            common::exempt_quarter(terms, row, zero(), &ledger)
        } else {
            one_quarter(book, terms, credits, &credit, row, &mut ledger)
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

/// A quarter that is not exempt. The queue works as in the key-account policy, but nothing is withheld with it.
fn one_quarter(
    book: &Book,
    terms: &Terms,
    credits: &Credits,
    credit: &Credit,
    mut row: QuarterFigures,
    ledger: &mut Ledger,
) -> QuarterFigures {
    let readings = terms.readings;
    let pool = row.collections + ledger.surplus;
    let scheduled = row.scheduled + ledger.surplus_scheduled;
    let ratio = common::ratio(&scheduled, &pool);
    // For R-3 "bonus first": as much of the pool as is scheduled, limited as the ratio is.
    let scheduled = least(&not_negative(&scheduled), &not_negative(&pool));
    let pro_rata = readings.pipeline_share == PipelineShare::ProRata;
    ledger.surplus = zero();
    ledger.surplus_scheduled = zero();

    let mut to_give = not_negative(&pool);
    for shortfall in &mut ledger.queue {
        let fill = least(&to_give, &shortfall.left);
        to_give -= &fill;
        shortfall.left -= &fill;
        row.made_up += &fill;
    }
    ledger.queue.retain(|shortfall| shortfall.left.is_positive());

    row.effective = pool - row.made_up;
    row.base_met = row.effective >= row.base;
    if row.base_met {
        let within = if readings.surplus_carried { least(&row.effective, &row.target) } else { row.effective };
        let surplus = row.effective - within;
        if pro_rata {
            row.basis = fen(&(within * ratio));
            ledger.surplus_scheduled = fen(&(surplus * ratio));
        } else {
            row.basis = least(&scheduled, &within);
            ledger.surplus_scheduled = least(&(scheduled - row.basis), &surplus);
        }
        if !readings.between_accrues && row.effective < row.target {
            row.basis = zero();
        }
        row.accrued = accrued_by_deals(book, terms, credits, credit, &row);
        row.surplus = surplus;
        ledger.surplus = surplus;
    } else {
        // MS-2.2: below base the effective completion accrues too, at the low rate.
        let effective = not_negative(&row.effective);
        row.basis = if pro_rata { fen(&(effective * ratio)) } else { least(&scheduled, &effective) };
        row.accrued = fen(&(row.basis * terms.below_base_rate / terms.divisor));
        row.shortfall = row.base - row.effective;
        let left = row.shortfall;
        ledger.queue.push_back(Shortfall { left, withheld: zero(), gathered: zero() });
    }
    common::finish(row, ledger)
}

/// The accrual of a quarter that meets its base, with large deals (MS-3.2).
fn accrued_by_deals(book: &Book, terms: &Terms, credits: &Credits, credit: &Credit, row: &QuarterFigures) -> Exact {
    let all_at_one_rate = fen(&(row.basis * terms.in_target_rate / terms.divisor));
    let Some(small_deal_rate) = book.setting("small_deal_rate") else {
        return all_at_one_rate; // The rule is off.
    };
    // A deal is a project; its size is what was collected on it in the quarter, by anyone and of any category.
    let mut large = zero();
    for (project, part) in &credit.by_project {
        if credits.project_net(project, row.quarter) > whole(50_000) {
            large += part;
        }
    }
    if large >= row.collections * exact("0.4") {
        return all_at_one_rate;
    }
    // policy.md does not say how the basis is divided between the deals. It is divided as the
    // quarter's collections are; each part is a figure of its own, and so each is rounded.
    let share_of_large =
        if row.collections.is_positive() { fen(&(row.basis * not_negative(&large) / row.collections)) } else { zero() };
    let large_basis = least(&share_of_large, &row.basis);
    let small_basis = row.basis - large_basis;
    fen(&(large_basis * terms.in_target_rate / terms.divisor))
        + fen(&(small_basis * exact(small_deal_rate) / terms.divisor))
}
