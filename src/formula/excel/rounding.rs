//! Formulas that a spreadsheet, which computes in binary floats, works out to the exact figure.
//!
//! A figure with few decimals has one nearest float. As long as a cell holds that float, comparisons are
//! exact: two cells are equal, or one above the other, exactly when the decimals are. Sums and products
//! leave that float by some units of its last place (0.1 + 0.2 is not 0.3), and then `left = 0` or
//! `effective >= base` flips. So:
//!
//! 1. **Every figure is put back on its grid.** What is added, subtracted or multiplied, and has a bound
//!    on its decimals (`places`), is written as `ROUND(…, n)`: to the fen where all operands are money
//!    to the fen, else to [`FINE_MONEY`] or [`FINE`] decimals. It is exact while the error of the
//!    float operations is below half of the last decimal: for a thousand terms of up to 10^9 yuan at
//!    the fen, for figures of up to 10^7 and 10^3 on the fine grids. By induction each cell holds the
//!    nearest float of its exact figure, and so does each side of a comparison and each score of a band.
//! 2. **A rounding sees its half.** The argument of `ROUND(x, 2)` is first put on the fine grid:
//!    `ROUND(ROUND(x, 8), 2)`. The inner rounding is nowhere near a half, so every program gives the
//!    float nearest to the exact x, and a half that can be written down (`1.005`) is rounded away from
//!    zero by all of them. It is written only where it cannot move x over a half: where x has at most 8
//!    decimals, or is a quotient n/10^a by a constant t/10^b, whose distance from a half it does not
//!    meet is at least the smaller of 1/(10^a · t/10^b) and 1/(2 · 10^2 · t), and that is above 10^-8.
//! 3. **What no grid can hold is looked at.** A product with a ratio of 12 decimals has more digits than
//!    a float, and may lie nearer to a half than floats can tell. The engine knows the exact value: when
//!    it is within the last digits of a float of the place where the rounding turns, the formula of that
//!    one cell gets an addend that is far below what matters and leads to the side where the exact
//!    value lies: `ROUND(x+1E-9, 2)`. So for every `ROUNDDOWN` and `ROUNDUP`, which turn on the grid itself.
//!
//! Whole numbers (counts, numbers of periods) are exact in floats and stay as they are.

use super::super::ast::Operator;
use super::super::code::{Code, Gather, Op, Space};
use super::super::kind::Kind;
use super::super::number::Rounding;
use super::Writer;

/// Decimals of the fine grid of money.
const FINE_MONEY: u32 = 8;
/// Decimals of the grid of other figures.
const FINE: u32 = 12;
/// Decimals of money to the fen.
const FEN: u32 = 2;

fn is_money(code: &Code) -> bool {
    code.kind == Kind::Yuan
}

/// The finest grid of a kind of figure.
fn fine(code: &Code) -> u32 {
    if is_money(code) { FINE_MONEY } else { FINE }
}

impl Writer<'_> {
    /// The formula of a figure that ends on its grid.
    pub(super) fn clean(&self, code: &Code) -> Option<String> {
        let list = |parts: &[Code]| self.counted(parts, |part| self.clean(part));
        match &code.op {
            Op::Arithmetic(..)
            | Op::Percent(_)
            | Op::Sum(_)
            | Op::Slab(..)
            | Op::Graduated(..)
            | Op::Aggregate { gather: Gather::Sum, .. } => self.on_grid(code),
            Op::Aggregate { gather: Gather::Statistic(statistic), .. } if !statistic.picks() => self.on_grid(code),
            Op::If(condition, then, other) if !self.by_range => {
                Some(format!("IF({},{},{})", self.write(condition)?, self.clean(then)?, self.clean(other)?))
            }
            Op::Min(parts) if !self.by_range => Some(format!("MIN({})", list(parts)?)),
            Op::Max(parts) if !self.by_range => Some(format!("MAX({})", list(parts)?)),
            _ => self.write(code),
        }
    }

    /// The formula of a computed figure, put back on its grid.
    fn on_grid(&self, code: &Code) -> Option<String> {
        let text = self.write(code)?;
        Some(match self.grid(code) {
            Some(places) if !text.bytes().all(|byte| byte.is_ascii_digit()) => format!("ROUND({text},{places})"),
            _ => text,
        })
    }

    /// The grid that a computed figure is put back on; `None` where it needs none or has none.
    fn grid(&self, code: &Code) -> Option<u32> {
        match self.addresses.places(code)? {
            0 => None,
            places if is_money(code) && places <= FEN => Some(FEN),
            places if places <= fine(code) => Some(fine(code)),
            _ => None,
        }
    }

    /// `ROUND(x, to)` and its siblings.
    pub(super) fn round(&self, code: &Code, rounding: Rounding, x: &Code, to: i32) -> Option<String> {
        let name = match rounding {
            Rounding::HalfAway => "ROUND",
            Rounding::Down => "ROUNDDOWN",
            Rounding::Up => "ROUNDUP",
        };
        let fits =
            |limit: i32| self.addresses.places(x).and_then(|p| i32::try_from(p).ok()).is_some_and(|p| p <= limit);
        if rounding == Rounding::HalfAway && fits(to) {
            return Some(format!("{name}({},{to})", self.write(x)?));
        }
        if matches!(x.op, Op::Slot(_) | Op::Previous(_)) {
            // A cell holds the nearest float of its figure: there is nothing to put back.
            return Some(format!("{name}({},{to})", self.write(x)?));
        }
        let fine = i32::try_from(fine(code)).unwrap_or(0);
        let snapped = to < fine && (fits(fine) || self.quotient_keeps_off(x, to, fine));
        let text = if snapped {
            format!("ROUND({},{fine})", self.write(x)?)
        } else {
            Writer { careful: true, ..*self }.write(x)?
        };
        let looked_at = !snapped || rounding != Rounding::HalfAway;
        let addend = if looked_at { self.addresses.addend(x, to, rounding) } else { None };
        let addend = addend.unwrap_or_default();
        Some(format!("{name}({text}{addend},{to})"))
    }

    /// Whether a quotient by a constant stays off the halves that it does not meet by more than the
    /// last decimal of the fine grid.
    fn quotient_keeps_off(&self, x: &Code, to: i32, fine: i32) -> bool {
        let Op::Arithmetic(Operator::Divide, top, bottom) = &x.op else { return false };
        let constant = match &bottom.op {
            Op::Constant(_) => true,
            Op::Slot(slot) => slot.space == Space::Setting,
            _ => false,
        };
        let places = self.addresses.places(top).and_then(|places| i32::try_from(places).ok());
        let divisor = self.addresses.exact(bottom).filter(|_| constant);
        match (places, divisor) {
            (Some(places), Some(divisor)) => divisor.is_below_power(fine - places, fine - to),
            _ => false,
        }
    }
}
