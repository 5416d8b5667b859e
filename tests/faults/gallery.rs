//! The gallery: every fault, warning and error in both languages, with an input that brings it about and the exit status.
//!
//! It is the page `fixtures/faults/GALLERY.md`; `UPDATE_SNAPSHOTS=1 cargo test --test faults gallery` makes it again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use bonus::lang::{Lang, Words, messages_in};
use bonus::policy::load;
use bonus::workbook::read::{SourceError, SourceWorkbook};

use crate::each::KINDS;
use crate::gallery_inputs::{COMMANDS, FILES, LABELS, POLICIES, REASONS, RULES, WARNINGS};
use crate::sound::sound;
use crate::{common, findings, snapshot};

/// What an input brings about.
struct Shown {
    input: String,
    status: u8,
    said: Vec<Words>,
}

/// The messages of these rooms are told when something is wrong; those of others are labels and what is told of success.
const ROOMS: [&str; 8] = ["book", "cli", "formula", "policy", "read", "settle", "source", "write"];

#[test]
fn the_gallery_is_complete() {
    let mut page = String::from(
        "# The gallery\n\nEvery fault, warning and error of the program, with an input that brings it about and the exit \
         status. Made by\n`UPDATE_SNAPSHOTS=1 cargo test --test faults gallery`.\n",
    );
    let (mut said, mut wrong) = (Vec::new(), Vec::new());
    for (title, shown) in [
        ("Faults of a workbook", faults()),
        ("Warnings about a workbook", warnings()),
        ("Workbooks as people make them (`fixtures/accounted`)", accounted()),
        ("Files that are no workbook, or a damaged one", files()),
        ("Mistakes of a policy file", policies()),
        ("Mistakes of a formula", formulas()),
    ] {
        section(&mut page, title, &shown);
        wrong.extend(shown.iter().filter(|one| one.said.is_empty()).map(|one| format!("{title}: {}", one.input)));
        said.extend(shown.into_iter().flat_map(|one| one.said));
    }
    said.extend(commands(&mut page, &mut wrong));
    let missing = missing(&said);
    let _ = writeln!(page, "\n## Messages that no input of this page brings about\n");
    for (message, text) in &missing {
        let reason = REASONS.iter().find(|(known, _)| known == message).map_or("", |(_, reason)| *reason);
        let _ = writeln!(page, "- `{message}` {text}{}{reason}", if reason.is_empty() { "" } else { " — " });
    }
    assert!(wrong.is_empty(), "these say nothing, or end otherwise:\n{}", wrong.join("\n"));
    snapshot("GALLERY.md", &page);
}

