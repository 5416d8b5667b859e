//! `bonus compute`: the main job.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::{InputArguments, OutputFormat};
use super::elsewhere::cannot_write;
use super::failure::Failure;
use super::input::{self, Computed, Work};
use super::output;
use super::previous::Previous;
use super::statements::{StatementFiles, StatementKind};
use super::talk::{Talk, agrees};
use crate::lang::Lang;
use crate::page;
use crate::report;
use crate::say;
use crate::workbook::write::{self, Drafts, Making, WriteError};

/// Compute a workbook's bonuses and write the results workbook.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  bonus compute q3.xlsx\n  bonus compute q3.xlsx --through Q2 --set in_target_rate=8% -o try.xlsx\n  \
                        bonus compute q3.xlsx --format json > q3.json\n  bonus compute q3.xlsx --statements each --statements-as html\n  bonus q3.xlsx    (the same as compute)"
)]
pub(super) struct Compute {
    #[command(flatten)]
    input: InputArguments,
    /// Where the results go. Default: beside the input, as `<stem>-results.xlsx`; JSON, CSV and HTML go to
    /// standard output, HTML on a terminal beside the input.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What to write.
    #[arg(long, value_enum, default_value = "xlsx")]
    format: OutputFormat,
    /// Replace an existing results file.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    each: Each,
    /// Print everyone: of more than 30 people only the largest changes are printed, of more than some 200 a page unfolds the first.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    previous: Previous,
    #[command(flatten)]
    speed: Speed,
    /// Whether a person may be asked before a file is replaced: he dropped a workbook and can type no `--force`.
    #[arg(skip)]
    pub(super) ask: bool,
}

/// A statement for each manager.
#[derive(Debug, Args)]
struct Each {
    /// Also write a statement for each manager, with only his own figures, into this folder.
    #[arg(long, value_name = "DIR")]
    statements: Option<PathBuf>,
    /// What the statements are: workbooks, or pages for a browser.
    #[arg(long, value_enum, default_value = "xlsx", requires = "statements", value_name = "KIND")]
    statements_as: StatementKind,
    /// And each as a PDF; needs `LibreOffice`.
    #[arg(long, requires = "statements")]
    statements_pdf: bool,
}

/// How fast, and where the time went.
#[derive(Clone, Copy, Debug, Args)]
struct Speed {
    /// Print on standard error how long each step took, and how many rows a second it did.
    #[arg(long)]
    timings: bool,
    /// How many threads read and write; the file is the same for any number. Default: one for each processor.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

impl Compute {
    pub(super) fn run(&self, talk: Talk, drafts: &Drafts) -> Result<(), Failure> {
        let work = Work::new(talk, self.speed.threads);
        let mut input = input::open(&self.input, &work)?;
        let chosen = input.choose(&self.input, &work)?;
        let mut computed = input.compute(&chosen, &self.input, &work)?;
        let read = (self.input.input.as_path(), &chosen.preface);
        self.previous.tell(&mut computed, read, self.input.policy.as_deref())?;
        drop((input, chosen));
        let statements = match &self.each.statements {
            Some(folder) => {
                let kind = (self.each.statements_as, self.each.statements_pdf);
                Some(StatementFiles::plan(&computed, folder, kind, self.force)?)
            }
            None => None,
        };
        self.results(&computed, &work, drafts)?;
        if self.speed.timings {
            work.timings.borrow_mut().lap();
            work.progress.aside(|| work.timings.borrow().print(&computed.results(), computed.lang));
        }
        let Some(statements) = statements else { return Ok(()) };
        statements.write(&computed, &work, drafts)?;
        // After JSON or CSV on standard output nothing may follow.
        if self.format == OutputFormat::Xlsx || self.page_beside(computed.lang).is_some() {
            work.progress.aside(|| output::say(talk, &statements.told(&computed)))
        } else {
            Ok(())
        }
    }

