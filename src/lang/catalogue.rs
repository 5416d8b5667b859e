//! The texts of each language, by room and message, and how data is put into them.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use super::language::Lang;
use super::pieces::{TextPiece, pieces};
use super::words::Words;

/// The texts of a room, by message.
type RoomTexts = HashMap<String, String>;

/// The texts of a language, by room. A run says something of a few rooms: each is parsed when it is first asked for.
pub(super) struct CatalogueTexts(Vec<(&'static str, OnceLock<RoomTexts>, &'static str)>);

impl CatalogueTexts {
    /// Of a catalogue file, in which the heading of each room stands at the beginning of a line.
    fn of(file: &'static str) -> Self {
        let rooms = file.split("\n[").filter_map(|room| room.split_once(']'));
        Self(rooms.map(|(key, text)| (key, OnceLock::new(), text)).collect())
    }

    pub(super) fn get(&self, key: &str) -> Option<&RoomTexts> {
        let (_, room, text) = self.0.iter().find(|(known, ..)| *known == key)?;
        // A room that is none is empty, and a test tells.
        Some(room.get_or_init(|| toml::from_str(text).unwrap_or_default()))
    }

    /// All rooms.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &RoomTexts)> {
        self.0.iter().filter_map(|(key, ..)| Some((*key, self.get(key)?)))
    }
}

static ZH: LazyLock<CatalogueTexts> = LazyLock::new(|| CatalogueTexts::of(include_str!("zh.toml")));
static EN: LazyLock<CatalogueTexts> = LazyLock::new(|| CatalogueTexts::of(include_str!("en.toml")));

/// The English texts with brackets around all that is not data, and the help likewise.
#[cfg(test)]
static PSEUDO: LazyLock<CatalogueTexts> = LazyLock::new(|| {
    let bracketed = |text: &str| if text.trim().is_empty() { text.to_owned() } else { format!("⟦{text}⟧") };
    let written = |piece: TextPiece<'_>| match piece {
        TextPiece::Text(text) => bracketed(&text.replace('{', "{{").replace('}', "}}")),
        TextPiece::Data { name, .. } => format!("{{{name}}}"),
    };
    let said = |room: &RoomTexts| -> RoomTexts {
        room.iter().map(|(name, text)| (name.clone(), pieces(text).into_iter().map(written).collect())).collect()
    };
    let help = ["help", "help_headings"].map(|key| {
        let texts = ZH.get(key).into_iter().flat_map(HashMap::keys);
        (key, texts.map(|text| (text.clone(), bracketed(text))).collect())
    });
    let all = EN.iter().map(|(key, room)| (key, said(room))).chain(help);
    CatalogueTexts(all.map(|(key, room)| (key, OnceLock::from(room), "")).collect())
});

/// All texts of a language.
pub(super) fn texts(lang: Lang) -> &'static CatalogueTexts {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
        #[cfg(test)]
        Lang::Pseudo => &PSEUDO,
    }
}

/// Every text that a language has for a message: its room, its name, the text.
pub fn messages_in(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let rooms = texts(lang).iter().filter(|(room, _)| !room.starts_with("help"));
    rooms.flat_map(|(room, texts)| texts.iter().map(move |(name, text)| (room, name.as_str(), text.as_str())))
}

/// A text as it stands in the catalogue.
pub(super) fn text(lang: Lang, room: &str, message: &str) -> &'static str {
    texts(lang).get(room).and_then(|room| room.get(message)).map_or("", String::as_str)
}

/// A message with its data, in every language.
pub(super) fn say(room: &str, message: &str, data: &[(&str, &Words)]) -> Words {
    Words::each(|lang| filled(text(lang, room, message), data, lang))
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
