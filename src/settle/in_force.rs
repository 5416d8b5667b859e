//! The settings in force for a row.

use super::dated::OfLine;
use super::row_key::RowKey;
use super::settlement::Settlement;
use crate::formula::{Scope, Value};

impl Settlement {
    /// Whether any setting changes over time.
    pub(super) fn is_dated(&self) -> bool {
        !self.timeline.ends.is_empty()
    }

    /// The settings in force for a row: of a credit those of its line.
    #[must_use]
    pub fn settings_of(&self, key: RowKey) -> &[Value] {
        let ends = &self.timeline.ends;
        if ends.is_empty() {
            return &self.settings;
        }
        let line = match key {
            RowKey::Line(at) => self.of_lines.get(at),
            RowKey::Credit(at) => self.of_lines.get(self.credits[at].line as usize),
            _ => None,
        };
        let period = match (line, key) {
            (Some(OfLine::Era(era)), _) => return &self.timeline.eras[*era].settings,
            (Some(OfLine::End(period)), _) => self.period_deciding(Scope::Line, *period),
            (_, RowKey::Period { period: number, .. } | RowKey::Half { half: number, .. }) => {
                self.period_deciding(key.scope(), number)
            }
            (_, RowKey::DepartmentPeriod { period }) => self.period_deciding(key.scope(), period),
            _ => self.last_period,
        };
        ends.get(period).map_or(self.settings.as_slice(), Vec::as_slice)
    }

    /// The period whose last day decides what is in force for a row: its own, or its last.
    #[must_use]
    pub fn period_deciding(&self, scope: Scope, number: usize) -> usize {
        let period = match scope {
            Scope::Line | Scope::Credit | Scope::Period | Scope::DepartmentPeriod => number,
            Scope::Half => number * 2 + 1,
            Scope::Adjustment | Scope::Year | Scope::Manager | Scope::Department => self.last_period,
        };
        period.min(self.last_period)
    }
}
