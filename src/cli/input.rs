//! From a path to a settlement: open, choose the policy, read, settle.

use std::num::NonZeroUsize;
use std::path::Path;
use std::thread;

use anyhow::anyhow;

use super::failure::Failure;
use super::progress::Progress;
use super::timings::Timings;
use super::{InputArguments, chosen, elsewhere, talk};
use crate::book::{Book, Origin};
use crate::lang::{Lang, Words};
use crate::policy::Policy;
use crate::policy::builtin::THROUGH;
use crate::report::{Given, Results};
use crate::run::{Run, Step, policy_in_force, run_step_by_step};
use crate::settle::Settlement;
use crate::words;
use crate::workbook::read::source::{SourceError, SourceWorkbook};
use crate::workbook::read::{LeftAlone, Preface, ReadError, Request};

/// Everything about an input that was read and computed.
pub(super) struct Computed {
    pub policy: Policy,
    pub book: Book,
    pub settlement: Settlement,
    pub left_alone: LeftAlone,
    pub lang: Lang,
    pub file: String,
    pub sha256: String,
    /// What the command line added.
    pub given: Given,
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
    /// What is said when nobody gave the through period.
    pub(super) fn derived_through(&self) -> Option<Words> {
        let Origin::Derived(Words { zh, en }) = &self.book.settings[THROUGH].origin else { return None };
        let through = self.book.through;
        Some(words!("没有写明截至的周期，按{zh}算到 {through}", "Through is blank: computed through {through}, {en}"))
    }

    /// What results do not say, on standard error: they may be the same on every day, and hold nothing but figures.
    pub(super) fn tell_beside_results(&self) {
        if let Some(through) = self.derived_through() {
            talk::warn(&through, self.lang);
        }
        for warning in &self.left_alone.of_today {
            talk::warn(&Words::same(warning.headline(self.lang)), self.lang);
        }
    }
}

/// An input that is open, and the policy that it goes by.
pub(super) struct Opened {
    pub source: SourceWorkbook,
    pub preface: Preface,
    pub policy: Policy,
    /// The language as far as it is known before all headings are read.
    pub lang: Lang,
}

/// Opens an input and chooses its policy, which one of several threads loads while another reads.
pub(super) fn open(
    arguments: &InputArguments,
    lang: Option<Lang>,
    json: bool,
    threads: NonZeroUsize,
) -> Result<Opened, Failure> {
    let path = arguments.input.as_path();
    let mut source = SourceWorkbook::open(path).map_err(|error| cannot_read(path, &error, lang))?;
    let preface = Preface::read(&mut source).map_err(|error| cannot_read(path, &error, lang))?;
    let guessed = lang.unwrap_or(if preface.chinese { Lang::Zh } else { Lang::En });
    let there = source.sheets().iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>().join(", ");
    let choose = || chosen::choose(arguments, &preface, &there, guessed, json);
    let policy = if threads > NonZeroUsize::MIN {
        thread::scope(|scope| {
            let chosen = scope.spawn(choose);
            source.take_short_sheets();
            chosen.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    } else {
        choose()
    }?;
    let policy =
        policy_in_force(policy, &preface).map_err(|findings| Failure::Faults { findings, lang: guessed, json })?;
    let (id, version) = (&policy.id, &policy.version);
    talk::detail(&words!("办法：{id}，版本 {version}", "policy: {id}, version {version}"), guessed);
    Ok(Opened { source, preface, policy, lang: guessed })
}

/// Reads and computes an input.
pub(super) fn compute(arguments: &InputArguments, lang: Option<Lang>, json: bool) -> Result<Computed, Failure> {
    compute_watched(arguments, lang, json, threads(None), &Progress::new(), &mut Timings::default())
}

/// How many threads there shall be: those that were asked for, else one for each processor.
pub(super) fn threads(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}

/// The same by so many threads, as the first steps of work whose progress is shown already, with the time that each
/// step took.
pub(super) fn compute_watched(
    arguments: &InputArguments,
    lang: Option<Lang>,
    json: bool,
    threads: NonZeroUsize,
    progress: &Progress,
    timings: &mut Timings,
) -> Result<Computed, Failure> {
    let path = arguments.input.as_path();
    let shown = path.display();
    let tell = |words: &Words, lang: Lang| progress.aside(|| talk::detail(words, lang));
    let early = lang.unwrap_or_else(super::system_lang);
    tell(&words!("读入：{shown}", "reading: {shown}"), early);
    progress.step(&words!("读入", "reading"), &words!("行", "rows"), None, early);
    let Opened { mut source, preface, policy, lang: guessed } = open(arguments, lang, json, threads)?;
    let request = request(arguments, guessed)?;
    source.count_rows(progress.counter());
    timings.opened();
    let mut done = |step: Step<'_>| {
        timings.done(step);
        if let Step::Read(book) = step {
            let (people, lines) = (book.managers.len(), book.lines.len());
            let step = words!("计算：{people} 人，{lines} 笔", "computing: {people} people, {lines} lines");
            progress.step(&step, &Words::default(), None, guessed);
        }
    };
    let outcome = run_step_by_step(&mut source, &preface, &policy, &request, threads, &mut done);
    let Run { book, settlement, left_alone } = match outcome {
        Ok(run) => run,
        Err(ReadError::Source(error)) => return Err(cannot_read(path, &error, lang)),
        Err(ReadError::Faults(findings)) => return Err(Failure::Faults { findings, lang: guessed, json }),
    };
    let lang = lang.unwrap_or(book.lang);
    if !json {
        progress.aside(|| elsewhere::tell_of_input(path, lang));
    }
    let (managers, lines, through) = (book.managers.len(), book.lines.len(), book.through);
    tell(
        &words!("{managers} 人，{lines} 笔，截至 {through}", "{managers} people, {lines} lines, through {through}"),
        lang,
    );
    let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let sha256 = source.sha256().to_owned();
    let given = Given { through: request.through, set: request.set };
    Ok(Computed { policy, book, settlement, left_alone, lang, file, sha256, given })
}

fn request(arguments: &InputArguments, lang: Lang) -> Result<Request, Failure> {
    let mut set = Vec::new();
    for text in &arguments.set {
        let (name, value) = text.split_once('=').ok_or_else(|| {
            let message = words!(
                "--set {text}：应写成 名称=取值，如 --set in_target_rate=8%",
                "--set {text}: write NAME=VALUE, such as --set in_target_rate=8%"
            );
            Failure::Usage(message.get(lang).to_owned())
        })?;
        set.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    Ok(Request { through: arguments.through.clone(), set, today: Some(today()) })
}

pub(super) fn cannot_read(path: &Path, error: &SourceError, lang: Option<Lang>) -> Failure {
    let lang = lang.unwrap_or_else(super::system_lang);
    let message = match lang {
        Lang::Zh => error.message_zh(),
        Lang::En => error.to_string(),
    };
    let path_shown = path.display();
    let unexplained = matches!(error, SourceError::Io(_) | SourceError::Denied);
    Failure::File(match elsewhere::hint(path).filter(|_| unexplained) {
        Some(hint) => anyhow!("{path_shown}: {message}\n{}", hint.get(lang)),
        None => anyhow!("{path_shown}: {message}"),
    })
}

/// The day of the run, in UTC: good enough for telling a slip of the keyboard.
fn today() -> jiff::civil::Date {
    jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date()
}
