//! Columns of the managers' sheet that open a year with a figure of the one before.

use super::super::model::{ColumnRole, Opening, RowKind, Sheet};
use super::super::raw::{RawColumn, Text};
use super::super::unit::Unit;
use super::{Compiler, Scopes};
use crate::formula::{Scope, closest};
use crate::lang::Words;
use crate::say;

impl Compiler<'_> {
    /// Finds the rule of each column that says `opens_with`: the manager's, else the period's.
    pub(super) fn openings(&mut self, sheets: &mut [Sheet], scopes: &Scopes) {
        let raw = self.raw;
        let opens = |column: &'_ RawColumn| column.opens_with.as_ref().map(Text::span);
        for span in raw.table.iter().flat_map(|table| &table.columns).filter_map(opens) {
            self.problem(span, say!(Policy::OpensOnlyManagers));
        }
        for (raw, sheet) in raw.sheet.iter().zip(sheets) {
            let row = sheet.row;
            for (raw, column) in raw.columns.iter().zip(&mut sheet.columns) {
                let Some(name) = &raw.opens_with else { continue };
                if row != RowKind::Manager || !matches!(column.role, ColumnRole::Value { .. }) {
                    self.problem(name.span(), say!(Policy::OpensOnlyManagers));
                    continue;
                }
                column.opens_with = self.opening(name, column.unit, scopes);
            }
        }
    }

    fn opening(&mut self, name: &Text, wanted: Unit, scopes: &Scopes) -> Option<Opening> {
        let shown = name.get_ref();
        let of = |scope: Scope| scopes[scope.index()].rules.iter().filter(|rule| rule.input.is_none());
        let among = [Scope::Manager, Scope::Period];
        let found = among.into_iter().find_map(|scope| Some((scope, of(scope).find(|rule| rule.name == *shown)?)));
        let Some((scope, rule)) = found else {
            let raw = self.raw;
            let written = raw.quarter.iter().chain(&raw.month).chain(&raw.manager);
            // A rule with a mistake of its own has been told of.
            if !written.into_iter().any(|rule| rule.name.get_ref() == shown) {
                let known = among.into_iter().flat_map(of).map(|rule| rule.name.as_str());
                let hint =
                    closest(shown, known).map_or_else(Words::default, |near| say!(Policy::OrDidYouMean { near }));
                self.problem(name.span(), say!(Policy::NoRuleToOpenWith { shown, hint }));
            }
            return None;
        };
        if rule.unit != wanted || matches!(wanted, Unit::Text | Unit::Truth) {
            let (found, wanted) = (rule.unit.name(), wanted.name());
            self.problem(name.span(), say!(Policy::OpensWithUnit { shown, found, wanted }));
            return None;
        }
        Some(Opening { name: shown.clone(), label: rule.label.clone(), scope, slot: rule.slot })
    }
}
