//! Names that the workbook defines: what settings and tables are called in formulas, and key figures.

use super::plan::Plan;
use super::tab::Tab;
use crate::formula::Scope;
use crate::policy::{TableUse, Unit};

/// Each setting and column of a table, `department.x` for each figure of the department, `total.x` for each total of the
/// summary.
pub(super) fn names(plan: &Plan<'_>) -> Vec<(String, String)> {
    let policy = plan.results.policy;
    let mut names = Vec::new();
    for (slot, name) in (0..).zip(&plan.defined.settings) {
        names.push((name.clone(), plan.absolute(Tab::Basis, plan.settings_first + slot, 1)));
    }
    for (table, columns) in plan.defined.tables.iter().enumerate() {
        let first = plan.tables_first[table];
        let rows = u32::try_from(plan.results.book.tables[table].table.rows().len()).unwrap_or(0);
        // Only a table of steps shows how they rise.
        let shown = columns.len() - usize::from(!matches!(policy.tables[table].usage, TableUse::Steps { .. }));
        for (column, name) in (0..).zip(&columns[..shown]) {
            names.push((name.clone(), plan.range(Tab::Basis, first, first + rows.max(1) - 1, column)));
        }
    }
    let department = plan.department_row(Tab::Summary);
    let total = Plan::row_on(Tab::Summary, plan.results.book.managers.len());
    for (scope, of, row) in [(Scope::Department, "department", department), (Scope::Manager, "total", total)] {
        let rules = policy.scope(scope).rules.iter().filter(|rule| rule.input.is_none());
        for rule in rules.filter(|rule| scope == Scope::Department || rule.unit == Unit::Yuan) {
            let cell = plan.column(scope, rule.slot).map(|column| plan.absolute(Tab::Summary, row, column));
            names.extend(cell.map(|cell| (format!("{of}.{}", rule.name), cell)));
        }
    }
    names
}
