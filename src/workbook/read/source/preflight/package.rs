//! The pre-flight of zip containers: hostile names, duplicates, encrypted parts, too many of them; and which kind of
//! workbook it is. Of an .xlsb the parts that calamine reads are inflated once, a block at a time and without keeping
//! them, which finds bombs and damage (the zip crate checks each part's CRC at its end).

use std::collections::HashSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::checked::CheckedFile;
use super::error::{Measure, SourceError, detail, foreign, in_part};
use super::found::NotAWorkbook;
use super::look::{Notes, PartScan};
use super::{Shape, binary, limits};
use crate::say;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Checks the package; says what it is and what its sheets merge and hide.
pub(super) fn check(bytes: &[u8]) -> Result<(CheckedFile, Vec<Shape>), SourceError> {
    // A directory of millions of entries would exhaust memory already when it is listed.
    let headers = memchr::memmem::find_iter(bytes, b"PK\x01\x02").take(limits::PARTS + 1).count();
    if headers > limits::PARTS {
        return Err(too_much("[Content_Types].xml", Measure::Parts, limits::PARTS as u64));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    // What stands before it could be another package, which other programs read.
    if archive.offset() != 0 {
        return Err(SourceError::Damaged { detail: say!(Source::ZipContainerBroken) });
    }
    let names = names(&mut archive)?;
    let sheets = match kind(&mut archive, &names)? {
        PackageKind::Xlsx => return Ok((CheckedFile::Xlsx(names), Vec::new())),
        PackageKind::Ods => return Ok((CheckedFile::Ods(names), Vec::new())),
        PackageKind::Xlsb(sheets) => sheets,
    };
    let mut total = 0;
    let mut notes = Notes::default();
    for (index, name) in names.iter().enumerate() {
        if let Some(mut look) = PartScan::new(name, &sheets) {
            inflate(&mut archive, index, name, &mut look, &mut total)?;
            look.finish(&mut notes)?;
        }
    }
    Ok((CheckedFile::Xlsb(notes.errors), notes.shapes))
}

/// The kinds of workbook that come in a zip.
enum PackageKind {
    Xlsx,
    Ods,
    /// With the parts of its sheets.
    Xlsb(Vec<String>),
}

/// The names of the parts as calamine looks them up: in lower case, with slashes. Each is acceptable and there once.
fn names(archive: &mut Archive<'_>) -> Result<Vec<String>, SourceError> {
    let mut seen = HashSet::new();
    let mut names = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let name = match archive.name_for_index(index) {
            Some(Ok(name)) => name.replace('\\', "/").to_ascii_lowercase(),
            _ => {
                return Err(SourceError::BadPartName { part: "?".to_owned() });
            }
        };
        let drive = name.as_bytes().get(1) == Some(&b':');
        if name.starts_with('/') || drive || name.split('/').any(|step| step == "..") || name.contains(char::is_control)
        {
            return Err(SourceError::BadPartName { part: detail(&name) });
        }
        if !seen.insert(name.clone()) {
            return Err(SourceError::DuplicatePart { part: detail(&name) });
        }
        names.push(name);
    }
    if archive.has_duplicate_names() {
        return Err(SourceError::DuplicatePart { part: twice(archive) });
    }
    if archive.has_overlapping_entries().map_err(|e| damaged(&e))? {
        return Err(SourceError::Damaged { detail: say!(Source::PartsOverlap) });
    }
    Ok(names)
}

/// The name that the directory has twice; the zip crate keeps only one of the two.
fn twice(archive: &Archive<'_>) -> String {
    let bytes = archive.clone().into_inner().into_inner();
    let mut seen = HashSet::new();
    let mut at = usize::try_from(archive.central_directory_start()).unwrap_or(usize::MAX);
    let length = |at: usize| bytes.get(at..at + 2).map_or(0, |b| usize::from(u16::from_le_bytes([b[0], b[1]])));
    while bytes.get(at..).is_some_and(|rest| rest.starts_with(b"PK\x01\x02")) {
        let name = bytes.get(at + 46..at + 46 + length(at + 28)).unwrap_or_default();
        let extra = at + 46 + length(at + 28);
        let name = renamed(bytes.get(extra..extra + length(at + 30)).unwrap_or_default()).unwrap_or(name);
        if !seen.insert(name) {
            return detail(String::from_utf8_lossy(name));
        }
        at += 46 + length(at + 28) + length(at + 30) + length(at + 32);
    }
    "?".to_owned()
}

