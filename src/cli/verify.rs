//! `bonus verify`: archived results computed again from their inputs, and every cell compared.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use clap::Args;

use super::arguments::Format;
use super::failure::Failure;
use super::input::{Computed, InputRun, threads};
use super::library::{Library, SearchedPlaces, SourceArguments, below, folder, is_xlsx};
use super::likeness::Likeness;
use super::progress::Progress;
use super::receipt::{Glanced, is_input};
use super::rerun::Rerun;
use super::side_by_side::WorkbookLooks;
use super::talk::Talk;
use super::{output, rerun, sealed, side_by_side, verified};
use crate::audit::{ByFigure, Chain, ChainRun, Changed, Outcome, Status, causes, chains, misleading};
use crate::lang::{Lang, Words};
use crate::report::{self, LAYOUT, Receipt};
use crate::say;
use crate::workbook::read::source::{SourceError, SourceWorkbook};
use crate::workbook::read::text::fold;
use crate::workbook::threads::each;
use crate::workbook::write;

/// Differences of a file that are printed; all that are kept go into JSON.
const PRINTED: usize = 20;
/// Bytes of the files of folders that stay open until their turn comes.
const OPEN: u64 = 256 << 20;
/// Differences of a file that go into JSON.
const IN_JSON: usize = 1_000;

/// Verify archived results: compute them again from their inputs and compare every cell
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  bonus verify q3-results.xlsx\n  bonus verify archive/ --input inputs/ --policy ours.toml\n  \
                        bonus verify archive/ --format json > verified.json\n  bonus verify 2025/    (a year as one chain)"
)]
pub(super) struct Verify {
    /// Results workbooks, or folders of them; a folder's runs are put together into years, and what passes between them is checked.
    #[arg(required = true)]
    results: Vec<PathBuf>,
    #[command(flatten)]
    sources: SourceArguments,
    /// How to print what was found.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// How many files are verified at once. Default: as many as there are processors.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// A file to verify.
struct FileToVerify {
    path: PathBuf,
    /// It was not named but lies in a folder: it may be something else than results.
    found: bool,
    /// As far as it was opened already.
    opened: Mutex<Option<Result<Glanced, SourceError>>>,
}

impl FileToVerify {
    fn new(path: PathBuf, found: bool) -> Self {
        Self { path, found, opened: Mutex::default() }
    }

    /// Whether a workbook without a receipt is one that merely lies in the folder.
    fn is_something_else(&self, source: &SourceWorkbook) -> bool {
        self.found && !looks_like_results(source) && !sealed::file_of(&self.path).exists()
    }
}

impl Verify {
    pub(super) fn run(&self, talk: Talk) -> Result<(), Failure> {
        let early = talk.early();
        let (targets, places) = self.targets();
        let threads = threads(self.threads);
        let library = Library::open(&places, threads, early)?;
        let targets = results_among(targets, &library, threads);
        let outcomes = self.all(&targets, &library, threads, talk);
        let spoken = outcomes.iter().find_map(|outcome| outcome.receipt.as_ref()).map(|receipt| receipt.lang);
        let lang = talk.asked.or(spoken).unwrap_or(early);
        let runs = outcomes.iter().filter_map(|outcome| outcome.run.as_deref().cloned());
        let chains: Vec<Chain> = chains(runs.collect(), lang);
        let document = || verified::VerifyDocument::new(&outcomes, &chains, lang);
        output::found(self.format, document, || verified::text(&outcomes, &chains, lang))?;
        let any = |wanted: &[Status]| outcomes.iter().any(|outcome| wanted.contains(&outcome.status));
        let resealed = |outcome: &Outcome| outcome.seals.as_ref().is_some_and(|seals| !seals.holds());
        if outcomes.iter().any(resealed)
            || any(&[Status::LooksChanged, Status::Differs, Status::NotVerified])
            || chains.iter().any(Chain::differs)
        {
            Err(Failure::Differs)
        } else if any(&[Status::Unreadable]) || outcomes.is_empty() {
            Err(Failure::Unread)
        } else {
            Ok(())
        }
    }

    /// What to verify, and where its inputs may be.
    fn targets(&self) -> (Vec<FileToVerify>, SearchedPlaces) {
        let mut targets = Vec::new();
        let mut places = self.sources.places();
        for path in &self.results {
            if path.is_dir() {
                places.given.push(path.clone());
                let files = below(path, usize::MAX);
                // What is sealed and gone is missed, not passed over.
                let gone = files.iter().filter_map(|file| sealed::results_of(file)).filter(|path| !path.exists());
                targets.extend(gone.map(|path| FileToVerify::new(path, false)));
                targets
                    .extend(files.into_iter().filter(|path| is_xlsx(path)).map(|path| FileToVerify::new(path, true)));
            } else {
                places.shallow.push(folder(path).to_owned());
                targets.push(FileToVerify::new(path.clone(), false));
            }
        }
        (targets, places)
    }

