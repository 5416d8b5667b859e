//! The half-year review of version 2 (policy.md, KA-2.4).

use super::book::Manager;
use super::common;
use super::exact::{Exact, round_to, whole};
use super::figures::{HalfYear, QuarterFigures};
use super::second::Law;
use num_traits::One;

/// KA-2.4 with.
pub fn half_year(
    law: &Law<'_>,
    manager: &Manager,
    all: &[QuarterFigures],
    carried_in: &[Exact],
    half: u8,
) -> Option<HalfYear> {
    // A quarter after leaving belongs to no half-year.
    let quarters = || all.iter().filter(|row| !law.book.has_left(&manager.id, row.quarter));
    let place = quarters().position(|row| row.quarter == 2 * half - 1)?;
    quarters().find(|row| row.quarter == 2 * half)?;
    let counted = |from: u8| quarters().filter(move |row| !row.exempt && (from..=2 * half).contains(&row.quarter));
    let sum = |from: u8, of: fn(&QuarterFigures) -> &Exact| counted(from).map(|row| *of(row)).sum::<Exact>();
    let first = 2 * half - 1;
    let (actual, base, target) = (sum(first, |r| &r.collections), sum(first, |r| &r.base), sum(first, |r| &r.target));
    let mut completion = actual;
    if law.is("half_year_completion", "with-carried-balance") {
        completion += &carried_in[place];
    }
    let reached = if law.is("promotion_looks_back", "year") {
        sum(1, |row| &row.collections) >= sum(1, |row| &row.target)
    } else {
        completion >= target
    };
    let last_reached = || counted(first).next_back().is_some_and(|row| row.effective >= row.target);
    let decision = if counted(first).next().is_none() {
        "hold"
    } else if completion < base {
        "demote"
    } else if reached && (law.is("promotion_needs", "half-target") || last_reached()) {
        "promote"
    } else {
        "hold"
    };
    let grades = &law.book.grades;
    let quota = law.book.quota(&manager.id, 2 * half).expect("its row was computed");
    let old = law.book.grade_place(&common::grade(manager, quota));
    let new = match decision {
        "promote" => (old + 1).min(grades.len() - 1),
        "demote" => old.saturating_sub(1),
        _ => old,
    };
    Some(HalfYear {
        half,
        actual,
        base,
        target,
        decision,
        grade: grades[old].name.clone(),
        new_grade: grades[new].name.clone(),
        quota_factor: round_to(&(whole(grades[new].wage) / whole(grades[old].wage) * Exact::one()), 12),
    })
}
