//! The columns of the sheet of adjustments made by hand.

use crate::formula::Scope;
use crate::policy::{Input, Policy, builtin};

/// Column of the figure's name; its computed value, the adjustment and the adjusted value follow.
pub(super) const FIGURE: u16 = 4;
pub(super) const COMPUTED: u16 = FIGURE + 1;
pub(super) const ADJUSTED_BY: u16 = FIGURE + 2;
pub(super) const ADJUSTED: u16 = FIGURE + 3;

/// What else was typed of adjustments: the reason, who approved it.
pub(super) fn remarks(policy: &Policy) -> impl Iterator<Item = Input<'_>> {
    let amount = policy.adjusted_by().map(|input| input.typed);
    policy.inputs(Scope::Adjustment).filter(move |input| Some(input.typed) != amount)
}

/// Where the slots of an adjustment stand on the sheet.
pub(super) fn columns(policy: &Policy) -> Vec<Option<u16>> {
    let mut columns = vec![None; policy.scope(Scope::Adjustment).width];
    if policy.adjustment_sheet().is_none() {
        return columns;
    }
    columns[builtin::FIGURE] = Some(FIGURE);
    if let Some(input) = policy.adjusted_by() {
        (columns[input.typed], columns[input.used]) = (Some(ADJUSTED_BY), Some(ADJUSTED_BY));
    }
    for (input, at) in remarks(policy).zip(ADJUSTED + 1..) {
        (columns[input.typed], columns[input.used]) = (Some(at), Some(at));
    }
    columns
}
