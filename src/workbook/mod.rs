//! Spreadsheet files: the only rooms that touch them.

mod quiet;
pub mod read;
pub mod write;
