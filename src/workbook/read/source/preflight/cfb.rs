//! The OLE container of an .xls, walked before calamine does.
//!
//! Calamine follows the chains of sectors wherever they lead: a circle takes all memory, and a directory of sectors that
//! names one sector a million times does too. Here every chain must end within the sectors that the file has. The walk
//! also yields the workbook stream, and tells an encrypted workbook from a Word document.

use std::collections::HashSet;

use super::bytes::{u32_at, wide_text};
use super::error::{SourceError, damaged};
use super::found::NotAWorkbook;
use crate::say;

/// Marks of the chain: ids from here on are no sectors, and the end.
const DIFAT: u32 = 0xFFFF_FFFC;
const RESERVED: u32 = 0xFFFF_FFFA;
const END: u32 = 0xFFFF_FFFE;
/// Streams shorter than this lie in the small sectors.
const MINI_CUTOFF: usize = 4096;
const MINI_SECTOR: usize = 64;
const HEADER: usize = 512;

/// The workbook stream of a container in which all chains end.
pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<u8>, SourceError> {
    let file = CompoundFile::new(bytes)?;
    let directory = file.chain(u32_at(bytes, 48), usize::MAX)?;
    let entries: Vec<DirectoryEntry> =
        directory.as_chunks::<128>().0.iter().map(|entry| DirectoryEntry::of(entry, file.sector)).collect();
    let find = |name: &str| entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
    if find("EncryptedPackage").is_some() {
        return Err(SourceError::Password);
    }
    let Some(stream) = find("Workbook").or_else(|| find("Book")) else {
        let document = find("WordDocument").map(|_| NotAWorkbook::Document);
        let slides = find("PowerPoint Document").map(|_| NotAWorkbook::Presentation);
        return Err(SourceError::NotASpreadsheet(document.or(slides).unwrap_or(NotAWorkbook::Ole)));
    };
    let root = entries.first().ok_or_else(|| damaged(say!(Source::NoDirectory)))?;
    let (minis, mini_fat) = match u32_at(bytes, 64) {
        0 => (Vec::new(), Vec::new()),
        sectors => (
            file.chain(root.start, root.length)?,
            numbers(&file.chain(u32_at(bytes, 60), sectors as usize * file.sector)?),
        ),
    };
    if stream.length < MINI_CUTOFF {
        let most = minis.len().div_ceil(MINI_SECTOR);
        let sector = |id: usize| minis.get(id.checked_mul(MINI_SECTOR)?..);
        return chain(&mini_fat, stream.start, stream.length, (MINI_SECTOR, most), sector);
    }
    file.chain(stream.start, stream.length)
}

struct CompoundFile<'a> {
    /// What follows the header.
    sectors: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
}

impl<'a> CompoundFile<'a> {
    /// Reads the header and the tables of sectors.
    fn new(bytes: &'a [u8]) -> Result<Self, SourceError> {
        if bytes.len() < HEADER {
            return Err(damaged(say!(Source::FileTooShort)));
        }
        let sector = match bytes[30..32] {
            [9, 0] => 512,
            [12, 0] => 4096,
            _ => return Err(damaged(say!(Source::OddSectorSize))),
        };
        let sectors = bytes.get(HEADER.max(sector)..).ok_or_else(|| damaged(say!(Source::FileTooShort)))?;
        let mut file = Self { sectors, sector, fat: Vec::new() };
        let count = file.count();
        // The sectors of the table: the first 109 in the header, further ones in a chain of their own.
        let mut tables: Vec<u32> = numbers(&bytes[76..HEADER]);
        let mut next = u32_at(bytes, 68);
        let mut seen = HashSet::new();
        while next < RESERVED {
            if !seen.insert(next) {
                return Err(damaged(say!(Source::ChainSectorsCircle)));
            }
            let mut more = numbers(file.sector(next as usize).ok_or_else(|| damaged(say!(Source::SectorMissing)))?);
            next = more.pop().unwrap_or(END);
            tables.append(&mut more);
        }
        seen.clear();
        for id in tables.into_iter().filter(|id| *id < DIFAT) {
            if !seen.insert(id) || seen.len() > count {
                return Err(damaged(say!(Source::TableSectorsGivenTwice)));
            }
            let table = numbers(file.sector(id as usize).ok_or_else(|| damaged(say!(Source::SectorMissing)))?);
            file.fat.extend(table);
        }
        Ok(file)
    }

    /// How many sectors the file has, a last incomplete one included.
    fn count(&self) -> usize {
        self.sectors.len().div_ceil(self.sector)
    }

    fn sector(&self, id: usize) -> Option<&'a [u8]> {
        let start = id.checked_mul(self.sector)?;
        let rest = self.sectors.get(start..).filter(|rest| !rest.is_empty())?;
        Some(&rest[..rest.len().min(self.sector)])
    }

    fn chain(&self, start: u32, length: usize) -> Result<Vec<u8>, SourceError> {
        chain(&self.fat, start, length, (self.sector, self.count()), |id| self.sector(id))
    }
}

/// The bytes of a chain, at most `length`, of sectors of some size of which there are so many.
fn chain<'a>(
    fat: &[u32],
    start: u32,
    length: usize,
    (size, most): (usize, usize),
    sector: impl Fn(usize) -> Option<&'a [u8]>,
) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    let mut id = start;
    let mut seen = vec![false; most];
    while id != END && bytes.len() < length {
        let content = sector(id as usize).ok_or_else(|| damaged(say!(Source::SectorMissing)))?;
        let take = content.len().min(size).min(length - bytes.len());
        bytes.extend_from_slice(&content[..take]);
        if std::mem::replace(seen.get_mut(id as usize).ok_or_else(|| damaged(say!(Source::SectorMissing)))?, true) {
            return Err(damaged(say!(Source::ChainSectorsCircle)));
        }
        id = *fat.get(id as usize).ok_or_else(|| damaged(say!(Source::SectorMissing)))?;
    }
    Ok(bytes)
}

struct DirectoryEntry {
    name: String,
    start: u32,
    length: usize,
}

impl DirectoryEntry {
    fn of(entry: &[u8; 128], sector: usize) -> Self {
        let name = wide_text(&entry[..64]);
        let low = u32_at(entry, 120);
        let high = if sector == 512 { 0 } else { u32_at(entry, 124) };
        let length = usize::try_from(u64::from(high) << 32 | u64::from(low)).unwrap_or(usize::MAX);
        let name = name.split('\0').next().unwrap_or_default().to_owned();
        Self { name, start: u32_at(entry, 116), length }
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks().0.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect()
}
