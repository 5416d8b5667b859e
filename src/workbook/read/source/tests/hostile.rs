//! Packages that someone made to do harm, or that something broke.

use super::make::{
    MAIN, STRINGS, STYLES, WORKBOOK, WORKBOOK_RELS, patched, xlsx, xlsx_parts, xlsx_with, zip, zip_bomb,
};
use super::{open, rows, unzip};
use crate::workbook::read::source::{Measure, NotAWorkbook, RawCell, SourceError};

const ONE: &str = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
const MIB: usize = 1 << 20;

fn fault(bytes: &[u8]) -> SourceError {
    match open(bytes) {
        Ok(_) => panic!("it opened"),
        Err(error) => error,
    }
}

/// The fault of an .xlsx with one part put in or in place of another.
fn with(name: &'static str, content: &str) -> SourceError {
    fault(&xlsx_with(name, content))
}

fn sheet(inside: &str) -> String {
    format!("<worksheet {MAIN}>{inside}</worksheet>")
}

#[test]
fn the_honest_one_opens() {
    assert_eq!(rows(&xlsx(ONE)).expect("rows").len(), 1);
}

#[test]
fn two_far_corners_cost_nothing() {
    let bytes = xlsx(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#);
    let rows = rows(&bytes).expect("rows");
    assert_eq!((rows.len(), rows[1].number, rows[1].cells[0].0), (2, 1_048_576, 16_383));
}

#[test]
fn bombs() {
    let parts = xlsx_parts(ONE);
    let bomb = |name, (head, pattern, tail): (&str, &str, &str), mib: usize| {
        let (head, root) = (head.to_owned(), head.find(['>', ' ']).unwrap_or(head.len()));
        let head = if head.len() > 1 { format!("{} {MAIN}{}", &head[..root], &head[root..]) } else { head };
        fault(&zip_bomb(&parts, name, (&head, pattern, tail), mib * MIB))
    };
    // A sheet of rows without end.
    let rows =
        bomb("xl/worksheets/sheet1.xml", ("<worksheet><sheetData>", "<row></row>", "</sheetData></worksheet>"), 20);
    assert!(matches!(rows, SourceError::OutsideLimits { .. }), "{rows}");
    // White space, a name, a text, a comment: pieces that the parser must hold as a whole.
    for pieces in [
        ("<worksheet>", " ", "<sheetData/></worksheet>"),
        ("<worksheet><sheetData><row", " ", "/></sheetData></worksheet>"),
        ("<worksheet a=\"", "x", "\"><sheetData/></worksheet>"),
        ("<worksheet><sheetData><row><c><v>", "1", "</v></c></row></sheetData></worksheet>"),
        ("<worksheet><!-- ", "<", " --><sheetData/></worksheet>"),
        ("<worksheet>", ">", "<sheetData/></worksheet>"),
        ("<", "x", "/>"),
    ] {
        let error = bomb("xl/worksheets/sheet1.xml", pieces, 2);
        assert!(matches!(error, SourceError::TooMuch { what: Measure::BytesInARow, .. }), "{error}");
    }
    // Parts that are kept in memory.
    for (name, pieces, mib, what) in [
        ("xl/sharedStrings.xml", ("<sst>", "<si/>", "</sst>"), 25, Measure::Texts),
        ("xl/styles.xml", ("<styleSheet><cellXfs>", "<xf/>", "</cellXfs></styleSheet>"), 2, Measure::Styles),
        (
            "xl/workbook.xml",
            ("<workbook><sheets/><definedNames>", "<definedName name='a'/>", "</definedNames></workbook>"),
            33,
            Measure::Bytes,
        ),
    ] {
        let error = bomb(name, pieces, mib);
        assert!(matches!(&error, SourceError::TooMuch { what: w, .. } if *w == what), "{name}: {error}");
    }
    let relations = (
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
        "<!-- a -->",
        "</Relationships>",
    );
    let error = fault(&zip_bomb(&parts, "xl/_rels/workbook.xml.rels", relations, 9 * MIB));
    assert!(matches!(&error, SourceError::TooMuch { what: Measure::Bytes, .. }), "{error}");
    // A part that nobody reads is not even unpacked.
    assert!(open(&zip_bomb(&parts, "xl/media/image1.png", ("", "x", ""), 700 * MIB)).is_ok());
}

#[test]
fn counts_that_are_not_believed() {
    for count in ["10000001", "4000000000", "99999999999999999999", "-1", "3", "1"] {
        let error =
            with("xl/sharedStrings.xml", &STRINGS.replace("uniqueCount=\"2\"", &format!("uniqueCount=\"{count}\"")));
        assert!(matches!(error, SourceError::Unfaithful { .. }), "{count}: {error}");
    }
}

#[test]
fn too_many_parts() {
    let mut parts = xlsx_parts(ONE).iter().map(|(n, c)| ((*n).to_owned(), c.clone())).collect::<Vec<_>>();
    parts.extend((0..16_400).map(|i| (format!("a{i}"), String::new())));
    let parts: Vec<(&str, &str)> = parts.iter().map(|(n, c)| (n.as_str(), c.as_str())).collect();
    assert!(matches!(fault(&zip(&parts)), SourceError::TooMuch { what: Measure::Parts, .. }));
}

#[test]
fn duplicates() {
    let exact = patched(xlsx_with("xl/workbook.xmk", WORKBOOK), b"xl/workbook.xmk", b"xl/workbook.xml");
    assert!(matches!(fault(&exact), SourceError::DuplicatePart { part } if part == "xl/workbook.xml"));
    for other in ["xl/Workbook.xml", "XL\\workbook.XML"] {
        assert!(matches!(with(other, WORKBOOK), SourceError::DuplicatePart { .. }), "{other}");
    }
    let sheets = |inside: &str| WORKBOOK.replace("</sheets>", &format!("{inside}</sheets>"));
    let same_cells = with("xl/workbook.xml", &sheets(r#"<sheet name="More" r:id="rId1"/>"#));
    assert!(
        matches!(&same_cells, SourceError::Unfaithful { detail, .. } if detail.en.contains("share")),
        "{same_cells}"
    );
    let relationship = r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>"#;
    let same_part = with("xl/_rels/workbook.xml.rels", &WORKBOOK_RELS.replace("</Relationships>", relationship));
    assert!(matches!(&same_part, SourceError::Unfaithful { detail, .. } if detail.en.contains("list")), "{same_part}");
    let mut parts = xlsx_parts(ONE);
    parts[2].1 = sheets(r#"<sheet name="Data" r:id="rId2"/>"#);
    parts[3].1 = WORKBOOK_RELS.replace(
        "</Relationships>",
        r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#,
    );
    parts.push(("xl/worksheets/sheet2.xml", sheet("<sheetData/>")));
    assert!(matches!(fault(&zip(&parts)), SourceError::SheetTwice { sheet } if sheet == "Data"));
}

#[test]
fn names_that_leave_the_package() {
    for name in [
        "../evil.xml",
        "xl/../../evil.xml",
        "/etc/passwd",
        "C:/evil.xml",
        "xl\\..\\evil.xml",
        "\\\\host\\evil",
        "xl/a\u{1}.xml",
    ] {
        assert!(matches!(with(name, ""), SourceError::BadPartName { .. }), "{name}");
    }
}

#[test]
fn markup_that_is_refused() {
    let doctype = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>"#;
    for name in ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "_rels/.rels"] {
        assert!(matches!(with(name, &format!("{doctype}<a/>")), SourceError::Doctype { .. }), "{name}");
    }
    let utf16: Vec<u8> = "\u{feff}<worksheet/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut parts: Vec<(&str, Vec<u8>)> = xlsx_parts(ONE).into_iter().map(|(n, c)| (n, c.into_bytes())).collect();
    parts[6].1 = utf16;
    assert!(matches!(fault(&zip(&parts)), SourceError::Encoding { .. }));
    parts[6].1 = "<worksheet/>".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert!(matches!(fault(&zip(&parts)), SourceError::Encoding { .. }));
    let gbk = with("xl/worksheets/sheet1.xml", r#"<?xml version="1.0" encoding="GBK"?><worksheet/>"#);
    assert!(matches!(gbk, SourceError::Encoding { .. }));
    // An SVG picture has a DOCTYPE, and a comment may stand before the cells.
    assert!(open(&xlsx_with("xl/media/image1.svg", &format!("{doctype}<svg/>"))).is_ok());
    let comment = sheet("<!-- made by hand --><sheetData/>");
    assert!(open(&xlsx_with("xl/worksheets/sheet1.xml", &comment)).is_ok());
}

#[test]
fn numbers_in_disguise() {
    let read = |rows: &str| super::rows(&xlsx(rows)).map(|rows| rows[0].cells.clone());
    for value in ["1<!-- -->2", "<![CDATA[12]]>", "1&#50;", "&#x31;2", "&#32;12"] {
        let cells = read(&format!(r#"<row r="1"><c r="A1"><v>{value}</v></c></row>"#)).expect("rows");
        assert_eq!(cells, [(0, RawCell::Number(12.into()))], "{value}");
    }
    let instruction = fault(&xlsx(r#"<row r="1"><c r="A1"><v>1<?x?>2</v></c></row>"#));
    assert!(matches!(instruction, SourceError::Unfaithful { .. }), "{instruction}");
    // Far behind, across the blocks in which the part is inflated.
    for shift in 65_480..65_560 {
        let rows = format!("{}<row r=\"1\"><c r=\"A1\"><v>1<!-- -->2&#51;4</v></c></row>", " ".repeat(shift - 100));
        assert_eq!(read(&rows).expect("rows"), [(0, RawCell::Number(1234.into()))], "{shift}");
    }
}

/// What is no XML, or none that a program writes.
#[test]
fn xml_that_is_none() {
    let row = |inside: &str| format!(r#"<row r="1"><c r="A1">{inside}</c></row>"#);
    for rows in [
        row("<v>1</v><v>2</v>"),
        row("<v><v>1</v></v>"),
        row("<v>1"),
        row("1"),
        row("<v>1&x;</v>"),
        row("<v>1&#0;</v>"),
        row("<v>1&#xD800;</v>"),
        row("<v>1&#65</v>"),
        row("<v>1\u{1}</v>"),
        row("<v>1\u{ffff}</v>"),
        row("<v>1]]></v>"),
        row("<v a=1>1</v>"),
        row("<v a='1>1</v>"),
        row("<v a='<'>1</v>"),
        row("<v xml:space='preserve' xml:space='preserve'>1</v>"),
        row("<v a='1' a='2'>1</v>"),
        row("<v a='1'b='2'>1</v>"),
        row("<x:v>1</x:v>"),
        row("<v>1</v ><1/>"),
        row("<f>1</f><f>2</f><v>1</v>"),
        row("<w>1</w>"),
        row("<v>1</v>").replace("<c ", "<c x='1' "),
        row("<v>1</v>").replace("r=\"A1\"", "r='A1' r='A1'"),
        row("<v>1</v>").replace("r=\"A1\"", "r='A1' s='9'"),
        row("<v>1</v>").replace("r=\"A1\"", "r='A1' s='-1'"),
        row("<v>1</v>") + "</sheetData><sheetData>",
        row("<v>1</v>") + "</sheetData><row r='2'/><sheetData>",
        row("<v>1</v>") + "</sheetData></worksheet><worksheet><sheetData>",
        row("<v>1</v>") + "<!-- -- -->",
        row("<v>1</v>") + "<row><c><v>2</v></c></row>",
        row("<v>1</v>") + "<row r='2'><c r='A2'/><c><v>2</v></c></row>",
        row("<v>1</v>") + "<row r='2'><c r='A3'/></row>",
        row("<v>1</v>") + "<row r='1'><c r='B1'><v>2</v></c></row>",
        row("<v>1</v>") + "<row r='02'/>",
    ] {
        assert!(open(&xlsx(&rows)).is_err(), "{rows}");
    }
    for rows in [
        row("<v>1</v>") + "<row r='1' ht='36' customHeight='1'/>",
        row("<v>1</v>").replace("<c ", "<c xmlns:y='z' y:x='1' "),
        row("<v xml:space='preserve'>1</v >"),
        row("<v>1</v>") + "<?xml version='1.0'?>".get(..0).unwrap_or_default() + "<!-- a - b -->",
        row("<v>1</v>")
            .replace("<c ", "<x:c xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main' ")
            .replace("</c>", "</x:c>"),
    ] {
        assert!(open(&xlsx(&rows)).is_ok(), "{rows}");
    }
}

#[test]
fn damage() {
    let whole = xlsx(ONE);
    for length in [whole.len() - 1, whole.len() / 2, 100, 30, 4] {
        assert!(matches!(fault(&whole[..length]), SourceError::Damaged { .. }), "{length}");
    }
    // One bit of a part's content, which only its checksum tells.
    let sheet = unzip(&whole).pop().expect("the sheet").1;
    let mut stored = Vec::new();
    for (name, content) in xlsx_parts(ONE) {
        stored.push((name, content.into_bytes()));
    }
    assert_eq!(stored[6].1, sheet);
    let mut broken = whole.clone();
    let at =
        memchr::memmem::rfind(&whole, b"PK\x03\x04").expect("a header") + 30 + "xl/worksheets/sheet1.xml".len() + 40;
    broken[at] ^= 0x10;
    assert!(open(&broken).is_err());
    let unclosed = with("xl/styles.xml", &STYLES.replace("</styleSheet>", ""));
    assert!(matches!(unclosed, SourceError::Damaged { .. }));
}

#[test]
fn not_workbooks() {
    for (bytes, found) in [
        (&b""[..], NotAWorkbook::Nothing),
        (b"\x89PNG\r\n\x1a\n", NotAWorkbook::Picture),
        (b"%PDF-1.7", NotAWorkbook::Pdf),
        (b"id,name\n1,\xE5\xBC\xA0", NotAWorkbook::Text),
        (b"\xFF\xFEi\0d\0", NotAWorkbook::Text),
        (b"\xEF\xBB\xBF<html><body><table>", NotAWorkbook::Html),
        (
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
            NotAWorkbook::Xml2003,
        ),
        (b"<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Title>\x01", NotAWorkbook::Xml2003),
        (b"<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis\">", NotAWorkbook::FlatOds),
        (b"{\\rtf1", NotAWorkbook::Document),
        (b"\x1F\x8B\x08", NotAWorkbook::Archive),
        (b"\x09\x08\x10\x00\x00\x06", NotAWorkbook::OldExcel),
        (b"\x00\x01\x02", NotAWorkbook::Unknown),
    ] {
        assert!(matches!(fault(bytes), SourceError::NotASpreadsheet(f) if f == found), "{found:?}");
    }
    for (names, found) in [
        (&["a.txt"][..], NotAWorkbook::Zip),
        (&["word/document.xml", "_rels/.rels"], NotAWorkbook::Document),
        (&["ppt/slides.xml"], NotAWorkbook::Presentation),
        (&["Index/Document.iwa"], NotAWorkbook::Numbers),
    ] {
        let parts: Vec<(&str, &str)> = names.iter().map(|name| (*name, "")).collect();
        assert!(matches!(fault(&zip(&parts)), SourceError::NotASpreadsheet(f) if f == found), "{found:?}");
    }
    let mut parts = xlsx_parts(ONE);
    parts.remove(2);
    assert!(matches!(fault(&zip(&parts)), SourceError::NotASpreadsheet(NotAWorkbook::Zip)));
}

#[test]
fn sheets_without_cells() {
    let charts = WORKBOOK_RELS.replace("/worksheet\"", "/chartsheet\"");
    assert!(matches!(with("xl/_rels/workbook.xml.rels", &charts), SourceError::NoWorksheets));
    // Called a worksheet, but it is a chart.
    let bytes = xlsx_with("xl/worksheets/sheet1.xml", "<chartsheet><drawing/></chartsheet>");
    assert!(matches!(rows(&bytes), Err(SourceError::Unfaithful { .. })));
    let bytes = xlsx_with("xl/worksheets/sheet1.xml", "");
    assert!(matches!(rows(&bytes), Err(SourceError::Damaged { .. })));
    let macros = WORKBOOK_RELS.replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet",
        "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet",
    );
    assert!(
        matches!(with("xl/_rels/workbook.xml.rels", &macros), SourceError::MacroSheet { sheet } if sheet == "Data")
    );
    let mut book = open(&xlsx(ONE)).expect("a workbook");
    assert!(matches!(
        book.rows(7, &mut |_| std::ops::ControlFlow::Continue(())),
        Err(SourceError::NotAWorksheet { .. })
    ));
}

#[test]
fn every_fault_has_a_remedy_in_both_languages() {
    for error in [
        fault(b""),
        fault(b"a,b"),
        fault(&xlsx(ONE)[..100]),
        with("../a", ""),
        with("xl/workbook.xml", "<!DOCTYPE a>"),
        rows(&xlsx(r#"<row r="1"><c r="A1"/><c r="A1"/></row>"#)).expect_err("a fault"),
    ] {
        let (english, chinese) = (error.to_string(), error.words().zh);
        assert!(english.contains(": ") && !english.contains('\n'), "{english}");
        assert!(chinese.contains('：') && chinese.ends_with('。') && !chinese.contains('\n'), "{chinese}");
    }
}
