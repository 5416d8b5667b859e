//! A language that is none, as a test of the catalogue: every text of ours stands in brackets, what a policy file or a
//! workbook says does not. Whatever is said past the catalogue shows by having no brackets.

use std::path::Path;

use super::super::messages::ROOMS;
use super::super::{Lang, Words};
use crate::policy::{Policy, load};
use crate::report::form::{Filling, form};
use crate::report::sheet::Report;
use crate::report::{CommandLineInput, Results, Statements, with_workbook};
use crate::run::{Run, run};
use crate::workbook::read::source::SourceWorkbook;
use crate::workbook::read::{Preface, Request};

/// The policy of the examples, whose English labels stand in marks of their own.
fn policy() -> Policy {
    let text = include_str!("../../policy/builtin/key-account.toml");
    let mut parts = text.split(", en = \"");
    let mut marked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (label, rest) = part.split_once('"').expect("a label ends");
        marked += ", en = \"«";
        marked += label;
        marked += "»\"";
        marked += rest;
    }
    load("key-account.toml", &marked).unwrap_or_else(|error| panic!("{error}"))
}

/// What of a text is neither in our brackets nor in the policy's marks.
fn outside(text: &str) -> String {
    let mut depth = 0;
    let kept = text.chars().filter(|c| {
        match c {
            '⟦' | '«' => depth += 1,
            '⟧' | '»' => depth -= 1,
            _ => return depth == 0,
        }
        false
    });
    kept.collect()
}

/// Whether words were left out of the catalogue: more than numbers, clauses, quarters and signs.
fn is_left_out(text: &str) -> bool {
    let outside = outside(text);
    let words = outside.split(|c: char| !c.is_alphanumeric());
    words.into_iter().any(|word| {
        let code = word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        !word.is_empty() && !code
    })
}

fn labels(report: &Report<'_>) -> Vec<String> {
    let mut all = vec![report.subject.clone()];
    for sheet in &report.sheets {
        all.extend([sheet.name.clone(), sheet.subtitle.clone()]);
        all.extend(sheet.charts.iter().map(|chart| chart.title.clone()));
        for block in &sheet.blocks {
            all.extend(block.heading.clone());
            all.extend(block.columns.iter().map(|column| column.label.clone()));
        }
    }
    all
}

#[test]
fn every_message_is_said_in_it() {
    let data = Words::same("«x»");
    for room in ROOMS {
        for (_, fields, texts) in room.messages {
            let fields: Vec<_> = fields.iter().map(|field| (*field, &data)).collect();
            let words = texts.say(&fields);
            let said = words.get(Lang::Pseudo);
            let has_words = outside(&words.en).contains(char::is_alphabetic);
            assert!(!is_left_out(said) && (said.contains('⟦') || !has_words), "{said}");
        }
    }
}

#[test]
fn every_label_of_results_and_forms_is_said_in_it() {
    let policy = policy();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/key-account.xlsx");
    let mut source = SourceWorkbook::open(&path).unwrap();
    let preface = Preface::read(&mut source).unwrap();
    let Run { book, settlement, .. } = run(&mut source, &preface, &policy, &Request::default()).unwrap();
    let (input_file, input_sha256) = (String::new(), String::new());
    let results = Results {
        policy: &policy,
        book: &book,
        settlement: &settlement,
        input_file,
        input_sha256,
        given: CommandLineInput::default(),
    };
    let mut all = with_workbook(&results, Lang::Pseudo, labels);
    all.extend(Statements::new(&results, Lang::Pseudo).with(0, &[], labels));
    all.extend(labels(&form(&policy, Lang::Pseudo, &Filling::prepared(&policy, 2)).report));
    assert!(all.len() > 200, "{}", all.len());
    // What the input's sheets are called is the clerk's.
    let without_names =
        |label: &String| source.sheets().iter().fold(label.clone(), |label, sheet| label.replace(&sheet.name, ""));
    let left_out: Vec<&String> = all.iter().filter(|label| is_left_out(&without_names(label))).collect();
    assert!(left_out.is_empty(), "said past the catalogue: {left_out:#?}");
}

#[test]
fn every_text_of_the_help_is_said_in_it() {
    let help = crate::cli::help_of_every_command(Lang::Pseudo);
    assert!(help.len() > 60, "{}", help.len());
    let left_out: Vec<&String> = help.iter().filter(|text| !text.starts_with('⟦')).collect();
    assert!(left_out.is_empty(), "said past the catalogue: {left_out:#?}");
}
