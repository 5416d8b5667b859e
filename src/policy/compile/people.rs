//! What rules are told of people beyond what stands in the workbook: of their employment, and of their place in the
//! hierarchy.

use super::super::model::{ColumnRole, Employment, RowKind, Rule, Sheet};
use super::{Compiler, Scopes};
use crate::formula::{Hierarchy, Kind, Op, Scope, Space, VocabularyEntry};
use crate::say;

impl Compiler<'_> {
    /// What rules of the period are told of a manager's employment, where a sheet has its dates.
    pub(super) fn employment(&mut self, scope: Scope, sheets: &[Sheet]) {
        let dated =
            sheets.iter().flat_map(|s| &s.columns).any(|c| matches!(c.role, ColumnRole::Joined | ColumnRole::Left));
        if scope != Scope::Period || !dated {
            return;
        }
        self.employed_from = Some(self.vocabulary.scope(scope).len());
        for told in Employment::ALL {
            let kind = if told.is_truth() { Kind::Truth } else { Kind::Plain };
            self.vocabulary.scope_mut(scope).push(VocabularyEntry::new(told.name(), kind));
        }
    }

    /// What a manager's rules ask of a whole year counts also in periods that are not computed yet: what counts there must
    /// rest on nothing but what was typed.
    pub(super) fn years_of_tasks(&mut self, sheets: &[Sheet], scopes: &Scopes) {
        let rules = &scopes[Scope::Period.index()].rules;
        let asked = |name: &str| self.vocabulary.find(Scope::Manager, &format!("year_{name}")).is_some();
        let columns = sheets.iter().filter(|sheet| sheet.anchor).flat_map(|sheet| &sheet.columns);
        let tasks = columns.filter(|column| column.task && asked(&column.name));
        let mut open: Vec<&Rule> = Vec::new();
        for column in tasks {
            let ColumnRole::Value { slot } = column.role else { continue };
            open.extend(rules.iter().filter(|rule| rule.input == Some(slot)));
        }
        let managers = &scopes[Scope::Manager.index()].rules;
        let mut seen: Vec<usize> = open.iter().map(|rule| rule.slot).collect();
        let mut refused = Vec::new();
        while let Some(rule) = open.pop() {
            for part in rule.formula.code.each() {
                let computed = match &part.op {
                    Op::Slot(slot) if slot.space == Space::Own => {
                        let of = rules.iter().find(|rule| rule.slot == slot.index);
                        let further = of.filter(|of| of.input.is_some() && !seen.contains(&slot.index));
                        seen.extend(further.map(|of| of.slot));
                        open.extend(further);
                        of.is_some_and(|of| of.input.is_none())
                    }
                    Op::Slot(slot) if slot.space == Space::Manager => managers.iter().any(|m| m.slot == slot.index),
                    Op::Slot(slot) => matches!(slot.space, Space::Of(_)),
                    Op::Previous(_) | Op::Aggregate { .. } => true,
                    _ => false,
                };
                if computed && !refused.contains(&(rule.formula.span.clone(), rule.name.clone())) {
                    refused.push((rule.formula.span.clone(), rule.name.clone()));
                }
            }
        }
        for (span, name) in refused {
            self.problem(span, say!(Policy::YearOfComputed { name }));
        }
    }

    /// The places in the hierarchy, in the scope of the sheet that says who reports to whom.
    pub(super) fn hierarchy(&mut self, scope: Scope, sheets: &[Sheet]) {
        let Some(sheet) = sheets.iter().find(|sheet| sheet.columns.iter().any(|column| column.superior)) else {
            return;
        };
        let of = if sheet.row == RowKind::Manager { Scope::Manager } else { Scope::Period };
        if of != scope {
            return;
        }
        self.vocabulary.hierarchy = Some(Hierarchy { scope, first: self.vocabulary.scope(scope).len() });
        for name in Hierarchy::NAMES {
            self.vocabulary.scope_mut(scope).push(VocabularyEntry::new(name, Kind::Plain));
        }
    }
}
