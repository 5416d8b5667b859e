//! Values of .xlsx cells: what each stored form becomes.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use jiff::civil::date;

use super::make::{xlsx, xlsx_parts, zip};
use super::rows;
use crate::workbook::read::source::{Loaded, RawCell, SourceRow, SourceWorkbook};

/// The cells of one row.
fn cells(xml: &str) -> Vec<(u16, RawCell)> {
    let mut rows = rows(&xlsx(&format!(r#"<row r="1">{xml}</row>"#))).expect("rows");
    rows.pop().map(|row| row.cells).unwrap_or_default()
}

/// The only cell, A1.
fn cell(xml: &str) -> Option<RawCell> {
    cells(xml).pop().map(|(_, cell)| cell)
}

fn number(text: &str) -> Option<RawCell> {
    Some(RawCell::Number(text.parse().expect("a decimal")))
}

fn text(text: &str) -> Option<RawCell> {
    Some(RawCell::Text(text.to_owned()))
}

fn bad(text: &str) -> Option<RawCell> {
    Some(RawCell::BadNumber(text.to_owned()))
}

#[test]
fn values() {
    for (xml, expected) in [
        (r#"<c r="A1"><v>12.50</v></c>"#, number("12.5")),
        (r#"<c r="A1" t="n"><v>0.30000000000000004</v></c>"#, number("0.3")),
        (r#"<c r="A1"><v>1E-7</v></c>"#, number("0.0000001")),
        (r#"<c r="A1" t="b"><v>1</v></c>"#, Some(RawCell::Truth(true))),
        (r#"<c r="A1" t="e"><v>#REF!</v></c>"#, Some(RawCell::Error("#REF!".to_owned()))),
        (r#"<c r="A1" t="s"><v>0</v></c>"#, text("one")),
        (r#"<c r="A1" t="s"><v>1</v></c>"#, text(" two ")),
        (r#"<c r="A1" t="str"><f>B1</f><v>a&amp;b</v></c>"#, text("a&b")),
        (r#"<c r="A1" t="inlineStr"><is><t>inline</t></is></c>"#, text("inline")),
        (r#"<c r="A1"/>"#, None),
        (r#"<c r="A1"><v></v></c>"#, None),
        // Numbers that are none.
        (r#"<c r="A1"><v>1e999</v></c>"#, bad("inf")),
        (r#"<c r="A1"><v>NaN</v></c>"#, bad("NaN")),
        (r#"<c r="A1"><v>360&amp;000</v></c>"#, bad("360&000")),
        (r#"<c r="A1"><v>1,5</v></c>"#, bad("1,5")),
        (r#"<c r="A1"><v>360&#48;</v></c>"#, number("3600")),
        (r#"<c r="A1"><v>1<!-- -->2</v></c>"#, number("12")),
        (r#"<c r="A1"><v><![CDATA[12]]></v></c>"#, number("12")),
        (
            r#"<c r="A1"><v> 12
</v></c>"#,
            number("12"),
        ),
        (r#"<c r="A1"><v>-1e300</v></c>"#, bad("-1e300")),
        // Formulas: with a result, without one, with the empty text.
        (r#"<c r="A1"><f>1+1</f><v>2</v></c>"#, number("2")),
        (r#"<c r="A1"><f>1+1</f></c>"#, Some(RawCell::EmptyFormula)),
        (r#"<c r="A1"><f>1+1</f><v/></c>"#, Some(RawCell::EmptyFormula)),
        (r#"<c r="A1"><f t="shared" si="0"/></c>"#, Some(RawCell::EmptyFormula)),
        (r#"<c r="A1" t="str"><f>IF(1,"","")</f><v></v></c>"#, None),
        // Dates.
        (r#"<c r="A1" s="1"><v>45747</v></c>"#, Some(RawCell::Date(date(2025, 3, 31)))),
        (r#"<c r="A1" s="1"><v>45747.75</v></c>"#, Some(RawCell::Date(date(2025, 3, 31)))),
        (r#"<c r="A1" s="1"><v>2958465</v></c>"#, Some(RawCell::Date(date(9999, 12, 31)))),
        (r#"<c r="A1" s="1"><v>2958466</v></c>"#, bad("2958466")),
        (r#"<c r="A1" s="1"><v>-1</v></c>"#, bad("-1")),
        (r#"<c r="A1" s="1"><v>60</v></c>"#, bad("60")),
        (r#"<c r="A1" s="1"><v>1e999</v></c>"#, bad("inf")),
        (r#"<c r="A1" t="d"><v>2025-03-31</v></c>"#, Some(RawCell::Date(date(2025, 3, 31)))),
        (r#"<c r="A1" t="d"><v>2025-03-31T12:00:00</v></c>"#, Some(RawCell::Date(date(2025, 3, 31)))),
        (r#"<c r="A1" t="d"><v>2025-02-30</v></c>"#, bad("2025-02-30")),
        (r#"<c r="A1" t="d"><v>12:00:00</v></c>"#, Some(RawCell::Time("12:00:00".to_owned()))),
        (r#"<c r="A1" s="2"><v>0.5</v></c>"#, Some(RawCell::Time("12:00:00".to_owned()))),
        (r#"<c r="A1" s="3"><v>1.5</v></c>"#, Some(RawCell::Time("36:00:00".to_owned()))),
        (r#"<c r="A1" s="3"><v>-0.5</v></c>"#, Some(RawCell::Time("-12:00:00".to_owned()))),
    ] {
        assert_eq!(cell(xml), expected, "{xml}");
    }
}

#[test]
fn dates_of_1904() {
    let mut parts = xlsx_parts(
        r#"<row r="1"><c r="A1" s="1"><v>44285</v></c><c r="B1" s="1"><v>2957003</v></c><c r="C1" s="1"><v>2957004</v></c></row>"#,
    );
    for (name, content) in &mut parts {
        if *name == "xl/workbook.xml" {
            *content = content.replace("<sheets>", r#"<workbookPr date1904="1"/><sheets>"#);
        }
    }
    let rows = rows(&zip(&parts)).expect("rows");
    let expected = vec![
        (0, RawCell::Date(date(2025, 3, 31))),
        (1, RawCell::Date(date(9999, 12, 31))),
        (2, RawCell::BadNumber("2957004".to_owned())),
    ];
    assert_eq!(rows[0].cells, expected);
}

#[test]
fn rows_and_blanks() {
    let bytes = xlsx(
        r#"<row r="2"><c r="B2"><v>1</v></c><c r="C2"/><c r="D2"><v>2</v></c></row><row r="3"><c r="A3"/></row><row r="7"><c r="XFD7" t="s"><v>0</v></c></row>"#,
    );
    let expected = vec![
        (2, vec![(1, number("1").unwrap()), (3, number("2").unwrap())]),
        (7, vec![(16_383, text("one").unwrap())]),
    ];
    let rows: Vec<_> = rows(&bytes).expect("rows").into_iter().map(|row| (row.number, row.cells)).collect();
    assert_eq!(rows, expected);
}

#[test]
fn the_callback_may_stop() {
    let bytes = xlsx(
        r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>"#,
    );
    let mut seen = 0;
    let mut book = super::open(&bytes).expect("a workbook");
    let mut first = |row: &SourceRow| {
        seen = row.number;
        ControlFlow::Break(())
    };
    book.rows(0, &mut first).expect("stopped");
    assert_eq!(seen, 1);
}

#[test]
fn rows_that_are_taken_apart_ahead_are_the_same() {
    let row = |n: usize| match n % 3 {
        0 => format!(r#"<row r="{n}"><c r="A{n}" t="s"><v>{}</v></c><c r="C{n}" s="1"><v>{n}</v></c></row>"#, n % 2),
        1 => format!(r#"<row r="{n}"><c r="A{n}" s="1"/></row>"#),
        _ => format!(r#"<row r="{n}"><c r="B{n}" t="str"><f>A1</f><v>x{n}</v></c></row>"#),
    };
    let bytes = xlsx(&(1..6_000).map(row).collect::<String>());
    let first = |most: usize, threads: usize| {
        let threads = NonZeroUsize::new(threads).expect("a number");
        let mut book = SourceWorkbook::of(Loaded::of(bytes.clone()), &|_| true, threads).expect("a workbook");
        let mut rows = Vec::new();
        let mut take = |row: &SourceRow| {
            rows.push(row.clone());
            if rows.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        book.rows(0, &mut take).expect("rows");
        rows
    };
    for most in [1, 300, 1_500, usize::MAX] {
        let rows = first(most, 1);
        assert_eq!(rows.len(), most.min(3_999));
        assert_eq!(first(most, 4), rows);
    }
}

#[test]
fn faults_of_cells() {
    for (xml, check) in [
        (r#"<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>"#, "gives the cell A1 twice"),
        (r#"<row r="1"><c r="A1"/><c r="A1"><v>2</v></c></row>"#, "gives the cell A1 twice"),
        (
            r#"<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>"#,
            "the cell A1 in the wrong place, after A2",
        ),
        (
            r#"<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>"#,
            "the cell A1 in the wrong place, after B1",
        ),
        (r#"<row r="1"><c r="A1"><v>1</v></c><c r="XFE1"><v>2</v></c></row>"#, "outside Excel's limits after A1"),
        (r#"<row r="1048577"><c r="A1048577"><v>2</v></c></row>"#, "outside Excel's limits"),
        (r#"<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZZZZZZ1"><v>2</v></c></row>"#, "outside Excel's limits after A1"),
        (
            r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="zz"><v>1</v></c></row>"#,
            "\"Data\" cannot be read after A1 (an unknown kind",
        ),
        (
            r#"<row r="7"><c r="B7"><v>1</v></c><c r="C7" t="s"><v>99</v></c></row>"#,
            "the cell C7 of the sheet \"Data\" cannot be read (a text is missing)",
        ),
        (r#"<row r="1"><c r="A1" t="b"><v>2</v></c></row>"#, "cannot be read"),
    ] {
        let error = rows(&xlsx(xml)).expect_err(xml);
        assert!(error.to_string().contains(check), "{xml}: {error}");
    }
}
