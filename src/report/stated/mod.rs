//! Every figure of a run as tables with headings, whatever its results workbook looks like: for comparing results that
//! were laid out in another way.
//!
//! A table says on which sheet its figures stood, what their headings are called, which of its columns say whose row it
//! is, and what each cell holds. Where on the sheet it stands, and in which order its columns and rows, it does not say.

mod all;
mod looks;
mod people;
mod table;

pub use all::StatedRun;
pub use looks::FormulaInputs;
pub use table::{Stated, StatedColumn, StatedTable};
