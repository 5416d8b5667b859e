//! A text in every language.

use std::fmt;

use super::language::Lang;

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
