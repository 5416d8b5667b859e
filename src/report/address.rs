//! The row that a formula stands in, and the cells of its names.

use super::Results;
use super::plan::Plan;
use super::tab::Tab;
use super::template::{CREDIT_ROW, MANAGER_ROW, SUMMARY_ROW, Sampling};
use crate::book::{Period, column_letters};
use crate::formula::{Scope, Slot, Space, Value};
use crate::policy::{Employment, builtin};
use crate::settle::RowKey;

/// The row that a formula stands in.
#[derive(Clone, Copy)]
pub(super) struct Here<'p> {
    pub plan: &'p Plan<'p>,
    pub scope: Scope,
    pub manager: usize,
    /// Period (from 0) or half (0 or 1).
    pub number: usize,
    /// For a credit or an adjustment, its place among them.
    pub credit: usize,
    /// The sheet on which the formula stands: its own cells need no sheet name.
    pub on: Tab,
    /// While a template is made: marks stand for the numbers of rows.
    pub sampling: Option<&'p Sampling>,
    /// What was typed, where the formula goes into the cell that it would be found in.
    pub typed: Option<&'p TypedText>,
}

/// What was typed into an input that counts as something else: the slots of that and of its default, and its text in a
/// formula.
pub(super) struct TypedText {
    pub slots: [Option<usize>; 2],
    pub text: String,
}

impl<'p> Here<'p> {
    /// The row of a scope on its own sheet.
    pub(super) fn at(plan: &'p Plan<'p>, scope: Scope, manager: usize, number: usize) -> Self {
        Self { plan, scope, manager, number, credit: 0, on: Tab::of(scope, number), sampling: None, typed: None }
    }

    /// The periods (from 0) that the row is made of.
    pub(super) fn periods(&self) -> std::ops::Range<usize> {
        self.plan.results.settlement.periods_of(self.scope, self.number)
    }

    /// The cell of a slot of the row's own scope.
    pub(super) fn own(&self, slot: usize) -> String {
        let plan = self.plan;
        let number = |n: usize| (n + 1).to_string();
        match self.scope {
            Scope::Line | Scope::Credit | Scope::Period | Scope::DepartmentPeriod if slot == builtin::PERIOD => {
                number(self.number)
            }
            Scope::Half if slot == builtin::HALF => number(self.number),
            Scope::Period if plan.column(Scope::Period, slot).is_none() => self.employment(slot),
            _ => {
                let Some(column) = plan.column_in(self.scope, self.number, slot) else {
                    return self.without_cell(slot);
                };
                let tab = Tab::of(self.scope, self.number);
                let (tab, row) = match self.scope {
                    Scope::Line | Scope::Credit => plan.credit_place(self.credit),
                    Scope::Adjustment => (tab, Plan::row_of(self.credit)),
                    Scope::DepartmentPeriod | Scope::Department => (tab, plan.department_row(tab)),
                    _ => (tab, Plan::row_on(tab, self.manager)),
                };
                let row = match (self.sampling, self.scope) {
                    (None, _) | (Some(_), Scope::DepartmentPeriod | Scope::Department) => (row + 1).to_string(),
                    (Some(_), Scope::Line | Scope::Credit) => CREDIT_ROW.to_owned(),
                    (Some(_), Scope::Manager) => SUMMARY_ROW.to_owned(),
                    (Some(_), _) => MANAGER_ROW.to_owned(),
                };
                if tab == self.on {
                    format!("{}{row}", column_letters(column))
                } else {
                    plan.cell_in(tab, &row, column)
                }
            }
        }
    }

