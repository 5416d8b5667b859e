//! What all three policies share: the KPI factor, floating wages, exempt quarters, what is payable.

use super::book::{Book, Manager, Points, Quota};
use super::credit::Credit;
use super::exact::{Exact, exact, fen, least, not_negative, round_to, whole, yuan, zero};
use super::figures::{Department, ManagerFigures, QuarterFigures, YearEnd};
use super::readings::Readings;
use num_traits::{One, Signed, Zero};
use std::collections::VecDeque;

/// A shortfall that waits to be filled (policy.md, "State between quarters").
#[derive(Debug, Clone)]
pub struct Shortfall {
    /// What is left of it.
    pub left: Exact,
    /// The floating wage withheld with it (KA-2.3).
    pub withheld: Exact,
    /// The scheduled amount that it has gathered (DS-3).
    pub gathered: Exact,
}

/// What passes from a manager's quarter to his next one; everything starts at zero in Q1.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// The shortfalls, oldest first.
    pub queue: VecDeque<Shortfall>,
    /// The surplus carried.
    pub surplus: Exact,
    /// Its scheduled part.
    pub surplus_scheduled: Exact,
}

impl Ledger {
    /// Nothing carried and nothing owed.
    pub fn new() -> Ledger {
        Ledger { queue: VecDeque::new(), surplus: zero(), surplus_scheduled: zero() }
    }

    /// Σ shortfalls left.
    pub fn owed(&self) -> Exact {
        self.queue.iter().map(|shortfall| shortfall.left).sum()
    }

    /// surplus − Σ shortfalls left.
    pub fn balance(&self) -> Exact {
        self.surplus - self.owed()
    }
}

/// The terms of a policy that the common steps need.
pub struct Terms {
    /// The in-target rate (KA-2.2b).
    pub in_target_rate: Exact,
    /// The rate when the annual base is missed (policy.md, "The year, exactly"); 0 except MS-2.2.
    pub below_base_rate: Exact,
    /// The divisor at accrual (KA-3.1); 1 where the collections or the rates are net of tax.
    pub divisor: Exact,
    /// The fixed share of the payout factor (KA-3.2).
    pub fixed_share: Exact,
    /// The tiers above the annual target: from, rate (KA-3.1).
    pub tiers: Vec<(Exact, Exact)>,
    /// Whether there are floating wages; the major-sales policy ignores the column.
    pub has_floating_wage: bool,
    /// The readings.
    pub readings: Readings,
}

/// The tiers: the book's, else the policy's own one above the annual target.
pub fn tiers(book: &Book, default_rate: Option<&str>) -> Vec<(Exact, Exact)> {
    let mut tiers: Vec<_> = book.tiers.iter().map(|(from, rate)| (exact(from), exact(rate))).collect();
    if tiers.is_empty() {
        tiers.push((Exact::one(), exact(default_rate.expect("the key-account policy has no default tiers"))));
    }
    tiers.sort();
    tiers
}

/// ratio = scheduled ÷ whole, limited to 0…1, 12 decimals; 0 when the whole is not above 0.
pub fn ratio(scheduled: &Exact, of: &Exact) -> Exact {
    if !of.is_positive() {
        return zero();
    }
    least(&not_negative(&round_to(&(scheduled / of), 12)), &Exact::one())
}

/// The base of a quota row; a blank one is 50 % of the target, to the fen (DS-1).
pub fn base(quota: &Quota) -> Exact {
    quota.base.map_or_else(|| fen(&(yuan(quota.target) / whole(2))), yuan)
}

/// A quarter with base 0 and target 0 stands outside the ledger (policy.md, "exempt").
pub fn is_exempt(quota: &Quota) -> bool {
    base(quota).is_zero() && quota.target == 0
}

/// The grade of a quarter: the quota row's, else the manager's (KA-2.4).
pub fn grade(manager: &Manager, quota: &Quota) -> String {
    quota.grade.clone().unwrap_or_else(|| manager.grade.clone())
}

/// The quarter's own floating wage; blank is 3 × the grade's monthly one (workbook.md, "Quotas").
pub fn own_wage(book: &Book, terms: &Terms, manager: &Manager, quota: &Quota) -> Exact {
    if !terms.has_floating_wage {
        return zero();
    }
    quota.floating.map_or_else(|| yuan(3 * book.grades[book.grade_place(&grade(manager, quota))].floating), yuan)
}

