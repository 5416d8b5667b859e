//! What a reader of workbooks can meet.

use std::fs;

use super::files::{AMOUNT, LINES, Package, amount, xls};
use super::{at_fault, bonus, refused, text};

const SHEET: &str = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";
const NAMES: &str = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><definedNames>";
const TOO_MUCH: (&str, &str) = (
    ": delete unused rows, sheets and formats in Excel, and save it",
    "：请在 Excel 中删除多余的行、工作表和格式后保存。",
);

/// The first and the last cell of Excel: a reader that takes the rectangle between them takes all memory.
#[test]
fn two_far_corners() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.xlsx");
    let far = r#"</row><row r="1048576"><c r="A1048576"><v>9</v></c><c r="XFD1048576"><v>1</v></c></row></sheetData>"#;
    let bytes = Package::sample().changed(LINES, "</row></sheetData>", far).bytes();
    fs::write(&input, bytes).unwrap();
    let output = bonus(&["check", text(&input), "--lang", "en"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("A1048576"), "{said}");
}

/// Small files that unpack to more than any workbook has: of white space, comments, attributes, texts, styles and names.
/// (Bombs of half a gigabyte, of rows and of parts, are with the guards.)
#[test]
fn bombs() {
    let (more, remedy) = (" has more than ", TOO_MUCH.0);
    let tell = |part: &str, limit: u64, what: [&str; 2]| {
        let part = part.to_lowercase();
        let english = format!("the file's part {part:?}{more}{limit} {}{remedy}", what[0]);
        let chinese = format!("文件内的“{part}”超出上限（{}不得超过 {limit}）{}", what[1], TOO_MUCH.1);
        (english, chinese)
    };
    let piece = ["bytes in one piece", "单段内容的字节数"];
    let bytes = ["bytes when unpacked", "解压后的字节数"];
    let cases = [
        (LINES, (SHEET, " ", "<sheetData/></worksheet>"), 2, 1 << 20, piece),
        (LINES, ("<!-- ", "-", " --><worksheet/>"), 2, 1 << 20, piece),
        (LINES, ("<worksheet a=\"", "x", "\"><sheetData/></worksheet>"), 2, 1 << 20, piece),
        (
            "xl/styles.xml",
            (
                "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs>",
                "<xf/>",
                "</cellXfs></styleSheet>",
            ),
            2,
            140_000,
            ["cell styles", "单元格样式数"],
        ),
        ("xl/workbook.xml", (NAMES, "<definedName name='a'/>", "</definedNames></workbook>"), 33, 32 << 20, bytes),
    ];
    for (part, pieces, mib, limit, what) in cases {
        let (english, chinese) = tell(part, limit, what);
        let bomb = Package::sample().bomb(part, pieces, mib);
        assert!(bomb.len() < 1 << 20, "{part}: {} bytes are no small file", bomb.len());
        refused("in.xlsx", &bomb, &english, &chinese);
    }
}

#[test]
fn a_part_twice() {
    let twice = Package::sample().with("XL/Workbook.xml", "<workbook/>").bytes();
    refused("in.xlsx", &twice, "twice: open it in Excel and save it again", "出现了两次：请用 Excel 打开后重新保存。");
}

#[test]
fn a_document_type() {
    let doctype = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>"#;
    refused(
        "in.xlsx",
        &Package::sample().with(LINES, doctype).bytes(),
        r#"the file's part "xl/worksheets/sheet7.xml" contains a DOCTYPE, which no spreadsheet program writes: do not trust"#,
        "文件内的“xl/worksheets/sheet7.xml”含有 DOCTYPE，正常的表格软件不会写出这种内容：请勿信任此文件",
    );
}

