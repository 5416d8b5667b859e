//! Whether a chain of seals holds, and what of it still holds of the files that it is about.

use serde::Serialize;

use super::signature::key_of;
use super::text::{SealLine, Seals};
use crate::lang::{Lang, Words, fold};
use crate::say;

/// What became of a chain of seals.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The seals, each with the key that signed it (`SHA256:…`), if one did.
    pub seals: Vec<(SealLine, Option<String>)>,
    /// Why the chain does not hold: then it proves nothing any more.
    pub broken: Vec<Words>,
    /// What changed after which seal.
    pub changed: Vec<Words>,
    /// What is worth knowing: duties that are not separate, seals that are statements only, seals of earlier results.
    pub notes: Vec<Words>,
}

/// The seals beside results, and what became of them.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SealsDocument<'s> {
    /// Whether the chain holds and is about these files.
    holds: bool,
    /// The seals, the first one first.
    entries: Vec<SealEntry<'s>>,
    /// Why the chain does not hold, and what changed after which seal.
    problems: Vec<&'s str>,
    /// What is worth knowing: duties that are not separate, statements without a key, seals of earlier results.
    notes: Vec<&'s str>,
}

/// Who says what of which results.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SealEntry<'s> {
    #[serde(flatten)]
    line: &'s SealLine,
    /// Whether there is a signature; whether it is right, `key` says.
    signed: bool,
    /// The key that signed it, `SHA256:…`; null for a statement without a key, and where the signature is wrong.
    key: Option<&'s str>,
}

/// Whether two names are one person's: width, case, blanks and what nobody sees make no difference.
fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// Checks a chain against the results (their SHA-256), their input, where that is known, and whether the policy that they
/// name says something else now.
#[must_use]
pub fn checked(seals: &Seals, results: &str, input: Option<&str>, other_policy: bool) -> Checked {
    let mut found = Checked::default();
    let mut before = Seals::default();
    for (at, entry) in seals.entries.iter().enumerate() {
        let number = at + 1;
        if entry.number != number || entry.before != before.last() {
            found.broken.push(say!(Seal::ChainBroken { number }));
        }
        let key = match &entry.signature {
            None => None,
            Some(signature) => {
                let key = key_of(entry, signature);
                if key.is_none() {
                    found.broken.push(say!(Seal::SignatureWrong { number, name: entry.name }));
                }
                key
            }
        };
        if entry.signature.is_none() {
            found.notes.push(say!(Seal::Unsigned { number, name: entry.name }));
        }
        before.entries.push(entry.clone());
        found.seals.push((entry.clone(), key));
    }
    still(&mut found, results, input, other_policy);
    separate(&mut found);
    found
}

/// What changed after which seal. A seal of earlier results gives way to a later one of the same person and role; one that
/// was signed, only to one that is signed by the same key.
fn still(found: &mut Checked, results: &str, input: Option<&str>, other_policy: bool) {
    let entries = &found.seals;
    let (mut problems, mut notes) = (Vec::new(), Vec::new());
    for (at, (entry, key)) in entries.iter().enumerate() {
        let (number, name, role) = (entry.number, &entry.name, entry.role.words());
        let again = |(later, later_key): &(SealLine, Option<String>)| {
            let by_same = entry.signature.is_none() || key.is_some() && later_key == key;
            later.role == entry.role && same(&later.name, &entry.name) && later.results.sha256 == results && by_same
        };
        if entry.results.sha256 != results {
            if entries[at + 1..].iter().any(again) {
                notes.push(say!(Seal::OfEarlierResults { number, name, role }));
            } else {
                problems.push(say!(Seal::ResultsChanged { number, name, role, date: entry.date }));
            }
            continue;
        }
        if input.is_some_and(|input| input != entry.input.sha256) {
            problems.push(say!(Seal::InputChanged { number, name, role, date: entry.date, file: entry.input.name }));
        }
        if other_policy {
            problems.push(say!(Seal::PolicyChanged {
                number,
                name,
                role,
                date: entry.date,
                policy: entry.policy.name
            }));
        }
    }
    found.changed.append(&mut problems);
    found.notes.append(&mut notes);
}

/// Whose duties are not separate: one person, or one key, in two roles.
fn separate(found: &mut Checked) {
    let mut told: Vec<Words> = Vec::new();
    for (at, (one, key)) in found.seals.iter().enumerate() {
        for (other, other_key) in &found.seals[..at] {
            if one.role == other.role {
                continue;
            }
            let roles = (other.role.words(), one.role.words());
            let words = if same(&one.name, &other.name) {
                say!(Seal::SamePerson { name: one.name, one: roles.0, other: roles.1 })
            } else if key.is_some() && key == other_key {
                say!(Seal::SameKey { name: other.name, other_name: one.name, one: roles.0, other: roles.1 })
            } else {
                continue;
            };
            if !told.contains(&words) {
                told.push(words);
            }
        }
    }
    found.notes.append(&mut told);
}

impl Checked {
    /// Whether the chain holds, and is about these files.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.problems().next().is_none()
    }

    /// All that keeps it from that.
    pub fn problems(&self) -> impl Iterator<Item = &Words> {
        self.broken.iter().chain(&self.changed)
    }

    /// The seals in lines.
    #[must_use]
    pub fn lines(&self) -> Vec<Words> {
        let line = |(entry, key): &(SealLine, Option<String>)| {
            let how = match (key, &entry.signature) {
                (Some(key), _) => say!(Seal::SignedBy { key }),
                (None, Some(_)) => say!(Seal::SignatureBad),
                (None, None) => say!(Seal::Statement),
            };
            let (number, role, name, date) = (entry.number, entry.role.words(), &entry.name, &entry.date);
            say!(Seal::Line { number, role, name, date, how })
        };
        self.seals.iter().map(line).collect()
    }

    /// The chain for programs.
    #[must_use]
    pub fn document(&self, lang: Lang) -> SealsDocument<'_> {
        let entries = self.seals.iter().map(|(line, key)| {
            let signed = line.signature.is_some();
            SealEntry { line, signed, key: key.as_deref() }
        });
        SealsDocument {
            holds: self.holds(),
            entries: entries.collect(),
            problems: self.problems().map(|words| words.get(lang)).collect(),
            notes: self.notes.iter().map(|words| words.get(lang)).collect(),
        }
    }

    /// What is said of a file that is no file of seals.
    #[must_use]
    pub fn unreadable(why: Words) -> Self {
        Self { broken: vec![why], ..Self::default() }
    }
}
