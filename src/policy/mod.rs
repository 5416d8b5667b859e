//! A policy as data: its file format, clauses, settings, tables, sheets and rules.
mod clauses;
mod compile;
mod extend;
mod file_words;
mod identity;
mod items;
mod lengths;
mod load;
mod model;
mod overrides;
mod raw;
mod remove;
mod sheet_name;
mod source;
#[cfg(test)]
mod tests;
mod unit;
mod versions;
pub(crate) use compile::{Dependency, numbers, reads, times};
pub use load::{PolicyError, built_in, load};
pub use model::*;
pub use overrides::{RuleOverride, WORKBOOK_RULES, with_rules};
pub use sheet_name::{NameFault, sheet_name_fault};
pub use source::{PolicyProblem, Sources};
pub use unit::{Unit, number};
pub use versions::{Version, built_in_ids, built_in_versions, in_force, parted, versions};
