//! The year's validated facts: settings, tables, managers, periods and lines, every fact with its cell.
//!
//! A [`Book`] is what remains of an input workbook when everything in it was understood; whoever holds
//! one need not check anything again. The room is pure: no files, no clock, no terminal.

mod account;
mod facts;
mod fault;
mod names;
mod period;
mod place;
mod proposal;
mod texts;

pub use account::{Account, PassedOver};
pub use facts::{
    Adjustment, Book, Given, Line, Manager, Origin, PeriodRow, Share, ShareGroup, SheetPlace, TableFacts, Who,
};
pub use fault::{Fault, Findings, Mistake};
pub use names::{guide_sheets, settings_sheet, to_confirm_columns, year_end};
pub use period::Period;
pub use place::{Place, column_letters};
pub use proposal::Proposal;
pub use texts::Texts;
