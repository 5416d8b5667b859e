//! The house of design.md holds: which room may know which, where files, clocks, terminals, spreadsheets and binary
//! floats may be, and that no policy is named in Rust. Found by reading the sources, comments and unit tests left out.

#[path = "architecture/circles.rs"]
mod circles;
#[path = "architecture/names.rs"]
mod names;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A source file without its comments and unit tests; lines are where they were.
struct Source {
    /// Below `src`, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// The room it stands in: the folder or file below `src`, and one level more in `workbook`.
    fn room(&self) -> &str {
        let path = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        let mut parts = path.split('/');
        let first = parts.next().unwrap_or_default();
        match (first, parts.next()) {
            ("workbook", Some("read")) => "workbook/read",
            ("workbook", Some("write")) => "workbook/write",
            _ => first,
        }
    }

    fn in_folder(&self, folder: &str) -> bool {
        self.path.starts_with(&format!("{folder}/"))
    }

    /// Every line that has one of `words`, as `src/file.rs:12: has word: the line`.
    fn lines_with(&self, words: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for (number, line) in self.text.lines().enumerate() {
            for word in words.iter().filter(|word| has_word(line, word)) {
                found.push(format!("src/{}:{}: {word}: {}", self.path, number + 1, line.trim()));
            }
        }
        found
    }
}

/// Whether `word` stands in `line` and is not part of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(part_of_name);
        let after = line[at + word.len()..].chars().next().is_some_and(part_of_name);
        let starts_like_a_name = word.starts_with(part_of_name);
        let ends_like_a_name = word.ends_with(part_of_name);
        !(before && starts_like_a_name || after && ends_like_a_name)
    })
}

/// Rust without comments; what stands in strings stays, and so does every line end.
fn without_comments(text: &str) -> String {
    let bytes: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let starts = |at: usize, what: &str| what.chars().enumerate().all(|(i, c)| bytes.get(at + i) == Some(&c));
    while at < bytes.len() {
        if starts(at, "//") {
            while at < bytes.len() && bytes[at] != '\n' {
                at += 1;
            }
        } else if starts(at, "/*") {
            let mut depth = 0;
            while at < bytes.len() {
                if starts(at, "/*") {
                    depth += 1;
                    at += 2;
                } else if starts(at, "*/") {
                    depth -= 1;
                    at += 2;
                } else {
                    if bytes[at] == '\n' {
                        out.push('\n');
                    }
                    at += 1;
                }
                if depth == 0 {
                    break;
                }
            }
        } else if bytes[at] == 'r' && (starts(at, "r\"") || starts(at, "r#")) && raw_string(&bytes, at).is_some() {
            let end = raw_string(&bytes, at).unwrap_or(at + 1);
            out.extend(&bytes[at..end]);
            at = end;
        } else if bytes[at] == '"' {
            let end = string(&bytes, at);
            out.extend(&bytes[at..end]);
            at = end;
        } else if bytes[at] == '\'' && (starts(at + 1, "\"'") || starts(at + 1, "\\\"'")) {
            let end = at + if bytes[at + 1] == '\\' { 4 } else { 3 };
            out.extend(&bytes[at..end]);
            at = end;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}

/// Where the string that begins at `at` ends.
fn string(chars: &[char], at: usize) -> usize {
    let mut end = at + 1;
    while end < chars.len() && chars[end] != '"' {
        end += if chars[end] == '\\' { 2 } else { 1 };
    }
    (end + 1).min(chars.len())
}

/// Where the raw string that begins at `at` ends; `None` when none begins there.
fn raw_string(chars: &[char], at: usize) -> Option<usize> {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    if chars.get(at + 1 + hashes) != Some(&'"') {
        return None;
    }
    let closing: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let start = at + 2 + hashes;
    let length = chars[start..].windows(closing.len()).position(|window| window == closing)?;
    Some(start + length + closing.len())
}

/// The text up to its unit tests, which stand last in a file.
fn without_tests(text: &str) -> String {
    let mut before = String::new();
    let lines: Vec<&str> = text.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        let opens = lines.get(number + 1).is_some_and(|next| next.starts_with("mod ") && next.ends_with('{'));
        if *line == "#[cfg(test)]" && opens {
            break;
        }
        let _ = writeln!(before, "{line}");
    }
    before
}

fn sources() -> Vec<Source> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    let sources = paths.iter().map(|path| {
        let below = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        Source { path: below, text: without_tests(&without_comments(&fs::read_to_string(path).unwrap())) }
    });
    // Files of unit tests follow no rule of the house.
    let sources: Vec<Source> =
        sources.filter(|s| !s.path.contains("/tests/") && !s.path.ends_with("/tests.rs")).collect();
    assert!(sources.len() > 40, "only {} sources found", sources.len());
    sources
}

