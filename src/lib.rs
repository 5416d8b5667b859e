//! `bonus` computes sales bonuses by a written policy: exactly, explainably, or not at all.
//!
//! # One idea
//!
//! A rule is written once, as an Excel formula over names with its clause number, in a policy file.
//! From that one text it is computed with exact decimals, shown live in the results workbook,
//! explained in words, and documented. No policy arithmetic stands in Rust.
//!
//! # The way through the house
//!
//! Data goes one way: **workbook → book → settlement → report**.
//!
//! - [`formula`]: the language of rules: parse, check, evaluate, write to Excel, put into words, trace.
//! - [`policy`]: a policy as data: its file format, clauses, settings, tables, sheets, rules; the
//!   built-in ones are `*.toml` beside the code.
//! - [`book`]: the year's validated facts, every fact with its cell; faults as data.
//! - [`settle`]: the fold: lines → credits → periods → half-years → year → manager → department, and
//!   the laws that must hold.
//! - [`run`]: the two together, so that all faults of an input are found at once.
//! - [`report`]: results as plain data (sheets, JSON, explanations), before any file format.
//! - [`page`]: a report as pages for a browser, whole in themselves.
//! - [`audit`]: two workbooks, or two runs, side by side: what differs and why.
//! - [`seal`]: who made, checked and approved which results, as a chain of signed lines.
//! - [`workbook`]: spreadsheet files: [`workbook::read`] is the only room that opens them and the only
//!   way from `f64` to `Decimal`; [`workbook::write`] the only one that makes them and the only way back.
//! - [`cli`]: the commands; the only room that knows a terminal.
//! - [`lang`]: every label and message in Chinese and English; when two texts are the same.
//!
//! `book`, `policy`, `formula`, `settle`, `report`, `page`, `seal` and `audit` are pure: no files, no clock, no terminal. A test
//! (`tests/architecture.rs`) holds these walls.
//!
//! # Exactness
//!
//! Money is decimal yuan. A cell's number is taken as the decimal that Excel shows at 15 significant
//! digits; arithmetic never loses a digit (a quotient is kept as its two sides until `ROUND` divides
//! them as integers); every rounding is named in a rule. What cannot be computed exactly is a fault.

pub mod audit;
pub mod book;
pub mod cli;
pub mod formula;
pub mod lang;
mod looks;
pub mod page;
pub mod policy;
pub mod report;
pub mod run;
pub mod seal;
pub mod settle;
mod sha256;
pub mod workbook;
