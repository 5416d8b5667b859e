//! The stages of each scope: which rows there are, what stands in them from the beginning, and what is around them.

use rust_decimal::Decimal;

use super::children::Family;
use super::fold::Fold;
use super::found::RowMistake;
use super::place::{RowPlace, explain, line_place};
use super::row_key::RowKey;
use crate::book::{Fault, Line, Period, PeriodRow};
use crate::formula::{Context, EvalError, Row, Scope, Value, evaluate};
use crate::lang::Words;
use crate::policy::{ColumnRole, Employment, RowKind, Stage, builtin};
use crate::say;

impl Fold<'_> {
    /// Whether a line has a fault already.
    pub(super) fn faulty_line(&self, line: usize) -> bool {
        self.known.as_ref().is_some_and(|known| known.line(&self.book.lines[line]))
    }

    /// The lines; nothing that is read in them is computed later, so that they have one stage.
    pub(super) fn lines(&mut self, stage: &Stage) {
        let (book, mut row) = (self.book, [Value::Blank; builtin::PERIOD + 1]);
        let sound: Vec<bool> = (0..book.lines.len()).map(|line| !self.faulty_line(line)).collect();
        for (index, line) in book.lines.iter().enumerate().filter(|(index, _)| sound[*index]) {
            row[builtin::PERIOD] = Value::Number(line.period.number().into());
            self.result.set(RowKey::Line(index), &row);
            if let Some(fault) = self.undated(index, line) {
                self.fault(RowKey::Line(index), RowMistake::Facts, fault);
            }
        }
        let sound = sound.into_iter().enumerate().filter_map(|(index, sound)| sound.then_some(RowKey::Line(index)));
        self.compute(stage, sound);
    }

    /// A line with only a period is a fault when a setting that it needs changes within the period.
    fn undated(&self, index: usize, line: &Line) -> Option<Fault> {
        let (slot, from) = self.result.timeline.needs_date(line)?;
        let column = self.policy.line_sheet().and_then(|s| s.columns.iter().find(|c| c.role == ColumnRole::Date));
        let at = RowPlace::row(RowKey::Line(index), self.book, &[]);
        let place = line_place(self.policy, self.book, at, column.map(|column| column.name.as_str()));
        let problem = say!(Settle::DateDecides { label: self.policy.settings[slot].label, from });
        Some(Fault::new(place, line.period.to_string(), problem, say!(Settle::GiveDate)))
    }

    pub(super) fn periods(&mut self, stage: &Stage) {
        let (policy, book) = (self.policy, self.book);
        let Some(period) = book.through.up_to().nth(stage.number) else { return };
        self.across(stage);
        let mut row = vec![Value::Blank; policy.scope(Scope::Period).width];
        // None is missing between two, but after a manager's leaving.
        let facts = |person: usize| Some((person, book.period(person, period)?));
        let key = |person: usize| RowKey::Period { person, period: stage.number };
        for (person, facts) in (0..book.managers.len()).filter(|_| stage.first).filter_map(facts) {
            self.typed_of_period(person, period, facts, &mut row);
            // Behind what was typed there is nothing yet.
            let typed = row.iter().rposition(|value| *value != Value::Blank).map_or(0, |last| last + 1);
            self.result.set(key(person), &row[..typed]);
        }
        self.compute(stage, (0..book.managers.len()).filter_map(facts).map(|(person, _)| key(person)));
    }

    /// What stands in a period's row before anything is computed.
    fn typed_of_period(&self, manager: usize, period: Period, facts: &PeriodRow, row: &mut [Value]) {
        row.fill(Value::Blank);
        row[builtin::PERIOD] = Value::Number(period.number().into());
        row[1..=facts.values.len()].copy_from_slice(&facts.values);
        if let Some(first) = self.policy.employment {
            for (told, slot) in Employment::ALL.into_iter().zip(first..) {
                row[slot] = self.book.employment(manager, period, told);
            }
            self.taint_employment(manager, first, row);
        }
        self.taint_typed(RowKind::Period, |sheet| facts.rows[sheet], row);
        self.ranks.put(Scope::Period, manager, period.index(), row);
    }

    /// Half-years and years.
    pub(super) fn summaries(&mut self, stage: &Stage) {
        let rules = self.policy.scope(stage.scope);
        if rules.rules.is_empty() {
            return;
        }
        self.across(stage);
        let following = self.policy.following();
        let mut row = vec![Value::Blank; rules.width];
        for person in (0..self.book.managers.len()).filter(|_| stage.first) {
            let key = RowKey::of(stage.scope, person, stage.number);
            row.fill(Value::Blank);
            if let RowKey::Half { half, .. } = key {
                row[builtin::HALF] = Value::Number(Decimal::from(half + 1));
                for wanted in &following {
                    row[wanted.slot] = super::review::following(self.policy, self.book, person, half, wanted);
                }
            }
            if self.exists(key, &row) {
                self.result.set(key, &row);
            }
        }
        self.compute_there(stage);
    }

    /// Computes a stage for whoever has a row of it.
    fn compute_there(&mut self, stage: &Stage) {
        let key = |person: usize| RowKey::of(stage.scope, person, stage.number);
        let there: Vec<RowKey> = (0..self.book.managers.len()).map(key).filter(|key| self.result.has(*key)).collect();
        self.compute(stage, there.into_iter());
    }

    /// Whether the policy says that there is a row; where it cannot say, there is none, and nobody counts on that.
    fn exists(&mut self, key: RowKey, row: &[Value]) -> bool {
        let Some(when) = &self.policy.scope(key.scope()).when else { return true };
        let family = Family::new(&self.result, key);
        let context = Context { own: row.into(), ..self.result.context(key, &family) };
        match evaluate(&when.code, &context) {
            Ok(exists) => exists == Value::Truth(true),
            Err(error) => {
                self.result.taint.rows.insert(key);
                self.failed((key, RowMistake::Existence), when, &Words::same("when"), &error);
                false
            }
        }
    }

    pub(super) fn managers(&mut self, stage: &Stage) {
        let (book, rules) = (self.book, self.policy.scope(Scope::Manager));
        // Of a book with faults only what rests on nothing but what was typed.
        let mut early = stage.clone();
        let stage = if self.known.is_some() {
            early.rules.retain(|rule| rules.order[..rules.early].contains(rule));
            early.checks.clear();
            &early
        } else {
            self.across(stage);
            stage
        };
        let mut row = vec![Value::Blank; rules.width];
        for (person, manager) in book.managers.iter().enumerate().filter(|_| stage.first) {
            row.fill(Value::Blank);
            row[..manager.values.len()].copy_from_slice(&manager.values);
            self.taint_typed(RowKind::Manager, |_| manager.row, &mut row);
            let typed = row[..manager.values.len()].to_vec();
            self.ranks.put(Scope::Manager, person, 0, &mut row);
            for (slot, task) in self.policy.year_tasks() {
                let (sum, faults) = self.of_the_year((person, &typed), task);
                row[slot] = sum;
                for (key, slot, fault) in faults {
                    self.fault(key, RowMistake::Rule(slot), fault);
                }
            }
            // What gathers finer rows is not computed then.
            if self.known.is_some() {
                rules.order[rules.early..].iter().for_each(|late| row[rules.rules[*late].slot] = Value::Tainted);
            }
            // His row is there from the beginning, so that finer rows see what is settled of it.
            self.result.set(RowKey::Manager { person }, &row);
        }
        self.compute_there(stage);
    }

    /// The sum of a task over all of a manager's rows of the year, also of later ones, as they count; what counts rests on
    /// nothing that is computed (the policy is refused else). Of later rows nobody else says what has no value.
    fn of_the_year(&self, (manager, row_of): (usize, &[Value]), task: usize) -> (Value, Vec<(RowKey, usize, Fault)>) {
        let mut faults = Vec::new();
        let rules = self.policy.scope(Scope::Period);
        let inputs = || rules.order.iter().map(|at| &rules.rules[*at]).filter(|rule| rule.input.is_some());
        let mut row = vec![Value::Blank; rules.width];
        let mut of = |number: u8| {
            let period = Period::new(self.policy.period, number)?;
            self.typed_of_period(manager, period, self.book.period(manager, period)?, &mut row);
            let key = RowKey::Period { person: manager, period: period.index() };
            let family = Family::new(&self.result, key);
            let around = self.result.context(key, &family);
            let around = Context { manager: row_of.into(), previous: Row::default(), ..around };
            for rule in inputs() {
                if let Some(typed) = rule.input.filter(|typed| !rule.counts && row[*typed] != Value::Blank) {
                    row[rule.slot] = row[typed];
                    continue;
                }
                match evaluate(&rule.formula.code, &Context { own: (&row).into(), ..around }) {
                    Ok(value) => row[rule.slot] = value,
                    Err(error) => {
                        row[rule.slot] = Value::Tainted;
                        if let (EvalError::Wrong(wrong), true, None) = (error, period > self.book.through, &self.known)
                        {
                            let at = RowPlace::row(key, self.book, &[]);
                            let fault = explain(self.policy, self.book, at, &rule.formula, &rule.label, &wrong);
                            faults.push((key, rule.slot, fault));
                        }
                    }
                }
            }
            // What does not apply adds nothing.
            if row[task] == Value::Tainted { Some(None) } else { row[task].as_number().map(Some) }
        };
        let sum: Option<Decimal> = (1..=self.policy.period.count()).filter_map(&mut of).sum();
        let sum = sum.filter(|_| !self.periods_are_tainted());
        (sum.map_or(Value::Tainted, Value::Number), faults)
    }

    /// The department, or a period of it.
    pub(super) fn department(&mut self, stage: &Stage) {
        let key = RowKey::of(stage.scope, 0, stage.number);
        if let RowKey::DepartmentPeriod { period } = key {
            let Some(period) = self.book.through.up_to().nth(period) else { return };
            if stage.first {
                self.result.set(key, &[Value::Number(period.number().into())]);
            }
        }
        self.compute(stage, std::iter::once(key));
    }
}
