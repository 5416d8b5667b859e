//! Spreadsheets of `OpenDocument` (.ods), read in one go: their rows are kept packed, as those of an .xlsx are.
//!
//! An .ods says "this cell 16,384 times" and "this row a million times" in a few bytes. Blank ones cost nothing; others
//! are written out, up to the caps on cells and text. A file that is written with line ends between its tags is like any
//! other. The values are [`cell`]'s business, the hidden styles [`styles`]'.

mod cell;
mod opened;
mod styles;

pub(super) use opened::{FORMATS, Ods};
