//! `bonus seal`: who made, checked or approved results, in a line more of the file beside them.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::arguments::{Format, one_of};
use super::elsewhere::{cannot_read, cannot_write};
use super::failure::{Failure, FailureKind};
use super::input::today;
use super::library::{Library, SearchedPlaces, SourceArguments, file_name, folder};
use super::talk::Talk;
use super::{output, sealed, verify};
use crate::audit::Status;
use crate::lang::{Lang, Words};
use crate::report::Receipt;
use crate::say;
use crate::seal::{FileHash, Role, SealLine, Seals, checked, signed};
use crate::workbook::read::source::SourceWorkbook;
use crate::workbook::write::{self, Drafts};

/// Where the passphrase of a key is looked for.
const PASSPHRASE: &str = "BONUS_KEY_PASSPHRASE";

/// Say who made, checked or approved results: adds a seal to the file `RESULTS.seals.txt` beside them
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bonus seal q3-results.xlsx --as maker --name \"Zhang Ming\"\n  \
                        bonus seal q3-results.xlsx --as approver --name \"Li Na\" --key ~/.ssh/id_ed25519\n  \
                        bonus verify q3-results.xlsx    (shows the seals and checks them)")]
pub(super) struct Seal {
    /// The results workbook that the seal is about.
    results: PathBuf,
    /// As what the person seals.
    #[arg(long = "as", value_name = "ROLE", value_parser = one_of(Role::ALL.map(|role| (role, role.name(), help_of(role)))))]
    role: Role,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// The person's private SSH key, in OpenSSH's form. Without one the seal is a statement, no proof. A passphrase is taken from `BONUS_KEY_PASSPHRASE`.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The day of the seal, such as 2026-01-31. Default: today.
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// A line that the person adds, such as what was checked.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    sources: SourceArguments,
    /// How to print what was sealed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// What the help says of a role.
fn help_of(role: Role) -> &'static str {
    match role {
        Role::Maker => "He made the results",
        Role::Reviewer => "He checked them",
        Role::Approver => "He approved them",
    }
}

impl Seal {
    pub(super) fn run(&self, talk: Talk, drafts: &Drafts) -> Result<(), Failure> {
        let early = talk.early();
        let (date, note) = (self.date(early)?, self.note.clone().unwrap_or_default());
        for (what, text) in [("--name", &self.name), ("--note", &note)] {
            if text.chars().any(char::is_control) {
                return Err(Failure::usage(&say!(Seal::OneLine { what }), early));
            }
        }
        if self.name.trim().is_empty() {
            return Err(Failure::usage(&say!(Seal::WhoIsIt), early));
        }
        let path = self.results.as_path();
        let (source, receipt) = super::receipt::glanced(path).map_err(cannot_read(path, talk.early()))?;
        let receipt = receipt.ok_or_else(|| Failure::usage(&say!(Seal::NoResults), early))?;
        let (sha256, lang) = (source.sha256().to_owned(), talk.asked.unwrap_or(receipt.lang));
        self.verify((source, receipt.clone()), talk, lang)?;
        let file = sealed::file_of(path);
        let (before, seals) = standing(&file, &sha256, lang)?;
        let mut entry = self.entry(&receipt, &sha256, &seals, (date, note));
        if let Some(key) = &self.key {
            entry.signature = Some(signature(&entry, key, lang)?);
        }
        let text = format!("{before}{}", Seals::appended(&entry));
        // Only ever added to: what stood there is written once more, byte for byte, so that no crash leaves half a line.
        write::replace(&file, text.as_bytes(), true, drafts).map_err(cannot_write(lang))?;
        self.tell(&entry, &file, talk, lang)
    }

    fn date(&self, lang: Lang) -> Result<String, Failure> {
        let Some(date) = &self.date else { return Ok(today().to_string()) };
        let read = date.trim().parse::<jiff::civil::Date>();
        read.map(|date| date.to_string()).map_err(|_| Failure::usage(&say!(Seal::NoSuchDate { date }), lang))
    }

