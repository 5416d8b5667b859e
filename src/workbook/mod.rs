//! Spreadsheet files: the only rooms that touch them.

pub mod read;
pub mod write;
