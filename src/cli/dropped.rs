//! A program that was clicked on, or that a workbook was dropped on: nobody typed a command.

use std::ffi::OsString;
use std::path::Path;

use super::library::is_workbook;
use super::output::print;
use crate::lang::{Lang, Words};
use crate::say;

/// Whether the first word is no command but a workbook: dropped on the program, or typed as `bonus q3.xlsx`.
pub(super) fn is_dropped(typed: &[OsString]) -> bool {
    typed.get(1).is_some_and(|word| !word.to_string_lossy().starts_with('-') && is_workbook(Path::new(word)))
}

/// Whether nothing was typed: the program was clicked on, or files were dropped on it, which come by their whole paths.
pub(super) fn is_clicked(typed: &[OsString]) -> bool {
    typed.iter().skip(1).all(|word| Path::new(word).is_absolute())
}

/// What is wrong with what was dropped on the program: it takes one workbook, and knows no other kind of file.
pub(super) fn not_one_workbook(typed: &[OsString]) -> Option<Words> {
    let files = typed.get(1..).filter(|files| !files.is_empty() && is_clicked(typed))?;
    match files {
        [_] if is_dropped(typed) => None,
        [file] => Path::new(file).exists().then(|| say!(Cli::NoWorkbookDropped { path: file.display() })),
        files => Some(say!(Cli::OneWorkbookAtATime { count: files.len() })),
    }
}

/// As if `compute` had been typed before what was dropped.
pub(super) fn with_compute(mut typed: Vec<OsString>) -> Vec<OsString> {
    typed.insert(1, "compute".into());
    typed
}

/// On Windows the window of a program that was clicked on, or that a file was dropped on, closes with it: the reader
/// comes first. A shell there sets PROMPT; a click does not.
pub(super) fn wait(lang: Lang) {
    use std::io::IsTerminal as _;
    let shell = std::env::var_os("PROMPT").is_some();
    if cfg!(windows) && !shell && std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        let _ = print(say!(Cli::PressEnter).get(lang));
        let _ = std::io::stdin().read_line(&mut String::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_workbook_can_be_dropped_and_anything_else_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, "").expect("a file");
            path.into_os_string()
        };
        let typed = |words: &[&OsString]| {
            std::iter::once("bonus".into()).chain(words.iter().copied().cloned()).collect::<Vec<OsString>>()
        };
        let (book, csv) = (path("q3.XLSX"), path("q3.csv"));
        let wrong = |words: &[&OsString]| not_one_workbook(&typed(words)).map(|words| words.get(Lang::En).to_owned());
        assert!(is_dropped(&typed(&[&book])) && wrong(&[&book]).is_none());
        assert!(wrong(&[&csv]).is_some_and(|said| said.contains("q3.csv")));
        assert!(wrong(&[&folder.path().into()]).is_some());
        assert!(wrong(&[&book, &book]).is_some_and(|said| said.contains('2')));
        // What is typed is for the command line.
        let [check, relative, force, wrong_word] = ["check", "q3.xlsx", "--force", "chekc"].map(OsString::from);
        for words in [&[][..], &[&check, &book], &[&relative], &[&book, &force]] {
            assert_eq!(wrong(words), None, "{words:?}");
        }
        // The window stays open for whoever typed nothing.
        assert!(is_clicked(&typed(&[])) && is_clicked(&typed(&[&csv])) && !is_clicked(&typed(&[&wrong_word])));
    }
}
