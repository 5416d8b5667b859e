//! Command lines, and the folder that they are given in.

use std::path::Path;
use std::sync::Mutex;

use assert_cmd::Command;
use bonus::lang::Words;
use bonus::workbook::read::source::{RawCell, SourceRow, SourceWorkbook};

use super::{Shown, folder, one_line};

/// What the program says to command lines that end in a fault, and to those that do not.
pub fn told(wrong: &mut Vec<String>) -> (Vec<Shown>, Vec<Shown>) {
    let folder = tempfile::tempdir().unwrap();
    folder::prepare(folder.path());
    let all: Vec<(&str, i32)> = COMMANDS.iter().copied().chain(SOUND.iter().map(|arguments| (*arguments, 0))).collect();
    let next = Mutex::new(0..all.len());
    let done: Mutex<Vec<(usize, Shown, Vec<String>)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(at) = { next.lock().unwrap().next() } {
                    let (arguments, status) = all[at];
                    let mut wrong = Vec::new();
                    let shown = both(folder.path(), arguments, status, &mut wrong);
                    done.lock().unwrap().push((at, shown, wrong));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(at, ..)| *at);
    let mut told = Vec::new();
    for (_, shown, mut failed) in done {
        told.push(shown);
        wrong.append(&mut failed);
    }
    let mut of_success = told.split_off(COMMANDS.len());
    of_success.extend(WRITTEN.iter().map(|name| written(folder.path(), name)));
    (told, of_success)
}

/// What a command says in both languages: first the whole, where it is short, then line by line.
fn both(folder: &Path, arguments: &str, status: i32, wrong: &mut Vec<String>) -> Shown {
    let mut say = |lang: &str| run(folder, arguments, lang, status, wrong);
    let [zh, en] = [say("zh"), say("en")];
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let head = |text: &str| text.split("\n\n").take(3).collect::<Vec<_>>().join(" ").trim().to_owned();
    let mut said = Vec::new();
    if status != 0 {
        said.push(Words::new(head(&zh), head(&en)));
    }
    let (each_zh, each_en) = (lines(&zh), lines(&en));
    if each_zh.len() == each_en.len() {
        said.extend(each_zh.into_iter().zip(each_en).map(|(zh, en)| Words::new(zh, en)));
    } else {
        said.push(Words::new(one_line(&zh), one_line(&en)));
    }
    let shown = Shown::new(format!("`bonus {arguments}`"), status, said);
    Shown { least: usize::from(status != 0), ..shown }
}

fn run(folder: &Path, arguments: &str, lang: &str, status: i32, wrong: &mut Vec<String>) -> String {
    let mut command = Command::cargo_bin("bonus").unwrap();
    let arguments = arguments.replace("LANG", lang);
    command.current_dir(folder).args(arguments.split_whitespace()).args(["--lang", lang]);
    // No LibreOffice.
    command.env("NO_COLOR", "1").env("PATH", "");
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\\', "/");
    let said = text(&output.stderr) + &text(&output.stdout);
    if output.status.code() != Some(status) {
        wrong.push(format!("bonus {arguments}: {:?}, not {status}: {}", output.status.code(), one_line(&said)));
    }
    said.trim().to_owned()
}

/// What the command lines have written: a file of each language.
const WRITTEN: &[&str] = &[
    "new-LANG.toml",
    "marked-LANG.xlsx",
    "template-LANG.xlsx",
    "proposals-LANG.xlsx",
    "out-LANG.xlsx",
    "team-LANG.xlsx",
];

/// What stands in a file that was written, line by line or cell by cell.
fn written(folder: &Path, name: &str) -> Shown {
    let texts = |lang: &str| {
        let path = folder.join(name.replace("LANG", lang));
        if path.extension().is_some_and(|ending| ending == "toml") {
            return std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect();
        }
        let mut source = SourceWorkbook::open(&path).unwrap();
        let mut texts: Vec<String> = source.sheets().iter().map(|sheet| sheet.name.clone()).collect();
        for sheet in 0..source.sheets().len() {
            let mut take =
                |row: &SourceRow| {
                    texts.extend(row.cells.iter().filter_map(|(_, cell)| {
                        if let RawCell::Text(text) = cell { Some(text.clone()) } else { None }
                    }));
                    std::ops::ControlFlow::Continue(())
                };
            source.rows(sheet, &mut take).unwrap();
        }
        texts
    };
    let [zh, en] = ["zh", "en"].map(texts);
    let said: Vec<Words> = if zh.len() == en.len() {
        zh.into_iter().zip(en).map(|(zh, en)| Words::new(zh, en)).collect()
    } else {
        vec![Words::new(zh.join(" "), en.join(" "))]
    };
    Shown { least: 0, ..Shown::new(format!("written into `{name}`"), 0, said) }
}

