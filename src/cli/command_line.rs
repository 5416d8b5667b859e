//! The command line: which commands there are, and what every one of them takes.

use clap::{ArgMatches, CommandFactory as _, Parser, Subcommand};

use super::arguments::one_of;
use super::talk::{Level, Talk};
use super::{check, compute, diff, explain, help, install, next, policy, seal, template, verify, what_if};
use crate::lang::Lang;

/// An exact, explainable calculator for sales-bonus policies.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    arg_required_else_help = true,
    after_help = "Examples:\n  bonus template -o 2025.xlsx\n  bonus check 2025.xlsx\n  bonus compute 2025.xlsx\n  bonus 2025.xlsx"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    /// Language of what is printed and written: zh or en. Default: the workbook's headings.
    #[arg(long, global = true, value_parser = one_of(Lang::ALL.map(|lang| (lang, lang.code(), lang.name()))))]
    lang: Option<Lang>,
    /// Say nothing but what was asked for, and errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Tell each step, on standard error.
    #[arg(short, long, global = true)]
    verbose: bool,
}

impl Arguments {
    /// How this run is to speak; `matches` are what it was made of.
    pub(super) fn talk(&self, matches: &ArgMatches) -> Talk {
        let level = match (self.quiet, self.verbose) {
            (true, _) => Level::Quiet,
            (_, true) => Level::Verbose,
            _ => Level::Normal,
        };
        Talk { level, json: is_for_a_program(matches), asked: self.lang }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
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

/// Whether a program reads what is printed: `--format json`, of whichever command.
fn is_for_a_program(matches: &ArgMatches) -> bool {
    let own = matches.try_get_raw("format").ok().flatten();
    own.is_some_and(|mut format| format.next().is_some_and(|word| word == "json"))
        || matches.subcommand().is_some_and(|(_, inner)| is_for_a_program(inner))
}

/// The command line, with its help in `lang`.
pub(super) fn command_line(lang: Lang) -> clap::Command {
    help::in_language(Arguments::command(), lang)
}

/// What the help says of each command and option.
#[cfg(test)]
pub(crate) fn help_of_every_command(lang: Lang) -> Vec<String> {
    help::texts_of(&command_line(lang))
}
