//! The whole of a workbook, read by its policy.

use std::collections::HashMap;

use super::preface::Preface;
use super::reader::Reader;
use super::request::{LeftAlone, Request};
use super::source::{SourceError, SourceWorkbook};
use super::together;
use crate::book::{Book, Fault, Findings};
use crate::policy::Policy;

/// Why there is no book.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The file was read, and these are its faults.
    #[error("{} faults in the input", .0.faults.len())]
    Faults(Box<Findings>),
}

/// All that could be read of a workbook.
#[derive(Debug)]
pub struct Reading {
    /// The facts, where the year and the through period are known. With faults, what is at fault is
    /// blank in it or left out: it is good for finding further faults, and for nothing else.
    pub book: Option<Book>,
    /// Faults and warnings, in the order of the sheets.
    pub findings: Findings,
    /// What the policy does not know.
    pub left_alone: LeftAlone,
}

/// Reads a workbook of `policy`, faults and all.
///
/// # Errors
/// A file that cannot be read.
pub fn read_all(
    source: &mut SourceWorkbook,
    preface: &Preface,
    policy: &Policy,
    request: &Request,
) -> Result<Reading, SourceError> {
    let mut reader = Reader::new(source, preface, policy);
    let book = reader.book(request)?;
    let (mut findings, mut left_alone) = (reader.findings, reader.left_alone);
    left_alone.of_today.clone_from(&findings.of_today);
    in_order(&mut findings, source);
    together::together(&mut findings.warnings);
    Ok(Reading { book, findings, left_alone })
}

/// Reads a workbook of `policy`.
///
/// # Errors
/// A file that cannot be read, or every fault of its content.
pub fn read(
    source: &mut SourceWorkbook,
    preface: &Preface,
    policy: &Policy,
    request: &Request,
) -> Result<(Book, LeftAlone), ReadError> {
    let Reading { book, findings, left_alone } = read_all(source, preface, policy, request)?;
    match book {
        Some(mut book) if findings.faults.is_empty() => {
            book.warnings = findings.warnings;
            book.account = *findings.account;
            Ok((book, left_alone))
        }
        _ => {
            let mut findings = Box::new(findings);
            together::together(&mut findings.faults);
            Err(ReadError::Faults(findings))
        }
    }
}

/// Puts findings into the order of the workbook's sheets, rows and columns, each once.
pub fn in_order(findings: &mut Findings, source: &SourceWorkbook) {
    let order: HashMap<&str, usize> = source.sheets().iter().enumerate().map(|(i, s)| (s.name.as_str(), i)).collect();
    let key = |fault: &Fault| {
        let sheet = order.get(fault.place.sheet.as_str()).copied().unwrap_or(usize::MAX);
        (sheet, fault.place.row, fault.place.column)
    };
    findings.faults.sort_by_key(key);
    // The same fault may have been found twice, and another one of its cell between the two.
    let mut once: Vec<Fault> = Vec::with_capacity(findings.faults.len());
    for fault in findings.faults.drain(..) {
        if !once.iter().rev().take_while(|other| other.place == fault.place).any(|other| *other == fault) {
            once.push(fault);
        }
    }
    findings.faults = once;
    findings.warnings.sort_by_key(key);
    findings.account.passed_over.sort_by_key(|passed| {
        let sheet = order.get(passed.place.sheet.as_str()).copied().unwrap_or(usize::MAX);
        (sheet, passed.place.row, passed.place.column)
    });
}