/// Command lines in a folder with a sound workbook `q3.xlsx`, a file `there.xlsx` that is none, a policy file `own.toml`
/// with mistakes, and a folder `folder`; and their exit statuses.
const COMMANDS: &[(&str, i32)] = &[
    ("chekc q3.xlsx", 2),
    ("check q3.xlsx --forse", 2),
    ("compute", 2),
    ("policy", 2),
    ("compute q3.xlsx -q -v", 2),
    ("compute q3.xlsx --force --force", 2),
    ("compute q3.xlsx --set", 2),
    ("compute q3.xlsx --format pdf", 2),
    ("compute q3.xlsx other.xlsx", 2),
    ("compute nothing.xlsx", 3),
    ("compute results.xlsx", 1),
    ("check results.xlsx", 1),
    ("compute folder", 3),
    ("compute there.xlsx", 3),
    ("compute q3.xlsx -o there.xlsx", 3),
    ("compute q3.xlsx -o folder", 3),
    ("compute q3.xlsx -o none/out.xlsx", 3),
    ("compute q3.xlsx -o q3.xlsx", 2),
    ("compute q3.xlsx --set in_target_rate", 2),
    ("compute q3.xlsx --set nothing=1", 2),
    ("compute q3.xlsx --set in_target_rate=much", 2),
    ("compute q3.xlsx --through Q9", 2),
    ("compute q3.xlsx --policy nothing", 2),
    ("compute q3.xlsx --policy key-account@99", 2),
    ("compute q3.xlsx --policy own.toml", 1),
    ("check q3.xlsx --mark q3.xlsx", 0),
    ("explain q3.xlsx --manager nobody", 2),
    ("explain q3.xlsx --rule bonnus", 2),
    ("explain q3.xlsx --quarter Q4", 2),
    ("what-if q3.xlsx", 2),
    ("diff q3.xlsx q3.xlsx --manager nobody", 2),
    ("verify folder", 3),
    ("verify q3.xlsx", 3),
    ("check q3.xlsx --previous q3.xlsx", 2),
    ("seal q3.xlsx --as maker --name A", 2),
    ("seal tampered/in-results.xlsx --as maker --name A", 2),
    ("verify q3.xlsx --input nothing", 3),
    ("policy check nothing.toml", 3),
    ("policy check folder/own.toml", 3),
    ("policy check gbk.toml", 3),
    ("policy show folder", 2),
    ("policy new there.xlsx", 3),
    ("check no-policy.xlsx", 1),
    ("check no-settings.xlsx", 1),
    ("check strange-policy.xlsx", 1),
    ("check mistyped-policy.xlsx", 1),
    ("check strange-version.xlsx", 1),
    ("check two-versions.xlsx", 1),
    ("compute q3.xlsx --policy key-account@1 --set policy_version=2", 2),
    ("check faulty.xlsx --mark faulty.xlsx", 2),
    ("check opened.xlsx", 1),
    ("compute open.xlsx", 0),
    ("compute there.xlsx -o out.xlsx", 3),
    ("compute q3.xlsx -o open.xlsx --force", 3),
    ("compute q3.xlsx --force=yes", 2),
    ("compute q3.xlsx --statements folder --statements-pdf", 3),
    ("compute q3.xlsx --statements folder --statements-as html --statements-pdf", 2),
    ("compute q3.xlsx -o none-LANG.xlsx --statements there.xlsx", 3),
    ("policy check folder", 3),
    ("policy check large.toml", 3),
    ("man there.xlsx", 3),
    ("diff q3.xlsx edited.xlsx --on q3.xlsx", 2),
    ("diff edited/in-results.xlsx edited/in-results.xlsx", 3),
    ("what-if assistant.xlsx --cliffs", 2),
    ("what-if card.xlsx --cliffs", 2),
    ("next undecided.xlsx -o undecided.xlsx --force", 2),
    ("next edited/in.xlsx -o out.xlsx", 2),
    ("next edited/in-results.xlsx -o out.xlsx", 2),
    ("next alone/in-results.xlsx -o out.xlsx", 2),
    ("next two/in.xlsx -o out.xlsx", 2),
    ("next tampered/in-results.xlsx -o out.xlsx", 2),
    ("verify alone/in-results.xlsx", 4),
    ("verify unreadable/in-results.xlsx", 4),
    ("verify faults/in-results.xlsx", 4),
    ("verify edited/in-results.xlsx", 4),
    ("verify elsewhere/in-results.xlsx --input elsewhere/in.xlsx", 4),
    ("verify elsewhere/in-results.xlsx --input q2.xlsx", 4),
    ("verify rules/in-results.xlsx", 4),
    ("verify elsewhere/in-results.xlsx --input q2.xlsx --input negative.xlsx", 4),
    ("verify tampered/in-results.xlsx", 4),
    ("verify without-results/in-results.xlsx", 0),
    ("verify saved-again/in-results.xlsx", 0),
    ("verify policy-gone/in-results.xlsx", 4),
    ("verify policy-changed/in-results.xlsx", 4),
    ("verify old", 0),
    ("compute no-date.xlsx --policy dated-vat.toml", 1),
    ("diff q3.xlsx edited.xlsx", 4),
    ("diff q3.xlsx many-edits.xlsx", 4),
    ("diff q3.xlsx somebody-less.xlsx", 4),
    ("diff somebody-less.xlsx q3.xlsx", 4),
    ("check headless.xlsx", 1),
    ("diff results.xlsx edited.xlsx", 4),
    ("diff key-account@1 key-account@2", 4),
    ("diff key-account@1 major-sales@1", 4),
    ("diff key-account@1 key-account@2 --on q3.xlsx", 4),
    ("check faulty.xlsx --mark marked-LANG.xlsx", 1),
    ("compute q3.xlsx -o none-LANG.xlsx --statements statements", 3),
    ("check third.xlsx", 1),
    ("template --policy key-account -o none-LANG.xlsx --people nobody.csv", 3),
    ("template --policy key-account -o none-LANG.xlsx --people gbk.csv", 3),
    ("template --policy key-account -o none-LANG.xlsx --people nameless.csv", 3),
    ("template --policy key-account -o none-LANG.xlsx --people unclear.csv", 1),
    ("template --policy key-account -o listed-LANG.xlsx --people listed.csv", 0),
    ("template --from q3.xlsx -o after-LANG.xlsx", 0),
    ("next undecided-results.xlsx -o none-LANG.xlsx --policy major-sales", 2),
    ("check task-changed.xlsx", 1),
    ("check half-of-nothing.xlsx", 1),
    ("check no-such-review.xlsx", 1),
    ("check nothing-proposed.xlsx", 0),
    ("check undecided.xlsx", 0),
    ("check late-refund.xlsx", 0),
    ("compute accepted.xlsx --through Q1 --format json", 0),
    ("compute contest.xlsx --policy weightless.toml", 1),
    ("compute contest.xlsx --policy lawless.toml", 1),
    ("compute contest.xlsx --policy inexact.toml", 1),
    ("compute contest.xlsx --policy long.toml", 1),
    ("compute contest.xlsx --policy downwards.toml", 1),
    ("compute contest.xlsx --policy at-most.toml", 1),
    ("compute q3.xlsx --policy fen.toml", 1),
    ("compute q3.xlsx --policy grade.toml", 1),
];

