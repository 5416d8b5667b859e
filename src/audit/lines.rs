//! Lines that changed, came or went. A line has no name of its own: lines that say the same are the same line, wherever
//! they stand; of those left, lines of the same manager, project and period are one line that was changed, in their
//! order; the others were added or removed.

use std::collections::{BTreeMap, HashMap};

use super::changes::{At, Change, Pair};
use super::edit::Edit;
use super::facts::LineFacts;
use crate::book::Period;
use crate::lang::Words;
use crate::policy::{Column, Role, RowKind, Unit, builtin};
use crate::say;

/// The lines of A and of B that say what no line of the other does, by manager, project and period.
type Left<'l> = BTreeMap<(Option<&'l str>, &'l str, Period), (Vec<&'l LineFacts>, Vec<&'l LineFacts>)>;

impl Pair<'_> {
    /// Every line that says something else.
    pub(super) fn lines(&self, list: &mut Vec<Change>) {
        let sheet = self.sheet(RowKind::Line);
        // Lines of managers who come or go are told with them.
        let both = |line: &&LineFacts| {
            line.who.as_ref().is_none_or(|id| self.a.people.contains_key(id) && self.b.people.contains_key(id))
        };
        let mut others: HashMap<String, Vec<&LineFacts>> = HashMap::new();
        for line in self.b.lines.iter().filter(both) {
            others.entry(line.said()).or_default().push(line);
        }
        let mut left: Left<'_> = BTreeMap::new();
        for line in self.a.lines.iter().filter(both) {
            if others.get_mut(&line.said()).and_then(Vec::pop).is_none() {
                left.entry((line.who.as_deref(), &line.project, line.period)).or_default().0.push(line);
            }
        }
        for line in others.into_values().flatten() {
            left.entry((line.who.as_deref(), &line.project, line.period)).or_default().1.push(line);
        }
        let mut found = Vec::new();
        for (_, (ones, mut others)) in left {
            others.sort_by_key(|line| line.row);
            let count = ones.len().max(others.len());
            found.extend((0..count).map(|at| (ones.get(at).copied(), others.get(at).copied())));
        }
        found.sort_by_key(|(one, other)| other.or(*one).map(|line| line.row));
        list.extend(found.into_iter().map(|(one, other)| self.line(sheet, one, other)));
    }

    /// A line that was changed, added or removed.
    fn line(&self, sheet: usize, one: Option<&LineFacts>, other: Option<&LineFacts>) -> Change {
        let rows = [one, other].map(|line| line.map_or(0, |line| line.row));
        let line = other.or(one);
        let (project, period) =
            line.map_or_else(Default::default, |line| (line.project.clone(), line.period.to_string()));
        let columns = &self.policy.sheets[sheet].columns;
        let said = |line: &LineFacts, column: &Column| match column.role {
            Role::Value { slot } => {
                let value = line.values.get(slot - builtin::PERIOD - 1).copied().unwrap_or_default();
                self.shown(value, column.unit)
            }
            Role::Date => line.date.map_or_else(String::new, |date| date.to_string()),
            Role::Document => line.document.as_deref().unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        let differs = |column: &Column| match (one, other) {
            (Some(one), Some(other)) => said(one, column) != said(other, column),
            // Of a line that comes or goes its first money is told: the amount.
            _ => false,
        };
        let mut shown: Vec<usize> = (0..columns.len()).filter(|at| differs(&columns[*at])).collect();
        if shown.is_empty() {
            let money = |column: &Column| column.unit == Unit::Yuan && matches!(column.role, Role::Value { .. });
            shown.extend(columns.iter().position(money));
        }
        let text = |line: Option<&LineFacts>| {
            let cells = line.map(|line| shown.iter().map(|at| said(line, &columns[*at])).collect::<Vec<_>>());
            cells.unwrap_or_default().join("; ")
        };
        let labels = Words::list(shown.iter().map(|at| &columns[*at].label));
        let what = match (one, other) {
            (None, _) => say!(Audit::LineAdded { period, project, labels }),
            (_, None) => say!(Audit::LineRemoved { period, project, labels }),
            _ => say!(Audit::LineOf { period, project, labels }),
        };
        let owners: Vec<String> = match line.and_then(|line| line.who.clone()) {
            Some(id) => vec![id],
            None => self.a.sharers(&project).chain(self.b.sharers(&project)).cloned().collect(),
        };
        let owners: Vec<&str> = owners.iter().map(String::as_str).collect();
        let at = At {
            sheet,
            column: shown.first().copied(),
            rows: rows.into(),
            what,
            from: text(one),
            to: text(other),
            touches: &owners,
        };
        self.change(at, Edit::Line { from: one.map(|line| line.number), to: other.cloned() })
    }
}
