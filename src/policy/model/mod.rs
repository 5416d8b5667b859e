//! A policy after checking: everything resolved to slots, ready to be computed and shown.

pub mod builtin;
mod clause;
mod dated;
mod employment;
mod period_kind;
mod policy;
mod review;
mod rules;
mod sheets;
mod tables;

pub use clause::Clause;
pub use dated::{Dated, DatedValue, InForce};
pub use employment::Employment;
pub use period_kind::PeriodKind;
pub use policy::Policy;
pub use review::*;
pub use rules::*;
pub use sheets::*;
pub use tables::*;