/// Command lines that end well: what they say is no mistake.
const SOUND: &[&str] = &[
    "check q3.xlsx",
    "check q3.xlsx --mark marked.xlsx",
    "check remarks.xlsx",
    "compute q3.xlsx -o out-LANG.xlsx -v",
    "compute negative.xlsx -o negative-LANG.xlsx",
    "compute remarks.xlsx -o results-of-remarks-LANG.xlsx",
    "compute q3.xlsx -o said-LANG.xlsx --statements statements-LANG",
    "compute q3.xlsx --through Q1 -o back-LANG.xlsx",
    "explain q3.xlsx",
    "explain year.xlsx",
    "explain contest.xlsx --policy contest.toml",
    "template --policy key-account -o template-LANG.xlsx",
    "next set.xlsx -o next-LANG.xlsx",
    "next results.xlsx -o next-of-results-LANG.xlsx -v",
    "next remarked.xlsx -o next-of-remarks-LANG.xlsx",
    "policy list",
    "policy show halves.toml",
    "policy show dated-vat-accrual.toml",
    "next q2-results.xlsx -o proposals-LANG.xlsx",
    "compute no-through.xlsx -o derived-LANG.xlsx -v",
    "next set-results.xlsx -o next-of-set-LANG.xlsx -v",
    "policy show words.toml",
    "policy show team.toml",
    "policy check uncited.toml",
    "policy show team.toml --format scopes",
    "compute team.xlsx --policy team.toml -o team-LANG.xlsx -v",
    "verify team-results.xlsx",
    "policy show key-account --format scopes",
    "policy show office.toml",
    "policy show major-sales",
    "policy show department-sales",
    "policy show loan-officers",
    "policy show service-center",
    "policy show account-manager-scorecard",
    "policy show dated-vat.toml",
    "template --policy key-account --force",
    "policy show key-account",
    "policy check accelerator.toml",
    "policy new new-LANG.toml",
    "policy coverage year.xlsx",
    "man man-LANG",
    "verify results.xlsx",
    "verify q2-results.xlsx undecided-results.xlsx",
    "verify old -v",
    "diff q3.xlsx q3.xlsx",
    "diff key-account@1 key-account@1",
    "readings year.xlsx",
    "readings assistant.xlsx",
    "readings contest.xlsx --policy contest.toml",
    "what-if year.xlsx --readings",
    "what-if year.xlsx --set in_target_rate=8%",
    "what-if q3.xlsx --cliffs --manager M001",
    "what-if year.xlsx --cliffs --manager M005 --over 100000000 --through Q1",
];
