//! The workbook as other programs read it: values, formulas, looks and limits.

use std::io::{Cursor, Read as _};
use std::num::NonZeroUsize;

use calamine::{Data, Reader as _, Xlsx};
use rust_decimal::Decimal;

use super::*;
use crate::report::sheet::{
    BlockRows, Cell, CellUnit, CellValue, ChartKind, Print, Report, ReportSheet, RowCells, SheetBlock, SheetChart,
    SheetColumn, Tone,
};

fn number(text: &str) -> Cell {
    Cell::number(Decimal::from_str_exact(text).unwrap())
}

fn formula(formula: &str, value: CellValue) -> Cell {
    Cell { value, formula: Some(formula.to_owned()), ..Cell::default() }
}

fn column(label: &str, unit: CellUnit) -> SheetColumn {
    SheetColumn { clause: "KA-1".to_owned(), label: label.to_owned(), unit, ..SheetColumn::default() }
}

fn block(top: u32, left: u16, columns: Vec<SheetColumn>, rows: BlockRows) -> SheetBlock {
    SheetBlock { top, left, heading: None, columns, rows, total: false }
}

fn sheet<'a>(name: &str, blocks: Vec<SheetBlock<'a>>) -> ReportSheet<'a> {
    ReportSheet {
        name: name.to_owned(),
        title: "标题".to_owned(),
        subtitle: "单位：元".to_owned(),
        blocks,
        frozen_columns: 1,
        ..ReportSheet::default()
    }
}

fn report(sheets: Vec<ReportSheet>) -> Report {
    Report {
        lang: Some(crate::lang::Lang::Zh),
        title: "结果 & more".to_owned(),
        subject: "2025".to_owned(),
        sheets,
        names: Vec::new(),
    }
}

fn one_column(unit: CellUnit, cells: Vec<Cell>) -> Report<'static> {
    let rows = BlockRows::ready(cells.into_iter().map(|cell| vec![cell]).collect());
    report(vec![sheet("表", vec![block(2, 0, vec![column("列", unit)], rows)])])
}

/// Values of the first column of the first table, read back.
fn read_back(report: &Report) -> Vec<Data> {
    let mut book = Xlsx::new(Cursor::new(xlsx(report).unwrap())).unwrap();
    let range = book.worksheet_range(&report.sheets[0].name).unwrap();
    (5..=range.end().unwrap().0).map(|row| range.get_value((row, 0)).cloned().unwrap()).collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn refused(report: &Report) -> WriteError {
    let error = xlsx(report).unwrap_err();
    assert!(!error.to_string().is_empty() && !error.words().zh.is_empty());
    error
}

#[test]
fn values_come_back_as_they_went() {
    let date = jiff::civil::Date::constant(2025, 9, 30);
    let cells = vec![
        number("-12345.60"),
        Cell::text("=1+1").with_tone(Tone::Notice),
        Cell::text("+SUM(A1)"),
        Cell::text("0012"),
        Cell::text("<r>&</r>"),
        Cell::text(" _x0041_ \n两行"),
        Cell::value(CellValue::Truth(false)),
        Cell::value(CellValue::Date(date)).with_unit(CellUnit::Date),
        number("0.333333333333").with_unit(CellUnit::Factor),
    ];
    let values = read_back(&one_column(CellUnit::Yuan, cells));
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(values[0], Data::Float(-12345.6));
    assert_eq!(values[1..4], [text("=1+1"), text("+SUM(A1)"), text("0012")]);
    assert_eq!(values[4..7], [text("<r>&</r>"), text(" _x0041_ \n两行"), Data::Bool(false)]);
    assert!(matches!(&values[7], Data::DateTime(date) if date.to_string() == "45930"), "{values:?}");
    assert_eq!(values[8], Data::Float(0.333_333_333_333));
}

#[test]
fn formulas_carry_their_values_in_their_types() {
    let report = one_column(
        CellUnit::Yuan,
        vec![
            formula("ROUND(1.005*100,2)", number("100.50").value),
            formula("1=1", CellValue::Truth(true)),
            formula("IF(1=1,\"晋级\",\"\")", CellValue::Text("晋级".to_owned())),
            formula("\"\"", CellValue::Text(String::new())),
            formula("\"\"", CellValue::Blank),
            formula("\"1001\"", CellValue::Text("1001".to_owned())),
            formula("\"inf\"", CellValue::Text("inf".to_owned())),
            formula("\"TRUE\"", CellValue::Text("TRUE".to_owned())),
            formula("DATE(2025,9,30)", CellValue::Date(jiff::civil::Date::constant(2025, 9, 30))),
        ],
    );
    let text = |text: &str| Data::String(text.to_owned());
    let values = read_back(&report);
    assert_eq!(values[..3], [Data::Float(100.5), Data::Bool(true), text("晋级")]);
    assert!(values[3..5].iter().all(|value| matches!(value, Data::Empty) || *value == text("")));
    assert_eq!(values[5..8], [text("1001"), text("inf"), text("TRUE")], "texts, whatever they look like");
    assert_eq!(values[8], Data::Float(45930.0));

    let bytes = xlsx(&report).unwrap();
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("t=\"b\"><f>1=1</f><v>1</v>"), "{xml}");
    assert!(xml.contains("t=\"str\"><f>\"\"</f><v></v>"), "{xml}");
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let formulas = book.worksheet_formula("表").unwrap();
    assert_eq!(formulas.get_value((5, 0)).map(String::as_str), Some("ROUND(1.005*100,2)"));
}

