//! The fold itself: which rows there are, and in which order they are computed.

use std::ops::Range;

use rust_decimal::Decimal;

use super::children::{DepartmentFamily, ManagerFamily};
use super::dated::Timeline;
use super::doubt::Doubt;
use super::known::Known;
use super::laws::LawResult;
use super::line_rows::LineRows;
use super::order::is_the_same_backwards;
use super::place::{At, cell_of, explain, line_place, standing};
use super::rows::Rows;
use super::settlement::Settlement;
use crate::book::{Book, Fault, Findings, Line, Period, PeriodRow};
use crate::formula::{Children, Code, Context, EvalError, NoChildren, PackedRows, RowBuffer, Scope, Value, evaluate};
use crate::lang::Words;
use crate::policy::{Employment, Policy, Role, ScopeRules, builtin};
use crate::say;

/// Computes everything that `policy` says about `book`.
///
/// # Errors
/// Every figure that has no exact value and every check of the policy that fails, as faults with the
/// cell they come from; a broken law, which is a mistake of the policy or the program.
pub fn settle(policy: &Policy, book: &Book) -> Result<Settlement, Vec<Fault>> {
    settle_step_by_step(policy, book, &mut |_| {})
}

/// A step of the settlement, for whoever times it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The lines and what each manager is credited with.
    Credit,
    /// The periods and all that follows from them.
    Settle,
    /// The laws.
    Check,
}

/// The same; tells `done` of each step that is behind it.
///
/// # Errors
/// As for [`settle`].
pub fn settle_step_by_step(policy: &Policy, book: &Book, done: &mut dyn FnMut(Step)) -> Result<Settlement, Vec<Fault>> {
    let mut settlement = fold(policy, book, false, done)?;
    // Only a broken law needs the figures of the other order.
    let backwards = if is_the_same_backwards(policy, book, &settlement) {
        None
    } else {
        Some(fold(policy, book, true, &mut |_| {})?)
    };
    settlement.laws = super::laws::laws(policy, book, &settlement, backwards.as_ref());
    let broken: Vec<Fault> = settlement.laws.iter().filter(|law| !law.holds).map(LawResult::fault).collect();
    done(Step::Check);
    if broken.is_empty() { Ok(settlement) } else { Err(broken) }
}

/// What else is wrong with a book that has faults already: the policy's checks and tables on the rows that
/// are without fault, so that a clerk sees everything in one run.
#[must_use]
pub fn further_faults(policy: &Policy, book: &Book, known: &[Fault]) -> Vec<Fault> {
    let mut fold = Fold::new(policy, book);
    fold.doubt = Some(Doubt::of_book(policy, book, known));
    fold.known = Some(Known::new(policy, book, known));
    fold.lines();
    fold.credits(false);
    fold.adjustments();
    fold.periods();
    fold.findings.faults
}

/// One pass; `backwards` takes the lines from last to first, for the law that order changes nothing.
fn fold(policy: &Policy, book: &Book, backwards: bool, done: &mut dyn FnMut(Step)) -> Result<Settlement, Vec<Fault>> {
    let mut fold = Fold::new(policy, book);
    fold.lines();
    fold.credits(backwards);
    fold.adjustments();
    done(Step::Credit);
    if fold.findings.faults.is_empty() {
        fold.periods();
    }
    if fold.findings.faults.is_empty() {
        fold.halves();
        fold.years();
        fold.adjusted();
        fold.managers();
    }
    if fold.findings.faults.is_empty() {
        fold.department();
    }
    done(Step::Settle);
    if fold.findings.faults.is_empty() {
        fold.result.warnings = fold.findings.warnings;
        let owed = super::owed::below_zero(policy, book, &fold.result);
        fold.result.warnings.extend(owed);
        let changed = super::review::changed(policy, book, &fold.result);
        fold.result.warnings.extend(changed);
        Ok(fold.result)
    } else {
        Err(fold.findings.faults)
    }
}

