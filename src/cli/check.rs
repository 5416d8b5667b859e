//! `bonus check`: all faults and warnings of a workbook, and what the policy leaves alone.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::arguments::{Format, InputArguments};
use super::compute::same_file;
use super::elsewhere::{cannot_read, cannot_write};
use super::excerpt::Excerpts;
use super::failure::Failure;
use super::input::{self, Chosen, OpenInput, Work};
use super::mark;
use super::mark::Broken;
use super::previous::Previous;
use super::reported::FoundEntry;
use super::talk::{Talk, bold, dim, green, red, yellow};
use crate::book::{Fault, Findings};
use crate::lang::Lang;
use crate::say;
use crate::workbook::read::LeftAlone;
use crate::workbook::write::{self, Draft, Drafts};

/// Check a workbook: all faults and warnings, each with its cell and remedy
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bonus check q3.xlsx\n  bonus check q3.xlsx --mark q3-marked.xlsx")]
pub(super) struct Check {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    previous: Previous,
    /// How to print them.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write a copy of the input with each faulty cell coloured and a note on it.
    #[arg(long, value_name = "FILE")]
    mark: Option<PathBuf>,
    /// Replace an existing file of that name.
    #[arg(long, requires = "mark")]
    force: bool,
}

impl Check {
    pub(super) fn run(&self, talk: Talk, drafts: &Drafts) -> Result<(), Failure> {
        let work = Work::new(talk, None);
        let mut input = input::open(&self.input, &work)?;
        // Of a large book a few rows at most are shown; a marked copy has all of them.
        if self.mark.is_some() {
            input.source.read_again();
        } else {
            input.source.read_seldom();
        }
        let (mut through, mut sums) = (None, String::new());
        let mut policy = None;
        let outcome = input.choose(&self.input, &work).and_then(|chosen| {
            let chosen = policy.insert(chosen);
            input.compute(chosen, &self.input, &work)
        });
        let (findings, left_alone, lang) = match outcome {
            Ok(mut computed) => {
                if let Some(chosen) = &policy {
                    let read = (self.input.input.as_path(), &chosen.preface);
                    self.previous.tell(&mut computed, read, self.input.policy.as_deref())?;
                }
                through = computed.derived_through();
                sums = super::table::sums(&computed);
                let warnings = computed.results().warnings().chain(&computed.left_alone.of_today).cloned().collect();
                let account = Box::new(computed.book.account.clone());
                (Findings { warnings, account, ..Findings::default() }, computed.left_alone, computed.lang)
            }
            Err(Failure::Faults { findings, lang, .. }) if !findings.is_misuse() => {
                let mut findings = *findings;
                findings.warnings.append(&mut findings.of_today);
                (findings, LeftAlone::default(), lang)
            }
            Err(failure) => return Err(failure),
        };
        drop(work);
        let marked = match &self.mark {
            Some(path) if nothing_to_mark(&findings) => Some(say!(Cli::NothingToMark { path: path.display() })),
            Some(path) => {
                self.write_marked((path, drafts), &mut input, policy.as_ref(), &findings, lang)?;
                Some(say!(Cli::MarkedCopy { path: path.display() }))
            }
            None => None,
        };
        if let Some(through) = through {
            talk.warn(&through, lang);
        }
        if self.format == Format::Json {
            super::output::json(&CheckDocument::new(&findings, &left_alone, lang))?;
        } else {
            let mut text = Self::text(&mut input, &findings, lang);
            if !sums.is_empty() {
                let _ = write!(text, "\n{sums}");
            }
            if let Some(marked) = marked {
                let _ = writeln!(text, "\n{}", marked.get(lang));
            } else if !findings.faults.is_empty() {
                let _ = writeln!(text, "\n{}", dim(say!(Cli::MarkHint).get(lang)));
            }
            super::output::print(&text)?;
        }
        if findings.faults.is_empty() { Ok(()) } else { Err(Failure::Told) }
    }

