//! The messages are those of the catalogues, and each is said somewhere. That each has a text in every language, the compiler sees.

mod pseudo;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::messages::{HELP, ROOMS};
use super::{Lang, messages_in};

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
    let enum_name = |heading: &str| heading[..1].to_uppercase() + &heading[1..];
    let all = ROOMS.iter().flat_map(|room| room.messages.iter().map(|(message, ..)| (room.heading, *message)));
    let unsaid: Vec<_> = all.filter(|(room, message)| !said.contains(&(&*enum_name(room), *message))).collect();
    assert!(unsaid.is_empty(), "nobody says {unsaid:?}");
}

#[test]
fn texts_are_those_of_the_catalogues() {
    for (lang, file) in [(Lang::Zh, include_str!("zh.toml")), (Lang::En, include_str!("en.toml"))] {
        let mut whole: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(file).unwrap();
        let help: BTreeMap<_, _> =
            ["help", "help_headings"].into_iter().filter_map(|key| whole.remove_entry(key)).collect();
        let mut said = BTreeMap::<_, BTreeMap<_, _>>::new();
        for (room, message, text) in messages_in(lang) {
            said.entry(room.to_owned()).or_default().insert(message.to_owned(), text.into_owned());
        }
        assert_eq!(said, whole);
        let mut said = BTreeMap::<_, BTreeMap<_, _>>::new();
        for of_lang in HELP.iter().filter(|help| help.language == lang.code()) {
            let texts = of_lang.texts.iter().map(|(english, said)| ((*english).to_owned(), (*said).to_owned()));
            said.insert(of_lang.heading.to_owned(), texts.collect());
        }
        assert_eq!(said, help);
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
