//! Two thousand bent copies of valid workbooks: none gives other figures than the unbent one without a fault.
//!
//! `BONUS_MUTANTS` is how many to make instead (the fuzzer's target `mutant` makes them without end); a mutant is told by
//! its number and what was done to it.

use crate::common;

use std::ops::ControlFlow;
use std::sync::Mutex;

use crate::fuzzed::targets::mutant::{Dice, bent};
use bonus::policy::Policy;
use bonus::report::{CommandLineInput, Results, json};
use bonus::run::run;
use bonus::workbook::read::source::{RawCell, SourceWorkbook};
use bonus::workbook::read::{Preface, Request};

const SEEDS: [&str; 7] = [
    "samples/key-account.xlsx",
    "samples/key-account-en.xlsx",
    "formats/key-account.xlsx",
    "formats/key-account.xlsm",
    "formats/key-account.xlsb",
    "formats/key-account.xls",
    "formats/key-account.ods",
];

type Cells = Vec<(String, Vec<(u32, Vec<(u16, RawCell)>)>)>;

/// All cells of a workbook, or `None` where it is refused.
fn cells(bytes: &[u8]) -> Option<Cells> {
    let mut source = SourceWorkbook::from_bytes(bytes.to_vec()).ok()?;
    let names: Vec<String> = source.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let mut all = Vec::new();
    for (sheet, name) in names.into_iter().enumerate() {
        let mut rows = Vec::new();
        source
            .rows(sheet, &mut |row| {
                rows.push((row.number, row.cells.clone()));
                ControlFlow::Continue(())
            })
            .ok()?;
        all.push((name, rows));
    }
    Some(all)
}

/// All figures, or `None` where there is a fault.
fn figures(bytes: &[u8], policy: &Policy) -> Option<String> {
    let mut source = SourceWorkbook::from_bytes(bytes.to_vec()).ok()?;
    let preface = Preface::read(&mut source).ok()?;
    let run = run(&mut source, &preface, policy, &Request::default()).ok()?;
    let results = Results {
        policy,
        book: &run.book,
        settlement: &run.settlement,
        input_file: String::new(),
        input_sha256: String::new(),
        given: CommandLineInput::default(),
    };
    let mut document = json(&results, bonus::lang::Lang::En);
    // Whose name is misread is told by the results; what he is paid is what counts here.
    for person in document["managers"].as_array_mut()? {
        person.as_object_mut()?.remove("name");
    }
    Some(document["managers"].to_string())
}

#[test]
fn none_gives_other_figures() {
    let count: usize = std::env::var("BONUS_MUTANTS").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000);
    let policy = common::policy("key-account");
    let seeds: Vec<(&str, Vec<u8>, Cells, String)> = SEEDS
        .iter()
        .map(|name| {
            let bytes = std::fs::read(common::fixture(name)).expect("a seed");
            let (cells, figures) = (cells(&bytes).expect("a workbook"), figures(&bytes, policy).expect("figures"));
            (*name, bytes, cells, figures)
        })
        .collect();
    let next = Mutex::new(0..count);
    let found: Mutex<(usize, usize, Vec<String>)> = Mutex::default();
    let work = || {
        while let Some(number) = { next.lock().unwrap().next() } {
            let (name, whole, expected, right) = &seeds[number % seeds.len()];
            let mut dice = Dice::new(number as u64);
            let (bytes, what) = (0..100).find_map(|_| bent(whole, &mut dice)).expect("something to do");
            let refused = match cells(&bytes) {
                None => true,
                Some(cells) if cells == *expected => false,
                Some(_) => match figures(&bytes, policy) {
                    None => true,
                    Some(figures) if figures == *right => false,
                    Some(_) => {
                        found.lock().unwrap().2.push(format!("{number} {name}: {what}"));
                        false
                    }
                },
            };
            let mut found = found.lock().unwrap();
            if refused { found.0 += 1 } else { found.1 += 1 }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    let (refused, same, mut wrong) = found.into_inner().unwrap();
    wrong.sort();
    println!("{refused} refused, {same} the same, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(refused > count / 4 && same > count / 50, "{refused} refused, {same} the same");
}
