//! What was recorded of a run: its results, verified before anything is taken from them.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::input::{Computed, cannot_read};
use super::library::{Library, Places, below};
use super::{rerun, verify};
use crate::audit::{Outcome, Status};
use crate::lang::{Lang, Words};
use crate::report::Receipt;
use crate::say;
use crate::workbook::read::source::SourceWorkbook;

/// A run as its results record it.
pub(super) struct Recorded {
    /// The figures, which are those of the results, under their policy, version and command line.
    pub computed: Computed,
    /// The results.
    pub results: PathBuf,
    /// Their SHA-256.
    pub sha256: String,
    /// The input that they were computed from.
    pub input: PathBuf,
}

/// The receipt of a workbook, if it has one.
fn receipt(path: &Path) -> Option<Receipt> {
    rerun::receipt(&mut SourceWorkbook::open(path).ok()?).ok().flatten()
}

/// The results beside an input that name it; none where nobody computed it.
///
/// # Errors
/// Several results name it, or all that do were computed from other bytes than it has now.
pub(super) fn beside(input: &Path, lang: Lang) -> Result<Option<PathBuf>, Failure> {
    let name = input.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = input.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_xlsx = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let others = below(folder, 1).into_iter().filter(is_xlsx).filter(|path| path.file_name() != input.file_name());
    let naming: Vec<(PathBuf, Receipt)> = others
        .filter_map(|path| Some((receipt(&path)?, path)))
        .map(|(r, path)| (path, r))
        .filter(|(_, r)| r.input_file == name)
        .collect();
    let source = SourceWorkbook::open(input).map_err(|error| cannot_read(input, &error, Some(lang)))?;
    let (same, edited): (Vec<_>, Vec<_>) = naming.into_iter().partition(|(_, r)| r.input_sha256 == source.sha256());
    let shown = |list: &[(PathBuf, Receipt)]| {
        list.iter().map(|(path, _)| path.display().to_string()).collect::<Vec<_>>().join(", ")
    };
    match (&same[..], &edited[..]) {
        ([], []) => Ok(None),
        ([(one, _)], _) => Ok(Some(one.clone())),
        ([], edited) => {
            let list = shown(edited);
            refused(&say!(Cli::ChangedAfterResults { name, list }), lang)
        }
        (several, _) => {
            let list = shown(several);
            refused(&say!(Cli::SeveralResults { name, list }), lang)
        }
    }
}

/// What the results at `path` record; none where they have no receipt.
///
/// # Errors
/// They do not verify, or their input is not there or is not the one of then.
pub(super) fn recorded(path: &Path, policies: &[PathBuf], lang: Lang) -> Result<Option<Recorded>, Failure> {
    let Some(receipt) = receipt(path) else { return Ok(None) };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let places = Places { shallow: vec![folder.to_owned()], policies: policies.to_vec(), ..Places::default() };
    let library = Library::open(&places, 1, lang)?;
    let (file, name) = (&receipt.input_file, path.display());
    if library.with_hash(&receipt.input_sha256).is_none() {
        let there = library.with_name(file, path).is_some();
        let words = if there {
            say!(Cli::InputChangedSinceRestore { file })
        } else {
            say!(Cli::InputNotBesideResultsPut { file })
        };
        return refused(&words, lang);
    }
    let outcome = verify::one(path, &library, lang);
    if !verifies(&outcome) {
        let (count, status) = (outcome.found.count, outcome.status.words());

        let mut words = say!(Cli::ResultsDoNotVerify { name, status, count });
        for note in &outcome.notes {
            words = Words::new(format!("{}\n{}", words.zh, note.zh), format!("{}\n{}", words.en, note.en));
        }
        return refused(&words, lang);
    }
    let again = rerun::rerun(path, &receipt, &library, lang, false);
    let again = again.map_err(|why| Failure::Usage(why.get(lang).to_owned()))?;
    let sha256 = SourceWorkbook::open(path).map_err(|error| cannot_read(path, &error, Some(lang)))?.sha256().to_owned();
    Ok(Some(Recorded { computed: again.computed, results: path.to_owned(), sha256, input: again.input.path }))
}

/// Whether every figure is the recorded one.
fn verifies(outcome: &Outcome) -> bool {
    // What only looks otherwise says what it said: figures are taken from the run, never from what is shown.
    matches!(outcome.status, Status::Identical | Status::SameCells | Status::SameFigures | Status::LooksChanged)
}

fn refused<T>(words: &Words, lang: Lang) -> Result<T, Failure> {
    Err(Failure::Usage(words.get(lang).to_owned()))
}
