//! The stages of each scope: which rows there are, what stands in them from the beginning, and what is around them.

use rust_decimal::Decimal;

use super::children::Family;
use super::doubt::Doubt;
use super::fold::{ALONE, Around, Fold, Order, Outcome, context, exists};
use super::line_rows::LineRows;
use super::place::{At, explain, line_place};
use crate::book::{Fault, Line, Period, PeriodRow};
use crate::formula::{RowBuffer, Scope, Value, evaluate};
use crate::lang::Words;
use crate::policy::{Employment, Role, Stage, builtin};
use crate::say;

impl Fold<'_> {
    /// Whether a line has a fault already.
    pub(super) fn faulty_line(&self, line: usize) -> bool {
        let Some(known) = &self.known else { return false };
        let sheet = self.policy.sheets.iter().position(|s| s.row == crate::policy::RowKind::Line);
        let place = sheet.and_then(|sheet| self.book.sheets.get(sheet)?.as_ref());
        place.is_some_and(|place| known.row(&place.name, self.book.lines[line].row))
    }

    /// The lines; nothing that is read in them is computed later, so that they have one stage.
    pub(super) fn lines(&mut self, stage: &Stage) {
        let book = self.book;
        let rules = self.policy.scope(Scope::Line);
        let mut rows = LineRows::new(&book.line_values, rules.width);
        let mut typed = RowBuffer::default();
        let doubt = self.doubt.as_ref().map(|doubt| doubt.clone().spread(rules));
        let mut row = vec![Value::Blank; rules.width];
        for (index, line) in book.lines.iter().enumerate() {
            if self.faulty_line(index) {
                continue;
            }
            row.fill(Value::Blank);
            row[builtin::PERIOD] = Value::Number(line.period.number().into());
            row[1..=book.line_width].copy_from_slice(book.line_values.read(index, &mut typed));
            let at = At { scope: Scope::Line, manager: None, period: Some(line.period.index()), line: Some(index) };
            if let Some(fault) = self.undated(index, line) {
                self.fault((Scope::Line, index, 0), fault);
            }
            let around = Around { settings: self.result.settings_of_line(line), ..ALONE };
            let outcome = self.row(stage, at, &mut row, around, doubt.as_ref());
            if !outcome.is_nothing() {
                self.note((Scope::Line, index, 0), outcome);
            }
            rows.set(index, &row);
        }
        self.result.line_rows = rows;
    }

    /// A line with only a period is a fault when a setting that it needs changes within the period.
    fn undated(&self, index: usize, line: &Line) -> Option<Fault> {
        let (slot, from) = self.result.timeline.needs_date(line)?;
        let column = self.policy.line_sheet().and_then(|s| s.columns.iter().find(|c| c.role == Role::Date));
        let at = At { scope: Scope::Line, manager: None, period: None, line: Some(index) };
        let place = line_place(self.policy, self.book, at, column.map(|column| column.name.as_str()));
        let problem = say!(Settle::DateDecides { label: self.policy.settings[slot].label, from });
        Some(Fault::new(place, line.period.to_string(), problem, say!(Settle::GiveDate)))
    }

    pub(super) fn periods(&mut self, stage: &Stage) {
        let book = self.book;
        let rules = self.policy.scope(Scope::Period);
        let Some(period) = book.through.up_to().nth(stage.number) else { return };
        self.across(stage);
        let mut row = vec![Value::Blank; rules.width];
        for manager in 0..book.managers.len() {
            // None is missing between two, but after a manager's leaving.
            let Some(facts) = book.period(manager, period) else { continue };
            let index = self.result.period_index(manager, stage.number);
            if stage.first {
                self.typed_of_period(manager, period, facts, &mut row);
            } else if let Some(known) = self.result.period_rows.get(index) {
                row.copy_from_slice(known);
            }
            let doubt = self.doubt_of_period(manager, period, facts, stage);
            let at = At { scope: Scope::Period, manager: Some(manager), period: Some(stage.number), line: None };
            let family = Family::new(&self.result, Scope::Period, manager, stage.number);
            let around = Around {
                settings: self.result.settings_of(Scope::Period, stage.number),
                manager: self.result.manager_row(manager),
                previous: self.result.previous(manager, stage.number).unwrap_or(&[]),
                line: &[],
                children: &family,
                above: &family,
            };
            let outcome = self.row(stage, at, &mut row, around, doubt.as_ref());
            if !outcome.is_nothing() {
                self.noted_of_period(manager, stage.number, outcome);
            }
            self.result.period_rows.set(index, &row);
        }
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
        }
        self.ranks.put(Scope::Period, manager, period.index(), row);
    }

    /// What is doubtful in a period's row: because of the book's faults, of earlier periods', or of rules of the manager
    /// that have no value.
    fn doubt_of_period(&mut self, manager: usize, period: Period, facts: &PeriodRow, stage: &Stage) -> Option<Doubt> {
        let key = (Scope::Period, self.result.period_index(manager, stage.number));
        if let (true, Some(doubt), Some(known)) = (stage.first, &self.doubt, &self.known) {
            let found = doubt.of_period((self.policy, self.book, known), manager, period, facts);
            self.doubted(key, found);
        }
        self.doubt_of_row(key, manager)
    }

    /// What is doubtful in a row because of rules without a value: its own, those before it, or its manager's.
    pub(super) fn doubt_of_row(&self, key: (Scope, usize), manager: usize) -> Option<Doubt> {
        let rules = self.policy.scope(key.0);
        let of_manager = self.doubts.get(&(Scope::Manager, manager)).map(|doubt| doubt.seen_by_finer(rules));
        match (self.doubts.get(&key).cloned(), of_manager) {
            (Some(own), Some(of_manager)) => Some(own.and(of_manager, rules)),
            (own, of_manager) => own.or(of_manager),
        }
    }

    /// Remembers what is doubtful in a row, with what already is.
    pub(super) fn doubted(&mut self, key: (Scope, usize), doubt: Doubt) {
        let rules = self.policy.scope(key.0);
        let doubt = match self.doubts.remove(&key) {
            Some(known) => known.and(doubt, rules),
            None => doubt,
        };
        self.doubts.insert(key, doubt);
    }

    /// Notes what was found in a period; after one that is not sound what rests on other rows is doubtful.
    fn noted_of_period(&mut self, manager: usize, number: usize, outcome: Outcome) {
        let rules = self.policy.scope(Scope::Period);
        if let Some(doubt) = &outcome.doubt {
            self.doubted((Scope::Period, self.result.period_index(manager, number)), doubt.clone());
        }
        if !self.note((Scope::Period, manager, number), outcome) {
            for later in number + 1..self.result.periods_a_year {
                let key = (Scope::Period, self.result.period_index(manager, later));
                self.doubted(key, Doubt::of_other_rows(rules));
            }
        }
    }

    pub(super) fn halves(&mut self, stage: &Stage) {
        let rules = self.policy.scope(Scope::Half);
        if rules.rules.is_empty() {
            return;
        }
        self.across(stage);
        let following = self.policy.following();
        let half = stage.number;
        let mut row = vec![Value::Blank; rules.width];
        for manager in 0..self.book.managers.len() {
            let index = manager * 2 + half;
            if stage.first {
                row.fill(Value::Blank);
                row[builtin::HALF] = Value::Number(Decimal::from(half + 1));
                for wanted in &following {
                    row[wanted.slot] = super::review::following(self.policy, self.book, manager, half, wanted);
                }
            } else if self.result.half_rows.has(index) {
                self.result.half_rows.copy(index, 0, &mut row);
            } else {
                continue;
            }
            if self.summary(stage, manager, &mut row) {
                self.result.half_rows.set(index, &row);
            }
        }
    }

    pub(super) fn years(&mut self, stage: &Stage) {
        let rules = self.policy.scope(Scope::Year);
        if rules.rules.is_empty() {
            return;
        }
        self.across(stage);
        let mut row = vec![Value::Blank; rules.width];
        for manager in 0..self.book.managers.len() {
            if stage.first {
                row.fill(Value::Blank);
            } else if self.result.year_rows.has(manager) {
                self.result.year_rows.copy(manager, 0, &mut row);
            } else {
                continue;
            }
            if self.summary(stage, manager, &mut row) {
                self.result.year_rows.set(manager, &row);
            }
        }
    }

    pub(super) fn managers(&mut self, stage: &Stage) {
        let rules = self.policy.scope(Scope::Manager);
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
        for (manager, person) in self.book.managers.iter().enumerate() {
            if stage.first {
                row.fill(Value::Blank);
                row[..person.values.len()].copy_from_slice(&person.values);
                self.ranks.put(Scope::Manager, manager, 0, &mut row);
                for (slot, task) in self.policy.year_tasks() {
                    let (sum, faults) = self.of_the_year(manager, task);
                    row[slot] = Value::Number(sum);
                    for (at, fault) in faults {
                        self.fault(at, fault);
                    }
                }
            } else {
                row.copy_from_slice(self.result.manager_row(manager));
            }
            self.summary(stage, manager, &mut row);
            self.result.manager_rows.set(manager, &row);
        }
    }

    /// The sum of a task over all of a manager's rows of the year, also of later ones, as they count; what counts rests on
    /// nothing that is computed (the policy is refused else). Of later rows nobody else says what has no value.
    fn of_the_year(&self, manager: usize, task: usize) -> (Decimal, Vec<(Order, Fault)>) {
        let mut faults = Vec::new();
        let rules = self.policy.scope(Scope::Period);
        let inputs = || rules.order.iter().map(|at| &rules.rules[*at]).filter(|rule| rule.input.is_some());
        let mut row = vec![Value::Blank; rules.width];
        let mut of = |number: u8| {
            let period = Period::new(self.policy.period, number)?;
            self.typed_of_period(manager, period, self.book.period(manager, period)?, &mut row);
            let around = Around {
                settings: self.result.settings_of(Scope::Period, period.index()),
                manager: &self.book.managers[manager].values,
                ..ALONE
            };
            for rule in inputs() {
                if let Some(typed) = rule.input.filter(|typed| !rule.counts && row[*typed] != Value::Blank) {
                    row[rule.slot] = row[typed];
                    continue;
                }
                match evaluate(&rule.formula.code, &context(&self.result, &row, around)) {
                    Ok(value) => row[rule.slot] = value,
                    Err(error) if period > self.book.through && self.known.is_none() => {
                        let at = At {
                            scope: Scope::Period,
                            manager: Some(manager),
                            period: Some(period.index()),
                            line: None,
                        };
                        let fault = explain(self.policy, self.book, at, &rule.formula, &rule.label, &error);
                        faults.push(((Scope::Period, manager, period.index()), fault));
                        row[rule.slot] = Value::Blank;
                    }
                    Err(_) => row[rule.slot] = Value::Blank,
                }
            }
            row[task].as_number()
        };
        let sum = (1..=self.policy.period.count()).filter_map(&mut of).sum();
        (sum, faults)
    }

    /// A row over a manager's periods, if the policy says that it exists.
    fn summary(&mut self, stage: &Stage, manager: usize, row: &mut [Value]) -> bool {
        let Stage { scope, number, .. } = *stage;
        let rules = self.policy.scope(scope);
        let at = At { scope, manager: Some(manager), period: None, line: None };
        let family = Family::new(&self.result, scope, manager, number);
        let around = Around {
            settings: self.result.settings_of(scope, number),
            manager: if scope == Scope::Manager { &[] } else { self.result.manager_row(manager) },
            children: &family,
            above: &family,
            ..ALONE
        };
        if stage.first {
            match exists(rules, &context(&self.result, row, around)) {
                Ok(true) => {}
                Ok(false) => return false,
                Err(error) => {
                    if let Some(when) = &rules.when {
                        let fault = explain(self.policy, self.book, at, when, &Words::same("when"), &error);
                        self.note((scope, manager, number), Outcome::of(fault));
                    }
                    return false;
                }
            }
        }
        let key = (scope, if scope == Scope::Manager { manager } else { manager * 2 + number });
        let doubt = if self.doubts.is_empty() { None } else { self.doubts.get(&key).cloned() };
        let outcome = self.row(stage, at, row, around, doubt.as_ref());
        if !outcome.is_nothing() {
            if let Some(doubt) = &outcome.doubt {
                self.doubted(key, doubt.clone());
            }
            // What is wrong with a manager's own row is no matter while his finer ones have faults.
            if self.known.is_none() {
                self.note((scope, manager, number), outcome);
            }
        }
        true
    }

    /// The department, or a period of it.
    pub(super) fn department(&mut self, stage: &Stage) {
        let Stage { scope, number, .. } = *stage;
        let of_period = scope == Scope::DepartmentPeriod;
        let Some(period) = self.book.through.up_to().nth(if of_period { number } else { 0 }) else { return };
        let mut row = vec![Value::Blank; self.policy.scope(scope).width];
        match self.result.row(scope, 0, number) {
            Some(known) => row.copy_from_slice(&known),
            None if of_period => row[builtin::PERIOD] = Value::Number(period.number().into()),
            None => {}
        }
        let at = At { scope, manager: None, period: of_period.then_some(number), line: None };
        let family = Family::new(&self.result, scope, 0, number);
        let settings = self.result.settings_of(scope, number);
        let around = Around { settings, children: &family, above: &family, ..ALONE };
        let outcome = self.row(stage, at, &mut row, around, None);
        self.note((scope, number, 0), outcome);
        if of_period {
            self.result.department_periods.set(number, &row);
        } else {
            self.result.department = row;
        }
    }
}
