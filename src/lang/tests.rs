//! The catalogues are complete: every message has a text in every language, with its data and nothing else, and no text
//! is left over.

mod pseudo;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Lang;
use super::catalogue::{TextPiece, pieces, texts};
use super::messages::ROOMS;

/// The data that a text has places for.
fn places(text: &str) -> BTreeSet<&str> {
    let name = |piece| if let TextPiece::Data { name, .. } = piece { Some(name) } else { None };
    pieces(text).into_iter().filter_map(name).collect()
}

#[test]
fn every_message_has_a_text_in_every_language() {
    let mut wrong = Vec::new();
    for room in ROOMS {
        for (message, data) in room.messages {
            let mut used = BTreeSet::new();
            for lang in Lang::ALL {
                let Some(text) = texts(lang).get(room.key).and_then(|texts| texts.get(*message)) else {
                    wrong.push(format!("{}.{message} has no text in {}.toml", room.key, lang.code()));
                    continue;
                };
                let places = places(text);
                let strange = places.iter().filter(|place| !data.contains(place));
                wrong.extend(strange.map(|place| format!("{}.{message} has no {place}: {text}", room.key)));
                used.extend(places);
            }
            // A language may do without a piece of data; all of them may not.
            let unused = data.iter().filter(|piece| !used.contains(*piece));
            wrong.extend(unused.map(|piece| format!("{}.{message} says its {piece} in no language", room.key)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rooms_read_one_by_one_are_those_of_the_file() {
    for (lang, file) in [(Lang::Zh, include_str!("zh.toml")), (Lang::En, include_str!("en.toml"))] {
        let whole: BTreeMap<String, HashMap<String, String>> = toml::from_str(file).unwrap();
        let each: BTreeMap<String, HashMap<String, String>> =
            texts(lang).iter().map(|(key, room)| (key.to_owned(), room.clone())).collect();
        assert_eq!(each, whole);
    }
}

#[test]
fn no_text_is_left_over() {
    let mut over = Vec::new();
    for lang in Lang::ALL {
        for (key, texts) in texts(lang).iter().filter(|(key, _)| !key.starts_with("help")) {
            let room = ROOMS.iter().find(|room| room.key == key);
            let declared = |message: &String| {
                room.is_some_and(|room| room.messages.iter().any(|(declared, _)| declared == message))
            };
            over.extend(texts.keys().filter(|message| !declared(message)).map(|message| format!("{key}.{message}")));
        }
    }
    assert!(over.is_empty(), "no message has these texts: {}", over.join(", "));
}

#[test]
fn texts_are_filled_in() {
    use super::{Words, catalogue::filled};
    let (name, other) = (Words::new("名", "Name"), Words::new("A", "b"));
    let data = [("name", &name), ("other", &other)];
    assert_eq!(filled("{name}：{other}", &data, Lang::Zh), "名：A");
    assert_eq!(filled("应为{other:gap}、{name:gap}", &data, Lang::Zh), "应为 A、名");
    assert_eq!(filled("not {name:lower} {{ zh = {other} }}", &data, Lang::En), "not name { zh = b }");
}
