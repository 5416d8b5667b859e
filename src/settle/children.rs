//! Which finer rows belong to a row.

use std::ops::Range;

use super::settlement::Settlement;
use crate::formula::{ChildRow, Children, EvalError, Scope};

type Visit<'v> = &'v mut dyn FnMut(ChildRow<'_>) -> Result<(), EvalError>;

/// What belongs to one manager, narrowed to some of his periods.
pub struct ManagerFamily<'a> {
    /// The settlement so far.
    pub settlement: &'a Settlement,
    /// The manager.
    pub manager: usize,
    /// Which periods (from 0).
    pub periods: Range<usize>,
}

/// What belongs to the department: everything.
pub struct DepartmentFamily<'a> {
    /// The settlement so far.
    pub settlement: &'a Settlement,
}

impl Children for ManagerFamily<'_> {
    fn each(&self, scope: Scope, visit: Visit<'_>) -> Result<(), EvalError> {
        let s = self.settlement;
        let rows = |row: Option<&[_]>| row.is_some();
        match scope {
            Scope::Credit => {
                for period in self.periods.clone() {
                    for credit in s.credits_of(self.manager, period) {
                        let line = s.credits[credit].line as usize;
                        visit(ChildRow {
                            own: s.credit_rows.get(credit).unwrap_or(&[]),
                            line: s.line_rows.get(line).unwrap_or(&[]),
                        })?;
                    }
                }
            }
            Scope::Period => {
                for period in self.periods.clone() {
                    if let Some(own) = s.period_rows.get(s.period_index(self.manager, period)) {
                        visit(ChildRow { own, line: &[] })?;
                    }
                }
            }
            Scope::Half => {
                for half in 0..2 {
                    if let Some(own) = s.half_rows.get(self.manager * 2 + half) {
                        visit(ChildRow { own, line: &[] })?;
                    }
                }
            }
            Scope::Year => {
                let row = s.year_rows.get(self.manager);
                if rows(row) {
                    visit(ChildRow { own: row.unwrap_or(&[]), line: &[] })?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl Children for DepartmentFamily<'_> {
    fn each(&self, scope: Scope, visit: Visit<'_>) -> Result<(), EvalError> {
        let s = self.settlement;
        let rows = match scope {
            Scope::Period => &s.period_rows,
            Scope::Half => &s.half_rows,
            Scope::Year => &s.year_rows,
            Scope::Manager => &s.manager_rows,
            _ => return Ok(()),
        };
        for own in (0..rows.len()).filter_map(|index| rows.get(index)) {
            visit(ChildRow { own, line: &[] })?;
        }
        Ok(())
    }
}
