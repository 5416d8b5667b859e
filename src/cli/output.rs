//! Standard output: what is put there arrives, or the run ends with a sentence and status 3.
//!
//! A reader that has gone away (`| head`) is no failure: it has what it wanted.

use std::io::{self, BufWriter, ErrorKind, Write};

use serde::Serialize;

use super::arguments::Format;
use super::failure::Failure;
use super::talk::Talk;
use super::width;

/// Prints text for people, with colours where they are seen, within the columns of the terminal.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    print_as_it_is(&width::fitted(text))
}

/// Prints texts of whole lines behind each other, in the same way, each as it is made.
pub(super) fn print_each(texts: impl Iterator<Item = String>) -> Result<(), Failure> {
    arrived(|| {
        let mut out = BufWriter::with_capacity(1 << 16, anstream::stdout().lock());
        for text in texts {
            out.write_all(width::fitted(&text).as_bytes())?;
        }
        out.flush()
    })
}

/// Says something to people, unless they asked for quiet.
pub(super) fn say(talk: Talk, text: &str) -> Result<(), Failure> {
    if talk.is_quiet() { Ok(()) } else { print(text) }
}

/// Prints text whose lines are not ours to break.
pub(super) fn print_as_it_is(text: &str) -> Result<(), Failure> {
    arrived(|| {
        let mut out = anstream::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    })
}

/// What a command found: a document for programs, which is written as it is made, or its text for people.
pub(super) fn found<D: Serialize>(
    format: Format,
    document: impl FnOnce() -> D,
    text: impl FnOnce() -> String,
) -> Result<(), Failure> {
    match format {
        Format::Json => json(&document()),
        Format::Text => print(&text()),
    }
}

/// What a command wrote, in the same way; people who asked for quiet are told nothing.
pub(super) fn done<D: Serialize>(
    format: Format,
    talk: Talk,
    document: impl FnOnce() -> D,
    text: impl FnOnce() -> String,
) -> Result<(), Failure> {
    if format == Format::Text && talk.is_quiet() { Ok(()) } else { found(format, document, text) }
}

/// A document for programs.
pub(super) fn json(document: &impl Serialize) -> Result<(), Failure> {
    fill(&mut |out| as_json(document, out))
}

/// Writes a document for programs: indented, with a line's end behind it.
pub(super) fn as_json(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    out.write_all(b"\n")
}

/// Lets `write` put there what it makes, in pieces that need not be in memory together.
pub(super) fn fill(write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    arrived(|| {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        write(&mut out)?;
        out.flush()
    })
}

fn arrived(write: impl FnOnce() -> io::Result<()>) -> Result<(), Failure> {
    match unclosed().and_then(|()| write()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Unsaid(error)),
        _ => Ok(()),
    }
}

#[cfg(unix)]
use unix::unclosed;
#[cfg(unix)]
pub(super) use unix::{is_closed, outlive_limits};

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// Whether standard output was closed (`>&-`) when the program began.
    static CLOSED: AtomicBool = AtomicBool::new(false);

    /// Before `main` the runtime puts `/dev/null` in the place of a closed standard output, where everything is lost
    /// without a word: so it is looked at before that.
    #[ctor::ctor]
    fn look() {
        CLOSED.store(rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err(), Ordering::Relaxed);
    }

    pub(super) fn unclosed() -> io::Result<()> {
        if CLOSED.load(Ordering::Relaxed) { Err(rustix::io::Errno::BADF.into()) } else { Ok(()) }
    }

    /// Whether there was nothing to write to.
    pub(crate) fn is_closed(error: &io::Error) -> bool {
        error.raw_os_error() == Some(rustix::io::Errno::BADF.raw_os_error())
    }

    /// From now on a file that outgrows `ulimit -f` is an error like any other, and not the end of the process, which
    /// would leave its draft behind.
    pub(crate) fn outlive_limits() {
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
    }
}

#[cfg(not(unix))]
fn unclosed() -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn is_closed(_: &io::Error) -> bool {
    false
}

/// There are none.
#[cfg(not(unix))]
pub(super) fn outlive_limits() {}