fn section(page: &mut String, title: &str, shown: &[Shown]) {
    let _ = writeln!(page, "\n## {title}");
    for Shown { input, status, said } in shown {
        let _ = writeln!(page, "\n**{input}** (exit status {status})\n");
        for words in said {
            let _ = writeln!(page, "- {}\n  {}", one_line(&words.zh), one_line(&words.en));
        }
    }
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// A fault with its place and its remedy.
fn told(fault: &bonus::book::Fault) -> Words {
    let say = |lang| format!("{} → {}", fault.headline(lang), fault.mend.get(lang));
    Words::new(say(Lang::Zh), say(Lang::En))
}

fn faults() -> Vec<Shown> {
    let each = KINDS.iter().map(|kind| {
        let mut draft = sound();
        (kind.change)(&mut draft);
        let said = findings(&draft).faults.iter().take(2).map(told).collect();
        Shown { input: kind.name.to_owned(), status: 1, said }
    });
    each.collect()
}

fn warnings() -> Vec<Shown> {
    let each = WARNINGS.iter().map(|(name, change)| {
        let mut draft = sound();
        change(&mut draft);
        let found = findings(&draft);
        let warnings = if found.faults.is_empty() { &found.warnings[..] } else { &[] };
        Shown { input: (*name).to_owned(), status: 0, said: warnings.iter().take(2).map(told).collect() }
    });
    each.collect()
}

/// The workbooks of `fixtures/accounted`, of those about which something is said.
fn accounted() -> Vec<Shown> {
    let table = fs::read_to_string(common::fixture("accounted/table.tsv")).unwrap();
    let each = table.lines().filter_map(|row| {
        let (file, kind) = row.split('\t').collect::<Vec<_>>().split_first().map(|(f, rest)| (*f, rest[0])).unwrap();
        let found = common::findings(&common::fixture(&format!("accounted/{file}")), &crate::POLICY);
        let (status, list) = if kind == "fault" { (1, &found.faults) } else { (0, &found.warnings) };
        let said = list.iter().take(2).map(told).collect::<Vec<_>>();
        (!said.is_empty()).then(|| Shown { input: file.to_owned(), status, said })
    });
    each.collect()
}

fn files() -> Vec<Shown> {
    let sound = sound().bytes();
    let each = FILES.iter().map(|(name, bytes)| {
        let error = SourceWorkbook::from_bytes(bytes(&sound)).err();
        Shown { input: (*name).to_owned(), status: 3, said: error.iter().map(SourceError::words).collect() }
    });
    each.collect()
}

fn of_policy(name: &str, text: &str) -> Shown {
    let head = "format = 1\n[policy]\nid = \"own\"\nversion = \"1\"\nextends = \"key-account@1\"\n\
                title = { zh = \"自定\", en = \"Own\" }\n";
    let whole = if text.starts_with("format") || text.starts_with("[policy]") {
        text.to_owned()
    } else {
        format!("{head}{text}")
    };
    let said: Vec<Words> = match load("own.toml", &whole) {
        Err(error) => error.problems.iter().take(2).map(|problem| problem.message.clone()).collect(),
        Ok(policy) => policy.remarks.iter().take(2).map(|remark| remark.message.clone()).collect(),
    };
    Shown { input: format!("{name}: `{}`", one_line(text)), status: 1, said }
}

fn policies() -> Vec<Shown> {
    POLICIES.iter().map(|(name, text)| of_policy(name, text)).collect()
}

fn formulas() -> Vec<Shown> {
    let rule = |(scope, formula): &(&str, &str)| {
        let quoted = if formula.contains('\'') { "\"\"\"" } else { "'" };
        let text = format!(
            "[[{scope}]]\nname = \"mine\"\nclause = \"KA-3.1\"\nlabel = {{ zh = \"x\", en = \"x\" }}\nunit = \"number\"\n\
             formula = {quoted}{formula}{quoted}\n"
        );
        let shown = of_policy("a formula", &text);
        Shown { input: format!("`{formula}` in a rule of the {scope}"), ..shown }
    };
    RULES.iter().map(rule).collect()
}

/// What the program says to command lines, in both languages.
fn commands(page: &mut String, wrong: &mut Vec<String>) -> Vec<Words> {
    let folder = tempfile::tempdir().unwrap();
    sound().write(&folder.path().join("q3.xlsx"));
    fs::write(folder.path().join("own.toml"), "format = 1\n").unwrap();
    fs::write(folder.path().join("there.xlsx"), "something").unwrap();
    fs::create_dir(folder.path().join("folder")).unwrap();
    let mut first = Command::cargo_bin("bonus").unwrap();
    first.current_dir(folder.path()).args(["compute", "q3.xlsx", "-o", "results.xlsx", "--quiet"]).assert().success();
    let _ = writeln!(page, "\n## Command lines");
    let mut all = Vec::new();
    for (arguments, status) in COMMANDS {
        let mut say = |lang: &str| run(folder.path(), arguments, lang, *status, wrong);
        let words = Words::new(say("zh"), say("en"));
        let _ = writeln!(page, "\n**`bonus {arguments}`** (exit status {status})\n");
        let _ = writeln!(page, "- {}\n  {}", one_line(&words.zh), one_line(&words.en));
        all.push(words);
    }
    all
}

fn run(folder: &Path, arguments: &str, lang: &str, status: i32, wrong: &mut Vec<String>) -> String {
    let mut command = Command::cargo_bin("bonus").unwrap();
    command.current_dir(folder).args(arguments.split_whitespace()).args(["--lang", lang]).env("NO_COLOR", "1");
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\\', "/");
    if output.status.code() != Some(status) {
        wrong.push(format!("bonus {arguments}: {:?} {}", output.status.code(), text(&output.stderr)));
    }
    let said = text(&output.stderr);
    let said = if said.trim().is_empty() { text(&output.stdout) } else { said };
    said.split("\n\n").take(3).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// The messages that are told when something is wrong and that nothing brought about, with their English texts.
fn missing(said: &[Words]) -> BTreeMap<String, String> {
    let all: Vec<&str> = said.iter().map(|words| words.en.as_str()).collect();
    let declared: BTreeSet<(&str, &str, &str)> =
        messages_in(Lang::En).filter(|(room, ..)| ROOMS.contains(room)).collect();
    let never = declared.into_iter().filter(|(_, _, text)| !all.iter().any(|said| is_in(text, said)));
    let named = never.map(|(room, message, text)| (format!("{room}.{message}"), one_line(text)));
    named.filter(|(message, _)| !LABELS.contains(&message.as_str())).collect()
}

/// Whether a message's text stands in what was said, with any data in its places.
fn is_in(text: &str, said: &str) -> bool {
    let mut rest = one_line(said).to_lowercase();
    let text = one_line(text).to_lowercase().replace("{{", "\u{1}").replace("}}", "\u{2}");
    let pieces = text
        .split('{')
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) });
    for piece in pieces.map(|piece| piece.replace('\u{1}', "{").replace('\u{2}', "}")) {
        let Some(at) = rest.find(piece.trim()) else { return false };
        rest = rest.split_off(at + piece.trim().len());
    }
    true
}

#[test]
fn every_reason_is_of_a_message() {
    let known: BTreeSet<String> = messages_in(Lang::En).map(|(room, message, _)| format!("{room}.{message}")).collect();
    for (message, reason) in REASONS {
        assert!(known.contains(*message) && !reason.is_empty(), "{message}");
    }
    for message in LABELS {
        assert!(known.contains(*message), "{message}");
    }
}
