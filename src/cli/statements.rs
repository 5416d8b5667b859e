//! `--statements`: a workbook a manager, and pages to print where `LibreOffice` is present; or a page for a browser.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization as _;

use super::elsewhere::cannot_write;
use super::failure::Failure;
use super::input::{Computed, Work};
use crate::audit::Cliffs;
use crate::lang::Lang;
use crate::page;
use crate::report::{self, Worth};
use crate::say;
use crate::workbook::write::{self, Drafts};

/// The longest name of a file, in bytes, without a number and its extension; file systems take 255 of them.
const LONGEST: usize = 240;
/// Where more years than these are settled once more for it, it is told how far it is to the next threshold, and not what
/// reaching it pays: some thousand people whose pay depends on each other's take that many, a minute; without shares and
/// peers each one takes his own.
const WORKED_OUT: usize = 1_000_000;
/// Statements that one run of `LibreOffice` turns into pages.
const AT_ONCE: usize = 50;

/// The statements that are to be written.
pub(super) struct StatementFiles {
    folder: PathBuf,
    /// Names without an extension, by manager.
    names: Vec<String>,
    kind: StatementKind,
    /// Whether there is a PDF of each workbook too.
    pdf: bool,
    force: bool,
    /// Whether they say what reaching a threshold pays, where there is any.
    worked_out: AtomicBool,
}

/// What a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum StatementKind {
    /// A workbook
    Xlsx,
    /// A page for a browser, whole in itself
    Html,
}

impl StatementFiles {
    /// Looks at the folder before anything is written: nothing in it is replaced without `force`.
    pub(super) fn plan(
        computed: &Computed,
        folder: &Path,
        (kind, pdf): (StatementKind, bool),
        force: bool,
    ) -> Result<Self, Failure> {
        let lang = computed.lang;
        if pdf && kind == StatementKind::Html {
            return Err(Failure::usage(&say!(Cli::PdfOfWorkbooks), lang));
        }
        let people = computed.book.managers.iter().map(|person| (person.id.as_str(), person.name.as_str()));
        let statements =
            Self { folder: folder.to_owned(), names: names(people), kind, pdf, force, worked_out: true.into() };
        if pdf && !write::pages_can_be_made() {
            return Err(Failure::file(&say!(Cli::NoLibreOffice), lang));
        }
        let temporary = std::env::temp_dir();
        if pdf && !temporary.is_dir() {
            return Err(Failure::file(&say!(Cli::NoTemporaryFolder { folder: temporary.display() }), lang));
        }
        let existing =
            (0..statements.names.len()).flat_map(|manager| statements.paths(manager)).find(|path| path.exists());
        if let (Some(path), false) = (existing, force) {
            return Err(Failure::file(&say!(Cli::StatementExists { shown: path.display() }), lang));
        }
        Ok(statements)
    }

    fn paths(&self, manager: usize) -> Vec<PathBuf> {
        let name = &self.names[manager];
        let own = match self.kind {
            StatementKind::Xlsx => "xlsx",
            StatementKind::Html => "html",
        };
        let endings = std::iter::once(own).chain(self.pdf.then_some("pdf"));
        endings.map(|ending| self.folder.join(format!("{name}.{ending}"))).collect()
    }

