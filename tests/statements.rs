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
        assert!(said.iter().any(|text| text.contains(sentence)), "{sentence}: {said:#?}");
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

/// The pages of everyone of a book, by id and name, with what is payable to each.
fn pages_of(policy: &str, seed: u64, folder: &Path) -> Vec<(String, String, String, String)> {
    let mut book = random_book_of(policy, seed, Some(12));
    for (number, manager) in book.managers.iter_mut().enumerate() {
        manager.name = format!("姓{number:02}名");
    }
    let (input, statements) = (folder.join("book.xlsx"), folder.join("各人"));
    write_xlsx(&book, &input).unwrap();
    let arguments = ["compute", text(&input), "--format", "json", "--statements-as", "html", "--statements"];
    let output = bonus(&[&arguments[..], &[text(&statements)]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(files(&statements).len(), 12);
    let results: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let people = results["managers"].as_array().unwrap().iter().map(|manager| {
        let of = |name: &str| manager[name].as_str().unwrap().to_owned();
        let page = statements.join(format!("{} {}.html", of("id"), of("name")));
        (of("id"), of("name"), of("payable"), fs::read_to_string(page).unwrap())
    });
    people.collect()
}

/// Money as pages show it.
fn shown(amount: &str) -> String {
    bonus::report::grouped(amount.parse().unwrap())
}

#[test]
fn a_page_is_one_person_s_too() {
    for (policy, seed) in [("key-account", 5), ("major-sales", 6), ("department-sales", 7)] {
        let folder = tempfile::tempdir().unwrap();
        let people = pages_of(policy, seed, folder.path());
        for (id, name, payable, page) in &people {
            assert!(page.contains(id) && page.contains(name) && page.contains(&shown(payable)), "{policy}: {id}");
            for (other, called, gets, _) in people.iter().filter(|(other, ..)| other != id) {
                assert!(!page.contains(other) && !page.contains(called), "{policy}: {id} knows {other}");
                // Round sums may be anybody's.
                let telling = !gets.ends_with("00");
                assert!(!telling || !page.contains(&shown(gets)), "{policy}: {id} knows what {other} gets");
            }
        }
    }
}

/// What the workbook withholds the page withholds too: neither the figure of the only one below nor a line of his.
#[test]
fn a_page_withholds_what_the_workbook_withholds() {
    let folder = tempfile::tempdir().unwrap();
    let (input, each) = (folder.path().join("team.xlsx"), folder.path().join("each"));
    let mut draft = common::draft::opened(&common::fixture("policies/team.xlsx"));
    draft.put("回款", "C5", common::draft::n("123456.78"));
    draft.write(&input);
    let policy = common::fixture("policies/team.toml");
    let arguments = ["compute", text(&input), "--policy", text(&policy), "--lang", "en", "--statements", text(&each)];
    let output = bonus(&[&arguments[..], &["--statements-as", "html"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let name = files(&each).into_iter().find(|name| name.contains("L1")).unwrap();
    let page = fs::read_to_string(each.join(name)).unwrap();
    for figure in ["123456.78", "123,456.78"] {
        assert!(!page.contains(figure), "{figure} stands in the page of L1");
    }
    for said in ["one other person", "250,000.50", "2,469.14"] {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn pages_are_written_as_workbooks_are() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    fs::copy(common::fixture("samples/key-account.xlsx"), &input).unwrap();
    let each = folder.path().join("each");
    let arguments = ["compute", text(&input), "--lang", "en", "--statements", text(&each), "--statements-as", "html"];
    // Of pages no PDF is made: that is said before anything is written.
    let output = bonus(&[&arguments[..], &["--statements-pdf"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(!each.exists() && !folder.path().join("in-results.xlsx").exists());
    let output = bonus(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = files(&each);
    assert!(
        names.len() == 5 && names.iter().all(|name| Path::new(name).extension().is_some_and(|kind| kind == "html")),
        "{names:?}"
    );
    let first: Vec<Vec<u8>> = names.iter().map(|name| fs::read(each.join(name)).unwrap()).collect();
    assert_eq!(bonus(&arguments).status.code(), Some(3), "nothing is replaced without --force");
    assert!(bonus(&[&arguments[..], &["--force", "--threads", "1"]].concat()).status.success());
    let again: Vec<Vec<u8>> = names.iter().map(|name| fs::read(each.join(name)).unwrap()).collect();
    assert!(first == again, "the same input gives the same bytes");
    let own = String::from_utf8(first[3].clone()).unwrap();
    for said in
        ["Why so much", "reaches the base and pays", "The next threshold", "Signature", "KA-2.2a", "[not taken: "]
    {
        assert!(own.contains(said), "{said}");
    }
}

/// The page of the run is printed as JSON and CSV are, or written where `-o` says.
#[test]
fn the_page_of_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let (input, page) = (common::fixture("samples/key-account.xlsx"), folder.path().join("run.html"));
    let arguments = ["compute", text(&input), "--lang", "en", "--format", "html"];
    let printed = bonus(&arguments);
    assert!(printed.status.success() && printed.stderr.is_empty());
    let written = bonus(&[&arguments[..], &["-o", text(&page)]].concat());
    assert!(written.status.success());
    let told = String::from_utf8(written.stdout).unwrap();
    assert!(told.ends_with(&format!("results: {}\n", text(&page))), "{told}");
    assert!(fs::read(&page).unwrap() == printed.stdout, "the same bytes");
    assert_eq!(bonus(&[&arguments[..], &["-o", text(&page)]].concat()).status.code(), Some(3));
    let text = String::from_utf8(printed.stdout).unwrap();
    for said in
        ["lang=\"en\"", "Content-Security-Policy", "[not taken: ", "id=\"rule-3-bonus\"", "166,307.39", "Prepared by"]
    {
        assert!(text.contains(said), "{said}");
    }
}
