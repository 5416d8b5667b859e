//! The languages of the house: what the program says, in every one of them.
//!
//! A message is a variant of a room's enum with its data ([`messages`]); its texts stand in one file a language
//! (`zh.toml`, `en.toml`), by room and variant ([`catalogue`]). To add a language: a variant of [`Lang`], a text of
//! [`Words`], and a file.

mod catalogue;
#[macro_use]
mod declare;
mod fold;
pub mod messages;
#[cfg(test)]
mod tests;

use std::fmt;

pub(crate) use fold::narrow;
pub use fold::{fold, invisible};

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    #[default]
    En,
    /// One that is none, in which a test sees what is said past the catalogue.
    #[cfg(test)]
    Pseudo,
}

impl Lang {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// As `--lang` and JSON name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
            #[cfg(test)]
            Self::Pseudo => "pseudo",
        }
    }
}

/// A text in every language.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// In the language of the test, which policy files do not have.
    #[cfg(test)]
    #[serde(skip)]
    pseudo: Option<String>,
}

impl Words {
    /// Both texts.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
            #[cfg(test)]
            pseudo: None,
        }
    }

    /// The same text in every language, for names and numbers.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::new(text.clone(), text)
    }

    /// The text that `write` gives in each language.
    pub fn each(write: impl Fn(Lang) -> String) -> Self {
        Self {
            zh: write(Lang::Zh),
            en: write(Lang::En),
            #[cfg(test)]
            pseudo: Some(write(Lang::Pseudo)),
        }
    }

    /// Several in one list, each language with its own comma between them.
    #[must_use]
    pub fn list<'w>(all: impl IntoIterator<Item = &'w Self>) -> Self {
        let all: Vec<Self> = all.into_iter().cloned().collect();
        Self::joined(&all, &say!(Formula::Comma))
    }

    /// Several with `between` between them.
    #[must_use]
    pub fn joined(all: &[Self], between: &Self) -> Self {
        Self::each(|lang| all.iter().map(|words| words.get(lang)).collect::<Vec<_>>().join(between.get(lang)))
    }

    /// The text in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
            #[cfg(test)]
            Lang::Pseudo => self.pseudo.as_deref().unwrap_or(&self.en),
        }
    }

    /// The texts, in the order of the languages: each may stand in a workbook.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        Lang::ALL.into_iter().map(|lang| self.get(lang))
    }

    /// The language in which this is said as `text`.
    #[must_use]
    pub fn spoken(&self, text: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| self.get(*lang) == text)
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Lang::ALL.iter().all(|lang| self.get(*lang).is_empty())
    }
}

/// Every text that a language has for a message: its room, its name, the text.
pub fn messages_in(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let rooms = catalogue::texts(lang).iter().filter(|(room, _)| !room.starts_with("help"));
    rooms.flat_map(|(room, texts)| texts.iter().map(move |(name, text)| (room, name.as_str(), text.as_str())))
}

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

/// What can be put into a message: words, or anything that is written alike in every language.
pub trait InWords {
    /// In every language.
    fn in_words(&self) -> Words;
}

impl<T: fmt::Display + ?Sized> InWords for T {
    fn in_words(&self) -> Words {
        Words::same(self.to_string())
    }
}

impl InWords for Words {
    fn in_words(&self) -> Words {
        self.clone()
    }
}
