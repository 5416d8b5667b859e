//! Looking at a row again as its rules saw it, for explaining.

use super::children::Family;
use super::row_key::RowKey;
use super::settlement::Settlement;
use crate::formula::Context;

/// Calls `look` with all that the rules of a row could see; `None` when there is no such row.
pub fn with_context<T>(settlement: &Settlement, key: RowKey, look: impl FnOnce(&Context<'_>) -> T) -> Option<T> {
    settlement.has(key).then(|| look(&settlement.context(key, &Family::new(settlement, key))))
}
