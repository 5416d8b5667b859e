//! The pre-flight of zip containers: hostile names, duplicates, encrypted parts, too many of them; and which kind of
//! workbook it is. Of an .xlsb the parts that calamine reads are inflated once, a block at a time and without keeping
//! them, which finds bombs and damage (the zip crate checks each part's CRC at its end).

use std::collections::HashSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::biff12::{Biff12Cells, Biff12Records, text};
use super::checked::CheckedFile;
use super::error::{self, Measure, SourceError, damaged, damaged_in, detail, of_zip, unfaithful};
use super::found::NotAWorkbook;
use super::xlsx::relations;
use super::xml::Xml;
use super::{Shape, binary, directory, limits};
use crate::say;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Checks the package; says what it is and what its sheets merge and hide.
pub(super) fn check(bytes: &[u8]) -> Result<(CheckedFile, Vec<Shape>), SourceError> {
    // A directory of millions of entries would exhaust memory already when it is listed.
    let headers = memchr::memmem::find_iter(bytes, b"PK\x01\x02").take(limits::PARTS + 1).count();
    if headers > limits::PARTS {
        return Err(error::too_much("[Content_Types].xml", Measure::Parts, limits::PARTS as u64));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| of_zip(&e))?;
    // What stands before it could be another package, which other programs read.
    if archive.offset() != 0 {
        return Err(damaged(say!(Source::ZipContainerBroken)));
    }
    let names = names(&mut archive, bytes)?;
    directory::check(bytes, archive.central_directory_start(), archive.len())?;
    let sheets = match kind(&mut archive, &names)? {
        PackageKind::Xlsx => return Ok((CheckedFile::Xlsx(names), Vec::new())),
        PackageKind::Ods => return Ok((CheckedFile::Ods(names), Vec::new())),
        PackageKind::Xlsb(sheets) => sheets,
    };
    let (mut total, mut errors, mut shapes) = (0, vec![Vec::new(); sheets.len()], vec![Shape::default(); sheets.len()]);
    for (index, name) in names.iter().enumerate() {
        let mut inflate = |cap, look: PartLook<'_>| inflate(&mut archive, (index, name, cap), look, &mut total);
        match name.as_str() {
            binary::WORKBOOK => inflate(limits::BINARY_WORKBOOK, &mut |_| Ok(()))?,
            binary::RELATIONSHIPS => inflate(limits::RELATIONSHIPS_PART, &mut |_| Ok(()))?,
            binary::STYLES => inflate(limits::OPENED_PART, &mut |_| Ok(()))?,
            binary::STRINGS => {
                let (mut records, mut count) = (Biff12Records::new(), 0);
                let mut one = |kind, length, head: &[u8]| text(name, &mut count, (kind, length, head));
                inflate(limits::BINARY_STRINGS_PART, &mut |block| records.block(block, &mut one))?;
                records.finish(name)?;
            }
            _ => {
                let Some(sheet) = sheets.iter().position(|sheet| sheet == name) else { continue };
                let mut cells = Biff12Cells::new(name);
                inflate(limits::SHEET_PART, &mut |block| cells.block(block))?;
                (errors[sheet], shapes[sheet]) = cells.finish()?;
            }
        }
    }
    Ok((CheckedFile::Xlsb(errors), shapes))
}

/// The kinds of workbook that come in a zip.
enum PackageKind {
    Xlsx,
    Ods,
    /// With the parts of its sheets.
    Xlsb(Vec<String>),
}

/// The names of the parts as calamine looks them up: in lower case, with slashes. Each is acceptable and there once.
fn names(archive: &mut Archive<'_>, bytes: &[u8]) -> Result<Vec<String>, SourceError> {
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
        return Err(SourceError::DuplicatePart { part: directory::twice(bytes, archive.central_directory_start()) });
    }
    if archive.has_overlapping_entries().map_err(|e| of_zip(&e))? {
        return Err(damaged(say!(Source::PartsOverlap)));
    }
    Ok(names)
}

/// What the package of an Office file begins with.
const RELATIONSHIPS: &str = "_rels/.rels";

/// A second workbook stands in the package beside that of this part.
fn another(part: &str) -> SourceError {
    unfaithful(part, say!(Source::AnotherWorkbookBeside))
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
            // Programs that go by the name of the file would read the other one.
            b"application/vnd.oasis.opendocument.spreadsheet" if has(RELATIONSHIPS) => Err(another("mimetype")),
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
        let package = small(archive, names, RELATIONSHIPS, limits::RELATIONSHIPS_PART)?;
        if !package.is_empty() {
            let all = relations::read(Xml::new(RELATIONSHIPS, package.as_slice()), "")?;
            let book = relations::only(&all, relations::RelationType::Workbook)?;
            if book.is_none_or(|book| book.target != binary::WORKBOOK) {
                return Err(another(binary::WORKBOOK));
            }
        }
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
    if has(RELATIONSHIPS) { Ok(PackageKind::Xlsx) } else { not(NotAWorkbook::Zip) }
}

/// The whole of a small part; nothing, if there is no such part.
fn small(archive: &mut Archive<'_>, names: &[String], name: &str, cap: u64) -> Result<Vec<u8>, SourceError> {
    let Some(index) = names.iter().position(|other| other == name) else {
        return Ok(Vec::new());
    };
    let mut bytes = Vec::new();
    let part = archive.by_index(index).map_err(|e| of_zip(&e))?;
    part.take(cap + 1).read_to_end(&mut bytes).map_err(|_| damaged_in(name, &say!(Source::ChecksumWrong)))?;
    if bytes.len() as u64 > cap { Err(too_much(name, cap)) } else { Ok(bytes) }
}

/// The look at a part, which gets it block by block.
type PartLook<'l> = &'l mut dyn FnMut(&[u8]) -> Result<(), SourceError>;

/// Inflates one part, which may have so many bytes, and looks over it.
fn inflate(
    archive: &mut Archive<'_>,
    (index, name, cap): (usize, &str, u64),
    look: PartLook<'_>,
    total: &mut u64,
) -> Result<(), SourceError> {
    let mut part = archive.by_index(index).map_err(|e| of_zip(&e))?;
    let mut block = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        let read = fill(&mut part, &mut block).map_err(|_| damaged_in(name, &say!(Source::ChecksumWrong)))?;
        if read == 0 {
            return Ok(());
        }
        size += read as u64;
        *total += read as u64;
        look(&block[..read])?;
        if size > cap {
            return Err(too_much(name, cap));
        }
        if *total > limits::TOTAL {
            return Err(too_much(name, limits::TOTAL));
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

fn too_much(part: &str, limit: u64) -> SourceError {
    error::too_much(&detail(part), Measure::Bytes, limit)
}
