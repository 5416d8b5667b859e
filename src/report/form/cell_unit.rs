//! How what is typed into a form is shown.

use super::super::held;
use super::super::sheet::CellUnit;
use super::column;
use crate::policy::{Column, Setting};

/// How the cells of an input column are shown.
#[must_use]
pub fn entry_unit(column: &Column) -> CellUnit {
    column::unit(column)
}

/// How a setting's value is shown.
#[must_use]
pub fn setting_unit(setting: &Setting) -> CellUnit {
    held::unit(setting.unit)
}
