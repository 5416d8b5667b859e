//! The history of a setting.

use jiff::civil::Date;
use toml::Spanned;

use super::super::model::{Dated, DatedValue, InForce};
use super::super::raw::{RawDated, RawSetting, Text};
use super::super::source::PolicyProblem;
use super::super::unit::{Unit, literal, number};
use super::Compiler;
use crate::formula::Value;
use crate::say;

impl Compiler<'_> {
    /// The history of a setting, if it has one.
    pub(super) fn dated(&mut self, raw: &RawSetting, unit: Unit) -> Option<Dated> {
        let (Some(first), Some(by)) = (raw.dated.first(), &raw.in_force) else {
            self.half_dated(raw);
            return None;
        };
        if raw.default.is_none() {
            let message = say!(Policy::DatedNeedsDefault);
            self.problems.push(PolicyProblem { span: first.from.span(), message });
        }
        let in_force = self.in_force(by)?;
        let mut steps: Vec<DatedValue> = Vec::new();
        for step in &raw.dated {
            let Some(step) = self.step(raw, step, unit) else { continue };
            if steps.last().is_some_and(|before| before.from >= step.from) {
                let message = say!(Policy::DatesMustRise);
                self.problems.push(PolicyProblem { span: raw.dated[steps.len()].from.span(), message });
            }
            steps.push(step);
        }
        Some(Dated { in_force, steps })
    }

    /// One of `dated` and `in_force` without the other.
    fn half_dated(&mut self, raw: &RawSetting) {
        let (span, message) = match (raw.dated.first(), &raw.in_force) {
            (Some(first), None) => (first.from.span(), say!(Policy::InForceMissing)),
            (None, Some(by)) => (by.span(), say!(Policy::InForceOnlyForDated)),
            _ => return,
        };
        self.problems.push(PolicyProblem { span, message });
    }

    fn in_force(&mut self, by: &Text) -> Option<InForce> {
        let has_dates = self.raw.sheet.iter().filter(|sheet| sheet.row.get_ref() == "line").any(|sheet| {
            sheet.columns.iter().any(|column| column.role.as_ref().is_some_and(|role| role.get_ref() == "date"))
        });
        let message = match by.get_ref().as_str() {
            "period-end" => return Some(InForce::PeriodEnd),
            "line-date" if has_dates => return Some(InForce::LineDate),
            "line-date" => say!(Policy::LineDateNeedsColumn),
            other => say!(Policy::InForceIsNot { other }),
        };
        self.problems.push(PolicyProblem { span: by.span(), message });
        None
    }

    /// A day as policy files write it.
    pub(super) fn day(&mut self, text: &Text) -> Option<Date> {
        let day = text.get_ref().parse::<Date>().ok();
        if day.is_none() {
            let shown = text.get_ref();
            let message = say!(Policy::NotADate { shown });
            self.problems.push(PolicyProblem { span: text.span(), message });
        }
        day
    }

    fn step(&mut self, setting: &RawSetting, raw: &RawDated, unit: Unit) -> Option<DatedValue> {
        let from = self.day(&raw.from);
        let text = raw.value.get_ref();
        let known = setting.choices.is_empty() || setting.choices.contains(text);
        let value = literal(text, unit, &mut self.symbols).filter(|value| known && Self::within(setting, *value));
        if value.is_none() {
            let message = say!(Policy::NotAValue { shown: text });
            self.problems.push(PolicyProblem { span: raw.value.span(), message });
        }
        Some(DatedValue { from: from?, value: value?, source: raw.source.words() })
    }

    fn within(setting: &RawSetting, value: Value) -> bool {
        let Value::Number(value) = value else { return true };
        let bound = |text: &Option<Spanned<String>>| number(text.as_ref()?.get_ref());
        bound(&setting.min).is_none_or(|min| value >= min) && bound(&setting.max).is_none_or(|max| value <= max)
    }
}
