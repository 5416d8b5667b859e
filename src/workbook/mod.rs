//! Spreadsheet files: the only rooms that touch them.

pub(crate) mod lock;
pub(crate) mod quiet;
pub mod read;
pub(crate) mod threads;
pub mod write;
