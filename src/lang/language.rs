//! The languages.

/// A language of the interface. Names in policy files, and what is said where no reader's language is known, are in the
/// default one.
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

    /// What it is called in English, as the help of `--lang` says.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Zh => "Chinese",
            Self::En => "English",
            #[cfg(test)]
            Self::Pseudo => "Pseudo",
        }
    }

    /// As pages for a browser name it.
    #[must_use]
    pub(crate) fn tag(self) -> &'static str {
        if self.is_chinese() { "zh-CN" } else { self.code() }
    }

    /// The language that a locale names.
    #[must_use]
    pub(crate) fn of_locale(locale: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| locale.to_lowercase().starts_with(lang.code()))
    }

    /// The language of a workbook by its headings, which are a policy's: in Chinese or not.
    #[must_use]
    pub(crate) fn of_headings(chinese: bool) -> Self {
        if chinese { Self::Zh } else { Self::default() }
    }

    /// Whether it is written in Chinese characters.
    #[must_use]
    pub(crate) fn is_chinese(self) -> bool {
        self == Self::Zh
    }
}
