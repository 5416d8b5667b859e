//! Files that are no workbook, or a damaged one, or one that somebody changed inside.

use std::io::{Cursor, Read as _, Write as _};

use bonus::lang::Words;
use bonus::run::run;
use bonus::workbook::read::{Preface, ReadError, Request, SourceWorkbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{Shown, told};
use crate::common::fixture;
use crate::faults::sound::sound;

/// What is said of a file: why it cannot be read, or its faults, or its warnings.
fn said(bytes: Vec<u8>) -> (i32, Vec<Words>) {
    let read = || -> Result<(i32, Vec<Words>), ReadError> {
        let mut source = SourceWorkbook::from_bytes(bytes)?;
        let preface = Preface::read(&mut source)?;
        Ok((
            0,
            run(&mut source, &preface, crate::faults::policy(), &Request::default())?
                .book
                .warnings
                .iter()
                .map(told)
                .collect(),
        ))
    };
    match read() {
        Ok(warned) => warned,
        Err(ReadError::Source(error)) => (3, vec![error.words()]),
        Err(ReadError::Faults(findings)) => (1, findings.faults.iter().chain(&findings.warnings).map(told).collect()),
    }
}

/// All of them; those that are bent stand on the page only for what they bring about first.
pub fn shown() -> Vec<Shown> {
    let sound = sound().bytes();
    let whole = FILES.iter().map(|(name, bytes)| {
        let (status, said) = said(bytes(&sound));
        Shown::new(*name, status, said)
    });
    let kinds = ["xlsx", "ods", "xlsb", "xls"];
    let files = kinds.map(|kind| std::fs::read(fixture(&format!("formats/key-account.{kind}"))).unwrap());
    let bent = BENT.iter().map(|(name, part, old, new)| {
        let bytes = if part.starts_with("content") { &files[1] } else { &sound };
        let part = part.strip_prefix("content:").unwrap_or(part);
        let (status, said) = said(bent(bytes, part, old, new));
        Shown {
            least: 1,
            ..Shown::new(format!("{name}: `{}` in the place of `{}` in `{part}`", short(new), short(old)), status, said)
        }
    });
    let hostile = std::fs::read_dir(fixture("hostile")).unwrap().map(|file| file.unwrap().path());
    let mut hostile: Vec<_> = hostile.collect();
    hostile.sort();
    let hostile = hostile.into_iter().map(|path| {
        let (status, said) = said(std::fs::read(&path).unwrap());
        Shown {
            least: 0,
            ..Shown::new(format!("fixtures/hostile/{}", path.file_name().unwrap().to_string_lossy()), status, said)
        }
    });
    let hostile: Vec<_> = hostile.filter(|shown| !shown.said.is_empty()).collect();
    let bytes = BYTES.iter().map(|(name, kind, change)| {
        let at = kinds.iter().position(|known| known == kind).unwrap();
        let mut bytes = files[at].clone();
        change(&mut bytes);
        let (status, said) = said(bytes);
        Shown { least: 1, ..Shown::new(*name, status, said) }
    });
    whole.chain(bent).chain(bytes).chain(hostile).collect()
}

fn short(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().count() > 90 { format!("{}…", text.chars().take(90).collect::<String>()) } else { text }
}

/// A package with the first `old` in a part replaced; an empty `old` puts `new` in the place of the whole part, or adds one.
fn bent(bytes: &[u8], part: &str, old: &str, new: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut found = false;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == part {
            found = true;
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains(old), "{part} has no {old}: {}", short(&text));
            content = if old.is_empty() { new.into() } else { text.replacen(old, new, 1).into() };
            if new == GONE {
                continue;
            }
        }
        let method = if name == "mimetype" { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        writer.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(&content).unwrap();
    }
    if !found {
        writer.start_file(part, SimpleFileOptions::default()).unwrap();
        writer.write_all(new.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// In the place of a part: there is none.
const GONE: &str = "(nothing)";
/// The sheet of collections, whose first line has 80,000 in F2.
const LINES: &str = "xl/worksheets/sheet7.xml";
const BOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
const STYLES: &str = "xl/styles.xml";
const TEXTS: &str = "xl/sharedStrings.xml";
const F2: &str = "<c r=\"F2\"><v>80000</v></c>";

/// One text of one part replaced by another: what, the part, the old text, the new one.
type Bent = (&'static str, &'static str, &'static str, &'static str);

const BENT: &[Bent] = &[
    (
        "hidden columns",
        LINES,
        "<sheetData>",
        "<cols><col min=\"6\" max=\"6\" width=\"9\" hidden=\"1\"/></cols><sheetData>",
    ),
    ("a hidden row", LINES, "<row r=\"2\"", "<row r=\"2\" hidden=\"1\""),
    ("a hidden sheet", BOOK, "<sheet name=\"回款\"", "<sheet name=\"回款\" state=\"hidden\""),
    ("a cell twice", LINES, F2, "<c r=\"F2\"><v>80000</v></c><c r=\"F2\"><v>90000</v></c>"),
    ("a cell before its neighbour", LINES, F2, "<c r=\"F2\"><v>80000</v></c><c r=\"E2\"><v>1</v></c>"),
    ("a cell right of the last column", LINES, F2, "<c r=\"F2\"><v>80000</v></c><c r=\"XFE2\"><v>1</v></c>"),
    ("a cell of another row", LINES, F2, "<c r=\"F3\"><v>80000</v></c>"),
    ("a first cell of another row", LINES, "<c r=\"A1\"", "<c r=\"A2\""),
    ("an address that is none", LINES, F2, "<c r=\"2F\"><v>80000</v></c>"),
    ("a cell without its address", LINES, F2, "<c><v>80000</v></c>"),
    ("a row whose number is a word", LINES, "<row r=\"2\"", "<row r=\"two\""),
    ("a kind of cell that is none", LINES, F2, "<c r=\"F2\" t=\"zz\"><v>80000</v></c>"),
    ("a text that is not in the table", LINES, F2, "<c r=\"F2\" t=\"s\"><v>9999</v></c>"),
    ("a text in the place of its number", LINES, F2, "<c r=\"F2\" t=\"s\"><v>x</v></c>"),
    ("neither true nor false", LINES, F2, "<c r=\"F2\" t=\"b\"><v>2</v></c>"),
    ("a text within a cell of a number", LINES, F2, "<c r=\"F2\"><is><t>80000</t></is></c>"),
    ("a number in the place of a text", LINES, F2, "<c r=\"F2\" t=\"inlineStr\"><v>80000</v></c>"),
    ("an error value that is none", LINES, F2, "<c r=\"F2\" t=\"e\"><v>#OOPS!</v></c>"),
    ("two values", LINES, F2, "<c r=\"F2\"><v>80000</v><v>90000</v></c>"),
    ("a formula twice", LINES, F2, "<c r=\"F2\"><f>1</f><f>2</f><v>80000</v></c>"),
    ("an unknown element in a cell", LINES, F2, "<c r=\"F2\"><w>80000</w></c>"),
    ("an element within a value", LINES, F2, "<c r=\"F2\"><v><v>80000</v></v></c>"),
    ("a text between cells", LINES, F2, "<c r=\"F2\">80000</c>"),
    ("an unknown attribute", LINES, F2, "<c r=\"F2\" x=\"1\"><v>80000</v></c>"),
    ("an attribute twice", LINES, F2, "<c r=\"F2\" r=\"F2\"><v>80000</v></c>"),
    ("a style that is a word", LINES, F2, "<c r=\"F2\" s=\"bold\"><v>80000</v></c>"),
    ("a style that is not there", LINES, F2, "<c r=\"F2\" s=\"99\"><v>80000</v></c>"),
    ("an instruction", LINES, F2, "<c r=\"F2\"><v>80<?x?>000</v></c>"),
    ("a reference that XML does not have", LINES, F2, "<c r=\"F2\"><v>80&x;000</v></c>"),
    ("a character that XML does not have", LINES, F2, "<c r=\"F2\"><v>80\u{1}000</v></c>"),
    ("a name without its namespace", LINES, F2, "<c r=\"F2\"><x:v>80000</x:v></c>"),
    ("a namespace declared twice", LINES, F2, "<c r=\"F2\" xmlns:x=\"a\" xmlns:x=\"b\"><v>80000</v></c>"),
    ("an attribute without quotes", LINES, F2, "<c r=F2><v>80000</v></c>"),
    ("tags that cross", LINES, F2, "<c r=\"F2\"><v>80000</c></v>"),
    ("a part that ends too early", LINES, "</worksheet>", ""),
    ("a tag that does not end", LINES, "</worksheet>", "</worksheet"),
    ("text behind the end", LINES, "</worksheet>", "</worksheet>text"),
    ("two roots", LINES, "</worksheet>", "</worksheet><worksheet/>"),
    ("an odd declaration", LINES, "<?xml version=\"1.0\"", "<?xml version=\"3.0\""),
    ("cells twice", LINES, "</sheetData>", "</sheetData><sheetData/>"),
    ("no cells", LINES, "", "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>"),
    (
        "a chart in the place of the cells",
        LINES,
        "",
        "<chartsheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>",
    ),
    ("columns without numbers", LINES, "<sheetData>", "<cols><col width=\"9\"/></cols><sheetData>"),
    ("merged cells without an address", LINES, "</sheetData>", "</sheetData><mergeCells><mergeCell/></mergeCells>"),
    (
        "merged cells that overlap",
        LINES,
        "</sheetData>",
        "</sheetData><mergeCells><mergeCell ref=\"N20:P22\"/><mergeCell ref=\"O21:Q23\"/></mergeCells>",
    ),
    ("a table without a part", LINES, "</sheetData>", "</sheetData><tableParts><tablePart/></tableParts>"),
    ("a document type", LINES, "<worksheet", "<!DOCTYPE a><worksheet"),
    ("another encoding", LINES, "encoding=\"UTF-8\"", "encoding=\"GBK\""),
    ("a sheet that is not there", LINES, "", GONE),
    ("a part outside of the package", "../evil.xml", "", "<a/>"),
    ("a part twice but for capitals", "xl/Workbook.xml", "", "<workbook/>"),
    ("two sheets of one name", BOOK, "name=\"贡献\"", "name=\"回款\""),
    ("two sheets of one part", BOOK, "r:id=\"rId8\"", "r:id=\"rId7\""),
    ("a sheet without a part", BOOK, "r:id=\"rId8\"", "r:id=\"\""),
    ("a sheet that the relations do not know", BOOK, "r:id=\"rId8\"", "r:id=\"rId99\""),
    ("a sheet hidden in a way that is none", BOOK, "<sheet name=\"回款\"", "<sheet name=\"回款\" state=\"lost\""),
    ("a name without a name", BOOK, "</sheets>", "</sheets><definedNames><definedName>1</definedName></definedNames>"),
    (
        "no sheets",
        BOOK,
        "",
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheets/></workbook>",
    ),
    (
        "a sheet that the workbook does not list",
        RELATIONS,
        "</Relationships>",
        "<Relationship Id=\"rId90\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet90.xml\"/></Relationships>",
    ),
    ("a relation without a target", RELATIONS, "</Relationships>", "<Relationship Id=\"rId90\"/></Relationships>"),
    ("a relation twice", RELATIONS, "Id=\"rId8\"", "Id=\"rId7\""),
    (
        "a part outside of the file",
        RELATIONS,
        "Target=\"worksheets/sheet7.xml\"",
        "Target=\"file:///c:/sheet7.xml\" TargetMode=\"External\"",
    ),
    (
        "a sheet of Excel 4 macros",
        RELATIONS,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet",
        "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet",
    ),
    (
        "a number format without a code",
        STYLES,
        "<fonts",
        "<numFmts count=\"1\"><numFmt numFmtId=\"170\"/></numFmts><fonts",
    ),
    (
        "a number format twice",
        STYLES,
        "<fonts",
        "<numFmts count=\"2\"><numFmt numFmtId=\"170\" formatCode=\"0\"/><numFmt numFmtId=\"170\" formatCode=\"0%\"/></numFmts><fonts",
    ),
    ("styles twice", STYLES, "</cellXfs>", "</cellXfs><cellXfs/>"),
    ("fewer texts than it says", TEXTS, "uniqueCount=\"", "uniqueCount=\"9"),
    (
        "a chart sheet of the name of a sheet",
        RELATIONS,
        "relationships/worksheet\" Target=\"worksheets/sheet7.xml\"",
        "relationships/chartsheet\" Target=\"worksheets/sheet7.xml\"",
    ),
    (
        "an encrypted .ods",
        "content:META-INF/manifest.xml",
        "",
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
    ),
    ("a table within a table", "content.xml", "<text:p>", "<table:table table:name=\"x\"/><text:p>"),
    ("a table without a name", "content.xml", "table:name=", "table:nam="),
    ("a cell of an unknown kind", "content.xml", "office:value-type=\"float\"", "office:value-type=\"fraction\""),
    (
        "a cell without its value",
        "content.xml",
        "office:value-type=\"float\" office:value=",
        "office:value-type=\"float\" office:valu=",
    ),
    (
        "a repetition that is no number",
        "content.xml",
        "table:number-columns-repeated=\"",
        "table:number-columns-repeated=\"x",
    ),
];

/// Bytes of a file changed, which are no text.
type Changed = (&'static str, &'static str, fn(&mut Vec<u8>));

const BYTES: &[Changed] = &[
    ("an .xls of an odd sector size", "xls", |bytes| bytes[30] = 3),
    ("an .xls that ends in its header", "xls", |bytes| bytes.truncate(500)),
    ("an .xls whose table of sectors lies behind its end", "xls", |bytes| bytes[76..80].copy_from_slice(&[9, 9, 9, 0])),
    ("an .xls whose directory lies behind its end", "xls", |bytes| {
        bytes[48..52].copy_from_slice(&[0xFE, 0xFF, 0xFF, 0xFF]);
    }),
    ("an .xls that is cut off", "xls", |bytes| bytes.truncate(bytes.len() / 2)),
    ("a changed bit in a part", "xlsx", |bytes| {
        let at = bytes.len() / 3;
        bytes[at] ^= 1;
    }),
    ("a zip whose list is broken", "xlsx", |bytes| {
        let end = bytes.len();
        bytes[end - 6..end - 2].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0]);
    }),
];

/// A file by its bytes, made from those of a sound workbook.
type File = (&'static str, fn(&[u8]) -> Vec<u8>);

const FILES: &[File] = &[
    ("an empty file", |_| Vec::new()),
    ("a CSV", |_| b"a,b\n1,2\n".to_vec()),
    ("a web page called .xls", |_| b"<html><table><tr><td>1</td></tr></table></html>".to_vec()),
    ("Excel 2003 XML", |_| {
        b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>".to_vec()
    }),
    ("a flat OpenDocument", |_| {
        b"<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"/>"
            .to_vec()
    }),
    ("an Excel 4 file", |_| b"\x09\x04\x06\x00\x00\x00\x10\x00".to_vec()),
    ("a PDF", |_| b"%PDF-1.7\n".to_vec()),
    ("a picture", |_| b"\x89PNG\r\n\x1a\n".to_vec()),
    ("a text document", |_| b"{\\rtf1 }".to_vec()),
    ("a compressed archive", |_| b"Rar!\x1a\x07".to_vec()),
    ("an empty zip", |_| b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec()),
    ("bytes of no known kind", |_| vec![1, 2, 3, 0, 4]),
    ("a workbook that is cut off", |sound| sound[..sound.len() / 2].to_vec()),
    ("a digit changed in the file itself", |sound| {
        let mut archive = ZipArchive::new(Cursor::new(sound)).unwrap();
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            writer.start_file(file.name().unwrap().into_owned(), stored).unwrap();
            std::io::copy(&mut file, &mut writer).unwrap();
        }
        let mut bytes = writer.finish().unwrap().into_inner();
        let at = memchr::memmem::find(&bytes, F2.as_bytes()).unwrap();
        bytes[at + F2.len() - 13] = b'9';
        bytes
    }),
    ("a packing that nobody uses", |sound| {
        let (mut bytes, name) = (sound.to_vec(), b"xl/workbook.xml");
        let local = memchr::memmem::find(&bytes, name).unwrap() - 30;
        let central = memchr::memmem::rfind(&bytes, name).unwrap() - 46;
        (bytes[local + 8], bytes[central + 10]) = (99, 99);
        bytes
    }),
    ("a document of Word", |_| package(&["word/document.xml", "_rels/.rels"])),
    ("a presentation", |_| package(&["ppt/slides.xml", "_rels/.rels"])),
    ("a document of Numbers", |_| package(&["Index/Document.iwa"])),
    ("an archive of something else", |_| package(&["a.txt"])),
    ("a template", |_| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file("mimetype", stored).unwrap();
        writer.write_all(b"application/vnd.oasis.opendocument.spreadsheet-template").unwrap();
        writer.finish().unwrap().into_inner()
    }),
    ("the .ods that shows percentages only", |_| std::fs::read(fixture("formats/key-account.ods")).unwrap()),
    ("the .xls that shows no formats", |_| std::fs::read(fixture("formats/key-account.xls")).unwrap()),
];

/// A package of parts with nothing in them.
fn package(names: &[&str]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
