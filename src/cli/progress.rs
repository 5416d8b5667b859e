//! How far the work is, on a terminal: a bar from the second second on, gone when the work is done.
//!
//! A piece of work has steps (read, compute, write); a step counts something (rows, people, files), towards a total
//! where that is known. The counter is shared: whoever does the work adds to it, on any thread, and knows no
//! terminal. Nothing is shown in a pipe, with `--quiet`, or for work that is done within the first second.

use std::borrow::Cow;
use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::talk::Talk;
use crate::lang::{Lang, Words};

/// Work that takes less shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// Between two looks at the counter.
const TICK: Duration = Duration::from_millis(100);

/// The progress of one piece of work; its bar goes away when this is dropped.
pub(super) struct Progress {
    bar: ProgressBar,
    /// What the present step has done so far.
    done: Arc<AtomicU64>,
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Progress that people can see, if there is a terminal and they did not ask for quiet.
    pub(super) fn new(talk: Talk) -> Self {
        let mut progress = Self::unseen();
        if talk.is_quiet() || !std::io::stderr().is_terminal() {
            return progress;
        }
        let (end, ended) = channel::<()>();
        let (bar, done) = (progress.bar.clone(), Arc::clone(&progress.done));
        progress.end = Some(end);
        progress.thread = Some(std::thread::spawn(move || {
            let mut wait = PATIENCE;
            while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                if wait == PATIENCE {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    wait = TICK;
                }
                draw(&bar, &done);
            }
        }));
        progress
    }

    /// Progress that nobody sees: for work that is a step of other work.
    pub(super) fn unseen() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { bar, done: Arc::default(), end: None, thread: None }
    }

    /// Begins a step, such as `2/3 computing`, that counts `what`, such as rows, up to `total` where it is known;
    /// a step that counts nothing has an empty `what`.
    pub(super) fn step(&self, step: &Words, what: &Words, total: Option<u64>, lang: Lang) {
        self.done.store(0, Ordering::Relaxed);
        self.bar.set_style(style(total.is_some(), !what.is_empty()));
        match total {
            Some(total) => self.bar.set_length(total),
            None => self.bar.unset_length(),
        }
        self.bar.set_position(0);
        self.bar.set_prefix(Cow::Owned(what.get(lang).to_owned()));
        self.bar.set_message(Cow::Owned(step.get(lang).to_owned()));
    }

    /// The counter of the present step and those after it, for whoever does the work.
    pub(super) fn counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.done)
    }

    /// Counts one more.
    pub(super) fn advance(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Does something else with the terminal while the bar stands aside.
    pub(super) fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

fn draw(bar: &ProgressBar, done: &AtomicU64) {
    bar.set_position(done.load(Ordering::Relaxed));
    bar.tick();
}

fn style(total: bool, counts: bool) -> ProgressStyle {
    let template = match (total, counts) {
        (true, _) => "{msg} [{bar:30}] {human_pos}/{human_len} {prefix}  {elapsed_precise}",
        (false, true) => "{spinner} {msg}  {human_pos} {prefix}  {elapsed_precise}",
        (false, false) => "{spinner} {msg}  {elapsed_precise}",
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    // The console of an old Windows has no Braille and no half blocks.
    style.progress_chars("=> ").tick_chars("|/-\\ ")
}

#[cfg(test)]
mod tests {
    use indicatif::{InMemoryTerm, TermLike};

    use super::*;
    use crate::say;

    fn on(terminal: &InMemoryTerm) -> Progress {
        let progress = Progress::unseen();
        let terminal: Box<dyn TermLike> = Box::new(terminal.clone());
        progress.bar.set_draw_target(ProgressDrawTarget::term_like(terminal));
        progress
    }

    #[test]
    fn steps_count_and_leave_nothing_behind() {
        let terminal = InMemoryTerm::new(3, 80);
        let progress = on(&terminal);
        progress.step(&Words::new("1/3 读入", "1/3 reading"), &say!(Cli::Rows), None, Lang::Zh);
        progress.counter().fetch_add(1_234, Ordering::Relaxed);
        draw(&progress.bar, &progress.done);
        assert!(terminal.contents().contains("1/3 读入  1,234 行"), "{}", terminal.contents());
        progress.step(&Words::new("2/3 计算", "2/3 computing"), &say!(Cli::People), Some(4), Lang::En);
        progress.advance();
        draw(&progress.bar, &progress.done);
        assert!(terminal.contents().contains("2/3 computing [======="), "{}", terminal.contents());
        assert!(terminal.contents().contains("] 1/4 people"), "{}", terminal.contents());
        drop(progress);
        assert_eq!(terminal.contents(), "");
    }
}
