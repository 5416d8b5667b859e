//! No file imports another that imports it, however many files lie between.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Source, assert_none, sources};

/// A file as a module: `workbook/read/mod.rs` is `workbook`, `read`.
type Module = Vec<String>;

/// What stands at the end of a path: a module, and the name in it, where it is not a module itself.
type Named = (Module, Option<String>);

fn module(path: &str) -> Module {
    let parts = path.trim_end_matches(".rs").split('/').map(str::to_owned);
    parts.filter(|part| !["mod", "lib", "main"].contains(&part.as_str())).collect()
}

/// The imports of a file, each with whether it is passed on, and the paths that stand in the rest of it.
type Paths = (Vec<(bool, String)>, Vec<String>);

/// The paths of a `use`, each from its beginning.
fn expanded(tree: &str) -> Vec<String> {
    let Some((before, inner)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or_default().replace(char::is_whitespace, "")];
    };
    let inner = inner.trim_end().trim_end_matches('}');
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for char in inner.chars() {
        depth += i32::from(char == '{') - i32::from(char == '}');
        match char {
            ',' if depth == 0 => parts.push(String::new()),
            other => parts.last_mut().unwrap().push(other),
        }
    }
    let before = before.replace(char::is_whitespace, "");
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| expanded(part.trim())).map(|part| format!("{before}{part}")).collect()
}

fn paths(text: &str) -> Paths {
    let (mut imports, mut rest) = (Vec::new(), String::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let begun = line.trim_start();
        let visible = begun.strip_prefix("pub").and_then(|rest| {
            let rest = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(rest, |(_, rest)| rest);
            rest.trim_start().strip_prefix("use ")
        });
        let Some(tree) = visible.or_else(|| begun.strip_prefix("use ")) else {
            rest.push_str(line);
            rest.push('\n');
            continue;
        };
        let mut tree = tree.to_owned();
        while !tree.contains(';') {
            tree.push_str(lines.next().expect("the end of a use"));
        }
        let tree = tree.split(';').next().unwrap_or_default();
        imports.extend(expanded(tree).into_iter().map(|path| (visible.is_some(), path)));
    }
    let of_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    let words = rest.split(|c: char| !of_path(c) && c != '(').flat_map(|word| word.split('('));
    let words = words.filter(|word| word.starts_with("super::") || word.starts_with("crate::"));
    // `pub(in super::super)` is no import.
    let words = words.filter(|word| word.split("::").any(|part| !["super", "crate"].contains(&part)));
    (imports, words.map(str::to_owned).collect())
}

/// What each file imports, where things come from and not where they are passed on.
struct Imports(BTreeMap<Module, BTreeSet<Module>>);

impl Imports {
    fn of(sources: &[Source]) -> Self {
        let sources = sources.iter().filter(|source| source.path != "main.rs");
        let files: BTreeMap<Module, _> = sources.map(|source| (module(&source.path), paths(&source.text))).collect();
        let find = |from: &Module, path: &str| -> Option<Named> {
            let mut parts = path.split("::").peekable();
            let mut at = match *parts.peek()? {
                "crate" => Module::new(),
                "super" | "self" => from.clone(),
                first => {
                    let child = [&from[..], &[first.to_owned()]].concat();
                    files.contains_key(&child).then(|| from.clone())?
                }
            };
            while let Some(part) = parts.next_if(|part| ["crate", "super", "self"].contains(part)) {
                if part == "super" {
                    at.pop()?;
                }
            }
            let deeper = |at: &Module, part: &str| [&at[..], &[part.to_owned()]].concat();
            while let Some(part) = parts.next_if(|part| files.contains_key(&deeper(&at, part))) {
                at = deeper(&at, part);
            }
            Some((at, parts.next().map(str::to_owned)))
        };
        let mut passed_on: BTreeMap<(Module, String), Module> = BTreeMap::new();
        for (file, (imports, _)) in &files {
            for (at, name) in imports.iter().filter_map(|(_, path)| find(file, path)) {
                passed_on.extend(name.map(|name| ((file.clone(), name), at)));
            }
        }
        let origin = |(mut at, name): Named| {
            let mut seen = BTreeSet::new();
            while let Some(further) = name.as_ref().and_then(|name| passed_on.get(&(at.clone(), name.clone())))
                && seen.insert(at.clone())
            {
                at.clone_from(further);
            }
            at
        };
        let of_file = |(file, (imports, inline)): (&Module, &Paths)| {
            let list = imports.iter().map(|(visible, path)| (*visible, path));
            let list = list.chain(inline.iter().map(|path| (false, path)));
            let found = list.filter_map(|(visible, path)| Some((visible, origin(find(file, path)?))));
            // A table of contents passes on what stands below it.
            let own = |(visible, at): &(bool, Module)| at == file || *visible && at.starts_with(file);
            (file.clone(), found.filter(|found| !own(found)).map(|(_, at)| at).collect())
        };
        Self(files.iter().map(of_file).collect())
    }

    /// The shortest way from a file back to itself.
    fn circle(&self, from: &Module) -> Option<Vec<String>> {
        let mut before: BTreeMap<&Module, &Module> = BTreeMap::new();
        let mut open = VecDeque::from([from]);
        while let Some(at) = open.pop_front() {
            for next in &self.0[at] {
                if next == from {
                    let mut way = vec![from.join("/"), at.join("/")];
                    way.extend(std::iter::successors(before.get(at), |at| before.get(*at)).map(|at| at.join("/")));
                    way.reverse();
                    return Some(way);
                }
                if !before.contains_key(next) {
                    before.insert(next, at);
                    open.push_back(next);
                }
            }
        }
        None
    }

    fn circles(&self) -> Vec<String> {
        let mut found: Vec<Vec<String>> = self.0.keys().filter_map(|file| self.circle(file)).collect();
        found.sort_by_key(Vec::len);
        found.iter().map(|way| way.join(" → ")).collect()
    }
}

#[test]
fn no_file_imports_one_that_imports_it() {
    let imports = Imports::of(&sources());
    let count: usize = imports.0.values().map(BTreeSet::len).sum();
    assert!(count > 2_000, "only {count} imports were found");
    assert_none(&imports.circles(), "files that import each other: move what both need to a file of its own");
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let house = |files: &[(&str, &str)]| {
        let sources: Vec<Source> =
            files.iter().map(|(path, text)| Source { path: (*path).to_owned(), text: (*text).to_owned() }).collect();
        Imports::of(&sources).circles()
    };
    let root = ("a/mod.rs", "mod b;\nmod c;\npub use b::B;\npub use c::{C, D as E};\n");
    // By the place where it is passed on, in a list, in a path within the text.
    for back in ["use super::B;\n", "use crate::a::{\n    B,\n};\n", "fn f() { crate::a::b::f(g) }\n"] {
        assert_eq!(
            house(&[root, ("a/b.rs", "use super::C;\n"), ("a/c.rs", back)]),
            ["a/b → a/c → a/b", "a/c → a/b → a/c"]
        );
    }
    // A parent and what stands below it; what it passes on is a table of contents.
    assert_eq!(house(&[("a/mod.rs", "mod b;\nuse b::B;\n"), ("a/b.rs", "use super::A;\n")]).len(), 2);
    assert!(house(&[root, ("a/b.rs", ""), ("a/c.rs", "use super::B;\n")]).is_empty());
    assert!(house(&[root, ("a/b.rs", "pub(in super::super) fn f() {}\n"), ("a/c.rs", "use super::b;\n")]).is_empty());
}
