//! .xlsb files, written record by record, and what calamine would pass over in them.

use jiff::civil::date;

use super::formats::{all, fixture};
use super::make::zip;
use super::{open, raw_row, rows};
use crate::workbook::read::source::{RawCell, SourceError, SourceWorkbook};

/// One record: type, length, body.
pub(super) fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let low = |n: usize| u8::try_from(n & 0x7F).expect("seven bits");
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

pub(super) fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = u32::try_from(units.len()).expect("a length").to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

fn cat(pieces: &[&[u8]]) -> Vec<u8> {
    pieces.concat()
}

pub(super) fn row(number: u32) -> Vec<u8> {
    let height = [0x2C, 0x01, 0, 0, 0];
    record(
        0,
        &cat(&[
            &(number - 1).to_le_bytes(),
            &[0; 4],
            &height,
            &1_u32.to_le_bytes(),
            &[0; 4],
            &16_383_u32.to_le_bytes(),
        ]),
    )
}

/// A cell record: column, style, content.
pub(super) fn cell(kind: u16, column: u16, style: u32, content: &[u8]) -> Vec<u8> {
    record(kind, &cat(&[&u32::from(column).to_le_bytes(), &style.to_le_bytes(), content]))
}

fn sheet(cells: &[u8], [before, behind]: [&[u8]; 2]) -> Vec<u8> {
    let size = [0_u32, 99, 0, 99].map(u32::to_le_bytes).concat();
    cat(&[
        &record(0x81, &[]),
        &record(0x94, &size),
        before,
        &record(0x91, &[]),
        cells,
        &record(0x92, &[]),
        behind,
        &record(0x82, &[]),
    ])
}

fn styles() -> Vec<u8> {
    let font = record(
        0x2B,
        &cat(&[&[0xDC, 0, 0, 0, 0x90, 1, 0, 0, 0, 2, 0, 0, 7, 1, 0, 0, 0, 0, 0, 0xFF, 2], &wide("Calibri")]),
    );
    let fill = |pattern: u32| record(0x2D, &cat(&[&pattern.to_le_bytes(), &[0; 64]]));
    let border = record(0x2E, &[0; 51]);
    let format = |parent: u16, number: u16| {
        record(0x2F, &cat(&[&parent.to_le_bytes(), &number.to_le_bytes(), &[0; 6], &[0, 0, 0x08, 0x10, 0, 0]]))
    };
    let list = |begin: u16, items: &[Vec<u8>]| {
        cat(&[
            &record(begin, &u32::try_from(items.len()).expect("a count").to_le_bytes()),
            &items.concat(),
            &record(begin + 1, &[]),
        ])
    };
    let style = record(0x30, &cat(&[&[0; 4], &1_u16.to_le_bytes(), &[0, 0], &wide("Normal")]));
    cat(&[
        &record(0x116, &[]),
        &list(0x263, &[font]),
        &list(0x25B, &[fill(0), fill(17)]),
        &list(0x265, &[border]),
        &list(0x272, &[format(0xFFFF, 0)]),
        &list(0x269, &[format(0, 0), format(0, 14)]),
        &list(0x26B, &[style]),
        &record(0x117, &[]),
    ])
}

/// A workbook of these sheets, each the cell records of its data.
pub(super) fn xlsb(sheets: &[(&str, Vec<u8>)], strings: &[&str]) -> Vec<u8> {
    xlsb_with(sheets, strings, [&[]; 2])
}

