//! The people of a random book: managers, quota rows, KPI scores and Paid rows.

use super::book::{Book, Manager, Paid, Points, Quota, Score};
use super::compute;
use super::dice::Dice;
use super::exact::{fen, in_fen};

/// Adds the managers with their quota rows (workbook.md, "Managers", "Quotas").
pub fn managers(book: &mut Book, dice: &mut Dice, wanted: Option<usize>) {
    // Ids of one length, so that their order is the same as texts and as numbers.
    let most = wanted.map_or(20, |count| u32::try_from(count).expect("a few").clamp(20, 999));
    let mut numbers: Vec<u32> = (1..=most).collect();
    dice.shuffle(&mut numbers);
    let count = dice.pick(&[1, 2, 3, 4, 5, 6]);
    let count = wanted.unwrap_or(count);
    for (place, number) in numbers.into_iter().take(count).enumerate() {
        let id = format!("M{number:03}");
        // Sometimes two managers have one name; then only the id says who is meant.
        let name = if dice.chance(90) { format!("经理{number}") } else { "王伟".to_owned() };
        let grade = book.grades[dice.place(book.grades.len())].name.clone();
        book.managers.push(Manager { id: id.clone(), name, grade, joined: None, left: None });
        quotas(book, dice, &id, place == 0);
    }
}

/// A manager's quota rows, without a gap. The first manager is there all year, so that no quarter is empty.
fn quotas(book: &mut Book, dice: &mut Dice, id: &str, all_year: bool) {
    let first = if all_year { 1 } else { dice.pick(&[1, 1, 1, 1, 2, 3, 4]) };
    // policy.md does not say where a leaver's withheld wages go under R-7 "paid", so there are no leavers then.
    let may_leave = !all_year && book.setting("withheld_at_year_end") != Some("paid");
    let mut last = if may_leave && dice.chance(10) { dice.pick(&[first, 4]) } else { 4 };
    // A book made in mid-year may know the later quarters' tasks or not.
    if dice.chance(50) {
        last = last.min(book.through()).max(first);
    }
    let pattern = dice.between(1, 12);
    let usual = dice.between(4, 40) * 1_000_000;
    for quarter in first..=last {
        let exempt = match pattern {
            1 | 2 => quarter == first,
            3 => quarter == (first + 1).min(4),
            4 => dice.chance(50),
            5 => true,
            _ => false,
        };
        let (base, target) = if exempt { (Some(0), 0) } else { task(book, dice, usual) };
        let grade = dice.chance(10).then(|| book.grades[dice.place(book.grades.len())].name.clone());
        let floating = match dice.between(1, 10) {
            1..=3 => None,
            4 => Some(0),
            _ => Some(dice.between(10, 100) * 10_000 + dice.pick(&[0, 0, 55])),
        };
        book.quotas.push(Quota { manager: id.to_owned(), quarter, base, target, floating, grade });
    }
}

/// Base and target of a quarter that is not exempt.
fn task(book: &Book, dice: &mut Dice, usual: i64) -> (Option<i64>, i64) {
    let department = book.policy == "department-sales";
    let target = match dice.between(1, 10) {
        // Around the cap of DS-3.
        1..=3 if department => dice.pick(&[29_999_999, 30_000_000, 30_000_001, 25_000_000, 40_000_000]),
        4 | 5 => usual + dice.between(1, 99), // odd fen, so that half of it is no whole fen
        6 => dice.between(1, 30_000_000),
        _ => usual,
    };
    let base = match dice.between(1, 20) {
        1 => target,
        2 => 0,
        3 => dice.between(1, target),
        4..=10 if department => return (None, target), // DS-1
        _ => target * if department { 50 } else { 70 } / 100,
    };
    (Some(base), target)
}

/// Adds a KPI score for every computed quarter (KA-3.3).
pub fn scores(book: &mut Book, dice: &mut Dice) {
    // Some books also hold scores of later quarters, which are not computed yet.
    let later = dice.chance(15);
    let three = dice.chance(60);
    for quota in book.quotas.clone() {
        if quota.quarter > book.through() && !later {
            continue;
        }
        let mut point = || match dice.between(1, 6) {
            1 => dice.pick(&["30", "60", "70", "75.5", "80", "90", "92.25", "100"]).to_owned(),
            2 => dice.pick(&["59.99", "69.99", "79.99", "89.99", "92.24", "99.5"]).to_owned(),
            _ => format!("{}{}", dice.between(30, 99), dice.pick(&["", ".5", ".25", ".75"])),
        };
        let points = if three { Points::Three(point(), point(), point()) } else { Points::Single(point()) };
        book.scores.push(Score { manager: quota.manager, quarter: quota.quarter, points });
    }
}

/// Paid rows for some earlier quarters: what was owed, or something near it.
pub fn paid(book: &mut Book, dice: &mut Dice) {
    if !dice.chance(60) {
        return;
    }
    let through = book.through();
    for manager in compute(book).managers {
        for row in manager.quarters.iter().filter(|row| row.quarter < through) {
            if !dice.chance(35) {
                continue;
            }
            let off = if dice.chance(50) { 0 } else { dice.between(-500_000, 500_000) };
            let floating = fen(&(row.floating_wage_paid + row.floating_wage_released));
            book.paid.push(Paid {
                manager: manager.id.clone(),
                quarter: row.quarter,
                // Nobody pays a negative amount.
                bonus: (in_fen(&row.bonus) + off).max(0),
                floating: if dice.chance(20) { 0 } else { in_fen(&floating) },
            });
        }
    }
}
