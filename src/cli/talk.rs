//! How much the program says, and how: quiet or verbose, and colours.
//!
//! Colours go through `anstream`, which obeys `NO_COLOR` and leaves them out where nobody sees them.

use std::io::{IsTerminal as _, Write as _};
use std::sync::{OnceLock, atomic::AtomicBool, atomic::Ordering};

use anstyle::{AnsiColor, Style};

use super::failure::Failure;
use crate::lang::{Lang, Words};

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// Only what was asked for, and errors.
    Quiet,
    /// What a person wants to know.
    Normal,
    /// Each step too.
    Verbose,
}

static LEVEL: OnceLock<Level> = OnceLock::new();
static JSON: AtomicBool = AtomicBool::new(false);
/// Of several files the one that an error is of.
static FILE: OnceLock<String> = OnceLock::new();

/// Sets how much is said; once, before any command runs.
pub(super) fn set(level: Level) {
    let _ = LEVEL.set(level);
}

/// Errors of this run go to a program.
pub(super) fn to_a_program() {
    JSON.store(true, Ordering::Relaxed);
}

/// Whether errors go to a program.
pub(super) fn is_to_a_program() -> bool {
    JSON.load(Ordering::Relaxed)
}

/// Whether only what was asked for is to be said.
pub(super) fn is_quiet() -> bool {
    level() == Level::Quiet
}

fn level() -> Level {
    LEVEL.get().copied().unwrap_or(Level::Normal)
}

/// Says something on standard output, unless quiet.
pub(super) fn say(text: &str) -> Result<(), Failure> {
    if level() == Level::Quiet { Ok(()) } else { super::print(text) }
}

/// Tells a step on standard error, when verbose.
pub(super) fn detail(words: &Words, lang: Lang) {
    if level() == Level::Verbose {
        let (style, text) = (Style::new().dimmed(), words.get(lang));
        let _ = writeln!(anstream::stderr(), "{style}{text}{style:#}");
    }
}

/// Warns on standard error, unless quiet.
pub(super) fn warn(words: &Words, lang: Lang) {
    if level() != Level::Quiet {
        let _ = writeln!(anstream::stderr(), "{}", yellow(words.get(lang)));
    }
}

/// Asks a person on the terminal; where there is none, nobody agrees.
pub(super) fn agrees(question: &Words, lang: Lang) -> bool {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return false;
    }
    let _ = write!(anstream::stderr(), "{}", question.get(lang));
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer).is_ok();
    read && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是")
}

/// Says which of several files the error that follows is of, on standard error; programs see it in the document.
pub(super) fn of_file(path: &std::path::Path) {
    let shown = path.display().to_string();
    if !is_to_a_program() {
        let _ = writeln!(anstream::stderr(), "{}", bold(&shown));
    }
    let _ = FILE.set(shown);
}

/// The file that was named by [`of_file`].
pub(super) fn file() -> Option<&'static str> {
    FILE.get().map(String::as_str)
}

/// Bold text.
pub(super) fn bold(text: &str) -> String {
    painted(text, Style::new().bold())
}

/// What is wrong.
pub(super) fn red(text: &str) -> String {
    painted(text, AnsiColor::Red.on_default().bold())
}

/// What is doubtful.
pub(super) fn yellow(text: &str) -> String {
    painted(text, AnsiColor::Yellow.on_default())
}

/// What is well.
pub(super) fn green(text: &str) -> String {
    painted(text, AnsiColor::Green.on_default())
}

/// What is only there to be recognized.
pub(super) fn dim(text: &str) -> String {
    painted(text, Style::new().dimmed())
}

fn painted(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}
