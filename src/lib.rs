//! `bonus`: see the crate documentation below.
pub mod book;
pub mod cli;
pub mod formula;
pub mod lang;
pub mod policy;
pub mod report;
pub mod settle;
pub mod workbook;
