//! Workbooks changed as somebody would who means to deceive, or does not know better: in the parts of the file.

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Changes parts of a workbook: `change` gets each part's name and text; `None` takes the part out.
pub fn tamper(path: &Path, mut change: impl FnMut(&str, String) -> Option<String>) {
    let mut archive = ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = false;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        let after = change(&name, content.clone());
        changed |= after.as_ref() != Some(&content);
        if let Some(after) = after {
            // Packed, it would be the same to every reader and take longer.
            let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            writer.start_file(name, stored).unwrap();
            writer.write_all(after.as_bytes()).unwrap();
        }
    }
    assert!(changed, "nothing was changed");
    std::fs::write(path, writer.finish().unwrap().into_inner()).unwrap();
}

/// A part of a package without a sheet, as a spreadsheet program deletes it: with its own part, and with all that names it.
pub fn without_sheet(name: &str, content: String, sheet: &str, number: usize) -> Option<String> {
    let part = format!("/sheet{number}.xml");
    let without = |start: &str, within: &str| {
        let gone = |tag: &&str| tag.contains(start) && tag.contains(within);
        Some(content.split_inclusive("/>").filter(|tag| !gone(tag)).collect())
    };
    match name {
        "xl/workbook.xml" => without("<sheet ", &format!("\"{sheet}\"")),
        "xl/_rels/workbook.xml.rels" => without("<Relationship ", &part),
        "[Content_Types].xml" => without("<Override ", &part),
        _ if name.ends_with(&part) || name.ends_with(&format!("{part}.rels")) => None,
        _ => Some(content),
    }
}

/// The cell's XML in a sheet.
pub fn cell<'x>(sheet: &'x str, address: &str) -> &'x str {
    let start = sheet.find(&format!("<c r=\"{address}\"")).unwrap_or_else(|| panic!("no cell {address}"));
    let rest = &sheet[start..];
    let empty = rest.find("/>").filter(|end| rest.find('>').is_some_and(|first| *end + 1 == first));
    &rest[..empty.map_or_else(|| rest.find("</c>").unwrap() + 4, |end| end + 2)]
}

/// The XML of a row.
pub fn row(sheet: &str, number: u32) -> &str {
    let start = sheet.find(&format!("<row r=\"{number}\"")).unwrap();
    let rest = &sheet[start..];
    &rest[..rest.find("</row>").unwrap() + 6]
}

/// What stands in an element of a cell.
pub fn inside<'x>(cell: &'x str, element: &str) -> &'x str {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let from = cell.find(&open).unwrap_or_else(|| panic!("no {element} in {cell}")) + open.len();
    &cell[from..from + cell[from..].find(&close).unwrap()]
}
