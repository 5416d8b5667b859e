//! Random books of version 2: those of version 1 with its own readings, people who come and go, shares by category and
//! quarter, and refunds of single lines and of all that a quarter collected.

use super::book::{Book, Line, Paid};
use super::common::is_exempt;
use super::days::{Day, days_of_quarter};
use super::dice::Dice;
use super::random::{READINGS, random_book_of};
use super::random_lines::categories;

/// The readings of version 2, each with its choices, the default first, and the policies that have them.
pub const CHOICES: [(&str, &[&str], &[&str]); 21] = {
    const ALL: &[&str] = &["key-account", "major-sales", "department-sales"];
    const KEY_ACCOUNT: &[&str] = &["key-account"];
    const MAJOR: &[&str] = &["major-sales"];
    const DEPARTMENT: &[&str] = &["department-sales"];
    [
        ("between_base_and_target", &["accrues", "nothing"], KEY_ACCOUNT),
        ("surplus", &["carry-forward", "accrue-now", "accrue-now-carry-completion"], KEY_ACCOUNT),
        ("surplus", &["accrue-now", "carry-forward", "accrue-now-carry-completion"], MAJOR),
        ("pipeline_share", &["bonus-first", "pro-rata"], ALL),
        ("year_end_factor", &["mean", "last", "one", "whole-year"], ALL),
        ("annual_base_missed", &["keep-earned", "keep", "recover", "settle"], ALL),
        ("promotion_looks_back", &["half", "year"], KEY_ACCOUNT),
        ("withheld_at_year_end", &["paid", "lapses"], KEY_ACCOUNT),
        ("other_income", &["excluded", "counts"], KEY_ACCOUNT),
        ("promotion_needs", &["half-target", "half-and-quarter-target"], KEY_ACCOUNT),
        ("made_up_bonus", &["year-end", "when-filled"], KEY_ACCOUNT),
        ("half_year_completion", &["collections", "with-carried-balance"], KEY_ACCOUNT),
        ("tax_divisor", &["1", "1.17"], MAJOR),
        ("deals_counted_by", &["quarter", "year"], MAJOR),
        ("year_end", &["settle", "over-target-only"], DEPARTMENT),
        ("cap_tested", &["after-make-up", "before"], DEPARTMENT),
        ("quarter_cap", &["300000", "100000"], DEPARTMENT),
        ("newcomer_quarter", &["accrues", "nothing"], DEPARTMENT),
        ("exempt_without_score", &["one", "last"], ALL),
        ("partial_quarter", &["as-given", "by-days"], ALL),
        ("after_leaving_factor", &["last", "one"], ALL),
    ]
};

/// A valid book of version 2; the same seed always gives the same book.
pub fn random_book_of_version_2(policy: &str, seed: u64) -> Book {
    random_book_of_version_2_with(policy, seed, None)
}

/// The same with that many managers.
pub fn random_book_of_version_2_with(policy: &str, seed: u64, managers: Option<usize>) -> Book {
    let mut book = random_book_of(policy, seed, managers);
    let mut dice = Dice::new(seed.wrapping_mul(0x9E37_79B9).wrapping_add(2));
    book.settings.retain(|(name, _)| READINGS.iter().all(|(reading, ..)| reading != name));
    book.settings.push(("policy_version".to_owned(), "2".to_owned()));
    if dice.chance(70) {
        for (name, choices, policies) in CHOICES {
            if policies.contains(&policy) && dice.chance(50) {
                book.settings.retain(|(key, _)| key != name);
                book.settings.push((name.to_owned(), dice.pick(choices).to_owned()));
            }
        }
    }
    // Only so has what stands outside the pipeline a part in the siblings' figures.
    if policy != "key-account" && dice.chance(15) {
        book.settings.push(("outside_pipeline_counts".to_owned(), "TRUE".to_owned()));
    }
    if policy == "major-sales" && dice.chance(40) {
        book.settings.push(("large_deal_rate".to_owned(), dice.pick(&["0.08", "0.0712", "0.06"]).to_owned()));
    }
    shares(&mut book, &mut dice);
    if dice.chance(75) {
        people(&mut book, &mut dice);
    }
    refunds(&mut book, &mut dice);
    if dice.chance(25) {
        numbers_for_ids(&mut book);
    }
    // A line that names no project is a deal of its own; only major-sales has a use for such lines.
    for line in book.lines.iter_mut().filter(|line| policy == "major-sales" && line.manager.is_some()) {
        if dice.chance(8) {
            line.project.clear();
        }
    }
    book
}

