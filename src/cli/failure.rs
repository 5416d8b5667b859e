//! How a command ends when it does not succeed: an exit status, and words on standard error.

use std::process::ExitCode;

use crate::book::{Fault, Findings};
use crate::lang::Lang;
use crate::policy::PolicyError;
use crate::report::of_fault;
use crate::words;

/// Why a command did not succeed.
pub(super) enum Failure {
    /// Faults in the input: status 1.
    Faults { findings: Box<Findings>, lang: Lang, json: bool },
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
                    eprint!("{}", faults_text(&findings.faults, lang));
                }
                ExitCode::from(1)
            }
            Self::Policy { error, lang } => {
                eprintln!("{}", error.render(lang));
                ExitCode::from(1)
            }
            Self::Usage(message) => {
                eprintln!("{message}");
                ExitCode::from(2)
            }
            Self::File(error) => {
                eprintln!("{error:#}");
                ExitCode::from(3)
            }
        }
    }
}

/// The faults, grouped by sheet, each with its remedy.
fn faults_text(faults: &[Fault], lang: Lang) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    let count = faults.len();
    let title =
        words!("输入有 {count} 处错误，没有写出任何结果：", "{count} fault(s) in the input; nothing was written:");
    let _ = writeln!(text, "{}", title.get(lang));
    for fault in faults {
        let _ = writeln!(text, "\n  {}", fault.headline(lang));
        let _ = writeln!(text, "      → {}", fault.mend.get(lang));
    }
    text
}
