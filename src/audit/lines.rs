//! Lines that changed, came or went. A line has no name of its own: lines that say the same are the same line, wherever
//! they stand; of those left, lines of the same manager, project and period are one line that was changed, in their
//! order; the others were added or removed.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::changes::{Change, Pair};
use super::edit::Edit;
use super::side::LineFacts;
use crate::book::Period;
use crate::lang::Words;
use crate::policy::{Column, ColumnRole, RowKind, Unit, builtin};
use crate::say;

/// The lines of A and of B that say what no line of the other does, by manager, project and period.
type LeftLines<'l, 'b> = BTreeMap<(Option<&'b str>, &'b str, Period), [Vec<&'l LineFacts<'b>>; 2]>;

/// Those of the lines that are wanted, in an order in which lines that say the same stand together.
fn sorted<'l, 'b>(lines: &'l [LineFacts<'b>], wanted: impl Fn(&&LineFacts<'b>) -> bool) -> Vec<&'l LineFacts<'b>> {
    let mut lines: Vec<_> = lines.iter().filter(wanted).collect();
    lines.sort_by(|one, other| one.by_what_it_says(other));
    lines
}

impl<'b> Pair<'_, 'b> {
    /// Every line that says something else.
    pub(super) fn lines(&self, list: &mut Vec<Change<'b>>) {
        let sheet = self.sheet(RowKind::Line);
        // Lines of managers who come or go are told with them.
        let both = |line: &&LineFacts<'b>| {
            line.who().is_none_or(|id| self.a.people.contains_key(id) && self.b.people.contains_key(id))
        };
        let mut left: LeftLines<'_, 'b> = BTreeMap::new();
        let (mut one, mut other) =
            (sorted(&self.a.lines, both).into_iter().peekable(), sorted(&self.b.lines, both).into_iter().peekable());
        loop {
            let order = match (one.peek(), other.peek()) {
                (None, None) => break,
                (Some(one), Some(other)) => one.by_what_it_says(other),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
            };
            let (from, to) = (one.next_if(|_| order.is_le()), other.next_if(|_| order.is_ge()));
            if let (Some(line), true) = (from.or(to), order.is_ne()) {
                let of = (line.who(), line.project(), line.stands().period);
                left.entry(of).or_default()[usize::from(order.is_gt())].push(line);
            }
        }
        let mut found = Vec::new();
        for mut sides in left.into_values() {
            for lines in &mut sides {
                lines.sort_by_key(|line| line.stands().row);
            }
            let [ones, others] = sides;
            let count = ones.len().max(others.len());
            found.extend((0..count).map(|at| (ones.get(at).copied(), others.get(at).copied())));
        }
        found.sort_by_key(|(one, other)| other.or(*one).map(|line| line.stands().row));
        list.extend(found.into_iter().map(|(one, other)| self.line(sheet, one, other)));
    }

    /// A line that was changed, added or removed.
    fn line(&self, sheet: usize, one: Option<&LineFacts<'b>>, other: Option<&LineFacts<'b>>) -> Change<'b> {
        let rows = [one, other].map(|line| line.map_or(0, |line| line.stands().row));
        let line = other.or(one);
        let (project, period) =
            line.map_or_else(Default::default, |line| (line.project().to_owned(), line.stands().period.to_string()));
        let columns = &self.policy.sheets[sheet].columns;
        let said = |line: &LineFacts<'_>, column: &Column| match column.role {
            ColumnRole::Value { slot } => self.shown(line.value(slot - builtin::PERIOD - 1), column.unit),
            ColumnRole::Date => line.stands().date.map_or_else(String::new, |date| date.to_string()),
            ColumnRole::Document => line.document().to_owned(),
            _ => String::new(),
        };
        let differs = |column: &Column| match (one, other) {
            (Some(one), Some(other)) => said(one, column) != said(other, column),
            // Of a line that comes or goes its first money is told: the amount.
            _ => false,
        };
        let mut shown: Vec<usize> = (0..columns.len()).filter(|at| differs(&columns[*at])).collect();
        if shown.is_empty() {
            let money = |column: &Column| column.unit == Unit::Yuan && matches!(column.role, ColumnRole::Value { .. });
            shown.extend(columns.iter().position(money));
        }
        let text = |line: Option<&LineFacts<'_>>| {
            let cells = line.map(|line| shown.iter().map(|at| said(line, &columns[*at])).collect::<Vec<_>>());
            cells.unwrap_or_default().join("; ")
        };
        let labels = Words::list(shown.iter().map(|at| &columns[*at].label));
        let what = match (one, other) {
            (None, _) => say!(Audit::LineAdded { period, project, labels }),
            (_, None) => say!(Audit::LineRemoved { period, project, labels }),
            _ => say!(Audit::LineOf { period, project, labels }),
        };
        let owners: Vec<&str> = match line.and_then(LineFacts::who) {
            Some(id) => vec![id],
            None => self.a.sharers(&project).chain(self.b.sharers(&project)).map(String::as_str).collect(),
        };
        let place = (sheet, shown.first().copied(), rows);
        let edit = Edit::Line { from: one.map(LineFacts::number), to: other.cloned() };
        self.change(place, what, [one, other].map(text), owners, edit)
    }
}