/// Further groups of shares: for a category, from a quarter on, thirds as a spreadsheet keeps them. The people of a group
/// are there in the quarters of its lines, as those of the first group are.
fn shares(book: &mut Book, dice: &mut Dice) {
    let mut projects: Vec<String> = book.splits.iter().map(|split| split.project.clone()).collect();
    projects.dedup();
    for project in projects {
        let plain: Vec<_> = book.splits.iter().filter(|split| split.project == project).cloned().collect();
        let shares: Vec<&str> = match plain.len() {
            3 if dice.chance(60) => vec!["0.333333333333333"; 3],
            2 => dice.pick(&[vec!["0.7", "0.3"], vec!["0.3", "0.7"], vec!["0.15", "0.85"]]),
            _ => plain.iter().map(|split| split.share.as_str()).rev().collect(),
        };
        let some = |dice: &mut Dice, group: (Option<_>, Option<u8>)| {
            let mut members = plain.clone();
            dice.shuffle(&mut members);
            for (split, share) in members.iter_mut().zip(&shares) {
                (split.category, split.quarter) = group;
                (*share).clone_into(&mut split.share);
            }
            members
        };
        let category = dice.pick(categories(&book.policy));
        let quarter = u8::try_from(dice.between(1, 4)).expect("a quarter");
        let mut groups = Vec::new();
        if dice.chance(40) {
            groups.extend(some(dice, (Some(category), None)));
        }
        if dice.chance(40) {
            groups.extend(some(dice, (None, Some(quarter))));
        }
        if dice.chance(25) {
            groups.extend(some(dice, (Some(category), Some(quarter))));
        }
        // Shares for one category alone: lines of others name their manager.
        if !groups.is_empty() && dice.chance(25) {
            book.splits.retain(|split| split.project != project);
        } else if dice.chance(40) && plain.len() == 3 {
            for split in book.splits.iter_mut().filter(|split| split.project == project) {
                "0.333333333333333".clone_into(&mut split.share);
            }
        }
        book.splits.extend(groups);
        let someone = plain.iter().find(|split| split.manager != super::EXTERNAL).expect("a member").manager.clone();
        for at in 0..book.lines.len() {
            if book.lines[at].project != project {
                continue;
            }
            if dice.chance(40) {
                book.lines[at].category = category;
            }
            let named = book.shares(&book.lines[at]).is_empty().then(|| someone.clone());
            book.lines[at].manager = named;
        }
    }
}

/// Days of joining and leaving, exempt quarters without a score, late lines of someone who has left, and Paid rows of them.
fn people(book: &mut Book, dice: &mut Dice) {
    let through = book.through();
    book.through = Some(through);
    // Scores of exempt quarters need not be there.
    let without = dice.chance(60);
    let exempt: Vec<_> = book.quotas.iter().filter(|quota| is_exempt(quota)).cloned().collect();
    for quota in exempt {
        if without || dice.chance(30) {
            book.scores.retain(|score| (&score.manager, score.quarter) != (&quota.manager, quota.quarter));
        }
    }
    for place in 0..book.managers.len() {
        let id = book.managers[place].id.clone();
        let rows: Vec<u8> = book.quotas.iter().filter(|quota| quota.manager == id).map(|quota| quota.quarter).collect();
        let (Some(first), Some(last)) = (rows.iter().min().copied(), rows.iter().max().copied()) else { continue };
        let year = book.year;
        let some_day = |dice: &mut Dice, year: i32, quarter: u8| {
            let last = days_of_quarter(year, quarter) - 1;
            let number = dice.between(0, last);
            Day::nth_of(year, quarter, dice.pick(&[0, last, number, number]))
        };
        if dice.chance(55) {
            let year = if first == 1 && dice.chance(50) { year - 1 } else { year };
            book.managers[place].joined = Some(some_day(dice, year, first));
        }
        // The first one stays, so that no quarter is empty.
        if place == 0 || !dice.chance(45) {
            continue;
        }
        let leaves = u8::try_from(dice.between(i64::from(first), i64::from(last))).expect("a quarter");
        let left = some_day(dice, year, leaves);
        if book.managers[place].joined.is_some_and(|joined| joined > left) {
            continue;
        }
        book.managers[place].left = Some(left);
        book.quotas.retain(|quota| quota.manager != id || quota.quarter <= leaves);
        book.scores.retain(|score| score.manager != id || score.quarter <= leaves);
        for quarter in leaves + 1..through {
            if dice.chance(15) && !book.paid.iter().any(|paid| paid.manager == id && paid.quarter == quarter) {
                let bonus = dice.between(0, 300_000);
                book.paid.push(Paid { manager: id.clone(), quarter, bonus, floating: 0 });
            }
        }
    }
}

/// Gives back, in a later quarter that its people have too, some lines or all lines of a quarter.
fn refunds(book: &mut Book, dice: &mut Dice) {
    let through = book.through();
    for manager in book.managers.clone() {
        let leaver = manager.left.is_some();
        if through < 2 || !dice.chance(if leaver { 70 } else { 40 }) {
            continue;
        }
        let from = u8::try_from(dice.between(1, i64::from(through) - 1)).expect("a quarter");
        let to = u8::try_from(dice.between(i64::from(from) + 1, i64::from(through))).expect("a quarter");
        let whole = dice.chance(60);
        let mine = |line: &Line| line.manager.as_deref() == Some(manager.id.as_str()) && line.quarter == from;
        let back: Vec<_> = book.lines.iter().filter(|line| mine(line)).cloned().collect();
        if book.quota(&manager.id, to).is_none() && !book.has_left(&manager.id, to) {
            continue;
        }
        for line in back {
            let amount = -line.net();
            let line = Line { quarter: to, amount, partner: 0, expense: 0, entertainment: 0, travel: 0, ..line };
            // A project's shares may apply in the later quarter, where the line would name nobody.
            if book.shares(&line).is_empty() && (whole || dice.chance(50)) {
                book.lines.push(line);
            }
        }
    }
}

/// Ids that are numbers: M007 becomes 7, so that their order as numbers is another one than that as texts.
fn numbers_for_ids(book: &mut Book) {
    let number = |id: &mut String| {
        if let Some(digits) = id.strip_prefix('M') {
            *id = digits.trim_start_matches('0').to_owned();
        }
    };
    book.managers.iter_mut().for_each(|manager| number(&mut manager.id));
    book.quotas.iter_mut().for_each(|quota| number(&mut quota.manager));
    book.scores.iter_mut().for_each(|score| number(&mut score.manager));
    book.paid.iter_mut().for_each(|paid| number(&mut paid.manager));
    book.splits.iter_mut().for_each(|split| number(&mut split.manager));
    book.lines.iter_mut().filter_map(|line| line.manager.as_mut()).for_each(number);
}
