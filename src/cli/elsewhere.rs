//! Whether a workbook is open in another program: Excel, WPS and `LibreOffice` put a small file beside what they edit.
//!
//! Such a file may also be left from a crash, so it does not keep an input from being read: it is told, where it explains
//! a failure or where figures on the screen are not those of the file. An open results file is not replaced.

use std::path::Path;

use super::failure::{Failure, FailureKind};
use super::talk::Talk;
use crate::lang::{Lang, Words};
use crate::say;
use crate::workbook::lock::mark_beside;
use crate::workbook::read::source::SourceError;
use crate::workbook::write::{FileFault, WriteError};

/// What to add to a failure to read or write `path`: nothing, or that it is open and to be closed.
pub(super) fn hint(path: &Path) -> Option<Words> {
    let mark = mark_beside(path)?;
    let mark = mark.file_name()?.to_string_lossy();
    Some(say!(Cli::SeemsOpen { mark }))
}

/// A file that could not be read, in words.
pub(super) fn cannot_read(path: &Path, lang: Lang) -> impl Fn(SourceError) -> Failure + Copy {
    move |error| {
        let unexplained = matches!(error, SourceError::Io(_) | SourceError::Denied);
        hinted(format!("{}: {}", path.display(), error.words().get(lang)), Some(path).filter(|_| unexplained), lang)
    }
}

/// A file that could not be written, in words.
pub(super) fn cannot_write(lang: Lang) -> impl Fn(WriteError) -> Failure {
    move |error| {
        let unexplained = match &error {
            WriteError::File(error) if matches!(error.fault, FileFault::Denied | FileFault::Other) => {
                Some(&*error.path)
            }
            _ => None,
        };
        hinted(error.words().get(lang).to_owned(), unexplained, lang)
    }
}

/// Why the system refuses is seldom told; that the file is open elsewhere is the usual reason.
fn hinted(message: String, unexplained: Option<&Path>, lang: Lang) -> Failure {
    let hint = unexplained.and_then(hint).map(|hint| format!("\n{}", hint.get(lang)));
    Failure::said(FailureKind::File, message + &hint.unwrap_or_default())
}

/// Tells on standard error that the input is open, so that what was not saved there is not read.
pub(super) fn tell_of_input(path: &Path, talk: Talk, lang: Lang) {
    if mark_beside(path).is_none() {
        return;
    }
    talk.warn(&say!(Cli::InputSeemsOpen { shown: path.display() }), lang);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_another_program_is_named_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let workbook = folder.path().join("三季度 q3.xlsx");
        std::fs::write(&workbook, "").unwrap();
        assert_eq!(hint(&workbook), None);
        std::fs::write(folder.path().join("~$三季度 q3.xlsx"), "").unwrap();
        let hint = hint(&workbook).expect("a hint");
        assert!(
            hint.zh.contains("~$三季度 q3.xlsx") && hint.en.contains("close it in Excel and run again"),
            "{hint:?}"
        );
    }
}
