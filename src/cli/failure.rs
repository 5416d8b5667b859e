//! Why a command does not succeed.

use std::io;
use std::path::Path;

use anyhow::anyhow;

use crate::book::Findings;
use crate::lang::{Lang, Words};
use crate::policy::PolicyError;

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
    /// A command line that makes no sense, in words.
    pub(super) fn usage(words: &Words, lang: Lang) -> Self {
        Self::Usage(words.get(lang).to_owned())
    }

    /// A file that could not be read or written, in words.
    pub(super) fn file(words: &Words, lang: Lang) -> Self {
        Self::File(anyhow!(words.get(lang).to_owned()))
    }

    /// This failure, with the file named that it is about.
    pub(super) fn of(self, file: &Path) -> Self {
        Self::Of { file: file.display().to_string(), failure: Box::new(self) }
    }
}
