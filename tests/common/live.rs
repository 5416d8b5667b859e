//! A results workbook recalculated by a second program: its cached values are taken out, `LibreOffice`
//! opens it, and every formula cell must come back as the engine's figure.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr as _;
use std::sync::LazyLock;

use bonus::book::column_letters;
use bonus::lang::Lang;
use bonus::report::sheet::{CellValue, Report, RowCells, Unit};
use bonus::workbook::write::xlsx;
use rust_decimal::{Decimal, RoundingStrategy};

/// A formula cell and what the engine says of it.
pub struct Expected {
    pub value: CellValue,
    pub unit: Unit,
    pub formula: String,
}

/// A workbook without cached values, and its formula cells by sheet, row and column.
pub struct Stripped {
    pub name: String,
    pub bytes: Vec<u8>,
    pub cells: BTreeMap<(String, u32, u16), Expected>,
}

/// Whether `LibreOffice` is there; in CI it must be.
pub fn soffice_is_there() -> bool {
    static THERE: LazyLock<bool> = LazyLock::new(|| {
        Command::new("soffice").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    });
    let there = *THERE;
    assert!(there || std::env::var_os("CI").is_none(), "LibreOffice (soffice) is missing, and CI needs it");
    if !there {
        eprintln!("skipped: LibreOffice (soffice) is not installed");
    }
    there
}

/// Writes a report and takes its cached values out.
pub fn strip(name: String, report: &Report<'_>) -> Stripped {
    let bytes = xlsx(report).unwrap_or_else(|error| panic!("{name}: {error}"));
    Stripped { name, bytes: without_values(&bytes), cells: formula_cells(report) }
}

/// The formula cells of a report, with what the engine says of each.
pub fn formula_cells(report: &Report<'_>) -> BTreeMap<(String, u32, u16), Expected> {
    let mut cells = BTreeMap::new();
    let mut row = RowCells::default();
    for sheet in &report.sheets {
        for block in &sheet.blocks {
            for index in 0..block.rows.len() {
                block.rows.fill(index, &mut row);
                let at = block.first_row() + u32::try_from(index).unwrap();
                for ((number, cell), column) in (block.left..).zip(row.iter()).zip(&block.columns) {
                    if let Some(formula) = &cell.formula {
                        let unit = cell.unit.unwrap_or(column.unit);
                        let expected = Expected { value: cell.value.clone(), unit, formula: formula.clone() };
                        cells.insert((sheet.name.clone(), at, number), expected);
                    }
                }
            }
        }
    }
    cells
}

/// The package with `<v>…</v>` behind every formula removed.
pub fn without_values(bytes: &[u8]) -> Vec<u8> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name.starts_with("xl/worksheets/sheet") {
            content = without_cached(&String::from_utf8(content).unwrap()).into_bytes();
        }
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        out.start_file(name, stored).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn without_cached(sheet: &str) -> String {
    let mut out = String::new();
    let mut rest = sheet;
    while let Some(at) = rest.find("<v>") {
        let (before, value) = rest.split_at(at);
        out.push_str(before);
        let (value, after) = value.split_once("</v>").expect("a value is closed");
        // Behind the text of a formula, or what stands for that of another cell.
        if !(before.ends_with("</f>") || before.ends_with("/>")) {
            out.extend([value, "</v>"]);
        }
        rest = after;
    }
    out + rest
}

/// What `LibreOffice` writes of every sheet: text in quotes, whatever else as it would be typed, with all its digits.
const AS_CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1";

/// Recalculates the workbooks in one run of `LibreOffice` and lists every cell that differs. Each sheet comes back as a file
/// of its own: writing whole workbooks takes as long again as recalculating them.
pub fn differences(workbooks: &[Stripped]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let (given, recalculated) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&given).unwrap();
    let mut files = Vec::new();
    for (number, workbook) in workbooks.iter().enumerate() {
        let path = given.join(format!("{number}.xlsx"));
        fs::write(&path, &workbook.bytes).unwrap();
        files.push(path);
    }
    convert(AS_CSV, &recalculated, &files);
    let mut wrong = Vec::new();
    for (number, workbook) in workbooks.iter().enumerate() {
        compare(workbook, |sheet| recalculated.join(format!("{number}-{sheet}.csv")), &mut wrong);
    }
    wrong
}

/// Has `LibreOffice` write the files in another format into a folder, with a profile of its own.
pub fn convert(format: &str, into: &Path, files: &[impl AsRef<Path>]) {
    let profile = tempfile::tempdir().unwrap();
    let profile_is = format!("-env:UserInstallation=file://{}", profile.path().display());
    let output = Command::new("soffice")
        .args(["--headless", "--norestore", &profile_is, "--convert-to", format, "--outdir"])
        .arg(into)
        .args(files.iter().map(AsRef::as_ref))
        .output()
        .unwrap();
    assert!(output.status.success(), "soffice: {}", String::from_utf8_lossy(&output.stderr));
}

/// A cell that came back.
#[derive(Debug, PartialEq)]
enum Found {
    Text(String),
    /// A number, a truth, an error, or nothing.
    Other(String),
}

