//! .xls files, written record by record, and the harm that records and sectors can do.

use super::formats::fixture;
use super::{open, raw_row, rows};
use crate::workbook::read::source::{Measure, NotAWorkbook, RawCell, SourceError};

/// One record.
pub(super) fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &u16::try_from(body.len()).expect("a length").to_le_bytes(), body].concat()
}

/// A cell record: row, column, format 0, content.
fn cell(kind: u16, row: u16, column: u16, content: &[u8]) -> Vec<u8> {
    record(kind, &[&row.to_le_bytes(), &column.to_le_bytes(), &[0, 0], content].concat())
}

pub(super) fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    cell(0x0203, row, column, &value.to_le_bytes())
}

fn formula(row: u16, column: u16, result: [u8; 8], tokens: &[u8]) -> Vec<u8> {
    let length = u16::try_from(tokens.len()).expect("a length").to_le_bytes();
    cell(0x0006, row, column, &[&result[..], &[0; 6], &length, tokens].concat())
}

const BOF: [u8; 20] = [9, 8, 16, 0, 0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/// A workbook stream: global records, then sheets of these records. `starts` may move where the sheets are said to begin.
fn stream(globals: &[u8], sheets: &[Vec<u8>], starts: impl Fn(usize, usize) -> usize) -> Vec<u8> {
    let mut begin = BOF.len() + sheets.len() * (4 + 8 + 2) + globals.len() + 4;
    let mut bundles = Vec::new();
    let mut bodies = Vec::new();
    for (i, cells) in sheets.iter().enumerate() {
        let at = u32::try_from(starts(i, begin)).expect("a position").to_le_bytes();
        bundles.extend(record(
            0x85,
            &[&at[..], &[0, 0, 2, 0, b'S', b'1' + u8::try_from(i % 9).expect("a digit")]].concat(),
        ));
        let body = [&BOF[..], cells, &record(0x0A, &[])].concat();
        begin += body.len();
        bodies.extend(body);
    }
    [&BOF[..], &bundles, globals, &record(0x0A, &[]), &bodies].concat()
}

/// A container with one stream, in sectors one after the other.
fn container(name: &str, content: &[u8]) -> Vec<u8> {
    let size = content.len().max(4096);
    let sectors = size.div_ceil(512);
    let tables = (sectors + 2).div_ceil(127).max(1);
    let mut header = vec![0; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    header[26] = 3;
    header[28..34].copy_from_slice(&[0xFE, 0xFF, 9, 0, 6, 0]);
    let put = |bytes: &mut [u8], at: usize, value: usize| {
        bytes[at..at + 4].copy_from_slice(&u32::try_from(value).expect("an id").to_le_bytes())
    };
    put(&mut header, 44, tables);
    put(&mut header, 48, tables);
    header[60..64].fill(0xFE);
    header[68..72].copy_from_slice(&[0xFE, 0xFF, 0xFF, 0xFF]);
    header[76..].fill(0xFF);
    for i in 0..tables {
        put(&mut header, 76 + 4 * i, i);
    }
    let mut fat = vec![0xFF; 512 * tables];
    for i in 0..tables {
        put(&mut fat, 4 * i, 0xFFFF_FFFD);
    }
    put(&mut fat, 4 * tables, 0xFFFF_FFFE);
    for i in 0..sectors {
        put(&mut fat, 4 * (tables + 1 + i), if i + 1 == sectors { 0xFFFF_FFFE } else { tables + 2 + i });
    }
    let mut directory = vec![0; 512];
    for (at, name, start, length) in [(0, "Root Entry", 0xFFFF_FFFE, 0), (128, name, tables + 1, size)] {
        for (i, unit) in name.encode_utf16().enumerate() {
            directory[at + 2 * i..at + 2 * i + 2].copy_from_slice(&unit.to_le_bytes());
        }
        put(&mut directory, at + 116, start);
        put(&mut directory, at + 120, length);
    }
    let mut body = content.to_vec();
    body.resize(sectors * 512, 0);
    [header, fat, directory, body].concat()
}

pub(super) fn xls(cells: &[Vec<u8>]) -> Vec<u8> {
    container("Workbook", &stream(&[], &[cells.concat()], |_, at| at))
}

fn with_texts(texts: &[u8], cells: &[Vec<u8>]) -> Vec<u8> {
    container("Workbook", &stream(texts, &[cells.concat()], |_, at| at))
}

fn fault(bytes: &[u8]) -> SourceError {
    open(bytes).map(|_| ()).expect_err("a fault")
}

fn decimal(text: &str) -> RawCell {
    RawCell::Number(text.parse().expect("a decimal"))
}

/// A table of two texts, the second cut by a continuation.
fn texts() -> Vec<u8> {
    let first = record(0xFC, &[&[2, 0, 0, 0, 2, 0, 0, 0][..], &[3, 0, 0], b"one", &[4, 0, 0], b"fo"].concat());
    [first, record(0x3C, b"\x01u\0r\0")].concat()
}

#[test]
fn values() {
    let bytes = with_texts(
        &texts(),
        &[
            number(2, 1, 0.1 + 0.2),
            cell(0x00FD, 2, 2, &1_u32.to_le_bytes()),
            cell(0x0205, 2, 3, &[1, 0]),
            cell(0x0205, 2, 4, &[0x17, 1]),
            formula(3, 1, 2.5_f64.to_le_bytes(), &[0x1E, 1, 0]),
            // A text that does not come: a formula without a result.
            formula(4, 6, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF], &[0x1E, 1, 0]),
            // The empty text.
            formula(5, 1, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF], &[0x1E, 1, 0]),
            number(6, 1, f64::NAN),
        ],
    );
    let expected = vec![
        raw_row(
            3,
            vec![
                (1, decimal("0.3")),
                (2, RawCell::Text("four".into())),
                (3, RawCell::Truth(true)),
                (4, RawCell::Error("#REF!".into())),
            ],
        ),
        raw_row(4, vec![(1, decimal("2.5"))]),
        raw_row(5, vec![(6, RawCell::EmptyFormula)]),
        raw_row(7, vec![(1, RawCell::BadNumber("NaN".into()))]),
    ];
    assert_eq!(rows(&bytes).expect("rows"), expected);
}

