//! The laws of policy.md section 5, tried on the oracle's own figures for many random books.
//!
//! They find slips in the oracle itself, before its figures are held against the program's.

use super::exact::{Exact, zero};
use super::figures::{Figures, ManagerFigures, QuarterFigures};

/// Every breach of the laws 2 to 5 in a run's figures.
pub fn broken_laws(figures: &Figures) -> Vec<String> {
    let mut broken = Vec::new();
    for manager in &figures.managers {
        let mut must = |law: u8, left: &Exact, right: &Exact| {
            if left != right {
                broken.push(format!("{} law {law}: {left} and {right}", manager.id));
            }
        };
        for pair in manager.quarters.windows(2) {
            must(2, &pair[1].opening_balance, &pair[0].closing_balance);
        }
        must(3, &sum(manager, |row| row.collections), &completed(manager));
        if let Some(year) = &manager.year_end {
            let held_at_zero = year.actual < year.base && year.difference == zero();
            if !held_at_zero {
                must(4, &(year.accrued_in_quarters + year.difference), &year.accrual);
            }
        }
        // Law 5, as far as the JSON shows it: what is released was withheld before.
        let withheld: Exact = manager.quarters.iter().map(|row| row.floating_wage_withheld).sum();
        let released: Exact = manager.quarters.iter().map(|row| row.floating_wage_released).sum();
        if released > withheld {
            must(5, &released, &withheld);
        }
    }
    broken
}

/// Σ (effective + `made_up`) − Σ surplus carried in, over the quarters that are not exempt (law 3).
fn completed(manager: &ManagerFigures) -> Exact {
    let done = sum(manager, |row| row.effective + row.made_up);
    let mut carried = zero();
    for (place, row) in manager.quarters.iter().enumerate().skip(1) {
        if !row.exempt {
            carried += &manager.quarters[place - 1].surplus;
        }
    }
    done - carried
}

fn sum(manager: &ManagerFigures, of: fn(&QuarterFigures) -> Exact) -> Exact {
    manager.quarters.iter().filter(|row| !row.exempt).map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::super::{Dice, compute, random_book};
    use super::*;
    use num_traits::Signed;

    const POLICIES: [&str; 3] = ["key-account", "major-sales", "department-sales"];

    #[test]
    fn the_laws_hold_for_random_books() {
        for policy in POLICIES {
            for seed in 0..150 {
                let broken = broken_laws(&compute(&random_book(policy, seed)));
                assert!(broken.is_empty(), "{policy} {seed}: {broken:?}");
            }
        }
    }

    /// Law 6: the order of rows changes no figure.
    #[test]
    fn the_order_of_rows_changes_nothing() {
        for policy in POLICIES {
            for seed in 0..40 {
                let mut book = random_book(policy, seed);
                let figures = compute(&book);
                let mut dice = Dice::new(seed);
                dice.shuffle(&mut book.lines);
                dice.shuffle(&mut book.quotas);
                dice.shuffle(&mut book.splits);
                dice.shuffle(&mut book.scores);
                dice.shuffle(&mut book.tiers);
                dice.shuffle(&mut book.bands);
                assert!(compute(&book) == figures, "{policy} {seed}");
            }
        }
    }

    type Named<T> = (&'static str, fn(&T) -> bool);

    const IN_THE_LEDGER: [Named<QuarterFigures>; 9] = [
        ("at base", |row| row.effective == row.base),
        ("a fen above base", |row| row.effective == row.base + cent()),
        ("a fen below base", |row| row.effective == row.base - cent()),
        ("at target", |row| row.effective == row.target),
        ("a fen above target", |row| row.effective == row.target + cent()),
        ("a fen below target", |row| row.effective == row.target - cent()),
        ("net refund", |row| row.effective.is_negative()),
        ("shortfall filled", |row| row.made_up.is_positive()),
        ("not all scheduled", |row| row.basis.is_positive() && row.scheduled < row.collections),
    ];

    const YEARS: [Named<super::super::YearEnd>; 4] = [
        ("annual base met", |year| year.actual >= year.base),
        ("annual base missed", |year| year.actual < year.base),
        ("above the annual target", |year| year.accrual_over_target.is_positive()),
        ("to be recovered", |year| year.difference.is_negative()),
    ];

    fn cent() -> Exact {
        super::super::exact::yuan(1)
    }

    /// The random books reach what they are meant to reach.
    #[test]
    fn random_books_reach_the_edges() {
        for policy in POLICIES {
            let all: Vec<ManagerFigures> =
                (0..150).flat_map(|seed| compute(&random_book(policy, seed)).managers).collect();
            let rows = || all.iter().flat_map(|manager| &manager.quarters);
            let mut counts: Vec<(&str, usize)> = Vec::new();
            for (name, fits) in IN_THE_LEDGER {
                // In the major-sales policy all collections are scheduled.
                if name != "not all scheduled" || policy != "major-sales" {
                    counts.push((name, rows().filter(|row| !row.exempt && fits(row)).count()));
                }
            }
            for (name, fits) in YEARS {
                let years = all.iter().filter_map(|manager| manager.year_end.as_ref());
                counts.push((name, years.filter(|year| fits(year)).count()));
            }
            counts.push(("exempt", rows().filter(|row| row.exempt).count()));
            counts.push(("not here yet", all.iter().filter(|m| m.quarters.is_empty()).count()));
            if policy == "key-account" {
                let halves = || all.iter().flat_map(|m| m.half_years.iter().flatten());
                for decision in ["promote", "hold", "demote"] {
                    counts.push((decision, halves().filter(|h| h.decision == decision).count()));
                }
                let released = rows().filter(|row| row.floating_wage_released.is_positive());
                counts.push(("released", released.count()));
            }
            println!("{policy}: {counts:?}");
            let rare: Vec<_> = counts.iter().filter(|(_, times)| *times < 3).collect();
            assert!(rare.is_empty(), "{policy}: {rare:?}");
        }
    }
}