#[test]
fn damage_that_only_a_checksum_tells() {
    let mut bytes = Package::sample().bytes();
    // The checksum of a part stands 16 bytes into its entry of the directory, 14 into its own header; its name follows.
    let names: Vec<usize> = memchr::memmem::find_iter(&bytes, LINES.as_bytes()).collect();
    let [header, entry] = names[..] else { panic!("{names:?}") };
    bytes[entry - 46 + 16] ^= 1;
    bytes[header - 30 + 14] ^= 1;
    refused("in.xlsx", &bytes, "the file is damaged or cut off (", "文件已损坏或不完整（");
}

/// An .xlsb without the relationships that its sheets name would make the parser panic.
#[test]
fn an_xlsb_without_a_relationship() {
    let rels = "xl/_rels/workbook.bin.rels";
    let package = Package::of("formats/key-account.xlsb");
    let whole = String::from_utf8_lossy(package.part(rels)).into_owned();
    let of_a_sheet = |element: &&str| element.contains("/worksheet\"");
    let first = whole.split_inclusive("/>").find(of_a_sheet).expect("a sheet's relationship");
    let first = &first[first.rfind("<Relationship ").unwrap()..];
    refused(
        "in.xlsb",
        &package.changed(rels, first, "").bytes(),
        r#"the file's part "xl/workbook.bin" is written in a way that cannot be read safely (a sheet without a part)"#,
        "文件内的“xl/workbook.bin”写法特殊，无法保证读得正确（工作表缺少内容）：请用 Excel 打开，另存为 .xlsx。",
    );
}

/// An .xls whose chain of sectors leads back to its beginning would be read without end.
#[test]
fn an_xls_with_a_circle() {
    let circle = xls(|bytes| {
        // The table of sectors stands in the sector that the header names first. The first sector that leads to the one
        // behind it is followed by one that is made to lead back to it.
        let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        let table = 512 * (number(76) as usize + 1);
        let leads_on = |entry: &u32| number(table + 4 * *entry as usize) == entry + 1;
        let first = (0..128).find(leads_on).expect("a chain");
        let second = table + 4 * (first as usize + 1);
        bytes[second..second + 4].copy_from_slice(&first.to_le_bytes());
    });
    refused("in.xls", &circle, "the file is damaged or cut off (", "文件已损坏或不完整（");
}

