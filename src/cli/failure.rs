//! How a command ends when it does not succeed: an exit status, and words on standard error.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use super::output;
use super::talk::{Talk, bold, red};
use super::width;
use crate::book::Findings;
use crate::lang::Lang;
use crate::policy::PolicyError;
use crate::report::{of_account, of_fault, of_passed_over};
use crate::say;

/// Why a command did not succeed.
pub(super) enum Failure {
    /// Faults in the input: status 1; or, where nothing is wrong but the command line, 2.
    Faults { findings: Box<Findings>, lang: Lang },
    /// The same, and they are told already: status 1.
    Told,
    /// Differences were found, and they are told already: status 4.
    Differs,
    /// Files could not be read, and that is told already: status 3.
    Unread,
    /// A policy with mistakes: status 1.
    Policy { error: Box<PolicyError>, lang: Lang },
    /// The command line makes no sense: status 2.
    Usage(String),
    /// A file could not be read or written: status 3.
    File(anyhow::Error),
    /// Standard output could not be written: status 3.
    Unsaid(io::Error),
    /// A failure about this one of several files, which its own words do not name.
    Of { file: String, failure: Box<Failure> },
}

impl Failure {
    /// The same, with the file named that it is about.
    pub(super) fn of(self, file: &Path) -> Self {
        Self::Of { file: file.display().to_string(), failure: Box::new(self) }
    }

    /// Prints what happened and gives the exit status.
    pub(super) fn report(self, talk: Talk) -> ExitCode {
        self.about(None, talk)
    }

    fn about(self, file: Option<String>, talk: Talk) -> ExitCode {
        match self {
            Self::Of { file, failure } => {
                if !talk.json {
                    let _ = writeln!(anstream::stderr(), "{}", bold(&file));
                }
                failure.about(Some(file), talk)
            }
            Self::Faults { findings, lang } => {
                let misuse = findings.is_misuse();
                let status = if misuse { 2 } else { 1 };
                if talk.json {
                    let faults: Vec<_> = findings.faults.iter().map(|fault| of_fault(fault, lang)).collect();
                    let warnings: Vec<_> = findings.warnings.iter().map(|fault| of_fault(fault, lang)).collect();
                    let mut document = serde_json::json!({
                        "faults": faults,
                        "warnings": warnings,
                        "cells": of_account(&findings.account),
                        "passed_over": of_passed_over(&findings.account, lang),
                    });
                    if let Some(file) = file {
                        document["file"] = file.into();
                    }
                    if misuse {
                        // In the form of any other mistake of the command line too.
                        let said = findings.faults.iter();
                        let said = said.map(|fault| format!("{} → {}", fault.headline(lang), fault.mend.get(lang)));
                        let said = said.collect::<Vec<_>>();
                        document["error"] = error("usage", &said.join("\n"), status);
                    }
                    return to_a_program(&document, status, talk);
                }
                let _ = write!(anstream::stderr(), "{}", width::fitted_beside(&faults_text(&findings, lang)));
                ExitCode::from(status)
            }
            Self::Told => ExitCode::from(1),
            Self::Differs => ExitCode::from(4),
            Self::Unread => ExitCode::from(3),
            Self::Policy { error, lang } => told("policy", &error.render(lang), 1, talk),
            Self::Usage(message) => told("usage", &message, 2, talk),
            Self::File(error) => told("file", &format!("{error:#}"), 3, talk),
            Self::Unsaid(error) => {
                // What cannot be said on standard output, be it for a program, is said beside it.
                let lang = talk.early();
                let _ = writeln!(anstream::stderr(), "{}", say!(Cli::OutputNotWritten { error }).get(lang));
                ExitCode::from(3)
            }
        }
    }
}

/// A mistake of the command line, for programs: they may have asked for JSON before the mistake was found.
pub(super) fn usage_for_a_program(message: &str, talk: Talk) -> ExitCode {
    told("usage", message, 2, Talk { json: true, ..talk })
}

/// An error in words: for people on standard error, for programs as JSON on standard output.
fn told(kind: &str, message: &str, status: u8, talk: Talk) -> ExitCode {
    if talk.json {
        let document = serde_json::json!({ "error": error(kind, message, status) });
        return to_a_program(&document, status, talk);
    }
    let _ = writeln!(anstream::stderr(), "{}", width::fitted_beside(message));
    ExitCode::from(status)
}

fn error(kind: &str, message: &str, status: u8) -> serde_json::Value {
    serde_json::json!({ "kind": kind, "status": status, "message": message })
}

/// A document on standard output. When even that fails there is standard error, and another status.
fn to_a_program(document: &serde_json::Value, status: u8, talk: Talk) -> ExitCode {
    output::json(document).map_or_else(|failure| failure.report(talk), |()| ExitCode::from(status))
}

/// The faults, grouped by sheet, each with its remedy.
fn faults_text(findings: &Findings, lang: Lang) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    let faults = &findings.faults;
    let count = faults.len();
    let title = if findings.is_misuse() {
        say!(Cli::MistakesInCommandLine { count })
    } else {
        say!(Cli::FaultsInInput { count })
    };
    let _ = writeln!(text, "{}", red(title.get(lang)));
    for fault in faults {
        let _ = writeln!(text, "\n  {}\n      → {}", fault.headline(lang), fault.mend.get(lang));
    }
    let passed = super::table::passed_over(&findings.account, lang);
    if !passed.is_empty() {
        let _ = write!(text, "\n{passed}");
    }
    text
}
