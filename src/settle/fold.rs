//! The fold itself: the stages of the policy's graph one after the other, and what each row is checked for.

use super::dated::Timeline;
use super::doubt::Doubt;
use super::hierarchy::Ranks;
use super::known::Known;
use super::laws::LawResult;
use super::order::is_the_same_backwards;
use super::place::{At, cell_of, explain, standing};
use super::rows::Rows;
use super::settlement::Settlement;
use crate::book::{Book, Fault, Findings};
use crate::formula::{Above, Children, Code, Context, EvalError, NoChildren, PackedRows, Scope, Value, evaluate};
use crate::lang::Words;
use crate::policy::{Policy, ScopeRules, Stage};

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
    fold.adjustments();
    for stage in &policy.stages {
        fold.stage(stage, false);
    }
    fold.end().faults
}

/// One pass; `backwards` takes the lines from last to first, for the law that order changes nothing.
fn fold(policy: &Policy, book: &Book, backwards: bool, done: &mut dyn FnMut(Step)) -> Result<Settlement, Vec<Fault>> {
    let mut fold = Fold::new(policy, book);
    fold.adjustments();
    let mut crediting = true;
    for stage in &policy.stages {
        if crediting && !matches!(stage.scope, Scope::Line | Scope::Adjustment | Scope::Manager | Scope::Credit) {
            crediting = false;
            done(Step::Credit);
        }
        fold.stage(stage, backwards);
    }
    if fold.worst.is_none() {
        fold.adjusted();
    }
    done(Step::Settle);
    let findings = fold.end();
    let mut result = fold.result;
    if !findings.faults.is_empty() {
        return Err(findings.faults);
    }
    result.warnings = findings.warnings;
    let owed = super::owed::below_zero(policy, book, &result);
    result.warnings.extend(owed);
    let changed = super::review::changed(policy, book, &result);
    result.warnings.extend(changed);
    Ok(result)
}

pub(super) struct Fold<'a> {
    pub(super) policy: &'a Policy,
    pub(super) book: &'a Book,
    /// What was found, with the place in which it is told.
    found: Vec<(Order, bool, Fault)>,
    /// The finest rank of scopes in which a fault was found: what rests on such rows is not computed.
    pub(super) worst: Option<u8>,
    /// Whether a stage was not computed because of that.
    left_out: bool,
    pub(super) result: Settlement,
    /// Faults found before: rows that have one are passed over.
    pub(super) known: Option<Known<'a>>,
    /// Who is below whom.
    pub(super) ranks: Ranks,
    /// What is doubtful for every row because of them.
    pub(super) doubt: Option<Doubt>,
    /// What is doubtful in single rows, by scope and place.
    pub(super) doubts: std::collections::HashMap<(Scope, usize), Doubt>,
}

/// In which order findings are told: by scope, then row, whatever was computed first.
pub(super) type Order = (Scope, usize, usize);

/// The rows around a row.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) settings: &'a [Value],
    pub(super) manager: &'a [Value],
    pub(super) line: &'a [Value],
    pub(super) previous: &'a [Value],
    pub(super) children: &'a dyn Children,
    pub(super) above: &'a dyn Above,
}

pub(super) const ALONE: Around<'static> =
    Around { settings: &[], manager: &[], line: &[], previous: &[], children: &NoChildren, above: &() };

/// How far a scope stands from the input: what is coarser is computed only where all that is finer has no fault.
fn rank(scope: Scope) -> u8 {
    match scope {
        Scope::Line | Scope::Credit | Scope::Adjustment => 0,
        Scope::Period => 1,
        Scope::Half | Scope::Year | Scope::Manager => 2,
        Scope::DepartmentPeriod | Scope::Department => 3,
    }
}

impl<'a> Fold<'a> {
    fn new(policy: &'a Policy, book: &'a Book) -> Self {
        let people = book.managers.len();
        let width = |scope: Scope| policy.scope(scope).width;
        let packed = |scope: Scope, each: usize| {
            let none = policy.scope(scope).rules.is_empty();
            if none { PackedRows::default() } else { PackedRows::new(people * each, width(scope)) }
        };
        let mut result = Settlement {
            periods_a_year: book.periods_a_year(),
            settings: book.settings.iter().map(|given| given.value).collect(),
            timeline: Timeline::new(policy, book),
            last_period: book.through.index(),
            tables: book.tables.iter().map(|facts| facts.table.clone()).collect(),
            period_rows: Rows::new(people * book.periods_a_year(), width(Scope::Period)),
            half_rows: packed(Scope::Half, 2),
            year_rows: packed(Scope::Year, 1),
            manager_rows: Rows::new(people, width(Scope::Manager)),
            department_periods: Rows::new(book.periods_a_year(), width(Scope::DepartmentPeriod)),
            department: vec![Value::Blank; width(Scope::Department)],
            ..Settlement::default()
        };
        result.settings = result.settings_of(Scope::Department, 0).to_vec();
        let (found, doubts) = (Vec::new(), std::collections::HashMap::new());
        let (ranks, faults) = Ranks::new(policy, book);
        let mut fold =
            Self { policy, book, found, worst: None, left_out: false, result, known: None, ranks, doubt: None, doubts };
        for (order, outcome) in faults {
            fold.note(order, outcome);
        }
        fold
    }

