//! The texts of the languages, as the build script took them out of the catalogues, and how data is put into them.

use std::borrow::Cow;

use super::language::Lang;
use super::messages::ROOMS;
use super::pieces::{TextPiece, pieces};
use super::words::Words;

/// The texts of a message, with places for its data.
#[derive(Clone, Copy, Debug)]
pub struct MessageTexts {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// The messages of a room.
#[derive(Debug)]
pub(super) struct RoomMessages {
    /// Its heading in the catalogues.
    pub heading: &'static str,
    /// Each with its name, its data and its texts.
    pub messages: &'static [(&'static str, &'static [&'static str], MessageTexts)],
}

/// What the catalogue of a language says for texts of `clap`'s.
#[derive(Debug)]
pub(super) struct HelpTexts {
    /// Its code.
    pub language: &'static str,
    pub heading: &'static str,
    /// Each English text, and what is said for it.
    pub texts: &'static [(&'static str, &'static str)],
}

impl MessageTexts {
    fn get(&self, lang: Lang) -> Cow<'static, str> {
        match lang {
            Lang::Zh => self.zh.into(),
            Lang::En => self.en.into(),
            #[cfg(test)]
            Lang::Pseudo => pseudo(self.en).into(),
        }
    }

    /// The message with its data, in every language.
    pub(super) fn say(&self, data: &[(&str, &Words)]) -> Words {
        Words::each(|lang| filled(&self.get(lang), data, lang))
    }
}

/// The English text with brackets around all that is not data.
#[cfg(test)]
fn pseudo(text: &str) -> String {
    let written = |piece: TextPiece<'_>| match piece {
        TextPiece::Text(text) => bracketed(&text.replace('{', "{{").replace('}', "}}")),
        TextPiece::Data { name, .. } => format!("{{{name}}}"),
    };
    pieces(text).map(written).collect()
}

#[cfg(test)]
pub(super) fn bracketed(text: &str) -> String {
    if text.trim().is_empty() { text.to_owned() } else { format!("⟦{text}⟧") }
}

/// Every text that a language has for a message: its room, its name, the text.
pub fn messages_in(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str, Cow<'static, str>)> {
    ROOMS.iter().flat_map(move |room| {
        room.messages.iter().map(move |(message, _, texts)| (room.heading, *message, texts.get(lang)))
    })
}

pub(super) fn filled(text: &str, data: &[(&str, &Words)], lang: Lang) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            TextPiece::Text(text) => out.push_str(text),
            TextPiece::Data { name, form } => {
                let value = data.iter().find(|(known, _)| *known == name).map_or("", |(_, words)| words.get(lang));
                match form {
                    "lower" => out.push_str(&value.to_lowercase()),
                    "gap" if value.starts_with(|c: char| c.is_ascii()) => out.extend([" ", value]),
                    _ => out.push_str(value),
                }
            }
        }
    }
    out
}
