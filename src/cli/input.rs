//! From a path to a settlement: open, choose the policy, read, settle.

use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::InputArguments;
use super::elsewhere::cannot_read;
use super::failure::Failure;
use super::library::file_name;
use super::progress::Progress;
use super::talk::Talk;
use super::timings::Timings;
use super::{chosen, elsewhere};
use crate::audit::AuditedRun;
use crate::book::{Book, Fault, Findings, Origin, Place, Texts};
use crate::lang::{Lang, Words};
use crate::policy::Policy;
use crate::policy::builtin::THROUGH;
use crate::report::{CommandLineInput, Results, receipt_sheet};
use crate::run::{Run, Step, policy_in_force, run_step_by_step};
use crate::say;
use crate::settle::{Settlement, available, settle};
use crate::workbook::read::source::{SourceError, SourceWorkbook};
use crate::workbook::read::{LeftAlone, Preface, ReadError, Request};

/// Everything about an input that was read and computed.
pub(super) struct Computed {
    pub policy: Arc<Policy>,
    pub book: Book,
    pub settlement: Settlement,
    pub left_alone: LeftAlone,
    pub lang: Lang,
    pub file: String,
    pub sha256: String,
    /// What the command line added.
    pub given: CommandLineInput,
}

impl Computed {
    /// The results, for a report.
    pub(super) fn results(&self) -> Results<'_> {
        Results {
            policy: &self.policy,
            book: &self.book,
            settlement: &self.settlement,
            input_file: self.file.clone(),
            input_sha256: self.sha256.clone(),
            given: self.given.clone(),
        }
    }
}

impl Computed {
    /// Gives back the memory of the lines, of what divides them and of their credits, for whoever asks for figures of people
    /// alone from now on.
    pub(super) fn forget_lines(&mut self) {
        self.book.shares = Vec::new();
        self.book.lines = Vec::new();
        self.book.projects = Texts::default();
        self.book.documents = Texts::default();
        self.book.line_values = Arc::default();
        self.settlement.forget_lines();
    }

    /// Makes a settlement once more that was given up.
    pub(super) fn settle_again(&mut self) -> Result<(), Failure> {
        let failed = |faults| Failure::faults(Findings { faults, ..Findings::default() }, self.lang);
        self.settlement = settle(&self.policy, &self.book).map_err(failed)?;
        Ok(())
    }

    /// What was computed, for whoever looks into it.
    pub(super) fn audited(&self) -> AuditedRun<'_> {
        AuditedRun { policy: &self.policy, book: &self.book, settlement: &self.settlement }
    }

    /// What is said when nobody gave the through period.
    pub(super) fn derived_through(&self) -> Option<Words> {
        let Origin::Derived(reason) = &self.book.settings[THROUGH].origin else { return None };
        let through = self.book.through;
        Some(say!(Cli::DerivedThrough { through, reason }))
    }

    /// What results do not say, on standard error: they may be the same on every day, and hold nothing but figures.
    pub(super) fn tell_beside_results(&self, talk: Talk) {
        if let Some(through) = self.derived_through() {
            talk.warn(&through, self.lang);
        }
        for warning in &self.left_alone.of_today {
            talk.warn(&Words::same(warning.headline(self.lang)), self.lang);
        }
    }
}

/// What was computed of an input, with the input itself, still open, and what it says on its first sheets.
pub(super) struct InputRun {
    pub computed: Computed,
    pub input: OpenInput,
    pub preface: Preface,
}

/// An input that is open: examined once, whatever is read of it and however often.
pub(super) struct OpenInput {
    pub path: PathBuf,
    pub source: SourceWorkbook,
    /// Whether it was told that another program has it open.
    told: bool,
}

/// What an input is computed by.
pub(super) struct Chosen {
    pub preface: Preface,
    pub policy: Arc<Policy>,
    /// The language as far as it is known before all headings are read.
    pub lang: Lang,
}

/// How a piece of work is done and watched.
pub(super) struct Work {
    pub talk: Talk,
    pub progress: Progress,
    pub threads: NonZeroUsize,
    /// How long each step of it takes.
    pub timings: RefCell<Timings>,
}

impl Work {
    /// By so many threads, else by one for each processor.
    pub(super) fn new(talk: Talk, asked: Option<NonZeroUsize>) -> Self {
        Self { talk, progress: Progress::new(talk), threads: threads(asked), timings: RefCell::default() }
    }
}

/// How many threads there shall be: those that were asked for, else one for each processor.
pub(super) fn threads(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.unwrap_or_else(available)
}

impl OpenInput {
    /// Opens and examines a file.
    pub(super) fn open(path: &Path, talk: Talk) -> Result<Self, Failure> {
        let source = SourceWorkbook::open(path).map_err(cannot_read(path, talk.early()))?;
        Ok(Self::opened(path, source))
    }

    /// A file that is open already.
    pub(super) fn opened(path: &Path, source: SourceWorkbook) -> Self {
        Self { path: path.to_owned(), source, told: false }
    }

