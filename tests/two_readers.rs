//! Two readers side by side: ours and calamine's, cell by cell, over every .xlsx and .xlsm of the repository, and with
//! `BONUS_FOREIGN=FOLDER` over a folder of other people's (`tests/corpus.md` says which were tried).
//!
//! A file on which they differ, or that ours alone refuses, has its line in the table of `tests/corpus.md`, with the
//! reason; a foreign file is known there by the end of its path.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use bonus::workbook::read::source::{RawCell, SourceWorkbook};
use calamine::{CellErrorType, DataRef, ExcelDateTime, Reader as _, SheetType, Xlsx};

/// What stands in the cells of each sheet, by row and column.
type Sheets = BTreeMap<String, BTreeMap<(u32, u32), String>>;

fn number(x: f64) -> String {
    format!("number {x:e}")
}

/// Whether two shown values are alike: numbers to 15 digits, and to the 28 decimal places that ours have.
fn alike(one: Option<&str>, other: Option<&str>) -> bool {
    let number = |shown: Option<&str>| shown?.strip_prefix("number ")?.parse::<f64>().ok();
    match (number(one), number(other)) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-14 * other.abs() + 1e-28,
        _ => one == other,
    }
}

fn date(stamp: &ExcelDateTime) -> String {
    let (year, month, day, ..) = stamp.to_ymd_hms_milli();
    if stamp.is_duration() || stamp.as_f64() < 1.0 {
        return "time".to_owned();
    }
    format!("date {year:04}-{month:02}-{day:02}")
}

fn theirs(bytes: &[u8]) -> Option<Sheets> {
    let read = || -> Option<Sheets> {
        let mut book = Xlsx::new(Cursor::new(bytes)).ok()?;
        let sheets: Vec<_> = book.sheets_metadata().to_vec();
        let mut all = Sheets::new();
        for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
            let mut cells = book.worksheet_cells_reader(&sheet.name).ok()?;
            let mut found = BTreeMap::new();
            while let Some(cell) = cells.next_cell().ok()? {
                let shown = match cell.get_value() {
                    DataRef::Empty | DataRef::SharedString("") => continue,
                    DataRef::String(text) if text.is_empty() => continue,
                    DataRef::Int(i) => number(i.to_string().parse().ok()?),
                    DataRef::Float(x) => number(*x),
                    DataRef::String(text) => format!("text {}", text.trim()),
                    DataRef::SharedString(text) => format!("text {}", text.trim()),
                    DataRef::Bool(truth) => format!("truth {truth}"),
                    DataRef::DateTime(stamp) => date(stamp),
                    DataRef::DateTimeIso(text) if !text.contains('-') => "time".to_owned(),
                    DataRef::DateTimeIso(text) => format!("date {}", text.split('T').next().unwrap_or_default()),
                    DataRef::DurationIso(_) => "time".to_owned(),
                    DataRef::Error(CellErrorType::GettingData) => "error #GETTING_DATA".to_owned(),
                    DataRef::Error(error) => format!("error {error}"),
                };
                if shown != "text " {
                    found.insert(cell.get_position(), shown);
                }
            }
            all.insert(sheet.name.clone(), found);
        }
        Some(all)
    };
    catch_unwind(read).ok().flatten()
}

fn ours(bytes: &[u8]) -> Result<Sheets, String> {
    let mut source = SourceWorkbook::from_bytes(bytes.to_vec()).map_err(|error| error.to_string())?;
    let sheets = source.sheets().to_vec();
    let mut all = Sheets::new();
    for (index, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| sheet.worksheet) {
        let mut found = BTreeMap::new();
        let read = source.rows(index, &mut |row| {
            for (column, cell) in &row.cells {
                let shown = match cell {
                    RawCell::Number(decimal) => number(decimal.to_string().parse().unwrap_or(f64::NAN)),
                    RawCell::Text(text) if text.trim().is_empty() => continue,
                    RawCell::Text(text) => format!("text {}", text.trim()),
                    RawCell::Truth(truth) => format!("truth {truth}"),
                    RawCell::Date(date) => format!("date {date}"),
                    RawCell::Time(_) => "time".to_owned(),
                    RawCell::Error(error) => format!("error {error}"),
                    // Formulas without a result are blank to the other reader.
                    RawCell::EmptyFormula => continue,
                    RawCell::BadNumber(text) => format!("bad {text}"),
                };
                found.insert((row.number - 1, u32::from(*column)), shown);
            }
            ControlFlow::Continue(())
        });
        read.map_err(|error| error.to_string())?;
        all.insert(sheet.name.clone(), found);
    }
    Ok(all)
}

/// The first difference between the two, in words.
fn difference(one: &Sheets, other: &Sheets) -> Option<String> {
    if one.keys().ne(other.keys()) {
        return Some(format!("sheets {:?} and {:?}", one.keys(), other.keys()));
    }
    one.iter().find_map(|(sheet, cells)| {
        let others = &other[sheet];
        let mut places: Vec<_> = cells.keys().chain(others.keys()).collect();
        places.sort_unstable();
        places.into_iter().find_map(|at| {
            let (here, there) = (cells.get(at).map(String::as_str), others.get(at).map(String::as_str));
            // What is no number or date to us is said to be none, whatever the other makes of it.
            let told = here.is_some_and(|here| here.starts_with("bad "));
            (!alike(here, there) && !told).then(|| format!("{sheet} {at:?}: {here:?} and {there:?}"))
        })
    })
}

/// The workbooks below a folder; bent ones are for `tests/bent.rs`.
fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let ending = name.rsplit('.').next();
        if path.is_dir() && !matches!(name.as_str(), "target" | ".git" | "hostile") {
            below(&path, found);
        } else if matches!(ending, Some("xlsx" | "xlsm")) {
            found.push(path);
        }
    }
    found.sort();
}

/// What differs in all files of a folder, but those that the table names.
fn compare(folder: &Path, told: &mut String) -> (usize, Vec<String>) {
    let table = include_str!("corpus.md");
    let mut files = Vec::new();
    below(folder, &mut files);
    let (mut alike, mut wrong) = (0, Vec::new());
    for file in files {
        let shown = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
        let bytes = std::fs::read(&file).expect("a file");
        let outcome = match (ours(&bytes), theirs(&bytes)) {
            (Ok(ours), Some(theirs)) => difference(&ours, &theirs).map(|difference| format!("differs: {difference}")),
            (Err(error), Some(_)) => Some(format!("refused: {error}")),
            (_, None) => None,
        };
        match outcome {
            None => alike += 1,
            Some(outcome) => {
                let known = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
                let named = known.into_iter().any(|known| shown.ends_with(known));
                let _ = writeln!(told, "{} {shown}: {outcome}", if named { "known" } else { "NEW" });
                if !named {
                    wrong.push(format!("{shown}: {outcome}"));
                }
            }
        }
    }
    (alike, wrong)
}

#[test]
fn on_every_workbook_of_the_repository() {
    let mut told = String::new();
    let (alike, wrong) = compare(Path::new(env!("CARGO_MANIFEST_DIR")), &mut told);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(alike > 50, "only {alike} workbooks were found");
}

#[test]
fn on_a_folder_of_foreign_ones() {
    let Some(folder) = std::env::var_os("BONUS_FOREIGN") else {
        eprintln!("skipped: BONUS_FOREIGN names no folder");
        return;
    };
    let mut told = String::new();
    let (alike, wrong) = compare(Path::new(&folder), &mut told);
    println!("{told}{alike} alike, {} differ", wrong.len());
    assert!(wrong.is_empty(), "{} files differ", wrong.len());
}
