//! The fold: lines → credits → periods → half-years → year → manager → department, and the laws.
//!
//! What is computed stands in the policy; here is only the order of it: which rows there are, which
//! belong to which, and the split of a line among managers. The room is pure.

mod across;
mod adjustments;
mod block;
mod children;
mod credits;
mod dated;
mod fold;
mod found;
mod hierarchy;
mod in_force;
mod known;
mod law_result;
mod laws;
mod look;
mod marks;
mod nets;
mod order;
mod owed;
mod place;
mod plausible;
mod resettle;
mod review;
mod row_key;
mod settlement;
mod split;
mod stages;
mod taint;
mod threads;

pub use across::contributors;
pub use adjustments::{computed, of_the_same_figure};
pub use children::Family;
pub use dated::{Timeline, histories};
pub use fold::{SettlementStep, further_faults, settle, settle_step_by_step};
pub use found::RowFaults;
pub use hierarchy::ROLL_UP;
pub use law_result::LawResult;
pub use laws::{ORDER, SPLIT};
pub use look::with_context;
pub use resettle::{Dependents, Recomputed, Resettling, Unsettled};
pub use row_key::RowKey;
pub use settlement::{Credit, Settlement};
pub use split::{split, weights};
pub use threads::available;
