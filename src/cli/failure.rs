//! Why a command does not succeed.

use std::io;
use std::path::Path;

use serde::Serialize;

use crate::book::Findings;
use crate::lang::{Lang, Words};

/// Why a command did not succeed.
pub(super) enum Failure {
    /// Faults in the input: status 1; or, where nothing is wrong but the command line, 2.
    Faults { findings: Box<Findings>, lang: Lang },
    /// Faults in the input that are told already: status 1.
    Told,
    /// Differences were found, and they are told already: status 4.
    Differs,
    /// Files could not be read, and that is told already: status 3.
    Unread,
    /// What is said of it, with the status of its kind.
    Said { kind: FailureKind, message: String },
    /// Standard output could not be written: status 3.
    Unsaid(io::Error),
    /// A failure about this one of several files, which its own words do not name.
    Of { file: String, failure: Box<Failure> },
}

/// What kind of thing is wrong.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Kind"))]
pub(super) enum FailureKind {
    /// A policy has mistakes: exit status 1.
    Policy = 1,
    /// The command line makes no sense: exit status 2.
    Usage,
    /// A file could not be read or written: exit status 3.
    File,
}

impl Failure {
    /// Faults of an input.
    pub(super) fn faults(findings: impl Into<Box<Findings>>, lang: Lang) -> Self {
        Self::Faults { findings: findings.into(), lang }
    }

    /// What is said of something that is wrong.
    pub(super) fn said(kind: FailureKind, message: impl Into<String>) -> Self {
        Self::Said { kind, message: message.into() }
    }

    /// A command line that makes no sense, in words.
    pub(super) fn usage(words: &Words, lang: Lang) -> Self {
        Self::said(FailureKind::Usage, words.get(lang))
    }

    /// A file that could not be read or written, in words.
    pub(super) fn file(words: &Words, lang: Lang) -> Self {
        Self::said(FailureKind::File, words.get(lang))
    }

    /// This failure, with the file named that it is about.
    pub(super) fn of(self, file: &Path) -> Self {
        Self::Of { file: file.display().to_string(), failure: Box::new(self) }
    }
}