/// The rows of a sheet that came back.
fn rows(text: &str) -> Vec<Vec<Found>> {
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let mut rest = text;
    while !rest.is_empty() {
        let cell = if let Some(quoted) = rest.strip_prefix('"') {
            let mut end = quoted.find('"').expect("a quote is closed");
            while quoted[end + 1..].starts_with('"') {
                end += 2 + quoted[end + 2..].find('"').expect("a quote is closed");
            }
            rest = &quoted[end + 1..];
            Found::Text(quoted[..end].replace("\"\"", "\""))
        } else {
            let (cell, after) = rest.split_at(rest.find([',', '\n']).unwrap_or(rest.len()));
            rest = after;
            Found::Other(cell.to_owned())
        };
        row.push(cell);
        if let Some(after) = rest.strip_prefix(',') {
            rest = after;
            if rest.is_empty() || rest.starts_with('\n') {
                row.push(Found::Other(String::new()));
            }
        }
        if let Some(after) = rest.strip_prefix('\n') {
            rest = after;
            rows.push(std::mem::take(&mut row));
        }
    }
    rows.extend((!row.is_empty()).then_some(row));
    rows
}

fn compare(workbook: &Stripped, of: impl Fn(&str) -> PathBuf, wrong: &mut Vec<String>) {
    assert!(!workbook.cells.is_empty(), "{}: not one formula", workbook.name);
    let mut sheets = BTreeMap::new();
    for ((sheet, row, column), expected) in &workbook.cells {
        let rows = sheets.entry(sheet).or_insert_with(|| {
            let text = fs::read_to_string(of(sheet));
            rows(&text.unwrap_or_else(|error| panic!("{}: {sheet}: {error}", workbook.name)))
        });
        let found = rows.get(*row as usize).and_then(|row| row.get(usize::from(*column)));
        if !found.is_some_and(|found| same(expected, found)) {
            let mut line = format!("{}: {sheet}!{}{}: ", workbook.name, column_letters(*column), row + 1);
            let _ = write!(line, "engine {:?}, recalculated {found:?}, ={}", expected.value, expected.formula);
            wrong.push(line);
        }
    }
}

/// To the fen for money, to 12 decimals for other numbers, text and truth exactly. A number comes back with 15 digits, which
/// is what Excel keeps, and in hundredths where its format is.
fn same(expected: &Expected, found: &Found) -> bool {
    match (&expected.value, found) {
        (CellValue::Text(text), Found::Text(found)) => text == found,
        (CellValue::Blank, Found::Text(text) | Found::Other(text)) => text.is_empty(),
        (CellValue::Text(text), Found::Other(found)) => text.is_empty() && found.is_empty(),
        // LibreOffice keeps the truth of a formula as 1 or 0 where the cell has a number format.
        (CellValue::Truth(truth), Found::Other(found)) => {
            (if *truth { ["TRUE", "1"] } else { ["FALSE", "0"] }).contains(&found.as_str())
        }
        (CellValue::Number(number), Found::Other(found)) => {
            let places = if expected.unit == Unit::Yuan { 2 } else { 12 };
            let rounded = |value: Decimal| {
                value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero).normalize()
            };
            let plain = |text: &str| Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok();
            let found = match found.strip_suffix('%') {
                Some(hundredths) => plain(hundredths).map(|number| number / Decimal::ONE_HUNDRED),
                None => plain(found),
            };
            found.is_some_and(|found| rounded(*number) == rounded(found))
        }
        _ => false,
    }
}

#[test]
fn what_comes_back_is_read() {
    let other = |text: &str| Found::Other(text.to_owned());
    let text = |text: &str| Found::Text(text.to_owned());
    let found = rows("\"a, \"\"b\"\"\n\",1.5,,\"\"\nTRUE,\n,\n\"\"\"\",7%");
    let expected = [
        vec![text("a, \"b\"\n"), other("1.5"), other(""), text("")],
        vec![other("TRUE"), other("")],
        vec![other(""), other("")],
        vec![text("\""), other("7%")],
    ];
    assert_eq!(found, expected);
    let number = |units, scale, unit| Expected {
        value: CellValue::Number(Decimal::new(units, scale)),
        unit,
        formula: String::new(),
    };
    assert!(same(&number(7, 2, Unit::Factor), &other("7%")) && !same(&number(7, 2, Unit::Factor), &other("7")));
    assert!(same(&number(1, 12, Unit::Factor), &other("1E-12")) && !same(&number(1, 0, Unit::Yuan), &text("1")));
    assert!(same(&number(101, 2, Unit::Yuan), &other("1.005")) && !same(&number(101, 2, Unit::Yuan), &other("#N/A")));
}

/// The languages of a workbook.
pub const LANGUAGES: [Lang; 2] = [Lang::Zh, Lang::En];

/// In which languages the workbook of this number is recalculated: in both, or outside CI in one of them, in turn.
pub fn languages(number: usize) -> &'static [Lang] {
    super::some(&LANGUAGES[..], &LANGUAGES[number % 2..][..1])
}
