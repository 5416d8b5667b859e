//! The collection lines and splits of a random book.
//!
//! The lines aim at edges: the quarter's base and target, a shortfall, the half-year's and the year's base and target,
//! each exactly and one fen off. To know how much is missing, the oracle computes the book so far.

use super::book::{Book, Category, EXTERNAL, Line, Split};
use super::compute;
use super::dice::Dice;
use super::exact::in_fen;
use super::random_aims::{goal, pieces};

/// Adds splits and lines to a book that has everything else.
pub fn add(book: &mut Book, dice: &mut Dice) {
    split_projects(book, dice);
    let through = book.through();
    for quarter in 1..=4 {
        let present: Vec<String> =
            book.quotas.iter().filter(|quota| quota.quarter == quarter).map(|quota| quota.manager.clone()).collect();
        for manager in &present {
            if quarter <= through {
                side_lines(book, dice, manager, quarter);
            } else if dice.chance(20) {
                // A line later than the through quarter is left out with a warning.
                let fen = dice.between(1, 9_000_000);
                push(book, dice, Some(manager), quarter, fen, true);
            }
        }
        if quarter <= through {
            aimed_lines(book, dice, quarter);
        }
    }
}

/// The categories that are no fault in the policy (policy.md section 3).
pub fn categories(policy: &str) -> &'static [Category] {
    use Category::{
        AddOn, AllocatedImplementation, DataConversion, Implementation, Maintenance, Product, SecondaryDevelopment,
        Service, Supplies, Training,
    };
    match policy {
        "key-account" => &[Product, Implementation, Service, Supplies, Training, Maintenance, AddOn, DataConversion],
        "major-sales" => &[Product, Implementation, Service, Supplies, Training, AddOn, DataConversion],
        _ => &[Product, Implementation, AllocatedImplementation, SecondaryDevelopment, Training, Maintenance],
    }
}

/// Projects of several managers, with lines in quarters in which each of them has a quota row (KA-2.6).
fn split_projects(book: &mut Book, dice: &mut Dice) {
    const SHARES: [&[&str]; 10] = [
        &["0.5", "0.5"],
        &["0.3333", "0.3333", "0.3334"],
        &["0.25", "0.25", "0.25", "0.25"],
        &["0.7", "0.3"],
        &["0.6", "0.4"],
        &["0.2", "0.2", "0.6"],
        &["0.125", "0.375", "0.5"],
        &["0.1", "0.2", "0.3", "0.4"],
        &["0.0001", "0.9999"],
        &["0.2", "0.2", "0.2", "0.2", "0.2"],
    ];
    for number in 0..dice.between(0, 3) {
        let mut members: Vec<String> = book.managers.iter().map(|m| m.id.clone()).collect();
        if dice.chance(if book.policy == "major-sales" { 40 } else { 15 }) {
            members.push(EXTERNAL.to_owned());
        }
        dice.shuffle(&mut members);
        let fitting: Vec<_> = SHARES.iter().filter(|shares| shares.len() <= members.len()).collect();
        if fitting.is_empty() {
            continue;
        }
        let mut shares = dice.pick(&fitting).to_vec();
        dice.shuffle(&mut shares);
        members.truncate(shares.len());
        let quarters: Vec<u8> =
            (1..=4).filter(|q| members.iter().all(|m| m == EXTERNAL || book.quota(m, *q).is_some())).collect();
        if quarters.is_empty() {
            continue;
        }
        let project = format!("S{number:02}");
        for (manager, share) in members.into_iter().zip(shares) {
            let project = project.clone();
            book.splits.push(Split { project, category: None, quarter: None, manager, share: share.to_owned() });
        }
        for _ in 0..dice.between(1, 4) {
            let quarter = dice.pick(&quarters);
            let fen = match dice.between(1, 6) {
                1 => dice.between(1, 20), // less fen than members, or a tie
                2 => -dice.between(1, 2_000_000),
                3 => dice.pick(&[10_001, 10_002, 10_003, 3_335, 5_000_001, 10_000_002]),
                _ => dice.between(1, 20_000_000),
            };
            push(book, dice, None, quarter, fen, true);
            book.lines.last_mut().expect("just pushed").project.clone_from(&project);
        }
    }
}

