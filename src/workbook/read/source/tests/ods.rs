//! .ods contents: what is repeated, what is left open, what is said in text.

use jiff::civil::date;

use super::make::{ods, ods_with, zip};
use super::{open, raw_row, rows};
use crate::workbook::read::source::{Measure, RawCell, SourceError};

fn table(rows: &str) -> String {
    format!(r#"<table:table table:name="Data">{rows}</table:table>"#)
}

fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

const NUMBER: &str =
    r#"<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>"#;

fn fault(tables: &str) -> SourceError {
    open(&ods(tables)).map(|_| ()).expect_err("a fault")
}

/// The only cell of a table.
fn cell(xml: &str) -> Option<RawCell> {
    let rows = rows(&ods(&table(&row(xml)))).expect("rows");
    rows.into_iter().next().map(|mut row| row.cells.remove(0).1)
}

#[test]
fn values() {
    let number = |text: &str| Some(RawCell::Number(text.parse().expect("a decimal")));
    let error = |text: &str| Some(RawCell::Error(text.to_owned()));
    let text = |text: &str| Some(RawCell::Text(text.to_owned()));
    for (attributes, content, expected) in [
        (r#"office:value-type="float" office:value="0.30000000000000004""#, "0.3", number("0.3")),
        (r#"office:value-type="percentage" office:value="0.125""#, "12.5%", number("0.125")),
        (r#"office:value-type="currency" office:value="1e-7""#, "0", number("0.0000001")),
        (r#"office:value-type="float" office:value="1e999""#, "", Some(RawCell::BadNumber("inf".to_owned()))),
        (r#"office:value-type="boolean" office:boolean-value="true""#, "TRUE", Some(RawCell::Truth(true))),
        (r#"office:value-type="date" office:date-value="2025-03-31""#, "", Some(RawCell::Date(date(2025, 3, 31)))),
        (
            r#"office:value-type="date" office:date-value="2025-03-31T10:00:00""#,
            "",
            Some(RawCell::Date(date(2025, 3, 31))),
        ),
        (r#"office:value-type="time" office:time-value="PT08H30M00S""#, "", Some(RawCell::Time("08:30:00".to_owned()))),
        (
            r#"office:value-type="string""#,
            "\n  a<text:s text:c=\"2\"/>b\n   <text:span>c</text:span>\n ",
            text("a  b c"),
        ),
        (r#"office:value-type="string""#, "a<text:line-break/><text:tab/>b", text("a\n\tb")),
        (
            r#"office:value-type="string""#,
            "a</text:p><office:annotation><text:p>x</text:p></office:annotation><text:p>b",
            text("a\nb"),
        ),
        // An error is one whatever is stored beside it, in any language.
        (r#"table:formula="of:=1/0" office:value-type="float" office:value="0""#, "#DIV/0!", error("#DIV/0!")),
        (r#"table:formula="of:=1/0" office:value-type="float" office:value="0""#, "#WERT!", error("#WERT!")),
        (
            r#"table:formula="of:=1/0" office:value-type="float" office:value="5" calcext:value-type="error""#,
            "",
            error("#VALUE!"),
        ),
        (r#"office:value-type="float" office:value="1e3x""#, "", Some(RawCell::BadNumber("1e3x".to_owned()))),
        (r#"office:value-type="string""#, "#REF!", error("#REF!")),
        (
            r#"office:value-type="string" calcext:value-type="error" office:string-value="" table:formula="of:=1/0""#,
            "#DIV/0!",
            error("#DIV/0!"),
        ),
        (
            r#"office:value-type="string" calcext:value-type="error" office:string-value="" table:formula="of:=1""#,
            "Err:508",
            error("Err:508"),
        ),
        (
            r#"table:formula="of:=TRUE()" office:value-type="float" office:value="1""#,
            "TRUE",
            Some(RawCell::Truth(true)),
        ),
        (
            r#"table:formula="of:=FALSE()" office:value-type="float" office:value="0""#,
            "FALSE",
            Some(RawCell::Truth(false)),
        ),
        // The empty text, as one program and the other store it.
        (r#"table:formula="of:=IF(1;&quot;&quot;)""#, "", None),
        (r#"table:formula="of:=1+1" office:value-type="float" office:value="2""#, "2", number("2")),
        (r#"table:formula="of:=&quot;&quot;" office:value-type="string""#, "", None),
    ] {
        let xml = format!("<table:table-cell {attributes}><text:p>{content}</text:p></table:table-cell>");
        assert_eq!(cell(&xml), expected, "{xml}");
    }
}

#[test]
fn formulas_with_and_without_a_result() {
    let formula = |content: &str| format!(r#"<table:table-cell table:formula="of:=A1">{content}</table:table-cell>"#);
    let blank = formula("<text:p/>");
    let missing = formula("").replace("></table:table-cell>", "/>");
    let twice = blank.replace("table:formula", r#"table:number-columns-repeated="2" table:formula"#);
    let rows_of = |xml: &str| rows(&ods(&table(xml))).expect("rows");
    let found: Vec<(u32, u16)> = rows_of(&format!(
        "{}{}{}",
        row(&format!("{blank}{missing}{twice}{missing}")),
        row(&missing).replace("<table:table-row", r#"<table:table-row table:number-rows-repeated="2""#),
        row(&format!("{missing}{blank}{NUMBER}"))
            .replace("<table:table-row", r#"<table:table-row table:number-rows-repeated="2""#),
    ))
    .into_iter()
    .flat_map(|row| {
        row.cells.into_iter().filter(|(_, cell)| *cell == RawCell::EmptyFormula).map(move |(c, _)| (row.number, c))
    })
    .collect();
    assert_eq!(found, [(1, 1), (1, 4), (2, 0), (3, 0), (4, 0), (5, 0)]);
}

#[test]
fn addresses_count_from_the_corner() {
    let blank = r#"<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>"#;
    let rest = r#"<table:table-row table:number-rows-repeated="1048568"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let twice = format!(
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>{NUMBER}</table:table-row>"#
    );
    // A formula without a result, outside of the rectangle of values.
    let formula = r#"<table:table-cell table:number-columns-repeated="4"/><table:table-cell table:formula="of:=1"/>"#;
    let bytes = ods(&table(&format!("{blank}{twice}{blank}{}{rest}", row(formula))));
    let one = RawCell::Number(1.into());
    let expected = vec![
        raw_row(4, vec![(2, one.clone())]),
        raw_row(5, vec![(2, one)]),
        raw_row(9, vec![(4, RawCell::EmptyFormula)]),
    ];
    assert_eq!(rows(&bytes).expect("rows"), expected);
}

#[test]
fn repetitions() {
    let wide = NUMBER.replace("<table:table-cell", r#"<table:table-cell table:number-columns-repeated="16384""#);
    let cells = |tables: &str| match fault(tables) {
        SourceError::SheetTooLarge { what: Measure::Cells, sheet, .. } => assert_eq!(sheet, "Data"),
        other => panic!("{other}"),
    };
    // Many full rows; one full row many times.
    let times = |count| {
        row(&wide).replace("<table:table-row", &format!(r#"<table:table-row table:number-rows-repeated="{count}""#))
    };
    cells(&table(&times(1_000).repeat(3)));
    cells(&table(&times(1_000_000)));
    // Two far corners cost nothing.
    let far = format!(r#"<table:table-cell table:number-columns-repeated="16383"/>{NUMBER}"#);
    let gap = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>"#;
    assert_eq!(rows(&ods(&table(&format!("{}{gap}{}", row(NUMBER), row(&far))))).expect("rows").len(), 2);
    // Each table in itself is small enough.
    cells(&["x", "y", "Data"].map(|name| table(&times(500)).replace("Data", name)).concat());
    // A text that is repeated, and blanks that are counted.
    let text = format!(
        r#"<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>"#,
        "x".repeat(30_000)
    );
    let text = text.replace("<table:table-cell", r#"<table:table-cell table:number-columns-repeated="16384""#);
    assert!(matches!(fault(&table(&row(&text))), SourceError::SheetTooLarge { what: Measure::TextBytes, .. }));
    let spaces = r#"<table:table-cell office:value-type="string"><text:p>a<text:s text:c="4000000000"/></text:p></table:table-cell>"#;
    assert!(matches!(fault(&table(&row(spaces))), SourceError::Unfaithful { .. }));
    for odd in ["x", "99999999999999999999", "0", "-1", "1.5"] {
        let odd = format!(r#"<table:table-row table:number-rows-repeated="{odd}">{NUMBER}</table:table-row>"#);
        assert!(matches!(fault(&table(&odd)), SourceError::Unfaithful { .. }), "{odd}");
    }
}

#[test]
fn what_is_left_open() {
    for content in [
        r#"<table:table table:name="Data">"#.to_owned(),
        r#"<table:table table:name="Data"><table:table-row>"#.to_owned(),
        table(&row(r#"<table:table-cell office:value-type="string"><office:annotation>"#)),
        table(&row(r#"<table:table-cell office:value-type="string"><office:annotation></table:table-cell>"#)),
        "</table:table>".to_owned(),
        "<a ".to_owned(),
        "<a></b>".to_owned(),
        "<a>".repeat(300) + &"</a>".repeat(300),
    ] {
        assert!(matches!(fault(&content), SourceError::Damaged { .. }), "{content}");
    }
}

#[test]
fn tables_that_mislead() {
    let inner = row(&format!("<table:table-cell>{}</table:table-cell>", table(&row(NUMBER))));
    assert!(matches!(fault(&table(&inner)), SourceError::Unfaithful { .. }));
    let twice = table(&row(NUMBER)).repeat(2);
    assert!(matches!(fault(&twice), SourceError::SheetTwice { .. }));
    assert!(matches!(fault(""), SourceError::NoWorksheets));
    let sheets: String = (0..1100).map(|i| format!(r#"<table:table table:name="{i}"/>"#)).collect();
    assert!(matches!(fault(&sheets), SourceError::TooMuch { what: Measure::Sheets, .. }));
}

#[test]
fn a_hidden_table_is_told() {
    let style = r#"<style:style style:name="s" style:family="table"><style:table-properties table:display="false"/></style:style>"#;
    let tables = table(&row(NUMBER)).replace("<table:table ", r#"<table:table table:style-name="s" "#);
    let book = open(&ods_with(style, &tables)).expect("a workbook");
    assert!(book.sheets()[0].hidden);
}

/// As some programs write it: a line for each tag.
#[test]
fn pretty_printed() {
    let plain = table(&format!("{}{}", row(&NUMBER.repeat(3)), row(NUMBER)));
    let pretty = plain.replace("><", ">\n    <").replace("<text:p>", "<text:p>\n").replace("</text:p>", "\n</text:p>");
    assert_eq!(rows(&ods(&pretty)).expect("rows"), rows(&ods(&plain)).expect("rows"));
    assert_eq!(rows(&ods(&pretty)).expect("rows").len(), 2);
}

#[test]
fn merges_and_percentages() {
    let merged = NUMBER.replace(
        "<table:table-cell",
        r#"<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3""#,
    );
    let percentage = r#"<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell>"#;
    let rows = format!("{}{}", row(&format!("{NUMBER}{merged}<table:covered-table-cell/>")), row(percentage));
    let mut book = open(&ods(&table(&rows))).expect("a workbook");
    assert_eq!(book.shape(0).merges.iter().map(ToString::to_string).collect::<Vec<_>>(), ["B1:C3"]);
    let mut formats = Vec::new();
    book.rows(0, &mut |row| {
        formats.push(row.format(0));
        std::ops::ControlFlow::Continue(())
    })
    .expect("rows");
    assert_eq!(formats.iter().map(|format| book.number_format(*format)).collect::<Vec<_>>(), ["General", "0.00%"]);
}

#[test]
fn notes_are_told_and_are_no_text_of_their_cells() {
    let noted = r#"<table:table-cell office:value-type="string"><office:annotation><text:p>陈:</text:p><text:p>单位：万元</text:p></office:annotation><text:p>金额</text:p></table:table-cell>"#;
    let mut book = open(&ods(&table(&row(&format!("{NUMBER}{noted}"))))).expect("a workbook");
    assert_eq!(book.shape(0).notes, [(1, 1, "陈:\n单位：万元\n".to_owned())]);
    let mut texts = Vec::new();
    book.rows(0, &mut |row| {
        texts.extend(row.cells.iter().map(|(_, cell)| cell.clone()));
        std::ops::ControlFlow::Continue(())
    })
    .expect("rows");
    assert_eq!(texts[1], RawCell::Text("金额".to_owned()));
}

#[test]
fn an_encrypted_one_is_told() {
    let manifest =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let bytes = zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("encrypted-package", "secret"),
    ]);
    assert!(matches!(open(&bytes), Err(SourceError::Password)));
}

/// Rows that stand where no row belongs would be lost without a word.
#[test]
fn rows_in_other_elements() {
    let other = row(NUMBER).replace("table:table-row", "calcext:table-row");
    for inside in [
        format!("<calcext:a>{}</calcext:a>", row(NUMBER)),
        format!("<text:tracked-changes>{}</text:tracked-changes>", row(NUMBER)),
        format!("{}{other}", row(NUMBER)),
    ] {
        assert!(matches!(fault(&table(&inside)), SourceError::Unfaithful { .. }), "{inside}");
    }
    let outside = format!("{}<calcext:a>{}</calcext:a>", table(&row(NUMBER)), table(&row(NUMBER)));
    assert!(matches!(fault(&outside), SourceError::Unfaithful { .. }));
    for inside in ["<text:soft-page-break/>", "<calcext:conditional-formats><calcext:a/></calcext:conditional-formats>"]
    {
        assert_eq!(rows(&ods(&table(&(row(NUMBER) + inside)))).expect("rows").len(), 1, "{inside}");
    }
}