fn assert_none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

const PURE: [&str; 10] = ["audit", "book", "formula", "lang", "looks", "page", "policy", "report", "seal", "settle"];

#[test]
fn the_inner_rooms_touch_no_file_no_clock_and_no_terminal() {
    let outside = [
        "std::fs",
        "std::env",
        "std::io",
        "std::net",
        "std::os",
        "std::process",
        "std::thread",
        "std::time",
        "fs::read",
        "fs::write",
        "File::open",
        "File::create",
        "SystemTime",
        "Instant",
        "Timestamp",
        "Zoned",
        "print!",
        "println!",
        "eprint!",
        "eprintln!",
        "dbg!",
        "stdin",
        "stdout",
        "stderr",
        "tempfile",
        "zip::",
        "clap",
        "csv::Writer",
        "sys_locale",
    ];
    let pure: Vec<Source> = sources().into_iter().filter(|s| PURE.contains(&s.room())).collect();
    for room in PURE {
        assert!(pure.iter().any(|s| s.room() == room), "the room {room} is gone; mend this test");
    }
    // A thread that is waited for is no outside, as long as it is in one place.
    let own = |source: &Source, word: &str| word == "std::thread" && source.path == "settle/threads.rs";
    let words = |source: &Source| outside.iter().copied().filter(|word| !own(source, word)).collect::<Vec<_>>();
    let found: Vec<String> = pure.iter().flat_map(|s| s.lines_with(&words(s))).collect();
    assert_none(
        &found,
        "pure rooms (audit, book, formula, lang, looks, page, policy, report, seal, settle) may not do this",
    );
}

#[test]
fn rooms_know_only_the_rooms_before_them() {
    // workbook → book → settlement → report: a room, and what it may know.
    let allowed: &[(&str, &[&str])] = &[
        ("lang", &[]),
        ("formula", &["lang"]),
        ("policy", &["formula", "lang"]),
        ("book", &["formula", "lang", "policy"]),
        ("settle", &["book", "formula", "lang", "policy"]),
        ("report", &["book", "formula", "lang", "policy", "settle"]),
        ("page", &["lang", "report"]),
        ("looks", &[]),
        ("seal", &["lang"]),
        ("audit", &["book", "formula", "lang", "looks", "policy", "report", "seal", "settle"]),
        ("workbook/read", &["book", "formula", "lang", "looks", "policy"]),
        ("workbook/write", &["lang", "report"]),
    ];
    let rooms =
        ["audit", "book", "cli", "formula", "lang", "looks", "page", "policy", "report", "seal", "settle", "workbook"];
    let mut found = Vec::new();
    for source in sources() {
        let Some((room, known)) = allowed.iter().find(|(room, _)| *room == source.room()) else { continue };
        for other in rooms.iter().filter(|other| !known.contains(other)) {
            // A room may name itself; read and write may each name their own half of `workbook`.
            let own = *other == *room || (*other == "workbook" && room.starts_with("workbook/"));
            if own {
                continue;
            }
            let path = format!("crate::{other}");
            found.extend(source.lines_with(&[&path]));
        }
        if let Some(half) = room.strip_prefix("workbook/") {
            let other = if half == "read" { "crate::workbook::write" } else { "crate::workbook::read" };
            found.extend(source.lines_with(&[other]));
        }
        found.extend(hidden_imports(&source));
    }
    assert_none(&found, "a room may not know this other room (design.md, 'The house')");
}

/// Imports that the search above cannot see: `crate::{…}`, and `super::super` up to the crate.
fn hidden_imports(source: &Source) -> Vec<String> {
    let path = source.path.strip_suffix(".rs").unwrap_or(&source.path);
    let depth = path.strip_suffix("/mod").unwrap_or(path).split('/').count();
    let to_the_crate = "super::".repeat(depth);
    source.lines_with(&["crate::{", "crate::*", &to_the_crate])
}

