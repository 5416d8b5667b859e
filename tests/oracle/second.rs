//! Version 2 of the three policies, once more from policy.md: one ledger for all three, asked at each step which of them
//! it is, where version 1 has a file for each. Nothing is taken from the policies' own files.

use super::book::{Book, Category, Manager};
use super::common::{self, Terms};
use super::credit::{self, Credits};
use super::exact::{Exact, exact, fen, least, not_negative, round_to, whole, zero};
use super::figures::{Department, Figures, ManagerFigures, QuarterFigures};
use super::readings::Readings;
use super::second_half::half_year;
use super::second_people as people;
use super::second_year::{Facts, year_end};
use num_traits::{Signed, Zero};

/// Which of the three a policy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    KeyAccount,
    MajorSales,
    DepartmentSales,
}

/// A policy's own figures and the book's choices.
pub struct Law<'b> {
    pub book: &'b Book,
    pub which: Which,
    pub terms: Terms,
}

impl Law<'_> {
    fn of(book: &Book) -> Law<'_> {
        let which = match book.policy.as_str() {
            "key-account" => Which::KeyAccount,
            "major-sales" => Which::MajorSales,
            _ => Which::DepartmentSales,
        };
        let (rate, below, divisor, fixed, tier) = match which {
            Which::KeyAccount => (None, "0", book.number("tax_divisor", "1.17"), "0.8", None),
            Which::MajorSales => (Some("0.0712"), "0.01424", book.number("tax_divisor", "1"), "0.7", Some("0.09968")),
            Which::DepartmentSales => (Some("0.04"), "0", exact("1"), "0.8", Some("0.05")),
        };
        let terms = Terms {
            in_target_rate: exact(book.setting("in_target_rate").or(rate).expect("a rate")),
            below_base_rate: book.number("below_base_rate", below),
            divisor,
            fixed_share: exact(fixed),
            tiers: common::tiers(book, tier),
            has_floating_wage: which != Which::MajorSales,
            readings: Readings::of(&Book::default(), "carry-forward"),
        };
        Law { book, which, terms }
    }

    /// Whether a reading has this choice; the first of a table's row is the default.
    #[allow(clippy::match_same_arms, reason = "a table of readings and their defaults")]
    pub fn is(&self, name: &str, choice: &str) -> bool {
        let default = match (name, self.which) {
            ("surplus", Which::MajorSales) => "accrue-now",
            ("surplus", _) => "carry-forward",
            ("between_base_and_target", _) => "accrues",
            ("pipeline_share", _) => "bonus-first",
            ("year_end_factor", _) => "mean",
            ("annual_base_missed", _) => "keep-earned",
            ("promotion_looks_back", _) => "half",
            ("withheld_at_year_end", _) => "paid",
            ("other_income", _) => "excluded",
            ("promotion_needs", _) => "half-target",
            ("made_up_bonus", _) => "year-end",
            ("year_end", _) => "settle",
            ("half_year_completion", _) => "collections",
            ("deals_counted_by", _) => "quarter",
            ("cap_tested", _) => "after-make-up",
            ("newcomer_quarter", _) => "accrues",
            ("exempt_without_score", _) => "one",
            ("partial_quarter", _) => "as-given",
            ("after_leaving_factor", _) => "last",
            other => panic!("no reading {other:?}"),
        };
        self.book.setting(name).unwrap_or(default) == choice
    }

    pub fn pro_rata(&self) -> bool {
        self.is("pipeline_share", "pro-rata")
    }

    /// Where the bonus of a shortfall that is filled is paid with its filling.
    fn pays_back(&self) -> bool {
        self.which == Which::DepartmentSales
            || self.which == Which::KeyAccount && self.is("made_up_bonus", "when-filled")
    }
}

