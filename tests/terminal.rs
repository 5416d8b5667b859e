//! What is printed keeps within 80 columns: no line is broken by the terminal, in either language.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use unicode_width::UnicodeWidthStr as _;

use crate::common::{self, fixture};

const COLUMNS: usize = 80;

fn bonus(arguments: &[&str], columns: Option<usize>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bonus"));
    command.args(arguments).env("LANG", "C").env_remove("COLUMNS");
    if let Some(columns) = columns {
        command.env("COLUMNS", columns.to_string());
    }
    command.output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The lines of both outputs that are wider than the terminal.
fn wide(output: &Output) -> Vec<String> {
    let printed = [output.stdout.as_slice(), &output.stderr].concat();
    let printed = String::from_utf8(printed).unwrap();
    printed.lines().filter(|line| line.width() > COLUMNS).map(str::to_owned).collect()
}

/// Every input of the examples, of each policy and of the schemes.
fn inputs() -> Vec<PathBuf> {
    let mut inputs = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/key-account.xlsx")];
    inputs.extend(["major-sales", "department-sales"].map(|name| fixture(&format!("samples/{name}.xlsx"))));
    let schemes = fs::read_dir(fixture("schemes")).unwrap().map(|file| file.unwrap().path());
    inputs.extend(schemes.filter(|path| path.extension().is_some_and(|kind| kind == "xlsx")));
    inputs.sort();
    inputs
}

/// Both languages, or outside CI one of them, in turn.
fn languages(number: usize) -> impl Iterator<Item = &'static str> {
    ["zh", "en"].into_iter().skip(common::some(0, number % 2)).take(common::some(2, 1))
}

#[test]
fn no_command_prints_a_line_wider_than_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (results, other) = (path("results.xlsx"), path("other.xlsx"));
    let mut found = Vec::new();
    let mut tried = 0;
    let mut run = |arguments: &[&str], lang: &str| {
        let output = bonus(&[arguments, &["--lang", lang]].concat(), Some(COLUMNS));
        tried += 1;
        found.extend(wide(&output).into_iter().take(3).map(|line| format!("{}: {line}", arguments.join(" "))));
        output
    };
    for (number, input) in inputs().iter().enumerate() {
        let input = text(input);
        for lang in languages(number) {
            assert!(run(&["compute", input, "-o", &results, "--force"], lang).status.success(), "{input}");
            run(&["explain", input], lang);
            run(&["check", input], lang);
            if lang == "en" {
                run(&["what-if", input, "--readings"], lang);
                run(&["verify", &results, "--input", input], lang);
            }
        }
    }
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/key-account.xlsx");
    let example = text(&example);
    let policy = path("ours.toml");
    let (archived, twice, next, form) =
        (fixture("archive/years/2013"), fixture("faults/two.xlsx"), path("next.xlsx"), path("form.xlsx"));
    let commands: [&[&str]; 35] = [
        &["explain", example, "--manager", "M004", "--all"],
        &["explain", example, "--rule", "bonus", "--brief"],
        &["what-if", example, "--readings"],
        &["what-if", example, "--set", "in_target_rate=8%"],
        &["what-if", example, "--cliffs", "--manager", "M004", "--through", "Q2"],
        &["compute", example, "-o", &results, "--force"],
        &["compute", example, "-o", &other, "--force", "--set", "in_target_rate=8%", "--timings"],
        &["diff", &results, &other, "--input", example],
        &["diff", "key-account@1", "key-account@2", "--on", example],
        &["verify", &other, text(&archived), "--input", example],
        &["seal", &other, "--as", "maker", "--name", "王", "--date", "2018-01-05"],
        &["verify", &other, "--input", example],
        &["next", example, "-o", &next, "--force"],
        &["template", "-o", &form, "--force"],
        &["check", text(&twice)],
        &["compute", text(&twice)],
        &["policy", "list"],
        &["policy", "show", "department-sales"],
        &["policy", "show", "key-account", "--format", "scopes"],
        &["policy", "coverage", example],
        &["policy", "new", &policy, "--force"],
        &["policy", "check", &policy],
        &["compute"],
        &["compute", "missing.xlsx"],
        &["compute", "--help"],
        &["check", "--help"],
        &["explain", "--help"],
        &["what-if", "--help"],
        &["verify", "--help"],
        &["diff", "--help"],
        &["next", "--help"],
        &["template", "--help"],
        &["seal", "--help"],
        &["policy", "--help"],
        &["explain", example, "--rule", "bonuss"],
    ];
    for (number, arguments) in commands.into_iter().enumerate() {
        for lang in languages(number) {
            run(arguments, lang);
        }
    }
    assert!(tried > common::some(150, 80), "{tried}");
    found.truncate(40);
    assert!(found.is_empty(), "wider than {COLUMNS} columns:\n{}", found.join("\n"));
}

/// In a pipe lines are as long as they are, and a narrow terminal changes no word.
#[test]
fn the_width_changes_where_lines_break_and_nothing_else() {
    let input = fixture("samples/key-account.xlsx");
    for arguments in [&["explain", text(&input), "--all"][..], &["check", text(&input)]] {
        let words = |columns| -> Vec<String> {
            let printed = String::from_utf8(bonus(&[arguments, &["--lang", "en"]].concat(), columns).stdout).unwrap();
            // Where a line breaks within a formula, a blank comes in.
            printed.chars().filter(|char| !char.is_whitespace()).map(String::from).collect()
        };
        assert_eq!(words(None), words(Some(80)));
    }
    let long = bonus(&["explain", text(&input), "--manager", "M001", "--lang", "en"], None);
    assert!(String::from_utf8(long.stdout).unwrap().lines().any(|line| line.width() > COLUMNS));
}

/// Above 30 people the largest changes are printed, and everyone with `--all`.
#[test]
fn of_many_people_the_largest_changes_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let (input, results) = (folder.path().join("many.xlsx"), folder.path().join("results.xlsx"));
    let book = crate::oracle::random_book_of("key-account", 11, Some(40));
    crate::oracle::write_xlsx(&book, &input).unwrap();
    let compute = |more: &[&str]| {
        let arguments = ["compute", text(&input), "-o", text(&results), "--force", "--lang", "en"];
        let output = bonus(&[&arguments[..], more].concat(), Some(COLUMNS));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let (few, all) = (compute(&[]), compute(&["--all"]));
    let named = |printed: &str| book.managers.iter().filter(|one| printed.contains(&format!("  {} ", one.id))).count();
    assert_eq!(named(&all), 40, "{all}");
    assert_eq!(named(&few), 10, "{few}");
    assert!(few.contains("the 10 largest changes against") && few.contains("--all prints everyone"), "{few}");
    let total = |printed: &str| {
        let line = printed.lines().find(|line| line.starts_with("  Total")).unwrap();
        line.split_whitespace().nth(1).unwrap().to_owned()
    };
    assert_eq!(total(&few), total(&all));
}