/// A long sheet with a table beside, one below and everything else that a sheet may have.
fn rich(rows: usize) -> Report<'static> {
    let fill = |index: usize, row: &mut RowCells| {
        let value = Decimal::new(i64::try_from(index).unwrap() * 100 + 1, 2);
        row.push(Cell::text(format!("经理{index}")));
        row.push(Cell::number(value).with_tone(Tone::Input));
        row.push(formula(&format!("B{}*2", index + 6), CellValue::Number(value * Decimal::TWO)));
    };
    let mut columns =
        vec![column("姓名", CellUnit::Text), column("回款", CellUnit::Yuan), column("两倍", CellUnit::Yuan)];
    columns[1].note = "回款合计\n公式：Σ".to_owned();
    columns[2].auxiliary = true;
    let main = SheetBlock { total: true, ..block(2, 0, columns, BlockRows::new(rows, fill)) };
    let side = || BlockRows::ready(vec![vec![number("1")], vec![number("2.5")]]);
    let below = u32::try_from(rows).unwrap() + 6;
    let blocks = vec![
        main,
        block(2, 4, vec![column("旁", CellUnit::Number)], side()),
        block(below, 0, vec![column("下", CellUnit::Number)], side()),
    ];
    let chart = |kind| SheetChart {
        title: "图".to_owned(),
        kind,
        categories: "'汇总'!$A$6:$A$9".to_owned(),
        series: vec![("=回款".to_owned(), "'汇总'!$B$6:$B$9".to_owned())],
        points: 4,
    };
    let charts = [ChartKind::Columns, ChartKind::Stacked, ChartKind::Bars].map(chart).into_iter().collect();
    let mut report = report(vec![ReportSheet { charts, ..sheet("汇总", blocks) }]);
    report.names.push(("应付合计".to_owned(), "'汇总'!$B$6".to_owned()));
    report
}

/// Rows that go over several strips.
const LONG: usize = 10_001;

#[test]
fn where_a_note_ends_is_counted_in_rows_as_high_as_they_are() {
    let notes = |prose: &str| {
        let rows = BlockRows::ready(vec![vec![Cell::text(prose)]; 60]);
        let mut columns = vec![column("说明", CellUnit::Prose)];
        columns[0].note = "一行说明\n".repeat(38);
        let bytes = xlsx(&report(vec![sheet("表", vec![block(2, 0, columns, rows)])])).unwrap();
        part(&bytes, "xl/drawings/vmlDrawing1.vml")
    };
    assert_ne!(notes("short"), notes(&"a sentence that is broken into lines ".repeat(4)));
}

