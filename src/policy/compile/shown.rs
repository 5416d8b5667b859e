//! What a policy says of showing its figures: thresholds to reach and charts.

use super::super::model::{Chart, Threshold};
use super::{Compiler, Scopes};
use crate::formula::{Kind, Scope};
use crate::say;

impl Compiler<'_> {
    pub(super) fn thresholds(&mut self) -> Vec<Threshold> {
        let mut thresholds = Vec::new();
        for raw in &self.raw.threshold {
            let clause = self.clause(&raw.clause);
            let Some(scope) = self.scope_named(&raw.scope) else { continue };
            if !matches!(scope, Scope::Period | Scope::Year | Scope::Manager) {
                self.problem(raw.scope.span(), say!(Policy::ThresholdScope));
                continue;
            }
            let Some(missing) = self.formula(&raw.missing, scope, Some(Kind::Yuan)) else { continue };
            thresholds.push(Threshold { scope, clause, label: raw.label.clone(), missing });
        }
        thresholds
    }

    pub(super) fn charts(&mut self, scopes: &Scopes) -> Vec<Chart> {
        let mut charts = Vec::new();
        for raw in &self.raw.chart {
            let Some(scope) = self.scope_named(&raw.scope) else { continue };
            if !matches!(scope, Scope::Manager | Scope::Department) {
                self.problem(raw.scope.span(), say!(Policy::ChartScope));
                continue;
            }
            let mut figures = Vec::new();
            for figure in &raw.figures {
                let name = figure.get_ref();
                let found = scopes[scope.index()].rules.iter().find(|rule| rule.input.is_none() && rule.name == *name);
                match found {
                    Some(rule) => figures.push(rule.slot),
                    None => self.problem(figure.span(), say!(Policy::NoRule { name })),
                }
            }
            charts.push(Chart { scope, title: raw.title.clone(), figures });
        }
        charts
    }
}