    /// The policy that it goes by.
    pub(super) fn choose(&mut self, arguments: &InputArguments, work: &Work) -> Result<Chosen, Failure> {
        let (talk, source, failed) = (work.talk, &mut self.source, cannot_read(&self.path, work.talk.early()));
        no_results(source, talk).map_err(failed)??;
        let preface = Preface::read(source).map_err(failed)?;
        let lang = talk.asked.unwrap_or(Lang::of_headings(preface.chinese));
        let there = source.sheets().iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>().join(", ");
        let policy = chosen::choose(arguments, &preface, &there, lang)?;
        let policy = policy_in_force(policy, &preface).map_err(|findings| Failure::faults(findings, lang))?;
        let (id, version) = (&policy.id, &policy.version);
        let detail = say!(Cli::PolicyDetail { id, version });
        work.progress.aside(|| talk.detail(&detail, lang));
        Ok(Chosen { preface, policy: policy.into(), lang })
    }

    /// Reads and computes it.
    pub(super) fn compute(
        &mut self,
        chosen: &Chosen,
        arguments: &InputArguments,
        work: &Work,
    ) -> Result<Computed, Failure> {
        let Work { talk, progress, threads, timings } = work;
        let Chosen { preface, policy, lang: guessed } = chosen;
        let guessed = *guessed;
        let request = request(arguments, guessed)?;
        self.source.count_rows(progress.counter());
        timings.borrow_mut().lap();
        let mut done = |step: Step<'_>| {
            timings.borrow_mut().lap();
            if let Step::Read(book) = step {
                let (people, lines) = (book.managers.len(), book.lines.len());
                let step = say!(Cli::Computing { people, lines });
                progress.step(&step, &Words::default(), None, guessed);
            }
        };
        let outcome = run_step_by_step(&mut self.source, preface, policy, &request, *threads, &mut done);
        let Run { book, settlement, left_alone } = match outcome {
            Ok(run) => run,
            Err(ReadError::Source(error)) => return Err(cannot_read(&self.path, talk.early())(error)),
            Err(ReadError::Faults(findings)) => return Err(Failure::faults(findings, guessed)),
        };
        let lang = talk.asked.unwrap_or(book.lang);
        if !talk.json && !self.told {
            progress.aside(|| elsewhere::tell_of_input(&self.path, *talk, lang));
            self.told = true;
        }
        let (managers, lines, through) = (book.managers.len(), book.lines.len(), book.through);
        let detail = say!(Cli::ComputedDetail { managers, lines, through });
        progress.aside(|| talk.detail(&detail, lang));
        let file = file_name(&self.path);
        let sha256 = self.source.sha256().to_owned();
        let given = CommandLineInput { through: request.through, set: request.set };
        Ok(Computed { policy: Arc::clone(policy), book, settlement, left_alone, lang, file, sha256, given })
    }
}

/// Opens an input, as the first step of `work`.
pub(super) fn open(arguments: &InputArguments, work: &Work) -> Result<OpenInput, Failure> {
    let (early, shown) = (work.talk.early(), arguments.input.display());
    work.progress.aside(|| work.talk.detail(&say!(Cli::ReadingDetail { shown }), early));
    work.progress.step(&say!(Cli::Reading), &say!(Cli::Rows), None, early);
    OpenInput::open(&arguments.input, work.talk)
}

/// Opens and computes an input that nobody reads again.
pub(super) fn compute(arguments: &InputArguments, talk: Talk) -> Result<Computed, Failure> {
    let work = Work::new(talk, None);
    let mut input = open(arguments, &work)?;
    let chosen = input.choose(arguments, &work)?;
    input.compute(&chosen, arguments, &work)
}

/// Results that are given in place of their input are called that, once: none of their sheets is one of an input.
fn no_results(source: &mut SourceWorkbook, talk: Talk) -> Result<Result<(), Failure>, SourceError> {
    let Some(receipt) = super::receipt::of_no_input(source)? else { return Ok(Ok(())) };
    let (input, lang) = (&receipt.input_file, talk.asked.unwrap_or(receipt.lang));
    let place = Place::sheet(receipt_sheet().get(receipt.lang));
    let fault = Fault::new(place, "", say!(Cli::ResultsAsInput { input }), say!(Cli::ComputeItsInput { input }));
    Ok(Err(Failure::faults(Findings::of(fault), lang)))
}

fn request(arguments: &InputArguments, lang: Lang) -> Result<Request, Failure> {
    let mut set = Vec::new();
    for text in &arguments.set {
        let without = || Failure::usage(&say!(Cli::SetWithoutValue { text }), lang);
        let (name, value) = text.split_once('=').ok_or_else(without)?;
        set.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    Ok(Request { through: arguments.through.clone(), set, today: Some(today()) })
}

/// The day of the run, in UTC: good enough for telling a slip of the keyboard.
pub(super) fn today() -> jiff::civil::Date {
    jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date()
}