#[test]
fn charts_keep_a_copy_of_what_they_show() {
    let bytes = xlsx(&rich(20)).unwrap();
    let chart = part(&bytes, "xl/charts/chart1.xml");
    assert!(chart.contains("<c:v>经理0</c:v>") && chart.contains("<c:v>3.01</c:v>"), "{chart}");
    let long = part(&xlsx(&rich(LONG)).unwrap(), "xl/charts/chart1.xml");
    assert!(!long.contains("<c:v>3.01</c:v>"));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for rows in [20, LONG] {
        let bytes = xlsx(&rich(rows)).unwrap();
        for threads in [2, 3].map(|threads| NonZeroUsize::new(threads).unwrap()) {
            let mut again = Vec::new();
            xlsx_into(&rich(rows), &Making { threads, ..Making::default() }, &mut again).unwrap();
            assert!(bytes == again, "{rows} rows, {threads} threads");
        }
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        for index in 0..archive.len() {
            let entry = archive.by_index(index).unwrap();
            let when = entry.last_modified().unwrap_or_default();
            assert_eq!(when, zip::DateTime::default(), "{:?}", entry.name());
        }
        let properties = part(&bytes, "docProps/core.xml");
        assert_eq!(properties.matches("2000-01-01T00:00:00Z").count(), 2, "{properties}");
    }
}

#[test]
fn nothing_is_lost_in_a_long_sheet() {
    let rows = LONG;
    let bytes = xlsx(&rich(rows)).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("汇总").unwrap();
    let count = |column: u32| {
        (5..=range.end().unwrap().0)
            .filter(|row| matches!(range.get_value((*row, column)), Some(Data::Float(_))))
            .count()
    };
    assert_eq!([count(0), count(1), count(2), count(4)], [2, rows, rows, 2]);
}

#[test]
fn formulas_that_are_shared_are_read_as_they_were() {
    let bytes = xlsx(&rich(LONG)).unwrap();
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<f>B6*2</f>") && xml.contains(">B7*2</f>") && !xml.contains("B8*2"), "the third is shared");
    assert!(xml.matches("<f ").count() > LONG - 20);
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let formulas = book.worksheet_formula("汇总").unwrap();
    for row in 5..u32::try_from(LONG).unwrap() + 5 {
        assert_eq!(formulas.get_value((row, 2)).map(String::as_str), Some(&*format!("B{}*2", row + 1)));
    }
}

#[test]
fn notes_panes_groups_and_print_are_set() {
    let bytes = xlsx(&rich(8)).unwrap();
    let notes = part(&bytes, "xl/comments1.xml");
    assert!(notes.contains("<author>bonus</author>") && notes.contains("公式：Σ"), "{notes}");
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    for expected in [
        r#"<pane xSplit="1" ySplit="5" topLeftCell="B6""#,
        r#"outlineLevel="1""#,
        r#"paperSize="9" fitToHeight="0" orientation="landscape""#,
        "&amp;P / &amp;N",
        r"&amp;L结果 &amp;&amp; more&amp;R&amp;A",
    ] {
        assert!(xml.contains(expected), "{expected} in {xml}");
    }
    let book = part(&bytes, "xl/workbook.xml");
    assert!(book.contains("<definedName name=\"应付合计\">'汇总'!$B$6</definedName>"), "{book}");
    assert!(book.contains("_xlnm.Print_Area"));
}

#[test]
fn what_excel_cannot_hold_is_refused_with_its_place() {
    let wrong = |cell: Cell| refused(&one_column(CellUnit::Number, vec![number("1"), cell]));
    for cell in [number("9007199254740993"), formula("1", number("-9007199254740993").value)] {
        let error = wrong(cell);
        assert!(matches!(&error, WriteError::Number { place, .. } if place.to_string() == "表!A7"));
    }
    assert!(matches!(wrong(Cell::text("字".repeat(32_768))), WriteError::TextTooLong { .. }));
    let date = CellValue::Date(jiff::civil::Date::constant(1899, 1, 1));
    assert!(matches!(wrong(Cell::value(date)), WriteError::Date { .. }));
    let long = [format!("\"{}\"", "a".repeat(256)), "1+".repeat(5_000)];
    for text in long {
        let error = wrong(formula(&text, CellValue::Blank));
        assert!(matches!(error, WriteError::Formula { .. }), "{error}");
    }
}

#[test]
fn tables_that_do_not_fit_are_refused() {
    let rows = || BlockRows::ready(vec![vec![number("1")]]);
    let columns = || vec![column("列", CellUnit::Number)];
    let fault = |blocks| match refused(&report(vec![sheet("表", blocks)])) {
        WriteError::Layout { fault, .. } => fault,
        other => panic!("{other}"),
    };
    assert_eq!(fault(vec![block(1, 0, columns(), rows())]), LayoutFault::OverTitle);
    assert_eq!(fault(vec![block(2, 16_384, columns(), rows())]), LayoutFault::OffSheet);
    assert_eq!(fault(vec![block(1_048_573, 0, columns(), rows())]), LayoutFault::OffSheet);
    let pair = vec![block(2, 0, columns(), rows()), block(5, 0, columns(), rows())];
    assert_eq!(fault(pair), LayoutFault::Overlap);
    let wide = BlockRows::ready(vec![vec![number("1"), number("2")]]);
    assert_eq!(fault(vec![block(2, 0, columns(), wide)]), LayoutFault::TooManyCells);
    assert!(matches!(refused(&report(Vec::new())), WriteError::Layout { .. }));
}

