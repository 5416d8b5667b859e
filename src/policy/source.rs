//! The texts that a policy is made of, and places within them.
//!
//! A policy that extends another is two texts. Both are read as if they stood in one long text, each
//! at its own offset, so that one byte range names both the text and the place in it.

use std::ops::Range;

use crate::lang::{Lang, Words};

/// The texts of a policy, in the order parent to child.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    texts: Vec<Source>,
}

/// One text.
#[derive(Clone, Debug)]
pub struct Source {
    /// What it is called in messages: a file name, or `key-account (built in)`.
    pub name: String,
    /// Its text.
    pub text: String,
    base: usize,
}

/// A mistake in a policy, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyProblem {
    /// Place in the joined texts.
    pub span: Range<usize>,
    /// What is wrong and how to mend it.
    pub message: Words,
}

impl Sources {
    /// Adds a text and gives its offset.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> usize {
        let base = self.texts.last().map_or(0, |last| last.base + last.text.len() + 1);
        self.texts.push(Source { name: name.into(), text: text.into(), base });
        base
    }

    /// All texts.
    #[must_use]
    pub fn texts(&self) -> &[Source] {
        &self.texts
    }

    /// The text that holds the byte `at`, and the place within it.
    #[must_use]
    pub fn find(&self, at: usize) -> Option<(&Source, usize)> {
        let source = self.texts.iter().rev().find(|source| source.base <= at)?;
        Some((source, (at - source.base).min(source.text.len())))
    }

    /// The exact text of a range.
    #[must_use]
    pub fn slice(&self, span: &Range<usize>) -> &str {
        self.find(span.start)
            .and_then(|(source, start)| source.text.get(start..start + (span.end - span.start)))
            .unwrap_or("")
    }

    /// A problem as a person reads it: message, file, line, column, the line itself and a mark.
    #[must_use]
    pub fn render(&self, problem: &PolicyProblem, lang: Lang) -> String {
        let message = problem.message.get(lang);
        let Some((source, at)) = self.find(problem.span.start) else { return message.to_owned() };
        let (line, column, text) = line_of(&source.text, at);
        let length = problem.span.end.saturating_sub(problem.span.start).max(1);
        let start = at - (at - source.text[..at].rfind('\n').map_or(0, |n| n + 1));
        let before = unicode_width::UnicodeWidthStr::width(&source.text[start..at]);
        let end = (at + length).min(start + text.len());
        let marked = source.text.get(at..end).map_or(1, unicode_width::UnicodeWidthStr::width).max(1);
        let gutter = line.to_string().len();
        format!(
            "{message}\n{pad}--> {name}:{line}:{column}\n{pad} |\n{line} | {text}\n{pad} | {space}{mark}",
            pad = " ".repeat(gutter),
            name = source.name,
            space = " ".repeat(before),
            mark = "^".repeat(marked),
        )
    }
}

/// Line and column (1-based, in characters) of a byte, and the whole line.
fn line_of(text: &str, at: usize) -> (usize, usize, &str) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let line = text[..at].matches('\n').count() + 1;
    (line, text[start..at].chars().count() + 1, text[start..end].trim_end_matches('\r'))
}
