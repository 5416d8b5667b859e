//! The edges that the collections of a random book aim at.

use super::dice::Dice;
use super::exact::in_fen;
use super::figures::QuarterFigures;

/// The collections, in fen, that the quarter shall come to.
pub fn goal(dice: &mut Dice, row: &QuarterFigures, quarters: &[QuarterFigures]) -> i64 {
    let (base, target, opening) = (in_fen(&row.base), in_fen(&row.target), in_fen(&row.opening_balance));
    let before = &quarters[..quarters.len() - 1];
    let shortfall = before.iter().rev().map(|row| in_fen(&row.shortfall)).find(|left| *left > 0);
    let ordered = |rows: &[QuarterFigures], of: fn(&QuarterFigures) -> i64| -> i64 {
        rows.iter().filter(|row| !row.exempt).map(of).sum()
    };
    let collected = |rows: &[QuarterFigures]| ordered(rows, |row| in_fen(&row.collections));
    let from_half = before.iter().position(|b| b.quarter + 1 == row.quarter).unwrap_or(before.len());
    match dice.between(1, 16) {
        1 => base - opening.max(0),
        2 => base - opening, // after the make-up
        3 => target - opening.max(0),
        4 => target - opening,
        5 => -dice.between(1, 5_000_000), // a net refund
        6 | 7 => dice.between(0, base.max(1)),
        8 => dice.between(base, target.max(base)),
        9 => dice.between(target, target * 3 + 10_000_000),
        10 => target + dice.between(1, target + 1) - opening.min(0), // a large filling
        // A shortfall filled exactly, without and with the present base.
        11 => shortfall.unwrap_or(base),
        12 => shortfall.unwrap_or(0) + base,
        // Around the cap of DS-3.
        13 => 30_000_000 - opening,
        // The half-year's base or target; the quarter before belongs to it in Q2 and Q4.
        14 if row.quarter.is_multiple_of(2) => {
            let goal = if dice.chance(50) {
                |r: &QuarterFigures| in_fen(&r.base)
            } else {
                |r: &QuarterFigures| in_fen(&r.target)
            };
            ordered(&quarters[from_half..], goal) - collected(&before[from_half..])
        }
        // The year's base, target or the start of a tier.
        15 | 16 if row.quarter == 4 => {
            let annual = ordered(quarters, |row| in_fen(&row.target));
            let goals = [ordered(quarters, |row| in_fen(&row.base)), annual, annual * 6 / 5, annual * 2];
            dice.pick(&goals) - collected(before)
        }
        _ => dice.between(0, target * 3 / 2 + 1),
    }
}

/// A sum in pieces, none of them zero. With large deals, the pieces are small ones and one large one of 40 %, or nearly.
pub fn pieces(dice: &mut Dice, sum: i64, deals: bool) -> Vec<i64> {
    let mut pieces = Vec::new();
    let mut rest = sum;
    if deals && sum > 12_500_000 && dice.chance(60) {
        pieces.push(sum * 2 / 5 + dice.pick(&[0, 0, 1, -1, -100_000]));
        rest -= pieces[0];
        while rest > 5_000_000 {
            pieces.push(dice.pick(&[5_000_000, 4_999_999, 4_000_000]));
            rest -= pieces[pieces.len() - 1];
        }
    } else {
        for _ in 0..dice.between(0, 2) {
            let piece = rest / dice.between(2, 5);
            pieces.push(piece);
            rest -= piece;
        }
    }
    pieces.push(rest);
    pieces.retain(|piece| *piece != 0);
    pieces
}