#[test]
fn names_are_checked() {
    let twice = report(vec![sheet("Q1", Vec::new()), sheet("q1", Vec::new())]);
    assert!(matches!(refused(&twice), WriteError::SheetName { .. }));
    let mut named = report(vec![sheet("Q1", Vec::new())]);
    named.names.push(("A1".to_owned(), "'Q1'!$A$1".to_owned()));
    assert!(matches!(refused(&named), WriteError::DefinedName { .. }));
}

#[test]
fn an_empty_sheet_is_a_sheet() {
    assert!(xlsx(&report(vec![sheet("空", Vec::new())])).is_ok());
    assert!(read_back(&one_column(CellUnit::Text, vec![Cell::text("x")])).len() == 1);
}

/// Rows of a sheet of Excel.
const FULL: u32 = 1_048_576;

/// The rows of a part, each its number and its height.
fn rows_of(xml: &str) -> Vec<(u32, String)> {
    let attribute =
        |tag: &str, name: &str| Some(tag.split_once(&format!(" {name}=\""))?.1.split('"').next()?.to_owned());
    let tags = xml.split("<row").skip(1).map(|rest| rest.split('>').next().unwrap());
    tags.map(|tag| (attribute(tag, "r").unwrap().parse().unwrap(), attribute(tag, "ht").unwrap_or_default())).collect()
}

/// A form of a million lines is ruled as far as a sheet goes, where a shorter one has fifty thousand rows below.
#[test]
fn forms_are_ruled_up_to_the_last_row() {
    for (top, until) in [(2, 50_008), (FULL - 8, FULL), (FULL - 5, 0)] {
        let rows = BlockRows::ready(vec![vec![Cell::text("一")], vec![Cell::text("二")]]);
        let form = sheet("form", vec![block(top, 0, vec![column("列", CellUnit::Text)], rows)]);
        let bytes = xlsx(&report(vec![ReportSheet { print: Print::Filled, ..form }])).unwrap();
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        let ruled =
            sheet.split_once("<conditionalFormatting sqref=\"A").map(|(_, rest)| rest.split('"').next().unwrap());
        assert_eq!(ruled.map(|area| area.split_once(":A").unwrap().1.parse().unwrap()), (until > 0).then_some(until));
    }
}

/// Excel calls a file damaged in which a row stands twice.
#[test]
fn every_row_stands_once_whatever_the_last_is_like() {
    let of = |name: &str, top: u32, texts: &[&str]| {
        let rows = BlockRows::ready(texts.iter().map(|text| vec![Cell::text(*text)]).collect());
        sheet(name, vec![block(top, 0, vec![column("列", CellUnit::Text)], rows)])
    };
    let sheets = || {
        vec![
            of("high", 2, &["一", "一\n二"]),
            of("flat", 2, &["一\n二", "一"]),
            of("head", 2, &[]),
            ReportSheet { subtitle: String::new(), ..sheet("title", Vec::new()) },
            ReportSheet { print: Print::OnDemand, ..of("full", FULL - 5, &["一", "一\n二"]) },
        ]
    };
    let bytes = xlsx(&report(sheets())).unwrap();
    let rows: Vec<_> =
        (1..=5).map(|number| rows_of(&part(&bytes, &format!("xl/worksheets/sheet{number}.xml")))).collect();
    for rows in &rows {
        assert!(rows.is_sorted_by(|one, next| one.0 < next.0), "{rows:?}");
    }
    let height = |sheet: usize, row: u32| rows[sheet].iter().find(|(number, _)| *number == row).unwrap().1.clone();
    let (usual, of_two) = (height(1, 7), height(1, 6));
    assert_ne!(usual, of_two);
    assert_eq!(height(0, 7), of_two);
    assert_eq!(rows[4].last(), Some(&(FULL, of_two)));
    assert!(part(&bytes, "xl/workbook.xml").contains("full!$B$1048576"));
}
