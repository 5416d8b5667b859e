//! The file-writing room: a [`Report`] becomes the bytes of a workbook, a [`SheetBlock`] the bytes of a
//! CSV, and bytes become a file. The only room that knows `rust_xlsxwriter`, and the only way from
//! `Decimal` to `f64` (`number`).
//!
//! Same report, same bytes, in every process and on any number of threads: no clock, no random number,
//! formats in a fixed order, and strips whose bounds the report fixes. Nothing is computed here; a cell shows the value it comes with, and a formula goes with its value as the
//! cached result. What Excel would change, cut or repair is refused with a [`WriteError`].
//!
//! A workbook is calculated when it is opened (`fullCalcOnLoad`), one of a million lines too: what its reader sees is then
//! his own program's figure, not a stored one that somebody may have edited; and Excel calculates a file of an older engine
//! in any case, and the library names the one of 2007. It is a small part of opening: `LibreOffice` reads the 18,941
//! formulas of size S in 1.44 s of processor time with their results and in 1.46 s without, so that it must calculate; size L
//! has 15 million, in files of gigabytes. Where a file is only shown (Protected View, previews), the stored results are.
//!
//! The library makes everything but the rows: its package has sheets without any (`frame`, with `notes`, `page`: panes,
//! outline, print, and `charts` with `reference`; `layout` and `measure`: widths and heights; `styles`: looks). The rows are
//! ours, for speed: `rows` writes those of a sheet (`cell`, `xml`, `texts`, `shared`), in strips that several threads make and pack
//! (`strip`), and `package` puts them into the library's sheets. `form` and `copy` are other workbooks of the same kind;
//! `names` checks what sheets may be called; `file` and `draft` put bytes in place of a file.
//!
//! [`Report`]: crate::report::sheet::Report
//! [`SheetBlock`]: crate::report::sheet::SheetBlock

mod cell;
mod charts;
mod copy;
mod csv;
mod draft;
mod error;
mod file;
mod file_error;
mod fitting;
mod form;
mod frame;
mod layout;
mod making;
mod measure;
mod names;
mod notes;
mod number;
mod package;
mod page;
mod pages;
mod reference;
mod rows;
mod shared;
mod start;
mod strip;
mod styles;
#[cfg(test)]
mod tests;
mod texts;
mod xlsx;
mod xml;

pub use copy::{TakeRow, copy};
pub use csv::csv;
pub use draft::Drafts;
pub use error::{CellPlace, FormulaFault, LayoutFault, NameFault, WriteError};
pub use file::{Draft, folder, replace, replace_beside, replace_with, sweep};
pub use file_error::{FileError, FileFault};
pub use form::form;
pub use making::Making;
pub use pages::{pages_can_be_made, pdf};
pub use xlsx::{xlsx, xlsx_into};
