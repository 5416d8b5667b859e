//! The rules of workbook.md that a random book must keep, so that the generator is checked by something else than
//! itself.

use super::book::{Book, EXTERNAL, Points};
use super::days::Day;
use super::exact::{Exact, exact, whole, zero};
use num_traits::{One, Signed};
use std::collections::BTreeSet;

/// Every breach of workbook.md's rules in a book; empty for a valid one.
pub fn faults(book: &Book) -> Vec<String> {
    let mut faults = Vec::new();
    let mut must = |holds: bool, what: String| {
        if !holds {
            faults.push(what);
        }
    };
    people(book, &mut must);
    collections(book, &mut must);
    paid(book, &mut must);
    faults
}

fn people(book: &Book, must: &mut impl FnMut(bool, String)) {
    let ids: BTreeSet<&str> = book.managers.iter().map(|m| m.id.as_str()).collect();
    must(ids.len() == book.managers.len(), "duplicate manager".to_owned());
    for manager in &book.managers {
        must(book.grades.iter().any(|g| g.name == manager.grade), format!("grade of {}", manager.id));
        let rows: Vec<u8> = book.quotas.iter().filter(|q| q.manager == manager.id).map(|q| q.quarter).collect();
        must(rows.windows(2).all(|pair| pair[1] == pair[0] + 1), format!("gap of {}", manager.id));
    }
    let version_2 = book.setting("policy_version") == Some("2");
    for quota in &book.quotas {
        let place = format!("quota {} Q{}", quota.manager, quota.quarter);
        must(ids.contains(quota.manager.as_str()), format!("{place}: manager"));
        must(quota.base.unwrap_or(0) <= quota.target, format!("{place}: base above target"));
        must(quota.base.is_some() || book.policy == "department-sales", format!("{place}: no base"));
        let scored = |s: &&super::Score| s.manager == quota.manager && s.quarter == quota.quarter;
        let count = book.scores.iter().filter(scored).count();
        let needed = quota.quarter <= book.through() && !(version_2 && super::common::is_exempt(quota));
        must(count == 1 || (count == 0 && !needed), format!("{place}: score"));
        let manager = book.managers.iter().find(|m| m.id == quota.manager);
        let (first, last) = (Day::first_of(book.year, quota.quarter), Day::last_of(book.year, quota.quarter));
        let employed = |m: &super::Manager| m.joined.is_none_or(|d| d <= last) && m.left.is_none_or(|d| d >= first);
        must(manager.is_none_or(employed), format!("{place}: not employed"));
    }
    let lowest = book.bands.iter().map(|band| exact(&band.0)).min().unwrap_or_else(zero);
    for score in &book.scores {
        let points = match &score.points {
            Points::Single(point) => vec![point],
            Points::Three(a, b, c) => vec![a, b, c],
        };
        let fine = |p: &&String| exact(p) >= lowest && exact(p) <= exact("100");
        must(points.iter().all(fine), format!("score {score:?}"));
    }
}

fn collections(book: &Book, must: &mut impl FnMut(bool, String)) {
    for line in &book.lines {
        let place = format!("line {} Q{}", line.project, line.quarter);
        let split = !book.shares(line).is_empty();
        must(split == line.manager.is_none(), format!("{place}: manager and splits"));
        for member in book.members(line).into_iter().filter(|m| *m != EXTERNAL) {
            let there = book.quota(member, line.quarter).is_some() || book.has_left(member, line.quarter);
            must(there, format!("{place}: no quota row"));
        }
        must(line.amount != 0 && line.net() != 0, format!("{place}: nothing"));
        let deductions = [line.partner, line.expense, line.entertainment, line.travel];
        must(deductions.iter().all(|d| *d >= 0), format!("{place}: negative deduction"));
    }
    for split in &book.splits {
        let group: Vec<_> = (book.splits.iter())
            .filter(|other| {
                (&other.project, other.category, other.quarter) == (&split.project, split.category, split.quarter)
            })
            .collect();
        let sum: Exact = group.iter().map(|share| exact(&share.share)).sum();
        let different: BTreeSet<_> = group.iter().map(|share| &share.manager).collect();
        let slack = exact("0.0000000000000005") * whole(i64::try_from(group.len()).expect("a few"));
        must((sum - Exact::one()).abs() <= slack, format!("shares of {}", split.project));
        must(different.len() == group.len(), format!("twice in {}", split.project));
    }
}

fn paid(book: &Book, must: &mut impl FnMut(bool, String)) {
    let mut seen = BTreeSet::new();
    for paid in &book.paid {
        let place = format!("paid {} Q{}", paid.manager, paid.quarter);
        must(seen.insert((&paid.manager, paid.quarter)), format!("{place}: twice"));
        must(paid.quarter < book.through(), format!("{place}: not closed"));
        let there = book.quota(&paid.manager, paid.quarter).is_some() || book.has_left(&paid.manager, paid.quarter);
        must(there, format!("{place}: no quota row"));
        must(paid.bonus >= 0 && paid.floating >= 0, format!("{place}: negative"));
    }
}