/// Where reading ends, the cell is named.
#[test]
fn the_cell_that_cannot_be_read() {
    refused(
        "in.xlsx",
        &amount(r#"<c r="E2" t="s"><v>99</v></c>"#),
        r#"the cell E2 of the sheet "回款" cannot be read (a text is missing): type it again in Excel, and save the file"#,
        "工作表“回款”的单元格 E2 无法读取（缺少文本）：请在 Excel 中重新输入这一格后保存。",
    );
}

#[test]
fn cells_beyond_excel() {
    for cell in [r#"<c r="XFE2"><v>1</v></c>"#, r#"<c r="E1048577"><v>1</v></c>"#] {
        refused(
            "in.xlsx",
            &amount(cell),
            r#"the sheet "回款" has a cell outside Excel's limits after D2: open the file in Excel and save it again"#,
            "工作表“回款”在 D2 之后有单元格超出 Excel 的行列范围：请用 Excel 打开后重新保存。",
        );
    }
}

#[test]
fn a_cell_twice() {
    refused(
        "in.xlsx",
        &amount(&AMOUNT.repeat(2)),
        r#"the sheet "回款" gives the cell E2 twice: open the file in Excel, check that cell, and save it again"#,
        "工作表“回款”中单元格 E2 出现了两次：请用 Excel 打开，核对该单元格后重新保存。",
    );
}

/// What comes through the parser as a number and is none.
#[test]
fn numbers_that_are_none() {
    for value in ["NaN", "1e999", "-1e999", "1e300"] {
        at_fault(
            "in.xlsx",
            &amount(&format!(r#"<c r="E2"><v>{value}</v></c>"#)),
            &["E2", "this is not a valid number", "replace it with an ordinary number"],
            &["E2", "不是有效的数", "改为普通数字"],
        );
    }
}

/// The parser reads it as an empty cell.
#[test]
fn a_formula_without_its_result() {
    at_fault(
        "in.xlsx",
        &amount(r#"<c r="E2"><f>1+1</f></c>"#),
        &["E2", "the formula was saved without its result", "open in Excel, recalculate and save"],
        &["E2", "公式没有保存计算结果", "在 Excel 中打开，重新计算并保存"],
    );
}

#[test]
fn an_error_value() {
    at_fault(
        "in.xlsx",
        &amount(r#"<c r="E2" t="e"><f>1/0</f><v>#DIV/0!</v></c>"#),
        &["E2", "#DIV/0!", "the cell holds an error value", "mend the formula in Excel"],
        &["E2", "#DIV/0!", "单元格是错误值", "在 Excel 中改正该公式"],
    );
}

/// What the parser reads as a sheet without cells, or as a workbook without sheets.
#[test]
fn what_reads_as_empty() {
    let rels = "xl/_rels/workbook.xml.rels";
    let charts = Package::sample();
    let only_charts = String::from_utf8_lossy(charts.part(rels)).replace("/worksheet\"", "/chartsheet\"");
    refused(
        "in.xlsx",
        &charts.with(rels, only_charts).bytes(),
        "the workbook has no worksheets: save it again from Excel as .xlsx",
        "工作簿中没有工作表：请用 Excel 另存为 .xlsx。",
    );
    refused(
        "in.xlsx",
        &Package::sample().with(LINES, "<chartsheet/>").bytes(),
        r#"the file's part "xl/worksheets/sheet7.xml" is written in a way that cannot be read safely ("#,
        "文件内的“xl/worksheets/sheet7.xml”写法特殊，无法保证读得正确（",
    );
    let wide: Vec<u8> = "\u{feff}<worksheet/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(
        "in.xlsx",
        &Package::sample().with(LINES, wide).bytes(),
        r#"the file's part "xl/worksheets/sheet7.xml" is not in UTF-8: open it in Excel and save it again"#,
        "文件内的“xl/worksheets/sheet7.xml”不是 UTF-8 编码：请用 Excel 打开后重新保存。",
    );
    refused(
        "in.xlsx",
        &Package::sample().without("xl/workbook.xml").bytes(),
        "this is not a spreadsheet but a zip archive without a workbook: unpack it and give the workbook inside",
        "这不是电子表格，而是不含工作簿的 zip 压缩包：请先解压，再给出其中的工作簿。",
    );
}

/// Ranges of .ods begin at their first used cell; what is told counts from A1 all the same.
#[test]
fn addresses_count_from_the_corner() {
    let content = "content.xml";
    let package = Package::of("formats/key-account.ods");
    let whole = String::from_utf8(package.part(content).to_vec()).unwrap();
    // Two blank rows over the collections, and an amount that is none.
    let sheet = whole.find("table:name=\"回款\"").unwrap();
    let row = sheet + whole[sheet..].find("<table:table-row").unwrap();
    let blank = "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>";
    let amount = row + whole[row..].find("office:value=\"360000\"").unwrap();
    let cell = amount + whole[amount..].find("</table:table-cell>").unwrap();
    let start = whole[..amount].rfind("<table:table-cell").unwrap();
    let odd = "<table:table-cell office:value-type=\"string\"><text:p>abc</text:p>";
    let moved = [&whole[..row], blank, &whole[row..start], odd, &whole[cell..]].concat();
    at_fault("in.ods", &package.with(content, moved).bytes(), &["E4", "expected a number"], &["E4", "应为数字"]);
}

/// Something else under the name of a workbook is said as what it is.
#[test]
fn what_is_no_workbook() {
    let encrypted = {
        // A compound file with the stream that encrypted workbooks have, in place of an .xls file's own.
        let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        xls(|bytes| {
            let at = memchr::memmem::find(bytes, &wide("Workbook")).expect("the stream's name");
            let name = wide("EncryptedPackage");
            bytes[at..at + name.len()].copy_from_slice(&name);
            bytes[at + 64] = u8::try_from(name.len() + 2).unwrap();
        })
    };
    for (content, english, chinese) in [
        (
            encrypted.as_slice(),
            "the workbook is password-protected: remove the password in Excel and save it",
            "工作簿设有密码：请在 Excel 中取消密码后保存，再重试。",
        ),
        (
            b"\x89PNG\r\n\x1a\n",
            "this is not a spreadsheet but a picture: give the Excel workbook (.xlsx, .xlsm, .xlsb, .xls or .ods)",
            "这不是电子表格，而是图片：请提供 Excel 工作簿（.xlsx、.xlsm、.xlsb、.xls 或 .ods）。",
        ),
        (
            "工号,姓名\nM001,张伟\n".as_bytes(),
            "this is not a spreadsheet but plain text or CSV: open it in Excel and save it as .xlsx",
            "这不是电子表格，而是纯文本或 CSV 文件：请用 Excel 打开，另存为 .xlsx。",
        ),
        (
            b"<html><body><table></table></body></html>",
            "this is not a spreadsheet but a web page (HTML): open it in Excel and save it as .xlsx",
            "这不是电子表格，而是网页（HTML）文件：请用 Excel 打开，另存为 .xlsx。",
        ),
        (
            b"",
            "this is not a spreadsheet but an empty file: ask for the file again",
            "这不是电子表格，而是空文件：请重新获取该文件。",
        ),
    ] {
        refused("in.xlsx", content, english, chinese);
    }
}

/// A sheet of rules that no policy could have, and a table of so many grades that naming them would take minutes.
#[test]
fn more_rules_and_grades_than_a_policy_has() {
    let sheet = |rows: &str| format!("{SHEET}<sheetData>{rows}</sheetData></worksheet>");
    let cell = |at: &str, text: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let row = |number: usize, texts: [&str; 2]| {
        let cells = ["A", "B"].map(|column| format!("{column}{number}"));
        let cells = cells.iter().zip(texts).map(|(at, text)| cell(at, text)).collect::<String>();
        format!(r#"<row r="{number}">{cells}</row>"#)
    };
    let rules: String = (2..1_500).map(|number| row(number, ["total", "1"])).collect();
    let rules = sheet(&(row(1, ["名称", "公式"]) + &rules));
    let target = r#"<Relationship Id="rIdRules" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/rules.xml"/></Relationships>"#;
    let bytes = Package::sample()
        .changed("xl/workbook.xml", "</sheets>", r#"<sheet name="规则" sheetId="99" r:id="rIdRules"/></sheets>"#)
        .changed("xl/_rels/workbook.xml.rels", "</Relationships>", target)
        .with("xl/worksheets/rules.xml", rules)
        .bytes();
    at_fault("in.xlsx", &bytes, &["more than 1000 rules are replaced"], &["替换的规则超过 1000 条"]);

    let manager = |number: usize| {
        let (at, id) = (number + 100, format!("X{number}"));
        let cells =
            [("A", id.as_str()), ("B", "x"), ("C", "9级")].map(|(column, text)| cell(&format!("{column}{at}"), text));
        format!(r#"<row r="{at}">{}</row>"#, cells.concat())
    };
    let managers: String = (0..1_200).map(manager).collect();
    let bytes = Package::sample()
        .changed("xl/worksheets/sheet5.xml", "</sheetData>", &format!("{managers}</sheetData>"))
        .bytes();
    // The first faults name the grades there are, the last ones do not.
    let english = ["unknown grade", "there are: 1级, 2级, 3级", "use one of the table"];
    at_fault("in.xlsx", &bytes, &english, &["没有这个职级", "可用：1级", "改为表中有的职级"]);
}
