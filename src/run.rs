//! From an open workbook to a settled book: reading and settling together, so that every fault of an input
//! is found in one run, whichever of the two finds it.

use std::num::NonZeroUsize;

use crate::book::{Book, Findings};
use crate::policy::{Policy, with_rules};
use crate::say;
use crate::settle::{self, Settlement, available, further_faults, settle_step_by_step};
use crate::workbook::read::source::SourceWorkbook;
use crate::workbook::read::{LeftAlone, Preface, ReadError, Reading, Request, in_order, read_all, together};

/// A workbook that was read and computed.
#[derive(Debug)]
pub struct Run {
    /// The facts.
    pub book: Book,
    /// What the policy says about them.
    pub settlement: Settlement,
    /// What the policy does not know.
    pub left_alone: LeftAlone,
}

/// The policy that a workbook is computed by: the one chosen, with the rules that the workbook replaces.
///
/// # Errors
/// Every mistake of those rules, as a fault at its cell.
pub fn policy_in_force(policy: Policy, preface: &Preface) -> Result<Policy, Box<Findings>> {
    if preface.rules.is_empty() {
        return Ok(policy);
    }
    let rules: Vec<_> = preface.rules.iter().map(|row| row.rule.clone()).collect();
    with_rules(&policy, &rules).map_err(|problems| {
        let mut findings = Findings { faults: preface.faults.clone(), ..Findings::default() };
        for (index, problem) in problems {
            let row = &preface.rules[index];
            let mend = say!(Read::CorrectOrDeleteRule);
            findings.fault(row.place.clone(), &row.rule.formula, problem, mend);
        }
        Box::new(findings)
    })
}

/// Reads and computes a workbook of `policy`. It is read once and closed: its contents would stay in memory beside what
/// was made of them.
///
/// # Errors
/// A file that cannot be read, or every fault of its content, in the order of its sheets.
pub fn run(
    source: &mut SourceWorkbook,
    preface: &Preface,
    policy: &Policy,
    request: &Request,
) -> Result<Run, ReadError> {
    run_step_by_step(source, preface, policy, request, available(), &mut |_| {})
}

/// A step of a run, for whoever times or shows it.
#[derive(Clone, Copy, Debug)]
pub enum Step<'b> {
    /// The sheets of the input, with what they say; nothing is at fault so far.
    Read(&'b Book),
    /// A step of the settlement.
    Settlement(settle::SettlementStep),
}

/// The same, settled by so many threads; tells `done` of each step that is behind it.
///
/// # Errors
/// As for [`run`].
pub fn run_step_by_step(
    source: &mut SourceWorkbook,
    preface: &Preface,
    policy: &Policy,
    request: &Request,
    threads: NonZeroUsize,
    done: &mut dyn FnMut(Step<'_>),
) -> Result<Run, ReadError> {
    let Reading { book, mut findings, left_alone } = read_all(source, preface, policy, request)?;
    source.close();
    let failed = |mut findings: Findings| {
        in_order(&mut findings, source);
        together(&mut findings.faults);
        Err(ReadError::Faults(Box::new(findings)))
    };
    match book {
        Some(mut book) if findings.faults.is_empty() => {
            book.warnings.clone_from(&findings.warnings);
            book.account.clone_from(&findings.account);
            done(Step::Read(&book));
            match settle_step_by_step(policy, &book, threads, &mut |step| done(Step::Settlement(step))) {
                Ok(settlement) => Ok(Run { book, settlement, left_alone }),
                Err(found) => {
                    // Where lines are at fault the periods were not looked at.
                    let further = found.further(policy, &book);
                    findings.faults = found.faults;
                    for fault in further {
                        findings.add(fault);
                    }
                    failed(findings)
                }
            }
        }
        // Nothing that is found now would be listed.
        Some(_) if findings.is_full() => failed(findings),
        Some(book) => {
            let further = further_faults(policy, &book, &findings.faults);
            for fault in further {
                findings.add(fault);
            }
            failed(findings)
        }
        None => failed(findings),
    }
}
