//! What `clap` says, in another language than its own.

use super::language::Lang;
use super::messages::HELP;

/// What a language has under a heading of its catalogue: each English text, and what it says.
fn under(lang: Lang, heading: &str) -> impl Iterator<Item = (&'static str, String)> {
    #[cfg(test)]
    let texts = if lang == Lang::Pseudo { Lang::Zh } else { lang };
    #[cfg(not(test))]
    let texts = lang;
    let found = HELP.iter().find(|help| help.language == texts.code() && help.heading == heading);
    found.into_iter().flat_map(|help| help.texts).map(move |(english, said)| match lang {
        #[cfg(test)]
        Lang::Pseudo => (*english, super::catalogue::bracketed(english)),
        _ => (*english, (*said).to_owned()),
    })
}

/// A text of `clap`'s help in another language than its own, by the English one.
#[must_use]
pub fn help(lang: Lang, english: &str) -> Option<String> {
    under(lang, "help").find(|(known, _)| *known == english).map(|(_, said)| said)
}

/// All texts of the help that a language has.
#[cfg(test)]
pub(crate) fn help_texts(lang: Lang) -> impl Iterator<Item = &'static str> {
    under(lang, "help").map(|(english, _)| english)
}

/// A text of `clap`'s with the words replaced that it puts around ours, such as `Usage:`.
#[must_use]
pub fn help_headings(lang: Lang, text: &str) -> String {
    let mut headings: Vec<_> = under(lang, "help_headings").collect();
    // `Example:` is in `Examples:`.
    headings.sort_by_key(|(english, _)| std::cmp::Reverse(english.len()));
    headings.into_iter().fold(text.to_owned(), |text, (english, said)| text.replace(english, &said))
}
