//! A statement a manager: his own figures, his lines, how far it is to the next threshold, and nobody
//! else's name.

use crate::{common, oracle};
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output};

use calamine::{Reader as _, Xlsx, open_workbook};
use oracle::{random_book_of, write_xlsx};

fn bonus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("LANG", "C").output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// All parts of a package, one after the other.
fn parts(path: &Path) -> String {
    let mut package = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut all = String::new();
    for index in 0..package.len() {
        let mut bytes = Vec::new();
        package.by_index(index).unwrap().read_to_end(&mut bytes).unwrap();
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all
}

/// All texts of a workbook.
fn texts(path: &Path) -> Vec<String> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let mut texts = Vec::new();
    for (_, range) in book.worksheets() {
        texts.extend(range.cells().map(|(_, _, cell)| cell.to_string()));
    }
    texts
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn no_name_leaks_from_one_statement_to_another() {
    for (policy, seed) in [("key-account", 5), ("major-sales", 6), ("department-sales", 7)] {
        let mut book = random_book_of(policy, seed, Some(12));
        for (number, manager) in book.managers.iter_mut().enumerate() {
            manager.name = format!("姓{number:02}名");
        }
        let folder = tempfile::tempdir().unwrap();
        let (input, statements) = (folder.path().join("book.xlsx"), folder.path().join("各人"));
        write_xlsx(&book, &input).unwrap();
        let output = bonus(&["compute", text(&input), "--statements", text(&statements)]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(files(&statements).len(), 12);
        for own in &book.managers {
            let all = parts(&statements.join(format!("{} {}.xlsx", own.id, own.name)));
            assert!(all.contains(&own.id) && all.contains(&own.name));
            for other in book.managers.iter().filter(|other| other.id != own.id) {
                assert!(!all.contains(&other.id), "{policy}: {} knows {}", own.id, other.id);
                assert!(!all.contains(&other.name), "{policy}: {} knows {}", own.id, other.name);
            }
        }
    }
}

#[test]
fn a_statement_says_how_far_it_is_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    fs::copy(common::fixture("samples/key-account.xlsx"), &input).unwrap();
    let statements = folder.path().join("statements");
    let arguments = ["compute", text(&input), "--through", "Q3", "--lang", "en", "--statements", text(&statements)];
    let output = bonus(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.ends_with(&format!("statements: {} (5)\n", text(&statements))), "{told}");
    let name = files(&statements).into_iter().find(|name| name.starts_with("M004")).unwrap();
    let said = texts(&statements.join(&name));
    for sentence in ["yuan more in Q3 reaches the base", "yuan more in Q3 reaches the target"] {
        assert!(said.iter().any(|text| text.ends_with(sentence)), "{sentence}: {said:#?}");
    }
    for heading in ["Carried forward from Q3", "With the numbers", "KA-2.2a", "below base"] {
        assert!(said.iter().any(|text| text.contains(heading)), "{heading}");
    }
    // Nothing is replaced without --force, and nothing is half done.
    fs::remove_file(folder.path().join("in-results.xlsx")).unwrap();
    fs::remove_file(statements.join(&name)).unwrap();
    let output = bonus(&arguments);
    assert_eq!(output.status.code(), Some(3));
    assert!(!statements.join(&name).exists() && !folder.path().join("in-results.xlsx").exists());
    assert!(bonus(&[&arguments[..], &["--force"]].concat()).status.success());
    assert!(statements.join(&name).exists());
}

#[test]
fn statements_become_pages_where_libreoffice_is_present() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    fs::copy(common::fixture("samples/major-sales.xlsx"), &input).unwrap();
    let statements = folder.path().join("statements");
    let arguments = ["compute", text(&input), "--statements", text(&statements), "--statements-pdf"];
    // Without LibreOffice on the path it says so before it writes anything.
    let output =
        Command::new(env!("CARGO_BIN_EXE_bonus")).args(arguments).env("PATH", "/nonexistent").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("LibreOffice"));
    assert!(!statements.exists());
    if !common::live::soffice_is_there() {
        return;
    }
    let output = bonus(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = files(&statements);
    assert_eq!(names.len() % 2, 0);
    for name in names.iter().filter(|name| Path::new(name).extension().is_some_and(|end| end == "pdf")) {
        assert!(fs::read(statements.join(name)).unwrap().starts_with(b"%PDF"), "{name}");
    }
}