pub(super) struct Fold<'a> {
    pub(super) policy: &'a Policy,
    pub(super) book: &'a Book,
    pub(super) findings: Findings,
    pub(super) result: Settlement,
    /// Faults found before: rows that have one are passed over.
    pub(super) known: Option<Known<'a>>,
    /// What is doubtful for every row because of them.
    pub(super) doubt: Option<Doubt>,
}

/// The rules of a row that have no value, and why; with what is doubtful in the row because of them.
#[derive(Default)]
struct Failed {
    rules: Vec<(usize, EvalError)>,
    doubt: Option<Doubt>,
}

/// The rows around a row.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) settings: &'a [Value],
    pub(super) manager: &'a [Value],
    pub(super) line: &'a [Value],
    pub(super) previous: &'a [Value],
    pub(super) children: &'a dyn Children,
}

pub(super) const ALONE: Around<'static> =
    Around { settings: &[], manager: &[], line: &[], previous: &[], children: &NoChildren };

impl<'a> Fold<'a> {
    fn new(policy: &'a Policy, book: &'a Book) -> Self {
        let mut result = Settlement {
            periods_a_year: book.periods_a_year(),
            settings: book.settings.iter().map(|given| given.value).collect(),
            timeline: Timeline::new(policy, book),
            last_period: book.through.index(),
            tables: book.tables.iter().map(|facts| facts.table.clone()).collect(),
            ..Settlement::default()
        };
        result.settings = result.settings_of(Scope::Department, 0).to_vec();
        result.heads = Self::heads(policy, &result, book);
        Self { policy, book, findings: Findings::default(), result, known: None, doubt: None }
    }

    /// The managers as their finer rows see them. A rule without a value is a fault of the manager's own row, later.
    fn heads(policy: &Policy, settlement: &Settlement, book: &Book) -> Rows {
        let rules = policy.scope(Scope::Manager);
        let early = &rules.order[..rules.early];
        if early.is_empty() {
            return Rows::default();
        }
        let mut heads = Rows::new(book.managers.len(), rules.width);
        let around = Around { settings: settlement.settings_of(Scope::Manager, 0), ..ALONE };
        for (manager, person) in book.managers.iter().enumerate() {
            let mut row = vec![Value::Blank; rules.width];
            row[..person.values.len()].copy_from_slice(&person.values);
            Self::compute(rules, early, settlement, &mut row, around, None);
            heads.set(manager, &row);
        }
        heads
    }

    /// Whether a line has a fault already.
    pub(super) fn faulty_line(&self, line: usize) -> bool {
        let Some(known) = &self.known else { return false };
        let sheet = self.policy.sheets.iter().position(|s| s.row == crate::policy::RowKind::Line);
        let place = sheet.and_then(|sheet| self.book.sheets.get(sheet)?.as_ref());
        place.is_some_and(|place| known.row(&place.name, self.book.lines[line].row))
    }

    /// Computes the rules of a scope into `row`. A rule without a value, and all that rests on it, is left blank: what
    /// else is wrong with the row is found all the same.
    fn compute(
        rules: &ScopeRules,
        order: &[usize],
        settlement: &Settlement,
        row: &mut [Value],
        around: Around<'_>,
        doubt: Option<&Doubt>,
    ) -> Failed {
        let mut failed = Failed::default();
        for &index in order {
            let rule = &rules.rules[index];
            if failed.doubt.as_ref().or(doubt).is_some_and(|doubt| doubt.has(rule.slot)) {
                continue;
            }
            if let Some(typed) = rule.input.filter(|_| !rule.counts)
                && row[typed] != Value::Blank
            {
                row[rule.slot] = row[typed];
                continue;
            }
            let context = context(settlement, row, around);
            match evaluate(&rule.formula.code, &context) {
                Ok(value) => row[rule.slot] = value.or_zero_of(rule.unit.kind()),
                Err(error) => {
                    let known = failed.doubt.take().or_else(|| doubt.cloned()).unwrap_or_default();
                    failed.doubt = Some(known.without(rule.slot, rules));
                    failed.rules.push((index, error));
                }
            }
        }
        failed
    }

