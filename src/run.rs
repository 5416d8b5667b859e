//! From an open workbook to a settled book: reading and settling together, so that every fault of an input
//! is found in one run, whichever of the two finds it.

use crate::book::{Book, Findings};
use crate::policy::{Policy, with_rules};
use crate::settle::{Settlement, further_faults, settle};
use crate::words;
use crate::workbook::read::source::SourceWorkbook;
use crate::workbook::read::{LeftAlone, Preface, ReadError, Reading, Request, in_order, read_all};

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
            let mend = words!("改正公式，或删除这一行", "correct the formula, or delete the row");
            findings.fault(row.place.clone(), &row.rule.formula, problem, mend);
        }
        Box::new(findings)
    })
}

/// Reads and computes a workbook of `policy`.
///
/// # Errors
/// A file that cannot be read, or every fault of its content, in the order of its sheets.
pub fn run(
    source: &mut SourceWorkbook,
    preface: &Preface,
    policy: &Policy,
    request: &Request,
) -> Result<Run, ReadError> {
    let Reading { book, mut findings, left_alone } = read_all(source, preface, policy, request)?;
    let failed = |mut findings: Findings| {
        in_order(&mut findings, source);
        Err(ReadError::Faults(Box::new(findings)))
    };
    match book {
        Some(mut book) if findings.faults.is_empty() => {
            book.warnings.clone_from(&findings.warnings);
            match settle(policy, &book) {
                Ok(settlement) => Ok(Run { book, settlement, left_alone }),
                Err(faults) => failed(Findings { faults, ..findings }),
            }
        }
        Some(book) => {
            let further = further_faults(policy, &book, &findings.faults);
            findings.faults.extend(further);
            failed(findings)
        }
        None => failed(findings),
    }
}
