//! What verifying and comparing found, as programs read it: the types are the contract, and their comments describe it there.

mod diff;
mod verify;

pub use diff::{ChangedEntry, PeopleEntries, PersonEntry};
pub use verify::{ChainEntry, OutcomeEntry};
