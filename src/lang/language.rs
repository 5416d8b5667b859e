//! The languages.

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
