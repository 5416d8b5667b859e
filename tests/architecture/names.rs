//! A type's name means one thing in the crate, and what a folder holds has a file whose name says so.

use std::collections::BTreeMap;

use super::{Source, assert_none, sources};

/// The type that a line declares, of its own and not in an `impl` or `trait`.
fn declared(line: &str) -> Option<&str> {
    let begun = line.trim_start();
    let mut words = begun.split_whitespace().skip_while(|word| word.starts_with("pub") || word.ends_with(')'));
    let what = words.next().filter(|what| ["struct", "enum", "union", "trait", "type"].contains(what))?;
    // Further in than its file a `type` is that of an `impl`.
    if what == "type" && begun.len() < line.len() {
        return None;
    }
    let name = words.next()?;
    let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
    Some(&name[..end])
}

/// Names that stand for two types, each with the places where they are declared.
fn twice(sources: &[Source]) -> Vec<String> {
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for source in sources {
        for (number, line) in source.text.lines().enumerate() {
            if let Some(name) = declared(line) {
                places.entry(name).or_default().push(format!("src/{}:{}", source.path, number + 1));
            }
        }
    }
    assert!(sources.len() < 40 || places.len() > 400, "only {} types found", places.len());
    let twice = places.into_iter().filter(|(_, places)| places.len() > 1);
    twice.map(|(name, places)| format!("{name}: {}", places.join(", "))).collect()
}

/// Lines of tables of contents that are none of `mod` and `use`.
fn code_in_contents(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.path.ends_with("/mod.rs")) {
        // An attribute or a list may take several lines.
        let mut until = None;
        for (number, line) in source.text.lines().enumerate() {
            let begun = line.trim();
            if let Some(end) = until {
                until = (!begun.ends_with(end)).then_some(end);
                continue;
            }
            let plain = begun.strip_prefix("pub").map_or(begun, |rest| {
                rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(rest, |(_, rest)| rest).trim_start()
            });
            if begun.starts_with("#[") || begun.starts_with("#![") {
                until = (!begun.ends_with(']')).then_some("]");
            } else if plain.starts_with("use ") {
                until = (!begun.ends_with(';')).then_some(";");
            } else if !(begun.is_empty() || plain.starts_with("mod ") && begun.ends_with(';')) {
                found.push(format!("src/{}:{}: {begun}", source.path, number + 1));
            }
        }
    }
    found
}

#[test]
fn a_type_s_name_means_one_thing() {
    assert_none(&twice(&sources()), "names of two types each: give one of them a longer name that says what it is");
}

#[test]
fn a_folder_s_mod_file_is_its_table_of_contents() {
    let sources = sources();
    assert!(sources.iter().filter(|source| source.path.ends_with("/mod.rs")).count() > 15);
    assert_none(
        &code_in_contents(&sources),
        "code in a table of contents: it belongs into a file whose name says what it is",
    );
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

#[test]
fn a_second_meaning_is_seen_however_it_is_declared() {
    let first = source("a.rs", "pub(super) struct Cell<'a> {\n    at: &'a str,\n}\n");
    for second in [
        "enum Cell {",
        "pub struct Cell(u8);",
        "pub(in super::super) trait Cell: Sized {",
        "type Cell = u8;",
        "    struct Cell;",
    ] {
        assert!(twice(&[source("b.rs", second), source("c.rs", "struct Cells;")]).is_empty());
        let both = [source("a.rs", &first.text), source("b.rs", second)];
        assert_eq!(twice(&both), ["Cell: src/a.rs:1, src/b.rs:1"], "{second}");
    }
    // An associated type, a variant, a name in words, a longer name.
    let others =
        "impl A for B {\n    type Cell = u8;\n}\nenum C {\n    Cell(u8),\n}\nlet a = \"a type Cell\";\nstruct Cells;\n";
    assert!(twice(&[first, source("b.rs", others)]).is_empty());
}

#[test]
fn code_is_seen_in_a_table_of_contents_and_nothing_else_is() {
    let contents = "#![warn(\n    missing_docs\n)]\n#[macro_use]\nmod a;\n#[cfg(test)]\nmod tests;\npub(crate) mod b;\n\nuse a::A;\n\
                    pub use a::{\n    B, C,\n};\npub(in super::super) use b::*;\n";
    assert!(code_in_contents(&[source("x/mod.rs", contents)]).is_empty());
    for code in
        ["fn f() {", "pub(super) fn f() {", "const A: u8 = 1;", "impl A {", "struct B;", "mod c {", "type D = u8;"]
    {
        let found = code_in_contents(&[source("x/mod.rs", &format!("{contents}{code}\n"))]);
        assert_eq!(found, [format!("src/x/mod.rs:15: {code}")]);
        assert!(code_in_contents(&[source("x/a.rs", code)]).is_empty());
    }
}
