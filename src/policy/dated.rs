//! Settings that change over time: a value before the first date, and later ones, each with its source.

use jiff::civil::Date;
use toml::Spanned;

use super::compile::Compiler;
use super::raw::{RawDated, RawSetting, Text};
use super::source::PolicyProblem;
use super::unit::{Unit, literal};
use crate::formula::Value;
use crate::lang::Words;
use crate::words;

/// The history of a setting after its default.
#[derive(Clone, Debug)]
pub struct Dated {
    /// Which date decides.
    pub in_force: InForce,
    /// The values, in the order of their dates.
    pub steps: Vec<DatedValue>,
}

/// A value from a date on.
#[derive(Clone, Debug)]
pub struct DatedValue {
    /// The first day on which it is in force.
    pub from: Date,
    /// The value.
    pub value: Value,
    /// Who says so.
    pub source: Words,
}

/// Which date decides which value is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InForce {
    /// For the rules of a line and its credits the line's own date; for others the last day of the period.
    LineDate,
    /// The last day of the period, for lines too.
    PeriodEnd,
}

impl InForce {
    /// As a person reads it.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::LineDate => words!("每笔的日期", "the line's date"),
            Self::PeriodEnd => words!("期末日", "the period's last day"),
        }
    }
}

impl Dated {
    /// The place among the steps of the value in force on a day; `None` before the first.
    #[must_use]
    pub fn step_on(&self, day: Date) -> Option<usize> {
        self.steps.iter().rposition(|step| step.from <= day)
    }

    /// The value in force on a day; `None` before the first date.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<Value> {
        self.step_on(day).map(|step| self.steps[step].value)
    }
}

impl Compiler<'_> {
    /// The history of a setting, if it has one.
    pub(super) fn dated(&mut self, raw: &RawSetting, unit: Unit) -> Option<Dated> {
        let (Some(first), Some(by)) = (raw.dated.first(), &raw.in_force) else {
            self.half_dated(raw);
            return None;
        };
        if raw.default.is_none() {
            let message = words!(
                "有日期的设置还要写 default：第一个日期以前的值",
                "a dated setting also needs a default: the value before the first date"
            );
            self.problems.push(PolicyProblem { span: first.from.span(), message });
        }
        let in_force = self.in_force(by)?;
        let mut steps: Vec<DatedValue> = Vec::new();
        for step in &raw.dated {
            let Some(step) = self.step(raw, step, unit) else { continue };
            if steps.last().is_some_and(|before| before.from >= step.from) {
                let message = words!("日期必须递增", "the dates must rise");
                self.problems.push(PolicyProblem { span: raw.dated[steps.len()].from.span(), message });
            }
            steps.push(step);
        }
        Some(Dated { in_force, steps })
    }

    /// One of `dated` and `in_force` without the other.
    fn half_dated(&mut self, raw: &RawSetting) {
        let (span, message) = match (raw.dated.first(), &raw.in_force) {
            (Some(first), None) => (
                first.from.span(),
                words!(
                    "还要写 in_force：由哪个日期决定（line-date 或 period-end）",
                    "in_force is missing: which date decides, `line-date` or `period-end`"
                ),
            ),
            (None, Some(by)) => (
                by.span(),
                words!("in_force 只用于有 dated 的设置", "in_force is only for a setting that has `dated` values"),
            ),
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
            "line-date" => words!(
                "办法的明细表没有日期列（role = \"date\"），不能按 line-date",
                "line-date needs a sheet of lines with a date column (role = \"date\")"
            ),
            other => words!(
                "in_force 应为 line-date 或 period-end，而不是 {other}",
                "in_force is `line-date` or `period-end`, not `{other}`"
            ),
        };
        self.problems.push(PolicyProblem { span: by.span(), message });
        None
    }

    /// A day as policy files write it.
    pub(super) fn day(&mut self, text: &Text) -> Option<Date> {
        let day = text.get_ref().parse::<Date>().ok();
        if day.is_none() {
            let shown = text.get_ref();
            let message =
                words!("“{shown}”不是日期；写法如 2018-05-01", "`{shown}` is not a date; write it like 2018-05-01");
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
            let message = words!("“{text}”不是该设置的有效值", "`{text}` is not a value of this setting");
            self.problems.push(PolicyProblem { span: raw.value.span(), message });
        }
        Some(DatedValue { from: from?, value: value?, source: raw.source.words() })
    }

    fn within(setting: &RawSetting, value: Value) -> bool {
        let Value::Number(value) = value else { return true };
        let bound = |text: &Option<Spanned<String>>| super::unit::number(text.as_ref()?.get_ref());
        bound(&setting.min).is_none_or(|min| value >= min) && bound(&setting.max).is_none_or(|max| value <= max)
    }
}