#[test]
fn each_library_has_its_own_room() {
    let homes: &[(&str, &[&str])] = &[
        ("calamine", &["workbook/read"]),
        ("rust_xlsxwriter", &["workbook/write"]),
        ("clap", &["cli"]),
        ("indicatif", &["cli"]),
        ("formualizer_parse", &["formula"]),
        ("toml", &["lang", "policy"]),
        ("csv::", &["workbook/write", "workbook/read"]),
        ("zip::", &["workbook/read/source", "workbook/write"]),
        ("ssh_key", &["seal"]),
        ("rawzip::", &["workbook/write"]),
        ("flate2::", &["workbook/write"]),
        ("crc32fast", &["workbook/write"]),
        ("maud", &["page"]),
        ("base64ct", &["page"]),
        ("tempfile", &["workbook/write"]),
    ];
    let mut found = Vec::new();
    for source in sources() {
        for (library, folders) in homes {
            if !folders.iter().any(|folder| source.in_folder(folder)) {
                found.extend(source.lines_with(&[library]));
            }
        }
    }
    let own_words = |line: &String| line.contains(".toml") || line.contains("self::csv::csv");
    found.retain(|line| !own_words(line));
    assert_none(&found, "a library outside its room");
}

#[test]
fn binary_floats_stay_in_the_rooms_that_read_and_write_files() {
    let types = ["f64", "f32"];
    // Between floats and decimals there are only two doors.
    let doors = [
        "to_f64",
        "to_f32",
        "from_f64",
        "from_f32",
        "from_f64_retain",
        "from_f32_retain",
        "as_f64",
        "parse::<f64>",
        "to_bits",
        "from_bits",
    ];
    let mut found = Vec::new();
    for source in sources() {
        if !(source.in_folder("workbook/read/source") || source.in_folder("workbook/write")) {
            found.extend(source.lines_with(&types));
            found.extend(source.lines_with(&doors));
        }
        let conversions = ["from_f64", "from_f64_retain", "to_f64", "from_f32", "to_f32"];
        if source.path != "workbook/read/source/number.rs" && source.path != "workbook/write/number.rs" {
            found.extend(source.lines_with(&conversions));
        }
    }
    assert_none(&found, "binary floats outside src/workbook/read/source and src/workbook/write");
}

#[test]
fn no_policy_is_named_in_rust() {
    let ids: Vec<String> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/policy/builtin"))
        .unwrap()
        .filter_map(|entry| Some(entry.unwrap().path().file_stem()?.to_string_lossy().into_owned()))
        .collect();
    assert!(ids.iter().any(|id| id == "key-account"), "{ids:?}");
    let clauses = ["KA-", "MS-", "DS-", "AS-", "LO-", "AM-", "MC-", "SC-"];
    let mut found = Vec::new();
    for source in sources() {
        // The list of built-in policies is there; help on the command line shows examples.
        if source.path == "policy/versions.rs" {
            continue;
        }
        let words: Vec<&str> = ids.iter().map(String::as_str).chain(clauses).collect();
        for line in source.lines_with(&words) {
            let example = source.in_folder("cli") && (line.contains("example") || line.contains("bonus diff"));
            if !example {
                found.push(line);
            }
        }
    }
    assert_none(&found, "a policy or clause is named in Rust; it belongs into the policy's file");
}

#[test]
fn a_language_is_named_in_its_room_alone() {
    let named = |source: &Source| source.lines_with(&["Lang::Zh", "Lang::En"]);
    let (lang, others): (Vec<Source>, Vec<Source>) = sources().into_iter().partition(|source| source.in_folder("lang"));
    assert!(lang.iter().any(|source| !named(source).is_empty()));
    let found: Vec<String> = others.iter().flat_map(named).collect();
    assert_none(&found, "a language is named outside `lang`, where another one would not be thought of");
}

#[test]
fn the_search_itself_sees_and_overlooks_what_it_should() {
    let text =
        "use a; // std::fs\nlet s = \"// not a comment std::fs\"; /* std::fs\nstd::fs */ let c = '\"'; std::fs\n";
    let source = Source { path: "book/x.rs".into(), text: without_comments(text) };
    let found = source.lines_with(&["std::fs"]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("src/book/x.rs:2:") && found[1].starts_with("src/book/x.rs:3:"), "{found:?}");
    let raw = without_comments("let a = r#\"// \"kept\"\"#; // gone\nb");
    assert_eq!(raw, "let a = r#\"// \"kept\"\"#; \nb");
    assert!(has_word("print!(x)", "print!") && !has_word("eprint!(x)", "print!") && !has_word("a_f64", "f64"));
    assert_eq!(without_tests("a\n#[cfg(test)]\nmod tests {\nb\n"), "a\n");
}
