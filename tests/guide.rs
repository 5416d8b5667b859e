//! The guide to policies (`src/policy/README.md`) says nothing that does not work: its files and fragments are loaded,
//! its commands run, its table of functions is whole and every example in it is a formula.

use std::path::Path;
use std::process::Command;

use bonus::formula::functions;
use bonus::policy::load;

/// What fragments are appended to.
const BASE: &str = "format = 1\n[policy]\nid = \"guide\"\nversion = \"1\"\nextends = \"key-account\"\n\
                    title = { zh = \"指南\", en = \"Guide\" }\nperiod = \"quarter\"\n\n";

fn guide() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/policy/README.md")).unwrap()
}

/// The blocks of a language, each with its text.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|block| block.split("\n```").next().unwrap_or_default()).collect()
}

/// A block that is a whole file, with the name in its first line.
fn file(block: &str) -> Option<&str> {
    let name = block.lines().next()?.strip_prefix("# ")?;
    (Path::new(&name).extension().is_some_and(|e| e == "toml") && block.contains("\nformat = 1\n")).then_some(name)
}

#[test]
fn every_policy_of_the_guide_is_without_mistakes() {
    let text = guide();
    let blocks = blocks(&text, "toml");
    assert!(blocks.len() > 10, "only {} snippets", blocks.len());
    for block in blocks {
        let whole = if file(block).is_some() { block.to_owned() } else { format!("{BASE}{block}\n") };
        if let Err(error) = load("guide.toml", &whole) {
            panic!("{error}\nin the snippet\n{block}");
        }
    }
}

/// Whether `printed` is `shown`, in which … stands for anything.
fn alike(printed: &str, shown: &str) -> bool {
    let mut rest = printed.trim_end();
    let mut parts = shown.trim_end().split('…').map(str::trim);
    let first = parts.next().unwrap_or_default();
    let Some(after) = rest.strip_prefix(first) else { return false };
    rest = after;
    let mut last = first;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = part;
    }
    rest.is_empty() || (last.is_empty() && shown.contains('…')) || printed.trim_end().ends_with(last)
}

#[test]
fn every_command_of_the_guide_prints_what_it_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = guide();
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("examples")).unwrap();
    std::fs::copy(root.join("examples/key-account.xlsx"), folder.path().join("examples/key-account.xlsx")).unwrap();
    for block in blocks(&text, "toml") {
        if let Some(name) = file(block) {
            std::fs::write(folder.path().join(name), block).unwrap();
        }
    }
    let sessions: Vec<&str> = blocks(&text, "console").into_iter().flat_map(|b| b.split("$ ").skip(1)).collect();
    assert!(sessions.len() >= 5, "the guide shows too few commands");
    for session in sessions {
        let (command, shown) = session.split_once('\n').unwrap_or((session, ""));
        let mut words = command.split_whitespace();
        assert_eq!(words.next(), Some("bonus"), "{command}");
        let output = Command::new(env!("CARGO_BIN_EXE_bonus")).args(words).current_dir(folder.path()).output().unwrap();
        let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(output.status.success() && alike(&printed, shown), "$ {command}\n{printed}\nthe guide shows\n{shown}");
    }
}

#[test]
fn the_table_of_functions_is_whole_and_its_examples_are_formulas() {
    let text = guide();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    for function in functions() {
        let start = format!("`{function}(");
        let row = rows.iter().find(|row| row[0].starts_with(&start) && row.len() == 3);
        let row = row.unwrap_or_else(|| panic!("the guide does not explain {function}"));
        let example = row[2].trim_end_matches('|').trim().trim_matches('`');
        assert!(example.contains(&start[1..]), "{function}: {example}");
        let mut errors = String::new();
        let works = ["quarter", "credit", "half", "year"].iter().any(|scope| {
            ["yuan", "factor", "truth", "text"].iter().any(|unit| {
                let rule = format!(
                    "[[{scope}]]\nname = \"example\"\nclause = \"KA-1\"\nlabel = {{ zh = \"例\", en = \"Example\" }}\n\
                     unit = \"{unit}\"\nformula = '{example}'\n"
                );
                load("example.toml", &format!("{BASE}{rule}")).map_err(|error| errors = error.to_string()).is_ok()
            })
        });
        assert!(works, "{function}: {example}\n{errors}");
    }
}
