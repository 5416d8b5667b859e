//! How wide the terminal is, and texts that keep within it: no line is broken by the terminal, in the middle of a word.
//!
//! In a pipe lines are as long as they are, unless `COLUMNS` says how long they may be.

use std::borrow::Cow;
use std::io::{stderr, stdout};

use terminal_size::{Width, terminal_size_of};
use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WrapAlgorithm};

/// On less nothing could be read.
const LEAST: usize = 20;
/// How much further in a line goes on than it began.
const HANGING: usize = 4;

/// The columns of standard output, where they are known.
pub(super) fn columns() -> Option<usize> {
    known(terminal_size_of(stdout()).map(|(Width(columns), _)| columns))
}

/// A text for standard output.
pub(super) fn fitted(text: &str) -> Cow<'_, str> {
    within(text, columns())
}

/// A text for standard error.
pub(super) fn fitted_beside(text: &str) -> Cow<'_, str> {
    within(text, known(terminal_size_of(stderr()).map(|(Width(columns), _)| columns)))
}

fn known(terminal: Option<u16>) -> Option<usize> {
    let told = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok());
    told.or(terminal.map(usize::from)).filter(|columns| *columns >= LEAST)
}

/// The text with its long lines broken where words end, or between two Chinese characters.
fn within(text: &str, columns: Option<usize>) -> Cow<'_, str> {
    let Some(columns) = columns.filter(|columns| text.lines().any(|line| display_width(line) > *columns)) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.split_inclusive('\n') {
        let (body, end) = line.strip_suffix('\n').map_or((line, ""), |body| (body, "\n"));
        if display_width(body) <= columns {
            out.push_str(line);
            continue;
        }
        let words = body.trim_start_matches(' ');
        let lead = " ".repeat((body.len() - words.len()).min(columns / 2));
        let hang = format!("{lead}{}", " ".repeat(HANGING));
        let options = options(columns).initial_indent(&lead).subsequent_indent(&hang);
        out.push_str(&textwrap::wrap(words, options).join("\n"));
        out.push_str(end);
    }
    Cow::Owned(out)
}

fn options<'o>(columns: usize) -> Options<'o> {
    let separator = WordSeparator::UnicodeBreakProperties;
    Options::new(columns).wrap_algorithm(WrapAlgorithm::FirstFit).word_separator(separator)
}

/// A cell of a table in lines of so many columns; one line at least.
pub(super) fn in_lines(cell: &str, columns: usize) -> Vec<String> {
    let lines = textwrap::wrap(cell, options(columns.max(1)));
    if lines.is_empty() { vec![String::new()] } else { lines.into_iter().map(Cow::into_owned).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_go_on_further_in_and_short_ones_stay() {
        let text = "short\n  one two three four five\n\n  大客户部考核办法规定\n";
        let told = within(text, Some(20));
        assert_eq!(told, "short\n  one two three four\n      five\n\n  大客户部考核办法规\n      定\n");
        assert_eq!(within(text, None), text);
        let painted = "\u{1b}[1mone two three\u{1b}[0m four five six";
        assert!(within(painted, Some(20)).lines().all(|line| display_width(line) <= 20));
    }
}