    fn results(&self, computed: &Computed, work: &Work, drafts: &Drafts) -> Result<(), Failure> {
        match self.format {
            OutputFormat::Json => {
                computed.tell_beside_results(work.talk);
                let results = computed.results();
                let document = report::json::ResultsDocument::new(&results, computed.lang);
                self.fill(&mut |out| output::as_json(&document, out), computed.lang, drafts)
            }
            OutputFormat::Csv => {
                computed.tell_beside_results(work.talk);
                let bytes = report::with_table(&computed.results(), computed.lang, write::csv);
                let bytes = bytes.map_err(cannot_write(computed.lang))?;
                self.fill(&mut |out| out.write_all(&bytes), computed.lang, drafts)
            }
            OutputFormat::Xlsx => self.xlsx(computed, work, drafts),
            OutputFormat::Html => self.html(computed, work, drafts),
        }
    }

    /// The page of the whole run. It is for people, who would not read it on a terminal: there it stands beside the input.
    fn html(&self, computed: &Computed, work: &Work, drafts: &Drafts) -> Result<(), Failure> {
        let (lang, results) = (computed.lang, computed.results());
        let budget = if self.all { page::Budget::EVERYTHING } else { page::Budget::default() };
        let mut make =
            |out: &mut dyn Write| page::everyone(&results, lang, budget, &mut |text| out.write_all(text.as_bytes()));
        let Some(path) = self.page_beside(lang) else {
            computed.tell_beside_results(work.talk);
            return self.fill(&mut make, lang, drafts);
        };
        self.put(&path, &mut make, lang, drafts)?;
        work.progress.aside(|| output::say(work.talk, &super::table::summary(computed, &path, self.all)))
    }

    /// Where the page goes when it is not printed.
    fn page_beside(&self, lang: Lang) -> Option<PathBuf> {
        let on_a_terminal =
            || io::stdout().is_terminal().then(|| beside(&self.input.input, lang).with_extension("html"));
        if self.format == OutputFormat::Html { self.output.clone().or_else(on_a_terminal) } else { None }
    }

    fn xlsx(&self, computed: &Computed, work: &Work, drafts: &Drafts) -> Result<(), Failure> {
        let (progress, lang) = (&work.progress, computed.lang);
        let path = self.output.clone().unwrap_or_else(|| beside(&self.input.input, lang));
        if same_file(&path, &self.input.input) {
            return Err(Failure::usage(&say!(Cli::ResultsOverInput), lang));
        }
        let force = self.force
            || progress
                .aside(|| self.ask && path.exists() && agrees(&say!(Cli::ReplaceOrNot { path: path.display() }), lang));
        let making = Making { threads: work.threads, written: progress.counter() };
        let written = report::with_workbook(&computed.results(), lang, |report| {
            progress.step(&say!(Cli::Writing), &say!(Cli::Rows), Some(report.rows()), lang);
            write::replace_with(&path, force, drafts, |draft| write::xlsx_into(report, &making, draft))
        });
        written.map_err(cannot_write(lang))?;
        progress.aside(|| output::say(work.talk, &super::table::summary(computed, &path, self.all)))
    }

    /// What is made to the output file, or to standard output when none was named.
    fn fill(&self, make: Make<'_>, lang: Lang, drafts: &Drafts) -> Result<(), Failure> {
        let Some(path) = &self.output else { return output::fill(make) };
        self.put(path, make, lang, drafts)
    }

    fn put(&self, path: &Path, make: Make<'_>, lang: Lang, drafts: &Drafts) -> Result<(), Failure> {
        if same_file(path, &self.input.input) {
            return Err(Failure::usage(&say!(Cli::ResultsOverInput), lang));
        }
        write::replace_with(path, self.force, drafts, |draft| {
            let mut out = BufWriter::with_capacity(1 << 16, draft);
            make(&mut out).and_then(|()| out.flush()).map_err(WriteError::of_draft)
        })
        .map_err(cannot_write(lang))
    }
}

/// Writes what is made, in pieces.
type Make<'m> = &'m mut dyn FnMut(&mut dyn Write) -> io::Result<()>;

/// Where the results stand when nobody says: beside the input. A name that is no text stays as it is, byte for byte.
fn beside(input: &Path, lang: Lang) -> PathBuf {
    let mut name = input.file_stem().unwrap_or_default().to_owned();
    name.push(say!(Cli::ResultsName).get(lang));
    input.with_file_name(name)
}

pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
