//! Every cell is accounted for: workbooks as people make them, each with what is right; the counts against the cells of the
//! file; and good workbooks spoilt at random, of which none gives other figures without a word.

use crate::common;
mod spoilt;

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use common::draft::Cell;
use common::{fixture, policy};
use serde_json::Value as Json;

/// What is told of a workbook that is computed: warnings, and what was passed over.
fn told(results: &Json) -> Vec<String> {
    let place = |sheet: &Json, cells: &Json| match cells.as_str().unwrap() {
        "" => sheet.as_str().unwrap().to_owned(),
        cells => format!("{}!{cells}", sheet.as_str().unwrap()),
    };
    let warnings = results["warnings"].as_array().unwrap().iter().map(|w| place(&w["sheet"], &w["cell"]));
    let mut all: Vec<String> = warnings.collect();
    all.sort();
    all.dedup();
    all.extend(results["passed_over"].as_array().unwrap().iter().map(|p| place(&p["sheet"], &p["cells"])));
    all
}

fn paid(results: &Json) -> String {
    let one = |m: &Json| format!("{}={}", m["id"].as_str().unwrap(), m["payable"].as_str().unwrap());
    results["managers"].as_array().unwrap().iter().map(one).collect::<Vec<_>>().join(" ")
}

/// `table.tsv`: the file; whether it is refused; the cells that are named; what is paid.
#[test]
fn each_workbook_behaves_as_its_row_says() {
    let table = std::fs::read_to_string(fixture("accounted/table.tsv")).unwrap();
    let policy = policy("key-account");
    let mut wrong = String::new();
    let rows: Vec<&str> = table.lines().collect();
    assert!(rows.len() >= 240, "{}", rows.len());
    let kind = |row: &&str| row.split('\t').next().and_then(|file| file.rsplit('.').next().map(str::to_owned));
    for format in ["xlsx", "xls", "xlsb", "ods"] {
        assert!(rows.iter().filter(|row| kind(row).as_deref() == Some(format)).count() >= 45, "{format}");
    }
    for row in rows {
        let [file, kind, places, pays] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let path = fixture(&format!("accounted/{file}"));
        let (got_kind, got_places, got_pays) = if let Ok(results) = common::results(&path, policy) {
            ("told", told(&results), paid(&results))
        } else {
            let faults = common::findings(&path, policy).faults;
            let mut all: Vec<String> = faults.iter().map(|fault| fault.place.to_string()).collect();
            all.sort();
            all.dedup();
            ("fault", all, "-".to_owned())
        };
        let got_places = if got_places.is_empty() { "-".to_owned() } else { got_places.join(" ") };
        if (got_kind, got_places.as_str(), got_pays.as_str()) != (kind, places, pays) {
            let _ = writeln!(wrong, "{row}\n   got {got_kind}\t{got_places}\t{got_pays}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The cells with something to see in them, counted by another reader.
fn cells_of_others(path: &Path) -> usize {
    let mut book = calamine::open_workbook_auto(path).unwrap();
    let full = |cell: &&calamine::Data| !matches!(cell, calamine::Data::Empty) && !cell.to_string().trim().is_empty();
    let sheets = calamine::Reader::worksheets(&mut book);
    sheets.iter().map(|(_, range)| range.rows().flatten().filter(full).count()).sum()
}

/// The cells with a value, counted in the markup of the file itself.
fn cells_of(path: &Path) -> usize {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let sheets = names.into_iter().filter(|name| name.starts_with("xl/worksheets/sheet"));
    let mut count = 0;
    for sheet in sheets {
        let mut text = String::new();
        archive.by_name(&sheet).unwrap().read_to_string(&mut text).unwrap();
        let cells = text.split("<c ").skip(1).map(|cell| cell.split("</c>").next().unwrap_or_default());
        count += cells.filter(|cell| cell.contains("<v>") || cell.contains("<is>")).count();
    }
    count
}

#[test]
fn the_account_has_every_cell_of_the_file_once() {
    let policy = policy("key-account");
    let mut tried = 0;
    for entry in std::fs::read_dir(fixture("accounted")).unwrap() {
        let path = entry.unwrap().path();
        let counted = match path.extension().and_then(|kind| kind.to_str()) {
            Some("xlsx") => cells_of(&path),
            Some("xls" | "xlsb" | "ods") => cells_of_others(&path),
            _ => continue,
        };
        let Ok(results) = common::results(&path, policy) else { continue };
        let of = |name: &str| usize::try_from(results["cells"][name].as_u64().unwrap()).unwrap();
        let sum = of("read") + of("headings") + of("no_data") + of("passed_over");
        assert_eq!(sum, counted, "{}: {}", path.display(), results["cells"]);
        tried += 1;
    }
    assert!(tried > 100, "{tried}");
}

/// A formula down a column is one mistake, and one beside it another: none of them is passed over.
#[test]
fn formulas_that_may_give_other_figures_are_told_column_by_column() {
    let mut draft = common::draft::opened(&fixture("accounted/00-base.xlsx"));
    // The amount and the travel of both lines.
    for row in 2..=3 {
        let linked = Cell::Formula(format!("[1]汇总!C{row}"), "1000".to_owned());
        let looked = Cell::Formula(format!("IFERROR(VLOOKUP(A{row},A:B,2,0),0)"), "0".to_owned());
        draft.put("回款", &format!("E{row}"), linked).put("回款", &format!("I{row}"), looked);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    draft.write(&path);
    let results = common::results(&path, policy("key-account")).unwrap();
    let about = |words: &str| {
        let told = results["warnings"].as_array().unwrap().iter();
        let told = told.filter(|warning| warning["message"].as_str().unwrap().contains(words));
        told.map(|warning| warning["cell"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(about("from another workbook, as it was when that was last looked at; 2 cells alike: E2:E3"), ["E2"]);
    assert_eq!(about("in the place of an error; 2 cells alike: I2:I3"), ["I2"]);
}
