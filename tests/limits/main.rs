//! What is known to harm a program that reads and writes workbooks, each thing once through the whole program: an exit
//! status, one sentence, and that sentence in both languages, within 1 GiB of address space.
//!
//! The guards have closer tests beside them (`src/workbook/read/source/tests`, `src/workbook/write/tests.rs`); here is
//! what a clerk gets to see of each.
#![cfg(target_os = "linux")]

use crate::common;
mod files;
mod memory;
mod reading;
mod writing;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Address space that a run may take: 1 GiB. Its resident memory is less.
const KIBIBYTES: u32 = 1 << 20;

fn bonus(arguments: &[&str]) -> Output {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -v {KIBIBYTES}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_bonus")]);
    shell.args(arguments).env("LANG", "C").output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A file of this name and content is refused with status 3: one line on standard error with these words, in each
/// language, and nothing beside the input.
#[track_caller]
fn refused(name: &str, content: &[u8], english: &str, chinese: &str) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join(name);
    fs::write(&input, content).unwrap();
    // Outside CI in one of the languages, in turn over the files.
    let languages = [("en", english), ("zh", chinese)].into_iter().skip(common::some(0, content.len() % 2));
    for (lang, words) in languages.take(common::some(2, 1)) {
        let output = bonus(&["compute", text(&input), "--lang", lang]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{lang}: {said}");
        assert!(said.contains(words), "{lang}: expected {words:?} in {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{lang}: {said}");
        assert!(output.stdout.is_empty(), "{lang}: {}", String::from_utf8_lossy(&output.stdout));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// A workbook is read but has faults: status 1, with these words in each language, and nothing beside the input.
#[track_caller]
fn at_fault(name: &str, content: &[u8], english: &[&str], chinese: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join(name);
    fs::write(&input, content).unwrap();
    for (lang, words) in [("en", english), ("zh", chinese)] {
        let output = bonus(&["compute", text(&input), "--lang", lang]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{lang}: {said}");
        for words in words {
            assert!(said.contains(words), "{lang}: expected {words:?} in {said}");
        }
        assert!(!said.contains("panicked"), "{lang}: {said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
