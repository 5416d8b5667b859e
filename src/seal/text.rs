//! The file of seals: plain lines, `name: value`, so that anybody can read it and no program has to be trusted with it.

use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::role::Role;
use crate::lang::Words;
use crate::say;
use crate::sha256::hex;

/// The first line of a file, with the version of its form.
const HEAD: &str = "bonus seals 1";
/// What stands in place of a signature.
const UNSIGNED: &str = "unsigned: a statement, no proof";
/// What the first seal hashes.
const NOTHING: &str = "none";

/// A file, by its name and by its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FileHash {
    /// Its name, without folders; of a policy its id and version.
    #[serde(rename = "file")]
    pub name: String,
    /// The SHA-256 of its bytes; of a policy that of what its text says.
    pub sha256: String,
}

/// One seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SealLine {
    /// From 1.
    pub number: usize,
    /// As what somebody seals.
    #[serde(rename = "as")]
    pub role: Role,
    /// Who.
    pub name: String,
    /// The day, as he said it: `2026-01-31`.
    pub date: String,
    /// What he says besides; mostly nothing.
    pub note: String,
    /// The results.
    pub results: FileHash,
    /// The input that they name.
    pub input: FileHash,
    /// The policy.
    pub policy: FileHash,
    /// The program that wrote the results.
    pub program: String,
    /// The SHA-256 of the seal before.
    #[serde(skip)]
    pub before: String,
    /// The signature as one line; none where it is a statement only.
    #[serde(skip)]
    pub signature: Option<String>,
}

impl SealLine {
    /// What is signed: every line but the signature.
    #[must_use]
    pub fn statement(&self) -> String {
        let of = |file: &FileHash| format!("{}  {}", file.sha256, file.name);
        let lines = [
            ("seal", self.number.to_string()),
            ("as", self.role.name().to_owned()),
            ("name", self.name.clone()),
            ("date", self.date.clone()),
            ("note", self.note.clone()),
            ("results", of(&self.results)),
            ("input", of(&self.input)),
            ("policy", of(&self.policy)),
            ("program", self.program.clone()),
            ("before", self.before.clone()),
        ];
        let mut text = String::new();
        for (name, value) in lines.iter().filter(|(name, value)| *name != "note" || !value.is_empty()) {
            let _ = writeln!(text, "{name}: {value}");
        }
        text
    }

    /// All of it, as it stands in the file.
    #[must_use]
    pub fn text(&self) -> String {
        let signature = self.signature.as_deref().unwrap_or(UNSIGNED);
        format!("{}signature: {signature}\n", self.statement())
    }

    /// Its SHA-256, which the next one names.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex(Sha256::digest(self.text()))
    }
}

/// The seals of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seals {
    /// In their order.
    pub entries: Vec<SealLine>,
}

/// A file that is no file of seals: the line, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSeals {
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub why: Words,
}

impl Seals {
    /// The SHA-256 of the last seal, which the next one names.
    #[must_use]
    pub fn last(&self) -> String {
        self.entries.last().map_or_else(|| NOTHING.to_owned(), SealLine::sha256)
    }

    /// What is put before the first seal of a new file.
    #[must_use]
    pub fn head() -> String {
        format!("{HEAD}\n")
    }

    /// What is put at the end of a file for another seal.
    #[must_use]
    pub fn appended(entry: &SealLine) -> String {
        format!("\n{}", entry.text())
    }

    /// Reads a file. Ends of lines are those of any system; a line of blanks ends a seal.
    ///
    /// # Errors
    /// The first line that is not of the form.
    pub fn read(text: &str) -> Result<Self, BadSeals> {
        let text = text.trim_start_matches('\u{FEFF}');
        let mut lines = (1..).zip(text.lines().map(str::trim_end)).filter(|(_, line)| !line.is_empty()).peekable();
        match lines.next() {
            Some((_, HEAD)) => {}
            _ => return Err(BadSeals { line: 1, why: say!(Seal::NoHead { head: HEAD }) }),
        }
        let mut seals = Self::default();
        while let Some((line, _)) = lines.peek().copied() {
            let mut value = |wanted: &str, optional: bool| -> Result<String, BadSeals> {
                let next = lines.peek().copied();
                let found = next.and_then(|(_, text)| text.strip_prefix(wanted)?.strip_prefix(": "));
                match (found, next) {
                    (Some(value), _) => {
                        lines.next();
                        Ok(value.to_owned())
                    }
                    (None, _) if optional => Ok(String::new()),
                    (None, next) => {
                        let line = next.map_or(line, |(line, _)| line);
                        Err(BadSeals { line, why: say!(Seal::LineMissing { name: wanted }) })
                    }
                }
            };
            let bad = |why: Words| BadSeals { line, why };
            let file = |text: String| {
                let (sha256, name) = text.split_once("  ").ok_or_else(|| bad(say!(Seal::NoHash)))?;
                Ok(FileHash { name: name.to_owned(), sha256: sha256.to_owned() })
            };
            let number = value("seal", false)?;
            let role = value("as", false)?;
            let entry = SealLine {
                number: number.parse().map_err(|_| bad(say!(Seal::NoNumber)))?,
                role: Role::ALL
                    .into_iter()
                    .find(|r| r.name() == role)
                    .ok_or_else(|| bad(say!(Seal::NoRole { role })))?,
                name: value("name", false)?,
                date: value("date", false)?,
                note: value("note", true)?,
                results: file(value("results", false)?)?,
                input: file(value("input", false)?)?,
                policy: file(value("policy", false)?)?,
                program: value("program", false)?,
                before: value("before", false)?,
                signature: Some(value("signature", false)?).filter(|signature| signature != UNSIGNED),
            };
            seals.entries.push(entry);
        }
        Ok(seals)
    }
}
