//! One run of the program: from what was typed to the exit status.

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

use clap::FromArgMatches as _;

use super::command_line::{Arguments, Command, command_line};
use super::dropped::{is_clicked, is_dropped, not_one_workbook, wait, with_compute};
use super::failure::Failure;
use super::talk::{Talk, system_lang};
use super::{help, memory, output};
use crate::workbook::quiet;
use crate::workbook::write::Drafts;

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
    let parsed = command_line(spoken).try_get_matches_from(&typed);
    let parsed = parsed.and_then(|matches| Ok((Arguments::from_arg_matches(&matches)?, matches)));
    let (arguments, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let status = help::print(&error, &typed, spoken);
            if clicked {
                wait(spoken);
            }
            return status;
        }
    };
    let talk = arguments.talk(&matches);
    quiet::listen();
    output::outlive_limits();
    // Whoever ends the run in the middle of its work leaves no draft behind.
    let drafts = Arc::<Drafts>::default();
    memory::watch(talk, Arc::clone(&drafts));
    let outcome = match arguments.command {
        Command::Compute(mut command) => {
            command.ask = dropped;
            command.run(talk, &drafts)
        }
        Command::Check(command) => command.run(talk, &drafts),
        Command::Diff(command) => command.run(talk),
        Command::Explain(command) => command.run(talk),
        Command::Template(command) => command.run(talk, &drafts),
        Command::Next(command) => command.run(talk, &drafts),
        Command::Policy(command) => command.run(talk, &drafts),
        Command::Completions(command) => command.run(command_line(talk.early())),
        Command::Man(command) => command.run(talk, &drafts, &command_line(talk.early())),
        Command::Verify(command) => command.run(talk),
        Command::Seal(command) => command.run(talk, &drafts),
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
