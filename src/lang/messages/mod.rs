//! What the program says, room by room: each message a variant with its data. The texts stand in the catalogues.

mod answer;
mod audit;
mod book;
mod cli;
#[cfg(test)]
mod declared;
mod form;
mod formula;
mod page;
mod policy;
mod read;
mod report;
mod seal;
mod settle;
mod source;
mod write;

pub use answer::Answer;
pub use audit::Audit;
pub use book::Book;
pub use cli::Cli;
#[cfg(test)]
pub(super) use declared::{ROOMS, Room};
pub use form::Form;
pub use formula::Formula;
pub use page::Page;
pub use policy::Policy;
pub use read::Read;
pub use report::Report;
pub use seal::Seal;
pub use settle::Settle;
pub use source::Source;
pub use write::Write;