    pub(super) fn note(&mut self, (sound, found): (bool, Findings)) -> bool {
        self.findings.absorb(found);
        sound
    }

    /// Computes a row and checks it, as far as that is beyond doubt.
    pub(super) fn check_row(
        &self,
        at: At,
        row: &mut [Value],
        around: Around<'_>,
        doubt: Option<&Doubt>,
    ) -> (bool, Findings) {
        let (policy, book, settlement) = (self.policy, self.book, &self.result);
        let rules = policy.scope(at.scope);
        let mut findings = Findings::default();
        let failed = Self::compute(rules, &rules.order, settlement, row, around, doubt);
        for (index, error) in &failed.rules {
            let rule = &rules.rules[*index];
            findings.add(explain(policy, book, at, &rule.formula, &rule.label, error));
        }
        let mut sound = failed.rules.is_empty();
        let doubt = failed.doubt.as_ref().or(doubt);
        let told = |code: &Code| doubt.is_none_or(|doubt| !doubt.rests(code));
        for check in policy.checks.iter().filter(|check| check.scope == at.scope && told(&check.formula.code)) {
            let context = context(settlement, row, around);
            match evaluate(&check.formula.code, &context) {
                Ok(Value::Truth(true)) => {}
                Ok(_) => {
                    let place = cell_of(policy, book, at, &check.column);
                    let found = standing(policy, book, at, row, around.line, &check.column);
                    let fault = Fault::new(place, found, check.message.clone(), check.mend.clone());
                    if check.warning {
                        findings.add_warning(fault);
                    } else {
                        findings.add(fault);
                        sound = false;
                    }
                }
                Err(error) => {
                    let label = Words::same(&check.column);
                    findings.add(explain(policy, book, at, &check.formula, &label, &error));
                    sound = false;
                }
            }
        }
        (sound, findings)
    }

    fn lines(&mut self) {
        let rules = self.policy.scope(Scope::Line);
        let mut rows = LineRows::new(&self.book.line_values, rules.width);
        let mut typed = RowBuffer::default();
        let doubt = self.doubt.as_ref().map(|doubt| doubt.clone().spread(rules));
        let mut row = vec![Value::Blank; rules.width];
        for (index, line) in self.book.lines.iter().enumerate() {
            if self.faulty_line(index) {
                continue;
            }
            row.fill(Value::Blank);
            row[builtin::PERIOD] = Value::Number(line.period.number().into());
            row[1..=self.book.line_width].copy_from_slice(self.book.line_values.read(index, &mut typed));
            let at = At { scope: Scope::Line, manager: None, period: Some(line.period.index()), line: Some(index) };
            self.undated(index, line);
            let around = Around { settings: self.result.settings_of_line(line), ..ALONE };
            let found = self.check_row(at, &mut row, around, doubt.as_ref());
            self.note(found);
            rows.set(index, &row);
        }
        self.result.line_rows = rows;
    }

    /// A line with only a period is a fault when a setting that it needs changes within the period.
    fn undated(&mut self, index: usize, line: &Line) {
        let Some((slot, from)) = self.result.timeline.needs_date(line) else { return };
        let column = self.policy.line_sheet().and_then(|s| s.columns.iter().find(|c| c.role == Role::Date));
        let at = At { scope: Scope::Line, manager: None, period: None, line: Some(index) };
        let place = line_place(self.policy, self.book, at, column.map(|column| column.name.as_str()));

        self.findings.fault(
            place,
            line.period.to_string(),
            say!(Settle::DateDecides { label: self.policy.settings[slot].label, from }),
            say!(Settle::GiveDate),
        );
    }

