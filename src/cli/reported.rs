//! What is printed of a command that does not succeed: words on standard error, or for programs JSON on standard output.

use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use serde::Serialize;

use super::failure::{Failure, FailureKind};
use super::output;
use super::talk::{Talk, bold, red};
use super::width;
use crate::book::Findings;
use crate::lang::{Lang, Words};
use crate::report::json::{CellCounts, FaultEntry, PassedOverCells};
use crate::say;

/// What any command prints that does not succeed, unless it has told already what it found.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) enum FailureDocument<'f> {
    /// The input has faults: exit status 1; or the command line is wrong about it: 2.
    Faults(FaultyInput<'f>),
    /// Anything else.
    Error {
        /// What it is.
        error: Error<'f>,
    },
}

/// What was found in an input.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FoundEntry<'f> {
    /// What stops a run.
    faults: Vec<FaultEntry<'f>>,
    /// What does not.
    warnings: Vec<FaultEntry<'f>>,
    /// How many cells of the input became what, as far as they were looked at.
    cells: CellCounts,
    /// The cells that were passed over.
    passed_over: Vec<PassedOverCells<'f>>,
}

impl<'f> FoundEntry<'f> {
    pub(super) fn new(findings: &'f Findings, lang: Lang) -> Self {
        Self {
            faults: FaultEntry::list(&findings.faults, lang),
            warnings: FaultEntry::list(&findings.warnings, lang),
            cells: CellCounts::from(&*findings.account),
            passed_over: PassedOverCells::list(&findings.account, lang),
        }
    }
}

/// Faults that stop a run.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FaultyInput<'f> {
    #[serde(flatten)]
    found: FoundEntry<'f>,
    /// The file; only where several were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'f str>,
    /// All faults in words; only where nothing is wrong but the command line.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Error<'f>>,
}

/// Why there is no result.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Error<'f> {
    /// What kind of thing is wrong.
    kind: FailureKind,
    /// The exit status.
    status: u8,
    /// What is wrong and how to mend it, for people.
    message: &'f str,
}

impl Failure {
    /// Prints what happened and gives the exit status.
    pub(super) fn report(self, talk: Talk) -> ExitCode {
        self.about(None, talk)
    }

    fn about(self, file: Option<&str>, talk: Talk) -> ExitCode {
        match self {
            Self::Of { file, failure } => {
                if !talk.json {
                    let _ = writeln!(anstream::stderr(), "{}", bold(&file));
                }
                failure.about(Some(&file), talk)
            }
            Self::Faults { findings, lang } => {
                let misuse = findings.is_misuse();
                let status = if misuse { FailureKind::Usage as u8 } else { 1 };
                if talk.json {
                    // Mistakes of the command line in the form of any other, too.
                    let said = findings.faults.iter();
                    let said = said.map(|fault| format!("{} → {}", fault.headline(lang), fault.mend.get(lang)));
                    let said = misuse.then(|| said.collect::<Vec<_>>().join("\n"));
                    let document = FailureDocument::Faults(FaultyInput {
                        found: FoundEntry::new(&findings, lang),
                        file,
                        error: said.as_deref().map(|message| Error { kind: FailureKind::Usage, status, message }),
                    });
                    return to_a_program(&document, status, talk);
                }
                let _ = write!(anstream::stderr(), "{}", width::fitted_beside(&faults_text(&findings, lang)));
                ExitCode::from(status)
            }
            Self::Told => ExitCode::from(1),
            Self::Differs => ExitCode::from(4),
            Self::Unread => ExitCode::from(3),
            Self::Said { kind, message } => {
                let status = kind as u8;
                if talk.json {
                    let error = Error { kind, status, message: &message };
                    return to_a_program(&FailureDocument::Error { error }, status, talk);
                }
                let _ = writeln!(anstream::stderr(), "{}", width::fitted_beside(&message));
                ExitCode::from(status)
            }
            Self::Unsaid(error) => {
                // What cannot be said on standard output, be it for a program, is said beside it.
                let lang = talk.early();
                let why = match error.kind() {
                    _ if super::output::is_closed(&error) => say!(Cli::OutputClosed),
                    ErrorKind::StorageFull | ErrorKind::QuotaExceeded => say!(Cli::OutputDiskFull),
                    ErrorKind::FileTooLarge => say!(Cli::OutputTooLarge),
                    _ => Words::same(error.to_string()),
                };
                let _ = writeln!(anstream::stderr(), "{}", say!(Cli::OutputNotWritten { why }).get(lang));
                ExitCode::from(3)
            }
        }
    }
}

/// A document on standard output. When even that fails there is standard error, and another status.
fn to_a_program(document: &FailureDocument<'_>, status: u8, talk: Talk) -> ExitCode {
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