/// Every figure of a book by version 2.
pub fn compute(book: &Book) -> Figures {
    let law = Law::of(book);
    let key_account = law.which == Which::KeyAccount;
    let taxed_early = law.which == Which::DepartmentSales;
    let credits = credit::credit(
        book,
        &credit::Rules {
            tax_at_credit: if taxed_early { book.number("tax_divisor", "1.17") } else { exact("1") },
            tax_at_accrual: law.terms.divisor,
            outside_counts: key_account || book.setting("outside_pipeline_counts") == Some("TRUE"),
            weights: match law.which {
                Which::KeyAccount => key_account_weights,
                Which::MajorSales => major_sales_weights,
                Which::DepartmentSales => department_weights,
            },
            other_income_counts: key_account && law.is("other_income", "counts"),
        },
    );
    let managers: Vec<_> = book.managers.iter().map(|m| manager_figures(&law, &credits, m)).collect();
    Figures {
        policy: book.policy.clone(),
        year: book.year,
        through: book.through(),
        department: department(&law, &managers),
        managers,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the siblings know fewer categories")]
fn key_account_weights(category: Category) -> Option<(i64, i64, &'static str)> {
    let counts = matches!(category, Category::Product | Category::Implementation);
    Some(if counts { (1, 1, "0") } else { (0, 0, "0") })
}

fn major_sales_weights(category: Category) -> Option<(i64, i64, &'static str)> {
    Some(match category {
        Category::Product | Category::Implementation => (1, 1, "0"),
        Category::Service | Category::Supplies | Category::Training => (0, 0, "0.05"),
        Category::AddOn => (0, 0, "0.025"),
        Category::DataConversion => (0, 0, "0"),
        _ => return None,
    })
}

fn department_weights(category: Category) -> Option<(i64, i64, &'static str)> {
    Some(match category {
        Category::Product | Category::AllocatedImplementation | Category::SecondaryDevelopment => (1, 1, "0"),
        Category::Implementation => (1, 0, "0.06"),
        Category::Training | Category::Maintenance => (0, 0, "0.06"),
        _ => return None,
    })
}

/// The department twice: the year's target and that to date.
fn department(law: &Law<'_>, managers: &[ManagerFigures]) -> Department {
    let rows = || managers.iter().flat_map(|manager| &manager.quarters);
    let actual: Exact = rows().map(|row| row.collections).sum();
    let to_date: Exact = rows().map(|row| row.target).sum();
    let default = if law.which == Which::KeyAccount { "4200000" } else { "0" };
    let set = law.book.number("department_target", default);
    let target = if set.is_zero() { people::year_target(law) } else { set };
    let of = |target: &Exact| (!target.is_zero()).then(|| round_to(&(actual / target), 12));
    let (attainment, attainment_to_date) = (of(&target), of(&to_date));
    Department { actual, target, attainment, to_date: Some((to_date, attainment_to_date)) }
}

/// A shortfall that waits.
struct Owed {
    left: Exact,
    wage: Exact,
    gathered: Exact,
}

/// What passes from quarter to quarter.
#[derive(Default)]
struct Ledger {
    owed: Vec<Owed>,
    surplus: Exact0,
    scheduled: Exact0,
}

/// Zero to begin with.
struct Exact0(Exact);

impl Default for Exact0 {
    fn default() -> Self {
        Exact0(zero())
    }
}

impl Ledger {
    fn balance(&self) -> Exact {
        self.surplus.0 - self.owed.iter().map(|owed| owed.left).sum::<Exact>()
    }
}

fn manager_figures(law: &Law<'_>, credits: &Credits, manager: &Manager) -> ManagerFigures {
    let book = law.book;
    let mut ledger = Ledger::default();
    let mut quarters: Vec<QuarterFigures> = Vec::new();
    let (mut facts, mut carried_in) = (Vec::new(), Vec::new());
    for quarter in 1..=book.through() {
        let Some(mut row) = people::start(law, credits, manager, quarter, &quarters) else { continue };
        row.opening_balance = ledger.balance();
        carried_in.push(ledger.surplus.0);
        let wage = people::own_wage(law, manager, quarter);
        let mut fact = Facts::default();
        if row.exempt {
            row.effective = row.collections;
            row.base_met = true;
            row.surplus = ledger.surplus.0;
            row.basis = if people::newcomer(law, manager, quarter) { zero() } else { row.scheduled };
            row.accrued = fen(&(row.basis * law.terms.in_target_rate / law.terms.divisor));
            if book.has_left(&manager.id, quarter) {
                // After leaving no more is taken back than the year accrued before.
                let before: Exact = quarters.iter().map(|row| row.accrued).sum();
                row.accrued = row.accrued.max(-before);
            }
            row.floating_wage_paid = wage;
        } else {
            assessed(law, credits, manager, &mut row, wage, &mut ledger, &mut fact);
        }
        row.bonus = fen(&((row.accrued + row.flat_accrual) * row.payout_factor));
        row.closing_balance = ledger.balance();
        row.total = row.bonus + row.floating_wage_paid + row.floating_wage_released - row.wage_deduction;
        quarters.push(row);
        facts.push(fact);
    }
    let year_end = year_end(law, manager, &quarters, &facts);
    let held = ledger.owed.iter().map(|owed| owed.wage).sum();
    let direct = people::release(law, manager, &mut quarters, year_end.as_ref(), held);
    let halves = || {
        let of = |half| half_year(law, manager, &quarters, &carried_in, half);
        [1, 2].into_iter().filter_map(of).collect()
    };
    let late = people::unpaid_after_leaving(law, manager, &quarters);
    ManagerFigures {
        id: manager.id.clone(),
        name: manager.name.clone(),
        grade: manager.grade.clone(),
        half_years: (law.which == Which::KeyAccount).then(halves),
        payable: common::payable(book, &manager.id, &quarters, year_end.as_ref()) + direct + late,
        quarters,
        year_end,
    }
}

/// The scheduled yuan of a pool, handed out in order.
struct Purse {
    left: Exact,
    ratio: Option<Exact>,
}

impl Purse {
    fn take(&mut self, amount: &Exact) -> Exact {
        if let Some(ratio) = &self.ratio {
            return fen(&(amount * ratio));
        }
        let part = least(&not_negative(amount), &self.left);
        self.left -= &part;
        part
    }
}

/// A quarter with a task.
fn assessed(
    law: &Law<'_>,
    credits: &Credits,
    manager: &Manager,
    row: &mut QuarterFigures,
    wage: Exact,
    ledger: &mut Ledger,
    fact: &mut Facts,
) {
    let department = law.which == Which::DepartmentSales;
    let pool = row.collections + ledger.surplus.0;
    let scheduled = row.scheduled + ledger.scheduled.0;
    let first = not_negative(&least(&scheduled, &pool));
    let mut purse = Purse { left: first, ratio: law.pro_rata().then(|| common::ratio(&scheduled, &pool)) };
    ledger.surplus.0 = zero();
    ledger.scheduled.0 = zero();

    // What fills earlier shortfalls: everything, or (DS-3) what is above the present base.
    let mut to_give = not_negative(&if department { pool - row.base } else { pool });
    let mut fills = Vec::new();
    for owed in &mut ledger.owed {
        let fill = least(&to_give, &owed.left);
        to_give -= &fill;
        owed.left -= &fill;
        row.made_up += &fill;
        fills.push(fill);
    }
    row.effective = pool - row.made_up;
    row.base_met = row.effective >= row.base;

    // How the completion divides: what accrues now in target, what accrues now over it, what is carried.
    let above = not_negative(&(row.effective - row.target));
    let in_target = least(&row.effective, &row.target);
    let (now, over, carried) = if !row.base_met {
        (row.effective, zero(), zero())
    } else if department {
        let cap = law.book.number("quarter_cap", "300000").max(row.target);
        let tested = if law.is("cap_tested", "before") { &pool } else { &row.effective };
        let over = if *tested > cap { not_negative(&(least(&row.effective, &cap) - row.target)) } else { zero() };
        (in_target, over, above - over)
    } else if law.is("surplus", "carry-forward") {
        (in_target, zero(), above)
    } else if law.is("surplus", "accrue-now") {
        (row.effective, zero(), zero())
    } else {
        (row.effective, zero(), above)
    };
    let earns = row.base_met
        && (law.which != Which::KeyAccount
            || law.is("between_base_and_target", "accrues")
            || row.effective >= row.target);
    let own = purse.take(&not_negative(&now));
    let mut basis = if earns || law.which == Which::MajorSales { own } else { zero() };
    let mut paid_back = zero();
    if law.pays_back() {
        for (owed, fill) in ledger.owed.iter_mut().zip(&fills) {
            owed.gathered += purse.take(fill);
            if owed.left.is_zero() {
                paid_back += &owed.gathered;
            }
        }
    }
    fact.over_basis = purse.take(&over);
    if !department && law.is("surplus", "accrue-now-carry-completion") {
        ledger.scheduled.0 = zero();
    } else {
        ledger.scheduled.0 = purse.take(&carried);
    }
    ledger.surplus.0 = carried;
    row.surplus = carried;
    basis += &paid_back;

    accrue(law, credits, manager, row, &basis, fact);
    wages(law, row, wage, &pool, ledger);
    ledger.owed.retain(|owed| owed.left.is_positive());
    if !row.base_met {
        row.shortfall = row.base - row.effective;
        // What a missed quarter has gathered is its scheduled completion; a net refund counts against it.
        let gathered = match (row.effective.is_negative(), department || !law.pro_rata()) {
            (true, true) => row.effective,
            (true, false) => zero(),
            // Without fills of the present one it is all of first (DS-3), else as far as the completion goes.
            (false, _) if department && !law.pro_rata() => first,
            (false, _) => own,
        };
        ledger.owed.push(Owed { left: row.shortfall, wage, gathered });
        if department {
            row.wage_deduction = whole(600);
        }
    }
}

/// Basis and accrual of a quarter with a task; `basis` holds what is within target and paid back.
fn accrue(
    law: &Law<'_>,
    credits: &Credits,
    manager: &Manager,
    row: &mut QuarterFigures,
    basis: &Exact,
    fact: &mut Facts,
) {
    let terms = &law.terms;
    row.basis = basis + fact.over_basis;
    fact.over_accrued = fen(&(fact.over_basis * terms.tiers[0].1));
    match law.which {
        Which::KeyAccount => row.accrued = fen(&(basis * terms.in_target_rate / terms.divisor)),
        Which::DepartmentSales => row.accrued = fen(&(basis * terms.in_target_rate)) + fact.over_accrued,
        Which::MajorSales if !row.base_met => {
            row.accrued = fen(&(basis * terms.below_base_rate / terms.divisor));
        }
        Which::MajorSales => {
            let mut large_rate = terms.in_target_rate;
            if let Some(small_rate) = law.book.setting("small_deal_rate") {
                fact.small_basis = small_basis(law, credits, manager, row, basis);
                if let (Some(set), Some(())) =
                    (law.book.setting("large_deal_rate"), fact.small_basis.as_ref().map(drop))
                {
                    large_rate = exact(set);
                }
                let small = fact.small_basis.unwrap_or_else(zero);
                row.accrued = fen(&(small * exact(small_rate) / terms.divisor))
                    + fen(&((basis - small) * large_rate / terms.divisor));
            } else {
                row.accrued = fen(&(basis * large_rate / terms.divisor));
            }
        }
    }
}

/// the part of the basis that is of small deals, where large ones fall short of their share.
fn small_basis(
    law: &Law<'_>,
    credits: &Credits,
    manager: &Manager,
    row: &QuarterFigures,
    basis: &Exact,
) -> Option<Exact> {
    if !row.collections.is_positive() {
        return Some(*basis);
    }
    let from = if law.is("deals_counted_by", "year") { 1 } else { row.quarter };
    let size = |project: &str| (from..=row.quarter).map(|q| credits.project_net(project, q)).sum::<Exact>();
    let limit = law.book.number("large_deal_size", "50000");
    let parts = credits.of(&manager.id, row.quarter).by_project;
    let large: Exact = parts.iter().filter(|(project, _)| size(project) > limit).map(|(_, part)| *part).sum();
    let needed = law.book.number("large_deal_share", "0.4") * row.collections;
    (large < needed).then(|| {
        let small = fen(&(basis * (row.collections - large) / row.collections));
        least(&not_negative(&small), basis)
    })
}

/// KA-2.3 and DS-3: the wage follows the base, or the target.
fn wages(law: &Law<'_>, row: &mut QuarterFigures, wage: Exact, pool: &Exact, ledger: &Ledger) {
    let paid = match law.which {
        Which::DepartmentSales => *pool >= row.target,
        _ => row.base_met,
    };
    if paid {
        row.floating_wage_paid = wage;
    } else {
        row.floating_wage_withheld = wage;
    }
    if law.which == Which::KeyAccount {
        let filled = ledger.owed.iter().filter(|owed| owed.left.is_zero());
        row.floating_wage_released = filled.map(|owed| owed.wage).sum();
    }
}