/// The name that the extra fields of an entry give it in Unicode (0x7075), which counts in place of its own.
fn renamed(mut extra: &[u8]) -> Option<&[u8]> {
    while let [low, high, small, large, rest @ ..] = extra {
        let (field, after) = rest.split_at_checked(usize::from(u16::from_le_bytes([*small, *large])))?;
        if [*low, *high] == [0x75, 0x70] {
            // A version and a checksum of the other name come first.
            return field.get(5..);
        }
        extra = after;
    }
    None
}

/// Which workbook it is, by the parts that only that kind has.
fn kind(archive: &mut Archive<'_>, names: &[String]) -> Result<PackageKind, SourceError> {
    let not = |found| Err(SourceError::NotASpreadsheet(found));
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("mimetype") {
        let manifest = small(archive, names, "meta-inf/manifest.xml", limits::OPENED_PART)?;
        if memchr::memmem::find(&manifest, b":encryption-data").is_some() {
            return Err(SourceError::Password);
        }
        let mime = small(archive, names, "mimetype", 256)?;
        return match mime.trim_ascii() {
            b"application/vnd.oasis.opendocument.spreadsheet" => Ok(PackageKind::Ods),
            b"application/vnd.oasis.opendocument.spreadsheet-template" => not(NotAWorkbook::Template),
            m if m.ends_with(b".presentation") => not(NotAWorkbook::Presentation),
            m if m.starts_with(b"application/vnd.oasis.opendocument.text") => not(NotAWorkbook::Document),
            _ => not(NotAWorkbook::Zip),
        };
    }
    if has(binary::WORKBOOK) {
        let workbook = small(archive, names, binary::WORKBOOK, limits::BINARY_WORKBOOK)?;
        let relationships = small(archive, names, binary::RELATIONSHIPS, limits::RELATIONSHIPS_PART)?;
        return Ok(PackageKind::Xlsb(binary::sheet_parts(&workbook, &relationships)?));
    }
    if under("word/") {
        return not(NotAWorkbook::Document);
    }
    if under("ppt/") {
        return not(NotAWorkbook::Presentation);
    }
    if has("index/document.iwa") {
        return not(NotAWorkbook::Numbers);
    }
    if has("_rels/.rels") { Ok(PackageKind::Xlsx) } else { not(NotAWorkbook::Zip) }
}

/// The whole of a small part; nothing, if there is no such part.
fn small(archive: &mut Archive<'_>, names: &[String], name: &str, cap: u64) -> Result<Vec<u8>, SourceError> {
    let Some(index) = names.iter().position(|other| other == name) else {
        return Ok(Vec::new());
    };
    let mut bytes = Vec::new();
    let part = archive.by_index(index).map_err(|e| damaged(&e))?;
    part.take(cap + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| SourceError::Damaged { detail: in_part(name, &foreign(e)) })?;
    if bytes.len() as u64 > cap { Err(too_much(name, Measure::Bytes, cap)) } else { Ok(bytes) }
}

/// Inflates one part and looks over it.
fn inflate(
    archive: &mut Archive<'_>,
    index: usize,
    name: &str,
    look: &mut PartScan<'_>,
    total: &mut u64,
) -> Result<(), SourceError> {
    let mut part = archive.by_index(index).map_err(|e| damaged(&e))?;
    let mut block = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        let read =
            fill(&mut part, &mut block).map_err(|e| SourceError::Damaged { detail: in_part(name, &foreign(e)) })?;
        if read == 0 {
            return Ok(());
        }
        size += read as u64;
        *total += read as u64;
        look.block(&block[..read])?;
        if size > look.cap() {
            return Err(too_much(name, Measure::Bytes, look.cap()));
        }
        if *total > limits::TOTAL {
            return Err(too_much(name, Measure::Bytes, limits::TOTAL));
        }
    }
}

/// As much of the block as there is, so that blocks are long.
fn fill(part: &mut impl Read, block: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < block.len() {
        match part.read(&mut block[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

fn too_much(part: &str, what: Measure, limit: u64) -> SourceError {
    SourceError::TooMuch { part: detail(part), what, limit }
}

fn damaged(error: &ZipError) -> SourceError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => SourceError::Password,
        other => SourceError::Damaged { detail: foreign(other) },
    }
}
