//! The gallery: every fault, warning and error in both languages, with an input that brings it about and the exit status.
//!
//! It is the page `fixtures/faults/GALLERY.md`; `BONUS_RENEW=1 cargo test faults::gallery` makes it again. Every
//! message of the rooms that speak of mistakes is heard from an input, were it as a part of another or of what is told of
//! success, or has its reason; so nothing is said that nobody can see here.

mod books;
mod changed;
mod commands;
mod files;
mod folder;
mod heard;
mod policies;
mod reasons;
mod warned;
mod written;

use std::fmt::Write as _;
use std::fs;

use bonus::book::Fault;
use bonus::lang::{Lang, Words};
use bonus::policy::load;

use crate::common;
use crate::faults::each::FOUND;
use crate::faults::sound::sound;
use crate::faults::{findings, snapshot};
use heard::Messages;
use reasons::REASONS;

/// What an input brings about.
struct Shown {
    input: String,
    status: i32,
    said: Vec<Words>,
    /// How much of it stands on the page at least; what was not heard before stands there anyway.
    least: usize,
}

impl Shown {
    fn new(input: impl Into<String>, status: i32, said: Vec<Words>) -> Self {
        Self { input: input.into(), status, said, least: 2 }
    }
}

#[test]
fn the_gallery_is_complete() {
    let mut page = String::from(
        "# The gallery\n\nEvery fault, warning and error of the program, with an input that brings it about and the exit \
         status. Made by\n`BONUS_RENEW=1 cargo test faults::gallery`.\n",
    );
    let mut wrong = Vec::new();
    let mut messages = Messages::all();
    let (told, of_success) = commands::told(&mut wrong);
    for (title, shown) in [
        ("Faults of a workbook", faults()),
        ("Warnings about a workbook", warnings()),
        ("Workbooks as people make them (`fixtures/accounted`)", accounted()),
        ("Workbooks of other policies, and what a command line adds", books::of_policies()),
        ("Files that are no workbook, or a damaged one", files::shown()),
        ("Mistakes of a policy file", policies()),
        ("Mistakes of a formula", formulas()),
        ("Results that are not written", written::shown()),
        ("Command lines", told),
        ("Told where nothing is wrong", of_success),
    ] {
        wrong.extend(
            shown.iter().filter(|one| one.said.is_empty()).map(|one| format!("{title}: {} says nothing", one.input)),
        );
        section(&mut page, title, &shown, &mut messages);
    }
    let _ = writeln!(page, "\n## Messages that no input of this page brings about\n");
    for (message, text) in messages.unheard() {
        match REASONS.iter().find(|(_, messages)| messages.contains(&message)) {
            Some((reason, _)) => writeln!(page, "- `{message}` {text} — {reason}").unwrap(),
            None => wrong.push(format!("nothing brings `{message}` about, and it has no reason: {text}")),
        }
    }
    let unheard: Vec<&str> = messages.unheard().map(|(message, _)| message).collect();
    let idle = REASONS.iter().flat_map(|(_, messages)| *messages).filter(|message| !unheard.contains(message));
    wrong.extend(idle.map(|message| format!("`{message}` has a reason, but is heard, or is none")));
    if !wrong.is_empty() {
        fs::write(concat!(env!("CARGO_TARGET_TMPDIR"), "/GALLERY.md"), &page).unwrap();
    }
    assert!(wrong.is_empty(), "{} in all:\n{}", wrong.len(), wrong.join("\n"));
    snapshot("GALLERY.md", &page);
}

