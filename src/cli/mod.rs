//! The commands: what was typed is parsed here, one file a command, and nothing is computed here.

mod arguments;
mod cells;
mod check;
mod chosen;
mod cliffs;
mod compute;
mod coverage;
mod diff;
mod differing;
mod elsewhere;
mod excerpt;
mod explain;
mod failure;
mod help;
mod input;
mod install;
mod library;
mod mark;
mod memory;
mod named;
mod next;
mod output;
mod paid;
mod people;
mod policy;
mod policy_json;
mod previous;
mod progress;
mod readings;
mod receipt;
mod recorded;
mod reported;
mod rerun;
#[cfg(test)]
mod schemas;
mod seal;
mod sealed;
mod side_by_side;
mod sides;
mod statements;
mod table;
mod talk;
mod template;
mod timings;
mod verified;
mod verify;
mod versions;
mod what_if;
mod width;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{FromArgMatches as _, Parser, Subcommand};

use self::arguments::{Format, Language, OutputFormat};
use self::failure::Failure;
use self::output::print;
use self::talk::{Level, Talk, system_lang};
use crate::lang::{Lang, Words};
use crate::say;
use crate::workbook::quiet;

/// An exact, explainable calculator for sales-bonus policies.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    arg_required_else_help = true,
    after_help = "Examples:\n  bonus template -o 2025.xlsx\n  bonus check 2025.xlsx\n  bonus compute 2025.xlsx\n  bonus 2025.xlsx"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Language of what is printed and written: zh or en. Default: the workbook's headings.
    #[arg(long, global = true, value_enum)]
    lang: Option<Language>,
    /// Say nothing but what was asked for, and errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Tell each step, on standard error.
    #[arg(short, long, global = true)]
    verbose: bool,
}

impl Arguments {
    /// How this run is to speak.
    fn talk(&self) -> Talk {
        let level = match (self.quiet, self.verbose) {
            (true, _) => Level::Quiet,
            (_, true) => Level::Verbose,
            _ => Level::Normal,
        };
        Talk { level, json: self.command.is_for_a_program(), asked: self.lang.map(Lang::from) }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Compute(compute::Compute),
    Diff(diff::Diff),
    Check(check::Check),
    Explain(explain::Explain),
    Template(template::Template),
    Next(next::Next),
    Policy(policy::PolicyCommand),
    Completions(install::Completions),
    Man(install::Man),
    Verify(verify::Verify),
    Seal(seal::Seal),
    WhatIf(what_if::WhatIf),
    #[command(hide = true)]
    Readings(what_if::Readings),
}

impl Command {
    /// Whether a program reads what is printed.
    fn is_for_a_program(&self) -> bool {
        match self {
            Self::Compute(command) => command.format == OutputFormat::Json,
            Self::Diff(command) => command.format == Format::Json,
            Self::Check(command) => command.format == Format::Json,
            Self::Verify(command) => command.format == Format::Json,
            Self::Seal(command) => command.format == Format::Json,
            Self::Policy(command) => command.is_for_a_program(),
            Self::WhatIf(command) => command.is_json(),
            Self::Readings(command) => command.is_json(),
            Self::Explain(command) => command.format == Format::Json,
            Self::Next(command) => command.format == Format::Json,
            Self::Template(command) => command.format == Format::Json,
            Self::Completions(_) | Self::Man(_) => false,
        }
    }
}

/// Runs the program; the exit status is that of `workbook.md`: 0 done, 1 faults in the input, 2 usage,
/// 3 a file could not be read or written, 4 differences found.
#[must_use]
pub fn run() -> ExitCode {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let (dropped, clicked) = (is_dropped(&typed), is_clicked(&typed));
    let spoken = help::spoken(&typed).unwrap_or_else(system_lang);
    if let Some(problem) = not_one_workbook(&typed) {
        let status = Failure::usage(&problem, spoken).report(Talk::before(spoken));
        wait(spoken);
        return status;
    }
    let typed = if dropped { with_compute(typed) } else { typed };
    let parsed = help::command(spoken).try_get_matches_from(&typed);
    let arguments = match parsed.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => {
            let status = help::print(&error, &typed, spoken);
            if clicked {
                wait(spoken);
            }
            return status;
        }
    };
    let talk = arguments.talk();
    quiet::listen();
    output::outlive_limits();
    memory::watch(talk);
    let outcome = match arguments.command {
        Command::Compute(mut command) => {
            command.ask = dropped;
            command.run(talk)
        }
        Command::Check(command) => command.run(talk),
        Command::Diff(command) => command.run(talk),
        Command::Explain(command) => command.run(talk),
        Command::Template(command) => command.run(talk),
        Command::Next(command) => command.run(talk),
        Command::Policy(command) => command.run(talk),
        Command::Completions(command) => command.run(talk),
        Command::Man(command) => command.run(talk),
        Command::Verify(command) => command.run(talk),
        Command::Seal(command) => command.run(talk),
        Command::WhatIf(command) => command.run(talk),
        Command::Readings(command) => command.run(talk),
    };
    let status = match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(talk),
    };
    if dropped {
        wait(talk.asked.unwrap_or(spoken));
    }
    status
}

