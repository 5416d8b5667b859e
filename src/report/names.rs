//! Names of key figures, defined in the workbook: as in formulas, with the scope before a point.

use super::plan::{Plan, Tab};
use crate::formula::Scope;
use crate::policy::Unit;

/// `setting.x` for each setting, `department.x` for each figure of the department, `total.x` for each
/// total of the summary.
pub(super) fn names(plan: &Plan<'_>) -> Vec<(String, String)> {
    let policy = plan.results.policy;
    let mut names = Vec::new();
    for (slot, setting) in (0..).zip(&policy.settings) {
        let row = plan.settings_first + slot;
        names.push((format!("setting.{}", setting.name), plan.absolute(Tab::Basis, row, 1)));
    }
    let department = policy.scope(Scope::Department).rules.iter();
    for rule in department.filter(|rule| rule.input.is_none()) {
        if let Some(column) = plan.column(Scope::Department, rule.slot) {
            let cell = plan.absolute(Tab::Summary, plan.department_row(Tab::Summary), column);
            names.push((format!("department.{}", rule.name), cell));
        }
    }
    let totals = policy.scope(Scope::Manager).rules.iter();
    for rule in totals.filter(|rule| rule.input.is_none() && rule.unit == Unit::Yuan) {
        if let Some(column) = plan.column(Scope::Manager, rule.slot) {
            let cell =
                plan.absolute(Tab::Summary, Plan::row_on(Tab::Summary, plan.results.book.managers.len()), column);
            names.push((format!("total.{}", rule.name), cell));
        }
    }
    names
}
