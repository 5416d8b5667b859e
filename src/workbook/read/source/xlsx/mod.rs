//! Workbooks of Office Open XML (.xlsx, .xlsm), read strictly: each part once, in one go, by a grammar of what programs
//! write.
//!
//! The way through: [`parts`] hands out the parts of the package, [`relations`] says what they are to each other,
//! [`workbook`] lists the sheets, [`styles`] and [`strings`] are what cells refer to, [`sheet`] reads a sheet and hands its
//! [`cells`], most of which are [`plain`], on; their [`value`]s are [`packed`] and kept until somebody asks for the rows. Where they would take too much memory they are
//! read again instead.

mod area;
mod cells;
mod context;
mod examine;
mod keep;
mod kind;
mod looks;
mod notes;
mod opened;
mod packed;
mod parts;
mod plain;
pub(super) mod relations;
mod rows;
mod sheet;
mod strings;
mod style_part;
mod styles;
mod table;
mod text;
mod value;
mod walk;
mod workbook;

pub(super) use opened::Xlsx;
pub(super) use packed::{Packed, PackedRows, PackedValue, SharedFormulas};
pub(super) use parts::XlsxPackage;
pub(super) use rows::raw;
pub(super) use strings::Strings;
