//! What was recorded of a run: its results, verified before anything is taken from them.

use std::path::{Path, PathBuf};

use super::elsewhere::cannot_read;
use super::failure::Failure;
use super::input::{InputRun, OpenInput};
use super::library::{Library, Sought, below, file_name, folder, is_xlsx};
use super::{rerun, verify};
use crate::audit::{Outcome, Status};
use crate::lang::{Lang, Words};
use crate::report::Receipt;
use crate::say;
use crate::workbook::read::source::SourceWorkbook;

/// Results that stand beside an input and name it, as far as they were looked at.
pub(super) struct Naming {
    pub path: PathBuf,
    pub results: SourceWorkbook,
    pub receipt: Receipt,
}

/// The run that another one follows.
pub(super) struct RunBefore {
    /// Its figures: as the results record them, under their policy, version and command line, or computed anew.
    pub run: InputRun,
    /// The results, with their SHA-256; none where nobody recorded any.
    pub results: Option<(PathBuf, String)>,
}

/// The results beside an input that name it; none where nobody computed it.
///
/// # Errors
/// Several results name it, or all that do were computed from other bytes than it has now.
pub(super) fn beside(input: &OpenInput, lang: Lang) -> Result<Option<Naming>, Failure> {
    let path = input.path.as_path();
    let name = file_name(path);
    let naming = around(path).filter(|one| one.receipt.input_file == name);
    let of_these_bytes = |one: &Naming| one.receipt.input_sha256 == input.source.sha256();
    let (mut same, edited): (Vec<_>, Vec<_>) = naming.partition(of_these_bytes);
    let shown = |list: &[Naming]| list.iter().map(|one| one.path.display().to_string()).collect::<Vec<_>>().join(", ");
    match (same.len(), edited.len()) {
        (0, 0) => Ok(None),
        (1, _) => Ok(same.pop()),
        (0, _) => {
            let list = shown(&edited);
            refused(&say!(Cli::ChangedAfterResults { name, list }), lang)
        }
        _ => {
            let list = shown(&same);
            refused(&say!(Cli::SeveralResults { name, list }), lang)
        }
    }
}

/// All results that stand beside an input.
pub(super) fn around(input: &Path) -> impl Iterator<Item = Naming> {
    let others = below(folder(input), 1).into_iter().filter(|path| is_xlsx(path));
    let others = others.filter(|other| other.file_name() != input.file_name());
    others.filter_map(|path| {
        let (results, receipt) = super::receipt::glanced(&path).ok()?;
        Some(Naming { path, results, receipt: receipt? })
    })
}

/// What results record; of the input that is open, or else of the one that lies beside them.
///
/// # Errors
/// They do not verify, or their input is not there or is not the one of then.
pub(super) fn recorded(
    naming: Naming,
    input: Option<OpenInput>,
    policy: Option<&str>,
    lang: Lang,
) -> Result<RunBefore, Failure> {
    let Naming { path, mut results, receipt } = naming;
    results.lay_aside();
    let library = Library::beside(&path, policy, lang)?;
    let input = match input {
        Some(input) => input,
        None => of_then(&path, &receipt, &library, lang)?,
    };
    let sha256 = results.sha256().to_owned();
    let mut outcome = Outcome::of(path.display().to_string());
    outcome.receipt = Some(receipt.clone());
    let run = match rerun::of_input(input, false, &receipt, &library, lang, true) {
        Ok(rerun) => verify::beside(results, rerun, true, &mut outcome),
        Err(why) => {
            outcome.status = Status::NotVerified;
            outcome.notes.push(why);
            None
        }
    };
    // What only looks otherwise says what it said: figures are taken from the run, never from what is shown.
    let verifies = outcome.status.is_sound() || outcome.status == Status::LooksChanged;
    if let Some(run) = run.filter(|_| verifies) {
        return Ok(RunBefore { run, results: Some((path, sha256)) });
    }
    let (name, count, status) = (path.display(), outcome.found.told(), outcome.status.words());
    let words = say!(Cli::ResultsDoNotVerify { name, status, count });
    let all: Vec<Words> = std::iter::once(words).chain(outcome.notes).collect();
    refused(&Words::joined(&all, &Words::same("\n")), lang)
}

/// The input of results with the bytes of then, opened.
fn of_then(results: &Path, receipt: &Receipt, library: &Library, lang: Lang) -> Result<OpenInput, Failure> {
    let file = &receipt.input_file;
    match library.input(&receipt.input_sha256, file, results) {
        Sought::Exact(held) => {
            let path = held.path;
            let source = library.open_input(held).map_err(cannot_read(path, lang))?;
            Ok(OpenInput::opened(path, source))
        }
        Sought::Other(..) => refused(&say!(Cli::InputChangedSinceRestore { file }), lang),
        Sought::None(_) => refused(&say!(Cli::InputNotBesideResultsPut { file }), lang),
    }
}

fn refused<T>(words: &Words, lang: Lang) -> Result<T, Failure> {
    Err(Failure::usage(words, lang))
}
