//! The columns that say what a credited line is: how many there are, and the cell that it is traced to.

use crate::policy::{ColumnRole, Policy, RowKind, Unit};

/// Whether lines are of projects.
pub(super) fn has_projects(policy: &Policy) -> bool {
    policy.line_sheet().is_some_and(|sheet| sheet.columns.iter().any(|column| column.role == ColumnRole::Project))
}

/// How many columns say what a line is and whose: source cell, period, id, name and, where the policy
/// has projects, the project.
pub(super) fn identity_columns(policy: &Policy) -> u16 {
    if has_projects(policy) { 5 } else { 4 }
}

/// Sheet and column, of the policy, of the cell that a credit is traced to: the first amount.
pub(super) fn source_column(policy: &Policy) -> Option<(usize, usize)> {
    let sheet = policy.sheets.iter().position(|sheet| sheet.row == RowKind::Line)?;
    let columns = &policy.sheets[sheet].columns;
    let amount = columns.iter().position(|column| column.unit == Unit::Yuan);
    Some((sheet, amount.unwrap_or(0)))
}