    /// Every file, several at once; the outcomes stand in the order of the files.
    fn all(&self, targets: &[FileToVerify], library: &Library, threads: NonZeroUsize, talk: Talk) -> Vec<Outcome> {
        let (progress, lang) = (Progress::new(talk), talk.early());
        let total = u64::try_from(targets.len()).ok();
        progress.step(&say!(Cli::Verifying), &say!(Cli::Files), total, lang);
        let most = if self.format == Format::Json { IN_JSON } else { PRINTED };
        let counter = progress.counter();
        let outcomes = each(threads, targets.iter().collect(), |target| {
            let mut outcome = verify(target, library, lang);
            if let Some(outcome) = &mut outcome {
                outcome.keep(most);
            }
            counter.fetch_add(1, Ordering::Relaxed);
            outcome
        });
        outcomes.into_iter().flatten().collect()
    }
}

/// Opens what lies in folders, as far as it fits into memory: results stay open until their turn comes, and what is none
/// is kept as an input of some. So nothing is opened twice.
fn results_among(targets: Vec<FileToVerify>, library: &Library, threads: NonZeroUsize) -> Vec<FileToVerify> {
    let size = |target: &FileToVerify| std::fs::metadata(&target.path).map_or(0, |file| file.len());
    if targets.iter().filter(|target| target.found).map(size).sum::<u64>() > OPEN {
        return targets;
    }
    let are_results = each(threads, targets.iter().collect(), |target: &FileToVerify| {
        if !target.found {
            return true;
        }
        match super::receipt::glanced(&target.path) {
            Ok((source, None)) if target.is_something_else(&source) => {
                library.keep(&target.path, source);
                false
            }
            opened => {
                *target.opened.lock().unwrap_or_else(PoisonError::into_inner) = Some(opened);
                true
            }
        }
    });
    targets.into_iter().zip(are_results).filter(|(_, are)| *are).map(|(target, _)| target).collect()
}

/// One file; nothing for one in a folder that is no results workbook.
fn verify(target: &FileToVerify, library: &Library, lang: Lang) -> Option<Outcome> {
    let mut outcome = Outcome::of(target.path.display().to_string());
    let opened = target.opened.lock().unwrap_or_else(PoisonError::into_inner).take();
    match opened.unwrap_or_else(|| super::receipt::glanced(&target.path)) {
        Ok((archived, Some(receipt))) => {
            return Some(of_results(&target.path, target.found, (archived, receipt), library, lang));
        }
        Ok((source, None)) if target.is_something_else(&source) => return None,
        Ok((_, None)) => outcome.notes.push(say!(Cli::NoResultsWorkbook)),
        Err(error) => {
            outcome.status = Status::Unreadable;
            outcome.notes.push(error.words());
        }
    }
    Some(outcome)
}

/// Results that are open; of those that lie in a folder their place in the chain of runs is told.
pub(super) fn of_results(
    path: &Path,
    found: bool,
    (archived, receipt): (SourceWorkbook, Receipt),
    library: &Library,
    lang: Lang,
) -> Outcome {
    let mut outcome = Outcome::of(path.display().to_string());
    outcome.receipt = Some(receipt);
    let sha256 = archived.sha256().to_owned();
    let run = run_again(path, found, archived, &mut outcome, library, lang);
    outcome.seals = sealed::beside(path, &sha256, run.as_ref());
    outcome.sha256 = Some(sha256);
    if outcome.status.is_sound() && outcome.seals.as_ref().is_some_and(|seals| !seals.holds()) {
        outcome.status = Status::SealBroken;
    }
    outcome
}

/// Computes results again whose receipt is known, and compares; gives the SHA-256 of the input, where it was found, and
/// whether the policy is another one than then.
fn run_again(
    path: &Path,
    found: bool,
    mut archived: SourceWorkbook,
    outcome: &mut Outcome,
    library: &Library,
    lang: Lang,
) -> Option<(String, bool)> {
    archived.lay_aside();
    let rerun = match rerun::rerun(path, outcome.receipt.as_ref()?, library, lang, false) {
        Ok(rerun) => rerun,
        Err(why) => {
            outcome.status = Status::NotVerified;
            outcome.notes.push(why);
            return None;
        }
    };
    let InputRun { computed, input, preface } = &rerun.run;
    let (sha256, other_policy) = (computed.sha256.clone(), rerun.changed.policy);
    if found {
        let results = (outcome.file.clone(), archived.sha256().to_owned());
        let input = (input.path.display().to_string(), sha256.clone());
        outcome.run = Some(Box::new(ChainRun::of(&computed.results(), results, input, preface.made_from())));
    }
    beside(archived, rerun, false, outcome);
    Some((sha256, other_policy))
}

/// Compares results with the run that was done again, and says what came of it; gives the run back, if that is wanted.
pub(super) fn beside(
    mut archived: SourceWorkbook,
    rerun: Rerun,
    wanted: bool,
    outcome: &mut Outcome,
) -> Option<InputRun> {
    let Rerun { run: InputRun { computed, input, preface }, changed, mut notes } = rerun;
    outcome.input = Some(input.path.display().to_string());
    outcome.notes.append(&mut notes);
    if !archived.is_xlsx() {
        outcome.status = Status::NotVerified;
        outcome.notes.push(say!(Cli::OtherFormat));
        return None;
    }
    let compared = if outcome.receipt.as_ref().is_some_and(|receipt| receipt.layout == LAYOUT) {
        by_cell(&mut archived, computed, wanted, outcome)
    } else {
        archived.take_up().and_then(|()| by_figure(&mut archived, &computed, outcome)).map(|()| Some(computed))
    };
    let computed = match compared {
        Ok(computed) => computed,
        Err(error) => {
            outcome.status = Status::Unreadable;
            outcome.notes.push(error.words());
            return None;
        }
    };
    outcome.found.tell_edits_first();
    // Every program computes a version of a built-in policy alike: what differs was done to the results.
    let built_in = outcome.receipt.as_ref().is_some_and(|receipt| receipt.policy_file.is_empty());
    let program = changed.program && !(built_in && outcome.status == Status::SameFigures);
    let names = (outcome.status != Status::SameFigures).then(|| archived.defined_names().to_vec());
    let changed = Changed { program, ..changed };
    let looked_at = names.as_deref().unwrap_or_default();
    let proof = side_by_side::proof(&mut archived, &outcome.found, looked_at, changed);
    outcome.causes = causes(&outcome.found, changed, names.as_deref(), &proof);
    if outcome.found.in_cells() {
        outcome.status = Status::Differs;
    } else if outcome.found.of_looks > 0 {
        outcome.status = Status::LooksChanged;
    } else if outcome.status == Status::SameFigures && outcome.found.without_result > 0 {
        // An earlier program's formulas are not this one's texts: what has no result was compared with nothing.
        outcome.status = Status::NotVerified;
    }
    Some(InputRun { computed: computed?, input, preface })
}

/// Writes the results again and compares every cell. The run is given back where it is wanted; else its memory is, before
/// the cells take theirs.
fn by_cell(
    archived: &mut SourceWorkbook,
    computed: Computed,
    wanted: bool,
    outcome: &mut Outcome,
) -> Result<Option<Computed>, SourceError> {
    let contents = || archived.contents();
    let mut likeness = Likeness::of(&contents).map_err(SourceError::Io)?;
    let written = report::with_workbook(&computed.results(), computed.lang, |report| {
        write::xlsx_into(report, &write::Making::default(), &mut likeness)
    });
    if let Err(error) = written {
        outcome.status = Status::NotVerified;
        outcome.notes.push(error.words());
        return Ok(Some(computed));
    }
    // The same bytes have the same cells: nobody need read either.
    let Some(bytes) = likeness.other(archived.sha256()).map_err(SourceError::Io)? else {
        outcome.status = Status::Identical;
        return Ok(Some(computed));
    };
    let kept = wanted.then_some(computed);
    archived.take_up()?;
    // Rows are compared as they stream past: none need be kept.
    archived.read_seldom();
    archived.examine()?;
    archived.close();
    let mut recomputed = SourceWorkbook::from_bytes(bytes)?;
    let looks = WorkbookLooks { archived: archived.looks()?, recomputed: recomputed.looks()? };
    side_by_side::compare(archived, &mut recomputed, &looks, &mut outcome.found)?;
    outcome.status = Status::SameCells;
    if outcome.found.told() == 0 {
        outcome.notes.push(say!(Cli::OtherBytes));
    }
    Ok(kept)
}

/// Compares results that an earlier program laid out in another way figure by figure.
fn by_figure(archived: &mut SourceWorkbook, computed: &Computed, outcome: &mut Outcome) -> Result<(), SourceError> {
    let Some(then) = outcome.receipt.as_ref().map(|receipt| receipt.layout) else { return Ok(()) };
    archived.examine()?;
    let results = computed.results();
    let run = report::StatedRun::new(&results, computed.lang);
    let tables = run.tables();
    // Each layout so far shows every column that has a figure.
    let mut compared = ByFigure::new(&tables, computed.lang, then == 1);
    let looks = archived.looks()?;
    side_by_side::figures(archived, &mut compared, &looks, &mut outcome.found, &mut |_, _, _, _| ())?;
    for sheet in &looks {
        misleading(sheet, &mut outcome.found);
    }
    let (figures, words) = (compared.figures, compared.words);
    outcome.notes.push(say!(Cli::OtherLayout { then, layout: LAYOUT, figures, words }));
    outcome.status = Status::SameFigures;
    Ok(())
}

/// Whether a workbook without a receipt may be results all the same: it has their sheets and not an input's.
fn looks_like_results(source: &SourceWorkbook) -> bool {
    let has = |words: &Words| {
        source.sheets().iter().any(|sheet| words.spellings().any(|name| fold(name) == fold(&sheet.name)))
    };
    !is_input(source) && has(&say!(Cli::Summary)) && has(&say!(Cli::Checks))
}