/// The same with these records before and behind the data of each sheet.
fn xlsb_with(sheets: &[(&str, Vec<u8>)], strings: &[&str], around: [&[u8]; 2]) -> Vec<u8> {
    let mut bundles = Vec::new();
    let mut rels = String::from(
        r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    );
    let mut types = String::from(
        r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/><Override PartName="/xl/sharedStrings.bin" ContentType="application/vnd.ms-excel.sharedStrings"/>"#,
    );
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    for (i, (name, _)) in sheets.iter().enumerate() {
        let n = i + 1;
        let id = u32::try_from(n).expect("a number").to_le_bytes();
        bundles.extend(record(0x9C, &cat(&[&[0; 4], &id, &wide(&format!("rId{n}")), &wide(name)])));
        rels += &format!(r#"<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.bin"/>"#);
        types += &format!(
            r#"<Override PartName="/xl/worksheets/sheet{n}.bin" ContentType="application/vnd.ms-excel.worksheet"/>"#
        );
    }
    rels += &format!(
        r#"<Relationship Id="s1" Type="{office}/styles" Target="styles.bin"/><Relationship Id="s2" Type="{office}/sharedStrings" Target="sharedStrings.bin"/></Relationships>"#
    );
    types += "</Types>";
    let root = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.bin"/></Relationships>"#
    );
    let workbook = cat(&[&record(0x83, &[]), &record(0x8F, &[]), &bundles, &record(0x90, &[]), &record(0x84, &[])]);
    let count = u32::try_from(strings.len()).expect("a count").to_le_bytes();
    let items: Vec<u8> = strings.iter().flat_map(|text| record(0x13, &cat(&[&[0], &wide(text)]))).collect();
    let texts = cat(&[&record(0x9F, &cat(&[&count, &count])), &items, &record(0xA0, &[])]);
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".into(), types.into()),
        ("_rels/.rels".into(), root.into()),
        ("xl/workbook.bin".into(), workbook),
        ("xl/_rels/workbook.bin.rels".into(), rels.into()),
        ("xl/styles.bin".into(), styles()),
        ("xl/sharedStrings.bin".into(), texts),
    ];
    parts.extend(
        sheets
            .iter()
            .enumerate()
            .map(|(i, (_, cells))| (format!("xl/worksheets/sheet{}.bin", i + 1), sheet(cells, around))),
    );
    let parts: Vec<(&str, &Vec<u8>)> = parts.iter().map(|(name, content)| (name.as_str(), content)).collect();
    zip(&parts)
}

/// A workbook with the same cells as another.
pub(super) fn copy_of(book: &mut SourceWorkbook) -> Vec<u8> {
    let mut strings: Vec<String> = Vec::new();
    let sheets: Vec<(String, Vec<u8>)> = all(book)
        .into_iter()
        .map(|(name, rows)| {
            let cells = rows.iter().flat_map(|r| {
                cat(&[&row(r.0), &r.1.iter().flat_map(|(c, v)| one(*c, v, &mut strings)).collect::<Vec<_>>()])
            });
            (name, cells.collect())
        })
        .collect();
    let sheets: Vec<(&str, Vec<u8>)> = sheets.iter().map(|(name, cells)| (name.as_str(), cells.clone())).collect();
    xlsb(&sheets, &strings.iter().map(String::as_str).collect::<Vec<_>>())
}

fn one(column: u16, value: &RawCell, strings: &mut Vec<String>) -> Vec<u8> {
    let real = |text: String| text.parse::<f64>().expect("a float").to_le_bytes();
    match value {
        RawCell::Number(n) => cell(5, column, 0, &real(n.to_string())),
        RawCell::Truth(t) => cell(4, column, 0, &[u8::from(*t)]),
        RawCell::Date(d) => {
            cell(5, column, 1, &real((date(1899, 12, 30).until(*d).expect("days").get_days()).to_string()))
        }
        RawCell::Text(text) => {
            let index = strings.iter().position(|s| s == text).unwrap_or_else(|| {
                strings.push(text.clone());
                strings.len() - 1
            });
            cell(7, column, 0, &u32::try_from(index).expect("an index").to_le_bytes())
        }
        other => panic!("{other:?} is not written"),
    }
}

/// Writes the fixture; run it by hand when the sample changes.
#[test]
#[ignore = "writes fixtures/formats/key-account.xlsb"]
fn write_the_fixture() {
    let mut xlsx = SourceWorkbook::open(&fixture("key-account.xlsx")).expect("xlsx");
    std::fs::write(fixture("key-account.xlsx").with_extension("xlsb"), copy_of(&mut xlsx)).expect("written");
}

pub(super) fn one_sheet(cells: &[Vec<u8>]) -> Vec<u8> {
    xlsb(&[("Data", cells.concat())], &["text"])
}

