//! How much the program says, and how: quiet or verbose, colours, and a sign of life while it works.
//!
//! Colours go through `anstream`, which obeys `NO_COLOR` and leaves them out where nobody sees them.

use std::io::{IsTerminal as _, Write as _};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{OnceLock, atomic::AtomicBool, atomic::Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

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

/// A line on the terminal that says, from the first second on, that work is going on; gone when dropped.
pub(super) struct Busy {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Begins to watch a piece of work.
pub(super) fn busy(words: Words, lang: Lang) -> Busy {
    if level() == Level::Quiet || !std::io::stderr().is_terminal() {
        return Busy { end: None, thread: None };
    }
    let (end, ended) = channel::<()>();
    let thread = std::thread::spawn(move || {
        const FRAMES: [char; 4] = ['|', '/', '-', '\\'];
        let began = Instant::now();
        let mut shown = false;
        let mut frames = FRAMES.iter().cycle();
        while ended.recv_timeout(Duration::from_millis(250)) == Err(RecvTimeoutError::Timeout) {
            let seconds = began.elapsed().as_secs();
            if seconds >= 1 {
                let frame = frames.next().copied().unwrap_or('|');
                eprint!("\r{frame} {} {seconds} s ", words.get(lang));
                let _ = std::io::stderr().flush();
                shown = true;
            }
        }
        if shown {
            eprint!("\r{}\r", " ".repeat(60));
        }
    });
    Busy { end: Some(end), thread: Some(thread) }
}

impl Drop for Busy {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