    /// What reaching his thresholds pays each one; nothing where the policy has no lines that could reach them, or where they
    /// are too many: each one's year is settled some times more for it, out of all the facts.
    fn worth<'c>(&self, computed: &'c Computed) -> Option<Cliffs<'c>> {
        let rule = super::paid::pay(&computed.policy)?;
        let cliffs = Cliffs::new(computed.audited(), rule, Decimal::ZERO)?;
        let few = cliffs.people_settled() <= WORKED_OUT;
        self.worked_out.store(few, Ordering::Relaxed);
        few.then_some(cliffs)
    }

    /// Writes them, each file complete or not at all.
    pub(super) fn write(&self, computed: &Computed, work: &Work, drafts: &Drafts) -> Result<(), Failure> {
        let (lang, progress) = (computed.lang, &work.progress);
        write::folder(&self.folder).map_err(cannot_write(lang))?;
        let results = computed.results();
        let all = Some(self.names.len() as u64);
        let people = say!(Cli::People);
        progress.step(&say!(Cli::WritingStatements), &people, all, lang);
        write::sweep(&self.folder);
        let (next, failed) = (AtomicUsize::new(0), Mutex::new(None));
        let cliffs = self.worth(computed);
        let some = || {
            let (workbooks, pages) = match self.kind {
                StatementKind::Xlsx => (Some(report::Statements::new(&results, lang)), None),
                StatementKind::Html => (None, Some(page::StatementPages::new(&results, lang))),
            };
            let bytes = |manager: usize| {
                let reaches = cliffs.as_ref().map(|cliffs| cliffs.reaches(manager)).unwrap_or_default();
                let worth: Vec<Worth> = reaches
                    .iter()
                    .map(|reach| Worth { label: reach.threshold.label.clone(), pays: reach.pays })
                    .collect();
                if let Some(pages) = &pages {
                    return Ok(pages.page(manager, &worth).into_bytes());
                }
                let workbook = |workbooks: &report::Statements<'_>| workbooks.with(manager, &worth, write::xlsx);
                workbooks.as_ref().map_or_else(|| Ok(Vec::new()), workbook)
            };
            loop {
                let manager = next.fetch_add(1, Ordering::Relaxed);
                if manager >= self.names.len() {
                    return;
                }
                let path = &self.paths(manager)[0];
                if let Err(error) =
                    bytes(manager).and_then(|bytes| write::replace_beside(path, &bytes, self.force, drafts))
                {
                    next.store(self.names.len(), Ordering::Relaxed);
                    failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                    return;
                }
                progress.counter().fetch_add(1, Ordering::Relaxed);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..work.threads.get().min(self.names.len()) {
                scope.spawn(some);
            }
            some();
        });
        if let Some(error) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(cannot_write(lang)(error));
        }
        if self.pdf {
            progress.step(&say!(Cli::MakingPDFs), &people, all, lang);
            let all: Vec<&String> = self.names.iter().collect();
            for names in all.chunks(AT_ONCE) {
                self.pages(names, lang, drafts)?;
                progress.counter().fetch_add(names.len() as u64, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    /// How many there are, and where; and what is not in them.
    pub(super) fn told(&self, computed: &Computed) -> String {
        let (count, folder, lang) = (self.names.len(), self.folder.display(), computed.lang);
        let mut told = say!(Cli::StatementsWritten { folder, count }).get(lang).to_owned();
        if !self.worked_out.load(Ordering::Relaxed) {
            told.push_str(say!(Cli::WorthLeftOut).get(lang));
        }
        told
    }

    /// Turns statements into pages.
    fn pages(&self, names: &[&String], lang: Lang, drafts: &Drafts) -> Result<(), Failure> {
        let workbooks: Vec<PathBuf> = names.iter().map(|name| self.folder.join(format!("{name}.xlsx"))).collect();
        let pages = write::pdf(&workbooks, drafts).map_err(|error| Failure::file(&say!(Cli::NoPdf { error }), lang))?;
        for (name, bytes) in names.iter().zip(pages) {
            let path = self.folder.join(format!("{name}.pdf"));
            write::replace_beside(&path, &bytes, self.force, drafts).map_err(cannot_write(lang))?;
        }
        Ok(())
    }
}

/// A file's name for each person: id and name, without what a file system may refuse, each once
/// whatever the case and the way its accents are written.
fn names<'a>(people: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut names = Vec::new();
    for (id, name) in people {
        let safe = safe(&format!("{id} {name}"));
        let mut candidate = safe.clone();
        let mut number = 1;
        while !taken.insert(candidate.to_lowercase().nfc().collect::<String>()) {
            number += 1;
            candidate = format!("{safe} ({number})");
        }
        names.push(candidate);
    }
    names
}

fn safe(text: &str) -> String {
    const RESERVED: [&str; 22] = [
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
        "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    ];
    let mut replaced: String = text.chars().map(|c| if is_refused(c) { '_' } else { c }).collect();
    replaced.truncate(replaced.floor_char_boundary(LONGEST));
    // A leading point hides a file, a leading hyphen looks like an option; Windows cuts points at the end.
    let trimmed = replaced.trim().trim_start_matches(['.', '-']).trim_end_matches(['.', ' ']);
    let stem = trimmed.split(['.', ' ']).next().unwrap_or_default().to_lowercase();
    if trimmed.is_empty() || RESERVED.contains(&stem.as_str()) { format!("_{trimmed}") } else { trimmed.to_owned() }
}

/// What a file system may refuse, and what is not seen or turns the text around it.
fn is_refused(c: char) -> bool {
    let unseen = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    c.is_control() || unseen || "<>:\"/\\|?*".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_each_stands_once() {
        let people = [
            ("M1", "张三"),
            ("../x", "a/b"),
            ("CON", ""),
            ("m1", "张三"),
            ("", "..."),
            ("-rf", "*"),
            ("C:\\Windows", "x."),
            ("M2", "\u{202e}xslx.exe"),
            ("M3", "e\u{301}"),
            ("M3", "é"),
            ("a\tb", "\n"),
        ];
        let expected = [
            "M1 张三",
            "_x a_b",
            "_CON",
            "m1 张三 (2)",
            "_",
            "rf _",
            "C__Windows x",
            "M2 _xslx.exe",
            "M3 e\u{301}",
            "M3 é (2)",
            "a_b _",
        ];
        assert_eq!(names(people.into_iter()), expected);
        for long in ["长", "\u{1f4b0}", "x"].map(|c| c.repeat(300)) {
            let twice = names([("", long.as_str()), ("", long.as_str())].into_iter());
            assert!(twice[0] != twice[1] && twice.iter().all(|name| name.len() + ".xlsx".len() <= 255), "{twice:?}");
        }
    }
}