    /// The periods; twice where rules gather later ones: those do not rest on such rules, so that the first time has them
    /// right.
    fn periods(&mut self) {
        let rules = self.policy.scope(Scope::Period);
        let a_year = self.result.periods_a_year;
        self.result.period_rows = Rows::new(self.book.managers.len() * a_year, rules.width);
        if self.policy.looks_ahead() {
            let found = std::mem::take(&mut self.findings);
            self.each_period();
            self.findings = found;
        }
        self.each_period();
    }

    fn each_period(&mut self) {
        let rules = self.policy.scope(Scope::Period);
        let mut row = vec![Value::Blank; rules.width];
        let mut previous = vec![Value::Blank; rules.width];
        for manager in 0..self.book.managers.len() {
            let (mut has_previous, mut after_faulty) = (false, None);
            for period in self.book.through.up_to() {
                // None is missing between two, but after a manager's leaving.
                let Some(facts) = self.book.period(manager, period) else { continue };
                self.type_in(&mut row, manager, period, facts);
                let at = At { scope: Scope::Period, manager: Some(manager), period: Some(period.index()), line: None };
                let family = ManagerFamily::of_period(&self.result, manager, period.index());
                let around = Around {
                    settings: self.result.settings_of(Scope::Period, period.index()),
                    manager: self.result.head(self.book, manager),
                    previous: if has_previous { &previous } else { &[] },
                    line: &[],
                    children: &family,
                };
                let of_faults = self
                    .doubt
                    .as_ref()
                    .zip(self.known.as_ref())
                    .map(|(doubt, known)| doubt.of_period((self.policy, self.book, known), manager, period, facts));
                let found = self.check_row(at, &mut row, around, of_faults.as_ref().or(after_faulty.as_ref()));
                let sound = self.note(found);
                if !sound {
                    (has_previous, after_faulty) = (false, Some(Doubt::of_other_rows(rules)));
                    continue;
                }
                let index = self.result.period_index(manager, period.index());
                self.result.period_rows.set(index, &row);
                previous.copy_from_slice(&row);
                has_previous = true;
            }
        }
    }

    fn halves(&mut self) {
        let rules = self.policy.scope(Scope::Half);
        if rules.rules.is_empty() {
            return;
        }
        let following = self.policy.following();
        self.result.half_rows = PackedRows::new(self.book.managers.len() * 2, rules.width);
        let mut row = vec![Value::Blank; rules.width];
        for manager in 0..self.book.managers.len() {
            for half in 0..2 {
                row.fill(Value::Blank);
                row[builtin::HALF] = Value::Number(Decimal::from(half + 1));
                for wanted in &following {
                    row[wanted.slot] = super::review::following(self.policy, self.book, manager, half, wanted);
                }
                let periods = half * 2..half * 2 + 2;
                self.summary(Scope::Half, manager, periods, manager * 2 + half, &mut row);
            }
        }
    }

    fn years(&mut self) {
        let rules = self.policy.scope(Scope::Year);
        if rules.rules.is_empty() {
            return;
        }
        self.result.year_rows = PackedRows::new(self.book.managers.len(), rules.width);
        let mut row = vec![Value::Blank; rules.width];
        for manager in 0..self.book.managers.len() {
            row.fill(Value::Blank);
            let periods = 0..self.result.periods_a_year;
            self.summary(Scope::Year, manager, periods, manager, &mut row);
        }
    }

    fn managers(&mut self) {
        let rules = self.policy.scope(Scope::Manager);
        self.result.manager_rows = Rows::new(self.book.managers.len(), rules.width);
        let mut row = vec![Value::Blank; rules.width];
        for (manager, person) in self.book.managers.iter().enumerate() {
            row.fill(Value::Blank);
            row[..person.values.len()].copy_from_slice(&person.values);
            for (slot, task) in self.policy.year_tasks() {
                row[slot] = Value::Number(self.of_the_year(manager, task));
            }
            let periods = 0..self.result.periods_a_year;
            self.summary(Scope::Manager, manager, periods, manager, &mut row);
        }
    }

