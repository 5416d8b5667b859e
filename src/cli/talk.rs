//! How much the program says, and how: quiet or verbose, and colours.
//!
//! Colours go through `anstream`, which obeys `NO_COLOR` and leaves them out where nobody sees them.

use std::io::{IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Style};

use super::width;
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

/// How a run speaks: what every command is given, and passes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Talk {
    /// How much is said.
    pub level: Level,
    /// Whether a program asked: then errors are JSON on standard output too.
    pub json: bool,
    /// The language that `--lang` asks for; without it that of the workbook.
    pub asked: Option<Lang>,
}

impl Talk {
    /// Before the command line is understood.
    pub(super) fn before(lang: Lang) -> Self {
        Self { level: Level::Normal, json: false, asked: Some(lang) }
    }

    /// The language as long as no workbook has been read.
    pub(super) fn early(self) -> Lang {
        self.asked.unwrap_or_else(system_lang)
    }

    /// Whether only what was asked for is to be said.
    pub(super) fn is_quiet(self) -> bool {
        self.level == Level::Quiet
    }

    /// Tells a step on standard error, when verbose.
    pub(super) fn detail(self, words: &Words, lang: Lang) {
        if self.level == Level::Verbose {
            let _ = writeln!(anstream::stderr(), "{}", width::fitted_beside(&dim(words.get(lang))));
        }
    }

    /// Warns on standard error, unless quiet.
    pub(super) fn warn(self, words: &Words, lang: Lang) {
        if !self.is_quiet() {
            let _ = writeln!(anstream::stderr(), "{}", width::fitted_beside(&yellow(words.get(lang))));
        }
    }
}

/// The system's language where it is one of ours, else English.
pub(super) fn system_lang() -> Lang {
    sys_locale::get_locale().and_then(|locale| Lang::of_locale(&locale)).unwrap_or_default()
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
