//! Figures that are the same for everyone on a sheet, whatever stands in the settings and tables: in the first quarter
//! nothing is carried in, and all that is made of what is carried in is 0. Their cells need no formula, and no formula
//! looks at them. Nor at an input that nobody gave.

use std::collections::HashSet;

use super::Results;
use crate::book::Period;
use crate::formula::{Constants, Op, Reach, Scope, Slot, Space, Symbols, Value, fold};
use crate::policy::{Employment, builtin};
use crate::settle::RowKey;

/// The figures, by scope and number (of a period or half-year, from 0), and slot.
#[derive(Default)]
pub(super) struct KnownFigures {
    rules: [Vec<Vec<Option<Value>>>; Scope::COUNT],
    /// The inputs of periods, and the tasks that half-years look at, that are blank for everyone.
    blank: HashSet<((Scope, usize), usize)>,
    /// The columns of a period's sheet, by slot.
    columns: Vec<Option<u16>>,
}

impl KnownFigures {
    /// `columns` are those of each scope's sheet, by slot.
    pub(super) fn of(results: &Results<'_>, columns: &[Vec<Option<u16>>; Scope::COUNT]) -> Self {
        let mut known = Self { columns: columns[Scope::Period.index()].clone(), ..Self::default() };
        let periods = 0..=results.book.through.index();
        // One with a default shows that.
        let inputs = results.policy.inputs(Scope::Period).filter(|input| input.typed == input.used);
        let inputs = inputs.map(|input| (Scope::Period, input.typed));
        let tasks = results.policy.following().into_iter().map(|following| (Scope::Half, following.slot));
        for (scope, slot) in inputs.chain(tasks) {
            let numbers = if scope == Scope::Half { 0..=1 } else { periods.clone() };
            let blank = numbers.filter(|number| is_blank(results, scope, *number, slot));
            known.blank.extend(blank.map(|number| ((scope, number), slot)));
        }
        let periods = periods.map(|number| (Scope::Period, number));
        for at in periods.chain([(Scope::Half, 0), (Scope::Half, 1), (Scope::Year, 0), (Scope::Manager, 0)]) {
            let scope = results.policy.scope(at.0);
            // Numbers ascend from 0.
            known.rules[at.0.index()].push(vec![None; scope.width]);
            // The order of rules is free.
            loop {
                let sheet = Sheetwide { results, known: &known, at, child: None };
                let rules = scope.rules.iter().filter(|rule| rule.input.is_none() && sheet.own(rule.slot).is_none());
                let found = rules.filter_map(|rule| match fold(&rule.formula.code, &sheet).op {
                    Op::Constant(value) => Some((rule.slot, value)),
                    _ => None,
                });
                let found: Vec<(usize, Value)> = found.collect();
                if found.is_empty() {
                    break;
                }
                let values = &mut known.rules[at.0.index()][at.1];
                for (slot, value) in found {
                    values[slot] = Some(value);
                }
            }
        }
        known
    }

    /// The figure of everyone's row; none where it may differ.
    pub(super) fn of_rule(&self, (scope, number): (Scope, usize), slot: usize) -> Option<Value> {
        let number = if matches!(scope, Scope::Period | Scope::Half) { number } else { 0 };
        self.rules[scope.index()].get(number)?.get(slot).copied().flatten()
    }

    /// What stands in everyone's row under any name, be it a rule, an input or built in; none where it may differ.
    pub(super) fn of_name(&self, results: &Results<'_>, (scope, number): (Scope, usize), slot: usize) -> Option<Value> {
        let own = |number: usize| Some(Value::Number((number + 1).into()));
        match scope {
            Scope::Line | Scope::Credit | Scope::Period | Scope::DepartmentPeriod if slot == builtin::PERIOD => {
                own(number)
            }
            Scope::Half if slot == builtin::HALF => own(number),
            // Where nobody's employment has a date, what rules are told of it is the same for all.
            Scope::Period if self.columns.get(slot).copied().flatten().is_none() => {
                let told = Employment::of(results.policy, slot)?;
                let period = Period::at(results.policy.period, number)?;
                results.book.managers.first()?;
                Some(results.book.employment(0, period, told))
            }
            _ if self.is_blank((scope, number), slot) => Some(Value::Blank),
            _ => self.of_rule((scope, number), slot),
        }
    }

    /// Whether an input is blank for everyone.
    pub(super) fn is_blank(&self, at: (Scope, usize), slot: usize) -> bool {
        self.blank.contains(&(at, slot))
    }
}

/// Whether a slot is blank for every manager.
pub(super) fn is_blank(results: &Results<'_>, scope: Scope, number: usize, slot: usize) -> bool {
    let managers = 0..results.book.managers.len();
    let value = |manager: usize| results.settlement.value(RowKey::of(scope, manager, number), slot);
    managers.filter_map(value).all(|value| value == Value::Blank)
}

/// Any row of a sheet, or a period of it that an aggregate gathers.
#[derive(Clone, Copy)]
struct Sheetwide<'p> {
    results: &'p Results<'p>,
    known: &'p KnownFigures,
    at: (Scope, usize),
    /// The number of the period that is gathered.
    child: Option<usize>,
}

impl Sheetwide<'_> {
    fn own(&self, slot: usize) -> Option<Value> {
        self.known.of_name(self.results, self.at, slot)
    }

    /// The row that has a name.
    fn row(&self, slot: Slot) -> Option<(Scope, usize)> {
        match slot.space {
            Space::Own => Some(self.at),
            Space::Child => Some((Scope::Period, self.child?)),
            _ => None,
        }
    }
}

fn is_zero(value: Value) -> bool {
    match value {
        Value::Blank | Value::Tainted => true,
        Value::Number(number) => number.is_zero(),
        Value::Truth(truth) => !truth,
        Value::Text(text) => text == Symbols::EMPTY,
        Value::NotApplicable => false,
    }
}

impl Constants for Sheetwide<'_> {
    fn constant(&self, slot: Slot) -> Option<Value> {
        self.known.of_name(self.results, self.row(slot)?, slot.index)
    }

    fn constant_given(&self, slot: Slot) -> Option<bool> {
        self.known.is_blank(self.row(slot)?, slot.index).then_some(false)
    }

    fn constant_before(&self, index: usize) -> Option<Value> {
        // Who has no period before has the same zero.
        let before = |number: usize| self.known.of_rule((Scope::Period, number), index);
        (0..self.at.1).all(|number| before(number).is_some_and(is_zero)).then_some(Value::Blank)
    }

    fn each_finer(&self, (over, reach): (Scope, Reach), visit: &mut dyn FnMut(&dyn Constants)) -> bool {
        let (scope, number) = self.at;
        let settlement = self.results.settlement;
        let periods = match reach {
            _ if self.child.is_some() => return false,
            Reach::Later => number + 1..settlement.periods_a_year,
            Reach::Finer if over == Scope::Period => settlement.periods_of(scope, number),
            _ => return false,
        };
        periods.for_each(|number| visit(&Sheetwide { child: Some(number), ..*self }));
        true
    }
}
