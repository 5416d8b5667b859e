//! The sheet of adjustments: which figures may be adjusted by hand, and that its columns say enough.

use super::super::model::{AdjustableFigure, ColumnRole, RowKind, ScopeRules, Sheet};
use super::super::raw::RawSheet;
use super::super::unit::Unit;
use super::Compiler;
use crate::formula::{Scope, closest};
use crate::lang::Words;
use crate::say;

impl Compiler<'_> {
    /// Names of the figures that may be adjusted, for checking what formulas compare them with.
    pub(super) fn figure_names(&self) -> Vec<String> {
        self.raw.sheet.iter().flat_map(|sheet| &sheet.figures).map(|name| name.get_ref().clone()).collect()
    }

    /// Finds the rule of each figure that a sheet of adjustments names: the period's, else the year's.
    pub(super) fn figures(&mut self, sheets: &mut [Sheet], scopes: &[ScopeRules; Scope::COUNT]) {
        let raw = self.raw;
        let raw_rules: Vec<_> = raw.quarter.iter().chain(&raw.month).chain(&raw.year).collect();
        for (raw, sheet) in raw.sheet.iter().zip(sheets) {
            if sheet.row == RowKind::Adjustment {
                self.enough_for_adjusting(raw, sheet);
            } else if let Some(name) = raw.figures.first() {
                self.problem(name.span(), say!(Policy::FiguresOnlyForAdjustments));
            }
            for name in &raw.figures {
                let found = [Scope::Period, Scope::Year].into_iter().find_map(|scope| {
                    let rules = &scopes[scope.index()].rules;
                    Some((scope, rules.iter().find(|rule| rule.name == *name.get_ref() && rule.input.is_none())?))
                });
                let written = raw_rules.iter().any(|rule| rule.name.get_ref() == name.get_ref());
                match found {
                    // A rule with a mistake of its own has been told of.
                    None if written => {}
                    Some((scope, rule)) if !matches!(rule.unit, Unit::Truth | Unit::Text) => {
                        let symbol = self.symbols.intern(name.get_ref());
                        let (label, unit) = (rule.label.clone(), rule.unit);
                        let twice = |other: &AdjustableFigure| {
                            other.label.spellings().zip(label.spellings()).any(|(a, b)| a == b)
                        };
                        if sheet.figures.iter().any(twice) {
                            let message = say!(Policy::FiguresAlike { label });
                            self.problem(name.span(), message);
                        }
                        sheet.figures.push(AdjustableFigure { symbol, scope, slot: rule.slot, label, unit });
                    }
                    _ => {
                        let rules = [Scope::Period, Scope::Year].map(|scope| &scopes[scope.index()].rules);
                        let known = rules.into_iter().flatten().map(|rule| rule.name.as_str());
                        let hint = closest(name.get_ref(), known)
                            .map_or_else(Words::default, |near| say!(Policy::OrDidYouMean { near }));
                        let shown = name.get_ref();
                        let message = say!(Policy::NoFigureToAdjust { shown, hint });
                        self.problem(name.span(), message);
                    }
                }
            }
        }
    }

    /// An adjustment needs a person, a period, a figure and one number.
    fn enough_for_adjusting(&mut self, raw: &RawSheet, sheet: &Sheet) {
        let has = |role: ColumnRole| sheet.columns.iter().any(|column| column.role == role);
        let numbers =
            sheet.columns.iter().filter(|c| matches!(c.role, ColumnRole::Value { .. }) && c.unit != Unit::Text);
        let person = has(ColumnRole::Id) || has(ColumnRole::Manager);
        if !(person && has(ColumnRole::Period) && has(ColumnRole::Figure) && numbers.count() == 1) {
            self.problem(raw.name.span(), say!(Policy::AdjustmentColumns));
        }
        if raw.figures.is_empty() {
            self.problem(raw.name.span(), say!(Policy::SayFigures));
        }
    }
}
