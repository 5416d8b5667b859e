//! The catalogues are complete: every message has a text in every language, and each is said somewhere.

mod pseudo;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use super::Lang;
use super::catalogue::texts;
use super::messages::ROOMS;

#[test]
fn every_message_has_a_text_in_every_language() {
    let mut wrong = Vec::new();
    for (_, room, messages) in ROOMS {
        for (message, _) in *messages {
            let has = |lang: Lang| texts(lang).get(room).is_some_and(|texts| texts.contains_key(*message));
            let without = Lang::ALL.into_iter().filter(|lang| !has(*lang));
            wrong.extend(without.map(|lang| format!("{room}.{message} has no text in {}.toml", lang.code())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_is_said() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(source).into_iter().map(Result::unwrap);
    let files = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "rs"));
    let texts: String = files.map(|file| std::fs::read_to_string(file.path()).unwrap()).collect();
    let said: HashSet<(&str, &str)> = texts
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == ':'))
        .filter_map(|word| word.split_once("::"))
        .collect();
    let all = ROOMS.iter().flat_map(|(room, _, messages)| messages.iter().map(move |(message, _)| (*room, *message)));
    let unsaid: Vec<_> = all.filter(|message| !said.contains(message)).collect();
    assert!(unsaid.is_empty(), "nobody says {unsaid:?}");
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
fn texts_are_filled_in() {
    use super::{Words, catalogue::filled};
    let (name, other) = (Words::new("名", "Name"), Words::new("A", "b"));
    let data = [("name", &name), ("other", &other)];
    assert_eq!(filled("{name}：{other}", &data, Lang::Zh), "名：A");
    assert_eq!(filled("应为{other:gap}、{name:gap}", &data, Lang::Zh), "应为 A、名");
    assert_eq!(filled("not {name:lower} {{ zh = {other} }}", &data, Lang::En), "not name { zh = b }");
}
