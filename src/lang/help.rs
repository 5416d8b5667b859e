//! What `clap` says, in another language than its own.

use super::catalogue;
use super::language::Lang;

/// A text of `clap`'s help in another language than its own, by the English one.
#[must_use]
pub fn help(lang: Lang, english: &str) -> Option<&'static str> {
    catalogue::texts(lang).get("help")?.get(english).map(String::as_str)
}

/// All texts of the help that a language has.
#[cfg(test)]
pub(crate) fn help_texts(lang: Lang) -> impl Iterator<Item = &'static str> {
    catalogue::texts(lang).get("help").into_iter().flat_map(|texts| texts.keys().map(String::as_str))
}

/// A text of `clap`'s with the words replaced that it puts around ours, such as `Usage:`.
#[must_use]
pub fn help_headings(lang: Lang, text: &str) -> String {
    let headings = catalogue::texts(lang).get("help_headings");
    let mut headings: Vec<_> = headings.into_iter().flatten().collect();
    // `Example:` is in `Examples:`.
    headings.sort_by_key(|(english, _)| std::cmp::Reverse(english.len()));
    headings.into_iter().fold(text.to_owned(), |text, (english, said)| text.replace(english, said))
}