/// A quarter's row with the fields that do not depend on the ledger; the policy fills the others.
pub fn start(book: &Book, terms: &Terms, quota: &Quota, credit: &Credit, ledger: &Ledger) -> QuarterFigures {
    let score = score(book, quota).unwrap_or_else(|| panic!("no KPI score of {} in Q{}", quota.manager, quota.quarter));
    let coefficient = coefficient(book, &score);
    QuarterFigures {
        quarter: quota.quarter,
        exempt: is_exempt(quota),
        collections: credit.collections.0,
        scheduled: credit.scheduled.0,
        flat_accrual: credit.flat.0,
        base: base(quota),
        target: yuan(quota.target),
        opening_balance: ledger.balance(),
        made_up: zero(),
        effective: zero(),
        base_met: false,
        shortfall: zero(),
        surplus: zero(),
        closing_balance: zero(),
        basis: zero(),
        accrued: zero(),
        payout_factor: terms.fixed_share + (Exact::one() - terms.fixed_share) * coefficient,
        kpi_score: Some(score),
        kpi_coefficient: coefficient,
        bonus: zero(),
        floating_wage_paid: zero(),
        floating_wage_released: zero(),
        floating_wage_withheld: zero(),
        wage_deduction: zero(),
        total: zero(),
    }
}

/// Bonus, closing balance and total, the steps after the accrual (KA-3.2).
pub fn finish(mut row: QuarterFigures, ledger: &Ledger) -> QuarterFigures {
    row.bonus = fen(&((row.accrued + row.flat_accrual) * row.payout_factor));
    row.closing_balance = ledger.balance();
    row.total = row.bonus + row.floating_wage_paid + row.floating_wage_released - row.wage_deduction;
    row
}

/// An exempt quarter: its scheduled collections all accrue at the in-target rate, the floating wage is paid, and the
/// ledger passes through it unchanged. So the surplus shown is the surplus that passes.
pub fn exempt_quarter(terms: &Terms, mut row: QuarterFigures, own_wage: Exact, ledger: &Ledger) -> QuarterFigures {
    row.effective = row.collections;
    row.base_met = true;
    row.surplus = ledger.surplus;
    row.basis = row.scheduled;
    row.accrued = fen(&(row.basis * terms.in_target_rate / terms.divisor));
    row.floating_wage_paid = own_wage;
    finish(row, ledger)
}

/// KPI score = 50 % department manager + 20 % sales management + 30 % sales director, or a single score (KA-3.3).
pub fn score(book: &Book, quota: &Quota) -> Option<Exact> {
    let row = book.scores.iter().find(|s| s.manager == quota.manager && s.quarter == quota.quarter)?;
    Some(match &row.points {
        Points::Single(score) => exact(score),
        Points::Three(manager, management, director) => {
            exact(manager) * exact("0.5") + exact(management) * exact("0.2") + exact(director) * exact("0.3")
        }
    })
}

/// The coefficient of the highest band that starts at or below the score (workbook.md, "KPI coefficients").
pub fn coefficient(book: &Book, score: &Exact) -> Exact {
    let bands = book.bands.iter().map(|(from, coefficient)| (exact(from), exact(coefficient)));
    let highest = bands.filter(|(from, _)| from <= score).max_by(|a, b| a.0.cmp(&b.0));
    highest.unwrap_or_else(|| panic!("a score below the lowest band: {score}")).1
}

/// What is payable now (workbook.md, below the JSON): the through quarter's total, the true-up, and for each earlier
/// quarter with a Paid row its bonus and floating wages less what was paid. The deduction of DS-3 is taken from the
/// fixed wage, is in neither figure of a Paid row, and so is left out on both sides.
pub fn payable(book: &Book, manager: &str, quarters: &[QuarterFigures], year_end: Option<&YearEnd>) -> Exact {
    let mut payable = zero();
    for row in quarters {
        if row.quarter == book.through() {
            payable += &row.total;
        } else if let Some(paid) = book.paid.iter().find(|p| p.manager == manager && p.quarter == row.quarter) {
            payable += row.bonus + row.floating_wage_paid + row.floating_wage_released;
            payable -= yuan(paid.bonus) + yuan(paid.floating);
        }
    }
    payable + year_end.map_or_else(zero, |year| year.true_up)
}

/// The department: Σ collections against the setting, else Σ targets through the through quarter (workbook.md).
pub fn department(book: &Book, managers: &[ManagerFigures]) -> Department {
    let rows = || managers.iter().flat_map(|manager| &manager.quarters);
    let actual: Exact = rows().map(|row| row.collections).sum();
    let target = match book.setting("department_target") {
        Some(target) => exact(target),
        None => rows().map(|row| row.target).sum(),
    };
    let attainment = (!target.is_zero()).then(|| round_to(&(actual / target), 12));
    Department { actual, target, attainment, to_date: None }
}