    /// Computes a stage, unless something finer has faults.
    fn stage(&mut self, stage: &Stage, backwards: bool) {
        // What was typed of the people is there for everything finer.
        let typed = stage.scope == Scope::Manager && stage.first;
        let finer = !typed && self.worst.is_some_and(|worst| worst < rank(stage.scope));
        // Where people meet, what one of them lacks is in everybody's figures.
        let meets = !typed && self.worst.is_some() && self.policy.people_meet();
        // A later stage of rows may read what was left out.
        let rests = self.left_out && !stage.first;
        if self.known.is_none() && (finer || meets || rests) {
            self.left_out = true;
            return;
        }
        match stage.scope {
            Scope::Line => self.lines(stage),
            Scope::Credit => self.credits(stage, backwards),
            Scope::Period => self.periods(stage),
            Scope::Manager => self.managers(stage),
            // Of a book with faults nothing is said beyond the periods.
            _ if self.known.is_some() => {}
            Scope::Half => self.halves(stage),
            Scope::Year => self.years(stage),
            Scope::DepartmentPeriod | Scope::Department => self.department(stage),
            Scope::Adjustment => {}
        }
    }

    /// Adds a fault of a row.
    pub(super) fn fault(&mut self, at: Order, fault: Fault) {
        let rank = rank(at.0);
        self.worst = Some(self.worst.map_or(rank, |worst| worst.min(rank)));
        self.found.push((at, true, fault));
    }

    /// All that was found, row by row.
    fn end(&mut self) -> Findings {
        self.found.sort_by_key(|(order, ..)| *order);
        let mut findings = Findings::default();
        for (_, is_fault, fault) in self.found.drain(..) {
            if is_fault { findings.add(fault) } else { findings.add_warning(fault) }
        }
        findings
    }

    /// Computes the rules of a stage in a row, and checks it, as far as that is beyond doubt. A rule without a value, and
    /// all that rests on it, is left blank: what else is wrong with the row is found all the same.
    pub(super) fn row(
        &self,
        stage: &Stage,
        at: At,
        row: &mut [Value],
        around: Around<'_>,
        doubt: Option<&Doubt>,
    ) -> Outcome {
        let (policy, book, settlement) = (self.policy, self.book, &self.result);
        let rules = policy.scope(at.scope);
        let mut outcome = Outcome::default();
        for &index in &stage.rules {
            let rule = &rules.rules[index];
            if outcome.doubt.as_ref().or(doubt).is_some_and(|doubt| doubt.has(rule.slot)) {
                continue;
            }
            if let Some(typed) = rule.input.filter(|_| !rule.counts)
                && row[typed] != Value::Blank
            {
                row[rule.slot] = row[typed];
                continue;
            }
            match evaluate(&rule.formula.code, &context(settlement, row, around)) {
                Ok(value) => row[rule.slot] = value.or_zero_of(rule.unit.kind()),
                Err(error) => {
                    outcome.doubt(rule.slot, doubt, rules);
                    outcome.faults.push(explain(policy, book, at, &rule.formula, &rule.label, &error));
                }
            }
        }
        for check in stage.checks.iter().map(|&index| &policy.checks[index]) {
            let doubt = outcome.doubt.as_ref().or(doubt);
            let told = |code: &Code| doubt.is_none_or(|doubt| !doubt.rests(code));
            if !told(&check.formula.code) {
                continue;
            }
            match evaluate(&check.formula.code, &context(settlement, row, around)) {
                Ok(Value::Truth(true)) => {}
                Ok(_) => {
                    let place = cell_of(policy, book, at, &check.column);
                    let found = standing(policy, book, at, row, around.line, &check.column);
                    let fault = Fault::new(place, found, check.message.clone(), check.mend.clone());
                    if check.warning { outcome.warnings.push(fault) } else { outcome.faults.push(fault) }
                }
                Err(error) => {
                    let label = Words::same(&check.column);
                    outcome.faults.push(explain(policy, book, at, &check.formula, &label, &error));
                }
            }
        }
        outcome
    }

    /// Notes what was found in a row; whether it is sound.
    pub(super) fn note(&mut self, order: Order, outcome: Outcome) -> bool {
        let sound = outcome.faults.is_empty();
        for fault in outcome.faults {
            self.fault(order, fault);
        }
        self.found.extend(outcome.warnings.into_iter().map(|warning| (order, false, warning)));
        sound
    }
}

/// What came of a row.
#[derive(Default)]
pub(super) struct Outcome {
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
    /// What is doubtful in the row because of rules without a value.
    pub(super) doubt: Option<Doubt>,
}

impl Outcome {
    fn doubt(&mut self, slot: usize, known: Option<&Doubt>, rules: &ScopeRules) {
        let known = self.doubt.take().or_else(|| known.cloned()).unwrap_or_default();
        self.doubt = Some(known.without(slot, rules));
    }

    /// One fault.
    pub(super) fn of(fault: Fault) -> Self {
        Self { faults: vec![fault], ..Self::default() }
    }

    /// Whether anything is to be told, or remembered.
    pub(super) fn is_nothing(&self) -> bool {
        self.faults.is_empty() && self.warnings.is_empty() && self.doubt.is_none()
    }
}

/// All that a row's formulas can see.
pub(super) fn context<'c>(settlement: &'c Settlement, own: &'c [Value], around: Around<'c>) -> Context<'c> {
    Context {
        settings: around.settings,
        tables: &settlement.tables,
        own,
        manager: around.manager,
        line: around.line,
        above: around.above,
        previous: around.previous,
        children: around.children,
        child: None,
    }
}

/// Whether a row of a half-year or year exists.
pub(super) fn exists(rules: &ScopeRules, context: &Context<'_>) -> Result<bool, EvalError> {
    let Some(when) = &rules.when else { return Ok(true) };
    evaluate(&when.code, context).map(|value| value == Value::Truth(true))
}
