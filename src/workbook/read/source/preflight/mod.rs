//! What is looked at before a reader sees a file: its container, and for calamine everything that is known to harm it, or
//! that it reads otherwise than Excel does.
//!
//! Nothing here reads values. A zip ([`package`]) has its names checked; of an .xlsb each part that calamine reads is
//! inflated once under the look that its use demands ([`biff12`], [`binary`]), while .xlsx and .ods are left to their
//! own readers. An .xls is walked by its sectors ([`cfb`]) and its records ([`biff8_records`], [`biff8`], [`biff8_sheet`], [`sst`]);
//! [`tokens`] weighs the formulas of the binary formats.

mod biff12;
mod biff8;
mod biff8_records;
mod biff8_sheet;
mod binary;
mod bytes;
mod cfb;
mod check;
mod checked;
mod directory;
mod merge;
mod package;
mod sst;
mod tokens;

use super::{Area, Shape, address, error, found, limits, xlsx, xml};

pub(super) use check::check;
pub(super) use checked::{CheckedFile, FormulaErrors};