#[test]
fn circles_of_sectors() {
    let honest = xls(&[number(0, 0, 1.0)]);
    assert!(open(&honest).is_ok());
    let set = |at: usize, value: u32| {
        let mut bytes = honest.clone();
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        fault(&bytes)
    };
    // The directory's chain, the stream's, and the chain of tables lead back to themselves.
    for (at, value) in [(512 + 4, 1), (512 + 4 * 8, 2), (512 + 4 * 5, 4)] {
        let error = set(at, value);
        assert!(matches!(&error, SourceError::Damaged { detail } if detail.en.contains("circle")), "{at}: {error}");
    }
    let mut bytes = honest.clone();
    bytes[68..72].copy_from_slice(&3_u32.to_le_bytes());
    let table = 512 + 512 * 3;
    bytes[table..table + 512].fill(0xFF);
    bytes[table + 508..table + 512].copy_from_slice(&3_u32.to_le_bytes());
    assert!(matches!(fault(&bytes), SourceError::Damaged { detail } if detail.en.contains("circle")));
    // A table that is named over and over.
    let mut bytes = honest.clone();
    bytes[76..84].fill(0);
    assert!(matches!(fault(&bytes), SourceError::Damaged { detail } if detail.en.contains("twice")));
    // Sectors that are not there, a length beyond the file, and a file that ends early.
    assert!(matches!(set(48, 1_000_000), SourceError::Damaged { .. }));
    assert!(matches!(set(512 + 4 * 3, 77_777), SourceError::Damaged { .. }));
    for length in [8, 511, 512, 600, 1100, 1600] {
        assert!(
            matches!(fault(&honest[..length]), SourceError::Damaged { .. } | SourceError::NotASpreadsheet(_)),
            "{length}"
        );
    }
}

#[test]
fn a_circle_of_small_sectors() {
    let bytes = std::fs::read(fixture("key-account.xls")).expect("the fixture");
    assert!(open(&bytes).is_ok());
    let mut content = vec![0; 64];
    content[0] = 1;
    let mut small = container("Workbook", &content);
    // The stream is said to be short, so it lies in the small sectors; their table says that 0 follows 0.
    let directory = 512 * 2;
    small[directory + 128 + 116..directory + 128 + 120].fill(0);
    small[directory + 128 + 120..directory + 128 + 124].copy_from_slice(&4000_u32.to_le_bytes());
    small[directory + 116..directory + 120].copy_from_slice(&2_u32.to_le_bytes());
    small[directory + 120..directory + 124].copy_from_slice(&512_u32.to_le_bytes());
    small[60..64].copy_from_slice(&3_u32.to_le_bytes());
    small[64..68].copy_from_slice(&1_u32.to_le_bytes());
    assert!(matches!(fault(&small), SourceError::Damaged { detail } if detail.en.contains("circle")));
}

#[test]
fn rectangles() {
    let corners = fault(&xls(&[number(0, 0, 1.0), number(65_535, 255, 1.0)]));
    assert!(matches!(corners, SourceError::SheetTooLarge { what: Measure::Cells, .. }), "{corners}");
    let size = |rows: [u32; 2], columns: [u16; 2]| {
        let body = [rows.map(u32::to_le_bytes).concat(), columns.map(u16::to_le_bytes).concat(), vec![0, 0]].concat();
        open(&xls(&[record(0x0200, &body), number(0, 0, 1.0)]))
    };
    assert!(size([0, 65_536], [0, 256]).is_ok());
    assert!(size([0, 0], [0, 0]).is_ok());
    for (rows, columns) in
        [([0, u32::MAX], [0, 256]), ([0, 65_536], [0, u16::MAX]), ([5, 4], [0, 1]), ([u32::MAX, 1], [0, 1])]
    {
        assert!(matches!(size(rows, columns), Err(SourceError::Broken { .. })), "{rows:?} {columns:?}");
    }
}

