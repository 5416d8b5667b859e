//! Files made for tests: honest ones as small as they can be, and what can be done to them.

use std::io::{Cursor, Write};

use crc32fast::Hasher;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::{DataDescriptorOutput, ZipArchiveWriter};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A package of these parts.
pub(super) fn zip<B: AsRef<[u8]>>(parts: &[(&str, B)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options).expect("a part");
        writer.write_all(content.as_ref()).expect("its content");
    }
    writer.finish().expect("a package").into_inner()
}

/// A package in which one part is `pattern` as often as it takes to be `size` bytes, between a head and a tail.
pub(super) fn zip_bomb(
    parts: &[(&str, String)],
    name: &str,
    (head, pattern, tail): (&str, &str, &str),
    size: usize,
) -> Vec<u8> {
    let mut package = ZipArchiveWriter::new(Vec::new());
    for (other, content) in parts.iter().filter(|(other, _)| *other != name) {
        put(&mut package, other, &[(content, 1)]);
    }
    let block = pattern.repeat((1 << 20) / pattern.len());
    put(&mut package, name, &[(head, 1), (&block, size.div_ceil(block.len())), (tail, 1)]);
    package.finish().expect("a package")
}

/// A part of pieces that are repeated, each of which is packed once: up to a whole byte, so that they can stand behind each
/// other.
fn put(package: &mut ZipArchiveWriter<Vec<u8>>, name: &str, pieces: &[(&str, usize)]) {
    let file = package.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE);
    let (mut entry, _) = file.start().expect("a part");
    let (mut sum, mut length) = (Hasher::new(), 0);
    for (piece, times) in pieces {
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(piece.as_bytes()).and_then(|()| packed.flush()).expect("a piece");
        let mut own = Hasher::new();
        own.update(piece.as_bytes());
        for _ in 0..*times {
            entry.write_all(packed.get_ref()).expect("its content");
            sum.combine(&own);
            length += piece.len() as u64;
        }
    }
    // Nothing more, and the end.
    entry.write_all(&[3, 0]).expect("its end");
    entry.finish(DataDescriptorOutput::new(sum.finalize(), length)).expect("a part");
}

pub(super) const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
pub(super) const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
pub(super) const WORKBOOK_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rIdStyles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rIdStrings" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
/// The namespace of spreadsheets, as an attribute.
pub(super) const MAIN: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#;
/// Styles 0 to 3: general, a date, a time, a duration.
pub(super) const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs></styleSheet>"#;
pub(super) const STRINGS: &str = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="2"><si><t>one</t></si><si><t xml:space="preserve"> two </t></si></sst>"#;

/// The parts of an .xlsx with one sheet of these rows.
pub(super) fn xlsx_parts(rows: &str) -> Vec<(&'static str, String)> {
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    );
    vec![
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", RELS.to_owned()),
        ("xl/workbook.xml", WORKBOOK.to_owned()),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS.to_owned()),
        ("xl/styles.xml", STYLES.to_owned()),
        ("xl/sharedStrings.xml", STRINGS.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet),
    ]
}

/// An .xlsx with one sheet of these rows.
pub(super) fn xlsx(rows: &str) -> Vec<u8> {
    zip(&xlsx_parts(rows))
}

/// An .xlsx with one part put in or in place of another.
pub(super) fn xlsx_with(name: &'static str, content: &str) -> Vec<u8> {
    let mut parts = xlsx_parts(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    parts.retain(|(other, _)| *other != name);
    parts.push((name, content.to_owned()));
    zip(&parts)
}

/// The same file with bytes replaced by as many others.
pub(super) fn patched(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let finds: Vec<_> = memchr::memmem::find_iter(&bytes, from).collect();
    assert!(!finds.is_empty());
    for at in finds {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

/// An .ods with this inside its spreadsheet.
pub(super) fn ods(tables: &str) -> Vec<u8> {
    ods_with("", tables)
}

/// The same with styles.
pub(super) fn ods_with(styles: &str, tables: &str) -> Vec<u8> {
    let spaces: String = ["office", "table", "text", "style"]
        .map(|name| format!(r#" xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0""#))
        .concat();
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
        ("META-INF/manifest.xml", "<manifest:manifest/>".to_owned()),
        ("content.xml", content),
    ])
}