/// Lines of any category, in and outside the pipeline, and refunds.
fn side_lines(book: &mut Book, dice: &mut Dice, manager: &str, quarter: u8) {
    for _ in 0..dice.pick(&[0, 0, 1, 1, 2, 3]) {
        let fen = match dice.between(1, 8) {
            1 => -dice.between(1, 3_000_000),
            2 => dice.pick(&[5_000_000, 5_000_001, 4_999_999]), // the edge of a large deal (MS-3.2)
            3 => dice.between(1, 99),
            _ => dice.between(1, 10_000_000),
        };
        let in_pipeline = !dice.chance(20);
        push(book, dice, Some(manager), quarter, fen, in_pipeline);
        let category = dice.pick(categories(&book.policy));
        let line = book.lines.last_mut().expect("just pushed");
        line.category = category;
    }
}

/// For each manager of the quarter, lines that bring his collections to an edge.
fn aimed_lines(book: &mut Book, dice: &mut Dice, quarter: u8) {
    let so_far = compute(&Book { through: Some(quarter), ..book.clone() });
    for manager in so_far.managers {
        let Some(row) = manager.quarters.iter().find(|row| row.quarter == quarter) else {
            continue;
        };
        if dice.chance(12) {
            continue; // nothing more in this quarter
        }
        let wanted = goal(dice, row, &manager.quarters) + dice.pick(&[0, 0, 0, 1, -1]);
        let missing = wanted - in_fen(&row.collections);
        let pieces = pieces(dice, missing, book.setting("small_deal_rate").is_some());
        // Only in the pipeline does a line count in every policy; the key-account policy counts it outside too.
        let in_pipeline = book.policy != "key-account" || !dice.chance(12);
        for piece in pieces {
            push_exact(book, dice, &manager.id, quarter, piece, in_pipeline);
        }
    }
}

/// A line that credits exactly `fen` as collections.
fn push_exact(book: &mut Book, dice: &mut Dice, manager: &str, quarter: u8, fen: i64, in_pipeline: bool) {
    let department = book.policy == "department-sales";
    // DS-2.1 divides by 1.17. The nearest fen above or below times 1.17 is less than half a fen away after division.
    let net = if department { (fen * 117 + 50 * fen.signum()) / 100 } else { fen };
    push(book, dice, Some(manager), quarter, net, in_pipeline);
    let choices: &[Category] = match book.policy.as_str() {
        "department-sales" => &categories(&book.policy)[..4],
        _ => &[Category::Product, Category::Product, Category::Implementation],
    };
    book.lines.last_mut().expect("just pushed").category = dice.pick(choices);
}

/// A product line of a new project whose net is `net` fen; a positive one sometimes has deductions on top.
fn push(book: &mut Book, dice: &mut Dice, manager: Option<&str>, quarter: u8, net: i64, in_pipeline: bool) {
    let mut deduction = || {
        if net > 0 && dice.chance(15) { dice.between(1, net / 5 + 1) } else { 0 }
    };
    let (partner, expense, entertainment, travel) = (deduction(), deduction(), deduction(), deduction());
    let mut project = format!("P{:03}", book.lines.len() + 1);
    // Sometimes another line of the same manager's project; the project may have been another manager's too.
    let earlier: Vec<&Line> = book.lines.iter().filter(|line| line.manager.is_some()).collect();
    if manager.is_some() && !earlier.is_empty() && dice.chance(15) {
        project.clone_from(&dice.pick(&earlier).project);
    }
    book.lines.push(Line {
        quarter,
        project,
        category: Category::Product,
        manager: manager.map(str::to_owned),
        amount: net + partner + expense + entertainment + travel,
        partner,
        expense,
        entertainment,
        travel,
        in_pipeline,
    });
}