#[test]
fn texts_that_multiply() {
    // One text of 60,000 characters in eight continuations, and ten thousand cells that repeat it.
    let mut table = record(0xFC, &[&[1, 0, 0, 0, 1, 0, 0, 0][..], &60_000_u16.to_le_bytes(), &[0]].concat());
    for _ in 0..8 {
        table.extend(record(0x3C, &[&[0][..], &[b'x'; 7_500]].concat()));
    }
    let cells: Vec<_> = (0..10_000).map(|row| cell(0x00FD, row, 0, &[0; 4])).collect();
    assert!(matches!(fault(&with_texts(&table, &cells)), SourceError::SheetTooLarge { what: Measure::TextBytes, .. }));
    // A text that does not exist reads as blank in calamine.
    let missing = fault(&with_texts(&texts(), &[cell(0x00FD, 0, 0, &9_u32.to_le_bytes())]));
    assert!(
        matches!(&missing, SourceError::Broken { detail, .. } if detail.en.contains("text is missing")),
        "{missing}"
    );
    // Continuations without end.
    let mut table = texts();
    for _ in 0..30_000 {
        table.extend(record(0x3C, &[]));
    }
    assert!(matches!(fault(&with_texts(&table, &[])), SourceError::Damaged { .. }));
}

#[test]
fn formulas_that_multiply() {
    let name = [&[0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &[b'n'; 255]].concat();
    let globals = record(0x18, &name);
    let tokens = [0x23, 1, 0, 0, 0].repeat(1600);
    let cells: Vec<_> = (0..300).map(|row| formula(row, 0, [0; 8], &tokens)).collect();
    let bytes = container("Workbook", &stream(&globals, &[cells.concat()], |_, at| at));
    assert!(matches!(fault(&bytes), SourceError::TooMuch { what: Measure::FormulaBytes, .. }));
}

#[test]
fn sheets_in_one_another() {
    let cells: Vec<Vec<u8>> = (0..9).map(|row| number(row, 0, 1.0)).collect();
    let sheets = vec![cells.concat(); 3];
    assert!(open(&container("Workbook", &stream(&[], &sheets, |_, at| at))).is_ok());
    let first = |_, at: usize| at.min(20 + 3 * 14 + 4);
    let error = fault(&container("Workbook", &stream(&[], &sheets, first)));
    assert!(matches!(&error, SourceError::Broken { detail, .. } if detail.en.contains("share")), "{error}");
    let beyond = fault(&container("Workbook", &stream(&[], &sheets, |_, _| 1_000_000)));
    assert!(matches!(&beyond, SourceError::Broken { detail, .. } if detail.en.contains("missing")), "{beyond}");
}

#[test]
fn cells_that_would_be_lost() {
    let twice = fault(&xls(&[number(0, 0, 1.0), number(1, 3, 1.0), number(1, 3, 2.0)]));
    assert!(matches!(&twice, SourceError::CellTwice { cell, .. } if cell.to_string() == "D2"), "{twice}");
    for kind in [0x0003, 0x0004, 0x0206, 0x0406] {
        assert!(matches!(fault(&xls(&[cell(kind, 0, 0, &[0; 20])])), SourceError::Broken { .. }), "{kind:x}");
    }
    // Cells of a kind that nobody knows.
    for kind in [0x0FF0, 0x80BD] {
        let odd = fault(&xls(&[number(0, 0, 1.0), cell(kind, 0, 1, &[0; 20]), number(0, 3, 1.0)]));
        assert!(matches!(odd, SourceError::Broken { .. }), "{kind:x}: {odd}");
    }
}

#[test]
fn a_text_that_goes_on_is_not_cut_off() {
    let result = formula(0, 0, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF], &[0x1E, 1, 0]);
    let text = record(0x0207, &[&[9, 0, 0][..], b"a text"].concat());
    let whole = rows(&xls(&[result.clone(), text.clone()])).expect("rows");
    assert_eq!(whole[0].cells, [(0, RawCell::Text("a text".into()))]);
    let continued = fault(&xls(&[result, text, record(0x3C, &[0, b'e', b'n', b'd'])]));
    assert!(matches!(&continued, SourceError::Broken { detail, .. } if detail.en.contains("cut off")), "{continued}");
}

#[test]
fn other_kinds_of_ole() {
    let kind = |name: &str| fault(&container(name, &stream(&[], &[], |_, at| at)));
    assert!(matches!(kind("EncryptedPackage"), SourceError::Password));
    assert!(matches!(kind("WordDocument"), SourceError::NotASpreadsheet(NotAWorkbook::Document)));
    assert!(matches!(kind("PowerPoint Document"), SourceError::NotASpreadsheet(NotAWorkbook::Presentation)));
    assert!(matches!(kind("Contents"), SourceError::NotASpreadsheet(NotAWorkbook::Ole)));
    let encrypted = container("Workbook", &stream(&record(0x2F, &[1, 0, 0, 0]), &[], |_, at| at));
    assert!(matches!(fault(&encrypted), SourceError::Password));
    let large = [&xls(&[])[..], &vec![0; 49 << 20]].concat();
    assert!(matches!(fault(&large), SourceError::FileTooLarge { .. }));
}
