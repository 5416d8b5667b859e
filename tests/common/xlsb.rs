//! A draft as an .xlsb file, record by record: no program at hand writes one.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use super::draft::{Cell, Draft, Page};

/// One record: type, length, body.
fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let low = |n: usize| u8::try_from(n & 0x7F).unwrap();
    let kind = usize::from(kind);
    let mut bytes = if kind < 128 { vec![low(kind)] } else { vec![low(kind) | 0x80, low(kind >> 7)] };
    let mut length = body.len();
    while length >= 128 {
        bytes.push(low(length) | 0x80);
        length >>= 7;
    }
    bytes.push(low(length));
    bytes.extend_from_slice(body);
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap().to_le_bytes();
    length.into_iter().chain(units.iter().flat_map(|unit| unit.to_le_bytes())).collect()
}

/// A cell record: column, style, content.
fn cell(column: u32, cell: &Cell) -> Vec<u8> {
    let of = |kind: u16, style: u32, content: &[u8]| {
        record(kind, &[&column.to_le_bytes()[..], &style.to_le_bytes(), content].concat())
    };
    match cell {
        Cell::Blank => Vec::new(),
        Cell::Text(text) => of(6, 0, &wide(text)),
        Cell::Number(number) => of(5, 0, &number.parse::<f64>().unwrap().to_le_bytes()),
        Cell::Truth(truth) => of(4, 0, &[u8::from(*truth)]),
        Cell::Date(year, month, day) => {
            let [year, month, day] = [i64::from(*year), i64::from(*month), i64::from(*day)];
            // Days since 1899-12-30, with March as the first month of a year.
            let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
            let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 693_899;
            #[expect(clippy::cast_precision_loss, reason = "a day's number is small")]
            of(5, 1, &(days as f64).to_le_bytes())
        }
        other => panic!("{other:?} is not written"),
    }
}

fn sheet(page: &Page) -> Vec<u8> {
    let mut rows = Vec::new();
    for (number, cells) in (0_u32..).zip(&page.rows) {
        let head = [&number.to_le_bytes()[..], &[0; 4], &[0x2C, 1, 0, 0, 0], &1_u32.to_le_bytes(), &[0; 4]].concat();
        rows.extend(record(0, &[&head[..], &16_383_u32.to_le_bytes()].concat()));
        rows.extend((0..).zip(cells).flat_map(|(column, one)| cell(column, one)));
    }
    let size = [0_u32, 999, 0, 99].map(u32::to_le_bytes).concat();
    let pieces =
        [record(0x81, &[]), record(0x94, &size), record(0x91, &[]), rows, record(0x92, &[]), record(0x82, &[])];
    pieces.concat()
}

/// Two cell formats: a plain one and a date.
fn styles() -> Vec<u8> {
    let format =
        |number: u16| record(0x2F, &[&[0, 0][..], &number.to_le_bytes(), &[0; 6], &[0, 0, 8, 16, 0, 0]].concat());
    let formats = [record(0x269, &2_u32.to_le_bytes()), format(0), format(14), record(0x26A, &[])].concat();
    [record(0x116, &[]), formats, record(0x117, &[])].concat()
}

/// The bytes of the file.
pub fn bytes(draft: &Draft) -> Vec<u8> {
    let head = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let (mut bundles, mut links, mut kinds) = (Vec::new(), String::new(), String::new());
    let mut parts = Vec::new();
    for (n, page) in (1_u32..).zip(&draft.pages) {
        let body = [&[0; 4][..], &n.to_le_bytes(), &wide(&format!("rId{n}")), &wide(&page.name)].concat();
        bundles.extend(record(0x9C, &body));
        let _ =
            write!(links, r#"<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.bin"/>"#);
        let kind = "application/vnd.ms-excel.worksheet";
        let _ = write!(kinds, r#"<Override PartName="/xl/worksheets/sheet{n}.bin" ContentType="{kind}"/>"#);
        parts.push((format!("xl/worksheets/sheet{n}.bin"), sheet(page)));
    }
    let _ = write!(links, r#"<Relationship Id="s1" Type="{office}/styles" Target="styles.bin"/>"#);
    let rels = |links: &str| format!(r#"{head}<Relationships xmlns="{package}/relationships">{links}</Relationships>"#);
    let root = format!(r#"<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.bin"/>"#);
    let types = format!(
        r#"{head}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/>{kinds}</Types>"#
    );
    let book = [record(0x83, &[]), record(0x8F, &[]), bundles, record(0x90, &[]), record(0x84, &[])].concat();
    parts.extend([
        ("[Content_Types].xml".to_owned(), types.into_bytes()),
        ("_rels/.rels".to_owned(), rels(&root).into_bytes()),
        ("xl/workbook.bin".to_owned(), book),
        ("xl/_rels/workbook.bin.rels".to_owned(), rels(&links).into_bytes()),
        ("xl/styles.bin".to_owned(), styles()),
    ]);
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}
