//! Hidden rows and columns, in each format.

use super::make::{ods, xlsx, xlsx_parts, zip};
use super::open;
use super::xls::{number, record, xls};
use super::xlsb;

/// The hidden rows and columns of the first sheet, as written in ranges.
fn hidden(bytes: &[u8]) -> String {
    let book = open(bytes).expect("a workbook");
    let hidden = book.hidden(0);
    let shown = |runs: Vec<std::ops::RangeInclusive<u32>>| {
        runs.iter().map(|run| format!("{}-{}", run.start(), run.end())).collect::<Vec<_>>().join(",")
    };
    format!("rows {} columns {}", shown(hidden.rows().collect()), shown(hidden.columns().collect()))
}

#[test]
fn of_an_xlsx() {
    let cell = |row: u32| format!(r#"<c r="A{row}"><v>{row}</v></c>"#);
    let rows = format!(
        r#"<row r="1" ht="3">{}</row><row hidden="1" r="2">{}</row><row r="3" hidden="true">{}</row><row r="4" hidden="0">{}</row><row r="5" ht="2.9" customHeight="1">{}</row><row r="70" spans="1:1" hidden = '1'/>"#,
        cell(1),
        cell(2),
        cell(3),
        cell(4),
        cell(5)
    );
    assert_eq!(hidden(&xlsx(&rows)), "rows 2-3,5-5,70-70 columns ");
    let columns = r#"<cols><col min="2" max="3" width="9" hidden="1"/><col min="4" max="4" width="0.25" customWidth="1"/><col min="6" max="6" width="0.5"/></cols><sheetData>"#;
    let mut parts = xlsx_parts(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    for (_, content) in &mut parts {
        *content = content.replace("<sheetData>", columns);
    }
    assert_eq!(hidden(&zip(&parts)), "rows  columns 1-3");
}

/// Rows need not say their numbers.
#[test]
fn a_row_without_a_number_has_one() {
    let bytes = xlsx(r#"<row><c><v>1</v></c></row><row hidden="1"><c><v>1</v></c></row>"#);
    assert_eq!(hidden(&bytes), "rows 2-2 columns ");
}

/// All rows that do not say otherwise.
#[test]
fn rows_of_no_height() {
    for format in
        [r#"<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>"#, r#"<sheetFormatPr defaultRowHeight="0"/>"#]
    {
        let mut parts =
            xlsx_parts(r#"<row r="2" ht="15"><c r="A2"><v>1</v></c></row><row r="4"><c r="A4"><v>1</v></c></row>"#);
        for (_, content) in &mut parts {
            *content = content.replace("<sheetData>", &format!("{format}<sheetData>"));
        }
        assert_eq!(hidden(&zip(&parts)), "rows 1-1,3-1048576 columns ");
    }
}

/// All columns that do not say otherwise.
#[test]
fn columns_of_no_width() {
    let mut parts = xlsx_parts(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    let head = r#"<sheetFormatPr defaultColWidth="0"/><cols><col min="2" max="3" width="9"/><col min="5" max="5"/><col min="6" max="7" width="1"/></cols><sheetData>"#;
    for (_, content) in &mut parts {
        *content = content.replace("<sheetData>", head);
    }
    assert_eq!(hidden(&zip(&parts)), "rows  columns 0-0,3-4,7-16383");
}

/// Blocks are 64 KiB: some of these tags lie across their borders.
#[test]
fn across_blocks() {
    let rows: String = (1..=20_000)
        .map(|row| {
            let hidden = if row % 2 == 0 { r#" hidden="1""# } else { "" };
            format!(r#"<row r="{row}"{hidden}><c r="A{row}"><v>{row}</v></c></row>"#)
        })
        .collect();
    let book = open(&xlsx(&rows)).expect("a workbook");
    let found: Vec<u32> = book.hidden(0).rows().flatten().collect();
    assert_eq!(found, (1..=10_000).map(|n| n * 2).collect::<Vec<_>>());
}

#[test]
fn each_sheet_has_its_own() {
    let mut parts = xlsx_parts(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    let second = parts.last().expect("a sheet").1.replace(r#"<row r="1">"#, r#"<row r="1" hidden="1">"#);
    for (name, content) in &mut parts {
        *content = match *name {
            "xl/workbook.xml" => content.replace(
                r#"<sheet name="Data""#,
                r#"<sheet name="First" sheetId="9" r:id="rId9"/><sheet name="Data""#,
            ),
            "xl/_rels/workbook.xml.rels" => content.replace(
                "</Relationships>",
                r#"<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/Worksheets/Other.xml"/></Relationships>"#,
            ),
            _ => continue,
        };
    }
    parts.push(("xl/worksheets/other.xml", second));
    let book = open(&zip(&parts)).expect("a workbook");
    assert!(book.hidden(0).has_row(1) && !book.hidden(1).has_row(1));
}

#[test]
fn of_an_ods() {
    let row = |attributes: &str| {
        format!(
            r#"<table:table-row {attributes}><table:table-cell office:value-type="float" office:value="1"/></table:table-row>"#
        )
    };
    let tables = format!(
        r#"<table:table table:name="Data"><table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>{}{}{}{}</table:table>"#,
        row(""),
        row(r#"table:visibility="filter" table:number-rows-repeated="3""#),
        row(r#"table:visibility="visible""#),
        row(r#"table:visibility="collapse""#)
    );
    assert_eq!(hidden(&ods(&tables)), "rows 2-4,6-6 columns 2-2");
}

/// The merges of the first sheet.
fn merges(bytes: &[u8]) -> String {
    let book = open(bytes).expect("a workbook");
    book.shape(0).merges.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn merges_of_the_binary_formats() {
    let area = |numbers: [u16; 4]| numbers.map(u16::to_le_bytes).concat();
    let merged = |areas: &[[u16; 4]]| {
        let count = u16::try_from(areas.len()).unwrap().to_le_bytes();
        record(0xE5, &[&count[..], &areas.iter().flat_map(|one| area(*one)).collect::<Vec<_>>()].concat())
    };
    let bytes = xls(&[number(0, 0, 1.0), merged(&[[4, 6, 1, 1], [1, 1, 2, 3]]), merged(&[[9, 9, 0, 0]])]);
    assert_eq!(merges(&bytes), "C2:D2 B5:B7");
    let area = |numbers: [u32; 4]| xlsb::record(0xB0, &numbers.map(u32::to_le_bytes).concat());
    let cell = xlsb::cell(0x05, 0, 0, &1.0_f64.to_le_bytes());
    let bytes = xlsb::one_sheet_with(&[xlsb::row(1), cell], &[area([4, 6, 1, 1]), area([1, 1, 2, 3])]);
    assert_eq!(merges(&bytes), "C2:D2 B5:B7");
}

#[test]
fn of_an_xls() {
    let row = |number: u16, flags: u8| {
        let mut body = vec![0; 16];
        body[..2].copy_from_slice(&number.to_le_bytes());
        body[12] = flags;
        record(0x0208, &body)
    };
    let columns = record(0x007D, &[1, 0, 2, 0, 0, 9, 0, 0, 1, 0, 0, 0]);
    let bytes = xls(&[columns, row(0, 0), row(1, 0x20), number(0, 0, 1.0), number(1, 0, 2.0)]);
    assert_eq!(hidden(&bytes), "rows 2-2 columns 1-2");
}

#[test]
fn of_an_xlsb() {
    // The record's type and length stand before its body.
    let mut second = xlsb::row(2);
    second[2 + 11] |= 0x10;
    let columns = xlsb::record(0x3C, &[2, 0, 0, 0, 3, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 1, 0]);
    let cell = |number: f64| xlsb::cell(0x05, 0, 0, &number.to_le_bytes());
    let bytes = xlsb::one_sheet_after(&columns, &[xlsb::row(1), cell(1.0), second, cell(2.0)]);
    assert_eq!(hidden(&bytes), "rows 2-2 columns 2-3");
}
