//! One small variation of a sound workbook for each kind of fault of workbook.md: exactly what follows is reported,
//! where, and in both languages.

mod adjusted;
mod figures;
mod missing;
mod never;
mod settings;
mod single;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use bonus::book::Fault;
use bonus::lang::Lang;

use crate::common::draft::Draft;
use crate::faults::sound::sound;
use crate::faults::{findings, snapshot};

/// A kind of fault.
pub struct Kind {
    pub name: &'static str,
    pub change: fn(&mut Draft) -> &mut Draft,
    /// Where it is reported and what stands there, in the order of the workbook.
    faults: &'static [(&'static str, &'static str)],
}

const fn kind(
    name: &'static str,
    change: fn(&mut Draft) -> &mut Draft,
    faults: &'static [(&'static str, &'static str)],
) -> Kind {
    Kind { name, change, faults }
}

/// All kinds, in the order of the snapshots.
fn kinds() -> impl Iterator<Item = &'static Kind> {
    [single::KINDS, missing::KINDS, settings::KINDS, figures::KINDS, never::KINDS, adjusted::KINDS]
        .into_iter()
        .flatten()
}

/// What is found of each kind.
pub static FOUND: LazyLock<Vec<(&Kind, Vec<Fault>)>> = LazyLock::new(|| {
    let found = |kind: &Kind| {
        let mut draft = sound();
        (kind.change)(&mut draft);
        findings(&draft).faults
    };
    kinds().map(|kind| (kind, found(kind))).collect()
});

#[test]
fn the_sound_workbook_has_neither_fault_nor_warning() {
    let findings = findings(&sound());
    assert!(findings.faults.is_empty(), "{:?}", findings.faults);
    assert!(findings.warnings.is_empty(), "{:?}", findings.warnings);
}

#[test]
fn each_kind_is_reported_where_it_is_and_nothing_else() {
    let mut wrong = String::new();
    for (kind, faults) in FOUND.iter() {
        let got: Vec<(String, String)> =
            faults.iter().map(|fault| (fault.place.to_string(), fault.found.clone())).collect();
        let expected: Vec<(String, String)> =
            kind.faults.iter().map(|(place, found)| ((*place).to_owned(), (*found).to_owned())).collect();
        if got != expected {
            let _ = writeln!(wrong, "{}:\n  expected {expected:?}\n  got      {got:?}", kind.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// All messages and remedies, to be read.
#[test]
fn each_kind_says_what_is_wrong_and_how_to_mend_it() {
    for (lang, name) in [(Lang::Zh, "each.zh.txt"), (Lang::En, "each.en.txt")] {
        let mut text = String::new();
        for (kind, faults) in FOUND.iter() {
            let _ = writeln!(text, "# {}", kind.name);
            for fault in faults.iter().take(3) {
                let _ = writeln!(text, "{}\n  → {}", fault.headline(lang), fault.mend.get(lang));
            }
            let _ = writeln!(text);
        }
        snapshot(name, &text);
    }
}

/// Every message and remedy is there in both languages, and each is in its own.
#[test]
fn each_message_is_in_both_languages() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for fault in FOUND.iter().flat_map(|(_, faults)| faults) {
        for (words, what) in [(&fault.problem, "problem"), (&fault.mend, "mend")] {
            assert!(chinese(&words.zh), "{what} of {}: {}", fault.place, words.zh);
            assert!(words.en.split_whitespace().count() >= 2, "{what} of {}: {}", fault.place, words.en);
            // What the English quotes (names, sheets, headings) may be Chinese; the rest may not.
            let latin = words.en.chars().filter(char::is_ascii_alphabetic).count();
            assert!(latin >= 6, "{what} of {}: {}", fault.place, words.en);
            assert!(!words.en.contains('“') && !words.en.contains('，'), "{}", words.en);
        }
    }
}

#[test]
fn kinds_have_names_of_their_own() {
    let names: BTreeSet<&str> = kinds().map(|kind| kind.name).collect();
    assert_eq!(names.len(), kinds().count());
}