/// One sheet with these records behind its cells.
pub(super) fn one_sheet_with(cells: &[Vec<u8>], behind: &[Vec<u8>]) -> Vec<u8> {
    xlsb_with(&[("Data", cells.concat())], &["text"], [&[], &behind.concat()])
}

/// One sheet with this record, as that of columns, before its cells.
pub(super) fn one_sheet_after(before: &[u8], cells: &[Vec<u8>]) -> Vec<u8> {
    xlsb_with(&[("Data", cells.concat())], &["text"], [before, &[]])
}

#[test]
fn a_formula_error_is_given() {
    let formula_error = |column, code| cell(0x0B, column, 0, &[code, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let number = |column, n: f64| cell(5, column, 0, &n.to_le_bytes());
    let bytes = one_sheet(&[
        row(1),
        formula_error(0, 0x17),
        row(2),
        number(0, 1.5),
        formula_error(1, 0x07),
        number(2, 2.5),
        formula_error(3, 0x2A),
        row(3),
        formula_error(0, 0x2B),
    ]);
    let number = |n: &str| RawCell::Number(n.parse().expect("a decimal"));
    let error = |text: &str| RawCell::Error(text.to_owned());
    let expected = vec![
        raw_row(1, vec![(0, error("#REF!"))]),
        raw_row(2, vec![(0, number("1.5")), (1, error("#DIV/0!")), (2, number("2.5")), (3, error("#N/A"))]),
        raw_row(3, vec![(0, error("#GETTING_DATA"))]),
    ];
    assert_eq!(rows(&bytes).expect("rows"), expected);
}

#[test]
fn what_calamine_passes_over_is_refused() {
    for kind in [0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x3E] {
        let bytes = one_sheet(&[row(1), cell(kind, 0, 0, &[0; 16])]);
        assert!(matches!(open(&bytes), Err(SourceError::Unfaithful { .. })), "{kind:x}");
    }
    let short = one_sheet(&[row(1), cell(5, 0, 0, &1.5_f64.to_le_bytes()), cell(5, 1, 0, &[])]);
    assert!(matches!(open(&short), Err(SourceError::Unfaithful { .. })));
    let far = one_sheet(&[row(1_048_577), cell(5, 0, 0, &1.5_f64.to_le_bytes())]);
    assert!(matches!(open(&far), Err(SourceError::Unfaithful { .. })));
}

#[test]
fn faults_of_cells() {
    let number = |column| cell(5, column, 0, &1.5_f64.to_le_bytes());
    let twice = rows(&one_sheet(&[row(1), number(1), number(1)]));
    assert!(matches!(twice, Err(SourceError::CellTwice { cell, .. }) if cell.to_string() == "B1"));
    let back = rows(&one_sheet(&[row(2), number(1), row(1), number(1)]));
    assert!(
        matches!(back, Err(SourceError::OutOfOrder { cell, after, .. }) if cell.to_string() == "B1" && after.to_string() == "B2")
    );
    let wide = rows(&one_sheet(&[
        row(1),
        number(0),
        cell(5, 0, 0, &1.5_f64.to_le_bytes()).iter().enumerate().map(|(i, b)| if i == 4 { 1 } else { *b }).collect(),
    ]));
    assert!(matches!(wide, Err(SourceError::OutsideLimits { .. })), "{wide:?}");
    // A text index beyond the table panics inside calamine.
    let missing = rows(&one_sheet(&[row(1), number(0), cell(7, 1, 0, &9_u32.to_le_bytes())]));
    assert!(matches!(missing, Err(SourceError::Panicked { after: Some(cell), .. }) if cell.to_string() == "A1"));
}

#[test]
fn a_missing_relationship_is_a_fault() {
    let bytes = one_sheet(&[row(1)]);
    let parts = super::unzip(&bytes);
    let parts: Vec<(&str, Vec<u8>)> = parts
        .iter()
        .map(|(name, content)| {
            (
                name.as_str(),
                if name.ends_with("workbook.bin.rels") {
                    br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>"#.to_vec()
                } else {
                    content.clone()
                },
            )
        })
        .collect();
    assert!(
        matches!(open(&zip(&parts)), Err(SourceError::Unfaithful { detail, .. }) if detail.en == "a sheet without a part")
    );
}