    /// Nobody puts his name to results that are not what they say.
    fn verify(&self, results: (SourceWorkbook, Receipt), talk: Talk, lang: Lang) -> Result<(), Failure> {
        let path = self.results.as_path();
        let places = SearchedPlaces { shallow: vec![folder(path).to_owned()], ..self.sources.places() };
        let outcome = verify::of_results(path, false, results, &Library::open(&places, NonZeroUsize::MIN, lang)?, lang);
        let name = path.display();
        match outcome.status {
            Status::LooksChanged | Status::Differs | Status::Unreadable => {
                let status = outcome.status.words();
                Err(Failure::usage(&say!(Seal::DoNotVerify { name, status }), lang))
            }
            Status::NotVerified => {
                talk.warn(&say!(Seal::NotVerifiedYet { name }), lang);
                Ok(())
            }
            Status::Identical | Status::SameCells | Status::SameFigures | Status::SealBroken => Ok(()),
        }
    }

    fn entry(&self, receipt: &Receipt, sha256: &str, seals: &Seals, (date, note): (String, String)) -> SealLine {
        let name = file_name(&self.results);
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let file = |name: &str, sha256: &str| FileHash { name: one_line(name), sha256: sha256.to_owned() };
        let policy = format!("{} {}", receipt.policy, receipt.policy_version);
        SealLine {
            number: seals.entries.len() + 1,
            role: self.role,
            name: one_line(&self.name),
            date,
            note: one_line(&note),
            results: file(&name, sha256),
            input: file(&receipt.input_file, &one_line(&receipt.input_sha256)),
            policy: file(&policy, &one_line(&receipt.policy_sha256)),
            program: one_line(&receipt.program),
            before: seals.last(),
            signature: None,
        }
    }

    fn tell(&self, entry: &SealLine, file: &Path, talk: Talk, lang: Lang) -> Result<(), Failure> {
        let mut seals = Seals::default();
        seals.entries.push(entry.clone());
        let key = checked(&seals, &entry.results.sha256, None, false).seals.into_iter().find_map(|(_, key)| key);
        let document = || AddedSealDocument {
            file: file.display().to_string(),
            number: entry.number,
            r#as: entry.role,
            name: &entry.name,
            date: &entry.date,
            results: &entry.results,
            key: key.as_deref(),
        };
        let (number, name, role, shown) = (entry.number, &entry.name, entry.role.words(), file.display());
        let how = match &key {
            Some(key) => say!(Seal::SignedBy { key }),
            None => say!(Seal::Statement),
        };
        let lines = [
            say!(Seal::Sealed { number, name, role, file: shown }),
            how,
            say!(Seal::OnPaper { sha256: entry.results.sha256 }),
        ];
        output::done(self.format, talk, document, || lines.map(|line| line.get(lang).to_owned() + "\n").concat())
    }
}

/// The seal that was added.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct AddedSealDocument<'d> {
    /// The file of seals, beside the results.
    file: String,
    /// Its number there, from 1.
    number: usize,
    /// As what somebody sealed.
    r#as: Role,
    /// Who.
    name: &'d str,
    /// The day, such as `2026-01-31`.
    date: &'d str,
    /// The results.
    results: &'d FileHash,
    /// The key that signed it, `SHA256:…`; null for a statement without a key.
    key: Option<&'d str>,
}

/// What stands in the file of seals, as text and as seals.
fn standing(file: &Path, results: &str, lang: Lang) -> Result<(String, Seals), Failure> {
    let shown = file.display();
    let unread = |error: std::io::Error| Failure::file(&say!(Seal::SealsNotRead { file: shown, error }), lang);
    let text = sealed::read(file).map_err(unread)?;
    let Some(text) = text else { return Ok((Seals::head(), Seals::default())) };
    let broken = |problem: Words| Failure::usage(&say!(Seal::BrokenAlready { file: shown, problem }), lang);
    let seals = Seals::read(&text).map_err(|bad| broken(bad.why))?;
    if let Some(problem) = checked(&seals, results, None, false).broken.into_iter().next() {
        return Err(broken(problem));
    }
    // Whoever looked at it in an editor may have left its last line without an end.
    let ended = text.ends_with('\n');
    Ok((if ended { text } else { text + "\n" }, seals))
}

fn signature(entry: &SealLine, key: &Path, lang: Lang) -> Result<String, Failure> {
    let file = key.display();
    let unread = |error: std::io::Error| Failure::file(&say!(Seal::KeyUnread { file, error }), lang);
    let text = std::fs::read_to_string(key).map_err(unread)?;
    let passphrase = std::env::var(PASSPHRASE).ok();
    let failed = |fault: crate::seal::KeyFault| {
        Failure::said(FailureKind::Usage, format!("{file}: {}", fault.words().get(lang)))
    };
    signed(entry, &text, passphrase.as_deref()).map_err(failed)
}