/// What the help says of each command and option.
#[cfg(test)]
pub(crate) fn help_of_every_command(lang: Lang) -> Vec<String> {
    help::texts_of(&help::command(lang))
}

/// Whether the first word is no command but a workbook: dropped on the program, or typed as `bonus q3.xlsx`.
fn is_dropped(typed: &[OsString]) -> bool {
    const KINDS: [&str; 5] = ["xlsx", "xlsm", "xlsb", "xls", "ods"];
    let Some(first) = typed.get(1).filter(|word| !word.to_string_lossy().starts_with('-')) else { return false };
    let kind = Path::new(first).extension().map(|kind| kind.to_string_lossy().to_lowercase());
    kind.is_some_and(|kind| KINDS.contains(&kind.as_str()))
}

/// Whether nothing was typed: the program was clicked on, or files were dropped on it, which come by their whole paths.
fn is_clicked(typed: &[OsString]) -> bool {
    typed.iter().skip(1).all(|word| Path::new(word).is_absolute())
}

/// What is wrong with what was dropped on the program: it takes one workbook, and knows no other kind of file.
fn not_one_workbook(typed: &[OsString]) -> Option<Words> {
    let files = typed.get(1..).filter(|files| !files.is_empty() && is_clicked(typed))?;
    match files {
        [_] if is_dropped(typed) => None,
        [file] => Path::new(file).exists().then(|| say!(Cli::NoWorkbookDropped { path: file.display() })),
        files => Some(say!(Cli::OneWorkbookAtATime { count: files.len() })),
    }
}

fn with_compute(mut typed: Vec<OsString>) -> Vec<OsString> {
    typed.insert(1, "compute".into());
    typed
}

/// On Windows the window of a program that was clicked on, or that a file was dropped on, closes with it: the reader
/// comes first. A shell there sets PROMPT; a click does not.
fn wait(lang: Lang) {
    use std::io::IsTerminal as _;
    let shell = std::env::var_os("PROMPT").is_some();
    if cfg!(windows) && !shell && std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        let _ = print(say!(Cli::PressEnter).get(lang));
        let _ = std::io::stdin().read_line(&mut String::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_workbook_can_be_dropped_and_anything_else_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, "").expect("a file");
            path.into_os_string()
        };
        let typed = |words: &[&OsString]| {
            std::iter::once("bonus".into()).chain(words.iter().copied().cloned()).collect::<Vec<OsString>>()
        };
        let (book, csv) = (path("q3.XLSX"), path("q3.csv"));
        let wrong = |words: &[&OsString]| not_one_workbook(&typed(words)).map(|words| words.get(Lang::En).to_owned());
        assert!(is_dropped(&typed(&[&book])) && wrong(&[&book]).is_none());
        assert!(wrong(&[&csv]).is_some_and(|said| said.contains("q3.csv")));
        assert!(wrong(&[&folder.path().into()]).is_some());
        assert!(wrong(&[&book, &book]).is_some_and(|said| said.contains('2')));
        // What is typed is for the command line.
        let [check, relative, force, wrong_word] = ["check", "q3.xlsx", "--force", "chekc"].map(OsString::from);
        for words in [&[][..], &[&check, &book], &[&relative], &[&book, &force]] {
            assert_eq!(wrong(words), None, "{words:?}");
        }
        // The window stays open for whoever typed nothing.
        assert!(is_clicked(&typed(&[])) && is_clicked(&typed(&[&csv])) && !is_clicked(&typed(&[&wrong_word])));
    }
}
