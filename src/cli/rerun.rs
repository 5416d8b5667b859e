//! A run done again from the receipt of its results: the input by its hash, the policy by its hash, and what the
//! command line added.

use std::path::Path;

use super::input::{Computed, InputRun, OpenInput};
use super::library::{Library, LibraryFile, Sought, file_name};
use crate::audit::Changed;
use crate::lang::{Lang, Words};
use crate::policy::{self, Policy};
use crate::report::{Receipt, program};
use crate::run::{Run, policy_in_force, run};
use crate::say;
use crate::workbook::read::source::SourceError;
use crate::workbook::read::{Preface, ReadError, Request};

/// A run that was done again.
pub(super) struct Rerun {
    pub run: InputRun,
    /// What is another one than then.
    pub changed: Changed,
    /// What is to be said of that, and of the input that was found.
    pub notes: Vec<Words>,
}

/// Does the run of `results` again; whether the input is read once more after that, it says.
///
/// # Errors
/// Why it cannot be done, in words: the input or the policy is not there, or the input cannot be computed.
pub(super) fn rerun(
    results: &Path,
    receipt: &Receipt,
    library: &Library,
    lang: Lang,
    again: bool,
) -> Result<Rerun, Words> {
    let mut notes = Vec::new();
    let FoundInput { held, edited } = input(results, receipt, library, &mut notes)?;
    let path = held.path;
    let source = library.open_input(held).map_err(|error| unreadable(path, &error))?;
    of_input(OpenInput::opened(path, source), edited, receipt, library, lang, again).map(|mut rerun| {
        notes.append(&mut rerun.notes);
        Rerun { notes, ..rerun }
    })
}

fn unreadable(input: &Path, error: &SourceError) -> Words {
    say!(Cli::InputUnreadable { shown: input.display(), error: error.words() })
}

/// Does a run again from an input that is open already; `edited` says that its bytes are not the recorded ones, `again` that
/// it is read once more after that.
pub(super) fn of_input(
    mut input: OpenInput,
    edited: bool,
    receipt: &Receipt,
    library: &Library,
    lang: Lang,
    again: bool,
) -> Result<Rerun, Words> {
    let mut changed = Changed { program: receipt.program != program(), input: edited, ..Changed::default() };
    let mut notes = Vec::new();
    let OpenInput { path, source, .. } = &mut input;
    let failed = |error: &SourceError| unreadable(path, error);
    if again {
        // Beside the results and the run the rows of a large input are too many to be kept.
        source.read_seldom();
    }
    let preface = Preface::read(source).map_err(|error| failed(&error))?;
    let (policy, exact) = policy_of(receipt, &preface, library)?;
    if !exact {
        changed.policy = true;
        let (id, then, now) = (&receipt.policy, &receipt.policy_version, &policy.version);
        let own = if receipt.layout == 1 { &policy.text_hash } else { &policy.hash };
        let hashes = [&receipt.policy_sha256, own].map(|hash| hash.chars().take(12).collect::<String>());
        let [hash_then, hash_now] = hashes;
        notes.push(say!(Cli::PolicyNotOfThen { id, then, hash_then, now, hash_now }));
    }
    if changed.program {
        let (then, now) = (&receipt.program, program());
        notes.push(say!(Cli::ComputedBy { then, now }));
    }
    let given = receipt.given.clone();
    let request = Request { through: given.through.clone(), set: given.set.clone(), today: None };
    let Run { book, settlement, left_alone } = match run(source, &preface, &policy, &request) {
        Ok(run) => run,
        Err(ReadError::Source(error)) => return Err(failed(&error)),
        Err(ReadError::Faults(findings)) => {
            let (shown, count) = (path.display(), findings.faults.len());
            let first = findings.faults.first().map_or_else(String::new, |fault| fault.headline(lang));
            let mut words = say!(Cli::InputFaultyNow { shown, count, first });
            if let Some(note) = notes.first() {
                words = say!(Cli::NoteAndFault { note, fault: words });
            }
            return Err(words);
        }
    };
    let sha256 = source.sha256().to_owned();
    let file = receipt.input_file.clone();
    let computed =
        Computed { policy: policy.into(), book, settlement, left_alone, lang: receipt.lang, file, sha256, given };
    Ok(Rerun { run: InputRun { computed, input, preface }, changed, notes })
}

/// The input that a run is done again from.
struct FoundInput<'l> {
    held: LibraryFile<'l>,
    /// Whether its bytes are not the recorded ones.
    edited: bool,
}

/// The input of results; what is to be said of it goes into the notes.
fn input<'l>(
    results: &Path,
    receipt: &Receipt,
    library: &'l Library,
    notes: &mut Vec<Words>,
) -> Result<FoundInput<'l>, Words> {
    let name = &receipt.input_file;
    match library.input(&receipt.input_sha256, name, results) {
        Sought::Exact(held) => Ok(FoundInput { held, edited: false }),
        Sought::Other(held, exact) => {
            notes.push(say!(Cli::InputNoLongerSame { shown: held.path.display() }));
            if let Some(exact) = exact {
                notes.push(say!(Cli::InputElsewhere { exact: exact.display() }));
            }
            Ok(FoundInput { held, edited: true })
        }
        Sought::None(None) => Err(say!(Cli::InputNotFound { name })),
        Sought::None(Some(exact)) => Err(say!(Cli::InputNotNamed { exact: exact.display() })),
    }
}

/// The policy of then, with the rules that the input replaces, and whether it says the very same; else one of the same
/// id.
fn policy_of(receipt: &Receipt, preface: &Preface, library: &Library) -> Result<(Policy, bool), Words> {
    let mut nearest = None;
    let mut problem = None;
    // The first receipts name the hash of the text as it is, comments and all.
    let same = |policy: &Policy| {
        policy.hash == receipt.policy_sha256 || receipt.layout == 1 && policy.text_hash == receipt.policy_sha256
    };
    let mut exact = |policy: Policy| match policy_in_force(policy, preface) {
        Ok(policy) if same(&policy) => Some(policy),
        Ok(policy) => {
            if nearest.is_none() && policy.id == receipt.policy {
                nearest = Some(policy);
            }
            None
        }
        Err(findings) => {
            problem = problem.take().or(findings.faults.into_iter().next());
            None
        }
    };
    // A file's name stands in the results: it is called what it was called then.
    let called = |path: &Path| match receipt.policy_file.as_str() {
        "" => file_name(path),
        name => name.to_owned(),
    };
    let of_then = format!("{}@{}", receipt.policy, receipt.policy_version);
    let built_in = |name: &str| library.built_in(name).map(|policy| (*policy).clone());
    let files = || library.policy_texts().filter_map(|(path, text)| policy::load(&called(path), &text).ok());
    if let Some(policy) = built_in(&of_then).and_then(&mut exact).or_else(|| files().find_map(&mut exact)) {
        return Ok((policy, true));
    }
    // A version that this program does not know: the highest that it does.
    if nearest.is_none() {
        nearest = built_in(&receipt.policy).and_then(|policy| policy_in_force(policy, preface).ok());
    }
    let id = &receipt.policy;
    match (nearest, problem) {
        (Some(policy), _) => Ok((policy, false)),
        (None, Some(fault)) => Err(say!(Cli::RulesFaulty { fault: fault.headlines() })),
        (None, None) => Err(say!(Cli::PolicyNotFound { id })),
    }
}