    /// The sum of a task over all of a manager's rows of the year, as they count: of the periods that are computed, and of
    /// later ones.
    fn of_the_year(&self, manager: usize, task: usize) -> Decimal {
        let rules = self.policy.scope(Scope::Period);
        let inputs: Vec<usize> = rules.order.iter().copied().filter(|at| rules.rules[*at].input.is_some()).collect();
        let of = |number: u8| {
            let period = Period::new(self.policy.period, number)?;
            let index = self.result.period_index(manager, period.index());
            if let Some(row) = self.result.period_rows.get(index) {
                return row[task].as_number();
            }
            let mut row = vec![Value::Blank; rules.width];
            self.type_in(&mut row, manager, period, self.book.period(manager, period)?);
            let settings = self.result.settings_of(Scope::Period, period.index());
            let around = Around { settings, manager: self.result.head(self.book, manager), ..ALONE };
            Self::compute(rules, &inputs, &self.result, &mut row, around, None);
            row[task].as_number()
        };
        (1..=self.policy.period.count()).filter_map(of).sum()
    }

    /// Puts what was typed of a period into its row, and what its rules are told of the manager's employment.
    fn type_in(&self, row: &mut [Value], manager: usize, period: Period, facts: &PeriodRow) {
        row.fill(Value::Blank);
        row[builtin::PERIOD] = Value::Number(period.number().into());
        row[1..=facts.values.len()].copy_from_slice(&facts.values);
        for (told, slot) in
            Employment::ALL.into_iter().zip(self.policy.employment.into_iter().flat_map(|first| first..))
        {
            row[slot] = self.book.employment(manager, period, told);
        }
    }

    /// A row over a manager's periods, if the policy says that it exists.
    fn summary(&mut self, scope: Scope, manager: usize, periods: Range<usize>, index: usize, row: &mut [Value]) {
        let rules = self.policy.scope(scope);
        let at = At { scope, manager: Some(manager), period: None, line: None };
        let family = ManagerFamily::new(&self.result, manager, periods);
        let person = self.result.head(self.book, manager);
        let settings = self.result.settings_of(scope, if scope == Scope::Half { index % 2 } else { 0 });
        let around = Around { settings, manager: person, children: &family, ..ALONE };
        if let Some(when) = &rules.when {
            match evaluate(&when.code, &context(&self.result, row, around)) {
                Ok(Value::Truth(true)) => {}
                Ok(_) => return,
                Err(error) => {
                    let label = Words::same("when");
                    let fault = explain(self.policy, self.book, at, when, &label, &error);
                    self.findings.add(fault);
                    return;
                }
            }
        }
        let found = self.check_row(at, row, around, None);
        let sound = self.note(found);
        if sound {
            match scope {
                Scope::Half => self.result.half_rows.set(index, row),
                Scope::Year => self.result.year_rows.set(index, row),
                _ => self.result.manager_rows.set(index, row),
            }
        }
    }

    fn department(&mut self) {
        let rules = self.policy.scope(Scope::Department);
        let mut row = vec![Value::Blank; rules.width];
        let at = At { scope: Scope::Department, manager: None, period: None, line: None };
        let family = DepartmentFamily { settlement: &self.result };
        let settings = self.result.settings_of(Scope::Department, 0);
        let around = Around { settings, children: &family, ..ALONE };
        let found = self.check_row(at, &mut row, around, None);
        self.note(found);
        self.result.department = row;
    }
}

fn context<'c>(settlement: &'c Settlement, own: &'c [Value], around: Around<'c>) -> Context<'c> {
    Context {
        settings: around.settings,
        tables: &settlement.tables,
        own,
        manager: around.manager,
        line: around.line,
        previous: around.previous,
        children: around.children,
        child: None,
    }
}
