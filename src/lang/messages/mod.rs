//! What the program says, room by room: each message a variant with its data. The texts stand in the catalogues.

mod answer;
mod audit;
mod book;
mod cli;
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

/// What a room declares: the messages, and the data of each.
#[cfg(test)]
pub(super) struct Room {
    pub(super) key: &'static str,
    pub(super) messages: &'static [(&'static str, &'static [&'static str])],
}

/// All rooms.
#[cfg(test)]
pub(super) const ROOMS: &[Room] = &[
    Formula::DECLARED,
    Form::DECLARED,
    Report::DECLARED,
    Answer::DECLARED,
    Page::DECLARED,
    Audit::DECLARED,
    Cli::DECLARED,
    Book::DECLARED,
    Settle::DECLARED,
    Policy::DECLARED,
    Read::DECLARED,
    Seal::DECLARED,
    Source::DECLARED,
    Write::DECLARED,
];
