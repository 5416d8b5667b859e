//! A results workbook recalculated by a second program: its cached values are taken out, `LibreOffice`
//! opens it, and every formula cell must come back as the engine's figure.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr as _;
use std::sync::LazyLock;

use bonus::book::column_letters;
use bonus::lang::Lang;
use bonus::report::sheet::{CellUnit, CellValue, Report, RowCells};
use bonus::workbook::write::xlsx;
use calamine::{Data, Reader as _, Xlsx};
use rust_decimal::{Decimal, RoundingStrategy};

/// A formula cell and what the engine says of it.
pub struct Expected {
    pub value: CellValue,
    pub unit: CellUnit,
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

/// The package with `<v>…</v>` behind every formula removed; and without notes, charts and links, which no formula reads, and
/// which take `LibreOffice` three quarters of its time.
pub fn without_values(bytes: &[u8]) -> Vec<u8> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        if ["xl/worksheets/_rels/", "xl/drawings/", "xl/charts/", "xl/comments"].iter().any(|of| name.starts_with(of)) {
            continue;
        }
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name == "[Content_Types].xml" {
            let types = String::from_utf8(content).unwrap();
            let beside =
                |kind: &&str| !["/xl/drawings/", "/xl/charts/", "/xl/comments"].iter().any(|of| kind.contains(of));
            content = types.split_inclusive("/>").filter(beside).collect::<String>().into_bytes();
        }
        if name.starts_with("xl/worksheets/sheet") {
            let sheet = without_cached(&String::from_utf8(content).unwrap());
            content = without(&["drawing ", "legacyDrawing ", "hyperlinks>"], &sheet).into_bytes();
        }
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        out.start_file(name, stored).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A sheet without these elements, each of which it has once at most.
fn without(elements: &[&str], sheet: &str) -> String {
    let mut sheet = sheet.to_owned();
    for element in elements {
        if let Some(start) = sheet.find(&format!("<{element}")) {
            let end = if element.ends_with('>') { format!("</{element}") } else { "/>".to_owned() };
            let end = start + sheet[start..].find(&end).expect("an element is closed") + end.len();
            sheet.replace_range(start..end, "");
        }
    }
    sheet
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

/// Recalculates the workbooks in one run of `LibreOffice` and lists every cell that differs.
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
    convert("xlsx", &recalculated, &files);
    let mut wrong = Vec::new();
    for (number, workbook) in workbooks.iter().enumerate() {
        compare(workbook, &recalculated.join(format!("{number}.xlsx")), &mut wrong);
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

fn compare(workbook: &Stripped, path: &Path, wrong: &mut Vec<String>) {
    let file = fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", workbook.name));
    let mut book: Xlsx<_> = Xlsx::new(std::io::BufReader::new(file)).unwrap();
    let mut ranges = BTreeMap::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        ranges.insert(name, range);
    }
    assert!(!workbook.cells.is_empty(), "{}: not one formula", workbook.name);
    for ((sheet, row, column), expected) in &workbook.cells {
        let found = ranges.get(sheet).and_then(|range| range.get_value((*row, u32::from(*column))));
        let found = found.unwrap_or(&Data::Empty);
        if !same(expected, found) {
            let mut line = format!("{}: {sheet}!{}{}: ", workbook.name, column_letters(*column), row + 1);
            let _ = write!(line, "engine {:?}, recalculated {found:?}, ={}", expected.value, expected.formula);
            wrong.push(line);
        }
    }
}

/// To the fen for money, to 12 decimals for other numbers, text and truth exactly.
fn same(expected: &Expected, found: &Data) -> bool {
    match (&expected.value, found) {
        (CellValue::Blank, Data::Empty) => true,
        (CellValue::Text(text), Data::String(found)) => text == found,
        (CellValue::Text(text), Data::Empty) | (CellValue::Blank, Data::String(text)) => text.is_empty(),
        (CellValue::Truth(truth), Data::Bool(found)) => truth == found,
        // LibreOffice keeps the truth of a formula as 1 or 0 where the cell has a number format.
        (CellValue::Truth(truth), Data::Float(found)) => format!("{found}") == if *truth { "1" } else { "0" },
        (CellValue::Number(number), Data::Float(found)) => {
            let places = if expected.unit == CellUnit::Yuan { 2 } else { 12 };
            let rounded = |value: Decimal| {
                value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero).normalize()
            };
            // Twice the places: what is rounded to the fen may not hide a difference of half a fen.
            let found = Decimal::from_str(&format!("{found:.14}")).unwrap_or(Decimal::MAX);
            rounded(*number) == rounded(found)
        }
        (CellValue::Number(number), Data::Int(found)) => *number == Decimal::from(*found),
        _ => false,
    }
}

/// The languages of a workbook.
pub const LANGUAGES: [Lang; 2] = [Lang::Zh, Lang::En];

/// In which languages the workbook of this number is recalculated: in both, or outside CI in one of them, in turn.
pub fn languages(number: usize) -> &'static [Lang] {
    super::some(&LANGUAGES[..], &LANGUAGES[number % 2..][..1])
}
