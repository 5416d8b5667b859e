//! The commands: what was typed is parsed here, one file a command, and nothing is computed here.

mod check;
mod compute;
mod explain;
mod failure;
mod input;
mod policy;
mod table;
mod template;
mod what_if;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::lang::Lang;

/// An exact, explainable calculator for sales-bonus policies.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Language of what is printed and written: zh or en. Default: the workbook's headings.
    #[arg(long, global = true, value_enum)]
    lang: Option<Language>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    /// Chinese
    Zh,
    /// English
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Zh => Self::Zh,
            Language::En => Self::En,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Compute(compute::Compute),
    Check(check::Check),
    Explain(explain::Explain),
    Template(template::Template),
    Policy(policy::PolicyCommand),
    WhatIf(what_if::WhatIf),
    Readings(what_if::Readings),
}

/// What the input is, and what the command line adds to it.
#[derive(Clone, Debug, clap::Args)]
struct InputArguments {
    /// The input workbook (.xlsx, .xlsm, .xlsb, .xls, .ods).
    input: PathBuf,
    /// The policy: an id of `bonus policy list`, or a policy file. Default: what the workbook names.
    #[arg(long, value_name = "ID|FILE")]
    policy: Option<String>,
    /// Compute through this quarter or month, such as Q3. Default: what the workbook says.
    #[arg(long, value_name = "Q")]
    through: Option<String>,
    /// Change a setting for this run, such as `in_target_rate=8%`. May be given several times.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
}

/// Runs the program; the exit status is that of `workbook.md`: 0 done, 1 faults in the input, 2 usage,
/// 3 a file could not be read or written, 4 differences found.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let lang = arguments.lang.map(Lang::from);
    let outcome = match arguments.command {
        Command::Compute(command) => command.run(lang),
        Command::Check(command) => command.run(lang),
        Command::Explain(command) => command.run(lang),
        Command::Template(command) => command.run(lang),
        Command::Policy(command) => command.run(lang),
        Command::WhatIf(command) => command.run(lang),
        Command::Readings(command) => command.run(lang),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// The system's language: Chinese where the locale says so, else English.
fn system_lang() -> Lang {
    match sys_locale::get_locale() {
        Some(locale) if locale.to_lowercase().starts_with("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

/// Prints to standard output; a reader that has gone away (`| head`) is no failure.
fn print(text: &str) -> Result<(), failure::Failure> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(failure::Failure::File(error.into())),
        _ => Ok(()),
    }
}