fn section(page: &mut String, title: &str, shown: &[Shown], messages: &mut Messages) {
    let _ = writeln!(page, "\n## {title}");
    for Shown { input, status, said, least } in shown {
        let new: Vec<bool> = said.iter().map(|words| !messages.hear(words).is_empty()).collect();
        let on_page: Vec<&Words> = said
            .iter()
            .zip(new)
            .enumerate()
            .filter(|(at, (_, new))| at < least || *new)
            .map(|(_, (words, _))| words)
            .collect();
        if on_page.is_empty() {
            continue;
        }
        let _ = writeln!(page, "\n**{input}** (exit status {status})\n");
        for words in on_page {
            let _ = writeln!(page, "- {}\n  {}", one_line(&words.zh), one_line(&words.en));
        }
    }
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// A fault with its place and its remedy.
fn told(fault: &Fault) -> Words {
    let say = |lang| format!("{} → {}", fault.headline(lang), fault.mend.get(lang));
    Words::new(say(Lang::Zh), say(Lang::En))
}

fn faults() -> Vec<Shown> {
    FOUND.iter().map(|(kind, faults)| Shown::new(kind.name, 1, faults.iter().map(told).collect())).collect()
}

fn warnings() -> Vec<Shown> {
    let each = warned::WARNINGS.iter().map(|(name, change)| {
        let mut draft = sound();
        change(&mut draft);
        let found = findings(&draft);
        let warnings = if found.faults.is_empty() { &found.warnings[..] } else { &[] };
        Shown::new(*name, 0, warnings.iter().map(told).collect())
    });
    each.collect()
}

/// The workbooks of `fixtures/accounted`, of those about which something is said.
fn accounted() -> Vec<Shown> {
    let table = fs::read_to_string(common::fixture("accounted/table.tsv")).unwrap();
    let each = table.lines().filter_map(|row| {
        let (file, kind) = row.split('\t').collect::<Vec<_>>().split_first().map(|(f, rest)| (*f, rest[0])).unwrap();
        let found = common::findings(&common::fixture(&format!("accounted/{file}")), crate::faults::policy());
        let (status, list) = if kind == "fault" { (1, &found.faults) } else { (0, &found.warnings) };
        let said = list.iter().map(told).collect::<Vec<_>>();
        (!said.is_empty()).then(|| Shown::new(file, status, said))
    });
    each.collect()
}

fn of_policy(name: &str, text: &str) -> Shown {
    let head = "format = 1\n[policy]\nid = \"own\"\nversion = \"1\"\nextends = \"key-account@1\"\n\
                title = { zh = \"自定\", en = \"Own\" }\n";
    let whole = if text.contains("[policy]") { text.to_owned() } else { format!("{head}{text}") };
    let (status, problems) = match load("own.toml", &whole) {
        Err(error) => (1, error.problems),
        Ok(policy) => (0, policy.remarks),
    };
    let said = problems.into_iter().map(|problem| problem.message).collect();
    Shown::new(format!("{name}: `{}`", one_line(text)), status, said)
}

fn policies() -> Vec<Shown> {
    let changed = changed::CHANGED.iter().flat_map(|(file, changes)| changes.iter().map(move |change| (file, change)));
    let changed = changed.map(|(file, (name, old, new))| {
        let text = fs::read_to_string(common::fixture(&format!("policies/{file}"))).unwrap().replace("\r\n", "\n");
        assert!(text.contains(old), "{file} has no {old}");
        let shown = of_policy(name, &text.replacen(old, new, 1));
        Shown { input: format!("{name}: `{}` in the place of `{}` in `{file}`", one_line(new), one_line(old)), ..shown }
    });
    policies::POLICIES.iter().map(|(name, text)| of_policy(name, text)).chain(changed).collect()
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
    let long = [
        ("a sum of 101 figures", format!("1{}", "+1".repeat(100))),
        ("a formula of 9,000 characters", format!("1{}", " ".repeat(9_000))),
        ("a text of 256 characters in a formula", format!("IF(\"{}\" = \"\", 1, 0)", "x".repeat(256))),
    ];
    let long = long.map(|(input, formula)| Shown { input: input.to_owned(), ..rule(&("quarter", &formula)) });
    policies::RULES.iter().map(rule).chain(long).collect()
}
