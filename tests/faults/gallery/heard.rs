//! Which messages stand in what was said.

use std::collections::BTreeMap;

use bonus::lang::{Lang, Words, messages_in};

/// A message: its text in each language, cut where its data goes, and the messages of which it is a part.
struct Message {
    name: String,
    texts: [Vec<String>; 2],
    within: Vec<usize>,
}

/// All messages that are told when something is wrong, and those that were not heard yet.
pub struct Messages {
    all: Vec<Message>,
    unheard: BTreeMap<String, usize>,
}

/// The messages of these rooms are told when something is wrong; those of others are labels of results and explanations.
const ROOMS: [&str; 8] = ["book", "cli", "formula", "policy", "read", "settle", "source", "write"];

impl Messages {
    pub fn all() -> Self {
        let of = |lang| {
            let texts = messages_in(lang).filter(|(room, ..)| ROOMS.contains(room));
            texts.map(|(room, message, text)| (format!("{room}.{message}"), pieces(&text)))
        };
        let mut chinese: BTreeMap<String, Vec<String>> = of(Lang::Zh).collect();
        let english: BTreeMap<String, Vec<String>> = of(Lang::En).collect();
        let both = english.into_iter().map(|(name, en)| {
            let texts = [chinese.remove(&name).unwrap_or_default(), en];
            Message { name, texts, within: Vec::new() }
        });
        let mut all: Vec<Message> = both.collect();
        for at in 0..all.len() {
            let [zh, en] = &all[at].texts;
            let longer = |other: &Message| {
                let holds = |texts: &[String], text: &str| {
                    texts.iter().any(|piece| piece.len() > text.len() && piece.contains(text))
                };
                holds(&other.texts[0], &zh[0]) && holds(&other.texts[1], &en[0])
            };
            let plain = zh.len() == 1 && en.len() == 1;
            all[at].within =
                if plain { (0..all.len()).filter(|other| longer(&all[*other])).collect() } else { Vec::new() };
        }
        let unheard = all.iter().enumerate().map(|(at, message)| (message.name.clone(), at)).collect();
        Self { all, unheard }
    }

    /// Takes note of what was said; gives the names of the messages in it that were not heard before.
    pub fn hear(&mut self, said: &Words) -> Vec<String> {
        let said = [flat(&said.zh), flat(&said.en)];
        let heard = |at: usize| self.all[at].texts.iter().zip(&said).all(|(pieces, said)| stands_in(pieces, said));
        let new = self
            .unheard
            .iter()
            .filter(|(_, at)| heard(**at) && !self.all[**at].within.iter().any(|other| heard(*other)));
        let new: Vec<String> = new.map(|(name, _)| name.clone()).collect();
        for name in &new {
            self.unheard.remove(name);
        }
        new
    }

    /// Those that nothing brought about, with their English texts.
    pub fn unheard(&self) -> impl Iterator<Item = (&str, String)> {
        self.unheard.iter().map(|(name, at)| (name.as_str(), self.all[*at].texts[1].join("…")))
    }
}

/// In one line, without capitals.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A text between its data.
fn pieces(text: &str) -> Vec<String> {
    let text = flat(text).replace("{{", "\u{1}").replace("}}", "\u{2}");
    let piece = |(at, part): (usize, &str)| {
        let piece = if at == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) };
        piece.trim().replace('\u{1}', "{").replace('\u{2}', "}")
    };
    text.split('{').enumerate().map(piece).collect()
}

/// Whether the pieces follow each other in what was said, as words of their own.
fn stands_in(pieces: &[String], said: &str) -> bool {
    let mut rest = said;
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        let apart = |at: &usize| {
            let letter = |c: char| c.is_ascii_alphanumeric();
            let before = rest[..*at].chars().next_back().is_some_and(letter) && piece.starts_with(letter);
            let after = rest[*at + piece.len()..].chars().next().is_some_and(letter) && piece.ends_with(letter);
            !before && !after
        };
        let Some(at) = rest.match_indices(piece.as_str()).map(|(at, _)| at).find(apart) else { return false };
        rest = &rest[at + piece.len()..];
    }
    true
}
