//! What the sheets of a workbook look like: read once more, and only where somebody asks, from a file that was read well.
//!
//! [`styles`] makes a look of each cell format, with [`colour`] and [`format`](mod@format); [`sheet`] says which cell has which;
//! [`drawing`] what lies over them.

mod colour;
mod drawing;
mod format;
mod sheet;
mod sheets;
mod styles;

pub(super) use sheets::read;
