//! The key-account policy (policy.md section 2), equation by equation.

use super::book::{Book, Category, Manager};
use super::common::{self, Ledger, Shortfall, Terms};
use super::credit::{self, Credits};
use super::exact::{Exact, exact, fen, least, not_negative, round_to, yuan, zero};
use super::figures::{Figures, HalfYear, ManagerFigures, QuarterFigures, YearEnd};
use super::readings::{PipelineShare, Readings};
use super::year;
use num_traits::{Signed, Zero};

/// Every figure of a book under the key-account policy.
pub fn compute(book: &Book) -> Figures {
    let readings = Readings::of(book, "carry-forward");
    let terms = Terms {
        in_target_rate: exact(book.setting("in_target_rate").expect("the policy has no default rate")),
        below_base_rate: book.number("below_base_rate", "0"),
        divisor: book.number("tax_divisor", "1.17"),
        fixed_share: exact("0.8"),
        tiers: common::tiers(book, None),
        has_floating_wage: true,
        readings,
    };
    let credits = credit::credit(
        book,
        &credit::Rules {
            tax_at_credit: exact("1"),
            tax_at_accrual: terms.divisor,
            outside_counts: true, // KA-2.5
            weights,
            other_income_counts: readings.other_income_counts,
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
        Category::Service
        | Category::Supplies
        | Category::Training
        | Category::Maintenance
        | Category::AddOn
        | Category::DataConversion => Some((0, 0, "0")),
        Category::AllocatedImplementation | Category::SecondaryDevelopment => None,
    }
}

fn manager_figures(book: &Book, terms: &Terms, credits: &Credits, manager: &Manager) -> ManagerFigures {
    let mut ledger = Ledger::new();
    let mut quarters = Vec::new();
    for quarter in 1..=book.through() {
        let Some(quota) = book.quota(&manager.id, quarter) else {
            continue;
        };
        let row = common::start(book, terms, quota, &credits.of(&manager.id, quarter), &ledger);
        let own_wage = common::own_wage(book, terms, manager, quota);
        quarters.push(if row.exempt {
            common::exempt_quarter(terms, row, own_wage, &ledger)
        } else {
            one_quarter(terms, row, own_wage, &mut ledger)
        });
    }
    let half_years = [1, 2].into_iter().filter_map(|half| half_year(book, terms, manager, &quarters, half)).collect();
    let year_end = year::year_end(book, terms, &quarters);
    pay_withheld(terms, &mut quarters, year_end.as_ref(), &ledger);
    ManagerFigures {
        id: manager.id.clone(),
        name: manager.name.clone(),
        grade: manager.grade.clone(),
        payable: common::payable(book, &manager.id, &quarters, year_end.as_ref()),
        quarters,
        half_years: Some(half_years),
        year_end,
    }
}

/// A quarter that is not exempt (policy.md, "The quarter, exactly").
fn one_quarter(terms: &Terms, mut row: QuarterFigures, own_wage: Exact, ledger: &mut Ledger) -> QuarterFigures {
    let readings = terms.readings;
    let pool = row.collections + ledger.surplus;
    let scheduled = row.scheduled + ledger.surplus_scheduled;
    let ratio = common::ratio(&scheduled, &pool);
    ledger.surplus = zero();
    ledger.surplus_scheduled = zero();

    // made_up: what the pool fills of the queue, oldest first (KA-2.2a); a filled one releases its wage (KA-2.3).
    let mut to_give = not_negative(&pool);
    for shortfall in &mut ledger.queue {
        let fill = least(&to_give, &shortfall.left);
        to_give -= &fill;
        shortfall.left -= &fill;
        row.made_up += &fill;
        if shortfall.left.is_zero() {
            row.floating_wage_released += &shortfall.withheld;
        }
    }
    ledger.queue.retain(|shortfall| shortfall.left.is_positive());

    row.effective = pool - row.made_up;
    row.base_met = row.effective >= row.base;
    if row.base_met {
        row.floating_wage_paid = own_wage;
        let within = if readings.surplus_carried { least(&row.effective, &row.target) } else { row.effective };
        let surplus = row.effective - within;
        // R-3 pro rata: each part has the pool's proportion of scheduled collections. Bonus first: the scheduled
        // collections fill the target first, what is left of them goes into the surplus, and only then into make-up.
        if readings.pipeline_share == PipelineShare::ProRata {
            row.basis = fen(&(within * ratio));
            ledger.surplus_scheduled = fen(&(surplus * ratio));
        } else {
            let scheduled = least(&not_negative(&scheduled), &not_negative(&pool));
            row.basis = least(&scheduled, &within);
            ledger.surplus_scheduled = least(&(scheduled - row.basis), &surplus);
        }
        // R-1 "nothing": only a quarter that reaches its target accrues.
        if !readings.between_accrues && row.effective < row.target {
            row.basis = zero();
        }
        row.accrued = fen(&(row.basis * terms.in_target_rate / terms.divisor));
        row.surplus = surplus;
        ledger.surplus = surplus;
    } else {
        row.floating_wage_withheld = own_wage;
        row.shortfall = row.base - row.effective;
        let left = row.shortfall;
        ledger.queue.push_back(Shortfall { left, withheld: own_wage, gathered: zero() });
    }
    common::finish(row, ledger)
}

/// The half-year review (KA-2.4); `None` unless both rows of the half are there.
fn half_year(book: &Book, terms: &Terms, manager: &Manager, quarters: &[QuarterFigures], half: u8) -> Option<HalfYear> {
    quarters.iter().find(|row| row.quarter == 2 * half - 1)?;
    let last = quarters.iter().find(|row| row.quarter == 2 * half)?;
    let counted = |from: u8| quarters.iter().filter(move |row| !row.exempt && (from..=2 * half).contains(&row.quarter));
    let in_half = || counted(2 * half - 1);
    let actual: Exact = in_half().map(|row| row.collections).sum();
    let base: Exact = in_half().map(|row| row.base).sum();
    let target: Exact = in_half().map(|row| row.target).sum();

    // the target to reach is the half's, or the one from Q1 to the end of the half.
    let reached = if terms.readings.looks_back_a_year {
        let actual: Exact = counted(1).map(|row| row.collections).sum();
        let target: Exact = counted(1).map(|row| row.target).sum();
        actual >= target
    } else {
        actual >= target
    };
    // the half's last quarter also reaches its target by its effective completion.
    let complete = !terms.readings.needs_quarter_target || last.effective >= last.target;
    let decision = if in_half().next().is_none() {
        "hold"
    } else if actual < base {
        "demote"
    } else if reached && complete {
        "promote"
    } else {
        "hold"
    };

    let quota = book.quota(&manager.id, 2 * half).expect("the row was computed from it");
    let place = book.grade_place(&common::grade(manager, quota));
    let new_place = match decision {
        "promote" => (place + 1).min(book.grades.len() - 1),
        "demote" => place.saturating_sub(1),
        _ => place,
    };
    Some(HalfYear {
        half,
        actual,
        base,
        target,
        decision,
        grade: book.grades[place].name.clone(),
        new_grade: book.grades[new_place].name.clone(),
        quota_factor: round_to(&(yuan(book.grades[new_place].wage) / yuan(book.grades[place].wage)), 12),
    })
}

/// R-7 `paid`: wages still withheld at the year's end are paid when the annual base is met. policy.md names no field
/// for them; they are a release of withheld wages, so they join `floating_wage_released` and `total` of Q4.
fn pay_withheld(terms: &Terms, quarters: &mut [QuarterFigures], year_end: Option<&YearEnd>, ledger: &Ledger) {
    let Some(year_end) = year_end else { return };
    if !terms.readings.withheld_paid || year_end.actual < year_end.base {
        return;
    }
    let last = quarters.last_mut().expect("a settled year has quarters");
    for shortfall in &ledger.queue {
        last.floating_wage_released += &shortfall.withheld;
        last.total += &shortfall.withheld;
    }
}
