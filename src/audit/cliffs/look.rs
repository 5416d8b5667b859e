//! Halving: looking one way for the nearest amount of each kind.

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::formula::{Scope, Value};

/// What a fen of rounding here and there may sum to: a refund that raises pay by no more is none.
const ROUNDING: Decimal = Decimal::from_parts(10, 0, 0, false, 2);
/// A refund stops lowering pay where at least so many yuan in a row do not.
const STANDSTILL: i64 = 100;

/// What the year comes to with an amount more.
pub(super) struct YearOutcome {
    pub(super) pay: Decimal,
    /// A hash of the branches that each rule took, with its value, in the order of computing.
    pub(super) rules: Vec<RuleOutcome>,
}

/// What a rule came to: its scope, number and place, the hash of the branches it took, its value.
pub(super) type RuleOutcome = (Scope, usize, usize, u64, Value);

impl YearOutcome {
    /// Whether every rule takes the same branches in both.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.rules.iter().map(|rule| rule.3).eq(other.rules.iter().map(|rule| rule.3))
    }
}

/// Looking one way from what there is.
pub(super) struct CliffSearch<'o> {
    /// The year with so many yuan more that way; none where that cannot be computed.
    pub(super) at: &'o dyn Fn(i64) -> Option<Arc<YearOutcome>>,
    /// By how much one yuan moves pay at a jump, at least.
    pub(super) over: Decimal,
    /// 1 for more, -1 for refunds.
    pub(super) sign: i64,
    pub(super) found: Nearest,
    /// Since which amount refunds have not moved pay.
    pub(super) still: Option<i64>,
    /// The lowest pay so far, and at which amount.
    pub(super) lowest: Option<(Decimal, i64)>,
}

/// The nearest of each kind.
#[derive(Clone, Copy, Default)]
pub(super) struct Nearest {
    pub(super) jump: Option<i64>,
    pub(super) stops: Option<i64>,
    pub(super) raises: Option<i64>,
}

impl CliffSearch<'_> {
    /// Whether all that is looked for is found.
    pub(super) fn done(&self) -> bool {
        self.found.jump.is_some() && (self.sign > 0 || self.found.stops.is_some() && self.found.raises.is_some())
    }

    /// Visits what lies between two amounts, from the nearer to the further one.
    pub(super) fn walk(&mut self, Range { start, end }: Range<i64>) {
        if self.done() {
            return;
        }
        let (one, other) = ((self.at)(start), (self.at)(end));
        let alike = one.as_deref().zip(other.as_deref()).is_some_and(|(one, other)| one.is_like(other));
        if alike || end - start == 1 {
            // What cannot be computed has no pay.
            if let (Some(one), Some(other)) = (one, other) {
                self.piece(start..end, one.pay, other.pay);
            }
        } else if one.is_some() {
            let middle = start + (end - start) / 2;
            self.walk(start..middle);
            self.walk(middle..end);
        }
    }

    /// Yuan in a row, each of which moves pay alike, or one by itself.
    pub(super) fn piece(&mut self, Range { start, end }: Range<i64>, from: Decimal, to: Decimal) {
        let yuan = Decimal::from(end - start);
        if self.found.jump.is_none() && (to - from).abs() > self.over * yuan {
            self.found.jump = Some(start);
        }
        if self.sign > 0 {
            return;
        }
        if from == to {
            let since = *self.still.get_or_insert(start);
            if end - since >= STANDSTILL {
                self.found.stops.get_or_insert(since);
            }
        } else {
            self.still = None;
        }
        let (lowest, at) = self.lowest.filter(|(lowest, _)| *lowest < from).unwrap_or((from, start));
        self.lowest = Some((lowest, at));
        if to - lowest > ROUNDING {
            self.found.raises.get_or_insert(at);
        }
    }
}
