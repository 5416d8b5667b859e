//! What the rooms declare, for the tests of the catalogues.

use super::answer::Answer;
use super::audit::Audit;
use super::book::Book;
use super::cli::Cli;
use super::form::Form;
use super::formula::Formula;
use super::page::Page;
use super::policy::Policy;
use super::read::Read;
use super::report::Report;
use super::seal::Seal;
use super::settle::Settle;
use super::source::Source;
use super::write::Write;

/// What a room declares: the messages, and the data of each.
pub(in crate::lang) struct Room {
    pub(in crate::lang) key: &'static str,
    pub(in crate::lang) messages: &'static [(&'static str, &'static [&'static str])],
}

/// All rooms.
pub(in crate::lang) const ROOMS: &[Room] = &[
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