    fn write_marked(
        &self,
        (path, drafts): (&Path, &Drafts),
        input: &mut OpenInput,
        chosen: Option<&Chosen>,
        findings: &Findings,
        lang: Lang,
    ) -> Result<(), Failure> {
        if same_file(path, &self.input.input) {
            return Err(Failure::usage(&say!(Cli::CopyOverInput), lang));
        }
        let from = input.path.clone();
        let fill = |draft: &mut Draft| mark::write(input, chosen, findings, lang, draft);
        write::replace_with(path, self.force, drafts, fill).map_err(|broken| match broken {
            Broken::Read(error) => cannot_read(&from, lang)(error),
            Broken::Write(error) => cannot_write(lang)(error),
        })
    }

    fn text(input: &mut OpenInput, findings: &Findings, lang: Lang) -> String {
        let mut text = String::new();
        let Findings { faults, warnings, .. } = findings;
        let all: Vec<&Fault> = faults.iter().chain(warnings).collect();
        let excerpts = Excerpts::read(&mut input.source, &all);
        let count = faults.len();
        if count == 0 {
            let _ = writeln!(text, "{}", green(say!(Cli::NoFaults).get(lang)));
        } else {
            let _ = writeln!(text, "{}", red(say!(Cli::FaultCount { count }).get(lang)));
            grouped(&mut text, faults, &excerpts, lang, red);
        }
        if !warnings.is_empty() {
            let _ = writeln!(text, "\n{}", yellow(say!(Cli::WarningCount { count: warnings.len() }).get(lang)));
            grouped(&mut text, warnings, &excerpts, lang, yellow);
        }
        let account = &findings.account;
        let _ = writeln!(text, "\n{}", account.told().get(lang));
        text.push_str(&super::table::passed_over(account, lang));
        text
    }
}

fn nothing_to_mark(findings: &Findings) -> bool {
    findings.faults.is_empty() && findings.warnings.is_empty() && findings.account.passed_over.is_empty()
}

/// Findings under the names of their sheets, which are together already.
fn grouped(text: &mut String, faults: &[Fault], excerpts: &Excerpts, lang: Lang, paint: fn(&str) -> String) {
    for group in faults.chunk_by(|one, other| one.place.sheet == other.place.sheet) {
        let sheet = match group[0].place.sheet.as_str() {
            "" => say!(Cli::CommandLine).get(lang).to_owned(),
            sheet => sheet.to_owned(),
        };
        let _ = writeln!(text, "\n{} ({})", bold(&sheet), group.len());
        for fault in group {
            let (found, problem) = (fault.quoted(), fault.problem.get(lang));
            let cell = paint(&format!("{:<5}", fault.place.address()));
            let gap = if found.is_empty() { "" } else { "  " };
            let _ = writeln!(text, "  {cell} {}{gap}{problem}", found.get(lang));
            if let Some(row) = excerpts.of(fault) {
                let _ = writeln!(text, "        {}", dim(row));
            }
            let _ = writeln!(text, "        → {}", fault.mend.get(lang));
        }
    }
}

/// What `bonus check` found.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CheckDocument<'c> {
    #[serde(flatten)]
    found: FoundEntry<'c>,
    /// What the policy does not know.
    left_alone: Unknown<'c>,
}

/// What the policy does not know, of an input without faults.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Unknown<'c> {
    /// Sheets, by their names.
    sheets: &'c [String],
    /// Columns, by the cells of their headings.
    columns: Vec<String>,
}

impl<'c> CheckDocument<'c> {
    fn new(findings: &'c Findings, left_alone: &'c LeftAlone, lang: Lang) -> Self {
        Self {
            found: FoundEntry::new(findings, lang),
            left_alone: Unknown {
                sheets: &left_alone.sheets,
                columns: left_alone.columns.iter().map(ToString::to_string).collect(),
            },
        }
    }
}
