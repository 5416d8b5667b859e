//! The fold itself: the stages of the policy's graph one after the other, each column by column.

use std::num::NonZeroUsize;

use super::found::{RowFaults, RowFinding, RowMistake};
use super::hierarchy::Ranks;
use super::known::KnownFaults;
use super::law_result::LawResult;
use super::order::is_the_same_backwards;
use super::place::{RowPlace, explain};
use super::row_key::RowKey;
use super::settlement::Settlement;
use super::threads::available;
use crate::book::{Book, Fault, Findings, Mistake};
use crate::formula::{EvalError, Scope};
use crate::lang::Words;
use crate::policy::{Formula, Policy, Stage};

/// Computes everything that `policy` says about `book`.
///
/// # Errors
/// Every figure that has no exact value and every check of the policy that fails, as faults with the
/// cell they come from; a broken law, which is a mistake of the policy or the program.
pub fn settle(policy: &Policy, book: &Book) -> Result<Settlement, Vec<Fault>> {
    settle_step_by_step(policy, book, available(), &mut |_| {}).map_err(|found| found.faults)
}

/// A step of the settlement, for whoever times it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettlementStep {
    /// The lines and what each manager is credited with.
    Credit,
    /// The periods and all that follows from them.
    Settle,
    /// The laws.
    Check,
}

/// The same by so many threads, which give the same; tells `done` of each step that is behind it.
///
/// # Errors
/// As for [`settle`].
pub fn settle_step_by_step(
    policy: &Policy,
    book: &Book,
    threads: NonZeroUsize,
    done: &mut dyn FnMut(SettlementStep),
) -> Result<Settlement, RowFaults> {
    let mut settlement = fold((policy, book), threads, false, done)?;
    // Only a broken law needs the figures of the other order.
    let backwards = if is_the_same_backwards(policy, book, &settlement) {
        None
    } else {
        Some(fold((policy, book), threads, true, &mut |_| {})?)
    };
    settlement.laws = super::laws::laws(policy, book, &settlement, backwards.as_ref());
    let broken: Vec<Fault> = settlement.laws.iter().filter(|law| !law.holds).map(LawResult::fault).collect();
    done(SettlementStep::Check);
    if broken.is_empty() { Ok(settlement) } else { Err(RowFaults { faults: broken, ..RowFaults::default() }) }
}

/// What else is wrong with a book that has faults already: the policy's checks and tables on the rows that
/// are without fault, so that a clerk sees everything in one run. Whom the reader misses is not missed once more.
#[must_use]
pub fn further_faults(policy: &Policy, book: &Book, known: &[Fault]) -> Vec<Fault> {
    let is_nobody = |fault: &Fault, at: &Fault| fault.mistake == Mistake::Nobody && fault.place == at.place;
    further(policy, book, known, |found| {
        found.finding.mistake == Mistake::Nobody && known.iter().any(|fault| is_nobody(fault, &found.finding))
    })
}

impl RowFaults {
    /// What else is wrong with the book, likewise.
    #[must_use]
    pub fn further(&self, policy: &Policy, book: &Book) -> Vec<Fault> {
        further(policy, book, &self.faults, |found| self.told.contains(&found.about()))
    }
}

fn further(policy: &Policy, book: &Book, known: &[Fault], is_told: impl Fn(&RowFinding) -> bool) -> Vec<Fault> {
    let mut fold = Fold::new(policy, book, available());
    fold.taint(known);
    fold.adjustments();
    for stage in &policy.stages {
        fold.stage(stage, false);
    }
    fold.found.retain(|found| !is_told(found));
    fold.end().faults
}

/// One pass; `backwards` takes the lines from last to first, for the law that order changes nothing.
fn fold(
    (policy, book): (&Policy, &Book),
    threads: NonZeroUsize,
    backwards: bool,
    done: &mut dyn FnMut(SettlementStep),
) -> Result<Settlement, RowFaults> {
    let mut fold = Fold::new(policy, book, threads);
    fold.adjustments();
    let mut crediting = true;
    for stage in &policy.stages {
        if crediting && !matches!(stage.scope, Scope::Line | Scope::Adjustment | Scope::Manager | Scope::Credit) {
            crediting = false;
            done(SettlementStep::Credit);
        }
        fold.stage(stage, backwards);
    }
    if fold.worst.is_none() {
        fold.adjusted();
    }
    done(SettlementStep::Settle);
    let told = fold.found.iter().map(RowFinding::about).collect();
    let findings = fold.end();
    let mut result = fold.result;
    if !findings.faults.is_empty() {
        return Err(RowFaults { faults: findings.faults, told });
    }
    assert!(!result.is_tainted(), "what is tainted without a fault");
    result.warnings = findings.warnings;
    let owed = super::owed::below_zero(policy, book, &result);
    result.warnings.extend(owed);
    result.warnings.extend(super::plausible::doubts(policy, book, &result));
    let changed = super::review::changed(policy, book, &result);
    result.warnings.extend(changed);
    Ok(result)
}

pub(super) struct Fold<'a> {
    pub(super) policy: &'a Policy,
    pub(super) book: &'a Book,
    pub(super) found: Vec<RowFinding>,
    /// The finest rank of scopes in which a fault was found: what rests on such rows is not computed.
    pub(super) worst: Option<u8>,
    /// Whether a stage was not computed because of that.
    left_out: bool,
    pub(super) result: Settlement,
    /// Faults found before: rows that have one are passed over.
    pub(super) known: Option<KnownFaults<'a>>,
    /// Who is below whom.
    pub(super) ranks: Ranks,
    /// How many threads there may be.
    pub(super) threads: NonZeroUsize,
}

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
    fn new(policy: &'a Policy, book: &'a Book, threads: NonZeroUsize) -> Self {
        let (ranks, faults) = Ranks::new(policy, book);
        let mut fold = Self {
            policy,
            book,
            found: Vec::new(),
            worst: None,
            left_out: false,
            result: Settlement::new(policy, book),
            known: None,
            ranks,
            threads,
        };
        for (key, fault) in faults {
            fold.fault(key, RowMistake::Superior, fault);
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
            Scope::Half | Scope::Year => self.summaries(stage),
            Scope::DepartmentPeriod | Scope::Department => self.department(stage),
            Scope::Adjustment => {}
        }
    }

    /// Adds a fault of a row: in a period of somebody it leaves nothing certain for those after it.
    pub(super) fn fault(&mut self, key: RowKey, mistake: RowMistake, fault: Fault) {
        let rank = rank(key.scope());
        self.worst = Some(self.worst.map_or(rank, |worst| worst.min(rank)));
        if key.scope() == Scope::Period {
            self.result.taint.rows.insert(key);
        }
        self.found.push(RowFinding { key, mistake, is_fault: true, finding: fault });
    }

    /// Adds the fault that a formula has no value for a row; none where it only rests on another.
    pub(super) fn failed(
        &mut self,
        (key, mistake): (RowKey, RowMistake),
        formula: &Formula,
        label: &Words,
        error: &EvalError,
    ) {
        if let EvalError::Wrong(wrong) = error {
            let at = RowPlace::row(key, self.book, &self.result.credits);
            self.fault(key, mistake, explain(self.policy, self.book, at, formula, label, wrong));
        }
    }

    /// All that was found, row by row, whatever was computed first.
    fn end(&mut self) -> Findings {
        self.found.sort_by_key(|found| found.key);
        let mut findings = Findings::default();
        for RowFinding { is_fault, finding, .. } in self.found.drain(..) {
            if is_fault { findings.add(finding) } else { findings.add_warning(finding) }
        }
        findings
    }
}
