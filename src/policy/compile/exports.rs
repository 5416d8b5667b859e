//! Sheets of the results that serve as input elsewhere.

use super::super::model::{Export, Exported};
use super::super::unit::Unit;
use super::Compiler;
use crate::formula::Scope;
use crate::say;

impl Compiler<'_> {
    /// All exported sheets.
    pub(super) fn exports(&mut self) -> Vec<Export> {
        let mut exports = Vec::new();
        for raw in &self.raw.export {
            self.name(&raw.name);
            let mut columns = Vec::new();
            for column in &raw.columns {
                let name = column.name.get_ref();
                let Some(exported) = self.exported(name) else {
                    self.problem(column.name.span(), say!(Policy::NoRuleOrInput { name }));
                    continue;
                };
                columns.push((column.label.clone(), exported));
            }
            exports.push(Export { label: raw.label.clone(), columns });
        }
        exports
    }

    /// What a name stands for: who, when, or a rule or input of the period.
    fn exported(&self, name: &str) -> Option<Exported> {
        match name {
            "id" => return Some(Exported::Id),
            "name" => return Some(Exported::Name),
            "period" => return Some(Exported::Period),
            _ => {}
        }
        let slot = self.vocabulary.find(Scope::Period, name)?;
        let rules = self.raw.quarter.iter().chain(&self.raw.month);
        let unit = rules.filter(|rule| rule.name.get_ref() == name).map(|rule| &rule.unit).next().or_else(|| {
            let columns = self.raw.sheet.iter().flat_map(|sheet| &sheet.columns);
            columns.filter(|column| column.name.get_ref() == name).find_map(|column| column.unit.as_ref())
        });
        Some(Exported::Figure { slot, unit: unit.and_then(|unit| Unit::named(unit.get_ref())).unwrap_or(Unit::Number) })
    }
}