    /// What stands for a name that no sheet shows: of a manager's year the cells of its periods and what later ones add,
    /// else 0.
    fn without_cell(&self, slot: usize) -> String {
        let Results { policy, settlement, .. } = self.plan.results;
        let person = self.manager;
        let own = || settlement.number(RowKey::Manager { person }, slot);
        let Some(mut rest) = own().filter(|_| self.scope == Scope::Manager) else { return "0".into() };
        if let Some(sampling) = self.sampling {
            sampling.spoil();
        }
        let mut parts = Vec::new();
        for (_, task) in policy.year_tasks().filter(|(own, _)| *own == slot) {
            for number in 0..settlement.periods_a_year {
                if let Some(value) = settlement.number(RowKey::Period { person, period: number }, task) {
                    parts.push(Self { scope: Scope::Period, number, ..*self }.own(task));
                    rest -= value;
                }
            }
        }
        if parts.is_empty() || !rest.is_zero() {
            parts.push(rest.normalize().to_string());
        }
        if let [one] = &parts[..] { one.clone() } else { format!("({})", parts.join("+")) }
    }

    /// Which row it is.
    pub(super) fn key(&self) -> RowKey {
        let line = || self.plan.results.settlement.credits.get(self.credit).map_or(0, |credit| credit.line as usize);
        match self.scope {
            Scope::Line => RowKey::Line(line()),
            Scope::Credit => RowKey::Credit(self.credit),
            scope => RowKey::of(scope, self.manager, self.number),
        }
    }

    /// The manager's period before, where he has one.
    pub(super) fn before(&self) -> Option<Here<'p>> {
        let number = self.plan.results.settlement.before(self.manager, self.number)?;
        Some(Here { number, ..*self })
    }

    /// What stands for a figure of the period that has no column: where nobody's employment has a date, what the rules
    /// are told of it is the same for all.
    fn employment(&self, slot: usize) -> String {
        let results = self.plan.results;
        let value = Employment::of(results.policy, slot)
            .zip(Period::at(results.policy.period, self.number))
            .map(|(told, period)| results.book.employment(self.manager, period, told));
        match value {
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Truth(truth)) => if truth { "TRUE" } else { "FALSE" }.into(),
            _ => "0".into(),
        }
    }

    /// The row of a coarser scope that this one belongs to.
    pub(super) fn of(&self, scope: Scope) -> Self {
        let number = match (self.scope, scope) {
            (Scope::Credit | Scope::Period, Scope::Half) => self.number / 2,
            (_, Scope::Period) | (Scope::Credit | Scope::Period, Scope::DepartmentPeriod) => self.number,
            _ => 0,
        };
        Self { scope, number, ..*self }
    }

    /// The row that has the names of a space; a setting is of none.
    pub(super) fn row(&self, space: Space) -> Option<Self> {
        match space {
            Space::Setting => None,
            Space::Own | Space::Child => Some(*self),
            Space::Manager | Space::ChildManager => Some(Self { scope: Scope::Manager, ..*self }),
            Space::Line | Space::ChildLine => Some(Self { scope: Scope::Line, ..*self }),
            Space::Of(scope) => Some(self.of(scope)),
        }
    }

    /// The cell of a name.
    pub(super) fn cell(&self, slot: Slot) -> String {
        self.row(slot.space).map_or_else(|| self.setting(slot.index), |row| row.own(slot.index))
    }

    /// What stands in the place of a name's cell, which is the one that the formula goes into.
    pub(super) fn given_for(&self, slot: Slot) -> Option<&'p str> {
        let typed = self.typed.filter(|typed| slot.space == Space::Own && typed.slots.contains(&Some(slot.index)))?;
        Some(&typed.text)
    }

    /// A setting as it is in force for the row.
    pub(super) fn setting(&self, slot: usize) -> String {
        let results = self.plan.results;
        let dated = &self.plan.dated;
        let (scope, number) = (self.scope, self.number);
        let line = match scope {
            Scope::Line | Scope::Credit => results.settlement.credits.get(self.credit),
            _ => None,
        };
        line.and_then(|credit| dated.of_line(self.plan, slot, &results.book.lines[credit.line as usize]))
            .or_else(|| dated.of_period(self.plan, slot, results.settlement.period_deciding(scope, number)))
            .unwrap_or_else(|| self.plan.defined.setting(slot).to_owned())
    }

    /// What was typed for a slot of this row, for `GIVEN` of an input whose cell shows its default.
    pub(super) fn typed_value(&self, slot: Slot) -> Option<Value> {
        self.plan.results.settlement.value(self.row(slot.space)?.key(), slot.index)
    }
}
