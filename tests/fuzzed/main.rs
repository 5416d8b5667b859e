//! The corpus of the fuzzer, and the cases that it found, through the same doors on the stable compiler.

pub mod targets;

use std::fs;
use std::path::Path;

/// Every file of a target's corpus; the target must take it without a panic, and what it asserts must hold.
fn replay(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 5, "the corpus in {} is gone", folder.display());
    for file in files {
        // Which file it was, where the target does not say.
        println!("{}", file.display());
        target(&fs::read(&file).unwrap());
    }
}

#[test]
fn the_corpus_of_workbooks() {
    replay("workbook", targets::workbook);
}

#[test]
fn the_corpus_of_mutants() {
    replay("mutant", targets::mutant);
}

#[test]
fn the_corpus_of_packages() {
    replay("package", targets::package);
}

#[test]
fn the_corpus_of_policies() {
    replay("policy", targets::policy);
}

#[test]
fn the_corpus_of_formulas() {
    replay("formula", targets::formula);
}

#[test]
fn the_corpus_of_settings() {
    replay("settings", targets::settings);
}

/// The committed corpus is small, and each target of the fuzzer has one.
#[test]
fn the_corpus_is_kept_small() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut bytes = 0;
    for target in fs::read_dir(fuzz.join("fuzz_targets")).unwrap() {
        let name = target.unwrap().path().file_stem().unwrap().to_owned();
        let files = fs::read_dir(fuzz.join("corpus").join(&name)).unwrap_or_else(|_| panic!("no corpus of {name:?}"));
        bytes += files.map(|file| file.unwrap().metadata().unwrap().len()).sum::<u64>();
    }
    assert!(bytes < 1 << 20, "{bytes} bytes; run `cargo fuzz cmin`");
}
