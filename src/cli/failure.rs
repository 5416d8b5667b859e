//! How a command ends when it does not succeed: an exit status, and words on standard error.

use std::io::Write as _;
use std::process::ExitCode;

use super::talk;
use crate::book::{Fault, Findings};
use crate::lang::Lang;
use crate::policy::PolicyError;
use crate::report::of_fault;
use crate::words;

/// Why a command did not succeed.
pub(super) enum Failure {
    /// Faults in the input: status 1.
    Faults { findings: Box<Findings>, lang: Lang, json: bool },
    /// The same, and they are told already: status 1.
    Told,
    /// A policy with mistakes: status 1.
    Policy { error: Box<PolicyError>, lang: Lang },
    /// The command line makes no sense: status 2.
    Usage(String),
    /// A file could not be read or written: status 3.
    File(anyhow::Error),
}

impl Failure {
    /// Prints what happened and gives the exit status.
    pub(super) fn report(self) -> ExitCode {
        match self {
            Self::Faults { findings, lang, json } => {
                if json {
                    let faults: Vec<_> = findings.faults.iter().map(|fault| of_fault(fault, lang)).collect();
                    let warnings: Vec<_> = findings.warnings.iter().map(|fault| of_fault(fault, lang)).collect();
                    let document = serde_json::json!({ "faults": faults, "warnings": warnings });
                    println!("{document:#}");
                } else {
                    let _ = write!(anstream::stderr(), "{}", faults_text(&findings.faults, lang));
                }
                ExitCode::from(1)
            }
            Self::Told => ExitCode::from(1),
            Self::Policy { error, lang } => told("policy", &error.render(lang), 1),
            Self::Usage(message) => told("usage", &message, 2),
            Self::File(error) => told("file", &format!("{error:#}"), 3),
        }
    }
}

/// An error in words: for people on standard error, for programs as JSON on standard output.
fn told(kind: &str, message: &str, status: u8) -> ExitCode {
    if talk::is_to_a_program() {
        let document = serde_json::json!({ "error": { "kind": kind, "status": status, "message": message } });
        println!("{document:#}");
    } else {
        let _ = writeln!(anstream::stderr(), "{message}");
    }
    ExitCode::from(status)
}

/// The faults, grouped by sheet, each with its remedy.
fn faults_text(faults: &[Fault], lang: Lang) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    let count = faults.len();
    let title =
        words!("输入有 {count} 处错误，没有写出任何结果：", "{count} fault(s) in the input; nothing was written:");
    let _ = writeln!(text, "{}", talk::red(title.get(lang)));
    for fault in faults {
        let _ = writeln!(text, "\n  {}\n      → {}", fault.headline(lang), fault.mend.get(lang));
    }
    text
}
